"""After a restore: read through Slack what the memory lost, before anything is said again."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.model import ChannelId, UserId, WorkspaceId
from bot.ports import Clock, Outbox, Posted, Rate
from bot.rules.restraint import LONGEST_JOIN
from messages.delivery.history_pace import HistoryPace
from messages.delivery.marks import read, read_lines
from messages.delivery.outcomes import NO_SUCH_PLACE, Failure, Later, Refused, Sent
from messages.delivery.rates import HISTORY, rates
from messages.delivery.slack import Slack

log = logging.getLogger(__name__)

CHANNELS = 999
SLACK_OFF_BY = timedelta(seconds=120)
"""How far Slack's clock may differ from the one that a backup's moment was read from."""
LEASE = 60.0
AFTER_TROUBLE = 30.0
CALLS_AT_ONCE = 40
"""How many pages one turn reads: the tick that it is part of has other work."""


class Loss(Protocol):
    """A workspace whose memory lacks what happened between two moments (business time)."""

    @property
    def workspace_id(self) -> WorkspaceId: ...
    @property
    def since(self) -> datetime: ...


class Memory(Protocol):
    """What is remembered of looking back. Each method is a transaction of its own; ``now`` and ``at`` are machine time."""

    def losses(self) -> Sequence[Any]:
        """Return every loss that has not been looked into; nothing is sent in those workspaces."""
        ...

    def take(self, loss: Any, *, now: datetime, lease_for: float) -> bool:
        """Begin to look; False while somebody else does, or while calls of before may still take effect."""
        ...

    def again(self, loss: Any, *, at: datetime) -> None:
        """Let whoever comes then go on."""
        ...

    def progress(self, loss: Any) -> Mapping[ChannelId, str | None]:
        """Return the channels that were begun, each with the timestamp down to which it was read; None: all of it."""
        ...

    def in_use(self, loss: Any) -> Collection[ChannelId]:
        """Return the channels of the deals that go on, as far as is remembered."""
        ...

    def beside(self, loss: Any, channel_id: ChannelId, marks: Collection[str]) -> Mapping[str, Collection[str]]:
        """Return what was seen of messages with any of these marks: their timestamps, each with all of its marks."""
        ...

    def keep(self, loss: Any, channel_id: ChannelId, seen: Mapping[str, Posted], *, reached: str | None) -> None:
        """Keep what a page of a channel's history shows, by mark, and how far it was read."""
        ...

    def finish(self, loss: Any) -> None:
        """All was looked through: what is to be said may be said again."""
        ...


class Pause(Exception):  # noqa: N818 - nothing went wrong; it goes on later
    """It cannot go on now; ``seconds`` tells when to come again."""

    def __init__(self, seconds: float, why: str) -> None:
        super().__init__(why)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Lookout:
    """Looks back, a few pages at each turn, and goes on where it or another process stopped.

    Every page is kept when it was read: at Slack's slowest, one call a minute, a restart must not begin anew.
    """

    memory: Memory
    outbox: Outbox
    clock: Clock
    slack_for: Callable[[WorkspaceId], Slack]
    author_in: Callable[[WorkspaceId], UserId]
    pace: HistoryPace = field(default_factory=HistoryPace)

    def run(self) -> None:
        """Take one turn in each workspace that has something to look back at."""
        for loss in self.memory.losses():
            if self.memory.take(loss, now=self.clock.machine(), lease_for=LEASE):
                self._turn(loss)

    def _turn(self, loss: Loss) -> None:
        try:
            self._look(loss, _Calls(self, loss))
        except Pause as pause:
            log.warning("Nothing is sent yet in %s; looking back: %s", loss.workspace_id, pause)
            self.memory.again(loss, at=self.clock.machine() + timedelta(seconds=pause.seconds))
        else:
            log.info("All of %s was looked through; messages go out again", loss.workspace_id)
            self.memory.finish(loss)

    def _look(self, loss: Loss, calls: "_Calls") -> None:
        begun = self.memory.progress(loss)
        for channel_id in calls.channels():
            if channel_id not in begun or begun[channel_id] is not None:
                self._read(loss, calls, channel_id, begun.get(channel_id))

    def _read(self, loss: Loss, calls: "_Calls", channel_id: ChannelId, reached: str | None) -> None:
        author = self.author_in(loss.workspace_id)
        while True:
            messages, is_last = calls.page(channel_id, reached)
            reached = None if is_last else messages[-1]["ts"]
            ours = _marks(messages, author)
            # Before the page is kept: whoever dies here reads it again, and finds the copies again.
            for ts in self._copies(loss, channel_id, ours):
                calls.take_away(channel_id, ts)
            # Kept with where it was read to: a process that dies here has neither, and reads the page again.
            self.memory.keep(loss, channel_id, _oldest(channel_id, ours), reached=reached)
            if is_last:
                return

    def _copies(self, loss: Loss, channel_id: ChannelId, ours: Mapping[str, Collection[str]]) -> list[str]:
        """Return what says nothing that an older message does not say: a late copy that nobody remembers to look for."""
        marks = {marked for each in ours.values() for marked in each}
        return later_copies({**self.memory.beside(loss, channel_id, marks), **ours}) if marks else []


class _Calls:
    """The calls of one turn, within Slack's limits."""

    def __init__(self, lookout: Lookout, loss: Loss) -> None:
        self._lookout = lookout
        self._loss = loss
        self._slack = lookout.slack_for(loss.workspace_id)
        self._left = CALLS_AT_ONCE
        self._direct: set[str] = set()

    def channels(self) -> list[ChannelId]:
        """Return every place that the bot can have spoken in."""
        found: list[ChannelId] = []
        arguments: dict[str, Any] = {
            "types": "public_channel,private_channel,im",
            # What was put away since the backup was spoken in since, and may be brought back.
            "exclude_archived": False,
            "limit": CHANNELS,
        }
        in_use = set(self._lookout.memory.in_use(self._loss))
        while True:
            said = self._ask("users.conversations", arguments)
            if not isinstance(said, Sent):
                raise _pause(said, "the bot's channels cannot be read")
            listed = [each for each in said.answer.get("channels") or [] if self._may_hold(each, in_use)]
            found += [ChannelId(str(each["id"])) for each in listed]
            self._direct.update(str(each["id"]) for each in listed if each.get("is_im"))
            if not said.next_cursor:
                return found
            arguments["cursor"] = said.next_cursor

    def _may_hold(self, channel: Mapping[str, Any], in_use: Collection[str]) -> bool:
        """Tell whether something may have been said there since: of what is archived, where it was put away since."""
        since = (self._loss.since - SLACK_OFF_BY).timestamp()
        is_new = float(channel.get("created") or 0.0) >= since
        return not channel.get("is_archived") or is_new or str(channel["id"]) in in_use

    def page(self, channel_id: ChannelId, reached: str | None) -> tuple[list[dict[str, Any]], bool]:
        """Return a page of a channel's history, from ``reached`` down, and whether it is the last."""
        # In private a message takes in lines for long: one from before the backup may hold what was said since.
        joined = LONGEST_JOIN if channel_id in self._direct else timedelta()
        oldest = (self._loss.since - SLACK_OFF_BY - joined).timestamp()
        limit = self._lookout.pace.page(self._loss.workspace_id, machine=self._lookout.clock.machine())
        window = {"channel": channel_id, "oldest": f"{oldest:.6f}", "include_all_metadata": True, "limit": limit}
        said = self._ask(HISTORY, window | ({"latest": reached} if reached else {}))
        if isinstance(said, Refused) and said.why in NO_SUCH_PLACE:
            # Where the bot cannot read it cannot write either.
            return [], True
        if not isinstance(said, Sent):
            raise _pause(said, f"the history of {channel_id} cannot be read")
        messages = list(said.answer.get("messages") or [])
        return messages, not (messages and (said.answer.get("has_more") or said.next_cursor))

    def take_away(self, channel_id: ChannelId, ts: str) -> None:
        """Delete the later of two copies; what Slack will not delete stays."""
        said = self._ask("chat.delete", {"channel": channel_id, "ts": ts})
        if not isinstance(said, Sent | Refused):
            raise _pause(said, f"a copy in {channel_id} cannot be deleted")
        log.warning("A message stood in Slack twice; the later copy, %s in %s, is deleted", ts, channel_id)

    def _ask(self, method: str, arguments: Mapping[str, Any]) -> Sent | Failure:
        if self._left == 0:
            raise Pause(0.0, "more at the next turn")
        self._left -= 1
        outbox, clock, here = self._lookout.outbox, self._lookout.clock, self._loss.workspace_id
        short = outbox.take(here, self._rates(method), now=clock.now())
        if short:
            raise Pause(short[1], f"Slack's limit of {method}")
        said = self._slack.ask(method, arguments)
        if isinstance(said, Later):
            if said.is_limit and method == HISTORY:
                self._lookout.pace.limited(here, machine=clock.machine())
            outbox.hold(here, method, until=clock.now() + timedelta(seconds=said.seconds))
        return said

    def _rates(self, method: str) -> tuple[Rate, ...]:
        if method == HISTORY:
            return self._lookout.pace.rates(self._loss.workspace_id, machine=self._lookout.clock.machine())
        return rates(method, None)


def _pause(said: Failure, what: str) -> Pause:
    # Whatever the reason: as long as Slack does not show what it has, saying it again could be saying it twice.
    return Pause(said.seconds if isinstance(said, Later) else AFTER_TROUBLE, f"{what}: {said.why}")


def later_copies(seen: Mapping[str, Collection[str]]) -> list[str]:
    """Return the timestamps of messages all of whose marks stand in one older message; the newest first."""
    newest_first = sorted(seen, key=float, reverse=True)
    return [
        ts
        for place, ts in enumerate(newest_first)
        if any(set(seen[ts]) <= set(seen[older]) for older in newest_first[place + 1 :])
    ]


def _marks(messages: Sequence[dict[str, Any]], author: UserId) -> dict[str, tuple[str, ...]]:
    """Return our own messages' timestamps with the marks of each, its own first; the newest first as Slack lists them."""
    ours = ((message, read(message)) for message in messages if message.get("user") == author)
    return {str(message["ts"]): (marked, *read_lines(message)) for message, marked in ours if marked}


def _oldest(channel_id: ChannelId, seen: Mapping[str, Sequence[str]]) -> dict[str, Posted]:
    """Return each mark with the oldest message that carries it."""
    newest_first = sorted(seen, key=float, reverse=True)
    return {
        marked: Posted(channel_id, ts, is_line=place > 0)
        for ts in newest_first
        for place, marked in enumerate(seen[ts])
    }
