"""How a question is put off: the buttons below it, and the form."""

from collections.abc import Sequence

from bot.model import Deal, Lapse
from bot.rules.changing import about
from messages import forms, ids
from messages.blocks import Block, button, field, modal, text_input
from messages.ids import Press
from messages.phrases import known
from messages.words import label

WHEN_LABELS = ((ids.IN_AN_HOUR, "snooze#in_an_hour"), (ids.TOMORROW, "snooze#tomorrow"))


def snooze_buttons(deal: Deal, lapse: Lapse | None) -> Sequence[Block]:
    """Offer to ask again in an hour or tomorrow, while that can still be asked for."""
    if lapse is None or lapse.closed_at or lapse.decider_id:
        return ()
    return [
        button(
            label(name),
            f"{ids.SNOOZE}:{when}",
            str(Press(deal.id, lapse.id, lapse.rung, when)),
            about=known(about(deal, lapse)),
        )
        for when, name in WHEN_LABELS
    ]


def snooze_form(press: Press, *, when: str = "", reason: str = "") -> Block:
    """Ask until when, and why."""
    moment = text_input(initial=when, placeholder="thu", most=forms.LONGEST_WHEN)
    why = text_input(
        initial=reason, placeholder=label("snooze#the_crane_comes_on_thursday"), most=forms.LONGEST, multiline=True
    )
    blocks = [
        field(forms.WHEN, label("snooze#ask_me_again"), moment, hint=label("snooze#a_day_means_its_morning")),
        field(forms.REASON, label("snooze#why_can_it_wait"), why),
    ]
    return modal(
        label("snooze#ask_me_later"),
        callback_id=ids.FORM_SNOOZE,
        metadata=str(press),
        submit=label("snooze#save"),
        blocks=blocks,
    )
