"""People make channels and change them: name, topic, description, archive."""

from typing import Any

from sandbox import limits
from sandbox.deliveries.outcome import Outcome
from sandbox.errors import Json, Refused, SlackError
from sandbox.people.moving import check_may_enter
from sandbox.people.permission import require, require_channel, require_member, require_open
from sandbox.people.result import mark, people_in, person, place, result
from sandbox.state import channels
from sandbox.state.model import Channel, User
from sandbox.world import World

NAMES = {
    "invalid_name_required": "A channel needs a name, such as deal-acme.",
    "invalid_name_maxlength": f"A channel's name has at most {limits.CHANNEL_NAME} characters.",
    "invalid_name_punctuation": "A channel's name needs a letter or a digit besides dashes.",
    "invalid_name_specials": "A channel's name holds lower-case letters, digits, - and _, such as deal-acme.",
    "invalid_name": "A channel's name begins with a letter or a digit, such as deal-acme.",
    "name_taken": "There is a channel of that name already, perhaps archived; choose another name.",
}


def add_channel(world: World, facts: Json) -> Json:
    """Make a channel as a script does, by what there is and not by who may."""
    name, creator = str(facts.get("name") or ""), str(facts.get("creator") or "")
    if not name or creator not in world.team.users:
        raise Refused("A channel needs a name and a creator who exists.")
    if world.team.channel_named(name):
        raise Refused(f"There is a #{name} already, perhaps archived; choose another name.", 409)
    people = people_in(world, facts.get("members"))
    channel = channels.create(world, name, creator, is_private=bool(facts.get("is_private")))
    for one in people:
        if one not in channel.members:
            world.membership.join(channel, one)
    world.changes.touch()
    return drawn(channel)


async def create(world: World, user_id: str, name: str, facts: Json) -> Json:
    """Make a channel as a person does; `facts` may hold is_private, and members to begin with."""
    user, is_private = person(world, user_id), bool(facts.get("is_private"))
    require(world, user, "create_private" if is_private else "create_public")
    _check_name(world, name)
    coming = [one for one in people_in(world, facts.get("members")) if one != user.id]
    since = mark(world)
    channel = channels.create(world, name, user.id, is_private=is_private)
    for one in coming:
        check_may_enter(world, world.team.users[one], channel)
        world.membership.join(channel, one, inviter=user.id)
    await world.events.heard()
    return result(world, user, Outcome(), since) | {"channel": drawn(channel)}


async def rename(world: World, user_id: str, channel_id: str, name: str) -> Json:
    user, channel = _mine(world, user_id, channel_id)
    require_open(channel)
    require(world, user, "rename")
    # Slack leaves names to these by default, unlike topics, which any member may set.
    if user.id != channel.creator and not (user.is_admin or user.is_owner):
        raise Refused(f"Only who made #{channel.name}, and administrators, can rename it.", 403)
    # The name that it has is taken, by itself.
    if name != channel.name:
        _check_name(world, name)
        channels.rename(world, channel, name, user.id)
    return await _done(world, user)


async def archive(world: World, user_id: str, channel_id: str) -> Json:
    user, channel = _mine(world, user_id, channel_id)
    require(world, user, "archive")
    _check_not_general(channel, "archived")
    if channel.is_archived:
        raise Refused(f"#{channel.name} is archived already.", 409)
    channels.archive(world, channel, user.id)
    return await _done(world, user)


async def unarchive(world: World, user_id: str, channel_id: str) -> Json:
    user, channel = _mine(world, user_id, channel_id)
    require(world, user, "archive")
    if not channel.is_archived:
        raise Refused(f"#{channel.name} is not archived.", 409)
    channels.unarchive(world, channel, user.id)
    return await _done(world, user)


async def convert(world: World, user_id: str, channel_id: str) -> Json:
    user, channel = _mine(world, user_id, channel_id)
    require_open(channel)
    require(world, user, "delete_channel")
    _check_not_general(channel, "converted")
    channels.convert(world, channel, user.id)
    return await _done(world, user)


async def move(world: World, user_id: str, channel_id: str) -> Json:
    """Begin to share a channel with another company: by that alone it may get another id."""
    user, channel = _mine(world, user_id, channel_id)
    require_open(channel)
    _check_not_general(channel, "given another id")
    channels.move(world, channel)
    return await _done(world, user) | {"channel": drawn(channel)}


async def delete(world: World, user_id: str, channel_id: str) -> Json:
    user = person(world, user_id)
    channel = place(world, user, channel_id)
    require_channel(channel)
    require(world, user, "delete_channel")
    _check_not_general(channel, "deleted")
    channels.delete(world, channel, user.id)
    return await _done(world, user)


async def set_line(world: World, user_id: str, channel_id: str, which: str, value: Any) -> Json:
    user, channel = _mine(world, user_id, channel_id)
    require_open(channel)
    if not isinstance(value, str) or len(value) > limits.TOPIC:
        raise Refused(f"A channel's topic, and its description, is a text of at most {limits.TOPIC} characters.")
    channels.set_line(world, channel, which, value, user.id)
    return await _done(world, user)


def _mine(world: World, user_id: str, channel_id: str) -> tuple[User, Channel]:
    """Find a channel that this person is in, or was when it was archived."""
    user = person(world, user_id)
    channel = place(world, user, channel_id)
    require_channel(channel)
    require_member(user, channel)
    return user, channel


def _check_name(world: World, name: str) -> None:
    try:
        channels.check_name(world.team, name)
    except SlackError as error:
        raise Refused(NAMES[error.code], 409 if error.code == "name_taken" else 400) from error


def _check_not_general(channel: Channel, done: str) -> None:
    if channel.is_general:
        raise Refused(f"#{channel.name} is where everybody is; it cannot be {done}.")


async def _done(world: World, user: User) -> Json:
    since = mark(world)
    await world.events.heard()
    return result(world, user, Outcome(), since)


def drawn(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_private": channel.is_private,
        "members": list(channel.members),
    }
