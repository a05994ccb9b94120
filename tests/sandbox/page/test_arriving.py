"""What arrives while people look elsewhere, or are someone else."""

import pytest
from playwright.sync_api import Page, expect

from sandbox.client import SandboxClient
from tests.sandbox.page.conftest import SAID, Room, Visits

pytestmark = pytest.mark.browser


@pytest.fixture
def page(room: Room, visit: Visits) -> Page:
    return visit(room.ana, room.channel)


def test_a_mention_elsewhere_is_said_in_passing_and_leads_there(page: Page, room: Room) -> None:
    other = room.open(room.ana, name=f"other-{room.number}")

    room.post(f"look <@{room.ana}>", channel=other)
    news = page.locator(".notice.news")
    expect(news).to_contain_text(f"Echo in #other-{room.number}: look")
    news.get_by_role("link").click()

    expect(page.locator("#heading h1")).to_have_text(f"other-{room.number}")
    expect(news).to_have_count(0)


def test_chatter_elsewhere_only_counts(page: Page, room: Room) -> None:
    other = room.open(room.ana, name=f"other-{room.number}")

    room.post("chatter", channel=other)

    expect(page.locator(".entry", has_text=f"other-{room.number}")).to_contain_text("unread: 1")
    expect(page.locator(".notice")).to_have_count(0)


def test_what_waits_for_someone_else_is_marked_on_the_switch(page: Page, room: Room) -> None:
    before = page.locator(".switcher .dot")
    expect(before).to_have_count(0)

    room.slack.chat_postMessage(channel=room.omar, text="only for you")

    expect(page.locator(".switcher .dot")).to_contain_text("1")
    page.locator(".switcher").click()
    expect(page.get_by_role("menuitemradio", name=room.name_of("omar"))).to_contain_text("waiting: 1")
    page.get_by_role("menuitemradio", name=room.name_of("omar")).click()
    expect(page.locator(".switcher")).to_contain_text(room.name_of("omar"))
    page.get_by_role("link", name="Echo APP").click()
    expect(page.locator(SAID)).to_have_text("only for you")
    expect(page.locator(".switcher .dot")).to_have_count(0)


def test_a_line_parts_what_was_read_from_what_was_not(page: Page, room: Room) -> None:
    room.post("read")
    expect(page.locator(SAID)).to_have_text("read")
    page.get_by_role("link", name="Echo Home").click()
    expect(page.get_by_role("heading", name="Welcome home")).to_be_visible()
    room.post("unread")

    page.get_by_role("link", name=room.name).click()

    line = page.get_by_role("separator", name="New messages below")
    expect(line).to_be_visible()
    room.post("while looking")
    expect(page.locator(SAID)).to_have_text(["read", "unread", "while looking"])
    expect(line).to_be_visible()


def test_older_messages_come_on_top_and_what_was_read_stays_in_view(room: Room, visit: Visits) -> None:
    for number in range(130):
        room.post(f"line {number}")
    page = visit(room.ana, room.channel)
    page.locator("#messages").evaluate("node => node.scrollTop = 0")
    first = page.get_by_text("line 34", exact=True)
    expect(first).to_be_in_viewport()

    page.get_by_role("button", name="Show older messages").click()

    expect(page.get_by_text("line 1", exact=True)).to_be_attached()
    expect(first).to_be_in_viewport()


def test_the_back_button_of_the_browser_goes_back(page: Page, room: Room) -> None:
    page.get_by_role("link", name="general").click()
    expect(page.locator("#heading h1")).to_have_text("general")

    page.go_back()

    expect(page.locator("#heading h1")).to_have_text(room.name)


def test_the_title_says_where_one_is(page: Page, room: Room) -> None:
    expect(page).to_have_title(f"#{room.name} · Sandbox")

    page.get_by_role("link", name="Echo Home").click()

    expect(page).to_have_title("Echo Home · Sandbox")


def test_another_workspace_is_a_click_away(page: Page, client: SandboxClient, room: Room) -> None:
    if len(client.workspaces()) == 1:
        client.add_workspace("Second company", domain="second")
    second = next(one for one in client.workspaces() if one["domain"] == "second")
    client.workspace(second["id"]).add_person(f"zoe{room.number}", "Zoe Quist", tz="Asia/Tokyo")
    page.reload()

    page.get_by_role("button", name="Sandbox").click()
    page.get_by_role("menuitemradio", name="Second company").click()

    expect(page.locator(".switcher b")).to_have_text("Zoe Quist")
    expect(page.locator(".workspace")).to_contain_text("Second company")
    page.get_by_label("Message", exact=True).fill("from the other side")
    page.keyboard.press("Enter")
    expect(page.locator(SAID)).to_have_text("from the other side")
