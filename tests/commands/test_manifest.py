"""The manifest is one that Slack takes, and asks for no more than Baton uses."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import SecretStr

from commands.manifest import EVENTS, SCOPES, SHORTCUTS, manifest, manifest_of, reasons
from commands.settings import Settings, WrongSettings
from sandbox.deliveries.subscriptions import SCOPES as OF_EVENTS
from sandbox.manifest.schema import faults_in
from sandbox.web_api.registry import METHODS

PUBLIC = "https://baton.example.com"
REQUESTS = f"{PUBLIC}/slack/events"
ROOT = Path(__file__).parents[2]
ROOMS = (ROOT / "commands", ROOT / "messages")
OPERATIONS = ROOT / "docs" / "operations.md"
CHANNELS_ONLY = {"conversations.info", "users.conversations"}
"""Methods that Baton never asks about direct messages."""
NEEDS_NO_CALL = {"commands", "users:read.email"}
"""What opens no method of its own: one adds lines to Slack's menus, one a field to what a method tells of people."""

Json = dict[str, Any]


def over_http(command: str = "/deal") -> Json:
    read: Json = yaml.safe_load(manifest(command=command, public_url=PUBLIC, socket_mode=False))
    return read


def over_sockets() -> Json:
    read: Json = yaml.safe_load(manifest(command="/deal", public_url=None, socket_mode=True))
    return read


def by(*, by_http: bool | None = None, public_url: str | None = None, **settings: Any) -> Json:
    read: Json = yaml.safe_load(
        manifest_of(Settings(_env_file=None, **settings), by_http=by_http, public_url=public_url)  # type: ignore[call-arg]
    )
    return read


def is_by_sockets(read: Json) -> bool:
    chosen: bool = read["settings"]["socket_mode_enabled"]
    return chosen


def used_methods() -> set[str]:
    """Return the Web API methods whose names stand in the rooms that speak to Slack."""
    source = "\n".join(path.read_text() for room in ROOMS for path in room.rglob("*.py"))
    named = set(re.findall(r'"([a-z]+(?:\.[A-Za-z]+)+)"', source)) & METHODS.keys()
    assert {"chat.postMessage", "conversations.create", "users.list"} <= named
    return named


@pytest.mark.parametrize(
    "read",
    [over_http(), over_sockets(), over_http("/" + "d" * 31), by(), by(public_url=f"{PUBLIC}/{'x' * 400}/")],
    ids=["http", "socket mode", "longest command", "no settings", "long address"],
)
def test_slack_refuses_nothing_in_it(read: Json) -> None:
    assert faults_in(read) == []


def test_over_http_slack_learns_where_to_send_requests_and_people() -> None:
    read = over_http()

    assert read["features"]["slash_commands"][0]["url"] == REQUESTS
    assert read["settings"]["interactivity"]["request_url"] == REQUESTS
    assert read["settings"]["event_subscriptions"]["request_url"] == REQUESTS
    assert read["oauth_config"]["redirect_urls"] == [f"{PUBLIC}/slack/oauth_redirect"]
    assert not is_by_sockets(read)


def test_in_socket_mode_it_names_no_address() -> None:
    text = manifest(command="/deal", public_url=PUBLIC, socket_mode=True)

    assert "https://" not in text
    assert is_by_sockets(yaml.safe_load(text))


def test_a_slash_at_the_end_of_the_address_makes_no_second_one() -> None:
    read = yaml.safe_load(manifest(command="/deal", public_url=f"{PUBLIC}/", socket_mode=False))

    assert read["settings"]["interactivity"]["request_url"] == REQUESTS
    assert read["settings"]["event_subscriptions"]["request_url"] == REQUESTS


@pytest.mark.parametrize(
    ("settings", "sockets"),
    [
        ({}, True),
        ({"public_url": PUBLIC}, False),
        ({"slack_app_token": SecretStr("xapp-1")}, True),
        ({"slack_app_token": SecretStr("xapp-1"), "public_url": PUBLIC}, True),
    ],
)
def test_the_settings_say_how_slack_speaks_to_it(settings: Json, *, sockets: bool) -> None:
    assert is_by_sockets(by(**settings)) is sockets


def test_who_asks_for_one_way_gets_it_whatever_the_settings_say() -> None:
    assert is_by_sockets(by(by_http=False, public_url=PUBLIC))
    assert not is_by_sockets(by(by_http=True, public_url=PUBLIC, slack_app_token=SecretStr("xapp-1")))


def test_an_address_that_is_given_counts_more_than_the_setting() -> None:
    read = by(public_url="https://new.example.com", slack_app_token=None)

    assert read["settings"]["event_subscriptions"]["request_url"] == "https://new.example.com/slack/events"


@pytest.mark.parametrize("address", ["baton.example.com", "ftp://baton.example.com", "https://", "x y"])
def test_what_is_no_address_is_refused_with_one_that_works(address: str) -> None:
    with pytest.raises(WrongSettings, match="not a web address, such as https://baton"):
        by(by_http=True, public_url=address)


def test_without_an_address_and_without_socket_mode_it_says_what_is_missing() -> None:
    with pytest.raises(WrongSettings, match=r"set PUBLIC_URL, add --public-url https://.* or use Socket Mode"):
        by(by_http=True)


def test_the_slash_command_can_have_another_name() -> None:
    assert over_http("/won-deal")["features"]["slash_commands"][0]["command"] == "/won-deal"


def test_mentioned_people_arrive_as_ids() -> None:
    assert over_sockets()["features"]["slash_commands"][0]["should_escape"] is True


def test_every_shortcut_stands_in_it() -> None:
    listed = over_sockets()["features"].get("shortcuts", [])

    assert [one["callback_id"] for one in listed] == [one.callback_id for one in SHORTCUTS]


@pytest.mark.parametrize(("rows", "at"), [(SCOPES, ("oauth_config", "scopes", "bot")), (EVENTS, ())])
def test_each_scope_and_event_is_asked_for_once_and_says_why(rows: dict[str, str], at: tuple[str, ...]) -> None:
    text, listed = manifest(command="/deal", public_url=None, socket_mode=True), over_sockets()
    for step in at or ("settings", "event_subscriptions", "bot_events"):
        listed = listed[step]

    assert listed == list(rows)
    for name, why in rows.items():
        assert f"- {name}  # {why}\n" in text


def test_people_can_read_what_each_scope_and_event_is_for() -> None:
    read = [" ".join(line.split()) for line in reasons().splitlines()]

    for name, why in (SCOPES | EVENTS).items():
        assert f"{name} {why}" in read
    assert any(line.startswith("connections:write") for line in read)


@pytest.mark.parametrize("rows", [SCOPES, EVENTS], ids=["scopes", "events"])
def test_the_handbook_says_the_same_of_each(rows: dict[str, str]) -> None:
    handbook = OPERATIONS.read_text(encoding="utf-8")

    for name, why in rows.items():
        assert f"| `{name}` | {why} |" in handbook


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
    assert SCOPES.keys() - needed - heard <= NEEDS_NO_CALL


def test_the_scopes_allow_every_event_that_baton_listens_to() -> None:
    for event in EVENTS:
        asked = OF_EVENTS[event]
        assert not asked or set(asked) & SCOPES.keys(), event
