"""What people ask of a deal, one function each: find it, let the rule decide, save."""

from uuid import UUID

from bot.model import Consequence, Due, StepId, UserId, WaitingOn
from bot.rules import deciding, items, offers, owner, steps
from bot.rules.changing import as_drawn
from bot.rules.deciding import Verdict
from bot.rules.evidence import Proof
from bot.service.desk import Asked, Desk, Did, Find, act


def commit(
    desk: Desk,
    asked: Asked,
    find: Find,
    *,
    what: str,
    due: Due,
    consequence: Consequence | None,
    link: str | None = None,
) -> Did:
    """Commit the one who asks to a next step; ``link`` leads to the message that it was made of."""
    step_id = StepId(desk.new_id())
    return act(
        desk,
        asked,
        find,
        lambda deal, context: steps.commit(
            deal,
            context,
            step_id=step_id,
            what=what,
            by=asked.by,
            due=due,
            consequence=consequence,
            now=asked.now,
            link=link,
        ),
    )


def take_on(desk: Desk, asked: Asked, find: Find, *, step_id: UUID, what: str, due: Due) -> Did:
    """Commit the one who asks to a step that was offered."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: offers.take_on(
            deal, context, step_id=step_id, by=asked.by, what=what, due=due, now=asked.now
        ),
    )


def turn_down(desk: Desk, asked: Asked, find: Find, *, step_id: UUID, reason: str) -> Did:
    """Say no to a step that was offered."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: offers.turn_down(
            deal, context, step_id=step_id, by=asked.by, reason=reason, now=asked.now
        ),
    )


def keep(desk: Desk, asked: Asked, find: Find, *, step_id: UUID) -> Did:
    """Mark a step as done."""
    return act(
        desk, asked, find, lambda deal, context: steps.keep(deal, context, step_id=step_id, by=asked.by, now=asked.now)
    )


def reschedule(
    desk: Desk,
    asked: Asked,
    find: Find,
    *,
    step_id: UUID,
    due: Due,
    reason: str,
    cause: WaitingOn | None = None,
    generation: int | None = None,
) -> Did:
    """Give a step another date; ``generation`` is the one that a form was drawn for."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: steps.reschedule(
            as_drawn(deal, step_id, generation),
            context,
            step_id=step_id,
            by=asked.by,
            due=due,
            reason=reason,
            now=asked.now,
            cause=cause,
        ),
    )


def park(
    desk: Desk,
    asked: Asked,
    find: Find,
    *,
    step_id: UUID,
    on: WaitingOn,
    until: Due,
    reason: str,
    chaser: UserId | None = None,
    generation: int | None = None,
) -> Did:
    """Let a step wait on somebody, whom ``chaser`` asks again; ``generation`` is the one that a form was drawn for."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: steps.park(
            as_drawn(deal, step_id, generation),
            context,
            step_id=step_id,
            by=asked.by,
            on=on,
            until=until,
            reason=reason,
            now=asked.now,
            chaser=chaser,
        ),
    )


def offer(desk: Desk, asked: Asked, find: Find, *, to: UserId) -> Did:
    """Ask somebody to own the deal."""
    return act(desk, asked, find, lambda deal, context: owner.offer(deal, context, to=to, by=asked.by, now=asked.now))


def accept_ownership(desk: Desk, asked: Asked, find: Find) -> Did:
    """Take the deal over."""
    return act(desk, asked, find, lambda deal, context: owner.accept(deal, context, by=asked.by, now=asked.now))


def decline_ownership(desk: Desk, asked: Asked, find: Find, *, reason: str) -> Did:
    """Say no to owning the deal."""
    return act(
        desk, asked, find, lambda deal, context: owner.decline(deal, context, by=asked.by, reason=reason, now=asked.now)
    )


def finish_item(desk: Desk, asked: Asked, find: Find, *, item_id: UUID, proof: Proof) -> Did:
    """Mark a line of the checklist as done."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: items.finish(deal, context, item_id=item_id, by=asked.by, proof=proof, now=asked.now),
    )


def accept_item(desk: Desk, asked: Asked, find: Find, *, item_id: UUID, generation: int | None = None) -> Did:
    """Accept a done line for the function that receives it; ``generation`` is the one that a button was drawn for."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: items.accept(
            as_drawn(deal, item_id, generation), context, item_id=item_id, by=asked.by, now=asked.now
        ),
    )


def send_item_back(
    desk: Desk, asked: Asked, find: Find, *, item_id: UUID, reason: str, generation: int | None = None
) -> Did:
    """Refuse a done line with a reason; ``generation`` is the one that a button was drawn for."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: items.send_back(
            as_drawn(deal, item_id, generation), context, item_id=item_id, by=asked.by, reason=reason, now=asked.now
        ),
    )


def decide(desk: Desk, asked: Asked, find: Find, *, verdict: Verdict) -> Did:
    """Decide how a deal goes on that stood still."""
    step_id = StepId(desk.new_id())
    return act(
        desk,
        asked,
        find,
        lambda deal, context: deciding.decide(deal, context, verdict, by=asked.by, step_id=step_id, now=asked.now),
    )
