"""What is said at a gate that is not its usual way: what had ended is open again, or the owner lets something begin."""

from collections.abc import Sequence

from bot.gate_events import ItemReopened, ItemStartedAnyway
from bot.model import ItemStatus
from bot.reopened import Behind
from bot.rules.items import waits_for
from messages.blocks import Block
from messages.buttons import item_done
from messages.message import Message, said
from messages.scene import Scene
from messages.standing import find_item
from messages.words import enumerated, words

MOST_NAMED = 4


def reopened(event: ItemReopened, scene: Scene) -> Message:
    """Name the line and why, then everybody whose work it touches: one message instead of one for each of them."""
    deal = scene.the_deal
    item = find_item(deal, event.item_id)
    held = waits_for(deal, item) if item and item.status is ItemStatus.WAITING else ()
    text = words(
        "line/reopened",
        holder=event.holder_id,
        title=event.title,
        by=event.by,
        reason=event.reason,
        due=event.due,
        held=enumerated([each.title for each in held], MOST_NAMED),
        accepted_by=event.accepted_by_id,
        waiting=_named(event.waiting),
        waiting_for=_people(event.waiting),
        standing=_named(event.standing),
        standing_with=_people(event.standing),
        example=event.standing[0].title if event.standing else "",
        command=scene.command,
    )
    return said(text, *_done_button(event, scene))


def started_anyway(event: ItemStartedAnyway, scene: Scene) -> Message:
    """Say in public who let a line begin, why, and that what it waited for is as open as it was."""
    text = words(
        "line/started_anyway",
        holder=event.holder_id,
        title=event.title,
        by=event.by,
        reason=event.reason,
        due=event.due,
        without=enumerated(event.without, MOST_NAMED),
    )
    return said(text, *_done_button(event, scene))


def _named(behind: Sequence[Behind]) -> str:
    return enumerated([each.title for each in behind], MOST_NAMED) if behind else ""


def _people(behind: Sequence[Behind]) -> Sequence[str]:
    return tuple(dict.fromkeys(each.who for each in behind))


def _done_button(event: ItemReopened | ItemStartedAnyway, scene: Scene) -> list[Block]:
    item = find_item(scene.the_deal, event.item_id)
    return [item_done(scene.the_deal, item)] if item and item.status is ItemStatus.OPEN else []
