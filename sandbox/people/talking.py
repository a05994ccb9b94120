"""A person writes a message, changes what they wrote, or takes it back."""

from dataclasses import replace

from sandbox.deliveries.outcome import Outcome
from sandbox.errors import Json, Refused
from sandbox.people.composing import rich_text
from sandbox.people.permission import require_member
from sandbox.people.result import mark, message_seen, person, place, result, shown_name
from sandbox.people.writing import written
from sandbox.state.model import Channel, Message, User
from sandbox.state.objects import message_object
from sandbox.state.posting import Content
from sandbox.world import World

LONGEST = 12_000


async def write(world: World, user_id: str, channel_id: str, text: str, thread_ts: str = "") -> Json:
    user = person(world, user_id)
    channel = place(world, user, channel_id)
    _check_may_write(world, user, channel, thread_ts)
    since = mark(world)
    content = replace(_content(world, text), thread_ts=thread_ts)
    message = world.posting.draft(channel, content, as_app=False, user=user.id)
    message.more = {"client_msg_id": world.ids.envelope()} | _company(world, user)
    world.posting.put(message)
    await world.events.heard()
    return result(world, user, Outcome(), since) | {"message": _drawn(world, message)}


async def edit(world: World, user_id: str, channel_id: str, ts: str, text: str) -> Json:
    """Change one's own words; Slack marks the message as edited from then on."""
    user = person(world, user_id)
    channel = place(world, user, channel_id)
    message = message_seen(user, channel, ts)
    _check_open(channel)
    if message.user != user.id or message.subtype.startswith("channel_"):
        raise Refused(f"{user.real_name} did not write the message {ts}; people edit only their own.", 403)
    minutes = world.team.settings.edit_minutes
    if minutes is not None and world.clock.epoch() - float(ts) > minutes * 60:
        raise Refused(f"In {world.team.name} messages can be edited for {minutes} minutes; {ts} is older.", 403)
    since = mark(world)
    content = replace(_content(world, text), attachments=message.attachments)
    # Saving the same words again marks nothing as edited and tells nobody.
    if content.text != message.text:
        world.posting.change(message, content)
        await world.events.heard()
    return result(world, user, Outcome(), since) | {"message": _drawn(world, message)}


async def delete(world: World, user_id: str, channel_id: str, ts: str) -> Json:
    """Take back one's own words; administrators may take back anybody's, also the app's."""
    user = person(world, user_id)
    channel = place(world, user, channel_id)
    message = message_seen(user, channel, ts)
    _check_open(channel)
    is_admin = user.is_admin or user.is_owner
    if message.user != user.id and not is_admin and not message.ephemeral_to:
        raise Refused(f"{user.real_name} did not write the message {ts}; only its writer or an administrator can.", 403)
    since = mark(world)
    world.posting.remove(message)
    await world.events.heard()
    return result(world, user, Outcome(), since)


def _content(world: World, text: str) -> Content:
    if not text.strip():
        raise Refused("A message needs some text.")
    if len(text) > LONGEST:
        raise Refused(f"A message has at most {LONGEST:,} characters, as in Slack; send this in parts.")
    said = written(text, world.team, with_names=False)
    return Content(text=said, blocks=[rich_text(said)])


def _check_may_write(world: World, user: User, channel: Channel, thread_ts: str) -> None:
    _check_open(channel)
    require_member(user, channel)
    if channel.is_general and not world.team.allows(user.id, "post_in_general"):
        raise Refused(f"In {world.team.name} only administrators write in #{channel.name}.", 403)
    # The app can still write there; it is people who cannot answer.
    if channel.is_im and world.bot.user in channel.members and not world.app.messages_tab_enabled:
        raise Refused(f"Sending messages to {world.app.name} has been turned off.", 403)
    if thread_ts and (thread_ts not in channel.messages or channel.messages[thread_ts].ephemeral_to):
        raise Refused(f"There is no message {thread_ts} in {shown_name(channel)} to reply to.", 404)


def _check_open(channel: Channel) -> None:
    if channel.is_archived:
        raise Refused(f"#{channel.name} is archived; nobody can write there.")


def _company(world: World, user: User) -> Json:
    """Say where somebody of another company is at home, as Slack does in channels that two companies share."""
    return {"user_team": user.team, "source_team": user.team, "team": world.team.id} if user.team else {}


def _drawn(world: World, message: Message) -> Json:
    return message_object(message, world.team, world.bot) | {"channel": message.channel}
