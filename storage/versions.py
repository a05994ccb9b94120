"""Keep every version of a playbook that a deal may have started from, and know the newest."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from bot.kept_versions import Kept
from bot.model import PlaybookId
from bot.playbook import Playbook
from storage.playbooks.canonical import from_json, to_json
from storage.schema.workspaces import newest_playbook, playbook, playbook_choice, workspace
from storage.tenancy import Tenant, insert_into


class Versions(Tenant):
    """Read and add playbooks."""

    def playbook(self, kind: str | None) -> Playbook | None:
        default = select(workspace.c.default_kind).where(self.mine(workspace)).scalar_subquery()
        wanted = (
            select(playbook.c.content)
            .join(newest_playbook, newest_playbook.c.playbook_id == playbook.c.id)
            .where(self.mine(playbook), self.mine(newest_playbook))
            .where(newest_playbook.c.kind == (default if kind is None else kind))
        )
        found = self.connection.scalar(wanted)
        return None if found is None else from_json(found)

    def version(self, playbook_id: PlaybookId) -> Kept | None:
        wanted = select(playbook.c.content, playbook.c.added_at).where(self.mine(playbook))
        found = self.connection.execute(wanted.where(playbook.c.id == playbook_id)).first()
        return Kept(from_json(found.content), found.added_at) if found else None

    def playbooks(self) -> Sequence[Playbook]:
        newest = (
            select(playbook.c.content)
            .join(newest_playbook, newest_playbook.c.playbook_id == playbook.c.id)
            .where(self.mine(playbook), self.mine(newest_playbook))
        )
        return sorted(map(from_json, self.connection.scalars(newest)), key=lambda each: each.title)

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
