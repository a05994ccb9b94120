"""By what it is known that a workspace's people are those that were read before: a mark that each change draws anew.

Whoever decides reads the mark in the transaction that decides, so nothing is ever decided by people as they were.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, Text, cast, func, update

from bot.model import Person, UserId, WorkspaceId
from storage.prepared import Prepared
from storage.schema.workspaces import workspace
from storage.tenancy import ours

MOST_WORKSPACES = 64
"""Of how many workspaces the people are remembered."""

Everybody = Mapping[UserId, Person]


class Remembered:
    """The people of some workspaces, each with the mark under which they were read. Shared by a process' threads."""

    def __init__(self) -> None:
        self._people: dict[WorkspaceId, tuple[str, Everybody]] = {}

    def get(self, workspace_id: WorkspaceId, mark: str | None) -> Everybody | None:
        """Return the people that stand under this mark, if they were read."""
        known = self._people.get(workspace_id)
        return known[1] if known and known[0] == mark else None

    def put(self, workspace_id: WorkspaceId, mark: str, people: Everybody) -> None:
        """Remember people under the mark under which they were read. Others read them too: nobody may change them."""
        if len(self._people) >= MOST_WORKSPACES:
            # Which ones does not matter: each is read again by whoever needs it.
            self._people.clear()
        self._people[workspace_id] = (mark, people)


def mark_anew(connection: Connection, workspace_id: WorkspaceId) -> None:
    """Draw another mark. To be called by whoever changes people, before they do, in the same transaction.

    Before: of two who change people at once the second waits here, and never holds rows that the first one wants.
    """
    _MARKS[connection.dialect.name].on(connection, {"tenant": workspace_id})


# The database draws it, so that no mark ever comes again with other people under it. A count would: after a change that
# was taken back, and on a replica of the database that took over without the last changes.
_MARKS = {
    "sqlite": Prepared(
        update(workspace).where(ours(workspace)).values(people_mark=func.hex(func.randomblob(16, type_=Text)))
    ),
    "postgresql": Prepared(
        update(workspace).where(ours(workspace)).values(people_mark=cast(func.gen_random_uuid(), Text))
    ),
}
