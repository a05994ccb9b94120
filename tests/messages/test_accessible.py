"""Whoever hears a message, or sees no colours and no signs, is told the same as everybody."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from messages.blocks import BUTTON_TEXT, Block
from messages.message import Message
from tests.messages.catalogue import Drawn, everything

DRAWN = everything()
MESSAGES = {name: drawn for name, drawn in DRAWN.items() if isinstance(drawn, Message)}
FORMS = {name: drawn for name, drawn in DRAWN.items() if not isinstance(drawn, Message)}


def _blocks(drawn: Drawn) -> list[Block]:
    return list(drawn.blocks if isinstance(drawn, Message) else drawn["blocks"])


def _buttons(drawn: Drawn) -> Iterator[Block]:
    for block in _blocks(drawn):
        yield from (
            each for each in (block.get("accessory"), *block.get("elements", ())) if each and "action_id" in each
        )


def _spoken(button: Block) -> str:
    return str(button.get("accessibility_label") or button["text"]["text"])


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_no_two_buttons_of_a_message_sound_alike(name: str) -> None:
    names = Counter(_spoken(button) for button in _buttons(DRAWN[name]) if button["type"] == "button")

    assert [said for said, count in names.items() if count > 1] == []


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_what_a_button_is_called_begins_with_what_stands_on_it(name: str) -> None:
    """Somebody who speaks to their computer says what they see."""
    for button in _buttons(DRAWN[name]):
        if button["type"] == "button":
            assert _bare(_spoken(button)).startswith(_bare(button["text"]["text"]).rstrip("…"))
            assert len(_spoken(button)) <= BUTTON_TEXT


@pytest.mark.parametrize("name", sorted(FORMS))
def test_every_field_says_what_it_asks(name: str) -> None:
    labels = [block["label"]["text"] for block in _blocks(FORMS[name]) if block["type"] == "input"]

    assert [label for label in labels if not re.search(r"\w", label)] == []
    assert [label for label, count in Counter(labels).items() if count > 1] == []


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_an_image_is_told_in_words(name: str) -> None:
    assert [each for each in _images(_blocks(DRAWN[name])) if not each.get("alt_text")] == []


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_no_sign_stands_for_a_word(name: str) -> None:
    """Without its signs a line still says whether it is done, due or waits, and whose it is."""
    for block in MESSAGES[name].blocks:
        text = str(block.get("text", {}).get("text", ""))
        if _signs(text):
            assert SAYS.search(text), text


SAYS = re.compile(r"\b(by|due|no date|[Dd]one|accepted|waits for|Moved|[Aa]sked|[Nn]othing|from|Which|<@U\w+>)\b|<@U")


def _signs(text: str) -> str:
    return "".join(sign for sign in text if unicodedata.category(sign) == "So")


def _bare(text: str) -> str:
    return re.sub(r"[\u2068\u2069]", "", text)


def _images(found: Any) -> Iterator[Block]:
    if isinstance(found, dict):
        if found.get("type") == "image":
            yield found
        found = list(found.values())
    if isinstance(found, list | tuple):
        for each in found:
            yield from _images(each)
