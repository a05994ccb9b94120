"""What is due now on one deal, and when to look again: lapses open and close, and at most one rung of each fires."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from uuid import UUID

from bot.context import Context
from bot.events import Change, Event, ItemAdded, LapseClosed, LapseOpened, Nudged
from bot.ladder import rungs_for
from bot.model import Deal, DealStatus, Lapse, LapseKind, Step, UserId
from bot.playbook import Rung, Tell, Where
from bot.rules.asking import Asked, asked, asked_in_turn, lead_for
from bot.rules.changing import about, step_of
from bot.rules.condition import Condition
from bot.rules.days import later
from bot.rules.expiring import expire, expires_at
from bot.rules.handing_on import handed_on
from bot.rules.lapses import conditions
from bot.rules.otherwise import asked_instead, carry_out
from bot.rules.practice import end, over_at
from bot.rules.quiet import kept_from
from bot.rules.snoozing import is_asleep, remind
from bot.rules.unsaid import ended_by
from bot.rules.unwon import woken
from bot.working_time import Calendar, at_local, local_day, next_working_day

LOOK_AGAIN_AFTER = timedelta(days=7)
"""No hint lies further ahead, so that a changed calendar or zone is noticed within a week at the latest."""

A_DAY = Rung((), Where.PRIVATE, after_hours=8)
"""How long a decision is awaited of which nobody else would hear."""

PUBLIC_AT = time(10)
"""The local time of a public word about something that was due on a whole day."""


def review(deal: Deal, context: Context, *, now: datetime) -> Change:
    """Return the deal with its lapses as they are now, what fired, and ``next_review_at``."""
    over = over_at(deal)
    if over is None:
        return _reviewed(deal, context, now=now)
    if now >= over:
        finished = end(deal)
        closed, events = _close(finished.deal, {}, now)
        return Change(replace(closed, next_review_at=None), (*finished.events, *events))
    going = _reviewed(deal, context, now=now)
    # Practice ends on its own minute, however much of its ladder is still ahead.
    return replace(going, deal=replace(going.deal, next_review_at=min(over, going.deal.next_review_at or over)))


def _reviewed(deal: Deal, context: Context, *, now: datetime) -> Change:
    if deal.status is DealStatus.HELD:
        return _held(deal, now)
    if deal.status is not DealStatus.OPEN:
        closed, events = _close(deal, {}, now)
        return Change(replace(closed, next_review_at=None), events)
    # First: with an offer that runs out, what is asked of whom it was made to gives way to what is asked of the lead.
    over = expire(deal, context, now=now)
    deal = over.deal
    wanted = _wanted(deal, context, now)
    # Closed before others open: a step that was given another date ends one lapse and may begin the next at once.
    deal, closed_events = _close(deal, wanted, now)
    deal, opened_events = _open(deal, wanted, now)
    deal, reminded, asleep_until = remind(deal, _open_pairs(deal, wanted), context, now=now)
    deal, fired_events = _fire(deal, wanted, context, now)
    # A rung may have made a line of the checklist, which has a clock of its own from this moment on.
    if any(isinstance(each, ItemAdded) for each in fired_events):
        wanted = _wanted(deal, context, now)
    # What lies ahead counts too: a condition that begins on Tuesday would else be noticed when the week is over.
    ahead = [*asleep_until, *(each.since for each in wanted.values() if each.since > now)]
    ahead += [
        at for lapse, condition in _open_pairs(deal, wanted) if (at := _fires_at(deal, lapse, condition, context, now))
    ]
    ahead += [at for at in (expires_at(deal, context, now=now),) if at]
    next_at = min([now + LOOK_AGAIN_AFTER, *ahead])
    return Change(
        replace(deal, next_review_at=next_at), (*over.events, *closed_events, *opened_events, *reminded, *fired_events)
    )


@dataclass(frozen=True, slots=True)
class Coming:
    """The next rung of an open lapse: whom it will tell, and when."""

    lapse: Lapse
    condition: Condition
    rung: int
    rule: Rung
    at: datetime


def coming(deal: Deal, context: Context, *, now: datetime) -> tuple[Coming, ...]:
    """Return what comes next for each open lapse, soonest first; an untold rung holds the one after it."""
    found = []
    for lapse, condition in _open_pairs(deal, _wanted(deal, context, now)):
        at = _fires_at(deal, lapse, condition, context, now)
        if at:
            found.append(Coming(lapse, condition, lapse.rung + 1, _rules(deal, condition)[lapse.rung], at))
    return tuple(sorted(found, key=lambda each: each.at))


def _held(deal: Deal, now: datetime) -> Change:
    """Let every lapse end where the deal is held: who wakes it is asked afresh, not where the ladder stood."""
    deal, closed = _close(deal, {}, now)
    until = deal.held_until
    if until and now >= until.at:
        going = woken(deal, now=now)
        return Change(going.deal, (*closed, *going.events))
    ahead = min(until.at, now + LOOK_AGAIN_AFTER) if until else now + LOOK_AGAIN_AFTER
    return Change(replace(deal, next_review_at=ahead), closed)


Key = tuple[LapseKind, UUID | None]
Wanted = Mapping[Key, Condition]
"""Conditions by what joins a lapse to its own. Ids are slow to compare, and a review asks for each of them five times."""


def _key(each: Lapse | Condition) -> Key:
    """Return what joins a lapse to its condition: there is one of each kind for each subject."""
    return each.kind, each.subject


def _wanted(deal: Deal, context: Context, now: datetime) -> Wanted:
    return {_key(each): each for each in conditions(deal, context, now=now)}


def _close(deal: Deal, wanted: Wanted, now: datetime) -> tuple[Deal, tuple[Event, ...]]:
    """Close lapses whose condition is gone or lies ahead again."""
    lapses, events = [], []
    for lapse in deal.lapses:
        condition = wanted.get(_key(lapse)) if lapse.closed_at is None else None
        # A replica's clock may be behind the one that opened it: what was reached then is not ahead again, and closing
        # it would have the same person asked once more.
        if lapse.closed_at is None and (condition is None or condition.since > max(now, lapse.opened_at)):
            lapses.append(replace(lapse, closed_at=now, decider_id=None, decide_by=None))
            events.append(LapseClosed(lapse.id, lapse.kind, about(deal, lapse), ended_by(deal, lapse, now=now)))
        else:
            lapses.append(lapse)
    return replace(deal, lapses=tuple(lapses)) if events else deal, tuple(events)


def _open(deal: Deal, wanted: Wanted, now: datetime) -> tuple[Deal, tuple[Event, ...]]:
    events: list[Event] = []
    are_open = {_key(each) for each in deal.lapses if each.closed_at is None}
    for key, condition in wanted.items():
        if condition.since <= now and key not in are_open:
            lapse = condition.lapse(deal, now=now)
            deal = replace(deal, lapses=(*deal.lapses, lapse))
            events.append(LapseOpened(lapse.id, lapse.kind, condition.about))
    return deal, tuple(events)


def _fire(deal: Deal, wanted: Wanted, context: Context, now: datetime) -> tuple[Deal, tuple[Event, ...]]:
    """Fire the next rung of each open lapse whose moment has come: one rung, however long nobody looked."""
    events: list[Event] = []
    for lapse, condition in _open_pairs(deal, wanted):
        at = _fires_at(deal, lapse, condition, context, now)
        if at is None or at > now:
            continue
        rule = _rules(deal, condition)[lapse.rung]
        turn = asked(deal, context, condition.who, condition.function, now=now)
        nudged = _nudged(deal, lapse, condition, rule, context, turn, now)
        nudged = replace(nudged, again=0 if lapse.rung else lapse.tries)
        nudged = _explained(nudged, _counts_from(deal, lapse, condition, rule), rule, condition, context)
        if nudged.decider_id:
            nudged = asked_instead(deal, _step_of(deal, condition), nudged, context, now=now)
            nudged = replace(nudged, decide_by=_decide_by(deal, lapse, condition, context, now))
        # Untold until Slack has it: the next rung counts from when people could read this one, not from when it was decided.
        fired = replace(
            lapse,
            rung=lapse.rung + 1,
            fired_at=now,
            told_at=None,
            decider_id=nudged.decider_id or lapse.decider_id,
            decide_by=nudged.decide_by or lapse.decide_by,
        )
        deal = replace(deal, lapses=tuple(fired if each.id == lapse.id else each for each in deal.lapses))
        events.append(nudged)
        carried = _carried_out(deal, condition, rule, context, now)
        deal = carried.deal
        events.extend(carried.events)
        deal, sought = handed_on(deal, context, turn, now=now)
        events.extend(sought)
    return deal, tuple(events)


def _open_pairs(deal: Deal, wanted: Wanted) -> list[tuple[Lapse, Condition]]:
    found = ((each, wanted.get(_key(each))) for each in deal.lapses if each.closed_at is None)
    return [(lapse, condition) for lapse, condition in found if condition]


def _rules(deal: Deal, condition: Condition) -> tuple[Rung, ...]:
    rungs = rungs_for(deal.ladder, condition.kind).rungs
    return tuple(rung for rung in rungs if condition.is_gate or not rung.gates_only)


def _fires_at(deal: Deal, lapse: Lapse, condition: Condition, context: Context, now: datetime) -> datetime | None:
    """Return when the lapse's next rung fires, now at the earliest; None when it has no more, or must be held.

    A rung whose moment passed while nobody looked waits for the hours in which people may be spoken to, too.
    """
    rules = _rules(deal, condition)
    if lapse.rung >= len(rules) or is_asleep(deal, lapse):
        return None
    rule = rules[lapse.rung]
    base = _counts_from(deal, lapse, condition, rule)
    if base is None:
        return None
    return _in_turn(deal, context, condition, rule, base, now)


def _in_turn(deal: Deal, context: Context, condition: Condition, rule: Rung, base: datetime, now: datetime) -> datetime:
    """Return when a rung that counts from ``base`` fires, by the calendar of whoever is asked then."""
    return asked_in_turn(
        deal,
        context,
        condition.who,
        condition.function,
        lambda whom: _after(context.calendar(whom), base, rule, condition),
        now=now,
    )


def _explained(nudged: Nudged, base: datetime | None, rule: Rung, condition: Condition, context: Context) -> Nudged:
    """Return the nudge with what put it off from the moment that was meant for it, by the calendar of who is asked."""
    meant = _after(context.calendar(nudged.who), base, rule, condition) if base else None
    why = kept_from(context, nudged.who, meant) if meant else None
    return replace(nudged, waited=why, meant_at=meant if why else None)


def _after(calendar: Calendar, base: datetime, rule: Rung, condition: Condition) -> datetime:
    if rule.next_morning and condition.due and condition.due.on:
        day = next_working_day(calendar, local_day(calendar.zone, base))
        return at_local(calendar.zone, day, PUBLIC_AT)
    return later(calendar, base, rule.after_hours) if rule.after_hours else base


def _decide_by(deal: Deal, lapse: Lapse, condition: Condition, context: Context, now: datetime) -> datetime:
    """Return until when a decision is awaited that is asked for now: others hear of it then, or a day has gone by."""
    following = next(iter(_rules(deal, condition)[lapse.rung + 1 :]), A_DAY)
    at = _in_turn(deal, context, condition, following, now, now)
    # Practice is over long before a working day is: what it says is what happens if nobody decides.
    return min(at, over_at(deal) or at)


def _counts_from(deal: Deal, lapse: Lapse, condition: Condition, rule: Rung) -> datetime | None:
    """Return the moment a rung's delay counts from; None while the word before it is still on its way.

    The word before a public one about a step or an item is always a private one, told by another lapse if need be.
    """
    if lapse.rung:
        return lapse.told_at
    begun = max(lapse.opened_at, condition.since)
    if condition.subject is None or rule.where is Where.PRIVATE:
        return begun
    others = [each for each in deal.lapses if each.subject == condition.subject and each.id != lapse.id]
    # Nothing was said in private yet, or it is on its way: a public word now would be the first one.
    if not others or any(each.closed_at is None and each.told_at is None for each in others):
        return None
    return max([begun, *(each.told_at for each in others if each.told_at)])


def _nudged(
    deal: Deal, lapse: Lapse, condition: Condition, rule: Rung, context: Context, turn: Asked, now: datetime
) -> Nudged:
    def there(user: UserId) -> UserId:
        return asked(deal, context, user, None, now=now).whom

    people = {
        Tell.HOLDER: turn.whom,
        Tell.OWNER: there(deal.owner_id),
        Tell.SELLER: there(deal.seller_id),
        Tell.LEAD: lead_for(deal, context, condition.who, condition.function, now=now, besides=turn.whom),
        Tell.LEADERSHIP: there(context.default_owner),
    }
    # One person may be several of these, and is named once.
    told = tuple(dict.fromkeys(people[tell] for tell in rule.tell))
    # Whom the playbook names first is the one who decides; the others read it with them.
    first = told[0]
    return Nudged(
        lapse.id,
        lapse.kind,
        condition.about,
        lapse.rung + 1,
        rule.where,
        who=turn.whom,
        also=tuple(each for each in told if each != turn.whom),
        decider_id=first if rule.asks_decision else None,
        instead_of=turn.instead_of,
    )


def _step_of(deal: Deal, condition: Condition) -> Step | None:
    is_late = condition.kind is LapseKind.STEP_OVERDUE and condition.subject
    return step_of(deal, condition.subject) if is_late and condition.subject else None


def _carried_out(deal: Deal, condition: Condition, rule: Rung, context: Context, now: datetime) -> Change:
    """Let a late step's consequence apply, at the rung that asks for a decision about it."""
    step = _step_of(deal, condition) if rule.asks_decision else None
    if step is None:
        return Change(deal)
    lead = lead_for(deal, context, condition.who, condition.function, now=now)
    return carry_out(deal, step.id, context, lead=lead, now=now)
