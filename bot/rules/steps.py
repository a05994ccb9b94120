"""Next steps: committed to, kept, moved or parked, with the first date kept for ever beside the one in force."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.context import Context
from bot.events import Change, StepCommitted, StepKept, StepParked, StepRescheduled
from bot.model import Consequence, Deal, Due, Parked, Slip, Step, StepId, StepStatus, UserId, WaitingOn
from bot.refusals import AlreadyEnded, NoOpenStep, NotLater, WhichStep
from bot.rules.again import RETYPED_WITHIN, is_lately, same_moment, same_words
from bot.rules.changing import LONGEST_TEXT, allowed, running, said, step_of, with_step
from bot.rules.otherwise import alike, checked, of_playbook
from bot.rules.permissions import Act, Concerned, check, who

_TO = {Act.FINISH_STEP: "finish", Act.MOVE_STEP: "move", Act.PARK_STEP: "park"}


def commit(
    deal: Deal,
    context: Context,
    *,
    step_id: StepId,
    what: str,
    by: UserId,
    due: Due,
    consequence: Consequence | None,
    now: datetime,
    link: str | None = None,
) -> Change:
    """Commit ``by`` to a next step. Typed again within minutes, the same one changes nothing.

    ``link`` leads to the message that says more about it.
    """
    running(deal)
    check(Act.COMMIT, context, by)
    words = said("what you will do", what, example="call the site manager")
    otherwise = checked(consequence, context) or of_playbook(deal)
    _ahead(due, now)
    if committed_before(deal, what=words, by=by, due=due, consequence=otherwise, now=now):
        return Change(deal)
    step = Step(step_id, words, by, now, first_due=due, due=due, consequence=otherwise, link=link)
    grown = replace(deal, steps=(*deal.steps, step))
    return Change(grown, (StepCommitted(step_id, words, by, due, otherwise, link=link),))


def committed_before(
    deal: Deal, *, what: str, by: UserId, due: Due, consequence: Consequence | None, now: datetime
) -> Step | None:
    """Return the open step that ``by`` committed to in the same words a moment ago, if there is one."""
    for step in open_steps(deal):
        passed = now - step.made_at
        is_fresh = step.by == by and is_lately(step.made_at, now)
        is_same = same_words(step.what, what) and alike(step.consequence, consequence or of_playbook(deal))
        if is_fresh and is_same and same_moment(step.first_due, due, passed=passed):
            return step
    return None


def keep(deal: Deal, context: Context, *, step_id: UUID, by: UserId, now: datetime) -> Change:
    """Mark a step as done."""
    step = changeable(deal, context, step_id=step_id, by=by, act=Act.FINISH_STEP, now=now)
    kept = replace(step, status=StepStatus.KEPT, parked=None, ended_at=now, ended_by=by, generation=step.generation + 1)
    event = StepKept(step.id, step.what, by, on_time=now <= in_force(step).at, as_first_dated=now <= step.first_due.at)
    return Change(with_step(deal, kept), (event,))


def reschedule(
    deal: Deal,
    context: Context,
    *,
    step_id: UUID,
    by: UserId,
    due: Due,
    reason: str,
    now: datetime,
    cause: WaitingOn | None = None,
) -> Change:
    """Give a step another date. Later is a slip: it needs a reason, and it is counted, once however often it is typed.

    ``cause`` None: whoever the step waited on, else us.
    """
    step = changeable(deal, context, step_id=step_id, by=by, act=Act.MOVE_STEP, now=now)
    _ahead(due, now)
    if _moved_before(step, by=by, due=due, reason=reason, now=now):
        return Change(deal)
    # For a step that waits on somebody its own date is news: it waits no longer.
    if due.at == step.due.at and step.parked is None:
        raise NotLater(due)
    why = said("why it moves", reason, example="because the permit is late")
    is_early = now < step.due.at
    whose = cause or (step.parked.on if step.parked else WaitingOn.US)
    slips = step.slips
    if due.at > step.due.at:
        slips = (*slips, Slip(now, by, step.due, due, why, is_early, whose))
    moved = replace(step, due=due, parked=None, slips=slips, generation=step.generation + 1)
    event = StepRescheduled(step.id, step.what, by, step.due, due, why, is_early, len(slips), whose)
    return Change(with_step(deal, moved), (event,))


def park(
    deal: Deal,
    context: Context,
    *,
    step_id: UUID,
    by: UserId,
    on: WaitingOn,
    until: Due,
    reason: str,
    now: datetime,
    chaser: UserId | None = None,
) -> Change:
    """Let a step wait on somebody. ``chaser``, else ``by``, asks again at ``until``; the step keeps its own date.

    One that waits so already goes on waiting, and nothing changes.
    """
    step = changeable(deal, context, step_id=step_id, by=by, act=Act.PARK_STEP, now=now)
    _ahead(until, now)
    parked = Parked(on, until, context.able(chaser) if chaser else by, reason.strip()[:LONGEST_TEXT])
    if step.parked and _waits_alike(step.parked, parked):
        return Change(deal)
    waits = replace(step, parked=parked, generation=step.generation + 1)
    return Change(with_step(deal, waits), (StepParked(step.id, step.what, by, parked),))


def changeable(deal: Deal, context: Context, *, step_id: UUID, by: UserId, act: Act, now: datetime) -> Step:
    """Return an open step of a running deal that ``by`` may do this to.

    Raises what stands in the way: NotRunning, AlreadyEnded or NotYours.
    """
    running(deal)
    step = step_of(deal, step_id)
    if step.status is not StepStatus.OPEN:
        raise AlreadyEnded(step)
    allowed(by, f"{_TO[act]} “{step.what}”", *may_change(deal, context, step, now, act=act))
    return step


def in_force(step: Step) -> Due:
    """Return the moment a step is next judged by: its due moment, or the chase date where that is later."""
    if step.parked and step.parked.until.at > step.due.at:
        return step.parked.until
    return step.due


def who_acts(step: Step) -> UserId:
    """Return who is asked about an open step: whoever chases while it waits on somebody, else who made it."""
    return step.parked.chaser_id if step.parked else step.by


def open_steps(deal: Deal) -> tuple[Step, ...]:
    """Return the open steps, the next due first."""
    return tuple(sorted((s for s in deal.steps if s.status is StepStatus.OPEN), key=lambda s: in_force(s).at))


def meant(deal: Deal, context: Context, *, said: str, by: UserId, now: datetime) -> Step:
    """Return the one open step that ``by`` means.

    Their only open step, or the only one whose words contain what was said. Anything else raises WhichStep with the
    candidates, and nothing is changed.
    """
    mine = tuple(s for s in open_steps(deal) if by in may_change(deal, context, s, now))
    own = tuple(s for s in mine if s.by == by) or mine
    if not mine:
        raise NoOpenStep
    if not said.strip():
        if len(own) == 1:
            return own[0]
        raise WhichStep(own, said)
    wanted = said.strip().casefold()
    hits = tuple(s for s in mine if wanted in s.what.casefold())
    exact = tuple(s for s in hits if s.what.casefold() == wanted)
    # Words that are the whole of one step mean that one, though another has them too.
    for found in (exact, hits):
        if len(found) == 1:
            return found[0]
    raise WhichStep(hits or own, said)


def meant_as_done(deal: Deal, context: Context, *, said: str, by: UserId, now: datetime) -> Step:
    """Return the one step that ``by`` says is done.

    Typed again, it is the step that these words ended a moment ago: with that one gone they could fit another, and
    nobody has said that this is done.
    """
    for step in deal.steps:
        is_theirs = step.status is StepStatus.KEPT and step.ended_by == by
        if is_theirs and step.ended_at and is_lately(step.ended_at, now):
            before = with_step(deal, replace(step, status=StepStatus.OPEN))
            with suppress(WhichStep):
                if meant(before, context, said=said, by=by, now=now).id == step.id:
                    return step
    return meant(deal, context, said=said, by=by, now=now)


def _moved_before(step: Step, *, by: UserId, due: Due, reason: str, now: datetime) -> bool:
    """Tell whether the step has just been moved so, by the same person."""
    if step.parked or not step.slips:
        return False
    last = step.slips[-1]
    passed = now - last.at
    is_fresh = last.by == by and step.due == last.now and is_lately(last.at, now)
    return is_fresh and same_words(last.reason, reason) and same_moment(last.now, due, passed=passed)


def _waits_alike(one: Parked, other: Parked) -> bool:
    is_same = (one.on, one.chaser_id) == (other.on, other.chaser_id) and same_words(one.reason, other.reason)
    return is_same and same_moment(one.until, other.until, passed=RETYPED_WITHIN)


def may_change(
    deal: Deal, context: Context, step: Step, now: datetime, *, act: Act = Act.FINISH_STEP
) -> tuple[UserId, ...]:
    """Return who may change a step: it is theirs who made it, and theirs who chases while it waits."""
    concerned = Concerned((step.by, who_acts(step)), tuple(lead for _, lead in deal.leads))
    return who(act, deal, context, concerned, now=now)


def _ahead(due: Due, now: datetime) -> None:
    if due.at <= now:
        raise NotLater(due)
