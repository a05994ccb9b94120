"""What must hold all year round, judged beside the rules and not by them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.events import Nudged, NudgeSkipped, NudgeTold, Recorded
from bot.model import Deal, DealId, DealStatus, Lapse, LapseId, UserId
from bot.outgoing import Outgoing
from bot.playbook import Where
from tests.year.company import Company

EARLIEST, LATEST = time(8), time(18)
A_WEEK = timedelta(days=7)
MOST_A_DAY = 2
"""Public nudges, over all deals."""


class BrokenError(AssertionError):
    """Something that must hold did not."""


class Watch:
    """Sees every change and every word; raises BrokenError at the first that must not be."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._rungs: dict[LapseId, int] = defaultdict(int)
        self._settled: dict[LapseId, int] = defaultdict(int)
        self._spoken: set[tuple[DealId, object]] = set()
        self._keys: set[str] = set()
        self._public: Counter[tuple[UserId, date]] = Counter()
        self.seen = 0

    def saved(self, before: Deal, after: Deal, recorded: Sequence[Recorded], now: datetime) -> None:
        """Judge one change of one deal."""
        self.seen += 1
        self._must(after.owner_id in self._company.context.people, after, now, "nobody owns it")
        self._must(after.seq == before.seq + len(recorded), after, now, "its events have a gap")
        if after.status in (DealStatus.OPEN, DealStatus.HELD):
            ahead = after.next_review_at
            self._must(ahead is not None and now <= ahead <= now + A_WEEK, after, now, f"looked at again: {ahead}")
        else:
            self._must(all(each.closed_at for each in after.lapses), after, now, "its clocks did not stop")
        for each in recorded:
            if isinstance(each.event, Nudged):
                self._fired(after, each.event, now)
            if isinstance(each.event, NudgeTold | NudgeSkipped):
                self._settled[each.event.lapse_id] = each.event.rung

    def told(self, deal: Deal, row: Outgoing, nudge: Nudged, now: datetime) -> None:
        """Judge one nudge as it reaches Slack."""
        self._must(row.key not in self._keys, deal, now, f"{row.key} is said twice")
        self._keys.add(row.key)
        self._must(
            self._may_be_spoken_to(nudge.who, now), deal, now, f"{nudge.who} is spoken to at night or on a day off"
        )
        self._within_budget(deal, row, nudge, now)
        lapse = _lapse(deal, nudge)
        self._must(lapse.closed_at is None and deal.status is DealStatus.OPEN, deal, now, "it is settled already")
        if lapse.subject is None:
            return
        is_first = (deal.id, lapse.subject) not in self._spoken
        self._must(not is_first or row.to_user is not None, deal, now, "the first word was public")
        self._spoken.add((deal.id, lapse.subject))

    def _within_budget(self, deal: Deal, row: Outgoing, nudge: Nudged, now: datetime) -> None:
        who = nudge.decider_id or nudge.who
        day = now.astimezone(ZoneInfo(self._company.context.people[who].zone)).date()
        self._public[who, day] += row.in_channel_of is not None
        self._must(self._public[who, day] <= MOST_A_DAY, deal, now, f"{who} is asked in public too often")

    def _fired(self, deal: Deal, nudge: Nudged, now: datetime) -> None:
        id_ = nudge.lapse_id
        in_turn = nudge.rung == self._rungs[id_] + 1 and self._settled[id_] == self._rungs[id_]
        self._must(in_turn, deal, now, f"rung {nudge.rung} of {nudge.kind} is out of turn")
        is_first_up = nudge.rung == 1 and nudge.where is Where.LEADERSHIP
        self._must(not is_first_up, deal, now, "leadership hears before the person")
        self._rungs[id_] = nudge.rung

    def _may_be_spoken_to(self, who: UserId, now: datetime) -> bool:
        person = self._company.context.people[who]
        local = now.astimezone(ZoneInfo(person.zone))
        assert person.time
        is_off = local.date() in self._company.context.days_off[person.time.region or ""]
        return local.weekday() < 5 and EARLIEST <= local.time() < LATEST and not is_off

    def _must(self, holds: bool, deal: Deal, now: datetime, otherwise: str) -> None:
        if not holds:
            raise BrokenError(f"{deal.facts.name}, {now.astimezone(UTC):%a %d %b %H:%M} UTC: {otherwise}")


def _lapse(deal: Deal, nudge: Nudged) -> Lapse:
    return next(each for each in deal.lapses if each.id == nudge.lapse_id)
