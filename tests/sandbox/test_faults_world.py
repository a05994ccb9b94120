"""A world that changes under the app: archived channels, deleted messages, renamed people, tokens that die."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.stage import HttpApp, Json, Stage, refused

POST, UPDATE = "chat.postMessage", "chat.update"


@pytest.fixture(autouse=True)
def cleared(client: SandboxClient) -> Iterator[None]:
    yield
    client.clear_faults()
    client.configure_app(events=[])


@pytest.fixture
def channel(stage: Stage) -> str:
    return stage.channel(stage.person())


def last(client: SandboxClient, method: str) -> Json:
    return next(one for one in reversed(client.traffic()) if one["method"] == method)


def test_a_channel_may_be_archived_under_the_third_post(stage: Stage, client: SandboxClient, channel: str) -> None:
    client.inject({"method": POST, "match": {"channel": channel}, "nth": 3, "do": "archive_first"})
    stage.post(channel, "one")
    stage.post(channel, "two")

    with refused("is_archived"):
        stage.post(channel, "three")

    assert stage.texts(channel) == ["one", "two"]
    assert last(client, POST)["fault"] == "archive_first"


def test_the_app_hears_that_somebody_archived_the_channel(
    stage: Stage, client: SandboxClient, http_app: HttpApp, channel: str
) -> None:
    client.configure_app(events=["channel_archive"])
    client.inject({"method": POST, "do": "archive_first"})

    with refused("is_archived"):
        stage.post(channel)
    client.advance(0)

    assert [one["event"]["channel"] for one in http_app.payloads("channel_archive")] == [channel]


def test_a_message_may_be_gone_when_it_is_edited(
    stage: Stage, client: SandboxClient, slack: WebClient, channel: str
) -> None:
    ts = stage.post(channel, "soon gone")
    client.inject({"method": UPDATE, "do": "delete_first"})

    with refused("message_not_found"):
        slack.chat_update(channel=channel, ts=ts, text="too late")

    assert stage.texts(channel) == []


def test_a_thread_may_be_gone_when_it_is_answered(stage: Stage, client: SandboxClient, channel: str) -> None:
    parent = stage.post(channel, "parent")
    client.inject({"method": POST, "do": "delete_first"})

    with refused("thread_not_found"):
        stage.post(channel, "answer", thread_ts=parent)


def test_a_reaction_finds_no_message(stage: Stage, client: SandboxClient, slack: WebClient, channel: str) -> None:
    ts = stage.post(channel)
    client.inject({"method": "reactions.add", "do": "delete_first"})

    with refused("message_not_found"):
        slack.reactions_add(channel=channel, timestamp=ts, name="wave")


def test_a_person_has_another_name_than_a_moment_ago(stage: Stage, client: SandboxClient, slack: WebClient) -> None:
    ana = stage.person()
    before = slack.users_info(user=ana)["user"]["profile"]["real_name"]
    client.inject({"method": "users.info", "do": "rename_first", "times": 0})

    after = [slack.users_info(user=ana)["user"]["profile"]["real_name"] for _ in range(3)]

    assert after == [f"{before} (renamed)", before, f"{before} (renamed)"]


def test_what_a_call_is_not_about_stays_as_it_is(stage: Stage, client: SandboxClient, slack: WebClient) -> None:
    client.inject({"method": "auth.test", "do": "archive_first"}, {"method": "team.info", "do": "delete_first"})

    assert slack.auth_test()["ok"]
    assert slack.team_info()["ok"]


def test_a_token_that_is_revoked_under_a_call_is_dead_for_all_that_follow() -> None:
    with Sandbox.start() as other:
        slack = WebClient(other.bot_token, base_url=other.api_url, retry_handlers=[])
        other.client.inject({"method": "conversations.create", "do": "revoke_first"})

        with refused("token_revoked"):
            slack.conversations_create(name="deal")
        with refused("token_revoked"):
            slack.auth_test()

        assert "deal" not in [one["name"] for one in other.client.state()["channels"]]


def test_dice_let_a_run_go_wrong_in_the_same_places_again() -> None:
    first, again = stories_of(3), stories_of(3)

    assert first == again
    assert 0 < len(first) < 12


def stories_of(seed: int) -> list[str]:
    """Post twelve times into a new workspace while one post in two fails; tell which ones got through."""
    with Sandbox.start() as other:
        stage = Stage(other.client, WebClient(other.bot_token, base_url=other.api_url, retry_handlers=[]))
        channel = str(stage.slack.conversations_create(name="dice")["channel"]["id"])
        other.client.inject({"method": POST, "do": "error:fatal_error", "chance": 0.5, "seed": seed, "times": 0})
        for number in range(12):
            with suppress(SlackApiError):
                stage.post(channel, str(number))
        return stage.texts(channel)
