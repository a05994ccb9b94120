"""Words for facts that changed in the CRM: which one, from what, to what."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from bot.model import Deal
from messages.amounts import amount
from messages.moments import moment
from messages.words import day, label

NAMED = ("account", "amount_minor", "promised_on", "url", "won_at")
"""Facts that have a name of ours; the others are called as the CRM calls them."""


def in_words(changes: Sequence[tuple[str, str, str]], deal: Deal) -> list[tuple[str, str, str]]:
    """Say each change as people would; a value that is not what its field holds is shown as it came."""
    return [
        (label(f"changes#{name}") if name in NAMED else name, _value(name, was, deal), _value(name, now, deal))
        for name, was, now in changes
    ]


def _value(name: str, value: str, deal: Deal) -> str:
    say = SAID.get(name)
    if not value or say is None:
        return value
    try:
        return say(value, deal)
    except ValueError:
        return value


SAID: Mapping[str, Callable[[str, Deal], str]] = {
    "amount_minor": lambda value, deal: amount(int(value), deal.facts.currency),
    "promised_on": lambda value, _: day(date.fromisoformat(value)),
    "won_at": lambda value, deal: moment(datetime.fromisoformat(value), deal.zone),
}
