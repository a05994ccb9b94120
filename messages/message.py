"""A message as Slack takes it: blocks for the eye, and a text that says the same for ears and notifications."""

from collections.abc import Sequence
from dataclasses import dataclass

from messages.apart import told_apart
from messages.blocks import MOST_BLOCKS, Block, actions, context, fit, section
from messages.escaping import Mrkdwn, cut

TEXT_LIMIT = 3_500


@dataclass(frozen=True)
class Message:
    """``text`` says everything necessary: screen readers read it instead of ``blocks``; its first words notify."""

    text: str
    blocks: tuple[Block, ...]


def message(text: Mrkdwn, blocks: Sequence[Block]) -> Message:
    return Message(str(cut(text, TEXT_LIMIT)), fit(told_apart(blocks)))


def said(text: Mrkdwn, *buttons: Block, notes: Sequence[Mrkdwn] = ()) -> Message:
    """Say one thing: the words, then what is worth knowing about them, then the buttons."""
    blocks = [section(text)]
    if notes:
        blocks.append(context(*notes))
    if buttons:
        blocks.append(actions(*buttons))
    return message(Mrkdwn("\n".join((text, *notes))), blocks)


def with_note(given: Message, note: Mrkdwn) -> Message:
    """Add what a reader elsewhere has to know; it stands before the buttons."""
    first, *rest = given.blocks
    return message(Mrkdwn(f"{given.text}\n{note}"), [first, context(note), *rest])


def with_buttons(given: Message, *buttons: Block) -> Message:
    """Add what a reader can do about the whole of it, at its end; without a button it stays as it is."""
    if not buttons:
        return given
    return Message(given.text, tuple(told_apart((*given.blocks[: MOST_BLOCKS - 1], actions(*buttons)))))
