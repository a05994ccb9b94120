"""What an administrator does: add and change people, groups and channels."""

from dataclasses import fields
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.errors import Json, Refused
from sandbox.model import Channel, DoNotDisturb, User, UserGroup
from sandbox.objects import user_object
from sandbox.world import World

CHANGEABLE = frozenset(
    {"name", "real_name", "email", "tz", "is_admin", "is_restricted", "is_ultra_restricted", "is_bot", "deleted", "dnd"}
)


def add_person(world: World, facts: Json) -> Json:
    if not facts.get("name"):
        raise Refused('A person needs a name, e.g. {"name": "ana", "real_name": "Ana Silva", "tz": "Europe/Madrid"}.')
    if world.team.user_named(str(facts["name"])):
        raise Refused(f"There is a {facts['name']!r} already; names are unique.", 409)
    user_id = str(facts.get("id") or world.ids.make("U"))
    if user_id in world.team.users:
        raise Refused(f"The id {user_id} is taken.", 409)
    user = User(user_id, "", str(facts.get("real_name") or facts["name"]))
    _apply(world, user, facts)
    world.team.users[user.id] = user
    _join_general(world, user)
    world.news.person_joined(user)
    world.changes.touch()
    return _drawn(world, user)


def change_person(world: World, user_id: str, facts: Json) -> Json:
    user = world.team.users.get(user_id)
    if user is None:
        raise Refused(f"Nobody here has the id {user_id!r}.", 404)
    _apply(world, user, facts)
    world.news.person_changed(user, facts)
    world.changes.touch()
    return _drawn(world, user)


def _join_general(world: World, user: User) -> None:
    for channel in world.team.channels.values():
        if channel.is_general and not (user.is_bot or user.deleted or user.is_restricted or user.is_ultra_restricted):
            channel.members.append(user.id)


def _apply(world: World, user: User, facts: Json) -> None:
    unknown = sorted(set(facts) - CHANGEABLE - {"id"})
    if unknown:
        raise Refused(f"A person has no {unknown[0]!r}; what there is: {', '.join(sorted(CHANGEABLE))}.")
    _check_zone(facts.get("tz"))
    for one in fields(User):
        if one.name in facts and one.name in CHANGEABLE - {"dnd"}:
            is_flag = isinstance(one.default, bool)
            setattr(user, one.name, bool(facts[one.name]) if is_flag else str(facts[one.name] or ""))
    if "dnd" in facts:
        user.dnd = _quiet(facts["dnd"])
    user.updated = int(world.clock.epoch())


def _check_zone(name: Any) -> None:
    if name is None:
        return
    try:
        ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Refused(f"{name!r} is no time zone; one like Europe/Helsinki is.") from error


def _quiet(span: Any) -> DoNotDisturb | None:
    if not span:
        return None
    try:
        return DoNotDisturb(int(span["start"]), int(span["end"]), bool(span.get("is_enabled", True)))
    except (KeyError, TypeError, ValueError) as error:
        raise Refused('dnd is {"start": unix seconds, "end": unix seconds} or null.') from error


def add_usergroup(world: World, facts: Json) -> Json:
    handle = str(facts.get("handle") or "")
    if not handle:
        raise Refused('A user group needs a handle, e.g. {"handle": "finance", "name": "Finance", "users": []}.')
    group = UserGroup(
        world.ids.make("S"),
        handle,
        str(facts.get("name") or handle),
        _people(world, facts.get("users")),
        int(world.clock.epoch()),
    )
    world.team.usergroups[group.id] = group
    world.news.group_created(group)
    world.changes.touch()
    return {"id": group.id, "handle": group.handle, "name": group.name, "users": group.users}


def add_channel(world: World, facts: Json) -> Json:
    name, creator = str(facts.get("name") or ""), str(facts.get("creator") or "")
    if not name or creator not in world.team.users:
        raise Refused("A channel needs a name and a creator who exists.")
    if world.team.channel_named(name):
        raise Refused(f"There is a #{name} already, perhaps archived; choose another name.", 409)
    channel = Channel(
        world.ids.make("C"),
        name,
        creator,
        int(world.clock.epoch()),
        is_private=bool(facts.get("is_private")),
    )
    world.team.channels[channel.id] = channel
    for member in dict.fromkeys([creator, *_people(world, facts.get("members"))]):
        world.membership.join(channel, member)
    world.changes.touch()
    return {"id": channel.id, "name": channel.name, "is_private": channel.is_private, "members": channel.members}


def _people(world: World, wanted: Any) -> list[str]:
    listed = [str(one) for one in wanted or []]
    for one in listed:
        if one not in world.team.users:
            raise Refused(f"Nobody here has the id {one!r}.", 404)
    return listed


def _drawn(world: World, user: User) -> Json:
    return user_object(user, world.team.id, world.clock.now())
