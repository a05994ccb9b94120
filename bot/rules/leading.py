"""Who leads a function of a deal: handing the lead over carries along what is open, and what the lead was asked."""

from dataclasses import replace
from datetime import datetime

from bot.context import Context
from bot.events import Change
from bot.model import Deal, Item, ItemStatus, Lapse, LapseKind, UserId
from bot.refusals import NoSuchDeal
from bot.roles import LeadHandedOver
from bot.rules.anew import asked_anew
from bot.rules.changing import allowed, running
from bot.rules.permissions import Act, Concerned, who
from bot.working_time import add_working_hours

A_WORKING_DAY = 8.0
"""How long whoever gets a decision along with the lead has for it: what is left of the other one's time may be an hour."""

_OPEN = (ItemStatus.WAITING, ItemStatus.OPEN)


def functions_of(deal: Deal) -> tuple[str, ...]:
    """Return the functions that take part in a deal, the one that owns deals first."""
    named = (key for key, _ in (*deal.functions, *deal.leads))
    return tuple(dict.fromkeys((*named, *(item.function for item in deal.items))))


def hand_over(deal: Deal, context: Context, *, function: str, to: UserId, by: UserId, now: datetime) -> Change:
    """Let ``to`` lead a function from now on; the same lead again changes nothing.

    The lines that came to the lead because they lead go along while they are open, and so do decisions that the lead was
    asked for. Raises NoSuchDeal for a function that takes no part here.
    """
    running(deal)
    if function not in functions_of(deal):
        raise NoSuchDeal
    check(deal, context, function, by, now=now)
    context.able(to)
    was = dict(deal.leads).get(function)
    if to == was:
        return Change(deal)
    carried = tuple(item for item in deal.items if _goes_along(deal, item, function, was))
    event = LeadHandedOver(function, to, was, by, tuple(item.id for item in carried))
    led = replace(deal, leads=_with_lead(deal, function, to), items=_carried(deal, carried, to))
    led = replace(led, lapses=tuple(_decided_by(deal, context, each, function, was, to, now) for each in deal.lapses))
    asked = asked_anew(led, lambda lapse: _is_owed(led, lapse, carried, function), now=now)
    return Change(asked.deal, (event, *asked.events))


def check(deal: Deal, context: Context, function: str, by: UserId, *, now: datetime) -> None:
    """Raise NotYours unless somebody may say who leads a function: its lead, the owner, the owning lead or an admin."""
    owning = deal.leads[0][1] if deal.leads else None
    leads = tuple(each for each in (dict(deal.leads).get(function), owning) if each)
    may = who(Act.CHANGE_LEAD, deal, context, Concerned(leads=leads, function=function), now=now)
    allowed(by, f"say who leads {deal.label(function)}", *may)


def _goes_along(deal: Deal, item: Item, function: str, was: UserId | None) -> bool:
    # Where nobody was named, the owner stood in: today's, or the seller, who owned the deal when its list was laid out.
    held_by = (was,) if was else (deal.owner_id, deal.seller_id)
    is_theirs = item.holder_id in held_by and item.given_by is None
    return item.function == function and item.status in _OPEN and is_theirs


def _with_lead(deal: Deal, function: str, to: UserId) -> tuple[tuple[str, UserId], ...]:
    """Return the leads in the order of the functions: the first is asked about the deal as a whole."""
    named = dict(deal.leads) | {function: to}
    return tuple((key, named[key]) for key in functions_of(deal) if key in named)


def _carried(deal: Deal, carried: tuple[Item, ...], to: UserId) -> tuple[Item, ...]:
    # A new generation: what was drawn for the one before, in a digest for instance, asks nobody any more.
    return tuple(
        replace(item, holder_id=to, generation=item.generation + 1) if item in carried else item for item in deal.items
    )


def _is_owed(deal: Deal, lapse: Lapse, carried: tuple[Item, ...], function: str) -> bool:
    """Tell whether a lapse is about what the lead had to give or to accept."""
    if any(item.id == lapse.subject for item in carried):
        return True
    receives = {item.id for item in deal.items if item.accepted_by == function}
    # A decision about it is asked of somebody above, and goes on.
    return lapse.kind is LapseKind.DONE_NOT_ACCEPTED and lapse.subject in receives and lapse.decider_id is None


def _decided_by(
    deal: Deal, context: Context, lapse: Lapse, function: str, was: UserId | None, to: UserId, now: datetime
) -> Lapse:
    """Return the lapse with its decision in the new lead's hands, if it was asked of the old one as the lead."""
    if was is None or lapse.closed_at or lapse.decider_id != was or _asked_as_lead_of(deal, lapse) != function:
        return lapse
    by_then = add_working_hours(context.calendar(to), now, A_WORKING_DAY)
    # Whoever comes next on the ladder hears of it a day after this, not a day after the other one was asked.
    told_at = now if lapse.told_at else None
    return replace(lapse, decider_id=to, decide_by=by_then, told_at=told_at)


def _asked_as_lead_of(deal: Deal, lapse: Lapse) -> str | None:
    """Return for which function somebody was asked to decide: that of the line if they lead it, else the owning one."""
    line = next((item for item in deal.items if item.id == lapse.subject), None)
    if line:
        function = line.accepted_by if lapse.kind is LapseKind.DONE_NOT_ACCEPTED else line.function
        if function and dict(deal.leads).get(function) == lapse.decider_id:
            return function
    return next((key for key, _ in deal.leads), None)
