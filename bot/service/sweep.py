"""The clock's use cases: look at what is due to be looked at, and let the rules decide."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.addressing import private
from bot.context import Context
from bot.events import Change, Recorded
from bot.model import BATON, ChannelId, Deal, DealId, DealStatus, UserId, WorkspaceId
from bot.outgoing import DigestFacts, Kind, Outgoing
from bot.ports import Conflict, DigestClock, DigestKind, Sort, UnitOfWork, Wanted
from bot.rules import digests
from bot.rules.asking import stood_in_for
from bot.service.desk import Desk, context_for, context_of, digest_clock, saved
from bot.service.home_news import show_day
from bot.service.redrawing import digest_key
from bot.working_time import add_working_days, at_local, local_day

BATCH = 100
"""How many rows one sweep looks at before it lets others have a turn."""

PUSHED_AHEAD = timedelta(hours=1)
"""How far a deal or digest is pushed that fails: one bad row must not stop the sweep."""

ALL_OF_THEM = 1000
"""The most deals a digest looks through."""


def due(desk: Desk, workspace_id: WorkspaceId, *, now: datetime) -> Sequence[DealId]:
    """Return the deals to be looked at now."""
    with desk.work(workspace_id) as uow:
        return uow.due_deals(now=now, limit=BATCH)


def review(desk: Desk, workspace_id: WorkspaceId, deal_id: DealId, *, now: datetime) -> None:
    """Look at one deal; if somebody changes it meanwhile, their change has reviewed it already."""
    try:
        with desk.work(workspace_id) as uow:
            deal = uow.deal(deal_id)
            if deal:
                # Nothing changes by itself: saving reviews the deal, which is all that the clock asks for.
                saved(uow, deal, Change(deal), context_for(uow, deal), actor=BATON, now=now)
    except Conflict:
        return
    desk.wake()


def postpone(desk: Desk, workspace_id: WorkspaceId, deal_id: DealId, *, now: datetime) -> None:
    """Push a deal ahead whose review failed."""
    with desk.work(workspace_id) as uow:
        uow.postpone(deal_id, until=now + PUSHED_AHEAD)


def due_digests(desk: Desk, workspace_id: WorkspaceId, *, now: datetime) -> Sequence[DigestClock]:
    """Return the digests whose moment has come."""
    with desk.work(workspace_id) as uow:
        return uow.due_digests(now=now, limit=BATCH)


def send_digest(desk: Desk, workspace_id: WorkspaceId, clock: DigestClock, *, now: datetime) -> None:
    """Send one digest and set when it is looked at next. An empty one stays silent."""
    with desk.work(workspace_id) as uow:
        context = context_of(uow)
        facts = _facts(uow, clock, context, now)
        if facts:
            uow.send((_row(clock, facts),), now=now)
        if clock.kind is DigestKind.PERSON:
            # Another day: what was due tomorrow is due today, and nothing had to happen for that.
            show_day(uow, UserId(clock.audience), local_day(clock.zone, now).isoformat(), now=now)
        # With the digest in one transaction: a crash between the two would send it again, or never more.
        uow.put_digests((_next(clock, context, now),))
    desk.wake()


def postpone_digest(desk: Desk, workspace_id: WorkspaceId, clock: DigestClock, *, now: datetime) -> None:
    """Push a digest ahead that failed."""
    with desk.work(workspace_id) as uow:
        uow.put_digests((replace(clock, next_review_at=now + PUSHED_AHEAD),))


def register_channels(desk: Desk, workspace_id: WorkspaceId, *, now: datetime) -> None:
    """Start the digests of the team's and leadership's channels, where the workspace names some."""
    with desk.work(workspace_id) as uow:
        workspace, context = uow.workspace(), context_of(uow)
        chosen = ((DigestKind.TEAM, workspace.team_channel), (DigestKind.LEADERSHIP, workspace.leadership_channel))
        # Only where there is none: a start must not set the clock of one that runs.
        uow.ensure_digests(
            [
                DigestClock(kind, channel, context.zone, _next_for_channel(context, context.zone, now))
                for kind, channel in chosen
                if channel
            ]
        )


def _facts(uow: UnitOfWork, clock: DigestClock, context: Context, now: datetime) -> DigestFacts | None:
    if clock.kind is DigestKind.PERSON:
        person = UserId(clock.audience)
        # Who is away reads nothing: their stand-in's digest says it.
        if (person in context.people and not context.people[person].is_active) or context.absence(person, now):
            return None
        zone = context.calendar(person).zone
        facts = digests.for_person(_deals_of(uow, person, context, now), person, context, zone=zone, now=now)
        return facts or digests.nothing(context, person, zone=zone, now=now)
    open_deals = uow.deals(Wanted(with_open_lapse=True, limit=ALL_OF_THEM))
    if clock.kind is DigestKind.LEADERSHIP:
        return digests.for_leadership(open_deals, zone=clock.zone, now=now)
    return digests.for_team(open_deals, _recent(uow, clock, context, now), zone=clock.zone, now=now)


def _deals_of(uow: UnitOfWork, person: UserId, context: Context, now: datetime) -> list[Deal]:
    """Return the deals of a person, and of those for whom they may be asked."""
    found: dict[DealId, Deal] = {}
    for who in (person, *stood_in_for(context, person, now=now)):
        deals = uow.deals(Wanted(person=who, limit=ALL_OF_THEM, sort=Sort.NEXT_DUE))
        found |= {deal.id: deal for deal in deals if deal.id not in found}
    return list(found.values())


def _recent(uow: UnitOfWork, clock: DigestClock, context: Context, now: datetime) -> list[tuple[Deal, Recorded]]:
    """Return what happened since the channel's digest of the working day before."""
    calendar = context.home()
    # From the day it was due: one that comes late tells of the days that it missed, too.
    shown = local_day(clock.zone, min(clock.next_review_at, now))
    since = at_local(clock.zone, add_working_days(calendar, shown, -1), digests.TEAM_AT)
    deals: dict[DealId, Deal | None] = {}
    found = []
    for deal_id, recorded in uow.events_between(since, now):
        if deal_id not in deals:
            deals[deal_id] = uow.deal(deal_id)
        deal = deals[deal_id]
        if deal and deal.status is not DealStatus.BACKLOG:
            found.append((deal, recorded))
    return found


def _row(clock: DigestClock, facts: DigestFacts) -> Outgoing:
    """Address a digest; its key makes a second one for the same local day impossible."""
    key = digest_key(clock.kind, clock.audience, facts.day)
    if clock.kind is DigestKind.PERSON:
        person = UserId(clock.audience)
        return Outgoing(key, Kind.DIGEST, private(person), to_user=person, digest=facts)
    channel = ChannelId(clock.audience)
    return Outgoing(key, Kind.DIGEST, f"channel:{channel}", to_channel=channel, digest=facts)


def _next(clock: DigestClock, context: Context, now: datetime) -> DigestClock:
    if clock.kind is DigestKind.PERSON:
        return digest_clock(context, UserId(clock.audience), now=now)
    return replace(clock, next_review_at=_next_for_channel(context, clock.zone, now))


def _next_for_channel(context: Context, zone: str, now: datetime) -> datetime:
    return digests.next_at(context, None, digests.TEAM_AT, zone=zone, now=now)


def is_stale(facts: DigestFacts, *, now: datetime) -> bool:
    """Tell whether a digest's local day is over: yesterday's list helps nobody."""
    return local_day(facts.zone, now).isoformat() > facts.day
