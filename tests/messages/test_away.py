"""Beside an owner's name stands that they are away, from when until when, and who is asked."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model import Absence, Person, PersonalTime, UserId
from messages import replies
from messages.away import TOLD_BEFORE, Away, away
from tests.messages.samples import ANA, FINN, LIV, OMAR, PEOPLE, deal

TODAY = date(2026, 11, 30)
NOON = datetime(2026, 11, 30, 10, tzinfo=UTC)


def day(n: int) -> date:
    return TODAY + timedelta(days=n)


def people(*absences: Absence, **others: Person) -> dict[UserId, Person]:
    known = {**PEOPLE, OMAR: replace(PEOPLE[OMAR], time=PersonalTime(absences=absences))}
    return known | {UserId(user): person for user, person in others.items()}


def absent(first: int, last: int, stand_in: UserId | None = FINN) -> Absence:
    return Absence(day(first), day(last), OMAR, stand_in)


@pytest.mark.parametrize(
    ("absence", "told"),
    [
        (absent(-1, 4), Away(None, day(4), FINN)),
        (absent(0, 4), Away(None, day(4), FINN)),
        (absent(0, 0), Away(None, day(0), FINN)),
        (absent(1, 4), Away(day(1), day(4), FINN)),
        (absent(1, 4, None), Away(day(1), day(4), None)),
        (absent(TOLD_BEFORE.days, 40), Away(day(TOLD_BEFORE.days), day(40), FINN)),
        (absent(TOLD_BEFORE.days + 1, 40), None),
        (absent(-3, -1), None),
    ],
)
def test_who_is_away_or_soon_will_be_is_told(absence: Absence, told: Away | None) -> None:
    assert away(people(absence), OMAR, NOON) == told


def test_of_two_absences_the_nearer_one_is_told() -> None:
    assert away(people(absent(8, 9), absent(2, 3)), OMAR, NOON) == Away(day(2), day(3), FINN)


@pytest.mark.parametrize("changes", [{"is_active": False}, {"is_guest": True}])
def test_who_cannot_stand_in_is_not_named(changes: dict[str, bool]) -> None:
    gone = replace(PEOPLE[FINN], **changes)

    assert away(people(absent(0, 4), **{FINN: gone}), OMAR, NOON) == Away(None, day(4), None)


def test_a_stand_in_who_is_away_then_is_not_named() -> None:
    both = replace(PEOPLE[FINN], time=PersonalTime(absences=(Absence(day(0), day(1), FINN),)))

    assert away(people(absent(0, 4), **{FINN: both}), OMAR, NOON) == Away(None, day(4), None)


@pytest.mark.parametrize("user", [ANA, LIV, UserId("U0NOBODY")])
def test_nothing_is_said_of_who_is_there(user: UserId) -> None:
    assert away(people(absent(0, 4)), user, NOON) is None


def test_the_day_is_the_one_on_the_persons_own_wall() -> None:
    tokyo = replace(PEOPLE[OMAR], zone="Asia/Tokyo", time=PersonalTime(absences=(absent(-3, 0),)))

    # It is the first of December there already.
    assert away(people() | {OMAR: tokyo}, OMAR, datetime(2026, 11, 30, 15, 30, tzinfo=UTC)) is None


def test_a_glance_tells_it_beside_the_owner() -> None:
    told = replies.glance(deal(), ANA, people(absent(0, 4)), NOON)

    assert f"*Owner:* <@{OMAR}>. Away until Fri 4 Dec 2026: <@{FINN}> is asked" in told.text
