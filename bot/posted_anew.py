"""A board or a checklist that somebody deleted is posted once more, and only once: who deletes it again means it."""

from collections.abc import Iterator

from bot.addressing import in_channel, lane_of
from bot.model import Deal, DealStatus
from bot.outgoing import Kind, Outgoing
from bot.redraws import drawn_anew
from bot.rules.restraint import has_channel

_ANEW = ":anew"
_RETURNS = ("board:", "checklist:")


def successor(key: str) -> str | None:
    """Return the key under which a message would be posted once more; None: one that is deleted stays deleted.

    A question that somebody took down is asked again by its ladder, and whatever else was said stays said.
    """
    return key + _ANEW if key.startswith(_RETURNS) and not is_anew(key) else None


def is_anew(key: str) -> bool:
    """Tell whether a message stands where another one was deleted."""
    return key.startswith(_RETURNS) and key.endswith(_ANEW)


def living(deal: Deal) -> Iterator[Outgoing]:
    """Return the messages of a deal that come back, as they were first decided: its board, and each checklist."""
    if has_channel(deal):
        yield in_channel(deal, f"board:{deal.id}", Kind.BOARD)
        for function in dict.fromkeys(item.function for item in deal.items):
            yield in_channel(deal, f"checklist:{deal.id}:{function}", Kind.CHECKLIST, detail=function)


def posted_anew(deal: Deal, key: str) -> Iterator[Outgoing]:
    """Post a message of a deal that goes on once more; a board is pinned as the first one was.

    The key is the same whoever notices, and however often: a second row of it there cannot be.
    """
    again = successor(key)
    gone = next((each for each in living(deal) if each.key == key), None)
    if gone is None or again is None or deal.channel_lost or deal.status not in (DealStatus.OPEN, DealStatus.HELD):
        return
    yield in_channel(deal, again, gone.kind, detail=gone.detail)
    if gone.kind is Kind.BOARD:
        # Pinned by its own key: by the first one's, it would be pinned before it is there.
        yield Outgoing(
            f"pin:{deal.id}{_ANEW}", Kind.PIN_BOARD, lane_of(deal), deal_id=deal.id, in_channel_of=deal.id, edits=again
        )


def looked_for(deal: Deal, key: str, ts: str) -> Iterator[Outgoing]:
    """Draw a message again of which Slack said that it was deleted: its answer to that is the proof, or not."""
    for each in living(deal):
        if each.key == key:
            yield from drawn_anew(each, _told(ts))


def is_told_deleted(edit: Outgoing, ts: str) -> bool:
    """Tell whether an edit was decided because Slack said that the message which stood there was deleted."""
    return edit.key.endswith(f":{_told(ts)}")


def _told(ts: str) -> str:
    return f"deleted:{ts}"
