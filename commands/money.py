"""An amount as people type it: “48000 EUR”, “€48k”, “1,250.50 USD”. Pure."""

import re

from babel.numbers import list_currencies

from commands.importing.amounts import read_amount
from commands.importing.facts import LARGEST_MINOR, quoted
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
        raise _unclear(f"{quoted(text)} is not an amount with its currency")
    try:
        minor = read_amount(typed["number"].strip(), currency) * TIMES[(typed["times"] or "").lower()]
    except BadRow as fault:
        # What follows is about the options of an import.
        raise _unclear(fault.sentence.partition("; --")[0]) from fault
    if minor > LARGEST_MINOR:
        raise _unclear(f"{quoted(text)} is larger than any deal")
    return minor, currency


def _unclear(problem: str) -> ValueError:
    return ValueError(f"{problem.rstrip('.')}. This works: {EXAMPLE}")


def _currency(before: str | None, after: str | None) -> str | None:
    said = {SYMBOLS.get(each, each.upper()) for each in (before, after) if each}
    return said.pop() if len(said) == 1 and said <= list_currencies() else None
