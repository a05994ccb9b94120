"""Whoever waits for a change or for rest is woken by it, by each of them, and by the end of it all."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from sandbox.live import Changes, InFlight
from tests.sandbox.stage import played

ENOUGH = 5.0


async def soon(story: Coroutine[Any, Any, object]) -> None:
    """Fail where a waiter is not woken, instead of waiting for ever."""
    async with asyncio.timeout(ENOUGH):
        await story


def test_who_waits_for_something_newer_is_woken_by_the_next_change() -> None:
    async def story() -> int:
        changes = Changes()
        waiting = asyncio.create_task(changes.newer_than(0))
        await asyncio.sleep(0)
        assert not waiting.done()
        changes.touch()
        await soon(waiting)  # type: ignore[arg-type]
        return changes.version

    assert played(story()) == 1


def test_who_is_behind_does_not_wait() -> None:
    async def story() -> None:
        changes = Changes()
        changes.touch()
        await soon(changes.newer_than(0))

    played(story())


def test_one_change_wakes_everybody_and_not_those_who_wait_for_more() -> None:
    async def story() -> list[bool]:
        changes = Changes()
        waiting = [asyncio.create_task(changes.newer_than(version)) for version in (0, 0, 1)]
        await asyncio.sleep(0)
        changes.touch()
        await asyncio.wait(waiting, timeout=0.05)
        done = [each.done() for each in waiting]
        changes.finish()
        await asyncio.gather(*waiting)
        return done

    assert played(story()) == [True, True, False]


def test_a_stream_tells_where_things_stand_then_each_change_and_ends() -> None:
    async def story() -> list[int]:
        changes, told = Changes(), []
        async for version in changes.stream():
            told.append(version)
            if version < 3:
                changes.touch()
            else:
                changes.finish()
        return told

    assert played(story()) == [0, 1, 2, 3]


def test_a_slow_reader_of_a_stream_is_told_only_the_newest() -> None:
    async def story() -> list[int]:
        changes, told = Changes(), []
        async for version in changes.stream():
            told.append(version)
            if version == 0:
                for _ in range(5):
                    changes.touch()
            else:
                changes.finish()
        return told

    assert played(story()) == [0, 5]


def test_rest_comes_when_the_last_of_several_ends_even_if_it_fails() -> None:
    async def story() -> list[int]:
        in_flight, seen = InFlight(), []
        waiting = asyncio.create_task(in_flight.until_idle(ENOUGH))
        with in_flight.one():
            await asyncio.sleep(0)
            with suppress(ValueError), in_flight.one():
                seen.append(in_flight.count)
                raise ValueError
            seen.append(in_flight.count)
        seen.append(in_flight.count)
        assert await waiting
        return seen

    assert played(story()) == [2, 1, 0]


def test_what_never_ends_is_given_up_on() -> None:
    async def story() -> bool:
        in_flight = InFlight()
        in_flight.begin()
        return await in_flight.until_idle(0.01)

    assert played(story()) is False
