"""Dates in a list, in the one form that the file is said to use."""

import re
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from commands.importing.facts import FIRST_YEAR, LAST_YEAR, is_plausible_year, quoted
from commands.importing.failure import BadRow, CannotImport, Reason

ISO = "YYYY-MM-DD"
NOON = time(12, tzinfo=UTC)
"""A day without an hour is stored as noon, so that nearly everybody on earth reads the same date."""

PART = re.compile(r"YYYY|MM?|DD?")
DIGITS = {
    "YYYY": "(?P<year>[0-9]{4})",
    "MM": "(?P<month>[0-9]{2})",
    "M": "(?P<month>[0-9]{1,2})",
    "DD": "(?P<day>[0-9]{2})",
    "D": "(?P<day>[0-9]{1,2})",
}
CLOCK = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AP]M)?)?"
EXAMPLE = {"YYYY": "2026", "MM": "11", "M": "11", "DD": "22", "D": "22"}
ISO_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9:.,]+ ?([Zz]|[+-][0-9:]{2,6})?)?")


class DateForm(NamedTuple):
    """One way to write a date: ``written`` for people, ``pattern`` to read it, ``example`` to follow."""

    written: str
    pattern: re.Pattern[str]
    example: str


def date_form(written: str) -> DateForm:
    """Read a form such as ``D.M.YYYY``; raise CannotImport when day, month or year is missing or stands twice."""
    parts = PART.findall(written)
    if sorted(part[0] for part in parts) != ["D", "M", "Y"]:
        raise CannotImport(
            f"--date-format {quoted(written)} is not a form of date; YYYY-MM-DD, M/D/YYYY, D.M.YYYY are."
        )
    words = PART.split(written)
    pattern = re.escape(words[0])
    for part, word in zip(parts, words[1:], strict=True):
        pattern += DIGITS[part] + re.escape(word)
    example = PART.sub(lambda found: EXAMPLE[found[0]], written)
    return DateForm(written, re.compile(pattern + CLOCK, re.IGNORECASE), example)


def read_day(text: str, form: DateForm) -> date:
    """Read a date; raise BadRow with what would work. A clock time behind it does not matter here."""
    found = form.pattern.fullmatch(text)
    if not found:
        raise _not_a_date(text, form)
    year, month, day = (int(found[part]) for part in ("year", "month", "day"))
    try:
        return _plausible(date(year, month, day), text)
    except ValueError as error:
        raise BadRow(Reason.DATE, f"{quoted(text)} is not a day that exists ({form.written}).") from error


def read_moment(text: str, form: DateForm) -> datetime:
    """Read when something happened. Only the ISO form may carry a clock time that counts; without a zone it is UTC."""
    if form.written != ISO or len(text) <= len("2026-11-22"):
        return datetime.combine(read_day(text, form), NOON)
    if not ISO_MOMENT.fullmatch(text):
        raise _not_a_date(text, form)
    try:
        moment = datetime.fromisoformat(text.upper().replace(" Z", "Z"))
        _plausible(moment.date(), text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except ValueError as error:
        raise _not_a_date(text, form) from error


def _plausible(day: date, text: str) -> date:
    if not is_plausible_year(day.year):
        raise BadRow(Reason.DATE, f"{quoted(text)} lies outside the years {FIRST_YEAR} to {LAST_YEAR}.")
    return day


def _not_a_date(text: str, form: DateForm) -> BadRow:
    hint = " If the file writes dates another way, say how: --date-format M/D/YYYY." if form.written == ISO else ""
    return BadRow(Reason.DATE, f"{quoted(text)} is not a date like {form.example} ({form.written}).{hint}")
