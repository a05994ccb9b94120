"""A part of the fuzz with every run of the tests: whatever comes, nothing breaks and only what is believed changes."""

import asyncio
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.generator import CONNECTED, EVENTS, HOOK
from tests.fuzz.recording import World
from tests.fuzz.series import Tally, play_round, replay
from tests.fuzz.shots import FORGED, Door, Shot, Signing
from tests.fuzz.target import Target

pytestmark = pytest.mark.xdist_group("fuzz")
ONE_WORLD = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
NAMES = st.sampled_from(["content-type", "content-encoding", "x-slack-retry-num", "x-odd", "host", "cookie"])
VALUES = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=40)
DOORS = st.sampled_from([(Door.SLACK, EVENTS), (Door.CRM, HOOK), (Door.CRM, CONNECTED)])


def recorded(world: World) -> list[Shot]:
    """Return what was recorded, each as it would come signed."""
    doors = {EVENTS: Door.SLACK, HOOK: Door.CRM}
    return [
        Shot(
            doors[each.path],
            "POST",
            each.path,
            (("content-type", each.content_type),),
            each.body.encode(),
            Signing.GOOD,
            "as it came",
        )
        for each in world.heard
    ]


@ONE_WORLD
@given(st.integers(0, 10**9))
def test_nothing_that_is_generated_breaks_anything(target: Target, seed: int) -> None:
    told = Tally()

    asyncio.run(play_round(target, f"ci:{seed}", told, length=25))

    assert [each.seen for each in told.failures] == []


@ONE_WORLD
@given(DOORS, st.binary(max_size=300), st.lists(st.tuples(NAMES, VALUES), max_size=4), st.sampled_from(list(Signing)))
def test_bytes_that_nobody_wrote_break_nothing(
    target: Target, door: tuple[Door, str], body: bytes, headers: list[tuple[str, str]], signing: Signing
) -> None:
    shot = Shot(door[0], "POST", door[1], tuple(headers), body, signing, "bytes", is_foreign=door[0] is Door.SLACK)

    assert [seen for *_, seen in asyncio.run(replay(target, [shot]))] == [[]]


def test_what_was_recorded_breaks_nothing_when_it_comes_again(target: Target, world: World) -> None:
    came = asyncio.run(replay(target, [replace(each, kind="late") for each in recorded(world)]))

    assert [seen for *_, seen in came if seen] == []
    assert {result.status for shot, result, _ in came if b"command=" in shot.body} == {200}


def test_what_was_recorded_changes_nothing_at_all_when_it_comes_again(target: Target, world: World) -> None:
    late = [replace(each, is_again=True) for each in recorded(world) if each.door is Door.SLACK]

    assert [seen for *_, seen in asyncio.run(replay(target, late)) if seen] == []


@pytest.mark.parametrize("signing", FORGED)
def test_no_recorded_request_is_let_in_with_a_forged_signature(target: Target, world: World, signing: Signing) -> None:
    forged = [replace(each, signing=signing) for each in recorded(world) if b"ssl_check" not in each.body]

    came = asyncio.run(replay(target, forged))

    assert {result.status for _, result, _ in came} == {401}
    assert [seen for *_, seen in came if seen] == []
