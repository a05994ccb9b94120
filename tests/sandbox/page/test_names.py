"""What people and places are called for one reader."""

import pytest

from sandbox.drawing.reader import Conversation, Person
from sandbox.page.names import TeamNames
from sandbox.state.model import UserGroup
from tests.sandbox.page.house import ANA, OMAR, ROOM, House


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def names(house: House) -> TeamNames:
    return TeamNames(house.team, ANA)


def test_people_go_by_their_real_names(names: TeamNames) -> None:
    assert (names.person(OMAR), names.person("UNOBODY")) == ("Omar <Haddad>", None)


def test_whoever_has_no_real_name_goes_by_the_other(house: House, names: TeamNames) -> None:
    house.person("UMEI", "mei", "")

    assert names.person("UMEI") == "mei"


def test_a_channel_is_named_only_to_those_who_see_it(house: House, names: TeamNames) -> None:
    house.channel("CSECRET", "secret", OMAR, is_private=True)

    assert (names.channel(ROOM), names.channel("CSECRET"), names.channel("CNONE")) == ("room", None, None)
    assert TeamNames(house.team, OMAR).channel("CSECRET") == "secret"


def test_a_bare_name_means_a_channel_that_can_be_opened(house: House, names: TeamNames) -> None:
    house.channel("CSECRET", "secret", OMAR, is_private=True)

    assert (names.channel_named("room"), names.channel_named("secret"), names.channel_named("x")) == (ROOM, None, None)


def test_groups_go_by_their_handles(house: House, names: TeamNames) -> None:
    house.team.usergroups["S1"] = UserGroup("S1", "crew", "The crew", [], 1)

    assert (names.group("S1"), names.group("S2")) == ("crew", None)


def test_menus_offer_people_before_apps_and_nobody_who_left(house: House, names: TeamNames) -> None:
    house.person("UMEI", "mei", "Mei Lin", deleted=True)

    listed = names.people()

    assert listed[0] == Person(ANA, "Ana Silva")
    assert listed[-1] == Person(house.bot, "App", is_bot=True)
    assert "UMEI" not in [one.id for one in listed]


def test_menus_offer_conversations_that_the_reader_may_open(house: House, names: TeamNames) -> None:
    house.channel("CSECRET", "secret", OMAR, is_private=True)
    house.channel("COLD", "old", ANA, is_archived=True)
    direct = house.direct(ANA, OMAR)

    listed = names.conversations()

    assert Conversation(ROOM, "room", "public") in listed
    assert Conversation(direct.id, "Omar <Haddad>", "im") in listed
    assert {"CSECRET", "COLD"}.isdisjoint(one.id for one in listed)


def test_group_conversations_are_called_by_who_else_is_in_them(house: House, names: TeamNames) -> None:
    house.person("UMEI", "mei", "Mei Lin")
    group = house.channel("G1", "mpdm-ana--omar--mei-1", ANA, OMAR, "UMEI", is_mpim=True)

    assert names.called(group) == "Omar <Haddad>, Mei Lin"
