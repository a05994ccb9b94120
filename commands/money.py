"""An amount as people type it: “48000 EUR”, “€48k”, “1,250.50 USD”. Pure."""

import re

from babel.numbers import list_currencies

from commands.importing.amounts import read_amount
from commands.importing.facts import LARGEST_MINOR
from commands.importing.failure import BadAmount, Flaw
from commands.spelling import Misread, cut

SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP"}
TIMES = {"": 1, "k": 1_000, "m": 1_000_000}
EXAMPLE = "48000 EUR"

_TYPED = re.compile(
    r"^(?P<before>[€$£]|[A-Za-z]{3})?\s*(?P<number>[\d.,'\u2019 ]*\d)\s*(?P<times>[kKmM])?\s*(?P<after>[€$£]|[A-Za-z]{3})?$"
)


class UnclearAmount(Misread):
    """What was typed is no amount with its currency, or could be two."""

    def __init__(self, text: str, flaw: Flaw, **about: object) -> None:
        super().__init__(flaw, EXAMPLE, said=cut(text), **about)


def understand_amount(text: str) -> tuple[int | None, str | None]:
    """Return the amount in the currency's minor unit, and the currency; both None when nothing was typed.

    Raises UnclearAmount.
    """
    if not text.strip():
        return None, None
    typed = _TYPED.match(text.strip())
    currency = _currency(typed["before"], typed["after"]) if typed else None
    if typed is None or currency is None:
        raise UnclearAmount(text, Flaw.NO_AMOUNT)
    try:
        minor = read_amount(typed["number"].strip(), currency) * TIMES[(typed["times"] or "").lower()]
    except BadAmount as fault:
        raise UnclearAmount(text, fault.flaw, **fault.about) from fault
    if minor > LARGEST_MINOR:
        raise UnclearAmount(text, Flaw.TOO_LARGE)
    return minor, currency


def _currency(before: str | None, after: str | None) -> str | None:
    said = {SYMBOLS.get(each, each.upper()) for each in (before, after) if each}
    return said.pop() if len(said) == 1 and said <= list_currencies() else None
