"""Token buckets in the database: one pace per workspace and bucket for every replica."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from bot.model import WorkspaceId
from bot.ports import Rate
from storage.columns import EPOCH
from storage.engine import Database
from storage.schema.workspaces import bucket
from storage.tenancy import insert_into


class Buckets:
    """Count what Slack still takes. Each method is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, workspace_id: WorkspaceId, rates: Sequence[Rate], *, now: datetime) -> tuple[Rate, float] | None:
        full = {rate.bucket: {"tokens": rate.burst, "refilled_at": now} for rate in rates}
        with self._database.writing() as connection:
            rows = _locked(connection, workspace_id, full)
            for rate in rates:
                seconds = _seconds_until_one(rows[rate.bucket], rate, now)
                if seconds > 0:
                    return rate, seconds
            left = [{"this": rate.bucket, "left": _tokens(rows[rate.bucket], rate, now) - 1.0} for rate in rates]
            is_it = (bucket.c.workspace_id == workspace_id, bucket.c.name == bindparam("this"))
            taken = update(bucket).where(*is_it).values(tokens=bindparam("left"), refilled_at=now)
            connection.execute(taken, left)
        return None

    def hold(self, workspace_id: WorkspaceId, name: str, *, until: datetime) -> None:
        empty = {name: {"tokens": 0.0, "refilled_at": until}}
        is_it = (bucket.c.workspace_id == workspace_id, bucket.c.name == name)
        with self._database.writing() as connection:
            row = _locked(connection, workspace_id, empty)[name]
            connection.execute(update(bucket).where(*is_it).values(held_until=max(until, row.held_until)))


def _tokens(row: Row[Any], rate: Rate, now: datetime) -> float:
    # A clock that was set back refills nothing, and a bucket never holds more than its burst.
    elapsed = max(0.0, (now - row.refilled_at).total_seconds())
    return float(min(rate.burst, row.tokens + elapsed * rate.per_second))


def _seconds_until_one(row: Row[Any], rate: Rate, now: datetime) -> float:
    if row.held_until > now:
        return float((row.held_until - now).total_seconds())
    return max(0.0, (1.0 - _tokens(row, rate, now)) / rate.per_second)


def _locked(
    connection: Connection, workspace_id: WorkspaceId, new: Mapping[str, Mapping[str, Any]]
) -> dict[str, Row[Any]]:
    """Lock and return the buckets of these names, in the order of their names; one that is not there is made as given."""
    wanted = select(bucket).where(bucket.c.workspace_id == workspace_id, bucket.c.name.in_(new))
    ordered = wanted.order_by(bucket.c.name).with_for_update()
    found = {row.name: row for row in connection.execute(ordered)}
    if len(found) < len(new):
        alike = {"workspace_id": workspace_id, "held_until": EPOCH}
        made = insert_into(connection, bucket).on_conflict_do_nothing()
        connection.execute(made, [alike | {"name": name, **values} for name, values in sorted(new.items())])
        found = {row.name: row for row in connection.execute(ordered)}
    return found
