"""What people do of their own accord and when they are asked, each as their temper is."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from random import Random
from uuid import UUID

from bot.events import (
    DealOpened,
    Decided,
    Event,
    ItemAccepted,
    ItemAdded,
    ItemDone,
    ItemSentBack,
    ItemUnlocked,
    Nudged,
    OwnerAccepted,
    OwnerDeclined,
    OwnerOffered,
    Recorded,
    StepCommitted,
    StepKept,
    StepParked,
    StepRescheduled,
    Woken,
)
from bot.model import Choice, DealStatus, Item, ItemStatus, LapseKind, StepId, UserId
from bot.offered import StepOffered
from bot.outgoing import DigestFacts
from bot.rules import owner
from bot.rules.deciding import open_questions
from bot.rules.items import asked_to_decide, is_settled, receiver
from bot.rules.steps import in_force, open_steps, who_acts
from tests.year import acts
from tests.year.company import Company
from tests.year.world import World

UNDATED_HOURS = 40.0
"""How long what has no due moment takes."""
DECLINES = 0.08
ASKS_ANOTHER_AFTER = 2.0
PARKS = 0.15
MOVES_THE_PROMISE = 0.5
DATED_ANEW = (Choice.REPLAN,)
TAKES_IT = 0.6
"""How often somebody who is to decide about a deal that nobody owns, or a line that nobody accepts, takes it themselves."""


class Conduct:
    """Plans what each person will do; what was planned is done only if it is still to be done then."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.seed = world, seed
        world.on_told = self.told
        self._plans: dict[type[Event], Callable[[int, Event, datetime], None]] = {
            DealOpened: self._opened,
            OwnerOffered: self._offered,
            OwnerAccepted: self._planned_on,
            OwnerDeclined: self._offer_again,
            StepCommitted: self._dated,
            StepRescheduled: self._dated,
            StepParked: self._dated,
            StepKept: self._kept,
            StepOffered: self._offered_step,
            Woken: self._planned_on,
            Decided: self._decided,
            ItemUnlocked: self._item,
            ItemAdded: self._item,
            ItemSentBack: self._item,
            ItemDone: self._done,
            ItemAccepted: self._done,
        }

    @property
    def company(self) -> Company:
        return self.world.company

    def heard(self, number: int, recorded: tuple[Recorded, ...], now: datetime) -> None:
        """Plan what follows from what happened to a deal."""
        for each in recorded:
            plan = self._plans.get(type(each.event))
            if plan:
                plan(number, each.event, now)

    def told(self, number: int, nudge: Nudged, now: datetime) -> None:
        """Let whoever is asked answer, if they are one to answer."""
        who = nudge.decider_id or nudge.who
        temper, chance = (
            self.company.tempers[who],
            self.chance(number, f"nudge:{nudge.about}:{nudge.kind}:{nudge.rung}"),
        )
        if chance.random() < temper.hears:
            lapse = next(each for each in self.world.deals[number].lapses if each.id == nudge.lapse_id)
            self._later(
                who, now, temper.answers_after(chance), lambda at: self._answer(number, nudge, lapse.subject, who, at)
            )

    def read(self, who: UserId, facts: DigestFacts, numbers: dict[object, int], now: datetime) -> None:
        """Let somebody act on the lines of their digest that they care for."""
        temper = self.company.tempers[who]
        for line in facts.lines:
            number = numbers[line.deal_id]
            chance = self.chance(number, f"digest:{facts.day}:{line.kind}:{line.subject}")
            if chance.random() < temper.reads:
                subject = UUID(line.subject) if line.subject else None
                act = partial(self._act, number, line.kind, subject, who)
                self._later(who, now, temper.answers_after(chance), act)

    def chance(self, number: int, about: str) -> Random:
        """Return a die of its own for each occasion: what one person draws moves no other's."""
        return Random(f"{self.seed}:{number}:{about}")

    # What follows from what happened.

    def _opened(self, number: int, _event: Event, now: datetime) -> None:
        deal = self.world.deals[number]
        for item in deal.items:
            if item.status is ItemStatus.OPEN:
                self._plan_item(number, item, now)
        if deal.offer is None:
            self._planned_on(number, _event, now)

    def _offered(self, number: int, event: Event, now: datetime) -> None:
        assert isinstance(event, OwnerOffered)
        who = event.offer.to
        temper, chance = self.company.tempers[who], self.chance(number, f"offer:{event.offer.at}")
        if chance.random() < temper.keeps:
            self._later(who, now, temper.answers_after(chance), lambda at: self._accept(number, who, at))

    def _accept(self, number: int, who: UserId, now: datetime) -> None:
        deal = self.world.deals[number]
        if deal.offer is None:
            return
        if self.chance(number, f"declines:{who}").random() < DECLINES and deal.offer.to == who:
            self.world.do(number, who, acts.decline(self.company.context, who, now), now)
        else:
            self.world.do(number, who, acts.take_over(self.company.context, who, now), now)

    def _offer_again(self, number: int, event: Event, now: datetime) -> None:
        assert isinstance(event, OwnerDeclined)
        deal = self.world.deals[number]
        others = [each for each in self.company.owners if each not in (event.declined_by, deal.owner_id)]
        to, by = self.chance(number, f"again:{deal.seq}").choice(others), deal.owner_id
        self._later(
            by,
            now,
            ASKS_ANOTHER_AFTER,
            lambda at: self._act_on(number, by, acts.offer(self.company.context, to, by, at), at),
        )

    def _planned_on(self, number: int, _event: Event, now: datetime) -> None:
        """Let the owner date their next step, if they are one to do it unasked."""
        deal = self.world.deals[number]
        if deal.status is not DealStatus.OPEN or self._is_over(number, now):
            return
        who = deal.owner_id
        temper, chance = self.company.tempers[who], self.chance(number, f"plans:{deal.seq}")
        if chance.random() < temper.plans:
            self._later(who, now, temper.answers_after(chance), lambda at: self._next_step(number, who, at))

    def _kept(self, number: int, event: Event, now: datetime) -> None:
        """Let the owner go on, and tell the customer of it if they are one to do so unasked."""
        self._planned_on(number, event, now)
        deal = self.world.deals[number]
        chance = self.chance(number, f"tells:{deal.seq}")
        if chance.random() < self.company.tempers[deal.owner_id].plans / 2:
            act = acts.tell_customer(self.company.context, deal.owner_id, now, chance)
            self.world.at(now, lambda at: self._act_on(number, deal.owner_id, act, at))

    def _offered_step(self, number: int, event: Event, now: datetime) -> None:
        """Let whom a step is offered to take it on or not, if they are one to answer."""
        assert isinstance(event, StepOffered)
        who, chance = event.to, self.chance(number, f"offered:{event.step_id}")
        temper = self.company.tempers[who]
        if chance.random() < temper.keeps:
            self._later(
                who, now, temper.answers_after(chance), lambda at: self._take_on(number, event.step_id, who, at)
            )

    def _take_on(self, number: int, step_id: StepId, who: UserId, now: datetime) -> None:
        step = next(each for each in self.world.deals[number].steps if each.id == step_id)
        chance = self.chance(number, f"takes on:{step_id}")
        if chance.random() < DECLINES:
            self.world.do(number, who, acts.turn_down(self.company.context, step, who, now), now)
        else:
            self.world.do(number, who, acts.take_on(self.company.context, step, who, now, chance), now)

    def _decided(self, number: int, event: Event, now: datetime) -> None:
        assert isinstance(event, Decided)
        if event.choice is not Choice.CONTINUE:
            self._planned_on(number, event, now)

    def _dated(self, number: int, event: Event, now: datetime) -> None:
        """Plan when a step is done that was just given a date."""
        assert isinstance(event, StepCommitted | StepRescheduled | StepParked)
        step = acts.is_open(self.world.deals[number], event.step_id)
        if step:
            who = who_acts(step)
            at = self._done_at(number, f"step:{step.id}:{step.generation}", who, now, in_force(step).at)
            if at:
                self.world.at(at, lambda at: self._keep(number, step.id, who, at))

    def _item(self, number: int, event: Event, now: datetime) -> None:
        assert isinstance(event, ItemUnlocked | ItemAdded | ItemSentBack)
        item = next(each for each in self.world.deals[number].items if each.id == event.item_id)
        self._plan_item(number, item, now)

    def _plan_item(self, number: int, item: Item, now: datetime) -> None:
        who = item.holder_id
        due = item.due.at if item.due else self.company.after(who, now, UNDATED_HOURS)
        at = self._done_at(number, f"item:{item.key}:{item.generation}", who, now, due)
        if at:
            self.world.at(at, lambda at: self._finish(number, item.id, who, at))

    def _done(self, number: int, event: Event, now: datetime) -> None:
        """Let the receiver look at what was done, and let a deal rest in which everything is."""
        assert isinstance(event, ItemDone | ItemAccepted)
        deal = self.world.deals[number]
        item = next(each for each in deal.items if each.id == event.item_id)
        if item.status is ItemStatus.DONE and item.accepted_by:
            who = receiver(deal, item)
            temper, chance = self.company.tempers[who], self.chance(number, f"accept:{item.key}:{item.generation}")
            if chance.random() < temper.keeps:
                self._later(who, now, temper.answers_after(chance), lambda at: self._receive(number, item.id, who, at))
        self._is_over(number, now)

    # What people do when the moment has come.

    def _answer(self, number: int, nudge: Nudged, subject: UUID | None, who: UserId, now: datetime) -> None:
        lapse = next(each for each in self.world.deals[number].lapses if each.id == nudge.lapse_id)
        if lapse.closed_at is None:
            self._act(number, "decision" if nudge.decider_id else nudge.kind, subject, who, now)

    def _act(self, number: int, kind: str, subject: UUID | None, who: UserId, now: datetime) -> None:
        """Answer what is asked, by its kind; of a kind that nobody foresaw, a word in the channel."""
        deal = self.world.deals[number]
        if deal.status is not DealStatus.OPEN:
            return
        if kind == "decision":
            self._decide(number, who, now)
        elif kind in ("owner_not_accepted", "owner_offer"):
            self._accept(number, who, now)
        elif kind == "nothing_dated":
            self._next_step(number, who, now)
        elif kind in ("to_accept", "done_not_accepted"):
            self._receive_all(number, subject, who, now)
        elif kind == "customer_stale":
            act = acts.tell_customer(self.company.context, who, now, self.chance(number, f"news:{deal.seq}"))
            self.world.do(number, who, act, now)
        elif kind == "promise_at_risk":
            self._hurry(number, now)
        elif step := acts.is_open(deal, StepId(subject)) if subject else None:
            self._treat(number, step.id, who, now)
        elif subject and any(each.id == subject for each in deal.items):
            self._finish(number, subject, who, now)
        else:
            self.world.do(number, who, acts.write(now), now)

    def _decide(self, number: int, who: UserId, now: datetime) -> None:
        chance = self.chance(number, f"decides:{self.world.deals[number].seq}")
        deal = self.world.deals[number]
        unaccepted = [each.id for each in deal.items if who in asked_to_decide(deal, each)]
        if who in owner.asked_to_decide(deal) and chance.random() < TAKES_IT:
            self._accept(number, who, now)
        elif unaccepted and chance.random() < TAKES_IT:
            for each in unaccepted:
                self._receive(number, each, who, now)
        else:
            is_promise = any(
                each.kind is LapseKind.PROMISE_AT_RISK for each in open_questions(self.world.deals[number])
            )
            choices = DATED_ANEW if is_promise and chance.random() < MOVES_THE_PROMISE else acts.CHOICES
            self.world.do(number, who, acts.decide(self.company.context, who, now, chance, of=choices), now)

    def _hurry(self, number: int, now: datetime) -> None:
        """Let whoever holds what is late hear from the owner how it presses, besides what Baton says."""
        for item in self.world.deals[number].items:
            chance = self.chance(number, f"hurry:{item.key}:{item.generation}:{now.date()}")
            temper = self.company.tempers[item.holder_id]
            if item.status is ItemStatus.OPEN and item.is_gate and chance.random() < temper.hears:
                act = partial(self._finish, number, item.id, item.holder_id)
                self._later(item.holder_id, now, temper.answers_after(chance), act)

    def _receive_all(self, number: int, asked: UUID | None, who: UserId, now: datetime) -> None:
        """Look at everything of a deal that waits to be received: nobody opens a checklist for one line of it."""
        deal = self.world.deals[number]
        for item in deal.items:
            is_theirs = item.id == asked or receiver(deal, item) == who
            if item.status is ItemStatus.DONE and item.accepted_by and is_theirs:
                self._receive(number, item.id, who, now)

    def _treat(self, number: int, step_id: StepId, who: UserId, now: datetime) -> None:
        """Answer a question about a step: done, another date, or it waits on somebody."""
        step = acts.is_open(self.world.deals[number], step_id)
        assert step
        temper, chance = self.company.tempers[who], self.chance(number, f"treats:{step.id}:{step.generation}")
        shown, context = chance.random(), self.company.context
        if shown < temper.moves and len(step.slips) < temper.most_moves:
            self.world.do(number, who, acts.move(context, step, who, now, chance), now)
        elif shown > 1 - PARKS and step.parked is None:
            self.world.do(number, who, acts.park(context, step, who, now, chance), now)
        else:
            self._keep(number, step.id, who, now)

    def _next_step(self, number: int, who: UserId, now: datetime) -> None:
        deal = self.world.deals[number]
        if deal.status is DealStatus.OPEN and not open_steps(deal):
            act = acts.commit(self.company.context, who, now, self.chance(number, f"commits:{deal.seq}"))
            self.world.do(number, who, act, now)

    def _keep(self, number: int, step_id: StepId, who: UserId, now: datetime) -> None:
        step = acts.is_open(self.world.deals[number], step_id)
        if step and self.world.deals[number].status is DealStatus.OPEN:
            self.world.do(number, who, acts.keep(self.company.context, step, who, now), now)

    def _finish(self, number: int, item_id: UUID, who: UserId, now: datetime) -> None:
        item = self._item_now(number, item_id, ItemStatus.OPEN)
        if item:
            chance = self.chance(number, f"finish:{item.key}:{item.generation}")
            self.world.do(number, who, acts.finish(self.company.context, item, who, now, chance), now)

    def _receive(self, number: int, item_id: UUID, who: UserId, now: datetime) -> None:
        item = self._item_now(number, item_id, ItemStatus.DONE)
        if item and not is_settled(item):
            chance = self.chance(number, f"receive:{item.key}:{item.generation}")
            self.world.do(number, who, acts.receive(self.company.context, item, who, now, chance), now)

    def _item_now(self, number: int, item_id: UUID, status: ItemStatus) -> Item | None:
        deal = self.world.deals[number]
        found = (each for each in deal.items if each.id == item_id and each.status is status)
        return next(found, None) if deal.status is DealStatus.OPEN else None

    def _is_over(self, number: int, now: datetime) -> bool:
        """Let a deal rest whose checklist is settled."""
        before = self.world.deals[number]
        if acts.close(before).deal is before:
            return False
        self.world.do(number, before.owner_id, acts.close, now)
        return True

    # When.

    def _done_at(self, number: int, about: str, who: UserId, now: datetime, due: datetime) -> datetime | None:
        """Return when somebody does a thing unasked: in time, late, or never."""
        temper, chance = self.company.tempers[who], self.chance(number, f"does:{about}")
        if chance.random() < temper.keeps:
            return self.company.between(who, now, due, chance)
        if chance.random() < temper.remembers:
            return self.company.after(who, max(now, due), temper.is_late_by(chance))
        return None

    def _later(self, who: UserId, now: datetime, hours: float, then: Callable[[datetime], None]) -> None:
        self.world.at(self.company.after(who, now, hours), then)

    def _act_on(self, number: int, who: UserId, act: acts.Act, now: datetime) -> None:
        self.world.do(number, who, act, now)
