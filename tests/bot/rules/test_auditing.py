"""What is judged late is late by every calendar, and never before."""

from datetime import date, datetime, time, timedelta

import pytest

from bot.ladder import DEFAULT_LADDER
from bot.model import LapseKind, Week
from bot.playbook import Ladder, Rung, Rungs, Tell, Where
from bot.rules.auditing import LONGEST_BREAK, at_the_latest, findings, slowest
from bot.watching import Commitment, Evidence, Fault, Finding, Limits, Offering, Pace, Silence, Standstill
from bot.working_time import Calendar, add_working_hours, next_working_moment
from tests.bot.making import NEW_YORK, NOW, at, id_of

DEAL = id_of("acme")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LIMITS = Limits()


def a_commitment(**changes: object) -> Commitment:
    given = {
        "deal_id": DEAL,
        "kind": LapseKind.STEP_OVERDUE,
        "due_at": NOW,
        "opened_at": None,
        "changed_at": NOW - DAY,
        "ladder": DEFAULT_LADDER,
    }
    return Commitment(**(given | changes))  # type: ignore[arg-type]


def a_standstill(**changes: object) -> Standstill:
    given = {
        "deal_id": DEAL,
        "kind": LapseKind.STEP_OVERDUE,
        "rung": 1,
        "fired_at": NOW,
        "told_at": None,
        "is_awaited": False,
        "is_gate": False,
        "ladder": DEFAULT_LADDER,
    }
    return Standstill(**(given | changes))  # type: ignore[arg-type]


def faults(evidence: Evidence, now: datetime) -> list[Fault]:
    return [each.fault for each in findings(evidence, now=now)]


def late_from(evidence: Evidence, fault: Fault, moment: datetime) -> None:
    """Hold that a fault is found from just after a moment on, and not at it."""
    assert faults(evidence, moment) == []
    assert faults(evidence, moment + MINUTE) == [fault]


def ladder_of(kind: LapseKind, *rungs: Rung, opens: float = 0) -> Ladder:
    return Ladder(DEFAULT_LADDER.lapses | {kind: Rungs(opens, rungs)})


def test_where_nothing_was_read_nothing_is_found() -> None:
    assert findings(Evidence(), now=NOW) == ()


def test_what_needs_no_judgement_is_taken_over_with_the_longest_standing_first() -> None:
    late, later = Finding(Fault.UNSENT, "a", NOW), Finding(Fault.IN_DOUBT, "b", NOW - DAY)

    assert findings(Evidence(plain=(late, later)), now=NOW) == (later, late)


@pytest.mark.parametrize("kind", [LapseKind.STEP_OVERDUE, LapseKind.ITEM_OVERDUE])
def test_what_is_overdue_without_a_lapse_is_late_after_an_hour(kind: LapseKind) -> None:
    late_from(Evidence(commitments=(a_commitment(kind=kind),)), Fault.UNASKED, NOW + LIMITS.look)


@pytest.mark.parametrize(
    ("kind", "days"), [(LapseKind.STEP_OVERDUE, 5), (LapseKind.ITEM_OVERDUE, 6.4)], ids=["at once", "four hours later"]
)
def test_a_lapse_whose_first_rung_does_not_fire_is_late_after_every_break(kind: LapseKind, days: float) -> None:
    lapsed = a_commitment(kind=kind, opened_at=NOW)

    late_from(Evidence(commitments=(lapsed,)), Fault.UNASKED, NOW + timedelta(days=days))


def test_a_lapse_that_was_seen_late_counts_from_when_it_was_seen() -> None:
    woken = a_commitment(opened_at=NOW - 30 * DAY, changed_at=NOW)

    late_from(Evidence(commitments=(woken,)), Fault.UNASKED, NOW + LONGEST_BREAK)


def test_where_a_playbook_asks_nobody_nobody_is_missed() -> None:
    silent = a_commitment(opened_at=NOW, ladder=ladder_of(LapseKind.STEP_OVERDUE))

    assert faults(Evidence(commitments=(silent,)), NOW + 90 * DAY) == []


def test_an_offer_counts_from_when_it_was_made() -> None:
    offering = Offering(DEAL, NOW, None, DEFAULT_LADDER)

    late_from(Evidence(offerings=(offering,)), Fault.UNESCALATED, NOW + at_the_latest(4))


def test_an_offer_that_was_decided_about_counts_from_the_decision() -> None:
    offering = Offering(DEAL, NOW - 20 * DAY, NOW, DEFAULT_LADDER)

    late_from(Evidence(offerings=(offering,)), Fault.UNESCALATED, NOW + at_the_latest(4))


def test_a_nudge_that_is_on_its_way_nowhere_is_late_after_an_hour() -> None:
    late_from(Evidence(standstills=(a_standstill(),)), Fault.UNTOLD, NOW + LIMITS.told)


def test_a_nudge_that_may_still_come_is_the_couriers_to_bring() -> None:
    assert faults(Evidence(standstills=(a_standstill(is_awaited=True),)), NOW + 90 * DAY) == []


def test_a_ladder_goes_on_after_its_delay() -> None:
    told = a_standstill(told_at=NOW, rung=2)

    late_from(Evidence(standstills=(told,)), Fault.UNESCALATED, NOW + at_the_latest(8))


@pytest.mark.parametrize("kind", LapseKind)
def test_a_ladder_that_was_climbed_to_its_end_goes_nowhere(kind: LapseKind) -> None:
    rungs = len(DEFAULT_LADDER.lapses[kind].rungs)

    done = a_standstill(kind=kind, rung=rungs, told_at=NOW, is_gate=True)

    assert faults(Evidence(standstills=(done,)), NOW + 365 * DAY) == []


def test_a_rung_for_gates_is_awaited_of_gates_only() -> None:
    third = a_standstill(kind=LapseKind.ITEM_OVERDUE, rung=3, told_at=NOW)
    gate = a_standstill(kind=LapseKind.ITEM_OVERDUE, rung=3, told_at=NOW, is_gate=True)

    assert faults(Evidence(standstills=(third,)), NOW + 60 * DAY) == []
    assert faults(Evidence(standstills=(gate,)), NOW + 60 * DAY) == [Fault.UNESCALATED]


def test_a_deal_in_which_nothing_happens_is_late_after_a_month_and_its_ladder() -> None:
    silence = Silence(DEAL, NOW, DEFAULT_LADDER)

    late_from(Evidence(silences=(silence,)), Fault.FORGOTTEN, NOW + LIMITS.silence + at_the_latest(8))


def test_a_playbook_that_waits_longer_is_waited_for() -> None:
    slow = ladder_of(LapseKind.OWNER_NOT_ACCEPTED, Rung((Tell.HOLDER,), Where.CHANNEL), opens=80)

    late_from(
        Evidence(offerings=(Offering(DEAL, NOW, None, slow),)),
        Fault.UNESCALATED,
        NOW + timedelta(days=14) + LONGEST_BREAK,
    )


@pytest.mark.parametrize("hours", [0, 0.5, 4, 8, 9, 16, 40, 200])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", NEW_YORK, "Pacific/Niue"])
def test_no_calendar_takes_longer(hours: float, zone: str) -> None:
    christmas = frozenset(at(f"2026-12-{day} 12:00").date() for day in (24, 25))
    calendar = Calendar(zone, holidays=christmas)

    for start in (at("2026-12-18 00:00") + n * 7 * HOUR for n in range(60)):
        worked = next_working_moment(calendar, add_working_hours(calendar, start, hours))

        assert worked - start <= at_the_latest(hours)


NOBODY_RESTS = Pace()
WEEKS = (
    Week(),
    Week(frozenset({0, 1, 2}), time(9), time(13)),
    Week(frozenset({2}), time(10), time(12)),
    Week(frozenset({5, 6}), time(0), time(1)),
)
CHRISTMAS = frozenset(date(2026, 12, 21) + timedelta(days=each) for each in range(18))
MOON = frozenset(date(2027, 2, 5) + timedelta(days=each) for each in range(8))


@pytest.mark.parametrize("week", WEEKS)
@pytest.mark.parametrize("closed", [frozenset(), CHRISTMAS, MOON, frozenset({date(2026, 12, 25), date(2026, 12, 28)})])
@pytest.mark.parametrize("hours", [0, 2, 8, 30])
def test_what_is_late_is_late_for_whoever_works_least(week: Week, closed: frozenset[date], hours: float) -> None:
    calendar = Calendar(NEW_YORK, week.days, week.opens, week.closes, closed)
    pace = slowest((Week(), week), (closed,))

    for day in range(100):
        begun = NOW + timedelta(days=day, hours=day % 24)
        by_then = next_working_moment(calendar, add_working_hours(calendar, begun, hours))
        assert by_then <= begun + at_the_latest(hours, pace), begun


def test_where_everybody_works_as_usual_the_pace_is_the_usual_one() -> None:
    assert slowest((Week(),), ()) == slowest((), ((),)) == NOBODY_RESTS
    assert at_the_latest(8) == timedelta(days=7) / 5 + LONGEST_BREAK


def test_longer_days_and_weeks_make_nobody_else_faster() -> None:
    assert slowest((Week(frozenset(range(7)), time(6), time(22)),), ()) == NOBODY_RESTS


def test_a_closure_reaches_over_a_weekend_and_ends_with_a_working_week() -> None:
    two_weeks = [date(2026, 12, 21) + timedelta(days=each) for each in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)]

    assert slowest((), ((*two_weeks, date(2027, 1, 20)),)).closed == timedelta(days=11)
