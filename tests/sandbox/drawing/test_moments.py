"""Moments in words, and wall times back into moments."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.drawing.moments import (
    ago,
    day_heading,
    epoch_at,
    last_heard,
    moment_of,
    short_date_of,
    slack_date,
    wall,
    wall_text,
    zone,
)
from sandbox.drawing.mrkdwn import mrkdwn
from tests.sandbox.drawing.reading import ANA
from tests.sandbox.drawing.tree import tree

MADRID = "Europe/Madrid"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def at(text: str, tz: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).astimezone(zone(tz))


@pytest.mark.parametrize(
    ("text", "tz", "utc"),
    [
        ("2026-11-23T08:00", MADRID, "2026-11-23T07:00"),
        ("2026-07-01T08:00", MADRID, "2026-07-01T06:00"),
        ("2026-03-29T12:00", MADRID, "2026-03-29T10:00"),
        ("2026-10-25T12:00", MADRID, "2026-10-25T11:00"),
        ("2026-11-23T08:00", "America/New_York", "2026-11-23T13:00"),
        ("2026-11-23T08:00", "Asia/Kathmandu", "2026-11-23T02:15"),
        ("2026-11-23T08:00", "Pacific/Kiritimati", "2026-11-22T18:00"),
    ],
)
def test_a_wall_time_is_the_right_moment_and_comes_back(text: str, tz: str, utc: str) -> None:
    assert epoch_at(text, tz) == at(utc).timestamp()
    assert wall_text(epoch_at(text, tz), tz) == text


def test_a_wall_time_that_summer_skips_moves_on_by_an_hour() -> None:
    assert wall_text(epoch_at("2026-03-29T02:30", MADRID), MADRID) == "2026-03-29T03:30"


@given(st.integers(min_value=0, max_value=4_000_000_000), st.sampled_from(["UTC", MADRID, "Asia/Kathmandu"]))
def test_every_whole_minute_survives_a_datetime_field_but_the_hour_that_comes_twice(epoch: int, tz: str) -> None:
    minute = epoch - epoch % 60

    assert epoch_at(wall_text(minute, tz), tz) in (minute, minute - 3600)


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-13-01T00:00", "25:00"])
def test_what_is_no_moment_is_said_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        epoch_at(text, MADRID)


@pytest.mark.parametrize("name", ["", "Nowhere/Atall", "../etc/passwd", "\0", "Europe"])
def test_a_zone_that_nobody_knows_counts_as_utc(name: str) -> None:
    assert str(zone(name)) == "UTC"


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        ("{date_num}", "2026-11-24"),
        ("{date}", "24 November 2026"),
        ("{date_short} at {time}", "24 Nov 2026 at 09:30"),
        ("{date_long}", "Tuesday 24 November 2026"),
        ("{date_pretty}", "tomorrow"),
        ("{date_short_pretty}", "tomorrow"),
        ("{date_long_pretty} {time_secs}", "tomorrow 09:30:00"),
        ("{ago}", "in 1 day"),
        ("{nonsense} {time", "{nonsense} {time"),
        ("{{time}}", "{09:30}"),
    ],
)
def test_slacks_date_tokens_are_filled_in(pattern: str, shown: str) -> None:
    assert slack_date(pattern, at("2026-11-24T08:30", MADRID), NOW) == shown


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-11-23T07:00", "1 hour ago"),
        ("2026-11-23T07:59:30", "30 seconds ago"),
        ("2026-11-23T08:00", "0 seconds ago"),
        ("2026-11-23T08:00:01", "in 1 second"),
        ("2026-11-20T08:00", "3 days ago"),
        ("2026-11-23T10:30", "in 2 hours"),
    ],
)
def test_how_long_ago_is_told_in_its_largest_unit(moment: str, shown: str) -> None:
    assert ago(at(moment), NOW) == shown


@pytest.mark.parametrize(
    ("moment", "pretty"),
    [
        ("2026-11-22T22:59", "yesterday"),
        ("2026-11-22T23:00", "today"),  # midnight in Madrid
        ("2026-11-23T22:59", "today"),
        ("2026-11-23T23:00", "tomorrow"),
        ("2026-11-25T12:00", "25 Nov 2026"),
    ],
)
def test_days_nearby_are_those_of_the_readers_zone(moment: str, pretty: str) -> None:
    assert slack_date("{date_short_pretty}", at(moment, MADRID), NOW) == pretty


@pytest.mark.parametrize(
    ("day", "heading"),
    [
        ("2026-11-23", "Today, Monday 23 November 2026"),
        ("2026-11-22", "Yesterday, Sunday 22 November 2026"),
        ("2026-11-20", "Friday 20 November 2026"),
    ],
)
def test_day_headings_name_the_days_nearby(day: str, heading: str) -> None:
    assert day_heading(at(f"{day}T12:00"), NOW) == heading


def test_months_are_short_in_three_letters_and_do_not_follow_the_machines_language() -> None:
    assert short_date_of(at("2026-09-01T12:00")) == "1 Sep 2026"


def test_a_stamp_tells_the_whole_moment() -> None:
    assert moment_of(at("2026-11-23T08:05", MADRID)) == "Mon 23 Nov 2026, 09:05"


@pytest.mark.parametrize(
    ("moment", "said"), [("2026-11-23T07:00", "today at 08:00"), ("2026-11-02T07:00", "2 Nov 2026 at 08:00")]
)
def test_a_thread_tells_when_it_was_last_answered(moment: str, said: str) -> None:
    assert last_heard(at(moment, MADRID), NOW) == said


def test_a_moment_in_text_is_told_in_the_readers_zone_with_its_fallback_beside() -> None:
    time = tree(mrkdwn("<!date^1795510800^due {date_short_pretty} at {time}|due then (UTC)>", ANA)).one("time")

    assert time.text == "due tomorrow at 10:00"
    assert time.facts == {"datetime": "2026-11-24T10:00:00+01:00", "title": "due then (UTC)"}


def test_a_moment_with_an_address_is_a_link() -> None:
    link = tree(mrkdwn("<!date^1795510800^{time}^https://a.example/?a=1&amp;b=2|x>", ANA)).one("a")

    assert link.facts["href"] == "https://a.example/?a=1&b=2"
    assert link.one("time").text == "10:00"


def test_a_moment_never_becomes_a_harmful_link() -> None:
    assert tree(mrkdwn("<!date^1795510800^{time}^javascript:alert(1)|x>", ANA)).all("a") == []


@pytest.mark.parametrize("epoch", ["never", "", "9e99", "nan", "-9e15"])
def test_a_moment_that_cannot_be_read_shows_its_fallback(epoch: str) -> None:
    assert mrkdwn(f"<!date^{epoch}^{{time}}|soon &amp; sure>", ANA) == "<time>soon &amp; sure</time>"


def test_wall_times_follow_the_clock_changes_of_the_zone() -> None:
    assert wall(at("2026-03-29T00:59").timestamp(), MADRID).hour == 1
    assert wall(at("2026-03-29T01:00").timestamp(), MADRID).hour == 3
