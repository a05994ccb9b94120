"""The clock: forward only, as fast as one likes, and never under the feet of work that is not finished."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.client import SandboxClient
from sandbox.clock import Clock
from sandbox.errors import Refused
from tests.sandbox.stage import MONDAY, HttpApp, Stage, sent_back

HOUR = timedelta(hours=1)


def test_starts_where_it_is_told_and_goes_on_by_itself() -> None:
    clock = Clock(MONDAY)

    first = clock.now()
    time.sleep(0.002)

    assert MONDAY <= first < clock.now() < MONDAY + timedelta(seconds=5)


def test_starts_now_when_it_is_told_nothing() -> None:
    assert abs(Clock().now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_stands_still_at_speed_zero() -> None:
    clock = Clock(MONDAY, speed=0)

    time.sleep(0.002)

    assert clock.now() == MONDAY
    assert clock.real_seconds_until(MONDAY.timestamp() + 1) is None


def test_moves_on_from_where_it_is() -> None:
    clock = Clock(MONDAY, speed=0)

    clock.move_to(MONDAY + HOUR)
    clock.advance(30)

    assert clock.now() == MONDAY + HOUR + timedelta(seconds=30)


def test_hurries_as_told_and_says_how_long_a_wait_really_is() -> None:
    clock = Clock(MONDAY, speed=0)

    clock.set_speed(3600)

    real = clock.real_seconds_until((MONDAY + HOUR).timestamp())
    assert real is not None
    assert 0.9 < real <= 1
    assert clock.real_seconds_until(MONDAY.timestamp() - 1) == 0


@pytest.mark.parametrize("speed", [-1, 100_001])
def test_refuses_a_speed_that_cannot_be(speed: float) -> None:
    with pytest.raises(Refused, match="from 0"):
        Clock(MONDAY).set_speed(speed)


def test_never_goes_back() -> None:
    clock = Clock(MONDAY)

    with pytest.raises(Refused, match="only moves forward"):
        clock.move_to(MONDAY - HOUR)
    with pytest.raises(Refused, match="zero or more"):
        clock.advance(-1)


def test_stays_within_the_calendar() -> None:
    with pytest.raises(Refused, match="leave the calendar"):
        Clock(MONDAY).advance(1e15)


def test_the_route_tells_moment_epoch_and_speed(client: SandboxClient) -> None:
    told = client.clock()

    assert told["now"].endswith("Z")
    assert datetime.fromisoformat(told["now"]).timestamp() == pytest.approx(told["epoch"])
    assert told["speed"] == 1.0


def test_the_route_moves_the_clock_and_messages_follow(stage: Stage, client: SandboxClient) -> None:
    tomorrow = client.now() + timedelta(days=1)

    moved = client.move_clock(to=tomorrow)
    ts = stage.post(stage.channel())

    assert tomorrow <= datetime.fromisoformat(moved["now"]) < tomorrow + timedelta(seconds=5)
    assert float(ts) >= tomorrow.timestamp()


def test_a_moment_without_a_zone_is_read_as_utc(client: SandboxClient) -> None:
    moment = (client.now() + HOUR).replace(tzinfo=None)

    assert client.move_clock(to=moment.isoformat())["now"].startswith(moment.isoformat()[:16])


def test_a_move_that_cannot_be_is_sent_back_with_a_sentence(client: SandboxClient) -> None:
    with sent_back(400, "only moves forward"):
        client.move_clock(to=MONDAY - HOUR)
    with sent_back(400, "2026-11-23T08:00:00Z"):
        client.move_clock(to="next monday")
    with sent_back(400, "advance_seconds is a number"):
        client._post("/sandbox/clock", {"advance_seconds": "1h"})
    with sent_back(400, "move_to"):
        client._post("/sandbox/clock", {})


def test_a_move_waits_for_what_is_under_way(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    done: list[str] = []

    def slow(_payload: object) -> None:
        time.sleep(0.2)
        done.append("acked")

    http_app.answer = slow
    acting = threading.Thread(target=client.command, args=(ana, channel, "/deal"))
    acting.start()
    while not http_app.heard:
        time.sleep(0.01)

    client.advance(3600)

    assert done == ["acked"]
    acting.join()


def test_a_move_that_does_not_wait_is_possible(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    done: list[str] = []
    is_heard, may_answer = threading.Event(), threading.Event()

    def slow(_payload: object) -> None:
        is_heard.set()
        may_answer.wait(10)
        done.append("acked")

    http_app.answer = slow
    acting = threading.Thread(target=client.command, args=(ana, channel, "/deal"))
    acting.start()
    is_heard.wait(10)

    client.advance(1, wait=False)

    assert done == []
    may_answer.set()
    acting.join()
