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
from messages.words import label, words

WHAT = "what"
"""The one field of the form, as in the others."""


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
        return (button(label("button#write_it"), ids.CUSTOMER, press, style="primary"),)
    still = button(
        label("button#still_true"), ids.CUSTOMER_STILL, press, style="primary", about=deal.customer_line.what
    )
    return (still, button(label("button#write_it_anew"), ids.CUSTOMER, press))


def form(press: Press, line: CustomerLine | None) -> Block:
    """Ask for the line; the one that stands can be changed."""
    asked = text_input(initial=line.what if line else "", placeholder=label("customer_line#example"), most=LONGEST_LINE)
    hint = label("customer_line#hint")
    blocks = [field(WHAT, label("customer_line#what_do_we_tell"), asked, hint=hint)]
    return modal(
        label("customer_line#customer_line"),
        callback_id=ids.FORM_CUSTOMER,
        metadata=str(press),
        submit=label("customer_line#save"),
        blocks=blocks,
    )
