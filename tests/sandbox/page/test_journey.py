"""One story from end to end: a command, a form, a channel, a button, a board, and the next morning's digest."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.sandbox.page.conftest import Room, Visits

pytestmark = pytest.mark.browser


@contextmanager
def digest(room: Room, channel: str, due: datetime) -> Iterator[None]:
    """Do what an app with a clock does: look at the workspace's time now and then, and post when it is due."""
    is_over = threading.Event()

    def wait() -> None:
        while not is_over.wait(0.1):
            if room.client.now() >= due:
                room.post("Good morning: one thing is done, nothing is late.", channel=channel)
                return

    thread = threading.Thread(target=wait)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def test_from_a_command_to_the_next_mornings_digest(room: Room, visit: Visits) -> None:
    page = visit(room.ana, room.channel)
    name = f"launch-{room.number}"

    page.get_by_label("Message", exact=True).fill("/launch")
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Launch")
    form.get_by_label("Name").fill("has spaces")
    page.keyboard.press("Enter")
    expect(form.locator("[data-block=name] .error")).to_have_text("No spaces, please.")

    form.get_by_label("Name").fill(name)
    form.get_by_role("button", name="Start").click()
    expect(form).to_have_count(0)
    entry = page.get_by_role("link", name=name)
    expect(entry).to_contain_text("unread")
    entry.click()

    board = page.locator("#messages .message", has_text="Board")
    expect(board.locator(".is-section")).to_contain_text("Status: open")
    board.get_by_role("button", name="Done").click()
    expect(board.locator(".is-section")).to_contain_text("Status: done 🎉")

    channel = next(one["id"] for one in room.client.state()["channels"] if one["name"] == name)
    with digest(room, channel, room.client.now() + timedelta(minutes=1)):
        page.get_by_role("button", name="Next morning").click()
        expect(page.locator(".message .text").last).to_contain_text("Good morning")
    expect(page.locator(".time-now")).to_have_text("08:30")
    expect(page.locator(".day").last).to_contain_text("Today")
