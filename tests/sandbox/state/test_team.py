"""Who is in a workspace, which channels there are, and who sees what."""

import pytest

from sandbox.state.ids import Ids
from sandbox.state.model import Channel, Message, User
from sandbox.state.team import Team, seen

ANA, OMAR, BOT = "U1", "U2", "UB"


@pytest.fixture
def team() -> Team:
    users = {
        ANA: User(ANA, "ana", "Ana", "Ana@Example.com"),
        OMAR: User(OMAR, "omar", "Omar", "omar@example.com", deleted=True),
        BOT: User(BOT, "app", "App", is_bot=True),
    }
    channels = {
        "C1": Channel("C1", "open", ANA, 0, members=[ANA]),
        "C2": Channel("C2", "closed", ANA, 0, is_private=True, members=[ANA]),
    }
    return Team("T1", "Test", "test", users, channels)


@pytest.mark.parametrize(("name", "found"), [("open", "C1"), ("#closed", "C2"), ("Open", None), ("", None)])
def test_channels_are_found_by_name(team: Team, name: str, found: str | None) -> None:
    channel = team.channel_named(name)

    assert (channel.id if channel else None) == found


@pytest.mark.parametrize(
    ("email", "found"), [("ana@example.com", ANA), (" ANA@EXAMPLE.COM ", ANA), ("omar@example.com", None), ("", None)]
)
def test_people_are_found_by_email_unless_they_are_gone(team: Team, email: str, found: str | None) -> None:
    user = team.user_with_email(email)

    assert (user.id if user else None) == found


@pytest.mark.parametrize(
    ("user", "channel", "may"), [(ANA, "C1", True), (OMAR, "C1", True), (ANA, "C2", True), (OMAR, "C2", False)]
)
def test_public_channels_are_seen_by_all_and_private_ones_by_members(
    team: Team, user: str, channel: str, may: bool
) -> None:
    assert team.may_see(user, team.channels[channel]) is may


def test_two_people_have_one_direct_conversation_whoever_opens_it(team: Team) -> None:
    ids = Ids()

    first = team.open_direct_messages([BOT, ANA], ids, 0)
    again = team.open_direct_messages([ANA, BOT], ids, 0)

    assert first is again
    assert (first.kind, first.id[0], first.name) == ("im", "D", "")


def test_three_people_have_a_group_conversation_of_their_own(team: Team) -> None:
    ids = Ids()
    pair = team.open_direct_messages([BOT, ANA], ids, 0)

    group = team.open_direct_messages([BOT, ANA, OMAR], ids, 0)

    assert group is not pair
    assert (group.kind, group.name) == ("mpim", "mpdm-app--ana--omar-1")
    assert not team.may_see("U9", group)


def test_an_ephemeral_message_is_seen_by_its_person_alone() -> None:
    message = Message("1.0", "C1", BOT, ephemeral_to=ANA)

    assert [seen(message, reader) for reader in (ANA, OMAR, None)] == [True, False, False]


def test_what_others_said_since_the_last_look_is_unread(team: Team) -> None:
    channel = team.channels["C1"]
    for ts, user, to in [("1.0", BOT, ""), ("2.0", BOT, ""), ("3.0", ANA, ""), ("4.0", BOT, OMAR), ("5.0", BOT, ANA)]:
        channel.put(Message(ts, "C1", user, ephemeral_to=to))
    channel.last_read[ANA] = "1.0"

    assert team.unread(ANA, channel) == 2  # the bot's second message and what is for Ana alone


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({}, "public_channel"),
        ({"is_private": True}, "private_channel"),
        ({"is_im": True}, "im"),
        ({"is_mpim": True, "is_private": True}, "mpim"),
    ],
)
def test_a_channel_knows_its_kind(facts: dict[str, bool], kind: str) -> None:
    assert Channel("C", "c", ANA, 0, **facts).kind == kind
