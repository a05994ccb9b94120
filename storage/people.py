"""Remember the people and user groups of a workspace, as last read from Slack."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from sqlalchemy import bindparam, delete, insert, select, update

from bot.model import Person, PersonalTime, UserId
from bot.ports import Group
from storage.home import Home
from storage.keeping.hiding import digest_of
from storage.mapping import PERSON, READ_IN_SLACK
from storage.people_mark import Remembered, mark_anew
from storage.prepared import Prepared
from storage.schema.keeping import erased
from storage.schema.workspaces import person, user_group, workspace
from storage.tenancy import ours


class People(Home):
    """Read and replace people and groups."""

    def people(self) -> Mapping[UserId, Person]:
        mark = self._mark()
        return _REMEMBERED.get(self.workspace_id, mark) or self._read_people(mark)

    def person(self, user: UserId) -> Person | None:
        found: Person | None = self.ask(_SOMEBODY, user=user).first()
        return found

    def put_people(self, people: Sequence[Person]) -> None:
        # Slack lists whoever left for years; somebody who was erased is not learned again from it.
        gone = set(self.connection.scalars(select(erased.c.digest).where(self.mine(erased))))
        told = self._without(gone, people) if gone else people
        known = self.people()
        # Slack tells of somebody whenever their picture changes; what Baton knows of them rarely does.
        news = [
            each for each in told if each.id not in known or replace(each, time=known[each.id].time) != known[each.id]
        ]
        if news:
            self._mark_anew()
            self.upsert(person, [READ_IN_SLACK.values(each) for each in news])

    def put_time(self, user: UserId, time: PersonalTime | None) -> None:
        self._mark_anew()
        theirs = (self.mine(person), person.c.id == user)
        self.connection.execute(update(person).where(*theirs).values(time=time))

    def _read_people(self, mark: str | None) -> Mapping[UserId, Person]:
        found = MappingProxyType({each.id: each for each in self.ask(_EVERYBODY)})
        # On PostgreSQL somebody may commit between two statements: these would be the people of another mark.
        self.forget_workspace()
        if mark and mark == self._mark():
            _REMEMBERED.put(self.workspace_id, mark, found)
        return found

    def _mark(self) -> str | None:
        # It stands in the row of the workspace, which whoever decides reads anyway.
        self.workspace()
        return self.people_mark

    def _mark_anew(self) -> None:
        mark_anew(self.connection, self.workspace_id)
        self.forget_workspace()

    def _without(self, gone: Collection[str], people: Sequence[Person]) -> Sequence[Person]:
        secret = self.connection.execute(select(workspace.c.secret).where(self.mine(workspace))).scalar_one()
        return [each for each in people if digest_of(secret, each.id) not in gone]

    def groups(self) -> Sequence[Group]:
        wanted = select(user_group).where(self.mine(user_group)).order_by(user_group.c.handle)
        return [Group(row.handle, row.members) for row in self.connection.execute(wanted)]

    def put_groups(self, groups: Sequence[Group]) -> None:
        # Replaced as a whole: a group that was deleted is in no answer of Slack.
        self.connection.execute(delete(user_group).where(self.mine(user_group)))
        if groups:
            rows = [{"handle": each.handle, "members": each.members} for each in groups]
            self.connection.execute(insert(user_group), self.stamped(rows))


_SOMEBODY = Prepared(
    select(*PERSON.columns).where(ours(person), person.c.id == bindparam("user")), shape=lambda values: Person(*values)
)
_EVERYBODY = Prepared(select(*PERSON.columns).where(ours(person)), shape=lambda values: Person(*values))
_REMEMBERED = Remembered()
