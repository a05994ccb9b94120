"""What people say about time → a due moment, or one sentence that says why not."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from bot.model import Due
from bot.working_time import Calendar, add_working_hours, at_local, local_day, whole_day
from commands.days import COUNTS, UnclearDay, days_meant, without_lead
from commands.spelling import Misread

EXAMPLE, EXAMPLE_DAY = "tomorrow 15:00", "fri"
NO_TIME = "no_time"
"""The fault of words that are not about time at all."""
LONGEST = 60
"""No way to say a moment is longer."""
FARTHEST = timedelta(days=3 * 366)

_CLOCK = (
    r"(?:(?P<mark>at|@|klo|um) ?)?"
    r"(?:(?P<noon>noon|midday)|(?P<h>\d{1,2})(?:(?P<dot>[:.])(?P<m>\d{2}))? ?(?P<half>[ap]\.?m\b\.?|uhr)?)"
)
_TIME_LAST = re.compile(rf"(?:(?P<day>.+?),? )??{_CLOCK}")
_TIME_FIRST = re.compile(rf"{_CLOCK},? (?P<day>.+)")
_COUNT = r"\d{1,3}(?:[.,]\d)?|half an|" + "|".join(COUNTS)
_SPAN = re.compile(
    rf"(?:in )?(?P<n>{_COUNT}) ?(?:(?P<minutes>min|minutes?)|(?P<working>wh|working hours?)|"
    r"(?:h|hrs?|hours?|stunden?|tunnin)(?: päästä)?)"
)


class NotUnderstood(Misread):
    """What was typed is no due moment; ``example`` is one that works.

    ``is_about_time``: the words are about time, but the moment is past, too far away or not one.
    """

    def __init__(self, text: str, fault: str = NO_TIME, example: str = EXAMPLE, **about: object) -> None:
        self.text = text
        self.is_about_time = fault != NO_TIME
        super().__init__(fault, example, said=_cut(text), **about)


def understand(text: str, *, now: datetime, calendar: Calendar) -> Due:
    """Return the due moment that ``text`` means in the calendar's zone.

    A date means the end of that working day, a clock time that moment. Raises NotUnderstood, also for what is past
    or more than three years ahead.
    """
    tidy = _tidy(text)
    meant = _meant(tidy, now, calendar) if 0 < len(tidy) <= LONGEST else []
    if not meant:
        raise NotUnderstood(text)
    due = next((due for due in meant if due.at > now), None)
    if due is None:
        raise NotUnderstood(text, "past", at=meant[0].at, zone=calendar.zone)
    if due.at > now + FARTHEST:
        raise NotUnderstood(text, "too_far_ahead")
    return due


def which_day(text: str, *, since: date, today: date, calendar: Calendar) -> date:
    """Return the day that is meant, as somebody says it who thinks of ``since``: after "from 30.11." a Friday is the next.

    A day that lies before it is returned as well: whoever asked knows why it does not do. Raises NotUnderstood.
    """
    tidy = _tidy(text)
    try:
        days = days_meant(tidy, today=max(since, today), calendar=calendar) if 0 < len(tidy) <= LONGEST else ()
    except UnclearDay as unclear:
        raise NotUnderstood(text, unclear.fault, EXAMPLE_DAY, **unclear.about) from unclear
    if not days:
        raise NotUnderstood(text, "no_day", EXAMPLE_DAY)
    return days[0]


def _meant(text: str, now: datetime, calendar: Calendar) -> list[Due]:
    """Return every due moment that the words can mean, the nearest first."""
    if span := _SPAN.fullmatch(text):
        return [_after(span, now, calendar)]
    today = local_day(calendar.zone, now)
    try:
        if days := days_meant(text, today=today, calendar=calendar):
            return [whole_day(calendar, day) for day in days]
        return _at_a_clock_time(text, today, calendar)
    except UnclearDay as unclear:
        raise NotUnderstood(text, unclear.fault, EXAMPLE, **unclear.about) from unclear


def _at_a_clock_time(text: str, today: date, calendar: Calendar) -> list[Due]:
    for pattern in (_TIME_LAST, _TIME_FIRST):
        words = pattern.fullmatch(text)
        clock = _clock(words) if words else None
        if words and clock:
            days = _days_or_next(words["day"], today, calendar)
            return [Due(at_local(calendar.zone, day, clock), calendar.zone) for day in days]
    return []


def _days_or_next(text: str | None, today: date, calendar: Calendar) -> Iterable[date]:
    """Take today and tomorrow where only a clock time was said."""
    if text is None:
        return today, today + timedelta(days=1)
    return days_meant(text, today=today, calendar=calendar)


def _clock(words: re.Match[str]) -> time | None:
    """Return the time of day; None for a bare number, which might count anything, and for hours no clock shows."""
    if words["noon"]:
        return time(12)
    hour, minute, half = int(words["h"]), int(words["m"] or 0), (words["half"] or "").replace(".", "")
    is_marked = (
        bool(half) or words["mark"] in {"klo", "um"} or words["dot"] == ":" or bool(words["mark"] and words["dot"])
    )
    if half in {"am", "pm"}:
        if not 1 <= hour <= 12:  # noqa: PLR2004 a clock face
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if is_marked and hour < 24 and minute < 60 else None  # noqa: PLR2004


def _after(span: re.Match[str], now: datetime, calendar: Calendar) -> Due:
    count = span["n"].replace(",", ".")
    hours = 0.5 if count == "half an" else float(COUNTS.get(count) or count)
    if span["working"]:
        return Due(add_working_hours(calendar, now, hours), calendar.zone)
    return Due(now + timedelta(hours=hours / 60 if span["minutes"] else hours), calendar.zone)


def _tidy(text: str) -> str:
    """Bring typed text to one form: plain digits and spaces, lower case, no invisible marks, no closing punctuation."""
    if len(text) > 10 * LONGEST:
        return ""
    plain = unicodedata.normalize("NFKC", text)
    visible = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    words = " ".join(visible.lower().split()).strip("!?,;\"'“”„ ")
    words = re.sub(r"(?<=\D)\.$", "", words)
    return without_lead(re.sub(r"^(\d{4}-\d\d-\d\d)t(?=\d)", r"\1 ", words))


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
