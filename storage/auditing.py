"""Read what an audit judges, by questions of its own: none of them goes by the column that the sweep goes by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from bot.model import DealId, DealStatus, ItemStatus, LapseKind, StepStatus, Week, WorkspaceId
from bot.outgoing import nudge_key
from bot.playbook import Ladder
from bot.ports import RowState
from bot.rules.auditing import LIMITS, LONGEST_BREAK, slowest
from bot.watching import Commitment, Evidence, Limits, Offering, Pace, Silence, Standstill
from storage.auditing_plainly import Plain
from storage.claims import is_state
from storage.columns import Moment, spelled
from storage.engine import Database
from storage.prepared import Answer, Prepared
from storage.public_holidays import DaysOff
from storage.schema.boxes import outbox
from storage.schema.deals import deal, item, lapse, step
from storage.schema.workspaces import AT_WORK, person, workspace
from storage.standing import Standing
from storage.tenancy import ours

MOST_OF_A_KIND = 200
"""Where there are more of one kind, it is no longer the single deal that somebody must look at."""


class Auditing:
    """Each method is a transaction of its own that writes nothing."""

    def __init__(self, database: Database, *, limits: Limits = LIMITS) -> None:
        self._database = database
        self._limits = limits
        self._standing = Standing()

    def workspaces(self) -> Sequence[WorkspaceId]:
        """Return the workspaces that can be audited: where Slack is looked through, nothing moves until that is done.

        None where a newer version moved the tables on: what it means by them is its own to judge.
        """
        wanted = select(workspace.c.workspace_id).where(AT_WORK)
        with self._database.reading() as connection:
            if self._standing.is_outdated(connection):
                return []
            return [WorkspaceId(id_) for id_ in connection.scalars(wanted.order_by(workspace.c.workspace_id))]

    def evidence(self, workspace_id: WorkspaceId, *, now: datetime, machine: datetime) -> Evidence:
        """Read what may be wrong in a workspace; ``now`` is business time."""
        with self._database.reading() as connection:
            reading = _Reading(connection, workspace_id, self._limits, now)
            plain = Plain(
                connection=connection,
                workspace_id=workspace_id,
                limits=self._limits,
                now=now,
                machine=machine,
                most=MOST_OF_A_KIND,
            )
            return Evidence(
                plain=plain.findings(),
                commitments=[*reading.steps(), *reading.items()],
                offerings=reading.offerings(),
                standstills=reading.standstills(),
                silences=reading.silences(),
                pace=reading.pace(),
            )


@dataclass(frozen=True)
class _Reading:
    connection: Connection
    workspace_id: WorkspaceId
    limits: Limits
    now: datetime
    ladders: dict[str | None, Ladder] = field(default_factory=dict)

    def pace(self) -> Pace:
        """Read who works least, and the longest closure of the regions in use."""
        ((week, region, own_days),) = self._ask(_HOME)
        own = [each for each in self._ask(_TIMES).scalars() if each]
        days_off = DaysOff(own_days or ())
        regions = {"", region or "", *(each.region for each in own if each.region)}
        weeks = (week or Week(), *(each.week for each in own if each.week))
        return slowest(weeks, ((*days_off[""], *days_off.get(region, ())) for region in regions))

    def steps(self) -> list[Commitment]:
        rows = self._some(_STEPS, before=self.now - self.limits.look)
        # Its column holds the chase date of a parked step, and the later of the two dates is in force.
        late = [(row, max(filter(None, (row["due"].at, row["parked"] and row["parked"].until.at)))) for row in rows]
        return [self._commitment(row, LapseKind.STEP_OVERDUE, at) for row, at in late if at < self.now]

    def items(self) -> list[Commitment]:
        rows = self._some(_ITEMS, before=self.now - self.limits.look)
        return [self._commitment(row, LapseKind.ITEM_OVERDUE, row["due_at"]) for row in rows]

    def offerings(self) -> list[Offering]:
        # Nobody's offer is lost among fresher ones: the moment stands in the JSON, so all of them are read.
        rows = self._ask(_OFFERINGS).mappings()
        return [Offering(row["id"], row["offer"].at, row["settled_at"], self._ladder(row)) for row in rows]

    def standstills(self) -> list[Standstill]:
        rows = self._some(_STANDSTILLS, untold=self.now - self.limits.told, still=self.now - LONGEST_BREAK)
        awaited = self._awaited([_key(row) for row in rows if row["told_at"] is None])
        return [
            Standstill(
                row["id"],
                row["kind"],
                row["rung"],
                row["fired_at"],
                row["told_at"],
                is_awaited=_key(row) in awaited,
                is_gate=row["is_gate"],
                ladder=self._ladder(row),
            )
            for row in rows
        ]

    def silences(self) -> list[Silence]:
        rows = self._some(_SILENCES, before=self.now - self.limits.silence)
        return [Silence(row["id"], row["changed_at"], self._ladder(row)) for row in rows]

    def _commitment(self, row: Mapping[str, Any], kind: LapseKind, due_at: datetime) -> Commitment:
        return Commitment(row["id"], kind, due_at, row["opened_at"], row["changed_at"], self._ladder(row))

    def _ask(self, wanted: Prepared, **given: Any) -> Answer:
        return wanted.on(self.connection, {"tenant": self.workspace_id, **given})

    def _some(self, wanted: Prepared, **given: Any) -> list[dict[str, Any]]:
        return self._ask(wanted, most=MOST_OF_A_KIND, **given).mappings()

    def _awaited(self, keys: Sequence[str]) -> frozenset[str]:
        """Return which of these messages may still come."""
        on_its_way = is_state(outbox.c.state, RowState.PENDING, RowState.UNKNOWN)
        wanted = select(outbox.c.key).where(outbox.c.workspace_id == self.workspace_id, outbox.c.key.in_(keys))
        return frozenset(self.connection.scalars(wanted.where(on_its_way))) if keys else frozenset()

    def _ladder(self, row: Mapping[str, Any]) -> Ladder:
        """Return a deal's ladder. It is large, and deals of one version of a playbook share it: it is read once."""
        if row["playbook_id"] not in self.ladders:
            self.ladders[row["playbook_id"]] = self._ask(_LADDER, deal_id=DealId(row["id"])).scalar()
        return self.ladders[row["playbook_id"]]


def _key(row: Mapping[str, Any]) -> str:
    return nudge_key(row["lapse_id"], row["rung"], again=row["tries"] if row["rung"] == 1 else 0)


def _offerings() -> Select[Any]:
    of_it = (*_of(lapse, deal), lapse.c.kind == LapseKind.OWNER_NOT_ACCEPTED)
    settled_at = select(func.max(lapse.c.closed_at)).where(*of_it).scalar_subquery()
    is_open = exists().where(*of_it, lapse.c.closed_at.is_(None))
    wanted = select(deal.c.id, deal.c.playbook_id, deal.c.offer, settled_at.label("settled_at"))
    return wanted.where(*_IS_OPEN, deal.c.offered_to.is_not(None), ~is_open)


def _standstills() -> Select[Any]:
    columns = (
        lapse.c.id.label("lapse_id"),
        lapse.c.kind,
        lapse.c.rung,
        lapse.c.fired_at,
        lapse.c.told_at,
        lapse.c.tries,
    )
    is_untold = and_(lapse.c.told_at.is_(None), lapse.c.fired_at < _moment("untold"))
    is_still = lapse.c.told_at < _moment("still")
    on_item = and_(*_of(item, lapse, by="deal_id"), item.c.id == lapse.c.subject)
    wanted = (
        select(deal.c.id, deal.c.playbook_id, *columns, func.coalesce(item.c.is_gate, False).label("is_gate"))
        .select_from(lapse)
        .join(deal, and_(*_of(lapse, deal)))
        .outerjoin(item, on_item)
        .where(*_IS_OPEN, lapse.c.closed_at.is_(None), lapse.c.rung > 0, or_(is_untold, is_still))
    )
    return _first(wanted, by=lapse.c.fired_at)


def _silences() -> Select[Any]:
    has_step = exists().where(*_of(step, deal), step.c.status == spelled(StepStatus.OPEN))
    has_lapse = exists().where(*_of(lapse, deal), lapse.c.closed_at.is_(None))
    is_silent = (deal.c.changed_at < _moment("before"), deal.c.offered_to.is_(None))
    wanted = select(deal.c.id, deal.c.playbook_id, deal.c.changed_at)
    return _first(wanted.where(*_IS_OPEN, *is_silent, ~has_step, ~has_lapse), by=deal.c.changed_at)


def _overdue(table: Table, kind: LapseKind, status: StepStatus | ItemStatus, *columns: Column[Any]) -> Select[Any]:
    """Ask for what is overdue and has no open lapse, or one whose first rung has not fired."""
    about_it = (*_of(lapse, table, by="deal_id"), lapse.c.subject == table.c.id, lapse.c.kind == kind)
    wanted = (
        select(deal.c.id, deal.c.playbook_id, deal.c.changed_at, lapse.c.opened_at, *columns)
        .select_from(table)
        .join(deal, and_(*_of(table, deal)))
        .outerjoin(lapse, and_(*about_it, lapse.c.closed_at.is_(None)))
        .where(*_IS_OPEN, ours(table), table.c.status == spelled(status))
        .where(table.c.due_at < _moment("before"), or_(lapse.c.id.is_(None), lapse.c.rung == 0))
    )
    return _first(wanted, by=table.c.due_at)


def _first(wanted: Select[Any], *, by: Column[Any]) -> Select[Any]:
    return wanted.order_by(by).limit(bindparam("most", type_=Integer))


def _moment(name: str) -> Any:
    return bindparam(name, type_=Moment())


def _of(one: Table, other: Table, *, by: str = "id") -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return what joins a part to its deal, or to another part of the same deal."""
    return one.c.workspace_id == other.c.workspace_id, one.c.deal_id == other.c[by]


_IS_OPEN = (ours(deal), deal.c.status == DealStatus.OPEN)
# Put together once: an audit of a workspace with few deals spent two thirds of its time on its own words.
_HOME = Prepared(select(workspace.c.week, workspace.c.region, workspace.c.days_off).where(ours(workspace)))
_TIMES = Prepared(select(person.c.time).where(ours(person), person.c.time.is_not(None)))
_STEPS = Prepared(_overdue(step, LapseKind.STEP_OVERDUE, StepStatus.OPEN, step.c.due, step.c.parked))
_ITEMS = Prepared(_overdue(item, LapseKind.ITEM_OVERDUE, ItemStatus.OPEN, item.c.due_at))
_OFFERINGS = Prepared(_offerings())
_STANDSTILLS = Prepared(_standstills())
_SILENCES = Prepared(_silences())
_LADDER = Prepared(select(deal.c.ladder).where(ours(deal), deal.c.id == bindparam("deal_id")))
