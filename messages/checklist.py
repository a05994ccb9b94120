"""The checklist of one function: what is open with its button, what waits, what is finished."""

from collections.abc import Sequence
from datetime import datetime

from bot.model import Deal, Item, ItemStatus
from bot.rules.items import is_settled, waits_for
from messages.blocks import Block, actions, context, section
from messages.buttons import accept_buttons, fill_in_several, item_done
from messages.escaping import Mrkdwn
from messages.items import shown_proof
from messages.message import Message, message
from messages.standing import asks_acceptance, is_past, lines_of, progress, receiver
from messages.words import enumerated, words

MOST_WITH_BUTTONS = 20
"""Lines drawn with buttons take two blocks at most, which leaves room below Slack's fifty."""
MOST_FOLDED = 30
MOST_NAMED = 2


def checklist(deal: Deal, function: str, now: datetime, command: str) -> Message:
    so_far = progress(deal, function)
    title = words("checklist#title", function=deal.label(function), done=so_far.finished, total=so_far.total)
    parts = [(title, [section(title)]), *_active(deal, function, now), *_rest(deal, function, command)]
    if sum(item.status is ItemStatus.OPEN for item in lines_of(deal, function)) > 1:
        parts.append((Mrkdwn(""), [actions(fill_in_several(deal))]))
    if not so_far.total:
        none = words("checklist#none")
        parts.append((none, [section(none)]))
    return message(
        Mrkdwn("\n".join(text for text, _ in parts if text)), [block for _, blocks in parts for block in blocks]
    )


def _active(deal: Deal, function: str, now: datetime) -> Sequence[tuple[Mrkdwn, list[Block]]]:
    return [_line(deal, item, now) for item in _active_items(deal, function)[:MOST_WITH_BUTTONS]]


def _active_items(deal: Deal, function: str) -> Sequence[Item]:
    """Return what somebody can do now: by date, what has none last."""
    active = [i for i in lines_of(deal, function) if i.status is ItemStatus.OPEN or asks_acceptance(i)]
    return sorted(active, key=lambda item: (item.due is None, item.due.at.timestamp() if item.due else 0.0))


def _line(deal: Deal, item: Item, now: datetime) -> tuple[Mrkdwn, list[Block]]:
    if item.status is ItemStatus.OPEN:
        text = _open(item, now)
        return text, [section(text, item_done(deal, item))]
    text = words(
        "checklist#done",
        title=item.title,
        by=item.done_by or item.holder_id,
        proof=shown_proof(item, item.proof),
        receiver=receiver(deal, item),
    )
    return text, [section(text), actions(*accept_buttons(deal, item))]


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


def _rest(deal: Deal, function: str, command: str) -> Sequence[tuple[Mrkdwn, list[Block]]]:
    """Fold what nobody can press into one block each: beyond the limit, waiting, finished."""
    items = lines_of(deal, function)
    waiting = [item for item in items if item.status is ItemStatus.WAITING]
    finished = [item for item in items if is_settled(item)]
    beyond = len(_active_items(deal, function)[MOST_WITH_BUTTONS:])
    folded = max(0, len(waiting) - MOST_FOLDED) + max(0, len(finished) - MOST_FOLDED)
    texts = []
    if waiting:
        texts.append(words("checklist#waiting", items=[_waiting(deal, item) for item in waiting[:MOST_FOLDED]]))
    if finished:
        texts.append(words("checklist#finished", items=[_finished(item) for item in finished[:MOST_FOLDED]]))
    if beyond + folded:
        texts.append(words("checklist#more", n=beyond + folded, command=Mrkdwn(command), function=function))
    return [(text, [context(text)]) for text in texts]


def _waiting(deal: Deal, item: Item) -> tuple[str, str, str]:
    titles = [other.title for other in waits_for(deal, item)]
    return item.title, enumerated(titles, MOST_NAMED) or "others", item.holder_id


def _finished(item: Item) -> tuple[str, str | None, bool]:
    is_accepted = item.status is ItemStatus.ACCEPTED
    return item.title, item.accepted_by_id if is_accepted else item.done_by, is_accepted
