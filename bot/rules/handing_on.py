"""What somebody must do who can never answer again: a line of the checklist asks for their successor."""

from datetime import datetime

from bot.context import Context
from bot.events import ItemAdded
from bot.model import Deal
from bot.rules.asking import Asked, Cannot
from bot.rules.colleague_gone import left_by
from bot.rules.items import added

REASONS = {
    Cannot.DEACTIVATED: "their account is deactivated",
    Cannot.OUTSIDE: "they are a guest here",
    Cannot.LEFT: "they are not in this channel any more",
}


def handed_on(deal: Deal, context: Context, turn: Asked, *, now: datetime) -> tuple[Deal, tuple[ItemAdded, ...]]:
    """Let whoever is asked for somebody that can never answer find a successor, as a line of the checklist.

    Else the same questions came to the wrong person for ever, and nobody in the channel knew why.
    """
    gone = turn.instead_of
    if gone is None or turn.why is None or turn.why is Cannot.AWAY:
        return deal, ()
    # Of who left the company and led or held something it is asked at once, with the buttons that give it to somebody.
    if turn.why is not Cannot.LEFT and left_by(deal, gone):
        return deal, ()
    person = context.people[gone]
    title = f"Find who takes over from {person.name}: {REASONS[turn.why]}"
    grown, item = added(deal, context, key=f"replace-{gone}", title=title, holder=turn.whom, now=now)
    return grown, (ItemAdded(item.id, item.title, item.holder_id),) if grown is not deal else ()
