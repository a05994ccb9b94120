"""The customer line: what we tell the customer now, who wrote it and when, and when somebody should look at it again."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.context import Context
from bot.events import Change, CustomerLineWritten
from bot.model import CustomerLine, Deal, LapseKind, UserId
from bot.rules.again import is_lately, same_words
from bot.rules.changing import ABOUT, running, said
from bot.rules.condition import Condition, afresh
from bot.rules.permissions import Act, check
from bot.working_time import add_working_hours

KIND = LapseKind.CUSTOMER_STALE
LONGEST_LINE = 300
"""It is one thing to say to a customer, read on a board beside everything else."""


def write(deal: Deal, context: Context, *, what: str, by: UserId, now: datetime) -> Change:
    """Take over what the customer hears from now on; the last one who writes it wins. Written again, it is fresh again."""
    running(deal)
    check(Act.CUSTOMER_LINE, context, by)
    words = said("what the customer hears", what, example="the crane comes on Tuesday", limit=LONGEST_LINE)
    old = deal.customer_line
    is_typed_again = old is not None and old.by == by and is_lately(old.at, now) and old.outdated_at is None
    if old and is_typed_again and same_words(old.what, words):
        return Change(deal)
    return Change(replace(deal, customer_line=CustomerLine(words, by, now)), (CustomerLineWritten(words, by),))


def outdated(deal: Deal, *, now: datetime) -> Deal:
    """Return the deal whose promised date has changed: what was written before may not be true any more."""
    line = deal.customer_line
    if line is None or line.outdated_at or now < line.at:
        return deal
    return replace(deal, customer_line=replace(line, outdated_at=now))


def customer_stale(deal: Deal, context: Context, quiet: Sequence[Condition], *, now: datetime) -> Iterator[Condition]:
    """Ask the owner once the line is old, or its promised date another one; not while it is asked whether it lives."""
    rungs = deal.ladder.lapses.get(KIND)
    base = _written_at(deal)
    if rungs is None or base is None or deal.offer or any(each.since <= now for each in quiet):
        return
    calendar = context.calendar(deal.owner_id)
    old_from = add_working_hours(calendar, afresh(deal, KIND, None, base), rungs.opens_after_hours)
    changed_at = deal.customer_line.outdated_at if deal.customer_line else None
    since = min(filter(None, (old_from, changed_at)))
    yield Condition(KIND, None, since, deal.owner_id, ABOUT[KIND])


def _written_at(deal: Deal) -> datetime | None:
    """Return from when the line ages; None while there is nothing to tell a customer yet.

    Whoever has promised nothing owes no news of it, and before the first line of the checklist is done there is none.
    """
    if deal.customer_line:
        return deal.customer_line.at
    is_promised = deal.facts.promised_on or deal.facts.promises or deal.register.promises
    begun = min((item.done_at for item in deal.items if item.done_at), default=None)
    return max(begun, deal.owned_at or begun) if begun and is_promised and deal.opened_at else None
