"""When a decided message waits for people's hours, and until when."""

from datetime import date, datetime, time, timedelta

import pytest

from bot.events import Event, Nudged, Recorded, Reminded
from bot.model import BATON, Absence, LapseId, LapseKind, PersonalTime, UserId, Week
from bot.outgoing import Kind, Outgoing
from bot.playbook import Where
from bot.rules.quiet import ASKS, Held, held, is_away, kept_from, quiet_until, spoken_at
from bot.unsaid import Unsaid
from tests.bot.making import (
    ANA,
    BERLIN,
    CONTEXT,
    FAYE,
    HELSINKI,
    LIV,
    NEW_YORK,
    OMAR,
    STRANGER,
    SUE,
    at,
    away,
    id_of,
    with_times,
)

MONDAY_NOON = at("2026-11-23 12:00")


def nudged(who: UserId = OMAR, where: Where = Where.PRIVATE, **changes: object) -> Nudged:
    return Nudged(LapseId(id_of("lapse")), LapseKind.STEP_OVERDUE, "call", 1, where, who, **changes)  # type: ignore[arg-type]


def a_row(kind: Kind = Kind.NUDGE, to_user: UserId | None = None) -> Outgoing:
    return Outgoing("k", kind, None, to_user=to_user)


def waits_until(now: datetime, row: Outgoing | None = None, event: Event | None = None) -> datetime | None:
    return quiet_until(row or a_row(), event or nudged(), CONTEXT, now=now)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-23 08:00", None),
        ("2026-11-23 17:59", None),
        ("2026-11-23 18:00", "2026-11-24 08:00"),
        ("2026-11-23 23:59", "2026-11-24 08:00"),
        ("2026-11-24 07:59", "2026-11-24 08:00"),
        ("2026-11-27 18:00", "2026-11-30 08:00"),
        ("2026-11-28 12:00", "2026-11-30 08:00"),
    ],
)
def test_a_nudge_waits_for_the_hours_of_the_one_who_must_act(now: str, until: str | None) -> None:
    assert waits_until(at(now, BERLIN)) == (at(until, BERLIN) if until else None)


@pytest.mark.parametrize(
    ("now", "until"),
    [("2026-10-24 12:00", "2026-10-26 08:00"), ("2027-03-27 12:00", "2027-03-29 08:00")],
)
def test_a_night_in_which_the_clocks_change_ends_at_eight_on_the_wall(now: str, until: str) -> None:
    assert waits_until(at(now, BERLIN)) == at(until, BERLIN)


@pytest.mark.parametrize(("who", "zone"), [(ANA, HELSINKI), (OMAR, BERLIN), (FAYE, NEW_YORK), (STRANGER, HELSINKI)])
def test_hours_are_those_of_the_persons_own_wall(who: UserId, zone: str) -> None:
    assert waits_until(at("2026-11-23 07:00", zone), event=nudged(who)) == at("2026-11-23 08:00", zone)


@pytest.mark.parametrize("where", list(Where))
def test_wherever_it_is_said_and_whoever_hears_it_too_the_same_person_counts(where: Where) -> None:
    evening = at("2026-11-23 19:00", BERLIN)
    event = nudged(OMAR, where, also=(FAYE, LIV), decider_id=FAYE)

    # It is early afternoon in New York.
    assert waits_until(evening, a_row(to_user=FAYE), event) == at("2026-11-24 08:00", BERLIN)


def test_it_waits_exactly_when_the_rule_would_not_have_fired() -> None:
    for hour in range(24 * 14):
        now = MONDAY_NOON + timedelta(hours=hour)
        assert waits_until(now) == (None if (may := spoken_at(CONTEXT, OMAR, now)) == now else may)


def test_a_persons_digest_waits_for_their_morning() -> None:
    assert waits_until(at("2026-11-23 18:30"), a_row(Kind.DIGEST, ANA)) == at("2026-11-24 08:00")
    assert waits_until(at("2026-11-23 08:30"), a_row(Kind.DIGEST, ANA)) is None


def test_a_channels_digest_comes_late_rather_than_not_at_all() -> None:
    row = Outgoing("k", Kind.DIGEST, None)

    assert quiet_until(row, None, CONTEXT, now=at("2026-11-23 23:00")) is None


@pytest.mark.parametrize("kind", sorted(set(Kind) - ASKS))
def test_what_follows_from_what_somebody_did_comes_at_any_hour(kind: Kind) -> None:
    assert waits_until(at("2026-11-22 03:00"), a_row(kind, ANA)) is None


@pytest.mark.parametrize(
    ("row", "is_kept"),
    [
        (a_row(to_user=ANA), True),
        (a_row(Kind.DIGEST, ANA), True),
        (a_row(Kind.TELL, ANA), False),
        (a_row(to_user=OMAR), False),
        (a_row(), False),
    ],
)
def test_a_private_question_to_somebody_who_left_since_is_kept_from_them(row: Outgoing, *, is_kept: bool) -> None:
    assert is_away(row, with_times(ana=away(SUE)), now=MONDAY_NOON) is is_kept


def test_what_was_decided_is_deferred_by_no_absence() -> None:
    own = PersonalTime(absences=(away(),))

    assert quiet_until(a_row(), nudged(ANA), with_times(ana=own), now=MONDAY_NOON) is None


@pytest.mark.parametrize(
    ("own", "moment", "spoken"),
    [
        (away(), "2026-11-25 12:00", "2026-12-07 08:00"),
        (away(last=date(2026, 11, 25)), "2026-11-25 12:00", "2026-11-26 08:00"),
        (
            PersonalTime(absences=(away(), away(first=date(2026, 12, 7), last=date(2026, 12, 8)))),
            "2026-11-25 12:00",
            "2026-12-09 08:00",
        ),
        (PersonalTime(week=Week(frozenset({2}), time(12), time(14))), "2026-11-23 12:00", "2026-11-25 11:00"),
        (PersonalTime(quiet_until=at("2026-11-30 12:00")), "2026-11-23 12:00", "2026-11-23 12:00"),
    ],
    ids=[
        "away",
        "back tomorrow",
        "away twice",
        "one afternoon a week",
        "do-not-disturb counts only from a moment meant",
    ],
)
def test_a_person_is_spoken_to_when_they_are_there(own: PersonalTime | Absence, moment: str, spoken: str) -> None:
    assert spoken_at(with_times(ana=own), ANA, at(moment)) == at(spoken)


DECIDED = at("2026-11-24 12:00", BERLIN)
TUESDAY_EIGHT, WEDNESDAY_EIGHT = at("2026-11-24 08:00", BERLIN), at("2026-11-25 08:00", BERLIN)


def waits(
    calm: datetime,
    now: datetime = DECIDED,
    event: Event | None = None,
    kind: Kind = Kind.NUDGE,
    absence: Absence | None = None,
) -> Held | None:
    own = PersonalTime(quiet_until=calm, absences=(absence,) if absence else ())
    return held(a_row(kind, OMAR), Recorded(9, DECIDED, BATON, event or nudged()), with_times(omar=own), now=now)


@pytest.mark.parametrize(
    ("calm", "until"),
    [
        ("2026-11-24 12:00", None),
        ("2026-11-24 13:00", "2026-11-24 13:00"),
        ("2026-11-24 20:00", "2026-11-25 08:00"),
        ("2026-11-25 11:00", "2026-11-25 08:00"),
        ("2026-12-24 11:00", "2026-11-25 08:00"),
    ],
    ids=["over", "for an hour", "until the evening", "into tomorrow", "for weeks"],
)
def test_whoever_wants_quiet_since_a_nudge_was_decided_has_it_until_the_next_morning(
    calm: str, until: str | None
) -> None:
    expected = Held(at(until, BERLIN), Unsaid.DO_NOT_DISTURB) if until else None

    assert waits(at(calm, BERLIN)) == expected


def test_that_morning_it_leaves_however_long_they_want_quiet() -> None:
    assert waits(at("2026-12-24 11:00"), now=WEDNESDAY_EIGHT) is None


def test_what_the_rule_put_off_already_is_not_put_off_twice_as_long() -> None:
    """It was meant for Monday and do-not-disturb had it wait until Tuesday: a second one then changes nothing."""
    event = nudged(waited=Unsaid.DO_NOT_DISTURB, meant_at=at("2026-11-23 12:00", BERLIN))

    assert waits(DECIDED + timedelta(days=3), event=event) is None
    assert waits(DECIDED + timedelta(days=3), now=TUESDAY_EIGHT, event=event) is None


def test_by_night_it_is_the_hours_that_hold_a_nudge() -> None:
    night = at("2026-11-24 21:00", BERLIN)

    assert waits(DECIDED + timedelta(days=3), now=night) == Held(WEDNESDAY_EIGHT, Unsaid.QUIET_HOURS)


def test_only_questions_mind_do_not_disturb_at_the_last_moment() -> None:
    calm = DECIDED + timedelta(hours=2)
    reminded = Reminded(LapseId(id_of("lapse")), LapseKind.STEP_OVERDUE, "call", OMAR)

    assert waits(calm, kind=Kind.TELL, event=reminded) is None
    assert held(a_row(Kind.DIGEST, OMAR), None, with_times(omar=PersonalTime(quiet_until=calm)), now=DECIDED) is None


def test_somebody_absent_by_then_keeps_no_public_question_waiting() -> None:
    """Away from tomorrow: what he would hear in the morning is said, or asked of his stand-in, as without his quiet."""
    absence = away(first=date(2026, 11, 25), last=date(2026, 12, 24))

    assert waits(DECIDED + timedelta(days=3), absence=absence) == Held(WEDNESDAY_EIGHT, Unsaid.DO_NOT_DISTURB)
    assert waits(DECIDED + timedelta(days=3), now=WEDNESDAY_EIGHT, absence=absence) is None


def test_a_reminder_that_comes_late_waits_for_the_morning_too() -> None:
    event = Reminded(LapseId(id_of("lapse")), LapseKind.STEP_OVERDUE, "call", OMAR)

    assert waits_until(at("2026-11-23 22:00", BERLIN), a_row(Kind.TELL, OMAR), event) == TUESDAY_EIGHT


@pytest.mark.parametrize(
    ("own", "moment", "why"),
    [
        (PersonalTime(), "2026-11-24 12:00", None),
        (PersonalTime(), "2026-11-24 21:00", Unsaid.QUIET_HOURS),
        (PersonalTime(quiet_until=at("2026-11-24 14:00")), "2026-11-24 12:00", Unsaid.DO_NOT_DISTURB),
        (PersonalTime(quiet_until=at("2026-11-24 14:00")), "2026-11-24 05:00", Unsaid.QUIET_HOURS),
        (PersonalTime(quiet_until=at("2026-11-24 12:00")), "2026-11-24 12:00", None),
        (away(), "2026-11-24 12:00", Unsaid.ABSENT),
    ],
)
def test_what_keeps_a_person_from_being_spoken_to_has_one_name(
    own: PersonalTime | Absence, moment: str, why: Unsaid | None
) -> None:
    assert kept_from(with_times(ana=own), ANA, at(moment)) is why
