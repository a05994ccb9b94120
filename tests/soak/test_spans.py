"""What should be nudged, and when, from inputs alone: owners, gaps, steps, lines, and what a decision changes."""

from dataclasses import replace
from math import inf

import pytest

from tests.soak.effects import NEVER, Effect, When
from tests.soak.making import DEAL, HOME, IDS, ROOMS, STEP, at, said, story
from tests.soak.reading import Told, understood
from tests.soak.spans import Course, Dated, Span, Step, course, line_due, spans
from tests.soak.story import Heard, Input
from tests.soak.town import DELIVERY, LEADER, NAMED

OPENED = When(at("7:05"), at("7:06"))
ACCEPTED = When(at("8:00"), at("8:01"))
MADE = When(at("8:10"), at("8:11"))
KEPT = When(at("10:00"), at("10:01"))


def step(
    due: float = at("13:00"), ends: When = NEVER, *, made: When = MADE, is_day: bool = False, parked: bool = False
) -> Step:
    return Step(STEP, "ana", made, (Dated(due, is_day, made, parked),), ends)


def way(*steps: Step, kind: str = "quick", **more: object) -> Course:
    """Return the course of a deal that Omar took at eight."""
    deal = replace(story().deals[0], kind=kind)
    made = Course(deal, OPENED, ACCEPTED, True, steps, {}, NEVER, NEVER, NEVER, "", NEVER)  # noqa: FBT003
    return replace(made, **more)  # type: ignore[arg-type]


def found(course: Course, kind: str, told: tuple[Told, ...] = ()) -> list[Span]:
    return [each for each in spans(course, told) if each.kind == kind]


def test_the_one_asked_is_asked_again_after_the_playbooks_hours_until_there_is_an_answer() -> None:
    unanswered = way(answered=NEVER)

    (quick,), (plain,) = (
        found(unanswered, "owner_not_accepted"),
        found(replace(unanswered, deal=PLAIN), "owner_not_accepted"),
    )

    assert quick.opens == When(at("8:05"), at("8:06"))
    assert plain.opens == When(at("11:05"), at("11:06"))
    assert quick.who == "omar"


PLAIN = way(kind="plain").deal


def test_an_answer_before_the_hours_are_over_leaves_nothing_to_ask() -> None:
    assert found(way(), "owner_not_accepted") == []


def test_a_decision_that_the_deal_goes_on_may_have_the_owner_asked_afresh() -> None:
    decided = way(answered=NEVER, decided=When(at("12:00"), at("12:01")), choice="continue")

    first, again = found(decided, "owner_not_accepted")

    assert first.ends.earliest == at("12:00")
    assert (again.opens.earliest, again.may_be) == (at("13:00"), True)


def test_the_owner_is_asked_for_a_step_once_nothing_ahead_has_a_date() -> None:
    (gap,) = found(way(step(ends=KEPT)), "nothing_dated")

    assert gap.opens == When(at("11:00"), at("11:01"))
    assert (gap.who, gap.may_be, gap.ends) == ("omar", False, NEVER)


def test_the_gap_ends_with_the_next_step() -> None:
    following = replace(step(made=When(at("14:00"), at("14:01"))), what="step b001")

    (gap,) = found(way(step(ends=KEPT), following), "nothing_dated")

    assert gap.ends == When(at("14:00"), at("14:01"))


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param((step(),), id="an open one"),
        pytest.param((step(ends=KEPT), replace(step(), what="step b001")), id="another open one"),
    ],
)
def test_nothing_is_asked_while_a_step_is_open(steps: tuple[Step, ...]) -> None:
    early = way(*steps, answered=When(at("8:30"), at("8:31")))

    assert found(early, "nothing_dated") == []


def test_nothing_is_asked_of_an_owner_while_somebody_else_is_asked_to_own_it() -> None:
    assert found(way(step(ends=KEPT), answered=NEVER), "nothing_dated") == []


def test_a_gap_that_hangs_on_two_moments_may_be() -> None:
    overlapping = replace(step(made=When(at("10:00"), at("10:02"))), what="step b001")

    assert all(each.may_be for each in found(way(step(ends=KEPT), overlapping), "nothing_dated"))


def test_a_step_is_past_its_date_from_the_moment_on_until_it_ends() -> None:
    (over,) = found(way(step(ends=When(at("15:00"), at("15:01")))), "step_overdue")

    assert (over.opens, over.ends) == (When(at("13:00"), at("13:00")), When(at("15:00"), at("15:01")))


def test_a_step_that_was_moved_is_judged_by_each_date_as_long_as_it_was_in_force() -> None:
    moved = When(at("14:00"), at("14:01"))
    dates = (Dated(at("13:00"), False, MADE), Dated(at("16:00"), False, moved))  # noqa: FBT003

    first, second = found(way(replace(step(), dates=dates)), "step_overdue")

    assert (first.opens.earliest, first.ends) == (at("13:00"), moved)
    assert (second.opens.earliest, second.ends) == (at("16:00"), NEVER)


def test_a_step_is_reminded_of_on_its_morning_if_it_was_made_before() -> None:
    (reminder,) = found(way(step(at("14:00", 1))), "step_due")

    assert reminder.opens.earliest == at("8:00", 1)
    assert reminder.ends.earliest == at("14:00", 1)


@pytest.mark.parametrize("late", [step(), step(at("14:00", 1), parked=True)])
def test_a_step_made_on_the_day_or_one_that_waits_is_not_reminded_of(late: Step) -> None:
    assert found(way(late), "step_due") == []


def test_a_whole_day_is_told_openly_on_the_next_morning_at_ten_where_the_ladder_says_so() -> None:
    (plain,) = found(way(step(is_day=True), kind="plain"), "step_overdue")
    (quick,) = found(way(step(is_day=True)), "step_overdue")

    assert plain.ready(2, at("13:00")) == at("9:00", 1)
    assert quick.ready(2, at("13:00")) == at("14:00")


def test_the_lines_of_a_checklist_come_one_after_the_other() -> None:
    taken = way(step(), taken=When(at("9:00"), at("9:01")))

    assert [each.what for each in found(way(step()), "item_due")] == ["contract"]
    assert [each.what for each in found(taken, "item_due")] == ["contract", "invoice"]


def test_a_line_that_waited_gets_the_next_working_day_at_least() -> None:
    late = way(step(), taken=When(at("9:00", 1) + 2 * 86_400, at("9:01", 1) + 2 * 86_400))

    assert line_due(way(step()), "contract") == at("16:00", 1)
    assert line_due(late, "invoice") == at("17:00", 1) + 3 * 86_400


def test_a_line_is_told_openly_after_it_was_told_privately() -> None:
    reminded = said(at("8:01", 1), "Due Tue 1 Dec: *Attach the contract*, <@UANA>.", "Dana")
    told = understood(type(reminded)("Dana", reminded.ts, reminded.at, reminded.text, "m", DEAL), ROOMS[3], {}, {})

    assert found(way(step()), "item_overdue") == []
    (over,) = found(way(step()), "item_overdue", (told,))
    assert over.opens == When(at("16:00", 1), at("16:00", 1))
    assert len(over.rungs) == 4


def test_nothing_is_due_any_more_of_a_deal_that_was_stopped() -> None:
    stopped = When(at("9:00"), at("9:01"))

    assert [each.ends for each in spans(way(step(ends=stopped), ends=stopped), ())] == []


def test_a_rung_without_its_delay_is_ready_at_once_and_one_with_it_after_working_hours() -> None:
    (over,) = found(way(step(at("15:30"))), "step_overdue")

    assert over.ready(1, None) == at("15:30")
    assert over.ready(2, at("15:30")) == at("8:30", 1)
    assert over.due(2, at("15:30")) == at("8:30", 1)


def test_what_may_never_have_begun_is_never_due() -> None:
    span = found(way(step()), "step_overdue")[0]

    assert replace(span, opens=When(at("9:00"), inf)).due(1, None) == inf


def test_the_course_of_a_deal_is_put_together_from_effects() -> None:
    decided = Input("decide", "omar", at("16:00"), at("16:01"), Heard.YES, "stop")
    deal = story(decided).deals[0]
    effects = [Effect(deal.won, OPENED)]
    effects += [Effect(each, When(each.sent, each.answered)) for each in deal.inputs]

    made = course(deal, effects, (), IDS)

    assert (made.owner, made.choice, made.ends.earliest) == ("omar", "stop", at("16:00"))
    assert [(each.what, each.ends.earliest) for each in made.steps] == [(STEP, at("16:00"))]


@pytest.mark.parametrize(("clock", "day", "ended"), [("20:00", 1, True), ("9:00", 30, False)])
def test_an_offer_that_nobody_answered_ends_when_it_was_said_to_end_unless_that_was_too_early(
    clock: str, day: int, *, ended: bool
) -> None:
    deal = replace(story().deals[0], inputs=[])
    over = understood(
        said(at(clock, day), f"<@ULIV>, who should own *{DEAL}*? <@UOMAR> was asked"), ROOMS[0], {HOME: DEAL}, {}
    )

    made = course(deal, [Effect(deal.won, OPENED)], [over], IDS)

    assert (made.answered.latest, made.owner) == (at(clock, day) if ended else inf, "ana")


def test_a_decision_that_it_goes_on_begins_a_step_and_ends_the_one_it_was_about() -> None:
    decided = Input(
        "decide", "omar", at("16:00"), at("16:01"), Heard.YES, "continue", due=at("9:00", 1), otherwise="step b001"
    )
    deal = story(decided).deals[0]
    effects = [Effect(deal.won, OPENED), *(Effect(each, When(each.sent, each.answered)) for each in deal.inputs)]
    words = (
        f"<@UOMAR>, please decide how *{DEAL}* goes on.\n• *{STEP}*, <@UANA>: was due",
        "Next step: *step b001*, <@UANA>, by Tuesday",
    )
    told = [
        understood(said(at(clock), text), ROOMS[0], {HOME: DEAL}, {})
        for clock, text in zip(("15:00", "16:02"), words, strict=True)
    ]

    first, second = course(deal, effects, told, IDS).steps

    assert first.ends == When(at("16:00"), at("16:01"))
    assert (second.what, second.by, second.dates[0].due) == ("step b001", "ana", at("9:00", 1))


@pytest.mark.parametrize(
    ("until", "dates"),
    [
        pytest.param(at("15:00"), [at("13:00"), at("15:00")], id="later than its own date"),
        pytest.param(at("12:00"), [at("13:00")], id="before its own date, which stays in force"),
    ],
)
def test_a_step_that_waits_is_judged_by_the_later_of_two_dates(until: float, dates: list[float]) -> None:
    parked = Input("park", "ana", at("9:00"), at("9:01"), Heard.YES, STEP, due=until)
    deal = story(parked).deals[0]
    effects = [Effect(deal.won, OPENED), *(Effect(each, When(each.sent, each.answered)) for each in deal.inputs)]

    (step,) = course(deal, effects, (), IDS).steps

    assert [each.due for each in step.dates] == dates


def moved(*days: int, act: str = "move") -> list[Input]:
    """Move the step at nine, at ten, …, to these moments of Monday (30) or Tuesday (1)."""
    return [
        Input(act, "ana", at(f"{hour}:00"), at(f"{hour}:01"), Heard.YES, STEP, due=at("14:00", day) + hour)
        for hour, day in enumerate(days, start=9)
    ]


LATER, TWICE, EARLIER = moved(1), moved(1, 1), [replace(moved(1, 1)[1], due=at("9:00"))]
WAITS = [replace(LATER[0], act="park")]


@pytest.mark.parametrize(
    ("moves", "asked"),
    [
        pytest.param(LATER, [], id="once is nothing to ask about"),
        pytest.param(TWICE, [at("10:00")], id="from the second time on"),
        pytest.param(LATER + EARLIER, [], id="bringing it forward is no slip"),
        pytest.param(WAITS + moved(1, 1)[1:], [], id="what waited was moved for the customer"),
        pytest.param(moved(1, 1, 1), [at("10:00")], id="asked once, however often it moves"),
    ],
)
def test_the_lead_is_asked_about_a_step_that_its_owner_moved_twice(moves: list[Input], asked: list[float]) -> None:
    deal = story(*moves).deals[0]
    effects = [Effect(deal.won, OPENED), *(Effect(each, When(each.sent, each.answered)) for each in deal.inputs)]

    found_spans = found(course(deal, effects, (), IDS), "slipped_twice")

    assert [each.opens.earliest for each in found_spans] == asked
    assert {each.who for each in found_spans} <= {DELIVERY}


@pytest.mark.parametrize(
    ("by", "is_accepted", "lead"), [("ana", True, DELIVERY), (DELIVERY, True, LEADER), (DELIVERY, False, "ana")]
)
def test_nobody_decides_about_their_own_word(by: str, is_accepted: bool, lead: str) -> None:
    slipping = replace(step(), by=by, twice=MADE)

    (span,) = found(way(slipping, is_accepted=is_accepted), "slipped_twice")

    assert span.who == lead


def test_a_decision_that_it_goes_on_may_have_answered_what_a_second_slip_asked() -> None:
    slipping = replace(step(), twice=MADE)

    (span,) = found(way(slipping, decided=KEPT, choice="continue"), "slipped_twice")

    assert span.ends == When(KEPT.earliest, inf)


def test_whoever_receives_a_done_line_is_asked_to_accept_it() -> None:
    (quick,) = found(way(finished={"contract": KEPT}), "done_not_accepted")
    (plain,) = found(way(kind="plain", finished={"contract": KEPT}), "done_not_accepted")

    assert (quick.who, quick.what) == (DELIVERY, "contract")
    assert quick.opens == When(at("11:00"), at("11:01"))
    assert plain.opens.earliest > quick.opens.latest
    assert quick.ends is NEVER


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({}, id="it is not done"),
        pytest.param({"finished": {"invoice": KEPT}}, id="nobody receives it"),
        pytest.param({"finished": {"contract": KEPT}, "taken": When(at("10:30"), at("10:31"))}, id="accepted in time"),
    ],
)
def test_what_nobody_need_accept_asks_nobody(more: dict[str, object]) -> None:
    assert found(way(**more), "done_not_accepted") == []


@pytest.mark.parametrize(
    ("decided", "asked"),
    [
        pytest.param(When(at("13:00"), at("13:01")), [(at("11:00"), False), (at("14:00"), True)], id="afterwards"),
        pytest.param(MADE, [(at("11:00"), False)], id="before it was done"),
    ],
)
def test_a_decision_that_the_deal_goes_on_may_have_a_done_line_asked_afresh(
    decided: When, asked: list[tuple[float, bool]]
) -> None:
    spans_of_it = found(way(finished={"contract": KEPT}, decided=decided, choice="continue"), "done_not_accepted")

    assert [(each.opens.earliest, each.may_be) for each in spans_of_it] == asked


def test_whoever_the_contract_is_given_to_is_asked_from_the_first_word_on() -> None:
    given = When(at("10:00", 1), at("10:01", 1))
    reminded = told_at("8:01", f"Due Tue 1 Dec: *Attach the contract*, <@{IDS['ana']}>.")

    before, after = found(way(given=given), "item_due")
    assert (before.who, before.ends) == ("ana", given)
    assert (after.who, after.opens) == (NAMED, given)

    # The public word waits for the private one to who has it now.
    late = way(given=When(at("17:00", 1), at("17:01", 1)))
    assert [each.who for each in found(late, "item_overdue", (reminded,))] == ["ana"]
    again = told_at("17:02", f"Due Tue 1 Dec: *Attach the contract*, <@{IDS[NAMED]}>.")
    assert [each.who for each in found(late, "item_overdue", (reminded, again))] == ["ana", NAMED]


def told_at(clock: str, text: str) -> Told:
    return understood(said(at(clock, 1), text), ROOMS[0], {HOME: DEAL}, {STEP: DEAL})
