"""People write messages and commands."""

import pytest
from playwright.sync_api import Page, Route, expect

from sandbox.client import SandboxClient
from tests.sandbox.page.conftest import SAID, Room, Visits
from tests.sandbox.page.echo import COMMANDS

pytestmark = pytest.mark.browser


def write(page: Page, text: str) -> None:
    page.get_by_label("Message", exact=True).fill(text)
    page.keyboard.press("Enter")


def test_a_message_is_sent_with_enter_and_the_field_is_empty_again(room: Room, visit: Visits) -> None:
    page = visit(room.ana, room.channel)

    write(page, "Hello *there*")

    expect(page.locator(SAID)).to_have_text("Hello there")
    expect(page.get_by_label("Message", exact=True)).to_have_value("")
    assert room.texts() == ["Hello *there*"]


def test_what_is_written_before_the_answer_is_here_goes_after_it(room: Room, visit: Visits) -> None:
    page = visit(room.ana, room.channel)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/page/act/*", hold, times=1)
    write(page, "one")
    expect(page.get_by_label("Message", exact=True)).to_have_value("")
    write(page, "two")
    expect(page.get_by_label("Message", exact=True)).to_have_value("")

    while not held:
        page.wait_for_timeout(10)
    held[0].continue_()

    expect(page.locator(SAID)).to_have_text(["one", "two"])
    assert room.texts() == ["one", "two"]


def test_shift_enter_breaks_the_line(room: Room, visit: Visits) -> None:
    page = visit(room.ana, room.channel)
    field = page.get_by_label("Message", exact=True)

    field.press_sequentially("one")
    field.press("Shift+Enter")
    field.press_sequentially("two")
    field.press("Enter")

    expect(page.locator(f"{SAID} br")).to_have_count(1)
    assert room.texts() == ["one\ntwo"]


def test_a_slash_offers_the_apps_commands_and_enter_takes_one(room: Room, visit: Visits) -> None:
    page = visit(room.ana, room.channel)
    field = page.get_by_label("Message", exact=True)
    field.press_sequentially("/")
    expect(page.get_by_role("option")).to_have_count(len(COMMANDS))

    field.press("ArrowDown")
    field.press("Enter")

    expect(field).to_have_value("/form ")
    expect(page.get_by_role("option")).to_have_count(0)


def test_a_command_shows_how_it_is_used_while_it_is_typed(room: Room, visit: Visits) -> None:
    page = visit(room.ana, room.channel)

    page.get_by_label("Message", exact=True).press_sequentially("/echo h")

    expect(page.locator(".usage")).to_have_text("/echo <what>")


def test_an_at_sign_offers_people(room: Room, visit: Visits) -> None:
    page = visit(room.ana, room.channel)
    field = page.get_by_label("Message", exact=True)

    field.press_sequentially(f"thanks @omar{room.number}")
    page.get_by_role("option", name=room.name_of("omar")).click()
    field.press("Enter")

    expect(page.locator(".message .mention")).to_have_text(f"@{room.name_of('omar')}")
    assert room.texts() == [f"thanks <@{room.omar}>"]


def test_a_command_is_answered(room: Room, visit: Visits) -> None:
    page = visit(room.ana, room.channel)

    write(page, "/echo hi & <b>bye</b>")

    expect(page.locator(".is-ephemeral .is-section .text")).to_have_text("hi & <b>bye</b>")


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("/nope", "/nope is not a valid command."),
        ("/fail", '/fail failed with the error "operation_timeout"'),
    ],
)
def test_a_command_that_fails_is_explained_and_stays_typed(room: Room, visit: Visits, typed: str, words: str) -> None:
    page = visit(room.ana, room.channel)

    write(page, f"{typed} again")

    expect(page.locator("#below .failure")).to_have_text(words)
    expect(page.get_by_label("Message", exact=True)).to_have_value(f"{typed} again")


def test_each_channel_keeps_its_draft(room: Room, visit: Visits) -> None:
    other = f"other-{room.number}"
    room.open(room.ana, name=other)
    page = visit(room.ana, room.channel)
    field = page.get_by_label("Message", exact=True)
    field.fill("not yet")

    page.get_by_role("link", name=other).click()
    expect(field).to_have_value("")
    page.get_by_role("link", name=room.name).click()

    expect(field).to_have_value("not yet")


def test_a_reply_goes_into_the_thread(room: Room, visit: Visits, client: SandboxClient) -> None:
    ts = room.post("What is next?")
    page = visit(room.ana, room.channel)
    page.locator(f"[data-ts='{ts}']").hover()

    page.get_by_role("button", name="Reply in thread to Echo").click()
    page.get_by_label("Reply in this thread").fill("friday")
    page.keyboard.press("Enter")

    expect(page.locator("#replies").locator(SAID)).to_have_text(["What is next?", "friday"])
    assert [one["thread_ts"] for one in client.messages(room.channel) if one["text"] == "friday"] == [ts]


def test_a_command_in_a_thread_is_refused_as_slack_does(room: Room, visit: Visits) -> None:
    ts = room.post("What is next?")
    page = visit(room.ana, room.channel)
    page.locator(f"[data-ts='{ts}']").hover()

    page.get_by_role("button", name="Reply in thread to Echo").click()
    page.get_by_label("Reply in this thread").fill("/echo hi")
    page.keyboard.press("Enter")

    expect(page.locator("#thread .failure:visible")).to_have_text("/echo is not supported in threads. Sorry!")


def test_nobody_writes_in_an_archived_channel(room: Room, visit: Visits) -> None:
    room.slack.conversations_archive(channel=room.channel)

    page = visit(room.ana, room.channel)

    expect(page.locator("#below")).to_contain_text("This channel is archived")
    assert page.get_by_label("Message", exact=True).count() == 0


def test_whoever_is_not_in_a_channel_joins_before_writing(room: Room, visit: Visits) -> None:
    mei = room.person("mei", "America/New_York")
    page = visit(mei, room.channel)
    assert page.get_by_label("Message", exact=True).count() == 0

    page.get_by_role("button", name="Join channel").click()

    expect(page.get_by_label("Message", exact=True)).to_be_visible()


def test_direct_messages_with_the_app_can_be_the_first_ones(room: Room, visit: Visits, client: SandboxClient) -> None:
    page = visit(room.ana, client.state()["app"]["user"])

    write(page, "are you there?")

    expect(page.locator(SAID)).to_have_text("are you there?")
