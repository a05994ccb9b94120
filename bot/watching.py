"""What whoever runs Baton watches: how much waits and for how long, and what an audit finds that should not be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.model import DealId, LapseKind
from bot.playbook import Ladder

NO_TIME = timedelta()

AUDIT = "audit"
"""What stands before the counts in an audit's message, where other alerts name the kind of what was given up."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """How much waits in all workspaces, as one moment saw it; a count stops at a figure that nobody reads further than.

    ``waiting`` messages are decided and not yet in Slack, ``due`` of them could go now, ``unknown`` may have arrived,
    ``dead`` were given up. ``lag`` is for how long the message has waited that has waited longest since it should have
    gone, tried or not, and ``due_look`` the moment (business time) at which the first deal or digest is to be looked at.
    ``comes_at`` is that moment, or an earlier one that a message was put off to.
    """

    waiting: int = 0
    due: int = 0
    unknown: int = 0
    dead: int = 0
    lag: timedelta = NO_TIME
    due_look: datetime | None = None
    comes_at: datetime | None = None


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
class Limits:
    """From when on something is late beyond what Baton's and Slack's own pace explains.

    ``ahead`` is the furthest that a deal's next look may lie, ``put_off`` the furthest that a message may be put off.
    """

    look: timedelta = timedelta(hours=1)
    ahead: timedelta = timedelta(days=8)
    told: timedelta = timedelta(hours=1)
    doubt: timedelta = timedelta(hours=1)
    sent: timedelta = timedelta(hours=6)
    put_off: timedelta = timedelta(days=10)
    channel: timedelta = timedelta(hours=6)
    silence: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Pace:
    """The slowest at which working time passes in a workspace: hours of a day, days of a week, the longest closure."""

    hours: float = 8.0
    days: int = 5
    closed: timedelta = NO_TIME


@dataclass(frozen=True, slots=True)
class Commitment:
    """An open step or item of an open deal that is overdue, and nobody was asked about it yet.

    ``opened_at`` is its lapse's; None without one. ``changed_at`` is when something last happened in the deal.
    """

    deal_id: DealId
    kind: LapseKind
    due_at: datetime
    opened_at: datetime | None
    changed_at: datetime
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
    """An open lapse of an open deal whose last rung was fired, and told or not. ``is_awaited``: its message may come."""

    deal_id: DealId
    kind: LapseKind
    rung: int
    fired_at: datetime
    told_at: datetime | None
    is_awaited: bool
    is_gate: bool
    ladder: Ladder


@dataclass(frozen=True, slots=True)
class Silence:
    """An open deal with no step, no offer and no lapse, in which nothing has happened for long."""

    deal_id: DealId
    changed_at: datetime
    ladder: Ladder


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an audit reads of one workspace, without asking what the sweep and the courier ask.

    What needs no judgement is found ``plain``.
    """

    plain: Sequence[Finding] = ()
    commitments: Sequence[Commitment] = ()
    offerings: Sequence[Offering] = ()
    standstills: Sequence[Standstill] = ()
    silences: Sequence[Silence] = ()
    pace: Pace = field(default_factory=Pace)
