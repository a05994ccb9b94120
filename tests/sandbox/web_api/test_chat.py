"""chat.*: posting, changing and deleting, through the real SDK."""

from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.stage import SECTION, Json, Stage, refused
from tests.sandbox.web_api.calls import decided

METADATA = {"event_type": "deal", "event_payload": {"id": "D-1"}}


def test_a_post_is_answered_with_the_message_as_stored(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()

    answer = slack.chat_postMessage(channel=channel, text="hello", blocks=SECTION)

    message = answer["message"]
    assert (answer["channel"], answer["ts"]) == (channel, message["ts"])
    assert message["text"] == "hello"
    assert message["user"] == stage.bot
    assert message["bot_id"] == message["bot_profile"]["id"]
    assert message["app_id"] == message["bot_profile"]["app_id"]
    assert message["blocks"][0]["block_id"]


def test_the_text_stays_as_it_was_sent(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()

    slack.chat_postMessage(channel=channel, text="&lt;!channel&gt; & <@U1>")

    assert slack.conversations_history(channel=channel)["messages"][0]["text"] == "&lt;!channel&gt; & <@U1>"


def test_timestamps_are_unique_and_rise(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()

    moments = [slack.chat_postMessage(channel=channel, text=str(n))["ts"] for n in range(20)]

    assert moments == sorted(set(moments))


def test_posting_to_a_person_opens_their_direct_messages(stage: Stage, slack: WebClient) -> None:
    ana = stage.person()

    posted = slack.chat_postMessage(channel=ana, text="for you")

    assert posted["channel"] == slack.conversations_open(users=ana)["channel"]["id"]
    assert posted["channel"].startswith("D")


def test_a_channel_can_be_named_in_a_post(stage: Stage, slack: WebClient, client: SandboxClient) -> None:
    channel = stage.channel()
    name = slack.conversations_info(channel=channel)["channel"]["name"]

    assert slack.chat_postMessage(channel=f"#{name}", text="x")["channel"] == channel


@pytest.mark.filterwarnings("ignore:The top-level `text` argument:UserWarning")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "no_text"),
        ({"text": "x", "blocks": "{"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"text": "x", "attachments": [{"text": "a"}] * 101}, "too_many_attachments"),
        ({"text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "a", "event_payload": {"k": "v" * 9000}}}, "metadata_too_large"),
        ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"markdown_text": "y" * 12_001}, "msg_too_long"),
        ({"text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
    ],
)
def test_a_post_that_slack_would_refuse_is_refused(stage: Stage, slack: WebClient, arguments: Json, code: str) -> None:
    channel = stage.channel()

    with refused(code):
        slack.chat_postMessage(channel=channel, **arguments)
    assert len(slack.conversations_history(channel=channel)["messages"]) == 1  # Slack's note that the bot joined


def test_refused_blocks_are_told_by_place(stage: Stage, slack: WebClient) -> None:
    long = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]

    with refused("invalid_blocks") as answer:
        slack.chat_postMessage(channel=stage.channel(), text="x", blocks=long)

    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    ]


def test_text_above_forty_thousand_characters_is_cut(stage: Stage, slack: WebClient) -> None:
    answer = slack.chat_postMessage(channel=stage.channel(), text="x" * 40_010)

    assert len(answer["message"]["text"]) == 40_000
    assert answer["warning"] == "message_truncated"


def test_the_bot_posts_only_where_it_is_a_member(stage: Stage, slack: WebClient, client: SandboxClient) -> None:
    public, private = stage.foreign_channel(), stage.foreign_channel(is_private=True)

    with refused("not_in_channel"):
        slack.chat_postMessage(channel=public, text="x")
    with refused("channel_not_found"):
        slack.chat_postMessage(channel=private, text="x")


def test_an_archived_channel_takes_no_post(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    slack.conversations_archive(channel=channel)

    with refused("is_archived"):
        slack.chat_postMessage(channel=channel, text="x")


def test_metadata_is_kept_and_shown_only_when_asked_for(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    slack.chat_postMessage(channel=channel, text="x", metadata=METADATA)

    plain = slack.conversations_history(channel=channel)["messages"][0]
    asked = slack.conversations_history(channel=channel, include_all_metadata=True)["messages"][0]

    assert "metadata" not in plain
    assert asked["metadata"] == METADATA


def test_an_update_replaces_text_and_drops_blocks_not_given_again(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    ts = slack.chat_postMessage(channel=channel, text="old", blocks=SECTION)["ts"]

    slack.chat_update(channel=channel, ts=ts, text="new")

    message = slack.conversations_history(channel=channel)["messages"][0]
    assert (message["text"], message.get("blocks")) == ("new", None)
    assert message["edited"]["user"] == stage.bot


def test_an_update_with_blocks_shows_no_edited_flag(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    ts = slack.chat_postMessage(channel=channel, text="old")["ts"]

    slack.chat_update(channel=channel, ts=ts, text="new", blocks=SECTION)

    assert "edited" not in slack.conversations_history(channel=channel)["messages"][0]


@pytest.mark.parametrize(("given", "kept"), [({}, METADATA), ({"metadata": {}}, None)])
def test_an_update_keeps_metadata_unless_an_empty_one_is_given(
    stage: Stage, slack: WebClient, given: Any, kept: Any
) -> None:
    channel = stage.channel()
    ts = slack.chat_postMessage(channel=channel, text="x", metadata=METADATA)["ts"]

    slack.chat_update(channel=channel, ts=ts, text="y", **given)

    shown = slack.conversations_history(channel=channel, include_all_metadata=True)["messages"][0]
    assert shown.get("metadata") == kept


def test_an_update_keeps_attachments_unless_an_empty_list_is_given(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    ts = slack.chat_postMessage(channel=channel, text="x", attachments=[{"text": "a"}])["ts"]

    kept = slack.chat_update(channel=channel, ts=ts, text="y")["message"]
    gone = slack.chat_update(channel=channel, ts=ts, text="z", attachments=[])["message"]

    assert kept["attachments"] == [{"text": "a", "id": 1}]
    assert "attachments" not in gone


def test_an_update_takes_at_most_four_thousand_characters(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    ts = slack.chat_postMessage(channel=channel, text="x")["ts"]

    slack.chat_update(channel=channel, ts=ts, text="y" * 4000)
    with refused("msg_too_long"):
        slack.chat_update(channel=channel, ts=ts, text="y" * 4001)


def test_only_the_bots_own_messages_can_be_changed_or_deleted(
    stage: Stage, slack: WebClient, client: SandboxClient
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    ts = client.message(ana, channel, "mine")["message"]["ts"]

    with refused("cant_update_message"):
        slack.chat_update(channel=channel, ts=ts, text="yours")
    with refused("cant_delete_message"):
        slack.chat_delete(channel=channel, ts=ts)


def test_a_message_that_is_not_there_cannot_be_changed(stage: Stage, slack: WebClient) -> None:
    with refused("message_not_found"):
        slack.chat_update(channel=stage.channel(), ts="1.000001", text="x")


def test_a_message_in_an_archived_channel_cannot_be_changed(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    ts = slack.chat_postMessage(channel=channel, text="x")["ts"]
    slack.conversations_archive(channel=channel)

    with refused("is_inactive"):
        slack.chat_update(channel=channel, ts=ts, text="y")


def test_an_update_does_not_take_a_persons_id_for_a_channel(stage: Stage, slack: WebClient) -> None:
    ana = stage.person()
    ts = slack.chat_postMessage(channel=ana, text="x")["ts"]

    with refused("channel_not_found"):
        slack.chat_update(channel=ana, ts=ts, text="y")


def test_a_deleted_message_is_gone(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    ts = slack.chat_postMessage(channel=channel, text="x")["ts"]

    slack.chat_delete(channel=channel, ts=ts)

    assert ts not in [one["ts"] for one in slack.conversations_history(channel=channel)["messages"]]


def test_a_deleted_message_with_replies_leaves_a_tombstone(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    ts = slack.chat_postMessage(channel=channel, text="x")["ts"]
    slack.chat_postMessage(channel=channel, text="reply", thread_ts=ts)

    slack.chat_delete(channel=channel, ts=ts)

    thread = slack.conversations_replies(channel=channel, ts=ts)["messages"]
    assert [one.get("subtype") for one in thread] == ["tombstone", None]


def test_an_ephemeral_message_is_seen_by_one_person_and_not_in_history(
    stage: Stage, slack: WebClient, client: SandboxClient
) -> None:
    ana, omar = stage.person(), stage.person()
    channel = stage.channel(ana, omar)

    ts = slack.chat_postEphemeral(channel=channel, user=ana, text="psst")["message_ts"]

    def seen_by(reader: str) -> bool:
        return ts in [one["ts"] for one in client.messages(channel, as_=reader)]

    assert (seen_by(ana), seen_by(omar)) == (True, False)
    assert ts not in [one["ts"] for one in slack.conversations_history(channel=channel)["messages"]]


def test_an_ephemeral_message_cannot_be_updated(stage: Stage, slack: WebClient) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    ts = slack.chat_postEphemeral(channel=channel, user=ana, text="psst")["message_ts"]

    with refused("message_not_found"):
        slack.chat_update(channel=channel, ts=ts, text="x")


def test_an_ephemeral_message_reaches_only_members(stage: Stage, slack: WebClient) -> None:
    with refused("user_not_in_channel"):
        slack.chat_postEphemeral(channel=stage.channel(), user=stage.person(), text="psst")


def test_a_permalink_names_channel_and_moment(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    ts = slack.chat_postMessage(channel=channel, text="x")["ts"]

    link = slack.chat_getPermalink(channel=channel, message_ts=ts)["permalink"]

    assert link.endswith(f"/archives/{channel}/p{ts.replace('.', '')}")


def test_a_reply_to_a_reply_stands_in_the_same_thread(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    parent = stage.post(channel, "parent")
    reply = stage.post(channel, "reply", thread_ts=parent)

    nested = slack.chat_postMessage(channel=channel, text="nested", thread_ts=reply)

    assert nested["message"]["thread_ts"] == parent
    assert [one["text"] for one in slack.conversations_replies(channel=channel, ts=parent)["messages"]] == [
        "parent",
        "reply",
        "nested",
    ]


def test_a_reply_names_who_wrote_what_it_replies_to(stage: Stage, slack: WebClient, client: SandboxClient) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    asked = client.message(ana, channel, "when?")["message"]["ts"]

    reply = slack.chat_postMessage(channel=channel, text="now", thread_ts=asked)["message"]

    assert reply["parent_user_id"] == ana


def test_a_reply_can_be_shown_in_its_channel_later(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    parent = stage.post(channel, "parent")
    reply = stage.post(channel, "reply", thread_ts=parent)

    slack.api_call("chat.update", json={"channel": channel, "ts": reply, "reply_broadcast": True})

    newest = stage.history(channel)[0]
    assert (newest["ts"], newest["text"], newest["subtype"]) == (reply, "reply", "thread_broadcast")


def test_an_edit_within_its_window_is_taken_and_one_after_it_refused(
    stage: Stage, slack: WebClient, client: SandboxClient, sandbox: Sandbox
) -> None:
    channel = stage.channel()
    ts = stage.post(channel)

    with decided(sandbox, edit_minutes=5):
        client.advance(4 * 60)
        slack.chat_update(channel=channel, ts=ts, text="in time")
        client.advance(2 * 60)
        with refused("edit_window_closed"):
            slack.chat_update(channel=channel, ts=ts, text="too late")

    assert stage.history(channel)[0]["text"] == "in time"


def test_someone_deactivated_gets_no_more_direct_messages(
    stage: Stage, slack: WebClient, client: SandboxClient
) -> None:
    ana = stage.person()
    direct = slack.conversations_open(users=ana)["channel"]["id"]
    client.change_person(ana, deleted=True)

    for channel in (ana, direct):
        with refused("channel_not_found"):
            slack.chat_postMessage(channel=channel, text="x")


def test_what_the_admins_keep_for_themselves_goes_on_elsewhere(
    stage: Stage, slack: WebClient, sandbox: Sandbox
) -> None:
    with decided(sandbox, reserved=frozenset({"post_in_general"})):
        assert slack.chat_postMessage(channel=stage.channel(), text="x")["ok"]


def test_metadata_of_an_ephemeral_message_is_not_kept(stage: Stage, slack: WebClient, client: SandboxClient) -> None:
    ana = stage.person()
    channel = stage.channel(ana)

    slack.chat_postEphemeral(channel=channel, user=ana, text="psst", metadata=METADATA)

    assert client.messages(channel, ana)[-1]["metadata"] is None


def test_attachments_are_numbered(stage: Stage, slack: WebClient) -> None:
    given = [{"text": "a", "fallback": "a"}, {"text": "b", "fallback": "b"}]

    message = slack.chat_postMessage(channel=stage.channel(), text="x", attachments=given)["message"]

    assert [one["id"] for one in message["attachments"]] == [1, 2]
