"""chat.update and chat.delete: messages changed and taken back."""

from dataclasses import replace

from sandbox import limits
from sandbox.errors import Json, SlackError
from sandbox.state.model import Channel, Message
from sandbox.state.posting import Content
from sandbox.web_api.call import Call
from sandbox.web_api.chat import drawn
from sandbox.web_api.content import allowed_content

SAYING = ("text", "blocks", "attachments", "markdown_text")


def update(call: Call) -> Json:
    channel = call.channel()
    message = _own_message(call, channel, "cant_update_message")
    # What may not be edited at all is refused before Slack looks at what it is to say.
    _check_may_edit(call, channel, message)
    # There are no files here, so none of those named can be found.
    if call.args.names("file_ids"):
        raise SlackError("file_not_found")
    if call.args.flag("reply_broadcast"):
        _broadcast(call, message)
    else:
        _rewrite(call, message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": drawn(call, message)}


def delete(call: Call) -> Json:
    channel = call.channel()
    message = _own_message(call, channel, "cant_delete_message")
    call.world.posting.remove(message)
    return {"channel": channel.id, "ts": message.ts}


def _own_message(call: Call, channel: Channel, code: str) -> Message:
    message = call.message(channel, "ts")
    if message.bot_id != call.world.bot.id:
        raise SlackError(code)
    return message


def _check_may_edit(call: Call, channel: Channel, message: Message) -> None:
    if channel.is_archived:
        raise SlackError("is_inactive")
    minutes = call.world.team.settings.edit_minutes
    if minutes is not None and call.world.clock.epoch() - float(message.ts) > minutes * 60:
        raise SlackError("edit_window_closed")


def _rewrite(call: Call, message: Message) -> None:
    content = allowed_content(call, longest=limits.UPDATE_TEXT)
    # Blocks that are not sent again are gone, attachments stay until an empty list is sent: so Slack documents it.
    if not call.args.has("attachments"):
        content = replace(content, attachments=message.attachments)
    call.world.posting.change(message, content, keeps_metadata=not call.args.has("metadata"))


def _broadcast(call: Call, message: Message) -> None:
    """Show a reply in its channel as well; Slack does not let it say something else at the same time."""
    if not message.thread_ts or message.thread_ts == message.ts:
        raise SlackError("cant_broadcast_message")
    if any(call.args.has(name) for name in SAYING):
        raise SlackError("no_dual_broadcast_content_update")
    message.is_broadcast, message.subtype = True, "thread_broadcast"
    call.world.posting.change(message, Content(message.text, message.blocks, message.attachments))
