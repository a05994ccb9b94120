"""When the channel of a deal that was stopped or closed is put away, and when it is not after all."""

from datetime import datetime, timedelta

from bot.model import Deal, DealStatus


def archived_at(deal: Deal, ended_at: datetime) -> datetime | None:
    """Return when the channel of a deal is put away that ended at a moment; None: its playbook keeps it."""
    days = deal.ladder.archive_after_days
    return ended_at + timedelta(days=days) if days else None


def why_not(deal: Deal | None, announced: datetime | None) -> str | None:
    """Return why a channel is not put away at the moment that was ``announced`` for it; None: it is."""
    if deal is None or deal.status not in (DealStatus.STOPPED, DealStatus.CLOSED):
        return "the deal goes on"
    # Closed, taken up again and closed once more: the first date was taken back with the first closing.
    if deal.status is DealStatus.CLOSED and deal.closing and archived_at(deal, deal.closing.at) != announced:
        return "the deal was closed anew since"
    return None
