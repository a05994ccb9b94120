"""The answers to a step that was put to somebody: it is taken on with a date, or turned down with a reason."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.context import Context
from bot.events import Change, StepCommitted
from bot.model import Deal, Due, Step, StepStatus, UserId
from bot.offered import StepTurnedDown
from bot.refusals import AlreadyEnded, Missing, NotLater
from bot.rules.changing import allowed, running, said, step_of, with_step
from bot.rules.permissions import Act, Concerned, who


def take_on(deal: Deal, context: Context, *, step_id: UUID, by: UserId, what: str, due: Due, now: datetime) -> Change:
    """Commit to a step that was offered, with a date of one's own: only from now on it can be late."""
    offered = open_offer(deal, context, step_id=step_id, by=by, to="take on", now=now)
    # A colleague waits for what they asked for by that date: a later one is for them to agree on, whichever form it came by.
    if offered.request and offered.request.by != by and due.at > offered.due.at:
        raise Missing("why not by then", "the crew is in Turku until Wednesday")
    words = said("what you will do", what, example="call the site manager")
    return taken(deal, replace(offered, what=words), by=by, due=due, now=now)


def turn_down(deal: Deal, context: Context, *, step_id: UUID, by: UserId, reason: str, now: datetime) -> Change:
    """Say no to a step that was offered; whoever is told why finds somebody else."""
    offered = open_offer(deal, context, step_id=step_id, by=by, to="turn down", now=now)
    why = said("why you decline", reason, example="I am on leave until 8 December; ask Mika")
    asked_by = offered.request.by if offered.request else None
    event = StepTurnedDown(offered.id, offered.what, by, why, asked_by)
    return Change(with_step(deal, ended(offered, by, now)), (event,))


def open_offer(deal: Deal, context: Context, *, step_id: UUID, by: UserId, to: str, now: datetime) -> Step:
    """Return a step that is offered, if ``by`` may answer: whom it was offered to, the owner, the leads, stand-ins."""
    step = still_offered(deal, step_id)
    asked = Concerned((step.by,), tuple(lead for _, lead in deal.leads))
    allowed(by, f"{to} “{step.what}”", *who(Act.ANSWER_REQUEST, deal, context, asked, now=now))
    return step


def still_offered(deal: Deal, step_id: UUID) -> Step:
    """Return a step that waits for an answer; raise AlreadyEnded for one that has it."""
    running(deal)
    step = step_of(deal, step_id)
    if step.status is not StepStatus.OFFERED:
        raise AlreadyEnded(step)
    return step


def taken(deal: Deal, offered: Step, *, by: UserId, due: Due, now: datetime) -> Change:
    """Make an offered step the next step of ``by``; its first date is the one agreed on now."""
    if due.at <= now:
        raise NotLater(due)
    request = replace(offered.request, is_taken=True) if offered.request else None
    step = replace(
        offered,
        by=by,
        made_at=now,
        first_due=due,
        due=due,
        status=StepStatus.OPEN,
        request=request,
        generation=offered.generation + 1,
    )
    event = StepCommitted(step.id, step.what, by, due, None, asked_by=request.by if request else None)
    return Change(with_step(deal, step), (event,))


def ended(offered: Step, by: UserId, now: datetime) -> Step:
    """Return an offered step that nobody takes on."""
    return replace(offered, status=StepStatus.DROPPED, ended_at=now, ended_by=by, generation=offered.generation + 1)
