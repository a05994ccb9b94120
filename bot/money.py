"""Amounts as people write them, with their currency, in its minor unit and back. Pure arithmetic."""

import re
from decimal import Decimal

WITHOUT_CENTS = frozenset(
    re.findall(
        r"\w+",
        "ADP AFN ALL BIF BYR CLP DJF ESP GNF IQD IRR ISK ITL JPY KMF KPW KRW LAK LBP LUF MGA MGF MMK MRO PYG RSD RWF SLL SOS "
        "STD SYP TMM TRL UGX UYI VND VUV XAF XOF XPF YER ZMK ZWD",
    )
)
WITH_MILS = frozenset(["BHD", "JOD", "KWD", "LYD", "OMR", "TND"])
"""As the Unicode CLDR counts the digits of a currency, since all other amounts are read and shown by it."""
UNITS_OF_ACCOUNT = frozenset(["CLF", "UYW"])
"""They have four digits, and nobody is paid in them."""
LARGEST_MINOR = 10**17
CENT = Decimal("0.01")

_WRITTEN = re.compile(
    r"(?P<before>[A-Za-z]{3}|[€$£])?\s*(?P<whole>\d{1,3}(?:[ ,.'\u2019\u00a0]\d{3})+|\d+)(?:[.,](?P<cents>\d{1,2}))?"
    r"\s*(?P<after>[A-Za-z]{3}|[€$£])?"
)
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}


def amount_of(text: str) -> tuple[int, str] | None:
    """Return an amount in the minor unit and its currency; None: it is not both."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    named = {_SIGNS.get(each, each.upper()) for each in (found["before"], found["after"]) if each}
    if len(named) != 1:
        return None
    meant = named.pop()
    if meant in UNITS_OF_ACCOUNT:
        return None
    if meant in WITH_MILS and _is_either(found["whole"], found["cents"]):
        return None
    whole = re.sub(r"\D", "", found["whole"])
    minor = Decimal(f"{whole}.{found['cents'] or 0}").scaleb(_digits(meant))
    # A fraction of the smallest coin is a slip of the pen, and rounding it would hide that.
    return (int(minor), meant) if minor == int(minor) and minor < LARGEST_MINOR else None


def written(minor: int, currency: str | None) -> str:
    """Write an amount so that ``amount_of`` reads it."""
    value = Decimal(minor).scaleb(-_digits(currency or ""))
    # A third digit behind the point could be read as thousands.
    value = value.quantize(CENT) if currency in WITH_MILS and minor % 10 == 0 else value
    return f"{value:f} {currency}" if currency else f"{value:f}"


def _is_either(whole: str, cents: str | None) -> bool:
    """Tell whether three digits behind a point or a comma may be thousands or the smallest coin."""
    return cents is None and len(re.findall(r"[.,]", whole)) == 1


def _digits(currency: str) -> int:
    return 0 if currency in WITHOUT_CENTS else 3 if currency in WITH_MILS else 2
