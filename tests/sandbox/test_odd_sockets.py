"""Noise on a socket: binary frames, no JSON, unknown envelopes, acks that come twice, frames without measure."""

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.stage import Json, Stage

NOISE: list[str | bytes] = [
    "",
    "no json",
    "null",
    "[]",
    "7",
    '"text"',
    "{}",
    '{"envelope_id": null}',
    '{"envelope_id": []}',
    '{"envelope_id": {"a": 1}}',
    '{"envelope_id": "unknown"}',
    '{"envelope_id": "unknown", "payload": 7}',
    '{"type": "hello"}',
    "[" * 100_000,
    '{"a":' * 5_000,
    "\x00",
    b"",
    b"\x00\xff\xfe",
    b'{"envelope_id": "binary"}',
]


@pytest.fixture(autouse=True)
def sound(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    yield
    assert "Traceback" not in capfd.readouterr().err


@pytest.fixture
def plug(sandbox: Sandbox, client: SandboxClient) -> Iterator[Any]:
    """Give a way to plug in, and unplug everything at the end."""

    def plugged() -> ClientConnection:
        opened = WebClient(base_url=sandbox.api_url).apps_connections_open(app_token=sandbox.app_token)
        socket = held.enter_context(connect(str(opened["url"]), proxy=None))
        socket.recv(5)
        return socket

    with ExitStack() as held:
        yield plugged
        client.disconnect("cut")


@pytest.fixture
def ana(stage: Stage) -> str:
    return stage.person()


@pytest.fixture
def channel(stage: Stage, ana: str) -> str:
    return stage.channel(ana)


def typed(client: SandboxClient, user: str, channel: str, socket: ClientConnection, *acks: Json) -> Json:
    """Type a command, answer its envelope with each of these in turn, and tell what the person saw."""
    seen: list[Json] = []
    typing = threading.Thread(target=lambda: seen.append(client.command(user, channel, "/deal")))
    typing.start()
    envelope = json.loads(socket.recv(5))
    for ack in acks:
        socket.send(json.dumps({"envelope_id": envelope["envelope_id"], **ack}))
    typing.join(10)
    return seen[0]


@pytest.mark.parametrize("noise", NOISE, ids=lambda noise: repr(noise[:20]))
def test_noise_harms_nobody(plug: Any, client: SandboxClient, ana: str, channel: str, noise: str | bytes) -> None:
    socket = plug()
    socket.send(noise)

    assert typed(client, ana, channel, socket, {"payload": {"text": "still here"}})["shown"]["text"] == "still here"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.lists(st.text(max_size=50) | st.binary(max_size=50), max_size=5))
def test_any_frames_harm_nobody(plug: Any, client: SandboxClient, noise: list[str | bytes]) -> None:
    socket = plug()
    for frame in noise:
        socket.send(frame)

    assert client.state()["app"]["sockets"] == 1
    socket.close()
    unplugged(client)


def unplugged(client: SandboxClient) -> None:
    for _ in range(200):
        if not client.state()["app"]["sockets"]:
            return
    raise AssertionError


def test_of_two_acks_the_first_counts(plug: Any, client: SandboxClient, ana: str, channel: str) -> None:
    first, second = {"payload": {"text": "first"}}, {"payload": {"text": "second"}}

    assert typed(client, ana, channel, plug(), first, second)["shown"]["text"] == "first"
    assert "second" not in [one["text"] for one in client.messages(channel, ana)]


@pytest.mark.parametrize(
    "payload", [None, 7, "text", ["list"], {"text": 7}, {"blocks": "none"}, {"text": "x" * 100_000}]
)
def test_an_ack_with_an_odd_payload_is_answered_to_the_person(
    plug: Any, client: SandboxClient, ana: str, channel: str, payload: Any
) -> None:
    answer = typed(client, ana, channel, plug(), {"payload": payload})

    assert answer["ok"] or "invalid_command_response" in answer["error"]


def test_an_ack_may_come_on_another_connection(plug: Any, client: SandboxClient, ana: str, channel: str) -> None:
    one, other = plug(), plug()
    seen: list[Json] = []
    typing = threading.Thread(target=lambda: seen.append(client.command(ana, channel, "/deal")))
    typing.start()
    given_to, not_given_to, envelope = whoever_got_it(one, other)
    not_given_to.send(json.dumps({"envelope_id": envelope["envelope_id"], "payload": {"text": "from the other"}}))
    typing.join(10)

    assert given_to is not not_given_to
    assert seen[0]["shown"]["text"] == "from the other"


def whoever_got_it(one: ClientConnection, other: ClientConnection) -> tuple[ClientConnection, ClientConnection, Json]:
    try:
        return one, other, json.loads(one.recv(1))
    except TimeoutError:
        return other, one, json.loads(other.recv(5))


def test_a_frame_without_measure_ends_its_connection_and_nothing_else(
    plug: Any, client: SandboxClient, ana: str, channel: str
) -> None:
    greedy, modest = plug(), plug()

    with pytest.raises((ConnectionClosed, OSError)):  # noqa: PT012 - it may end while it sends or after
        greedy.send("x" * 20_000_000)
        greedy.recv(5)
        greedy.recv(5)

    assert typed(client, ana, channel, modest, {"payload": {"text": "fine"}})["shown"]["text"] == "fine"


@pytest.mark.parametrize("query", ["", "?ticket=", "?ticket=unknown", "?ticket=%00", "?ticket=" + "x" * 5_000])
def test_a_socket_without_a_good_ticket_is_turned_away(sandbox: Sandbox, query: str) -> None:
    url = f"{sandbox.base_url.replace('http', 'ws')}/link/{query}"

    with pytest.raises(Exception, match=r"403|4001"), connect(url, proxy=None) as socket:
        socket.recv(5)
