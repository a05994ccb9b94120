"""Connections and tickets do not live for ever: a warning, a request to come back, and an end, by the workspace's time."""

import json
import threading
import time
from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.deliveries.plugs import Answering, address, plugged, wait_until_unplugged
from tests.sandbox.stage import Json, Stage

HOUR = 3600


@pytest.fixture(autouse=True)
def hasty(sandbox: Sandbox) -> Iterator[None]:
    """Do not wait long for connections to come back, which none of these does by itself."""
    sockets = sandbox._platform.shared.sockets
    before, sockets.seconds_to_return = sockets.seconds_to_return, 0.05
    yield
    sockets.seconds_to_return = before


@pytest.fixture
def ana(stage: Stage) -> str:
    return stage.person()


def reason(socket: ClientConnection) -> str:
    said = json.loads(socket.recv(5))
    assert said["type"] == "disconnect"
    return str(said["reason"])


def is_quiet(socket: ClientConnection) -> bool:
    try:
        socket.recv(0.1)
    except TimeoutError:
        return True
    return False


def test_a_connection_is_warned_then_asked_to_come_back_then_ended(sandbox: Sandbox, client: SandboxClient) -> None:
    with plugged(sandbox) as (socket, hello):
        assert hello["debug_info"]["approximate_connection_time"] == HOUR
        client.advance(HOUR - 60)
        assert is_quiet(socket)
        client.advance(55)
        assert reason(socket) == "warning"
        client.advance(10)
        assert reason(socket) == "refresh_requested"
        client.advance(11)
        with pytest.raises(ConnectionClosed):
            socket.recv(5)


def test_a_clock_that_jumps_over_both_leaves_no_room_for_a_warning(sandbox: Sandbox, client: SandboxClient) -> None:
    with plugged(sandbox) as (socket, _):
        client.advance(24 * HOUR)

        assert reason(socket) == "refresh_requested"


def test_a_connection_for_trying_out_lives_six_minutes(sandbox: Sandbox, client: SandboxClient) -> None:
    with plugged(sandbox, "&debug_reconnects=true") as (socket, hello):
        client.advance(361)

        assert hello["debug_info"]["approximate_connection_time"] == 360
        assert reason(socket) == "refresh_requested"


def test_who_was_only_warned_is_still_given_work(sandbox: Sandbox, client: SandboxClient, ana: str) -> None:
    with plugged(sandbox) as (socket, _):
        client.disconnect("warning")
        assert reason(socket) == "warning"
        Answering(socket, {"text": "still here"})

        assert client.command(ana, "general", "/deal")["shown"]["text"] == "still here"


def test_who_stays_is_given_the_work_of_who_was_warned(sandbox: Sandbox, client: SandboxClient, ana: str) -> None:
    with plugged(sandbox) as (warned, _):
        client.disconnect("warning")
        leaving = Answering(warned)
        with plugged(sandbox) as (staying, _):
            app = Answering(staying)
            for _ in range(5):
                client.command(ana, "general", "/deal")

    assert len(app.envelopes) == 5
    assert [one["type"] for one in leaving.envelopes] == ["disconnect"]


def test_work_waits_for_the_successor_of_who_was_asked_to_go(sandbox: Sandbox, client: SandboxClient, ana: str) -> None:
    said: list[Json] = []
    with plugged(sandbox) as (socket, _):
        client.disconnect("refresh_requested")
        reason(socket)
        asking = threading.Thread(target=lambda: said.append(client.command(ana, "general", "/deal")))
        asking.start()
        assert is_quiet(socket)
        with plugged(sandbox) as (successor, _):
            Answering(successor, {"text": "I am new"})
            asking.join()
            with pytest.raises(ConnectionClosed):
                socket.recv(5)

    assert said[0]["shown"]["text"] == "I am new"


def test_a_clock_that_is_moved_waits_until_the_app_is_back(sandbox: Sandbox, client: SandboxClient, ana: str) -> None:
    sandbox._platform.shared.sockets.seconds_to_return = 20
    with plugged(sandbox) as (socket, _):
        moving = threading.Thread(target=client.advance, args=(24 * HOUR,))
        moving.start()
        reason(socket)
        with plugged(sandbox):
            moving.join(10)

    assert not moving.is_alive()


def test_two_connections_whose_time_is_over_are_asked_to_come_back_one_after_another(
    sandbox: Sandbox, client: SandboxClient, ana: str
) -> None:
    sandbox._platform.shared.sockets.seconds_to_return = 20
    with plugged(sandbox) as (one, _), plugged(sandbox) as (other, _):
        moving = threading.Thread(target=client.advance, args=(24 * HOUR,))
        moving.start()
        reason(one)
        assert is_quiet(other)
        with plugged(sandbox):
            reason(other)
            with plugged(sandbox):
                moving.join(10)

    assert not moving.is_alive()


def test_a_person_is_kept_waiting_longer_than_the_clock_is(sandbox: Sandbox, client: SandboxClient, ana: str) -> None:
    with plugged(sandbox):
        client.advance(24 * HOUR)
    wait_until_unplugged(sandbox)
    said: list[Json] = []
    asking = threading.Thread(target=lambda: said.append(client.command(ana, "general", "/deal")))
    asking.start()
    # Twice as long as the clock waited above.
    time.sleep(0.1)
    with plugged(sandbox) as (successor, _):
        Answering(successor, {"text": "back at last"})
        asking.join(20)

    assert said[0]["shown"]["text"] == "back at last"


@pytest.fixture
def hurried(client: SandboxClient) -> Iterator[None]:
    client.set_speed(100_000)
    yield
    client.set_speed(1)


@pytest.mark.usefixtures("hurried")
def test_in_a_hurried_clock_a_connection_lives_an_hour_of_the_apps_own_time(sandbox: Sandbox) -> None:
    with plugged(sandbox) as (socket, _):
        # Two hundred hours of the workspace.
        time.sleep(0.2)

        assert is_quiet(socket)


def test_a_clock_that_hurries_later_on_spares_the_connection_too(sandbox: Sandbox, client: SandboxClient) -> None:
    with plugged(sandbox) as (socket, _):
        client.set_speed(100_000)
        try:
            assert is_quiet(socket)
        finally:
            client.set_speed(1)


@pytest.mark.parametrize("ticket", ["", "?ticket=", "?ticket=made-up"])
def test_without_a_ticket_nobody_comes_in(sandbox: Sandbox, ticket: str) -> None:
    url = sandbox.base_url.replace("http", "ws", 1) + "/link/" + ticket

    with pytest.raises(InvalidStatus), connect(url, proxy=None):
        pass


def test_a_ticket_that_was_not_used_at_once_is_void(sandbox: Sandbox) -> None:
    url = address(sandbox)
    tickets = sandbox._platform.shared.sockets.tickets
    for one in tickets:
        tickets[one] -= 31

    with pytest.raises(InvalidStatus), connect(url, proxy=None):
        pass


def test_a_ticket_outlives_a_clock_that_is_moved(sandbox: Sandbox, client: SandboxClient) -> None:
    url = address(sandbox)
    client.advance(24 * HOUR)

    with connect(url, proxy=None) as socket:
        assert json.loads(socket.recv(5))["type"] == "hello"


def test_an_app_whose_socket_mode_is_switched_off_is_ended(sandbox: Sandbox, client: SandboxClient) -> None:
    with plugged(sandbox) as (socket, _):
        client.disconnect("link_disabled")
        assert reason(socket) == "link_disabled"

        client.advance(11)

        with pytest.raises(ConnectionClosed):
            socket.recv(5)
