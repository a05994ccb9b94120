"""Anything by anybody at any time: a part of the machine's examples, and the judge at work on wrong changes."""

import sys
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.events import ConsequenceDue, Event, Nudged, NudgeTold, Recorded, Reminded, Snoozed
from bot.model import (
    BATON,
    Consequence,
    Deal,
    DealStatus,
    ItemStatus,
    Lapse,
    LapseKind,
    Otherwise,
    Parked,
    Request,
    StepStatus,
    UserId,
    WaitingOn,
)
from bot.playbook import Where
from tests.bot.making import ANA, CONTEXT, FAYE, LIV, OMAR, a_deal, a_lapse, a_step, an_item, at, away, by, with_times
from tests.machine.judge import Judge
from tests.machine.play import figures, play
from tests.machine.wall import has_worked, workdays, works_at

CALL = a_step("call", due=by("2026-11-24"), made_at=at("2026-11-20 10:00"))
LATE = a_lapse(LapseKind.STEP_OVERDUE, CALL.id, opened_at=CALL.due.at)
WEDNESDAY = at("2026-11-25 09:00")


def a_nudge(rung: int = 1, who: UserId = ANA, *, lapse: Lapse = LATE, **changes: object) -> Nudged:
    given = {"where": Where.PRIVATE if rung == 1 else Where.CHANNEL, "who": who, "also": ()} | changes
    return Nudged(lapse.id, lapse.kind, "call", rung, **given)  # type: ignore[arg-type]


def a_snooze(until: str, reason: str = "the crane is late") -> Snoozed:
    return Snoozed(LATE.id, LATE.kind, "call", ANA, by(until), reason)


def told(rung: int = 1) -> NudgeTold:
    return NudgeTold(LATE.id, rung)


def late(**changes: object) -> Deal:
    """Return a deal of which one step is late."""
    return a_deal(steps=(CALL,), lapses=(LATE,), **changes)


def saw(judge: Judge, event: Event, moment: datetime = WEDNESDAY, deal: Deal | None = None) -> None:
    judge.saw(deal or late(), [Recorded(1, moment, BATON, event)], CONTEXT)


@pytest.fixture
def judge() -> Judge:
    """Return a judge who has seen the first word about the late step, and that Ana read it."""
    judge = Judge()
    saw(judge, a_nudge())
    saw(judge, told())
    return judge


def test_whatever_people_do_its_promises_to_them_hold() -> None:
    play(20, 30)

    sys.stdout.write("\n" + "\n".join(figures()))


def test_the_next_word_in_its_time_is_as_it_must_be(judge: Judge) -> None:
    saw(judge, a_nudge(2), at("2026-11-26 10:00"))

    assert judge.counts["Nudged"] == 2


@pytest.mark.parametrize(
    ("event", "moment"),
    [
        pytest.param(a_nudge(2), "2026-11-25 17:00", id="on the same day"),
        pytest.param(a_nudge(2), "2026-11-26 09:59", id="before ten of the next"),
        pytest.param(a_nudge(2), "2026-11-28 11:00", id="on a Saturday"),
        pytest.param(a_nudge(2), "2026-11-26 19:00", id="in the evening"),
        pytest.param(a_nudge(3), "2026-11-27 11:00", id="out of its turn"),
        pytest.param(a_nudge(1), "2026-11-26 11:00", id="twice"),
        pytest.param(a_nudge(2, OMAR, instead_of=OMAR), "2026-11-26 11:00", id="instead of the same person"),
    ],
)
def test_a_word_that_must_not_be_is_seen(judge: Judge, event: Nudged, moment: str) -> None:
    with pytest.raises(AssertionError):
        saw(judge, event, at(moment))


@pytest.mark.parametrize(
    "deal",
    [
        pytest.param(late(status=DealStatus.HELD), id="of a deal that is held"),
        pytest.param(replace(late(), steps=(replace(CALL, status=StepStatus.KEPT),)), id="of what is done"),
        pytest.param(replace(late(), steps=(replace(CALL, due=by("2026-12-01")),)), id="of what has another date"),
        pytest.param(
            replace(late(), steps=(replace(CALL, parked=Parked(WaitingOn.CUSTOMER, by("2026-12-01"), ANA, "")),)),
            id="of what waits for somebody",
        ),
    ],
)
def test_a_word_about_what_is_not_late_is_seen(deal: Deal) -> None:
    with pytest.raises(AssertionError):
        saw(Judge(), a_nudge(), deal=deal)


@pytest.mark.parametrize(
    ("status", "moment", "is_right"),
    [
        (ItemStatus.DONE, "2026-11-26 10:00", True),
        (ItemStatus.DONE, "2026-11-25 16:00", False),
        (ItemStatus.ACCEPTED, "2026-11-26 10:00", False),
    ],
)
def test_whoever_receives_a_line_has_a_day_to_look_at_it(status: ItemStatus, moment: str, *, is_right: bool) -> None:
    item = an_item(status=status, done_at=at("2026-11-25 10:00"), accepted_by="finance")
    lapse = a_lapse(LapseKind.DONE_NOT_ACCEPTED, item.id)
    deal, asked = a_deal(items=(item,), lapses=(lapse,)), a_nudge(who=OMAR, lapse=lapse)

    if is_right:
        saw(Judge(), asked, at(moment), deal)
        return
    with pytest.raises(AssertionError):
        saw(Judge(), asked, at(moment), deal)


@pytest.mark.parametrize(
    ("who", "changes", "is_right"),
    [
        (OMAR, {}, True),
        (ANA, {}, False),
        (ANA, {"counter": by("2026-12-01")}, True),
        (OMAR, {"counter": by("2026-12-01")}, False),
    ],
)
def test_a_request_is_asked_of_whoever_has_to_answer(who: UserId, changes: dict[str, Any], *, is_right: bool) -> None:
    request = Request(ANA, WEDNESDAY, **changes)
    step = a_step("lend", by=OMAR, status=StepStatus.OFFERED, request=request)
    lapse = a_lapse(LapseKind.REQUEST_UNANSWERED, step.id)
    deal, asked = a_deal(steps=(step,), lapses=(lapse,)), a_nudge(who=who, lapse=lapse)

    if is_right:
        saw(Judge(), asked, deal=deal)
        return
    with pytest.raises(AssertionError):
        saw(Judge(), asked, deal=deal)


def test_a_word_while_the_one_before_is_on_its_way_is_seen() -> None:
    judge = Judge()
    saw(judge, a_nudge())

    with pytest.raises(AssertionError):
        saw(judge, a_nudge(2), at("2026-11-26 10:00"))


def test_a_first_word_in_public_is_seen() -> None:
    with pytest.raises(AssertionError):
        saw(Judge(), a_nudge(where=Where.CHANNEL))


def test_a_word_about_what_is_put_off_is_seen_and_so_is_a_reminder_too_early(judge: Judge) -> None:
    deal = replace(late(), lapses=(replace(LATE, told_at=WEDNESDAY),))
    saw(judge, a_snooze("2026-11-27"), deal=deal)

    with pytest.raises(AssertionError):
        saw(judge, a_nudge(2), at("2026-11-26 10:00"))
    with pytest.raises(AssertionError):
        saw(judge, Reminded(LATE.id, LATE.kind, "call", ANA), at("2026-11-27 09:00"))


@pytest.mark.parametrize(
    ("until", "reason", "changes"),
    [
        pytest.param("2026-12-02", "the crane is late", {}, id="for longer than five working days"),
        pytest.param("2026-11-27", "", {}, id="beyond tomorrow for no reason"),
        pytest.param("2026-11-27", "the crane is late", {"decider_id": LIV}, id="although a decision is awaited"),
        pytest.param("2026-11-27", "the crane is late", {"told_at": None}, id="before it was said"),
    ],
)
def test_what_is_put_off_against_the_rules_is_seen(until: str, reason: str, changes: dict[str, object]) -> None:
    lapse = replace(LATE, **({"told_at": WEDNESDAY} | changes))  # type: ignore[arg-type]

    with pytest.raises(AssertionError):
        saw(Judge(), a_snooze(until, reason), deal=replace(late(), lapses=(lapse,)))


@pytest.mark.parametrize("is_applied", [True, False])
def test_what_was_agreed_applies_with_the_question_for_a_decision(*, is_applied: bool) -> None:
    agreed = Consequence(Otherwise.DECIDE, FAYE)
    deal = replace(late(), steps=(replace(CALL, consequence=agreed),))
    asked = a_nudge(decider_id=FAYE)
    events: tuple[Event, ...] = (asked, ConsequenceDue(CALL.id, "call", agreed)) if is_applied else (asked,)
    recorded = [Recorded(n, WEDNESDAY, BATON, each) for n, each in enumerate(events)]

    if is_applied:
        Judge().saw(deal, recorded, CONTEXT)
        return
    with pytest.raises(AssertionError):
        Judge().saw(deal, recorded, CONTEXT)


def test_the_wall_counts_the_hours_that_somebody_works() -> None:
    friday, monday = at("2026-11-27 16:00"), at("2026-11-30 10:00")

    assert has_worked(CONTEXT, ANA, friday, monday, hours=2)
    assert not has_worked(CONTEXT, ANA, friday, monday, hours=2.25)
    assert workdays(CONTEXT, ANA, friday, monday) == 1


def test_the_wall_knows_who_is_away() -> None:
    context = with_times(ana=away())

    assert works_at(CONTEXT, ANA, WEDNESDAY)
    assert not works_at(context, ANA, WEDNESDAY)
    assert not works_at(CONTEXT, ANA, WEDNESDAY + timedelta(hours=9))
