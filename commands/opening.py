"""Open a form within Slack's three seconds; where Slack does not, put it aside with a button that opens it again."""

import http.client
import json
import logging

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.ports import Trouble
from bot.service import drafts
from commands.answers import Answer, Open, Quiet, Say
from commands.visit import Counter, Input
from messages import refusals
from messages.drafts import put_aside

log = logging.getLogger(__name__)


def opened(answer: Answer, client: WebClient, trigger_id: str, counter: Counter, given: Input) -> Answer:
    """Open a form, if that is the answer; if Slack does not, answer with a way to go on from there."""
    if not isinstance(answer, Open):
        return answer
    try:
        client.views_open(trigger_id=trigger_id, view=dict(answer.view))
    except SlackApiError as error:
        why = str(error.response.get("error"))
    except (OSError, http.client.HTTPException, ValueError) as trouble:
        why = type(trouble).__name__
    else:
        return Quiet()
    log.warning("Slack did not open a form: %s", why)
    return _kept(answer, counter, given)


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
