"""Find or make the workspace that a Slack installation points to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, bindparam, insert, or_, select, update

from bot.model import UserId, WorkspaceId
from bot.ports import Workspace
from bot.settled import HouseRules
from storage.columns import Moment
from storage.engine import Database
from storage.prepared import Prepared
from storage.schema.deals import deal
from storage.schema.workspaces import AT_WORK, digest_clock, installation, workspace
from storage.set_back import FARTHEST_TRY, SetBack, bring_looks_forward
from storage.standing import Standing
from storage.tenancy import insert_into, there_is

NO_RULES = HouseRules()
_WHOLE = select(installation, workspace).join(workspace)


class Workspaces:
    """All workspaces. Each method is a transaction of its own."""

    def __init__(self, database: Database, *, ids: Callable[[], UUID]) -> None:
        self._database = database
        self._ids = ids
        self._standing = Standing()
        self._set_back = SetBack(FARTHEST_TRY)

    def all(self) -> Sequence[Workspace]:
        return self._read(_WHOLE.order_by(workspace.c.workspace_id))

    def find(self, team_id: str, enterprise_id: str | None = None) -> Workspace | None:
        found = self._read(_WHOLE.where(_is_installed_in(team_id, enterprise_id)))
        return found[0] if found else None

    def get(self, workspace_id: WorkspaceId) -> Workspace | None:
        found = self._read(_WHOLE.where(workspace.c.workspace_id == workspace_id))
        return found[0] if found else None

    def ensure(
        self,
        team_id: str,
        *,
        bot_user_id: UserId,
        enterprise_id: str | None = None,
        default_owner: UserId | None = None,
        is_silent: bool = False,
    ) -> Workspace:
        """Return the workspace of a Slack team, made now if it is new; settings that stand are left alone.

        ``is_silent``: a new one may not speak before somebody says where.
        """
        with self._database.writing() as connection:
            row = connection.execute(_WHOLE.where(_is_installed_in(team_id, enterprise_id))).mappings().first()
            if row is None:
                self._make(connection, team_id, enterprise_id, bot_user_id, default_owner, is_silent=is_silent)
            elif row["bot_user_id"] != bot_user_id:
                connection.execute(
                    update(installation).where(_is_installed_in(team_id, enterprise_id)).values(bot_user_id=bot_user_id)
                )
        found = self.find(team_id, enterprise_id)
        assert found is not None
        return found

    def claim(self, was: str, team_id: str) -> None:
        """Give a workspace that was made before its Slack was known to this team, unless the team has one already."""
        with self._database.writing() as connection:
            if connection.execute(_WHOLE.where(_is_installed_in(team_id, None))).first() is None:
                renamed = update(installation).where(_is_installed_in(was, None)).values(team_id=team_id)
                connection.execute(renamed)

    def put(self, changed: Workspace) -> None:
        """Write a workspace's settings."""
        with self._database.writing() as connection:
            connection.execute(
                update(workspace).where(workspace.c.workspace_id == changed.id).values(settings_of(changed))
            )

    def due(self, *, now: datetime) -> Sequence[WorkspaceId]:
        """Return the workspaces in which a deal or a digest is due to be looked at.

        One that looks back after a restore is left alone: what it knows is older than what people have read.
        """
        if self._set_back.is_noticed(now):
            with self._database.writing() as connection:
                bring_looks_forward(connection, now=now)
            self._set_back.mended(now)
        with self._database.reading() as connection:
            found = [WorkspaceId(id_) for id_ in _DUE.on(connection, {"now": now}).scalars()]
            return [] if found and self._standing.is_outdated(connection) else found

    def with_news(self) -> Sequence[WorkspaceId]:
        """Return the workspaces in which something happened that people's Homes were not asked to show yet."""
        with self._database.reading() as connection:
            found = [WorkspaceId(id_) for id_ in _WITH_NEWS.on(connection, {}).scalars()]
            return [] if found and self._standing.is_outdated(connection) else found

    def _read(self, wanted: Select[Any]) -> list[Workspace]:
        with self._database.reading() as connection:
            return [read_workspace(row) for row in connection.execute(wanted).mappings()]

    def _make(
        self,
        connection: Connection,
        team_id: str,
        enterprise_id: str | None,
        bot_user_id: UserId,
        default_owner: UserId | None,
        *,
        is_silent: bool,
    ) -> None:
        # Two replicas may meet a new team at once: the installation decides, and the other's workspace is taken back.
        new = {"workspace_id": self._ids()}
        attempt = connection.begin_nested()
        settings = {"default_owner": default_owner, "rules": replace(NO_RULES, may_speak=False) if is_silent else None}
        connection.execute(insert(workspace), new | settings | {"secret": self._ids().hex})
        won = connection.execute(
            insert_into(connection, installation).on_conflict_do_nothing(),
            new | {"enterprise_id": enterprise_id or "", "team_id": team_id, "bot_user_id": bot_user_id},
            execution_options={"preserve_rowcount": True},
        )
        if won.rowcount == 1:
            attempt.commit()
        else:
            attempt.rollback()


def _due() -> Select[Any]:
    now = bindparam("now", type_=Moment())
    deals, digests = (
        select(each.c.workspace_id).where(each.c.workspace_id == workspace.c.workspace_id, each.c.next_review_at <= now)
        for each in (deal, digest_clock)
    )
    wanted = select(workspace.c.workspace_id).where(AT_WORK, or_(there_is(deals), there_is(digests)))
    return wanted.order_by(workspace.c.workspace_id)


_DUE = Prepared(_due())
_NEWS = select(deal.c.id).where(deal.c.workspace_id == workspace.c.workspace_id, deal.c.seq > deal.c.shown_seq)
_WITH_NEWS = Prepared(
    select(workspace.c.workspace_id).where(AT_WORK, there_is(_NEWS)).order_by(workspace.c.workspace_id)
)


def read_workspace(row: Mapping[Any, Any]) -> Workspace:
    """Build a workspace from its row joined with its installation's."""
    return Workspace(
        id=row["workspace_id"],
        team_id=row["team_id"],
        bot_user_id=row["bot_user_id"],
        secret=row["secret"].encode(),
        team_channel=row["team_channel"],
        leadership_channel=row["leadership_channel"],
        default_owner=row["default_owner"],
        week=row["week"],
        region=row["region"],
        days_off=row["days_off"] or (),
        rules=row["rules"] or NO_RULES,
        is_restored=row["restored_at"] is not None,
    )


def settings_of(of: Workspace) -> dict[str, Any]:
    """Return what people may change of a workspace, by the columns that it stands in."""
    return {
        "team_channel": of.team_channel,
        "leadership_channel": of.leadership_channel,
        "default_owner": of.default_owner,
        "week": of.week,
        "region": of.region,
        "days_off": of.days_off or None,
        "rules": None if of.rules == NO_RULES else of.rules,
    }


def _is_installed_in(team_id: str, enterprise_id: str | None) -> ColumnElement[bool]:
    return (installation.c.enterprise_id == (enterprise_id or "")) & (installation.c.team_id == team_id)
