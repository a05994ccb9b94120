"""What people do to a deal in the machine: anybody anything at any time, whether or not it is theirs to do."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import ClassVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bot.events import Change, Nudged
from bot.model import (
    Choice,
    Consequence,
    Deal,
    DealStatus,
    Due,
    ItemStatus,
    Lapse,
    Otherwise,
    Step,
    StepId,
    StepStatus,
    UserId,
    WaitingOn,
)
from bot.playbook import DueRule
from bot.refusals import Refusal
from bot.rules import (
    customer,
    deciding,
    gates,
    items,
    offers,
    opening,
    owner,
    reopening,
    silence,
    snoozing,
    steps,
    telling,
)
from bot.rules.evidence import Proof
from bot.rules.opening import Cast
from bot.rules.reopening import ENDED
from bot.working_time import Calendar, whole_day
from tests.bot.making import ANA, CONTEXT, FAYE, LIV, OMAR, Story, a_deal, a_playbook, a_rule, at
from tests.machine.judge import Judge

WHO = st.sampled_from([ANA, OMAR, FAYE, LIV])
HOURS = st.integers(-10, 80) | st.integers(80, 500)
PLAYBOOK = a_playbook(
    a_rule("contract", DueRule("won", 0), accepted_by="finance"),
    a_rule("visit", DueRule("won", 2), evidence="date", waits_for=("contract",), is_gate=True),
    a_rule("report", DueRule("visit", -1), function="finance"),
    a_rule("site", DueRule("promised", -30), is_gate=True),
)
OPENED = at("2026-10-21 15:30")
"""Four days before the clocks of Europe go back, eleven before those of New York do."""
AGREED = (
    None,
    Consequence(text="Liv decides"),
    Consequence(Otherwise.DECIDE, FAYE),
    *[Consequence(Otherwise.LEAD), Consequence(Otherwise.STEP, OMAR, "tell the customer")] * 2,
)
CHOICES = (*(each for each in Choice if each is not Choice.STOP),) * 3 + (Choice.STOP,)
"""Stopped, a deal has no more to show: it is what happens least."""


MOST_LOOKS = 300


def mostly(who: UserId) -> st.SearchStrategy[UserId]:
    """Draw the one whose turn it is more often than others: what is not theirs to do, people only try."""
    return st.just(who) | st.just(who) | WHO


class Acts(RuleBasedStateMachine):
    """A deal, four people and a clock that only moves forward. ``met``: what happened, over all examples."""

    met: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.now = OPENED
        self.context = CONTEXT
        self.ids = count(1)
        self.story = Story(a_deal(status=DealStatus.BACKLOG, items=(), opened_at=None, owned_at=None))
        self.judge = Judge(self.met)
        self.met["examples"] += 1

    @initialize(named=st.none() | WHO, is_private=st.booleans())
    def open(self, named: UserId | None, *, is_private: bool) -> None:
        cast = Cast(ANA, named, (("delivery", OMAR), ("finance", FAYE)))
        playbook = replace(PLAYBOOK, is_private=is_private)
        self.do(ANA, lambda deal: opening.start(deal, playbook, cast, self.context, now=self.now))

    def do(self, who: UserId, act: Callable[[Deal], Change]) -> None:
        """Let somebody act; a refusal changes nothing, and so does whatever yields no event."""
        before, known = self.story.deal, len(self.story.log)
        if not self.context.is_able(who):
            return
        self.met["acts"] += 1
        try:
            events = self.story.do(act, self.now, actor=who)
        except Refusal:
            self.met["acts that were refused"] += 1
            return
        if not events:
            after = replace(self.story.deal, next_review_at=before.next_review_at, lived_at=before.lived_at)
            assert after == before, "The deal changed without an event."
        self.judge.saw(self.deal, self.story.log[known:], self.context)

    @property
    def deal(self) -> Deal:
        return self.story.deal

    def due(self, hours: int, *, is_day: bool) -> Due:
        moment = self.now + timedelta(hours=hours)
        if not is_day:
            return Due(moment, "Europe/Berlin")
        return whole_day(Calendar("Europe/Helsinki"), moment.date())

    def new_id(self) -> StepId:
        return StepId(UUID(int=next(self.ids)))

    # Time passes.

    @rule(minutes=st.integers(0, 60 * 30))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def sweep_at_the_hint(self) -> None:
        if self.deal.next_review_at:
            self.now = max(self.now, self.deal.next_review_at)
            self.do(LIV, Change)

    @rule(is_told=st.booleans())
    def deliver(self, *, is_told: bool) -> None:
        for lapse in self.deal.lapses:
            if lapse.rung:
                self._deliver(lapse, is_told=is_told)

    @rule(hours=st.integers(1, 30))
    def let_a_day_pass(self, hours: int) -> None:
        self._let_pass(timedelta(hours=hours))

    @rule(days=st.integers(2, 9))
    def let_days_pass(self, days: int) -> None:
        self._let_pass(timedelta(days=days))

    def _let_pass(self, span: timedelta) -> None:
        """Do what the sweep and the courier do all day, so that ladders are climbed within an example."""
        until = self.now + span
        for _ in range(MOST_LOOKS):
            if self.deal.next_review_at is None or self.deal.next_review_at > until:
                break
            self.sweep_at_the_hint()
            self.deliver(is_told=True)
        else:
            raise AssertionError("The deal asks to be looked at without end.")
        self.now = max(self.now, until)

    def _deliver(self, lapse: Lapse, *, is_told: bool) -> None:
        if is_told:
            self.do(LIV, lambda deal: telling.told(deal, lapse_id=lapse.id, rung=lapse.rung, now=self.now))
        else:
            why = "no such person"
            self.do(LIV, lambda deal: telling.skipped(deal, lapse_id=lapse.id, rung=lapse.rung, why=why, now=self.now))

    # People own it, and date what they will do.

    @rule(who=WHO, to=WHO)
    def offer(self, who: UserId, to: UserId) -> None:
        self.do(who, lambda deal: owner.offer(deal, self.context, to=to, by=who, now=self.now))

    @precondition(lambda self: self.deal.offer)
    @rule(data=st.data())
    def accept_ownership(self, data: st.DataObject) -> None:
        who = data.draw(mostly(self.deal.offer.to)) if self.deal.offer else LIV
        self.do(who, lambda deal: owner.accept(deal, self.context, by=who, now=self.now))

    @rule(who=WHO)
    def decline_ownership(self, who: UserId) -> None:
        self.do(who, lambda deal: owner.decline(deal, self.context, by=who, reason="leave", now=self.now))

    @rule(who=WHO, hours=HOURS, is_day=st.booleans(), agreed=st.sampled_from(AGREED))
    def commit(self, who: UserId, hours: int, agreed: Consequence | None, *, is_day: bool) -> None:
        due, step_id = self.due(hours, is_day=is_day), self.new_id()
        self.do(
            who,
            lambda deal: steps.commit(
                deal, self.context, step_id=step_id, what="call", by=who, due=due, consequence=agreed, now=self.now
            ),
        )

    @precondition(lambda self: self.deal.steps)
    @rule(data=st.data())
    def keep(self, data: st.DataObject) -> None:
        step, who = self._a_step(data)
        self.do(who, lambda deal: steps.keep(deal, self.context, step_id=step.id, by=who, now=self.now))

    @precondition(lambda self: self.deal.steps)
    @rule(data=st.data(), hours=HOURS, is_day=st.booleans(), cause=st.sampled_from(WaitingOn))
    def move(self, data: st.DataObject, hours: int, cause: WaitingOn, *, is_day: bool) -> None:
        (step, who), due = self._a_step(data), self.due(hours, is_day=is_day)
        self.do(
            who,
            lambda deal: steps.reschedule(
                deal, self.context, step_id=step.id, by=who, due=due, reason="rain", cause=cause, now=self.now
            ),
        )

    @precondition(lambda self: self.deal.steps)
    @rule(data=st.data(), hours=HOURS, is_day=st.booleans(), on=st.sampled_from(WaitingOn), chaser=st.none() | WHO)
    def park(self, data: st.DataObject, hours: int, on: WaitingOn, chaser: UserId | None, *, is_day: bool) -> None:
        (step, who), until = self._a_step(data), self.due(hours, is_day=is_day)
        self.do(
            who,
            lambda deal: steps.park(
                deal, self.context, step_id=step.id, by=who, on=on, until=until, reason="", chaser=chaser, now=self.now
            ),
        )

    def _a_step(self, data: st.DataObject) -> tuple[Step, UserId]:
        step = data.draw(st.sampled_from(self.deal.steps))
        return step, data.draw(mostly(step.by))

    @precondition(lambda self: any(each.status is StepStatus.OFFERED for each in self.deal.steps))
    @rule(data=st.data(), hours=HOURS, is_taken=st.booleans())
    def answer_what_was_agreed(self, data: st.DataObject, hours: int, *, is_taken: bool) -> None:
        offered = [each for each in self.deal.steps if each.status is StepStatus.OFFERED]
        step, due = data.draw(st.sampled_from(offered)), self.due(hours, is_day=False)
        who = data.draw(mostly(step.by))
        if is_taken:
            what = step.what
            self.do(
                who,
                lambda deal: offers.take_on(
                    deal, self.context, step_id=step.id, by=who, what=what, due=due, now=self.now
                ),
            )
        else:
            self.do(
                who,
                lambda deal: offers.turn_down(
                    deal, self.context, step_id=step.id, by=who, reason="leave", now=self.now
                ),
            )

    @precondition(lambda self: self.deal.items)
    @rule(data=st.data(), days=st.none() | st.integers(-5, 40))
    def do_an_item(self, data: st.DataObject, days: int | None) -> None:
        item = data.draw(st.sampled_from(self.deal.items))
        who, proof_on = data.draw(mostly(item.holder_id)), None
        if days is not None:
            proof_on = self.now.date() + timedelta(days=days)
        self.do(
            who,
            lambda deal: items.finish(
                deal, self.context, item_id=item.id, by=who, proof=Proof("p", proof_on), now=self.now
            ),
        )

    @precondition(lambda self: any(each.status is ItemStatus.DONE for each in self.deal.items))
    @rule(data=st.data(), is_good=st.booleans())
    def receive_an_item(self, data: st.DataObject, *, is_good: bool) -> None:
        item = data.draw(st.sampled_from([each for each in self.deal.items if each.status is ItemStatus.DONE]))
        who = data.draw(mostly(FAYE))
        if is_good:
            self.do(who, lambda deal: items.accept(deal, self.context, item_id=item.id, by=who, now=self.now))
        else:
            self.do(
                who,
                lambda deal: items.send_back(deal, self.context, item_id=item.id, by=who, reason="r", now=self.now),
            )

    @precondition(lambda self: any(each.status in ENDED for each in self.deal.items))
    @rule(data=st.data(), hours=st.none() | st.integers(1, 300))
    def reopen_an_item(self, data: st.DataObject, hours: int | None) -> None:
        item = data.draw(st.sampled_from([each for each in self.deal.items if each.status in ENDED]))
        who, due = data.draw(mostly(item.holder_id)), self.due(hours, is_day=False) if hours else None
        self.do(
            who,
            lambda deal: reopening.reopen(
                deal, self.context, item_id=item.id, by=who, reason="it changed", now=self.now, due=due
            ),
        )

    @precondition(lambda self: any(each.status is ItemStatus.WAITING for each in self.deal.items))
    @rule(data=st.data())
    def start_an_item_anyway(self, data: st.DataObject) -> None:
        item = data.draw(st.sampled_from([each for each in self.deal.items if each.status is ItemStatus.WAITING]))
        who = data.draw(mostly(self.deal.owner_id))
        self.do(
            who,
            lambda deal: gates.start_anyway(
                deal, self.context, item_id=item.id, by=who, reason="it cannot wait", now=self.now
            ),
        )

    # People answer what they are asked, or put it off.

    @precondition(lambda self: bool(deciding.open_questions(self.deal)))
    @rule(data=st.data(), choice=st.sampled_from(CHOICES), hours=st.integers(1, 300))
    def decide(self, data: st.DataObject, choice: Choice, hours: int) -> None:
        asked = [each.decider_id for each in deciding.open_questions(self.deal) if each.decider_id]
        who = data.draw(mostly(data.draw(st.sampled_from(asked))))
        due, step_id = self.due(hours, is_day=False), self.new_id()
        verdict = deciding.Verdict(choice, "stuck", what="call again", due=due, until=due, promised_on=date(2027, 3, 1))
        self.do(who, lambda deal: deciding.decide(deal, self.context, verdict, by=who, step_id=step_id, now=self.now))

    @precondition(lambda self: any(self._unanswered()))
    @rule(data=st.data(), is_tomorrow=st.booleans())
    def put_off_by_a_button(self, data: st.DataObject, *, is_tomorrow: bool) -> None:
        lapse, who = data.draw(st.sampled_from(self._unanswered()))
        self._put_off(who, self.day_from_now(who, 1) if is_tomorrow else self.due(1, is_day=False), "", lapse)

    @precondition(lambda self: any(self._unanswered()))
    @rule(
        data=st.data(), days=st.none() | st.integers(-1, 12), reason=st.sampled_from(["", *["the crane is late"] * 3])
    )
    def put_off_with_words(self, data: st.DataObject, days: int | None, reason: str) -> None:
        """Choose next Monday, or any date."""
        _, asked = data.draw(st.sampled_from(self._unanswered()))
        who = data.draw(mostly(asked))
        self._put_off(who, self.day_from_now(who, 7 - self.now.weekday() if days is None else days), reason)

    def day_from_now(self, who: UserId, days: int) -> Due:
        return whole_day(self.context.calendar(who), self.now.date() + timedelta(days=days))

    def _put_off(self, who: UserId, until: Due, reason: str, lapse: Lapse | None = None) -> None:
        lapse_id = lapse.id if lapse else None
        self.do(
            who,
            lambda deal: snoozing.snooze(
                deal, self.context, by=who, until=until, reason=reason, now=self.now, lapse_id=lapse_id
            ),
        )

    def _unanswered(self) -> list[tuple[Lapse, UserId]]:
        """Return what people have read and not answered, decisions aside, with who was asked last."""
        asked = {each.lapse_id: each.who for each in (one.event for one in self.story.log) if isinstance(each, Nudged)}
        told = (each for each in self.deal.lapses if each.closed_at is None and each.told_at)
        return [(each, asked[each.id]) for each in told if each.decider_id is None]

    # People say what the customer hears, and talk; the CRM tells of another date.

    @rule(who=WHO, what=st.sampled_from(["", "the crane comes on Tuesday", "we wait for the permit"]))
    def write_the_customer_line(self, who: UserId, what: str) -> None:
        self.do(who, lambda deal: customer.write(deal, self.context, what=what, by=who, now=self.now))

    @rule(who=WHO)
    def talk(self, who: UserId) -> None:
        self.do(who, lambda deal: silence.spoke(deal, now=self.now))

    @rule(day=st.dates(date(2026, 11, 1), date(2027, 6, 1)))
    def hear_from_the_crm(self, day: date) -> None:
        def correct(deal: Deal) -> Change:
            facts = replace(deal.facts, promised_on=day)
            change = opening.update(deal, facts, occurred_at=self.now)
            return replace(
                change, deal=items.redated(change.deal, self.context, was=deal.facts.promised_on, now=self.now)
            )

        self.do(LIV, correct)
