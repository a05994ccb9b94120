"""Brings people into channels and out of them, with Slack's notes about it and the events that the app hears."""

from dataclasses import dataclass

from sandbox.deliveries.events import Events
from sandbox.deliveries.news import News
from sandbox.deliveries.subscriptions import CHANNEL_TYPE
from sandbox.state.model import Bot, Channel
from sandbox.state.posting import Posting
from sandbox.state.team import Team

LETTER = {"channel": "C", "group": "G", "im": "D", "mpim": "G"}


@dataclass
class Membership:
    team: Team
    bot: Bot
    posting: Posting
    events: Events
    news: News

    def join(self, channel: Channel, user: str, inviter: str = "") -> None:
        channel.members.append(user)
        self._meet(channel, user)
        more = {"inviter": inviter} if inviter else {}
        # The note first: who joins is a member by then, so that an app sees its own coming in the channel too.
        self.posting.note(channel, user, "channel_join", f"<@{user}> has joined the channel", **more)
        self._tell("member_joined_channel", channel, user, more)

    def leave(self, channel: Channel, user: str, actor: str = "") -> None:
        """Let someone go; `actor` is who sent them away, if they did not go by themselves."""
        # While the app is still a member, so that it hears of its own going, as in Slack.
        self._tell("member_left_channel", channel, user, {})
        channel.members.remove(user)
        known = self.team.users[user]
        known.is_stranger = bool(known.team) and not self.team.shares_a_channel(user)
        if user == self.bot.user:
            self.news.channel_left(channel, actor or user)
        self.posting.note(channel, user, "channel_leave", f"<@{user}> has left the channel")

    def _meet(self, channel: Channel, user: str) -> None:
        """Let a channel be shared with the company of whoever comes from another one."""
        known = self.team.users[user]
        known.is_stranger = False
        if known.team and known.team not in channel.shared_with:
            channel.shared_with.append(known.team)
            self.news.channel_shared(channel, known.team)

    def _tell(self, kind: str, channel: Channel, user: str, more: dict[str, str]) -> None:
        event = {
            "type": kind,
            "user": user,
            "channel": channel.id,
            "channel_type": LETTER[CHANNEL_TYPE[channel.kind]],
            "team": self.team.id,
            **more,
        }
        self.events.emit(kind, event, channel)
