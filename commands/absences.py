"""The words after "away": who, from when until when, and who stands in. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from bot.model import UserId
from bot.working_time import Calendar
from commands.parse import EXAMPLES
from commands.spelling import UsageError, cut
from commands.when import which_day

_PERSON = r"<@(?P<{name}>[UW][A-Z0-9]+)(?:\|[^<>]*)?>"
_WHOM = re.compile(_PERSON.format(name="user"))
_STAND_IN = re.compile(
    rf"(?:^|[\s,;]+)(?:with )?(?:stand[ -]?in|ask|covered by)[: ] ?{_PERSON.format(name='user')}", re.IGNORECASE
)
_LETTERS = re.compile(r"@\S*")
_SPAN = re.compile(r"(?:from )?(?P<first>.*?)(?:(?<!\S)(?:until|till|til|to|bis|through) (?P<last>.+))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What was typed; an empty text was not said."""

    user_id: UserId | None
    first: str
    last: str
    stand_in: UserId | None

    def days(self, today: date, calendar: Calendar) -> tuple[date, date]:
        """Return the first day and the last; one day alone is both. Raises NotUnderstood."""
        # "until fri" begins today; "fri" is that one day.
        first = which_day(self.first, since=today, today=today, calendar=calendar) if self.first else today
        if not self.last:
            return first, first
        return first, which_day(self.last, since=first, today=today, calendar=calendar)


def read(rest: str) -> Said:
    """Part the words, in the order in which people say them. Raises UsageError for a name that is nobody's."""
    stand_in = _STAND_IN.search(rest)
    rest = _STAND_IN.sub("", rest)
    whom = _WHOM.search(rest)
    plain = _WHOM.sub("", rest)
    _check_nobody_else(plain, "away")
    span = _SPAN.fullmatch(" ".join(plain.replace("\u2013", " until ").split()))
    return Said(
        UserId(whom["user"]) if whom else None,
        span["first"].strip() if span else "",
        (span["last"] or "").strip() if span else "",
        UserId(stand_in["user"]) if stand_in else None,
    )


def person_in(rest: str) -> UserId | None:
    """Return the person who is mentioned, if one is. Raises UsageError for a name that is nobody's."""
    found = _WHOM.search(rest)
    _check_nobody_else(_WHOM.sub("", rest), "back")
    return UserId(found["user"]) if found else None


def _check_nobody_else(plain: str, word: str) -> None:
    # Slack tells who is meant only where the name was picked: "@omar" in letters would be read as oneself.
    if name := _LETTERS.search(plain):
        raise UsageError("not_one_person", EXAMPLES[word], said=cut(name[0]))
