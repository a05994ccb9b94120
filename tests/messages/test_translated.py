"""No word that people read stands outside the templates: drawn in a made-up language, every sentence is in brackets."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from messages.language import speaking
from messages.message import Message
from tests.messages.catalogue import everything
from tests.messages.translating import BRACKETED, outside

with speaking(BRACKETED):
    DRAWN = everything(also_long=False)

SHOWN = ("text", "accessibility_label", "alt_text")
MARKUP = re.compile(r"<[@#!][^>]*>|<https?:[^|>]*\|?|`[^`]*`")
DAYS = r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
TYPED = re.compile(
    rf"""{DAYS}(-{DAYS}|,\ {DAYS})*\ \d+:\d\d-\d+:\d\d # a working week, as it can be typed
    | \d+\ \w+\ ago                               # the names of units are CLDR's
    | \b[A-Z]{{2}}-\w{{2}}\b | \bEET\b | Europe/\w+ | /deal | EUR | fri\ 15:00 | \bthu\b | https://\S* | order\ 4711
    | (?P<id>\w)(?P=id){{7}} | https\b | next\ order\ the\ pump\ by | mon-fri\ 9-17 | INV-4711 | \bFI\b | name_taken | channel_not_found
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What is a value in every language: what can be typed, as an example or as it was set, codes and zones."""


def _samples() -> list[str]:
    """Return what the people of the samples wrote, longest first."""
    folder = Path(__file__).parent
    files = [file for file in folder.glob("*.py") if not file.name.startswith("test_")]
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    found = {each.value for tree in trees for each in ast.walk(tree) if isinstance(each, ast.Constant)}
    said = {
        line.strip(" -.*")
        for each in found
        if isinstance(each, str) and len(each) > 1
        for line in (each, *each.splitlines())
    }
    return sorted((each.replace("&", "&amp;").replace("<", "&lt;") for each in said if each), key=len, reverse=True)


SAMPLES = re.compile("|".join(rf"(?<!\w){re.escape(each)}" for each in _samples()), re.IGNORECASE)


def _texts(drawn: Any) -> Iterator[str]:
    if isinstance(drawn, Message):
        yield drawn.text
        yield from _texts(drawn.blocks)
    elif isinstance(drawn, dict):
        for name, value in drawn.items():
            if name in SHOWN and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(drawn, list | tuple):
        for each in drawn:
            yield from _texts(each)


def _left(text: str) -> list[str]:
    """Return the words that are in no bracket and are no value."""
    bare = MARKUP.sub(" ", outside(text.replace("\u200b", "")))
    return re.findall(r"[^\W\d_]{2,}", TYPED.sub(" ", SAMPLES.sub(" ", TYPED.sub(" ", bare))))


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_every_word_stands_in_a_template(name: str) -> None:
    assert {text: left for text in _texts(DRAWN[name]) if (left := _left(text))} == {}


def test_a_sentence_outside_the_templates_is_found() -> None:
    assert _left("⟦Won ⟧§ Xylophones quarrel") == ["Xylophones", "quarrel"]
