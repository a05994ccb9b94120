"""What the people and places of a workspace are called for one reader, as the drawing asks for it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Literal

from sandbox.drawing.reader import Conversation, Person
from sandbox.state.model import Channel
from sandbox.state.team import Team

Kind = Literal["public", "private", "im", "mpim"]
KINDS: dict[str, Kind] = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}


class TeamNames:
    """Made anew for each drawing: what it has listed once stays as it was, since menus ask again and again."""

    def __init__(self, team: Team, reader: str) -> None:
        self._team = team
        self._reader = reader

    def person(self, user_id: str) -> str | None:
        user = self._team.users.get(user_id)
        return (user.real_name or user.name) if user else None

    def channel(self, channel_id: str) -> str | None:
        channel = self._team.channels.get(channel_id)
        return self.called(channel) if channel and self._team.may_see(self._reader, channel) else None

    def group(self, group_id: str) -> str | None:
        group = self._team.usergroups.get(group_id)
        return group.handle if group else None

    # Asked for every mention drawn, so it stays a look into a table and a list.
    def may_open(self, channel_id: str) -> bool:
        channel = self._team.channels.get(channel_id)
        return channel is not None and self._team.may_see(self._reader, channel)

    def channel_named(self, name: str) -> str | None:
        channel = self._team.channel_named(name)
        return channel.id if channel and self.may_open(channel.id) else None

    def people(self) -> Sequence[Person]:
        return self._people

    @cached_property
    def _people(self) -> list[Person]:
        """List people before apps, as Slack's menus do; whoever has left is not offered."""
        present = (one for one in self._team.users.values() if not one.deleted)
        listed = [Person(one.id, one.real_name or one.name, one.is_bot) for one in present]
        return sorted(listed, key=lambda one: (one.is_bot, one.name.lower()))

    def conversations(self) -> Sequence[Conversation]:
        return self._conversations

    @cached_property
    def _conversations(self) -> list[Conversation]:
        shown = (one for one in self._team.channels.values() if not one.is_archived and self.may_open(one.id))
        listed = [Conversation(one.id, self.called(one), KINDS[one.kind], self._has_bot(one)) for one in shown]
        return sorted(listed, key=lambda one: one.name)

    def _has_bot(self, channel: Channel) -> bool:
        others = (self._team.users.get(one) for one in channel.members if one != self._reader)
        return channel.is_im and any(one.is_bot for one in others if one)

    def called(self, channel: Channel) -> str:
        """Name a channel as it is, and direct messages by whoever else is in them."""
        if channel.name and not channel.is_mpim:
            return channel.name
        others = (one for one in channel.members if one != self._reader)
        return ", ".join(self.person(one) or one for one in others)
