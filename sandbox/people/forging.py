"""What no person can do in Slack, and an app must hold all the same: an interaction that carries whatever is wanted."""

from sandbox.errors import Json, Refused
from sandbox.people.pressing import told
from sandbox.people.result import mark, person, place
from sandbox.world import World

KINDS = ("block_actions", "view_submission", "shortcut", "message_action")


async def forge(world: World, user_id: str, channel_id: str, wanted: Json) -> Json:
    """Bring an interaction to the app as Slack would, signed or by its socket, with everything that stands in `payload`.

    What is not given is as from this person in this channel, with a trigger and a response URL that work. So a script
    sees what becomes of old buttons, of values that nobody drew, and of fields that are missing.
    """
    user = person(world, user_id)
    channel = place(world, user, channel_id)
    given = wanted.get("payload")
    if not isinstance(given, dict) or given.get("type") not in KINDS:
        raise Refused(f"A forged interaction needs a payload whose type is one of {', '.join(KINDS)}.")
    since = mark(world)
    real: Json = {
        "team": {"id": world.team.id, "domain": world.team.domain},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team or world.team.id},
        "api_app_id": world.app.id,
        "token": world.app.verification_token,
        "trigger_id": world.triggers.make(user.id, channel=channel.id),
    }
    if given["type"] in ("block_actions", "message_action"):
        container = {"type": "message", "message_ts": since, "channel_id": channel.id, "is_ephemeral": True}
        place_of_it = {"channel": {"id": channel.id, "name": channel.name}, "container": container}
        real |= place_of_it | {"response_url": world.hooks.make(user, channel)}
    return await told(world, user, real | given, since)
