"""An amount as people type it, or a sentence with one that works."""

import pytest

from commands.money import EXAMPLE, UnclearAmount, understand_amount


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("48000 EUR", 4_800_000, "EUR"),
        ("EUR 48000", 4_800_000, "EUR"),
        ("eur48000", 4_800_000, "EUR"),
        ("€48k", 4_800_000, "EUR"),
        ("48 k €", 4_800_000, "EUR"),
        ("1.5m USD", 150_000_000, "USD"),
        ("$1,250.50", 125_050, "USD"),
        ("1.250,50 €", 125_050, "EUR"),
        ("1 250 000 SEK", 125_000_000, "SEK"),
        ("1'250 CHF", 125_000, "CHF"),
        ("£0", 0, "GBP"),
        ("$ 5 USD", 500, "USD"),
        ("500000 JPY", 500_000, "JPY"),
        ("1.234 KWD", None, None),
    ],
)
def test_an_amount_is_read_in_the_currencys_minor_unit(text: str, minor: int | None, currency: str | None) -> None:
    if minor is None:
        with pytest.raises(UnclearAmount) as unclear:
            understand_amount(text)
        assert unclear.value.problem == f"“{text}” could be 1234 or 1.234."
    else:
        assert understand_amount(text) == (minor, currency)


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_nothing_typed_is_no_amount(text: str) -> None:
    assert understand_amount(text) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "a lot",
        "48000",
        "48000 apples",
        "48000 XQZ",
        "$48000 EUR",
        "-5 EUR",
        "EUR",
        "1.234 EUR",
        "1,2,3 EUR",
        "5.001 EUR",
        "9" * 40 + " EUR",
        "9999999999m EUR",
        "x" * 10_000,
    ],
)
def test_what_cannot_be_read_in_one_way_only_gets_an_example(text: str) -> None:
    with pytest.raises(UnclearAmount) as caught:
        understand_amount(text)

    assert caught.value.example == EXAMPLE
    assert "--" not in caught.value.problem
    assert len(caught.value.problem) < 100
