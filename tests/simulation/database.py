"""The real database code on a SQLite in memory, with a point at every transaction's edges and faults at its commit."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine

from bot.model import ChannelId
from bot.ports import Posted, Row, Trouble
from storage.engine import Database, open_engine
from storage.failure import StorageError
from storage.migrations import upgrade
from storage.outbox import SqlOutbox
from storage.standing import Standing
from storage.work import work_in
from storage.workspaces import Workspaces
from tests.simulation.holders import Holders
from tests.simulation.hub import NEVER, Hub

MICROS = 1_000_000
STAGES = {
    "to wire": "between mark and call",
    "sent": "",
    "later": "",
    "moot": "",
    "dead": "",
    "input": "before the answer",
}
"""In which window of failure an actor stands once a transaction of this name is committed."""


@dataclass(slots=True)
class DatabaseWeather:
    """How often, of all transactions, each goes wrong."""

    busy: float = 0.0
    full: float = 0.0
    unheard: float = 0.0


class InjectedError(StorageError, Trouble):
    """A fault of the database that this run let loose, as a real one is known to who meets it: no other may ever be met."""


class Memory:
    """One database for a whole series of runs; each begins from a copy of the same first page.

    ``has_losses``: it was put back in this run, and Slack may have to be looked through.
    """

    def __init__(self) -> None:
        self.engine = open_engine("sqlite://")
        upgrade(self.engine)
        self._driver = _driver_of(self.engine)
        self.writer = self.engine.connect()
        self.reader = self.engine.connect().execution_options(is_reading=True)
        self.standing = Standing()
        self._blank = self.copy()
        self.has_losses = False

    def copy(self) -> bytes:
        """Return the whole database as it stands."""
        return self._driver.serialize()

    def put_back(self, copy: bytes | None = None) -> None:
        """Let the database be as it was when the copy was made, by default empty."""
        self._driver.deserialize(copy or self._blank)
        self.has_losses = False

    def ask(self, question: str) -> Any:
        """Return the first value of an answer, beside the program's own way to the database."""
        return self._driver.execute(question).fetchone()[0]

    def rows(self, question: str, given: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Return a whole answer."""
        return self._driver.execute(question, given or {}).fetchall()


def _driver_of(engine: Engine) -> sqlite3.Connection:
    connection = engine.raw_connection()
    driver = connection.driver_connection
    connection.close()
    assert isinstance(driver, sqlite3.Connection)
    return driver


class WatchedDatabase(Database):
    """``label`` names what its next transaction is for; ``on_commit`` is told of its commit before anybody else runs."""

    def __init__(self, memory: Memory, hub: Hub, weather: DatabaseWeather, label: str) -> None:
        super().__init__(memory.engine)
        self.memory = memory
        self._hub = hub
        self._weather = weather
        self.label = label
        self.on_commit: Callable[[], None] | None = None

    @property
    def now(self) -> float:
        return self._hub.now

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        label = self.label
        on_commit, self.on_commit = self.on_commit, None
        self._hub.point(f"{label} begins")
        self._may_fail(self._weather.busy, label, "busy")
        with super().writing() as connection:
            yield connection
            self._hub.may_die_here(f"{label} commits")
            self._may_fail(self._weather.full, label, "full")
        self._committed(label)
        if on_commit:
            on_commit()
        self._may_fail(self._weather.unheard, label, "unheard commit")
        self._hub.point(f"{label} is committed")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        self._hub.point(f"{self.label} reads")
        with super().reading() as connection:
            yield connection

    def _begun(self, *, is_reading: bool = False) -> AbstractContextManager[Connection]:
        # There is one connection to a database in memory. Fetching it from its pool and bringing it back, for every
        # transaction, is the one thing of the program's way that is left out.
        return Begun(self.memory.reader if is_reading else self.memory.writer)

    def meet_others(self) -> None:
        """Count it when somebody else has a call out just now."""
        me = self._hub.current
        if any(actor.stage for actor in self._hub.actors if actor is not me and actor.name == "courier"):
            self._hub.counts["window: two at work"] += 1

    def _may_fail(self, rate: float, label: str, fault: str) -> None:
        hub = self._hub
        if rate and hub.is_stormy and hub.current and hub.current.process and hub.chance.happens(rate):
            hub.counts[f"database: {fault}"] += 1
            hub.steps.append((hub.now, hub.current.name, f"{label}: the database fails ({fault})"))
            raise InjectedError(f"The database fails: {fault}.")

    def _committed(self, label: str) -> None:
        actor = self._hub.current
        if actor is not None and label in STAGES:
            actor.stage = STAGES[label]


class WatchedOutbox(SqlOutbox):
    """The real outbox; it names its transactions, and knows who holds each row by what it gave away itself."""

    def __init__(
        self,
        database: WatchedDatabase,
        *,
        ids: Callable[[], UUID],
        holders: Holders,
        broken_fences: list[str],
        marks: dict[str, list[float]],
    ) -> None:
        super().__init__(database, ids=ids)
        # Whether there is such a table is asked once, for all lives of all runs.
        self._standing = database.memory.standing
        self._named = database
        self._holders = holders
        self._broken_fences = broken_fences
        self._marks = marks

    def claim(self, *, now: datetime, business_now: datetime, lease_for: float, limit: int) -> Sequence[Row]:
        order: list[int] = []
        self._named.label, self._named.on_commit = "claim", lambda: order.append(self._holders.committed())
        rows = super().claim(now=now, business_now=business_now, lease_for=lease_for, limit=limit)
        if rows:
            self._named.meet_others()
        for row in rows:
            self._holders.given(row, order[0])
        return rows

    def to_wire(
        self, row: Row, *, now: datetime, body: str, channel_id: ChannelId | None, joins: str | None = None
    ) -> bool:
        held_by = self._named_for(row, "to wire")
        was_written = super().to_wire(row, now=now, body=body, channel_id=channel_id, joins=joins)
        return self._fenced(row, was_written, held_by)

    def sent(self, row: Row, *, posted: Posted | None, now: datetime, was_lost: bool = False) -> bool:
        held_by = self._named_for(row, "sent")
        return self._fenced(row, super().sent(row, posted=posted, now=now, was_lost=was_lost), held_by)

    def later(self, row: Row, *, due_at: datetime, error: str, is_unknown: bool, counts: bool) -> bool:
        held_by = self._named_for(row, "later")
        return self._fenced(
            row, super().later(row, due_at=due_at, error=error, is_unknown=is_unknown, counts=counts), held_by
        )

    def put_off(self, row: Row, *, not_before: datetime, now: datetime, error: str, is_unknown: bool) -> bool:
        held_by = self._named_for(row, "put off")
        was_written = super().put_off(row, not_before=not_before, now=now, error=error, is_unknown=is_unknown)
        return self._fenced(row, was_written, held_by)

    def moot(self, row: Row, *, why: str, now: datetime) -> bool:
        held_by = self._named_for(row, "moot")
        return self._fenced(row, super().moot(row, why=why, now=now), held_by)

    def dead(self, row: Row, *, why: str, now: datetime) -> bool:
        held_by = self._named_for(row, "dead")
        return self._fenced(row, super().dead(row, why=why, now=now), held_by)

    def take(self, *args: Any, **kwargs: Any) -> Any:
        self._named.label = "take"
        return super().take(*args, **kwargs)

    def hold(self, *args: Any, **kwargs: Any) -> None:
        self._named.label = "hold"
        super().hold(*args, **kwargs)

    def _named_for(self, row: Row, label: str) -> list[Row]:
        """Name the next transaction; the list that is returned holds, after its commit, who held the row then."""
        held_by: list[Row] = []
        self._named.label = label
        # The doubt counts from the moment that is written down, however long its transaction then stood still.
        began = self._named.now

        def committed() -> None:
            held_by.append(self._holders.of(row))
            if label == "to wire":
                self._marks.setdefault(row.outgoing.key, []).append(began)

        self._named.on_commit = committed
        return held_by

    def _fenced(self, row: Row, was_written: bool, held_by: list[Row]) -> bool:
        if was_written and any(holder.lease_token != row.lease_token for holder in held_by):
            self._broken_fences.append(row.outgoing.key)
        return was_written


class WatchedWorkspaces(Workspaces):
    """The real workspaces; like the outbox they ask once, for all lives of all runs, whether there is a version."""

    def __init__(self, database: WatchedDatabase, *, ids: Callable[[], UUID]) -> None:
        super().__init__(database, ids=ids)
        self._standing = database.memory.standing


HELD, LONGEST_SKEW = 600, 200
_NEXT_DELIVERY = """
SELECT min(max(due_at, not_before)) FROM outbox AS this WHERE state IN ('pending', 'unknown') AND NOT EXISTS (
    SELECT 1 FROM outbox AS earlier WHERE earlier.workspace_id = this.workspace_id AND earlier.lane = this.lane
    AND earlier.position < this.position AND earlier.state IN ('pending', 'unknown') AND earlier.not_before <= :come
    AND (earlier.state = 'pending' OR earlier.last_wire_at > :held_since))
UNION ALL SELECT min(last_wire_at) + :held FROM outbox WHERE state = 'unknown' AND last_wire_at > :held_since
UNION ALL SELECT min(second_look_at) FROM outbox WHERE state IN ('sent', 'moot') AND second_look_at IS NOT NULL
"""
"""What is first in its lane, what a lane waits for no longer, and what is to be looked at once more."""


class Hints:
    """When something in the database wants to be looked at. It moves time on; it judges nothing."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def next_delivery(self, now: float) -> float:
        given = {
            "come": int((now - LONGEST_SKEW) * MICROS),
            "held_since": int((now - HELD) * MICROS),
            "held": HELD * MICROS,
        }
        found = self._memory.rows(_NEXT_DELIVERY, given)
        return min((each / MICROS for (each,) in found if each is not None), default=NEVER)

    def next_review(self) -> float:
        deals = self._soonest("SELECT min(next_review_at) FROM deal")
        if self._memory.has_losses:
            deals = min(deals, self._soonest("SELECT min(look_back_at) FROM workspace"))
        return min(deals, self._soonest("SELECT min(next_review_at) FROM digest_clock"))

    def _soonest(self, question: str) -> float:
        found = self._memory.ask(question)
        return NEVER if found is None else found / MICROS


class Begun(AbstractContextManager[Connection]):
    """A transaction on a connection that stays open."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> Connection:
        self._transaction = self._connection.begin()
        return self._connection

    def __exit__(self, *ended: object) -> None:
        self._transaction.__exit__(*ended)


def at(seconds: float) -> datetime:
    """Return a virtual moment as the program knows moments."""
    return datetime.fromtimestamp(seconds, UTC)


Work = Callable[[Any], Any]


def work_labelled(memory: Memory, hub: Hub, weather: DatabaseWeather, label: str) -> Work:
    """Return how to begin units of work whose points carry this name."""
    return work_in(WatchedDatabase(memory, hub, weather, label))
