"""Next steps: the first date stays for ever, a slip is counted, and nothing is guessed."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.events import Change, StepCommitted, StepKept, StepParked, StepRescheduled
from bot.model import Consequence, Deal, DealStatus, Due, Parked, Slip, StepStatus, UserId, WaitingOn
from bot.refusals import (
    AlreadyEnded,
    Missing,
    NoOpenStep,
    NoSuchDeal,
    NotAPerson,
    NotLater,
    NotRunning,
    NotYours,
    OnlyColleagues,
    TooLong,
    WhichStep,
)
from bot.rules import steps
from tests.bot.making import ANA, CONTEXT, FAYE, GUEST, LIV, NOW, OMAR, a_deal, a_step, at, by

FRIDAY, MONDAY = by("2026-11-27"), by("2026-11-30")
CALL = a_step("call the site", by=ANA, due=FRIDAY)
DEAL = a_deal(steps=(CALL,))
BEFORE, AFTER = at("2026-11-26 12:00"), at("2026-11-27 19:00")


def commit(
    deal: Deal, *, what: str = "call", who: UserId = ANA, due: Due = FRIDAY, otherwise: str | None = None
) -> Change:
    return steps.commit(
        deal,
        CONTEXT,
        step_id=CALL.id,
        what=what,
        by=who,
        due=due,
        consequence=Consequence(text=otherwise) if otherwise else None,
        now=NOW,
    )


def reschedule(deal: Deal, due: Due, now: datetime, *, who: UserId = ANA, reason: str = "rain") -> Change:
    return steps.reschedule(deal, CONTEXT, step_id=CALL.id, by=who, due=due, reason=reason, now=now)


def park(deal: Deal, until: Due, *, who: UserId = ANA, reason: str = "they check") -> Change:
    return steps.park(
        deal, CONTEXT, step_id=CALL.id, by=who, on=WaitingOn.CUSTOMER, until=until, reason=reason, now=NOW
    )


def keep(deal: Deal, now: datetime, *, who: UserId = ANA) -> Change:
    return steps.keep(deal, CONTEXT, step_id=CALL.id, by=who, now=now)


@pytest.mark.parametrize(
    ("waits_on", "said", "cause"),
    [
        (None, None, WaitingOn.US),
        (None, WaitingOn.CUSTOMER, WaitingOn.CUSTOMER),
        (WaitingOn.THIRD_PARTY, None, WaitingOn.THIRD_PARTY),
        (WaitingOn.CUSTOMER, WaitingOn.US, WaitingOn.US),
    ],
)
def test_a_slip_is_theirs_on_whom_it_waited_unless_somebody_says_otherwise(
    waits_on: WaitingOn | None, said: WaitingOn | None, cause: WaitingOn
) -> None:
    parked = Parked(waits_on, FRIDAY, ANA, "") if waits_on else None
    deal = a_deal(steps=(replace(CALL, parked=parked),))

    change = steps.reschedule(deal, CONTEXT, step_id=CALL.id, by=ANA, due=MONDAY, reason="rain", now=BEFORE, cause=said)

    assert change.deal.steps[0].slips[-1].cause is cause
    assert change.events[0].cause is cause  # type: ignore[union-attr]


@pytest.mark.parametrize(("chosen", "chaser"), [(None, ANA), (ANA, ANA), (LIV, LIV)])
def test_whoever_is_named_asks_again_and_may_change_the_step(chosen: UserId | None, chaser: UserId) -> None:
    given = {"step_id": CALL.id, "on": WaitingOn.CUSTOMER, "until": MONDAY, "reason": "", "now": NOW}

    deal = steps.park(DEAL, CONTEXT, by=ANA, chaser=chosen, **given).deal  # type: ignore[arg-type]

    (step,) = deal.steps
    assert (step.parked and step.parked.chaser_id, step.by, steps.who_acts(step)) == (chaser, ANA, chaser)
    assert keep(deal, NOW, who=chaser).deal.steps[0].status is StepStatus.KEPT


def test_who_cannot_act_is_not_made_to_chase() -> None:
    given = {"step_id": CALL.id, "on": WaitingOn.CUSTOMER, "until": MONDAY, "reason": "", "now": NOW}

    with pytest.raises(NotAPerson):
        steps.park(DEAL, CONTEXT, by=ANA, chaser=GUEST, **given)  # type: ignore[arg-type]


def test_committing_sets_both_dates() -> None:
    change = commit(a_deal(), what=" call the site ", otherwise=" Liv decides ")

    (step,) = change.deal.steps
    assert (step.what, step.by, step.first_due, step.due) == ("call the site", ANA, FRIDAY, FRIDAY)
    assert step.consequence == Consequence(text="Liv decides")
    assert change.events == (StepCommitted(CALL.id, "call the site", ANA, FRIDAY, Consequence(text="Liv decides")),)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"what": ""}, Missing),
        ({"what": "x" * 501}, TooLong),
        ({"otherwise": "x" * 501}, TooLong),
        ({"due": Due(NOW, "UTC")}, NotLater),
        ({"who": GUEST}, OnlyColleagues),
    ],
)
def test_a_commitment_that_cannot_be_meant_is_refused(given: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        commit(a_deal(), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "step", "on_time", "as_first_dated"),
    [
        (FRIDAY.at, CALL, True, True),
        (AFTER, CALL, False, False),
        (AFTER, replace(CALL, due=MONDAY), True, False),
        (AFTER, replace(CALL, parked=Parked(WaitingOn.US, MONDAY, ANA, "")), True, False),
    ],
)
def test_keeping_is_judged_against_both_dates(
    now: datetime, step: object, *, on_time: bool, as_first_dated: bool
) -> None:
    change = keep(a_deal(steps=(step,)), now)

    assert change.events == (StepKept(CALL.id, CALL.what, ANA, on_time, as_first_dated),)
    (kept,) = change.deal.steps
    assert (kept.status, kept.parked, kept.ended_at, kept.ended_by) == (StepStatus.KEPT, None, now, ANA)
    assert kept.generation == CALL.generation + 1


def test_keeping_twice_says_who_did_it_and_when() -> None:
    kept = keep(DEAL, BEFORE).deal

    with pytest.raises(AlreadyEnded) as refused:
        keep(kept, AFTER, who=OMAR)

    assert (refused.value.step.ended_by, refused.value.step.ended_at) == (ANA, BEFORE)


@pytest.mark.parametrize("who", [OMAR, FAYE])
def test_leads_may_change_a_step(who: UserId) -> None:
    assert keep(DEAL, BEFORE, who=who).deal.steps[0].ended_by == who


def test_a_bystander_may_not_change_a_step() -> None:
    with pytest.raises(NotYours) as refused:
        keep(DEAL, BEFORE, who=LIV)
    with pytest.raises(NotYours):
        reschedule(DEAL, MONDAY, BEFORE, who=LIV)
    with pytest.raises(NotYours):
        park(DEAL, MONDAY, who=LIV)

    assert refused.value.may == (ANA, OMAR, FAYE)


@pytest.mark.parametrize(("now", "is_early"), [(BEFORE, True), (AFTER, False)])
def test_a_later_date_is_a_slip_and_the_first_date_stays(now: datetime, *, is_early: bool) -> None:
    change = reschedule(DEAL, MONDAY, now)

    (step,) = change.deal.steps
    assert (step.first_due, step.due) == (FRIDAY, MONDAY)
    assert step.slips == (Slip(now, ANA, FRIDAY, MONDAY, "rain", is_early),)
    assert change.events == (StepRescheduled(CALL.id, CALL.what, ANA, FRIDAY, MONDAY, "rain", is_early, 1),)


def test_the_second_slip_counts_two() -> None:
    once = reschedule(DEAL, MONDAY, BEFORE).deal

    change = reschedule(once, by("2026-12-01"), BEFORE)

    (moved,) = change.events
    assert isinstance(moved, StepRescheduled)
    assert (moved.slips, moved.was) == (2, MONDAY)


def test_an_earlier_date_is_no_slip() -> None:
    change = reschedule(DEAL, by("2026-11-26"), NOW)

    assert change.deal.steps[0].slips == ()


@pytest.mark.parametrize(
    ("due", "reason", "refusal"),
    [
        (FRIDAY, "rain", NotLater),
        (by("2026-11-20"), "rain", NotLater),
        (MONDAY, "", Missing),
        (MONDAY, "x" * 501, TooLong),
    ],
)
def test_a_move_that_is_none_is_refused(due: Due, reason: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        reschedule(DEAL, due, NOW, reason=reason)


def test_a_new_date_ends_the_waiting() -> None:
    parked = park(DEAL, MONDAY).deal

    assert reschedule(parked, FRIDAY, BEFORE).deal.steps[0].parked is None


def test_parking_names_the_chaser_and_keeps_the_date() -> None:
    change = park(DEAL, MONDAY, who=OMAR, reason=" they check ")

    (step,) = change.deal.steps
    parked = Parked(WaitingOn.CUSTOMER, MONDAY, OMAR, "they check")
    assert (step.parked, step.due, step.slips) == (parked, FRIDAY, ())
    assert change.events == (StepParked(CALL.id, CALL.what, OMAR, parked),)


def test_parking_until_a_moment_that_has_passed_is_refused() -> None:
    with pytest.raises(NotLater):
        park(DEAL, by("2026-11-20"))


@pytest.mark.parametrize(
    ("parked", "in_force", "who"),
    [
        (None, FRIDAY, ANA),
        (Parked(WaitingOn.US, MONDAY, OMAR, ""), MONDAY, OMAR),
        (Parked(WaitingOn.US, by("2026-11-25"), OMAR, ""), FRIDAY, OMAR),
    ],
)
def test_a_parked_step_is_judged_by_the_later_moment_and_its_chaser_asked(
    parked: Parked | None, in_force: Due, who: UserId
) -> None:
    step = replace(CALL, parked=parked)

    assert (steps.in_force(step), steps.who_acts(step)) == (in_force, who)


def test_open_steps_come_in_the_order_they_are_due() -> None:
    late, soon = a_step("late", due=MONDAY), a_step("soon", due=FRIDAY)
    ended = a_step("ended", status=StepStatus.KEPT)

    assert steps.open_steps(a_deal(steps=(late, ended, soon))) == (soon, late)


@pytest.mark.parametrize(
    "change",
    [lambda deal: keep(deal, NOW), lambda deal: reschedule(deal, MONDAY, NOW), lambda deal: park(deal, MONDAY)],
)
def test_steps_of_another_deal_or_of_a_held_one_stay_as_they_are(change: object) -> None:
    assert callable(change)
    with pytest.raises(NoSuchDeal):
        change(a_deal())
    with pytest.raises(NotRunning):
        change(replace(DEAL, status=DealStatus.HELD, held_until=MONDAY))


SURVEY = a_step("survey the roof", by=OMAR, due=MONDAY)
RECALL = a_step("call the site again", by=ANA, due=MONDAY)


@pytest.mark.parametrize(
    ("open_ones", "said", "who", "expected"),
    [
        ((CALL,), "", ANA, CALL),
        ((CALL, SURVEY), "", OMAR, SURVEY),
        ((CALL, SURVEY), "SITE", ANA, CALL),
        ((CALL, RECALL), "call the site", ANA, CALL),
        ((CALL, RECALL), "again", ANA, RECALL),
        ((CALL, SURVEY), "roof", ANA, SURVEY),
        ((SURVEY,), "", ANA, SURVEY),
    ],
)
def test_words_that_fit_one_step_mean_it(
    open_ones: tuple[object, ...], said: str, who: UserId, expected: object
) -> None:
    assert steps.meant(a_deal(steps=open_ones), CONTEXT, said=said, by=who, now=NOW) == expected


@pytest.mark.parametrize(
    ("said", "candidates"), [("", (CALL, RECALL)), ("call", (CALL, RECALL)), ("nonsense", (CALL, RECALL))]
)
def test_words_that_fit_several_or_none_change_nothing(said: str, candidates: tuple[object, ...]) -> None:
    with pytest.raises(WhichStep) as refused:
        steps.meant(a_deal(steps=(CALL, RECALL)), CONTEXT, said=said, by=ANA, now=NOW)

    assert (refused.value.steps, refused.value.said) == (candidates, said)


def test_somebody_without_a_step_has_none() -> None:
    with pytest.raises(NoOpenStep):
        steps.meant(DEAL, CONTEXT, said="", by=LIV, now=NOW)
