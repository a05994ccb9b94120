"""Where Slack's requests meet the tables of what Baton understands; Bolt checks, parses and dispatches."""

import logging
import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.model import ChannelId, UserId
from commands.answers import Amiss, Answer, Open, Quiet, Say
from commands.behaviours import PRESSED, SUBMITTED, TYPED
from commands.failure import served
from commands.fields import read
from commands.parse import parse
from commands.visit import Counter, Visit
from messages import refusals
from messages.delivery.responding import respond

log = logging.getLogger(__name__)

Body = Mapping[str, Any]


class UnknownWorkspace(Exception):  # noqa: N818 - told as a sentence, and not a fault of the program
    """Slack speaks for a workspace in which Baton is not installed."""


def register(app: App, counter: Counter) -> None:
    """Attach the one command, all buttons and all forms."""

    def typed(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        key = f"typed:{command['trigger_id']}"
        visit = _visit(counter, command["team_id"], command["user_id"], command["channel_id"], key)

        def serve() -> Answer:
            request = parse(command.get("text") or "")
            return TYPED[type(request)](visit, request)

        _answer_command(served(visit, serve), ack, client, command["trigger_id"], visit)

    def pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        action = body["actions"][0]
        visit = _visit(counter, body["team"]["id"], body["user"]["id"], _channel(body), _press_key(body, action))

        def serve() -> Answer:
            return PRESSED[action["action_id"].split(":")[0]](visit, _value(action))

        answer = served(visit, serve)
        ack()
        _answer_press(answer, body, client, visit)

    def submitted(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        visit = _visit(counter, body["team"]["id"], body["user"]["id"], None, f"form:{view['id']}")

        def serve() -> Answer:
            return SUBMITTED[view["callback_id"]](visit, view["private_metadata"], read(view))

        _answer_form(served(visit, serve), ack, view)

    app.command(counter.command)(typed)
    app.action(re.compile(r"^[a-z]+\.[a-z_]+(:.*)?$"))(pressed)
    app.view(re.compile(r"^form\."))(submitted)


def _visit(counter: Counter, team_id: str, user_id: str, channel_id: str | None, key: str) -> Visit:
    workspace_id = counter.workspace_of(team_id)
    if workspace_id is None:
        raise UnknownWorkspace(team_id)
    user = UserId(user_id)
    counter.learn(workspace_id, user)
    return Visit(counter, workspace_id, user, ChannelId(channel_id) if channel_id else None, key, counter.clock.now())


def _channel(body: Body) -> str | None:
    channel = body.get("channel") or {}
    return channel.get("id") or (body.get("container") or {}).get("channel_id")


def _press_key(body: Body, action: Body) -> str:
    """Name a press: the same one delivered twice has the same moment; two presses do not."""
    where = body.get("container") or {}
    message = where.get("message_ts") or where.get("view_id")
    return f"press:{body['user']['id']}:{message}:{action['action_id']}:{action.get('value')}:{action.get('action_ts')}"


def _value(action: Body) -> str:
    chosen = action.get("selected_option") or {}
    return str(action.get("value") or chosen.get("value") or "")


def _answer_command(answer: Answer, ack: Ack, client: WebClient, trigger_id: str, visit: Visit) -> None:
    if isinstance(answer, Open):
        answer = _opened(answer, client, trigger_id, visit)
    if isinstance(answer, Say):
        ack(text=answer.message.text, blocks=list(answer.message.blocks), response_type="ephemeral")
    else:
        ack()


def _answer_press(answer: Answer, body: Body, client: WebClient, visit: Visit) -> None:
    if isinstance(answer, Open):
        answer = _opened(answer, client, body["trigger_id"], visit)
    if isinstance(answer, Say) and (url := body.get("response_url")):
        respond(url, answer.message, replace=answer.in_place and _is_only_theirs(body))


def _answer_form(answer: Answer, ack: Ack, view: Body) -> None:
    """Close the form, or keep it open with the sentence beside the field it is about."""
    if isinstance(answer, Amiss):
        ack(response_action="errors", errors=dict(answer.problems))
    elif isinstance(answer, Say):
        first = next((block["block_id"] for block in view["blocks"] if block["type"] == "input"), None)
        if first is None:
            ack()
        else:
            ack(response_action="errors", errors={first: answer.message.text})
    elif isinstance(answer, Open):
        ack(response_action="update", view=dict(answer.view))
    else:
        ack()


def _opened(answer: Open, client: WebClient, trigger_id: str, visit: Visit) -> Answer:
    """Open a form within Slack's three seconds; if Slack does not, say how to go on."""
    try:
        client.views_open(trigger_id=trigger_id, view=dict(answer.view))
    except SlackApiError as error:
        log.warning("Slack did not open a form for %s: %s", visit.user_id, error.response.get("error"))
        return Say(refusals.form_not_opened(visit.counter.command))
    return Quiet()


def _is_only_theirs(body: Body) -> bool:
    """Tell whether the pressed message is a direct or ephemeral one, which nobody else reads."""
    container = body.get("container") or {}
    return bool(container.get("is_ephemeral")) or str(_channel(body) or "").startswith("D")
