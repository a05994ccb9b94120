"""When the channel of a deal that was stopped is put away, and when it is not after all."""

from datetime import datetime, timedelta

from bot.model import Deal, DealStatus

ARCHIVED_AFTER = timedelta(days=14)
"""Long enough for last words and for somebody who was on holiday; what was said stays readable for ever."""


def archived_at(stopped_at: datetime) -> datetime:
    """Return when the channel of a deal is put away that was stopped at a moment."""
    return stopped_at + ARCHIVED_AFTER


def why_not(deal: Deal | None) -> str | None:
    """Return why a channel is not put away although that was announced; None: it is."""
    if deal is None or deal.status is not DealStatus.STOPPED:
        return "the deal is not stopped any more"
    return None
