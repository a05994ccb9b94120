"""When people may be spoken to: asked when a rung is to fire, and again just before its words leave."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import partial

from bot.context import Context
from bot.events import ChannelLost, Event, Nudged, Recorded, Reminded
from bot.model import UserId
from bot.outgoing import Kind, Outgoing
from bot.unsaid import Unsaid
from bot.working_time import ONE_DAY, Calendar, at_local, local_day, next_working_moment

ASKS = frozenset({Kind.NUDGE, Kind.DIGEST, Kind.TELL})
"""What asks somebody for something, or may. All else follows from what a person did just now, and comes at any hour."""


@dataclass(frozen=True, slots=True)
class Held:
    """Until when a decided message must wait, and for what."""

    until: datetime
    why: Unsaid


def spoken_at(context: Context, who: UserId, at: datetime, *, since: datetime | None = None) -> datetime:
    """Return ``at`` itself while a person may be spoken to, else the next moment at which they may.

    With ``since``, from when on they were to be spoken to, Slack's do-not-disturb counts too.
    """
    present = partial(_present, context, who)
    if since is None:
        return present(at)
    return _undisturbed(context, who, at, since, present)


def kept_from(context: Context, who: UserId, meant: datetime) -> Unsaid | None:
    """Return what keeps a person from being spoken to at a moment; None: nothing does."""
    if spoken_at(context, who, meant, since=meant) == meant:
        return None
    if context.absence(who, meant):
        return Unsaid.ABSENT
    is_at_work = next_working_moment(context.reachable(who), meant) == meant
    return Unsaid.DO_NOT_DISTURB if is_at_work else Unsaid.QUIET_HOURS


def held(outgoing: Outgoing, recorded: Recorded | None, context: Context, *, now: datetime) -> Held | None:
    """Return for what a decided message must wait now; None: it may leave."""
    event = recorded.event if recorded else None
    until = quiet_until(outgoing, event, context, now=now)
    if until:
        return Held(until, Unsaid.QUIET_HOURS)
    calm = _calm(event, recorded.at, context, now) if recorded and isinstance(event, Nudged) else now
    return Held(calm, Unsaid.DO_NOT_DISTURB) if calm > now else None


def _calm(event: Nudged, decided_at: datetime, context: Context, now: datetime) -> datetime:
    """Return when do-not-disturb lets a nudge leave: by the moment that the rule counted from, so never twice as long."""
    # Of who is absent by now the next rung asks somebody else: here their days are none of our concern.
    there = partial(next_working_moment, context.reachable(event.who))
    return _undisturbed(context, event.who, now, event.meant_at or decided_at, there)


def is_away(outgoing: Outgoing, context: Context, *, now: datetime) -> bool:
    """Tell whether a private question would wait for somebody who left since; the next one asks their stand-in."""
    whom = outgoing.to_user if outgoing.kind in (Kind.NUDGE, Kind.DIGEST) else None
    return whom is not None and context.absence(whom, now) is not None


def quiet_until(outgoing: Outgoing, event: Event | None, context: Context, *, now: datetime) -> datetime | None:
    """Return until when a decided message must wait for its people's hours; None: it may go now."""
    whom = _whom(outgoing, event)
    if whom is None:
        return None
    # Not by absences: they were minded when it was decided, and must not defer it twice.
    reachable = context.reachable(whom)
    if outgoing.kind is Kind.DIGEST:
        reachable = _when_they_want_it(reachable, context.time_of(whom).digest_at)
    at = next_working_moment(reachable, now)
    return at if at > now else None


def _when_they_want_it(reachable: Calendar, clock: time | None) -> Calendar:
    """Reach to the hour of a digest that somebody moved: they asked to read it then."""
    if clock is None:
        return reachable
    return replace(
        reachable, opens=min(reachable.opens, clock), closes=max(reachable.closes, clock.replace(hour=clock.hour + 1))
    )


def _whom(outgoing: Outgoing, event: Event | None) -> UserId | None:
    """Return whose hours count: of a nudge the one's who must act, wherever and to whomever it is said.

    The rule that fired it went by the same person. By anybody else's hours a rung could be fired in the one's evening
    and held in the other's, and the next one with it.
    """
    if outgoing.kind in (Kind.NUDGE, Kind.TELL) and isinstance(event, Nudged | Reminded):
        return event.who
    if outgoing.kind is Kind.TELL and not isinstance(event, ChannelLost):
        return None
    # A channel's digest calls nobody by name. Its day ends at midnight, and what it tells is in no other one.
    return outgoing.to_user if outgoing.kind in ASKS else None


def _present(context: Context, who: UserId, at: datetime) -> datetime:
    """Return the first moment from then on at which a person may be spoken to and is not absent."""
    reachable = context.reachable(who)
    while away := context.absence(who, at := next_working_moment(reachable, at)):
        at = at_local(reachable.zone, away.last + ONE_DAY, time.min)
    return at


def _undisturbed(
    context: Context, who: UserId, at: datetime, since: datetime, there: Callable[[datetime], datetime]
) -> datetime:
    """Return the first moment from ``at`` on that is ``there`` and, up to a morning, without do-not-disturb."""
    may, calm_from = there(at), context.time_of(who).quiet_until
    if calm_from is None or calm_from <= may:
        return may
    # People leave it on for weeks. Counted from the moment that was meant, or each look would defer it once more.
    zone = context.calendar(who).zone
    last = there(at_local(zone, local_day(zone, there(since)) + ONE_DAY, time.min))
    return max(may, min(there(calm_from), last))
