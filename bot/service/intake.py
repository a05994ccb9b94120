"""Won deals on their way in: from a CRM, by hand, or out of the backlog."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.consequences import outgoing
from bot.context import Context
from bot.crm_people import LEAD, OWNER, SELLER, Named, Unmet, key_of
from bot.events import Change, DealOpened, Event
from bot.incoming import Arrival, Arrived, Incoming, PersonRef
from bot.model import BATON, Deal, DealId, DealStatus, Facts, Offer, UserId, WorkspaceId, deal_id
from bot.playbook import Playbook
from bot.ports import Conflict, Sort, UnitOfWork, Wanted
from bot.refusals import Busy, MayNotSpeak, NoSuchDeal
from bot.rules import opening
from bot.rules.again import RETYPED_WITHIN
from bot.rules.casting import leads, meant, unknown
from bot.rules.crm_evidence import from_crm
from bot.rules.items import redated
from bot.rules.opening import Cast, is_won_again
from bot.rules.owning import for_amount
from bot.rules.permissions import Act, check
from bot.rules.promises_from_crm import registered
from bot.rules.settling import seen_as_settled
from bot.rules.unwon import won, won_after_all
from bot.service.desk import TRIES, Desk, context_of, digests_for, numbered, saved
from bot.service.first_run import refresh


class NoPlaybook(Exception):  # noqa: N818 - a state of the workspace, told to whoever installs it
    """The workspace has no playbook at all: none was built in and none was given."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a deal comes from: the workspace, who brought it, when."""

    workspace_id: WorkspaceId
    by: UserId
    now: datetime


def receive(desk: Desk, origin: Origin, incoming: Incoming) -> Arrived:
    """Open a won deal, or take newer facts over if it is known. Any number of deliveries opens it once."""
    for _ in range(TRIES):
        try:
            with desk.work(origin.workspace_id) as uow:
                known = uow.deal_from(incoming.source, incoming.external_id)
                arrived = (
                    _newer(uow, known, incoming, origin, is_won=True) if known else _first(desk, uow, incoming, origin)
                )
        except Conflict:
            continue
        desk.wake()
        return arrived
    raise Busy


def correct(desk: Desk, origin: Origin, incoming: Incoming) -> Arrived:
    """Take newer facts over; raise NoSuchDeal if nobody told us of the deal before."""
    for _ in range(TRIES):
        try:
            with desk.work(origin.workspace_id) as uow:
                known = uow.deal_from(incoming.source, incoming.external_id)
                if known is None:
                    raise NoSuchDeal
                arrived = _newer(uow, known, incoming, origin)
        except Conflict:
            continue
        desk.wake()
        return arrived
    raise Busy


def activate(desk: Desk, origin: Origin, *, count: int) -> Sequence[Deal]:
    """Start the newest deals of the backlog with clocks from now; return those that were started.

    Raise MayNotSpeak where nobody has said yet that Baton may post.
    """
    started = []
    wanted = Wanted(statuses=(DealStatus.BACKLOG,), limit=count, sort=Sort.NEWEST_WON)
    with desk.work(origin.workspace_id) as uow:
        if not uow.workspace().rules.may_speak:
            raise MayNotSpeak
        ids = [deal.id for deal in uow.deals(wanted)]
    for each in ids:
        deal = _activate_one(desk, origin, each)
        if deal:
            started.append(deal)
    desk.wake()
    return started


def _activate_one(desk: Desk, origin: Origin, waiting: DealId) -> Deal | None:
    """Start one deal; None when somebody else started it meanwhile."""
    for _ in range(TRIES):
        try:
            with desk.work(origin.workspace_id) as uow:
                deal = uow.deal(waiting)
                return _activated(uow, deal, origin) if deal and deal.status is DealStatus.BACKLOG else None
        except Conflict:
            continue
    raise Busy


def _first(desk: Desk, uow: UnitOfWork, incoming: Incoming, origin: Origin) -> Arrived:
    same = _won_again(uow, incoming, origin)
    if same:
        return Arrived(Arrival.KNOWN, same.id)
    context, playbook = context_of(uow), _playbook(uow, incoming.kind, incoming.facts)
    check(Act.OPEN_DEAL, context, origin.by)
    if not uow.workspace().rules.may_speak:
        return _kept(desk, uow, incoming, playbook, context, origin)
    named = uow.crm_named(incoming.source)
    registered, cast = _registered(desk, uow, incoming, playbook, context, origin)
    change = _started(registered, playbook, replace(cast, seller=registered.deal.seller_id), context, origin)
    # By whom the CRM names, not by who sells it here instead.
    missing = _unknown(incoming, playbook, cast, context, named)
    change = _with_missing(change, missing, context, origin)
    arrived = _added(uow, registered.deal, change, context, origin)
    _note_missing(uow, change.deal, missing, origin)
    return arrived


def _kept(
    desk: Desk, uow: UnitOfWork, incoming: Incoming, playbook: Playbook, context: Context, origin: Origin
) -> Arrived:
    """Keep a deal of a workspace that nobody has let speak yet: in the backlog, with whom the CRM wants for its owner."""
    named = uow.crm_named(incoming.source)
    seller, owner = meant(context, incoming.seller, named), meant(context, incoming.owner, named)
    registered = _in_backlog(desk, incoming, playbook, context, origin, seller)
    wanted = Offer(owner, registered.deal.owner_id, origin.now) if owner else None
    return _added(
        uow, registered.deal, replace(registered, deal=replace(registered.deal, offer=wanted)), context, origin
    )


def _registered(
    desk: Desk, uow: UnitOfWork, incoming: Incoming, playbook: Playbook, context: Context, origin: Origin
) -> tuple[Change, Cast]:
    refs = {"seller": incoming.seller, "owner": incoming.owner}
    cast = _cast(uow, playbook, incoming.facts, context, uow.crm_named(incoming.source), **refs, now=origin.now)
    registered = _in_backlog(desk, incoming, playbook, context, origin, cast.seller)
    return registered, cast


def _in_backlog(
    desk: Desk, incoming: Incoming, playbook: Playbook, context: Context, origin: Origin, seller: UserId | None
) -> Change:
    return opening.register(
        incoming,
        playbook,
        context,
        deal_id=deal_id(origin.workspace_id, incoming.source, incoming.external_id),
        workspace_id=origin.workspace_id,
        short=desk.new_short(),
        seller=seller or (origin.by if context.is_able(origin.by) else context.default_owner),
    )


def _added(uow: UnitOfWork, before: Deal, change: Change, context: Context, origin: Origin) -> Arrived:
    after, recorded = numbered(before, change, context, actor=origin.by, now=origin.now)
    if not uow.add(after, recorded, outgoing(after, recorded, uow.workspace())):
        raise Conflict
    if after.status is not DealStatus.BACKLOG:
        uow.ensure_digests(digests_for(after, context, origin.now))
    refresh(uow, now=origin.now)
    return Arrived(Arrival.ACCEPTED, after.id)


def _won_again(uow: UnitOfWork, incoming: Incoming, origin: Origin) -> Deal | None:
    """Return the deal that this person opened a moment ago by another copy of the same form; systems repeat by id."""
    if origin.by == BATON:
        return None
    lately = uow.events_between(origin.now - RETYPED_WITHIN, origin.now + RETYPED_WITHIN)
    theirs = [each for each, done in lately if done.actor == origin.by and isinstance(done.event, DealOpened)]
    found = (uow.deal(each) for each in theirs)
    return next((deal for deal in found if deal and is_won_again(deal, incoming, by=origin.by, now=origin.now)), None)


def _newer(uow: UnitOfWork, known: Deal, incoming: Incoming, origin: Origin, *, is_won: bool = False) -> Arrived:
    context = context_of(uow)
    change = opening.update(known, incoming.facts, occurred_at=incoming.occurred_at)
    told = won(change.deal, occurred_at=incoming.occurred_at) if is_won else change.deal
    if told is known:
        return Arrived(Arrival.KNOWN, known.id)
    is_back = told.won_told_at != known.won_told_at and told.status is DealStatus.HELD
    going = won_after_all(told, uow.history(known.id), now=origin.now) if is_back else Change(told)
    dated = redated(going.deal, context, was=known.facts.promised_on, now=origin.now)
    done = from_crm(dated, context, was=known.facts, now=origin.now)
    promised = registered(done.deal, context, was=known.facts.promises, now=origin.now)
    events = (*going.events, *change.events, *done.events, *promised.events)
    saved(uow, known, Change(promised.deal, events), context, actor=origin.by, now=origin.now)
    return Arrived(Arrival.UPDATED if change.events or going.events else Arrival.KNOWN, known.id)


def _activated(uow: UnitOfWork, deal: Deal, origin: Origin) -> Deal:
    context, playbook = context_of(uow), _playbook(uow, deal.kind, deal.facts)
    name = uow.backlog_sellers([deal.id]).get(deal.id)
    named = uow.crm_named(deal.source)
    found = _by_name(context, name) or meant(context, PersonRef(name=name), named)
    seller = found or (deal.owner_id if context.is_able(deal.owner_id) else context.default_owner)
    owner = deal.offer.to if deal.offer else None
    cast = replace(_cast(uow, playbook, deal.facts, context, named, now=origin.now), seller=seller, owner=owner)
    # Nobody was asked while it was kept: the offer is made now, and told as any other.
    change = _started(Change(replace(deal, offer=None)), playbook, cast, context, origin)
    lost = [Missing(SELLER, "seller", PersonRef(name=name))] if name and found is None else []
    missing = [*lost, *_unknown_leads(playbook, deal.facts, context, named)]
    change = _with_missing(change, missing, context, origin)
    after, _ = saved(uow, deal, change, context, actor=origin.by, now=origin.now)
    _note_missing(uow, after, missing, origin)
    refresh(uow, now=origin.now)
    return after


def _started(registered: Change, playbook: Playbook, cast: Cast, context: Context, origin: Origin) -> Change:
    started = opening.start(registered.deal, playbook, cast, context, now=origin.now)
    return Change(started.deal, (*registered.events, *started.events))


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody whom the CRM names and nobody here is, with the part they were to play and its words."""

    part: str
    label: str
    ref: PersonRef


def _unknown(incoming: Incoming, playbook: Playbook, cast: Cast, context: Context, named: Named) -> Sequence[Missing]:
    """Return whom the CRM names and nobody here is."""
    parts = ((SELLER, incoming.seller, cast.seller), (OWNER, incoming.owner, cast.owner))
    missing = [Missing(part, part, ref) for part, ref, found in parts if ref and (ref.email or ref.name) and not found]
    return [*missing, *_unknown_leads(playbook, incoming.facts, context, named)]


def _unknown_leads(playbook: Playbook, facts: Facts, context: Context, named: Named) -> Sequence[Missing]:
    found = unknown(playbook, facts, context, named)
    return [Missing(f"{LEAD}{role.key}", f"lead of {role.label}", ref) for role, ref in found]


def _with_missing(change: Change, missing: Sequence[Missing], context: Context, origin: Origin) -> Change:
    """Name people whom the CRM knows and Slack does not, each as a line that the owner must settle."""
    events: tuple[Event, ...] = change.events
    deal = change.deal
    for each in missing:
        named = opening.name_missing(deal, each.label, each.ref, context, now=origin.now)
        deal, events = named.deal, (*events, *named.events)
    return Change(deal, events)


def _note_missing(uow: UnitOfWork, deal: Deal, missing: Sequence[Missing], origin: Origin) -> None:
    """Let admins see whom deals wait for: one answer of theirs settles all of them."""
    unmet = [Unmet(each.part, each.ref.email or each.ref.name or "", f"find-{each.label}") for each in missing]
    uow.miss(deal.id, deal.source, [each for each in unmet if key_of(each.said)], now=origin.now)


def _cast(
    uow: UnitOfWork,
    playbook: Playbook,
    facts: Facts,
    context: Context,
    named: Named,
    *,
    seller: PersonRef | None = None,
    owner: PersonRef | None = None,
    now: datetime,
) -> Cast:
    groups = {group.handle: group.members for group in uow.groups()}
    settled = dict(uow.workspace().rules.leads)
    found = leads(playbook, facts, context, groups, uow.take_turn, settled=settled, named=named, now=now)
    return Cast(meant(context, seller, named), meant(context, owner, named), found)


def _by_name(context: Context, name: str | None) -> UserId | None:
    """Return the one person of this name who can own; a list knows no email, and two of a name are nobody."""
    wanted = (name or "").strip().casefold()
    found = [who for who, person in context.people.items() if context.is_able(who) and person.name.casefold() == wanted]
    return found[0] if len(found) == 1 else None


def _playbook(uow: UnitOfWork, kind: str | None, facts: Facts) -> Playbook:
    playbook = uow.playbook(kind) or uow.playbook(None)
    if playbook is None:
        raise NoPlaybook
    return for_amount(seen_as_settled(playbook, uow.workspace().rules), facts.amount_minor)


def kinds(desk: Desk, workspace_id: WorkspaceId) -> Sequence[tuple[str, str]]:
    """Return the kinds of deals that have a playbook, each with its title, the workspace's default first."""
    with desk.work(workspace_id) as uow:
        default = uow.playbook(None)
        usual = default.kind if default else None
        return sorted(((each.kind, each.title) for each in uow.playbooks()), key=lambda pair: pair[0] != usual)
