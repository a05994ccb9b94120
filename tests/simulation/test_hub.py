"""The scheduler: who goes when, and what dying, standing still and waking mean."""

import pytest

from tests.simulation.chance import Chance
from tests.simulation.hub import Hub, Killed, Process, Weather


@pytest.fixture
def hub() -> Hub:
    return Hub(Chance(1, []), 0.0, Weather())


def test_time_goes_to_the_next_who_waits(hub: Hub) -> None:
    seen = []

    def wait() -> None:
        hub.sleep(5)
        seen.append(hub.now)
        hub.sleep(7)
        seen.append(hub.now)

    hub.spawn("one", wait)
    hub.run(100)

    assert seen == [5, 12]
    assert hub.now == 100


def test_a_woken_one_does_not_sleep_on(hub: Hub) -> None:
    process, seen = Process("p"), []

    def doze() -> None:
        hub.doze(1000)
        seen.append(hub.now)

    hub.spawn("dozer", doze, process)
    hub.spawn("bell", lambda: hub.wake("dozer", process), after=3)
    hub.run(100)

    assert seen == [3]


def test_only_who_dozes_is_woken(hub: Hub) -> None:
    process, seen = Process("p"), []

    def call() -> None:
        hub.sleep(10)
        seen.append(hub.now)

    hub.spawn("courier", call, process)
    hub.spawn("bell", lambda: hub.wake("courier", process), after=3)
    hub.run(100)

    assert seen == [10]


def test_all_threads_of_a_process_die_with_it_and_only_they(hub: Hub) -> None:
    one, other, left = Process("one"), Process("other"), []

    def live(name: str) -> None:
        try:
            hub.sleep(50)
            left.append(f"{name} lives")
        finally:
            left.append(f"{name} ends")

    hub.spawn("a", lambda: live("a"), one)
    hub.spawn("b", lambda: live("b"), one)
    hub.spawn("c", lambda: live("c"), other)
    hub.spawn("power cut", lambda: hub.kill(one), one, after=10)
    hub.run(100)

    assert left == ["a ends", "b ends", "c lives", "c ends"]


def test_what_dies_reaches_no_port_on_its_way_out(hub: Hub) -> None:
    reached = []

    def die() -> None:
        try:
            hub.die_here("here")
        finally:
            try:
                hub.point("port")
                reached.append("port")
            except Killed:
                reached.append("nothing")

    hub.spawn("one", die, Process("p"))
    hub.run(10)

    assert reached == ["nothing"]


def test_a_process_that_stands_still_goes_on_where_it_stood(hub: Hub) -> None:
    process, seen = Process("p"), []

    def stand() -> None:
        hub.pause(process, 30)
        seen.append(hub.now)

    hub.spawn("one", stand, process)
    hub.spawn("two", lambda: seen.append(hub.now), process, after=1)
    hub.run(100)

    assert seen == [30, 30]


def test_one_that_never_began_is_thrown_out_without_a_word(hub: Hub) -> None:
    process = Process("p")
    hub.spawn("late", lambda: pytest.fail("it ran"), process, after=50)
    hub.spawn("cut", lambda: hub.kill(process), process)

    hub.run(100)

    assert hub.actors == []


def test_an_error_of_an_actor_ends_the_run(hub: Hub) -> None:
    def fail() -> None:
        raise ValueError("a bug")

    hub.spawn("one", fail, Process("p"))

    with pytest.raises(ValueError, match="a bug"):
        hub.run(10)


def test_nothing_befalls_a_process_once_the_weather_is_calm() -> None:
    stormy = Hub(Chance(1), 0.0, Weather(crash=1000), calm_from=0.0)
    process = Process("p")

    stormy.spawn("one", lambda: stormy.point("somewhere"), process)
    stormy.run(10)

    assert process.is_alive
