"""The doors: what is not signed just now by our own Slack, or by our own CRM, changes nothing; a replay neither."""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.middleware.request_verification import RequestVerification
from slack_sdk.signature import Clock, SignatureVerifier

from commands.own_app import only_of
from messages import ids
from tests.bot.making import ANA
from tests.commands.hall import CHANNEL, TEAM, Hall, button, counter_of, listening
from tests.commands.test_told_tokens import everything_kept
from tests.commands.wire import dispatched

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
OURS, THEIRS = "A0OURS", "A0THEIRS"
FORM = "application/x-www-form-urlencoded"
Headers = dict[str, str]


class Standing(Clock):
    """The verifier's clock, which stands."""

    def __init__(self, at: float) -> None:
        self.at = at

    def now(self) -> float:
        return self.at


@dataclass(frozen=True)
class Door:
    """Slack's way in, with its signature looked at, at a moment that the test chooses."""

    hall: Hall
    app: App
    clock: Standing

    def knock(self, body: str, headers: Headers) -> BoltResponse:
        given: dict[str, Any] = {"Content-Type": FORM} | headers
        return dispatched(self.app, BoltRequest(body=body, headers=given))

    def signed(self, body: str, *, secret: str = SECRET, ago: timedelta = timedelta()) -> Headers:
        stamp = str(int(self.clock.at - ago.total_seconds()))
        digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


@pytest.fixture
def door(hall: Hall) -> Door:
    clock = Standing(hall.clock.at.timestamp())
    app = listening(
        counter_of(hall.office, hall.clock), hall.wire, request_verification_enabled=True, signing_secret=SECRET
    )
    for middleware in app._middleware_list:
        if isinstance(middleware, RequestVerification):
            middleware._verifier = SignatureVerifier(SECRET, clock)
    app.middleware(only_of(lambda: OURS))
    return Door(hall, app, clock)


def typed(text: str = "next call by fri", **more: str) -> str:
    said = {
        "command": "/deal",
        "text": text,
        "user_id": ANA,
        "channel_id": CHANNEL,
        "team_id": TEAM,
        "trigger_id": "t1",
    }
    return urlencode(said | {"api_app_id": OURS} | more)


def pressed(hall: Hall, **more: Any) -> str:
    action = {"type": "button", "action_ts": "7.1", **button(ids.STEP_DONE, hall.deal, hall.step("call"))}
    said = {
        "type": "block_actions",
        "trigger_id": "t2",
        "api_app_id": OURS,
        "team": {"id": TEAM},
        "user": {"id": ANA, "team_id": TEAM},
        "container": {"message_ts": "1.0", "channel_id": CHANNEL},
        "channel": {"id": CHANNEL},
        "response_url": f"{hall.wire.url}/hook",
        "actions": [action],
    }
    return urlencode({"payload": json.dumps(said | more)})


def test_a_signed_request_comes_in(door: Door) -> None:
    body = typed()

    assert door.knock(body, door.signed(body)).status == 200
    assert door.hall.step("call")


Forge = Callable[[Door, str], Headers]

FORGED: dict[str, Forge] = {
    "nothing at all": lambda *_: {},
    "a signature without its moment": lambda door, body: _only(door.signed(body), "X-Slack-Signature"),
    "a moment without a signature": lambda door, body: _only(door.signed(body), "X-Slack-Request-Timestamp"),
    "another secret": lambda door, body: door.signed(body, secret="another secret"),
    "no secret": lambda door, body: door.signed(body, secret=""),
    "another body": lambda door, body: door.signed(f"{body}&x=1"),
    "a moment too old": lambda door, body: door.signed(body, ago=timedelta(seconds=301)),
    "a moment to come": lambda door, body: door.signed(body, ago=timedelta(seconds=-301)),
    "another moment": lambda door, body: (
        door.signed(body) | _only(door.signed(body, ago=timedelta(seconds=1)), "X-Slack-Request-Timestamp")
    ),
    "half a signature": lambda door, body: door.signed(body) | {"X-Slack-Signature": _sign(door, body)[:35]},
    "an empty signature": lambda door, body: door.signed(body) | {"X-Slack-Signature": "v0="},
    "another version": lambda door, body: door.signed(body) | {"X-Slack-Signature": f"v1{_sign(door, body)[2:]}"},
    "a signature in capitals": lambda door, body: door.signed(body) | {"X-Slack-Signature": _sign(door, body).upper()},
}


def _only(headers: Headers, name: str) -> Headers:
    return {name: headers[name]}


def _sign(door: Door, body: str) -> str:
    return door.signed(body)["X-Slack-Signature"]


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_forged_request_changes_nothing_at_all(door: Door, forge: Forge) -> None:
    door.hall.commit("call")
    before = everything_kept(door.hall)

    for body in (typed("done"), pressed(door.hall)):
        assert door.knock(body, forge(door, body)).status == 401

    assert everything_kept(door.hall) == before
    assert not door.hall.wire.asked
    assert not door.hall.wire.hooked


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_one_changed_character_of_what_was_signed_changes_nothing(door: Door, data: st.DataObject) -> None:
    body = typed()
    headers = door.signed(body)
    before = everything_kept(door.hall)
    name = data.draw(st.sampled_from(["body", *headers]))
    text = body if name == "body" else headers[name]
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(
        st.sampled_from("0123456789" if "Timestamp" in name else "0123456789abcdef").filter(
            lambda one: one != text[place]
        )
    )
    changed = text[:place] + other + text[place + 1 :]

    answer = door.knock(changed, headers) if name == "body" else door.knock(body, headers | {name: changed})

    assert answer.status == 401
    assert everything_kept(door.hall) == before


@pytest.mark.parametrize("times", [1, 3])
def test_a_replay_within_the_window_changes_nothing(door: Door, times: int) -> None:
    said = typed()
    headers = door.signed(said)
    first = door.knock(said, headers)
    press = pressed(door.hall)
    door.knock(press, press_headers := door.signed(press))
    before = everything_kept(door.hall)

    for _ in range(times):
        door.clock.at += 90
        assert door.knock(said, headers).body == first.body
        assert door.knock(press, press_headers).status == 200

    assert everything_kept(door.hall) == before


def test_a_replay_after_the_window_is_not_even_answered(door: Door) -> None:
    body = typed()
    headers = door.signed(body)
    door.knock(body, headers)
    before = everything_kept(door.hall)

    door.clock.at += 301

    assert door.knock(body, headers).status == 401
    assert everything_kept(door.hall) == before


def test_what_was_meant_for_another_app_changes_nothing(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    door.hall.commit("call")
    before = everything_kept(door.hall)

    for body in (typed("done", api_app_id=THEIRS), pressed(door.hall, api_app_id=THEIRS)):
        assert door.knock(body, door.signed(body)).status == 401

    assert everything_kept(door.hall) == before
    assert f"Slack speaks to app {THEIRS} and our token is of app {OURS}" in caplog.text


@pytest.mark.parametrize("app_id", [OURS, ""])
def test_an_app_that_nobody_names_is_ours(door: Door, app_id: str) -> None:
    body = typed(api_app_id=app_id)

    assert door.knock(body, door.signed(body)).status == 200
    assert door.hall.step("call")


def test_where_our_own_app_is_not_known_the_signature_is_enough() -> None:
    passed = BoltResponse(status=200)

    assert only_of(str)({"api_app_id": THEIRS}, lambda: passed) is passed


def test_another_workspace_is_told_that_it_is_not_installed_and_changes_nothing(door: Door) -> None:
    door.hall.commit("call")
    before = everything_kept(door.hall)
    body = typed("done", team_id="T0OTHER")

    answer = door.knock(body, door.signed(body))
    press = pressed(door.hall, team={"id": "T0OTHER"}, user={"id": ANA, "team_id": "T0OTHER"})
    door.knock(press, door.signed(press))

    assert "not set up in this workspace" in json.loads(answer.body)["text"]
    assert everything_kept(door.hall) == before


@pytest.mark.parametrize("address", ["http://169.254.169.254/latest", "https://evil.example/x", "file:///etc/passwd"])
def test_an_answer_goes_to_nobody_but_our_slack(door: Door, address: str) -> None:
    door.hall.commit("call")
    body = pressed(door.hall, response_url=address)

    assert door.knock(body, door.signed(body)).status == 200

    assert not door.hall.wire.hooked
