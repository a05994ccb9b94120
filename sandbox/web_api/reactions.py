"""reactions.*: emoji on messages."""

import re

from sandbox import limits
from sandbox.errors import Json, SlackError
from sandbox.state.model import Channel, Message
from sandbox.web_api.call import Call

EMOJI = re.compile(r"[a-z0-9_'+-]{1,100}(::skin-tone-[2-6])?")


def add(call: Call) -> Json:
    channel, message, name = _wanted(call)
    if channel.is_archived:
        raise SlackError("is_archived")
    users = message.reactions.get(name, [])
    if call.bot in users:
        raise SlackError("already_reacted")
    # The limit is on different emoji: one more of a kind that is there always fits.
    if not users and len(message.reactions) >= limits.REACTIONS:
        raise SlackError("too_many_emoji")
    message.reactions[name] = [*users, call.bot]
    call.world.news.reaction_added(message, call.bot, name)
    return {}


def remove(call: Call) -> Json:
    # Files and their comments can be named, but there are none.
    for item in ("file", "file_comment"):
        if call.args.text(item):
            raise SlackError(f"{item}_not_found")
    _, message, name = _wanted(call)
    users = message.reactions.get(name, [])
    if call.bot not in users:
        raise SlackError("no_reaction")
    users.remove(call.bot)
    if not users:
        del message.reactions[name]
    call.world.news.reaction_removed(message, call.bot, name)
    return {}


def _wanted(call: Call) -> tuple[Channel, Message, str]:
    if not (call.args.text("channel") and call.args.text("timestamp")):
        raise SlackError("no_item_specified")
    channel = call.own_channel()
    name = call.args.text("name").strip(":")
    if not EMOJI.fullmatch(name):
        raise SlackError("invalid_name")
    return channel, call.marked_message(channel), name
