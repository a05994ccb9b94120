"""How an answer reaches whoever asked: with the acknowledgement, by Slack's one-time address, or directly."""

import http.client
import logging
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from commands.afterwards import afterwards
from commands.answers import Amiss, Answer, Open, Refused, Say
from messages.delivery.responding import respond
from messages.message import Message

log = logging.getLogger(__name__)

Body = Mapping[str, Any]


def answer_command(answer: Answer, ack: Ack, command: Body, client: WebClient, context: BoltContext) -> None:
    """Answer with the acknowledgement; by the one-time address where Slack may have stopped waiting for that."""
    if isinstance(answer, Say) and answer.is_late and command.get("response_url"):
        ack()
        answer_press(answer, command, client, context, may_write=False)
    elif isinstance(answer, Say | Refused):
        ack(text=answer.message.text, blocks=list(answer.message.blocks), response_type="ephemeral")
    else:
        ack()


def answer_press(answer: Answer, body: Body, client: WebClient, context: BoltContext, *, may_write: bool) -> None:
    """Answer by the one-time address; what comes from no conversation has none, and is answered in a direct message.

    Said after the acknowledgement: Slack shows a button as pressed until it has that, and then takes the words.
    ``may_write``: to whoever asked; not to people of a workspace that is not ours, whose ids may mean others here.
    """
    if isinstance(answer, Say | Refused):
        afterwards(context, lambda: _say(answer, body, client, may_write=may_write))


def _say(answer: Say | Refused, body: Body, client: WebClient, *, may_write: bool) -> None:
    in_place = isinstance(answer, Say) and answer.in_place and _is_only_theirs(body)
    if url := body.get("response_url"):
        is_taken = respond(url, answer.message, api_url=client.base_url, replace=in_place)
    else:
        is_taken = may_write and told(client, "chat.postMessage", answer.message, channel=_person(body))
    if not is_taken:
        log.warning("Slack did not take the answer to a press of %s", _person(body))


def told(client: WebClient, method: str, message: Message, **where: str | None) -> bool:
    """Say something once, at most: nobody waits for it in the outbox, and whoever asked can ask again."""
    given = {"text": message.text, "blocks": list(message.blocks), **where}
    try:
        client.api_call(method, json={name: value for name, value in given.items() if value})
    except (SlackApiError, OSError, http.client.HTTPException, ValueError) as trouble:
        why = trouble.response.get("error") if isinstance(trouble, SlackApiError) else type(trouble).__name__
        log.warning("Slack did not take an answer: %s", why)
        return False
    return True


def answer_form(answer: Answer, ack: Ack, view: Body) -> None:
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


def channel_of(body: Body) -> str | None:
    channel = body.get("channel") or {}
    return channel.get("id") or (body.get("container") or {}).get("channel_id")


def _person(body: Body) -> str:
    return str((body.get("user") or {}).get("id") or body.get("user_id"))


def _is_only_theirs(body: Body) -> bool:
    """Tell whether the pressed message is for their eyes only and says nothing else, so that words may replace it."""
    container = body.get("container") or {}
    if container.get("is_ephemeral"):
        return True
    # The courier redraws it too, and maybe first: of several questions, or of a digest, the rest would then be gone.
    return str(channel_of(body) or "").startswith("D") and _paragraphs(body) <= 1


def _paragraphs(body: Body) -> int:
    blocks = (body.get("message") or {}).get("blocks") or ()
    return sum(block.get("type") == "section" for block in blocks)
