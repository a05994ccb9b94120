"""What people do to a deal, each in one call: the rules with everything filled in that a form would ask for."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from bot.context import Context
from bot.events import Change
from bot.identity import PromiseId
from bot.model import (
    Choice,
    Consequence,
    Deal,
    DealStatus,
    Due,
    Item,
    Otherwise,
    Step,
    StepId,
    StepStatus,
    UserId,
    WaitingOn,
)
from bot.promises import PromiseStatus
from bot.rules import customer, deciding, items, offers, owner, promises, silence, steps
from bot.rules.deciding import Verdict
from bot.rules.evidence import Proof
from bot.working_time import add_working_days, add_working_hours, local_day, whole_day

Act = Callable[[Deal], Change]
CHOICES = (
    *((Choice.CONTINUE,) * 14),
    *((Choice.REPLAN,) * 2),
    *((Choice.HOLD,) * 2),
    Choice.RETURN,
    Choice.STOP,
)
"""What deciders choose, out of twenty."""
WHOLE_DAYS = 0.7
"""Of the steps, those that are dated with a day and no clock time."""
SENT_BACK = 0.05
NOTHING_PROMISED = 0.6
PROOFS = {"link": "https://files.example.com/4711", "file": "4711.pdf", "count": "400"}
"""What people give as evidence, where a number is none."""
AGREED = (
    *((None,) * 7),
    Consequence(Otherwise.LEAD),
    Consequence(Otherwise.DECIDE),
    Consequence(text="the slot is gone"),
)
"""What people agree on for the case that a step is not kept, out of ten."""


def day_ahead(context: Context, who: UserId, now: datetime, days: int) -> Due:
    """Return the end of somebody's working day, so many working days on."""
    calendar = context.calendar(who)
    return whole_day(calendar, add_working_days(calendar, local_day(calendar.zone, now), days))


def due_for(context: Context, who: UserId, now: datetime, chance: Random) -> Due:
    """Return by when somebody says they will do their next step."""
    days = chance.randint(1, 8)
    if chance.random() < WHOLE_DAYS:
        return day_ahead(context, who, now, days)
    calendar = context.calendar(who)
    return Due(add_working_hours(calendar, now, days * 8 - chance.randint(1, 6)), calendar.zone)


def commit(context: Context, who: UserId, now: datetime, chance: Random) -> Act:
    due, id_ = due_for(context, who, now, chance), new_id(chance)
    what, agreed = f"step {id_.hex[:6]}", chance.choice(AGREED)
    return lambda deal: steps.commit(
        deal, context, step_id=id_, what=what, by=who, due=due, consequence=agreed, now=now
    )


def take_on(context: Context, step: Step, who: UserId, now: datetime, chance: Random) -> Act:
    due = due_for(context, who, now, chance)
    return lambda deal: offers.take_on(deal, context, step_id=step.id, by=who, what=step.what, due=due, now=now)


def turn_down(context: Context, step: Step, who: UserId, now: datetime) -> Act:
    why = "it is not mine to do"
    return lambda deal: offers.turn_down(deal, context, step_id=step.id, by=who, reason=why, now=now)


def tell_customer(context: Context, who: UserId, now: datetime, chance: Random) -> Act:
    what = f"news {chance.randint(1, 999)}"
    return lambda deal: customer.write(deal, context, what=what, by=who, now=now)


def keep(context: Context, step: Step, who: UserId, now: datetime) -> Act:
    return lambda deal: steps.keep(deal, context, step_id=step.id, by=who, now=now)


def move(context: Context, step: Step, who: UserId, now: datetime, chance: Random) -> Act:
    due = day_ahead(context, who, max(now, step.due.at), chance.randint(1, 4))
    why = "more work than it seemed"
    return lambda deal: steps.reschedule(deal, context, step_id=step.id, by=who, due=due, reason=why, now=now)


def park(context: Context, step: Step, who: UserId, now: datetime, chance: Random) -> Act:
    until = day_ahead(context, who, now, chance.randint(2, 7))
    on = chance.choice([WaitingOn.CUSTOMER, WaitingOn.THIRD_PARTY])
    return lambda deal: steps.park(deal, context, step_id=step.id, by=who, on=on, until=until, reason="", now=now)


def finish(context: Context, item: Item, who: UserId, now: datetime, chance: Random) -> Act:
    if item.evidence in (items.TOLD, items.ANSWERED):
        return promise(context, item, who, now, chance)
    proof = Proof(PROOFS.get(item.evidence, "4711"), proof_day(item, now, chance))
    return lambda deal: items.finish(deal, context, item_id=item.id, by=who, proof=proof, now=now)


def promise(context: Context, item: Item, who: UserId, now: datetime, chance: Random) -> Act:
    """Tell what was promised, or that nothing was; accept the first that waits."""
    id_, is_none = PromiseId(new_id(chance)), chance.random() < NOTHING_PROMISED
    if item.evidence == items.ANSWERED:
        return lambda deal: promises.accept(
            deal, context, promise_id=deal.register.having(PromiseStatus.TOLD)[0].id, by=who, now=now
        )
    if is_none:
        return lambda deal: promises.tell_none(deal, context, by=who, now=now)
    return lambda deal: promises.tell(
        deal, context, promise_id=id_, what=f"promise {id_.hex[:6]}", due_on=None, by=who, now=now
    )


def proof_day(item: Item, now: datetime, chance: Random) -> date | None:
    """Return the date given as evidence, where a date is asked for: of what is to be on site it lies ahead."""
    if item.evidence != "date":
        return None
    ahead = chance.randint(10, 30) if item.key == "schedule" else chance.randint(0, 4)
    return now.date() + timedelta(days=ahead)


def receive(context: Context, item: Item, who: UserId, now: datetime, chance: Random) -> Act:
    if chance.random() < SENT_BACK:
        return lambda deal: items.send_back(deal, context, item_id=item.id, by=who, reason="a page is missing", now=now)
    return lambda deal: items.accept(deal, context, item_id=item.id, by=who, now=now)


def offer(context: Context, to: UserId, who: UserId, now: datetime) -> Act:
    return lambda deal: owner.offer(deal, context, to=to, by=who, now=now)


def take_over(context: Context, who: UserId, now: datetime) -> Act:
    return lambda deal: owner.accept(deal, context, by=who, now=now)


def decline(context: Context, who: UserId, now: datetime) -> Act:
    return lambda deal: owner.decline(deal, context, by=who, reason="I have three others already", now=now)


def decide(context: Context, who: UserId, now: datetime, chance: Random, *, of: Sequence[Choice] = CHOICES) -> Act:
    verdict = Verdict(
        chance.choice(of),
        "the customer needs more time",
        what="clear what is in the way",
        due=day_ahead(context, who, now, chance.randint(1, 4)),
        until=day_ahead(context, who, now, chance.randint(5, 20)),
        promised_on=now.date() + timedelta(days=chance.randint(15, 50)),
    )
    id_ = new_id(chance)
    return lambda deal: deciding.decide(deal, context, verdict, by=who, step_id=id_, now=now)


def write(now: datetime) -> Act:
    """Write a word in the deal's channel."""
    return lambda deal: silence.spoke(deal, now=now)


def close(deal: Deal) -> Change:
    """Let a delivered deal rest: everything of the checklist is settled and no step is open."""
    is_done = all(map(items.is_settled, deal.items)) and not steps.open_steps(deal)
    if deal.status is not DealStatus.OPEN or not is_done:
        return Change(deal)
    return Change(replace(deal, status=DealStatus.CLOSED))


def is_open(deal: Deal, step_id: StepId) -> Step | None:
    """Return a step as it is now if it is open still."""
    return next((each for each in deal.steps if each.id == step_id and each.status is StepStatus.OPEN), None)


def new_id(chance: Random) -> StepId:
    return StepId(UUID(int=chance.getrandbits(128), version=4))
