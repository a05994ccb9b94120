"""What Slack's reference says of each method, held against the table of methods and against what the workspace does."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox import limits
from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from sandbox.web_api.registry import METHODS
from tests.sandbox.stage import Json, Stage, refused
from tests.sandbox.web_api.answers import ANSWERED, Answered, keys_of
from tests.sandbox.web_api.refusal import Refusal
from tests.sandbox.web_api.refused.apps import APPS
from tests.sandbox.web_api.refused.channels import CHANNELS
from tests.sandbox.web_api.refused.marks import MARKS
from tests.sandbox.web_api.refused.messages import MESSAGES
from tests.sandbox.web_api.refused.reading import READING
from tests.sandbox.web_api.refused.views import VIEWS
from tests.sandbox.web_api.scene import Scene

# For each method its tier, kinds of body, scopes, arguments, errors, and the keys of the answer that is its example.
DOCUMENTED: dict[str, Any] = json.loads(Path(__file__).with_name("documented.json").read_text())

TIERS = {
    "Tier 1": limits.TIER_1,
    "Tier 2": limits.TIER_2,
    "Tier 3": limits.TIER_3,
    "Tier 4": limits.TIER_4,
}
# Slack calls these special, or nothing at all; the numbers are those that its own SDKs keep to.
SPECIAL = {
    "auth.test": limits.SPECIAL,
    "chat.getPermalink": limits.SPECIAL,
    "chat.postMessage": limits.POSTS_PER_CHANNEL,
    "oauth.v2.access": limits.TIER_4,
    "apps.event.authorizations.list": limits.TIER_4,
    "blocks.validate": limits.TIER_2,
}
# In Slack, but not in the part of its reference that is held against the table.
UNDOCUMENTED = {"conversations.leave"}
# Refused without a word about it in the reference: seen in practice, or said there of a sister method.
PRACTICE = {
    "cannot_dm_bot",
    "code_already_used",
    "invalid_attachments",
    "invalid_metadata_format",
    "metadata_too_large",
    "msg_blocks_too_long",
    "msg_too_long",
    "not_in_channel",
    "thread_not_found",
    "too_many_contact_cards",
    "too_many_users",
    "user_not_found",
}
# Arguments for what the workspace does not have: drafts, and keys that prove who asked for a code.
WITHOUT = {"current_draft_last_updated_ts", "assertion", "code_verifier"}
# Of a user, and not for bots: scopes that the reference lists beside the bot's.
FOR_PEOPLE = {"channels:write"}
# Arguments that the reference marks as needed, and whose absence has an error of its own there.
WITH_OWN_ERROR = {"name", "users", "topic", "purpose", "channel", "ts", "timestamp", "client_id", "client_secret"}
REFUSED = (*MESSAGES, *CHANNELS, *READING, *MARKS, *VIEWS, *APPS)
# Methods of the SDK that take their token as an argument.
OWN_TOKEN = {"apps.connections.open": "app_token", "oauth.v2.exchange": "token"}
# Shown in examples, and not here: canvases and tabs, enterprises, tokens of people, how far a person has read a thread,
# uploaded pictures, and what stood in the view of the example.
ABSENT = re.compile(
    r"properties|enterprise[._]|authed_user\.|messages\.0\.(last_read|unread_count)|image_original"
    r"|view\.(blocks|title|submit|close)\."
)


NewScene = Callable[[], Scene]


@pytest.fixture
def new_scene(sandbox: Sandbox, client: SandboxClient, slack: WebClient, stage: Stage) -> NewScene:
    return lambda: Scene(sandbox, client, slack, stage)


def test_every_method_stands_in_the_reference() -> None:
    assert METHODS.keys() - DOCUMENTED.keys() == UNDOCUMENTED
    assert not DOCUMENTED.keys() - METHODS.keys()


@pytest.mark.parametrize("name", DOCUMENTED)
def test_the_table_says_what_the_reference_says(name: str) -> None:
    method, said = METHODS[name], DOCUMENTED[name]
    needed, taken = set(said["needs"].split()), set(said["takes"].split())
    must = {argument for argument, is_needed in method.arguments.items() if is_needed}

    assert method.takes_json == said["json"]
    assert method.rate == (SPECIAL.get(name) or TIERS[said["tier"]])
    assert (needed | taken) - set(method.arguments) <= WITHOUT
    assert set(method.arguments) <= needed | taken
    assert needed - must <= WITH_OWN_ERROR
    assert method.errors - set(said["errors"].split()) <= PRACTICE


@pytest.mark.parametrize("name", DOCUMENTED)
def test_the_scopes_are_those_of_the_reference(name: str) -> None:
    method = METHODS[name]
    asked = {*method.scopes, *(scope for scopes in method.kinds.values() for scope in scopes)}

    assert asked <= set(DOCUMENTED[name]["scopes"].split())


def test_every_error_of_the_table_is_tried_and_no_other() -> None:
    tried = {(row.method, row.code) for row in REFUSED}
    listed = {(method.name, code) for method in METHODS.values() for code in method.errors}

    assert listed - tried == set()
    assert tried - listed == set()


def sent(slack: WebClient, row: Answered, way: str, arguments: Json) -> Json:
    """Make the call as the SDK's own method does, or with all arguments in a form, or as JSON."""
    own = getattr(slack, row.method.replace(".", "_"), None)
    if way == "sdk" and own:
        name = OWN_TOKEN.get(row.method)
        answer = own(**arguments, **({name: slack.token} if name else {}))
    elif way == "json":
        answer = slack.api_call(row.method, json=arguments)
    else:
        form = {name: json.dumps(one) if isinstance(one, dict | list) else one for name, one in arguments.items()}
        answer = slack.api_call(row.method, params=form)
    assert isinstance(answer.data, dict)
    return answer.data


CALLS = [
    (method.name, way)
    for method in METHODS.values()
    for way in ("sdk", "form", "json")
    if method.takes_json or way != "json"
]


@pytest.mark.parametrize(("name", "way"), CALLS)
def test_a_method_takes_every_argument_and_answers_with_the_keys_of_the_reference(
    new_scene: NewScene, name: str, way: str
) -> None:
    taken, answered = set[str](), set[str]()
    for row in (one for one in ANSWERED if one.method == name):
        scene = new_scene()
        arguments = row.arguments(scene)
        with row.during(scene):
            answer = sent(row.by(scene), row, way, arguments)
        taken |= arguments.keys()
        answered |= set(keys_of(answer))

    documented = set(DOCUMENTED[name]["answer"].split()) if name in DOCUMENTED else set()
    assert "ok" in answered
    assert {key for key in documented - answered if not ABSENT.search(key)} == set()
    assert METHODS[name].arguments.keys() - taken == set()


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: f"{row.method}-{row.code}")
def test_a_call_is_refused_with_the_error_of_the_reference(new_scene: NewScene, row: Refusal) -> None:
    scene = new_scene()
    arguments = row.arguments(scene)
    how = "json" if METHODS[row.method].takes_json else "params"
    with row.during(scene):
        caller = row.by(scene)
        with refused(row.code):
            caller.api_call(row.method, **{how: arguments})
