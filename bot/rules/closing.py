"""Closing: one person says what became of a deal and what was learned; all that is still asked about it ends.

What was closed by mistake is taken up again for as long as its channel stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.closed import Closing, DealClosed, DealReopened, Outcome
from bot.context import Context
from bot.events import Change, Event, Recorded, StepDropped
from bot.model import Deal, DealStatus, Item, Step, StepStatus, UserId
from bot.offered import StepWithdrawn
from bot.refusals import AlreadyClosed, GatesOpen, NotClosed, NotRunning, PutAway
from bot.rules.archiving import archived_at
from bot.rules.came_to import came_to
from bot.rules.changing import allowed, said, with_step
from bot.rules.deciding import deciders, open_questions
from bot.rules.items import is_settled
from bot.rules.permissions import Act, Concerned, who
from bot.rules.requests import requests
from bot.rules.steps import open_steps

MOST_LESSONS = 900
"""A few lines: who reads them has a deal of their own to see to."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What whoever closes a deal says of it. ``reason`` is needed where not everything was delivered."""

    outcome: Outcome
    reason: str = ""
    lessons: str = ""


def close(
    deal: Deal, context: Context, verdict: Verdict, *, recorded: Sequence[Recorded], by: UserId, now: datetime
) -> Change:
    """End a deal for good. The clocks stop; what somebody was asked, offered or asked for ends with them.

    Everything was delivered only once no gate is open: who waits for one would otherwise read that it was.
    """
    closable(deal, context, by=by, now=now)
    reason, lessons = _texts(deal, verdict)
    ending = would_drop(deal)
    dropped, ends = _drop(deal, ending, by, now)
    summary = came_to(deal, recorded, verdict.outcome)
    event = DealClosed(
        verdict.outcome,
        by,
        reason,
        lessons,
        summary,
        dropped=tuple(step.what for step in ending),
        undone=tuple(item.title for item in deal.items if not is_settled(item)),
        offered_at=deal.offer.at if deal.offer else None,
        waiting=_waiting(deal, by),
    )
    # It is the first event of this change.
    closing = Closing(verdict.outcome, by, now, reason, lessons, summary, deal.seq + 1)
    ended = replace(dropped, status=DealStatus.CLOSED, closing=closing, offer=None, held_until=None, next_review_at=now)
    return Change(ended, (event, *ends))


def closable(deal: Deal, context: Context, *, by: UserId, now: datetime) -> Deal:
    """Return the deal if somebody may close it now; a form is opened only for them."""
    if deal.status is DealStatus.CLOSED and deal.closing:
        raise AlreadyClosed(deal.closing.by, deal.closing.at)
    # What rests can end without running again first: nobody is asked anything about it either way.
    if deal.status not in (DealStatus.OPEN, DealStatus.HELD):
        raise NotRunning(deal.status, deal.held_until)
    allowed(by, "close this deal", *may_close(deal, context, now=now))
    return deal


def may_close(deal: Deal, context: Context, *, now: datetime) -> tuple[UserId, ...]:
    """Return who may close a deal or take it up again."""
    leads = tuple(lead for _, lead in deal.leads)
    concerned = Concerned(leads=leads, deciders=deciders(context, open_questions(deal)))
    return who(Act.CLOSE, deal, context, concerned, now=now)


def open_gates(deal: Deal) -> tuple[Item, ...]:
    """Return the gates that are not settled."""
    return tuple(item for item in deal.items if item.is_gate and not is_settled(item))


def usual_outcome(deal: Deal) -> Outcome:
    """Return what a deal is most likely closed with, for the form."""
    if not open_gates(deal):
        return Outcome.DELIVERED
    return Outcome.PARTLY if any(map(is_settled, deal.items)) else Outcome.NOT


def would_drop(deal: Deal) -> tuple[Step, ...]:
    """Return the next steps that end with a deal, those that were only offered or asked for too."""
    return (*open_steps(deal), *(step for step in deal.steps if step.status is StepStatus.OFFERED))


def reopen(deal: Deal, context: Context, *, by: UserId, reason: str, now: datetime) -> Change:
    """Take up again what was closed by mistake. Its checklist stands as it stood; next steps are made anew."""
    closing = reopenable(deal, context, by=by, now=now)
    why = said("why it goes on", reason, example="the customer found a fault on the first day")
    # How it was closed stays with it: its summary says that it goes on, and whoever closes it again finds the lessons.
    running = replace(deal, status=DealStatus.OPEN, owned_at=now, next_review_at=now)
    return Change(running, (DealReopened(by, why, closing.at, closing.seq),))


def reopenable(deal: Deal, context: Context, *, by: UserId, now: datetime) -> Closing:
    """Return how a deal was closed, if somebody may take it up again now."""
    closing = deal.closing
    if deal.status is not DealStatus.CLOSED or closing is None:
        raise NotClosed(deal.status)
    allowed(by, "take this deal up again", *may_close(deal, context, now=now))
    until = archived_at(deal, closing.at)
    if until and now >= until:
        raise PutAway(closing.at, until)
    return closing


def _texts(deal: Deal, verdict: Verdict) -> tuple[str, str]:
    lessons = verdict.lessons.strip()
    if lessons:
        lessons = said("the lessons", lessons, example="ask for the permit before the crane", limit=MOST_LESSONS)
    if verdict.outcome is not Outcome.DELIVERED:
        reason = said("why not everything was delivered", verdict.reason, example="the landlord sold the site")
        return reason, lessons
    if gates := open_gates(deal):
        raise GatesOpen(gates)
    reason = verdict.reason.strip()
    return said("the reason", reason, example="the customer signed") if reason else "", lessons


def _drop(deal: Deal, ending: Sequence[Step], by: UserId, now: datetime) -> tuple[Deal, tuple[Event, ...]]:
    """End the steps; whoever had read that they were asked for one is told that they need not answer."""
    known = {each.subject for each in deal.lapses if each.rung}
    events: list[Event] = []
    for step in ending:
        gone = replace(
            step, status=StepStatus.DROPPED, parked=None, ended_at=now, ended_by=by, generation=step.generation + 1
        )
        deal = with_step(deal, gone)
        is_asked = step.status is StepStatus.OFFERED and step.request is not None
        withdrawn = StepWithdrawn(step.id, step.what, by, step.by, is_known=step.id in known)
        events.append(withdrawn if is_asked else StepDropped(step.id, step.what, by))
    return deal, tuple(events)


def _waiting(deal: Deal, by: UserId) -> tuple[UserId, ...]:
    """Return who waits for an answer that nobody gives any more: who asked for a step, and who was to own the deal."""
    askers = (step.request.by for step in requests(deal) if step.request)
    offered = (deal.offer.to,) if deal.offer else ()
    return tuple(dict.fromkeys(each for each in (*askers, *offered) if each != by))
