"""Say in another language what the heart wrote down in English: events and refusals keep phrases of ours beside typed words."""

import re
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date
from jinja2 import Environment

from messages.language import ENGLISH, pattern, spoken

FILE = Path(__file__).parent / "templates/phrases.j2"
MONTHS = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())  # noqa: SIM905 - read more easily so
DAY = re.compile(rf"[A-Z][a-z]{{2}} \d{{1,2}} ({'|'.join(MONTHS)}) \d{{4}}")
PLACE = re.compile(r"%\\\((\w+)\\\)s")


def known(text: str) -> str:
    """Say a phrase of ours in the language spoken now; what people typed is none of them and stays as it is.

    The heart knows no catalogue, and what it wrote down years ago must be said in the reader's language too. So its
    phrases stand in a template of their own, and what an event keeps is looked up there.
    """
    if spoken() is ENGLISH or not text:
        return text
    for phrase, shape in _phrases():
        if found := shape.fullmatch(text):
            return spoken().catalogue.gettext(phrase) % {
                name: known(value) for name, value in found.groupdict().items()
            }
    return _day(text) or text


def _day(text: str) -> str | None:
    """Say a day anew that the heart wrote down as English does: "Mon 1 Feb 2027"."""
    if not DAY.fullmatch(text):
        return None
    _, day, month, year = text.split()
    on = date(int(year), MONTHS.index(month) + 1, int(day))
    return str(format_date(on, pattern("EEE d MMM y"), locale=spoken().locale))


@cache
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=False)  # noqa: S701 - it is only read
    found = environment.extract_translations(FILE.read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    return tuple((phrase, re.compile(PLACE.sub(r"(?P<\1>.+?)", re.escape(phrase)))) for _, _, phrase in found)
