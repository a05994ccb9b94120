"""Edits of what stands in Slack: a row that draws one message anew, by the key of the row that posted it."""

from collections.abc import Iterator

from bot.model import Deal, DealId
from bot.outgoing import BOARD_ANEW, DIGEST, Kind, Outgoing

ANSWERED = "nudge"
"""The detail of an edit that draws a question anew which has ended."""


def board_anew(deal_id: DealId, because: str) -> Outgoing:
    """Redraw the board although nothing happened to the deal: something around it did."""
    return _edit_of(deal_id, f"board:{deal_id}", BOARD_ANEW, because)


def drawn_anew(outgoing: Outgoing, because: str) -> Iterator[Outgoing]:
    """Redraw a board or a checklist that stands there as it was first posted; other messages keep what they said."""
    if outgoing.kind is Kind.BOARD and outgoing.deal_id:
        yield board_anew(outgoing.deal_id, because)
    if outgoing.kind is Kind.CHECKLIST and outgoing.deal_id:
        yield _edit_of(outgoing.deal_id, outgoing.key, f"checklist:{outgoing.detail}", because)


def lines_anew(outgoing: Outgoing, because: str) -> Iterator[Outgoing]:
    """Redraw a message that others are lines of, and with it the lines; ``because`` of a line that it takes in."""
    detail = DIGEST if outgoing.kind is Kind.DIGEST else ANSWERED
    key = f"edit:{outgoing.key}:with:{because}"
    lane = f"edit:{outgoing.key}"
    deal_id = outgoing.deal_id
    yield Outgoing(key, Kind.EDIT, lane, deal_id=deal_id, in_channel_of=deal_id, detail=detail, edits=outgoing.key)


def edit(deal: Deal, edits: str, detail: str, seq: int) -> Outgoing:
    """Redraw a message because of what happened to its deal, the latest of it under the number ``seq``."""
    return _edit_of(deal.id, edits, detail, str(seq))


def _edit_of(deal_id: DealId, edits: str, detail: str, because: str) -> Outgoing:
    """Redraw one message. Edits of one message keep their order; they never wait for other messages."""
    key = f"edit:{edits}:{because}"
    return Outgoing(key, Kind.EDIT, f"edit:{edits}", deal_id=deal_id, in_channel_of=deal_id, detail=detail, edits=edits)
