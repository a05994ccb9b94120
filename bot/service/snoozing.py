"""Put off what one is asked."""

from uuid import UUID

from bot.model import Due
from bot.rules import snoozing
from bot.service.desk import Asked, Desk, Did, Find, act


def snooze(desk: Desk, asked: Asked, find: Find, *, until: Due, reason: str, lapse_id: UUID | None = None) -> Did:
    """Be asked again later: everything of the deal that the one who asks must answer, or one question of it."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: snoozing.snooze(
            deal, context, by=asked.by, until=until, reason=reason, now=asked.now, lapse_id=lapse_id
        ),
    )
