"""For what a line of the checklist waits, and for whom."""

from bot.model import Deal, Item
from bot.rules.items import waits_for
from messages.escaping import Mrkdwn, cut, one_line
from messages.standing import asks_acceptance, who_moves
from messages.words import NAME, conjoined, label, words

MOST_NAMED = 2


def waits_on(deal: Deal, item: Item, most: int = MOST_NAMED) -> Mrkdwn:
    """Name the first lines that are missing, each with who has the next move there."""
    others = waits_for(deal, item)
    named = [_behind(deal, each) for each in others[:most]] or [words("checklist#others")]
    more = [label("words#more", n=str(len(others[most:])))] if others[most:] else []
    return Mrkdwn(conjoined([*named, *more]))


def _behind(deal: Deal, other: Item) -> Mrkdwn:
    title = cut(one_line(other.title), NAME)
    return words("checklist#behind", title=title, who=who_moves(deal, other), is_to_accept=asks_acceptance(other))
