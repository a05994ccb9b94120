"""Show by which version of its playbook a deal goes, and let it go over to the newest one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.context import Context
from bot.events import Change
from bot.kept_versions import Kept
from bot.model import Deal, PlaybookId, UserId
from bot.playbook import Playbook
from bot.ports import UnitOfWork
from bot.refusals import ChangedSince, NoNewerPlaybook
from bot.rules.casting import TakeTurn, leads
from bot.rules.moving_over import RUNNING, may_move, move
from bot.rules.owning import for_amount
from bot.rules.permissions import let_in
from bot.service.desk import Asked, Desk, Did, Find, act, context_of
from bot.versions import Difference, PlaybookMoved


@dataclass(frozen=True, slots=True)
class Newer:
    """A version that a deal could go by, beside the one that it goes by, and who would lead what is new to it."""

    was: Playbook
    to: Playbook
    leads: Mapping[str, UserId]


@dataclass(frozen=True, slots=True)
class Standing:
    """A deal and its version; ``to`` is the newest one if that is another, and ``change`` what it would change here."""

    deal: Deal
    context: Context
    version: Kept | None
    to: Kept | None = None
    change: PlaybookMoved | None = None


def standing(uow: UnitOfWork, deal: Deal, context: Context, *, by: UserId, now: datetime) -> Standing:
    """Return how a deal stands to its playbook, without changing anything."""
    version = uow.version(deal.playbook_id) if deal.playbook_id else None
    # Looked at only: nobody's turn to lead is used up by it.
    newer = newer_of(uow, deal, context, lambda _: 0, now=now)
    if newer is None or deal.status not in RUNNING:
        return Standing(deal, context, version)
    change = move(deal, newer.was, newer.to, context, leads=newer.leads, by=by, now=now)
    told = next(each for each in change.events if isinstance(each, PlaybookMoved))
    # A release adds fields, and every version gets another id by it: people are not asked about that.
    if told.difference == Difference():
        return Standing(deal, context, version)
    return Standing(deal, context, version, uow.version(PlaybookId(newer.to.id)), told)


def see(desk: Desk, asked: Asked, find: Find) -> Standing:
    """Return how the deal that is asked about stands to its playbook."""
    with desk.work(asked.workspace_id) as uow:
        deal, context = find(uow), context_of(uow)
        let_in(deal, context, asked.by, asked.where)
        return standing(uow, deal, context, by=asked.by, now=asked.now)


def move_over(desk: Desk, asked: Asked, find: Find, *, to: str, reason: str) -> Did:
    """Let a deal go over to the version whose difference was shown; raise ChangedSince if a newer one is there by now."""
    found: list[Newer | None] = []

    def find_with_versions(uow: UnitOfWork) -> Deal:
        deal = find(uow)
        if uow.answered(asked.key) is None:
            found[:] = [newer_of(uow, deal, context_of(uow), uow.take_turn, now=asked.now)]
        return deal

    def rule(deal: Deal, context: Context) -> Change:
        may_move(deal, context, asked.by, now=asked.now)
        if deal.playbook_id == to:
            return Change(deal)
        newer = found[0]
        if newer is None:
            raise NoNewerPlaybook(deal.playbook_name or deal.kind)
        if newer.to.id != to:
            raise ChangedSince(newer.to.title)
        return move(deal, newer.was, newer.to, context, leads=newer.leads, by=asked.by, reason=reason, now=asked.now)

    return act(desk, asked, find_with_versions, rule)


def newer_of(uow: UnitOfWork, deal: Deal, context: Context, take_turn: TakeTurn, *, now: datetime) -> Newer | None:
    """Return the newest version of a deal's playbook, if the deal goes by another one."""
    kept = uow.version(deal.playbook_id) if deal.playbook_id else None
    newest = uow.playbook(kept.playbook.kind) if kept else None
    to = for_amount(newest, deal.facts.amount_minor) if newest else None
    if kept is None or to is None or to.id == deal.playbook_id:
        return None
    known = dict(deal.leads)
    unled = replace(to, functions=tuple(role for role in to.functions if role.key not in known))
    groups = {group.handle: group.members for group in uow.groups()}
    settled = dict(uow.workspace().rules.leads)
    found = leads(unled, deal.facts, context, groups, take_turn, settled=settled, now=now)
    return Newer(kept.playbook, to, dict(found))
