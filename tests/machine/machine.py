"""The machine: whatever people do to a deal and with their own time, its promises to them hold."""

from datetime import timedelta

from hypothesis.stateful import invariant, rule

from bot.events import Nudged
from bot.model import DealStatus
from bot.rules.review import coming
from tests.machine.lives import Lives

OUTSIDE = ("invite:", "checklist:")
"""What is done to a channel as often as it is needed."""


class DealMachine(Lives):
    """What must be true of the whole after each change; the judge sees what must be true of the change."""

    @rule()
    def see_what_comes_and_let_it_come(self) -> None:
        """Hold what people read of what comes next against what comes, to the minute, while nobody does anything."""
        said = {(each.lapse.id, each.rung): each.at for each in coming(self.deal, self.context, now=self.now)}
        known = len(self.story.log)
        self.sweep_at_the_hint()
        for each in self.story.log[known:]:
            if isinstance(each.event, Nudged) and each.event.rung > 1:
                assert said[each.event.lapse_id, each.event.rung] == each.at

    @invariant()
    def somebody_who_can_act_owns_it(self) -> None:
        assert self.context.is_able(self.deal.owner_id)

    @invariant()
    def the_history_has_no_gap(self) -> None:
        assert [each.seq for each in self.story.log] == list(range(1, self.deal.seq + 1))

    @invariant()
    def nothing_is_sent_twice(self) -> None:
        keys = [row.key for row in self.story.rows if not row.key.startswith(OUTSIDE)]
        assert len(keys) == len(set(keys))

    @invariant()
    def lapses_are_open_once_and_known_once(self) -> None:
        ids = [lapse.id for lapse in self.deal.lapses]
        standing = [(lapse.kind, lapse.subject) for lapse in self.deal.lapses if lapse.closed_at is None]
        assert len(ids) == len(set(ids))
        assert len(standing) == len(set(standing))

    @invariant()
    def it_is_looked_at_again_within_a_week_or_is_over(self) -> None:
        """Never in the past as well, once it was looked at: a hint that stands still would hold up all others."""
        ahead = self.deal.next_review_at
        if self.deal.status in (DealStatus.OPEN, DealStatus.HELD):
            last = self.story.log[-1].at
            assert ahead
            assert ahead <= max(last, self.now) + timedelta(days=7)
        elif self.deal.status in (DealStatus.STOPPED, DealStatus.CLOSED):
            assert ahead is None
            assert all(each.closed_at for each in self.deal.lapses), "A clock runs on in a deal that has ended."
