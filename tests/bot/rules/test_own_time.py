"""People's own time: what can be meant, what is refused, and what gives way."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.context import Context
from bot.model import Absence, PersonalTime, UserId, Week
from bot.refusals import (
    CannotStandIn,
    DayPast,
    EndsBeforeItBegins,
    NoSuchRegion,
    NotAway,
    Refusal,
    StandInAway,
    TooFarAway,
)
from bot.rules.own_time import FARTHEST, away, back, next_absence, region_of
from tests.bot.making import ANA, CONTEXT, FAYE, GONE, GUEST, OMAR, STRANGER

TODAY = date(2026, 11, 23)


def day(n: int) -> date:
    return TODAY + timedelta(days=n)


def absent(first: int, last: int, stand_in: UserId | None = None) -> Absence:
    return Absence(day(first), day(last), by=OMAR, stand_in=stand_in)


def around(**times: PersonalTime) -> Context:
    """Return the people, some with a time of their own."""
    own = {UserId(user): replace(CONTEXT.people[UserId(user)], time=time) for user, time in times.items()}
    return replace(CONTEXT, people={**CONTEXT.people, **own})


def test_an_absence_is_remembered_beside_what_else_is_known_of_a_person() -> None:
    own = PersonalTime(week=Week(), region="DE-BY")

    time = away(around(UOMAR=own), OMAR, absent(1, 5, FAYE), today=TODAY)

    assert time == replace(own, absences=(absent(1, 5, FAYE),))


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ((absent(10, 12),), (absent(1, 5), absent(10, 12))),
        ((absent(-9, -1),), (absent(1, 5),)),
        ((absent(0, 1),), (absent(1, 5),)),
        ((absent(5, 9),), (absent(1, 5),)),
        ((absent(-3, 20),), (absent(1, 5),)),
        ((absent(0, 0), absent(6, 6)), (absent(0, 0), absent(1, 5), absent(6, 6))),
    ],
)
def test_what_overlaps_gives_way_and_what_is_over_is_forgotten(
    told: tuple[Absence, ...], kept: tuple[Absence, ...]
) -> None:
    assert away(around(UOMAR=PersonalTime(absences=told)), OMAR, absent(1, 5), today=TODAY).absences == kept


@pytest.mark.parametrize(
    ("absence", "refusal"),
    [
        (absent(-5, -1), DayPast),
        (absent(5, 1), EndsBeforeItBegins),
        (absent(1, FARTHEST.days + 1), TooFarAway),
        (absent(FARTHEST.days + 1, FARTHEST.days + 2), TooFarAway),
        (absent(1, 5, OMAR), CannotStandIn),
        (absent(1, 5, GUEST), CannotStandIn),
        (absent(1, 5, GONE), CannotStandIn),
        (absent(1, 5, STRANGER), CannotStandIn),
        (absent(1, 5, FAYE), StandInAway),
    ],
)
def test_what_cannot_be_meant_is_refused(absence: Absence, refusal: type[Refusal]) -> None:
    context = around(UFAYE=PersonalTime(absences=(absent(0, 9),)))

    with pytest.raises(refusal):
        away(context, OMAR, absence, today=TODAY)


@pytest.mark.parametrize("absence", [absent(0, 0), absent(-3, 0), absent(1, FARTHEST.days), absent(3, 8, FAYE)])
def test_the_edges_are_taken(absence: Absence) -> None:
    # A stand-in who is away for a part of it is asked for the rest; meanwhile the lead is.
    context = around(UFAYE=PersonalTime(absences=(absent(5, 9),)))

    assert absence in away(context, OMAR, absence, today=TODAY).absences


def test_coming_back_ends_the_absence_that_runs_and_leaves_the_next() -> None:
    running, later = absent(-2, 3), absent(10, 12)
    context = around(UOMAR=PersonalTime(absences=(later, running)))

    time, ended = back(context, OMAR, today=TODAY)

    assert (time.absences, ended) == ((later,), running)


def test_without_one_that_runs_the_next_is_taken_back() -> None:
    context = around(UOMAR=PersonalTime(absences=(absent(-9, -5), absent(10, 12), absent(20, 22))))

    assert back(context, OMAR, today=TODAY)[1] == absent(10, 12)
    assert next_absence(context, OMAR, today=TODAY) == absent(10, 12)


def test_whoever_is_there_cannot_come_back() -> None:
    context = around(UOMAR=PersonalTime(absences=(absent(-9, -5),)))

    with pytest.raises(NotAway):
        back(context, OMAR, today=TODAY)
    assert next_absence(context, ANA, today=TODAY) is None


@pytest.mark.parametrize("said", ["DE-BY", "de-by", " de_by ", "De By"])
def test_a_region_is_spelled_as_iso_3166_does(said: str) -> None:
    assert region_of(said, ("DE", "DE-BW", "DE-BY")) == "DE-BY"


def test_an_unknown_region_is_refused_with_those_that_work() -> None:
    with pytest.raises(NoSuchRegion) as refused:
        region_of("DE-XX", ("DE", "DE-BW", "DE-BY"))
    assert refused.value.parts == ("DE-BW", "DE-BY")

    with pytest.raises(NoSuchRegion) as refused:
        region_of("Bavaria", ())
    assert refused.value.parts == ()
