"""The words for a working week → the week, and back: "mon-fri 9-17". Pure."""

import re
from collections.abc import Iterator
from datetime import time

from bot.refusals import NoSuchWeek
from bot.week import Week

EXAMPLE = "mon-fri 9-17"
_NAMES = (
    "mon monday montag maanantai maanantaina",
    "tue tues tuesday dienstag tiistai tiistaina",
    "wed weds wednesday mittwoch keskiviikko keskiviikkona",
    "thu thur thurs thursday donnerstag torstai torstaina",
    "fri friday freitag perjantai perjantaina",
    "sat saturday samstag lauantai lauantaina",
    "sun sunday sonntag sunnuntai sunnuntaina",
)
WEEKDAYS = {name: number for number, names in enumerate(_NAMES) for name in names.split()}
_SHORT = [names.split()[0] for names in _NAMES]
DEFAULT = frozenset({"default", "none", "as everybody", "workspace"})
"""What asks for the workspace's instead of one's own."""
_PLAIN = str.maketrans({"\u2013": "-", "\u2014": "-", ",": " ", ";": " "})
_DAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_DAYS = re.compile(rf"(?P<first>{_DAY})(?: ?- ?(?P<last>{_DAY}))?")
_CLOCK = r"(?P<{n}h>\d{{1,2}})(?:[:.](?P<{n}m>\d\d))? ?(?P<{n}half>am|pm)?"
_ONLY_DAYS = re.compile(rf"(?:(?:{_DAY})(?: ?- ?(?:{_DAY}))?(?: |$))+")
_HOURS = re.compile(rf"{_CLOCK.format(n='a')} ?(?:-|to|until) ?{_CLOCK.format(n='b')}")


def read_week(text: str) -> Week:
    """Return the week that is meant; hours alone are worked from Monday to Friday. Raises NoSuchWeek."""
    words = " ".join(text.lower().translate(_PLAIN).replace(" and ", " ").split())
    hours = _HOURS.search(words)
    if hours is None:
        raise _unclear(text)
    around = (words[: hours.start()] + words[hours.end() :]).strip()
    if around and not _ONLY_DAYS.fullmatch(around):
        raise _unclear(text)
    try:
        opens, closes = (_clock(hours, side) for side in "ab")
        return Week(frozenset(_days(around)) if around else Week().days, opens, closes)
    except ValueError as error:
        raise NoSuchWeek(str(error)) from error


def as_typed(week: Week) -> str:
    """Return the words that ``read_week`` reads as this week."""
    opens, closes = (f"{at.hour}:{at.minute:02}".removesuffix(":00") for at in (week.opens, week.closes))
    return f"{' '.join(_spelled(week))} {opens}-{closes}"


def _spelled(week: Week) -> Iterator[str]:
    """Yield the days, those in a row by the first and the last of them."""
    for first in sorted(day for day in week.days if day - 1 not in week.days):
        last = next(day for day in range(first, 7) if day + 1 not in week.days)
        yield _SHORT[first] if first == last else f"{_SHORT[first]}-{_SHORT[last]}"


def _days(words: str) -> Iterator[int]:
    for span in _DAYS.finditer(words):
        first = WEEKDAYS[span["first"]]
        last = WEEKDAYS[span["last"]] if span["last"] else first
        # Where the week begins on Sunday, "sun-thu" goes over its end.
        yield from ((first + n) % 7 for n in range((last - first) % 7 + 1))


def _clock(hours: re.Match[str], side: str) -> time:
    hour, minute, half = int(hours[f"{side}h"]), int(hours[f"{side}m"] or 0), hours[f"{side}half"]
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:  # noqa: PLR2004 a clock
        raise ValueError(f"No clock shows {hour}:{minute:02}; 0:00 to 23:59 work.")
    return time(hour, minute)


def _unclear(text: str) -> NoSuchWeek:
    said = " ".join(text.split())
    return NoSuchWeek(f"“{said[:60]}” is no working week that I understand." if said else "A working week is missing.")
