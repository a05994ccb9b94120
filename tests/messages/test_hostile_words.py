"""Whatever a person types is shown as typed: it never mentions, links, formats or outgrows a message."""

import re
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from messages.escaping import GAP, Mrkdwn, cut, escape, isolate, length, lines, one_line
from messages.message import Message
from tests.messages.catalogue import Drawn, everything
from tests.messages.limits import wrong_with
from tests.messages.samples import HOSTILE

KNOWN_TAGS = re.compile(
    r"<(?:@U0[A-Z]+|#C0[A-Z0-9]+|https://(?:crm|files)\.example/[^|>]*(?:\|Open in the CRM)?"
    r"|https://acme\.slack\.com/archives/[A-Z0-9]+/p[0-9]+\?thread_ts=[0-9.]+&amp;cid=[A-Z0-9]+\|this message)>"
)
"""All that our own messages may hold between angle brackets."""

texts = st.text(st.characters(codec=None, exclude_categories=()), min_size=1, max_size=60) | st.sampled_from(
    [
        HOSTILE,
        "<!channel>",
        "<!here|x>",
        "<@U0ANA>",
        "<#C0ACME|x>",
        "<https://evil.example|bank>",
        "<mailto:a@b.example>",
        "@everyone",
        "*" * 80,
        "&" * 400,
        "😀" * 600,
        "e" + "\u0301" * 900,
        "👩‍👩‍👧‍👦" * 90,
        "word " * 200,
        "\ud800",
        "\x00\x1b[31m",
        "\u202eevil\u2066",
        "line\nline\r\nline\u2028line",
        "{{ 7 * 7 }}{% raw %}",
        "شكرا",
    ]
)


@settings(max_examples=4)
@given(st.lists(texts, min_size=1, max_size=12))
@example([HOSTILE, "😀" * 900, "*_~`" * 300, "&" * 400, "e" + "\u0301" * 900])
@example(["\ud800"])
def test_no_text_breaks_out_of_any_message(typed: list[str]) -> None:
    turns = cycle(typed)

    for name, drawn in everything(lambda _: next(turns), also_long=False).items():
        assert wrong_with(drawn) == [], name
        for text in _mrkdwn(drawn):
            assert "<" not in KNOWN_TAGS.sub("", text), name


@given(texts)
def test_nothing_typed_keeps_an_open_bracket(typed: str) -> None:
    shown = escape(one_line(typed))

    assert not re.search(r"[<>]", shown)
    assert not re.search(r"&(?!amp;|lt;|gt;)", shown)


@given(texts)
def test_what_is_typed_can_be_read_back(typed: str) -> None:
    shown = escape(one_line(typed)).replace(GAP, "").replace("\u2068", "").replace("\u2069", "")
    read = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    assert read == one_line(typed).replace(GAP, "")


@given(texts)
def test_one_line_stays_one_line_and_can_be_encoded(typed: str) -> None:
    tidy = one_line(typed)

    assert len(tidy.splitlines()) <= 1
    assert one_line(tidy) == tidy
    tidy.encode()


@given(texts, st.integers(min_value=1, max_value=300))
def test_a_cut_text_fits_and_is_a_beginning_of_the_whole(typed: str, limit: int) -> None:
    shortened = cut(typed, limit)

    assert length(shortened) <= limit
    assert shortened == typed or typed.startswith(shortened.removesuffix("…"))


@given(texts, st.integers(min_value=1, max_value=300))
def test_cutting_mrkdwn_never_leaves_half_a_tag_or_entity(typed: str, limit: int) -> None:
    shortened = cut(Mrkdwn(f"<@U0ANA> {escape(one_line(typed))} <#C0ACME>"), limit)

    assert length(shortened) <= limit
    assert "<" not in KNOWN_TAGS.sub("", shortened)
    assert not re.search(r"&(?!amp;|lt;|gt;)", shortened)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*bold*", "¦*¦bold¦*¦"),
        ("_it_ ~no~", "¦_¦it¦_¦ ¦~¦no¦~¦"),
        ("`code`", "¦`¦code¦`¦"),
        ("a`b`c", "a¦`¦b¦`¦c"),
        ("snake_case 2*3*4 a~b", "snake_case 2*3*4 a~b"),
        ("> quote", "¦&gt; quote"),
        ("a > b", "a &gt; b"),
        ("\uff1e quote", "¦\uff1e quote"),
        ("@here @Channel @EVERYONE @omar", "@¦here @¦Channel @¦EVERYONE @omar"),
        ("see https://a.example", "see https¦:¦//a.example"),
        ("mailto:a@b.example", "mailto¦:¦a@b.example"),
        ("10:30", "10:30"),
        ("&amp;", "&amp;amp;"),
        ("R&D <3", "R&amp;D &lt;3"),
        ('it\'s "fine"', 'it\'s "fine"'),
        ("\u05e9\u05dc\u05d5\u05dd", "\u2068\u05e9\u05dc\u05d5\u05dd\u2069"),
    ],
)
def test_signs_of_formatting_are_shown_and_not_obeyed(typed: str, shown: str) -> None:
    assert escape(typed).replace(GAP, "¦") == shown


def test_mrkdwn_of_ours_is_left_alone() -> None:
    assert escape(Mrkdwn("*<@U1>*")) == "*<@U1>*"


def test_each_line_of_writing_from_right_to_left_is_kept_in_its_place() -> None:
    assert isolate("abc\n\u05e9\u05dc\u05d5\u05dd") == "abc\n\u2068\u05e9\u05dc\u05d5\u05dd\u2069"


@pytest.mark.parametrize(
    ("typed", "limit", "shown"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("two words", 5, "two…"),
        ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 12, "👩‍👩‍👧‍👦…"),
        ("👩‍👩‍👧‍👦", 5, "…"),
        ("👍🏽👍🏽", 7, "👍🏽…"),
        ("🇫🇮🇫🇮🇫🇮", 10, "🇫🇮🇫🇮…"),
        ("🇫🇮🇫🇮🇫🇮", 7, "🇫🇮…"),
        ("ne\u0301e\u0301", 3, "n…"),
        ("😀😀", 3, "😀…"),
        ("😀😀", 2, "…"),
    ],
)
def test_a_cut_falls_between_characters_as_people_see_them(typed: str, limit: int, shown: str) -> None:
    assert cut(typed, limit) == shown


@pytest.mark.parametrize(
    ("given_text", "limit", "shown"),
    [
        ("ask <@U0ANA> now", 8, "ask…"),
        ("ask <@U0ANA> now", 13, "ask <@U0ANA>…"),
        ("R&amp;D dept", 4, "R…"),
        ("R&amp;D dept", 7, "R&amp;…"),
        ("<https://a.example/very/long|here>", 20, "…"),
    ],
)
def test_a_cut_never_falls_inside_a_tag_or_entity(given_text: str, limit: int, shown: str) -> None:
    assert cut(Mrkdwn(given_text), limit) == shown


def test_a_cut_keeps_the_kind_of_text() -> None:
    assert isinstance(cut(Mrkdwn("a longer text"), 5), Mrkdwn)
    assert not isinstance(cut("a longer text", 5), Mrkdwn)


def test_lines_keep_their_ends_and_lose_what_hides_in_them() -> None:
    assert lines("  one \r\n\x07two\u202e\u2029three\n\n") == "one\ntwo\nthree"
    assert one_line("one\n  two\tthree") == "one two three"
    assert one_line("half \ud83d emoji") == "half \ufffd emoji"


def _mrkdwn(drawn: Drawn) -> Iterator[str]:
    """Yield every text that Slack reads as mrkdwn."""
    if isinstance(drawn, Message):
        yield drawn.text
        yield from _in_blocks(list(drawn.blocks))
    else:
        yield from _in_blocks(drawn["blocks"])


def _in_blocks(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _in_blocks(one)
    elif isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for one in part.values():
            yield from _in_blocks(one)
