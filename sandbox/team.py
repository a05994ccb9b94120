"""One workspace, which Slack's objects call a team: who is in it, which channels there are, who sees what."""

from dataclasses import dataclass, field

from sandbox.ids import Ids
from sandbox.model import Channel, Message, Settings, User, UserGroup, View


@dataclass
class Team:
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
        return user in channel.members or not (channel.is_private or channel.is_im or channel.is_mpim)

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
        since = channel.last_read.get(user, "")
        return sum(1 for one in channel.messages.values() if one.ts > since and one.user != user and seen(one, user))


def seen(message: Message, user: str | None) -> bool:
    """Tell whether this person sees the message; ephemeral ones are for one person only."""
    return not message.ephemeral_to or message.ephemeral_to == user
