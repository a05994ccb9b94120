"""What a rule may know of people: when they work, when they may be spoken to, and whether they can act."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.context import Context
from bot.model import Absence, PersonalTime, UserId, Week
from bot.refusals import NotAPerson
from bot.working_time import Calendar
from tests.bot.making import (
    ANA,
    BERLIN,
    CONTEXT,
    FAYE,
    GONE,
    GUEST,
    HELSINKI,
    LIV,
    NEW_YORK,
    OMAR,
    PEOPLE,
    STRANGER,
    at,
)

EARLY = Week(frozenset({0, 1, 2, 3}), time(7), time(15))
NEW_YEAR, EPIPHANY, PICNIC = date(2027, 1, 1), date(2027, 1, 6), date(2027, 6, 11)
DAYS_OFF = {"FI": frozenset({NEW_YEAR, EPIPHANY}), "DE-BE": frozenset({NEW_YEAR}), "": frozenset({PICNIC})}


def with_time(who: UserId, **own: object) -> Context:
    """Return everybody as they are, but for one person who told Baton of their own time."""
    person = replace(PEOPLE[who], time=PersonalTime(**own))  # type: ignore[arg-type]
    return Context.among({**PEOPLE, who: person}, LIV, region="FI", days_off=DAYS_OFF)


@pytest.mark.parametrize(("who", "zone"), [(ANA, HELSINKI), (OMAR, BERLIN), (FAYE, NEW_YORK), (STRANGER, HELSINKI)])
def test_everybody_works_in_their_own_zone_and_a_stranger_in_the_workspaces(who: UserId, zone: str) -> None:
    assert CONTEXT.calendar(who) == Calendar(zone)


def test_people_may_be_spoken_to_a_little_longer_than_they_work() -> None:
    assert CONTEXT.reachable(OMAR) == Calendar(BERLIN, opens=time(8), closes=time(18))


@pytest.mark.parametrize(
    ("week", "opens", "closes"),
    [
        (EARLY, time(6), time(16)),
        (Week(opens=time(9, 30), closes=time(12, 15)), time(8, 30), time(13, 15)),
        (Week(opens=time(0, 30), closes=time(8)), time(0), time(9)),
        (Week(opens=time(15), closes=time(23, 30)), time(14), time.max),
    ],
)
def test_the_hour_around_work_follows_a_persons_hours_and_stays_on_the_day(
    week: Week, opens: time, closes: time
) -> None:
    reachable = with_time(ANA, week=week).reachable(ANA)

    assert (reachable.opens, reachable.closes, reachable.days) == (opens, closes, week.days)


def test_who_has_no_hours_of_their_own_works_as_the_workspace_does() -> None:
    context = Context.among(PEOPLE, LIV, week=EARLY)

    assert context.calendar(OMAR) == Calendar(BERLIN, EARLY.days, EARLY.opens, EARLY.closes)
    assert context.calendar(STRANGER) == context.home() == replace(context.calendar(OMAR), zone=HELSINKI)


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        (None, {NEW_YEAR, EPIPHANY, PICNIC}),
        ("DE-BE", {NEW_YEAR, PICNIC}),
        ("FR", {PICNIC}),
    ],
)
def test_holidays_are_those_of_a_persons_region_and_the_companys_own(region: str | None, expected: set[date]) -> None:
    assert with_time(OMAR, region=region).calendar(OMAR).holidays == expected


def test_without_any_days_off_nobody_has_a_holiday() -> None:
    assert CONTEXT.calendar(ANA).holidays == frozenset()


def test_the_companys_days_are_everybodys_where_no_region_is_set() -> None:
    assert Context.among(PEOPLE, LIV, days_off=DAYS_OFF).calendar(OMAR).holidays == {PICNIC}


@pytest.mark.parametrize(
    ("moment", "is_away"),
    [
        ("2026-11-22 23:59", False),
        ("2026-11-23 00:00", True),
        ("2026-11-27 23:59", True),
        ("2026-11-28 00:00", False),
    ],
)
def test_an_absence_begins_and_ends_at_midnight_on_the_persons_own_wall(moment: str, *, is_away: bool) -> None:
    away = Absence(date(2026, 11, 23), date(2026, 11, 27), by=FAYE, stand_in=OMAR)
    context = with_time(FAYE, absences=(away,))

    assert context.absence(FAYE, at(moment, NEW_YORK)) == (away if is_away else None)
    assert context.is_away(FAYE, date.fromisoformat(moment[:10])) is is_away


def test_of_two_absences_at_once_the_longer_one_counts() -> None:
    short, long = (Absence(date(2026, 11, 23), date(2026, 11, last), by=ANA) for last in (24, 27))

    assert with_time(ANA, absences=(long, short)).absence(ANA, at("2026-11-23 12:00")) == long


YEARS = frozenset(date(2027, 1, 1) + timedelta(days=each) for each in range(500))
MONDAYS = frozenset(each for each in YEARS if each.weekday() == 0)


@pytest.mark.parametrize(
    ("own", "days_off"),
    [({}, {"": YEARS}), ({"region": "XX"}, {"XX": YEARS}), ({"week": Week(frozenset({0}))}, {"": MONDAYS})],
    ids=["the company's", "a region's", "of one who works on Mondays"],
)
def test_days_off_that_leave_somebody_no_working_day_are_refused_in_a_sentence(
    own: dict[str, object], days_off: dict[str, frozenset[date]]
) -> None:
    context = replace(with_time(ANA, **own), days_off=days_off)

    with pytest.raises(ValueError, match=r"has no working day within 400 days of 2027-01-.*; give it one"):
        context.worked()


def test_days_off_as_people_have_them_are_not() -> None:
    context = with_time(ANA, week=Week(frozenset({0})), region="DE-BE")

    assert context.worked() is context


@pytest.mark.parametrize("days", [frozenset(), frozenset({7}), frozenset({-1, 0})])
def test_a_week_without_a_day_is_refused_where_it_is_made(days: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="at least one working day from Monday to Sunday, for example mon-fri 9-17"):
        Week(days)


@pytest.mark.parametrize(("opens", "closes"), [(time(17), time(9)), (time(9), time(9))])
def test_a_week_whose_work_ends_before_it_begins_is_refused(opens: time, closes: time) -> None:
    with pytest.raises(ValueError, match="it must begin before it ends"):
        Week(opens=opens, closes=closes)


@pytest.mark.parametrize("who", [ANA, OMAR, FAYE, LIV])
def test_a_colleague_can_act(who: UserId) -> None:
    assert CONTEXT.is_able(who)
    assert CONTEXT.able(who) == who


@pytest.mark.parametrize("who", [GUEST, GONE, STRANGER])
def test_a_guest_a_former_colleague_and_a_stranger_cannot(who: UserId) -> None:
    assert not CONTEXT.is_able(who)
    with pytest.raises(NotAPerson) as refused:
        CONTEXT.able(who)

    assert refused.value.user_id == who
