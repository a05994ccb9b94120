"""People go from place to place, become someone else, and look from a phone."""

import pytest
from playwright.sync_api import Page, expect

from sandbox.client import SandboxClient
from tests.sandbox.page.conftest import Room, Visits
from tests.sandbox.page.echo import GALLERY

pytestmark = pytest.mark.browser


def become(page: Page, name: str) -> None:
    page.locator(".switcher").click()
    page.get_by_role("menuitemradio", name=name).click()
    expect(page.locator(".switcher b")).to_have_text(name)


def test_the_address_says_who_looks_and_where(room: Room, visit: Visits) -> None:
    page = visit(f"omar{room.number}", room.name)

    expect(page.locator(".switcher b")).to_have_text(room.name_of("omar"))
    expect(page.locator("#heading h1")).to_have_text(room.name)


def test_the_address_follows_so_that_reloading_stays_in_place(room: Room, visit: Visits) -> None:
    page = visit(room.ana, room.channel)
    become(page, room.name_of("omar"))

    page.reload()

    expect(page.locator(".switcher b")).to_have_text(room.name_of("omar"))
    expect(page.locator("#heading h1")).to_have_text(room.name)


def test_another_person_sees_what_is_theirs(room: Room, visit: Visits, client: SandboxClient) -> None:
    room.open(room.omar, name=f"secret-{room.number}", is_private=True)
    client.command(room.ana, room.channel, "/echo for me")
    page = visit(room.ana, room.channel)
    expect(page.get_by_text("for me")).to_be_visible()
    assert page.get_by_role("link", name=f"secret-{room.number}").count() == 0

    become(page, room.name_of("omar"))

    expect(page.get_by_role("link", name=f"secret-{room.number}")).to_be_visible()
    expect(page.get_by_text("for me")).to_have_count(0)


def test_the_switcher_tells_everybodys_local_time(room: Room, visit: Visits) -> None:
    page = visit(room.ana, room.channel)

    page.locator(".switcher").click()

    own = page.get_by_role("menuitemradio", name=room.name_of("ana"))
    expect(own).to_have_attribute("aria-checked", "true")
    expect(own).to_contain_text("in Madrid")
    expect(page.get_by_role("menuitemradio", name=room.name_of("omar"))).to_contain_text("in Helsinki")


def test_unread_messages_are_counted_until_they_are_read(room: Room, visit: Visits) -> None:
    other = f"other-{room.number}"
    channel = room.open(room.ana, name=other)
    page = visit(room.ana, room.channel)
    room.post("news", channel=channel)
    entry = page.locator(".entry", has_text=other)
    expect(entry).to_contain_text("unread")

    entry.click()

    expect(page.locator(".message .text")).to_have_text("news")
    expect(entry).not_to_contain_text("unread")


def test_the_home_tab_shows_what_the_app_publishes(room: Room, visit: Visits, client: SandboxClient) -> None:
    page = visit(room.ana, room.channel)

    page.get_by_role("link", name="Echo Home").click()
    expect(page.get_by_role("heading", name="Welcome home")).to_be_visible()
    page.get_by_role("button", name="Greet").click()

    expect(page.get_by_role("button", name="Greet")).not_to_have_attribute("aria-busy", "true")
    assert [one["args"]["container"]["type"] for one in client.traffic() if one["method"] == "block_actions"][
        -1
    ] == "view"


def test_a_long_home_opens_at_its_top(room: Room, visit: Visits, client: SandboxClient) -> None:
    page = visit(room.ana, room.channel)
    page.get_by_role("link", name="Echo Home").click()

    expect(page.get_by_text("Welcome home")).to_be_in_viewport()
    assert page.locator("#messages").evaluate("box => box.scrollHeight > box.clientHeight")


@pytest.mark.parametrize("channel", ["room", "home", "app"])
def test_a_narrow_screen_never_scrolls_sideways(room: Room, visit: Visits, client: SandboxClient, channel: str) -> None:
    room.post("x" * 300, blocks=GALLERY)
    room.post("y" * 300)
    room.slack.conversations_setTopic(channel=room.channel, topic="Brightside GmbH · Owner: omar · Promised: tomorrow")
    place = {"room": room.channel, "home": "home", "app": client.state()["app"]["user"]}[channel]

    page = visit(room.ana, place, by_phone=True)

    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate("document.getElementById('messages').scrollWidth <= innerWidth")


def test_a_form_fits_a_narrow_screen(room: Room, visit: Visits, client: SandboxClient) -> None:
    client.command(room.ana, room.channel, "/form")

    page = visit(room.ana, room.channel, by_phone=True)

    box = page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    expect(page.get_by_role("button", name="Save")).to_be_in_viewport()


def test_on_a_narrow_screen_the_channels_are_behind_a_button(room: Room, visit: Visits) -> None:
    other = f"other-{room.number}"
    room.open(room.ana, name=other)
    page = visit(room.ana, room.channel, by_phone=True)
    expect(page.locator(".switcher")).to_be_hidden()

    page.get_by_role("button", name="Channels").click()
    page.get_by_role("link", name=other).click()

    expect(page.locator("#heading h1")).to_have_text(other)
    expect(page.locator(".switcher")).to_be_hidden()
