"""The shape of payloads: what Slack writes is taken as it is, and what nobody wrote in earnest is named by its place."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.shapes import flaw

Json = dict[str, Any]
INPUT: Json = {"type": "input", "block_id": "what", "element": {"type": "plain_text_input", "action_id": "value"}}
COMMAND: Json = {
    "token": "t",
    "team_id": "T1",
    "team_domain": "acme",
    "channel_id": "C1",
    "channel_name": "deal",
    "user_id": "UANA",
    "command": "/deal",
    "text": "next call by fri",
    "api_app_id": "A1",
    "is_enterprise_install": "false",
    "response_url": "https://hooks.slack.com/commands/1",
    "trigger_id": "1.1.a",
}
PRESS: Json = {
    "type": "block_actions",
    "team": {"id": "T1", "domain": "acme"},
    "user": {"id": "UANA", "team_id": "T1"},
    "api_app_id": "A1",
    "container": {"type": "message", "message_ts": "1.0", "channel_id": "C1", "is_ephemeral": False},
    "channel": {"id": "C1", "name": "deal"},
    "trigger_id": "1.1.a",
    "enterprise": None,
    "is_enterprise_install": False,
    "response_url": "https://hooks.slack.com/actions/1",
    "actions": [{"action_id": "step.done", "block_id": "b", "type": "button", "value": "v", "action_ts": "7.1"}],
}
START: Json = {
    "type": "message_action",
    "team": {"id": "T1", "domain": "acme"},
    "user": {"id": "UANA", "team_id": "T1"},
    "channel": {"id": "C1", "name": "deal"},
    "callback_id": "make_next_step",
    "trigger_id": "1.1.a",
    "action_ts": "7.1",
    "response_url": "https://hooks.slack.com/app/1",
    "message": {"type": "message", "user": "UBO", "text": "The pump is broken", "ts": "1.0", "thread_ts": "1.0"},
    "message_ts": "1.0",
}
SUBMISSION: Json = {
    "type": "view_submission",
    "team": {"id": "T1"},
    "user": {"id": "UANA"},
    "view": {
        "id": "V1",
        "type": "modal",
        "callback_id": "form.next",
        "private_metadata": "x",
        "blocks": [INPUT],
        "state": {"values": {"what": {"value": {"type": "plain_text_input", "value": None}}}},
    },
    "response_urls": [],
}
EVENT: Json = {
    "type": "event_callback",
    "team_id": "T1",
    "event_id": "Ev1",
    "authorizations": [{"team_id": "T1", "enterprise_id": None, "user_id": "UBOT", "is_enterprise_install": False}],
    "event": {"type": "message", "channel": "C1", "user": "UANA", "text": "hello", "ts": "1.0"},
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=9), inside, max_size=3),
    max_leaves=9,
)


@pytest.mark.parametrize(
    "body",
    [
        COMMAND,
        COMMAND | {"text": ""},
        PRESS,
        PRESS | {"container": {"type": "view", "view_id": "V1"}, "channel": None, "response_url": None},
        SUBMISSION,
        EVENT,
        EVENT | {"event": {"type": "channel_rename", "channel": {"id": "C1", "name": "n", "created": 1}}},
        EVENT | {"event": {"type": "user_change", "user": {"id": "U1", "profile": {}}}},
        {"type": "url_verification", "challenge": "c", "token": "t"},
        {"ssl_check": "1", "token": "t"},
        {"type": "app_rate_limited", "minute_rate_limited": 1, "team_id": "T1"},
        {"type": "shortcut", "callback_id": "x", "trigger_id": "1", "user": {"id": "U1"}, "team": {"id": "T1"}},
        START,
        START | {"team": None, "message": None, "message_ts": None, "channel": None},
        {},
    ],
)
def test_what_slack_writes_is_taken(body: Json) -> None:
    assert flaw(body) is None


@pytest.mark.parametrize(
    ("body", "more", "place"),
    [
        (COMMAND, {"trigger_id": None}, "trigger_id"),
        (COMMAND, {"text": ["next"]}, "text"),
        (COMMAND, {"text": "a\x00b"}, "text"),
        (COMMAND, {"user_id": "U" * 256}, "user_id"),
        (COMMAND, {"api_app_id": {"id": "A1"}}, "api_app_id"),
        (START, {"callback_id": None}, "callback_id"),
        (START, {"team": {"domain": 1}}, "team.domain"),
        (START, {"message": "hello"}, "message"),
        (START, {"message": {"text": ["a"]}}, "message.text"),
        (START, {"message": {"thread_ts": 1.5}}, "message.thread_ts"),
        (START, {"message_ts": 1.5}, "message_ts"),
        (START, {"user": {}}, "user.id"),
        (PRESS, {"actions": []}, "actions"),
        (PRESS, {"actions": {}}, "actions"),
        (PRESS, {"actions": [{}]}, "actions.0.action_id"),
        (PRESS, {"actions": [{"action_id": "a", "selected_option": "x"}]}, "actions.0.selected_option"),
        (PRESS, {"user": "UANA"}, "user"),
        (PRESS, {"user": {"id": []}}, "user.id"),
        (PRESS, {"container": "C1"}, "container"),
        (PRESS, {"channel": "C1"}, "channel"),
        (PRESS, {"response_url": 1}, "response_url"),
        (SUBMISSION, {"view": None}, "view"),
        (SUBMISSION, {"view": SUBMISSION["view"] | {"type": "workflow_step"}}, "view.type"),
        ({"type": "view_closed", "user": {"id": "U1"}}, {"view": None}, "view"),
        ({"type": "workflow_step_edit"}, {}, "workflow_step"),
        (SUBMISSION, {"view": SUBMISSION["view"] | {"private_metadata": None}}, "view.private_metadata"),
        (SUBMISSION, {"view": SUBMISSION["view"] | {"blocks": []}}, "view"),
        (SUBMISSION, {"view": SUBMISSION["view"] | {"state": {"values": []}}}, "view.state.values"),
        (SUBMISSION, {"response_urls": [{}, {}]}, "response_urls"),
        (EVENT, {"event": 1}, "event"),
        (EVENT, {"event": {}}, "event.type"),
        (EVENT, {"event": {"type": "message", "metadata": []}}, "event.metadata"),
        (EVENT, {"authorizations": {"0": 1}}, "authorizations"),
        (EVENT, {"token": "t", "team_id": "\ud800"}, "team_id"),
    ],
)
def test_what_it_never_writes_is_named_by_its_place(body: Json, more: Json, place: str) -> None:
    assert (flaw(body | more) or "").startswith(place)


@given(st.sampled_from([COMMAND, PRESS, SUBMISSION, EVENT]), st.data())
def test_whatever_stands_anywhere_is_looked_at_without_a_fault(body: Json, data: st.DataObject) -> None:
    spoilt = json.loads(json.dumps(body))
    holder: Any = spoilt
    while True:
        key = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        if not isinstance(holder[key], dict | list) or not holder[key] or data.draw(st.booleans()):
            break
        holder = holder[key]
    holder[key] = data.draw(JSON)

    said = flaw(spoilt)

    assert said is None or said
