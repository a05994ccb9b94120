"""One form for the evidence of the same line on many deals: a field for each deal, under the deal's name."""

from collections.abc import Sequence

from bot.model import Deal, DealId, Item
from messages import ids
from messages.blocks import METADATA, MOST_VIEW_BLOCKS, Block, context, modal
from messages.forms import View
from messages.several import asked
from messages.words import label, words

MOST_DEALS = METADATA // 37
"""A form carries the id of each of its deals."""
ROOM = MOST_VIEW_BLOCKS - 2


def form(title: str, lines: Sequence[tuple[Deal, Item]]) -> View:
    """Ask for the evidence on as many deals as one form holds, and say on how many more the line is open."""
    blocks: list[Block] = [context(words("several#across", title=title))]
    drawn: list[DealId] = []
    for deal, item in lines:
        questions = list(asked(item, deal.facts.name))
        if len(drawn) == MOST_DEALS or len(blocks) + len(questions) > ROOM:
            break
        blocks += questions
        drawn.append(deal.id)
    if len(lines) > len(drawn):
        blocks.append(context(words("several#more", n=len(lines) - len(drawn))))
    metadata = ",".join(str(each) for each in drawn)
    return modal(
        label("several#fill_in_several"),
        callback_id=ids.FORM_ACROSS,
        metadata=metadata,
        submit=label("several#done"),
        blocks=blocks,
    )
