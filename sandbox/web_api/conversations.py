"""conversations.*, as far as they change something: create, rename, invite, archive and the like."""

import re

from sandbox import limits
from sandbox.errors import InvalidArgumentsError, Json, SlackError
from sandbox.model import Channel, Line
from sandbox.objects import channel_object
from sandbox.web_api import scopes
from sandbox.web_api.call import Call, Method

ALLOWED_NAME = re.compile(r"[a-z0-9_-]+")
ONLY_PUNCTUATION = re.compile(r"[_-]+")


def create(call: Call) -> Json:
    is_private = call.args.flag("is_private")
    call.require_for("private_channel" if is_private else "public_channel")
    name = _free_name(call)
    world = call.world
    channel = Channel(world.ids.make("C"), name, call.bot, call.epoch, is_private=is_private)
    world.team.channels[channel.id] = channel
    world.news.channel_created(channel)
    world.membership.join(channel, call.bot)
    return _answer(call, channel)


def rename(call: Call) -> Json:
    channel = call.real_channel()
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.args.text("name") != channel.name:
        name = _free_name(call)
        channel.previous_names.insert(0, channel.name)
        channel.name = name
        note = f'has renamed the channel from "{channel.previous_names[0]}" to "{name}"'
        call.world.posting.note(channel, call.bot, "channel_name", note, old_name=channel.previous_names[0], name=name)
        call.world.news.channel_renamed(channel)
    return _answer(call, channel)


def archive(call: Call) -> Json:
    channel = call.real_channel()
    if channel.is_general:
        raise SlackError("cant_archive_general")
    if channel.is_archived:
        raise SlackError("already_archived")
    call.world.posting.note(channel, call.bot, "channel_archive", "archived the channel")
    channel.is_archived = True
    call.world.news.channel_archived(channel, call.bot)
    return {}


def unarchive(call: Call) -> Json:
    channel = call.channel()
    if not channel.is_archived:
        raise SlackError("not_archived")
    channel.is_archived = False
    call.world.posting.note(channel, call.bot, "channel_unarchive", "un-archived the channel")
    call.world.news.channel_unarchived(channel, call.bot)
    return {}


def join(call: Call) -> Json:
    channel = call.channel()
    if channel.kind != "public_channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.bot in channel.members:
        warning = "already_in_channel"
        return _answer(call, channel) | {"warning": warning, "response_metadata": {"warnings": [warning]}}
    call.world.membership.join(channel, call.bot)
    return _answer(call, channel)


def leave(call: Call) -> Json:
    channel = call.channel()
    if channel.is_im or channel.is_mpim:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_general:
        raise SlackError("cant_leave_general")
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.bot not in channel.members:
        return {"not_in_channel": True}
    call.world.membership.leave(channel, call.bot)
    return {}


def kick(call: Call) -> Json:
    channel = call.real_channel()
    user = call.user(call.args.text("user"))
    if user.id == call.bot:
        raise SlackError("cant_kick_self")
    if channel.is_general:
        raise SlackError("cant_kick_from_general")
    if user.id not in channel.members:
        raise SlackError("not_in_channel")
    call.world.membership.leave(channel, user.id)
    return {"errors": {}}


def set_topic(call: Call) -> Json:
    return _set_line(call, "topic")


def set_purpose(call: Call) -> Json:
    return _set_line(call, "purpose")


def _set_line(call: Call, name: str) -> Json:
    channel = call.own_channel()
    if not call.args.has(name):
        raise InvalidArgumentsError(f"missing required field: {name}")
    value = call.args.text(name)
    if len(value) > limits.TOPIC:
        raise SlackError("too_long")
    if channel.is_archived:
        raise SlackError("is_archived")
    line = Line(value, call.bot, call.epoch)
    if name == "topic":
        channel.topic = line
    else:
        channel.purpose = line
    shown = "topic" if name == "topic" else "description"
    call.world.posting.note(channel, call.bot, f"channel_{name}", f"set the channel {shown}: {value}", **{name: value})
    return _answer(call, channel)


def _free_name(call: Call) -> str:
    """Read the name for a channel; raises Slack's error for one that cannot be or is taken, also by an archived one."""
    name = call.args.text("name")
    if not name:
        raise SlackError("invalid_name_required")
    if len(name) > limits.CHANNEL_NAME:
        raise SlackError("invalid_name_maxlength")
    if ONLY_PUNCTUATION.fullmatch(name):
        raise SlackError("invalid_name_punctuation")
    if not ALLOWED_NAME.fullmatch(name):
        raise SlackError("invalid_name_specials")
    if call.world.team.channel_named(name):
        raise SlackError("name_taken")
    return name


def _answer(call: Call, channel: Channel) -> Json:
    return {"channel": channel_object(channel, call.world.team, call.bot)}


METHODS = (
    Method("conversations.create", create, limits.TIER_2, kinds=scopes.MANAGE),
    Method("conversations.rename", rename, limits.TIER_2, kinds=scopes.MANAGE),
    Method("conversations.archive", archive, limits.TIER_2, kinds=scopes.MANAGE),
    Method("conversations.unarchive", unarchive, limits.TIER_2, kinds=scopes.MANAGE),
    Method("conversations.join", join, limits.TIER_3, kinds=scopes.JOIN),
    Method("conversations.leave", leave, limits.TIER_3, kinds=scopes.MANAGE),
    Method("conversations.kick", kick, limits.TIER_3, kinds=scopes.MANAGE),
    Method("conversations.setTopic", set_topic, limits.TIER_2, kinds=scopes.TOPIC),
    Method("conversations.setPurpose", set_purpose, limits.TIER_2, kinds=scopes.TOPIC),
)
