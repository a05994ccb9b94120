"""Whatever bytes and values arrive, at any method and any route: an answer within a second, and no mistake of ours."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient

from sandbox.control.acting import ACTS
from sandbox.running import Sandbox
from sandbox.server import CONTROL
from sandbox.web_api.registry import METHODS
from tests.sandbox.caller import FORM, JSON, ODD_BODIES, TYPES, Caller
from tests.sandbox.stage import Json, Stage, actions, button

# Stand for what is really there, so that not every request ends at the first thing that it does not find.
PLACES = ["<channel>", "<user>", "<ts>", "<view>"]
ODD_TEXTS = ["\x00", "C1", "-1", "9" * 400, "1e999", "{}", "[[", "🦀", "%", "U1,,U2", "<@U1>", "2026-13-45", "/deal"]
TEXTS = st.text(max_size=20) | st.sampled_from(PLACES * 3 + ODD_TEXTS)
NUMBERS = st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    TEXTS | NUMBERS | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
BODIES = st.binary(max_size=200) | st.sampled_from(ODD_BODIES)
# These two end what every other request needs, and these wait for something.
METHOD_NAMES = st.sampled_from(sorted(METHODS.keys() - {"auth.revoke", "apps.uninstall"}))
ROUTES = sorted({(verb, path) for verb, path, _ in CONTROL} - {("GET", "/sandbox/wait"), ("POST", "/sandbox/clock")})
RIGHT = {"user": "<user>", "channel": "<channel>", "ts": "<ts>", "view_id": "<view>", "action_id": "go"}
NAMES = [
    "user",
    "channel",
    "text",
    "ts",
    "name",
    "value",
    "values",
    "view_id",
    "action_id",
    "block_id",
    "users",
    "id",
    "tz",
    "dnd",
    "commands",
    "events",
    "scopes",
    "creator",
    "members",
    "handle",
    "rules",
    "shortcuts",
    "domain",
    "real_name",
    "email",
    "is_restricted",
    "status",
    "request_url",
    "how",
    "thread_ts",
    "all",
    "callback_id",
    "topic",
    "is_private",
    "deleted",
    "home_team",
    "settings",
    "is_installed",
    "installer",
    "redirect",
    "team",
]
quickly = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


class Knowing(Caller):
    """Knows what is there: a person in a channel, a message with a button, a Home tab."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(sandbox)
        stage = Stage(sandbox.client, WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[]))
        user = stage.person()
        channel = stage.channel(user)
        ts = stage.post(channel, blocks=actions(button()))
        view: Json = {"type": "home", "blocks": actions(button())}
        home = stage.slack.views_publish(user_id=user, view=view)["view"]["id"]
        self.there = {
            "user": user,
            "channel": channel,
            "ts": ts,
            "view": str(home),
            "number": "1",
            "group": "S1",
            "team": "T1",
        }

    def real(self, text: str) -> str:
        """Put what is really there in the place of what stands for it."""
        for name, value in self.there.items():
            text = text.replace(f"<{name}>", value).replace(f"{{{name}}}", value)
        return text


@pytest.fixture(scope="module")
def caller() -> Iterator[Knowing]:
    """Give a caller of a workspace of its own, since whoever may set anything up sets it up wrong."""
    with Sandbox.start(ack_seconds=0.2) as other:
        other.client.configure_app(rate_limits=False)
        yield Knowing(other)


@pytest.fixture(autouse=True)
def sound(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    yield
    assert "Traceback" not in capfd.readouterr().err


@contextmanager
def soon() -> Iterator[None]:
    """Bound what a request costs, in the processor's time: a busy machine is no fault. One that hangs, `Caller` finds."""
    began = time.process_time()
    yield
    assert time.process_time() - began < 1


def as_form(arguments: dict[str, Any]) -> bytes:
    given = {name: value if isinstance(value, str) else json.dumps(value) for name, value in arguments.items()}
    return urlencode(given).encode()


@quickly
@given(method=METHOD_NAMES, body=st.binary(max_size=300), kind=st.sampled_from(TYPES))
def test_any_bytes_to_any_method_get_an_answer_of_slacks(caller: Caller, method: str, body: bytes, kind: str) -> None:
    with soon():
        told = caller.call(method, body, kind)

    assert told.status in (200, 429)
    assert told.body["ok"] or told.body["error"]


@quickly
@given(data=st.data(), method=METHOD_NAMES, is_right=st.booleans())
def test_any_values_in_the_arguments_of_a_method_get_an_answer(
    caller: Knowing, data: st.DataObject, method: str, is_right: bool
) -> None:
    names = sorted(METHODS[method].arguments) or ["channel"]
    drawn = data.draw(st.dictionaries(st.sampled_from(names), VALUES))
    right = {name: value for name, value in RIGHT.items() if is_right and name in names}
    arguments = json.loads(caller.real(json.dumps(drawn | right)))

    with soon():
        told = [
            caller.call(method, json.dumps(arguments).encode(), JSON),
            caller.call(method, as_form(arguments), FORM),
        ]

    assert {one.status for one in told} <= {200, 429}
    assert "fatal_error" not in [one.body.get("error") for one in told]


@quickly
@given(route=st.sampled_from(ROUTES), act=st.sampled_from(sorted(ACTS)), body=BODIES, kind=st.sampled_from(TYPES))
def test_any_bytes_to_any_control_route_get_a_sentence(
    caller: Knowing, route: tuple[str, str], act: str, body: bytes, kind: str
) -> None:
    verb, path = route

    with soon():
        told = caller.ask(verb, quote(caller.real(path.replace("{act}", act))), body, kind)

    assert told.status == 200 or 400 <= told.status < 500
    assert told.status == 200 or len(told.body["error"].split()) > 2


@quickly
@given(
    route=st.sampled_from(ROUTES),
    act=st.sampled_from(sorted(ACTS)),
    body=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5),
    right=st.sets(st.sampled_from(sorted(RIGHT))),
)
def test_any_json_object_to_any_control_route_gets_an_answer(
    caller: Knowing, route: tuple[str, str], act: str, body: dict[str, Any], right: set[str]
) -> None:
    verb, path = route
    sent = caller.real(json.dumps(body | {name: RIGHT[name] for name in right}))

    told = caller.ask(verb, quote(caller.real(path.replace("{act}", act))), sent.encode(), JSON)

    assert told.status < 500, told.body["error"]
    assert isinstance(told.body, dict)


@quickly
@given(
    values=st.lists(VALUES, max_size=2), names=st.lists(st.sampled_from(["move_to", "speed", "wait", "x"]), max_size=2)
)
def test_any_values_for_the_clock_move_it_or_are_refused(caller: Caller, values: list[Any], names: list[str]) -> None:
    told = caller.ask("POST", "/sandbox/clock", json.dumps(dict(zip(names, values, strict=False))).encode(), JSON)

    assert told.status in (200, 400, 409)


@quickly
@given(body=BODIES, rest=st.text(st.characters(codec="utf-8"), max_size=20))
def test_any_bytes_to_any_response_url_are_refused(caller: Caller, body: bytes, rest: str) -> None:
    told = caller.ask("POST", f"/hooks/actions/{quote(rest)}", body, JSON)

    assert 400 <= told.status < 500


@quickly
@given(
    path=st.text(st.characters(codec="utf-8"), max_size=20), query=st.text(st.characters(codec="utf-8"), max_size=20)
)
def test_any_address_is_answered(caller: Caller, path: str, query: str) -> None:
    told = caller.ask("GET", f"/{quote(path)}?{quote(query, safe='=&%')}")

    assert told.status < 500
