"""Forms at a gate: which line, why, and by when it can be done anew."""

from collections.abc import Sequence

from bot.model import Deal, Item
from bot.rules.items import waits_for
from messages import forms, ids
from messages.blocks import Block, choice_input, context, field, modal, text_input
from messages.ids import Press
from messages.words import enumerated, label, words

LINE = "line"
"""The field that names the line: its id and the generation it was drawn for."""
MOST_NAMED = 4


def reopen(deal: Deal, lines: Sequence[Item], chosen: Item | None, *, when: str = "") -> Block:
    """Ask which of the lines is open again, why, and by when; what that does to others is said beside it."""
    date = text_input(initial=when, placeholder=forms.WHEN_EXAMPLE, most=forms.LONGEST_WHEN)
    hint = label("gate_forms#hint")
    blocks = [
        _which(label("gate_forms#which_line"), lines, chosen),
        _why(label("gate_forms#why_is_it_open_again"), label("gate_forms#the_permit_was_rejected")),
        field(forms.WHEN, label("gate_forms#by_when_can"), date, hint=hint, optional=True),
        context(words("form#reopened")),
    ]
    return modal(
        label("gate_forms#reopen"),
        callback_id=ids.FORM_REOPEN,
        metadata=str(Press(deal.id)),
        submit=label("gate_forms#reopen"),
        blocks=blocks,
    )


def start(deal: Deal, lines: Sequence[Item], chosen: Item | None) -> Block:
    """Ask which waiting line begins now, and why it cannot wait; what it waits for is named, and stays open."""
    held = enumerated([each.title for each in waits_for(deal, chosen)], MOST_NAMED) if chosen else None
    blocks = [
        _which(label("gate_forms#which_line"), lines, chosen),
        _why(label("gate_forms#why_can_it_not_wait"), label("gate_forms#the_crew_is_booked")),
        context(words("form#started", held=held)),
    ]
    title = label("gate_forms#title")
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
