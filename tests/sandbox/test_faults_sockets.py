"""Deliveries that go wrong over a socket: cut, refreshed or warned while an envelope has no ack, late, or unheard."""

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.stage import Json, Stage


class Typing(threading.Thread):
    """Someone who types a command and waits for what comes of it."""

    def __init__(self, client: SandboxClient, user: str, channel: str, text: str = "/deal") -> None:
        super().__init__(daemon=True)
        self.client, self.user, self.channel, self.text = client, user, channel, text
        self.answer: Json = {}
        self.start()

    def run(self) -> None:
        self.answer = self.client.command(self.user, self.channel, self.text)

    def seen(self) -> Json:
        self.join(10)
        return self.answer


class Sockets:
    """Plugs connections in, and takes envelopes from them."""

    def __init__(self, sandbox: Sandbox, held: ExitStack) -> None:
        self.sandbox = sandbox
        self.held = held

    def plug(self) -> ClientConnection:
        opened = WebClient(base_url=self.sandbox.api_url).apps_connections_open(app_token=self.sandbox.app_token)
        socket = self.held.enter_context(connect(str(opened["url"]), proxy=None))
        assert json.loads(socket.recv(5))["type"] == "hello"
        return socket


def taken(socket: ClientConnection) -> Json:
    envelope: Json = json.loads(socket.recv(5))
    return envelope


def ack(socket: ClientConnection, envelope: Json, **payload: str) -> None:
    answer: Json = {"envelope_id": envelope["envelope_id"]}
    socket.send(json.dumps(answer | ({"payload": payload} if payload else {})))


@pytest.fixture
def sockets(sandbox: Sandbox, client: SandboxClient) -> Iterator[Sockets]:
    with ExitStack() as held:
        yield Sockets(sandbox, held)
        client.clear_faults()
        client.configure_app(events=[])
        client.disconnect("cut")


@pytest.fixture
def ana(stage: Stage) -> str:
    return stage.person()


@pytest.fixture
def channel(stage: Stage, ana: str) -> str:
    return stage.channel(ana)


def test_what_a_cut_socket_held_goes_to_the_next_one(
    sockets: Sockets, client: SandboxClient, ana: str, channel: str
) -> None:
    client.inject({"method": "slash_commands", "do": "cut"})
    first = sockets.plug()
    typing = Typing(client, ana, channel)
    held = taken(first)
    with pytest.raises(ConnectionClosed):
        first.recv(5)

    second = sockets.plug()
    again = taken(second)
    ack(second, again, text="after all")

    assert again["envelope_id"] == held["envelope_id"]
    assert typing.seen()["shown"]["text"] == "after all"


def test_an_ack_is_taken_though_the_socket_was_asked_to_come_back(
    sockets: Sockets, client: SandboxClient, ana: str, channel: str
) -> None:
    client.inject({"method": "slash_commands", "do": "refresh"})
    socket = sockets.plug()
    typing = Typing(client, ana, channel)

    envelope, goodbye = taken(socket), taken(socket)
    ack(socket, envelope, text="just in time")

    assert (goodbye["type"], goodbye["reason"]) == ("disconnect", "refresh_requested")
    assert typing.seen()["shown"]["text"] == "just in time"


def test_a_warned_socket_goes_on(sockets: Sockets, client: SandboxClient, ana: str, channel: str) -> None:
    client.inject({"method": "slash_commands", "do": "warning"})
    socket = sockets.plug()
    typing = Typing(client, ana, channel)

    envelope, warning = taken(socket), taken(socket)
    ack(socket, envelope, text="still here")

    assert warning["reason"] == "warning"
    assert typing.seen()["shown"]["text"] == "still here"


def test_an_ack_that_is_lost_makes_an_event_come_again(
    sockets: Sockets, client: SandboxClient, ana: str, channel: str
) -> None:
    client.configure_app(events=["message.channels"])
    client.inject({"method": "events_api", "do": "lose_ack"})
    socket = sockets.plug()
    threading.Thread(target=client.message, args=(ana, channel, "hello")).start()

    first = taken(socket)
    ack(socket, first)
    second = taken(socket)
    ack(socket, second)
    client.advance(0)

    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")


def test_a_lost_envelope_never_arrives(sockets: Sockets, client: SandboxClient, ana: str, channel: str) -> None:
    client.inject({"method": "slash_commands", "match": {"text": "lost"}, "do": "lose"})
    socket = sockets.plug()

    lost = client.command(ana, channel, "/deal lost")
    typing = Typing(client, ana, channel, "/deal found")
    envelope = taken(socket)
    ack(socket, envelope)

    assert "operation_timeout" in lost["error"]
    assert envelope["payload"]["text"] == "found"
    assert typing.seen()["ok"]


def test_a_doubled_envelope_comes_under_another_id(
    sockets: Sockets, client: SandboxClient, ana: str, channel: str
) -> None:
    client.inject({"method": "slash_commands", "do": "double"})
    socket = sockets.plug()
    typing = Typing(client, ana, channel)

    first = taken(socket)
    ack(socket, first, text="one")
    second = taken(socket)
    ack(socket, second, text="two")

    assert first["envelope_id"] != second["envelope_id"]
    assert first["payload"]["trigger_id"] == second["payload"]["trigger_id"]
    assert typing.seen()["shown"]["text"] == "two"


def test_a_delayed_and_an_overtaken_event_come_late(
    sockets: Sockets, client: SandboxClient, ana: str, channel: str
) -> None:
    client.configure_app(events=["message.channels"])
    client.inject(
        {"method": "events_api", "match": {"text": "delayed"}, "do": "delay:60"},
        {"method": "events_api", "match": {"text": "overtaken"}, "do": "reorder"},
    )
    socket = sockets.plug()
    heard: list[str] = []

    def listen() -> None:
        for _ in range(3):
            envelope = taken(socket)
            heard.append(envelope["payload"]["event"]["text"])
            ack(socket, envelope)

    listening = threading.Thread(target=listen)
    listening.start()
    for text in ("delayed", "overtaken", "quick"):
        client.message(ana, channel, text)
    client.advance(60)
    listening.join(10)

    assert heard == ["quick", "overtaken", "delayed"]
