"""Who is asked: the one who must act, and somebody else while that one is away or can never answer."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.context import Context
from bot.model import Deal, UserId
from bot.rules.members import is_out, may_see, members
from bot.rules.quiet import spoken_at
from bot.working_time import at_local


class Cannot(StrEnum):
    """Why somebody is not asked themself."""

    AWAY = "away"
    DEACTIVATED = "deactivated"
    OUTSIDE = "outside"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked now; ``instead_of`` whom and ``why``, and ``until`` the last day of their absence."""

    whom: UserId
    instead_of: UserId | None = None
    why: Cannot | None = None
    until: date | None = None


def asked(deal: Deal, context: Context, who: UserId, function: str | None, *, now: datetime) -> Asked:
    """Return who is asked for what ``who`` must do.

    While they are away their stand-in, who has to be there; else the lead, else the next one up, else whoever is asked
    by default. Of a private deal nobody is asked who does not work on it, as long as anybody is there who does.
    Of whom nothing is known they are asked themselves: they may be learned of any moment.
    """
    why = Cannot.LEFT if is_out(deal, who) else _cannot(context, who, now)
    if why is None:
        return Asked(who)
    away = context.absence(who, now)
    stand_in = _stand_in(deal, context, who, now)
    whom = stand_in or lead_for(deal, context, who, function, now=now)
    if not may_see(deal, whom):
        whom = _insider(deal, context, who, now) or whom
    return Asked(whom, who if whom != who else None, why, away.last if away else None)


def lead_for(
    deal: Deal, context: Context, who: UserId, function: str | None, *, now: datetime, besides: UserId | None = None
) -> UserId:
    """Return who is asked when ``who`` does not act: the lead, or the next one up who is there and somebody else."""
    # Not whoever did not act: somebody who leads a function would decide about their own silence.
    silent = (who, besides)
    for candidate in _upwards(deal, context, function):
        if candidate in silent or not context.is_able(candidate) or is_out(deal, candidate):
            continue
        there = _stand_in(deal, context, candidate, now) if context.absence(candidate, now) else candidate
        if there and there not in silent:
            return there
    return context.default_owner


def with_stand_ins(
    deal: Deal, context: Context, people: Iterable[UserId], *, now: datetime, function: str | None = None
) -> tuple[UserId, ...]:
    """Return these people and who is asked instead of them: whoever is asked may answer."""
    known = tuple(people)
    instead = (asked(deal, context, each, function, now=now).whom for each in known)
    return tuple(dict.fromkeys((*known, *instead)))


def asked_in_turn(
    deal: Deal,
    context: Context,
    who: UserId,
    function: str | None,
    meant: Callable[[UserId], datetime],
    *,
    now: datetime,
) -> datetime:
    """Return when whoever is asked then may be spoken to, now at the earliest.

    ``meant`` is the moment by the calendar of the one who is asked. People leave and come back before it comes, and then
    it runs in somebody else's calendar.
    """
    at = now
    while True:
        # Ends: each turn is a later midnight of somebody's absences, and of those there are only so many.
        whom = asked(deal, context, who, function, now=at).whom
        since = meant(whom)
        spoken = spoken_at(context, whom, max(since, at), since=since)
        turn = next_turn(deal, context, who, after=at)
        if turn is None or spoken < turn:
            return spoken
        at = turn


def stood_in_for(context: Context, person: UserId, *, now: datetime) -> tuple[UserId, ...]:
    """Return the absent for whom somebody may be asked who need not work on their deals."""
    # Of who has left the leads read, and a line of the checklist has them find a successor.
    away = [(user, there) for user in context.people if (there := context.absence(user, now))]
    is_last = person == context.default_owner
    return tuple(user for user, absence in away if user != person and (is_last or absence.stand_in == person))


def next_turn(deal: Deal, context: Context, who: UserId, *, after: datetime) -> datetime | None:
    """Return when somebody else may be asked next: the first midnight at which one of these people leaves or is back."""
    around = {who, *(lead for _, lead in deal.leads), deal.owner_id, context.default_owner}
    # Of a private deal any of its people may be the one who is there.
    around.update(members(deal) if deal.is_private else ())
    stand_ins = {each.stand_in for user in around for each in context.time_of(user).absences if each.stand_in}
    return min((at for user in around | stand_ins for at in _turns(context, user) if at > after), default=None)


def _cannot(context: Context, who: UserId, now: datetime) -> Cannot | None:
    person = context.people.get(who)
    if person is None:
        return None
    if not person.is_active:
        return Cannot.DEACTIVATED
    if person.is_guest:
        return Cannot.OUTSIDE
    return Cannot.AWAY if context.absence(who, now) else None


def _stand_in(deal: Deal, context: Context, who: UserId, now: datetime) -> UserId | None:
    """Return who stands in for somebody and is there. Of a private deal only those hear who work on it."""
    away = context.absence(who, now)
    there = away.stand_in if away else None
    if there is None or there == who or not context.is_able(there) or context.absence(there, now):
        return None
    return there if not deal.is_private or there in members(deal) else None


def _insider(deal: Deal, context: Context, who: UserId, now: datetime) -> UserId | None:
    """Return somebody else who works on a deal and is there, whoever stands nearest to it first: owner, seller, leads."""
    there = (each for each in members(deal) if each != who and context.is_able(each))
    return next((each for each in there if not context.absence(each, now)), None)


def _upwards(deal: Deal, context: Context, function: str | None) -> Iterator[UserId]:
    # The first of a deal's leads is that of the function which owns deals: the next one up for all the others.
    for lead in (dict(deal.leads).get(function or ""), deal.leads[0][1] if deal.leads else None):
        if lead:
            yield lead
    yield from (deal.owner_id, context.default_owner)


def _turns(context: Context, user: UserId) -> Iterator[datetime]:
    absences = context.time_of(user).absences
    for each in absences:
        zone = context.people[user].zone
        yield at_local(zone, each.first, time.min)
        yield at_local(zone, each.last + timedelta(days=1), time.min)
