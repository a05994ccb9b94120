"""The address says who looks, and where."""

from urllib.parse import parse_qs

import pytest

from sandbox.page.visit import people, visit_of
from tests.sandbox.page.house import ANA, OMAR, ROOM, House


@pytest.fixture
def house() -> House:
    return House()


@pytest.mark.parametrize("wish", [OMAR, "omar"])
def test_a_person_is_meant_by_id_or_by_name(house: House, wish: str) -> None:
    assert house.visit(as_=wish).person == house.team.users[OMAR]


@pytest.mark.parametrize("wish", ["", "nobody", "USLACKBOT"])
def test_whoever_is_not_there_gives_way_to_the_first_person(house: House, wish: str) -> None:
    assert house.visit(as_=wish).person == house.team.users[ANA]


def test_people_who_left_and_apps_cannot_be_been(house: House) -> None:
    house.team.users[OMAR].deleted = True

    assert [one.id for one in people(house.world)] == [ANA]


@pytest.mark.parametrize("wish", [ROOM, "room", "#room"])
def test_a_channel_is_meant_by_id_or_by_name(house: House, wish: str) -> None:
    assert house.visit(channel=wish).channel is house.room


def test_a_channel_that_the_person_may_not_see_gives_way_to_one_of_their_own(house: House) -> None:
    house.channel("CSECRET", "secret", OMAR, is_private=True)

    assert house.visit(ANA, "CSECRET").channel is house.room
    assert house.visit(OMAR, "CSECRET").place == "CSECRET"


def test_archived_channels_are_not_where_anybody_starts(house: House) -> None:
    house.room.is_archived = True

    assert house.visit(channel="").place != ROOM
    assert house.visit(channel=ROOM).place == ROOM


@pytest.mark.parametrize("wish", ["app", "the bot", "the conversation"])
def test_the_apps_direct_messages_have_one_name_however_they_are_asked_for(house: House, wish: str) -> None:
    direct = house.direct(house.bot, ANA)

    visit = house.visit(channel={"app": "app", "the bot": house.bot, "the conversation": direct.id}[wish])

    assert (visit.place, visit.channel) == ("app", direct)


def test_the_apps_direct_messages_can_be_looked_at_before_there_are_any(house: House) -> None:
    visit = house.visit(channel="app")

    assert (visit.place, visit.channel) == ("app", None)


def test_home_is_a_place_without_a_channel(house: House) -> None:
    visit = house.visit(channel="home")

    assert (visit.place, visit.channel, visit.is_home) == ("home", None, True)


def test_a_workspace_without_people_can_be_looked_at(house: House) -> None:
    house.team.users.clear()

    visit = house.visit()

    assert (visit.person, visit.place, visit.tz) == (None, "home", "Etc/UTC")


def test_a_thread_is_open_only_where_its_message_is(house: House) -> None:
    message = house.say(OMAR, "hello")

    assert house.visit(thread=message.ts).thread == message.ts
    assert house.visit(thread="1.2").thread == ""
    assert house.visit(channel="home", thread=message.ts).thread == ""


def test_links_keep_who_looks_and_which_panel_is_open(house: House) -> None:
    link = house.visit(panel="traffic", kind="call", thread="gone").link(channel="home")

    assert parse_qs(link.removeprefix("/?")) == {
        "as": [ANA],
        "channel": ["home"],
        "panel": ["traffic"],
        "kind": ["call"],
    }


def test_a_panel_that_does_not_exist_is_not_kept(house: House) -> None:
    assert "panel" not in house.visit(panel="secrets").link()


def test_a_link_for_someone_else_changes_only_who_looks(house: House) -> None:
    assert parse_qs(house.visit().link(as_=OMAR)[2:]) == {"as": [OMAR], "channel": [ROOM]}


def test_the_workspace_is_named_only_where_there_are_several(house: House) -> None:
    assert "team=" not in house.visit().link()

    house.platform.add_workspace("Second", "second")

    assert f"team={house.team.id}" in house.visit().link()


def test_a_second_workspace_is_looked_at_by_its_id(house: House) -> None:
    second = house.platform.add_workspace("Second", "second")

    visit = visit_of(house.platform, {"team": second.team.id, "as": ANA}, house.memory)

    assert (visit.world, visit.person) == (second, None)


def test_here_puts_right_what_the_address_got_wrong(house: House) -> None:
    here = house.visit(as_="nobody", channel="room", thread="1.2").here

    assert parse_qs(here[2:]) == {"as": [ANA], "channel": [ROOM]}


def test_a_place_is_another_one_for_another_person(house: House) -> None:
    assert house.visit(ANA).key != house.visit(OMAR).key
    assert house.visit(ANA).key == house.visit(ANA, thread="1.2", panel="faults").key


def test_the_reader_sees_with_the_persons_zone_groups_and_addresses(house: House) -> None:
    reader = house.visit().reader()

    assert (reader.user_id, reader.tz, reader.now) == (ANA, "Europe/Madrid", house.world.clock.now())
    assert reader.address(ROOM) == f"/?as={ANA}&channel={ROOM}"
