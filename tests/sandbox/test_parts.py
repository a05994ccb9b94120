"""The small parts: redaction, pages, timers, and what is under way."""

import asyncio
from datetime import timedelta

import pytest

from sandbox.clock import Clock
from sandbox.deliveries.timers import Timers
from sandbox.edge.arguments import Arguments
from sandbox.errors import SlackError
from sandbox.live import Changes, InFlight
from sandbox.traffic import Traffic, redacted
from sandbox.web_api.pages import newest_first, page
from tests.sandbox.stage import MONDAY, Json, played


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"token": "anything"}, {"token": "[redacted]"}),
        ({"text": "xoxb-1-2-abc"}, {"text": "[redacted]"}),
        ({"a": [{"b": "say xapp-1-A1-ff now"}]}, {"a": [{"b": "say [redacted] now"}]}),
        ({"text": "xoxo, Gossip"}, {"text": "xoxo, Gossip"}),
        ({"n": 1, "f": None}, {"n": 1, "f": None}),
    ],
)
def test_tokens_are_cut_out_wherever_they_stand(value: Json, shown: Json) -> None:
    assert redacted(value) == shown


def test_the_log_is_numbered_from_one_and_read_from_anywhere() -> None:
    traffic = Traffic()
    for name in ("a", "b", "c"):
        traffic.log("call", name, at="now", args={}, status=200)

    assert [one["number"] for one in traffic.after(0)] == [1, 2, 3]
    assert [one["method"] for one in traffic.after(2)] == ["c"]
    assert traffic.after(9) == []
    assert len(traffic.after(-5)) == 3


def test_what_is_logged_does_not_change_with_what_was_given() -> None:
    traffic, args = Traffic(), {"blocks": [{"type": "divider"}]}
    traffic.log("call", "a", at="now", args=args, status=200)

    args["blocks"].clear()

    assert traffic.after(0)[0]["args"] == {"blocks": [{"type": "divider"}]}


def test_pages_together_are_the_whole() -> None:
    items, found, cursor = list(range(7)), [], ""
    while True:
        shown, more = page(items, Arguments({"limit": 3, "cursor": cursor}))
        found.append(shown)
        cursor = more["response_metadata"]["next_cursor"]
        if not cursor:
            break

    assert found == [[0, 1, 2], [3, 4, 5], [6]]


def test_a_page_that_ends_with_the_list_has_no_next() -> None:
    assert page([1, 2], Arguments({"limit": 2}))[1] == {"response_metadata": {"next_cursor": ""}}


def test_a_history_limit_above_the_most_is_lowered() -> None:
    shown, more = newest_first([str(n) for n in range(1000, 2200)], str, Arguments({"limit": 1000}), 999)

    assert len(shown) == 999
    assert more["has_more"]


def test_cursors_of_one_kind_are_not_taken_for_the_other() -> None:
    cursor = page([1, 2], Arguments({"limit": 1}))[1]["response_metadata"]["next_cursor"]

    with pytest.raises(SlackError, match="invalid_cursor"):
        newest_first(["1"], str, Arguments({"cursor": cursor}), 10)


def test_timers_go_off_in_order_when_the_clock_is_moved() -> None:
    done: list[str] = []

    async def play() -> None:
        clock, in_flight = Clock(MONDAY, speed=0), InFlight()
        timers = Timers(clock, in_flight)

        def job(name: str) -> None:
            async def note() -> None:
                done.append(name)

            timers.after({"late": 300, "soon": 60}[name], note)

        job("late")
        job("soon")
        clock.advance(59)
        timers.wake()
        assert await in_flight.until_idle(1)
        assert done == []
        clock.advance(1)
        timers.wake()
        assert await in_flight.until_idle(1)
        assert done == ["soon"]
        clock.move_to(MONDAY + timedelta(hours=1))
        timers.wake()
        assert await in_flight.until_idle(1)

    played(play())
    assert done == ["soon", "late"]


def test_timers_go_off_by_themselves_while_the_clock_runs() -> None:
    async def play() -> bool:
        clock, done = Clock(MONDAY, speed=1000), asyncio.Event()
        timers = Timers(clock, InFlight())
        running = asyncio.create_task(timers.run())

        async def note() -> None:
            done.set()

        timers.after(5, note)
        async with asyncio.timeout(2):
            await done.wait()
        running.cancel()
        return done.is_set()

    assert played(play())


def test_what_is_under_way_is_waited_for_but_not_for_ever() -> None:
    async def play() -> tuple[bool, bool]:
        in_flight = InFlight()
        with in_flight.one():
            during = await in_flight.until_idle(0.01)
        return during, await in_flight.until_idle(0.01)

    assert played(play()) == (False, True)


def test_work_that_begins_as_other_work_ends_is_waited_for_too() -> None:
    async def play() -> tuple[bool, int]:
        in_flight = InFlight()
        in_flight.begin()
        waiting = asyncio.create_task(in_flight.until_idle(0.05))
        await asyncio.sleep(0)
        in_flight.end()
        in_flight.begin()
        return await waiting, in_flight.count

    assert played(play()) == (False, 1)


def test_a_stream_of_changes_starts_with_now_and_ends_when_told() -> None:
    async def play() -> list[int]:
        changes, seen = Changes(), []
        async for version in changes.stream():
            seen.append(version)
            if version < 2:
                changes.touch()
            else:
                changes.finish()
        return seen

    assert played(play()) == [0, 1, 2]
