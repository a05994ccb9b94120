"""A step that is put to somebody: they take it on with a date of their own, or turn it down with a reason."""

from dataclasses import replace

import pytest

from bot.events import StepCommitted
from bot.model import Deal, DealStatus, Step, StepId, StepStatus, UserId
from bot.offered import StepTurnedDown
from bot.refusals import AlreadyEnded, Missing, NotLater, NotRunning, NotYours
from bot.rules.offers import take_on, turn_down
from tests.bot.making import ANA, CONTEXT, FAYE, LIV, NOW, OMAR, TIM, a_deal, a_step, away, by, id_of, with_times

FRIDAY = by("2026-11-27")
TELL = a_step("tell the customer", by=FAYE, status=StepStatus.OFFERED, instead_of=StepId(id_of("call")))


def offered() -> tuple[Deal, Step]:
    return a_deal(steps=(TELL,)), TELL


@pytest.mark.parametrize("who", [FAYE, ANA, OMAR])
def test_taking_it_on_is_a_commitment_with_a_date_of_ones_own(who: UserId) -> None:
    deal, step = offered()

    change = take_on(deal, CONTEXT, step_id=step.id, by=who, what="call them", due=FRIDAY, now=NOW)

    taken = change.deal.steps[-1]
    assert (taken.by, taken.status, taken.first_due, taken.due, taken.made_at) == (
        who,
        StepStatus.OPEN,
        FRIDAY,
        FRIDAY,
        NOW,
    )
    assert change.events == (StepCommitted(step.id, "call them", who, FRIDAY, None),)


def test_turning_it_down_says_why_and_ends_it() -> None:
    deal, step = offered()

    change = turn_down(deal, CONTEXT, step_id=step.id, by=FAYE, reason=" on leave ", now=NOW)

    assert change.events == (StepTurnedDown(step.id, "tell the customer", FAYE, "on leave"),)
    assert (change.deal.steps[-1].status, change.deal.steps[-1].ended_by) == (StepStatus.DROPPED, FAYE)


def test_only_those_it_concerns_answer() -> None:
    deal, step = offered()

    with pytest.raises(NotYours):
        take_on(deal, CONTEXT, step_id=step.id, by=LIV, what="tell", due=FRIDAY, now=NOW)
    with pytest.raises(NotYours):
        turn_down(deal, CONTEXT, step_id=step.id, by=LIV, reason="no", now=NOW)


def test_an_answer_that_cannot_be_meant_is_refused() -> None:
    deal, step = offered()
    given = {"step_id": step.id, "by": FAYE, "now": NOW}

    with pytest.raises(NotLater):
        take_on(deal, CONTEXT, what="tell", due=by("2026-11-20"), **given)  # type: ignore[arg-type]
    with pytest.raises(Missing):
        take_on(deal, CONTEXT, what=" ", due=FRIDAY, **given)  # type: ignore[arg-type]
    with pytest.raises(Missing):
        turn_down(deal, CONTEXT, reason=" ", **given)  # type: ignore[arg-type]
    with pytest.raises(NotRunning):
        take_on(replace(deal, status=DealStatus.HELD), CONTEXT, what="tell", due=FRIDAY, **given)  # type: ignore[arg-type]


def test_a_second_answer_explains_itself() -> None:
    deal, step = offered()
    taken = take_on(deal, CONTEXT, step_id=step.id, by=FAYE, what="tell", due=FRIDAY, now=NOW).deal

    with pytest.raises(AlreadyEnded):
        take_on(taken, CONTEXT, step_id=step.id, by=FAYE, what="tell", due=FRIDAY, now=NOW)
    with pytest.raises(AlreadyEnded):
        turn_down(taken, CONTEXT, step_id=step.id, by=FAYE, reason="no", now=NOW)


def test_whoever_stands_in_answers_in_their_place() -> None:
    context = with_times(faye=away(TIM))

    change = take_on(a_deal(steps=(TELL,)), context, step_id=TELL.id, by=TIM, what="tell", due=FRIDAY, now=NOW)

    assert change.deal.steps[-1].by == TIM
