"""The parts of the page as the server draws them."""

from collections.abc import Callable

import pytest
from markupsafe import Markup

from sandbox.page.parts import DRAWERS, draw_parts
from sandbox.page.visit import Visit
from sandbox.state.model import Line
from tests.sandbox.page.house import ANA, OMAR, House
from tests.sandbox.stage import MONDAY

HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def house() -> House:
    return House()


def test_a_part_keeps_its_mark_until_it_shows_something_else(house: House) -> None:
    before = draw_parts(house.visit())
    house.room.topic = Line("new")
    after = draw_parts(house.visit())

    assert [name for name in before if before[name].rev != after[name].rev] == ["heading"]


@pytest.mark.parametrize("draw", DRAWERS.values(), ids=DRAWERS.keys())
@pytest.mark.parametrize("panel", ["", "traffic", "faults"])
def test_nothing_that_people_typed_becomes_markup(house: House, draw: Callable[[Visit], Markup], panel: str) -> None:
    house.person("UEVIL", "evil", HOSTILE)
    house.channel("CEVIL", HOSTILE, ANA, "UEVIL", topic=Line(HOSTILE))
    house.team.name = house.world.app.name = house.world.bot.name = HOSTILE
    message = house.say("UEVIL", HOSTILE, house.team.channels["CEVIL"])
    house.pin(message)
    house.say(OMAR, "a reply", house.team.channels["CEVIL"], thread_ts=message.ts)
    shared = house.platform.shared
    shared.traffic.log("call", HOSTILE, at=MONDAY.isoformat(), args={HOSTILE: HOSTILE}, status=200, answer={})

    drawn = draw(house.visit(channel="CEVIL", panel=panel, text="script", kind=HOSTILE, thread=message.ts))

    assert "<script" not in drawn


@pytest.mark.parametrize("draw", DRAWERS.values(), ids=DRAWERS.keys())
def test_a_workspace_without_people_can_be_drawn(house: House, draw: Callable[[Visit], Markup]) -> None:
    house.team.users.clear()

    assert draw(house.visit(panel="faults")) is not None
