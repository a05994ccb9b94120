"""What each kind of outgoing does to Slack, and which of Slack's answers settle it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.model import ChannelId
from bot.outgoing import Kind
from bot.ports import Posted
from bot.posted_anew import is_told_deleted
from bot.rules.quiet import Held
from bot.unsaid import Unsaid
from messages.delivery import reconcile
from messages.delivery.channels import open_channel
from messages.delivery.home import publish
from messages.delivery.jobs import MOST_ATTEMPTS, Delivered, Job, Moot, Result, parts
from messages.delivery.joining import AT_ONCE, DELETED, GONE, UPDATE, drawn, is_outdone, join
from messages.delivery.marks import client_msg_id, mark, metadata
from messages.delivery.outcomes import NO_SUCH_PERSON, Failure, Later, Outcome, Refused, Sent, Unsure
from messages.delivery.rates import POST
from messages.delivery.wire import Wire

TOPIC_LENGTH = 250
NOT_INVITABLE = NO_SUCH_PERSON | {
    "cant_invite",
    "cant_invite_self",
    "user_is_restricted",
    "ura_max_channels",
    "org_user_not_in_team",
    "invitee_cant_see_channel",
    "no_permission",
    "no_external_invite_permission",
}
# A workspace may lack these methods or forbid them; a deal goes on without a pin or a topic.
DISPENSABLE = frozenset(
    {
        "unknown_method",
        "missing_scope",
        "method_deprecated",
        "deprecated_endpoint",
        "not_allowed_token_type",
        "access_denied",
        "no_permission",
        "restricted_action",
        "user_is_restricted",
        "method_not_supported_for_channel_type",
        "not_pinnable",
        "too_many_pins",
        "message_not_found",
        "external_channel_migrating",
    }
)
NOT_OURS = frozenset({"not_in_channel", "channel_not_found", "cant_archive_general", "cant_archive_required"})
# What Slack leaves under replies is a stone of its own. Without Slack's word that ours was deleted this proves nothing:
# after a new installation the messages of the one before are not ours either, and stand there.
NOT_OURS_NOW = "cant_update_message"
LIVING = frozenset({Kind.BOARD, Kind.CHECKLIST, Kind.FIRST_STEPS})
HOMELESS = "the deal's channel could not be opened"
NO_CHANNEL = Later(30.0, "the deal has no channel yet")


def post(job: Job, wire: Wire) -> Result:
    """Post a message once: where an earlier attempt is in doubt, look for it first."""
    if job.is_doubtful:
        seen = reconcile.find(job, wire)
        if seen is not None:
            return Delivered(seen) if isinstance(seen, Posted) else seen
    if job.moot:
        return Moot(job.moot)
    # Asked of the moment at hand: a row may have waited out an outage since the rule looked at the clock.
    if job.held:
        return job.held
    joined = join(job, wire) if job.joins else None
    if joined is not None:
        return joined
    # Whatever the message it could not join says: it says its own question alone.
    job = replace(job, joins=None, scene=replace(job.scene, asked=()))
    channel_id = destination(job, wire)
    return _post_in(channel_id, job, wire) if isinstance(channel_id, str) else channel_id


def _post_in(channel_id: ChannelId, job: Job, wire: Wire) -> Result:
    body = _body(job)
    marked = mark(job.outgoing.key, job.workspace.secret)
    arguments = {
        "channel": channel_id,
        **parts(body),
        "metadata": metadata(marked),
        **({"client_msg_id": client_msg_id(marked)} if job.sends_ids else {}),
        # What people wrote must not turn into mentions and links by itself.
        "parse": "none",
        "unfurl_links": False,
        "unfurl_media": False,
    }
    said = wire.send(POST, arguments, body=body, channel_id=channel_id)
    return _where(said, channel_id) if isinstance(said, Sent) else said


def _where(said: Sent, channel_id: ChannelId) -> Result:
    """Believe an answer only where it is about this message: a proxy on the way may hand out somebody else's."""
    if said.channel_id != channel_id:
        return Unsure("an answer about another channel")
    return Delivered(Posted(channel_id, said.ts)) if said.ts else Unsure("an answer that names no message")


def _body(job: Job) -> str:
    """Send what was sent before, where that is in doubt; but a message that shows a state shows the newest."""
    # What was drawn as a line of another message says more than its own question: alone it is drawn anew.
    if job.is_doubtful and job.row.body and job.outgoing.kind not in LIVING and "joins" not in json.loads(job.row.body):
        return job.row.body
    return job.body()


def destination(job: Job, wire: Wire) -> ChannelId | Failure:
    """Return the channel that a message goes to; a person's is opened when it is first needed."""
    # Where it was sent, not where it would go now: sent elsewhere, nobody would find the first one beside it.
    if job.is_doubtful and job.row.channel_id:
        return job.row.channel_id
    if job.outgoing.to_user:
        return wire.direct_channel(job.outgoing.to_user)
    return job.channel_id or _no_channel(job)


def _no_channel(job: Job) -> Failure:
    return Refused(HOMELESS, permanent=True) if job.is_homeless else NO_CHANNEL


def invite(job: Job, wire: Wire) -> Result:
    """Bring one person into the deal's channel."""
    person = job.outgoing.to_user
    if job.channel_id is None:
        return _no_channel(job)
    said = _simply(wire, "conversations.invite", {"channel": job.channel_id, "users": str(person)})
    if isinstance(said, Refused) and said.why == "already_in_channel":
        return Delivered()
    return _without(said, NOT_INVITABLE, f"{person} was not invited")


def topic(job: Job, wire: Wire) -> Result:
    """Set the channel's topic."""
    if job.channel_id is None:
        return _no_channel(job)
    words = job.render(job.outgoing, job.scene).text[:TOPIC_LENGTH]
    said = _simply(wire, "conversations.setTopic", {"channel": job.channel_id, "topic": words})
    return _without(said, DISPENSABLE, "the topic was not set")


def pin(job: Job, wire: Wire) -> Result:
    """Pin a message that was sent before."""
    if job.edits is None:
        return _not_there_yet(job)
    said = _simply(wire, "pins.add", {"channel": job.edits.channel_id, "timestamp": job.edits.ts})
    if isinstance(said, Refused) and said.why == "already_pinned":
        return Delivered()
    return _without(said, DISPENSABLE, "the message was not pinned")


def archive(job: Job, wire: Wire) -> Result:
    """Put the deal's channel away; one that is put away, or is not ours to put away, is left as it is."""
    if job.channel_id is None:
        return _no_channel(job)
    said = _simply(wire, "conversations.archive", {"channel": job.channel_id})
    if isinstance(said, Refused) and said.why == "already_archived":
        return Delivered()
    return _without(said, DISPENSABLE | NOT_OURS, "the channel was not archived")


def edit(job: Job, wire: Wire) -> Result:
    """Redraw a message that was sent before, from the deal as it stands now."""
    if job.edits is None:
        return _not_there_yet(job)
    body = job.body()
    at = {"channel": job.edits.channel_id, "ts": job.edits.ts}
    given = drawn(job, body) if job.joins else at | parts(body) | {"parse": "none"}
    said = wire.send(UPDATE, given, body=body, channel_id=job.edits.channel_id)
    if isinstance(said, Refused) and said.why in GONE:
        deleted = said.why == DELETED or (said.why == NOT_OURS_NOW and is_told_deleted(job.outgoing, job.edits.ts))
        return Moot(f"the message can no longer be changed: {said.why}", job.edits if deleted else None)
    said = _believed(said, job.edits.channel_id)
    if isinstance(said, Sent) and is_outdone(job, wire):
        return Later(AT_ONCE, "another line joined it meanwhile")
    return Delivered(job.edits) if isinstance(said, Sent) else said


UNTIL_SURE = 30.0
UNTIL_SENT = 1.5
"""Seconds; a message that waits longer than its edit does is drawn fresh when its turn comes."""


def _not_there_yet(job: Job) -> Result:
    """Wait for the message to be sent; a message that never was needs no change.

    One that is in doubt is waited for however long that takes: it may stand in Slack, and would show what was true then.
    One that waits for its reader's hours takes its edits along.
    """
    if job.awaited_from and job.awaited_from > job.scene.now:
        return Held(job.awaited_from, Unsaid.QUIET_HOURS)
    if job.awaited_from is None and job.row.attempt + 1 >= MOST_ATTEMPTS:
        return Moot("the message it belongs to was never sent")
    is_long = job.row.attempt + 1 >= MOST_ATTEMPTS
    return Later(UNTIL_SURE if is_long else UNTIL_SENT, "the message it belongs to is not sent yet", counts=not is_long)


def _simply(wire: Wire, method: str, arguments: Mapping[str, str]) -> Outcome:
    channel_id = ChannelId(arguments["channel"])
    return _believed(wire.send(method, arguments, body=json.dumps(arguments), channel_id=channel_id), channel_id)


def _believed(said: Outcome, channel_id: ChannelId) -> Outcome:
    """Doubt an answer that names another channel: Slack may have refused ours. What these calls do can be repeated."""
    is_foreign = isinstance(said, Sent) and said.channel_id not in {"", channel_id}
    return Unsure("an answer about another channel") if is_foreign else said


def _without(said: Outcome, settling: frozenset[str], what: str) -> Result:
    """Take these refusals as settled: nothing more can be done, and the deal goes on."""
    if isinstance(said, Refused) and said.why in settling:
        return Delivered(note=f"{what}: {said.why}")
    return Delivered() if isinstance(said, Sent) else said


Effect = Callable[[Job, Wire], Result]

EFFECTS: Mapping[Kind, Effect] = {
    Kind.OPEN_CHANNEL: open_channel,
    Kind.INVITE: invite,
    Kind.TOPIC: topic,
    Kind.BRIEF: post,
    Kind.BOARD: post,
    Kind.PIN_BOARD: pin,
    Kind.CHECKLIST: post,
    Kind.SAY: post,
    Kind.TELL: post,
    Kind.NUDGE: post,
    Kind.DIGEST: post,
    Kind.EDIT: edit,
    Kind.ABSENCE: post,
    Kind.ALERT: post,
    Kind.ARCHIVE: archive,
    Kind.HOME: publish,
    Kind.FIRST_STEPS: post,
}
LOOKS_FIRST: frozenset[Effect] = frozenset({open_channel, post})
"""Effects that find out what an earlier attempt did, before their reason is asked for again."""
