"""chat.postMessage, chat.postEphemeral and chat.getPermalink: messages out."""

from dataclasses import replace

from sandbox import limits
from sandbox.errors import Json, SlackError
from sandbox.state.model import Channel, Message
from sandbox.state.objects import message_object, permalink
from sandbox.web_api.call import Call
from sandbox.web_api.content import allowed_content


def post_message(call: Call) -> Json:
    if call.args.flag("as_user"):
        raise SlackError("as_user_not_supported")
    channel = _destination(call)
    content = allowed_content(call)
    _check_may_post(call, channel)
    content = replace(content, thread_ts=_thread(channel, content.thread_ts))
    message = call.world.posting.put(call.world.posting.draft(channel, content))
    answer: Json = {"channel": channel.id, "ts": message.ts, "message": drawn(call, message)}
    if len(call.args.text("text")) > limits.POST_TEXT:
        answer |= {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}
    return answer


def post_ephemeral(call: Call) -> Json:
    channel = _destination(call)
    user = call.user(call.args.text("user"), "user_not_in_channel")
    content = allowed_content(call, longest=limits.POST_TEXT)
    _check_may_post(call, channel)
    if user.id not in channel.members or user.deleted:
        raise SlackError("user_not_in_channel")
    # Slack keeps no metadata of what is not kept itself.
    content = replace(content, thread_ts=_thread(channel, content.thread_ts), metadata=None)
    message = call.world.posting.draft(channel, content)
    message.ephemeral_to = user.id
    return {"message_ts": call.world.posting.put(message).ts}


def get_permalink(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel, "message_ts")
    return {"channel": channel.id, "permalink": permalink(channel, message, call.world.team)}


def drawn(call: Call, message: Message) -> Json:
    return message_object(message, call.world.team, call.world.bot, with_metadata=True)


def _destination(call: Call) -> Channel:
    """Find where to post: a conversation's id, a channel's name, or a person, whose direct messages are opened."""
    wanted = call.args.text("channel")
    team = call.world.team
    # A person's id stands for the direct messages with them when something is posted, and nowhere else.
    if wanted in team.users and wanted != call.bot:
        if team.users[wanted].is_bot:
            raise SlackError("cannot_dm_bot")
        _check_is_there(call, wanted)
        return team.open_direct_messages([call.bot, wanted], call.world.ids, call.world.clock.epoch())
    channel = team.channels.get(wanted) or team.channel_named(wanted)
    if channel is None or not team.may_see(call.bot, channel):
        raise SlackError("channel_not_found")
    return channel


def _check_is_there(call: Call, user: str) -> None:
    # Slack documents no error of its own for someone who was deactivated; to an app the conversation is not there.
    if call.world.team.users[user].deleted:
        raise SlackError("channel_not_found")


def _check_may_post(call: Call, channel: Channel) -> None:
    if channel.is_archived:
        raise SlackError("is_archived")
    # One scope lets an app speak in public channels that it never joined.
    if call.bot not in channel.members and not call.may_also("chat:write.public"):
        raise SlackError("not_in_channel")
    if channel.is_general:
        call.check_unreserved("post_in_general")
    if channel.is_im:
        _check_direct_messages(call, channel)


def _check_direct_messages(call: Call, channel: Channel) -> None:
    if not call.world.app.messages_tab_enabled:
        raise SlackError("messages_tab_disabled")
    for member in channel.members:
        _check_is_there(call, member)


def _thread(channel: Channel, ts: str) -> str:
    """Find the thread that a reply belongs to: whoever answers a reply answers the message it replies to."""
    if not ts:
        return ""
    parent = channel.messages.get(ts)
    if parent is None or parent.ephemeral_to:
        raise SlackError("thread_not_found")
    if parent.is_note:
        raise SlackError("cannot_reply_to_message")
    return parent.thread_ts or parent.ts
