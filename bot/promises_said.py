"""What must be said of promises: the question to the side that delivers, and what becomes of each."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot import registered
from bot.addressing import gist, in_channel, invited
from bot.events import Event, Recorded
from bot.model import Deal
from bot.outgoing import Kind, Outgoing
from bot.rules.promises import receiver

_CHANGING = (
    registered.PromiseTold,
    registered.PromiseAccepted,
    registered.PromiseDeclined,
    registered.PromiseReworded,
    registered.PromiseWithdrawn,
)


def key_of(deal: Deal) -> str:
    """Return the key of the question that stands in the channel for all promises that wait."""
    return f"promises:{deal.id}:{deal.register.asked}"


def out_of_date(deal: Deal, recorded: Sequence[Recorded]) -> tuple[str, ...]:
    """Return the key of the question, if it is another one after these events."""
    return (key_of(deal),) if any(isinstance(each.event, _CHANGING) for each in recorded) else ()


def _asked(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Ask once for all that wait: what is told meanwhile has the same key, and joins the question by an edit."""
    yield from invited(deal, receiver(deal))
    yield in_channel(deal, key_of(deal), Kind.SAY, seq=recorded.seq, instead=receiver(deal))


def _given_back(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    event = recorded.event
    assert isinstance(event, registered.PromiseDeclined)
    yield from invited(deal, event.told_by)
    yield from _said(deal, recorded)


def _said(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    key = f"said:{deal.id}:{recorded.seq}:{gist(deal, recorded.event)}"
    yield in_channel(deal, key, Kind.SAY, seq=recorded.seq)


SPEAKERS: Mapping[type[Event], Callable[[Deal, Recorded], Iterator[Outgoing]]] = {
    registered.PromiseTold: _asked,
    registered.PromiseReworded: _asked,
    registered.NothingPromised: _said,
    registered.PromiseDeclined: _given_back,
    registered.PromiseWithdrawn: _said,
    registered.PromiseMissed: _said,
}
"""What is said about each event; who accepts a promise changes the question, and the board."""
