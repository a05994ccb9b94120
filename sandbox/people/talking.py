"""A person writes a message, joins a channel, reacts, or opens the app's Home tab."""

from sandbox.deliveries.outcome import Outcome
from sandbox.errors import Json, Refused
from sandbox.model import Channel
from sandbox.objects import message_object, view_object
from sandbox.people.result import mark, person, place, result
from sandbox.people.writing import written
from sandbox.posting import Content
from sandbox.world import World


async def write(world: World, user_id: str, channel_id: str, text: str, thread_ts: str = "") -> Json:
    user = person(world, user_id)
    channel = place(world, user, channel_id)
    _check_may_write(channel, user.id, text, thread_ts)
    since = mark(world)
    content = Content(text=written(text, world.team, with_names=False), thread_ts=thread_ts)
    message = world.posting.draft(channel, content, as_app=False, user=user.id)
    message.more = {"client_msg_id": world.ids.envelope()}
    world.posting.put(message)
    await world.events.heard()
    answer = result(world, user, Outcome(), since)
    return answer | {"message": message_object(message, world.team, world.bot) | {"channel": channel.id}}


def _check_may_write(channel: Channel, user: str, text: str, thread_ts: str) -> None:
    if not text.strip():
        raise Refused("A message needs some text.")
    if channel.is_archived:
        raise Refused(f"#{channel.name} is archived; nobody can write there.")
    if user not in channel.members:
        raise Refused(f"{user} is not in #{channel.name}; join first.")
    if thread_ts and thread_ts not in channel.messages:
        raise Refused(f"There is no message {thread_ts} in #{channel.name} to reply to.", 404)


async def join(world: World, user_id: str, channel_id: str) -> Json:
    user = person(world, user_id)
    channel = place(world, user, channel_id)
    since = mark(world)
    if user.id not in channel.members:
        world.membership.join(channel, user.id)
        await world.events.heard()
    return result(world, user, Outcome(), since)


async def react(world: World, user_id: str, channel_id: str, ts: str, name: str) -> Json:
    user = person(world, user_id)
    channel = place(world, user, channel_id)
    message = channel.messages.get(ts)
    if message is None or message.ephemeral_to:
        raise Refused(f"There is no message {ts} in #{channel.name} to react to.", 404)
    since = mark(world)
    users = message.reactions.setdefault(name, [])
    if user.id not in users:
        users.append(user.id)
        world.news.reaction_added(message, user.id, name)
        await world.events.heard()
    return result(world, user, Outcome(), since)


async def open_home(world: World, user_id: str) -> Json:
    user = person(world, user_id)
    since = mark(world)
    channel = world.team.open_direct_messages([world.bot.user, user.id], world.ids, world.clock.epoch())
    world.news.home_opened(user.id, channel, "home", world.team.homes.get(user.id))
    await world.events.heard()
    home = world.team.homes.get(user.id)
    drawn = view_object(home, world.team, world.bot) if home else None
    return result(world, user, Outcome(), since) | {"home": drawn}
