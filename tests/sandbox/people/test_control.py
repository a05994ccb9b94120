"""The control routes: state, people, channels, the app's configuration, messages, and the stream of changes."""

import http.client
import threading
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.stage import HttpApp, Stage, sent_back


def test_the_state_draws_the_whole_workspace(stage: Stage, client: SandboxClient) -> None:
    ana = stage.person(tz="Europe/Madrid", email="ana@example.com")
    channel = stage.channel(ana)

    state = client.state()

    person = next(one for one in state["users"] if one["id"] == ana)
    drawn = next(one for one in state["channels"] if one["id"] == channel)
    assert (person["tz"], person["email"], person["is_bot"]) == ("Europe/Madrid", "ana@example.com", False)
    assert (drawn["members"], drawn["creator"], drawn["is_private"]) == ([stage.bot, ana], stage.bot, False)
    assert (drawn["topic"], drawn["pins"], drawn["bookmarks"]) == ("", [], [])
    assert state["team"]["id"].startswith("T")


def test_a_person_sees_public_channels_and_their_own(stage: Stage, client: SandboxClient) -> None:
    ana, omar = stage.person(), stage.person()
    public, private = stage.channel(), stage.channel(ana, is_private=True)

    def seen_by(user: str) -> set[str]:
        return {one["id"] for one in client.state(user)["channels"]} & {public, private}

    assert (seen_by(ana), seen_by(omar)) == ({public, private}, {public})


def test_unread_messages_are_counted_until_they_are_looked_at(stage: Stage, client: SandboxClient) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    client.messages(channel, as_=ana)

    def unread() -> int:
        return int(next(one["unread"] for one in client.state(ana)["channels"] if one["id"] == channel))

    before = unread()
    stage.post(channel)
    stage.post(channel)
    after = unread()
    client.messages(channel, as_=ana)

    assert (before, after, unread()) == (0, 2, 0)


def test_the_version_rises_with_every_change(stage: Stage, client: SandboxClient) -> None:
    before = client.state()["version"]

    stage.post(stage.channel())

    assert client.state()["version"] > before


def test_messages_of_a_hidden_channel_are_not_shown(stage: Stage, client: SandboxClient) -> None:
    private = stage.channel(is_private=True)

    with sent_back(404, "to be seen"):
        client.messages(private, as_=stage.person())
    with sent_back(404, "C404"):
        client.messages("C404")


@pytest.mark.parametrize(
    ("facts", "status", "words"),
    [
        ({"name": ""}, 400, "needs a name"),
        ({"name": "slackbot"}, 409, "already"),
        ({"name": "zoe", "tz": "Mars/Base"}, 400, "Europe/Helsinki"),
        ({"name": "zoe", "shoe_size": 43}, 400, "shoe_size"),
        ({"name": "zoe", "id": "USLACKBOT"}, 409, "taken"),
        ({"name": "zoe", "dnd": {"start": "late"}}, 400, "unix seconds"),
    ],
)
def test_a_person_who_cannot_be_is_sent_back(
    client: SandboxClient, facts: dict[str, object], status: int, words: str
) -> None:
    with sent_back(status, words):
        client._post("/sandbox/people", facts)


def test_people_can_be_given_ids_and_changed(stage: Stage, client: SandboxClient, slack: WebClient) -> None:
    client.add_person("fixed", "Fixed", id="U0FIXED")

    client.change_person("U0FIXED", tz="Asia/Tokyo", deleted=False, real_name="Fixed Again")

    user = slack.users_info(user="U0FIXED")["user"]
    assert (user["tz"], user["real_name"]) == ("Asia/Tokyo", "Fixed Again")
    with sent_back(404, "U404"):
        client.change_person("U404", tz="Asia/Tokyo")


def test_new_people_are_in_the_general_channel_and_guests_are_not(stage: Stage, client: SandboxClient) -> None:
    ana, guest = stage.person(), stage.person(is_restricted=True)

    general = next(one for one in client.state()["channels"] if one["is_general"])

    assert ana in general["members"]
    assert guest not in general["members"]


def test_channels_and_groups_that_cannot_be_are_sent_back(stage: Stage, client: SandboxClient) -> None:
    ana = stage.person()

    with sent_back(400, "creator who exists"):
        client.add_channel("somewhere", "U404")
    with sent_back(409, "already"):
        client.add_channel("general", ana)
    with sent_back(404, "U404"):
        client.add_channel("somewhere", ana, ["U404"])
    with sent_back(400, "handle"):
        client.add_usergroup("", "Nobody")
    with sent_back(404, "U404"):
        client.add_usergroup("ghosts", "Ghosts", ["U404"])


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"colour": "red"}, "colour"),
        ({"commands": "deal"}, "commands is a list"),
        ({"commands": [{"command": "deal"}]}, "starts with a slash"),
        ({"scopes": "chat:write"}, "scopes is a list"),
        ({"events": ["message.everything"]}, "message.channels"),
    ],
)
def test_a_configuration_that_cannot_be_is_sent_back_and_changes_nothing(
    client: SandboxClient, facts: dict[str, object], words: str
) -> None:
    before = client.state()["app"]

    with sent_back(400, words):
        client.configure_app(name="Other", **facts)

    assert client.state()["app"] == before


def test_the_app_takes_its_name_and_commands_from_the_configuration(
    stage: Stage, client: SandboxClient, slack: WebClient
) -> None:
    command = {"command": "/deal", "description": "Deals", "usage_hint": "help"}
    client.configure_app(name="Baton Bot", commands=[command])
    try:
        app = client.state()["app"]
        assert (app["name"], app["commands"]) == ("Baton Bot", [{**command, "should_escape": True, "url": ""}])
        assert slack.auth_test()["user"] == "baton-bot"
    finally:
        client.configure_app(name="App", commands=[])


def test_people_write_only_where_they_are(stage: Stage, client: SandboxClient, slack: WebClient) -> None:
    ana = stage.person()
    channel = stage.channel(ana)

    with sent_back(400, "not in"):
        client.message(stage.person(), channel, "hello")
    with sent_back(404, "reply to"):
        client.message(ana, channel, "hello", thread_ts="1.000001")
    with sent_back(400, "needs some text"):
        client.message(ana, channel, "  ")
    with sent_back(404, "sees no message"):
        client.react(ana, channel, "1.000001", "eyes")
    slack.conversations_archive(channel=channel)
    with sent_back(400, "archived"):
        client.message(ana, channel, "hello")


def test_a_reply_by_a_person_stands_in_the_thread(stage: Stage, client: SandboxClient, slack: WebClient) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    ts = stage.post(channel, "done?")

    client.message(ana, channel, "friday", thread_ts=ts)

    assert [one["text"] for one in slack.conversations_replies(channel=channel, ts=ts)["messages"]] == [
        "done?",
        "friday",
    ]


def test_requests_that_make_no_sense_are_sent_back_with_a_sentence(sandbox: Sandbox, client: SandboxClient) -> None:
    with sent_back(404, "command, press"):
        client._act("dance", user="U1")
    with sent_back(400, "user is missing"):
        client._act("command")
    with sent_back(400, "last entry"):
        client._get("/sandbox/traffic", {"after": "x"})
    with sent_back(404):
        client._get("/sandbox/nothing")


@pytest.mark.parametrize(("body", "words"), [(b"{", b"not JSON"), (b"[]", b"JSON object")])
def test_a_body_that_is_no_json_object_is_sent_back(sandbox: Sandbox, body: bytes, words: bytes) -> None:
    parts = urlsplit(sandbox.base_url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port)
    connection.request("POST", "/sandbox/people", body)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()

    assert (answer.status, words in text) == (400, True)


def test_the_stream_tells_of_each_change(sandbox: Sandbox, stage: Stage) -> None:
    parts = urlsplit(sandbox.base_url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=5)
    connection.request("GET", "/sandbox/live")
    stream = connection.getresponse()
    first = stream.readline()
    stream.readline()

    stage.person()

    assert first.startswith(b'data: {"version": ')
    assert stream.readline() > first
    # Of an answer that ends with its connection the connection lets go: each holds the socket for itself.
    stream.close()
    connection.close()


def test_the_page_is_served_at_the_root(sandbox: Sandbox) -> None:
    parts = urlsplit(sandbox.page)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=5)
    connection.request("GET", "/")
    answer = connection.getresponse()
    text = answer.read()
    connection.close()

    assert (answer.status, b"<html" in text) == (200, True)


def test_the_traffic_log_is_gapless_under_many_hands(stage: Stage, client: SandboxClient) -> None:
    channel = stage.channel()
    hands = [threading.Thread(target=lambda: [stage.post(channel) for _ in range(10)]) for _ in range(5)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()

    numbers = [one["number"] for one in client.traffic()]

    assert numbers == list(range(1, len(numbers) + 1))
    assert len([one for one in client.traffic() if one["args"].get("channel") == channel]) >= 50


def test_the_traffic_log_tells_calls_deliveries_and_acts(
    stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    before = client.traffic()[-1]["number"]
    http_app.answer = lambda _: (200, "ok")

    client.command(ana, channel, "/deal")

    delivery, act = client.traffic(before)
    assert (delivery["kind"], delivery["method"], delivery["status"]) == ("delivery", "/deal", "acked")
    assert (delivery["via"], delivery["answer"]) == ("http", {"text": "ok"})
    assert (act["kind"], act["method"], act["args"]["text"]) == ("act", "command", "/deal")


def test_no_token_stands_in_the_traffic_log(
    sandbox: Sandbox, stage: Stage, client: SandboxClient, slack: WebClient
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    stage.post(channel, f"my token is {sandbox.bot_token}, yours {sandbox.app_token}")
    client.command(ana, channel, "/deal")
    WebClient(base_url=sandbox.api_url).api_call("auth.test", params={"token": sandbox.bot_token})

    logged = str(client.traffic())

    assert sandbox.bot_token not in logged
    assert sandbox.app_token not in logged
    assert sandbox.signing_secret not in logged
    assert "[redacted]" in logged


def test_an_entry_once_read_does_not_change(stage: Stage, client: SandboxClient) -> None:
    stage.post(stage.channel())
    first = client.traffic()

    stage.post(stage.channel())

    assert client.traffic()[: len(first)] == first
