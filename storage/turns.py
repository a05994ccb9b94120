"""Count the deals that a user group takes in turn."""

from storage.schema.workspaces import group_turn
from storage.tenancy import Tenant, insert_into


class Turns(Tenant):
    """Take turns."""

    def take_turn(self, handle: str) -> int:
        row = {"workspace_id": self.workspace_id, "handle": handle, "taken": 1}
        # One statement that counts and tells: of two deals at once, the second waits for the row and is the next.
        one_more = (
            insert_into(self.connection, group_turn)
            .values(row)
            .on_conflict_do_update(index_elements=["workspace_id", "handle"], set_={"taken": group_turn.c.taken + 1})
            .returning(group_turn.c.taken)
        )
        return int(self.connection.execute(one_more).scalar_one()) - 1
