"""A million deals out of one: the database itself copies a template row by row, in seconds."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Engine, Table, insert, text

from bot.model import Due, WorkspaceId
from storage.columns import EPOCH, micros
from storage.mapping import deal_values, step_values
from storage.opening import Storage
from storage.schema.deals import deal, step
from tests.bot.making import HELSINKI, NOW, a_deal, a_step

A_MINUTE = timedelta(minutes=1)
LATER = NOW + timedelta(days=2)

_ID = {"sqlite": "printf('%032x', i)", "postgresql": "CAST(lpad(to_hex(i), 32, '0') AS uuid)"}
_COPY = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
    INSERT INTO {table} ({columns}) SELECT {values} FROM n, {table} WHERE {key} = {seed}
"""
_SEED = UUID(int=0)


def put_many(storage: Storage, here: WorkspaceId, count: int, *, due: int, rounds: int) -> None:
    """Add open deals, each with a step that is late by now: in each minute from NOW on ``due`` are to be looked at.

    Those stand all over the table, and neighbours are due in different minutes: no round warms the next one's pages.
    """
    _put_seed(storage, here)
    stride = count // (due * rounds)
    is_due = f"i % {stride} = 0 AND i <= {stride * due * rounds}"
    looks = f"CASE WHEN {is_due} THEN :now + :minute * ((i / {stride}) % {rounds}) ELSE :later END"
    moments = {"now": micros(NOW - EPOCH), "minute": micros(A_MINUTE), "later": micros(LATER - EPOCH)}
    _copy(
        storage.engine, deal, "id", {"external_id": "'D-' || i", "next_review_at": looks}, {"count": count, **moments}
    )
    _copy(storage.engine, step, "deal_id", {}, {"count": count})
    with storage.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        # PostgreSQL tidies and counts within a minute of such a change; SQLite is asked to now and then.
        connection.execute(text("VACUUM ANALYZE" if storage.engine.dialect.name == "postgresql" else "ANALYZE"))


def _put_seed(storage: Storage, here: WorkspaceId) -> None:
    """Write the deal that is copied. Its own look lies ahead."""
    since, late = NOW - timedelta(days=3), Due(NOW, HELSINKI)
    seed = a_deal(
        id=_SEED,
        external_id="seed",
        workspace_id=here,
        channel_id=None,
        opened_at=since,
        owned_at=since,
        next_review_at=LATER,
    )
    late_step = step_values(a_step(made_at=since, due=late)) | {"workspace_id": here, "place": 0, "deal_id": _SEED}
    with storage.engine.begin() as connection:
        connection.execute(insert(deal), [deal_values(seed) | {"changed_at": since}])
        connection.execute(insert(step), [late_step])


def _copy(engine: Engine, table: Table, key: str, own: dict[str, str], given: dict[str, object]) -> None:
    """Copy the seed's row of a table; ``own`` is how a column of each copy is made from its number ``i``."""
    made = {key: _ID[engine.dialect.name], **own}
    names = [f'"{column.name}"' for column in table.columns]
    copied = text(
        _COPY.format(
            table=table.name,
            columns=", ".join(names),
            values=", ".join(made.get(column.name, name) for column, name in zip(table.columns, names, strict=True)),
            key=key,
            seed=_ID[engine.dialect.name].replace("i)", "0)").replace("(i", "(0"),
        )
    )
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(copied, given)
