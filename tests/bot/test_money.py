"""Amounts as people write them: with their currency, in its smallest coin, and never rounded."""

import pytest
from babel.numbers import get_currency_precision, list_currencies
from hypothesis import given
from hypothesis import strategies as st

from bot.money import WITH_MILS, WITHOUT_CENTS, amount_of, written


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("48000 EUR", (4_800_000, "EUR")),
        ("€48,000", (4_800_000, "EUR")),
        ("48.000,50 eur", (4_800_050, "EUR")),
        ("USD 1 250 000", (125_000_000, "USD")),
        ("500 JPY", (500, "JPY")),
        ("0.5 KWD", (500, "KWD")),
        ("1,250,000 KWD", (1_250_000_000, "KWD")),
        ("48.000 KWD", None),
        (" 0 EUR ", (0, "EUR")),
        ("48000", None),
        ("48000 EUR USD", None),
        ("EUR 5 $", None),
        ("five EUR", None),
        ("-5 EUR", None),
        ("0.5 JPY", None),
        ("1.005 EUR 4", None),
        ("9" * 30 + " EUR", None),
        ("", None),
    ],
)
def test_an_amount_is_read_only_where_it_can_mean_one_thing(text: str, wanted: tuple[int, str] | None) -> None:
    assert amount_of(text) == wanted


@given(st.integers(0, 10**15), st.sampled_from(["EUR", "USD", *sorted(WITHOUT_CENTS | WITH_MILS)]))
def test_what_is_written_is_read_as_it_was(minor: int, currency: str) -> None:
    if currency not in WITH_MILS or minor % 10 == 0:
        assert amount_of(written(minor, currency)) == (minor, currency)


def test_an_amount_comes_to_what_a_list_and_a_message_make_of_it() -> None:
    units = frozenset(["CLF", "UYW"])
    for currency in list_currencies() - units:
        assert amount_of(f"48000 {currency}") == (48_000 * 10 ** get_currency_precision(currency), currency)
    # Units of account with four digits, in which nobody is paid: refused rather than read otherwise than elsewhere.
    assert {amount_of(f"48000 {unit}") for unit in units} == {None}
