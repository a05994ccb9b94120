"""What an administrator does to user groups: make them, change who is in them, switch them off."""

from typing import Any

from sandbox.errors import Json, Refused
from sandbox.people.result import people_in
from sandbox.state.model import UserGroup
from sandbox.world import World

CHANGEABLE = frozenset({"handle", "name", "users", "deleted"})


def add_usergroup(world: World, facts: Json) -> Json:
    handle = _handle(world, facts.get("handle"))
    epoch = int(world.clock.epoch())
    users = people_in(world, facts.get("users"))
    group = UserGroup(world.ids.make("S"), handle, str(facts.get("name") or handle), users, epoch, updated=epoch)
    world.team.usergroups[group.id] = group
    world.news.group_created(group)
    world.changes.touch()
    return _drawn(group)


def change_usergroup(world: World, group_id: str, facts: Json) -> Json:
    """Change a group; the app hears once of who is in it, and once of everything else."""
    group = world.team.usergroups.get(group_id)
    if group is None:
        raise Refused(f"There is no user group {group_id!r}; /sandbox/state lists what there is.", 404)
    unknown = sorted(set(facts) - CHANGEABLE)
    if unknown:
        raise Refused(f"A user group has no {unknown[0]!r}; what there is: {', '.join(sorted(CHANGEABLE))}.")
    handle = _handle(world, facts["handle"], group) if "handle" in facts else group.handle
    users = people_in(world, facts["users"]) if "users" in facts else group.users
    named = (handle, str(facts.get("name") or group.name), bool(facts.get("deleted", group.deleted)))
    # Who is in it and what it is called are two different events to Slack.
    is_changed = named != (group.handle, group.name, group.deleted)
    before, previous_update = list(group.users), group.updated
    group.handle, group.name, group.deleted = named
    group.users, group.updated = users, int(world.clock.epoch())
    if set(users) != set(before):
        world.news.group_members_changed(group, before, previous_update)
    if is_changed:
        world.news.group_updated(group)
    world.changes.touch()
    return _drawn(group)


def _handle(world: World, wanted: Any, own: UserGroup | None = None) -> str:
    if not wanted or not isinstance(wanted, str):
        raise Refused('A user group needs a handle, e.g. {"handle": "finance", "name": "Finance", "users": []}.')
    handle = wanted.removeprefix("@").lower()
    if any(one.handle == handle for one in world.team.usergroups.values() if one is not own):
        raise Refused(f"There is a user group @{handle} already; choose another handle.", 409)
    return handle


def _drawn(group: UserGroup) -> Json:
    return {
        "id": group.id,
        "handle": group.handle,
        "name": group.name,
        "users": list(group.users),
        "deleted": group.deleted,
    }
