"""The systems that may tell a workspace of deals, each through a door of its own, as plain data."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from bot.model import UserId, WorkspaceId


class Unheard(StrEnum):
    """Why what came through a connection was not taken: for the admins who connected it, never for the sender."""

    NO_TIMESTAMP = "no_timestamp"
    STALE = "stale"
    NO_SIGNATURE = "no_signature"
    MISMATCH = "mismatch"
    NOT_JSON = "not_json"
    FIELDS = "fields"
    UNKNOWN_DEAL = "unknown_deal"


@dataclass(frozen=True, slots=True)
class Connection:
    """One system's way in. ``id`` is random and stands in its address; its secret is kept elsewhere, sealed.

    ``secret_at`` is when the secret in force was made; until ``old_until`` the one before it is good, too.
    ``heard_at`` and ``refused_at`` are exact to a minute.
    """

    id: UUID
    source: str
    made_by: UserId
    secret_at: datetime
    old_until: datetime | None = None
    heard_at: datetime | None = None
    refused_at: datetime | None = None
    refused_why: Unheard | None = None

    def has_old(self, now: datetime) -> bool:
        """Tell whether the secret before this one is still good."""
        return self.old_until is not None and now < self.old_until


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection that was found by its address, with the secrets that are good for it now."""

    workspace_id: WorkspaceId
    connection_id: UUID
    source: str
    secrets: tuple[str, ...] = field(repr=False)


class ConnectionMemory(Protocol):
    """The part of a unit of work that knows the connections; it never sees a secret that is not sealed."""

    def connections(self) -> Sequence[Connection]:
        """Return all of them, by source."""
        ...

    def connect(self, connection: Connection, sealed: str) -> None:
        """Add one with its sealed secret; raise Conflict where its id or source stands already."""
        ...

    def renew(self, connection: Connection, sealed: str) -> None:
        """Put another secret in force; the one before it stays until ``connection.old_until``, None: it goes at once."""
        ...

    def disconnect(self, connection_id: UUID) -> None:
        """Remove one, with its secrets."""
        ...
