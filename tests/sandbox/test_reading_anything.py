"""Whatever people type, a transcript shows those very characters; whatever moment is said, it lies ahead."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from sandbox.people.writing import escaped
from sandbox.trying.moments import DAYS, moment
from sandbox.trying.screen import holds
from sandbox.trying.transcript import _INVISIBLE, Reader

ZONES = st.sampled_from(["UTC", "Europe/Madrid", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu"])
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(lambda each: each.replace(tzinfo=UTC))  # noqa: DTZ001 - made aware at once
CLOCK_TIMES = st.times().map(lambda each: f"{each:%H:%M}")
READER = Reader([{"id": "U1", "name": "ana", "real_name": "Ana"}], [{"id": "C1", "name": "deals"}])


@given(st.text())
def test_escaped_text_reads_as_it_was_typed(text: str) -> None:
    assert READER.text(escaped(text)) == _INVISIBLE.sub("", text)


@given(st.text())
def test_any_mrkdwn_can_be_read(text: str) -> None:
    assert isinstance(READER.text(text), str)


@given(st.text(), st.text(), st.text())
def test_words_stand_in_any_text_around_them(before: str, words: str, after: str) -> None:
    assert holds(f"{before} {words} {after}", words)


@given(MOMENTS, CLOCK_TIMES, ZONES)
def test_a_clock_time_is_the_next_time_that_it_is_so_late(now: datetime, said: str, zone: str) -> None:
    meant = moment(said, now, zone)

    # An hour more or less where clocks change that night.
    assert now - timedelta(hours=1) <= meant <= now + timedelta(hours=25)


@given(MOMENTS, st.sampled_from(DAYS), CLOCK_TIMES, ZONES)
def test_a_weekday_lies_ahead_and_the_next_one_in_the_week_after(now: datetime, day: str, said: str, zone: str) -> None:
    soonest, next_one = moment(f"{day} {said}", now, zone), moment(f"next {day} {said}", now, zone)

    here = now.astimezone(ZoneInfo(zone))
    monday = here.date() - timedelta(days=here.weekday())
    local = next_one.astimezone(ZoneInfo(zone))
    assert now - timedelta(hours=1) <= soonest <= now + timedelta(days=7, hours=1)
    assert timedelta(days=7) <= local.date() - monday < timedelta(days=14)
    assert DAYS[local.weekday()] == day
