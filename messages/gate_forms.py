"""Forms at a gate: which line, why, and by when it can be done anew."""

from collections.abc import Sequence

from bot.model import Deal, Item
from bot.rules.items import waits_for
from messages import forms, ids
from messages.blocks import Block, choice_input, context, field, modal, text_input
from messages.ids import Press
from messages.words import enumerated, words

LINE = "line"
"""The field that names the line: its id and the generation it was drawn for."""
MOST_NAMED = 4


def reopen(deal: Deal, lines: Sequence[Item], chosen: Item | None, *, when: str = "") -> Block:
    """Ask which of the lines is open again, why, and by when; what that does to others is said beside it."""
    date = text_input(initial=when, placeholder=forms.WHEN_EXAMPLE, most=forms.LONGEST_WHEN)
    hint = "Left empty, it gets as many working days as the playbook gives it."
    blocks = [
        _which("Which line?", lines, chosen),
        _why("Why is it open again?", "The permit was rejected: the cable route is missing"),
        field(forms.WHEN, "By when can it be done anew?", date, hint=hint, optional=True),
        context(words("form#reopened")),
    ]
    return modal("Reopen", callback_id=ids.FORM_REOPEN, metadata=str(Press(deal.id)), submit="Reopen", blocks=blocks)


def start(deal: Deal, lines: Sequence[Item], chosen: Item | None) -> Block:
    """Ask which waiting line begins now, and why it cannot wait; what it waits for is named, and stays open."""
    held = enumerated([each.title for each in waits_for(deal, chosen)], MOST_NAMED) if chosen else None
    blocks = [
        _which("Which line?", lines, chosen),
        _why("Why can it not wait?", "The crew is booked for Monday, the grant comes later"),
        context(words("form#started", held=held)),
    ]
    title = "Start anyway"
    return modal(title, callback_id=ids.FORM_START, metadata=str(Press(deal.id)), submit=title, blocks=blocks)


def _which(label: str, lines: Sequence[Item], chosen: Item | None) -> Block:
    # What was chosen comes first: a menu holds a hundred lines, and it must be one of them.
    shown = dict.fromkeys([*([chosen] if chosen else []), *lines])
    return field(
        LINE, label, choice_input([(_value(each), each.title) for each in shown], _value(chosen) if chosen else None)
    )


def _value(item: Item) -> str:
    return f"{item.id}:{item.generation}"


def _why(label: str, example: str) -> Block:
    return field(forms.REASON, label, text_input(placeholder=example, most=forms.LONGEST, multiline=True))
