"""What must be said because a deal was closed, or goes on after all: to its channel, and to those who waited for an answer."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.addressing import gist, in_channel, invited, told
from bot.closed import DealClosed, DealReopened, EverythingSettled
from bot.events import Event, Recorded
from bot.model import Deal, DealId
from bot.outgoing import Kind, Outgoing
from bot.practice import PracticeEnded
from bot.rules.archiving import archived_at
from bot.rules.restraint import has_channel

NO_ANSWER = "no-answer"
"""The detail of the word to somebody who need not wait any more: they read that, and not the whole summary."""


SETTLED = "settled"
"""The detail of the question whether a deal can be closed; by it that is asked once more whether it still can."""


PRACTICE_READ_FOR = timedelta(minutes=1)
"""How long the last word of practice can be read in its channel."""


def closed(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Leave the summary in the channel, spare those who wait, and announce when the channel is put away."""
    event = recorded.event
    assert isinstance(event, DealClosed)
    yield in_channel(deal, summary_key(deal.id, recorded.at, recorded.seq), Kind.SAY, seq=recorded.seq)
    for user in event.waiting:
        yield replace(told(deal, recorded, user, NO_ANSWER), detail=NO_ANSWER)
    yield from put_away(deal, recorded)


def reopened(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Say it where the summary stands, and to the owner if they need not read the channel for it."""
    event = recorded.event
    assert isinstance(event, DealReopened)
    yield from invited(deal, deal.owner_id)
    yield in_channel(deal, f"reopened:{deal.id}:{recorded.seq}:{gist(deal, event)}", Kind.SAY, seq=recorded.seq)


def settled(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Ask one person, in private and in their hours, whether it can be closed."""
    event = recorded.event
    assert isinstance(event, EverythingSettled)
    yield replace(told(deal, recorded, event.who, SETTLED), detail=SETTLED, not_before=event.ask_at)


def practice_over(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Say so as the last thing, and put the channel away when it could be read and no edit is on its way any more."""
    key = f"said:{deal.id}:{recorded.seq}:{gist(deal, recorded.event)}"
    yield in_channel(deal, key, Kind.SAY, seq=recorded.seq)
    if has_channel(deal):
        row = in_channel(deal, f"archive:{deal.id}:{recorded.seq}", Kind.ARCHIVE, seq=recorded.seq)
        yield replace(row, not_before=recorded.at + PRACTICE_READ_FOR)


def put_away(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Archive the channel of a deal that ended, on the day that is announced."""
    archived = archived_at(deal, recorded.at)
    if archived and has_channel(deal):
        row = in_channel(deal, f"archive:{deal.id}:{recorded.seq}", Kind.ARCHIVE, seq=recorded.seq)
        yield replace(row, not_before=archived)


def summary_key(deal_id: DealId, closed_at: datetime, closed_by: int) -> str:
    """Return the key of the summary of one closing; a deal that was closed twice has two, at one moment too."""
    # Both: after a restore the number may be another event's.
    return f"closed:{deal_id}:{closed_by}:{closed_at.isoformat()}"


SPEAKERS: Mapping[type[Event], Callable[[Deal, Recorded], Iterator[Outgoing]]] = {
    DealClosed: closed,
    DealReopened: reopened,
    EverythingSettled: settled,
    PracticeEnded: practice_over,
}
"""What is said about each of these events."""
