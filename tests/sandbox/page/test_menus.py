"""The menus of messages, of the workspace and of its people."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.sandbox.page.conftest import SAID, Room, Visits

pytestmark = pytest.mark.browser


@pytest.fixture
def page(room: Room, visit: Visits) -> Page:
    return visit(room.ana, room.channel)


def menu_of(page: Page, text: str) -> Locator:
    """Open the menu of the message that says this."""
    message = page.locator("#messages .message", has_text=text)
    message.hover()
    message.get_by_role("button", name="More about").click()
    return page.get_by_role("menu")


def test_a_message_is_pinned_from_its_menu(room: Room, page: Page) -> None:
    room.post("The board")

    menu_of(page, "The board").get_by_role("menuitem", name="Pin to the channel").click()
    expect(page.get_by_role("button", name="1 pinned")).to_be_visible()

    menu_of(page, "The board").get_by_role("menuitem", name="Unpin from the channel").click()
    expect(page.get_by_role("button", name="1 pinned")).to_have_count(0)


def test_ones_own_message_is_taken_back(room: Room, page: Page) -> None:
    room.client.message(room.ana, room.channel, "oh no")

    menu_of(page, "oh no").get_by_role("menuitem", name="Delete message").click()

    expect(page.locator(SAID)).to_have_count(0)
    assert room.texts() == []


def test_ones_own_message_is_edited_as_it_was_typed(room: Room, page: Page) -> None:
    room.client.message(room.ana, room.channel, "5 > 3 & done")

    menu = menu_of(page, "5 > 3 & done")
    menu.get_by_text("Edit message").click()
    field = menu.get_by_label("What it says")
    expect(field).to_be_focused()
    expect(field).to_have_value("5 > 3 & done")
    field.fill("5 > 3 & *nearly* done")
    menu.get_by_role("button", name="Save").click()

    expect(page.locator(SAID)).to_have_text("5 > 3 & nearly done")
    expect(page.locator(".edited")).to_be_visible()
    expect(page.get_by_role("menu")).to_be_hidden()


def test_the_text_of_a_message_is_copied(room: Room, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    room.post("take *this*")

    menu_of(page, "take this").get_by_role("menuitem", name="Copy text").click()

    expect(page.locator(".notice")).to_contain_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "take this"


def test_a_thread_is_opened_from_the_menu(room: Room, page: Page) -> None:
    room.post("What is next?")

    menu_of(page, "What is next?").get_by_role("menuitem", name="Reply in thread").click()

    expect(page.get_by_label("Reply in this thread")).to_be_visible()


def test_a_shortcut_for_messages_reaches_the_app(room: Room, page: Page) -> None:
    room.post("wise words")

    menu_of(page, "wise words").get_by_role("menuitem", name="Quote it").click()

    expect(page.locator(".is-ephemeral")).to_contain_text("You quoted: wise words")


def test_a_global_shortcut_opens_the_apps_form(page: Page) -> None:
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_role("menuitem", name="Ask anywhere").click()

    expect(page.get_by_role("dialog", name="A few questions")).to_be_visible()


def test_a_menu_is_walked_with_arrow_keys_and_gives_the_keyboard_back(page: Page, room: Room) -> None:
    switcher = page.locator(".switcher")
    switcher.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitemradio", name=room.name_of("ana"))).to_be_focused()

    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitemradio", name=room.name_of("omar"))).to_be_focused()
    page.keyboard.press("Home")
    expect(page.get_by_role("menuitemradio").first).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.get_by_role("menu")).to_be_hidden()
    expect(switcher).to_be_focused()


def test_a_click_elsewhere_closes_a_menu(page: Page) -> None:
    page.locator(".switcher").click()
    expect(page.get_by_role("menu", name="Be someone else")).to_be_visible()

    page.locator("#messages").click(position={"x": 400, "y": 300})

    expect(page.get_by_role("menu", name="Be someone else")).to_be_hidden()


def test_members_are_listed_with_their_zones(page: Page, room: Room) -> None:
    page.get_by_role("button", name="3 members").click()

    members = page.get_by_role("group", name="Members")
    expect(members.get_by_role("listitem")).to_have_count(3)
    expect(members).to_contain_text("Europe/Helsinki")


def test_a_channel_is_left_and_can_only_be_read_then(page: Page, room: Room) -> None:
    page.get_by_role("button", name="3 members").click()
    page.get_by_role("button", name="Leave this channel").click()

    expect(page.get_by_role("button", name="Join channel")).to_be_visible()
