"""One workspace, which Slack's objects call a team: who is in it, which channels there are, who sees what."""

from dataclasses import dataclass, field

from sandbox.errors import Json
from sandbox.state.ids import Ids
from sandbox.state.model import Channel, Message, Settings, User, UserGroup, View


@dataclass
class Team:
    """`offered` keeps the options an app last gave to a person's menu, by person, block id and action id."""

    id: str
    name: str
    domain: str
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    usergroups: dict[str, UserGroup] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    open_views: dict[str, list[str]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    whispers: list[Message] = field(default_factory=list)
    settings: Settings = field(default_factory=Settings)
    offered: dict[tuple[str, str, str], list[Json]] = field(default_factory=dict)

    def channel_named(self, name: str) -> Channel | None:
        wanted = name.removeprefix("#")
        return next((one for one in self.channels.values() if one.name == wanted and not one.is_im), None)

    def user_named(self, name: str) -> User | None:
        wanted = name.lower()
        return next((one for one in self.users.values() if one.name.lower() == wanted), None)

    def user_with_email(self, email: str) -> User | None:
        wanted = email.strip().lower()
        found = (one for one in self.users.values() if one.email.lower() == wanted and not one.deleted)
        return next(found, None) if wanted else None

    def may_see(self, user: str, channel: Channel) -> bool:
        """Tell whether someone may look into a conversation; guests and other companies' people only where they are."""
        if user in channel.members:
            return True
        # Guests do not even find public channels in the list, and so cannot join them.
        return not (channel.is_private or channel.is_im or channel.is_mpim or self.is_outsider(user))

    def is_outsider(self, user: str) -> bool:
        known = self.users.get(user)
        return known is not None and (known.is_guest or bool(known.team))

    def allows(self, user: str, act: str) -> bool:
        """Tell whether the workspace's settings leave this to anybody, or this person is one of its admins."""
        known = self.users.get(user)
        is_admin = known is not None and (known.is_admin or known.is_owner)
        return is_admin or act not in self.settings.reserved

    def shares_a_channel(self, user: str) -> bool:
        return any(one.shared_with and user in one.members for one in self.channels.values())

    def direct_messages(self, members: list[str]) -> Channel | None:
        """Find the direct conversation of exactly these people, if it was opened before."""
        wanted = set(members)
        for channel in self.channels.values():
            if (channel.is_im or channel.is_mpim) and set(channel.members) == wanted:
                return channel
        return None

    def open_direct_messages(self, members: list[str], ids: Ids, epoch: float) -> Channel:
        """Find or make the direct conversation of these people: two make an im, more a group conversation."""
        found = self.direct_messages(members)
        if found:
            return found
        is_im = len(members) <= 2  # noqa: PLR2004 - a conversation of two is an im
        names = "--".join(self.users[one].name for one in members)
        channel = Channel(
            id=ids.make("D" if is_im else "G"),
            name="" if is_im else f"mpdm-{names}-1",
            creator=members[0],
            created=int(epoch),
            is_private=not is_im,
            is_im=is_im,
            is_mpim=not is_im,
            members=list(members),
        )
        self.channels[channel.id] = channel
        return channel

    def views_of(self, user: str) -> list[View]:
        """List the forms open for this person, the one on top last."""
        return [self.views[one] for one in self.open_views.get(user, [])]

    def thread(self, channel: Channel, ts: str) -> list[Message]:
        """List a message and its replies, oldest first."""
        return [channel.messages[one] for one in (ts, *channel.replies.get(ts, []))]

    def unread(self, user: str, channel: Channel) -> int:
        return channel.tally.after(channel.last_read.get(user, ""), user)


def seen(message: Message, user: str | None) -> bool:
    """Tell whether this person sees the message; ephemeral ones are for one person only."""
    return not message.ephemeral_to or message.ephemeral_to == user
