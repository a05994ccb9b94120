"""The page in a browser that runs no script: it can be read, walked and written in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from sandbox.running import Sandbox
from tests.sandbox.page.conftest import PATIENCE, SAID, Room

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, sandbox: Sandbox, room: Room) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    opened.goto(f"{sandbox.base_url}/?as={room.ana}&channel={room.channel}")
    yield opened
    context.close()


def test_links_lead_from_place_to_place(page: Page, room: Room) -> None:
    page.get_by_role("link", name="general").click()

    expect(page.locator("#heading h1")).to_have_text("general")
    expect(page.locator(".switcher b")).to_have_text(room.name_of("ana"))


def test_a_message_is_written(page: Page, room: Room) -> None:
    page.get_by_label("Message", exact=True).fill("by hand")
    page.get_by_role("button", name="Send").click()

    expect(page.locator(SAID)).to_have_text("by hand")
    assert room.texts() == ["by hand"]


def test_what_went_wrong_is_said(page: Page) -> None:
    page.get_by_label("Message", exact=True).fill("/nope")
    page.get_by_role("button", name="Send").click()

    expect(page.locator(".notice").first).to_contain_text("/nope is not a valid command.")


def test_a_thread_is_read_and_answered(page: Page, room: Room) -> None:
    ts = room.post("What is next?")
    room.client.message(room.omar, room.channel, "one", thread_ts=ts)
    page.reload()

    page.get_by_role("link", name="1 reply").click()
    page.get_by_label("Reply in this thread").fill("two")
    page.locator("#thread").get_by_role("button", name="Send").click()

    expect(page.locator("#replies").locator(SAID)).to_have_text(["What is next?", "one", "two"])


def test_the_apps_form_is_filled_in(page: Page, room: Room) -> None:
    room.client.command(room.ana, room.channel, "/form")
    # The app acknowledges first and opens the form then; this page does not follow.
    room.client.until(lambda: room.client.views(room.ana) or None, seconds=30)
    page.reload()
    form = page.get_by_role("dialog", name="A few questions")
    form.get_by_label("Name").fill("bad")
    form.get_by_role("button", name="Save").click()
    expect(form.locator("[data-block=name] .error")).to_have_text("Not that one, please.")
    expect(form.get_by_label("Name")).to_have_value("bad")

    form.get_by_label("Name").fill("Acme")
    form.get_by_role("button", name="Save").click()

    expect(form).to_have_count(0)


def test_the_clock_is_moved(page: Page, room: Room) -> None:
    before = room.client.now()

    page.get_by_role("button", name="+1 hour").click()

    assert (room.client.now() - before).total_seconds() >= 3600
    expect(page.locator("#heading h1")).to_have_text(room.name)


def test_a_person_is_switched_by_a_menu_of_links(page: Page, room: Room) -> None:
    page.locator(".switcher").click()
    page.get_by_role("menuitemradio", name=room.name_of("omar")).click()

    expect(page.locator(".switcher b")).to_have_text(room.name_of("omar"))
