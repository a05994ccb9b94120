"""Finds who acts and where, and puts together what the person saw of it."""

from typing import Any

from sandbox.deliveries.outcome import Outcome
from sandbox.errors import Json, Refused
from sandbox.state.model import Channel, Message, User
from sandbox.state.objects import message_object, view_object
from sandbox.state.team import seen
from sandbox.world import World


def person(world: World, user_id: str) -> User:
    user = world.team.users.get(user_id)
    if user is None:
        raise Refused(f"Nobody here has the id {user_id!r}; /sandbox/state lists who there is.", 404)
    if user.deleted:
        raise Refused(f"{user.real_name} is deactivated and can do nothing.")
    if user.is_bot:
        raise Refused(f"{user.real_name} is a bot; only people act here.")
    return user


def people_in(world: World, wanted: Any) -> list[str]:
    """Read a list of people's ids, each once."""
    listed = [wanted] if isinstance(wanted, str) else [str(one) for one in wanted or []]
    for one in listed:
        if one not in world.team.users:
            raise Refused(f"Nobody here has the id {one!r}.", 404)
    return list(dict.fromkeys(listed))


def place(world: World, user: User, wanted: str) -> Channel:
    """Find the conversation by id or name; somebody's id, also the bot's, stands for direct messages with them."""
    team = world.team
    if wanted in team.users and wanted != user.id:
        return _direct(world, user, team.users[wanted])
    channel = team.channels.get(wanted) or team.channel_named(wanted)
    if channel is None or not team.may_see(user.id, channel):
        raise Refused(f"{user.real_name} sees no channel {wanted!r}.", 404)
    return channel


def _direct(world: World, user: User, other: User) -> Channel:
    """Find or open direct messages; with somebody who is gone they can still be read, not begun."""
    # What was opened before stays open, also with somebody who is gone by now.
    found = world.team.direct_messages([other.id, user.id])
    if found:
        return found
    if other.deleted:
        raise Refused(f"{other.real_name} is deactivated; nobody can write to them.")
    return world.team.open_direct_messages([other.id, user.id], world.ids, world.clock.epoch())


def message_seen(user: User, channel: Channel, ts: str) -> Message:
    message = channel.messages.get(ts)
    if message is None or not seen(message, user.id):
        raise Refused(f"{user.real_name} sees no message {ts} in {shown_name(channel)}.", 404)
    return message


def shown_name(channel: Channel) -> str:
    return "direct messages" if channel.is_im or channel.is_mpim else f"#{channel.name}"


def mark(world: World) -> str:
    """Remember this moment of the workspace, to tell later what is new since."""
    return world.ids.ts(world.clock.epoch())


def result(world: World, user: User, outcome: Outcome, since: str) -> Json:
    """Tell what the person saw at once: the newest message for their eyes only, and the form on top."""
    return {"ok": True, "ack": outcome.body, "shown": _shown(world, user, since), "view": top_view(world, user)}


def failure(sentence: str) -> Json:
    return {"ok": False, "error": sentence}


def top_view(world: World, user: User) -> Json | None:
    stack = world.team.views_of(user.id)
    return view_object(stack[-1], world.team, world.bot) if stack else None


def _shown(world: World, user: User, since: str) -> Json | None:
    for whisper in reversed(world.team.whispers):
        if whisper.shown_at <= since:
            break
        if whisper.ephemeral_to == user.id:
            drawn = message_object(whisper, world.team, world.bot)
            return drawn | {"channel": whisper.channel, "is_ephemeral": True}
    return None
