"""Who is responsible: handing over who leads, holds and owns. Find the deal, let the rule decide, save."""

from uuid import UUID

from bot.model import UserId
from bot.rules import giving, leading, owner
from bot.service.desk import Asked, Desk, Did, Find, act


def hand_over_lead(desk: Desk, asked: Asked, find: Find, *, function: str, to: UserId) -> Did:
    """Let somebody lead a function from now on."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: leading.hand_over(deal, context, function=function, to=to, by=asked.by, now=asked.now),
    )


def give_item(desk: Desk, asked: Asked, find: Find, *, item_id: UUID, to: UserId, generation: int | None = None) -> Did:
    """Give a line of the checklist to one named person; ``generation`` is the one that a form was drawn for."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: giving.give(
            deal, context, item_id=item_id, to=to, by=asked.by, now=asked.now, generation=generation
        ),
    )


def hand_item_back(desk: Desk, asked: Asked, find: Find, *, item_id: UUID, reason: str) -> Did:
    """Hand a line back that was given to the one who asks."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: giving.hand_back(
            deal, context, item_id=item_id, by=asked.by, reason=reason, now=asked.now
        ),
    )


def withdraw_offer(desk: Desk, asked: Asked, find: Find) -> Did:
    """Take back that somebody was asked to own the deal."""
    return act(desk, asked, find, lambda deal, context: owner.withdraw(deal, context, by=asked.by, now=asked.now))


def take_over(desk: Desk, asked: Asked, find: Find) -> Did:
    """Own a deal in place of an owner who cannot answer, or ask the owner for it."""
    return act(desk, asked, find, lambda deal, context: owner.take_over(deal, context, by=asked.by, now=asked.now))
