"""Moments in words, and wall times back into moments, where clocks change too."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page

from sandbox.running import Sandbox

pytestmark = pytest.mark.browser
CALL = """async ([name, given]) => (await import("/js/moments.js"))[name](...given)"""


@pytest.fixture(scope="module")
def page(browser: Browser, sandbox: Sandbox) -> Iterator[Page]:
    opened = browser.new_page()
    opened.goto(sandbox.page)
    yield opened
    opened.close()


def epoch(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("wall", "zone", "utc"),
    [
        ("2026-11-23T08:00", "Europe/Madrid", "2026-11-23T07:00"),
        ("2026-07-01T08:00", "Europe/Madrid", "2026-07-01T06:00"),
        ("2026-03-29T12:00", "Europe/Madrid", "2026-03-29T10:00"),
        ("2026-10-25T12:00", "Europe/Madrid", "2026-10-25T11:00"),
        ("2026-11-23T08:00", "America/New_York", "2026-11-23T13:00"),
        ("2026-11-23T08:00", "Asia/Kathmandu", "2026-11-23T02:15"),
        ("2026-11-23T08:00", "Pacific/Kiritimati", "2026-11-22T18:00"),
    ],
)
def test_a_wall_time_is_the_right_moment_and_comes_back(page: Page, wall: str, zone: str, utc: str) -> None:
    assert page.evaluate(CALL, ["momentOfText", [wall, zone]]) == epoch(utc)
    assert page.evaluate(CALL, ["wallText", [epoch(utc), zone]]) == wall


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-11-23T05:00", "2026-11-23T07:00"),  # before eight in Madrid: today
        ("2026-11-23T07:00", "2026-11-24T07:00"),  # at eight sharp: tomorrow
        ("2026-12-31T20:00", "2027-01-01T07:00"),
        ("2026-03-28T20:00", "2026-03-29T06:00"),  # the night in which summer begins
    ],
)
def test_the_next_morning_is_always_ahead(page: Page, now: str, morning: str) -> None:
    assert page.evaluate(CALL, ["nextMorning", [epoch(now), "Europe/Madrid"]]) == epoch(morning)


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        ("{date_num}", "2026-11-24"),
        ("{date_short} at {time}", "24 Nov 2026 at 09:30"),
        ("{date_long}", "Tuesday 24 November 2026"),
        ("{date_short_pretty}", "tomorrow"),
        ("{ago}", "in 1 day"),
        ("{nonsense}", "{nonsense}"),
    ],
)
def test_slacks_date_tokens_are_filled_in(page: Page, pattern: str, shown: str) -> None:
    moment, now = epoch("2026-11-24T08:30"), epoch("2026-11-23T08:00")

    said = page.evaluate(CALL, ["slackDate", [pattern, moment, now, "Europe/Madrid"]])

    assert said.replace(",", "") == shown


@pytest.mark.parametrize(
    ("day", "shown"),
    [("2026-11-23", "Today"), ("2026-11-22", "Yesterday"), ("2026-11-20", "Friday 20 November 2026")],
)
def test_day_headings_name_the_days_nearby(page: Page, day: str, shown: str) -> None:
    said = page.evaluate(CALL, ["dayHeading", [epoch(f"{day}T12:00"), epoch("2026-11-23T12:00"), "UTC"]])

    assert said.startswith(shown)
