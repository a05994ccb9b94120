"""The Events API: wraps what happened, tells the app if it subscribed and may know, and tries again when it is not heard."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sandbox import limits
from sandbox.clock import Clock
from sandbox.deliveries.dispatch import Dispatcher
from sandbox.deliveries.outcome import Outcome, Retry
from sandbox.deliveries.subscriptions import may_hear
from sandbox.deliveries.timers import Timers
from sandbox.deliveries.volume import Quota
from sandbox.errors import Json
from sandbox.live import InFlight
from sandbox.rates import Rates
from sandbox.state import event_context
from sandbox.state.ids import Ids
from sandbox.state.model import App, Bot, Channel


@dataclass
class Events:
    app: App
    bot: Bot
    team_id: str
    ids: Ids
    clock: Clock
    dispatcher: Dispatcher
    timers: Timers
    in_flight: InFlight
    rates: Rates
    quota: Quota = field(default_factory=Quota)
    _is_muted: bool = False
    _due: list[Json] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    # Slack promises no order; a fixed seed lets the same events overtake each other in every run.
    _dice: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - no secret hangs on it

    def emit(self, subscription: str, event: Json, channel: Channel | None = None) -> None:
        """Send the event off without waiting, if there is an app that subscribed to it, may see it and is in its channel."""
        if not self.is_wanted(subscription, channel):
            return
        epoch = self.clock.epoch()
        if not self.rates.is_enforced or self.quota.take(epoch):
            self._send_soon(self._wrapped(event, channel))
        elif self.quota.owes_word(epoch):
            self._send_soon(self._word_of_limit())

    def is_wanted(self, subscription: str, channel: Channel | None) -> bool:
        """Tell whether an event of this kind would be sent now; asked again when one is emitted."""
        return (
            not self._is_muted
            and self._has_listener()
            and subscription in self.app.events
            and not self.dispatcher.health.is_off
            and may_hear(self.bot, subscription, channel)
        )

    @contextmanager
    def muted(self) -> Iterator[None]:
        """Keep what happens inside from the app."""
        self._is_muted = True
        try:
            yield
        finally:
            self._is_muted = False

    async def heard(self) -> None:
        """Wait until every event so far has been tried once."""
        await asyncio.gather(*self._tasks)

    def _wrapped(self, event: Json, channel: Channel | None) -> Json:
        epoch = self.clock.epoch()
        authorization = {
            "enterprise_id": None,
            "team_id": self.team_id,
            "user_id": self.bot.user,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": self.app.verification_token,
            "team_id": self.team_id,
            "api_app_id": self.app.id,
            "context_team_id": self.team_id,
            "context_enterprise_id": None,
            "event": {"event_ts": self.ids.ts(epoch), **event},
            "type": "event_callback",
            "event_id": self.ids.make("Ev"),
            "event_time": int(epoch),
            "event_context": event_context.made(self.team_id, self.app.id, event),
            "authorizations": [authorization],
            "is_ext_shared_channel": bool(channel and channel.shared_with),
        }

    def _word_of_limit(self) -> Json:
        """Say in which minute events were held back; it comes without the wrapping that events have."""
        return {
            "token": self.app.verification_token,
            "type": "app_rate_limited",
            "team_id": self.team_id,
            "minute_rate_limited": self.quota.minute_told,
            "api_app_id": self.app.id,
        }

    def _send_soon(self, payload: Json) -> None:
        """Gather what happens in one breath, since that is what may overtake each other."""
        # Counted from here and not from the sending: a script that asks meanwhile must not find everything at rest.
        self.in_flight.begin()
        self._due.append(payload)
        # The first of a breath starts the sending, which begins when whatever is happening now has happened.
        if len(self._due) == 1:
            task = asyncio.get_running_loop().create_task(self._send_due())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _send_due(self) -> None:
        due, self._due = self._due, []
        self._dice.shuffle(due)
        await asyncio.gather(*(self._first_try(one) for one in due))

    async def _first_try(self, payload: Json) -> None:
        # The next try is begun before this one ends, so that nobody moves the clock between the two.
        try:
            await self._try(payload, None)
        finally:
            self.in_flight.end()

    async def _try(self, payload: Json, retry: Retry | None) -> None:
        number = retry.number + 1 if retry else 1

        def learn(outcome: Outcome) -> None:
            self.dispatcher.health.note(self.clock.epoch(), is_acked=outcome.is_acked)
            self._plan_retry(payload, outcome, number)

        learn(await self.dispatcher.deliver("events_api", payload, accepts_answer=False, retry=retry, then=learn))

    def _plan_retry(self, payload: Json, outcome: Outcome, number: int) -> None:
        # The word about a full hour comes every minute anyway, and is never tried again.
        is_last = number > len(limits.EVENT_RETRY_SECONDS) or payload["type"] != "event_callback"
        if outcome.is_acked or outcome.wants_no_retry or is_last:
            return
        retry = Retry(number, outcome.retry_reason)

        async def again() -> None:
            if self._is_worth_a_retry(payload):
                await self._try(payload, retry)

        self.timers.after(limits.EVENT_RETRY_SECONDS[number - 1], again, is_awaited=True)

    def _is_worth_a_retry(self, payload: Json) -> bool:
        # Slack drops what it could not bring for two hours: an app catches up by reading, not by old events.
        is_late = self.clock.epoch() - payload["event_time"] > limits.EVENT_LATEST_SECONDS
        return not is_late and not self.dispatcher.health.is_off

    def _has_listener(self) -> bool:
        """Tell whether there is an app at all; what happens while there is none is not kept for it."""
        return bool(self.dispatcher.sockets.connections or self.app.request_url)
