"""What holds for every state of the page: names for all controls, nothing sideways, no complaint of the browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.sandbox.page.conftest import Room, Visits
from tests.sandbox.page.echo import GALLERY

pytestmark = pytest.mark.browser
NAMELESS = """() => {
    const seen = (node) => node.checkVisibility({ visibilityProperty: true });
    const words = (ids) => (ids ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join("");
    const named = (node) =>
        node.getAttribute("aria-label") || words(node.getAttribute("aria-labelledby")) || node.title ||
        [...(node.labels ?? [])].some((one) => one.textContent.trim()) ||
        (!node.matches("input, select, textarea") && node.textContent.trim());
    const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=menu], [role=dialog], dialog";
    return [...document.querySelectorAll(all)].filter((node) => seen(node) && !named(node)).map((node) => node.outerHTML);
}"""
TWINS = """() => {
    const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
    return ids.filter((id, index) => ids.indexOf(id) !== index);
}"""


def _switch(page: Page, _room: Room) -> None:
    page.locator(".switcher").click()
    expect(page.get_by_role("menu", name="Be someone else")).to_be_visible()


def _message_menu(page: Page, _room: Room) -> None:
    page.get_by_role("button", name="More about").first.click()
    expect(page.get_by_role("menuitem", name="Copy text")).to_be_visible()


def _thread(page: Page, _room: Room) -> None:
    page.get_by_role("button", name="Reply in thread").first.click()
    expect(page.get_by_label("Reply in this thread")).to_be_visible()


def _form(page: Page, room: Room) -> None:
    room.client.command(room.ana, room.channel, "/form")
    form = page.get_by_role("dialog", name="A few questions")
    form.get_by_role("button", name="Save").click()
    expect(form.locator(".error:visible")).to_have_count(1)


def _two_forms(page: Page, room: Room) -> None:
    room.client.command(room.ana, room.channel, "/form")
    page.get_by_role("button", name="Another form").click()
    expect(page.get_by_role("dialog", name="Another form")).to_be_visible()


def _question(page: Page, _room: Room) -> None:
    page.get_by_role("button", name="Remove").first.click()
    expect(page.get_by_role("dialog", name="Sure?")).to_be_visible()


def _payload(page: Page, _room: Room) -> None:
    page.get_by_role("button", name="Traffic", exact=True).click()
    page.locator(".entries summary").first.click()
    expect(page.locator(".payload").first).to_be_visible()


def _faults(page: Page, _room: Room) -> None:
    page.get_by_role("button", name="Faults", exact=True).click()
    expect(page.get_by_role("heading", name="Make a call go wrong")).to_be_visible()


def _offers(page: Page, _room: Room) -> None:
    page.get_by_label("Message", exact=True).press_sequentially("/")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()


def _home(page: Page, _room: Room) -> None:
    page.goto(page.url.split("&channel=")[0] + "&channel=home")
    expect(page.get_by_role("heading", name="Welcome home")).to_be_visible()


def _direct(page: Page, _room: Room) -> None:
    page.goto(page.url.split("&channel=")[0] + "&channel=app")
    expect(page.locator("#heading h1")).to_have_text("Echo")


def _plain(_page: Page, _room: Room) -> None:
    pass


STATES: dict[str, Callable[[Page, Room], None]] = {
    "channel": _plain,
    "home": _home,
    "direct messages": _direct,
    "switch": _switch,
    "message menu": _message_menu,
    "thread": _thread,
    "form": _form,
    "two forms": _two_forms,
    "question": _question,
    "payload": _payload,
    "faults": _faults,
    "offers": _offers,
}


def stage(room: Room) -> None:
    ts = room.post("One of each", blocks=GALLERY)
    room.slack.pins_add(channel=room.channel, timestamp=ts)
    room.client.react(room.omar, room.channel, ts, "tada")
    room.client.message(room.omar, room.channel, f"{'x' * 200} <@{room.ana}>", thread_ts=ts)
    room.client.message(room.omar, room.channel, "y" * 300)


@pytest.mark.parametrize("state", [one for one in STATES if one != "switch"])
def test_on_a_phone_nothing_is_nameless_twice_there_or_sideways(room: Room, visit: Visits, state: str) -> None:
    stage(room)
    page = visit(room.ana, room.channel, by_phone=True)

    STATES[state](page, room)

    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(TWINS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate("document.getElementById('messages').scrollWidth <= innerWidth")


@pytest.mark.parametrize("state", STATES)
def test_on_a_desk_nothing_is_nameless_or_twice_there(room: Room, visit: Visits, state: str) -> None:
    stage(room)
    page = visit(room.ana, room.channel)

    STATES[state](page, room)

    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(TWINS) == []
