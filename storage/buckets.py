"""Token buckets in the database: one pace per workspace and bucket for every replica."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from bot.model import WorkspaceId
from bot.ports import Rate
from storage.columns import EPOCH
from storage.engine import Database
from storage.prepared import Prepared
from storage.schema.workspaces import bucket
from storage.tenancy import unless_there

WINDOW = 62
"""How many whole seconds stand for Slack's minute.

One more than sixty because a second that has begun counts whole, and one because calls are not equally long on their
way: two that leave a minute apart may arrive a little closer. It costs 3 % of what Slack would take.
"""
SET_BACK = timedelta(minutes=5)
"""Clocks of replicas part by less. A bucket further ahead than this was last used before the clock was set back."""


@dataclass(frozen=True, slots=True)
class _Level:
    """What a bucket holds ``at`` a moment; ``spent`` is how many calls each second of the last minute took."""

    at: datetime
    tokens: float
    spent: Mapping[int, int]
    held_until: datetime
    was_set_back: bool

    def seconds_until_one(self, rate: Rate) -> float:
        waits = [(self.held_until - self.at).total_seconds(), (1.0 - self.tokens) / rate.per_second]
        if rate.a_minute is not None and sum(self.spent.values()) >= rate.a_minute:
            waits.append(min(self.spent) + WINDOW - self.at.timestamp())
        return max(0.0, *waits)

    def values(self, *, taken: int) -> dict[str, Any]:
        second = _second(self.at)
        spent = {**self.spent, second: self.spent.get(second, 0) + taken} if taken else dict(self.spent)
        left = self.tokens - taken
        return {"left": left, "at": self.at, "in_a_minute": spent, "closed_until": self.held_until}


Kept = Mapping[str, Any]
"""A bucket's row."""


class Buckets:
    """Count what Slack still takes. Each method is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, workspace_id: WorkspaceId, rates: Sequence[Rate], *, now: datetime) -> tuple[Rate, float] | None:
        full = {rate.bucket: {"tokens": rate.burst, "refilled_at": now, "held_until": EPOCH} for rate in rates}
        with self._database.writing() as connection:
            rows = _locked(connection, workspace_id, full)
            levels = [(rate, _level(rows[rate.bucket], rate, now)) for rate in rates]
            waits = [(rate, level.seconds_until_one(rate)) for rate, level in levels]
            short = next(((rate, seconds) for rate, seconds in waits if seconds > 0), None)
            # Refused or not, a bucket learns that the clock was set back: it would fill only when that moment returns.
            changed = [each for each in levels if short is None or each[1].was_set_back]
            if changed:
                taken = 1 if short is None else 0
                values = [{"this": rate.bucket, **level.values(taken=taken)} for rate, level in changed]
                _TAKEN.on_each(connection, [{"here": workspace_id, **each} for each in values])
        return short

    def hold(self, workspace_id: WorkspaceId, name: str, *, until: datetime) -> None:
        empty = {name: {"tokens": 0.0, "refilled_at": EPOCH, "held_until": until}}
        with self._database.writing() as connection:
            kept = _locked(connection, workspace_id, empty)[name]
            held = {"here": workspace_id, "this": name, "held_until": max(until, kept["held_until"])}
            _HELD.on(connection, held)


def _level(kept: Kept, rate: Rate, now: datetime) -> _Level:
    ahead = kept["refilled_at"] - now
    back = ahead if ahead > SET_BACK else timedelta()
    filled_at, shift = kept["refilled_at"] - back, round(back.total_seconds())
    # A bucket's time does not go back: of two replicas, the one that is behind would let the other fill it anew.
    at = max(now, filled_at)
    here = _second(at)
    spent = {second - shift: count for second, count in (kept["spent"] or {}).items() if here - second + shift < WINDOW}
    tokens = min(rate.burst, kept["tokens"] + (at - filled_at).total_seconds() * rate.per_second)
    return _Level(at, tokens, spent, kept["held_until"] - back, bool(back))


def _second(moment: datetime) -> int:
    return int(moment.timestamp())


def _locked(connection: Connection, workspace_id: WorkspaceId, new: Mapping[str, Mapping[str, Any]]) -> dict[str, Kept]:
    """Lock and return the buckets of these names, in the order of their names; one that is not there is made as given."""
    given = {"here": workspace_id, **{f"name_{place}": name for place, name in enumerate(new)}}
    of_these_names = _of_names(len(new))
    found: dict[str, Kept] = {kept["name"]: kept for kept in of_these_names.on(connection, given).mappings()}
    if len(found) < len(new):
        rows = [{"workspace_id": workspace_id, "name": name, **values} for name, values in sorted(new.items())]
        unless_there(connection, bucket).on_each(connection, rows)
        found = {kept["name"]: kept for kept in of_these_names.on(connection, given).mappings()}
    return found


@cache
def _of_names(count: int) -> Prepared:
    is_one_of_them = or_(*(bucket.c.name == bindparam(f"name_{place}") for place in range(count)))
    wanted = select(bucket).where(bucket.c.workspace_id == bindparam("here"), is_one_of_them)
    return Prepared(wanted.order_by(bucket.c.name).with_for_update())


_IS_IT = (bucket.c.workspace_id == bindparam("here"), bucket.c.name == bindparam("this"))
_HELD = Prepared(update(bucket).where(*_IS_IT))
_TAKEN = Prepared(
    update(bucket)
    .where(*_IS_IT)
    .values(
        tokens=bindparam("left"),
        refilled_at=bindparam("at"),
        spent=bindparam("in_a_minute"),
        held_until=bindparam("closed_until"),
    )
)
