"""Ask which of several lines is meant: one row each, with the buttons that do what was asked."""

from collections.abc import Callable, Sequence

from bot.model import Item
from messages.blocks import Block, actions, section
from messages.escaping import Mrkdwn
from messages.message import Message, message
from messages.words import words

MOST_ITEMS = 10
"""Who sees more than fit a phone's screen types one more word instead."""

Draw = Callable[[Item], Sequence[Block]]


def which_item(items: Sequence[Item], said: str, draw: Draw, *above: tuple[Mrkdwn, Block]) -> Message:
    """Ask which item was meant; ``draw`` gives its buttons, ``above`` stands what is no item and fits as well."""
    head = words("reply/which_item#head", said=said)
    parts = [(head, [section(head)]), *((text, [section(text, button)]) for text, button in above)]
    for item in items[:MOST_ITEMS]:
        text = words("reply/which_item#item", title=item.title, holder=item.holder_id, due=item.due)
        parts.append((text, _row(text, draw(item))))
    if len(items) > MOST_ITEMS:
        more = words("reply/which_item#more", n=len(items) - MOST_ITEMS)
        parts.append((more, [section(more)]))
    return message(Mrkdwn("\n".join(text for text, _ in parts)), [block for _, blocks in parts for block in blocks])


def _row(text: Mrkdwn, buttons: Sequence[Block]) -> list[Block]:
    """Draw one button beside its line, several below it."""
    if len(buttons) == 1:
        return [section(text, buttons[0])]
    return [section(text), actions(*buttons)] if buttons else [section(text)]
