"""Business time follows a sandbox, and goes on by itself when the sandbox falls silent."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from commands.following import FRESH, FollowedClock, TwoClocks
from sandbox.workspace import Workspace
from tests.sandbox.stage import MONDAY

MACHINE = MONDAY - timedelta(days=400)


class Stopwatch:
    """Real time that passes when the test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def machine(self) -> object:
        return MACHINE + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Stopwatch:
    return Stopwatch()


def following(url: str, watch: Stopwatch) -> FollowedClock:
    return FollowedClock(url, machine=watch.machine, monotonic=watch.monotonic)  # type: ignore[arg-type]


def test_it_tells_what_the_sandbox_tells_and_leaves_machine_time_alone(watch: Stopwatch) -> None:
    with Workspace.start(start=MONDAY, speed=0) as workspace:
        clock = following(workspace.clock_url, watch)

        assert clock.now() == MONDAY
        assert clock.machine() == MACHINE


def test_a_moved_clock_is_heard_of_once_the_last_word_is_old(watch: Stopwatch) -> None:
    with Workspace.start(start=MONDAY, speed=0) as workspace:
        clock = following(workspace.clock_url, watch)
        clock.now()
        workspace.clock.forward(hours=1)

        assert clock.now() == MONDAY
        watch.seconds += FRESH
        assert clock.now() == MONDAY + timedelta(hours=1)


def test_when_the_sandbox_is_silent_its_last_word_goes_on(watch: Stopwatch, caplog: pytest.LogCaptureFixture) -> None:
    with Workspace.start(start=MONDAY, speed=0) as workspace:
        clock = following(workspace.clock_url, watch)
        clock.now()
    watch.seconds += 60

    assert clock.now() == MONDAY + timedelta(seconds=60)
    assert "BATON_CLOCK_URL does not answer" in caplog.text


@pytest.mark.parametrize("said", ["null", '{"now": "2026-11-23T08:00:00"}', "<html>", "{}"])
def test_what_is_no_time_is_no_clock(watch: Stopwatch, said: str, caplog: pytest.LogCaptureFixture) -> None:
    assert following(f"data:,{quote(said)}", watch).now() == MACHINE

    assert "BATON_CLOCK_URL does not answer" in caplog.text


def test_two_clocks_tell_each_what_they_were_given() -> None:
    clock = TwoClocks(lambda: MONDAY, lambda: MACHINE)

    assert (clock.now(), clock.machine()) == (MONDAY, MACHINE)
