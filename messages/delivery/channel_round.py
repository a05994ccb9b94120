"""Look now and then whether the deals' channels are still there; nobody tells Baton when people take one away."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from bot.model import ChannelId, DealChannel, DealId, Lost, UserId, WorkspaceId
from bot.ports import Clock, Outbox
from bot.rules.channels import Seen, missing, news
from bot.service import channels
from bot.service.desk import Desk
from messages.delivery.outcomes import Failure, Later, Refused, Sent
from messages.delivery.rates import rates
from messages.delivery.slack import Slack
from messages.tracing import about

log = logging.getLogger(__name__)

LIST, INFO, MEMBERS = "users.conversations", "conversations.info", "conversations.members"
PAGE = 200
"""Slack asks for no more at a time."""
LEASE = timedelta(minutes=10)
AFTER_TROUBLE = timedelta(minutes=10)
"""Nobody waits for a look: what Slack does not answer now is asked for when it is better."""
WALKED = timedelta(minutes=1)
"""When it is asked again who is in a channel that somebody came into, or left, while it was asked."""
AT_ONCE = 10
"""How many workspaces are looked at before it is asked anew which are due."""


class Looks(Protocol):
    """When each workspace is to be looked at (business time). Each method is a transaction of its own."""

    def due(self, *, now: datetime) -> Sequence[WorkspaceId]:
        """Return the workspaces to look at."""
        ...

    def take(self, workspace_id: WorkspaceId, *, now: datetime, until: datetime) -> bool:
        """Begin to look; False while another process does, which has until then."""
        ...

    def put(self, workspace_id: WorkspaceId, *, at: datetime, taken: datetime | None = None) -> None:
        """Let it be looked at again then; not where somebody wished for a look since it was ``taken`` until then."""
        ...


class Pause(Exception):  # noqa: N818 - nothing went wrong; it goes on later
    """It cannot go on before ``span`` has passed."""

    def __init__(self, span: timedelta, why: str) -> None:
        super().__init__(why)
        self.span = span


@dataclass(slots=True)
class _Progress:
    """What was read so far. Only in this process: whoever goes on after it has died begins anew.

    ``asked`` are the deals of which it is known by now who is in their channel.
    """

    cursor: str = ""
    is_listed: bool = False
    listed: dict[ChannelId, Seen] = field(default_factory=dict)
    asked: set[DealId] = field(default_factory=set)


@dataclass(slots=True)
class ChannelRound:
    """Looks at the channels of each workspace that is due. ``guard`` keeps one workspace's trouble from the others."""

    looks: Looks
    outbox: Outbox
    desk: Desk
    clock: Clock
    slack_for: Callable[[WorkspaceId], Slack]
    guard: Callable[[Callable[[], None]], object]
    members_page: int = PAGE
    _progress: dict[WorkspaceId, _Progress] = field(default_factory=dict)

    def run(self) -> None:
        """Look where it is time to."""
        now = self.clock.now()
        for workspace_id in self.looks.due(now=now)[:AT_ONCE]:
            with about(workspace=workspace_id):
                self.guard(partial(self._turn, workspace_id, now))

    def _turn(self, workspace_id: WorkspaceId, now: datetime) -> None:
        taken = now + LEASE
        if not self.looks.take(workspace_id, now=now, until=taken):
            return
        try:
            self._look(workspace_id, now)
        except Pause as pause:
            log.info("The deals' channels are looked at later: %s", pause)
            self.looks.put(workspace_id, at=now + pause.span, taken=taken)
        else:
            self._progress.pop(workspace_id, None)
            self.looks.put(workspace_id, at=channels.next_look(self.desk, workspace_id, now=now), taken=taken)

    def _look(self, workspace_id: WorkspaceId, now: datetime) -> None:
        known = channels.known(self.desk, workspace_id)
        if not known:
            return
        listed = self._listed(workspace_id)
        for each, seen in news(known, listed):
            channels.seen(self.desk, workspace_id, each.deal_id, each.channel_id, seen, now=now)
        # A list may be old, or cut short: what is not in it is asked for before anybody is told anything.
        for each in missing(known, listed):
            self._ask_for(workspace_id, each, now)
        for each in known:
            if each.is_private and each.channel_id in listed and not listed[each.channel_id].is_archived:
                self._ask_who(workspace_id, each, now)

    def _listed(self, workspace_id: WorkspaceId) -> Mapping[ChannelId, Seen]:
        """Return every channel that the bot is in, going on where the pace allowed no further page."""
        progress = self._progress.setdefault(workspace_id, _Progress())
        while not progress.is_listed:
            arguments = {"types": "public_channel,private_channel", "limit": PAGE}
            said = self._call(workspace_id, LIST, arguments | ({"cursor": progress.cursor} if progress.cursor else {}))
            if not isinstance(said, Sent):
                # A page that cannot be read is often one whose cursor has gone stale.
                del self._progress[workspace_id]
                raise Pause(AFTER_TROUBLE, f"{LIST}: {said.why}")
            progress.listed |= {_id(each): _seen(each) for each in said.answer.get("channels") or []}
            progress.cursor = said.next_cursor
            progress.is_listed = not progress.cursor
        return progress.listed

    def _ask_who(self, workspace_id: WorkspaceId, channel: DealChannel, now: datetime) -> None:
        """Ask who is in a private channel: events tell of who comes and goes, and none of them comes again."""
        asked = self._progress[workspace_id].asked
        known = channels.walks(self.desk, workspace_id, channel.deal_id)
        if known is None or channel.deal_id in asked:
            return
        listed = self._members(workspace_id, channel.channel_id)
        if listed is None:
            log.warning("Slack does not tell who is in %s", channel.channel_id)
        elif not channels.members_seen(self.desk, workspace_id, channel.deal_id, known, listed, now=now):
            raise Pause(WALKED, f"somebody came or left while it was asked who is in {channel.channel_id}")
        asked.add(channel.deal_id)

    def _members(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> frozenset[UserId] | None:
        """Return everybody in a channel, or None where Slack does not say: part of a list would shut out the rest."""
        found, cursor = set[UserId](), ""
        while True:
            arguments = {"channel": channel_id, "limit": self.members_page}
            said = self._call(workspace_id, MEMBERS, arguments | ({"cursor": cursor} if cursor else {}))
            members = said.answer.get("members") if isinstance(said, Sent) else None
            if not isinstance(said, Sent) or not isinstance(members, list):
                return None
            found |= {UserId(str(each)) for each in members}
            cursor = said.next_cursor
            if not cursor:
                # Whoever may ask is in it: a list without anybody is none.
                return frozenset(found) or None

    def _ask_for(self, workspace_id: WorkspaceId, channel: DealChannel, now: datetime) -> None:
        said = self._call(workspace_id, INFO, {"channel": channel.channel_id})
        why = _why_lost(said, channel.channel_id)
        if why:
            channels.lost(self.desk, workspace_id, channel.deal_id, channel.channel_id, why, now=now)
        elif isinstance(said, Sent) and _id(said.answer.get("channel") or {}) == channel.channel_id:
            seen = _seen(said.answer["channel"])
            channels.seen(self.desk, workspace_id, channel.deal_id, channel.channel_id, seen, now=now)
        else:
            log.warning("Slack does not tell what became of %s", channel.channel_id)

    def _call(self, workspace_id: WorkspaceId, method: str, arguments: Mapping[str, Any]) -> Sent | Failure:
        short = self.outbox.take(workspace_id, rates(method, None), now=self.clock.now())
        if short:
            raise Pause(timedelta(seconds=short[1]), f"no token for {method}")
        said = self.slack_for(workspace_id).ask(method, arguments)
        if isinstance(said, Later):
            wait = timedelta(seconds=said.seconds)
            self.outbox.hold(workspace_id, method, until=self.clock.now() + wait)
            raise Pause(wait, f"{method}: {said.why}")
        return said


def _id(channel: Mapping[str, Any]) -> ChannelId:
    return ChannelId(str(channel.get("id", "")))


def _seen(channel: Mapping[str, Any]) -> Seen:
    return Seen(str(channel.get("name") or ""), is_archived=bool(channel.get("is_archived")))


def _why_lost(said: Sent | Failure, channel_id: ChannelId) -> Lost | None:
    """Return why nothing can be said there, as far as this answer is about the channel and says it plainly."""
    if isinstance(said, Refused):
        return Lost.GONE if said.why == Lost.GONE else None
    channel = said.answer.get("channel") if isinstance(said, Sent) else None
    if not isinstance(channel, dict) or _id(channel) != channel_id:
        return None
    if channel.get("is_archived"):
        return Lost.ARCHIVED
    return Lost.REMOVED if channel.get("is_member") is False else None
