"""Close a deal, take it up again, and read what closed ones taught: find, let the rule decide, save."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from bot.closed import Taught
from bot.context import Context
from bot.events import Recorded
from bot.model import Deal, UserId, WorkspaceId
from bot.ports import UnitOfWork
from bot.rules import closing
from bot.rules.closing import Verdict
from bot.rules.permissions import may_find
from bot.service.desk import Asked, Desk, Did, Find, act, context_of

MOST_TAUGHT = 2_000
"""How many closed deals are looked through. Older ones teach of a company that is no longer the same."""


@dataclass
class _WithHistory:
    """Find a deal and, in the same transaction, what happened to it: so much is a summary made from."""

    find: Find
    recorded: Sequence[Recorded] = field(default=())

    def __call__(self, uow: UnitOfWork) -> Deal:
        deal = self.find(uow)
        self.recorded = uow.history(deal.id)
        return deal


def close(desk: Desk, asked: Asked, find: Find, *, verdict: Verdict) -> Did:
    """Close a deal with an outcome and what was learned."""
    found = _WithHistory(find)
    return act(
        desk,
        asked,
        found,
        lambda deal, context: closing.close(
            deal, context, verdict, recorded=found.recorded, by=asked.by, now=asked.now
        ),
    )


def reopen(desk: Desk, asked: Asked, find: Find, *, reason: str) -> Did:
    """Take a closed deal up again."""
    return act(
        desk,
        asked,
        find,
        lambda deal, context: closing.reopen(deal, context, by=asked.by, reason=reason, now=asked.now),
    )


@dataclass(frozen=True, slots=True)
class Lessons:
    """A page of what closed deals taught; ``is_more``: there are older ones."""

    shown: tuple[Taught, ...]
    is_more: bool


def lessons(
    desk: Desk, workspace_id: WorkspaceId, words: Sequence[str], *, by: UserId, after: int, most: int
) -> Lessons:
    """Return what closed deals taught in which all of the words stand, newest first, ``after`` so many of them.

    Of a private deal only those read who work on it, and a guest only of such deals.
    """
    with desk.work(workspace_id) as uow:
        context = context_of(uow)
        found = (each for each in uow.taught(most=MOST_TAUGHT) if _holds(each, words))
        # One by one: whether somebody works on a deal takes the whole of it, and only a page is shown.
        theirs = (each for each in found if _may_find(uow, each, context, by))
        page = tuple(islice(theirs, after, after + most + 1))
    return Lessons(page[:most], len(page) > most)


def _holds(taught: Taught, words: Sequence[str]) -> bool:
    closing = taught.closing
    text = (
        f"{closing.lessons} {closing.reason} {closing.outcome} {taught.name} {taught.account} {taught.kind}".casefold()
    )
    return all(word.casefold() in text for word in words)


def _may_find(uow: UnitOfWork, taught: Taught, context: Context, user: UserId) -> bool:
    deal = uow.deal(taught.deal_id)
    return deal is not None and may_find(deal, context, user)
