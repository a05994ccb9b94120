"""What the use cases need from the outside, each with its contract in words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from bot.closed import Taught
from bot.connected import ConnectionMemory
from bot.crm_people import CrmPeopleMemory
from bot.events import Recorded
from bot.first_run import FirstRunMemory
from bot.home_memory import HomeMemory
from bot.kept_versions import KeptVersions
from bot.model import (
    ChannelId,
    Deal,
    DealChannel,
    DealId,
    DealStatus,
    Facts,
    Person,
    PersonalTime,
    UserId,
    Week,
    WorkspaceId,
)
from bot.outgoing import Line, Outgoing
from bot.playbook import Playbook
from bot.settled import HouseRules, SettledMemory


class Trouble(Exception):  # noqa: N818 - a fact about the world, not a fault of the program
    """The memory cannot do it now: full, locked, away. The sentence says what would help; nothing was changed."""


class Conflict(Exception):  # noqa: N818 - a fact about the world, not a fault of the program
    """Somebody else saved the deal first. Load again and decide again."""


@dataclass(frozen=True, slots=True)
class Group:
    """A Slack user group, as last read: ``handle`` without the @."""

    handle: str
    members: tuple[UserId, ...]


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace of ours and the Slack installation that points to it.

    ``secret`` is random and its own: by it our messages are known again in Slack.
    """

    id: WorkspaceId
    team_id: str
    bot_user_id: UserId
    secret: bytes = field(default=b"", repr=False, kw_only=True)
    team_channel: ChannelId | None = None
    leadership_channel: ChannelId | None = None
    default_owner: UserId | None = None
    week: Week | None = None
    region: str | None = None
    days_off: tuple[date, ...] = ()
    """The company's own, which everybody has."""
    rules: HouseRules = field(default_factory=HouseRules)
    is_restored: bool = False
    """Its memory was restored not long ago: Slack may have messages that it does not know of."""


class DigestKind(StrEnum):
    """Whose digest it is."""

    PERSON = "person"
    TEAM = "team"
    LEADERSHIP = "leadership"


@dataclass(frozen=True, slots=True)
class DigestClock:
    """One audience of a digest: a person's id or a channel's, its zone and when it is next looked at."""

    kind: DigestKind
    audience: str
    zone: str
    next_review_at: datetime


@dataclass(frozen=True, slots=True)
class Backlogged:
    """One won deal read from a list."""

    id: DealId
    source: str
    external_id: str
    short: str
    kind: str
    facts: Facts
    seller_name: str
    owner_id: UserId


class Sort(StrEnum):
    """How a list of deals is ordered."""

    NEWEST_WON = "newest won"
    NEXT_DUE = "next due"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deals a list asks for; every given condition must hold. ``person`` owns, must act on or leads something."""

    statuses: tuple[DealStatus, ...] = (DealStatus.OPEN,)
    person: UserId | None = None
    with_open_lapse: bool = False
    limit: int = 50
    sort: Sort = Sort.NEXT_DUE


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message stands in Slack. ``is_line``: in another message, which may have stood there long before."""

    channel_id: ChannelId
    ts: str
    is_line: bool = False


class UnitOfWork(KeptVersions, HomeMemory, SettledMemory, ConnectionMemory, CrmPeopleMemory, FirstRunMemory, Protocol):
    """One transaction in one workspace. Leaving the ``with`` block commits; an exception rolls everything back.

    Nothing of another workspace can be read or written through it. Not shared between threads.
    """

    workspace_id: WorkspaceId

    def workspace(self) -> Workspace:
        """Return this workspace."""
        ...

    def deal(self, deal_id: DealId) -> Deal | None:
        """Return a deal with its items, steps and all of its lapses that are open or closed within 30 days."""
        ...

    def deal_from(self, source: str, external_id: str) -> Deal | None:
        """Return the deal that a source calls by this id."""
        ...

    def deal_in(self, channel_id: ChannelId) -> Deal | None:
        """Return the deal whose channel this is."""
        ...

    def practice_of(self, user: UserId) -> Deal | None:
        """Return the practice deal that runs for somebody."""
        ...

    def deals(self, wanted: Wanted) -> Sequence[Deal]:
        """Return whole deals in the order asked for; never practice."""
        ...

    def count(self, wanted: Wanted) -> int:
        """Count what ``deals`` would return without its limit."""
        ...

    def add(self, deal: Deal, recorded: Sequence[Recorded], outgoing: Sequence[Outgoing]) -> bool:
        """Insert a new deal with its first events and what must reach Slack; False when its source id is known."""
        ...

    def save(self, before: Deal, after: Deal, recorded: Sequence[Recorded], outgoing: Sequence[Outgoing]) -> None:
        """Write what changed, if ``before.version`` still stands; raise Conflict otherwise.

        ``after.version`` must be ``before.version``; the stored one becomes one higher. Outgoing rows whose key is
        known are left alone.
        """
        ...

    def send(self, outgoing: Sequence[Outgoing], *, now: datetime | None = None) -> None:
        """Add what must reach Slack for no deal in particular (digests). Known keys are left alone.

        ``now`` is when it was decided: its lateness counts from there.
        """
        ...

    def history(self, deal_id: DealId) -> Sequence[Recorded]:
        """Return every event of a deal, oldest first."""
        ...

    def nudges(self, said: Posted) -> Sequence[tuple[DealId, int]]:
        """Return the deal and the event of each nudge that a message in Slack says; none for any other message."""
        ...

    def stands(self, key: str, where: Posted) -> bool:
        """Tell whether the message with this key is remembered to stand there, and surely no second one elsewhere."""
        ...

    def event(self, deal_id: DealId, seq: int) -> Recorded:
        """Return one event."""
        ...

    def taught(self, *, most: int) -> Sequence[Taught]:
        """Return what was said when deals were closed of which something was learned, newest first."""
        ...

    def answered(self, key: str) -> str | None:
        """Return the outcome that this input was answered with before, if it was."""
        ...

    def answer(self, key: str, outcome: str, *, now: datetime) -> None:
        """Record an input with its outcome, in this transaction. Raise Conflict if another answered it meanwhile."""
        ...

    def people(self) -> Mapping[UserId, Person]:
        """Return everybody known."""
        ...

    def person(self, user: UserId) -> Person | None:
        """Return one of them, without reading everybody: each input asks for who sent it."""
        ...

    def days_off(self) -> Mapping[str, frozenset[date]]:
        """Return the public holidays of each region that this workspace or one of its people has.

        Under the empty name stand the company's own days off, which everybody has.
        """
        ...

    def regions(self, country: str) -> Sequence[str]:
        """Return a country and its parts whose public holidays are known ("DE", "DE-BW", …); none for no country."""
        ...

    def put_workspace(self, changed: Workspace) -> None:
        """Write the workspace's settings."""
        ...

    def put_people(self, people: Sequence[Person]) -> None:
        """Insert or replace people as Slack has them; what they told Baton of their own time stays."""
        ...

    def put_time(self, user: UserId, time: PersonalTime | None) -> None:
        """Write a known person's own time."""
        ...

    def look_again(self, user: UserId | None, *, at: datetime, draws: bool = False) -> None:
        """Have every deal that a person's working time can move looked at anew from then on, some with each tick.

        None: all deals of the workspace. ``draws``: the boards that name the person as the owner are drawn anew, too.
        """
        ...

    def groups(self) -> Sequence[Group]:
        """Return the user groups."""
        ...

    def put_groups(self, groups: Sequence[Group]) -> None:
        """Replace all user groups."""
        ...

    def playbook(self, kind: str | None) -> Playbook | None:
        """Return the newest playbook of a kind; None asks for the workspace's default."""
        ...

    def playbooks(self) -> Sequence[Playbook]:
        """Return the newest playbook of each kind, by title."""
        ...

    def put_playbooks(self, playbooks: Sequence[Playbook], *, now: datetime) -> None:
        """Add versions that are not there yet and make these the newest of their kinds; the first is the default.

        A kind of which somebody chose a version by hand keeps that one.
        """
        ...

    def due_deals(self, *, now: datetime, limit: int) -> Sequence[DealId]:
        """Return deals whose ``next_review_at`` has come, longest due first."""
        ...

    def postpone(self, deal_id: DealId, *, until: datetime) -> None:
        """Push a deal's next review ahead without looking at it: one bad row must not stop the sweep."""
        ...

    def due_digests(self, *, now: datetime, limit: int) -> Sequence[DigestClock]:
        """Return digest audiences whose moment has come."""
        ...

    def put_digests(self, clocks: Sequence[DigestClock]) -> None:
        """Insert or replace digest audiences."""
        ...

    def ensure_digests(self, clocks: Sequence[DigestClock]) -> None:
        """Insert digest audiences that are not there yet; the others keep their moment."""
        ...

    def digests(self) -> Sequence[DigestClock]:
        """Return every digest audience."""
        ...

    def events_between(self, since: datetime, until: datetime) -> Sequence[tuple[DealId, Recorded]]:
        """Return the workspace's events in [since, until), oldest first; never those of practice."""
        ...

    def add_backlog(self, rows: Sequence[Backlogged], *, now: datetime) -> int:
        """Insert backlog deals with their first event, in bulk; known ones are left alone. Return how many were new."""
        ...

    def backlog_sellers(self, deal_ids: Sequence[DealId]) -> Mapping[DealId, str]:
        """Return the sellers' names as the list spelled them."""
        ...

    def channels(self) -> Sequence[DealChannel]:
        """Return the channels of all deals that run or are held."""
        ...

    def look_at_channels(self, *, by: datetime) -> None:
        """Let the channels of this workspace be looked at by then, if that was to be later."""
        ...

    def follow_channel(self, was: ChannelId, is_now: ChannelId) -> None:
        """Let all that was said or is to be said in a channel stand under its new id."""
        ...

    def revive(self, deal_id: DealId) -> int:
        """Have tried again what was given up because nothing could be said in this deal's channel; return how much.

        Not its nudges: each was recorded as skipped, and its ladder went on from there.
        """
        ...

    def digests_about(self, deal_id: DealId | None, keys: Sequence[str]) -> Sequence[str]:
        """Return those of these digests that were decided and have a line about a deal; None: about any."""
        ...

    def lines_added(self, key: str) -> Sequence[Line]:
        """Return what was added to a digest after it was decided, oldest first."""
        ...

    def take_public(self, person: UserId, day: date, *, most: int) -> bool:
        """Count one more public nudge of a person's day, unless there were ``most``; of two at once one comes second."""
        ...

    def take_turn(self, handle: str) -> int:
        """Count one more deal that a user group takes in turn; return how many it took before."""
        ...

    def sighted(self, mark: str) -> Posted | None:
        """Return where the message with this mark was seen when Slack was looked through after a restore."""
        ...

    def marks_at(self, posted: Posted) -> Collection[str]:
        """Return the marks that were seen there after a restore: the message's own, and those of its lines."""
        ...


Work = Callable[[WorkspaceId], AbstractContextManager[UnitOfWork]]
"""Begin a unit of work in a workspace."""


class RowState(StrEnum):
    """Where an outbox row stands. Unknown: it may have reached Slack. Moot: its reason went away before it was sent."""

    PENDING = "pending"
    UNKNOWN = "unknown"
    SENT = "sent"
    MOOT = "moot"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Row:
    """An outbox row in the hands of one courier, until ``lease_until`` (machine time)."""

    id: UUID
    workspace_id: WorkspaceId
    outgoing: Outgoing
    state: RowState
    attempt: int
    lease_token: UUID
    lease_until: datetime
    first_wire_at: datetime | None
    last_wire_at: datetime | None
    body: str | None
    channel_id: ChannelId | None
    position: int


@dataclass(frozen=True, slots=True)
class Wired:
    """What went to the wire and is not settled yet: ``body`` as it was, or may have been, sent."""

    outgoing: Outgoing
    body: str


@dataclass(frozen=True, slots=True)
class Rate:
    """One bucket: tokens a second, how many may have gathered, and the most that any minute may take."""

    bucket: str
    per_second: float
    burst: float
    a_minute: int | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """One message of several rows: the key of the row that posted it, where it stands, and what it says, oldest first."""

    key: str
    posted: Posted
    members: tuple[Outgoing, ...]


class Outbox(Protocol):
    """The courier's half of the outbox, over all workspaces. Times are machine time unless a name says otherwise.

    Every method is a transaction of its own, and every write is fenced by the row's lease token: False means that
    the lease was lost and nothing was written.
    """

    def claim(self, *, now: datetime, business_now: datetime, lease_for: float, limit: int) -> Sequence[Row]:
        """Lease rows that are due and first in their lane, fairly over workspaces.

        A lane is held by an earlier row of it that is pending, or unknown for less than ten minutes. Rows whose
        ``not_before`` (business time) has not come are left alone, and hold no lane until it comes.
        """
        ...

    def to_wire(
        self, row: Row, *, now: datetime, body: str, channel_id: ChannelId | None, joins: str | None = None
    ) -> bool:
        """Write, before the call, that it may have happened: state unknown, the body as it will be sent.

        ``joins`` is the key of the message that it becomes a line of.
        """
        ...

    def host(self, row: Row, *, within: timedelta, most: int) -> Together | None:
        """Return the message that a row may join: the newest one posted under the same word and decided ``within``.

        Not one that was ever in doubt and was not looked at again, since of two copies one would go, nor a full one.
        """
        ...

    def together(self, workspace_id: WorkspaceId, key: str) -> Together | None:
        """Return the message that the row with this key is part of, if it stands in Slack."""
        ...

    def sent(self, row: Row, *, posted: Posted | None, now: datetime, was_lost: bool = False) -> bool:
        """Record that Slack has it. ``was_lost``: it was seen there after a restore, perhaps as a line of another."""
        ...

    def later(self, row: Row, *, due_at: datetime, error: str, is_unknown: bool, counts: bool) -> bool:
        """Put it back until ``due_at``; ``is_unknown`` keeps it to be reconciled, ``counts`` counts an attempt."""
        ...

    def put_off(self, row: Row, *, not_before: datetime, now: datetime, error: str, is_unknown: bool) -> bool:
        """Put it back until a moment of business time; meanwhile its lane goes on without it."""
        ...

    def moot(self, row: Row, *, why: str, now: datetime) -> bool:
        """Record that it no longer needs to be sent, and why."""
        ...

    def dead(self, row: Row, *, why: str, now: datetime) -> bool:
        """Give up on it; an operator must look."""
        ...

    def posted(self, workspace_id: WorkspaceId, key: str) -> Posted | None:
        """Return where the message with this key stands, if it was sent."""
        ...

    def awaited(self, workspace_id: WorkspaceId, key: str) -> datetime | None:
        """Return from when on (business time) the message with this key may come; None when it is settled."""
        ...

    def is_dead(self, workspace_id: WorkspaceId, key: str) -> bool:
        """Tell whether the row with this key was given up."""
        ...

    def wired(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> Sequence[Wired]:
        """Return the rows of a channel that may have reached Slack and are not settled, oldest first."""
        ...

    def seen(self, workspace_id: WorkspaceId, key: str, *, posted: Posted, now: datetime) -> bool:
        """Record that Slack was seen to have it, whoever holds the row; False when it is settled already."""
        ...

    def second_looks(self, *, now: datetime, lease_for: float, limit: int) -> Sequence[Row]:
        """Lease rows that ended, were in doubt once and are to be looked at again now; those of one channel together."""
        ...

    def looked_again(self, row: Row, *, ts: str | None, note: str | None, again_at: datetime | None) -> bool:
        """Record a second look: where the one message stands if elsewhere, what was done, and when to look once more."""
        ...

    def superseded(self, row: Row) -> bool:
        """Tell whether a newer edit of the same message waits, so that this one need not be sent."""
        ...

    def take(self, workspace_id: WorkspaceId, rates: Sequence[Rate], *, now: datetime) -> tuple[Rate, float] | None:
        """Take one token from each bucket, or from none: then return the first that lacks one, and for how many seconds.

        ``now`` is Slack's clock.
        """
        ...

    def hold(self, workspace_id: WorkspaceId, name: str, *, until: datetime) -> None:
        """Close a bucket for everybody until a moment (Slack answered 429)."""
        ...

    def waiting(self, *, business_now: datetime) -> int:
        """Count rows that are pending or unknown and whose ``not_before`` has come."""
        ...


class Clock(Protocol):
    """The two readings of time; built once, handed to those who act by themselves."""

    def now(self) -> datetime:
        """Return business time: what people live by, and what Slack's limits are counted in. Aware, UTC."""
        ...

    def machine(self) -> datetime:
        """Return machine time, for leases and settle windows: never moved by anybody. Aware, UTC."""
        ...
