"""A line of the checklist in the hands of one named person: given to them, and handed back."""

from collections.abc import Sequence

from bot.model import Deal, Item, ItemStatus
from bot.roles import ItemGiven, ItemHandedBack
from messages import forms, ids
from messages.blocks import OPTIONS, Block, button, choice_input, field, modal, person_input, section, text_input
from messages.buttons import item_done
from messages.ids import Press
from messages.message import Message, said
from messages.scene import Scene
from messages.standing import find_item, is_past
from messages.words import label, words

LINE = "line"
"""The field in which a line is chosen."""


def own_buttons(deal: Deal, item: Item) -> Sequence[Block]:
    """Draw what somebody can do with a line of theirs."""
    given = [_press(label("giving#hand_back"), ids.ITEM_HAND_BACK, deal, item)] if item.given_by else []
    done = [item_done(deal, item)] if item.status is ItemStatus.OPEN else []
    return (*done, give_it(deal, item), *given)


def give_it(deal: Deal, item: Item) -> Block:
    return _press(label("giving#give"), ids.ITEM_GIVE, deal, item)


def give_one(deal: Deal) -> Block:
    """Let somebody choose in the form which line to give."""
    return button(label("button#give_a_line"), ids.ITEM_GIVE, str(Press(deal.id)))


def _press(label: str, action_id: str, deal: Deal, item: Item) -> Block:
    return button(label, action_id, str(Press(deal.id, item.id, item.generation)), about=item.title)


def give_form(deal: Deal, items: Sequence[Item], *, chosen: Item | None = None) -> Block:
    """Ask who gets a line, and which one where that was not said."""
    press = Press(deal.id, chosen.id, chosen.generation) if chosen else Press(deal.id)
    choices = [(str(item.id), item.title) for item in items[:OPTIONS]]
    what = section(words("form#line", title=chosen.title, sent_back=None, reopened=None)) if chosen else None
    return modal(
        label("giving#give_a_line"),
        callback_id=ids.FORM_GIVE,
        metadata=str(press),
        submit=label("giving#give_submit"),
        blocks=[
            what or field(LINE, label("giving#which_line"), choice_input(choices)),
            field(forms.PERSON, label("giving#who_gets_it"), person_input(), hint=label("giving#hint")),
        ],
    )


def hand_back_form(deal: Deal, item: Item) -> Block:
    example = label("giving#example")
    return modal(
        label("giving#hand_back"),
        callback_id=ids.FORM_HAND_BACK,
        metadata=str(Press(deal.id, item.id, item.generation)),
        submit=label("giving#hand_back"),
        blocks=[
            section(words("form#line", title=item.title, sent_back=None, reopened=None)),
            field(
                forms.REASON,
                label("giving#why_not_you"),
                text_input(placeholder=example, most=forms.LONGEST, multiline=True),
            ),
        ],
    )


def given(event: ItemGiven, scene: Scene) -> Message:
    """Name the one who has it now first; who had it reads so in the same words."""
    text = words(
        "role/given",
        to=event.to,
        by=event.by,
        was=event.was,
        title=event.title,
        due=event.due,
        is_past=is_past(event.due, scene.now),
    )
    item = find_item(scene.the_deal, event.item_id)
    is_theirs = item is not None and item.holder_id == event.to and item.status in (ItemStatus.OPEN, ItemStatus.WAITING)
    return said(text, *(own_buttons(scene.the_deal, item) if item and is_theirs else []))


def handed_back(event: ItemHandedBack, scene: Scene) -> Message:
    text = words("role/handed_back", to=event.to, by=event.by, title=event.title, reason=event.reason, due=event.due)
    item = find_item(scene.the_deal, event.item_id)
    is_theirs = item is not None and item.holder_id == event.to and item.status in (ItemStatus.OPEN, ItemStatus.WAITING)
    return said(text, *(own_buttons(scene.the_deal, item) if item and is_theirs else []))
