"""A list of deals: each with what comes next and who does it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.model import Deal, Person, UserId
from bot.rules.steps import open_steps
from messages.blocks import context, section
from messages.escaping import Mrkdwn
from messages.message import Message, message
from messages.standing import is_past
from messages.words import words

MOST_DEALS = 20


def deal_list(
    deals: Sequence[Deal],
    scope: str,
    total: int,
    _people: Mapping[UserId, Person],
    now: datetime,
    command: str = "/deal",
) -> Message:
    """List deals; ``scope`` is mine, stalled, backlog or all, ``total`` how many there are of these."""
    shown = deals[:MOST_DEALS]
    head = words("reply/deals#head", scope=scope, total=total, shown=len(shown))
    hint = words("reply/deals#hint", scope=scope, command=Mrkdwn(command))
    lines = [_line(deal, now) for deal in shown]
    blocks = [section(head), *(section(line) for line in lines), context(hint)]
    return message(Mrkdwn("\n".join((head, *lines, hint))), blocks)


def _line(deal: Deal, now: datetime) -> Mrkdwn:
    step = next(iter(open_steps(deal)), None)
    return words(
        "reply/deals#line",
        channel_id=deal.channel_id,
        deal=deal.facts.name,
        account=deal.facts.account,
        minor=deal.facts.amount_minor,
        currency=deal.facts.currency,
        state=deal.status.value,
        won=deal.facts.won_at,
        zone=deal.zone,
        until=deal.held_until,
        owner=deal.owner_id,
        what=step.what if step else None,
        by=step.by if step else None,
        due=step.due if step else None,
        is_past=is_past(step.due, now) if step else False,
        now=now,
    )
