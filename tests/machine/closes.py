"""How a deal ends in the machine, and how it goes on after all: closed by anybody, with any outcome, by mistake or not."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from bot.closed import Outcome
from bot.model import DealStatus, UserId
from bot.rules import closing
from bot.rules.items import is_settled
from tests.machine.acts import WHO
from tests.machine.asks import Asks

ONE_IN = 2
"""So rarely is it closed when it could be: what is over has little left to break."""


class Closes(Asks):
    """Closing: nothing is asked of anybody afterwards, and what was closed with an open gate was not delivered."""

    @rule(
        who=WHO,
        outcome=st.sampled_from(Outcome),
        reason=st.sampled_from(["", "they left"]),
        chance=st.integers(1, ONE_IN),
    )
    def close(self, who: UserId, outcome: Outcome, reason: str, chance: int) -> None:
        if chance < ONE_IN:
            return
        was = self.deal.status
        verdict = closing.Verdict(outcome, reason, "ask first")
        log = tuple(self.story.log)
        self.do(who, lambda deal: closing.close(deal, self.context, verdict, recorded=log, by=who, now=self.now))
        if self.deal.status is DealStatus.CLOSED and was is not DealStatus.CLOSED:
            self.met[f"times closed, {outcome}"] += 1
            assert closing.would_drop(self.deal) == ()
            if outcome is Outcome.DELIVERED:
                assert all(is_settled(item) for item in self.deal.items if item.is_gate)

    @precondition(lambda self: self.deal.status is DealStatus.CLOSED)
    @rule(who=WHO)
    def take_it_up_again(self, who: UserId) -> None:
        self.do(who, lambda deal: closing.reopen(deal, self.context, by=who, reason="by mistake", now=self.now))
