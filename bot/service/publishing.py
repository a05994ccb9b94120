"""A workspace's own playbooks: kept when they are shown, put in force by an admin, followed by open deals if they say so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.kept_versions import Chosen, Kept
from bot.model import BATON, DealId, PlaybookId, WorkspaceId
from bot.playbook import Playbook
from bot.ports import Conflict, UnitOfWork
from bot.refusals import Busy, ChangedSince, NoSuchDeal, SamePlaybook
from bot.rules.differing import difference
from bot.rules.moving_over import RUNNING, move
from bot.rules.own_time import check_admin
from bot.service.desk import TRIES, Asked, Desk, context_of, saved
from bot.service.moving_over import newer_of
from bot.service.settling import heed
from bot.versions import Difference

A_TURN = 20
"""Deals that go over in one turn: each is a transaction of its own, and what is due elsewhere comes in between."""

MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Shelf:
    """The playbooks in force, by title, and of each kind who chose it last; None: it came with a file."""

    playbooks: Sequence[Kept]
    chosen: Mapping[str, Chosen]


@dataclass(frozen=True, slots=True)
class Draft:
    """A version that is not in force yet, what it would change, and how many open deals go by the one before."""

    playbook: Playbook
    was: Playbook | None
    difference: Difference
    behind: int


def shelf(desk: Desk, asked: Asked) -> Shelf:
    """Return what stands there, to an admin."""
    with desk.work(asked.workspace_id) as uow:
        check_admin(context_of(uow), asked.by)
        kept = [uow.version(PlaybookId(each.id)) for each in uow.playbooks()]
        return Shelf([each for each in kept if each], {each.kind: each for each in uow.chosen()})


def version(desk: Desk, asked: Asked, playbook_id: str) -> Kept:
    """Return one version, to an admin."""
    with desk.work(asked.workspace_id) as uow:
        check_admin(context_of(uow), asked.by)
        return _kept(uow, playbook_id)


def draft(desk: Desk, asked: Asked, playbook: Playbook) -> Draft:
    """Keep a version that was handed in, so that the next form needs only its id, and say what it would change."""
    with desk.work(asked.workspace_id) as uow:
        check_admin(context_of(uow), asked.by)
        was = _in_force(uow, playbook.kind)
        if was and was.id == playbook.id:
            raise SamePlaybook(was.title)
        uow.keep_version(playbook, now=asked.now)
        behind = uow.behind(playbook.kind, PlaybookId(playbook.id), limit=MOST_COUNTED)
        return Draft(playbook, was, difference(was, playbook) if was else Difference(), len(behind))


def publish(desk: Desk, asked: Asked, playbook_id: str, *, was: str, follows: bool) -> Playbook:
    """Put a version in force that was shown beside the one before; raise ChangedSince where another one is by now."""
    with desk.work(asked.workspace_id) as uow:
        check_admin(context_of(uow), asked.by)
        playbook = _kept(uow, playbook_id).playbook
        before = _in_force(uow, playbook.kind)
        # The same form once more: it is in force already, and stands in the record once.
        if before and before.id == playbook.id:
            return playbook
        if (before.id if before else "") != was:
            raise ChangedSince(playbook.title)
        instead_of = PlaybookId(before.id) if before else None
        chosen = Chosen(playbook.kind, PlaybookId(playbook.id), instead_of, asked.by, asked.now, follows)
        _choose(uow, chosen, playbook.title)
        heed(uow, asked)
    desk.wake()
    return playbook


def _choose(uow: UnitOfWork, chosen: Chosen, title: str) -> None:
    try:
        uow.choose_version(chosen)
    except Conflict as conflict:
        raise ChangedSince(title) from conflict


def follow(desk: Desk, workspace_id: WorkspaceId, *, now: datetime, most: int = A_TURN) -> int:
    """Let the next open deals go over to what an admin chose for them; return how many were looked at."""
    with desk.work(workspace_id) as uow:
        chosen = uow.following()
        if chosen is None:
            return 0
        found = uow.behind(chosen.kind, chosen.now, after=chosen.after, limit=most)
    for deal_id in found:
        _over(desk, workspace_id, deal_id, chosen, now)
    with desk.work(workspace_id) as uow:
        # Remembered only now: after a crash the same ones come again, and whoever went over already stays as it is.
        uow.followed(chosen, after=found[-1] if len(found) == most else None)
    return len(found)


def _over(desk: Desk, workspace_id: WorkspaceId, deal_id: DealId, chosen: Chosen, now: datetime) -> None:
    for _ in range(TRIES):
        try:
            with desk.work(workspace_id) as uow:
                _over_once(uow, deal_id, chosen, now)
        except Conflict:
            continue
        desk.wake()
        return
    raise Busy


def _over_once(uow: UnitOfWork, deal_id: DealId, chosen: Chosen, now: datetime) -> None:
    deal, context = uow.deal(deal_id), context_of(uow)
    newer = newer_of(uow, deal, context, uow.take_turn, now=now) if deal and deal.status in RUNNING else None
    # Chosen anew meanwhile: whoever chose last says whether deals follow.
    if deal is None or newer is None or newer.to.id != chosen.now:
        return
    change = move(deal, newer.was, newer.to, context, leads=newer.leads, by=chosen.by, now=now)
    saved(uow, deal, change, context, actor=BATON, now=now)


def _in_force(uow: UnitOfWork, kind: str) -> Playbook | None:
    found = uow.playbook(kind)
    return found if found and found.kind == kind else None


def _kept(uow: UnitOfWork, playbook_id: str) -> Kept:
    found = uow.version(PlaybookId(playbook_id))
    if found is None:
        raise NoSuchDeal
    return found
