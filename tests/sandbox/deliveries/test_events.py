"""The Events API: what the app hears of, and how it is wrapped."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from sandbox.deliveries.subscriptions import SCOPES
from tests.sandbox.deliveries.hearing import forget, heard
from tests.sandbox.stage import HttpApp, Json, Stage


@pytest.fixture(autouse=True)
def subscribed(client: SandboxClient) -> Iterator[None]:
    """Subscribe the app to everything for the length of a test."""
    client.configure_app(events=list(SCOPES))
    yield
    client.configure_app(events=[])
    client.advance(3600)


def test_a_message_by_a_person_is_heard_in_slacks_wrapping(
    stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    forget(client, http_app)

    ts = client.message(ana, channel, "hello")["message"]["ts"]

    wrapped = http_app.payloads("message")[-1]
    event = wrapped["event"]
    assert (event["user"], event["text"], event["ts"], event["channel"]) == (ana, "hello", ts, channel)
    assert (event["channel_type"], "bot_id" in event) == ("channel", False)
    assert (wrapped["type"], wrapped["event_id"][:2]) == ("event_callback", "Ev")
    assert wrapped["authorizations"][0]["user_id"] == stage.bot


def test_each_type_of_conversation_has_its_own_event(
    stage: Stage, client: SandboxClient, slack: WebClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    private = stage.channel(ana, is_private=True)
    group = slack.conversations_open(users=[ana, stage.person()])["channel"]["id"]

    for place in (private, stage.bot, group):
        client.message(ana, place, "here")

    types = [one["channel_type"] for one in heard(http_app, "message") if one.get("text") == "here"]
    assert types == ["group", "im", "mpim"]


def test_the_app_hears_nothing_from_where_it_is_not(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()

    client.message(ana, stage.foreign_channel(ana), "secret")

    assert "secret" not in [one["event"].get("text") for one in http_app.payloads("message")]


def test_the_app_hears_nothing_that_it_did_not_subscribe_to(
    stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    client.configure_app(events=["app_home_opened"])
    forget(client, http_app)

    client.message(ana, channel, "hello")

    assert http_app.heard == []


def test_the_app_hears_nothing_without_the_scope(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    scopes = client.state()["app"]["scopes"]
    client.configure_app(scopes=[one for one in scopes if one != "channels:history"])
    forget(client, http_app)
    try:
        client.message(ana, channel, "hello")
    finally:
        client.configure_app(scopes=scopes)

    assert http_app.payloads("message") == []


def test_the_bots_own_posts_come_back_with_its_bot_id(stage: Stage, http_app: HttpApp) -> None:
    channel = stage.channel()
    stage.post(channel, "mine")

    own = [one for one in heard(http_app, "message", 2) if one.get("text") == "mine"]
    assert own[0]["bot_id"]


def test_changes_and_deletions_are_heard_with_what_was_before(
    stage: Stage, slack: WebClient, http_app: HttpApp
) -> None:
    channel = stage.channel()
    ts = stage.post(channel, "old")
    slack.chat_update(channel=channel, ts=ts, text="new")
    slack.chat_delete(channel=channel, ts=ts)

    events = {one.get("subtype"): one for one in heard(http_app, "message", 4)}
    changed, deleted = events["message_changed"], events["message_deleted"]
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("new", "old")
    assert (deleted["deleted_ts"], deleted["previous_message"]["text"]) == (ts, "new")


def test_coming_and_going_is_heard_with_who_invited(
    stage: Stage, slack: WebClient, client: SandboxClient, http_app: HttpApp
) -> None:
    ana, omar = stage.person(), stage.person()
    channel = stage.channel(ana)
    client.join(omar, channel)
    slack.conversations_kick(channel=channel, user=omar)

    joined = heard(http_app, "member_joined_channel", 3)
    left = heard(http_app, "member_left_channel")
    # Slack promises no order, and neither does what stands in for it.
    assert {(one["user"], one.get("inviter")) for one in joined} == {(stage.bot, None), (ana, stage.bot), (omar, None)}
    assert left[0]["user"] == omar


def test_new_and_changed_people_are_heard_of(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()
    client.change_person(ana, tz="Asia/Tokyo", dnd={"start": 1, "end": 2})

    assert heard(http_app, "team_join")[0]["user"]["id"] == ana
    assert heard(http_app, "user_change")[0]["user"]["tz"] == "Asia/Tokyo"
    assert heard(http_app, "dnd_updated_user")[0]["dnd_status"]["next_dnd_end_ts"] == 2


def test_channels_made_renamed_and_archived_are_heard_of(stage: Stage, slack: WebClient, http_app: HttpApp) -> None:
    channel = stage.channel()
    slack.conversations_rename(channel=channel, name=stage.name())
    slack.conversations_archive(channel=channel)
    slack.conversations_unarchive(channel=channel)

    for kind in ("channel_created", "channel_rename", "channel_archive", "channel_unarchive"):
        assert heard(http_app, kind)


def test_a_reaction_is_heard_with_its_message(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    ts = stage.post(channel)

    client.react(ana, channel, ts, "eyes")

    event = heard(http_app, "reaction_added")[0]
    assert (event["user"], event["reaction"], event["item"]["ts"]) == (ana, "eyes", ts)


def test_a_mention_is_heard_as_one_too(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()

    client.message(ana, stage.channel(ana), f"hey <@{stage.bot}>")

    assert heard(http_app, "app_mention")[0]["text"] == f"hey <@{stage.bot}>"


def test_opening_the_home_tab_waits_for_what_the_app_publishes(
    stage: Stage, client: SandboxClient, slack: WebClient, http_app: HttpApp
) -> None:
    ana = stage.person()

    def publish(payload: Json) -> None:
        if payload["event"]["type"] == "app_home_opened":
            slack.views_publish(user_id=ana, view={"type": "home", "blocks": [{"type": "divider"}]})

    http_app.answer = publish

    opened = client.open_home(ana)

    event = http_app.payloads("app_home_opened")[0]["event"]
    assert (event["user"], event["tab"], event["channel"][0], "view" in event) == (ana, "home", "D", False)
    assert opened["home"]["blocks"][0]["type"] == "divider"
