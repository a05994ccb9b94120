"""The language that is spoken just now: a catalogue of words, and the names that days, months and figures have in it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.model import Person

CATALOGUES = Path(__file__).parent / "catalogues"


@dataclass(frozen=True)
class Language:
    """``locale`` is Babel's name of it ("de", "pt_BR"); what the catalogue lacks is said in English."""

    locale: str
    catalogue: NullTranslations


ENGLISH = Language("en", NullTranslations())

# Whoever sends or answers sets this around the drawing: a parameter would go through every function that has words.
_SPOKEN: ContextVar[Language] = ContextVar("spoken", default=ENGLISH)


def spoken() -> Language:
    return _SPOKEN.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Draw everything inside in this language; outside, English is spoken again or whatever was before."""
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def language_of(locale: str | None) -> Language:
    """Return the language for a locale as Slack writes it ("de-DE"); English where there is no catalogue for it.

    Days and figures go with the words: a French date in an English sentence helps nobody.
    """
    return _language(locale or "")


def language_among(people: Iterable[Person]) -> Language:
    """Return the language for what many read: the one in which most of them use Slack."""
    counts = Counter(language_of(each.locale).locale for each in people if each.is_active and not each.is_guest)
    # Of two that as many use, the same one every time: a channel that changes its language is read by nobody.
    return _language(min(counts, key=lambda name: (-counts[name], name)) if counts else "")


def pattern(english: str) -> str:
    """Return how the language orders a date that English orders so."""
    return spoken().catalogue.pgettext("order of a date", english)


def known_languages() -> list[str]:
    """Return the names of the languages that there is a catalogue for, beside English."""
    return sorted(file.stem for file in CATALOGUES.glob("*.po"))


@cache
def _language(locale: str) -> Language:
    found = (name for name in _names(locale) if (CATALOGUES / f"{name}.po").exists())
    name = next(found, None)
    return _loaded(name) if name else ENGLISH


@cache
def _loaded(name: str) -> Language:
    return Language(name, read(CATALOGUES / f"{name}.po"))


def _names(locale: str) -> tuple[str, ...]:
    """Return the names to look under, the closest first; what is no locale has none, so no path can be made of it."""
    try:
        found = Locale.parse(locale, sep="-")
    except (ValueError, UnknownLocaleError):
        return ()
    return (str(found), found.language)


def read(file: Path) -> NullTranslations:
    """Read a translator's file as it is; there is no compiled one that could be older than it.

    A translation that lost a placeholder, or has one that English lacks, is left out: an English sentence is better
    than one without its date, and a message that cannot be drawn is lost.
    """
    with file.open("rb") as opened:
        catalogue = read_po(opened, locale=file.stem)
    for each in list(catalogue):
        if each.id and any(each.check(catalogue)):
            catalogue.delete(each.id, each.context)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
