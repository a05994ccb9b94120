"""pins.*, bookmarks.* and reactions.*, through the real SDK."""

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from tests.sandbox.stage import Stage, refused


def test_a_pinned_message_is_listed_until_it_is_unpinned(stage: Stage, slack: WebClient, client: SandboxClient) -> None:
    channel = stage.channel()
    ts = stage.post(channel)

    slack.pins_add(channel=channel, timestamp=ts)
    pinned = slack.pins_list(channel=channel)["items"]
    shown = next(one for one in client.messages(channel) if one["ts"] == ts)
    slack.pins_remove(channel=channel, timestamp=ts)

    assert [one["message"]["ts"] for one in pinned] == [ts]
    assert shown["pinned"]
    assert slack.pins_list(channel=channel)["items"] == []


def test_pinning_twice_and_unpinning_twice_is_refused(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    ts = stage.post(channel)

    slack.pins_add(channel=channel, timestamp=ts)
    with refused("already_pinned"):
        slack.pins_add(channel=channel, timestamp=ts)
    slack.pins_remove(channel=channel, timestamp=ts)
    with refused("no_pin"):
        slack.pins_remove(channel=channel, timestamp=ts)


def test_a_pin_needs_a_message(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()

    with refused("no_item_specified"):
        slack.pins_add(channel=channel)
    with refused("message_not_found"):
        slack.pins_add(channel=channel, timestamp="1.000001")


def test_a_deleted_message_loses_its_pin(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    ts = stage.post(channel)
    slack.pins_add(channel=channel, timestamp=ts)

    slack.chat_delete(channel=channel, ts=ts)

    assert slack.pins_list(channel=channel)["items"] == []


def test_a_bookmark_is_added_changed_and_removed(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()

    made = slack.bookmarks_add(channel_id=channel, title="CRM", type="link", link="https://example.com")["bookmark"]
    slack.bookmarks_edit(channel_id=channel, bookmark_id=made["id"], title="Deal", link="https://example.com/1")
    listed = slack.bookmarks_list(channel_id=channel)["bookmarks"]
    slack.bookmarks_remove(channel_id=channel, bookmark_id=made["id"])

    assert [(one["id"], one["title"], one["link"]) for one in listed] == [(made["id"], "Deal", "https://example.com/1")]
    assert slack.bookmarks_list(channel_id=channel)["bookmarks"] == []


@pytest.mark.parametrize(
    ("kind", "link", "code"),
    [
        ("file", "https://example.com", "invalid_bookmark_type"),
        ("link", "example.com", "invalid_link"),
        ("link", "https://" + "x" * 2048, "invalid_link"),
    ],
)
def test_a_bookmark_that_slack_would_refuse_is_refused(
    stage: Stage, slack: WebClient, kind: str, link: str, code: str
) -> None:
    with refused(code):
        slack.bookmarks_add(channel_id=stage.channel(), title="x", type=kind, link=link)


def test_an_unknown_bookmark_is_not_found(stage: Stage, slack: WebClient) -> None:
    with refused("not_found"):
        slack.bookmarks_remove(channel_id=stage.channel(), bookmark_id="Bk1")


def test_a_reaction_is_shown_with_who_gave_it(stage: Stage, slack: WebClient, client: SandboxClient) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    ts = stage.post(channel)

    slack.reactions_add(channel=channel, timestamp=ts, name="eyes")
    client.react(ana, channel, ts, "eyes")

    shown = next(one for one in client.messages(channel) if one["ts"] == ts)
    assert shown["reactions"] == [{"name": "eyes", "users": [stage.bot, ana], "count": 2}]


def test_reacting_twice_and_taking_back_twice_is_refused(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    ts = stage.post(channel)

    slack.reactions_add(channel=channel, timestamp=ts, name="eyes")
    with refused("already_reacted"):
        slack.reactions_add(channel=channel, timestamp=ts, name="eyes")
    slack.reactions_remove(channel=channel, timestamp=ts, name="eyes")
    with refused("no_reaction"):
        slack.reactions_remove(channel=channel, timestamp=ts, name="eyes")


def test_a_name_that_is_no_emoji_is_refused(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()

    with refused("invalid_name"):
        slack.reactions_add(channel=channel, timestamp=stage.post(channel), name="not an emoji")


def test_a_message_takes_only_so_many_different_reactions(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    ts = stage.post(channel)

    for number in range(23):
        slack.reactions_add(channel=channel, timestamp=ts, name=f"e{number}")
    with refused("too_many_emoji"):
        slack.reactions_add(channel=channel, timestamp=ts, name="one_more")


def test_what_a_bookmark_is_changed_to_is_checked_before_anything_is_changed(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    made = slack.bookmarks_add(channel_id=channel, title="CRM", type="link", link="https://example.com")["bookmark"]

    with refused("invalid_link"):
        slack.bookmarks_edit(channel_id=channel, bookmark_id=made["id"], title="Deal", link="nowhere")

    assert slack.bookmarks_list(channel_id=channel)["bookmarks"][0]["title"] == "CRM"


def test_a_bookmarks_title_has_at_most_256_characters(stage: Stage, slack: WebClient) -> None:
    link = {"channel_id": stage.channel(), "type": "link", "link": "https://example.com"}

    slack.bookmarks_add(title="x" * 256, **link)
    with refused("invalid_arguments") as answer:
        slack.bookmarks_add(title="x" * 257, **link)

    assert answer["response_metadata"]["messages"] == ["[ERROR] must be less than 257 characters [json-pointer:/title]"]


def test_a_reaction_may_have_a_skin_tone_and_stand_in_colons(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    ts = stage.post(channel)

    slack.reactions_add(channel=channel, timestamp=ts, name=":+1::skin-tone-3:")

    assert stage.history(channel)[0]["reactions"][0]["name"] == "+1::skin-tone-3"


def test_one_more_of_a_reaction_that_is_there_is_not_one_too_many(
    stage: Stage, slack: WebClient, client: SandboxClient
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    ts = stage.post(channel)
    client.react(ana, channel, ts, "eyes")
    for number in range(22):
        slack.reactions_add(channel=channel, timestamp=ts, name=f"e{number}")

    assert slack.reactions_add(channel=channel, timestamp=ts, name="eyes")["ok"]
