"""What people read on the page."""

import pytest
from playwright.sync_api import expect

from sandbox.client import SandboxClient
from tests.sandbox.page.conftest import SAID, Room, Visits
from tests.sandbox.page.echo import GALLERY, button, mrkdwn, plain

pytestmark = pytest.mark.browser
HOSTILE = '<img src=x onerror="document.title=1"> <script>document.title=2</script> & <b>bold</b> <!channel>'


def test_text_that_looks_like_markup_shows_as_typed(room: Room, visit: Visits, client: SandboxClient) -> None:
    client.message(room.ana, room.channel, HOSTILE)

    page = visit(room.ana, room.channel)

    expect(page.locator(SAID)).to_have_text(HOSTILE)
    assert page.locator("#messages img, #messages script").count() == 0


def test_hostile_text_in_every_text_of_a_block_shows_as_typed(room: Room, visit: Visits) -> None:
    typed = '"><img src=x onerror=alert(1)>'
    blocks = [
        {"type": "header", "text": plain(typed)},
        {"type": "section", "text": plain(typed), "accessory": button("press", typed)},
        {"type": "context", "elements": [plain(typed)]},
        {"type": "image", "image_url": "javascript:alert(1)", "alt_text": typed},
    ]
    room.post(typed, blocks=blocks)

    page = visit(room.ana, room.channel)

    expect(page.locator(".message h3")).to_have_text(typed)
    expect(page.get_by_role("button", name=typed)).to_be_visible()
    assert page.locator("#messages img").count() == 0


def test_each_kind_of_block_is_drawn(room: Room, visit: Visits) -> None:
    room.post("One of each", blocks=GALLERY)

    message = visit(room.ana, room.channel).locator(".message", has_text="One of each")

    expect(message.get_by_role("heading", name="One of each")).to_be_visible()
    expect(message.locator(".fields > div")).to_have_count(2)
    expect(message.locator("li")).to_have_text(["first", "🚀"])
    expect(message.locator("pre")).to_have_text("let x = 1 < 2")
    expect(message.get_by_role("link")).to_have_attribute("href", "https://example.com/plain")
    expect(message.locator(".is-context")).to_contain_text("Asked by the app")
    expect(message.locator(".is-actions > button")).to_have_count(2)
    expect(message.locator(".is-actions > details button")).to_have_count(2)
    expect(message.locator(".is-actions select")).to_have_count(2)


def test_times_are_those_of_the_person_who_reads(room: Room, visit: Visits) -> None:
    room.post("x", blocks=[{"type": "section", "text": mrkdwn("<!date^1795420800^{date_num} {time}|then>")}])

    expect(visit(room.ana, room.channel).locator(".message time").last).to_have_text("2026-11-23 09:00")
    expect(visit(room.omar, room.channel).locator(".message time").last).to_have_text("2026-11-23 10:00")


def test_an_ephemeral_message_is_seen_by_its_person_alone(room: Room, visit: Visits, client: SandboxClient) -> None:
    client.command(room.ana, room.channel, "/echo for me")

    own, others = visit(room.ana, room.channel), visit(room.omar, room.channel)

    expect(own.locator(".is-ephemeral")).to_contain_text("Only visible to you")
    expect(own.locator(".is-ephemeral")).to_contain_text("for me")
    assert others.get_by_text("for me").count() == 0


def test_an_ephemeral_message_can_be_put_away(room: Room, visit: Visits, client: SandboxClient) -> None:
    client.command(room.ana, room.channel, "/echo for me")
    page = visit(room.ana, room.channel)

    page.get_by_role("button", name="Dismiss").click()

    expect(page.get_by_text("for me")).to_have_count(0)


def test_what_is_whispered_in_a_thread_stands_there_for_its_person_alone(
    room: Room, visit: Visits, client: SandboxClient
) -> None:
    ts = room.post("What is next?")
    client.message(room.ana, room.channel, "done", thread_ts=ts)
    room.slack.chat_postEphemeral(channel=room.channel, user=room.ana, text="Is it done?", thread_ts=ts)
    client.message(room.omar, room.channel, "thanks", thread_ts=ts)

    for person, expected in ((room.ana, ["done", "Is it done?", "thanks"]), (room.omar, ["done", "thanks"])):
        page = visit(person, room.channel)
        page.get_by_role("link", name="2 replies").click()
        expect(page.locator("#replies").locator(SAID)).to_have_text(["What is next?", *expected])


def test_a_thread_is_told_under_its_message_and_opens_beside_it(
    room: Room, visit: Visits, client: SandboxClient
) -> None:
    ts = room.post("What is next?")
    for text in ("one", "two", "three", "four"):
        client.message(room.omar, room.channel, text, thread_ts=ts)
    page = visit(room.ana, room.channel)
    assert page.locator("#messages").get_by_text("three", exact=True).count() == 0

    page.get_by_role("link", name="4 replies").click()

    expect(page.locator("#replies").locator(SAID)).to_have_text(["What is next?", "one", "two", "three", "four"])
    page.get_by_role("button", name="Close the thread").click()
    expect(page.locator("#replies")).to_have_count(0)


def test_an_edited_message_says_so_and_the_app_is_marked_as_one(room: Room, visit: Visits) -> None:
    ts = room.post("before")
    room.slack.chat_update(channel=room.channel, ts=ts, text="after")

    message = visit(room.ana, room.channel).locator(f"[data-ts='{ts}']")

    expect(message.locator(".text")).to_have_text("after (edited)")
    expect(message.locator(".badge")).to_have_text("APP")


def test_the_heading_tells_topic_members_and_what_is_pinned(room: Room, visit: Visits) -> None:
    ts = room.post("The board")
    room.slack.pins_add(channel=room.channel, timestamp=ts)
    room.slack.conversations_setTopic(channel=room.channel, topic="Live on Monday & not later")

    page = visit(room.ana, room.channel)

    expect(page.locator("#heading h1")).to_have_text(room.name)
    expect(page.locator("#heading .topic")).to_have_text("Live on Monday & not later")
    expect(page.get_by_role("button", name="3 members")).to_be_visible()
    page.get_by_role("button", name="1 pinned").click()
    expect(page.locator(f"[data-ts='{ts}']")).to_have_class("message is-pinned found")


def test_people_who_join_one_after_another_share_a_line(room: Room, visit: Visits) -> None:
    page = visit(room.ana, room.channel)

    names = f"Echo, {room.name_of('ana')} and {room.name_of('omar')}"
    expect(page.locator(".is-note .content")).to_have_text(f"{names} have joined the channel")


def test_a_link_to_a_message_of_the_workspace_leads_there(room: Room, visit: Visits) -> None:
    ts = room.post("The one that is meant")
    link = room.slack.chat_getPermalink(channel=room.channel, message_ts=ts)["permalink"]
    elsewhere = room.open(room.ana, name=f"other-{room.number}")
    room.post(f"See <{link}|there>", channel=elsewhere)
    page = visit(room.ana, elsewhere)

    page.get_by_role("link", name="there").click()

    expect(page.locator("#heading h1")).to_have_text(room.name)
    expect(page.locator(".found")).to_contain_text("The one that is meant")


def test_a_long_channel_shows_its_end_first(room: Room, visit: Visits) -> None:
    for number in range(160):
        room.post(f"line {number}")
    page = visit(room.ana, room.channel)
    expect(page.get_by_text("line 159", exact=True)).to_be_in_viewport()
    assert page.get_by_text("line 3", exact=True).count() == 0

    page.get_by_role("button", name="Show older messages").click()

    expect(page.get_by_text("line 3", exact=True)).to_be_attached()
