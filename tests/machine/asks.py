"""What people ask of each other in the machine: steps that somebody takes on, dates otherwise, turns down or takes back."""

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from bot.events import Change
from bot.model import Deal, Step, UserId
from bot.rules import offers, requests
from tests.machine.acts import HOURS, WHO, Acts, mostly

ANSWERS = ("accept", "counter", "agree", "withdraw", "turn down")


class Asks(Acts):
    """Requests: nobody has promised anything until whoever is asked says so."""

    @rule(who=WHO, to=WHO, hours=HOURS, is_day=st.booleans(), what=st.sampled_from(["lend us the crane", "site"]))
    def ask_for_help(self, who: UserId, to: UserId, hours: int, what: str, *, is_day: bool) -> None:
        due, step_id = self.due(hours, is_day=is_day), self.new_id()
        self.do(
            who,
            lambda deal: requests.ask(
                deal, self.context, step_id=step_id, to=to, what=what, by=who, due=due, now=self.now
            ),
        )

    @precondition(lambda self: bool(requests.requests(self.deal)))
    @rule(data=st.data(), answer=st.sampled_from(ANSWERS), hours=HOURS)
    def answer_a_request(self, data: st.DataObject, answer: str, hours: int) -> None:
        step = data.draw(st.sampled_from(requests.requests(self.deal)))
        asker = step.request.by if step.request else step.by
        who = data.draw(mostly(asker if answer in ("agree", "withdraw") else step.by))
        self.do(who, self._answers(step, who, hours)[answer])

    def _answers(self, step: Step, who: UserId, hours: int) -> dict[str, Callable[[Deal], Change]]:
        due, now = self.due(hours, is_day=False), self.now
        context, asked = self.context, step.id
        return {
            "accept": lambda deal: requests.accept(deal, context, step_id=asked, by=who, now=now),
            "counter": lambda deal: requests.counter(
                deal, context, step_id=asked, by=who, due=due, reason="leave", now=now
            ),
            "agree": lambda deal: requests.agree(deal, context, step_id=asked, by=who, now=now),
            "withdraw": lambda deal: requests.withdraw(deal, context, step_id=asked, by=who, now=now),
            "turn down": lambda deal: offers.turn_down(deal, context, step_id=asked, by=who, reason="leave", now=now),
        }
