"""Whom and what a person finds in menus: everyone who is there, and the conversations that they can look into."""

import pytest

from sandbox.block_kit.choices import Conversation
from sandbox.state.directory import directory_of
from sandbox.state.model import Channel, User
from sandbox.state.team import Team

PEOPLE = (
    User("UANA", "ana", "Ana"),
    User("UBOT", "bot", "Bot", is_bot=True),
    User("UGUEST", "guest", "Guest", is_restricted=True),
    User("UGONE", "gone", "Gone", deleted=True),
    User("UTHERE", "there", "There", team="T2"),
    User("UFAR", "far", "Far", team="T2", is_stranger=True),
)
CHANNELS = (
    Channel("COPEN", "open", "UANA", 0, members=["UGUEST"]),
    Channel("CSHARED", "shared", "UANA", 0, members=["UANA"], shared_with=["T2"]),
    Channel("COLD", "old", "UANA", 0, members=["UANA"], is_archived=True),
    Channel("CSECRET", "secret", "UGUEST", 0, members=["UANA"], is_private=True),
    Channel("CHIDDEN", "hidden", "UGUEST", 0, members=["UGUEST"], is_private=True),
    Channel("DBOT", "", "UANA", 0, members=["UANA", "UBOT"], is_im=True),
    Channel("DGUEST", "", "UANA", 0, members=["UANA", "UGUEST"], is_im=True),
    Channel("GROUP", "mpdm", "UANA", 0, members=["UANA", "UGUEST", "UBOT"], is_private=True, is_mpim=True),
)


@pytest.fixture
def team() -> Team:
    people, channels = {one.id: one for one in PEOPLE}, {one.id: one for one in CHANNELS}
    return Team("T1", "Team", "team", users=people, channels=channels)


def test_who_has_left_and_whom_nobody_here_knows_is_not_listed(team: Team) -> None:
    assert directory_of(team, "UANA").users == {"UANA", "UBOT", "UGUEST", "UTHERE"}


def test_each_conversation_has_the_type_that_filters_name(team: Team) -> None:
    assert directory_of(team, "UANA").conversations == {
        "COPEN": Conversation("public"),
        "CSHARED": Conversation("public", is_shared=True),
        "CSECRET": Conversation("private"),
        "DBOT": Conversation("im", has_bot=True),
        "DGUEST": Conversation("im"),
        "GROUP": Conversation("mpim"),
    }


def test_guests_find_only_where_they_are(team: Team) -> None:
    assert set(directory_of(team, "UGUEST").conversations) == {"COPEN", "CHIDDEN", "DGUEST", "GROUP"}


def test_where_someone_is_may_be_nowhere(team: Team) -> None:
    assert directory_of(team, "UANA", "COPEN").current == "COPEN"
    assert directory_of(team, "UANA").current == ""
