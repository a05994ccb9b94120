"""What whoever runs Baton watches: how much waits and for how long, and what an audit finds that should not be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from bot.model import DealId, LapseKind, WorkspaceId
from bot.playbook import Ladder

NO_TIME = timedelta()


@dataclass(frozen=True, slots=True)
class Pulse:
    """How much waits in all workspaces, as one moment saw it; a count stops at a figure that nobody reads further than.

    ``waiting`` messages are decided and not yet in Slack, ``due`` of them could go now, ``unknown`` may have arrived,
    ``dead`` were given up. ``lag`` is for how long the message has been due that has been due longest, and ``due_look``
    the moment (business time) at which the first deal or digest was to be looked at, if there is any.
    """

    waiting: int = 0
    due: int = 0
    unknown: int = 0
    dead: int = 0
    lag: timedelta = NO_TIME
    due_look: datetime | None = None


class Fault(StrEnum):
    """What an audit finds: a deal, a message or a digest that should have been looked at and was not."""

    UNREVIEWED = "unreviewed"
    UNASKED = "unasked"
    UNESCALATED = "unescalated"
    UNTOLD = "untold"
    FORGOTTEN = "forgotten"
    WITHOUT_CHANNEL = "without_channel"
    WITHOUT_OWNER = "without_owner"
    IN_DOUBT = "in_doubt"
    UNSENT = "unsent"
    NO_DIGEST = "no_digest"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that should not be. ``about`` is the deal's id, or the key of the message or digest."""

    fault: Fault
    about: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Commitment:
    """An open step or item of an open deal whose moment has passed, with what was made of that.

    ``opened_at`` and ``rung`` are those of its open lapse; without one, None and 0.
    """

    deal_id: DealId
    kind: LapseKind
    due_at: datetime
    opened_at: datetime | None
    rung: int
    ladder: Ladder


@dataclass(frozen=True, slots=True)
class Offering:
    """An offer of an open deal that nobody has answered and for which no lapse is open.

    ``settled_at`` is when the last lapse about it closed: the wait counts from there anew.
    """

    deal_id: DealId
    offered_at: datetime
    settled_at: datetime | None
    ladder: Ladder


@dataclass(frozen=True, slots=True)
class Standstill:
    """An open lapse of an open deal whose last rung was told, or fired and not told."""

    deal_id: DealId
    lapse_id: UUID
    kind: LapseKind
    rung: int
    fired_at: datetime
    told_at: datetime | None
    is_gate: bool
    ladder: Ladder

    @property
    def key(self) -> str:
        """Return the key of the message that tells of its rung."""
        return f"nudge:{self.lapse_id}:{self.rung}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an audit reads of one workspace, found without asking what the sweep and the courier ask.

    Findings that need no judgement are ``plain``. ``awaited`` are keys of messages that are still on their way.
    """

    workspace_id: WorkspaceId
    plain: Sequence[Finding] = ()
    commitments: Sequence[Commitment] = ()
    offerings: Sequence[Offering] = ()
    standstills: Sequence[Standstill] = ()
    awaited: frozenset[str] = frozenset()
