"""When people may be spoken to: asked when a rung is to fire, and again just before its words leave."""

from dataclasses import replace
from datetime import datetime, time

from bot.context import Context
from bot.events import ChannelLost, Event, Nudged
from bot.model import UserId
from bot.outgoing import Kind, Outgoing
from bot.working_time import ONE_DAY, Calendar, at_local, local_day, next_working_moment

ASKS = frozenset({Kind.NUDGE, Kind.DIGEST, Kind.TELL})
"""What asks somebody for something, or may. All else follows from what a person did just now, and comes at any hour."""


def spoken_at(context: Context, who: UserId, at: datetime, *, since: datetime | None = None) -> datetime:
    """Return ``at`` itself while a person may be spoken to, else the next moment at which they may.

    With ``since``, from when on they were to be spoken to, Slack's do-not-disturb counts too.
    """
    there = _present(context, who, at)
    calm_from = context.time_of(who).quiet_until
    if since is None or calm_from is None or calm_from <= there:
        return there
    # People leave it on for weeks. Counted from the moment that was meant, or each look would defer it once more.
    last = _next_morning(context, who, _present(context, who, since))
    return max(there, min(_present(context, who, calm_from), last))


def is_away(outgoing: Outgoing, context: Context, *, now: datetime) -> bool:
    """Tell whether a private question would wait for somebody who left since; the next one asks their stand-in."""
    whom = outgoing.to_user if outgoing.kind in (Kind.NUDGE, Kind.DIGEST) else None
    return whom is not None and context.absence(whom, now) is not None


def quiet_until(outgoing: Outgoing, event: Event | None, context: Context, *, now: datetime) -> datetime | None:
    """Return until when a decided message must wait for its people's hours; None: it may go now."""
    whom = _whom(outgoing, event)
    if whom is None:
        return None
    # Not by absences or do-not-disturb: both were minded when it was decided, and must not defer it twice.
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
    if outgoing.kind is Kind.NUDGE and isinstance(event, Nudged):
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


def _next_morning(context: Context, who: UserId, at: datetime) -> datetime:
    zone = context.calendar(who).zone
    return _present(context, who, at_local(zone, local_day(zone, at) + ONE_DAY, time.min))
