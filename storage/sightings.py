"""Tell of a message that the memory lost whether Slack was seen to have it."""

from sqlalchemy import select

from bot.model import ChannelId
from bot.ports import Posted
from storage.schema.keeping import sighting
from storage.tenancy import Tenant


class Sightings(Tenant):
    """Find what looking back after a restore has found."""

    def sighted(self, mark: str) -> Posted | None:
        wanted = select(sighting.c.channel_id, sighting.c.ts).where(self.mine(sighting), sighting.c.mark == mark)
        row = self.connection.execute(wanted).first()
        return Posted(ChannelId(row.channel_id), row.ts) if row else None
