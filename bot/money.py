"""Amounts as people and files write them, in the currency's minor unit and back: one reader for all of them. Pure."""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from bot.currencies import CURRENCIES, MILS, WITH_MILS, digits_of

LARGEST_MINOR = 10**15
"""More than the largest company is worth, in the smallest unit: anything above is a mistake."""
MOST_FIGURES = len(str(LARGEST_MINOR))
CENT = Decimal("0.01")
GROUP = 3

TIMES: Mapping[str, int] = {
    **dict.fromkeys(("k", "t", "tsd", "thousand"), 3),
    **dict.fromkeys(("m", "mn", "mio", "million", "millions"), 6),
    **dict.fromkeys(("bn", "mrd", "billion"), 9),
}
"""How many noughts a word behind a number stands for; “T€” and “TEUR” are how German books count thousands."""

SIGNS: Mapping[str, frozenset[str]] = {
    "$": frozenset(["USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "TWD", "CLP", "COP", "ARS"]),
    "us$": frozenset(["USD"]),
    "€": frozenset(["EUR"]),
    "euro": frozenset(["EUR"]),
    "euros": frozenset(["EUR"]),
    "£": frozenset(["GBP"]),
    "¥": frozenset(["JPY", "CNY"]),
    "₹": frozenset(["INR"]),
    "r$": frozenset(["BRL"]),
    "kr": frozenset(["SEK", "NOK", "DKK", "ISK"]),
    "zł": frozenset(["PLN"]),
    "kč": frozenset(["CZK"]),
    "₺": frozenset(["TRY"]),
    "₩": frozenset(["KRW"]),
}
"""Which currencies a sign may stand for, in small letters."""
DOLLARS, MEANT = "$", "USD"
"""Of the signs that several share, the one that means one of them where nothing else is said."""

_SPACES = str.maketrans({"\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u2019": "'", "\u2212": "-"})
"""What typographers put into numbers, as what a keyboard has."""
_DASH_FOR_CENTS = re.compile("(?P<mark>[.,])(?:--?|[\u2013\u2014])(?=[^0-9]*$)")
_NEGATIVE = re.compile(r"^[^0-9]*[-(]|[0-9] ?-$")
_TEXT = re.compile(r"(?P<before>[^0-9.,()-]*)(?P<number>[0-9.,][0-9.,' ]*)(?P<after>[^0-9,()-]*)")
_TIMES = re.compile(rf"(?P<times>{'|'.join(sorted(TIMES, key=len, reverse=True))})\.? ?(?P<sign>.*)", re.IGNORECASE)


class Flaw(StrEnum):
    """What is wrong with an amount; the words are chosen where it was typed or read."""

    NO_AMOUNT = "no_amount"
    NEGATIVE = "negative"
    SIGN = "sign"
    TWO_AMOUNTS = "two_amounts"
    DECIMALS = "too_many_decimals"
    TOO_LARGE = "too_large"


class Unreadable(ValueError):  # noqa: N818 - named for what happened, as refusals are
    """A text is no amount, or could be two; ``about`` holds what its ``flaw`` is told with."""

    def __init__(self, flaw: Flaw, **about: object) -> None:
        super().__init__(flaw)
        self.flaw = flaw
        self.about = about


def read(text: str, currency: str = "", decimal: str = "") -> tuple[int, str]:
    """Return an amount in the minor unit, and its currency: the one given, else the one that the text names, else "".

    ``decimal`` is the mark before the cents where somebody has said so. Raises Unreadable, also where the text could mean
    two amounts: a wrong one would decide who owns a deal, and nobody would notice.
    """
    plain = _DASH_FOR_CENTS.sub(r"\g<mark>0", text.translate(_SPACES).strip())
    if _NEGATIVE.search(plain):
        raise Unreadable(Flaw.NEGATIVE)
    found = _TEXT.fullmatch(plain)
    if not found:
        raise Unreadable(Flaw.NO_AMOUNT)
    noughts, after = _counted(found["after"].strip().removesuffix("."), currency)
    meant = _currency([each for each in (found["before"].strip(), after) if each], currency)
    number, digits = found["number"].strip(" '"), digits_of(meant)
    return _minor(number, decimal or _decimal_mark(number, digits), digits, noughts), meant


def amount_of(text: str) -> tuple[int, str] | None:
    """Return an amount in the minor unit and its currency; None: it is not both."""
    try:
        minor, currency = read(text)
    except Unreadable:
        return None
    return (minor, currency) if currency else None


def written(minor: int, currency: str | None) -> str:
    """Write an amount so that ``amount_of`` reads it."""
    value = Decimal(minor).scaleb(-digits_of(currency or ""))
    # A third digit behind the point could be read as thousands.
    value = value.quantize(CENT) if currency in WITH_MILS and minor % 10 == 0 else value
    return f"{value:f} {currency}" if currency else f"{value:f}"


def _counted(after: str, currency: str) -> tuple[int, str]:
    """Part what stands behind a number into how many noughts it means, and the sign of a currency."""
    # A currency first: the M of MXN is no million, and the K of KWD no thousand.
    if not after or _may_be(after, currency):
        return 0, after
    found = _TIMES.fullmatch(after)
    if not found or (found["sign"] and not _may_be(found["sign"], currency)):
        raise Unreadable(Flaw.SIGN, sign=after)
    return TIMES[found["times"].lower()], found["sign"]


def _currency(signs: list[str], given: str) -> str:
    """Return the one currency that is given, or that all the signs around a number agree on."""
    for each in signs:
        if given and given not in _may_be(each, given):
            raise Unreadable(Flaw.SIGN, sign=each)
    if given or not signs:
        return given
    agreed = frozenset[str].intersection(*(_may_be(each, given) for each in signs))
    if signs == [DOLLARS]:
        return MEANT
    if len(agreed) != 1:
        raise Unreadable(Flaw.SIGN, sign=" ".join(signs))
    return next(iter(agreed))


def _may_be(sign: str, given: str) -> frozenset[str]:
    """Return the currencies that a sign or a code can stand for; a code that nobody knows can only be the one given."""
    code = sign.upper()
    return frozenset([code]) if code == given or code in CURRENCIES else SIGNS.get(sign.lower(), frozenset())


def _decimal_mark(number: str, digits: int) -> str:
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
    if marks == "," and digits != MILS:
        return ""
    raise Unreadable(Flaw.TWO_AMOUNTS, one=f"{whole}{rest}", other=f"{whole}.{rest}")


def _minor(number: str, mark: str, digits: int, noughts: int) -> int:
    whole, _, cents = number.rpartition(mark) if mark and mark in number else (number, "", "")
    if not _is_grouped(whole, mark) or (cents and not cents.isdecimal()) or not (whole or cents):
        raise Unreadable(Flaw.NO_AMOUNT)
    kept = digits + noughts
    if cents[kept:].strip("0"):
        raise Unreadable(Flaw.DECIMALS, digits=digits)
    figures = (re.sub(r"[^0-9]", "", whole) + cents[:kept].ljust(kept, "0")).lstrip("0")
    # By length first: Python refuses to read thousands of digits.
    if len(figures) > MOST_FIGURES or (minor := int(figures or "0")) > LARGEST_MINOR:
        raise Unreadable(Flaw.TOO_LARGE)
    return minor


def _is_grouped(whole: str, decimal_mark: str) -> bool:
    """Tell whether digits stand alone, or in threes behind one kind of mark that is not the decimal one."""
    marks = set(re.sub(r"[0-9]", "", whole))
    if not marks:
        return True
    first, *others = re.split(r"[.,' ]", whole)
    in_threes = 1 <= len(first) <= GROUP and all(len(group) == GROUP for group in others)
    return len(marks) == 1 and decimal_mark not in marks and in_threes
