"""Chains of what must still be done: from a line that can be done now to a gate, with the days that the plan gives each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.model import Deal, Item
from bot.playbook import Anchor
from bot.rules.items import is_settled, unsettled_before
from bot.working_time import Calendar, add_working_days, local_day


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


def chains(deal: Deal) -> tuple[tuple[Link, ...], ...]:
    """Return for each unfinished line that waits for nothing the longest way from it to a gate, the longest first."""
    plan = _Plan.of(deal)
    heads = [each for each in plan.items.values() if not plan.before[each.key]]
    found = [(Link(head), *plan.longest_after(head)) for head in heads]
    return tuple(sorted(found, key=planned_days, reverse=True))


def planned_days(chain: Sequence[Link]) -> int:
    """Return the working days that the plan has from the end of a chain's first line to the promised date."""
    return sum(link.days or 0 for link in chain) + before_promise(chain[-1].item)


def before_promise(item: Item) -> int:
    """Return how many working days before the promised date a line must have ended, by its own rule."""
    rule = item.due_rule
    return max(0, -rule.days) if rule and rule.anchor == Anchor.PROMISED else 0


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
            # A gate may be where a way ends, or a stage of a longer one; a way that ends elsewhere leads to no gate.
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
        # Ends: rules that count from each other in a circle are refused with their playbook.
        day = self._day(anchor) if anchor else None
        return None if day is None else day + rule.days
