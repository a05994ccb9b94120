"""chat.*: messages out."""

from dataclasses import replace

from sandbox import limits
from sandbox.errors import Json, SlackError
from sandbox.model import Channel, Message
from sandbox.objects import message_object, permalink
from sandbox.web_api.call import Call, Method
from sandbox.web_api.content import allowed_content


def post_message(call: Call) -> Json:
    channel = _destination(call)
    content = allowed_content(call)
    _check_may_post(call, channel)
    _check_thread(channel, content.thread_ts)
    message = call.world.posting.put(call.world.posting.draft(channel, content))
    answer: Json = {"channel": channel.id, "ts": message.ts, "message": _drawn(call, message)}
    if len(call.args.text("text")) > limits.POST_TEXT:
        answer |= {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}
    return answer


def post_ephemeral(call: Call) -> Json:
    channel = _destination(call)
    user = call.user(call.args.needed("user"), "user_not_in_channel")
    content = allowed_content(call, longest=limits.POST_TEXT)
    _check_may_post(call, channel)
    if user.id not in channel.members or user.deleted:
        raise SlackError("user_not_in_channel")
    message = call.world.posting.draft(channel, content)
    message.ephemeral_to = user.id
    return {"message_ts": call.world.posting.put(message).ts}


def update(call: Call) -> Json:
    channel = call.channel()
    message = _own_message(call, channel, "ts", "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_inactive")
    content = allowed_content(call, longest=limits.UPDATE_TEXT)
    if not call.args.has("attachments"):
        content = replace(content, attachments=message.attachments)
    call.world.posting.change(message, content, keeps_metadata=not call.args.has("metadata"))
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": _drawn(call, message)}


def delete(call: Call) -> Json:
    channel = call.channel()
    message = _own_message(call, channel, "ts", "cant_delete_message")
    call.world.posting.remove(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel, "message_ts")
    return {"channel": channel.id, "permalink": permalink(channel, message, call.world.team)}


def _destination(call: Call) -> Channel:
    """Find where to post: a conversation's id, a channel's name, or a person, whose direct messages are opened."""
    wanted = call.args.needed("channel")
    team = call.world.team
    if wanted in team.users and wanted != call.bot:
        if team.users[wanted].is_bot:
            raise SlackError("cannot_dm_bot")
        return team.open_direct_messages([call.bot, wanted], call.world.ids, call.world.clock.epoch())
    channel = team.channels.get(wanted) or team.channel_named(wanted)
    if channel is None or not team.may_see(call.bot, channel):
        raise SlackError("channel_not_found")
    return channel


def _check_may_post(call: Call, channel: Channel) -> None:
    if channel.is_archived:
        raise SlackError("is_archived")
    may_post = call.bot in channel.members or "chat:write.public" in call.world.bot.scopes
    if not may_post:
        raise SlackError("not_in_channel")


def _check_thread(channel: Channel, thread_ts: str) -> None:
    if thread_ts and (thread_ts not in channel.messages or channel.messages[thread_ts].ephemeral_to):
        raise SlackError("thread_not_found")


def _own_message(call: Call, channel: Channel, name: str, code: str) -> Message:
    message = call.message(channel, name)
    if message.bot_id != call.world.bot.id:
        raise SlackError(code)
    return message


def _drawn(call: Call, message: Message) -> Json:
    return message_object(message, call.world.team, call.world.bot, with_metadata=True)


WRITE = ("chat:write",)
METHODS = (
    Method("chat.postMessage", post_message, limits.POSTS_PER_CHANNEL, WRITE),
    Method("chat.postEphemeral", post_ephemeral, limits.TIER_4, WRITE),
    Method("chat.update", update, limits.TIER_3, WRITE),
    Method("chat.delete", delete, limits.TIER_3, WRITE),
    Method("chat.getPermalink", get_permalink, limits.SPECIAL, takes_json=False),
)
