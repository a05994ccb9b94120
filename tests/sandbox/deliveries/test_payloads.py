"""The payloads of commands and interactions, key by key as Slack documents them, for people from here and from elsewhere."""

from collections.abc import Iterator

import pytest

from sandbox.errors import Json
from sandbox.platform import Platform
from sandbox.state.model import View
from sandbox.state.posting import Content
from sandbox.world import World
from tests.sandbox.deliveries.everything import interactions
from tests.sandbox.deliveries.inside import channel, person
from tests.sandbox.stage import MONDAY, WRITTEN, actions, button, field_of, modal

PRESSED: Json = {**button(), "block_id": "buttons", "action_ts": "1.000001"}
SENT = {"hook": "http://127.0.0.1/hooks/actions/T/1/2", "trigger": "1.2.abc"}
COMMON = {"type", "token", "team", "user", "enterprise", "is_enterprise_install"}
IN_MESSAGE = COMMON | {"api_app_id", "container", "channel", "message"}
IN_VIEW = COMMON | {"api_app_id", "container", "view"}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Give a workspace that no app listens to, so that nothing is sent."""
    platform = Platform.start(base_url="http://127.0.0.1:1", now=MONDAY)
    yield platform.first
    platform.shared.dispatcher.http.stop()


@pytest.fixture(scope="module")
def drawn(world: World) -> dict[str, Json]:
    return interactions(world)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("press", IN_MESSAGE | {"trigger_id", "state", "response_url", "actions"}),
        ("whispered_press", IN_MESSAGE - {"message"} | {"trigger_id", "state", "response_url", "actions"}),
        ("form_press", IN_VIEW | {"trigger_id", "actions"}),
        ("home_press", IN_VIEW | {"trigger_id", "actions"}),
        ("submission", COMMON | {"api_app_id", "trigger_id", "view", "response_urls"}),
        ("closing", COMMON | {"api_app_id", "view", "is_cleared"}),
        ("shortcut", COMMON | {"callback_id", "trigger_id", "action_ts"}),
        (
            "message_shortcut",
            COMMON | {"callback_id", "trigger_id", "action_ts", "response_url", "channel", "message", "message_ts"},
        ),
        ("message_menu", IN_MESSAGE | {"action_id", "block_id", "value"}),
        ("form_menu", IN_VIEW | {"action_id", "block_id", "value"}),
    ],
)
def test_each_payload_has_the_documented_keys_and_no_others(drawn: dict[str, Json], name: str, keys: set[str]) -> None:
    assert drawn[name].keys() == keys


def test_a_command_is_all_text(drawn: dict[str, Json]) -> None:
    command = drawn["slash_command"]

    assert all(isinstance(value, str) for value in command.values())
    assert command.keys() >= {"team_domain", "user_name", "api_app_id", "response_url", "trigger_id", "token"}
    assert command["is_enterprise_install"] == "false"


@pytest.mark.parametrize(
    ("facts", "shown"),
    [({"is_im": True}, "directmessage"), ({"is_private": True}, "privategroup"), ({"is_mpim": True}, "privategroup")],
)
def test_what_is_not_public_goes_by_a_general_name(world: World, facts: dict[str, bool], shown: str) -> None:
    place = channel(world, **facts)

    command = world.payloads.slash_command(person(world), place, "/deal", "", **SENT)

    assert (command["channel_id"], command["channel_name"]) == (place.id, shown)


def test_a_press_in_a_thread_says_in_which(world: World) -> None:
    place = channel(world)
    reply = world.posting.draft(place, Content(text="below", thread_ts="1.000001", blocks=actions(button())))

    payload = world.payloads.message_action(person(world), reply, [PRESSED], {}, **SENT)

    assert payload["container"]["thread_ts"] == payload["message"]["thread_ts"] == "1.000001"


def test_a_press_in_an_ephemeral_message_comes_without_the_message(drawn: dict[str, Json]) -> None:
    assert drawn["press"]["container"]["is_ephemeral"] is False
    assert drawn["whispered_press"]["container"]["is_ephemeral"] is True


def test_somebody_from_elsewhere_comes_with_their_own_team(world: World) -> None:
    stranger = person(world, team="TOTHER")
    form = View("V9", stranger.id, modal(field_of("name", WRITTEN)), "1.a", root="V9")

    payload = world.payloads.view_submission(stranger, form, trigger="1.2.abc", hooks=[])

    assert payload["user"]["team_id"] == "TOTHER"
    assert payload["team"]["id"] == payload["view"]["team_id"] == world.team.id


def test_a_guest_looks_like_anybody_in_a_payload(world: World) -> None:
    guest, member = person(world, is_restricted=True), person(world)
    drawn = [world.payloads.shortcut(one, "start", trigger="1", action_ts="1.1")["user"] for one in (guest, member)]

    assert drawn[0].keys() == drawn[1].keys()
    assert drawn[0]["team_id"] == drawn[1]["team_id"]


def test_a_closed_form_says_nothing_of_what_stood_in_it(world: World) -> None:
    ana = person(world)
    form = View("V8", ana.id, modal(field_of("name", WRITTEN)), "1.a", root="V8", state={"name": {"value": {}}})

    payload = world.payloads.view_closed(ana, form, is_cleared=False)

    assert payload["view"]["state"] == {"values": {}}
    assert form.state == {"name": {"value": {}}}


def test_a_menu_asks_with_what_was_typed(drawn: dict[str, Json]) -> None:
    assert [drawn["form_menu"][key] for key in ("type", "action_id", "value")] == ["block_suggestion", "menu", "ac"]
    assert drawn["message_menu"]["container"]["type"] == "message"
    assert drawn["form_menu"]["container"] == {"type": "view", "view_id": "V1"}
