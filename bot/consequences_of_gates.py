"""Who is told of a gate that closed again, and which questions ended by it."""

from collections.abc import Iterator

from bot.addressing import gist, in_channel, told
from bot.events import Event, ItemAccepted, ItemSentBack, Recorded
from bot.gate_events import ItemReopened, ItemWaitsAgain
from bot.model import Deal, Item, ItemStatus, UserId
from bot.outgoing import Kind, Outgoing
from bot.rules.items import ANSWERED, TOLD
from bot.rules.restraint import has_channel


def reopened(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Tell everybody whose work it touches, in one message that names them; without a channel each of them."""
    event = recorded.event
    assert isinstance(event, ItemReopened)
    if _is_said_by_promises(deal, event):
        return
    if has_channel(deal):
        yield in_channel(deal, f"said:{deal.id}:{recorded.seq}:{gist(deal, event)}", Kind.SAY, seq=recorded.seq)
        return
    for user in touched(event):
        if user != event.by:
            yield told(deal, recorded, user, "reopened")


def _is_said_by_promises(deal: Deal, event: ItemReopened) -> bool:
    """Tell whether the promise that opened a line again was said itself, and nobody but its people stands still."""
    evidence = next((each.evidence for each in deal.items if each.id == event.item_id), "")
    return evidence == TOLD or (evidence == ANSWERED and not (*event.waiting, *event.standing))


def touched(event: ItemReopened) -> tuple[UserId, ...]:
    """Return who must do it anew, who had accepted it, whose work waits now, and who accepted what stands behind it."""
    accepted = (event.accepted_by_id,) if event.accepted_by_id else ()
    behind = (each.who for each in (*event.waiting, *event.standing))
    return tuple(dict.fromkeys((event.holder_id, *accepted, *behind)))


def ends_question(event: Event, item: Item) -> bool:
    """Tell whether the channel was asked to accept this item, and need not answer any more."""
    if isinstance(event, ItemReopened | ItemWaitsAgain):
        return event.was is ItemStatus.DONE and item.accepted_by is not None
    return isinstance(event, ItemAccepted | ItemSentBack)
