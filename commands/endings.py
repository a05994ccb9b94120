"""What is typed to close a deal, and to read what closed ones taught. Pure."""

import re
from dataclasses import dataclass

from bot.closed import Outcome
from commands.spelling import UsageError, cut, parted, unescape, unquoted

CLOSE_EXAMPLE = "close delivered lessons ask for the permit before the crane"
LESSONS_EXAMPLE = "lessons permit"

_LEARNED = re.compile(r"(?<!\S)lessons?:?(?= \S)", re.IGNORECASE)
_OUTCOMES = {
    "delivered": Outcome.DELIVERED,
    "done": Outcome.DELIVERED,
    "delivered in part": Outcome.PARTLY,
    "partly delivered": Outcome.PARTLY,
    "in part": Outcome.PARTLY,
    "partly": Outcome.PARTLY,
    "not delivered": Outcome.NOT,
    "undelivered": Outcome.NOT,
    "not": Outcome.NOT,
}


@dataclass(frozen=True, slots=True)
class Close:
    """Close the deal of this channel; what is None is asked in the form."""

    outcome: Outcome | None
    because: str | None
    lessons: str | None


@dataclass(frozen=True, slots=True)
class Lessons:
    """Read what closed deals taught, all of it or what holds all of these words."""

    words: tuple[str, ...]


def read_close(rest: str) -> Close:
    """Take the lessons from the end, the reason before them; what is left says what became of it."""
    text = unescape(rest)
    learned = _LEARNED.search(text)
    lessons = text[learned.end() :].strip() if learned else None
    head, because = parted(text[: learned.start()] if learned else text, "because")
    said = unquoted(head).casefold().rstrip(".,:")
    if said and said not in _OUTCOMES:
        raise UsageError("no_outcome", CLOSE_EXAMPLE, said=cut(head))
    return Close(_OUTCOMES.get(said), because, lessons)


def read_lessons(rest: str) -> Lessons:
    return Lessons(tuple(unquoted(unescape(rest)).split()))
