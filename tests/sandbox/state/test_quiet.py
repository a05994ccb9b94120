"""When somebody wants no noise: now, or next."""

from datetime import UTC, datetime

import pytest

from sandbox.state.model import DoNotDisturb, User
from sandbox.state.quiet import Span, quiet_span

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def person(dnd: DoNotDisturb | None, tz: str = "Etc/UTC") -> User:
    return User("U1", "ana", "Ana", tz=tz, dnd=dnd)


def moment(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def test_who_wants_no_quiet_has_a_span_of_no_length_long_ago() -> None:
    assert quiet_span(person(None), NOON) == Span(is_enabled=False, start=1, end=1)


def test_a_span_that_is_given_is_told_as_it_is() -> None:
    assert quiet_span(person(DoNotDisturb(100, 200)), NOON) == Span(is_enabled=True, start=100, end=200)


@pytest.mark.parametrize(
    ("now", "start", "end"),
    [
        ("2026-11-23T12:00:00+00:00", "2026-11-23T22:00:00+00:00", "2026-11-24T08:00:00+00:00"),
        ("2026-11-23T23:00:00+00:00", "2026-11-23T22:00:00+00:00", "2026-11-24T08:00:00+00:00"),
        ("2026-11-24T07:59:59+00:00", "2026-11-23T22:00:00+00:00", "2026-11-24T08:00:00+00:00"),
        ("2026-11-24T08:00:00+00:00", "2026-11-24T22:00:00+00:00", "2026-11-25T08:00:00+00:00"),
    ],
)
def test_nightly_quiet_is_tonights_until_it_is_over(now: str, start: str, end: str) -> None:
    span = quiet_span(person(DoNotDisturb(daily=("22:00", "08:00"))), datetime.fromisoformat(now))

    assert span == Span(is_enabled=True, start=moment(start), end=moment(end))


def test_quiet_within_a_day_does_not_last_over_midnight() -> None:
    span = quiet_span(person(DoNotDisturb(daily=("13:00", "14:00"))), NOON)

    assert (span.start, span.end) == (moment("2026-11-23T13:00:00+00:00"), moment("2026-11-23T14:00:00+00:00"))


def test_nightly_quiet_is_by_the_clocks_where_somebody_is() -> None:
    span = quiet_span(person(DoNotDisturb(daily=("22:00", "08:00")), tz="America/New_York"), NOON)

    assert span.start == moment("2026-11-22T22:00:00-05:00")


def test_a_night_in_which_clocks_go_back_is_an_hour_longer() -> None:
    evening = datetime(2026, 10, 24, 12, tzinfo=UTC)

    span = quiet_span(person(DoNotDisturb(daily=("22:00", "08:00")), tz="Europe/Madrid"), evening)

    assert span.end - span.start == 11 * 60 * 60


def test_a_snooze_goes_before_everything_until_it_ends() -> None:
    now = int(NOON.timestamp())
    dnd = DoNotDisturb(100, 200, is_enabled=False, snoozed_until=now + 1800)

    assert quiet_span(person(dnd), NOON) == Span(is_enabled=True, start=now, end=now + 1800)
    after = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
    assert quiet_span(person(dnd), after) == Span(is_enabled=False, start=100, end=200)
