"""Anything by anybody at any time: whatever people do to a deal, its promises to them hold."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.context import Context
from bot.events import Change, Event, Nudged, NudgeSkipped, NudgeTold
from bot.model import (
    Absence,
    Choice,
    Consequence,
    Deal,
    DealStatus,
    Due,
    ItemStatus,
    Otherwise,
    PersonalTime,
    StepId,
    StepStatus,
    UserId,
    WaitingOn,
    Week,
)
from bot.playbook import DueRule, Where
from bot.refusals import Refusal
from bot.rules import deciding, items, opening, owner, steps, telling
from bot.rules.opening import Cast
from bot.working_time import Calendar, whole_day
from tests.bot.making import (
    ANA,
    CONTEXT,
    FAYE,
    LIV,
    OMAR,
    Story,
    a_deal,
    a_playbook,
    a_rule,
    at,
)

WHO = st.sampled_from([ANA, OMAR, FAYE, LIV])
PLAYBOOK = a_playbook(
    a_rule("contract", DueRule("won", 0), accepted_by="finance"),
    a_rule("visit", DueRule("won", 2), evidence="date", waits_for=("contract",), is_gate=True),
    a_rule("report", DueRule("visit", -1), function="finance"),
    a_rule("site", DueRule("promised", -30), is_gate=True),
)
OPENED = at("2026-10-21 15:30")


def works_at(context: Context, who: UserId, moment: datetime) -> bool:
    """Tell whether somebody is there and works, or did within the hour, or will."""
    person, own = context.people[who], context.time_of(who)
    week, local = own.week or context.week, moment.astimezone(ZoneInfo(person.zone))
    minutes = local.hour * 60 + local.minute
    opens, closes = week.opens.hour * 60 - 60, week.closes.hour * 60 + 60
    days_off = context.days_off.get("", frozenset()) | context.days_off.get(context.region or "", frozenset())
    is_away = any(each.first <= local.date() <= each.last for each in own.absences)
    return local.weekday() in week.days and opens <= minutes < closes and local.date() not in days_off and not is_away


AGREED = (
    None,
    Consequence(text="Liv decides"),
    Consequence(Otherwise.DECIDE, FAYE),
    Consequence(Otherwise.LEAD),
    Consequence(Otherwise.STEP, OMAR, "tell the customer"),
)


class DealMachine(RuleBasedStateMachine):
    """A deal, four people and a clock that only moves forward."""

    def __init__(self) -> None:
        super().__init__()
        self.now = OPENED
        self.context = CONTEXT
        self.ids = count(1)
        self.story = Story(a_deal(status=DealStatus.BACKLOG, items=(), opened_at=None, owned_at=None))
        self.checked = 0
        self.heard = 0

    @initialize(named=st.none() | WHO, is_private=st.booleans())
    def open(self, named: UserId | None, *, is_private: bool) -> None:
        cast = Cast(ANA, named, (("delivery", OMAR), ("finance", FAYE)))
        playbook = replace(PLAYBOOK, is_private=is_private)
        self.do(ANA, lambda deal: opening.start(deal, playbook, cast, self.context, now=self.now))

    def do(self, who: UserId, act: Callable[[Deal], Change]) -> None:
        """Let somebody act; a refusal changes nothing, and so does whatever yields no event."""
        before = self.story.deal
        try:
            events = self.story.do(act, self.now, actor=who)
        except Refusal:
            return
        if not events:
            after = replace(self.story.deal, next_review_at=before.next_review_at)
            assert after == before, "The deal changed without an event."

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
            if lapse.rung and is_told:
                self.do(LIV, lambda deal, one=lapse: telling.told(deal, lapse_id=one.id, rung=one.rung, now=self.now))  # type: ignore[misc]
            elif lapse.rung:
                self.do(
                    LIV,
                    lambda deal, one=lapse: telling.skipped(  # type: ignore[misc]
                        deal, lapse_id=one.id, rung=one.rung, why="no such person", now=self.now
                    ),
                )

    # People act.

    @rule(who=WHO, to=WHO)
    def offer(self, who: UserId, to: UserId) -> None:
        self.do(who, lambda deal: owner.offer(deal, self.context, to=to, by=who, now=self.now))

    @rule(who=WHO)
    def accept_ownership(self, who: UserId) -> None:
        self.do(who, lambda deal: owner.accept(deal, self.context, by=who, now=self.now))

    @rule(who=WHO)
    def decline_ownership(self, who: UserId) -> None:
        self.do(who, lambda deal: owner.decline(deal, self.context, by=who, reason="leave", now=self.now))

    @rule(who=WHO, hours=st.integers(-10, 500), is_day=st.booleans(), otherwise=st.sampled_from(AGREED))
    def commit(self, who: UserId, hours: int, otherwise: Consequence | None, *, is_day: bool) -> None:
        due, step_id = self.due(hours, is_day=is_day), self.new_id()
        self.do(
            who,
            lambda deal: steps.commit(
                deal, self.context, step_id=step_id, what="call", by=who, due=due, consequence=otherwise, now=self.now
            ),
        )

    @precondition(lambda self: self.deal.steps)
    @rule(data=st.data(), who=WHO, hours=st.integers(-10, 500), verb=st.sampled_from(["keep", "move", "park"]))
    def treat_a_step(self, data: st.DataObject, who: UserId, hours: int, verb: str) -> None:
        step, due = data.draw(st.sampled_from(self.deal.steps)), self.due(hours, is_day=hours % 2 == 0)
        verbs: dict[str, Callable[[Deal], Change]] = {
            "keep": lambda deal: steps.keep(deal, self.context, step_id=step.id, by=who, now=self.now),
            "move": lambda deal: steps.reschedule(
                deal, self.context, step_id=step.id, by=who, due=due, reason="rain", now=self.now
            ),
            "park": lambda deal: steps.park(
                deal, self.context, step_id=step.id, by=who, on=WaitingOn.CUSTOMER, until=due, reason="", now=self.now
            ),
        }
        self.do(who, verbs[verb])

    @precondition(lambda self: self.deal.items)
    @rule(data=st.data(), who=WHO, days=st.none() | st.integers(-5, 40), verb=st.sampled_from(["do", "accept", "back"]))
    def treat_an_item(self, data: st.DataObject, who: UserId, days: int | None, verb: str) -> None:
        item = data.draw(st.sampled_from(self.deal.items))
        proof_on = None if days is None else self.now.date() + timedelta(days=days)
        verbs: dict[str, Callable[[Deal], Change]] = {
            "do": lambda deal: items.finish(
                deal, self.context, item_id=item.id, by=who, proof="p", proof_on=proof_on, now=self.now
            ),
            "accept": lambda deal: items.accept(deal, self.context, item_id=item.id, by=who, now=self.now),
            "back": lambda deal: items.send_back(deal, self.context, item_id=item.id, by=who, reason="r", now=self.now),
        }
        self.do(who, verbs[verb])

    @precondition(lambda self: bool(deciding.open_questions(self.deal)))
    @rule(
        who=WHO, choice=st.sampled_from([each for each in Choice if each is not Choice.STOP]), hours=st.integers(1, 300)
    )
    def decide(self, who: UserId, choice: Choice, hours: int) -> None:
        due, step_id = self.due(hours, is_day=False), self.new_id()
        verdict = deciding.Verdict(choice, "stuck", "call again", due, due, date(2027, 3, 1))
        self.do(who, lambda deal: deciding.decide(deal, self.context, verdict, by=who, step_id=step_id, now=self.now))

    @rule(day=st.dates(date(2026, 11, 1), date(2027, 6, 1)))
    def hear_from_the_crm(self, day: date) -> None:
        def correct(deal: Deal) -> Change:
            facts = replace(deal.facts, promised_on=day)
            change = opening.update(deal, facts, occurred_at=self.now)
            return replace(
                change, deal=items.redated(change.deal, self.context, was=deal.facts.promised_on, now=self.now)
            )

        self.do(LIV, correct)

    # People have lives.

    def live(self, who: UserId, **own: object) -> None:
        """Change somebody's own time; the deal is looked at again, as it is whenever that happens."""
        person = self.context.people[who]
        time_of = replace(person.time or PersonalTime(), **own)  # type: ignore[arg-type]
        self.know(people={**self.context.people, who: replace(person, time=time_of)})

    def know(self, **changes: object) -> None:
        self.context = replace(self.context, **changes)  # type: ignore[arg-type]
        self.story.context = self.context
        self.do(LIV, Change)

    @rule(who=WHO, stand_in=st.none() | WHO, start=st.integers(-2, 5), days=st.integers(0, 25))
    def go_away(self, who: UserId, stand_in: UserId | None, start: int, days: int) -> None:
        first = self.now.date() + timedelta(days=start)
        known = self.context.time_of(who).absences[-2:]
        self.live(who, absences=(*known, Absence(first, first + timedelta(days=days), who, stand_in)))

    @rule(who=WHO)
    def come_back(self, who: UserId) -> None:
        self.live(who, absences=())

    @rule(who=WHO, days=st.frozensets(st.integers(0, 6), min_size=1), opens=st.integers(0, 20), hours=st.integers(1, 3))
    def change_hours(self, who: UserId, days: frozenset[int], opens: int, hours: int) -> None:
        self.live(who, week=Week(days, time(opens), time(opens + hours)))

    @rule(who=WHO, hours=st.integers(0, 24 * 21))
    def want_to_be_left_alone(self, who: UserId, hours: int) -> None:
        self.live(who, quiet_until=self.now + timedelta(hours=hours))

    @rule(region=st.sampled_from(["", "FI"]), ahead=st.sets(st.integers(0, 30), max_size=5))
    def have_holidays(self, region: str, ahead: set[int]) -> None:
        days_off = frozenset(self.now.date() + timedelta(days=each) for each in ahead)
        self.know(days_off={**self.context.days_off, region: days_off}, region="FI")

    # What must be true.

    @invariant()
    def somebody_who_can_act_owns_it(self) -> None:
        assert self.context.is_able(self.deal.owner_id)

    @invariant()
    def the_history_has_no_gap(self) -> None:
        assert [each.seq for each in self.story.log] == list(range(1, self.deal.seq + 1))

    @invariant()
    def nothing_is_sent_twice(self) -> None:
        keys = [row.key for row in self.story.rows if not row.key.startswith(("invite:", "checklist:"))]
        assert len(keys) == len(set(keys))

    @invariant()
    def lapses_are_open_once_and_known_once(self) -> None:
        ids = [lapse.id for lapse in self.deal.lapses]
        standing = [(lapse.kind, lapse.subject) for lapse in self.deal.lapses if lapse.closed_at is None]
        assert len(ids) == len(set(ids))
        assert len(standing) == len(set(standing))

    @invariant()
    def rungs_come_one_by_one_and_after_the_last_was_told(self) -> None:
        settled: dict[UUID, int] = defaultdict(int)
        fired: dict[UUID, int] = defaultdict(int)
        for event in self.events():
            if isinstance(event, Nudged):
                assert event.rung == fired[event.lapse_id] + 1
                assert settled[event.lapse_id] == fired[event.lapse_id]
                fired[event.lapse_id] = event.rung
            if isinstance(event, NudgeTold | NudgeSkipped):
                settled[event.lapse_id] = event.rung

    @invariant()
    def nobody_is_nudged_outside_the_hours_they_have(self) -> None:
        """Judge each new nudge by what was known of its person then, counted on the wall and not by the program."""
        for each in self.story.log[self.heard :]:
            if isinstance(each.event, Nudged):
                assert works_at(self.context, each.event.who, each.at)
        self.heard = len(self.story.log)

    @invariant()
    def whoever_is_asked_can_answer(self) -> None:
        for _, event in self.story.nudges():
            assert self.context.is_able(event.who)
            assert event.who != event.instead_of
            assert event.decider_id is None or self.context.is_able(event.decider_id)

    @invariant()
    def only_what_is_open_is_nudged_about(self) -> None:
        """Judge each new nudge by the deal as it was saved with it."""
        is_running = self.deal.status is DealStatus.OPEN
        open_ids: set[UUID] = {step.id for step in self.deal.steps if step.status is StepStatus.OPEN}
        open_ids |= {item.id for item in self.deal.items if item.status is ItemStatus.OPEN}
        lapses = {lapse.id: lapse for lapse in self.deal.lapses}
        for each in self.story.log[self.checked :]:
            if isinstance(each.event, Nudged) and each.seq == self.deal.seq:
                subject = lapses[each.event.lapse_id].subject
                assert is_running
                assert subject is None or subject in open_ids
        self.checked = len(self.story.log)

    @invariant()
    def the_first_word_about_a_step_or_item_is_private(self) -> None:
        spoken: set[UUID] = set()
        subjects = {lapse.id: lapse.subject for lapse in self.deal.lapses}
        for event in self.events():
            subject = subjects.get(event.lapse_id) if isinstance(event, Nudged) else None
            if isinstance(event, Nudged) and subject:
                assert event.where is Where.PRIVATE or subject in spoken
                spoken.add(subject)

    @invariant()
    def it_is_looked_at_again_within_a_week(self) -> None:
        if self.deal.status in (DealStatus.OPEN, DealStatus.HELD):
            assert self.deal.next_review_at
            last = self.story.log[-1].at
            assert self.deal.next_review_at <= max(last, self.now) + timedelta(days=7)

    def events(self) -> list[Event]:
        return [each.event for each in self.story.log]


DealMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
TestDeal = DealMachine.TestCase
