"""People move the workspace's clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from sandbox.client import SandboxClient
from tests.sandbox.page.conftest import Room, Visits

pytestmark = pytest.mark.browser
MADRID = ZoneInfo("Europe/Madrid")


@pytest.fixture
def page(room: Room, visit: Visits) -> Page:
    return visit(room.ana, room.channel)


def press(page: Page, label: str) -> None:
    with page.expect_response("**/page/clock?*"):
        page.get_by_role("button", name=label, exact=True).click()


def test_the_time_shown_is_the_persons_own(page: Page, client: SandboxClient) -> None:
    client.move_clock(client.now() + timedelta(days=1))

    local = client.now().astimezone(MADRID)

    expect(page.locator(".day-now")).to_have_text(f"{local:%a} {local.day} {local:%b %Y}")
    expect(page.locator(".time-now")).to_have_text(f"{local:%H:%M}")


@pytest.mark.parametrize(("label", "hours"), [("+1 hour", 1), ("+1 day", 24)])
def test_the_clock_moves_on(page: Page, client: SandboxClient, label: str, hours: int) -> None:
    before = client.now()

    press(page, label)

    assert timedelta(hours=hours) <= client.now() - before < timedelta(hours=hours, minutes=1)


def test_the_next_morning_is_half_past_eight_for_the_person(page: Page, client: SandboxClient) -> None:
    before = client.now()

    press(page, "Next morning")

    local = client.now().astimezone(MADRID)
    assert (local.hour, local.minute) == (8, 30)
    assert timedelta(0) < client.now() - before <= timedelta(hours=25)


def test_a_given_moment_is_meant_in_the_persons_time(page: Page, client: SandboxClient) -> None:
    wanted = (client.now().astimezone(MADRID) + timedelta(days=3)).replace(hour=14, minute=30)

    page.get_by_text("Go to…").click()
    page.get_by_label("Moment to go to").fill(f"{wanted:%Y-%m-%dT%H:%M}")
    press(page, "Go")

    local = client.now().astimezone(MADRID)
    assert (local.date(), local.hour, local.minute) == (wanted.date(), 14, 30)


def test_the_past_is_refused_in_a_sentence(page: Page) -> None:
    page.get_by_text("Go to…").click()
    page.get_by_label("Moment to go to").fill("2020-01-01T10:00")
    press(page, "Go")

    expect(page.locator(".notice")).to_contain_text("the clock only moves forward")


def test_time_runs_fast_until_it_is_told_not_to(page: Page, client: SandboxClient) -> None:
    fast = page.get_by_title("An hour passes in a minute")

    fast.click()
    expect(fast).to_have_attribute("aria-pressed", "true")
    assert client.clock()["speed"] == 60
    fast.click()

    expect(fast).to_have_attribute("aria-pressed", "false")
    assert client.clock()["speed"] == 1


def test_a_move_made_elsewhere_shows(page: Page, client: SandboxClient) -> None:
    client.move_clock(datetime.combine(client.now().date() + timedelta(days=2), datetime.min.time(), UTC))

    local = client.now().astimezone(MADRID)

    expect(page.locator(".time-now")).to_have_text(f"{local:%H:%M}")
