"""What all tables share: the metadata, the names of constraints, and the columns that fence workspaces.

Every table carries ``workspace_id``, and every key and index starts with it. Four exceptions, each the only way: an
installation and a connection are how a workspace is found, an outbox row's position is counted by the database for all
workspaces, and the state of an installation is spent before anybody knows whose workspace it will be.
"""

from typing import Any

from sqlalchemy import Column, ForeignKeyConstraint, Index, MetaData, Table, Uuid, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def required(name: str, kind: Any) -> Column[Any]:
    return Column(name, kind, nullable=False)


def workspace_id() -> Column[Any]:
    return required("workspace_id", Uuid())


def of_workspace() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id"], ["workspace.workspace_id"])


def of_deal() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id", "deal_id"], ["deal.workspace_id", "deal.id"])


def partial_index(name: str, table: Table, condition: str, *columns: str) -> None:
    """Index only the rows that meet a condition. A query finds it when it states the condition with literal words."""
    Index(
        name, *(table.c[column] for column in columns), sqlite_where=text(condition), postgresql_where=text(condition)
    )
