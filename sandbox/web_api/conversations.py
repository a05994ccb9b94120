"""conversations.create, rename, archive, unarchive, setTopic and setPurpose: channels as such."""

from sandbox import limits
from sandbox.errors import InvalidArgumentsError, Json, SlackError
from sandbox.state import channels
from sandbox.state.model import Channel
from sandbox.state.objects import LOCALE, NOTHING_READ, channel_object, reading_object
from sandbox.web_api.call import Call


def create(call: Call) -> Json:
    is_private = call.args.flag("is_private")
    call.require_for("private_channel" if is_private else "public_channel")
    call.check_unreserved("create_private" if is_private else "create_public")
    world, name = call.world, _free_name(call)
    channel = channels.create(world, name, call.bot, is_private=is_private)
    return {"channel": drawn(call, channel) | reading_object(channel, world.team, world.bot)}


def rename(call: Call) -> Json:
    channel = call.real_channel()
    if channel.is_archived:
        raise SlackError("is_archived")
    # Slack lets a channel be renamed by who made it and by admins; a bot is never an admin.
    if channel.creator != call.bot:
        raise SlackError("not_authorized")
    # Its own name is taken by the channel itself, which is no reason to refuse it.
    if call.args.text("name") != channel.name:
        channels.rename(call.world, channel, _free_name(call), call.bot)
    return {"channel": drawn(call, channel) | {"num_members": len(channel.members), "locale": LOCALE}}


def archive(call: Call) -> Json:
    channel = call.real_channel()
    if channel.is_general:
        raise SlackError("cant_archive_general")
    if channel.is_archived:
        raise SlackError("already_archived")
    call.check_unreserved("archive")
    channels.archive(call.world, channel, call.bot)
    return {}


def unarchive(call: Call) -> Json:
    channel = call.channel()
    if channel.is_im or channel.is_mpim:
        raise SlackError("method_not_supported_for_channel_type")
    if not channel.is_archived:
        raise SlackError("not_archived")
    channels.unarchive(call.world, channel, call.bot)
    return {}


def set_topic(call: Call) -> Json:
    channel = _set_line(call, "topic")
    return {"channel": drawn(call, channel) | reading_object(channel, call.world.team, call.world.bot)}


def set_purpose(call: Call) -> Json:
    _set_line(call, "purpose")
    # Unlike for the topic, the reference shows nothing but ok.
    return {}


def _set_line(call: Call, name: str) -> Channel:
    channel = call.own_channel()
    # Present but empty is how a topic is taken away, so the table cannot ask for it.
    if not call.args.has(name):
        raise InvalidArgumentsError(f"missing required field: {name}")
    value = call.args.text(name)
    if len(value) > limits.TOPIC:
        raise SlackError("too_long")
    if channel.is_archived:
        raise SlackError("is_archived")
    channels.set_line(call.world, channel, name, value, call.bot)
    return channel


def _free_name(call: Call) -> str:
    name = call.args.text("name")
    channels.check_name(call.world.team, name)
    return name


def drawn(call: Call, channel: Channel) -> Json:
    last_read = channel.last_read.get(call.bot, NOTHING_READ)
    return channel_object(channel, call.world.team, call.bot) | {"last_read": last_read}
