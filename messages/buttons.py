"""The buttons under messages: what each does, and what it carries."""

from collections.abc import Sequence

from bot.model import Choice, Deal, Item, Lapse, Step
from bot.rules.items import ANSWERED, TOLD
from messages import ids
from messages.blocks import Block, button
from messages.ids import Press
from messages.words import label

WITHOUT_OWNER = (Choice.HOLD, Choice.RETURN, Choice.STOP)
"""Who owns a deal is decided by naming somebody; going on as before is no answer."""


def choice_label(choice: Choice) -> str:
    return label(f"button#{choice}")


def choice_within(choice: Choice) -> str:
    """Name what was decided inside a sentence: a button's words begin with a capital, and German keeps those of nouns."""
    return label(f"button#{choice}_within")


def offer_buttons(deal: Deal) -> Sequence[Block]:
    press = str(Press(deal.id))
    return (
        button(label("button#accept"), ids.ACCEPT_OWNER, press, style="primary", about=deal.facts.name),
        button(label("button#decline"), ids.DECLINE_OWNER, press, about=deal.facts.name),
    )


def own_it(deal: Deal) -> Block:
    """Let the one who decides about an open offer take the deal themselves."""
    return button(label("button#i_will_own_it"), ids.ACCEPT_OWNER, str(Press(deal.id)))


def take_over(deal: Deal) -> Block:
    return button(label("button#take_over"), ids.TAKE_OVER, str(Press(deal.id)))


def withdraw_offer(deal: Deal) -> Block:
    return button(label("button#withdraw"), ids.WITHDRAW_OFFER, str(Press(deal.id)))


def add_step(deal: Deal, *, style: str | None = None) -> Block:
    return button(label("button#add_next_step"), ids.STEP_NEXT, str(Press(deal.id)), style=style)


def show_checklist(deal: Deal) -> Block:
    return button(label("button#checklist"), ids.SHOW_CHECKLIST, str(Press(deal.id)))


def show_lines(deal: Deal, function: str, start: int, said: str) -> Block:
    """Show one function's lines from a place on, only to whoever presses."""
    return button(
        said, ids.SHOW_CHECKLIST, str(Press(deal.id, extra=f"{function}:{start}")), about=deal.label(function)
    )


def show_why(deal: Deal) -> Block:
    return button(label("button#what_comes"), ids.SHOW_WHY, str(Press(deal.id)))


def hand_over(deal: Deal, said: str | None = None, *, style: str | None = None) -> Block:
    return button(said or label("button#hand_over"), ids.OFFER_OWNER, str(Press(deal.id)), style=style)


def step_buttons(deal: Deal, step: Step) -> Sequence[Block]:
    """Draw the three that always go together."""
    press = str(Press(deal.id, step.id, step.generation))
    return (
        button(label("button#done"), ids.STEP_DONE, press, style="primary", about=step.what),
        button(label("button#reschedule"), ids.STEP_RESCHEDULE, press, about=step.what),
        button(label("button#waiting"), ids.STEP_WAITING, press, about=step.what),
    )


def offered_step_buttons(deal: Deal, step: Step) -> Sequence[Block]:
    """Draw the two answers to a step that was written for somebody."""
    press = str(Press(deal.id, step.id, step.generation))
    return (
        button(label("button#i_will_do_it"), ids.STEP_TAKE, press, style="primary", about=step.what),
        button(label("button#not_me"), ids.STEP_TURN_DOWN, press, about=step.what),
    )


def item_done(deal: Deal, item: Item) -> Block:
    if item.evidence in (TOLD, ANSWERED):
        return button(label("button#promises"), ids.PROMISES, str(Press(deal.id)), style="primary", about=item.title)
    press = str(Press(deal.id, item.id, item.generation))
    return button(label("button#done"), ids.ITEM_DONE, press, style="primary", about=item.title)


def fill_in_several(deal: Deal) -> Block:
    return button(label("button#fill_in_several"), ids.ITEM_SEVERAL, str(Press(deal.id)))


def accept_buttons(deal: Deal, item: Item) -> Sequence[Block]:
    press = str(Press(deal.id, item.id, item.generation))
    return (
        button(label("button#accept"), ids.ITEM_ACCEPT, press, style="primary", about=item.title),
        button(label("button#send_back"), ids.ITEM_SEND_BACK, press, about=item.title),
    )


def reopen_button(deal: Deal, item: Item | None = None) -> Block:
    """Open the form in which a line is reopened; with an item that one is chosen already."""
    return button(
        label("button#reopen_form"), ids.ITEM_REOPEN, _about_line(deal, item), about=item.title if item else None
    )


def start_button(deal: Deal, item: Item | None = None) -> Block:
    """Open the form in which a waiting line is let begin; with an item that one is chosen already."""
    return button(
        label("button#start_anyway"), ids.ITEM_START, _about_line(deal, item), about=item.title if item else None
    )


def _about_line(deal: Deal, item: Item | None) -> str:
    return str(Press(deal.id, item.id, item.generation) if item else Press(deal.id))


def decide_buttons(deal: Deal, lapse: Lapse | None, choices: Sequence[Choice] = tuple(Choice)) -> Sequence[Block]:
    """Draw one button for each choice; within a block their ids must differ."""
    subject = lapse.id if lapse else None
    rung = lapse.rung if lapse else 0
    return [
        button(
            choice_label(choice),
            f"{ids.DECIDE}:{choice}",
            str(Press(deal.id, subject, rung, choice)),
            style="danger" if choice is Choice.STOP else None,
        )
        for choice in choices
    ]
