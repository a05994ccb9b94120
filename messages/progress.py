"""How far one function is with its checklist, and what is next there, in one line."""

from datetime import datetime

from bot.model import Deal, DealStatus
from messages.escaping import Mrkdwn, cut, one_line
from messages.standing import asks_acceptance, in_order, is_past, next_line, progress, who_moves
from messages.waits import waits_on
from messages.words import NAME, words


def function_line(deal: Deal, function: str, now: datetime) -> Mrkdwn:
    """Say how many lines are done and who is next; where all of them wait, for what and for whom."""
    so_far = progress(deal, function)
    is_going = deal.status is DealStatus.OPEN
    first = next_line(deal, function) if is_going else None
    waiting = in_order(deal, function)[0] if is_going and so_far.waiting and first is None else None
    return words(
        "checklist#function",
        label=cut(one_line(deal.label(function)), NAME),
        done=so_far.finished,
        total=so_far.total,
        waiting=so_far.waiting,
        next=cut(one_line(first.title), NAME) if first else None,
        who=who_moves(deal, first) if first else None,
        is_to_accept=bool(first and asks_acceptance(first)),
        due=first.due if first else None,
        is_past=bool(first and is_past(first.due, now)),
        on=waits_on(deal, waiting, 1) if waiting else None,
        now=now,
    )
