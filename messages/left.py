"""What somebody who has left still leads and has to give: said in the question who takes over, with what gives it away."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.events import Nudged
from bot.model import Deal
from bot.rules.colleague_gone import Left, left_by
from messages import ids
from messages.blocks import Block, button
from messages.giving import give_it, give_one
from messages.ids import Press
from messages.leading import show_leads
from messages.scene import Scene
from messages.words import enumerated, label

MOST_NAMED = 5


def facts_of(event: Nudged, scene: Scene) -> Mapping[str, Any]:
    """Return who left, and the names of what was theirs; nothing of it where it is somebody else's by now."""
    deal = scene.the_deal
    left = _left(event, deal)
    return {
        "gone": event.instead_of or event.who,
        "functions": enumerated([deal.label(key) for key in left.functions], MOST_NAMED),
        "lines": enumerated([item.title for item in left.items], MOST_NAMED),
    }


def buttons(event: Nudged, deal: Deal) -> Sequence[Block]:
    """Draw what gives away what they led and had to give; of several, the first acts, and the rest is a press further."""
    left = _left(event, deal)
    found = []
    if left.functions:
        # Within a block no two buttons may have one name, so the others are found where all leads are shown.
        found += [_name_the_lead(deal, left.functions[0]), *([show_leads(deal)] if left.functions[1:] else [])]
    if left.items:
        found.append(give_one(deal) if left.items[1:] else give_it(deal, left.items[0]))
    return found


def _left(event: Nudged, deal: Deal) -> Left:
    return left_by(deal, event.instead_of) if event.instead_of else Left()


def _name_the_lead(deal: Deal, function: str) -> Block:
    said = label("nudges#name_the_lead", function=deal.label(function))
    return button(said, ids.LEAD, str(Press(deal.id, extra=function)), style="primary")
