"""People come and go: they join, leave, bring others in and put others out."""

from typing import Any

from sandbox.deliveries.outcome import Outcome
from sandbox.errors import Json, Refused
from sandbox.people.permission import require, require_channel, require_member, require_open
from sandbox.people.result import mark, people_in, person, place, result, shown_name
from sandbox.state.model import Channel, User
from sandbox.world import World


async def join(world: World, user_id: str, channel_id: str) -> Json:
    user = person(world, user_id)
    channel = place(world, user, channel_id)
    since = mark(world)
    if user.id not in channel.members:
        require_channel(channel)
        require_open(channel)
        world.membership.join(channel, user.id)
        await world.events.heard()
    return result(world, user, Outcome(), since)


async def leave(world: World, user_id: str, channel_id: str) -> Json:
    user = person(world, user_id)
    channel = place(world, user, channel_id)
    require_channel(channel)
    require_member(user, channel)
    # Guests may be in #general by invitation, and go again; members are there by being members.
    if channel.is_general and not user.is_guest:
        raise Refused(f"Everybody is in #{channel.name}; nobody can leave it.")
    since = mark(world)
    world.membership.leave(channel, user.id)
    await world.events.heard()
    return result(world, user, Outcome(), since)


async def invite(world: World, user_id: str, channel_id: str, users: Any) -> Json:
    """Bring people in; those who are there already are passed over, as in Slack."""
    user = person(world, user_id)
    channel = place(world, user, channel_id)
    require_channel(channel)
    require_open(channel)
    require_member(user, channel)
    require(world, user, "invite")
    coming = [world.team.users[one] for one in people_in(world, users) if one not in channel.members]
    # All or nobody: half a list brought in would be hard to see and to repeat.
    for one in coming:
        check_may_enter(world, one, channel)
    since = mark(world)
    for one in coming:
        world.membership.join(channel, one.id, inviter=user.id)
    await world.events.heard()
    return result(world, user, Outcome(), since)


def check_may_enter(world: World, user: User, channel: Channel) -> None:
    if user.deleted:
        raise Refused(f"{user.real_name} is deactivated and can be invited nowhere.")
    if not user.is_ultra_restricted:
        return
    there = next((one for one in world.team.channels.values() if _holds(one, user)), None)
    if there and there is not channel:
        raise Refused(f"{user.real_name} is a single-channel guest and is in {shown_name(there)} already.")


def _holds(channel: Channel, user: User) -> bool:
    return user.id in channel.members and not (channel.is_im or channel.is_mpim)


async def remove(world: World, user_id: str, channel_id: str, whom: str) -> Json:
    user = person(world, user_id)
    channel = place(world, user, channel_id)
    require_channel(channel)
    require_open(channel)
    require_member(user, channel)
    require(world, user, "kick")
    (target,) = people_in(world, whom)
    if target == user.id:
        raise Refused(f"{user.real_name} cannot remove themselves; leave instead.")
    if target not in channel.members:
        raise Refused(f"{world.team.users[target].real_name} is not in #{channel.name}.")
    if channel.is_general and not world.team.is_outsider(target):
        raise Refused(f"Everybody is in #{channel.name}; nobody can be removed from it.")
    since = mark(world)
    world.membership.leave(channel, target, actor=user.id)
    await world.events.heard()
    return result(world, user, Outcome(), since)
