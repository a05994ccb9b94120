"""Amounts in a list: whatever can be read in one way only, in the currency's minor unit."""

import re
from functools import lru_cache

from babel.numbers import get_currency_precision

from commands.importing.facts import LARGEST_MINOR, clean, quoted
from commands.importing.failure import BadAmount, Flaw

USUAL_DIGITS = 2
GROUP = 3
MOST_FIGURES = len(str(LARGEST_MINOR))

SPACES = str.maketrans({"\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u2019": "'", "\u2212": "-"})
"""What typographers put into numbers, as what a keyboard has."""
AMOUNT = re.compile(r"(?P<before>[^0-9.,()-]*)(?P<number>[0-9.,][0-9.,' ]*)(?P<after>[^0-9.,()-]*)")
NEGATIVE = re.compile(r"^[^0-9]*[-(]|[0-9] ?-$")
SIGNS = {
    "$": {"USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "TWD", "CLP", "COP", "ARS"},
    "US$": {"USD"},
    "€": {"EUR"},
    "£": {"GBP"},
    "¥": {"JPY", "CNY"},
    "₹": {"INR"},
    "R$": {"BRL"},
    "kr": {"SEK", "NOK", "DKK", "ISK"},
    "zł": {"PLN"},
    "Kč": {"CZK"},
    "₺": {"TRY"},
    "₩": {"KRW"},
}


def read_amount(text: str, currency: str, decimal: str = "") -> int:
    """Return the amount in the minor unit; raise BadAmount where it is negative, broken or could mean two things.

    ``decimal`` is the mark before the cents where the file's owner has said so.
    """
    plain = text.translate(SPACES)
    if NEGATIVE.search(plain):
        raise BadAmount(Flaw.NO_AMOUNT, f"{quoted(text)} is negative; a won deal has an amount of 0 or more.")
    found = AMOUNT.fullmatch(plain)
    if not found:
        raise BadAmount(Flaw.NO_AMOUNT, f"{quoted(text)} is not an amount; 1054, 1,054.50 and 1.054,50 are.")
    _check_sign((found["before"] + found["after"]).strip(), currency, text)
    number = found["number"].strip(" '")
    digits = _digits(currency)
    mark = decimal or _decimal_mark(number, digits, text)
    return _minor(number, mark, digits, text)


def _check_sign(sign: str, currency: str, text: str) -> None:
    if sign and sign.upper() != currency and currency not in SIGNS.get(sign, ()):
        meant = (
            f"the currency is {currency}; correct one of them"
            if currency
            else "no currency is given; --currency EUR gives one"
        )
        raise BadAmount(Flaw.NO_AMOUNT, f"{quoted(text)} carries “{clean(sign)}”, but {meant}.")


def _decimal_mark(number: str, digits: int, text: str) -> str:
    """Tell which mark stands before the cents; empty when none does."""
    marks = re.sub(r"[^.,]", "", number)
    if len(set(marks)) == len(".,"):
        return marks[-1]
    if len(marks) != 1:
        return ""
    whole, _, rest = number.partition(marks)
    could_group = len(rest) == GROUP and 1 <= len(whole) <= GROUP and not whole.startswith("0")
    if not could_group:
        return marks
    # In a currency with cents nobody writes three decimals behind a comma; behind a point programs do.
    if marks == "," and digits != GROUP:
        return ""
    raise BadAmount(
        Flaw.TWO_AMOUNTS,
        f"{quoted(text)} could be {whole}{rest} or {whole} and a fraction; --decimal . or --decimal , says which.",
        one=f"{whole}{rest}",
        other=f"{whole}.{rest}",
    )


def _minor(number: str, mark: str, digits: int, text: str) -> int:
    whole, _, cents = number.rpartition(mark) if mark and mark in number else (number, "", "")
    rest = cents[digits:].strip("0")
    is_number = _is_grouped(whole, mark) and (not cents or cents.isdigit())
    if not is_number or not (whole or cents):
        raise BadAmount(Flaw.NO_AMOUNT, f"{quoted(text)} is not an amount; 1054, 1,054.50 and 1.054,50 are.")
    if rest:
        raise BadAmount(Flaw.DECIMALS, f"{quoted(text)} has more than {digits} decimals; round it.", digits=digits)
    figures = re.sub(r"[^0-9]", "", whole) + cents[:digits].ljust(digits, "0")
    # By length first: Python refuses to read thousands of digits.
    if len(figures.lstrip("0")) > MOST_FIGURES or (minor := int(figures.lstrip("0") or "0")) > LARGEST_MINOR:
        raise BadAmount(Flaw.TOO_LARGE, f"{quoted(text)} is larger than any deal; check the number.")
    return minor


def _is_grouped(whole: str, decimal_mark: str) -> bool:
    """Tell whether digits stand alone, or in threes behind one kind of mark that is not the decimal one."""
    marks = set(re.sub(r"[0-9]", "", whole))
    if not marks:
        return True
    first, *others = re.split(r"[.,' ]", whole)
    in_threes = 1 <= len(first) <= GROUP and all(len(group) == GROUP for group in others)
    return len(marks) == 1 and decimal_mark not in marks and in_threes


@lru_cache(maxsize=256)
def _digits(currency: str) -> int:
    return get_currency_precision(currency) if currency else USUAL_DIGITS
