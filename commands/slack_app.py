"""Where Slack's requests meet the tables of what Baton understands; Bolt checks, parses and dispatches."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.refusals import NotInChannel
from bot.service import channels
from commands import at_home, conversing, keys, menus
from commands.answering import answer_command, answer_form, answer_press, channel_of
from commands.answers import Answer
from commands.behaviours import PRESSED, SUBMITTED, TYPED
from commands.failure import served
from commands.fields import read
from commands.opening import channel_in, opened
from commands.parse import parse
from commands.slack_input import ANY, input_of, known
from commands.visit import Counter, Visit

Body = Mapping[str, Any]


def register(app: App, counter: Counter) -> None:
    """Attach the one command, all buttons, all forms and all shortcuts."""

    def typed(ack: Ack, command: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        given = input_of(context, command["channel_id"], keys.typed(command))

        def serve(visit: Visit) -> Answer:
            request = parse(command.get("text") or "")
            try:
                return TYPED[type(request)](visit, request)
            except NotInChannel:
                # Who types in a channel is in it: that they came back may have been told while nobody listened.
                if not _is_back(visit):
                    raise
                return TYPED[type(request)](visit, request)

        answer = opened(served(counter, given, serve), client, command["trigger_id"], counter, given)
        answer_command(answer, ack, command, client, context)

    def submitted(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
        given = input_of(context, channel_in(view), keys.submitted(view), keys.filled_in(view))

        def serve(visit: Visit) -> Answer:
            return known(SUBMITTED, view["callback_id"])(visit, view["private_metadata"], read(view))

        answer = served(counter, given, serve)
        at_home.refreshed(counter, given, at_home.submitted_from(view))
        answer_form(answer, ack, view)

    app.command(counter.command)(typed)
    app.block_action(ANY)(_pressing(counter))
    app.view(ANY)(submitted)
    menus.register(app, counter)
    conversing.register(app, counter)
    at_home.register(app, counter)


def _pressing(counter: Counter) -> Callable[..., None]:
    """Return the listener of all buttons; what is pressed in a Home shows there."""

    def pressed(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        action = body["actions"][0]
        given = input_of(context, channel_of(body), keys.pressed(body, action))

        def serve(visit: Visit) -> Answer:
            return known(PRESSED, action["action_id"].split(":")[0])(visit, _value(action))

        shown = at_home.pressed_in(body) if counter.serves(given) else None
        told = at_home.answered(served(counter, given, serve), shown, body["trigger_id"])
        answer = opened(told, client, body["trigger_id"], counter, given)
        at_home.refreshed(counter, given, shown)
        ack()
        answer_press(answer, body, client, context, may_write=counter.serves(given))

    return pressed


def _is_back(visit: Visit) -> bool:
    where = visit.channel_id
    return where is not None and channels.joined(visit.desk, visit.workspace_id, where, visit.user_id, now=visit.now)


def _value(action: Body) -> str:
    chosen = action.get("selected_option") or {}
    return str(action.get("value") or chosen.get("value") or "")
