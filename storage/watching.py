"""Count what waits and find what has been due longest: cheap however much stands in the tables."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import Connection, Select, and_, bindparam, case, func, literal, select, text

from bot.watching import Pulse
from storage.claims import is_waiting
from storage.columns import EPOCH, Moment
from storage.engine import Database
from storage.migrations import is_known, newest
from storage.schema.boxes import DEAD, IN_DOUBT, outbox
from storage.schema.deals import deal
from storage.schema.workspaces import AT_WORK, digest_clock, workspace

MOST_COUNTED = 100_000
"""Where counting stops: whoever reads the figure learns nothing from the rest, and the rest would be read each time."""

_COMPARED = 200


class Watching:
    """All workspaces. Each method is a transaction of its own that writes nothing."""

    def __init__(self, database: Database, *, most: int = MOST_COUNTED) -> None:
        self._database = database
        self._most = most

    def pulse(self, *, now: datetime, machine: datetime) -> Pulse:
        """Return how much waits, and for how long; ``now`` is business time."""
        with self._database.reading() as connection:
            waiting, due = self._waiting(connection, now, machine)
            *looks, later = connection.execute(_FIRST_LOOKS, {"business": now}).one()
            due_look = min(filter(None, looks), default=None)
            return Pulse(
                waiting=waiting,
                due=due,
                unknown=self._counted(connection, text(IN_DOUBT)),
                dead=self._counted(connection, text(DEAD)),
                lag=now - min(_waits(connection, now), default=now),
                due_look=due_look,
                comes_at=min(filter(None, (due_look, later)), default=None),
            )

    def _waiting(self, connection: Connection, now: datetime, machine: datetime) -> tuple[int, int]:
        is_due = case((outbox.c.due_at <= machine, 1), else_=0).label("is_due")
        some = select(is_due).where(is_waiting(outbox), outbox.c.not_before <= now).limit(self._most).subquery()
        # One pass for both: in a crowd this is what a look costs.
        waiting, due = connection.execute(select(func.count(), func.sum(some.c.is_due)).select_from(some)).one()
        return waiting, due or 0

    def _counted(self, connection: Connection, *conditions: Any) -> int:
        some = select(literal(1)).select_from(outbox).where(*conditions).limit(self._most).subquery()
        return connection.scalar(select(func.count()).select_from(some)) or 0

    def schema_problem(self) -> str | None:
        """Say what is wrong when the tables are not those of this version."""
        with self._database.reading() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
        if not is_known(found):
            return f"a newer Baton moved the tables to revision {found}: this one stands down, run the newer version"
        if found != newest():
            return f"the tables stand at revision {found} and this version needs {newest()}: run python app.py migrate"
        return None


def _first(table: Any, column: Any, *conditions: Any, by: tuple[Any, ...]) -> Any:
    """Return the question for the first value in each workspace, answered by one look into an index."""
    is_theirs = table.c.workspace_id == workspace.c.workspace_id
    return select(column).where(is_theirs, *conditions).order_by(*by).limit(1).correlate(workspace).scalar_subquery()


def _looks() -> Select[Any]:
    is_set = deal.c.next_review_at.is_not(None)
    first_deal = _first(deal, deal.c.next_review_at, is_set, by=(deal.c.next_review_at,))
    first_digest = _first(digest_clock, digest_clock.c.next_review_at, by=(digest_clock.c.next_review_at,))
    named = (is_waiting(outbox), outbox.c.due_at == EPOCH, outbox.c.not_before > _BUSINESS)
    later = _first(outbox, outbox.c.not_before, *named, by=(outbox.c.not_before, outbox.c.position))
    # What looks back after a restore is not looked at meanwhile, and says so elsewhere.
    firsts = (func.min(first_deal), func.min(first_digest), func.min(later))
    return select(*firsts).where(AT_WORK)


def _waits(connection: Connection, now: datetime) -> Iterator[datetime]:
    for row in connection.execute(_FIRST_WAITS, {"business": now}):
        yield from (min(moment, now) for moment in row if moment)


def _first_waits() -> Select[Any]:
    """Ask in each workspace since when its messages have waited: those never tried, those named for later, those tried."""
    order = (outbox.c.not_before, outbox.c.position)
    fresh = (is_waiting(outbox), outbox.c.due_at == EPOCH)
    at_once, later = outbox.c.not_before == EPOCH, and_(outbox.c.not_before > EPOCH, outbox.c.not_before <= _BUSINESS)
    return select(
        _first(outbox, outbox.c.decided_at, *fresh, at_once, by=order),
        _first(outbox, outbox.c.not_before, *fresh, later, by=order),
        _longest_of_tried(),
    ).where(AT_WORK)


def _longest_of_tried() -> Any:
    """Compare those to be tried soonest: in which order they were decided is in no index, and need not be exact."""
    is_tried = (is_waiting(outbox), outbox.c.due_at > EPOCH, outbox.c.not_before <= _BUSINESS)
    is_theirs = outbox.c.workspace_id == workspace.c.workspace_id
    # A message that was put off until the morning has waited since the morning.
    since = case((outbox.c.not_before > outbox.c.decided_at, outbox.c.not_before), else_=outbox.c.decided_at)
    some = select(since.label("since")).where(is_theirs, *is_tried).order_by(outbox.c.due_at).limit(_COMPARED)
    return select(func.min(some.correlate(workspace).subquery().c.since)).scalar_subquery()


_BUSINESS = bindparam("business", type_=Moment())
_FIRST_WAITS = _first_waits()
_FIRST_LOOKS = _looks()
