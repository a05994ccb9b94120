"""Who is responsible: handing over who leads, holds and owns. Find the deal, let the rule decide, save."""

from bot.model import UserId
from bot.rules import leading
from bot.service.desk import Asked, Desk, Did, Find, act


def hand_over_lead(desk: Desk, asked: Asked, find: Find, *, function: str, to: UserId) -> Did:
    """Let somebody lead a function from now on."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: leading.hand_over(deal, context, function=function, to=to, by=asked.by, now=asked.now),
    )
