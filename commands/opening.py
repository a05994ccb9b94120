"""Open a form within Slack's three seconds; where Slack does not, put it aside with a button that opens it again."""

import http.client
import json
import logging
from collections.abc import Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.ports import Trouble
from bot.service import drafts
from commands.answers import Answer, Open, Quiet, Say
from commands.visit import Counter, Input
from messages import refusals
from messages.drafts import put_aside

log = logging.getLogger(__name__)

MARK = "in|"
"""What a form is called that was opened in a channel, followed by that channel."""
LONGEST_MARK = 255
"""Characters that Slack takes for the name of a form."""


def opened(answer: Answer, client: WebClient, trigger_id: str, counter: Counter, given: Input) -> Answer:
    """Open a form, if that is the answer; if Slack does not, answer with a way to go on from there."""
    if not isinstance(answer, Open):
        return answer
    try:
        client.views_open(trigger_id=trigger_id, view=_marked(answer.view, given.channel_id, trigger_id))
    except SlackApiError as error:
        why = str(error.response.get("error"))
    except (OSError, http.client.HTTPException, ValueError) as trouble:
        why = type(trouble).__name__
    else:
        return Quiet()
    log.warning("Slack did not open a form: %s", why)
    return _kept(answer, counter, given)


def channel_in(view: Mapping[str, Any]) -> str | None:
    """Return in which channel a form was opened, as we marked it: Slack does not tell when it is submitted."""
    mark, parted, rest = str(view.get("external_id") or "").partition(MARK)
    return rest.partition("|")[0] or None if parted and not mark else None


def _marked(view: Mapping[str, Any], channel_id: str | None, trigger_id: str) -> dict[str, Any]:
    """Return the form with the channel it is opened in; one that is opened from a Home says so itself."""
    if channel_id is None or "external_id" in view:
        return dict(view)
    # Slack has one form of a name at a time; a trigger comes but once.
    return {**view, "external_id": f"{MARK}{channel_id}|{trigger_id}"[:LONGEST_MARK]}


def _kept(answer: Open, counter: Counter, given: Input) -> Say:
    """Keep the form for whoever asked: a button holds two thousand characters, and what they typed may be longer."""
    workspace_id, title = counter.workspace_of(given.team_id), str(answer.view["title"]["text"])
    if workspace_id is None:
        return Say(refusals.form_not_opened(counter.command), is_late=True)
    form, now = json.dumps(answer.view), counter.clock.now()
    try:
        drafts.put_aside(counter.desk, workspace_id, given.user_id, given.key, form, now=now)
    except Trouble as trouble:
        log.info("A form could not be put aside: %s", trouble)
        return Say(refusals.form_not_opened(counter.command), is_late=True)
    return Say(put_aside(title, given.key), is_late=True)
