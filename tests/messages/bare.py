"""What is left of what somebody reads in a made-up language: the words that stand in no template and that nobody typed."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from messages.message import Message
from tests.messages.translating import outside

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


@cache
def written_in(*files: Path, typed: tuple[str, ...] = ()) -> re.Pattern[str]:
    """Return what finds each text that stands in these files of samples or was ``typed``, the longest first."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    found = {each.value for tree in trees for each in ast.walk(tree) if isinstance(each, ast.Constant)} | {*typed}
    said = {
        line.strip(" -.*")
        for each in found
        if isinstance(each, str) and len(each) > 1
        for line in (each, *each.splitlines())
    }
    shown = sorted((each.replace("&", "&amp;").replace("<", "&lt;") for each in said if each), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(each)}" for each in shown), re.IGNORECASE)


def texts(drawn: Any) -> Iterator[str]:
    """Yield what a message, a form or a part of one shows or reads aloud."""
    if isinstance(drawn, Message):
        yield drawn.text
        yield from texts(drawn.blocks)
    elif isinstance(drawn, dict):
        for name, value in drawn.items():
            if name in SHOWN and isinstance(value, str):
                yield value
            else:
                yield from texts(value)
    elif isinstance(drawn, list | tuple):
        for each in drawn:
            yield from texts(each)


def left(text: str, samples: re.Pattern[str]) -> list[str]:
    """Return the words that are in no bracket and are no value."""
    bare = MARKUP.sub(" ", outside(text.replace("\u200b", "")))
    return re.findall(r"[^\W\d_]{2,}", TYPED.sub(" ", samples.sub(" ", TYPED.sub(" ", bare))))


def unbracketed(drawn: Any, samples: re.Pattern[str]) -> dict[str, list[str]]:
    """Return each text that shows a word of ours from outside the templates, with those words."""
    return {text: words for text in texts(drawn) if (words := left(text, samples))}
