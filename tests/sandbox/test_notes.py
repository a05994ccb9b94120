"""Slack's own lines in a channel: who came, who left, what was renamed; and what a client leaves out or shows."""

from slack_sdk import WebClient

from sandbox.client import SandboxClient
from tests.sandbox.stage import Stage


def noted(client: SandboxClient, channel: str, subtype: str) -> list[str]:
    return [one["text"] for one in client.messages(channel) if one["subtype"] == subtype]


def test_who_comes_and_goes_is_noted(stage: Stage, client: SandboxClient, slack: WebClient) -> None:
    ana = stage.person()
    channel = stage.channel(ana)

    slack.conversations_kick(channel=channel, user=ana)

    assert noted(client, channel, "channel_join") == [
        f"<@{stage.bot}> has joined the channel",
        f"<@{ana}> has joined the channel",
    ]
    assert noted(client, channel, "channel_leave") == [f"<@{ana}> has left the channel"]


def test_topic_name_and_archiving_are_noted(stage: Stage, client: SandboxClient, slack: WebClient) -> None:
    channel, name = stage.channel(), stage.name()

    slack.conversations_setTopic(channel=channel, topic="Live by May")
    slack.conversations_setPurpose(channel=channel, purpose="The deal")
    slack.conversations_rename(channel=channel, name=name)
    slack.conversations_archive(channel=channel)
    slack.conversations_unarchive(channel=channel)

    assert noted(client, channel, "channel_topic") == ["set the channel topic: Live by May"]
    assert noted(client, channel, "channel_purpose") == ["set the channel description: The deal"]
    assert name in noted(client, channel, "channel_name")[0]
    assert len(noted(client, channel, "channel_archive") + noted(client, channel, "channel_unarchive")) == 2


def test_a_name_that_does_not_change_is_not_noted(stage: Stage, client: SandboxClient, slack: WebClient) -> None:
    channel = stage.channel()
    name = slack.conversations_info(channel=channel)["channel"]["name"]

    slack.conversations_rename(channel=channel, name=name)

    assert noted(client, channel, "channel_name") == []


def test_a_message_of_the_control_route_has_every_field(stage: Stage, client: SandboxClient) -> None:
    channel = stage.channel()
    stage.post(channel)

    message = client.messages(channel)[-1]

    for name in ("ts", "user", "bot_id", "text", "blocks", "thread_ts", "edited", "metadata", "reactions"):
        assert name in message
    assert (message["is_ephemeral"], message["ephemeral_to"], message["pinned"]) == (False, None, False)


def test_a_post_under_another_name_carries_it(stage: Stage, client: SandboxClient) -> None:
    channel = stage.channel()
    stage.post(channel, username="Herald")

    message = client.messages(channel)[-1]

    assert (message["username"], message["subtype"]) == ("Herald", "bot_message")


def test_a_bot_that_joins_and_leaves_is_noted_like_anyone(
    stage: Stage, client: SandboxClient, slack: WebClient
) -> None:
    channel = stage.foreign_channel()

    slack.conversations_join(channel=channel)
    slack.conversations_leave(channel=channel)

    assert noted(client, channel, "channel_join")[-1] == f"<@{stage.bot}> has joined the channel"
    assert noted(client, channel, "channel_leave") == [f"<@{stage.bot}> has left the channel"]
