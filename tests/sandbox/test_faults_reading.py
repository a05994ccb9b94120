"""Reads that lag behind, and pages that are shorter than asked."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from tests.sandbox.stage import Json, Stage, refused, sent_back

HISTORY, REPLIES = "conversations.history", "conversations.replies"


@pytest.fixture(autouse=True)
def cleared(client: SandboxClient) -> Iterator[None]:
    yield
    client.clear_faults()


@pytest.fixture
def channel(stage: Stage) -> str:
    return stage.channel()


def told(stage: Stage, channel: str, **more: object) -> list[str]:
    return [one["text"] for one in stage.history(channel, **more) if "subtype" not in one]


def test_a_stale_history_lacks_what_was_posted_a_moment_ago(stage: Stage, client: SandboxClient, channel: str) -> None:
    client.advance(1)
    stage.post(channel, "old")
    client.advance(60)
    stage.post(channel, "new")
    client.inject({"method": HISTORY, "do": "stale:30"})

    assert told(stage, channel) == ["old"]
    assert told(stage, channel) == ["new", "old"]


def test_a_stale_history_catches_up_as_time_goes_by(stage: Stage, client: SandboxClient, channel: str) -> None:
    stage.post(channel, "here")
    client.inject({"method": HISTORY, "do": "stale:30", "times": 0})

    at_first = told_or_nothing(stage, channel)
    client.advance(31)

    assert (at_first, told(stage, channel)) == ([], ["here"])


def told_or_nothing(stage: Stage, channel: str) -> list[str]:
    """Expect that the copy which answers has never heard of the channel, which is younger than what it knows."""
    with refused("channel_not_found"):
        stage.history(channel)
    return []


def test_a_history_that_lags_behind_lacks_so_many_messages(stage: Stage, client: SandboxClient, channel: str) -> None:
    for number in range(5):
        stage.post(channel, str(number))
    client.inject({"method": HISTORY, "do": "behind:3"})

    assert told(stage, channel) == ["1", "0"]
    assert len(told(stage, channel)) == 5


def test_a_stale_thread_lacks_its_newest_reply_and_a_new_thread_is_not_found(
    stage: Stage, client: SandboxClient, slack: WebClient, channel: str
) -> None:
    parent = stage.post(channel, "parent")
    stage.post(channel, "first", thread_ts=parent)
    stage.post(channel, "second", thread_ts=parent)
    client.inject({"method": REPLIES, "do": "behind:1"}, {"method": REPLIES, "do": "behind:3", "nth": 2})

    short = slack.conversations_replies(channel=channel, ts=parent)["messages"]
    with refused("thread_not_found"):
        slack.conversations_replies(channel=channel, ts=parent)

    assert [one["text"] for one in short] == ["parent", "first"]
    assert short[0]["reply_count"] == 1


def test_a_channel_just_made_is_missing_from_a_stale_list(
    stage: Stage, client: SandboxClient, slack: WebClient
) -> None:
    client.advance(2)
    new = stage.channel()
    client.inject({"method": "users.conversations", "do": "stale:1"})

    def listed() -> list[str]:
        return [one["id"] for one in slack.users_conversations(limit=999)["channels"]]

    assert new not in listed()
    assert new in listed()


def test_what_was_hidden_is_not_lost_and_writing_is_never_stale(
    stage: Stage, client: SandboxClient, slack: WebClient, channel: str
) -> None:
    ts = stage.post(channel, "here")
    client.inject({"method": "*", "do": "behind:1", "times": 0})

    slack.chat_update(channel=channel, ts=ts, text="changed")
    hidden = told(stage, channel)
    client.clear_faults()

    assert (hidden, told(stage, channel)) == ([], ["changed"])


def test_short_pages_lead_on_with_their_cursor(
    stage: Stage, client: SandboxClient, slack: WebClient, channel: str
) -> None:
    for number in range(5):
        stage.post(channel, str(number))
    client.inject({"method": HISTORY, "do": "short:2", "times": 0})

    pages: list[list[Json]] = [page["messages"] for page in slack.conversations_history(channel=channel, limit=200)]

    assert [len(page) for page in pages] == [2, 2, 2]
    texts = [one["text"] for page in pages for one in page if "subtype" not in one]
    assert texts == ["4", "3", "2", "1", "0"]


@pytest.mark.parametrize(("limit", "shown"), [(None, 2), (0, 2), (1, 1), (3, 2)])
def test_a_short_page_is_never_longer_than_asked(
    stage: Stage, client: SandboxClient, channel: str, limit: int | None, shown: int
) -> None:
    for number in range(4):
        stage.post(channel, str(number))
    client.inject({"method": HISTORY, "do": "short:2"})

    assert len(stage.history(channel, **({} if limit is None else {"limit": limit}))) == shown


def test_lists_of_people_come_short_too(stage: Stage, client: SandboxClient, slack: WebClient) -> None:
    stage.person()
    client.inject({"method": "users.list", "do": "short:1"})

    page = slack.users_list(limit=100)

    assert len(page["members"]) == 1
    assert page["response_metadata"]["next_cursor"]


@pytest.mark.parametrize("do", ["stale:5", "behind:1", "short:1"])
def test_what_does_not_read_cannot_lag_behind(client: SandboxClient, do: str) -> None:
    with sent_back(400, "methods that read", "chat.postMessage"):
        client.inject({"method": "chat.postMessage", "do": do})
