"""No order is promised: what happens in one breath may overtake each other, alike in every run."""

import asyncio

from sandbox.deliveries.outcome import Kind, Outcome
from sandbox.platform import Platform
from sandbox.world import World
from tests.sandbox.deliveries.inside import person
from tests.sandbox.stage import MONDAY, Json, played


def order(breaths: list[int]) -> list[str]:
    """Let people join, so many in each breath, and give in which order the app is told."""

    async def play() -> list[str]:
        platform = Platform.start(base_url="http://127.0.0.1:1", request_url="http://127.0.0.1:9/", now=MONDAY)
        platform.shared.app.events = ("team_join",)
        told: list[str] = []

        async def deliver(_kind: Kind, payload: Json, **_: object) -> Outcome:
            told.append(payload["event"]["user"]["id"])
            return Outcome()

        platform.shared.dispatcher.deliver = deliver  # type: ignore[method-assign]  # nothing is to be sent
        await _breathe(platform.first, breaths)
        platform.shared.dispatcher.http.stop()
        return told

    return played(play())


async def _breathe(world: World, breaths: list[int]) -> None:
    number = 0
    for count in breaths:
        for _ in range(count):
            world.news.person_joined(person(world, f"U{number:03}"))
            number += 1
        await world.events.heard()
        await asyncio.sleep(0)


def test_what_happens_in_one_breath_may_overtake_each_other() -> None:
    told = order([30])

    assert told != sorted(told)
    assert sorted(told) == [f"U{number:03}" for number in range(30)]


def test_what_was_told_before_stays_before() -> None:
    told = order([1, 1, 1, 1, 1, 1])

    assert told == sorted(told)


def test_the_same_things_overtake_each_other_in_every_run() -> None:
    assert order([5, 7, 3]) == order([5, 7, 3])
