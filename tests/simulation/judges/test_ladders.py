"""The ladders: what must stand in Slack by when, for steps, items and owners."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.model import Due
from tests.simulation.judges.ladders import CONTRACT, OWNER, RUNGS, Seen, before_due, in_public, missing
from tests.simulation.story import Dated, DealStory, GivenStory, StepStory, Told
from tests.simulation.town import ANA, OMAR


def on(day: int, clock: str) -> float:
    """Return a moment of November 2026 in UTC; the 24th is a Tuesday. Helsinki is two hours ahead, Berlin one."""
    return datetime.strptime(f"2026-11-{day:02} {clock}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC).timestamp()


class Case:
    """A deal that was won on Tuesday at ten in Helsinki, and the nudges that stand in Slack."""

    def __init__(self) -> None:
        won = Told(on(24, "08:00"), on(24, "08:00"))
        self.deal = DealStory("t11", "T1", ANA, OMAR, won, answer=won, accepts=True, finished={"contract": won})
        self.nudges: dict[str, dict[int, Seen]] = {}

    def nudge(self, kind: str, about: str, rung: int, at: float, who: str = ANA) -> None:
        event: dict[str, Any] = {"kind": kind, "about": about, "rung": rung, "who": who, "instead_of": None}
        seen = Seen(at, "private", {"deal": "t11", "event": event})
        self.nudges.setdefault(f"{kind} {about}", {})[rung] = seen

    def missing(self, end: float, *, calm_from: float = 0.0) -> list[str]:
        found = missing(self.deal, self.nudges, off=5.0, end=end, calm_from=calm_from)
        return [each.seen for each in found]


@pytest.fixture
def case() -> Case:
    return Case()


@pytest.fixture
def with_step(case: Case) -> Case:
    """Return it with a step that was due on Tuesday at noon in Helsinki."""
    due = Due(datetime(2026, 11, 24, 10, tzinfo=UTC), "Europe/Helsinki")
    case.deal.steps["call"] = StepStory("call", ANA, case.deal.won, [Dated(due, case.deal.won)])
    return case


def test_where_nothing_is_undone_nothing_is_missing(case: Case) -> None:
    assert case.missing(on(30, "12:00")) == []


def test_the_first_rung_of_a_step_must_be_there_half_an_hour_after_it_was_due(with_step: Case) -> None:
    assert with_step.missing(on(24, "10:29")) == []
    assert with_step.missing(on(24, "10:31")) == ["t11: rung 1 of step_overdue (call) by Tue 12:30"]


def test_the_second_rung_may_wait_for_ten_on_the_next_morning(with_step: Case) -> None:
    with_step.nudge("step_overdue", "call", 1, on(24, "10:01"))

    assert with_step.missing(on(25, "08:29")) == []
    assert with_step.missing(on(25, "08:31")) == ["t11: rung 2 of step_overdue (call) by Wed 10:30"]


def test_two_hours_that_begin_in_the_evening_end_after_ten(with_step: Case) -> None:
    with_step.nudge("step_overdue", "call", 1, on(24, "15:30"))

    assert with_step.missing(on(25, "09:29")) == []
    assert with_step.missing(on(25, "09:31")) == ["t11: rung 2 of step_overdue (call) by Wed 11:30"]


def test_while_faults_last_nothing_must_be_there(with_step: Case) -> None:
    assert with_step.missing(on(24, "14:00"), calm_from=on(24, "13:45")) == []
    assert len(with_step.missing(on(24, "14:16"), calm_from=on(24, "13:45"))) == 1


def test_what_was_under_way_when_the_evening_came_must_be_there_in_the_morning(with_step: Case) -> None:
    late = on(24, "15:50")
    assert with_step.missing(on(25, "06:29"), calm_from=late) == []
    assert with_step.missing(on(25, "06:31"), calm_from=late) == ["t11: rung 1 of step_overdue (call) by Wed 08:30"]


def test_a_step_that_was_done_or_whose_date_nobody_is_sure_of_needs_no_rung(with_step: Case) -> None:
    step = with_step.deal.steps["call"]
    step.dates[0].told.answered_at = None
    with_step.deal.won = Told(on(24, "08:00"), on(24, "08:00"))
    assert with_step.missing(on(24, "12:00")) == []

    step.dates[0].told.answered_at = on(24, "08:00")
    step.kept = Told(on(24, "09:00"))
    assert with_step.missing(on(24, "12:00")) == []


def test_a_whole_ladder_is_enough(with_step: Case) -> None:
    for rung in range(1, 5):
        with_step.nudge("step_overdue", "call", rung, on(23 + rung, "10:01"))

    assert with_step.missing(on(30, "12:00")) == []


def test_an_owner_who_does_not_answer_is_asked_four_working_hours_later(case: Case) -> None:
    case.deal.answer = None

    # Nine to thirteen o'clock in Berlin, where the offered one works.
    assert case.missing(on(24, "12:29")) == []
    assert case.missing(on(24, "12:31")) == [f"t11: rung 1 of owner_not_accepted ({OWNER}) by Tue 13:30"]


def test_a_clock_that_is_ahead_may_have_dated_what_it_counts_from_late(case: Case) -> None:
    case.deal.answer = None
    early, late = (
        list(missing(case.deal, case.nudges, off=off, end=on(24, "13:00"), calm_from=0.0)) for off in (5.0, 3600.0)
    )

    assert (len(early), late) == (1, [])


def test_and_again_a_working_day_after_that(case: Case) -> None:
    case.deal.answer = None
    case.nudge("owner_not_accepted", OWNER, 1, on(24, "12:00"))

    assert case.missing(on(25, "12:29")) == []
    assert case.missing(on(25, "12:31")) == [f"t11: rung 2 of owner_not_accepted ({OWNER}) by Wed 13:30"]


def test_of_two_copies_the_program_may_count_from_the_later_one(case: Case) -> None:
    case.deal.answer = None
    case.nudge("owner_not_accepted", OWNER, 1, on(24, "12:00"))
    case.nudges[f"owner_not_accepted {OWNER}"][1].copied_at = on(24, "12:20")

    assert case.missing(on(25, "12:49")) == []
    assert case.missing(on(25, "12:51")) == [f"t11: rung 2 of owner_not_accepted ({OWNER}) by Wed 13:50"]


def test_what_was_heard_long_before_it_was_answered_may_have_been_asked_about_early(case: Case) -> None:
    case.deal.answer = None
    case.deal.won = Told(on(24, "08:00"), on(24, "11:00"))

    case.nudge("owner_not_accepted", OWNER, 1, on(24, "12:00"))
    assert case.missing(on(24, "16:59")) == []

    case.nudges.clear()
    case.nudge("owner_not_accepted", OWNER, 1, on(24, "11:59"))
    assert case.missing(on(24, "16:59")) == [f"t11: rung 1 of owner_not_accepted ({OWNER}) by Tue 16:30"]


def test_an_items_holder_is_asked_on_the_morning_of_its_day(case: Case) -> None:
    case.deal.finished = {}

    assert case.missing(on(25, "07:29")) == []
    assert case.missing(on(25, "07:31")) == [f"t11: rung 1 of item_due ({CONTRACT}) by Wed 09:30"]


def test_a_deal_that_was_won_around_midnight_may_be_dated_on_either_day(case: Case) -> None:
    case.deal.finished = {}
    case.deal.won = Told(on(24, "21:59"), on(24, "21:59"))
    assert case.missing(on(25, "07:31")) == [f"t11: rung 1 of item_due ({CONTRACT}) by Wed 09:30"]

    almost = datetime(2026, 11, 24, 21, 59, 56, tzinfo=UTC).timestamp()
    case.deal.won = Told(almost, almost)
    assert case.missing(on(25, "07:31")) == []
    assert case.missing(on(26, "07:31")) == [f"t11: rung 1 of item_due ({CONTRACT}) by Thu 09:30"]


def test_an_overdue_item_is_told_of_four_working_hours_after_its_day(case: Case) -> None:
    case.deal.finished = {}
    case.nudge("item_due", CONTRACT, 1, on(25, "07:00"))

    assert case.missing(on(26, "11:29")) == []
    assert case.missing(on(26, "11:31")) == [f"t11: rung 1 of item_overdue ({CONTRACT}) by Thu 13:30"]


def test_leadership_need_not_hear_of_an_item_that_is_no_gate(case: Case) -> None:
    case.deal.finished = {}
    case.nudge("item_due", CONTRACT, 1, on(25, "07:00"))
    for rung in range(1, RUNGS["item_overdue"] + 1):
        case.nudge("item_overdue", CONTRACT, rung, on(25 + rung, "11:00"))

    assert case.missing(on(30, "20:00")) == []


def test_who_got_the_line_is_asked_from_the_first_word_on_whatever_the_one_before_was_asked(case: Case) -> None:
    case.deal.finished = {}
    case.nudge("item_due", CONTRACT, 1, on(25, "07:00"))
    case.deal.given.append(GivenStory(OMAR, Told(on(25, "10:00"), on(25, "10:00") + 1)))

    assert case.missing(on(25, "10:29")) == []
    assert case.missing(on(25, "10:31")) == [f"t11: rung 1 of item_due ({CONTRACT}) by Wed 11:30"]

    # In the channel no earlier than to them in private: four hours of theirs after the end of its day in Helsinki.
    case.nudge("item_due", CONTRACT, 2, on(25, "10:05"), who=OMAR)
    assert case.missing(on(26, "10:59")) == []
    assert case.missing(on(26, "11:31")) == [f"t11: rung 1 of item_overdue ({CONTRACT}) by Thu 12:30"]


def test_whoever_gets_the_line_back_was_not_asked_about_it_yet(case: Case) -> None:
    case.deal.finished = {}
    case.nudge("item_due", CONTRACT, 1, on(25, "07:00"))
    for to, clock in ((OMAR, "10:00"), (ANA, "11:00")):
        case.deal.given.append(GivenStory(to, Told(on(25, clock), on(25, clock) + 1)))

    assert case.missing(on(26, "20:00")) == [f"t11: rung 1 of item_due ({CONTRACT}) by Wed 13:30"]


def test_who_may_have_the_line_is_not_known_where_it_was_given_twice_by_one_press(case: Case) -> None:
    case.deal.finished = {}
    case.deal.given.append(GivenStory(OMAR, Told(on(24, "10:00"), on(24, "10:01"))))

    assert case.missing(on(26, "20:00")) == []


class Public:
    """A step that was due on Tuesday, a private word about it, and one in the channel."""

    def __init__(self, *, whole_day: bool) -> None:
        self.told = Told(0.0, 0.0)
        self.step = StepStory("call", ANA, self.told, [self.dated(24, whole_day=whole_day)])

    def dated(self, day: int, *, whole_day: bool) -> Dated:
        """Return a due moment: all of a day, which ends at 17:00 in Helsinki, or that clock time."""
        at = datetime.fromtimestamp(on(day, "15:00"), UTC)
        return Dated(Due(at, "Europe/Helsinki", at.date() if whole_day else None), self.told)

    def blamed(self, private_at: float, public_at: float) -> list[str]:
        """Return what the judge says to the two words."""
        earlier, seen = {1: Seen(private_at, "private", {})}, Seen(public_at, "channel", {})
        return [each.seen for each in in_public(self.step, earlier, seen, "Europe/Helsinki", off=5.0)]


def test_after_a_whole_day_nobody_is_named_in_public_before_ten_on_the_next_morning() -> None:
    case = Public(whole_day=True)

    assert case.blamed(on(24, "15:00"), on(25, "08:00")) == []
    assert case.blamed(on(24, "15:00"), on(25, "07:59")) == ["call in the channel at Wed 09:59, not next morning"]
    # The private word came late, and the public one waits for the morning after that.
    assert case.blamed(on(25, "07:00"), on(25, "09:00")) == ["call in the channel at Wed 11:00, not next morning"]
    assert case.blamed(on(25, "07:00"), on(26, "08:00")) == []


def test_after_a_clock_time_two_working_hours_are_given() -> None:
    case = Public(whole_day=False)

    assert case.blamed(on(24, "15:00"), on(25, "09:00")) == []
    assert case.blamed(on(24, "15:00"), on(25, "08:59")) == ["call in the channel 64740 s after the private word"]


def test_where_it_may_be_late_for_either_date_nobody_is_blamed() -> None:
    case = Public(whole_day=True)
    case.step.dates.append(case.dated(25, whole_day=False))

    assert case.blamed(on(25, "15:01"), on(25, "15:30")) == []
    # The second date had not come yet when the private word was said.
    assert len(case.blamed(on(24, "15:01"), on(24, "15:30"))) == 1


def test_a_step_that_nobody_told_of_and_one_without_a_private_word_are_other_judges_matters() -> None:
    seen = Seen(on(24, "15:30"), "channel", {})

    assert list(in_public(None, {1: seen}, seen, "Europe/Helsinki", off=5.0)) == []
    assert list(in_public(Public(whole_day=True).step, {}, seen, "Europe/Helsinki", off=5.0)) == []


def moved(*, waited: float = 1.0) -> StepStory:
    """Return a step that was promised for ten and moved to noon, in UTC; the move was answered after so many seconds."""
    made, again = Told(on(24, "08:00"), on(24, "08:00")), Told(on(24, "09:00"), on(24, "09:00") + waited)
    dues = (Due(datetime(2026, 11, 24, hour, tzinfo=UTC), "Europe/Helsinki") for hour in (10, 12))
    return StepStory("call", ANA, made, [Dated(due, told) for due, told in zip(dues, (made, again), strict=True)])


@pytest.mark.parametrize(
    ("at", "waited", "blamed"),
    [
        ("09:59", 1.0, True),
        ("10:01", 1.0, True),
        ("11:59", 1.0, True),
        ("12:00", 1.0, False),
        ("09:59", 60.0, True),
        ("10:01", 60.0, False),
    ],
)
def test_a_word_before_the_date_in_force_is_seen_and_one_where_nobody_knows_it_is_not(
    at: str, waited: float, blamed: bool
) -> None:
    found = list(before_due(moved(waited=waited), on(24, at), off=5.0, under_way=100.0))

    assert [each.invariant for each in found] == (["no rung before its time"] if blamed else [])


def test_a_word_that_was_on_its_way_when_the_step_was_moved_is_not_blamed() -> None:
    step = moved()
    step.dates[-1].told = Told(on(24, "10:00"), on(24, "10:00") + 1.0)

    assert not list(before_due(step, on(24, "10:01"), off=5.0, under_way=100.0))
