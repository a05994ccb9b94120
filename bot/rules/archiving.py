"""When the channel of a deal that was stopped is put away, and when it is not after all."""

from datetime import datetime, timedelta

from bot.model import Deal, DealStatus


def archived_at(deal: Deal, stopped_at: datetime) -> datetime | None:
    """Return when the channel of a deal is put away that was stopped at a moment; None: its playbook keeps it."""
    days = deal.ladder.archive_after_days
    return stopped_at + timedelta(days=days) if days else None


def why_not(deal: Deal | None) -> str | None:
    """Return why a channel is not put away although that was announced; None: it is."""
    if deal is None or deal.status is not DealStatus.STOPPED:
        return "the deal is not stopped any more"
    return None
