"""For what a line of the checklist waits, and for whom."""

from bot.model import Deal, Item
from bot.rules.items import waits_for
from messages.escaping import Mrkdwn, cut, one_line
from messages.standing import asks_acceptance, who_moves
from messages.words import NAME, words

MOST_NAMED = 2


def waits_on(deal: Deal, item: Item, most: int = MOST_NAMED) -> Mrkdwn:
    """Name the first lines that are missing, each with who has the next move there."""
    others = waits_for(deal, item)
    named = [(cut(one_line(o.title), NAME), who_moves(deal, o), asks_acceptance(o)) for o in others[:most]]
    return words("checklist#waits_on", on=named, more=len(others[most:]))
