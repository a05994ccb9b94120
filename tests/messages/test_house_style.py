"""How Baton speaks: facts, one person, one ask, short enough for a phone, and never blame. In every language that it has."""

import re
from math import ceil

import pytest

from messages.language import known_languages, language_of, speaking
from messages.message import Message
from tests.messages.bare import texts
from tests.messages.catalogue import everything

LANGUAGES = ["en", *known_languages()]
DRAWN = {}
for name in LANGUAGES:
    with speaking(language_of(name)):
        DRAWN[name] = everything(also_long=False)

MENTION = re.compile(r"<@\w+>")
CALLED = re.compile(r"(?:^|\n|[.?!] )<@\w+>, ")
"""Somebody spoken to, at the beginning of a sentence; in the middle of one, people are told of."""
DUE = re.compile(r"^(Due|Fällig)\b.*, <@\w+>\.")
COLUMNS, OPENING_LINES, MOST_LINES = 42, 6, 18
"""Characters that a phone has in a line, and lines of it: of what is asked, and of the whole, which fills one screen."""
BLAME = re.compile(
    r"\b(fail(ed|ure)?|forg[eo]t\w*|neglect\w*|blame\w*|guilty|excuses?|disappoint\w*|should have|too slow|your fault"
    r"|versäum\w*|vergessen|versagt?|schuld\w*|zu langsam|hättest)\b",
    re.IGNORECASE,
)
HIDDEN = re.compile(r"\b(lapses?|rungs?|ladders?|sweeps?|inbox|courier|backlog deal)\b", re.IGNORECASE)
SAID = [(language, name) for language in LANGUAGES for name in sorted(DRAWN[language])]
NUDGES = [(language, name) for language, name in SAID if name.startswith("nudge_")]


def nudge(language: str, name: str) -> Message:
    drawn = DRAWN[language][name]
    assert isinstance(drawn, Message)
    return drawn


def lines(text: str) -> int:
    """Count the lines of a phone; a mention is a name, and a link is shown whole."""
    shown = MENTION.sub("Omar Haddad", text)
    return sum(ceil(len(line) / COLUMNS) for line in shown.splitlines())


@pytest.mark.parametrize(("language", "name"), NUDGES)
def test_one_person_is_spoken_to_and_nobody_else(language: str, name: str) -> None:
    text = nudge(language, name).text

    assert len(CALLED.findall(text)) + len(DUE.findall(text)) == 1, text


@pytest.mark.parametrize(("language", "name"), NUDGES)
def test_one_button_at_most_stands_out(language: str, name: str) -> None:
    assert str(nudge(language, name).blocks).count("'style': 'primary'") <= 1


@pytest.mark.parametrize(("language", "name"), NUDGES)
def test_what_is_asked_stands_on_a_phone_without_scrolling(language: str, name: str) -> None:
    text = nudge(language, name).text

    assert lines(text.splitlines()[0]) <= OPENING_LINES, text
    assert lines(text) <= MOST_LINES, text


@pytest.mark.parametrize(("language", "name"), NUDGES)
def test_one_thing_is_asked(language: str, name: str) -> None:
    asked = re.sub(r"<http[^>]*>|[“„][^”“]*[”“]", "", nudge(language, name).text.splitlines()[0])

    assert asked.count("?") <= 1, asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_blamed_and_no_word_of_the_works_is_shown(language: str) -> None:
    said = {name: list(texts(drawn)) for name, drawn in DRAWN[language].items()}

    assert {name: text for name, all_of_it in said.items() for text in all_of_it if BLAME.search(text)} == {}
    assert {name: text for name, all_of_it in said.items() for text in all_of_it if HIDDEN.search(text)} == {}
