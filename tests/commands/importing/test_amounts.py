"""Amounts are read when they can mean one thing only."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.importing.amounts import read_amount
from commands.importing.failure import BadRow, Reason


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("0", "EUR", 0),
        ("1054", "EUR", 105_400),
        ("1054.5", "EUR", 105_450),
        ("1054,50", "EUR", 105_450),
        ("1,054", "USD", 105_400),
        ("1,054.50", "USD", 105_450),
        ("$1,054.50", "USD", 105_450),
        ("USD 1,054.50", "USD", 105_450),
        ("1.054,00", "EUR", 105_400),
        ("1.054,50 €", "EUR", 105_450),
        ("1.054.000", "EUR", 105_400_000),
        ("1 054,50", "EUR", 105_450),
        ("1\u202f054,50", "EUR", 105_450),
        ("1'054.50", "CHF", 105_450),
        ("1\u2019054.50", "CHF", 105_450),
        ("0.125000", "KWD", 125),
        ("1054.500", "EUR", 105_450),
        (".5", "EUR", 50),
        ("5.", "EUR", 500),
        ("¥48,000", "JPY", 48_000),
        ("48000.00", "JPY", 48_000),
        ("1054", "", 105_400),
        ("10000000000000", "EUR", 10**15),
    ],
)
def test_an_amount_is_read_in_the_minor_unit_of_its_currency(text: str, currency: str, minor: int) -> None:
    assert read_amount(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("-5", "EUR"),
        ("\u22125", "EUR"),
        ("5-", "EUR"),
        ("(5)", "EUR"),
        ("$-5", "USD"),
        ("about 5", "EUR"),
        ("5 or 6", "EUR"),
        ("1e3", "EUR"),
        ("NaN", "EUR"),
        ("inf", "EUR"),
        (".", "EUR"),
        ("1,05,400", "EUR"),
        ("1.054.00", "EUR"),
        ("1,054.00.5", "EUR"),
        ("10.555", "JPY"),
        ("1054.555", "EUR"),
        ("1.054", "EUR"),
        ("1,054", "KWD"),
        ("€5", "USD"),
        ("5 GBP", "EUR"),
        ("$5", ""),
        ("\u0665", "EUR"),
        ("10000000000001", "EUR"),
        ("9" * 5000, "EUR"),
    ],
)
def test_an_amount_that_is_wrong_or_could_mean_two_things_is_refused(text: str, currency: str) -> None:
    with pytest.raises(BadRow) as refused:
        read_amount(text, currency)

    assert refused.value.reason is Reason.AMOUNT
    assert refused.value.sentence.endswith(".")


def test_the_decimal_mark_settles_what_could_mean_two_things() -> None:
    assert read_amount("1.054", "EUR", ",") == 105_400
    assert read_amount("1.05", "EUR", ".") == 105
    with pytest.raises(BadRow):
        read_amount("1.05", "EUR", ",")


def test_an_ambiguous_amount_says_both_readings_and_how_to_choose() -> None:
    with pytest.raises(BadRow, match=r"1054 or 1 and a fraction.*--decimal"):
        read_amount("1.054", "EUR")


@given(minor=st.integers(0, 10**15), mark=st.sampled_from([".", ","]))
def test_an_amount_written_with_groups_and_cents_comes_back(minor: int, mark: str) -> None:
    text = f"{minor // 100:,}.{minor % 100:02d}"
    text = text if mark == "." else text.translate(str.maketrans(".,", ",."))

    assert read_amount(text, "EUR") == minor


@given(text=st.text(max_size=30) | st.from_regex(r"[$€]?[-0-9., ']{1,20}( EUR)?", fullmatch=True))
def test_any_text_is_an_amount_or_a_sentence(text: str) -> None:
    with suppress(BadRow):
        assert read_amount(text, "EUR") >= 0
