"""Whatever an app answers to what it is sent: the person sees it or a failure, and the workspace can still be read."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.stage import HttpApp, Json, Stage, actions, button, modal

JSON_TYPE = {"Content-Type": "application/json"}
ODD_ANSWERS = [
    "{",
    "null",
    "7",
    "[]",
    '{"text": NaN}',
    '{"text": 1e999}',
    r'{"text": "half \ud800"}',
    '{"text": {"a": 1}}',
    '{"blocks": {}}',
    '{"blocks": "[]"}',
    '{"blocks": [7]}',
    '{"attachments": 7}',
    '{"response_type": []}',
    '{"response_action": "dance"}',
    '{"response_action": "errors", "errors": 7}',
    '{"response_action": "update", "view": []}',
    "[" * 100_000,
    '{"text": "\\u0000"}',
    "x" * 200_000,
]
quickly = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def sound(sandbox: Sandbox, client: SandboxClient, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """See to it that nothing stumbled, and that everything that is kept can be told."""
    before = sandbox._platform.shared.traffic.last
    yield
    assert not [one["bug"] for one in client.traffic(before) if "bug" in one]
    assert client.state()["channels"]
    assert "Traceback" not in capfd.readouterr().err


@pytest.fixture
def ana(stage: Stage) -> str:
    return stage.person()


@pytest.fixture
def channel(stage: Stage, ana: str) -> str:
    return stage.channel(ana)


def answers(app: HttpApp, text: str) -> None:
    app.answer = lambda _payload: (200, text, JSON_TYPE)


@pytest.mark.parametrize("text", ODD_ANSWERS, ids=lambda text: text[:24])
def test_an_odd_answer_to_a_command_is_shown_or_told_as_a_failure(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str, text: str
) -> None:
    answers(http_app, text)

    told = client.command(ana, channel, "/deal")

    assert told["ok"] or "/deal failed" in told["error"]
    assert client.messages(channel, ana)


@pytest.mark.parametrize("text", ODD_ANSWERS, ids=lambda text: text[:24])
def test_an_odd_answer_to_a_press_or_a_form_is_taken_or_told_as_a_failure(
    stage: Stage, client: SandboxClient, http_app: HttpApp, ana: str, channel: str, text: str
) -> None:
    ts = stage.post(channel, blocks=actions(button()))

    def answer(payload: Json) -> tuple[int, str, dict[str, str]] | None:
        if payload["type"] == "block_actions":
            stage.slack.views_open(trigger_id=payload["trigger_id"], view=modal())
            return None
        return 200, text, JSON_TYPE

    http_app.answer = answer
    view = client.press(ana, channel, ts, "go")["view"]
    told = client.submit(ana, view["id"], {})
    for one in client.views(ana):
        client.close(ana, one["id"])

    assert told["ok"] or told.get("error") or told.get("errors")


@quickly
@given(
    body=st.dictionaries(
        st.sampled_from(
            ["text", "blocks", "attachments", "response_type", "replace_original", "thread_ts", "metadata"]
        ),
        st.recursive(st.none() | st.booleans() | st.text(max_size=9) | st.integers(), st.lists, max_leaves=3),
    )
)
def test_any_answer_in_json_leaves_a_workspace_that_can_be_read(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str, body: dict[str, Any]
) -> None:
    answers(http_app, json.dumps(body))

    told = client.command(ana, channel, "/deal")

    assert told["ok"] or told["error"]
    assert client.messages(channel, ana)
