"""The register of promises, one function for what each person does with it: find the deal, let the rule decide, save."""

from datetime import date
from uuid import UUID

from bot.identity import PromiseId
from bot.rules import promises
from bot.rules.promises import as_promised
from bot.service.desk import Asked, Desk, Did, Find, act


def tell(desk: Desk, asked: Asked, find: Find, *, what: str, due_on: date | None) -> Did:
    """Register a promise."""
    promise_id = PromiseId(desk.new_id())
    return act(
        desk,
        asked,
        find,
        lambda deal, context: promises.tell(
            deal, context, promise_id=promise_id, what=what, due_on=due_on, by=asked.by, now=asked.now
        ),
    )


def tell_none(desk: Desk, asked: Asked, find: Find) -> Did:
    """State that nothing was promised."""
    return act(desk, asked, find, lambda deal, context: promises.tell_none(deal, context, by=asked.by, now=asked.now))


def accept(desk: Desk, asked: Asked, find: Find, *, promise_id: UUID, generation: int) -> Did:
    """Take a promise on; ``generation`` is the one that the button was drawn for."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: promises.accept(
            as_promised(deal, promise_id, generation), context, promise_id=promise_id, by=asked.by, now=asked.now
        ),
    )


def decline(desk: Desk, asked: Asked, find: Find, *, promise_id: UUID, reason: str, generation: int) -> Did:
    """Say no to a promise; ``generation`` is the one that the form was drawn for."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: promises.decline(
            as_promised(deal, promise_id, generation),
            context,
            promise_id=promise_id,
            by=asked.by,
            reason=reason,
            now=asked.now,
        ),
    )


def reword(
    desk: Desk, asked: Asked, find: Find, *, promise_id: UUID, what: str, due_on: date | None, generation: int
) -> Did:
    """Tell a promise anew; ``generation`` is the one that the form was drawn for."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: promises.reword(
            as_promised(deal, promise_id, generation),
            context,
            promise_id=promise_id,
            what=what,
            due_on=due_on,
            by=asked.by,
            now=asked.now,
        ),
    )


def withdraw(desk: Desk, asked: Asked, find: Find, *, promise_id: UUID, reason: str) -> Did:
    """Take a promise back, whatever was said to it meanwhile: it is the same one that counts no longer."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: promises.withdraw(
            deal, context, promise_id=promise_id, by=asked.by, reason=reason, now=asked.now
        ),
    )
