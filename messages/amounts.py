"""Words for money: an amount in a currency's minor unit as people write it."""

import re
from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency, format_decimal, get_currency_precision, get_currency_symbol

from messages.language import spoken

CODE = re.compile(r"[A-Z]{3}")
USUAL_DIGITS = 2


def amount(minor: int, currency: str | None) -> str:
    """Say an amount: "€48,000", "¥500", "€0.99". A currency that is no ISO code is written behind it as given."""
    if currency and CODE.fullmatch(currency):
        return _in_currency(minor, currency)
    plain = str(format_decimal(Decimal(minor).scaleb(-USUAL_DIGITS), locale=spoken().locale))
    return f"{plain} {currency}" if currency else plain


def _in_currency(minor: int, currency: str) -> str:
    value = Decimal(minor).scaleb(-get_currency_precision(currency))
    is_whole = value == value.to_integral_value()
    locale = Locale.parse(spoken().locale)
    pattern = str(locale.currency_formats["standard"].pattern).partition(";")[0]
    if get_currency_symbol(currency, locale=locale).isalpha():
        # English sets "€" right before the figures, but "CHF" apart from them.
        pattern = pattern.replace("¤#", "¤\u00a0#")
    pattern = pattern.replace(".00", "") if is_whole else pattern
    return str(format_currency(value, currency, pattern, locale=locale, currency_digits=not is_whole))
