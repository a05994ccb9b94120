"""Where a shortcut from one of Slack's menus meets the table of those that Baton understands."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from commands import keys
from commands.answering import answer_press, channel_of
from commands.answers import Answer
from commands.behaviours import STARTED
from commands.failure import served
from commands.opening import opened
from commands.shortcuts import chosen
from commands.slack_input import ANY, input_of, known
from commands.visit import Counter, Visit


def register(app: App, counter: Counter) -> None:
    """Attach all shortcuts."""

    def started(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        given = input_of(context, channel_of(body), keys.started(body))

        def serve(visit: Visit) -> Answer:
            return known(STARTED, body["callback_id"])(visit, chosen(body))

        answer = opened(served(counter, given, serve), client, body["trigger_id"], counter, given)
        ack()
        answer_press(answer, body, client, context, may_write=counter.serves(given))

    app.shortcut(ANY)(started)
