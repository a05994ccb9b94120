"""Words for a day → the dates they can mean. Pure civil dates; the clock and the zone are somebody else's."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from bot.weeks import WEEKDAYS
from bot.working_time import Calendar, add_working_days
from commands.spelling import Misread

ONE_DAY = timedelta(days=1)
NOON = time(12)
YEAR = r"(?P<year>[12]\d{3})"
LANGUAGES = ["en", "de", "fi"]
# Too short to stand alone ("to", "do", "so"), but plain before a date: German, then Finnish.
BEFORE_A_DATE = WEEKDAYS | {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6}
BEFORE_A_DATE |= {"ma": 0, "ti": 1, "ke": 2, "to": 3, "pe": 4, "la": 5, "su": 6}
MONTHS: tuple[str, ...] = ("january", "february", "march", "april", "may", "june")
MONTHS += ("july", "august", "september", "october", "november", "december")
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
COUNTS |= {"nine": 9, "ten": 10, "eleven": 11, "twelve": 12}
SOON = {"today": 0, "heute": 0, "tänään": 0, "tomorrow": 1, "tmrw": 1, "huomenna": 1, "morgen": 1}
SOON |= {"yesterday": -1, "gestern": -1, "eilen": -1}
SOON |= {"day after tomorrow": 2, "übermorgen": 2, "ylihuomenna": 2}
SOON |= {"eod": 0, "cob": 0, "end of day": 0, "end of the day": 0}

_WEEKDAY = "|".join(WEEKDAYS)
_COUNT = r"\d{1,3}|" + "|".join(COUNTS)
_ORDINAL = r"(?:\.|st|nd|rd|th)?"
_MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS) + "|sept"


class UnclearDay(Misread):
    """The words are about a day, but not about one day."""


class Said(NamedTuple):
    """What was said, and where: the day that it is there, and the calendar that counts."""

    words: re.Match[str]
    today: date
    calendar: Calendar


def days_meant(text: str, *, today: date, calendar: Calendar) -> tuple[date, ...]:
    """Return the dates that ``text`` can mean, the nearest first; none where it is not about a day.

    "fri" said on a Friday can mean two: whoever knows the hour chooses. Raises UnclearDay.
    """
    bare = without_lead(text)
    for pattern, rule in RULES:
        words = re.fullmatch(pattern, bare)
        if words and (days := rule(Said(words, today, calendar))):
            return days
    return ()


def without_lead(text: str) -> str:
    """Drop the small words that lead up to a time: "by the 5th" is "5th"."""
    return re.sub(r"^(?:(?:by|on|until|till|to|for|bis|am) )?(?:the )?", "", text)


def _soon(said: Said) -> tuple[date, ...]:
    return (said.today + SOON[said.words[0]] * ONE_DAY,)


def _weekday(said: Said) -> tuple[date, ...]:
    """Take the nearest, today included, and the one after it; "next" is in the next calendar week."""
    number = WEEKDAYS[said.words["name"]]
    if said.words["next"] or said.words["week"] == "next week":
        return (said.today + (7 + number - said.today.weekday()) * ONE_DAY,)
    nearest = said.today + (number - said.today.weekday()) % 7 * ONE_DAY
    if said.words["week"]:
        return (nearest + 7 * ONE_DAY,)
    return nearest, nearest + 7 * ONE_DAY


def _end_of_that_day(said: Said) -> tuple[date, ...]:
    rest = said.words["before"] or said.words["after"]
    return days_meant(rest, today=said.today, calendar=said.calendar)


def _weekday_and_date(said: Said) -> tuple[date, ...]:
    days = days_meant(said.words["rest"], today=said.today, calendar=said.calendar)
    for day in days:
        if day.weekday() != BEFORE_A_DATE[said.words["name"]]:
            raise UnclearDay("another_weekday", day.isoformat(), day=day.isoformat(), on=day)
    return days


def _working_days(said: Said) -> tuple[date, ...]:
    return (add_working_days(said.calendar, said.today, _count(said.words["n"])),)


def _months_on(said: Said) -> tuple[date, ...]:
    first = _month_start(said.today.year, said.today.month + _count(said.words["n"]))
    last = _month_start(first.year, first.month + 1) - ONE_DAY
    return (min(first + (said.today.day - 1) * ONE_DAY, last),)


def _end_of_period(said: Said) -> tuple[date, ...]:
    return _last_of(said, said.words["kind"], ahead=1 if said.words["which"] == "next" else 0)


def _end_of_letter(said: Said) -> tuple[date, ...]:
    return _last_of(said, {"w": "week", "m": "month", "q": "quarter", "y": "year"}[said.words["letter"]], ahead=0)


def _last_of(said: Said, kind: str, ahead: int) -> tuple[date, ...]:
    """Take the last working day of this week, month, quarter or year, or of the one so many ahead."""
    if kind == "week":
        first = said.today + (7 * ahead - said.today.weekday()) * ONE_DAY
        return (_last_working_day(said.calendar, first, first + 7 * ONE_DAY),)
    length = {"month": 1, "quarter": 3, "year": 12}[kind]
    start = (said.today.month - 1) // length * length + 1 + ahead * length
    return (_end_of_months(said.calendar, said.today.year, start, length),)


def _quarter(said: Said) -> tuple[date, ...]:
    return _named_period(said, start=3 * int(said.words["q"]) - 2, length=3)


def _end_of_month(said: Said) -> tuple[date, ...]:
    names = [name[:3] for name in MONTHS]
    return _named_period(said, start=names.index(said.words["month"][:3]) + 1, length=1)


def _named_period(said: Said, *, start: int, length: int) -> tuple[date, ...]:
    """Without a year, take the next such period that has not ended."""
    year = int(said.words["year"] or said.today.year)
    if not said.words["year"] and _month_start(year, start + length) <= said.today:
        year += 1
    return (_end_of_months(said.calendar, year, start, length),)


def _numbers(said: Said) -> tuple[date, ...]:
    return _dates(int(said.words["d"]), int(said.words["m"]), _year(said.words["year"]), said.today)


def _slashed(said: Said) -> tuple[date, ...]:
    """Read it only where it can be one date: half the world takes 1/12 for the 12th of January."""
    a, b, year = int(said.words["a"]), int(said.words["b"]), _year(said.words["year"])
    one, other = _dates(a, b, year, said.today), _dates(b, a, year, said.today)
    if one and other and one != other:
        first, second = one[0].isoformat(), other[0].isoformat()
        raise UnclearDay("two_dates", first, one=first, other=second)
    return one or other


def _day_of_month(said: Said) -> tuple[date, ...]:
    months = (_month_start(said.today.year, said.today.month + k) for k in range(13))
    days = (date(first.year, first.month, int(said.words["d"])) for first in months if _has(first, said.words["d"]))
    return tuple(day for day in days if day >= said.today)[:1]


def _month_by_name(said: Said) -> tuple[date, ...]:
    if said.words["name"] in COUNTS:
        return ()  # dateparser reads "five 5" as the 5th of May
    found = _ask_dateparser(said, "absolute-time", ["day", "month"])
    return _dates(found.day, found.month, _year(said.words["year"]), said.today) if found else ()


def _time_from_now(said: Said) -> tuple[date, ...]:
    if said.words[0].split()[-1] in SOON:
        return ()  # dateparser reads "5 today" as today
    found = _ask_dateparser(said, "relative-time", [])
    return (found,) if found else ()


def _ask_dateparser(said: Said, parser: str, parts: list[str]) -> date | None:
    """Ask the library that knows the names; only texts of a known shape, since it finds dates in "about 5" too."""
    # Imported here: it would slow every start by a good part of a second, and most texts never come this far.
    from dateparser.date import DateDataParser  # noqa: PLC0415

    settings = {
        "DATE_ORDER": "DMY",
        "PARSERS": [parser],
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": datetime.combine(said.today, NOON),
        "REQUIRE_PARTS": parts,
        "RETURN_TIME_AS_PERIOD": True,
    }
    asked = DateDataParser(languages=LANGUAGES, use_given_order=True, settings=settings)
    answer = asked.get_date_data(said.words[0])
    return answer.date_obj.date() if answer.date_obj and answer.period != "time" else None


def _dates(day: int, month: int, year: int | None, today: date) -> tuple[date, ...]:
    """Return that date, without a year the next such date; none where there is no such date."""
    for candidate in range(today.year, today.year + 9) if year is None else (year,):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year is not None or found >= today:
            return (found,)
    return ()


def _year(text: str | None) -> int | None:
    return None if text is None else int(text) + (2000 if len(text) == len("27") else 0)


def _count(text: str) -> int:
    return COUNTS.get(text) or int(text)


def _has(first: date, day: str) -> bool:
    return 1 <= int(day) <= (_month_start(first.year, first.month + 1) - first).days


def _month_start(year: int, month: int) -> date:
    """Return the first of a month; month 13 is the next year's January."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _end_of_months(calendar: Calendar, year: int, start: int, length: int) -> date:
    return _last_working_day(calendar, _month_start(year, start), _month_start(year, start + length))


def _last_working_day(calendar: Calendar, first: date, after: date) -> date:
    """Return the last working day before ``after``; the last day at all where none from ``first`` on is worked."""
    last = add_working_days(calendar, after, -1)
    return last if last >= first else after - ONE_DAY


RULES: tuple[tuple[str, Callable[[Said], tuple[date, ...]]], ...] = (
    ("|".join(SOON), _soon),
    (rf"(?:this |(?P<next>next|ensi|nächste[nr]?) )?(?P<name>{_WEEKDAY})(?: (?P<week>next week|week))?", _weekday),
    (rf"(?P<name>{'|'.join(BEFORE_A_DATE)})\.?,? (?P<rest>.*\d.*)", _weekday_and_date),
    (rf"(?:in )?(?P<n>{_COUNT}) ?(?:wd|(?:working|business|work) ?days?)", _working_days),
    (rf"(?:in )?(?P<n>{_COUNT}) months?", _months_on),
    (r"eo(?P<letter>[wmqy])", _end_of_letter),
    (
        r"(?:(?:end of )?(?P<which>this|next)|end of(?: the)?) (?P<kind>week|month|quarter|year)",
        _end_of_period,
    ),
    (rf"(?:end of )?q(?P<q>[1-4])(?:[ /]{YEAR})?", _quarter),
    (rf"end of (?P<month>{_MONTH})(?: {YEAR})?", _end_of_month),
    (rf"{YEAR}-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})", _numbers),
    (r"(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})(?:\. ?(?P<year>[12]\d{3}|\d{2})?)?", _numbers),
    (r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:/(?P<year>[12]\d{3}|\d{2}))?", _slashed),
    (r"(?P<d>\d{1,2})(?:st|nd|rd|th)", _day_of_month),
    (rf"\d{{1,2}}{_ORDINAL}[ -](?:of )?(?P<name>[^\W\d_]{{3,}})\.?(?:,?[ -]{YEAR})?", _month_by_name),
    (rf"(?P<name>[^\W\d_]{{3,}})\.?[ -]\d{{1,2}}{_ORDINAL}(?:,?[ -]{YEAR})?", _month_by_name),
    (r"(?:eod|cob|end of)(?: on)? (?P<before>.+)|(?P<after>.+) (?:eod|cob)", _end_of_that_day),
    (
        r"in (?:\d{1,3}|[^\W\d_]+) [^\W\d_]+|\d{1,3} ?(?:[dw]|day|[^\W\d_]{4,})(?: päästä)?",
        _time_from_now,
    ),
)
