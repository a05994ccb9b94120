"""What was agreed for the case that a step is not kept: checked, asked of the right person, offered, never done by Baton."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import Change, ConsequenceDue, Nudged, StepCommitted
from bot.model import Consequence, Deal, DealStatus, LapseId, LapseKind, Otherwise, Step, StepStatus, UserId
from bot.offered import StepOffered
from bot.playbook import Where
from bot.refusals import Missing, NotAPerson, TooLong
from bot.rules.offers import open_offer, turn_down
from bot.rules.otherwise import alike, asked_instead, carry_out, checked
from bot.rules.steps import commit, open_steps
from tests.bot.making import ANA, CONTEXT, FAYE, GONE, GUEST, LIV, NOW, OMAR, Story, a_deal, a_step, at, by, id_of

TELL = Consequence(Otherwise.STEP, FAYE, "tell the customer")
CALL = a_step("call", by=ANA, due=by("2026-11-20"), consequence=TELL)
FRIDAY = by("2026-11-27")


def deal_with(consequence: Consequence | None, **changes: object) -> Deal:
    return a_deal(steps=(replace(CALL, consequence=consequence),), **changes)


def carried(consequence: Consequence | None) -> Change:
    return carry_out(deal_with(consequence), CALL.id, CONTEXT, lead=OMAR, now=NOW)


def offered(consequence: Consequence = TELL) -> tuple[Deal, Step]:
    deal = carried(consequence).deal
    return deal, deal.steps[-1]


@pytest.mark.parametrize(
    ("meant", "kept"),
    [
        (None, None),
        (Consequence(), None),
        (Consequence(text=" "), None),
        (Consequence(text=" the slot is lost "), Consequence(text="the slot is lost")),
        (Consequence(Otherwise.LEAD), Consequence(Otherwise.LEAD)),
        (Consequence(Otherwise.DECIDE), Consequence(Otherwise.DECIDE)),
        (Consequence(Otherwise.DECIDE, LIV), Consequence(Otherwise.DECIDE, LIV)),
        (replace(TELL, text=" tell the customer"), TELL),
    ],
)
def test_what_can_be_carried_out_is_kept(meant: Consequence | None, kept: Consequence | None) -> None:
    assert checked(meant, CONTEXT) == kept


@pytest.mark.parametrize(
    ("meant", "refusal"),
    [
        (Consequence(text="x" * 501), TooLong),
        (Consequence(Otherwise.STEP, None, "tell"), Missing),
        (Consequence(Otherwise.STEP, FAYE, " "), Missing),
        (Consequence(Otherwise.STEP, GUEST, "tell"), NotAPerson),
        (Consequence(Otherwise.DECIDE, GONE), NotAPerson),
    ],
)
def test_what_nobody_could_carry_out_is_refused(meant: Consequence, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        checked(meant, CONTEXT)


def test_two_are_alike_by_their_words_whatever_the_spaces() -> None:
    assert alike(TELL, replace(TELL, text="Tell  the customer"))
    assert alike(None, Consequence())
    assert not alike(TELL, replace(TELL, person=OMAR))
    assert not alike(TELL, None)


def asked(decider: UserId = OMAR) -> Nudged:
    return Nudged(
        LapseId(id_of("lapse")),
        LapseKind.STEP_OVERDUE,
        "call",
        3,
        Where.CHANNEL,
        ANA,
        also=(OMAR, LIV),
        decider_id=decider,
    )


@pytest.mark.parametrize(
    ("agreed", "decider", "also"),
    [
        (None, OMAR, (OMAR, LIV)),
        (TELL, OMAR, (OMAR, LIV)),
        (Consequence(Otherwise.DECIDE), OMAR, (OMAR, LIV)),
        (Consequence(Otherwise.DECIDE, FAYE), FAYE, (FAYE, LIV)),
        (Consequence(Otherwise.DECIDE, LIV), LIV, (LIV,)),
    ],
)
def test_whoever_was_agreed_on_decides(agreed: Consequence | None, decider: UserId, also: tuple[UserId, ...]) -> None:
    step = replace(CALL, consequence=agreed)

    nudged = asked_instead(deal_with(agreed), step, asked(), CONTEXT, now=NOW)

    assert (nudged.decider_id, nudged.also) == (decider, also)


def test_where_no_step_is_late_the_lead_decides() -> None:
    assert asked_instead(a_deal(), None, asked(), CONTEXT, now=NOW) == asked()


@pytest.mark.parametrize("agreed", [Consequence(text="the slot is lost"), Consequence(Otherwise.DECIDE, LIV)])
def test_words_and_decisions_apply_without_a_new_step(agreed: Consequence) -> None:
    change = carried(agreed)

    assert change.events == (ConsequenceDue(CALL.id, "call", agreed),)
    assert len(change.deal.steps) == 1


def test_nothing_agreed_is_nothing_carried_out() -> None:
    assert carried(None).events == ()


@pytest.mark.parametrize(
    ("agreed", "whom", "what"),
    [(TELL, FAYE, "tell the customer"), (Consequence(Otherwise.LEAD), OMAR, "call")],
)
def test_a_step_is_put_to_its_person_and_waits(agreed: Consequence, whom: UserId, what: str) -> None:
    change = carried(agreed)
    step = change.deal.steps[-1]

    assert (step.by, step.what, step.status, step.instead_of) == (whom, what, StepStatus.OFFERED, CALL.id)
    assert change.events[1] == StepOffered(step.id, what, whom, CALL.id, "call", step.due)
    assert step not in open_steps(change.deal)


def test_who_is_gone_by_then_is_replaced_by_somebody_who_is_there() -> None:
    change = carried(replace(TELL, person=GONE))

    assert change.deal.steps[-1].by in {ANA, OMAR, LIV}


def test_the_same_step_is_not_offered_twice() -> None:
    deal, _ = offered()
    moved = replace(deal, steps=(replace(deal.steps[0], generation=3), *deal.steps[1:]))

    again = carry_out(moved, CALL.id, CONTEXT, lead=OMAR, now=NOW)

    assert again.events == (ConsequenceDue(CALL.id, "call", TELL),)
    assert again.deal == moved


def test_after_it_was_turned_down_the_next_occasion_offers_it_anew() -> None:
    deal, step = offered()
    down = turn_down(deal, CONTEXT, step_id=step.id, by=FAYE, reason="away", now=NOW).deal
    moved = replace(down, steps=(replace(down.steps[0], generation=3), *down.steps[1:]))

    again = carry_out(moved, CALL.id, CONTEXT, lead=OMAR, now=NOW).deal.steps

    assert [each.status for each in again] == [StepStatus.OPEN, StepStatus.DROPPED, StepStatus.OFFERED]
    assert len({each.id for each in again}) == 3


AGREED = st.builds(
    Consequence,
    st.sampled_from(Otherwise),
    st.sampled_from([None, ANA, OMAR, FAYE, LIV, GUEST, GONE]),
    st.sampled_from(["", "tell the customer", "the slot is lost"]),
)


@given(AGREED)
def test_whatever_was_agreed_baton_itself_does_nothing(agreed: Consequence) -> None:
    change = carried(agreed)

    assert change.deal.status is DealStatus.OPEN
    assert change.deal.steps[0] == replace(CALL, consequence=agreed)
    assert all(each.status is StepStatus.OFFERED and CONTEXT.is_able(each.by) for each in change.deal.steps[1:])
    assert change.events[0] == ConsequenceDue(CALL.id, "call", agreed)


def test_in_the_course_of_days_the_step_is_offered_with_the_question_and_not_before() -> None:
    step = a_step("call", by=ANA, due=by("2026-11-24"), consequence=TELL)
    story = Story(a_deal(steps=(step,))).play(at("2026-11-30 18:00"))

    said = [each for each in story.log if isinstance(each.event, StepOffered)]
    decided = [each for each, nudged in story.nudges() if nudged.decider_id and nudged.kind is LapseKind.STEP_OVERDUE]

    assert [each.at for each in said] == [decided[0].at]
    assert open_offer(story.deal, CONTEXT, step_id=story.deal.steps[-1].id, by=FAYE, to="take on", now=story.log[-1].at)


def of_kind(said_there: str) -> Deal:
    deal = a_deal()
    return replace(deal, ladder=replace(deal.ladder, otherwise=said_there))


def committed(deal: Deal, consequence: Consequence | None = None) -> Change:
    return commit(deal, CONTEXT, step_id=CALL.id, what="call", by=ANA, due=FRIDAY, consequence=consequence, now=NOW)


@pytest.mark.parametrize(
    ("said_there", "expected"),
    [
        ("", None),
        ("lead", Consequence(Otherwise.LEAD)),
        ("decide", Consequence(Otherwise.DECIDE)),
        ("the crane slot is released", Consequence(text="the crane slot is released")),
    ],
)
def test_where_nothing_is_said_the_playbooks_own_consequence_is_agreed(
    said_there: str, expected: Consequence | None
) -> None:
    change = committed(of_kind(said_there))

    (event,) = change.events
    assert isinstance(event, StepCommitted)
    assert event.consequence == change.deal.steps[0].consequence == expected


def test_what_somebody_says_themselves_counts_and_not_the_playbook() -> None:
    assert committed(of_kind("lead"), TELL).deal.steps[0].consequence == TELL


def test_a_step_that_is_typed_again_is_the_same_one_with_the_playbooks_consequence() -> None:
    once = committed(of_kind("lead"))

    assert committed(once.deal) == Change(once.deal)


def test_the_playbooks_words_are_announced_when_the_time_comes() -> None:
    deal = committed(of_kind("the crane slot is released")).deal

    change = carry_out(deal, CALL.id, CONTEXT, lead=OMAR, now=NOW)

    assert change.events == (ConsequenceDue(CALL.id, "call", Consequence(text="the crane slot is released")),)
