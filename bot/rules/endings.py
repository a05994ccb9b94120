"""How a question ended: read from what happened to a deal after it was asked."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from bot import events as happened
from bot import gate_events, offered, versions
from bot.events import Event, LapseClosed, Nudged, Recorded
from bot.model import Deal, Lapse, LapseKind
from bot.outgoing import Line, nudge_key
from bot.roles import ItemGiven, ItemHandedBack, LeadHandedOver, OfferExpired, OfferWithdrawn, TookOver
from bot.unsaid import Unsaid

_OVERDUE_OF = {LapseKind.STEP_DUE: LapseKind.STEP_OVERDUE, LapseKind.ITEM_DUE: LapseKind.ITEM_OVERDUE}

_OF_SUBJECT = (
    happened.StepKept,
    happened.StepRescheduled,
    happened.StepParked,
    happened.StepDropped,
    happened.StepCommitted,
    offered.StepTurnedDown,
    offered.StepCountered,
    offered.StepWithdrawn,
    happened.ItemDone,
    LeadHandedOver,
    versions.ItemDropped,
    ItemGiven,
    ItemHandedBack,
)
_OF_LINE = (happened.ItemAccepted, happened.ItemSentBack, gate_events.ItemReopened, gate_events.ItemWaitsAgain)
_OF_LINE_ABOUT_DEAL: Mapping[str, tuple[type[Event], ...]] = {
    "nothing_dated": (happened.StepCommitted,),
    "customer_stale": (happened.CustomerLineWritten,),
    "customer_unwritten": (happened.CustomerLineWritten,),
    "colleague_gone": (LeadHandedOver, ItemGiven),
}
_OF_OFFER = (
    happened.OwnerAccepted,
    TookOver,
    happened.OwnerDeclined,
    OfferWithdrawn,
    OfferExpired,
    happened.OwnerOffered,
)
_OF_DEAL = (
    happened.Decided,
    *_OF_OFFER,
    happened.StepCommitted,
    happened.CustomerLineWritten,
    LeadHandedOver,
    ItemGiven,
)
"""What ends questions that are about no step or item, the most telling first."""


def is_ending(event: Event) -> bool:
    """Tell whether something that somebody was asked may have ended by it."""
    return isinstance(event, (*_OF_SUBJECT, *_OF_LINE, *_OF_DEAL, LapseClosed))


def line_ending(deal: Deal, history: Sequence[Recorded], line: Line) -> Recorded | None:
    """Return what ended what a digest's line asks for; None: it still asks."""
    if line.kind == "decision":
        return next((_cause(history, each) for each in history if _is_end_of(each.event, line)), None)
    if line.subject:
        return _of_part(deal, history, UUID(line.subject), line.generation)
    if line.kind == "owner_offer":
        is_open = deal.offer is not None and deal.offer.at == line.at
        return None if is_open else _last(history, _OF_OFFER)
    later = [each for each in history if line.at and each.at >= line.at]
    if line.kind == LapseKind.COLLEAGUE_GONE:
        later = [each for each in later if getattr(each.event, "was", None) == line.who]
    return _last(later, _OF_LINE_ABOUT_DEAL.get(line.kind, ()))


def _of_part(deal: Deal, history: Sequence[Recorded], subject: UUID, generation: int) -> Recorded | None:
    """Return the last that happened to a step or item, if anything did since a line was drawn for it."""
    now = [each.generation for each in deal.steps if each.id == subject]
    now += [each.generation for each in deal.items if each.id == subject]
    # Nothing has touched it since its line was drawn. Where it is gone from the deal, no generation is left to be the same.
    if now == [generation]:
        return None
    about = [each for each in history if isinstance(each.event, (*_OF_SUBJECT, *_OF_LINE))]
    return next((each for each in reversed(about) if subject in _parts_of(each.event)), None)


def _is_end_of(event: Event, line: Line) -> bool:
    return isinstance(event, LapseClosed) and str(event.lapse_id) == line.subject


def _last(history: Sequence[Recorded], kinds: tuple[type[Event], ...]) -> Recorded | None:
    return next((each for each in reversed(history) if isinstance(each.event, kinds)), None)


def _parts_of(event: Event) -> tuple[UUID | None, ...]:
    if isinstance(event, LeadHandedOver):
        return event.items
    return getattr(event, "step_id", None), getattr(event, "item_id", None)


def answered(deal: Deal, recorded: Sequence[Recorded]) -> tuple[str, ...]:
    """Return the questions that these events ended, as the keys of their nudges: their buttons do nothing any more."""
    closed = {each.event.lapse_id: each.event.how for each in recorded if isinstance(each.event, LapseClosed)}
    # What goes on is asked of somebody else, where it was handed on: these buttons would only refuse who reads them.
    found = [
        each
        for each in deal.lapses
        if each.id in closed and (closed[each.id] is Unsaid.HANDED_ON or not _goes_on(deal, each))
    ]
    found = [one for each in found for one in (*_asked_before(deal, each), each)]
    return tuple(dict.fromkeys(key for each in found for key in _said(each)))


def _said(lapse: Lapse) -> Iterator[str]:
    """Yield the keys of what was said of a lapse; a first word may have been tried more than once."""
    for rung in range(1, lapse.rung + 1):
        yield nudge_key(lapse.id, rung, again=lapse.tries if rung == 1 else 0)


def ending(deal: Deal, history: Sequence[Recorded], asked: Recorded) -> Recorded | None:
    """Return what ended the question that was ``asked``; None: it still asks."""
    event = asked.event
    assert isinstance(event, Nudged)
    lapse = next((each for each in deal.lapses if each.id == event.lapse_id), None)
    later = [each for each in history if each.seq > asked.seq]
    if lapse and lapse.subject:
        about_it = next((each for each in later if _is_about(each.event, lapse.subject)), None)
        # What somebody did with the thing itself tells more than that its lapse closed by it.
        if about_it or _goes_on(deal, lapse):
            return about_it
    closed = next((each for each in later if _closes(each.event, event)), None)
    return _cause(later, closed) if closed else None


def _cause(later: Sequence[Recorded], closed: Recorded) -> Recorded:
    """Return what somebody did in the moment in which the lapse closed, else that it closed."""
    # One decision writes what led to it and the lapse's end with the very same moment: that is how they find each other.
    same = [each for each in later if each.at == closed.at and isinstance(each.event, _OF_DEAL)]
    return min(same, key=lambda each: _OF_DEAL.index(type(each.event)), default=closed)


def _is_about(event: Event, subject: UUID) -> bool:
    return isinstance(event, (*_OF_SUBJECT, *_OF_LINE)) and subject in _parts_of(event)


def _closes(event: Event, asked: Nudged) -> bool:
    return isinstance(event, LapseClosed) and event.lapse_id == asked.lapse_id


def _goes_on(deal: Deal, lapse: Lapse) -> bool:
    """Tell whether the same is asked by another lapse: what was due is past its date now, and its buttons still serve."""
    worse = _OVERDUE_OF.get(lapse.kind)
    return any(
        each.kind is worse and each.subject == lapse.subject and each.closed_at is None
        for each in deal.lapses
        if worse is not None
    )


def _asked_before(deal: Deal, lapse: Lapse) -> tuple[Lapse, ...]:
    """Return the lapse whose question this one took over: the morning's word about what then became late."""
    milder = next((mild for mild, worse in _OVERDUE_OF.items() if worse is lapse.kind), None)
    before = [each for each in deal.lapses if each.kind is milder and each.subject == lapse.subject and each.closed_at]
    return (max(before, key=lambda each: each.opened_at),) if before else ()
