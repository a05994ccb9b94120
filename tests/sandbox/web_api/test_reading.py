"""conversations.*, as far as they read: lists, members, histories and threads, page by page."""

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from tests.sandbox.stage import Stage, refused


def test_the_list_holds_public_channels_unless_other_types_are_asked_for(stage: Stage, slack: WebClient) -> None:
    public, private = stage.channel(), stage.channel(is_private=True)

    plain = [one["id"] for one in slack.conversations_list(limit=999)["channels"]]
    both = slack.conversations_list(limit=999, types="public_channel,private_channel")["channels"]

    assert public in plain
    assert private not in plain
    assert {public, private} <= {one["id"] for one in both}


def test_private_channels_without_the_bot_are_not_listed(stage: Stage, slack: WebClient) -> None:
    hidden = stage.foreign_channel(is_private=True)

    listed = slack.conversations_list(limit=999, types="private_channel")["channels"]

    assert hidden not in [one["id"] for one in listed]
    with refused("channel_not_found"):
        slack.conversations_info(channel=hidden)


def test_archived_channels_can_be_left_out_of_the_list(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    slack.conversations_archive(channel=channel)

    everything = [one["id"] for one in slack.conversations_list(limit=999)["channels"]]
    living = [one["id"] for one in slack.conversations_list(limit=999, exclude_archived=True)["channels"]]

    assert channel in everything
    assert channel not in living


def test_pages_follow_each_other_until_the_cursor_is_empty(stage: Stage, slack: WebClient) -> None:
    made = [stage.channel() for _ in range(5)]

    found: list[str] = []
    for page in slack.conversations_list(limit=2):
        found += [one["id"] for one in page["channels"]]

    assert [one for one in found if one in made] == made
    assert len(found) == len(set(found))


@pytest.mark.parametrize("cursor", ["nonsense", "YXQ6eA==", "b3RoZXI6MQ=="])
def test_a_made_up_cursor_is_refused(slack: WebClient, cursor: str) -> None:
    with refused("invalid_cursor"):
        slack.conversations_list(cursor=cursor)


def test_a_limit_of_a_thousand_is_refused(slack: WebClient) -> None:
    with refused("invalid_limit"):
        slack.conversations_list(limit=1000)


def test_a_type_that_slack_does_not_have_is_refused(slack: WebClient) -> None:
    with refused("invalid_types"):
        slack.conversations_list(types="public")


def test_members_come_in_pages(stage: Stage, slack: WebClient) -> None:
    people = [stage.person() for _ in range(4)]
    channel = stage.channel(*people)

    first = slack.conversations_members(channel=channel, limit=3)
    second = slack.conversations_members(channel=channel, limit=3, cursor=first["response_metadata"]["next_cursor"])

    assert first["members"] + second["members"] == [stage.bot, *people]
    assert second["response_metadata"]["next_cursor"] == ""


def test_the_number_of_members_is_told_when_asked_for(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel(stage.person())

    plain = slack.conversations_info(channel=channel)["channel"]
    counted = slack.conversations_info(channel=channel, include_num_members=True)["channel"]

    assert "num_members" not in plain
    assert counted["num_members"] == 2


def test_where_a_person_is_shows_only_what_the_bot_may_know(stage: Stage, slack: WebClient) -> None:
    ana = stage.person()
    shared, hidden = stage.channel(ana), stage.foreign_channel(ana, is_private=True)

    listed = slack.users_conversations(user=ana, types="public_channel,private_channel")["channels"]

    found = [one["id"] for one in listed]
    assert shared in found
    assert hidden not in found


def test_history_is_newest_first_and_pages_do_not_shift(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    for number in range(5):
        stage.post(channel, str(number))

    first = slack.conversations_history(channel=channel, limit=2)
    stage.post(channel, "late")
    cursor = first["response_metadata"]["next_cursor"]
    second = slack.conversations_history(channel=channel, limit=2, cursor=cursor)

    assert first["has_more"]
    assert [one["text"] for one in first["messages"] + second["messages"]] == ["4", "3", "2", "1"]


def test_history_between_two_moments_leaves_its_ends_out_unless_inclusive(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    first, second, third = (stage.post(channel, str(n)) for n in range(3))

    open_ends = stage.history(channel, oldest=first, latest=third)
    closed = stage.history(channel, oldest=first, latest=third, inclusive=True)

    assert [one["ts"] for one in open_ends] == [second]
    assert [one["ts"] for one in closed] == [third, second, first]


@pytest.mark.parametrize("name", ["oldest", "latest"])
def test_a_moment_that_is_none_is_refused(stage: Stage, slack: WebClient, name: str) -> None:
    with refused(f"invalid_ts_{name}"):
        slack.conversations_history(channel=stage.channel(), **{name: "yesterday"})


def test_history_asks_for_membership(stage: Stage, slack: WebClient) -> None:
    with refused("not_in_channel"):
        slack.conversations_history(channel=stage.foreign_channel())


def test_replies_stand_in_their_thread_and_not_in_the_history(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    parent = stage.post(channel, "parent")
    reply = stage.post(channel, "reply", thread_ts=parent)

    thread = slack.conversations_replies(channel=channel, ts=parent)["messages"]
    history = stage.history(channel)

    assert [one["ts"] for one in thread] == [parent, reply]
    assert reply not in [one["ts"] for one in history]
    assert (history[0]["reply_count"], history[0]["latest_reply"]) == (1, reply)


def test_a_thread_is_found_by_any_of_its_messages(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    parent = stage.post(channel, "parent")
    reply = stage.post(channel, "reply", thread_ts=parent)

    assert len(slack.conversations_replies(channel=channel, ts=reply)["messages"]) == 2


def test_a_broadcast_reply_stands_in_both(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    parent = stage.post(channel, "parent")
    reply = stage.post(channel, "reply", thread_ts=parent, reply_broadcast=True)

    assert stage.history(channel)[0]["ts"] == reply
    assert stage.history(channel)[0]["subtype"] == "thread_broadcast"


def test_a_thread_that_is_not_there_is_refused(stage: Stage, slack: WebClient) -> None:
    with refused("thread_not_found"):
        slack.conversations_replies(channel=stage.channel(), ts="1.000001")


def test_what_people_write_stands_in_the_history_escaped(stage: Stage, slack: WebClient, client: SandboxClient) -> None:
    ana = stage.person()
    channel = stage.channel(ana)

    client.message(ana, channel, "a < b & <!channel>")

    assert stage.history(channel)[0]["text"] == "a &lt; b &amp; &lt;!channel&gt;"


def test_threads_come_in_pages_with_their_parent_first(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    parent = stage.post(channel, "parent")
    for number in range(4):
        stage.post(channel, str(number), thread_ts=parent)

    first = slack.conversations_replies(channel=channel, ts=parent, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    second = slack.conversations_replies(channel=channel, ts=parent, limit=3, cursor=cursor)

    assert [one["text"] for one in first["messages"]] == ["parent", "0", "1"]
    assert [one["text"] for one in second["messages"]] == ["2", "3"]
    assert (first["has_more"], second["has_more"]) == (True, False)


def test_a_thread_between_two_moments_keeps_its_parent(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    parent = stage.post(channel, "parent")
    first, second = (stage.post(channel, str(n), thread_ts=parent) for n in range(2))

    shown = slack.conversations_replies(channel=channel, ts=parent, oldest=first)["messages"]

    assert [one["ts"] for one in shown] == [parent, second]


def test_a_parent_tells_of_its_replies(stage: Stage, slack: WebClient, client: SandboxClient) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    parent = stage.post(channel, "parent")
    stage.post(channel, "mine", thread_ts=parent)
    client.message(ana, channel, "hers", parent)

    shown = stage.history(channel)[0]

    assert (shown["reply_count"], shown["reply_users_count"]) == (2, 2)
    assert shown["reply_users"] == [stage.bot, ana]


def test_history_pages_hold_nothing_twice_and_leave_nothing_out(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    posted = [stage.post(channel, str(number)) for number in range(7)]

    found = [one["ts"] for page in slack.conversations_history(channel=channel, limit=3) for one in page["messages"]]

    assert found[:7] == posted[::-1]


def test_a_history_limit_that_is_no_number_is_refused(stage: Stage, slack: WebClient) -> None:
    with refused("invalid_arguments"):
        slack.api_call("conversations.history", params={"channel": stage.channel(), "limit": "few"})


@pytest.mark.parametrize("limit", [0, ""])
def test_a_limit_of_nothing_is_the_usual_one(stage: Stage, slack: WebClient, limit: int | str) -> None:
    stage.channel()

    assert slack.api_call("conversations.list", params={"limit": limit})["channels"]


def test_the_pins_of_a_channel_are_counted_in_its_history(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    slack.pins_add(channel=channel, timestamp=stage.post(channel))

    assert slack.conversations_history(channel=channel)["pin_count"] == 1
