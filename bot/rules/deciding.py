"""Decisions: when momentum is gone, one person says how the deal goes on."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from bot.context import Context
from bot.events import Change, Decided, Event, LapseClosed, OwnerAccepted, StepDropped
from bot.ladder import rungs_for
from bot.model import Choice, Deal, DealStatus, Due, Lapse, LapseKind, Reason, Step, StepId, StepStatus, UserId
from bot.playbook import Where
from bot.refusals import Missing, NothingToDecide, NotLater
from bot.rules.asking import lead_for
from bot.rules.changing import about, allowed, running, said, with_step
from bot.rules.items import redated
from bot.rules.permissions import Act, Concerned, who
from bot.rules.rescue import is_leadership
from bot.rules.steps import commit, open_steps

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the decider chose, as they filled it in. What a choice does not need stays None.

    ``code`` is what figures count; where none of the codes fits, ``reason`` must say it.
    """

    choice: Choice
    reason: str
    code: Reason = field(default=Reason.OTHER, kw_only=True)
    what: str | None = None
    due: Due | None = None
    until: Due | None = None
    promised_on: date | None = None


def decide(deal: Deal, context: Context, verdict: Verdict, *, by: UserId, step_id: StepId, now: datetime) -> Change:
    """Apply a decision that was asked for; ``step_id`` names the step that *continue* begins.

    Every choice ends the steps that stood still and the lapses it was asked about; what still is not there lapses
    afresh. Hold freezes the clocks until a date, return gives the deal to its seller, stop ends it.
    """
    running(deal)
    questions = open_questions(deal)
    if not questions:
        raise NothingToDecide
    allowed(by, "decide this", *may_decide(deal, context, questions, now=now))
    asked = _asked_of(deal, context, by, now)
    why = _why(verdict)
    holder = _holder(deal, context, asked, now)
    ending = would_end(deal, context, verdict.choice, by=by, now=now)
    changed, dropped = _drop(deal, ending, by, now)
    is_rescue = any(_told_leadership(deal, each) for each in asked) or is_leadership(deal, context, by)
    ended = tuple(step.what for step in ending)
    was = deal.facts.promised_on if verdict.promised_on else None
    event = Decided(verdict.choice, by, why, verdict.until, verdict.promised_on, is_rescue, verdict.code, ended, was)
    applied = _apply(changed, context, verdict, holder=holder, step_id=step_id, now=now)
    answered = tuple(LapseClosed(each.id, each.kind, about(deal, each)) for each in asked)
    lapses = tuple(
        replace(each, decider_id=None, decide_by=None, closed_at=now) if each in asked else each
        for each in applied.deal.lapses
    )
    settled = replace(applied.deal, lapses=lapses, next_review_at=now)
    return Change(settled, (event, *dropped, *applied.events, *answered))


def would_end(deal: Deal, context: Context, choice: Choice, *, by: UserId, now: datetime) -> tuple[Step, ...]:
    """Return the open steps that a choice of ``by`` ends: those that stood still, and of a stopped deal all."""
    asked = _asked_of(deal, context, by, now)
    # Going on with another step is instead of the one that keeps moving; any other choice leaves that one its date.
    ended = (
        (LapseKind.STEP_OVERDUE, LapseKind.SLIPPED_TWICE) if choice is Choice.CONTINUE else (LapseKind.STEP_OVERDUE,)
    )
    stuck = {each.subject for each in asked if each.kind in ended}
    if choice is Choice.STOP:
        offered = (step for step in deal.steps if step.status is StepStatus.OFFERED)
        return (*open_steps(deal), *offered)
    return tuple(step for step in open_steps(deal) if step.id in stuck)


def _why(verdict: Verdict) -> str:
    if verdict.code is Reason.OTHER or verdict.reason.strip():
        return said("the reason", verdict.reason, example="the customer moved the opening to March")
    return ""


def open_questions(deal: Deal) -> tuple[Lapse, ...]:
    """Return the lapses that wait for somebody's decision."""
    return tuple(each for each in deal.lapses if each.closed_at is None and each.decider_id)


def may_decide(deal: Deal, context: Context, questions: tuple[Lapse, ...], *, now: datetime) -> tuple[UserId, ...]:
    """Return who may answer these questions: who was asked, whoever is asked by default, and who stands in for them."""
    return who(Act.DECIDE, deal, context, Concerned(deciders=deciders(context, questions)), now=now)


def deciders(context: Context, questions: tuple[Lapse, ...]) -> tuple[UserId, ...]:
    """Return who was asked these questions, and whoever is asked by default."""
    return (*(each.decider_id for each in questions if each.decider_id), context.default_owner)


def _asked_of(deal: Deal, context: Context, by: UserId, now: datetime) -> tuple[Lapse, ...]:
    return tuple(each for each in open_questions(deal) if by in may_decide(deal, context, (each,), now=now))


def _told_leadership(deal: Deal, lapse: Lapse) -> bool:
    rungs = rungs_for(deal.ladder, lapse.kind).rungs[: lapse.rung]
    return any(rung.where is Where.LEADERSHIP for rung in rungs)


def _holder(deal: Deal, context: Context, asked: tuple[Lapse, ...], now: datetime) -> UserId:
    """Return who goes on: the one whose step stood still, else the owner; the next one up for who has left."""
    stuck = {each.subject for each in asked}
    holder = next((step.by for step in open_steps(deal) if step.id in stuck), deal.owner_id)
    return holder if context.is_able(holder) else lead_for(deal, context, holder, None, now=now)


def _drop(deal: Deal, ending: tuple[Step, ...], by: UserId, now: datetime) -> tuple[Deal, tuple[Event, ...]]:
    for step in ending:
        deal = _dropped(deal, step.id, by, now)
    return deal, tuple(StepDropped(step.id, step.what, by) for step in ending)


def _dropped(deal: Deal, step_id: UUID, by: UserId, now: datetime) -> Deal:
    step = next(each for each in deal.steps if each.id == step_id)
    ended = replace(
        step, status=StepStatus.DROPPED, parked=None, ended_at=now, ended_by=by, generation=step.generation + 1
    )
    return with_step(deal, ended)


def _apply(deal: Deal, context: Context, verdict: Verdict, *, holder: UserId, step_id: StepId, now: datetime) -> Change:
    match verdict.choice:
        case Choice.CONTINUE:
            due = _given(verdict.due, "by when", "fri 15:00")
            what = verdict.what or ""
            return commit(deal, context, step_id=step_id, what=what, by=holder, due=due, consequence=None, now=now)
        case Choice.REPLAN:
            promised = _given(verdict.promised_on, "the new promised date", "1.12.")
            replanned = replace(deal, facts=replace(deal.facts, promised_on=promised))
            return Change(redated(replanned, context, was=deal.facts.promised_on, now=now))
        case Choice.HOLD:
            until = _given(verdict.until, "until when", "1.12.")
            if until.at <= now:
                raise NotLater(until)
            # Nobody is asked to own what rests; who wakes it is asked afresh.
            return Change(replace(deal, status=DealStatus.HELD, held_until=until, offer=None))
        case Choice.RETURN:
            return _returned(deal, context, now)
        case Choice.STOP:
            return Change(replace(deal, status=DealStatus.STOPPED, offer=None))


def _returned(deal: Deal, context: Context, now: datetime) -> Change:
    """Give the deal back to its seller at once: sales must make it deliverable before anybody else can own it."""
    # A deal may outlive its seller's account; nobody could ever answer for it then.
    seller = deal.seller_id
    to = seller if context.is_able(seller) else lead_for(deal, context, seller, None, now=now)
    returned = replace(deal, owner_id=to, offer=None, owned_at=now)
    if deal.owner_id == to:
        return Change(returned)
    offered_at = deal.offer.at if deal.offer else None
    return Change(returned, (OwnerAccepted(to, deal.owner_id, offered_at),))


def _given(value: T | None, what: str, example: str) -> T:
    if value is None:
        raise Missing(what, example)
    return value
