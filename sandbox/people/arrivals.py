"""What an administrator does to people: add them, change what is known of them, send them away."""

from typing import Any

from sandbox.errors import Json, Refused
from sandbox.people.facts import read_facts
from sandbox.state.model import User
from sandbox.state.objects import user_object
from sandbox.world import World


def add_person(world: World, given: Json) -> Json:
    if not given.get("name"):
        raise Refused('A person needs a name, e.g. {"name": "ana", "real_name": "Ana Silva", "tz": "Europe/Madrid"}.')
    user_id = str(given.get("id") or world.ids.make("U"))
    if user_id in world.team.users:
        raise Refused(f"The id {user_id} is taken.", 409)
    user = User(user_id, "", "")
    facts = read_facts(user, given)
    _check_name(world, user, facts)
    _check_kind(user, facts)
    _set(world, user, facts)
    user.real_name = user.real_name or user.name
    # Nobody of another company shares a channel before they are in one.
    user.is_stranger = bool(user.team)
    world.team.users[user.id] = user
    _join_general(world, user)
    world.news.person_joined(user)
    world.changes.touch()
    return _drawn(world, user)


def change_person(world: World, user_id: str, given: Json) -> Json:
    """Change what is known of someone; the app hears only of what became different."""
    user = world.team.users.get(user_id)
    if user is None:
        raise Refused(f"Nobody here has the id {user_id!r}.", 404)
    facts = read_facts(user, given)
    # Everything that can be refused is, before anything is changed.
    _check_change(world, user, facts)
    _set(world, user, facts)
    if facts.get("deleted"):
        _send_away(world, user)
    elif "deleted" in facts:
        _join_general(world, user)
    # Slack sends no event for a change that changes nothing.
    if facts:
        world.news.person_changed(user, facts)
    if facts.get("status_expiration"):
        _let_status_end(world, user)
    if facts.get("dnd"):
        _tell_when_snooze_ends(world, user)
    world.changes.touch()
    return _drawn(world, user)


def _check_change(world: World, user: User, facts: dict[str, Any]) -> None:
    if user.id in (world.bot.user, "USLACKBOT") and {"deleted", "is_bot"} & set(facts):
        raise Refused(f"{user.real_name} belongs to an app; uninstall the app in place of changing its bot.")
    if "team" in facts or "is_bot" in facts:
        raise Refused("Where somebody is at home, and whether they are a bot, stays as it was when they came.")
    _check_name(world, user, facts)
    _check_kind(user, facts)


def _check_name(world: World, user: User, facts: dict[str, Any]) -> None:
    namesake = world.team.user_named(facts["name"]) if "name" in facts else None
    if namesake and namesake is not user:
        raise Refused(f"There is a {facts['name']!r} already; names are unique.", 409)


def _check_kind(user: User, facts: dict[str, Any]) -> None:
    def becomes(name: str) -> bool:
        return bool(facts.get(name, getattr(user, name)))

    is_guest = becomes("is_restricted") or becomes("is_ultra_restricted")
    if is_guest and (becomes("is_admin") or becomes("is_owner")):
        raise Refused("A guest is no administrator; take one of the two away.")
    if becomes("team") and (is_guest or becomes("is_admin") or becomes("is_owner")):
        raise Refused("Somebody of another company is neither a guest nor an administrator here.")


def _set(world: World, user: User, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(user, name, value)
    user.updated = int(world.clock.epoch())


def _join_general(world: World, user: User) -> None:
    if user.is_bot or user.deleted or user.team or user.is_guest:
        return
    for channel in world.team.channels.values():
        # Without a line and an event: Slack tells of a new person once, by team_join.
        if channel.is_general and user.id not in channel.members:
            channel.members.append(user.id)


def _send_away(world: World, user: User) -> None:
    """Take someone who is deactivated out of channels and groups; Slack writes no line about it into the channels."""
    for channel in world.team.channels.values():
        # Direct messages stay: what was said in them can still be read by the other one.
        if user.id in channel.members and not channel.is_im:
            channel.members.remove(user.id)
    for group in world.team.usergroups.values():
        if user.id in group.users:
            group.users.remove(user.id)
    world.forms.clear(user.id)


def _let_status_end(world: World, user: User) -> None:
    until = user.status_expiration

    async def end() -> None:
        # Somebody who has set another status since keeps that one.
        if user.status_expiration == until:
            change_person(world, user.id, {"status_text": "", "status_emoji": "", "status_expiration": 0})

    world.shared.timers.after(until - world.clock.epoch(), end)


def _tell_when_snooze_ends(world: World, user: User) -> None:
    dnd = user.dnd

    async def end() -> None:
        # Somebody who asked for quiet in another way since was told of then.
        if user.dnd is dnd:
            world.news.person_changed(user, ["dnd"])

    if dnd and dnd.snoozed_until > world.clock.epoch():
        world.shared.timers.after(dnd.snoozed_until - world.clock.epoch(), end)


def _drawn(world: World, user: User) -> Json:
    return user_object(user, world.team.id, world.clock.now())
