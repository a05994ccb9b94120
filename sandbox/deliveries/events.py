"""The Events API: wraps what happened, tells the app if it subscribed and may know, and tries again when it is not heard."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sandbox import limits
from sandbox.clock import Clock
from sandbox.deliveries.dispatch import Dispatcher
from sandbox.deliveries.outcome import CLIENT_ERROR, NOBODY, SERVICE_ERROR, TIMEOUT, Outcome, Retry
from sandbox.deliveries.subscriptions import may_hear
from sandbox.deliveries.timers import Timers
from sandbox.errors import Json
from sandbox.ids import Ids
from sandbox.live import InFlight
from sandbox.model import App, Bot, Channel

REASONS = {
    TIMEOUT: "http_timeout",
    NOBODY: "connection_failed",
    CLIENT_ERROR: "http_error",
    SERVICE_ERROR: "http_error",
}


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
    _is_muted: bool = False
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def emit(self, subscription: str, event: Json, channel: Channel | None = None) -> None:
        """Send the event off without waiting, if there is an app that subscribed to it, may see it and is in its channel."""
        if (
            self._is_muted
            or not self._has_listener()
            or subscription not in self.app.events
            or not may_hear(self.bot, subscription, channel)
        ):
            return
        wrapped = self._wrapped(event)
        self.in_flight.begin()
        task = asyncio.get_running_loop().create_task(self._first_try(wrapped))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

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

    def _wrapped(self, event: Json) -> Json:
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
            "event_context": self.ids.make("EC"),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
        }

    async def _first_try(self, wrapped: Json) -> None:
        # The next try is begun before this one ends, so that nobody moves the clock between the two.
        try:
            self._plan_retry(wrapped, await self._try(wrapped, None), 1)
        finally:
            self.in_flight.end()

    async def _try(self, wrapped: Json, retry: Retry | None) -> Outcome:
        return await self.dispatcher.deliver("events_api", wrapped, accepts_answer=False, retry=retry)

    def _plan_retry(self, wrapped: Json, outcome: Outcome, number: int) -> None:
        is_last = number > len(limits.EVENT_RETRY_SECONDS)
        if outcome.is_acked or outcome.wants_no_retry or is_last or not self._has_listener():
            return
        reason = REASONS[outcome.error]
        if outcome.via == "socket" and outcome.error == TIMEOUT:
            reason = "timeout"
        retry = Retry(number, reason)

        async def again() -> None:
            self._plan_retry(wrapped, await self._try(wrapped, retry), number + 1)

        self.timers.after(limits.EVENT_RETRY_SECONDS[number - 1], again)

    def _has_listener(self) -> bool:
        """Tell whether there is an app at all; without one there is nothing to try again."""
        return bool(self.dispatcher.sockets.connections or self.app.request_url)
