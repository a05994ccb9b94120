"""Asking a colleague for a step, and what both of them answer: find the deal, let the rule decide, save."""

from uuid import UUID

from bot.model import Due, StepId, UserId
from bot.rules import requests
from bot.rules.changing import as_drawn
from bot.service.desk import Asked, Desk, Did, Find, act


def ask(desk: Desk, asked: Asked, find: Find, *, to: UserId, what: str, due: Due) -> Did:
    """Ask somebody for a step by a date."""
    step_id = StepId(desk.new_id())
    return act(
        desk,
        asked,
        find,
        lambda deal, context: requests.ask(
            deal, context, step_id=step_id, to=to, what=what, by=asked.by, due=due, now=asked.now
        ),
    )


def accept(desk: Desk, asked: Asked, find: Find, *, step_id: UUID, generation: int) -> Did:
    """Take it on by the date that it was asked for; ``generation`` is the one that the button was drawn for."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: requests.accept(
            as_drawn(deal, step_id, generation), context, step_id=step_id, by=asked.by, now=asked.now
        ),
    )


def counter(desk: Desk, asked: Asked, find: Find, *, step_id: UUID, due: Due, reason: str, generation: int) -> Did:
    """Name another date; ``generation`` is the one that the form was drawn for."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: requests.counter(
            as_drawn(deal, step_id, generation),
            context,
            step_id=step_id,
            by=asked.by,
            due=due,
            reason=reason,
            now=asked.now,
        ),
    )


def agree(desk: Desk, asked: Asked, find: Find, *, step_id: UUID, generation: int) -> Did:
    """Take the date that was named; ``generation`` is the one that the button was drawn for."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: requests.agree(
            as_drawn(deal, step_id, generation), context, step_id=step_id, by=asked.by, now=asked.now
        ),
    )


def withdraw(desk: Desk, asked: Asked, find: Find, *, step_id: UUID) -> Did:
    """Take a request back, whatever was answered meanwhile: it is the same one that is not wanted any more."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: requests.withdraw(deal, context, step_id=step_id, by=asked.by, now=asked.now),
    )
