"""Where people speak to Baton, or below what it said: a mention and a reply in a nudge's thread, each answered once."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.model import ChannelId
from bot.ports import Posted, Trouble
from bot.refusals import NoDealHere
from bot.service.in_thread import heard, is_nudge
from commands.afterwards import afterwards
from commands.answering import told
from commands.answers import Answer, Quiet, Refused, Say
from commands.behaviours import in_thread, looking
from commands.failure import served
from commands.keys import fitted
from commands.listening import OF_PEOPLE
from commands.replies import LONGEST
from commands.requests import Glance, Help
from commands.slack_input import input_of
from commands.visit import Counter, Visit

Message = Mapping[str, Any]


def register(app: App, counter: Counter) -> None:
    """Attach the listener for mentions."""

    def mentioned(ack: Ack, event: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        if _is_by_a_person(event):
            answer = _of_thread(counter, event, context) if _thread(event) else Quiet()
            if isinstance(answer, Quiet):
                answer = served(counter, input_of(context, event["channel"], _key(event)), _glance)
            _say(counter, answer, event, client, context)
        ack()

    app.event("app_mention")(mentioned)


def replied(counter: Counter, event: Message, client: WebClient, context: BoltContext) -> None:
    """Answer a reply below a nudge, if it is one that is understood; a mention in it is heard of by itself."""
    is_mention = f"<@{context.bot_user_id}>" in str(event.get("text")) and event.get("channel_type") != "im"
    if not _is_by_a_person(event) or not _thread(event) or is_mention:
        return
    answer = _of_thread(counter, event, context)
    if isinstance(answer, Say):
        _say(counter, answer, event, client, context)


def _of_thread(counter: Counter, event: Message, context: BoltContext) -> Answer:
    """Read a reply; what people say to each other costs one look at an index."""
    workspace_id, said = counter.workspace_of(context.team_id or ""), _thread(event)
    text = str(event.get("text") or "")
    if workspace_id is None or said is None or not 0 < len(text) <= LONGEST:
        return Quiet()
    try:
        if not is_nudge(counter.desk, workspace_id, said):
            return Quiet()
    except Trouble:
        # They did not speak to us: that our memory cannot be reached is none of their business.
        return Quiet()

    def serve(visit: Visit) -> Answer:
        return in_thread.answered(visit, said, text)

    answer = served(counter, input_of(context, said.channel_id, _key(event)), serve)
    return answer if isinstance(answer, Say) else Quiet()


def _glance(visit: Visit) -> Answer:
    """Show the deal of this channel; in any other, how to begin."""
    try:
        return looking.glance(visit, Glance())
    except NoDealHere:
        return looking.help_page(visit, Help(more=False))


def _say(counter: Counter, answer: Answer, event: Message, client: WebClient, context: BoltContext) -> None:
    """Say it to them alone, once: Slack tells of a message again when it heard no answer in time."""
    workspace_id = counter.workspace_of(context.team_id or "")
    if not isinstance(answer, Say | Refused) or workspace_id is None:
        return
    try:
        is_first = heard(counter.desk, workspace_id, _key(event), now=counter.clock.now())
    except Trouble:
        # Better said twice than not at all to somebody who asked.
        is_first = isinstance(answer, Refused)
    if is_first:
        where = {"channel": event["channel"], "user": event["user"], "thread_ts": event.get("thread_ts")}
        afterwards(context, lambda: told(client, "chat.postEphemeral", answer.message, **where))


def _key(event: Message) -> str:
    return fitted("heard", event["channel"], event.get("ts"))


def _is_by_a_person(event: Message) -> bool:
    is_written = event.get("subtype") in OF_PEOPLE and isinstance(event.get("channel"), str)
    return bool(is_written and event.get("user") not in (None, "", "USLACKBOT") and not event.get("bot_id"))


def _thread(event: Message) -> Posted | None:
    """Return the message that this one answers."""
    parent = event.get("thread_ts")
    return Posted(ChannelId(event["channel"]), parent) if parent and parent != event.get("ts") else None
