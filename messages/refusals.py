"""What is said when something cannot be done: what is true, and one line that works."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from bot.model import Item, ItemStatus, Person, Step, StepStatus, UserId
from bot.promises import RegisteredPromise
from bot.refusals import Refusal, Unable
from bot.rules.evidence import EXAMPLE as LAST_EXAMPLE
from bot.rules.evidence import EXAMPLES
from messages.escaping import Mrkdwn, cut, one_line
from messages.message import Message, said
from messages.words import conjoined, enumerated, label, mention, words

MOST_NAMED, MOST_PARTS = 4, 16
EXAMPLE = 40


def refusal(error: Refusal, _people: Mapping[UserId, Person], now: datetime, command: str = "/deal") -> Message:
    """Say what stands in the way, who did it and how long ago, and what would work."""
    given = {field.name: getattr(error, field.name) for field in fields(error)}  # type: ignore[arg-type]
    values = {name: _plain(value) for name, value in given.items()} | _extra(given)
    return said(words(f"refusal#{type(error).__name__}", **values, now=now, c=Mrkdwn(command)))


def usage(problem: str, example: str, command: str = "/deal") -> Message:
    """Refuse a command; ``example`` is one without the slash that would have worked."""
    return said(words("refusal#usage", problem=problem, example=example, c=Mrkdwn(command)))


def not_understood(problem: str, example: str, command: str = "/deal") -> Message:
    """Refuse a time that cannot be read; ``example`` is one that can."""
    return said(words("refusal#not_understood", problem=problem, example=example, c=Mrkdwn(command)))


def form_not_opened(command: str = "/deal") -> Message:
    return said(words("refusal#form_not_opened", c=Mrkdwn(command)))


def not_installed(command: str = "/deal") -> Message:
    """Answer somebody in a workspace that Baton does not serve."""
    return said(words("refusal#not_installed", c=Mrkdwn(command)))


def broke(reference: str) -> Message:
    """Own up to a fault of ours; the log knows the reference."""
    return said(words("refusal#broke", reference=reference))


def out_of_reach() -> Message:
    """Own up to a database that cannot be used just now."""
    return said(words("refusal#out_of_reach"))


def _plain(value: Any) -> Any:
    """Flatten steps and lines, so that templates get plain values."""
    if isinstance(value, Step):
        ended = value.status is StepStatus.KEPT
        return {"what": value.what, "is_kept": ended, "by": value.ended_by, "at": value.ended_at}
    if isinstance(value, Item):
        is_accepted = value.status is ItemStatus.ACCEPTED
        by, at = (value.accepted_by_id, value.accepted_at) if is_accepted else (value.done_by, value.done_at)
        asked = {"evidence": value.evidence, "at_least": value.at_least, "is_open": value.status is ItemStatus.OPEN}
        again = {"reopened_by": value.reopened.by, "reopened_at": value.reopened.at} if value.reopened else {}
        return (
            asked
            | {"reopened_by": None}
            | again
            | {"title": value.title, "is_accepted": is_accepted, "by": by, "at": at}
        )
    if isinstance(value, RegisteredPromise):
        return {"what": value.what, "status": value.status.value, "by": value.answered_by, "at": value.answered_at}
    return value


def _extra(given: Mapping[str, Any]) -> dict[str, Any]:
    steps, waits = given.get("steps", ()), given.get("waits_for", ())
    extra: dict[str, Any] = {"waits": "others", "unable": ""}
    if isinstance(why := given.get("why"), Unable):
        extra["unable"] = words(f"refusal#{why.replace(' ', '_')}", user_id=given["user_id"])
    if may := given.get("may"):
        extra["one_of"] = Mrkdwn(conjoined([mention(user) for user in may], "either"))
    if steps:
        names = [step.what for step in steps]
        extra |= {"steps": enumerated(names, MOST_NAMED), "example": cut(one_line(names[0]), EXAMPLE)}
    if items := given.get("items"):
        extra["some"] = enumerated([*(item.title for item in items), *(step.what for step in steps)], MOST_NAMED)
    if waits:
        extra["waits"] = enumerated([item.title for item in waits], MOST_NAMED)
    if isinstance(item := given.get("item"), Item):
        extra["example"] = EXAMPLES.get(item.evidence, LAST_EXAMPLE)
    if gates := given.get("gates"):
        extra["open_gates"] = enumerated([item.title for item in gates], MOST_NAMED)
    if promises := given.get("promises"):
        extra["promised"] = enumerated([promise.what for promise in promises], MOST_NAMED)
    if parts := given.get("parts"):
        extra["some"] = _some(parts)
    return extra


def _some(parts: Sequence[str]) -> str:
    if len(parts) <= MOST_PARTS:
        return ", ".join(parts)
    return conjoined([*parts[:MOST_PARTS], label("words#more", n=str(len(parts) - MOST_PARTS))])
