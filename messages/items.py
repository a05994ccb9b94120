"""What is said about one line of the checklist: it can start, is done, accepted, sent back or new."""

from uuid import UUID

from bot.events import ItemAccepted, ItemAdded, ItemDone, ItemSentBack, ItemUnlocked
from bot.model import Item, ItemId, ItemStatus
from bot.rules.items import receiver
from messages.blocks import Block
from messages.buttons import accept_buttons, item_done
from messages.escaping import Mrkdwn
from messages.message import Message, said
from messages.scene import Scene
from messages.standing import asks_acceptance, find_item
from messages.words import is_address, link, long, words


def unlocked(event: ItemUnlocked, scene: Scene) -> Message:
    text = words("line/unlocked", holder=event.holder_id, title=event.title, due=event.due)
    return said(text, *_done_button(event.item_id, scene))


def done(event: ItemDone, scene: Scene) -> Message:
    """Ask the receiving side to check it; where nobody receives it, only say that it is done."""
    deal = scene.the_deal
    item = find_item(deal, event.item_id)
    if item is None or item.accepted_by is None:
        return said(words("line/done", title=event.title, by=event.by, proof=shown_proof(item, event.proof)))
    text = words(
        "line/to_accept",
        receiver=receiver(deal, item),
        title=event.title,
        by=event.by,
        proof=shown_proof(item, event.proof),
    )
    return said(text, *(accept_buttons(deal, item) if asks_acceptance(item) else []))


def as_answered(which: str, scene: Scene) -> Message:
    """Redraw the question whether a line can be accepted, once it was answered; a line that is asked about keeps it.

    ``which`` is the line's id and the generation that was asked about. Rows from before questions had one name the line alone.
    """
    deal = scene.the_deal
    item_id, _, generation = which.partition(":")
    item = find_item(deal, ItemId(UUID(item_id)))
    if item is None:
        raise LookupError(f"The deal has no line {item_id}.")
    # Done once more since, it is asked about in a newer message: two with buttons would be one too many.
    is_older = bool(generation) and int(generation) != item.generation
    if asks_acceptance(item) and item.done_by and not is_older:
        return done(ItemDone(item.id, item.title, item.done_by, item.proof or "", is_late=False), scene)
    return said(
        words(
            "line/answered",
            title=item.title,
            accepted_by=item.accepted_by_id,
            reason=item.sent_back,
            reopened=item.reopened.reason if item.reopened else None,
            is_waiting=item.status is ItemStatus.WAITING,
            is_anew=is_older and asks_acceptance(item),
        )
    )


def accepted(event: ItemAccepted, _scene: Scene) -> Message:
    return said(words("line/accepted", title=event.title, by=event.by))


def sent_back(event: ItemSentBack, scene: Scene) -> Message:
    item = find_item(scene.the_deal, event.item_id)
    holder = item.holder_id if item else scene.the_deal.owner_id
    text = words("line/sent_back", holder=holder, title=event.title, by=event.by, reason=event.reason, due=event.due)
    return said(text, *_done_button(event.item_id, scene))


def added(event: ItemAdded, scene: Scene) -> Message:
    deal = scene.the_deal
    item = find_item(deal, event.item_id)
    text = words(
        "line/added",
        holder=event.holder_id,
        title=event.title,
        function=deal.label(item.function) if item else "deal",
        due=item.due if item else None,
    )
    return said(text, *_done_button(event.item_id, scene))


def shown_proof(item: Item | None, proof: str | None) -> Mrkdwn | None:
    """Show evidence as typed; a web address that was asked for can be followed."""
    if not proof:
        return None
    is_link = item is not None and item.evidence == "link" and is_address(proof)
    return link(proof) if is_link else Mrkdwn(f"“{long(proof)}”")


def _done_button(item_id: ItemId, scene: Scene) -> list[Block]:
    item = find_item(scene.the_deal, item_id)
    return [item_done(scene.the_deal, item)] if item and item.status is ItemStatus.OPEN else []
