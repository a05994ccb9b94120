"""What Slack would refuse in a manifest, and where it says so."""

from copy import deepcopy
from typing import Any

import pytest

from sandbox.manifest.schema import faults_in

Json = dict[str, Any]
GOOD: Json = {
    "_metadata": {"major_version": 1},
    "display_information": {"name": "Echo", "description": "Says it again", "background_color": "#2c2d30"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": "echo", "always_online": False},
        "slash_commands": [
            {"command": "/echo", "description": "Say it again", "usage_hint": "help", "should_escape": True}
        ],
        "shortcuts": [{"name": "Echo this", "type": "message", "callback_id": "echo", "description": "Say it again"}],
    },
    "oauth_config": {
        "redirect_urls": ["https://app.example/slack/oauth_redirect"],
        "scopes": {"bot": ["commands", "chat:write"], "bot_optional": ["users:read"]},
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "message.channels"]},
        "interactivity": {"is_enabled": True},
        "org_deploy_enabled": False,
        "socket_mode_enabled": True,
        "token_rotation_enabled": False,
    },
}


def changed(pointer: str, value: Any) -> Json:
    """Set one value in a copy of the good manifest; None takes it away."""
    manifest = deepcopy(GOOD)
    *path, name = pointer.strip("/").split("/")
    place: Any = manifest
    for step in path:
        place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
    if value is None:
        del place[name]
    else:
        place[name] = value
    return manifest


def pointers(manifest: Any) -> list[str]:
    return [fault["pointer"] for fault in faults_in(manifest)]


def test_a_good_manifest_has_no_faults() -> None:
    assert faults_in(GOOD) == []


def test_the_least_that_slack_takes_is_a_name() -> None:
    assert faults_in({"display_information": {"name": "Echo"}}) == []


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/display_information/name", "x" * 36),
        ("/display_information/name", ""),
        ("/display_information/description", "x" * 141),
        ("/display_information/background_color", "red"),
        ("/display_information/long_description", "x" * 174),
        ("/features/bot_user/display_name", "x" * 81),
        ("/features/slash_commands", []),
        ("/features/slash_commands", [{"command": "/x", "description": "x"}] * 51),
        ("/features/slash_commands/0/command", "echo"),
        ("/features/slash_commands/0/command", "/" + "x" * 32),
        ("/features/slash_commands/0/usage_hint", "x" * 1001),
        ("/features/slash_commands/0/url", "ftp://app.example"),
        ("/features/slash_commands/0/should_escape", "yes"),
        ("/features/shortcuts", [GOOD["features"]["shortcuts"][0]] * 11),
        ("/features/shortcuts/0/name", "x" * 25),
        ("/features/shortcuts/0/type", "local"),
        ("/features/shortcuts/0/callback_id", "x" * 256),
        ("/features/shortcuts/0/description", "x" * 151),
        ("/features/unfurl_domains", ["-no.example"] * 1),
        ("/features/app_home/home_tab_enabled", 1),
        ("/oauth_config/redirect_urls", ["https://a.example", "https://a.example"]),
        ("/oauth_config/scopes/bot", ["x"] * 256),
        ("/settings/allowed_ip_address_ranges", ["10.0.0.0/33"]),
        ("/settings/event_subscriptions/request_url", "app.example"),
        ("/settings/siws_links", {"initiate_uri": "http://app.example"}),
        ("/settings/interactivity/is_enabled", "true"),
    ],
)
def test_what_is_too_long_too_many_or_of_another_kind_is_a_fault_there(pointer: str, value: Any) -> None:
    found = pointers(changed(pointer, value))

    assert found
    assert all(one.startswith(pointer) for one in found)


@pytest.mark.parametrize(
    ("pointer", "missing"),
    [
        ("/display_information", "/"),
        ("/display_information/name", "/display_information"),
        ("/features/bot_user/display_name", "/features/bot_user"),
        ("/features/slash_commands/0/description", "/features/slash_commands/0"),
        ("/features/shortcuts/0/callback_id", "/features/shortcuts/0"),
        ("/settings/interactivity/is_enabled", "/settings/interactivity"),
    ],
)
def test_what_must_be_there_is_missed_where_it_should_stand(pointer: str, missing: str) -> None:
    assert pointers(changed(pointer, None)) == [missing]


@pytest.mark.parametrize(
    ("pointer", "value", "words"),
    [
        ("/oauth_config/scopes/bot", ["commands", "fly"], "unknown bot scope: fly"),
        ("/settings/event_subscriptions/bot_events", ["sunrise"], "unknown event: sunrise"),
        ("/colour", "red", "invalid additional property: colour"),
        ("/settings/colour", "red", "invalid additional property: colour"),
    ],
)
def test_words_that_slack_does_not_know_are_named(pointer: str, value: Any, words: str) -> None:
    assert [fault["message"] for fault in faults_in(changed(pointer, value))] == [words]


def test_without_socket_mode_everything_needs_an_address() -> None:
    assert sorted(pointers(changed("/settings/socket_mode_enabled", value=False))) == [
        "/features/slash_commands/0",
        "/settings/event_subscriptions",
        "/settings/interactivity",
    ]


def test_with_addresses_an_app_needs_no_socket_mode() -> None:
    url = "https://app.example/slack/events"
    manifest = changed("/settings/socket_mode_enabled", value=False)
    manifest["features"]["slash_commands"][0]["url"] = url
    manifest["settings"]["event_subscriptions"]["request_url"] = url
    manifest["settings"]["interactivity"]["request_url"] = url

    assert faults_in(manifest) == []


def test_a_bots_scopes_need_a_bot() -> None:
    assert pointers(changed("/features/bot_user", None)) == ["/features/bot_user"]


@pytest.mark.parametrize("wrong", [[], "manifest", None, 7])
def test_what_is_no_object_is_no_manifest(wrong: Any) -> None:
    assert [fault["message"] for fault in faults_in(wrong)] == ["must provide an object"]


@pytest.mark.parametrize("part", ["features", "settings", "oauth_config"])
def test_a_part_of_another_kind_does_not_stop_the_check(part: str) -> None:
    assert f"/{part}" in pointers(changed(f"/{part}", "x"))
