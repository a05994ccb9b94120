"""An amount as people type it: “48000 EUR”, “€48k”, “EUR 1,2 Mio”. Pure."""

from bot.money import Flaw, Unreadable, read
from commands.spelling import Misread, cut

EXAMPLE = "48000 EUR"


class UnclearAmount(Misread):
    """What was typed is no amount with its currency, or could be two."""

    def __init__(self, text: str, flaw: Flaw, **about: object) -> None:
        # To whoever types one, what is below nothing or in two currencies at once is no amount with its currency.
        told = Flaw.NO_AMOUNT if flaw in (Flaw.NEGATIVE, Flaw.SIGN) else flaw
        super().__init__(told, EXAMPLE, said=cut(text), **about)


def understand_amount(text: str) -> tuple[int | None, str | None]:
    """Return the amount in the currency's minor unit, and the currency; both None when nothing was typed.

    Raises UnclearAmount.
    """
    if not text.strip():
        return None, None
    try:
        minor, currency = read(text)
    except Unreadable as fault:
        raise UnclearAmount(text, fault.flaw, **fault.about) from fault
    if not currency:
        raise UnclearAmount(text, Flaw.NO_AMOUNT)
    return minor, currency
