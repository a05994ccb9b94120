"""What an audit found, for those who run Baton and for those who only use it: counts, never whose deal."""

from collections.abc import Mapping, Sequence

from bot.watching import Fault
from messages.words import words


def phrases(counts: Mapping[Fault, int]) -> Sequence[str]:
    """Say each kind of finding with its number, in the order of the kinds."""
    return [words(f"labels/findings#{fault.name.lower()}", n=counts[fault]) for fault in Fault if counts.get(fault)]


def unpacked(text: str) -> Mapping[Fault, int]:
    """Read counts as the outbox keeps them until the message is drawn: ``untold=2,unasked=1``."""
    pairs = (pair.split("=") for pair in text.split(","))
    return {Fault(fault): int(count) for fault, count in pairs}
