"""A person reacts to a message or pins it, and takes either away again."""

from sandbox import limits
from sandbox.deliveries.outcome import Outcome
from sandbox.errors import Json, Refused
from sandbox.people.permission import require_member, require_open
from sandbox.people.result import mark, message_seen, person, place, result, shown_name
from sandbox.state.model import Channel, Message, Pin, User
from sandbox.world import World


async def react(world: World, user_id: str, channel_id: str, ts: str, name: str) -> Json:
    """React once; who did already is only shown what is there."""
    user, _, message = _found(world, user_id, channel_id, ts)
    name = name.strip(":")
    users = message.reactions.get(name, [])
    if not users and len(message.reactions) >= limits.REACTIONS:
        raise Refused(f"A message has at most {limits.REACTIONS} different reactions.")
    # Pressing a face twice takes it away in Slack's client; here that is an act of its own, unreact.
    if user.id not in users:
        message.reactions[name] = [*users, user.id]
        world.news.reaction_added(message, user.id, name)
    return await _done(world, user)


async def unreact(world: World, user_id: str, channel_id: str, ts: str, name: str) -> Json:
    user, _, message = _found(world, user_id, channel_id, ts)
    name = name.strip(":")
    users = message.reactions.get(name, [])
    if user.id not in users:
        raise Refused(f"{user.real_name} did not react with :{name}: to {ts}.", 404)
    users.remove(user.id)
    # A face that nobody makes any more is not shown with a zero.
    if not users:
        del message.reactions[name]
    world.news.reaction_removed(message, user.id, name)
    return await _done(world, user)


async def pin(world: World, user_id: str, channel_id: str, ts: str) -> Json:
    user, channel, message = _found(world, user_id, channel_id, ts)
    _check_may_pin(world, user)
    if any(one.ts == ts for one in channel.pins):
        raise Refused(f"The message {ts} is pinned already.", 409)
    if len(channel.pins) >= limits.PINS:
        raise Refused(f"{shown_name(channel)} has {limits.PINS} pins, which is all it can have; take one away first.")
    made = Pin(ts, user.id, int(world.clock.epoch()))
    channel.pins.append(made)
    world.news.pin_added(message, made)
    return await _done(world, user)


async def unpin(world: World, user_id: str, channel_id: str, ts: str) -> Json:
    user, channel, message = _found(world, user_id, channel_id, ts)
    _check_may_pin(world, user)
    made = next((one for one in channel.pins if one.ts == ts), None)
    if made is None:
        raise Refused(f"The message {ts} is not pinned.", 404)
    channel.pins.remove(made)
    world.news.pin_removed(message, made, user.id)
    return await _done(world, user)


def _found(world: World, user_id: str, channel_id: str, ts: str) -> tuple[User, Channel, Message]:
    user = person(world, user_id)
    channel = place(world, user, channel_id)
    message = message_seen(user, channel, ts)
    if message.ephemeral_to:
        raise Refused(f"The message {ts} is for {user.real_name} alone; it takes no reactions and no pins.")
    require_open(channel)
    require_member(user, channel)
    return user, channel, message


def _check_may_pin(world: World, user: User) -> None:
    if not world.team.allows(user.id, "pin"):
        raise Refused(f"In {world.team.name} only administrators pin messages.", 403)


async def _done(world: World, user: User) -> Json:
    since = mark(world)
    await world.events.heard()
    return result(world, user, Outcome(), since)
