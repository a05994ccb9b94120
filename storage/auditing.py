"""Read what an audit judges, by questions of its own: none of them goes by the column that the sweep goes by."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, exists, func, literal, or_, select

from bot.model import DealId, DealStatus, ItemStatus, LapseKind, StepStatus, Week, WorkspaceId
from bot.playbook import Ladder
from bot.ports import RowState
from bot.rules.auditing import LIMITS, LONGEST_BREAK, slowest
from bot.watching import Commitment, Evidence, Limits, Offering, Pace, Silence, Standstill
from storage.auditing_plainly import Plain
from storage.claims import is_state
from storage.columns import Word
from storage.engine import Database
from storage.public_holidays import DaysOff
from storage.schema.boxes import outbox
from storage.schema.deals import deal, item, lapse, step
from storage.schema.workspaces import person, workspace
from storage.standing import Standing

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
        wanted = select(workspace.c.workspace_id).where(workspace.c.look_back_at.is_(None))
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
        home = select(workspace.c.week, workspace.c.region, workspace.c.days_off)
        ours = self.connection.execute(home.where(workspace.c.workspace_id == self.workspace_id)).one()
        of_people = select(person.c.time).where(person.c.workspace_id == self.workspace_id, person.c.time.is_not(None))
        own = [each for each in self.connection.scalars(of_people) if each]
        days_off = DaysOff(ours.days_off or ())
        regions = {"", ours.region or "", *(each.region for each in own if each.region)}
        weeks = (ours.week or Week(), *(each.week for each in own if each.week))
        return slowest(weeks, ((*days_off[""], *days_off.get(region, ())) for region in regions))

    def steps(self) -> list[Commitment]:
        columns = (step.c.due, step.c.parked)
        rows = self._overdue(step, LapseKind.STEP_OVERDUE, StepStatus.OPEN, *columns)
        # Its column holds the chase date of a parked step, and the later of the two dates is in force.
        late = [(row, max(filter(None, (row.due.at, row.parked and row.parked.until.at)))) for row in rows]
        return [self._commitment(row, LapseKind.STEP_OVERDUE, at) for row, at in late if at < self.now]

    def items(self) -> list[Commitment]:
        rows = self._overdue(item, LapseKind.ITEM_OVERDUE, ItemStatus.OPEN, item.c.due_at)
        return [self._commitment(row, LapseKind.ITEM_OVERDUE, row.due_at) for row in rows]

    def offerings(self) -> list[Offering]:
        kind = LapseKind.OWNER_NOT_ACCEPTED
        of_it = (*_of(lapse, deal), lapse.c.kind == kind)
        settled_at = select(func.max(lapse.c.closed_at)).where(*of_it).scalar_subquery()
        is_open = exists().where(*of_it, lapse.c.closed_at.is_(None))
        wanted = select(deal.c.id, deal.c.playbook_id, deal.c.offer, settled_at.label("settled_at")).where(
            *self._open(), deal.c.offered_to.is_not(None), ~is_open
        )
        # Nobody's offer is lost among fresher ones: the moment stands in the JSON, so all of them are read.
        rows = self.connection.execute(wanted).all()
        return [Offering(row.id, row.offer.at, row.settled_at, self._ladder(row)) for row in rows]

    def standstills(self) -> list[Standstill]:
        columns = (lapse.c.id.label("lapse_id"), lapse.c.kind, lapse.c.rung, lapse.c.fired_at, lapse.c.told_at)
        is_untold = and_(lapse.c.told_at.is_(None), lapse.c.fired_at < self.now - self.limits.told)
        is_still = lapse.c.told_at < self.now - LONGEST_BREAK
        on_item = and_(*_of(item, lapse, by="deal_id"), item.c.id == lapse.c.subject)
        wanted = (
            select(deal.c.id, deal.c.playbook_id, *columns, func.coalesce(item.c.is_gate, False).label("is_gate"))
            .select_from(lapse)
            .join(deal, and_(*_of(lapse, deal)))
            .outerjoin(item, on_item)
            .where(*self._open(), lapse.c.closed_at.is_(None), lapse.c.rung > 0, or_(is_untold, is_still))
        )
        rows = self._some(wanted, by=lapse.c.fired_at)
        awaited = self._awaited([_key(row) for row in rows if row.told_at is None])
        return [
            Standstill(
                row.id,
                row.kind,
                row.rung,
                row.fired_at,
                row.told_at,
                is_awaited=_key(row) in awaited,
                is_gate=row.is_gate,
                ladder=self._ladder(row),
            )
            for row in rows
        ]

    def silences(self) -> list[Silence]:
        has_step = exists().where(*_of(step, deal), step.c.status == _word(StepStatus.OPEN))
        has_lapse = exists().where(*_of(lapse, deal), lapse.c.closed_at.is_(None))
        is_silent = (deal.c.changed_at < self.now - self.limits.silence, deal.c.offered_to.is_(None))
        wanted = select(deal.c.id, deal.c.playbook_id, deal.c.changed_at).where(
            *self._open(), *is_silent, ~has_step, ~has_lapse
        )
        rows = self._some(wanted, by=deal.c.changed_at)
        return [Silence(row.id, row.changed_at, self._ladder(row)) for row in rows]

    def _overdue(
        self, table: Table, kind: LapseKind, status: StepStatus | ItemStatus, *columns: Any
    ) -> Sequence[Row[Any]]:
        """Return what is overdue and has no open lapse, or one whose first rung has not fired."""
        about_it = (*_of(lapse, table, by="deal_id"), lapse.c.subject == table.c.id, lapse.c.kind == kind)
        wanted = (
            select(deal.c.id, deal.c.playbook_id, deal.c.changed_at, lapse.c.opened_at, *columns)
            .select_from(table)
            .join(deal, and_(*_of(table, deal)))
            .outerjoin(lapse, and_(*about_it, lapse.c.closed_at.is_(None)))
            .where(*self._open(), table.c.workspace_id == self.workspace_id, table.c.status == _word(status))
            .where(table.c.due_at < self.now - self.limits.look, or_(lapse.c.id.is_(None), lapse.c.rung == 0))
        )
        return self._some(wanted, by=table.c.due_at)

    def _commitment(self, row: Any, kind: LapseKind, due_at: datetime) -> Commitment:
        return Commitment(row.id, kind, due_at, row.opened_at, row.changed_at, self._ladder(row))

    def _open(self) -> tuple[ColumnElement[bool], ...]:
        return deal.c.workspace_id == self.workspace_id, deal.c.status == DealStatus.OPEN

    def _some(self, wanted: Select[Any], *, by: Any) -> Sequence[Row[Any]]:
        return self.connection.execute(wanted.order_by(by).limit(MOST_OF_A_KIND)).all()

    def _awaited(self, keys: Sequence[str]) -> frozenset[str]:
        """Return which of these messages may still come."""
        on_its_way = is_state(outbox.c.state, RowState.PENDING, RowState.UNKNOWN)
        wanted = select(outbox.c.key).where(outbox.c.workspace_id == self.workspace_id, outbox.c.key.in_(keys))
        return frozenset(self.connection.scalars(wanted.where(on_its_way))) if keys else frozenset()

    def _ladder(self, row: Any) -> Ladder:
        """Return a deal's ladder. It is large, and deals of one version of a playbook share it: it is read once."""
        if row.playbook_id not in self.ladders:
            is_it = (deal.c.workspace_id == self.workspace_id, deal.c.id == DealId(row.id))
            self.ladders[row.playbook_id] = self.connection.execute(select(deal.c.ladder).where(*is_it)).scalar_one()
        return self.ladders[row.playbook_id]


def _of(one: Table, other: Table, *, by: str = "id") -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return what joins a part to its deal, or to another part of the same deal."""
    return one.c.workspace_id == other.c.workspace_id, one.c.deal_id == other.c[by]


def _key(row: Any) -> str:
    return f"nudge:{row.lapse_id}:{row.rung}"


def _word(status: StepStatus | ItemStatus) -> Any:
    return literal(status, Word(type(status)), literal_execute=True)
