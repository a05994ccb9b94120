"""Opening a won deal: its first owner, its leads, its checklist, and who is asked to take it over."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.context import Context
from bot.events import Change, DealImported, DealOpened, FactsChanged, ItemAdded, OwnerOffered
from bot.incoming import Incoming, PersonRef
from bot.model import Deal, DealId, DealStatus, Facts, Offer, PlaybookId, UserId, WorkspaceId
from bot.playbook import Playbook
from bot.rules.again import is_lately, same_words
from bot.rules.crm_evidence import from_crm
from bot.rules.customer import outdated
from bot.rules.facts import asked_changes, said_here, silent
from bot.rules.items import added, lay_out
from bot.rules.naming import channel_name
from bot.rules.promises_from_crm import registered
from bot.rules.readiness import asked_for


@dataclass(frozen=True, slots=True)
class Cast:
    """The people found for a deal. None: nobody by that name is in Slack, or nobody was named."""

    seller: UserId | None
    owner: UserId | None
    leads: tuple[tuple[str, UserId], ...]


def register(
    incoming: Incoming,
    playbook: Playbook,
    context: Context,
    *,
    deal_id: DealId,
    workspace_id: WorkspaceId,
    short: str,
    seller: UserId,
) -> Change:
    """Take a won deal in without starting it: the backlog's state, with no channel and no clock."""
    deal = Deal(
        id=deal_id,
        workspace_id=workspace_id,
        source=incoming.source,
        external_id=incoming.external_id,
        short=short,
        kind=incoming.kind or playbook.kind,
        facts=incoming.facts,
        status=DealStatus.BACKLOG,
        seller_id=seller,
        owner_id=seller,
        zone=context.calendar(seller).zone,
        ladder=playbook.ladder,
        source_at=incoming.occurred_at,
        won_told_at=incoming.occurred_at,
    )
    return Change(deal, (DealImported(),))


def start(deal: Deal, playbook: Playbook, cast: Cast, context: Context, *, now: datetime) -> Change:
    """Start a backlog deal with clocks from now; nothing happens to one that runs already.

    The seller owns it until the offered one accepts: whom the CRM names as owner, else the lead of the playbook's
    owning function.
    """
    if deal.status is not DealStatus.BACKLOG:
        return Change(deal)
    seller = cast.seller or context.default_owner
    opened = replace(
        deal,
        status=DealStatus.OPEN,
        seller_id=seller,
        owner_id=seller,
        zone=context.calendar(seller).zone,
        ladder=playbook.ladder,
        playbook_id=PlaybookId(playbook.id),
        playbook_name=playbook.title,
        channel_name=_channel_name(deal, playbook),
        functions=_functions(playbook),
        leads=cast.leads,
        opened_at=now,
        owned_at=now,
        next_review_at=now,
        is_private=_is_private(deal, playbook),
    )
    opened = replace(opened, items=asked_for(opened, playbook.facts))
    opened = lay_out(opened, playbook.items, context, now=now)
    known = from_crm(opened, context, was=opened.facts, now=now)
    told = registered(known.deal, context, was=(), now=now)
    opened, events = told.deal, (DealOpened(seller, playbook.title, len(opened.items)), *known.events, *told.events)
    asked = (cast.owner, next((lead for _, lead in cast.leads), None))
    candidate = next((user for user in asked if user and context.is_able(user)), None)
    # Whoever sold it owns it already: they are not asked for what is theirs.
    if candidate and candidate != seller:
        offer = Offer(candidate, seller, now)
        opened = replace(opened, offer=offer)
        events = (*events, OwnerOffered(offer))
    return Change(opened, events)


def is_won_again(deal: Deal, incoming: Incoming, *, by: UserId, now: datetime) -> bool:
    """Tell whether somebody fills in a deal once more that they opened by hand a moment ago."""
    old, new = deal.facts, incoming.facts
    names = same_words(old.name, new.name) and same_words(old.account, new.account)
    figures = (old.amount_minor, old.currency, old.promised_on) == (new.amount_minor, new.currency, new.promised_on)
    is_theirs = (deal.source, deal.seller_id) == (incoming.source, by) and incoming.kind in (None, deal.kind)
    is_fresh = deal.opened_at is not None and is_lately(deal.opened_at, now)
    return is_theirs and is_fresh and names and figures


def name_missing(deal: Deal, role: str, ref: PersonRef, context: Context, *, now: datetime) -> Change:
    """Turn a person whom the CRM names and Slack does not know into a line that the owner must settle."""
    who = ref.email or ref.name or "somebody"
    title = f"Find {who} in Slack: the CRM names them as {role}"
    grown, item = added(deal, context, key=f"find-{role}", title=title, holder=deal.owner_id, now=now)
    if grown is deal:
        return Change(deal)
    return Change(grown, (ItemAdded(item.id, item.title, item.holder_id),))


def update(deal: Deal, facts: Facts, *, occurred_at: datetime) -> Change:
    """Take newer facts over. Owner, accepted items and first dates never move; older news changes nothing."""
    # CRMs deliver out of order, and again: when it happened there decides, not when it came here.
    if deal.source_at and occurred_at <= deal.source_at:
        return Change(deal)
    merged = _merged(deal.facts, facts)
    changes = tuple(
        (field, _words(getattr(deal.facts, field)), _words(getattr(merged, field)))
        for field in ("name", "account", "amount_minor", "currency", "url", "won_at", "promised_on")
        if getattr(deal.facts, field) != getattr(merged, field)
    )
    if deal.facts.promises != merged.promises:
        changes = (*changes, ("promises", _words(len(deal.facts.promises)), _words(len(merged.promises))))
    changes = (*changes, *asked_changes(deal, merged))
    changed = replace(deal, facts=merged, source_at=occurred_at)
    if deal.facts.promises != merged.promises:
        changed = outdated(changed, now=occurred_at)
    if not changes and merged == deal.facts:
        return Change(deal)
    told = changes or (("details", "", "changed"),)
    return Change(changed, (FactsChanged(told, said_here(deal, told)),))


def _merged(old: Facts, new: Facts) -> Facts:
    """Keep what the newer message leaves out: silence about a field is not news about it."""
    ours = silent(new, old)
    return Facts(
        name=new.name or old.name,
        account=new.account or old.account,
        amount_minor=new.amount_minor if new.amount_minor is not None else old.amount_minor,
        currency=new.currency or old.currency,
        url=new.url or old.url,
        won_at=new.won_at or old.won_at,
        promised_on=new.promised_on or old.promised_on,
        promises=new.promises or old.promises,
        custom=ours.custom,
        said_here=ours.said_here,
    )


def _words(value: object) -> str:
    return "" if value is None else str(value)


def _is_private(deal: Deal, playbook: Playbook) -> bool:
    """Tell whether only its members hear of a deal: by its kind, or above an amount, as it stands when it is opened."""
    # For good: Slack lets no app make a public channel private, nor take back what was read there.
    floor = playbook.private_above_minor
    is_large = floor is not None and (deal.facts.amount_minor or 0) > floor
    return deal.is_private or playbook.is_private or is_large


def _channel_name(deal: Deal, playbook: Playbook) -> str | None:
    floor = playbook.channel_above_minor
    if floor is not None and (deal.facts.amount_minor or 0) < floor:
        return None
    facts = deal.facts
    return channel_name(playbook.channel_name, account=facts.account, name=facts.name, kind=deal.kind, short=deal.short)


def _functions(playbook: Playbook) -> tuple[tuple[str, str], ...]:
    """Return the functions with their names, the one that owns deals first."""
    ordered = sorted(playbook.functions, key=lambda role: role.key != playbook.owner_function)
    return tuple((role.key, role.label) for role in ordered)
