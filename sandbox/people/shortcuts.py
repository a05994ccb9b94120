"""A person starts a shortcut, from the menu of the workspace or of a message."""

from sandbox.errors import Json, Refused
from sandbox.people.pressing import told
from sandbox.people.result import mark, message_seen, person, place
from sandbox.state.model import User
from sandbox.world import World


async def shortcut(world: World, user_id: str, callback_id: str, channel_id: str = "", ts: str = "") -> Json:
    """Start a shortcut on the message that `ts` names, or, without one, from the menu of the workspace."""
    user = person(world, user_id)
    _check_offered(world, user, callback_id, "message" if ts else "global")
    since = mark(world)
    channel = place(world, user, channel_id) if ts else None
    trigger = world.triggers.make(user.id, channel=channel.id if channel else "")
    given = {"trigger": trigger, "action_ts": world.ids.ts(world.clock.epoch())}
    if channel is None:
        return await told(world, user, world.payloads.shortcut(user, callback_id, **given), since)
    message = message_seen(user, channel, ts)
    # Slack keeps no ephemeral message, so it has none to hand to the app.
    if message.ephemeral_to:
        raise Refused(f"The message {ts} is for {user.real_name} alone; Slack offers no shortcuts on it.")
    hook = world.hooks.make(user, channel, message)
    payload = world.payloads.message_shortcut(user, message, callback_id, hook=hook, **given)
    return await told(world, user, payload, since)


def _check_offered(world: World, user: User, callback_id: str, kind: str) -> None:
    """Raise Refused for a shortcut that no menu shows; until shortcuts are named, the app has every one."""
    if user.team:
        raise Refused(f"{user.real_name} is of another company; shortcuts are not for them.", 403)
    named = world.app.shortcuts
    if not named and not world.app.has_manifest:
        return
    offered = [one.callback_id for one in named.values() if one.type == kind]
    if callback_id not in offered:
        listed = ", ".join(offered) or "none"
        raise Refused(f"{world.app.name} has no {kind} shortcut {callback_id!r}; it has: {listed}.", 404)
