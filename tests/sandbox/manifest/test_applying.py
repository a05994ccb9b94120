"""An app is made what its manifest says, or a script."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from sandbox.client import SandboxClient, SandboxRefused
from sandbox.control.configuring import configure
from sandbox.manifest.reading import facts_of
from sandbox.platform import Platform
from sandbox.running import Sandbox
from tests.sandbox.manifest.test_schema import GOOD
from tests.sandbox.stage import MONDAY, sent_back

Json = dict[str, Any]


@pytest.fixture
def client() -> Iterator[SandboxClient]:
    """Give a workspace of its own: a manifest changes the app for good."""
    with Sandbox.start(start=MONDAY) as running:
        running.client.add_person("ana", id="U0ANA")
        yield running.client


def app(client: SandboxClient) -> Json:
    drawn: Json = client.state()["app"]
    return drawn


def with_urls(**urls: str) -> Json:
    manifest = deepcopy(GOOD)
    manifest["settings"]["event_subscriptions"]["request_url"] = urls.get("events", "")
    manifest["settings"]["interactivity"]["request_url"] = urls.get("acting", "")
    manifest["features"]["slash_commands"][0]["url"] = urls.get("command", "")
    for place in (manifest["settings"]["event_subscriptions"], manifest["settings"]["interactivity"]):
        if not place["request_url"]:
            del place["request_url"]
    if not urls.get("command"):
        del manifest["features"]["slash_commands"][0]["url"]
    return manifest


def test_the_app_has_what_its_manifest_names(client: SandboxClient) -> None:
    answer = client.apply_manifest(GOOD)

    drawn = app(client)
    assert answer == {"ok": True, "app_id": drawn["id"]}
    assert drawn["name"] == "Echo"
    assert [one["command"] for one in drawn["commands"]] == ["/echo"]
    assert [one["callback_id"] for one in drawn["shortcuts"]] == ["echo"]
    assert drawn["events"] == ["app_home_opened", "message.channels"]
    assert drawn["scopes"] == ["commands", "chat:write", "users:read"]


def test_its_bot_goes_by_the_bots_own_name(client: SandboxClient) -> None:
    client.apply_manifest(GOOD)

    bot = next(one for one in client.state()["users"] if one["id"] == app(client)["user"])
    assert bot["real_name"] == "echo"


def test_the_app_has_nothing_that_its_manifest_does_not_name(client: SandboxClient) -> None:
    client.apply_manifest({"display_information": {"name": "Bare"}})

    assert client.command("U0ANA", "general", "/echo hi")["error"] == "/echo is not a valid command."
    with sent_back(404, "no global shortcut"):
        client.shortcut("U0ANA", "start")


def test_a_manifest_with_faults_is_sent_back_with_all_of_them_and_changes_nothing(client: SandboxClient) -> None:
    before = app(client)
    wrong = {"display_information": {"name": ""}, "colour": "red", "settings": {"socket_mode_enabled": "x"}, "x": 1}

    with pytest.raises(SandboxRefused) as caught:
        client.apply_manifest(wrong)

    assert caught.value.sentence.startswith("invalid_manifest: /display_information/name: must be more than 0")
    assert caught.value.sentence.endswith("; and 1 more.")
    assert app(client) == before


def test_token_rotation_comes_with_the_manifest(client: SandboxClient) -> None:
    rotating = deepcopy(GOOD)
    rotating["settings"]["token_rotation_enabled"] = True
    client.apply_manifest(rotating)

    with sent_back(409, "cannot be turned off"):
        client.apply_manifest(GOOD)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"scopes": ["fly"]}, "'fly'"),
        ({"scopes": "commands"}, "list of texts"),
        ({"events": ["sunrise"]}, "'sunrise'"),
        ({"commands": [{"command": "echo"}]}, "starts with a slash"),
        ({"commands": "echo"}, "commands is a list"),
        ({"redirect_urls": "https://a.example"}, "list of texts"),
        ({"name": 7}, "name is a text"),
        ({"colour": "red"}, "'colour'"),
    ],
)
def test_facts_that_cannot_be_are_sent_back_and_change_nothing(client: SandboxClient, facts: Json, words: str) -> None:
    before = app(client)

    with sent_back(400, words):
        client.configure_app(**{"events": ["app_mention"], **facts})

    assert app(client) == before


@pytest.mark.parametrize(
    ("payload", "goes_to"),
    [
        ({"type": "event_callback"}, "events"),
        ({"command": "/echo"}, "command"),
        ({"command": "/other"}, "events"),
        ({"type": "block_actions"}, "acting"),
        ({"type": "view_submission"}, "acting"),
        ({"type": "block_suggestion"}, "acting"),
    ],
)
def test_each_kind_of_payload_goes_to_the_address_that_the_manifest_has_for_it(payload: Json, goes_to: str) -> None:
    urls = {name: f"https://app.example/{name}" for name in ("events", "acting", "command")}
    platform = Platform.start(base_url="http://127.0.0.1")

    configure(platform, facts_of(with_urls(**urls)))

    assert platform.shared.app.url_for(payload) == urls[goes_to]


def test_one_address_serves_where_no_other_is_named() -> None:
    platform = Platform.start(base_url="http://127.0.0.1", request_url="https://app.example/all")

    configure(platform, facts_of(GOOD))

    app = platform.shared.app
    assert {app.url_for({"type": kind}) for kind in ("event_callback", "block_actions")} == {"https://app.example/all"}
