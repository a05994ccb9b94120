"""How questions end: what somebody did, a new date, a decision, or nothing that needs anybody any more."""

from datetime import timedelta

import pytest

from bot.events import (
    Change,
    Decided,
    Event,
    ItemAccepted,
    ItemDone,
    ItemSentBack,
    LapseClosed,
    Nudged,
    OwnerAccepted,
    Recorded,
    StepCommitted,
    StepDropped,
    StepKept,
    StepParked,
    StepRescheduled,
)
from bot.model import Choice, Deal, ItemId, Lapse, LapseKind, Parked, StepId, WaitingOn
from bot.outgoing import Kind
from bot.playbook import Where
from bot.rules import steps
from bot.rules.endings import answered, ending
from tests.bot.making import ANA, LIV, NOW, OMAR, Story, a_deal, a_lapse, a_step, at, by, id_of

CALL = StepId(id_of("call"))
LATER = by("2026-11-30")
LATE = a_lapse(LapseKind.STEP_OVERDUE, CALL, rung=2)
DUE = a_lapse(LapseKind.STEP_DUE, CALL, rung=1, opened_at=NOW - timedelta(days=1), closed_at=NOW)
UNOWNED = a_lapse(LapseKind.OWNER_NOT_ACCEPTED, rung=3)
PERMIT = ItemId(id_of("permit"))
UNACCEPTED = a_lapse(LapseKind.DONE_NOT_ACCEPTED, PERMIT, rung=2)
UNDATED = a_lapse(LapseKind.NOTHING_DATED, rung=1)


def asked(lapse: Lapse) -> Recorded:
    return Recorded(1, NOW, ANA, Nudged(lapse.id, lapse.kind, "call", lapse.rung, Where.PRIVATE, ANA))


def then(*events: Event) -> list[Recorded]:
    return [Recorded(seq, NOW + timedelta(hours=1), ANA, each) for seq, each in enumerate(events, 2)]


def closed(lapse: Lapse) -> LapseClosed:
    return LapseClosed(lapse.id, lapse.kind, "call")


KEPT = StepKept(CALL, "call", ANA, on_time=False, as_first_dated=False)
MOVED = StepRescheduled(CALL, "call", ANA, by("2026-11-24"), LATER, "ill", is_early=False, slips=1)
PARKED = StepParked(CALL, "call", ANA, Parked(WaitingOn.CUSTOMER, LATER, ANA, "they think"))
DROPPED = StepDropped(CALL, "call", LIV)
DECIDED = Decided(Choice.HOLD, LIV, "the customer waits", LATER, None, is_rescue=False)
ACCEPTED = OwnerAccepted(OMAR, ANA)
GIVEN = ItemDone(PERMIT, "permit", ANA, "p", is_late=True)
TAKEN = ItemAccepted(PERMIT, "permit", OMAR)
BACK = ItemSentBack(PERMIT, "permit", OMAR, "no address", LATER)
COMMITTED = StepCommitted(StepId(id_of("visit")), "visit", ANA, LATER, None)


@pytest.mark.parametrize(
    ("lapse", "events", "ended_by"),
    [
        (LATE, [KEPT, closed(LATE)], KEPT),
        (LATE, [MOVED, closed(LATE)], MOVED),
        (LATE, [PARKED, closed(LATE)], PARKED),
        (LATE, [DECIDED, DROPPED, closed(LATE)], DROPPED),
        (LATE, [closed(LATE)], closed(LATE)),
        (LATE, [], None),
        (UNOWNED, [ACCEPTED, closed(UNOWNED)], ACCEPTED),
        (UNOWNED, [DECIDED, ACCEPTED, closed(UNOWNED)], DECIDED),
        (UNOWNED, [], None),
        (UNACCEPTED, [TAKEN, closed(UNACCEPTED)], TAKEN),
        (UNACCEPTED, [BACK, closed(UNACCEPTED), GIVEN], BACK),
        (a_lapse(LapseKind.ITEM_OVERDUE, PERMIT, rung=1), [GIVEN, TAKEN], GIVEN),
        (UNDATED, [COMMITTED, closed(UNDATED)], COMMITTED),
        (UNDATED, [closed(UNDATED)], closed(UNDATED)),
    ],
)
def test_a_question_ends_by_what_somebody_did_about_it(
    lapse: Lapse, events: list[Event], ended_by: Event | None
) -> None:
    found = ending(a_deal(steps=(a_step(),), lapses=(lapse,)), [asked(lapse), *then(*events)], asked(lapse))

    assert (found.event if found else None) == ended_by


def test_what_happened_before_the_question_or_to_another_step_ends_nothing() -> None:
    other = StepKept(StepId(id_of("visit")), "visit", ANA, on_time=True, as_first_dated=True)
    before = Recorded(0, NOW - timedelta(days=1), ANA, MOVED)

    assert ending(a_deal(lapses=(LATE,)), [before, asked(LATE), *then(other)], asked(LATE)) is None


def test_the_first_new_date_after_it_ended_it_whatever_came_later() -> None:
    history = [asked(LATE), *then(MOVED, closed(LATE), KEPT)]

    found = ending(a_deal(lapses=(LATE,)), history, asked(LATE))

    assert found is not None
    assert found.event == MOVED


def test_the_mornings_question_still_asks_while_the_step_is_late() -> None:
    deal = a_deal(steps=(a_step(),), lapses=(DUE, LATE))

    assert ending(deal, [asked(DUE), *then(closed(DUE))], asked(DUE)) is None
    assert answered(deal, then(closed(DUE))) == ()


def test_a_step_that_is_done_ends_the_mornings_question_too() -> None:
    deal = a_deal(steps=(a_step(),), lapses=(DUE, a_lapse(LapseKind.STEP_OVERDUE, CALL, rung=2, closed_at=NOW)))

    assert answered(deal, then(KEPT, closed(LATE))) == (
        f"nudge:{DUE.id}:1",
        f"nudge:{LATE.id}:1",
        f"nudge:{LATE.id}:2",
    )


def test_of_a_first_word_whose_reader_left_the_one_that_was_said_instead_ends() -> None:
    lapse = a_lapse(LapseKind.STEP_OVERDUE, CALL, rung=2, tries=2, closed_at=NOW)

    assert answered(a_deal(steps=(a_step(),), lapses=(lapse,)), then(KEPT, closed(LATE))) == (
        f"nudge:{lapse.id}:1:2",
        f"nudge:{lapse.id}:2",
    )


def test_a_lapse_that_asked_nobody_leaves_nothing_to_draw_anew() -> None:
    silent = a_lapse(LapseKind.NOTHING_DATED, closed_at=NOW)

    assert answered(a_deal(lapses=(silent,)), then(closed(silent))) == ()


def test_every_question_about_a_step_is_drawn_anew_when_it_is_done() -> None:
    story = Story(a_deal())
    story.do(lambda deal: commit(deal, story), NOW, actor=ANA)
    story.play(at("2026-11-26 12:00"))
    nudges = [row.key for row in story.rows if row.kind is Kind.NUDGE and row.seq]
    step = story.deal.steps[0]

    story.rows.clear()
    done_at = at("2026-11-26 12:00")
    story.do(lambda deal: steps.keep(deal, story.context, step_id=step.id, by=ANA, now=done_at), done_at, actor=ANA)

    about_it = {row.edits for row in story.rows if row.detail == "nudge"}
    assert about_it
    assert about_it <= set(nudges)


def commit(deal: Deal, story: Story) -> Change:
    due = by("2026-11-24 15:00")
    return steps.commit(deal, story.context, step_id=CALL, what="call", by=ANA, due=due, consequence=None, now=NOW)
