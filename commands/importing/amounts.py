"""Amounts in a list: whatever can be read in one way only, in the currency's minor unit."""

from bot.money import Flaw, Unreadable, read
from commands.importing.facts import clean, quoted
from commands.importing.failure import BadAmount


def read_amount(text: str, currency: str, decimal: str = "") -> int:
    """Return the amount in the minor unit; raise BadAmount where it is negative, broken or could mean two things.

    ``decimal`` is the mark before the cents where the file's owner has said so.
    """
    try:
        minor, meant = read(text, currency, decimal)
    except Unreadable as fault:
        raise BadAmount(_sentence(text, currency, fault)) from fault
    # A sign here and there in a list is no word about the rows that have none.
    if meant != currency:
        raise BadAmount(f"{quoted(text)} is in {meant}, but no currency is given; --currency {meant} gives one.")
    return minor


def _sentence(text: str, currency: str, fault: Unreadable) -> str:
    """Say what is wrong, and for two readings how the file's owner can choose."""
    shown, about = quoted(text), fault.about
    match fault.flaw:
        case Flaw.NEGATIVE:
            return f"{shown} is negative; a won deal has an amount of 0 or more."
        case Flaw.SIGN:
            meant = f"the currency is {currency}; correct one of them" if currency else "that is no currency"
            return f"{shown} carries “{clean(str(about['sign']))}”, but {meant}."
        case Flaw.TWO_AMOUNTS:
            whole, _, _ = str(about["other"]).partition(".")
            return f"{shown} could be {about['one']} or {whole} and a fraction; --decimal . or --decimal , says which."
        case Flaw.DECIMALS:
            return f"{shown} has more than {about['digits']} decimals; round it."
        case Flaw.TOO_LARGE:
            return f"{shown} is larger than any deal; check the number."
        case _:
            return f"{shown} is not an amount; 1054, 1,054.50 and 1.054,50 are."
