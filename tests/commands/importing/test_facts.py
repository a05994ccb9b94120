"""What comes from outside is cleaned and measured the same way, whichever way it comes in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.importing.facts import clean, is_currency, is_slack_person, is_web_address, quoted


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Acme  ", "Acme"),
        ("two\r\nlines", "two lines"),
        ("a\x00\x07b", "a b"),
        ("half \udc80", "half \ufffd"),
        ("\u00a0fixed\u00a0space\u00a0", "fixed\u00a0space"),
        ("👩‍🚀 مرحبا", "👩‍🚀 مرحبا"),
        ("<!channel> *b* `c`", "<!channel> *b* `c`"),
        ("\n", ""),
    ],
)
def test_text_becomes_one_line_that_can_be_shown(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text(st.characters()))
def test_any_text_can_be_stored_once_it_is_clean(text: str) -> None:
    cleaned = clean(text)

    assert cleaned.encode().decode() == cleaned
    assert clean(cleaned) == cleaned
    assert not {"\x00", "\n", "\u2028"} & set(cleaned)


@pytest.mark.parametrize("url", ["https://a.example", "HTTP://a.example:8000/b?c=d#e", "https://näme.example/ö"])
def test_a_web_address_has_a_scheme_and_a_host(url: str) -> None:
    assert is_web_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a.example",
        "ftp://a",
        "https://",
        "https:///x",
        "https://?x",
        "https://a b",
        "https://a|b",
        "https://a>b",
        "x https://a",
    ],
)
def test_anything_else_is_no_web_address(url: str) -> None:
    assert not is_web_address(url)


def test_a_value_in_a_sentence_is_cut() -> None:
    assert quoted("a\nb") == "“a b”"
    assert quoted("x" * 61) == "“" + "x" * 60 + "…”"


def test_codes_are_capital_letters() -> None:
    assert [is_currency(text) for text in ("EUR", "eur", "EURO", "E1R")] == [True, False, False, False]
    assert [is_slack_person(text) for text in ("U024BE7LH", "W1AB", "omar", "C024BE7LH")] == [True, True, False, False]
