"""The bar as the server draws it."""

import pytest

from sandbox.page.bar import draw_bar
from sandbox.state.model import Shortcut
from tests.sandbox.page.house import OMAR, House


@pytest.fixture
def house() -> House:
    return House()


def test_the_clock_shows_the_persons_time_and_utc(house: House) -> None:
    drawn = draw_bar(house.visit(OMAR))

    assert ">Mon 23 Nov 2026<" in drawn
    assert ">10:00<" in drawn
    assert ">08:00</span> UTC" in drawn
    assert 'value="2026-11-23T11:00"' in drawn  # what "Go to…" begins with: an hour from now


@pytest.mark.parametrize(("speed", "pressed"), [(1, []), (60, ["An hour passes"]), (0, ["stands still"])])
def test_the_buttons_say_how_the_clock_runs(house: House, speed: float, pressed: list[str]) -> None:
    house.world.clock.set_speed(speed)

    buttons = [one for one in draw_bar(house.visit()).split("<button") if 'aria-pressed="true"' in one]

    assert [next(word for word in ("An hour passes", "stands still") if word in one) for one in buttons] == pressed


def test_a_switch_between_workspaces_is_drawn_only_when_there_are_several(house: House) -> None:
    assert "Workspaces" not in draw_bar(house.visit())

    second = house.platform.add_workspace("Second", "second")

    assert f'href="/?team={second.team.id}"' in draw_bar(house.visit())
    assert "second.slack.com, the app is not installed" in draw_bar(house.visit())


def test_the_lightning_menu_holds_the_apps_global_shortcuts(house: House) -> None:
    assert 'aria-label="Shortcuts"' not in draw_bar(house.visit())

    house.world.app.shortcuts["new"] = Shortcut("New thing", "global", "new", "Makes one")
    house.world.app.shortcuts["look"] = Shortcut("Look at it", "message", "look")

    drawn = draw_bar(house.visit())
    assert 'name="callback_id" value="new"' in drawn
    assert ("Makes one" in drawn, "Look at it" in drawn) == (True, False)


def test_a_panels_button_opens_it_and_closes_it_again(house: House) -> None:
    closed, opened = draw_bar(house.visit()), draw_bar(house.visit(panel="traffic"))

    assert "panel=traffic" in closed
    assert 'aria-expanded="true"' in opened
    assert "panel=traffic" not in opened.split('id="open-traffic"')[0].rsplit("<a", 1)[1]
