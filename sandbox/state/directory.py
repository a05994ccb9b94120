"""Whom and what one person finds in Slack's menus of people and conversations."""

from sandbox.block_kit.choices import Conversation, Directory
from sandbox.state.model import Channel
from sandbox.state.team import Team

# The filters of menus have names of their own for the types of conversation.
KINDS = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}


def directory_of(team: Team, user: str, current: str = "") -> Directory:
    """List everyone and all conversations that this person can find; `current` is the one they are looking at."""
    # Of other companies' people, only those are listed with whom a channel is shared.
    users = frozenset(one.id for one in team.users.values() if not (one.deleted or one.is_stranger))
    found = {one.id: one for one in team.channels.values() if not one.is_archived and team.may_see(user, one)}
    return Directory(users, {key: _conversation(team, one) for key, one in found.items()}, current)


def _conversation(team: Team, channel: Channel) -> Conversation:
    has_bot = channel.is_im and any(team.users[one].is_bot for one in channel.members if one in team.users)
    return Conversation(KINDS[channel.kind], has_bot, bool(channel.shared_with))
