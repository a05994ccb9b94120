"""Renew the tokens that Slack rotates before they are over; what fails in one workspace keeps no other waiting."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from bot.installed import Token
from bot.model import WorkspaceId
from bot.ports import Clock
from messages.delivery.guard import Guard
from messages.delivery.outcomes import Failure, Refused
from messages.delivery.own_app import OwnApp
from messages.tracing import about

log = logging.getLogger(__name__)

AHEAD = timedelta(hours=2)
"""How long before its end a token is renewed: long enough for Slack to be away meanwhile, of the twelve hours it lives."""
LEASE = timedelta(minutes=2)
"""How long one process has, and how long Slack is left alone after it did not renew: it waits for no answer longer."""
# Nothing but a new installation helps; all else may be better in two minutes.
OVER = frozenset({"invalid_refresh_token", "invalid_grant_type", "token_revoked", "account_inactive"})


class Memory(Protocol):
    """The tokens that expire. Each method is a transaction of its own; ``by`` is business, ``now`` machine time."""

    def due(self, *, by: datetime) -> Sequence[WorkspaceId]:
        """Return the workspaces whose token is over by then."""
        ...

    def take(self, workspace_id: WorkspaceId, *, by: datetime, now: datetime, until: datetime) -> Token | None:
        """Begin to renew; None while another process does, or when it has."""
        ...

    def put(self, workspace_id: WorkspaceId, new: Token, *, instead_of: Token) -> bool:
        """Keep the next token; False where another came in its place meanwhile."""
        ...


@dataclass(frozen=True, slots=True)
class Renewals:
    """Looks for what is nearly over. ``stop`` lets a workspace sleep whose token ended and cannot be renewed."""

    memory: Memory
    own_app: OwnApp
    clock: Clock
    stop: Callable[[WorkspaceId], object]
    guard: Guard

    def run(self) -> None:
        """Renew what is due."""
        for workspace_id in self.memory.due(by=self.clock.now() + AHEAD):
            with about(workspace=workspace_id):
                self.guard(partial(self._renew, workspace_id))

    def _renew(self, workspace_id: WorkspaceId) -> None:
        by, machine = self.clock.now() + AHEAD, self.clock.machine()
        # The lease is never given back: Slack is asked again when it has run out, and by one process.
        old = self.memory.take(workspace_id, by=by, now=machine, until=machine + LEASE)
        if old is None:
            return
        got = self.own_app.renew(old, now=self.clock.now())
        if isinstance(got, Token):
            # Kept before anything is said with it: a crash in between has used up what renews the one before.
            self.memory.put(workspace_id, got, instead_of=old)
        else:
            self._not_renewed(workspace_id, old, got)

    def _not_renewed(self, workspace_id: WorkspaceId, old: Token, failure: Failure) -> None:
        log.error(
            "Slack does not renew the token of workspace %s, which is over at %s: %s. "
            "If it stays so, have Baton installed there again, at /slack/install.",
            workspace_id,
            f"{old.expires_at:%Y-%m-%d %H:%M} UTC" if old.expires_at else "no known time",
            failure.why,
        )
        is_final = isinstance(failure, Refused) and failure.why in OVER
        # Until then the old one still works, and people lose nothing.
        if is_final and old.expires_at and old.expires_at <= self.clock.now():
            self.stop(workspace_id)
