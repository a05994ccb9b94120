"""How a question is put off: the buttons below it, and the form."""

from collections.abc import Sequence

from bot.model import Deal, Lapse
from bot.rules.changing import about
from messages import forms, ids
from messages.blocks import Block, button, field, modal, text_input
from messages.ids import Press

WHEN_LABELS = ((ids.IN_AN_HOUR, "Remind me in 1 h"), (ids.TOMORROW, "Remind me tomorrow"))


def snooze_buttons(deal: Deal, lapse: Lapse | None) -> Sequence[Block]:
    """Offer to ask again in an hour or tomorrow, while that can still be asked for."""
    if lapse is None or lapse.closed_at or lapse.decider_id:
        return ()
    return [
        button(label, f"{ids.SNOOZE}:{when}", str(Press(deal.id, lapse.id, lapse.rung, when)), about=about(deal, lapse))
        for when, label in WHEN_LABELS
    ]


def snooze_form(press: Press, *, when: str = "", reason: str = "") -> Block:
    """Ask until when, and why."""
    moment = text_input(initial=when, placeholder="thu", most=forms.LONGEST_WHEN)
    why = text_input(initial=reason, placeholder="The crane comes on Thursday", most=forms.LONGEST, multiline=True)
    blocks = [
        field(forms.WHEN, "Ask me again", moment, hint="A day means its morning. Your digest shows it meanwhile."),
        field(forms.REASON, "Why can it wait?", why),
    ]
    return modal("Ask me later", callback_id=ids.FORM_SNOOZE, metadata=str(press), submit="Save", blocks=blocks)
