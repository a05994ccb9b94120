"""Asking a colleague for a step: they take it on, name another date or say no; until then nobody has promised anything."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain
from uuid import UUID

from bot.context import Context
from bot.events import Change, LapseClosed
from bot.ladder import rungs_for
from bot.model import Deal, Due, Item, LapseKind, Request, Step, StepId, StepStatus, UserId
from bot.offered import StepAsked, StepCountered, StepWithdrawn
from bot.refusals import AlreadyAsked, AlreadyEnded, AskedThemself, NotLater
from bot.rules.again import is_lately, same_moment, same_words
from bot.rules.changing import about, allowed, running, said, with_step
from bot.rules.condition import Condition, afresh
from bot.rules.items import is_settled
from bot.rules.offers import ended, open_offer, still_offered, taken
from bot.rules.permissions import Act, Concerned, check, who
from bot.unsaid import Unsaid
from bot.working_time import add_working_hours

KIND = LapseKind.REQUEST_UNANSWERED


def ask(
    deal: Deal, context: Context, *, step_id: StepId, to: UserId, what: str, by: UserId, due: Due, now: datetime
) -> Change:
    """Ask ``to`` for a step by a date. Typed again within minutes, the same request changes nothing."""
    running(deal)
    check(Act.ASK, context, by)
    context.able(to)
    words = said("what you ask for", what, example="lend us the crane crew")
    if to == by:
        raise AskedThemself(words)
    if due.at <= now:
        raise NotLater(due)
    if asked_before(deal, to=to, what=words, by=by, due=due, now=now):
        return Change(deal)
    step = Step(step_id, words, to, now, first_due=due, due=due, status=StepStatus.OFFERED, request=Request(by, now))
    grown = replace(deal, steps=(*deal.steps, step))
    return Change(grown, (StepAsked(step_id, words, to, by, due),))


def asked_before(deal: Deal, *, to: UserId, what: str, by: UserId, due: Due, now: datetime) -> Step | None:
    """Return the request that ``by`` made in the same words a moment ago, if there is one.

    Raises AlreadyAsked where the same waits for an answer for another date, or since long: a second question beside
    the first would have two answers.
    """
    for step in requests(deal):
        if step.by == to and step.request and same_words(step.what, what):
            passed = now - step.made_at
            is_same = step.request.by == by and same_moment(step.first_due, due, passed=passed)
            if is_same and is_lately(step.made_at, now):
                return step
            raise AlreadyAsked(step.what, to, step.request.by, step.made_at, step.due)
    return None


def accept(deal: Deal, context: Context, *, step_id: UUID, by: UserId, now: datetime) -> Change:
    """Take on a step that was asked for, by the date that it was asked for."""
    step = open_request(open_offer(deal, context, step_id=step_id, by=by, to="take on", now=now))
    return taken(deal, step, by=by, due=step.due, now=now)


def counter(deal: Deal, context: Context, *, step_id: UUID, by: UserId, due: Due, reason: str, now: datetime) -> Change:
    """Name the date by which it can be done. Whoever asked answers that; an earlier one needs no answer."""
    step = open_request(open_offer(deal, context, step_id=step_id, by=by, to="answer", now=now))
    if due.at <= now:
        raise NotLater(due)
    assert step.request
    # Nobody minds having it sooner, and whoever asked need not agree with themself.
    if due.at <= step.due.at or by == step.request.by:
        return taken(deal, step, by=by, due=due, now=now)
    why = said("why not by then", reason, example="the crew is in Turku until Wednesday")
    request = replace(step.request, at=now, counter=due, reason=why)
    moved = replace(step, by=by, request=request, generation=step.generation + 1)
    event = StepCountered(step.id, step.what, by, request.by, step.due, due, why)
    # It is another one's turn now: they are asked from the first word on, not where the ladder stood.
    changed, closed = _answered(with_step(deal, moved), step.id, now)
    return Change(changed, (event, *closed))


def agree(deal: Deal, context: Context, *, step_id: UUID, by: UserId, now: datetime) -> Change:
    """Take the date that whoever was asked has named: it is their step by then."""
    step = open_request(still_offered(deal, step_id))
    allowed(by, f"agree to another date for “{step.what}”", *askers(deal, context, step, now=now))
    counter = step.request.counter if step.request else None
    if counter is None:
        raise AlreadyEnded(step)
    context.able(step.by)
    return taken(deal, step, by=step.by, due=counter, now=now)


def withdraw(deal: Deal, context: Context, *, step_id: UUID, by: UserId, now: datetime) -> Change:
    """Take back a request that has no answer, or whose answer does not help."""
    step = open_request(still_offered(deal, step_id))
    allowed(by, f"withdraw “{step.what}”", *askers(deal, context, step, now=now))
    is_known = any(each.subject == step.id and each.rung for each in deal.lapses)
    event = StepWithdrawn(step.id, step.what, by, step.by, is_known)
    return Change(with_step(deal, ended(step, by, now)), (event,))


def askers(deal: Deal, context: Context, step: Step, *, now: datetime) -> tuple[UserId, ...]:
    """Return who may say for the asker what becomes of a request: they, the owner, and who stands in for them."""
    asked_by = step.request.by if step.request else deal.owner_id
    may = who(Act.SETTLE_REQUEST, deal, context, Concerned((asked_by,)), now=now)
    # An owner who was asked does not agree to a date of their own.
    return tuple(each for each in may if each != step.by or each == asked_by)


def open_request(step: Step) -> Step:
    """Return the step if somebody asked for it; raise AlreadyEnded for one that was offered in any other way."""
    if step.request is None:
        raise AlreadyEnded(step)
    return step


def requests(deal: Deal) -> tuple[Step, ...]:
    """Return the steps that were asked for and have no answer yet, the longest waiting first."""
    return tuple(step for step in deal.steps if step.status is StepStatus.OFFERED and step.request)


def who_answers(step: Step) -> UserId:
    """Return whose turn it is: whoever was asked, or the asker once another date was named."""
    return step.request.by if step.request and step.request.counter else step.by


def was_promised(step: Step) -> bool:
    """Tell whether somebody had committed to a step: not to one that was asked for and never taken on."""
    return step.request is None or step.request.is_taken


def unanswered(deal: Deal, context: Context) -> Iterator[Condition]:
    """Ask whose turn it is, from the moment of the request on: the first word of this ladder is the request itself."""
    hours = rungs_for(deal.ladder, KIND).opens_after_hours
    for step in requests(deal):
        who = who_answers(step)
        since = afresh(deal, KIND, step.id, step.request.at if step.request else step.made_at)
        if hours:
            since = add_working_hours(context.calendar(who), since, hours)
        yield Condition(
            KIND, step.id, since, who, step.what, function=_function(deal, who), is_gate=_is_gate(deal, step)
        )


def _function(deal: Deal, who: UserId) -> str | None:
    """Return the function that somebody works for on this deal, whose lead hears of their silence."""
    of_items = (item.function for item in deal.items if item.holder_id == who)
    of_leads = (function for function, lead in deal.leads if lead == who)
    return next(chain(of_leads, of_items), None)


def _is_gate(deal: Deal, step: Step) -> bool:
    """Tell whether a gate of the checklist was asked for: by its own words, since people ask for it as it is called."""
    return any(_holds_up(item) and same_words(item.title, step.what) for item in deal.items)


def _holds_up(item: Item) -> bool:
    return item.is_gate and not is_settled(item)


def _answered(deal: Deal, step_id: StepId, now: datetime) -> tuple[Deal, tuple[LapseClosed, ...]]:
    open_ones = [each for each in deal.lapses if (each.kind, each.subject, each.closed_at) == (KIND, step_id, None)]
    closed = {each.id: replace(each, closed_at=now) for each in open_ones}
    events = (LapseClosed(each.id, KIND, about(deal, each), Unsaid.ANSWERED) for each in open_ones)
    return replace(deal, lapses=tuple(closed.get(each.id, each) for each in deal.lapses)), tuple(events)
