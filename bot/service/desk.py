"""How every use case runs: load, let a rule decide, review, save with events and messages, and try again on conflict."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from bot.consequences import outgoing
from bot.context import Context
from bot.events import Change, Event, Recorded
from bot.model import BATON, ChannelId, Deal, DealId, UserId, WorkspaceId
from bot.ports import Conflict, DigestClock, DigestKind, UnitOfWork, Work
from bot.refusals import Busy, NoDealHere, NoSuchDeal
from bot.rules.all_settled import all_settled
from bot.rules.asking import with_stand_ins
from bot.rules.digests import clock_of, next_at
from bot.rules.handover import followed
from bot.rules.members import members
from bot.rules.permissions import let_in
from bot.rules.practice import practised
from bot.rules.rescue import noted
from bot.rules.restraint import MOST_PUBLIC
from bot.rules.review import review
from bot.service.budget import within_budget
from bot.service.redrawing import redrawn

TRIES = 8
"""How often a decision is made anew when others saved first; each try sees what they did."""

Find = Callable[[UnitOfWork], Deal]
Rule = Callable[[Deal, Context], Change]


@dataclass(frozen=True, slots=True)
class Desk:
    """What use cases work with: units of work, sources of ids, and the bell that wakes the courier after a commit.

    ``repeated`` hears of each input that was answered before. ``reads`` begins units of work that only read, where
    those wait for nobody who writes.
    """

    work: Work
    new_id: Callable[[], UUID]
    new_short: Callable[[], str]
    wake: Callable[[], None]
    repeated: Callable[[], None] = lambda: None
    reads: Work | None = None

    @property
    def look(self) -> Work:
        """Return how to read without changing anything."""
        return self.reads or self.work


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, in which workspace, when, and the key by which a second delivery of the same input is known.

    ``where``: the channel in which they ask; None: none that Slack vouches for.
    """

    workspace_id: WorkspaceId
    by: UserId
    key: str
    now: datetime
    where: ChannelId | None = None


@dataclass(frozen=True, slots=True)
class Did:
    """What a use case did: the deal as it is now and the events of this input. ``again``: it was answered before."""

    deal: Deal
    recorded: tuple[Recorded, ...]
    again: bool = False

    def happened(self, kind: type[Event]) -> Event | None:
        """Return the first event of a kind."""
        return next((each.event for each in self.recorded if isinstance(each.event, kind)), None)


def by_id(deal_id: DealId) -> Find:
    """Find a deal that a button points to."""

    def find(uow: UnitOfWork) -> Deal:
        deal = uow.deal(deal_id)
        if deal is None:
            raise NoSuchDeal
        return deal

    return find


def by_channel(channel_id: ChannelId) -> Find:
    """Find the deal of the channel where something was typed."""

    def find(uow: UnitOfWork) -> Deal:
        deal = uow.deal_in(channel_id)
        if deal is None:
            raise NoDealHere
        return deal

    return find


def act(desk: Desk, asked: Asked, find: Find, rule: Rule) -> Did:
    """Apply a rule to a deal in one transaction.

    The same input again changes nothing and gets the first answer. When somebody else saves first, the rule sees what
    they did and decides again, so that a refusal tells the truth.
    """
    for _ in range(TRIES):
        try:
            did = _once(desk, asked, find, rule)
        # Decided anew from what stands there now: the one who came first may have made it right, or wrong.
        except Conflict:
            continue
        if did.again:
            desk.repeated()
        desk.wake()
        return did
    raise Busy


def amend(
    desk: Desk,
    workspace_id: WorkspaceId,
    deal_id: DealId,
    rule: Rule,
    now: datetime,
    *,
    then: Callable[[UnitOfWork, Change], None] = lambda *_: None,
) -> None:
    """Apply a rule that no input asked for, in one transaction with what is to be done ``then``.

    What the rule sees as done already changes nothing; a deal that is not there is nobody's trouble.
    """
    for _ in range(TRIES):
        try:
            with desk.work(workspace_id) as uow:
                deal = uow.deal(deal_id)
                if deal is None:
                    return
                context = context_for(uow, deal)
                change = rule(deal, context)
                if change.deal is not deal:
                    saved(uow, deal, change, context, actor=BATON, now=now)
                    then(uow, change)
        except Conflict:
            continue
        return
    raise Busy


def context_of(uow: UnitOfWork) -> Context:
    """Return what rules may know of a workspace's people and their time."""
    home = uow.workspace()
    return Context.among(
        uow.people(),
        home.default_owner,
        week=home.week,
        region=home.region,
        days_off=uow.days_off(),
        private_until=home.rules.private_until,
        installer=home.rules.installer,
    )


def context_for(uow: UnitOfWork, deal: Deal) -> Context:
    """Return what rules may know around one deal."""
    return in_world_of(context_of(uow), deal)


def in_world_of(context: Context, deal: Deal) -> Context:
    """Return the world that a deal's rules see: for practice there is nobody else in it, and no night."""
    return practised(context, deal.seller_id) if deal.is_practice else context


def saved(
    uow: UnitOfWork, before: Deal, change: Change, context: Context, *, actor: UserId, now: datetime
) -> tuple[Deal, tuple[Recorded, ...]]:
    """Review what a rule decided and save it all: the deal, its events, and what must reach Slack because of them."""
    after, recorded = numbered(before, change, context, actor=actor, now=now)
    if not after.is_practice:
        recorded = within_budget(after, recorded, context, partial(uow.take_public, most=MOST_PUBLIC), now=now)
    if not recorded and replace(after, next_review_at=before.next_review_at) == before:
        if after.next_review_at != before.next_review_at:
            uow.save(before, after, (), ())
        return after, ()
    rows = (*outgoing(after, recorded, uow.workspace()), *redrawn(uow, after, recorded, context, now=now))
    uow.save(before, after, recorded, rows)
    uow.ensure_digests(digests_for(after, context, now))
    return after, recorded


def numbered(
    before: Deal, change: Change, context: Context, *, actor: UserId, now: datetime
) -> tuple[Deal, tuple[Recorded, ...]]:
    """Return the reviewed deal and its events in order; what the review adds is the clock's doing, not the actor's."""
    acted = replace(change.deal, lived_at=now) if change.events and actor != BATON else change.deal
    reviewed = followed(before, review(acted, context, now=now), context, now=now)
    said: Sequence[tuple[UserId, Event]] = [(actor, each) for each in change.events]
    news = (*reviewed.events, *all_settled(before, reviewed.deal, context, now=now))
    said = [*said, *((BATON, each) for each in news)]
    recorded = tuple(Recorded(before.seq + n, now, who, each) for n, (who, each) in enumerate(said, 1))
    return replace(reviewed.deal, seq=before.seq + len(recorded)), recorded


def digests_for(deal: Deal, context: Context, now: datetime) -> tuple[DigestClock, ...]:
    """Return the digest clocks of everybody a deal may need; they start the first time a deal needs them."""
    if deal.is_practice:
        return ()
    needed = with_stand_ins(deal, context, members(deal), now=now)
    return tuple(digest_clock(context, user, now=now) for user in needed)


def digest_clock(context: Context, user: UserId, *, now: datetime) -> DigestClock:
    """Return one person's digest clock as it starts."""
    zone = context.calendar(user).zone
    at = next_at(context, user, clock_of(context, user), zone=zone, now=now)
    return DigestClock(DigestKind.PERSON, user, zone, at)


def _once(desk: Desk, asked: Asked, find: Find, rule: Rule) -> Did:
    with desk.work(asked.workspace_id) as uow:
        answered = uow.answered(asked.key)
        deal = find(uow)
        if answered is not None:
            return Did(deal, _events(uow, deal, answered), again=True)
        context = context_of(uow)
        # Here, beside the rule's own question: whatever was shown to them, they act as who they are when it is saved.
        let_in(deal, context, asked.by, asked.where)
        context = in_world_of(context, deal)
        change = noted(deal, rule(deal, context), context, by=asked.by)
        after, recorded = saved(uow, deal, change, context, actor=asked.by, now=asked.now)
        uow.answer(asked.key, _span(recorded), now=asked.now)
        return Did(after, recorded)


def _span(recorded: Sequence[Recorded]) -> str:
    return f"{recorded[0].seq}-{recorded[-1].seq}" if recorded else "nothing"


def _events(uow: UnitOfWork, deal: Deal, answered: str) -> tuple[Recorded, ...]:
    if answered == "nothing":
        return ()
    first, last = answered.split("-")
    return tuple(uow.event(deal.id, seq) for seq in range(int(first), int(last) + 1))
