"""The manifest is one that Slack takes, and asks for no more than Baton uses."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from commands.manifest import EVENTS, SCOPES, manifest
from sandbox.deliveries.subscriptions import SCOPES as OF_EVENTS
from sandbox.web_api.registry import METHODS

PUBLIC = "https://baton.example.com"
REQUESTS = f"{PUBLIC}/slack/events"
ROOT = Path(__file__).parents[2]
ROOMS = (ROOT / "commands", ROOT / "messages")
CHANNELS_ONLY = {"conversations.info", "users.conversations"}
"""Methods that Baton never asks about direct messages."""

URL = re.compile(r"https?://.{1,3000}")
TEXT: dict[str, Any] = {
    "display_information.name": re.compile(r".{1,35}"),
    "display_information.description": re.compile(r".{1,140}"),
    "display_information.long_description": re.compile(r".{175,4000}"),
    "display_information.background_color": re.compile(r"#[0-9a-f]{6}"),
    "features.bot_user.display_name": re.compile(r"[a-z0-9._-]{1,80}"),
    "features.slash_commands[].command": re.compile(r"/.{1,31}"),
    "features.slash_commands[].url": URL,
    "features.slash_commands[].description": re.compile(r".{1,2000}"),
    "features.slash_commands[].usage_hint": re.compile(r".{1,1000}"),
    "oauth_config.scopes.bot[]": re.compile(r".{1,50}"),
    "settings.interactivity.request_url": URL,
    "settings.event_subscriptions.request_url": URL,
    "settings.event_subscriptions.bot_events[]": re.compile(
        r"message\.(channels|groups|im)|user_change|team_join|dnd_updated_user"
    ),
}
"""The texts that Slack knows in a manifest, each with what it may be."""

FLAGS = {
    "features.bot_user.always_online",
    "features.app_home.home_tab_enabled",
    "features.app_home.messages_tab_enabled",
    "features.app_home.messages_tab_read_only_enabled",
    "features.slash_commands[].should_escape",
    "settings.interactivity.is_enabled",
    "settings.org_deploy_enabled",
    "settings.socket_mode_enabled",
    "settings.token_rotation_enabled",
}


def over_http(command: str = "/deal") -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(manifest(command=command, public_url=PUBLIC, socket_mode=False))
    return read


def over_sockets() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(manifest(command="/deal", public_url=None, socket_mode=True))
    return read


def leaves(thing: object, path: str = "") -> list[tuple[str, object]]:
    """Return every plain value with the path to it."""
    if isinstance(thing, dict):
        return [leaf for key, value in thing.items() for leaf in leaves(value, f"{path}.{key}".lstrip("."))]
    if isinstance(thing, list):
        return [leaf for value in thing for leaf in leaves(value, f"{path}[]")]
    return [(path, thing)]


def used_methods() -> set[str]:
    """Return the Web API methods whose names stand in the rooms that speak to Slack."""
    source = "\n".join(path.read_text() for room in ROOMS for path in room.rglob("*.py"))
    named = set(re.findall(r'"([a-z]+(?:\.[A-Za-z]+)+)"', source)) & METHODS.keys()
    assert {"chat.postMessage", "conversations.create", "users.list"} <= named
    return named


@pytest.mark.parametrize("read", [over_http(), over_sockets()], ids=["http", "socket mode"])
def test_every_value_is_one_that_slack_knows_and_takes(read: dict[str, Any]) -> None:
    assert read.pop("_metadata") == {"major_version": 1}
    for path, value in leaves(read):
        if path in FLAGS:
            assert isinstance(value, bool), path
        else:
            assert path in TEXT, f"{path} is unknown to Slack"
            assert TEXT[path].fullmatch(str(value)), path


@pytest.mark.parametrize("read", [over_http(), over_sockets()], ids=["http", "socket mode"])
def test_what_slack_requires_is_there(read: dict[str, Any]) -> None:
    assert read["display_information"]["name"]
    assert read["features"]["bot_user"]["display_name"]
    assert len(read["features"]["slash_commands"]) == 1
    assert read["settings"]["interactivity"]["is_enabled"] is True


def test_over_http_slack_learns_where_to_send_requests() -> None:
    read = over_http()

    assert read["features"]["slash_commands"][0]["url"] == REQUESTS
    assert read["settings"]["interactivity"]["request_url"] == REQUESTS
    assert read["settings"]["event_subscriptions"]["request_url"] == REQUESTS
    assert read["settings"]["socket_mode_enabled"] is False


def test_in_socket_mode_it_names_no_address() -> None:
    text = manifest(command="/deal", public_url=PUBLIC, socket_mode=True)

    assert "https://" not in text
    assert yaml.safe_load(text)["settings"]["socket_mode_enabled"] is True


def test_a_slash_at_the_end_of_the_address_makes_no_second_one() -> None:
    read = yaml.safe_load(manifest(command="/deal", public_url=f"{PUBLIC}/", socket_mode=False))

    assert read["settings"]["interactivity"]["request_url"] == REQUESTS
    assert read["settings"]["event_subscriptions"]["request_url"] == REQUESTS


def test_the_slash_command_can_have_another_name() -> None:
    assert over_http("/won-deal")["features"]["slash_commands"][0]["command"] == "/won-deal"


def test_mentioned_people_arrive_as_ids() -> None:
    assert over_sockets()["features"]["slash_commands"][0]["should_escape"] is True


def test_without_an_address_and_without_socket_mode_it_says_what_is_missing() -> None:
    with pytest.raises(ValueError, match="set PUBLIC_URL, or use Socket Mode"):
        manifest(command="/deal", public_url=None, socket_mode=False)


def test_each_scope_is_asked_for_once_and_says_why() -> None:
    text = manifest(command="/deal", public_url=None, socket_mode=True)

    assert yaml.safe_load(text)["oauth_config"]["scopes"]["bot"] == list(SCOPES)
    for scope, why in SCOPES.items():
        assert f"- {scope}  # {why}\n" in text


def test_the_scopes_allow_every_call_that_baton_makes() -> None:
    for name in used_methods():
        method = METHODS[name]
        assert not method.scopes or set(method.scopes) & SCOPES.keys(), name
        kinds = {"public_channel", "private_channel"} | (set() if name in CHANNELS_ONLY else {"im"})
        for kind in kinds & method.kinds.keys():
            assert set(method.kinds[kind]) & SCOPES.keys(), (name, kind)


def test_no_scope_is_asked_for_that_no_call_and_no_event_needs() -> None:
    calls = [METHODS[name] for name in used_methods()]
    needed = {scope for call in calls for scope in call.scopes}
    needed |= {scope for call in calls for scopes in call.kinds.values() for scope in scopes}

    heard = {scope for event in EVENTS for scope in OF_EVENTS[event]}
    assert SCOPES.keys() - needed - heard == {"commands"}


def test_the_scopes_allow_every_event_that_baton_listens_to() -> None:
    for event in EVENTS:
        assert set(OF_EVENTS[event]) & SCOPES.keys(), event
