"""What can happen to the things a call is about, just before it is carried out: somebody else was quicker."""

from collections.abc import Callable

from sandbox.errors import Json
from sandbox.installing.installation import revoke
from sandbox.mishaps.calls import Event
from sandbox.people.arrivals import change_person
from sandbox.state import channels
from sandbox.world import World

AFTER = " (renamed)"


def archive(world: World, arguments: Json) -> None:
    channel = world.team.channels.get(str(arguments.get("channel")))
    if channel and not channel.is_archived and not channel.is_general:
        channels.archive(world, channel, channel.creator)


def delete_message(world: World, arguments: Json) -> None:
    channel = world.team.channels.get(str(arguments.get("channel")))
    # Methods call the same thing by different names; a thread counts last, since its message is named as well.
    names = ("ts", "message_ts", "timestamp", "thread_ts")
    found = [channel.messages.get(str(arguments.get(name))) for name in names] if channel else []
    for message in [one for one in found if one][:1]:
        world.posting.remove(message)


def rename_person(world: World, arguments: Json) -> None:
    """Give the person another name, as after a wedding: what an app remembers of them is old now."""
    wanted = str(arguments.get("user") or str(arguments.get("users") or "").partition(",")[0])
    user = world.team.users.get(wanted)
    if user:
        # Back again the next time, so that a rule that goes on for ever makes no endless name.
        plain = user.real_name.removesuffix(AFTER)
        change_person(world, user.id, {"real_name": plain if plain != user.real_name else f"{plain}{AFTER}"})


def revoke_token(world: World, _arguments: Json) -> None:
    revoke(world)


HAPPENS: dict[Event, Callable[[World, Json], None]] = {
    "archive": archive,
    "delete_message": delete_message,
    "rename_person": rename_person,
    "revoke_token": revoke_token,
}
