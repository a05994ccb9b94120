"""A year of deals in memory: what is due is looked at when it asks to be, what is said is delivered when it may be."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from heapq import heappop, heappush
from itertools import count

from bot.consequences import outgoing
from bot.events import Change, Nudged, Recorded
from bot.model import BATON, Deal, UserId
from bot.outgoing import Kind, Outgoing
from bot.refusals import Refusal
from bot.rules import telling
from bot.rules.quiet import is_away, quiet_until
from bot.rules.rescue import noted
from bot.rules.restraint import MOST_PUBLIC
from bot.service.budget import within_budget
from bot.service.delivery import still_true
from bot.service.desk import numbered
from bot.unsaid import Unsaid
from tests.year.company import HOME, Company
from tests.year.tally import Tally
from tests.year.watch import Watch

Rule = Callable[[Deal], Change]
Then = Callable[[datetime], None]
Heard = Callable[[int, tuple[Recorded, ...], datetime], None]
Told = Callable[[int, Nudged, datetime], None]


class World:
    """Deals by number, and a queue of moments at which somebody or the clock does something."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.deals: dict[int, Deal] = {}
        self.tally, self.watch = Tally(), Watch(company)
        self.on_events: Heard = lambda *_: None
        self.on_told: Told = lambda *_: None
        self._public: Counter[tuple[UserId, date]] = Counter()
        self._queue: list[tuple[datetime, int, Then]] = []
        self._turns = count()

    def at(self, moment: datetime, then: Then) -> None:
        """Let something happen at a moment; of one moment, in the order in which it was asked for."""
        heappush(self._queue, (moment, next(self._turns), then))

    def run(self, until: datetime) -> None:
        """Let everything happen that is due until a moment."""
        while self._queue and self._queue[0][0] <= until:
            moment, _, then = heappop(self._queue)
            then(moment)

    def add(self, number: int, before: Deal, change: Change, now: datetime, *, by: UserId) -> None:
        """Take in a deal that was just opened."""
        self._save(number, before, change, now, by)

    def do(self, number: int, who: UserId, rule: Rule, now: datetime) -> bool:
        """Let somebody change a deal; tell whether it was theirs to change, and possible still."""
        before = self.deals[number]
        try:
            change = noted(before, rule(before), self.company.context, by=who)
        except Refusal as refusal:
            self.tally.refused[type(refusal).__name__] += 1
            return False
        self._save(number, before, change, now, who)
        return True

    def _save(self, number: int, before: Deal, change: Change, now: datetime, by: UserId) -> None:
        context = self.company.context
        after, recorded = numbered(before, change, context, actor=by, now=now)
        recorded = within_budget(after, recorded, context, self._take, now=now)
        self.deals[number] = after
        self.watch.saved(before, after, recorded, now)
        self.tally.saved(after, recorded)
        if after.next_review_at and after.next_review_at != before.next_review_at:
            self.at(after.next_review_at, lambda moment: self._look(number, moment))
        nudges = {each.seq: each.event for each in recorded if isinstance(each.event, Nudged)}
        if nudges:
            for row in outgoing(after, [each for each in recorded if each.seq in nudges], HOME):
                if row.kind is Kind.NUDGE and row.seq:
                    self._send(number, row, nudges[row.seq], now)
        if recorded:
            self.on_events(number, recorded, now)

    def _take(self, who: UserId, day: date) -> bool:
        """Take one of the public nudges that somebody may get in a day."""
        if self._public[who, day] >= MOST_PUBLIC:
            return False
        self._public[who, day] += 1
        return True

    def _look(self, number: int, now: datetime) -> None:
        deal = self.deals[number]
        # What was changed since is looked at when it asked for it then.
        if deal.next_review_at == now:
            self.tally.looks += 1
            self._save(number, deal, Change(deal), now, BATON)

    def _send(self, number: int, row: Outgoing, nudge: Nudged, now: datetime) -> None:
        """Deliver a nudge now, or in the morning when it may not be said now."""
        waits = quiet_until(row, nudge, self.company.context, now=now)
        self.at(waits or now, lambda moment: self._deliver(number, row, nudge, moment))

    def _deliver(self, number: int, row: Outgoing, nudge: Nudged, now: datetime) -> None:
        deal = self.deals[number]
        is_gone = is_away(row, self.company.context, now=now)
        why = Unsaid.ABSENT if is_gone else still_true(deal, row, now)
        if why:
            skipped = telling.skipped(deal, lapse_id=nudge.lapse_id, rung=nudge.rung, why=why, now=now)
            self._save(number, deal, skipped, now, BATON)
            return
        self.watch.told(deal, row, nudge, now)
        self.tally.told(self.company, row, nudge, now, deal)
        self._save(number, deal, telling.told(deal, lapse_id=nudge.lapse_id, rung=nudge.rung, now=now), now, BATON)
        self.on_told(number, nudge, now)
