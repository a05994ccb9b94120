"""What the customer hears from us now: said in the channel, shown on the board, asked for in a form."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.events import CustomerLineWritten
from bot.model import CustomerLine, Deal, Due
from bot.rules.customer import LONGEST_LINE
from messages import ids
from messages.blocks import Block, button, field, modal, text_input
from messages.ids import Press
from messages.message import Message, said
from messages.scene import Scene
from messages.words import words

WHAT = "what"
"""The one field of the form, as in the others."""
EXAMPLE = "The crane comes on Tuesday; we call you on Monday"


def written(event: CustomerLineWritten, scene: Scene) -> Message:
    """Tell the channel what the customer hears from now on."""
    return said(words("customer/written", account=scene.the_deal.facts.account, what=event.what, by=event.by))


def line_of(deal: Deal, zone: str) -> Mapping[str, Any] | None:
    """Return the line with its moment by a reader's clock, for a template; None: nobody has written one."""
    line = deal.customer_line
    if line is None:
        return None
    return {"what": line.what, "by": line.by, "at": Due(line.at, zone), "is_outdated": line.outdated_at is not None}


def buttons(deal: Deal) -> Sequence[Block]:
    """Let the owner say that it is still true, or write it anew."""
    press = str(Press(deal.id))
    if deal.customer_line is None:
        return (button("Write it", ids.CUSTOMER, press, style="primary"),)
    still = button("Still true", ids.CUSTOMER_STILL, press, style="primary", about=deal.customer_line.what)
    return (still, button("Write it anew", ids.CUSTOMER, press))


def form(press: Press, line: CustomerLine | None) -> Block:
    """Ask for the line; the one that stands can be changed."""
    asked = text_input(initial=line.what if line else "", placeholder=EXAMPLE, most=LONGEST_LINE)
    hint = "One or two sentences that anybody may read out to the customer."
    blocks = [field(WHAT, "What do we tell the customer now?", asked, hint=hint)]
    return modal("Customer line", callback_id=ids.FORM_CUSTOMER, metadata=str(press), submit="Save", blocks=blocks)
