"""The page follows what happens, without disturbing whoever is busy with it."""

import pytest
from playwright.sync_api import Page, expect

from sandbox.client import SandboxClient
from tests.sandbox.page.conftest import Room, Visits
from tests.sandbox.page.echo import CHOICES

pytestmark = pytest.mark.browser


def test_a_new_message_shows_by_itself_and_is_read_out(room: Room, visit: Visits) -> None:
    room.post("old")
    page = visit(room.ana, room.channel)

    room.post("brand new")

    expect(page.locator(".message .text").last).to_have_text("brand new")
    expect(page.get_by_role("status").last).to_have_text("Echo: brand new")


def test_what_a_message_says_now_takes_the_place_of_what_it_said(room: Room, visit: Visits) -> None:
    ts = room.post("before")
    page = visit(room.ana, room.channel)

    room.slack.chat_update(channel=room.channel, ts=ts, text="after")
    expect(page.locator(".message .text")).to_have_text("after (edited)")
    room.slack.chat_delete(channel=room.channel, ts=ts)

    expect(page.locator(".message .text")).to_have_count(0)


def test_whoever_reads_further_up_is_told_and_not_moved(room: Room, visit: Visits) -> None:
    for number in range(60):
        room.post(f"line {number}")
    page = visit(room.ana, room.channel)
    page.evaluate("document.getElementById('messages').scrollTop = 200")
    told = page.get_by_role("button", name="New messages")
    expect(told).to_be_hidden()

    room.post("at the end")
    expect(told).to_be_visible()
    assert page.evaluate("document.getElementById('messages').scrollTop") == 200

    told.click()
    expect(page.locator(".message .text", has_text="at the end")).to_be_in_viewport()
    expect(told).to_be_hidden()


def test_a_redrawn_message_keeps_the_keyboard_and_what_was_picked(room: Room, visit: Visits) -> None:
    ts = room.post("Choose", blocks=[CHOICES])
    page = visit(room.ana, room.channel)
    page.get_by_label("Pick a colour").select_option("green")
    button = page.get_by_role("button", name="Press me")
    button.focus()

    heading = {"type": "header", "text": {"type": "plain_text", "text": "Changed"}}
    room.slack.chat_update(channel=room.channel, ts=ts, text="Choose", blocks=[heading, CHOICES])

    expect(page.get_by_role("heading", name="Changed")).to_be_visible()
    expect(button).to_be_focused()
    expect(page.get_by_label("Pick a colour")).to_have_value("green")


def test_without_the_stream_the_page_asks(room: Room, visit: Visits) -> None:
    page = visit(room.ana, "general")
    page.route("**/sandbox/live", lambda route: route.fulfill(status=200, content_type="text/event-stream"))
    page.goto(page.url)
    page.get_by_role("link", name=room.name).click()
    expect(page.locator("#heading h1")).to_have_text(room.name)

    room.post("came anyway")

    expect(page.locator(".message .text", has_text="came anyway")).to_be_visible()


def test_a_lost_connection_is_said_and_found_again(room: Room, visit: Visits) -> None:
    page = visit(room.ana, room.channel)
    lost = page.get_by_text("Connection lost")
    page.route("**/page/**", lambda route: route.abort())
    page.get_by_label("Message", exact=True).fill("hello?")
    page.keyboard.press("Enter")
    expect(page.locator("#below .failure")).to_contain_text("What you typed is kept.")
    expect(lost).to_be_visible()

    page.unroute_all()

    expect(lost).to_be_hidden()
    expect(page.get_by_label("Message", exact=True)).to_have_value("hello?")
    visit.complaints.clear()


def test_the_traffic_log_shows_calls_and_their_answers(room: Room, visit: Visits, client: SandboxClient) -> None:
    page = visit(room.ana, room.channel)
    page.get_by_role("button", name="Traffic", exact=True).click()
    ts = room.post("logged")
    number = next(one["number"] for one in reversed(client.traffic()) if one["method"] == "chat.postMessage")

    entry = page.locator(f".entries li[value='{number}']")
    entry.locator("summary").click()

    expect(entry.locator("pre").first).to_contain_text("logged")
    expect(entry.locator("pre").last).to_contain_text(ts)
    expect(page.locator(".entries")).not_to_contain_text("xoxb-")


def test_the_traffic_log_can_be_narrowed(room: Room, visit: Visits, client: SandboxClient) -> None:
    client.command(room.ana, room.channel, "/echo x")
    page = visit(room.ana, room.channel)
    page.get_by_role("button", name="Traffic", exact=True).click()
    expect(page.locator(".entries li", has_text="/echo").first).to_be_visible()

    page.get_by_label("Which traffic to show").select_option("act")

    expect(page.locator(".entries li:visible .kind.of-delivery")).to_have_count(0)
    expect(page.locator(".entries li:visible .kind.of-act").first).to_be_visible()


def is_marked(page: Page, selector: str) -> bool:
    """Tell whether the keyboard's place is drawn around what has it."""
    style = page.locator(selector).evaluate("node => getComputedStyle(node).outlineStyle")
    return bool(style != "none")


def test_the_keyboards_place_can_be_seen(room: Room, visit: Visits) -> None:
    page = visit(room.ana, room.channel)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the message field")).to_be_focused()
    page.keyboard.press("Tab")

    assert is_marked(page, "button:focus")
