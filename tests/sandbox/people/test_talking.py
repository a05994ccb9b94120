"""People write, change their words and take them back; react, pin and look around."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from tests.sandbox.stage import HttpApp, Stage, refused, sent_back

EVENTS = ["message.channels", "reaction_added", "reaction_removed", "pin_added", "pin_removed", "app_home_opened"]


@pytest.fixture
def heard(client: SandboxClient, http_app: HttpApp) -> Iterator[HttpApp]:
    client.configure_app(events=EVENTS)
    yield http_app
    client.configure_app(events=[])


@pytest.fixture
def ana(stage: Stage) -> str:
    return stage.person()


@pytest.fixture
def channel(stage: Stage, ana: str) -> str:
    return stage.channel(ana)


def said(client: SandboxClient, user: str, channel: str, text: str = "Ship on friday") -> str:
    return str(client.message(user, channel, text)["message"]["ts"])


def test_what_people_write_carries_the_same_words_as_rich_text(
    client: SandboxClient, ana: str, channel: str, heard: HttpApp
) -> None:
    client.message(ana, channel, f"<@{ana}> ships *today*")

    event = heard.payloads("message")[0]["event"]
    (block,) = event["blocks"]
    assert event["text"] == f"<@{ana}> ships *today*"
    assert block["type"] == "rich_text"
    assert block["elements"][0]["elements"] == [
        {"type": "user", "user_id": ana},
        {"type": "text", "text": " ships "},
        {"type": "text", "text": "today", "style": {"bold": True}},
    ]


def test_a_message_has_an_end(client: SandboxClient, ana: str, channel: str) -> None:
    with sent_back(400, "12,000 characters"):
        client.message(ana, channel, "x" * 12_001)


def test_changed_words_are_marked_and_told(client: SandboxClient, ana: str, channel: str, heard: HttpApp) -> None:
    ts = said(client, ana, channel)

    client.act(ana, "edit_message", channel=channel, ts=ts, text="Ship on monday")

    change = next(one["event"] for one in heard.payloads("message") if one["event"].get("subtype") == "message_changed")
    assert change["message"]["text"] == "Ship on monday"
    assert change["message"]["edited"]["user"] == ana
    assert change["previous_message"]["text"] == "Ship on friday"
    assert client.messages(channel)[-1]["edited"]


def test_the_same_words_again_are_no_change(client: SandboxClient, ana: str, channel: str, heard: HttpApp) -> None:
    ts = said(client, ana, channel)

    client.act(ana, "edit_message", channel=channel, ts=ts, text="Ship on friday")

    assert [one["event"].get("subtype") for one in heard.payloads("message")] == [None]


def test_people_change_only_their_own_words(stage: Stage, client: SandboxClient, ana: str, channel: str) -> None:
    theirs = stage.post(channel, "from the app")

    with sent_back(403, "only their own"):
        client.act(ana, "edit_message", channel=channel, ts=theirs, text="no")
    with sent_back(404, "sees no message"):
        client.act(ana, "edit_message", channel=channel, ts="1.000001", text="no")


def test_a_workspace_may_close_messages_to_changes(client: SandboxClient, ana: str, channel: str) -> None:
    team = client.state()["team"]["id"]
    client.change_workspace(team, edit_minutes=5)
    ts = said(client, ana, channel)
    client.act(ana, "edit_message", channel=channel, ts=ts, text="in time")
    client.advance(301)

    with sent_back(403, "5 minutes"):
        client.act(ana, "edit_message", channel=channel, ts=ts, text="too late")
    client.change_workspace(team, edit_minutes=None)


def test_words_taken_back_are_gone_and_told(client: SandboxClient, ana: str, channel: str, heard: HttpApp) -> None:
    ts = said(client, ana, channel)

    client.act(ana, "delete_message", channel=channel, ts=ts)

    told = [one["event"] for one in heard.payloads("message")]
    assert told[-1]["subtype"] == "message_deleted"
    assert told[-1]["deleted_ts"] == ts
    assert ts not in [one["ts"] for one in client.messages(channel)]


def test_only_an_administrator_takes_back_what_others_wrote(
    stage: Stage, client: SandboxClient, slack: WebClient, ana: str, channel: str
) -> None:
    theirs = stage.post(channel, "from the app")
    boss = stage.person(is_admin=True)

    with sent_back(403, "administrator"):
        client.act(ana, "delete_message", channel=channel, ts=theirs)
    client.act(boss, "delete_message", channel=channel, ts=theirs)

    with refused("message_not_found"):
        slack.chat_update(channel=channel, ts=theirs, text="still there?")


def test_a_reaction_comes_and_goes(client: SandboxClient, ana: str, channel: str, heard: HttpApp) -> None:
    ts = said(client, ana, channel)

    client.react(ana, channel, ts, ":eyes:")
    client.react(ana, channel, ts, "eyes")
    client.act(ana, "unreact", channel=channel, ts=ts, name="eyes")

    told = [one["event"] for one in heard.payloads() if one["event"]["type"].startswith("reaction")]
    assert [(one["type"], one["reaction"]) for one in told] == [
        ("reaction_added", "eyes"),
        ("reaction_removed", "eyes"),
    ]
    assert client.messages(channel)[-1]["reactions"] == []
    with sent_back(404, "did not react"):
        client.act(ana, "unreact", channel=channel, ts=ts, name="eyes")


def test_a_message_has_room_for_so_many_reactions(client: SandboxClient, ana: str, channel: str) -> None:
    ts = said(client, ana, channel)
    for number in range(23):
        client.react(ana, channel, ts, f"face{number}")

    with sent_back(400, "23"):
        client.react(ana, channel, ts, "one_more")


def test_a_pin_comes_and_goes(client: SandboxClient, slack: WebClient, ana: str, channel: str, heard: HttpApp) -> None:
    ts = said(client, ana, channel)

    client.act(ana, "pin", channel=channel, ts=ts)
    assert slack.pins_list(channel=channel)["items"][0]["created_by"] == ana
    with sent_back(409, "pinned already"):
        client.act(ana, "pin", channel=channel, ts=ts)
    client.act(ana, "unpin", channel=channel, ts=ts)
    with sent_back(404, "not pinned"):
        client.act(ana, "unpin", channel=channel, ts=ts)

    assert [one["event"]["user"] for one in heard.payloads("pin_added")] == [ana]
    assert heard.payloads("pin_removed")[0]["event"]["has_pins"] is False


@pytest.mark.parametrize(("act", "facts"), [("react", {"name": "eyes"}), ("pin", {})])
def test_what_is_for_one_persons_eyes_takes_no_marks(
    client: SandboxClient, slack: WebClient, ana: str, channel: str, act: str, facts: dict[str, Any]
) -> None:
    ts = str(slack.chat_postEphemeral(channel=channel, user=ana, text="psst")["message_ts"])

    with sent_back(400, "alone"):
        client.act(ana, act, channel=channel, ts=ts, **facts)


@pytest.mark.parametrize(
    ("act", "facts"),
    [("react", {"name": "eyes"}), ("pin", {}), ("edit_message", {"text": "x"}), ("delete_message", {})],
)
def test_in_an_archived_channel_nothing_is_marked_or_changed(
    client: SandboxClient, ana: str, channel: str, act: str, facts: dict[str, Any]
) -> None:
    ts = said(client, ana, channel)
    client.act(ana, "archive_channel", channel=channel)

    with sent_back(400, "archived"):
        client.act(ana, act, channel=channel, ts=ts, **facts)


@pytest.mark.parametrize(
    ("reserved", "act", "facts", "words"),
    [
        ("pin", "pin", {"ts": "now"}, "pin messages"),
        ("post_in_general", "message", {"text": "hello all"}, "write in #general"),
    ],
)
def test_marks_and_words_may_be_kept_for_administrators(
    client: SandboxClient, ana: str, reserved: str, act: str, facts: dict[str, str], words: str
) -> None:
    team = client.state()["team"]["id"]
    ts = said(client, ana, "general")
    client.change_workspace(team, reserved=[reserved])

    with sent_back(403, words):
        client.act(ana, act, channel="general", **(facts if "text" in facts else {"ts": ts}))
    client.change_workspace(team, reserved=[])


def test_opening_the_apps_messages_is_told_as_opening_home_is(client: SandboxClient, ana: str, heard: HttpApp) -> None:
    client.open_home(ana)
    client.act(ana, "open_home", tab="messages")

    assert [one["event"]["tab"] for one in heard.payloads("app_home_opened")] == ["home", "messages"]
    with sent_back(400, "home, messages"):
        client.act(ana, "open_home", tab="about")


def test_nobody_writes_to_an_app_whose_messages_are_turned_off(stage: Stage, client: SandboxClient, ana: str) -> None:
    client.configure_app(messages_tab_enabled=False)
    with sent_back(403, "turned off"):
        client.message(ana, stage.bot, "hello")
    client.configure_app(messages_tab_enabled=True)

    assert client.message(ana, stage.bot, "hello")["ok"]


@pytest.mark.parametrize("thread", ["", "thread"])
def test_commands_are_not_for_threads(
    stage: Stage, client: SandboxClient, ana: str, channel: str, http_app: HttpApp, thread: str
) -> None:
    ts = stage.post(channel)

    answer = client.act(ana, "command", channel=channel, text="/echo hi", thread_ts=ts if thread else "")

    assert (answer.get("error", ""), len(http_app.payloads())) == (
        ("/echo is not supported in threads. Sorry!", 0) if thread else ("", 1)
    )


def test_without_its_scope_an_app_has_no_commands(stage: Stage, client: SandboxClient, ana: str, channel: str) -> None:
    before = client.state()["app"]["scopes"]
    client.change_workspace(client.state()["team"]["id"], scopes=["chat:write"])
    answer = client.command(ana, channel, "/echo hi")
    client.change_workspace(client.state()["team"]["id"], scopes=before)

    assert answer["error"] == "/echo is not a valid command."
