"""Remember, workspace by workspace, what looking back into Slack has found after a loss, until all is looked through."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Uuid, bindparam, delete, select, update

from bot.model import ChannelId, WorkspaceId
from bot.ports import Posted
from storage.engine import Database
from storage.prepared import Prepared
from storage.schema.deals import deal
from storage.schema.keeping import looked_back, sighting
from storage.schema.workspaces import AWAKE, workspace
from storage.tenancy import insert_into


@dataclass(frozen=True, slots=True)
class Loss:
    """A workspace whose memory lacks what happened between two moments (business time)."""

    workspace_id: WorkspaceId
    since: datetime
    until: datetime


class LookingBack:
    """All workspaces that have not looked back yet. Each method is a transaction of its own; ``now`` is machine time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def losses(self) -> Sequence[Loss]:
        """Return every loss that has not been looked into; nothing is sent in those workspaces."""
        with self._database.reading() as connection:
            rows = _LOSSES.on(connection, {}).mappings()
        return [Loss(WorkspaceId(row["workspace_id"]), row["restored_from"], row["restored_at"]) for row in rows]

    def problem(self) -> str | None:
        """Say since when Slack is looked through, while anything was lost that has not been looked for."""
        since = min((loss.since for loss in self.losses()), default=None)
        if since is None:
            return None
        return f"after a restore it looks through Slack since {since:%Y-%m-%d %H:%M} UTC before it sends"

    def take(self, loss: Loss, *, now: datetime, lease_for: float) -> bool:
        """Begin to look; False while somebody else does, or while calls of before may still take effect."""
        leased = {"here": loss.workspace_id, "now": now, "look_back_at": now + timedelta(seconds=lease_for)}
        with self._database.writing() as connection:
            return _LEASED.on(connection, leased).rowcount == 1

    def again(self, loss: Loss, *, at: datetime) -> None:
        """Let whoever comes then go on."""
        with self._database.writing() as connection:
            is_it = (workspace.c.workspace_id == loss.workspace_id, workspace.c.look_back_at.is_not(None))
            connection.execute(update(workspace).where(*is_it).values(look_back_at=at))

    def progress(self, loss: Loss) -> Mapping[ChannelId, str | None]:
        """Return the channels that were begun, each with the timestamp down to which it was read; None: all of it."""
        wanted = select(looked_back).where(looked_back.c.workspace_id == loss.workspace_id)
        with self._database.reading() as connection:
            return {ChannelId(row.channel_id): row.reached for row in connection.execute(wanted)}

    def in_use(self, loss: Loss) -> Collection[ChannelId]:
        """Return the channels of the deals that go on, as far as is remembered."""
        goes_on = (deal.c.next_review_at.is_not(None), deal.c.channel_id.is_not(None), deal.c.channel_lost.is_(None))
        wanted = select(deal.c.channel_id).where(deal.c.workspace_id == loss.workspace_id, *goes_on)
        with self._database.reading() as connection:
            return {ChannelId(each) for each in connection.scalars(wanted)}

    def beside(self, loss: Loss, channel_id: ChannelId, marks: Collection[str]) -> Mapping[str, Collection[str]]:
        """Return what was seen of messages with any of these marks: their timestamps, each with all of its marks."""
        is_here = (sighting.c.workspace_id == loss.workspace_id, sighting.c.channel_id == channel_id)
        their = select(sighting.c.ts).where(*is_here, sighting.c.mark.in_(marks))
        wanted = select(sighting.c.ts, sighting.c.mark).where(*is_here, sighting.c.ts.in_(their))
        found: dict[str, list[str]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(wanted):
                found.setdefault(row.ts, []).append(row.mark)
        return found

    def keep(self, loss: Loss, channel_id: ChannelId, seen: Mapping[str, Posted], *, reached: str | None) -> None:
        """Keep what a page of a channel's history shows, by mark, and how far it was read."""
        here = {"workspace_id": loss.workspace_id, "channel_id": channel_id}
        with self._database.writing() as connection:
            if seen:
                # Read from the newest down: of two messages with one mark the older one is met last, and is the one.
                new = insert_into(connection, sighting)
                older = {name: new.excluded[name] for name in ("channel_id", "ts", "is_line")}
                kept = new.on_conflict_do_update(index_elements=["workspace_id", "mark"], set_=older)
                of = {"workspace_id": loss.workspace_id}
                connection.execute(kept, [of | {"mark": mark} | asdict(each) for mark, each in seen.items()])
            new = insert_into(connection, looked_back)
            read = new.on_conflict_do_update(
                index_elements=["workspace_id", "channel_id"], set_={"reached": new.excluded.reached}
            )
            connection.execute(read, here | {"reached": reached})

    def finish(self, loss: Loss) -> None:
        """All was looked through: what is to be said may be said again."""
        with self._database.writing() as connection:
            connection.execute(delete(looked_back).where(looked_back.c.workspace_id == loss.workspace_id))
            is_it = workspace.c.workspace_id == loss.workspace_id
            connection.execute(update(workspace).where(is_it).values(look_back_at=None))


# Every tick asks these, and nearly always there is no loss at all.
_LOSSES = Prepared(
    select(workspace.c.workspace_id, workspace.c.restored_from, workspace.c.restored_at)
    # Where Baton was taken out there is nobody to ask; it looks back when it is let in again.
    .where(workspace.c.look_back_at.is_not(None), AWAKE)
    .order_by(workspace.c.workspace_id)
)
_LEASED = Prepared(
    update(workspace).where(
        workspace.c.workspace_id == bindparam("here", type_=Uuid), workspace.c.look_back_at <= bindparam("now")
    )
)
