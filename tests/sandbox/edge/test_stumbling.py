"""Mistakes of the sandbox itself: each costs one request, and its developer is told."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from sandbox.clock import Clock
from sandbox.deliveries.timers import Timers
from sandbox.edge.stumbling import sound
from sandbox.errors import Json
from sandbox.live import InFlight
from sandbox.running import Sandbox
from sandbox.web_api.call import Call, Method
from sandbox.web_api.registry import METHODS
from tests.sandbox.stage import MONDAY, Stage, played, refused, sent_back

BROKEN = "test.broken"


def stumble(_call: Call) -> Json:
    raise ZeroDivisionError("it was late")


@pytest.fixture
def broken() -> Iterator[str]:
    """Add a method that breaks down."""
    METHODS[BROKEN] = Method(BROKEN, stumble, 100)
    yield BROKEN
    del METHODS[BROKEN]


def test_a_method_that_breaks_down_is_a_fatal_error_and_costs_one_call(
    slack: WebClient, client: SandboxClient, broken: str
) -> None:
    with refused("fatal_error"):
        slack.api_call(broken, json={"text": "what was asked"})

    entry = client.traffic()[-1]
    assert (entry["method"], entry["answer"], entry["status"]) == (broken, {"ok": False, "error": "fatal_error"}, 200)
    assert entry["args"] == {"text": "what was asked"}
    assert slack.auth_test()["ok"]


def test_its_developer_reads_the_trace_and_the_log_says_where(
    slack: WebClient, client: SandboxClient, broken: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with refused("fatal_error"):
        slack.api_call(broken)

    assert "ZeroDivisionError: it was late" in capfd.readouterr().err
    assert client.traffic()[-1]["bug"].startswith("ZeroDivisionError: it was late at test_stumbling.py:")


def test_a_fault_that_carries_out_a_broken_method_is_named_with_it(
    slack: WebClient, client: SandboxClient, broken: str
) -> None:
    client.inject({"method": broken, "do": "apply_then_drop"})

    with refused("fatal_error"):
        slack.api_call(broken)

    assert client.traffic()[-1]["fault"] == "apply_then_drop"


def test_a_control_route_that_breaks_down_says_so_in_a_sentence(
    sandbox: Sandbox, client: SandboxClient, stage: Stage
) -> None:
    with without_channels(sandbox), sent_back(500, "goes on", "AttributeError"):
        client.state()

    assert client.traffic()[-1]["bug"].startswith("AttributeError")
    assert client.state()["channels"]


@contextmanager
def without_channels(sandbox: Sandbox) -> Iterator[None]:
    """Break the state of the workspace for a while."""
    team = sandbox._platform.first.team
    kept, team.channels = team.channels, None  # type: ignore[assignment] # the mistake that is meant
    try:
        yield
    finally:
        team.channels = kept


def test_what_is_done_later_and_breaks_down_leaves_nothing_under_way(capfd: pytest.CaptureFixture[str]) -> None:
    done: list[str] = []

    async def story() -> int:
        in_flight = InFlight()
        timers = Timers(Clock(MONDAY), in_flight)

        async def fail() -> None:
            raise LookupError("gone")

        async def work() -> None:
            done.append("the next one")

        timers.after(0, fail)
        timers.after(0, work)
        await in_flight.until_idle(1)
        return in_flight.count

    assert played(story()) == 0
    assert done == ["the next one"]
    assert "LookupError: gone" in capfd.readouterr().err


def test_what_does_not_stumble_passes_as_it_is() -> None:
    async def work() -> int:
        return 7

    assert played(sound(work(), lambda _bug: 0)) == 7


def test_an_end_from_outside_is_no_mistake() -> None:
    async def story() -> None:
        task = asyncio.ensure_future(sound(asyncio.sleep(60), lambda _bug: None))
        await asyncio.sleep(0)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        played(story())
