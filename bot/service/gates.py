"""What people ask of gates, one function each: open a line again, let one begin anyway."""

from collections.abc import Callable
from uuid import UUID

from bot.context import Context
from bot.model import Deal, Due
from bot.rules import gates, reopening
from bot.rules.changing import drawn_as
from bot.service.desk import Asked, Desk, Did, Find, act

Which = Callable[[Deal, Context], UUID]
"""Which line is meant: decided with the rest, so that the same words delivered again mean the same one."""


def reopen_item(
    desk: Desk,
    asked: Asked,
    find: Find,
    *,
    which: Which,
    reason: str,
    due: Due | None = None,
    generation: int | None = None,
) -> Did:
    """Open a line of the checklist again; ``generation`` is the one that a form was drawn for."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: reopening.reopen(
            deal,
            context,
            item_id=drawn_as(deal, which(deal, context), generation),
            by=asked.by,
            reason=reason,
            due=due,
            now=asked.now,
        ),
    )


def start_item(
    desk: Desk, asked: Asked, find: Find, *, which: Which, reason: str, generation: int | None = None
) -> Did:
    """Let a waiting line begin before what it waits for; ``generation`` is the one that a form was drawn for."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: gates.start_anyway(
            deal,
            context,
            item_id=drawn_as(deal, which(deal, context), generation),
            by=asked.by,
            reason=reason,
            now=asked.now,
        ),
    )
