"""Tell of a message that the memory lost whether Slack was seen to have it."""

from collections.abc import Collection

from sqlalchemy import select

from bot.model import ChannelId
from bot.ports import Posted
from storage.schema.keeping import sighting
from storage.tenancy import Tenant


class Sightings(Tenant):
    """Find what looking back after a restore has found."""

    def sighted(self, mark: str) -> Posted | None:
        wanted = select(sighting).where(self.mine(sighting), sighting.c.mark == mark)
        row = self.connection.execute(wanted).first()
        return Posted(ChannelId(row.channel_id), row.ts, is_line=row.is_line) if row else None

    def marks_at(self, posted: Posted) -> Collection[str]:
        is_there = (sighting.c.channel_id == posted.channel_id, sighting.c.ts == posted.ts)
        return set(self.connection.scalars(select(sighting.c.mark).where(self.mine(sighting), *is_there)))
