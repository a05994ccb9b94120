"""A page of what closed deals taught."""

from collections.abc import Sequence

from bot.closed import Taught
from messages import ids
from messages.blocks import actions, button, section
from messages.closing import taught
from messages.escaping import Mrkdwn, cut, one_line
from messages.message import Message, message
from messages.words import label, words

MOST_SHOWN = 5
MOST_WORDS = 150
"""A button carries what was asked for, and Slack lets it carry only so much."""


def page(shown: Sequence[Taught], asked: str, *, after: int, is_more: bool, command: str) -> Message:
    """Show some lessons, newest first, and a button for the older ones."""
    head = words("closing/lessons#head", shown=len(shown), words=asked, c=Mrkdwn(command))
    texts = [head, *map(_one, shown)]
    blocks = [section(text) for text in texts]
    if is_more:
        older = f"{after + len(shown)}|{cut(one_line(asked), MOST_WORDS)}"
        blocks.append(actions(button(label("button#older"), ids.LESSONS, older)))
    return message(Mrkdwn("\n".join(texts)), blocks)


def _one(each: Taught) -> Mrkdwn:
    return words(
        "closing/lessons#one",
        channel_id=each.channel_id,
        deal=each.name,
        account=each.account,
        outcome=each.closing.outcome.value,
        at=each.closing.at.date(),
        lines=taught(each.closing),
    )
