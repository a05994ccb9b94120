"""What is said by a second call to Slack is said after the answer; whoever dies in between loses nothing but that."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt import Ack, App, BoltContext, BoltRequest
from slack_sdk import WebClient

from bot.events import StepKept
from bot.outgoing import Kind
from bot.redraws import ANSWERED
from commands.afterwards import afterwards, is_awaited
from commands.slack_door import PATH, believing
from commands.sockets import Socket
from commands.web import server
from messages import ids
from sandbox.workspace import Workspace
from tests.bot.making import ANA
from tests.commands.hall import TEAM, Hall, button, counter_of, listening
from tests.commands.test_web import SECRET, WELL, ask, signed
from tests.listening import at_work

PATIENCE = 20.0


@dataclass
class Held:
    """A second call to Slack that is kept from coming to its end."""

    begun: Event = field(default_factory=Event)
    may_end: Event = field(default_factory=Event)
    ended: Event = field(default_factory=Event)

    def __call__(self, *_: object) -> dict[str, Any]:
        self.begun.set()
        self.may_end.wait(PATIENCE)
        self.ended.set()
        return {"ok": True}


@pytest.fixture
def held() -> Iterator[Held]:
    made = Held()
    yield made
    made.may_end.set()


def a_press(hall: Hall) -> bytes:
    """Return a press of Done in a form, which has no conversation: its answer is a direct message."""
    chosen = button(ids.STEP_DONE, hall.deal, hall.commit("call"))
    action = {"type": "button", "action_ts": "1.0", "action_id": chosen["action_id"], "value": chosen["value"]}
    said = {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "acme"},
        "user": {"id": ANA, "team_id": TEAM},
        "trigger_id": "t1",
        "container": {"type": "view", "view_id": "V1"},
        "actions": [action],
    }
    return urlencode({"payload": json.dumps(said)}).encode()


def test_over_http_slack_has_its_answer_before_it_is_called(hall: Hall, held: Held) -> None:
    app = listening(
        counter_of(hall.office, hall.clock), hall.wire, request_verification_enabled=True, signing_secret=SECRET
    )
    hall.wire.says["chat.postMessage"] = held
    body = a_press(hall)

    with at_work(server(app, webhooks=[], condition=lambda: WELL, believes=believing(SECRET))) as port:
        answer = ask(port, PATH, body, signed(body))
        is_begun, was_ended = held.begun.wait(PATIENCE), held.ended.is_set()
        held.may_end.set()

    assert (answer.status, is_begun, was_ended) == (200, True, False)
    assert [each["text"] for each in hall.wire.calls("chat.postMessage")] == ["Done: *call*."]


def test_over_a_socket_slack_has_its_answer_before_it_is_called(held: Held) -> None:
    with Workspace.start(ack_seconds=PATIENCE) as workspace, listening_in(workspace, held):
        ana = workspace.person("ana")
        workspace.channel("here", ana)

        ana.types("/deal", in_="here").heard()

        assert held.begun.wait(PATIENCE)
        assert not held.ended.is_set()


@contextmanager
def listening_in(workspace: Workspace, held: Held) -> Iterator[None]:
    """Let an app acknowledge whatever is typed, and call Slack afterwards."""
    workspace.app(commands=["/deal"])
    app = App(
        client=WebClient(workspace.bot_token, base_url=workspace.api_url),
        signing_secret="-",
        process_before_response=True,
    )

    def answer(ack: Ack, context: BoltContext) -> None:
        afterwards(context, held)
        ack()

    app.command("/deal")(answer)
    one = Socket(app, workspace.app_token, now=lambda: datetime.now(UTC))
    one.connect()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        held.may_end.set()
        one.close()  # type: ignore[no-untyped-call]


def test_whoever_dies_before_the_second_call_has_left_each_message_to_the_courier(hall: Hall) -> None:
    body = a_press(hall).decode()
    # Asked about in private and in public by then; each message still offers its buttons.
    hall.stand_still_until(datetime(2026, 11, 30, 12, tzinfo=UTC))
    lapses = [str(each.id) for each in hall.deal.lapses if each.subject == hall.step("call").id]
    asked = {each.key for each in hall.office.sent(Kind.NUDGE) if any(lapse in each.key for lapse in lapses)}
    request = BoltRequest(body=body, headers={"content-type": ["application/x-www-form-urlencoded"]})

    answer = hall.app.dispatch(request)

    assert (answer.status, is_awaited(request)) == (200, True)
    assert StepKept in hall.events()
    redrawn = {each.edits for each in hall.office.sent(Kind.EDIT) if each.detail == ANSWERED}
    assert len(asked) > 1
    assert asked <= redrawn
