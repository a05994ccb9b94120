"""A promise at risk: what must still be done before the promised date takes longer than the working days that are left.

What must be done are the gates and all that they wait for. Counted backwards from the promised date, the plan gives each
open line of such a chain a last day; that day, or a date in force beyond it, is what puts the promise at risk. Where the
register has a promise for an earlier day, that day counts.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.context import Context
from bot.model import Deal, Item, Lapse, LapseKind
from bot.playbook import Anchor
from bot.promises import PromiseStatus, RegisteredPromise
from bot.rules.changing import ABOUT
from bot.rules.condition import Condition
from bot.rules.items import is_settled, unsettled_before
from bot.working_time import (
    MOST_WORKING_DAYS,
    Calendar,
    add_working_days,
    is_working_day,
    local_day,
    next_working_day,
    start_of_day,
    working_days_between,
)

KIND = LapseKind.PROMISE_AT_RISK
LOOKED_AT_DAYS = 10
"""So many working days before the promised date, a gate that is late or has no date is a risk although the plan fits."""
SETTLED_FOR_DAYS = 5
"""Working days for which a decision about the promise holds: whoever said "go on" is not asked again at once."""


@dataclass(frozen=True, slots=True)
class Link:
    """One line of a chain, and how many working days the plan gives it; None: what is left until its own due moment.

    ``agreed`` is the date that somebody gave for what the line counts from, such as the day that the crew comes.
    """

    item: Item
    days: int | None = None
    agreed: date | None = None

    def day(self, calendar: Calendar) -> date | None:
        """Return the day before which the line does not end, as far as one is known."""
        due, rule = self.item.due, self.item.due_rule
        if self.days is None:
            return local_day(due.zone, due.at) if due else None
        return add_working_days(calendar, self.agreed, rule.days) if self.agreed and rule else None


def promise_at_risk(deal: Deal, context: Context, *, now: datetime) -> Iterator[Condition]:
    """Ask the owner from the day on which the plan does not fit any more."""
    calendar = context.calendar(deal.owner_id)
    promised = promised_for(deal, today=local_day(calendar.zone, now))
    if promised is None or deal.opened_at is None or KIND not in deal.ladder.lapses:
        return
    dated = _open_since(deal) or now
    moments = [_at_risk_from(chain, promised, calendar, dated) for chain in chains(deal)]
    if not moments:
        return
    since = max([min(moments), deal.opened_at, *_settled_until(deal, calendar)])
    # The figures are counted once they are to be said: a promise may lie years ahead.
    about = _about(deal, calendar, promised, now) if since <= now else ABOUT[KIND]
    yield Condition(KIND, None, since, deal.owner_id, about)


def promised_for(deal: Deal, *, today: date) -> date | None:
    """Return the day that the plan must keep: the promised date, or that of a promise which comes before it."""
    first, own = first_promise(deal, today=today), deal.facts.promised_on
    return first.due_on if first else own


def first_promise(deal: Deal, *, today: date) -> RegisteredPromise | None:
    """Return the promise that comes first, where its day lies before the deal's own; None: there is no such."""
    own = deal.facts.promised_on or date.max
    # Once its day is over it was kept or it was not: what lies ahead is what can be at risk.
    counted = deal.register.having(PromiseStatus.TOLD, PromiseStatus.ACCEPTED)
    ahead = [each for each in counted if each.due_on and today <= each.due_on < own]
    return min(ahead, key=lambda each: each.due_on or own, default=None)


def chains(deal: Deal) -> tuple[tuple[Link, ...], ...]:
    """Return for each unfinished line that waits for nothing the longest way from it to a gate, the longest first."""
    plan = _Plan.of(deal)
    heads = [each for each in plan.items.values() if not plan.before[each.key]]
    found = [(Link(head), *plan.longest_after(head)) for head in heads]
    return tuple(sorted(found, key=planned_days, reverse=True))


def planned_days(chain: Sequence[Link]) -> int:
    """Return the working days that the plan has from the end of a chain's first line to the promised date."""
    return sum(link.days or 0 for link in chain) + _before_promise(chain[-1].item)


def most_pressing(deal: Deal, calendar: Calendar, *, now: datetime) -> tuple[Link, ...]:
    """Return the chain that endangers the promise first, of those that do already what ends last; empty: nothing does."""
    today, found = local_day(calendar.zone, now), chains(deal)
    promised = promised_for(deal, today=today)
    if promised is None:
        return found[0] if found else ()

    def pressing(chain: Sequence[Link]) -> tuple[datetime, int]:
        # A short chain behind a late date ends after a long one that begins today: the later end is the forecast.
        return max(now, _at_risk_from(chain, promised, calendar, now)), -_needed(chain, calendar, today)

    return min(found, key=pressing, default=())


def ready_on(chain: Sequence[Link], calendar: Calendar, *, now: datetime) -> date:
    """Return the day on which a chain ends at this pace: its first line on its date, or today where that is past."""
    today = local_day(calendar.zone, now)
    # Somebody may have given a date thousands of years ahead: nobody needs to know on which day that ends.
    return add_working_days(calendar, today, min(_needed(chain, calendar, today), MOST_WORKING_DAYS))


def ends(chain: Sequence[Link], calendar: Calendar, *, now: datetime) -> tuple[date, ...]:
    """Return on which day each line of a chain ends at this pace."""
    found, day = [], local_day(calendar.zone, now)
    for link in chain:
        planned = add_working_days(calendar, day, link.days or 0)
        day = max(planned, link.day(calendar) or planned)
        found.append(day)
    return tuple(found)


def _about(deal: Deal, calendar: Calendar, promised: date, now: datetime) -> str:
    """Say when it will be ready at this pace, and why: how long the plan takes, and how long there is."""
    today, chain = local_day(calendar.zone, now), most_pressing(deal, calendar, now=now)
    left = max(0, working_days_between(calendar, today, promised))
    # Said in words here and not where it is shown: only the rule knows everybody's days off.
    ready = ready_on(chain, calendar, now=now)
    needed = _days(_needed(chain, calendar, today))
    return f"{ABOUT[KIND]}: ready on {ready:%a} {ready.day} {ready:%b %Y} at this pace, {needed} of work planned, {left} left"


def _days(n: int) -> str:
    return f"{n} working {'day' if n == 1 else 'days'}"


def _needed(chain: Sequence[Link], calendar: Calendar, today: date) -> int:
    known = [max(0, working_days_between(calendar, today, day)) + after for day, after in _known(chain, calendar)]
    return max([planned_days(chain), *known])


def _known(chain: Sequence[Link], calendar: Calendar) -> Iterator[tuple[date, int]]:
    """Yield each day that is known for a line of a chain, with the working days that are planned after it."""
    after = planned_days(chain)
    for link in chain:
        after -= link.days or 0
        if day := link.day(calendar):
            yield day, after


def _at_risk_from(chain: Sequence[Link], promised: date, calendar: Calendar, dated: datetime) -> datetime:
    """Return from when a chain endangers the promise; ``dated`` where a date in force does so already."""
    due = chain[0].item.due
    if any(day > _last_day(calendar, promised, after) for day, after in _known(chain, calendar)):
        return dated
    too_late = start_of_day(calendar, next_working_day(calendar, _last_day(calendar, promised, planned_days(chain))))
    looked_at = start_of_day(calendar, _last_day(calendar, promised, LOOKED_AT_DAYS))
    return min(too_late, max(looked_at, due.at) if due else looked_at)


def _last_day(calendar: Calendar, promised: date, planned: int) -> date:
    """Return the last working day on which so many working days still fit before the promised date."""
    back = planned if is_working_day(calendar, promised) else planned + 1
    return add_working_days(calendar, promised, -back) if back else promised


def _before_promise(item: Item) -> int:
    """Return how many working days before the promised date a line must have ended, by its own rule."""
    rule = item.due_rule
    return max(0, -rule.days) if rule and rule.anchor == Anchor.PROMISED else 0


def _open_since(deal: Deal) -> datetime | None:
    """Return since when it is known already: a date that was moved says nothing of when."""
    return next((each.opened_at for each in deal.lapses if each.kind is KIND and each.closed_at is None), None)


def _settled_until(deal: Deal, calendar: Calendar) -> Iterator[datetime]:
    for lapse in deal.lapses:
        if lapse.kind is KIND and lapse.closed_at and _was_decided(deal, lapse):
            # Whoever decided knew nothing of what was reopened since: that is news, and asks at once.
            if any(each.reopened and each.reopened.at > lapse.closed_at for each in deal.items):
                continue
            day = add_working_days(calendar, local_day(calendar.zone, lapse.closed_at), SETTLED_FOR_DAYS)
            yield start_of_day(calendar, day)


def _was_decided(deal: Deal, lapse: Lapse) -> bool:
    return any(rung.asks_decision for rung in deal.ladder.lapses[KIND].rungs[: lapse.rung])


@dataclass(frozen=True, slots=True)
class _Plan:
    """The unfinished gates with all that they wait for, by key, and what waits for each of them."""

    items: Mapping[str, Item]
    before: Mapping[str, Sequence[Item]]
    waiting: Mapping[str, Sequence[Item]]
    rules: Mapping[str, Item]
    _ways: dict[str, tuple[Link, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, deal: Deal) -> "_Plan":
        rules = {each.key: each for each in deal.items}
        found: dict[str, Item] = {}
        before: dict[str, Sequence[Item]] = {}
        waiting: dict[str, list[Item]] = defaultdict(list)
        look_at = [each for each in deal.items if each.is_gate and not is_settled(each)]
        while look_at:
            item = look_at.pop()
            if item.key not in found:
                found[item.key], before[item.key] = item, unsettled_before(rules, item)
                look_at += before[item.key]
                for each in before[item.key]:
                    waiting[each.key].append(item)
        return cls(found, before, waiting, rules)

    def longest_after(self, item: Item) -> tuple[Link, ...]:
        """Return what follows a line on its longest way to a gate."""
        # Remembered: where many lines wait for many, there are more ways than anybody could count.
        if item.key not in self._ways:
            nothing: list[tuple[Link, ...]] = [()] if item.is_gate else []
            further = self.waiting.get(item.key, ())
            ways = [(self._link(each, item), *self.longest_after(each)) for each in further]
            self._ways[item.key] = max([*nothing, *ways], key=lambda way: planned_days((Link(item), *way)), default=())
        return self._ways[item.key]

    def _link(self, item: Item, after: Item) -> Link:
        anchor = self.rules.get(item.due_rule.anchor) if item.due_rule else None
        # What is done and not accepted may be sent back: its date is no agreement yet.
        agreed = anchor.proof_on if anchor and is_settled(anchor) else None
        return Link(item, self._days(item, after), agreed)

    def _days(self, item: Item, after: Item) -> int:
        """Return how long the plan gives a line after the one before; whatever had to wait gets a day at least."""
        rule = item.due_rule
        if rule and rule.anchor == after.key:
            return max(1, rule.days)
        begun, ended = self._day(after), self._day(item)
        return max(1, ended - begun) if rule and rule.anchor == Anchor.WON and begun is not None and ended else 1

    def _day(self, item: Item) -> int | None:
        """Return the working day of the plan on which a line ends, counted from the first; None where it names none."""
        rule = item.due_rule
        if rule is None or rule.anchor == Anchor.PROMISED:
            return None
        if rule.anchor == Anchor.WON:
            return rule.days
        anchor = self.rules.get(rule.anchor)
        day = self._day(anchor) if anchor else None
        return None if day is None else day + rule.days
