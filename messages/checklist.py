"""The checklist of one function, a page at a time: what is open with its button, what waits, what is finished."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model import Deal, DealStatus, Item, ItemStatus
from bot.rules.items import is_settled, receiver
from messages.blocks import MOST_BLOCKS, Block, actions, context, section
from messages.buttons import accept_buttons, fill_in_several, item_done, show_lines
from messages.escaping import Mrkdwn, length
from messages.items import shown_proof
from messages.message import Message, message
from messages.progress import function_line
from messages.standing import asks_acceptance, in_order, is_past, progress
from messages.waits import waits_on
from messages.words import label, words

MOST_WITH_BUTTONS = 20
"""Lines drawn with buttons take two blocks at most, which leaves room below Slack's fifty."""
MOST_LINES = 40
PAGE = 20
"""Lines of a page that one person asked for; more than that nobody reads on a phone."""
ROOM = 10_500
"""Characters of a page's lines: Slack shows 12,000 of a message before it folds the rest away."""
ROOM_OF_BLOCKS = MOST_BLOCKS - 3
"""What is left over is for the buttons below all lines: filling in several, giving one, opening one again."""
FOLDED = 1_900
"""Characters of folded lines in one block, which holds 2,000: a line is never parted."""


@dataclass(frozen=True)
class Row:
    """One line as it is drawn; a folded one has no button, and stands in one block with its neighbours."""

    text: Mrkdwn
    blocks: Sequence[Block] = ()


def checklist(
    deal: Deal, function: str, now: datetime, command: str, *, start: int = 0, most: int = MOST_LINES
) -> Message:
    """Draw the lines from ``start`` on, as many as fit; how many are left is said, with a button for them."""
    parts = _parts(deal, function, now, command, start, most)
    text = Mrkdwn("\n".join(part.text for part in parts if part.text))
    return message(text, [block for part in parts for block in part.blocks])


def whole(deal: Deal, wanted: Sequence[str], now: datetime, command: str) -> Message:
    """Draw the lines of all functions where they fit one message, else a line for each with a button for more."""
    rows = [row for function in wanted for row in _parts(deal, function, now, command, 0, PAGE, has_form=False)]
    blocks = [block for row in rows for block in row.blocks]
    if len(blocks) > ROOM_OF_BLOCKS or sum(length(row.text) for row in rows) > ROOM:
        rows = [_overview(deal, function, now) for function in wanted[:ROOM_OF_BLOCKS]]
        blocks = [block for row in rows for block in row.blocks]
    form = [actions(fill_in_several(deal))] if _is_much_open(deal, deal.items) else []
    return message(Mrkdwn("\n".join(row.text for row in rows)), [*blocks, *form])


def _overview(deal: Deal, function: str, now: datetime) -> Row:
    text = function_line(deal, function, now)
    return Row(text, [section(text, show_lines(deal, function, 0, label("checklist#show")))])


def _parts(
    deal: Deal, function: str, now: datetime, command: str, start: int, most: int, *, has_form: bool = True
) -> Sequence[Row]:
    lines = in_order(deal, function)[start:]
    rows = _fitting([_row(deal, item, now) for item in lines[:most]])
    head = _head(deal, function)
    parts = [Row(head, [section(head)]), *_folded(rows)]
    if has_form and _is_much_open(deal, lines):
        parts.append(Row(Mrkdwn(""), [actions(fill_in_several(deal))]))
    if left := len(lines) - len(rows):
        # Whoever asked for this page would get it again by that line; in the channel it shows the first one.
        typed = command if most > PAGE else ""
        parts.append(_more(deal, function, start + len(rows), left, typed))
    if not in_order(deal, function):
        none = words("checklist#none")
        parts.append(Row(none, [section(none)]))
    return parts


def _is_much_open(deal: Deal, items: Sequence[Item]) -> bool:
    return deal.status is not DealStatus.CLOSED and sum(item.status is ItemStatus.OPEN for item in items) > 1


def _head(deal: Deal, function: str) -> Mrkdwn:
    so_far = progress(deal, function)
    label = deal.label(function)
    return words("checklist#title", function=label, done=so_far.finished, total=so_far.total, waiting=so_far.waiting)


def _fitting(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the first rows that fit; one always does."""
    room, with_buttons = ROOM, 0
    for n, row in enumerate(rows):
        room -= length(row.text) + 1
        with_buttons += bool(row.blocks)
        if n and (room < 0 or with_buttons > MOST_WITH_BUTTONS):
            return rows[:n]
    return rows


def _folded(rows: Sequence[Row]) -> Sequence[Row]:
    """Put lines that nobody can press together, as many as a block holds."""
    found: list[Row] = []
    for row in rows:
        if row.blocks:
            found.append(row)
        elif found and not found[-1].blocks and length(found[-1].text) + length(row.text) < FOLDED:
            found[-1] = Row(Mrkdwn(f"{found[-1].text}\n{row.text}"))
        else:
            found.append(row)
    return [row if row.blocks else Row(row.text, [context(row.text)]) for row in found]


def _more(deal: Deal, function: str, start: int, left: int, command: str) -> Row:
    text = words("checklist#more", n=left, command=Mrkdwn(command), function=function)
    return Row(
        text,
        [
            context(text),
            actions(show_lines(deal, function, start, label("checklist#show_next", n=str(min(left, PAGE))))),
        ],
    )


def _row(deal: Deal, item: Item, now: datetime) -> Row:
    # Nobody does anything about a closed deal any more: its buttons would only refuse.
    is_over = deal.status is DealStatus.CLOSED
    if item.status is ItemStatus.OPEN:
        text = _open(item, now)
        return Row(text, [] if is_over else [section(text, item_done(deal, item))])
    if asks_acceptance(item):
        text = _to_accept(deal, item)
        return Row(text, [] if is_over else [section(text), actions(*accept_buttons(deal, item))])
    return Row(_finished(item) if is_settled(item) else _waiting(deal, item))


def _open(item: Item, now: datetime) -> Mrkdwn:
    return words(
        "checklist#open",
        title=item.title,
        holder=item.holder_id,
        due=item.due,
        is_past=is_past(item.due, now),
        is_gate=item.is_gate,
        sent_back=item.sent_back,
        reopened=item.reopened.reason if item.reopened else None,
        now=now,
    )


def _to_accept(deal: Deal, item: Item) -> Mrkdwn:
    return words(
        "checklist#done",
        title=item.title,
        by=item.done_by or item.holder_id,
        proof=shown_proof(item, item.proof),
        receiver=receiver(deal, item),
    )


def _waiting(deal: Deal, item: Item) -> Mrkdwn:
    return words("checklist#waiting", title=item.title, holder=item.holder_id, on=waits_on(deal, item))


def _finished(item: Item) -> Mrkdwn:
    is_accepted = item.status is ItemStatus.ACCEPTED
    who = item.accepted_by_id if is_accepted else item.done_by
    return words("checklist#finished", title=item.title, who=who, is_accepted=is_accepted)
