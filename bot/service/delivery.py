"""What the courier asks before it sends and tells afterwards."""

from datetime import UTC, datetime
from uuid import UUID

from bot.addressing import private
from bot.closing_rows import SETTLED
from bot.consequences import REMINDED
from bot.events import NudgeHeld, NudgeSkipped, NudgeTold
from bot.model import BATON, Deal, DealStatus, LapseId, Lost, WorkspaceId
from bot.outgoing import Kind, Outgoing
from bot.ports import Posted
from bot.rules import all_settled, archiving, telling
from bot.rules.quiet import Held
from bot.service import channels
from bot.service.desk import Desk, Rule, amend, context_of
from bot.service.sweep import is_stale


def still_true(deal: Deal | None, outgoing: Outgoing, now: datetime) -> str | None:
    """Return None if a row about a deal as it stands should still be sent, else why its reason went away."""
    if outgoing.digest:
        return "its day is over" if is_stale(outgoing.digest, now=now) else None
    if outgoing.kind is Kind.TELL:
        return _why_not_told(deal, outgoing)
    if outgoing.kind is Kind.ARCHIVE:
        return archiving.why_not(deal, outgoing.not_before)
    if outgoing.kind is not Kind.NUDGE or outgoing.deal_id is None:
        return None
    lapse_id, _ = _rung(outgoing)
    return _why_closed(deal, lapse_id)


def _why_not_told(deal: Deal | None, outgoing: Outgoing) -> str | None:
    """Ask again about what somebody is told that may have changed since; the rest says what happened, which stays."""
    if outgoing.detail in tuple(Lost):
        is_so = deal is not None and deal.channel_lost == outgoing.detail
        return None if is_so else "the channel is no longer as this says"
    if again := _reminded(outgoing):
        return _why_closed(deal, again)
    return all_settled.why_not(deal) if outgoing.detail == SETTLED else None


def _reminded(outgoing: Outgoing) -> UUID | None:
    """Return the lapse of which a message reminds, if it is a reminder."""
    what, _, lapse_id = (outgoing.detail or "").partition(":")
    return UUID(lapse_id) if outgoing.kind is Kind.TELL and what == REMINDED else None


def _why_closed(deal: Deal | None, lapse_id: UUID) -> str | None:
    if deal is None or deal.status is not DealStatus.OPEN:
        return "the deal's clocks stand still"
    is_open = any(each.id == lapse_id and each.closed_at is None for each in deal.lapses)
    return None if is_open else "it was settled before this could be said"


def told(desk: Desk, workspace_id: WorkspaceId, outgoing: Outgoing, posted: Posted | None, now: datetime) -> None:
    """Let the deal know that Slack has it. Telling it twice changes nothing."""
    if outgoing.kind is Kind.OPEN_CHANNEL and posted:
        channel_id, name = posted.channel_id, posted.ts
        _change(
            desk,
            workspace_id,
            outgoing,
            lambda deal, _: telling.channel_opened(deal, channel_id=channel_id, name=name),
            now,
        )
        channels.opened(desk, workspace_id, outgoing.deal_id, now=now)
    elif outgoing.kind is Kind.NUDGE:
        _nudged(desk, workspace_id, outgoing, posted, now)
    elif again := _reminded(outgoing):
        _change(
            desk,
            workspace_id,
            outgoing,
            lambda deal, _: telling.told_again(deal, lapse_id=again, now=now, stood_at=_moment(posted)),
            now,
        )


def _nudged(desk: Desk, workspace_id: WorkspaceId, outgoing: Outgoing, posted: Posted | None, now: datetime) -> None:
    lapse_id, rung = _rung(outgoing)
    stood_at, heard = _moment(posted), {type(each) for each in _heard(desk, workspace_id, outgoing)}
    was_skipped = NudgeSkipped in heard and NudgeTold not in heard
    _change(
        desk,
        workspace_id,
        outgoing,
        lambda deal, _: telling.told(
            deal, lapse_id=lapse_id, rung=rung, now=now, stood_at=stood_at, was_skipped=was_skipped
        ),
        now,
    )


def _heard(desk: Desk, workspace_id: WorkspaceId, outgoing: Outgoing) -> list[NudgeTold | NudgeSkipped | NudgeHeld]:
    """Return what became of a nudge so far."""
    assert outgoing.deal_id is not None
    with desk.work(workspace_id) as uow:
        events = [each.event for each in uow.history(outgoing.deal_id)]
    found = (each for each in events if isinstance(each, NudgeTold | NudgeSkipped | NudgeHeld))
    return [each for each in found if (each.lapse_id, each.rung) == _rung(outgoing)]


def _moment(posted: Posted | None) -> datetime | None:
    """Return when a message was posted; None for a line, which another message took up later."""
    return None if posted is None or posted.is_line else datetime.fromtimestamp(float(posted.ts), UTC)


def held(desk: Desk, workspace_id: WorkspaceId, outgoing: Outgoing, waits: Held, now: datetime) -> None:
    """Let the deal know that something waits for its people's hours, and until when. Telling it twice changes nothing."""
    if outgoing.kind is not Kind.NUDGE or outgoing.deal_id is None:
        return
    lapse_id, rung = _rung(outgoing)
    until, why = waits.until, waits.why
    if NudgeHeld(LapseId(lapse_id), rung, until, why) in _heard(desk, workspace_id, outgoing):
        return
    _change(
        desk,
        workspace_id,
        outgoing,
        lambda deal, _: telling.held(deal, lapse_id=lapse_id, rung=rung, until=until, why=why, now=now),
        now,
    )


def skipped(desk: Desk, workspace_id: WorkspaceId, outgoing: Outgoing, why: str, now: datetime) -> None:
    """Let the deal know why something was not said."""
    if outgoing.kind is Kind.NUDGE:
        lapse_id, rung = _rung(outgoing)
        _change(
            desk,
            workspace_id,
            outgoing,
            lambda deal, _: telling.skipped(deal, lapse_id=lapse_id, rung=rung, why=why, now=now),
            now,
        )


def gave_up(desk: Desk, workspace_id: WorkspaceId, outgoing: Outgoing, why: str, now: datetime) -> None:
    """Tell whoever Baton turns to in this workspace that something will not be sent; of one cause once a day.

    Where a deal's channel is in the way, those who work on the deal can mend it: they are told as if it had been looked
    at.
    Not which deal it is about: that person need not be a member of a private one.
    """
    if outgoing.kind is Kind.ALERT:
        # An alert that cannot be sent would be followed by another one. The log and the count of dead rows tell of it.
        return
    if outgoing.in_channel_of and why in tuple(Lost):
        channels.lost(desk, workspace_id, outgoing.in_channel_of, None, Lost(why), now=now)
    with desk.work(workspace_id) as uow:
        to = context_of(uow).default_owner
        if to != BATON:
            key = f"alert:{why}:{now.date()}"
            uow.send([Outgoing(key, Kind.ALERT, private(to), to_user=to, detail=f"{outgoing.kind}:{why}")], now=now)
    desk.wake()


def _rung(outgoing: Outgoing) -> tuple[UUID, int]:
    lapse_id, rung = (outgoing.detail or "").split(":")
    return UUID(lapse_id), int(rung)


def _change(desk: Desk, workspace_id: WorkspaceId, outgoing: Outgoing, rule: Rule, now: datetime) -> None:
    assert outgoing.deal_id is not None
    amend(desk, workspace_id, outgoing.deal_id, rule, now)
