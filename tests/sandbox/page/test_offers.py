"""What is offered while someone types."""

import re

import pytest

from sandbox.page.offers import MOST, draw_offers
from sandbox.state.model import Line, SlashCommand
from tests.sandbox.page.house import ANA, OMAR, House


@pytest.fixture
def house() -> House:
    made = House()
    for command in (
        SlashCommand("/deal", "All about deals", "help"),
        SlashCommand("/deals", "List them"),
        SlashCommand("/other", "Else"),
    ):
        made.world.app.commands[command.command] = command
    return made


def offered(house: House, typed: str) -> list[tuple[str, int]]:
    drawn = draw_offers(house.visit(), typed)
    return [(text, int(count)) for text, count in re.findall(r'data-text="([^"]*)" data-replaces="(\d+)"', drawn)]


def test_a_slash_offers_the_apps_commands_that_begin_so(house: House) -> None:
    assert offered(house, "/de") == [("/deal", 3), ("/deals", 3)]
    assert "All about deals" in draw_offers(house.visit(), "/de")


@pytest.mark.parametrize("typed", ["hello", "a /de", "/deal x", "", "mail@", "no#"])
def test_nothing_is_offered_where_no_name_begins(house: House, typed: str) -> None:
    assert offered(house, typed) == []


def test_a_command_that_stands_there_says_how_it_is_used(house: House) -> None:
    assert 'data-usage="/deal help"' in draw_offers(house.visit(), "/deal ")
    assert 'data-usage=""' in draw_offers(house.visit(), "/deal")
    assert 'data-usage=""' in draw_offers(house.visit(), "/other ")


@pytest.mark.parametrize("typed", ["thanks @om", "@had", "@<had", "@OMAR"])
def test_people_are_found_by_any_of_their_names(house: House, typed: str) -> None:
    house.team.users[OMAR].real_name = "Omar Haddad"
    wanted = [] if "<" in typed else [("@omar", len(typed) - typed.index("@"))]

    assert offered(house, typed) == wanted


def test_apps_and_those_who_left_are_not_offered(house: House) -> None:
    house.team.users[OMAR].deleted = True

    assert offered(house, "@") == [("@ana", 1)]


def test_channels_are_offered_that_the_reader_may_open(house: House) -> None:
    house.channel("CROOF", "roof", OMAR, topic=Line("Tiles"))
    house.channel("CROOT", "root", OMAR, is_private=True)
    house.channel("CROSE", "rose", ANA, is_archived=True)

    assert offered(house, "see #ro") == [("#room", 3), ("#roof", 3)]
    assert "Tiles" in draw_offers(house.visit(), "#roof")


def test_a_list_stays_short_enough_to_read(house: House) -> None:
    for number in range(MOST + 5):
        house.channel(f"C{number}", f"many-{number}", ANA)

    assert len(offered(house, "#many")) == MOST
