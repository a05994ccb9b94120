"""Count how often each person was asked in public, day by day."""

from datetime import date
from functools import cache

from sqlalchemy import Integer, bindparam

from bot.model import UserId
from storage.prepared import Prepared
from storage.schema.workspaces import asked_in_public
from storage.tenancy import Tenant, insert_of


class Restraint(Tenant):
    """Take from people's budgets."""

    def take_public(self, person: UserId, day: date, *, most: int) -> bool:
        row = {"workspace_id": self.workspace_id, "person": person, "day": day, "times": 1}
        return _one_more(self.connection.dialect.name).on(self.connection, row | {"most": most}).rowcount == 1


@cache
def _one_more(dialect: str) -> Prepared:
    """Return one statement that counts and looks: a replica that comes second waits for the row, and sees the count."""
    keys = [column.name for column in asked_in_public.primary_key]
    has_room = asked_in_public.c.times < bindparam("most", type_=Integer)
    one_more = {"times": asked_in_public.c.times + 1}
    statement = insert_of(dialect, asked_in_public)
    return Prepared(statement.on_conflict_do_update(index_elements=keys, set_=one_more, where=has_room))
