"""People's own time: when they work, where they live and when they are away, as they or their lead say it."""

from dataclasses import replace
from datetime import date, timedelta

from bot.context import Context
from bot.model import Absence, PersonalTime, UserId
from bot.refusals import (
    CannotStandIn,
    DayPast,
    EndsBeforeItBegins,
    NoSuchRegion,
    NotAnAdmin,
    NotAway,
    NotYours,
    StandInAway,
    TooFarAway,
)
from bot.rules.permissions import LEAD, TABLE, Act, standing
from bot.working_time import ONE_DAY

FARTHEST = timedelta(days=366)
"""Whoever is away for longer, or leaves later than in a year, hands over what is theirs."""

MOST_NAMED = 3


def away(context: Context, user: UserId, absence: Absence, *, today: date) -> PersonalTime:
    """Return a person's time with one more absence; what it overlaps with gives way, and what is over is forgotten.

    Raises a refusal for days that cannot be meant and for a stand-in who could not be asked.
    """
    if absence.last < today:
        raise DayPast(absence.last)
    if absence.last < absence.first:
        raise EndsBeforeItBegins(absence.first, absence.last)
    if absence.last > today + FARTHEST:
        raise TooFarAway(absence.last)
    if absence.stand_in:
        _check_stand_in(context, user, absence.stand_in, absence)
    time = context.time_of(user)
    # Newest word wins: whoever tells of days anew has changed their plans, and does not mean both.
    others = [each for each in _ahead(time, today) if each.last < absence.first or each.first > absence.last]
    return replace(time, absences=tuple(sorted((*others, absence), key=lambda each: each.first)))


def may_mark(context: Context, by: UserId, user: UserId, leads: tuple[UserId, ...]) -> None:
    """Raise NotYours unless it is oneself, an admin, or one of the ``leads`` of deals that the person works on."""
    if by == user or standing(context, by) in TABLE[Act.MARK_AWAY]:
        return
    able = tuple(dict.fromkeys(lead for lead in leads if context.is_able(lead)))
    if LEAD not in TABLE[Act.MARK_AWAY] or by not in able:
        raise NotYours("mark somebody else as away", (*able, *context.admins())[:MOST_NAMED])


def check_admin(context: Context, user: UserId) -> None:
    """Raise NotAnAdmin unless the user may change what holds for everybody."""
    if standing(context, user) not in TABLE[Act.SETTLE]:
        raise NotAnAdmin(context.admins()[:MOST_NAMED])


def back(context: Context, user: UserId, *, today: date) -> tuple[PersonalTime, Absence]:
    """Return a person's time without the absence that they are on, else without the next one; and which that was."""
    time = context.time_of(user)
    ahead = sorted(_ahead(time, today), key=lambda each: each.first)
    if not ahead:
        raise NotAway(user)
    over, *others = ahead
    return replace(time, absences=tuple(others)), over


def next_absence(context: Context, user: UserId, *, today: date) -> Absence | None:
    """Return the absence that a person is on, or the next one they have told of."""
    return min(_ahead(context.time_of(user), today), key=lambda each: each.first, default=None)


def region_of(said: str, parts: tuple[str, ...]) -> str:
    """Return a region as ISO 3166 spells it; ``parts`` are those of its country, the country first."""
    spelled = spell(said)
    if spelled not in parts:
        raise NoSuchRegion(said, parts[1:])
    return spelled


def spell(said: str) -> str:
    """Return how a region would be spelled: "de_by" is "DE-BY"."""
    return said.strip().upper().replace("_", "-").replace(" ", "-")


def _check_stand_in(context: Context, user: UserId, stand_in: UserId, absence: Absence) -> None:
    why = context.unable(stand_in)
    if stand_in == user or why:
        raise CannotStandIn(stand_in, None if stand_in == user else why)
    for each in context.time_of(stand_in).absences:
        # Away all the time; for a part of it the lead is asked, as without a stand-in.
        if each.first <= absence.first and absence.last <= each.last:
            raise StandInAway(stand_in, each.last + ONE_DAY)


def _ahead(time: PersonalTime, today: date) -> tuple[Absence, ...]:
    return tuple(each for each in time.absences if each.last >= today)
