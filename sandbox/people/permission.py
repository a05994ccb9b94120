"""What people may do: guests less than members, other companies' people less still, and some things only admins."""

from sandbox.errors import Refused
from sandbox.people.result import shown_name
from sandbox.state.model import Channel, User
from sandbox.world import World

ACTS = {
    "create_public": "create channels",
    "create_private": "create private channels",
    "rename": "rename channels",
    "archive": "archive channels",
    "delete_channel": "delete channels",
    "invite": "invite people to channels",
    "kick": "remove people from channels",
}
# Slack leaves these to administrators unless they say otherwise, which the sandbox does not let them.
ONLY_ADMINS = frozenset({"delete_channel"})


def require(world: World, user: User, act: str) -> None:
    """Raise Refused unless this person may do this here."""
    words, home = ACTS[act], world.team.name
    # Before everything else, because nothing that is set here applies to them.
    if user.team:
        raise Refused(f"{user.real_name} is of another company; only people of {home} {words}.", 403)
    if user.is_guest:
        raise Refused(f"{user.real_name} is a guest; guests cannot {words}.", 403)
    is_admin = user.is_admin or user.is_owner
    if not is_admin and (act in ONLY_ADMINS or not world.team.allows(user.id, act)):
        raise Refused(f"{user.real_name} is no administrator; in {home} only administrators {words}.", 403)


def require_member(user: User, channel: Channel) -> None:
    if user.id not in channel.members:
        raise Refused(f"{user.real_name} is not in {shown_name(channel)}; join first.")


def require_open(channel: Channel) -> None:
    if channel.is_archived:
        raise Refused(f"{shown_name(channel)} is archived; unarchive it first.")


def require_channel(channel: Channel) -> None:
    if channel.is_im or channel.is_mpim:
        raise Refused("Direct messages are no channel: they have no name, no archive, and nobody joins or leaves them.")
