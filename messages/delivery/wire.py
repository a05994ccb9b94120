"""One row's way to Slack: tokens first, then the mark that it may have happened, and the lease checked last."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.model import ChannelId, UserId
from bot.ports import Clock, Outbox, Rate, Row, Together, Wired
from messages.delivery.looks import Look, Looks
from messages.delivery.outcomes import Failure, Later, Outcome, Refused, Sent, TooLate, Unsure
from messages.delivery.queueing import Queues
from messages.delivery.rates import HISTORY, rates
from messages.delivery.slack import Slack

MARGIN = timedelta(seconds=5)
OPENS_AGAIN_AFTER = 5.0
"""Seconds; whoever opens a direct channel a second time is given the same one."""
"""What must be left of a lease when the longest call would be over."""


class Wire:
    """Every call that delivering one row makes. ``is_touched`` once one of them may have had an effect."""

    def __init__(self, row: Row, slack: Slack, outbox: Outbox, clock: Clock, *, queues: Queues, looks: Looks) -> None:
        self.row = row
        self.is_touched = False
        self._slack = slack
        self._outbox = outbox
        self._clock = clock
        self._queues = queues
        self._looks = looks

    def send(
        self,
        method: str,
        arguments: Mapping[str, Any],
        *,
        body: str,
        channel_id: ChannelId | None,
        joins: str | None = None,
        is_beside: bool = False,
    ) -> Outcome:
        """Call what has an effect: it is written down before, so that a crash leaves evidence."""
        short = self._take(method, channel_id, is_beside=is_beside)
        if short:
            return short
        machine = self._clock.machine()
        if not self._has_time():
            return TooLate()
        if not self._outbox.to_wire(self.row, now=machine, body=body, channel_id=channel_id, joins=joins):
            return TooLate()
        self.is_touched = True
        # Writing may have waited for a lock; nothing stands between this look at the lease and the call.
        if not self._has_time():
            return TooLate()
        return self._obey(method, self._slack.send(method, arguments))

    def ask(self, method: str, arguments: Mapping[str, Any]) -> Outcome:
        """Call what can be repeated without harm."""
        return self._take(method, None) or self._obey(method, self._slack.ask(method, arguments))

    def machine(self) -> datetime:
        """Return machine time."""
        return self._clock.machine()

    def in_doubt(self, channel_id: ChannelId) -> Sequence[Wired]:
        """Return the rows of a channel that may have reached Slack."""
        return self._outbox.wired(self.row.workspace_id, channel_id)

    def together(self, key: str) -> Together | None:
        """Return a message of several rows as it is remembered now."""
        return self._outbox.together(self.row.workspace_id, key)

    def look(self, channel_id: ChannelId, *, author: UserId, oldest: float, after: timedelta) -> Look | Failure:
        """Look at a channel from ``oldest`` on, as it stood ``after`` the row's last call or later."""
        last = self.row.last_wire_at
        return self._looks.look(
            (self.row.workspace_id, channel_id),
            self,
            author=author,
            oldest=oldest,
            not_before=last + after if last else self.machine(),
        )

    def direct_channel(self, person: UserId) -> ChannelId | Failure:
        """Return the channel of direct messages with a person."""
        known = self._slack.direct_channel(person)
        if known:
            return known
        said = self.ask("conversations.open", {"users": person})
        if isinstance(said, Unsure):
            # Opened or not, nothing was said: no doubt about a message, which what was decided later could pass.
            return Later(OPENS_AGAIN_AFTER, said.why)
        if not isinstance(said, Sent):
            return said
        if not said.channel_id:
            return Refused("an answer that names no channel")
        self._slack.keep_direct(person, said.channel_id)
        return said.channel_id

    def home_hash(self, person: UserId) -> str | None:
        """Return by what Slack knows the Home that was published last for a person."""
        return self._slack.home_hash(person)

    def keep_home(self, person: UserId, newest: str | None) -> None:
        """Remember that for the next time; None: it is not known any more."""
        self._slack.keep_home(person, newest)

    def _has_time(self) -> bool:
        longest = timedelta(seconds=self._slack.timeout) + MARGIN
        return self._clock.machine() + longest < self.row.lease_until

    def _take(self, method: str, channel_id: ChannelId | None, *, is_beside: bool = False) -> Later | None:
        wanted = self._rates(method, channel_id, is_beside=is_beside)
        short = self._outbox.take(self.row.workspace_id, wanted, now=self._clock.now())
        if short is None:
            return None
        rate, seconds = short
        return Later(self._queued(rate, seconds), f"no token for {rate.bucket}")

    def _rates(self, method: str, channel_id: ChannelId | None, *, is_beside: bool) -> tuple[Rate, ...]:
        if method == HISTORY:
            return self._looks.pace.rates(self.row.workspace_id, machine=self.machine())
        return rates(method, channel_id, is_beside=is_beside)

    def _queued(self, rate: Rate, seconds: float) -> float:
        return self._queues.wait(
            self.row.workspace_id,
            rate.bucket,
            seconds=seconds,
            apart=1 / rate.per_second,
            machine=self._clock.machine(),
        )

    def _obey(self, method: str, outcome: Outcome) -> Outcome:
        """Close the method for everybody while Slack, or the way to it, wants no calls."""
        if isinstance(outcome, Later):
            if outcome.is_limit and method == HISTORY:
                self._looks.pace.limited(self.row.workspace_id, machine=self.machine())
            # Of two buckets the one of the whole workspace: Slack does not say for which of them it wants no more.
            widest = rates(method, None)[-1]
            until = self._clock.now() + timedelta(seconds=outcome.seconds)
            self._outbox.hold(self.row.workspace_id, widest.bucket, until=until)
        return outcome
