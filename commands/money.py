"""An amount as people type it: “48000 EUR”, “€48k”, “1,250.50 USD”. Pure."""

import re
from decimal import Decimal

from commands.importing.amounts import read_amount
from commands.importing.failure import BadRow

SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP"}
TIMES = {"": 1, "k": 1_000, "m": 1_000_000}
EXAMPLE = "48000 EUR"

_TYPED = re.compile(
    r"^(?P<before>[€$£]|[A-Za-z]{3})?\s*(?P<number>[\d.,'\u2019 ]*\d)\s*(?P<times>[kKmM])?\s*(?P<after>[€$£]|[A-Za-z]{3})?$"
)


def understand_amount(text: str) -> tuple[int | None, str | None]:
    """Return the amount in the currency's minor unit, and the currency; both None when nothing was typed.

    Raises ValueError with a sentence and an example that works.
    """
    if not text.strip():
        return None, None
    typed = _TYPED.match(text.strip())
    currency = _currency(typed["before"], typed["after"]) if typed else None
    if typed is None or currency is None:
        raise ValueError(f"“{text.strip()[:40]}” is not an amount with its currency. This works: {EXAMPLE}")
    try:
        minor = read_amount(typed["number"].strip(), currency)
    except BadRow as fault:
        raise ValueError(f"{fault} This works: {EXAMPLE}") from fault
    return int(Decimal(minor) * TIMES[(typed["times"] or "").lower()]), currency


def _currency(before: str | None, after: str | None) -> str | None:
    said = {SYMBOLS.get(each, each.upper()) for each in (before, after) if each}
    return said.pop() if len(said) == 1 else None
