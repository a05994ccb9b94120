"""Who hears of what: by subscription, by scope and by membership."""

from collections.abc import Iterator

import pytest

from sandbox.client import SandboxClient
from sandbox.deliveries.subscriptions import FAREWELLS, SCOPES, USUAL, WITHOUT_MEMBERSHIP, may_hear
from sandbox.running import Sandbox
from sandbox.state.model import Bot, Channel
from sandbox.world import World
from tests.sandbox.deliveries.inside import channel, person, said, tell
from tests.sandbox.stage import HttpApp

BOT = "UBOT"


def bot(*scopes: str, token: str = "xoxb-1") -> Bot:
    return Bot("B1", BOT, "A1", "App", token, scopes)


def room(*members: str, is_private: bool = False, is_mpim: bool = False) -> Channel:
    return Channel("C1", "general", "U1", 1, is_private=is_private, is_mpim=is_mpim, members=list(members))


def test_what_nearly_every_app_asks_for_can_be_asked_for() -> None:
    assert set(USUAL) | FAREWELLS | WITHOUT_MEMBERSHIP <= set(SCOPES)


@pytest.mark.parametrize(
    ("scope", "is_private", "hears"),
    [
        ("channels:read", False, True),
        ("groups:read", False, False),
        ("groups:read", True, True),
        ("channels:read", True, False),
        ("channels:history", False, False),
    ],
)
def test_an_event_of_several_scopes_wants_the_one_of_the_channels_type(
    scope: str, is_private: bool, hears: bool
) -> None:
    place = room(BOT, is_private=is_private)

    assert may_hear(bot(scope), "member_joined_channel", place) is hears


def test_a_group_conversation_has_a_scope_of_its_own_for_those_who_join() -> None:
    place = room(BOT, is_private=True, is_mpim=True)

    assert may_hear(bot("mpim:read"), "member_joined_channel", place)
    assert not may_hear(bot("mpim:read"), "member_left_channel", place)


@pytest.mark.parametrize("kind", sorted(WITHOUT_MEMBERSHIP))
def test_what_becomes_of_a_channel_is_heard_from_outside(kind: str) -> None:
    assert may_hear(bot("channels:read", "groups:read"), kind, room("U1"))


@pytest.mark.parametrize("kind", ["message.channels", "reaction_added", "pin_added", "group_rename", "app_mention"])
def test_what_goes_on_in_a_channel_is_heard_only_inside(kind: str) -> None:
    everything = bot(*(scope for scopes in SCOPES.values() for scope in scopes))

    assert may_hear(everything, kind, room(BOT))
    assert not may_hear(everything, kind, room("U1"))


@pytest.mark.parametrize("kind", sorted(set(SCOPES) - FAREWELLS))
def test_an_app_that_is_out_hears_nothing_but_its_farewell(kind: str) -> None:
    assert not may_hear(bot(*SCOPES[kind], token=""), kind, None)


@pytest.mark.parametrize("kind", sorted(FAREWELLS))
def test_the_farewell_reaches_an_app_that_is_out(kind: str) -> None:
    assert may_hear(bot(token=""), kind, None)


@pytest.mark.parametrize("kind", sorted(kind for kind, scopes in SCOPES.items() if scopes))
def test_without_its_scope_no_event_is_heard(kind: str) -> None:
    assert not may_hear(bot("chat:write"), kind, None)


@pytest.fixture
def quiet(client: SandboxClient, http_app: HttpApp) -> Iterator[SandboxClient]:
    """Subscribe to nothing again afterwards."""
    yield client
    client.configure_app(events=[])


def test_only_what_was_asked_for_is_told(sandbox: Sandbox, quiet: SandboxClient, http_app: HttpApp) -> None:
    def happens(world: World) -> None:
        ana = person(world)
        hello = said(world, channel(world, ana.id), ana)
        world.news.reaction_added(hello, ana.id, "eyes")
        world.news.person_joined(ana)

    quiet.configure_app(events=["team_join"])
    tell(sandbox, happens)

    assert [one["event"]["type"] for one in http_app.payloads("event_callback")] == ["team_join"]


def test_what_is_muted_is_told_to_nobody(sandbox: Sandbox, quiet: SandboxClient, http_app: HttpApp) -> None:
    def happens(world: World) -> None:
        with world.events.muted():
            world.news.person_joined(person(world, "UQUIET"))
        world.news.person_joined(person(world, "ULOUD"))

    quiet.configure_app(events=["team_join"])
    tell(sandbox, happens)

    assert [one["event"]["user"]["id"] for one in http_app.payloads("team_join")] == ["ULOUD"]
