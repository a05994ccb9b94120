"""People press and pick in messages."""

import pytest
from playwright.sync_api import Page, expect

from sandbox.client import SandboxClient
from tests.sandbox.page.conftest import Room, Visits
from tests.sandbox.page.echo import CHOICES, asked, button

pytestmark = pytest.mark.browser


@pytest.fixture
def page(room: Room, visit: Visits) -> Page:
    """Look at a message with one of each thing to press."""
    room.post("Choose", blocks=[CHOICES])
    return visit(room.ana, room.channel)


def answers(page: Page, what: str) -> None:
    expect(page.get_by_text(f"You chose {what}", exact=True)).to_be_visible()


def test_a_button_brings_the_apps_answer(page: Page) -> None:
    page.get_by_role("button", name="Press me").click()

    answers(page, "press")


def test_a_button_that_asks_first_is_pressed_only_after_yes(page: Page, client: SandboxClient) -> None:
    before = len(client.traffic())
    page.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="No").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert not [one for one in client.traffic(before) if one["kind"] == "act" and one["method"] == "press"]

    page.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Yes").click()

    answers(page, "remove")


def test_an_option_is_picked_from_a_menu(page: Page) -> None:
    page.get_by_label("Pick a colour").select_option("green")

    answers(page, "green")


def test_a_person_is_picked_from_everybody(page: Page, room: Room) -> None:
    page.get_by_label("Pick a person").select_option(label=room.name_of("omar"))

    answers(page, room.omar)


def test_a_day_is_picked(page: Page) -> None:
    page.get_by_label("Date").fill("2026-12-01")

    answers(page, "2026-12-01")


def test_the_overflow_menu_is_walked_with_the_keyboard(page: Page) -> None:
    page.get_by_label("More actions").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Archive")).to_be_focused()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    answers(page, "forget")


def test_a_menu_closes_with_escape_and_gives_the_keyboard_back(page: Page) -> None:
    more = page.get_by_label("More actions")
    more.click()

    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="Archive")).to_be_hidden()
    expect(more).to_be_focused()


def test_what_stands_in_a_messages_fields_goes_along(room: Room, visit: Visits, client: SandboxClient) -> None:
    blocks = [asked("note", "plain_text_input"), {"type": "actions", "elements": [button("press", "Press me")]}]
    room.post("Say why", blocks=blocks)
    page = visit(room.ana, room.channel)

    page.get_by_label("Note").fill("it is <late>")
    page.get_by_role("button", name="Press me").click()

    answers(page, "press")
    sent = next(one for one in reversed(client.traffic()) if one["method"] == "block_actions")
    assert sent["args"]["state"]["values"]["note"]["value"]["value"] == "it is <late>"


@pytest.mark.usefixtures("impatient")
def test_a_press_that_nobody_answers_is_explained_beside_the_button(room: Room, visit: Visits) -> None:
    room.post("Old", blocks=[{"type": "actions", "elements": [button("nobody_listens", "Old button")]}])
    page = visit(room.ana, room.channel)

    page.get_by_role("button", name="Old button").click()

    expect(page.locator(".message .failure:visible")).to_contain_text("We had some trouble connecting to Echo")


def test_a_reaction_is_added_by_a_click(room: Room, visit: Visits, client: SandboxClient) -> None:
    ts = room.post("Good news")
    client.react(room.omar, room.channel, ts, "tada")
    page = visit(room.ana, room.channel)

    page.get_by_role("button", name="🎉 1").click()

    expect(page.get_by_role("button", name="🎉 2")).to_have_attribute("aria-pressed", "true")
