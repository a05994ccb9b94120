"""What people ask of each other in the machine: steps that somebody takes on, dates otherwise, turns down or takes back."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from bot.model import Step, UserId
from bot.rules import requests
from tests.machine.acts import HOURS, WHO, Acts, mostly


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
    @rule(data=st.data())
    def take_it_on_by_its_date(self, data: st.DataObject) -> None:
        step, who, _ = self._a_request(data)
        self.do(who, lambda deal: requests.accept(deal, self.context, step_id=step.id, by=who, now=self.now))

    @precondition(lambda self: bool(requests.requests(self.deal)))
    @rule(data=st.data(), hours=st.integers(-5, 60), is_later=st.booleans())
    def name_another_date(self, data: st.DataObject, hours: int, *, is_later: bool) -> None:
        step, who, _ = self._a_request(data)
        due = self.due(hours, is_day=False)
        if is_later:
            due = replace(step.due, at=max(step.due.at, self.now) + timedelta(hours=hours), on=None)
        self.do(
            who,
            lambda deal: requests.counter(
                deal, self.context, step_id=step.id, by=who, due=due, reason="leave", now=self.now
            ),
        )

    @precondition(lambda self: bool(requests.requests(self.deal)))
    @rule(data=st.data())
    def agree_to_another_date(self, data: st.DataObject) -> None:
        step, _, who = self._a_request(data)
        self.do(who, lambda deal: requests.agree(deal, self.context, step_id=step.id, by=who, now=self.now))

    @precondition(lambda self: bool(requests.requests(self.deal)))
    @rule(data=st.data())
    def take_it_back(self, data: st.DataObject) -> None:
        step, _, who = self._a_request(data)
        self.do(who, lambda deal: requests.withdraw(deal, self.context, step_id=step.id, by=who, now=self.now))

    def _a_request(self, data: st.DataObject) -> tuple[Step, UserId, UserId]:
        """Draw a request, with who may answer it and who may say what becomes of it: mostly those whose turn it is."""
        step = data.draw(st.sampled_from(requests.requests(self.deal)))
        asker = step.request.by if step.request else step.by
        return step, data.draw(mostly(step.by)), data.draw(mostly(asker))
