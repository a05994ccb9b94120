"""Tell why: what is asked about a deal, what was not said and for what reason, and what comes."""

from bot.service.desk import Find, by_id
from bot.service.explaining import why
from commands.answers import Answer, Say
from commands.requests import Why
from commands.visit import Visit, pointed
from messages import replies


def typed(visit: Visit, _request: Why) -> Answer:
    """Explain the deal of this channel."""
    return _told(visit, visit.here())


def pressed(visit: Visit, value: str) -> Answer:
    """Explain the deal of the button."""
    return _told(visit, by_id(pointed(value).deal_id))


def _told(visit: Visit, find: Find) -> Answer:
    reasons = why(visit.desk, visit.asked, find)
    seen, zone = reasons.seen, reasons.seen.context.calendar(visit.user_id).zone
    return Say(replies.why(seen.deal, reasons.explained, visit.user_id, seen.people, zone, visit.now))
