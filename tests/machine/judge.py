"""What must be true of every change of a deal, judged from what is recorded and what was known of people then."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.context import Context
from bot.events import (
    ConsequenceDue,
    LapseClosed,
    Nudged,
    NudgeSkipped,
    NudgeTold,
    Recorded,
    Reminded,
    Snoozed,
)
from bot.model import (
    Deal,
    DealStatus,
    Due,
    Item,
    ItemStatus,
    Lapse,
    LapseId,
    LapseKind,
    Otherwise,
    Step,
    StepStatus,
    UserId,
)
from bot.offered import StepOffered
from bot.playbook import Where
from tests.machine.wall import has_worked, is_workday, local_date, workdays, works_at, zone_of

OVERDUE = (LapseKind.STEP_OVERDUE, LapseKind.ITEM_OVERDUE)
DUE = (LapseKind.STEP_DUE, LapseKind.ITEM_DUE)
NEXT_MORNING = time(10)


@dataclass
class Judge:
    """Sees each change once, in order. ``asleep``: until when what was put off is; ``told``: since when people know."""

    counts: Counter[str] = field(default_factory=Counter)
    asleep: dict[LapseId, datetime] = field(default_factory=dict)
    told: dict[LapseId, datetime] = field(default_factory=dict)
    rungs: Counter[LapseId] = field(default_factory=Counter)
    spoken: set[UUID] = field(default_factory=set)

    def saw(self, deal: Deal, recorded: Sequence[Recorded], context: Context) -> None:
        """Judge what was recorded with the deal as it was saved with it."""
        for each in recorded:
            self.counts[type(each.event).__name__] += 1
            match each.event:
                case NudgeTold() | NudgeSkipped() as event:
                    self.told[event.lapse_id] = each.at
                case Snoozed() as event:
                    self._may_be_put_off(deal, event, each.at, context)
                    self.asleep[event.lapse_id] = event.until.at
                case Reminded() as event:
                    assert each.at >= self.asleep.pop(event.lapse_id), "Reminded before the moment that was chosen."
                    assert works_at(context, event.who, each.at), "Reminded outside their hours."
                    self.told[event.lapse_id] = each.at
                case LapseClosed() as event:
                    self.asleep.pop(event.lapse_id, None)
                case Nudged() as event:
                    self._may_be_said(deal, event, each.at, context)
                    self.rungs[event.lapse_id] = event.rung
        _apply_what_was_agreed(deal, recorded, context)

    def _may_be_put_off(self, deal: Deal, event: Snoozed, at: datetime, context: Context) -> None:
        """Nothing is put off for longer than the playbook allows, nor for long without a reason, nor a decision."""
        lapse = _lapse(deal, event.lapse_id)
        assert lapse.decider_id is None
        assert lapse.told_at, "Nobody can put off what was not said."
        assert workdays(context, event.by, lapse.opened_at, event.until.at) <= deal.ladder.longest_snooze_days
        assert event.until.at > at
        assert works_at(context, event.by, event.until.at)
        assert event.reason or workdays(context, event.by, at, event.until.at) <= 1

    def _may_be_said(self, deal: Deal, event: Nudged, at: datetime, context: Context) -> None:
        """Every word comes in its person's hours, in turn, in time, and about what is there and not put off."""
        lapse = _lapse(deal, event.lapse_id)
        self.counts[f"nudges of {event.kind}"] += 1
        self.counts["nudges of a stand-in"] += event.instead_of is not None
        assert deal.status is DealStatus.OPEN, "A word about a deal whose clocks stand."
        assert works_at(context, event.who, at), "Somebody is asked outside the hours they have."
        assert context.is_able(event.who)
        assert event.who != event.instead_of
        assert event.decider_id is None or context.is_able(event.decider_id)
        assert event.rung == self.rungs[event.lapse_id] + 1
        assert event.rung == 1 or event.lapse_id in self.told, "The word before it is still on its way."
        assert not {each.id for each in deal.lapses if _is_about_the_same(each, lapse)} & {*self.asleep}
        self._is_in_private_first(lapse, event)
        assert _is_time(deal, lapse, event, at, context), f"A word before its time: {event}"
        if event.rung > 1:
            assert self._has_had_time(deal, event, at, context), f"Before they had time to answer, at {at}: {event}"
        self.told.pop(event.lapse_id, None)

    def _is_in_private_first(self, lapse: Lapse, event: Nudged) -> None:
        if lapse.subject:
            assert event.where is Where.PRIVATE or lapse.subject in self.spoken
            self.spoken.add(lapse.subject)

    def _has_had_time(self, deal: Deal, event: Nudged, at: datetime, context: Context) -> bool:
        rule, since = deal.ladder.lapses[event.kind].rungs[event.rung - 1], self.told[event.lapse_id]
        due = _due(deal, _lapse(deal, event.lapse_id))
        if not (rule.next_morning and due and due.on):
            return has_worked(context, event.who, since, at, hours=rule.after_hours)
        passed = workdays(context, event.who, since, at)
        # Whoever is not there at ten is asked on a later day, whenever that begins for them.
        return passed > 1 or (passed == 1 and at.astimezone(zone_of(context, event.who)).time() >= NEXT_MORNING)


def _is_time(deal: Deal, lapse: Lapse, event: Nudged, at: datetime, context: Context) -> bool:
    """Tell whether what lapses has: its moment has passed, or it is the day, and it is open."""
    subject = _subject(deal, lapse.subject)
    if lapse.subject is None or lapse.kind is LapseKind.COLLEAGUE_GONE:
        is_so = lapse.subject is None or _has_left_something(deal, event.instead_of, context)
        return is_so and lapse.opened_at <= at
    if lapse.kind in (LapseKind.DONE_NOT_ACCEPTED, LapseKind.REQUEST_UNANSWERED):
        return _waits_for_an_answer(deal, subject, event, at, context)
    if subject is None or subject.status not in (StepStatus.OPEN, ItemStatus.OPEN):
        return False
    due = _due(deal, lapse)
    if due is None:
        return lapse.kind not in (*OVERDUE, *DUE)
    if lapse.kind in OVERDUE:
        return at >= due.at
    holder, day = event.instead_of or event.who, due.at.astimezone(ZoneInfo(due.zone)).date()
    today = local_date(context, holder, at)
    # Of a line that is due on a day on which its holder does not work they hear on their last day before it.
    is_last = lapse.kind is LapseKind.ITEM_DUE and not _works_between(context, holder, today, day)
    return lapse.kind not in DUE or today >= day or is_last


def _works_between(context: Context, who: UserId, since: date, until: date) -> bool:
    days = (since + timedelta(days=n) for n in range(1, (until - since).days + 1))
    return any(is_workday(context, who, day) for day in days)


def _has_left_something(deal: Deal, who: UserId | None, context: Context) -> bool:
    """Tell whether somebody who cannot act any more leads, or has to give something, on this deal."""
    held = [each for each in deal.items if each.status in (ItemStatus.OPEN, ItemStatus.WAITING)]
    people = {*(lead for _, lead in deal.leads), *(each.holder_id for each in held)}
    return who in people - {deal.owner_id} and not context.is_able(UserId(who or ""))


def _waits_for_an_answer(
    deal: Deal, subject: Step | Item | None, event: Nudged, at: datetime, context: Context
) -> bool:
    """Tell whether it is the turn of whoever is asked: of a done line's receiver after a while, of a request's two by turns."""
    asked = event.instead_of or event.who
    if isinstance(subject, Item):
        hours = deal.ladder.lapses[event.kind].opens_after_hours
        done_at = subject.done_at if subject.status is ItemStatus.DONE else None
        return done_at is not None and has_worked(context, asked, done_at, at, hours=hours)
    if subject is None or subject.status is not StepStatus.OFFERED or subject.request is None:
        return False
    turn = subject.request.by if subject.request.counter else subject.by
    return at >= subject.request.at and asked == turn


def _apply_what_was_agreed(deal: Deal, recorded: Sequence[Recorded], context: Context) -> None:
    """See what was agreed apply with the question for a decision, once, to whom it names."""
    events = [each.event for each in recorded]
    applied = [event.step_id for event in events if isinstance(event, ConsequenceDue)]
    wanted = []
    for event, step in _late(deal, events):
        wanted.append(step.id)
        agreed = step.consequence
        assert agreed
        named = agreed.person if agreed.kind is Otherwise.DECIDE else None
        if named and _is_there(context, named, recorded[0].at):
            assert event.decider_id == named
    assert sorted(applied) == sorted(wanted)
    for each in events:
        if isinstance(each, StepOffered):
            assert context.is_able(each.to), "What was agreed is put to somebody who cannot do it."


def _late(deal: Deal, events: Sequence[object]) -> Iterator[tuple[Nudged, Step]]:
    """Yield the questions for a decision about a step for which something was agreed."""
    for event in events:
        if isinstance(event, Nudged) and event.kind is LapseKind.STEP_OVERDUE:
            step = _subject(deal, _lapse(deal, event.lapse_id).subject)
            if event.decider_id and isinstance(step, Step) and step.consequence:
                yield event, step


def _is_there(context: Context, who: UserId, at: datetime) -> bool:
    day = local_date(context, who, at)
    return context.is_able(who) and not any(each.first <= day <= each.last for each in context.time_of(who).absences)


def _due(deal: Deal, lapse: Lapse) -> Due | None:
    """Return by when it was to happen; a step that waits on somebody is judged by the day to ask them, where that is later."""
    subject = _subject(deal, lapse.subject)
    parked = subject.parked if isinstance(subject, Step) else None
    dates = [each for each in (subject.due if subject else None, parked.until if parked else None) if each]
    return max(dates, key=lambda each: each.at, default=None)


def _subject(deal: Deal, wanted: UUID | None) -> Step | Item | None:
    known: tuple[Step | Item, ...] = (*deal.steps, *deal.items)
    return next((each for each in known if each.id == wanted), None)


def _lapse(deal: Deal, wanted: LapseId) -> Lapse:
    return next(each for each in deal.lapses if each.id == wanted)


def _is_about_the_same(one: Lapse, other: Lapse) -> bool:
    return one.id == other.id or (one.subject is not None and one.subject == other.subject)
