"""Moments are meant as people say them, by their own calendar and clock."""

from datetime import UTC, datetime

import pytest

from sandbox.trying.moments import moment

WEDNESDAY = datetime(2026, 11, 25, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("15:00", "2026-11-25T15:00"),
        ("14:00", "2026-11-26T14:00"),
        ("9:00", "2026-11-26T09:00"),
        ("at 9:00", "2026-11-26T09:00"),
        ("today 9:00", "2026-11-25T09:00"),
        ("tomorrow 9:00", "2026-11-26T09:00"),
        ("Tomorrow at  09:00", "2026-11-26T09:00"),
        ("wednesday 15:00", "2026-11-25T15:00"),
        ("wednesday 13:00", "2026-12-02T13:00"),
        ("friday 12:00", "2026-11-27T12:00"),
        ("monday 08:30", "2026-11-30T08:30"),
        ("next monday 08:30", "2026-11-30T08:30"),
        ("next friday 12:00", "2026-12-04T12:00"),
        ("NEXT SUNDAY 00:00", "2026-12-06T00:00"),
        ("2026-12-24T18:00:00Z", "2026-12-24T18:00"),
        ("2026-12-24T18:00:00+02:00", "2026-12-24T16:00"),
        ("2026-12-24 18:00", "2026-12-24T18:00"),
        ("2026-12-24", "2026-12-24T00:00"),
    ],
)
def test_a_moment_is_read(said: str, meant: str) -> None:
    assert moment(said, WEDNESDAY) == datetime.fromisoformat(meant).replace(tzinfo=UTC)


def test_it_is_meant_in_the_zone_of_who_says_it() -> None:
    assert moment("next monday 08:30", WEDNESDAY, "Europe/Madrid") == datetime(2026, 11, 30, 7, 30, tzinfo=UTC)
    # In Auckland it is Thursday already.
    assert moment("tomorrow 9:00", WEDNESDAY, "Pacific/Auckland") == datetime(2026, 11, 26, 20, tzinfo=UTC)


def test_half_past_eight_stays_so_when_the_clocks_change() -> None:
    friday = datetime(2026, 10, 23, 12, tzinfo=UTC)

    assert moment("next monday 08:30", friday, "Europe/Madrid") == datetime(2026, 10, 26, 7, 30, tzinfo=UTC)
    assert moment("saturday 08:30", friday, "Europe/Madrid") == datetime(2026, 10, 24, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize("said", ["soon", "next monday", "25:00", "9:60", "monday next 9:00", "", "tomorrow9"])
def test_what_is_no_moment_is_refused_with_some_that_are(said: str) -> None:
    with pytest.raises(ValueError, match="is no moment; write it like 2026-11-23T08:00:00Z, 17:00, tomorrow 9:00"):
        moment(said, WEDNESDAY)
