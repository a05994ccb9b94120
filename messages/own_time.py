"""What is said about people's time: who is away and who is asked meanwhile, who works when, and how to undo it."""

from collections.abc import Sequence
from datetime import date, time

from bot.model import Absence, UserId, Week
from bot.outgoing import Outgoing
from messages.escaping import Mrkdwn
from messages.message import Message, said
from messages.scene import Scene
from messages.words import words

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def told(outgoing: Outgoing, scene: Scene) -> Message:
    """Tell one person of an absence: the stand-in, or the one whom another marked."""
    what, user, first, last, by = (outgoing.detail or "").split(":")
    return said(
        words(
            f"own_time/told#{what}",
            user=user,
            by=by,
            first=date.fromisoformat(first),
            last=date.fromisoformat(last),
            c=Mrkdwn(scene.command),
        )
    )


def away(user: UserId, name: str, absence: Absence, *, is_self: bool, command: str) -> Message:
    """Confirm an absence; the line that undoes it can be typed, so it holds the person's name."""
    return said(
        words(
            "own_time/reply#away",
            user=user,
            first=absence.first,
            last=absence.last,
            stand_in=absence.stand_in,
            is_self=is_self,
            name=name,
            c=Mrkdwn(command),
        )
    )


def back(user: UserId, ended: Absence | None, *, is_self: bool) -> Message:
    """Say which absence ended; None: it had ended already."""
    first, last = (ended.first, ended.last) if ended else (None, None)
    return said(words("own_time/reply#back", user=user, first=first, last=last, is_self=is_self))


def hours(own: Week | None, in_force: Week, zone: str) -> Message:
    return said(words("own_time/reply#hours", is_own=own is not None, week=week_words(in_force), zone=zone))


def region(name: str | None, ahead: Sequence[date], *, is_own: bool) -> Message:
    """Say whose holidays count now; ``ahead`` holds the next day off, if one is known."""
    return said(words("own_time/reply#region", region=name, is_own=is_own, next=next(iter(ahead), None)))


def week_words(week: Week) -> str:
    """Say a week as it can be typed: "Mon-Fri 9:00-17:00"."""
    spans: list[list[int]] = []
    for day in sorted(week.days):
        if spans and spans[-1][-1] == day - 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    days = ", ".join(DAYS[span[0]] + (f"-{DAYS[span[-1]]}" if len(span) > 1 else "") for span in spans)
    opens, closes = (f"{at.hour}:{at.minute:02}" for at in (week.opens, week.closes))
    return f"{days} {opens}-{closes}"


def digest(at: time, zone: str, *, is_daily: bool, command: str) -> Message:
    """Say when somebody's digest comes, and how to move it."""
    values = {"at": f"{at.hour}:{at.minute:02}", "zone": zone, "is_daily": is_daily, "c": Mrkdwn(command)}
    return said(words("own_time/reply#digest", **values))
