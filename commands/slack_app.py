"""Where Slack's requests meet the tables of what Baton understands; Bolt checks, parses and dispatches."""

import http.client
import logging
import re
from collections.abc import Mapping
from typing import Any, TypeVar

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.model import ChannelId, UserId
from bot.refusals import NoSuchDeal
from commands import keys
from commands.answers import Amiss, Answer, Open, Quiet, Refused, Say
from commands.behaviours import PRESSED, SUBMITTED, TYPED
from commands.failure import served
from commands.fields import read
from commands.parse import parse
from commands.visit import Counter, Input, Visit
from messages import refusals
from messages.delivery.responding import respond

log = logging.getLogger(__name__)

Body = Mapping[str, Any]
Serve = TypeVar("Serve")

ANY = re.compile("")
"""Every button and form is answered: also one that an older Baton drew and this one has forgotten."""


def register(app: App, counter: Counter) -> None:
    """Attach the one command, all buttons and all forms."""

    def typed(ack: Ack, command: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        given = _input(context, command["channel_id"], keys.typed(command))

        def serve(visit: Visit) -> Answer:
            request = parse(command.get("text") or "")
            return TYPED[type(request)](visit, request)

        answer = _opened(served(counter, given, serve), client, command["trigger_id"], counter)
        _answer_command(answer, ack)

    def pressed(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        action = body["actions"][0]
        given = _input(context, _channel(body), keys.pressed(body, action))

        def serve(visit: Visit) -> Answer:
            return _known(PRESSED, action["action_id"].split(":")[0])(visit, _value(action))

        answer = _opened(served(counter, given, serve), client, body["trigger_id"], counter)
        ack()
        _answer_press(answer, body, client.base_url)

    def submitted(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
        given = _input(context, None, keys.submitted(view), keys.filled_in(view))

        def serve(visit: Visit) -> Answer:
            return _known(SUBMITTED, view["callback_id"])(visit, view["private_metadata"], read(view))

        _answer_form(served(counter, given, serve), ack, view)

    app.command(counter.command)(typed)
    app.block_action(ANY)(pressed)
    app.view(ANY)(submitted)


def _input(context: BoltContext, channel_id: str | None, key: str, filled_in: str = "") -> Input:
    """Name who did it; for somebody of a connected workspace, Bolt knows the team that Baton is installed in."""
    channel = ChannelId(channel_id) if channel_id else None
    return Input(context.team_id or "", UserId(context.user_id or ""), channel, key, filled_in)


def _known(table: Mapping[str, Serve], name: str) -> Serve:
    if name not in table:
        raise NoSuchDeal
    return table[name]


def _channel(body: Body) -> str | None:
    channel = body.get("channel") or {}
    return channel.get("id") or (body.get("container") or {}).get("channel_id")


def _value(action: Body) -> str:
    chosen = action.get("selected_option") or {}
    return str(action.get("value") or chosen.get("value") or "")


def _opened(answer: Answer, client: WebClient, trigger_id: str, counter: Counter) -> Answer:
    """Open a form within Slack's three seconds, if that is the answer; if Slack does not, say how to go on."""
    if not isinstance(answer, Open):
        return answer
    try:
        client.views_open(trigger_id=trigger_id, view=dict(answer.view))
    except SlackApiError as error:
        return _not_opened(str(error.response.get("error")), counter)
    except (OSError, http.client.HTTPException, ValueError) as trouble:
        return _not_opened(type(trouble).__name__, counter)
    return Quiet()


def _not_opened(why: str, counter: Counter) -> Say:
    log.warning("Slack did not open a form: %s", why)
    return Say(refusals.form_not_opened(counter.command))


def _answer_command(answer: Answer, ack: Ack) -> None:
    if isinstance(answer, Say | Refused):
        ack(text=answer.message.text, blocks=list(answer.message.blocks), response_type="ephemeral")
    else:
        ack()


def _answer_press(answer: Answer, body: Body, api_url: str) -> None:
    url = body.get("response_url")
    if not isinstance(answer, Say | Refused) or not url:
        return
    in_place = isinstance(answer, Say) and answer.in_place
    if not respond(url, answer.message, api_url=api_url, replace=in_place and _is_only_theirs(body)):
        log.warning("Slack did not take the answer to a press of %s", body["user"]["id"])


def _answer_form(answer: Answer, ack: Ack, view: Body) -> None:
    """Close the form, or keep it open with the sentence beside the field it is about."""
    match answer:
        case Amiss(problems):
            ack(response_action="errors", errors=dict(problems))
        case Refused(_, plain, about):
            asked = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
            # Slack shows a sentence beside an input only; each of our forms asks for something.
            ack(response_action="errors", errors={next((f for f in about if f in asked), asked[0]): plain})
        case Open(opened):
            ack(response_action="update", view=dict(opened))
        case _:
            ack()


def _is_only_theirs(body: Body) -> bool:
    """Tell whether the pressed message is a direct or ephemeral one, which nobody else reads."""
    container = body.get("container") or {}
    return bool(container.get("is_ephemeral")) or str(_channel(body) or "").startswith("D")
