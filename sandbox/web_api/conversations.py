"""conversations.create, rename, archive, unarchive, setTopic and setPurpose: channels as such."""

import re

from sandbox import limits
from sandbox.errors import InvalidArgumentsError, Json, SlackError
from sandbox.model import Channel, Line
from sandbox.objects import LOCALE, NOTHING_READ, channel_object, reading_object
from sandbox.web_api.call import Call

ALLOWED_NAME = re.compile(r"[a-z0-9_-]+")
ONLY_PUNCTUATION = re.compile(r"[_-]+")


def create(call: Call) -> Json:
    is_private = call.args.flag("is_private")
    call.require_for("private_channel" if is_private else "public_channel")
    call.check_unreserved("create_private" if is_private else "create_public")
    name = _free_name(call)
    world = call.world
    channel = Channel(world.ids.make("C"), name, call.bot, call.epoch, is_private=is_private)
    world.team.channels[channel.id] = channel
    world.news.channel_created(channel)
    world.membership.join(channel, call.bot)
    return {"channel": drawn(call, channel) | reading_object(channel, world.team, world.bot)}


def rename(call: Call) -> Json:
    channel = call.real_channel()
    if channel.is_archived:
        raise SlackError("is_archived")
    # Slack lets a channel be renamed by who made it and by admins; a bot is never an admin.
    if channel.creator != call.bot:
        raise SlackError("not_authorized")
    if call.args.text("name") != channel.name:
        _rename(call, channel, _free_name(call))
    return {"channel": drawn(call, channel) | {"num_members": len(channel.members), "locale": LOCALE}}


def _rename(call: Call, channel: Channel, name: str) -> None:
    before, channel.name = channel.name, name
    channel.previous_names.insert(0, before)
    note = f'has renamed the channel from "{before}" to "{name}"'
    call.world.posting.note(channel, call.bot, "channel_name", note, old_name=before, name=name)
    call.world.news.channel_renamed(channel)


def archive(call: Call) -> Json:
    channel = call.real_channel()
    if channel.is_general:
        raise SlackError("cant_archive_general")
    if channel.is_archived:
        raise SlackError("already_archived")
    call.check_unreserved("archive")
    call.world.posting.note(channel, call.bot, "channel_archive", "archived the channel")
    channel.is_archived = True
    call.world.news.channel_archived(channel, call.bot)
    return {}


def unarchive(call: Call) -> Json:
    channel = call.channel()
    if channel.is_im or channel.is_mpim:
        raise SlackError("method_not_supported_for_channel_type")
    if not channel.is_archived:
        raise SlackError("not_archived")
    channel.is_archived = False
    call.world.posting.note(channel, call.bot, "channel_unarchive", "un-archived the channel")
    call.world.news.channel_unarchived(channel, call.bot)
    return {}


def set_topic(call: Call) -> Json:
    channel = call.own_channel()
    channel.topic = _line(call, channel, "topic")
    note = f"set the channel topic: {channel.topic.value}"
    call.world.posting.note(channel, call.bot, "channel_topic", note, topic=channel.topic.value)
    return {"channel": drawn(call, channel) | reading_object(channel, call.world.team, call.world.bot)}


def set_purpose(call: Call) -> Json:
    channel = call.own_channel()
    channel.purpose = _line(call, channel, "purpose")
    note = f"set the channel description: {channel.purpose.value}"
    call.world.posting.note(channel, call.bot, "channel_purpose", note, purpose=channel.purpose.value)
    return {}


def _line(call: Call, channel: Channel, name: str) -> Line:
    # Present but empty is how a topic is taken away, so the table cannot ask for it.
    if not call.args.has(name):
        raise InvalidArgumentsError(f"missing required field: {name}")
    value = call.args.text(name)
    if len(value) > limits.TOPIC:
        raise SlackError("too_long")
    if channel.is_archived:
        raise SlackError("is_archived")
    return Line(value, call.bot, call.epoch)


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
    if not name[0].isalnum():
        raise SlackError("invalid_name")
    if call.world.team.channel_named(name):
        raise SlackError("name_taken")
    return name


def drawn(call: Call, channel: Channel) -> Json:
    last_read = channel.last_read.get(call.bot, NOTHING_READ)
    return channel_object(channel, call.world.team, call.bot) | {"last_read": last_read}
