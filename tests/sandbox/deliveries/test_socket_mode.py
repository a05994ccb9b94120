"""Socket Mode on the wire: tickets, hello, envelopes, acks, several connections, and connections that end."""

import json
import threading
import time
from contextlib import ExitStack
from typing import Any

import pytest
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.deliveries.plugs import Answering, address, plugged, wait_until_unplugged
from tests.sandbox.stage import SECTION, HttpApp, Json, Stage, actions, button, sent_back


@pytest.fixture
def ana(stage: Stage) -> str:
    return stage.person()


@pytest.fixture
def channel(stage: Stage, ana: str) -> str:
    return stage.channel(ana)


def test_hello_comes_first_and_counts_the_connections(sandbox: Sandbox) -> None:
    with plugged(sandbox) as (_, first), plugged(sandbox) as (_, second):
        assert (first["type"], first["num_connections"], second["num_connections"]) == ("hello", 1, 2)
        assert first["connection_info"]["app_id"].startswith("A")


def test_whoever_watches_hears_of_a_connection_that_comes_and_goes(sandbox: Sandbox, client: SandboxClient) -> None:
    before = client.state()["version"]
    with plugged(sandbox):
        during = client.state()["version"]
    wait_until_unplugged(sandbox)

    assert before < during < client.state()["version"]


def test_a_ticket_is_good_for_one_connection(sandbox: Sandbox) -> None:
    url = address(sandbox)
    with connect(url, proxy=None) as socket:
        socket.recv(5)

        with pytest.raises(Exception, match=r"403|4001"), connect(url, proxy=None) as again:
            again.recv(5)
    wait_until_unplugged(sandbox)


def test_an_envelope_carries_the_command_and_its_ack_is_shown(
    sandbox: Sandbox, stage: Stage, client: SandboxClient, ana: str, channel: str
) -> None:
    with plugged(sandbox) as (socket, _):
        app = Answering(socket, {"text": "over the wire"})

        answer = client.command(ana, channel, "/deal")

    envelope = app.envelopes[0]
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert envelope["payload"]["command"] == "/deal"
    assert len(envelope["envelope_id"].split("-")) == 5
    assert answer["shown"]["text"] == "over the wire"


def test_events_say_which_try_they_are_and_take_no_answer(
    sandbox: Sandbox, client: SandboxClient, ana: str, channel: str
) -> None:
    client.configure_app(events=["message.channels"])
    try:
        with plugged(sandbox) as (socket, _):
            app = Answering(socket)
            client.message(ana, channel, "hello")
    finally:
        client.configure_app(events=[])

    envelope = app.envelopes[0]
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("events_api", False)
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")


@pytest.mark.usefixtures("impatient")
def test_an_event_without_an_ack_comes_again_as_a_retry(
    sandbox: Sandbox, client: SandboxClient, ana: str, channel: str
) -> None:
    client.configure_app(events=["message.channels"])
    try:
        with plugged(sandbox) as (socket, _):
            threading.Thread(target=client.message, args=(ana, channel, "hello")).start()
            first = json.loads(socket.recv(5))
            second = json.loads(socket.recv(5))
            socket.send(json.dumps({"envelope_id": second["envelope_id"]}))
            client.advance(0)
    finally:
        client.configure_app(events=[])

    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert first["payload"]["event_id"] == second["payload"]["event_id"]


def test_an_event_whose_connection_is_lost_waits_for_no_other_and_comes_again() -> None:
    # Of its own, since an app with a request URL as well would hear the event there.
    with Sandbox.start(ack_seconds=60) as sandbox:
        client = sandbox.client
        client.configure_app(events=["message.channels"])
        stage = Stage(client, WebClient(token=sandbox.bot_token, base_url=sandbox.api_url))
        ana = stage.person()
        channel = stage.channel(ana)
        with plugged(sandbox) as (socket, _):
            threading.Thread(target=client.message, args=(ana, channel, "hello")).start()
            first = json.loads(socket.recv(5))
        client.advance(0)
        with plugged(sandbox) as (socket, _):
            threading.Thread(target=client.advance, args=(60,)).start()
            again = json.loads(socket.recv(5))
            socket.send(json.dumps({"envelope_id": again["envelope_id"]}))
            client.advance(0)

    # Failed, and not timed out: nobody waited for a connection to come.
    assert again["retry_reason"] == "connection_failed"
    assert first["payload"]["event_id"] == again["payload"]["event_id"]


def test_each_payload_goes_to_one_of_several_connections(
    sandbox: Sandbox, client: SandboxClient, ana: str, channel: str
) -> None:
    with plugged(sandbox) as (one, _), plugged(sandbox) as (other, _):
        apps = [Answering(one), Answering(other)]
        for number in range(12):
            client.command(ana, channel, f"/deal {number}")

    texts = [[envelope["payload"]["text"] for envelope in app.envelopes] for app in apps]
    assert sorted(int(one) for one in texts[0] + texts[1]) == list(range(12))
    assert all(texts)


def test_sockets_come_before_the_request_url(
    sandbox: Sandbox, client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    with plugged(sandbox) as (socket, _):
        Answering(socket)
        client.command(ana, channel, "/deal over the socket")
    client.command(ana, channel, "/deal over HTTP")

    assert [one["text"] for one in http_app.payloads()] == ["over HTTP"]


@pytest.mark.usefixtures("impatient")
def test_a_connection_that_never_acks_is_a_timeout(
    sandbox: Sandbox, client: SandboxClient, ana: str, channel: str
) -> None:
    with plugged(sandbox):
        answer = client.command(ana, channel, "/deal")

    assert answer["error"] == '/deal failed with the error "operation_timeout"'


def test_what_a_lost_connection_had_goes_to_another(
    sandbox: Sandbox, client: SandboxClient, ana: str, channel: str
) -> None:
    result: list[Any] = []
    with plugged(sandbox) as (kept, _):
        app = Answering(kept, {"text": "got it"})
        for number in range(6):
            with connect(address(sandbox), proxy=None) as silent:
                silent.recv(5)
                asked = threading.Thread(target=lambda: result.append(client.command(ana, channel, "/deal")))
                asked.start()
                time.sleep(0.05)
            asked.join()
            assert result[number]["ok"], result[number]

    assert len(app.envelopes) >= 6


def test_the_eleventh_connection_is_sent_away(sandbox: Sandbox) -> None:
    with ExitStack() as open_sockets:
        sockets = [open_sockets.enter_context(connect(address(sandbox), proxy=None)) for _ in range(11)]
        greetings = [json.loads(one.recv(5)) for one in sockets]
    wait_until_unplugged(sandbox)

    assert [one["type"] for one in greetings] == ["hello"] * 10 + ["disconnect"]
    assert greetings[-1]["reason"] == "too_many_websockets"


def test_sockets_can_be_asked_to_come_back_or_cut(sandbox: Sandbox, client: SandboxClient) -> None:
    with plugged(sandbox) as (socket, _):
        assert client.disconnect()["connections"] == 1
        assert json.loads(socket.recv(5))["reason"] == "refresh_requested"
        assert client.disconnect("cut")["connections"] == 1
        with pytest.raises(ConnectionClosed):
            socket.recv(5)
    with sent_back(400, "warning"):
        client.disconnect("politely")


def test_a_connection_that_was_asked_to_come_back_is_waited_for(
    sandbox: Sandbox, client: SandboxClient, ana: str, channel: str
) -> None:
    with plugged(sandbox):
        client.disconnect("refresh_requested")
    wait_until_unplugged(sandbox)
    answers: list[Json] = []
    typing = threading.Thread(target=lambda: answers.append(client.command(ana, channel, "/deal")))
    typing.start()

    with plugged(sandbox) as (socket, _):
        Answering(socket, {"text": "back again"})
        typing.join(20)

    assert answers[0]["shown"]["text"] == "back again"


NOISE = ["no json", "[]", '{"envelope_id": "unknown"}', '{"envelope_id": ["E"]}', "{}", "[" * 5000, b"\x00\xff", ""]


@pytest.mark.parametrize("noise", NOISE)
def test_noise_on_the_socket_harms_nobody(
    sandbox: Sandbox, client: SandboxClient, ana: str, channel: str, noise: str | bytes
) -> None:
    with plugged(sandbox) as (socket, _):
        socket.send(noise)
        Answering(socket, {"text": "still here"})

        assert client.command(ana, channel, "/deal")["shown"]["text"] == "still here"


def test_an_ack_counts_on_whichever_connection_it_comes(
    sandbox: Sandbox, client: SandboxClient, ana: str, channel: str
) -> None:
    with plugged(sandbox) as (one, _), plugged(sandbox) as (other, _):
        said: list[Json] = []
        asking = threading.Thread(target=lambda: said.append(client.command(ana, channel, "/deal")))
        asking.start()
        given, spare = _given(one, other)
        spare.send(json.dumps({"envelope_id": given["envelope_id"], "payload": {"text": "from the other side"}}))
        asking.join()

    assert said[0]["shown"]["text"] == "from the other side"


def _given(*sockets: Any) -> tuple[Json, Any]:
    """Find the envelope on one of two connections; gives it and the connection that did not get it."""
    for socket, spare in (sockets, reversed(sockets)):
        try:
            return json.loads(socket.recv(0.3)), spare
        except TimeoutError:
            continue
    raise AssertionError("Nobody was given anything.")


def test_a_second_ack_changes_nothing(sandbox: Sandbox, client: SandboxClient, ana: str, channel: str) -> None:
    with plugged(sandbox) as (socket, _):
        said: list[Json] = []
        asking = threading.Thread(target=lambda: said.append(client.command(ana, channel, "/deal")))
        asking.start()
        name = json.loads(socket.recv(5))["envelope_id"]
        for text in ("first", "second"):
            socket.send(json.dumps({"envelope_id": name, "payload": {"text": text}}))
        asking.join()

        Answering(socket, {"text": "third"})
        after = client.command(ana, channel, "/deal")

    assert (said[0]["shown"]["text"], after["shown"]["text"]) == ("first", "third")


def test_a_press_takes_an_ack_and_no_answer(
    sandbox: Sandbox, stage: Stage, client: SandboxClient, ana: str, channel: str
) -> None:
    ts = stage.post(channel, blocks=actions(button()))
    with plugged(sandbox) as (socket, _):
        app = Answering(socket, {"text": "unwanted"})

        answer = client.press(ana, channel, ts, "go")

    assert app.envelopes[0]["accepts_response_payload"] is False
    assert (answer["ok"], answer["ack"], answer["shown"]) == (True, None, None)


def test_a_form_takes_an_answer(
    sandbox: Sandbox, stage: Stage, client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Form"}, "blocks": SECTION}
    view["submit"] = view["title"]

    def open_form(payload: Json) -> None:
        stage.slack.views_open(trigger_id=payload["trigger_id"], view=view)

    http_app.answer = open_form
    opened = client.command(ana, channel, "/deal")["view"]["id"]
    with plugged(sandbox) as (socket, _):
        app = Answering(socket, {"response_action": "clear"})

        assert client.submit(ana, opened)["closed"]

    assert app.envelopes[0]["accepts_response_payload"] is True


def test_pings_are_answered(sandbox: Sandbox) -> None:
    with plugged(sandbox) as (socket, _):
        assert socket.ping(b"there?").wait(5)


def test_a_workspace_that_ends_keeps_nobody_waiting() -> None:
    with Sandbox.start(ack_seconds=60) as sandbox, connect(address(sandbox), proxy=None) as silent:
        client = sandbox.client
        ana = client.add_person("ana")["id"]
        asking = threading.Thread(target=_ask_in_vain, args=(client, ana))
        silent.recv(5)
        asking.start()
        silent.recv(5)
        began = time.monotonic()
        sandbox.stop()
        asking.join(30)
        took = time.monotonic() - began

    assert not asking.is_alive()
    assert took < 20


def _ask_in_vain(client: SandboxClient, ana: str) -> None:
    try:
        client.command(ana, "general", "/deal")
    except OSError:
        return
