"""Keep every version of a playbook that a deal may have started from, and know the newest."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import bindparam, select, update

from bot.kept_versions import Kept
from bot.model import PlaybookId
from bot.playbook import Playbook
from storage.playbooks.canonical import from_json, to_json
from storage.prepared import Prepared
from storage.schema.workspaces import newest_playbook, playbook, playbook_choice, workspace
from storage.tenancy import Tenant, insert_into, ours

READ_LATELY = 64
"""How many versions are remembered with their text. The text is all there is to one, so it can never be out of date."""


class Versions(Tenant):
    """Read and add playbooks."""

    def playbook(self, kind: str | None) -> Playbook | None:
        found = self.ask(_DEFAULT).scalar() if kind is None else self.ask(_OF_KIND, kind=kind).scalar()
        return None if found is None else _read(found)

    def version(self, playbook_id: PlaybookId) -> Kept | None:
        for content, added_at in self.ask(_VERSION, playbook_id=playbook_id):
            return Kept(_read(content), added_at)
        return None

    def playbooks(self) -> Sequence[Playbook]:
        return sorted(map(_read, self.ask(_NEWEST).scalars()), key=lambda each: each.title)

    def put_playbooks(self, playbooks: Sequence[Playbook], *, now: datetime) -> None:
        if not playbooks:
            return
        rows = [{"id": each.id, "kind": each.kind, "content": to_json(each), "added_at": now} for each in playbooks]
        added = insert_into(self.connection, playbook).on_conflict_do_nothing(index_elements=["workspace_id", "id"])
        self.connection.execute(added, self.stamped(rows))
        # What somebody chose here by hand is not taken back by a file that was there before, nor by a new one.
        own = set(self.connection.scalars(select(playbook_choice.c.kind).where(self.mine(playbook_choice)).distinct()))
        from_files = [each for each in playbooks if each.kind not in own]
        self.upsert(newest_playbook, [{"kind": each.kind, "playbook_id": each.id} for each in from_files])
        self.connection.execute(update(workspace).where(self.mine(workspace)).values(default_kind=playbooks[0].kind))


_read = lru_cache(READ_LATELY)(from_json)
_NEWEST_ONES = (
    select(playbook.c.content)
    .join(newest_playbook, newest_playbook.c.playbook_id == playbook.c.id)
    .where(ours(playbook), ours(newest_playbook))
)
_NEWEST = Prepared(_NEWEST_ONES)
_DEFAULT_KIND = select(workspace.c.default_kind).where(ours(workspace)).scalar_subquery()
_DEFAULT = Prepared(_NEWEST_ONES.where(newest_playbook.c.kind == _DEFAULT_KIND))
_OF_KIND = Prepared(_NEWEST_ONES.where(newest_playbook.c.kind == bindparam("kind")))
_VERSION = Prepared(
    select(playbook.c.content, playbook.c.added_at).where(ours(playbook), playbook.c.id == bindparam("playbook_id"))
)
