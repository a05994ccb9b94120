"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _workspaces()
    _deals()
    _parts_of_deals()
    _events()
    _boxes()


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)


_TABLES = (
    "workspace",
    "installation",
    "person",
    "user_group",
    "playbook",
    "newest_playbook",
    "digest_clock",
    "bucket",
    "deal",
    "item",
    "step",
    "lapse",
    "event",
    "inbox",
    "outbox",
)


def _required(kind: type[Any], names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind(), nullable=False) for name in names.split()]


def _optional(kind: type[Any], names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind()) for name in names.split()]


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _of_workspace(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["workspace_id"], ["workspace.workspace_id"], name=f"fk_{table}_workspace")


def _of_deal(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "deal_id"], ["deal.workspace_id", "deal.id"], name=f"fk_{table}_deal"
    )


def _index(name: str, table: str, *columns: str, where: str | None = None) -> None:
    condition = sa.text(where) if where else None
    op.create_index(name, table, list(columns), sqlite_where=condition, postgresql_where=condition)


def _workspaces() -> None:
    op.create_table(
        "workspace",
        *_required(sa.Uuid, "workspace_id"),
        *_optional(sa.Text, "team_channel leadership_channel default_owner default_kind"),
        sa.Column("turn", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        _key("workspace", "workspace_id"),
    )
    op.create_table(
        "installation",
        *_required(sa.Text, "enterprise_id team_id bot_user_id"),
        *_required(sa.Uuid, "workspace_id"),
        _key("installation", "enterprise_id", "team_id"),
        _of_workspace("installation"),
    )
    _index("ix_installation_workspace_id", "installation", "workspace_id")
    op.create_table(
        "person",
        *_required(sa.Uuid, "workspace_id"),
        *_required(sa.Text, "id name zone"),
        *_required(sa.Boolean, "is_active is_guest is_admin"),
        *_optional(sa.Text, "email"),
        _key("person", "workspace_id", "id"),
        _of_workspace("person"),
    )
    _groups_and_playbooks()
    _clocks_and_paces()


def _groups_and_playbooks() -> None:
    op.create_table(
        "user_group",
        *_required(sa.Uuid, "workspace_id"),
        *_required(sa.Text, "handle members"),
        _key("user_group", "workspace_id", "handle"),
        _of_workspace("user_group"),
    )
    op.create_table(
        "playbook",
        *_required(sa.Uuid, "workspace_id"),
        *_required(sa.Text, "id kind content"),
        *_required(sa.BigInteger, "added_at"),
        _key("playbook", "workspace_id", "id"),
        _of_workspace("playbook"),
    )
    op.create_table(
        "newest_playbook",
        *_required(sa.Uuid, "workspace_id"),
        *_required(sa.Text, "kind playbook_id"),
        _key("newest_playbook", "workspace_id", "kind"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "playbook_id"],
            ["playbook.workspace_id", "playbook.id"],
            name="fk_newest_playbook_playbook",
        ),
    )


def _clocks_and_paces() -> None:
    op.create_table(
        "digest_clock",
        *_required(sa.Uuid, "workspace_id"),
        *_required(sa.Text, "kind audience zone"),
        *_required(sa.BigInteger, "next_review_at"),
        _key("digest_clock", "workspace_id", "kind", "audience"),
        _of_workspace("digest_clock"),
    )
    _index("ix_digest_clock_due", "digest_clock", "workspace_id", "next_review_at")
    op.create_table(
        "bucket",
        *_required(sa.Uuid, "workspace_id"),
        *_required(sa.Text, "name"),
        *_required(sa.Double, "tokens"),
        *_required(sa.BigInteger, "refilled_at held_until"),
        _key("bucket", "workspace_id", "name"),
        _of_workspace("bucket"),
    )


def _deals() -> None:
    op.create_table(
        "deal",
        *_required(sa.Uuid, "workspace_id id"),
        *_required(
            sa.Text, "source external_id short kind facts status seller_id owner_id zone ladder leads functions"
        ),
        *_required(sa.BigInteger, "seq version changed_at"),
        *_required(sa.Boolean, "is_private"),
        *_optional(
            sa.Text, "playbook_id playbook_name channel_name channel_id offer held_until offered_to listed_seller"
        ),
        *_optional(sa.BigInteger, "opened_at owned_at source_at next_review_at won_at next_due_at"),
        _key("deal", "workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "channel_id", name="uq_deal_workspace_id_channel_id"),
        sa.UniqueConstraint("workspace_id", "source", "external_id", name="uq_deal_workspace_id_source_external_id"),
        _of_workspace("deal"),
    )
    _index("ix_deal_offered", "deal", "workspace_id", "offered_to", where="offered_to IS NOT NULL")
    _index("ix_deal_owner", "deal", "workspace_id", "owner_id")
    _index("ix_deal_review", "deal", "workspace_id", "next_review_at", "id", where="next_review_at IS NOT NULL")
    _index("ix_deal_status_due", "deal", "workspace_id", "status", "next_due_at")
    _index("ix_deal_status_won", "deal", "workspace_id", "status", "won_at")


def _parts_of_deals() -> None:
    _items()
    _steps()
    _lapses()


def _items() -> None:
    op.create_table(
        "item",
        *_required(sa.Uuid, "workspace_id deal_id id"),
        *_required(sa.BigInteger, "place"),
        *_required(sa.Text, "key function title holder_id status evidence waits_for"),
        *_required(sa.Boolean, "is_gate"),
        *_required(sa.Integer, "generation"),
        *_optional(sa.Text, "accepted_by due_rule due first_due proof done_by accepted_by_id sent_back"),
        *_optional(sa.BigInteger, "opened_at done_at accepted_at due_at"),
        *_optional(sa.Date, "proof_on"),
        _key("item", "workspace_id", "deal_id", "id"),
        _of_deal("item"),
    )
    _index("ix_item_holder", "item", "workspace_id", "holder_id", "due_at", "deal_id", where="status = 'open'")


def _steps() -> None:
    op.create_table(
        "step",
        *_required(sa.Uuid, "workspace_id deal_id id"),
        *_required(sa.BigInteger, "place made_at due_at"),
        *_required(sa.Text, "what by first_due due status slips"),
        *_required(sa.Integer, "generation"),
        *_optional(sa.Text, "consequence parked ended_by"),
        *_optional(sa.BigInteger, "ended_at"),
        _key("step", "workspace_id", "deal_id", "id"),
        _of_deal("step"),
    )
    _index("ix_step_by", "step", "workspace_id", "by", "due_at", "deal_id", where="status = 'open'")


def _lapses() -> None:
    op.create_table(
        "lapse",
        *_required(sa.Uuid, "workspace_id deal_id id"),
        *_required(sa.BigInteger, "place opened_at"),
        *_required(sa.Text, "kind"),
        *_required(sa.Integer, "rung"),
        *_optional(sa.Uuid, "subject"),
        *_optional(sa.BigInteger, "fired_at told_at closed_at"),
        *_optional(sa.Text, "decider_id"),
        _key("lapse", "workspace_id", "deal_id", "id"),
        _of_deal("lapse"),
    )
    _index("ix_lapse_open", "lapse", "workspace_id", "decider_id", "deal_id", where="closed_at IS NULL")


def _events() -> None:
    op.create_table(
        "event",
        *_required(sa.Uuid, "workspace_id deal_id"),
        *_required(sa.BigInteger, "seq at"),
        *_required(sa.Text, "actor name payload"),
        *_required(sa.Integer, "schema_version"),
        _key("event", "workspace_id", "deal_id", "seq"),
        _of_deal("event"),
    )
    _index("ix_event_at", "event", "workspace_id", "at", "deal_id", "seq")


def _boxes() -> None:
    op.create_table(
        "inbox",
        *_required(sa.Uuid, "workspace_id"),
        *_required(sa.Text, "key outcome"),
        *_required(sa.BigInteger, "answered_at"),
        _key("inbox", "workspace_id", "key"),
        _of_workspace("inbox"),
    )
    _outbox()
    _outbox_indexes()


def _outbox() -> None:
    op.create_table(
        "outbox",
        *_required(sa.Uuid, "workspace_id id"),
        *_required(sa.Text, "key kind state"),
        *_required(sa.BigInteger, "not_before due_at"),
        *_required(sa.Integer, "attempt"),
        *_optional(sa.Text, "lane to_user to_channel detail edits digest body channel_id ts error"),
        *_optional(sa.Uuid, "deal_id in_channel_of lease_token"),
        *_optional(sa.BigInteger, "seq first_wire_at last_wire_at ended_at decided_at"),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(), nullable=False),
        _key("outbox", "position"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_outbox_workspace_id_key"),
        _of_workspace("outbox"),
        sqlite_autoincrement=True,
    )


def _outbox_indexes() -> None:
    _index(
        "ix_outbox_due",
        "outbox",
        "workspace_id",
        "due_at",
        "not_before",
        "position",
        where="state IN ('pending', 'unknown')",
    )
    _index(
        "ix_outbox_edits",
        "outbox",
        "workspace_id",
        "edits",
        "position",
        where="state IN ('pending', 'unknown') AND edits IS NOT NULL",
    )
    _index(
        "ix_outbox_lane",
        "outbox",
        "workspace_id",
        "lane",
        "position",
        where="state IN ('pending', 'unknown') AND lane IS NOT NULL",
    )
