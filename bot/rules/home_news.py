"""Whose Home shows something else since a deal changed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime

from bot.closed import DealClosed, DealReopened
from bot.context import Context
from bot.events import (
    DealImported,
    Decided,
    LapseClosed,
    LapseOpened,
    Nudged,
    NudgeHeld,
    NudgeSkipped,
    NudgeTold,
    Recorded,
    Reminded,
    Rescued,
    Woken,
)
from bot.handovers import DealUnwon
from bot.model import Deal, UserId
from bot.rules.asking import with_stand_ins
from bot.rules.at_home import is_leader
from bot.rules.members import may_see, members
from bot.rules.momentum import STOPPED, momentum

_UNSEEN = (DealImported, NudgeTold, NudgeHeld, NudgeSkipped, Reminded)
"""What becomes of a question on its way: the line that it asks about stands in a Home before it, and stays."""

_STOPS_OR_GOES = (LapseOpened, LapseClosed, Nudged, Decided, Rescued, Woken, DealClosed, DealReopened, DealUnwon)
"""What puts a deal among those that leaders look after, or takes it out."""


def shown_to(
    deal: Deal, recorded: Sequence[Recorded], context: Context, lookers: Collection[UserId], *, now: datetime
) -> frozenset[UserId]:
    """Return who, of those that look at their Homes, may see something else there after these events.

    Rather one too many than one too few: a Home that is drawn again shows what its person may know, and no more. Of a
    private deal nobody else's is touched at all, except whose name was in it until now: theirs loses it.
    """
    seen = [each for each in recorded if not isinstance(each.event, _UNSEEN)]
    if deal.is_practice or not seen:
        return frozenset()
    found = {*with_stand_ins(deal, context, members(deal), now=now), *_named(seen)}
    if momentum(deal) in STOPPED or any(isinstance(each.event, _STOPS_OR_GOES) for each in seen):
        found |= {each for each in lookers if is_leader(context, each) and may_see(deal, each)}
    return frozenset(each for each in lookers if each in found and _is_there(context, each))


def _is_there(context: Context, person: UserId) -> bool:
    # Somebody of whom nothing is known yet may be learned of any moment.
    known = context.people.get(person)
    return known is None or known.is_active


def _named(recorded: Sequence[Recorded]) -> Iterator[str]:
    """Return who did it and every word of the events: among them stands whoever has nothing to do with it any more.

    Of an owner before, of one who held a line or was asked, the deal as it stands says nothing.
    """
    for each in recorded:
        yield each.actor
        yield from _words(each.event)


def _words(of: object) -> Iterator[str]:
    if isinstance(of, str):
        yield of
    elif isinstance(of, tuple):
        for each in of:
            yield from _words(each)
    elif is_dataclass(of):
        for each in fields(of):
            yield from _words(getattr(of, each.name))
