"""Amounts as people, forms, files and other systems write them: in the smallest coin, never rounded, and read in one way."""

import pytest
from babel.numbers import get_currency_precision, list_currencies
from hypothesis import given
from hypothesis import strategies as st

from bot.currencies import CURRENCIES, WITH_MILS, WITHOUT_CENTS, digits_of
from bot.money import Flaw, Unreadable, amount_of, read, written
from commands.importing.amounts import read_amount
from commands.importing.failure import BadRow
from commands.money import UnclearAmount, understand_amount

READ = [
    ("48000 EUR", 4_800_000, "EUR"),
    ("EUR 48000", 4_800_000, "EUR"),
    ("eur48000", 4_800_000, "EUR"),
    ("€48,000", 4_800_000, "EUR"),
    ("48.000,00 €", 4_800_000, "EUR"),
    ("48.000,50 eur", 4_800_050, "EUR"),
    ("48.000,- €", 4_800_000, "EUR"),
    ("CHF 48'000.-", 4_800_000, "CHF"),
    ("48\u2019000.\u2014 CHF", 4_800_000, "CHF"),
    ("48.000,\u2013 EUR", 4_800_000, "EUR"),
    ("48000 Euro", 4_800_000, "EUR"),
    ("48k EUR", 4_800_000, "EUR"),
    ("48 K €", 4_800_000, "EUR"),
    ("€48k", 4_800_000, "EUR"),
    ("48kEUR", 4_800_000, "EUR"),
    ("48 TEUR", 4_800_000, "EUR"),
    ("48 T€", 4_800_000, "EUR"),
    ("48 Tsd. EUR", 4_800_000, "EUR"),
    ("EUR 1,2 Mio", 120_000_000, "EUR"),
    ("1,2 Mio. €", 120_000_000, "EUR"),
    ("1.2345m USD", 123_450_000, "USD"),
    ("$1.5 million", 150_000_000, "USD"),
    ("0,5 Mrd. EUR", 50_000_000_000, "EUR"),
    ("$1,250.50", 125_050, "USD"),
    ("$ 5 USD", 500, "USD"),
    ("CAD 5 $", 500, "CAD"),
    ("US$ 5", 500, "USD"),
    ("USD 1 250 000", 125_000_000, "USD"),
    ("1\u202f250\u00a0000 SEK", 125_000_000, "SEK"),
    ("1 250 zł", 125_000, "PLN"),
    ("₹ 500", 50_000, "INR"),
    ("48 MXN", 4_800, "MXN"),
    ("500 JPY", 500, "JPY"),
    ("500.00 JPY", 500, "JPY"),
    ("48k JPY", 48_000, "JPY"),
    ("0.5 KWD", 500, "KWD"),
    ("1,250,000 KWD", 1_250_000_000, "KWD"),
    ("1.2345 CLF", 12_345, "CLF"),
    (" 0 EUR ", 0, "EUR"),
]
UNREAD = [
    ("48000 EUR USD", Flaw.SIGN),
    ("EUR 5 $", Flaw.SIGN),
    ("5 kr", Flaw.SIGN),
    ("¥5", Flaw.SIGN),
    ("5 XQZ", Flaw.SIGN),
    ("48k apples", Flaw.SIGN),
    ("five EUR", Flaw.NO_AMOUNT),
    ("EUR", Flaw.NO_AMOUNT),
    ("1,2,3 EUR", Flaw.NO_AMOUNT),
    ("1.005 EUR 4", Flaw.NO_AMOUNT),
    ("\u0665 EUR", Flaw.NO_AMOUNT),
    ("-5 EUR", Flaw.NEGATIVE),
    ("\u22125 EUR", Flaw.NEGATIVE),
    ("(5) EUR", Flaw.NEGATIVE),
    ("48.000 EUR", Flaw.TWO_AMOUNTS),
    ("48.000 KWD", Flaw.TWO_AMOUNTS),
    ("1.234k EUR", Flaw.TWO_AMOUNTS),
    ("0.5 JPY", Flaw.DECIMALS),
    ("5.0051 EUR", Flaw.DECIMALS),
    ("1,234567 Tsd. EUR", Flaw.DECIMALS),
    ("9" * 5000 + " EUR", Flaw.TOO_LARGE),
    ("99999999m EUR", Flaw.TOO_LARGE),
]


@pytest.mark.parametrize(("text", "minor", "currency"), READ)
def test_one_text_is_the_same_amount_wherever_it_is_written(text: str, minor: int, currency: str) -> None:
    assert read(text) == (minor, currency)
    assert amount_of(text) == understand_amount(text) == (minor, currency)
    assert read_amount(text, currency) == minor


@pytest.mark.parametrize(("text", "flaw"), UNREAD)
def test_what_could_mean_two_things_is_refused_wherever_it_is_written(text: str, flaw: Flaw) -> None:
    with pytest.raises(Unreadable) as unread:
        read(text)
    assert unread.value.flaw is flaw
    assert amount_of(text) is None
    with pytest.raises(UnclearAmount):
        understand_amount(text)
    with pytest.raises(BadRow):
        read_amount(text, "EUR" if "EUR" in text else "USD")


def test_a_currency_is_named_by_the_text_or_by_whoever_asks() -> None:
    assert read("48000") == (4_800_000, "")
    assert read("48000", "JPY") == (48_000, "JPY")
    assert read("5 kr", "SEK") == read("5 SEK")
    assert read("$5", "AUD") == (500, "AUD")
    assert amount_of("48000") is None


@given(st.integers(0, 10**15), st.sampled_from(["EUR", "USD", *sorted(WITHOUT_CENTS | WITH_MILS)]))
def test_what_is_written_is_read_as_it_was(minor: int, currency: str) -> None:
    if currency not in WITH_MILS or minor % 10 == 0:
        assert amount_of(written(minor, currency)) == (minor, currency)


def test_every_currency_there_is_has_the_digits_by_which_it_is_shown() -> None:
    assert set(list_currencies()) == CURRENCIES
    for currency in CURRENCIES:
        assert digits_of(currency) == get_currency_precision(currency)
        assert amount_of(f"48000 {currency}") == (48_000 * 10 ** digits_of(currency), currency)
