"""What became of a promise: kept in time, missed, or still to be seen."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.closed import Closing, Outcome, Summary
from bot.figures import Ledger
from bot.identity import PromiseId
from bot.model import Deal, DealStatus
from bot.promises import PromiseStatus, RegisteredPromise
from bot.rules.promise_kept import Became, became
from tests.bot.making import ANA, NOW, a_deal, id_of

TODAY = date(2026, 11, 23)
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
TAKEN_ON = RegisteredPromise(PromiseId(id_of("p")), "training", ANA, NOW, TODAY, PromiseStatus.ACCEPTED)
SUMMARY = Summary(None, None, None, None, 1, 1, 1, 1, Ledger(), 0, 0, 0)


def closed(outcome: Outcome = Outcome.DELIVERED, delivered_on: date | None = None) -> Deal:
    summary = replace(SUMMARY, delivered_on=delivered_on)
    return a_deal(status=DealStatus.CLOSED, closing=Closing(outcome, ANA, NOW, "", "", summary))


@pytest.mark.parametrize("status", [each for each in PromiseStatus if each is not PromiseStatus.ACCEPTED])
def test_what_nobody_took_on_is_neither_kept_nor_missed(status: PromiseStatus) -> None:
    assert became(closed(), replace(TAKEN_ON, status=status), today=AFTER) is None


@pytest.mark.parametrize(
    ("due_on", "found"), [(None, Became.OPEN), (AFTER, Became.OPEN), (TODAY, Became.OPEN), (BEFORE, Became.MISSED)]
)
def test_while_the_deal_runs_only_a_day_that_is_over_is_missed(due_on: date | None, found: Became) -> None:
    assert became(a_deal(), replace(TAKEN_ON, due_on=due_on), today=TODAY) is found


@pytest.mark.parametrize(
    ("deal", "due_on", "found"),
    [
        pytest.param(closed(), TODAY, Became.KEPT, id="closed on the day"),
        pytest.param(closed(), None, Became.KEPT, id="for no day"),
        pytest.param(closed(), BEFORE, Became.MISSED, id="closed a day late"),
        pytest.param(closed(delivered_on=BEFORE), BEFORE, Became.KEPT, id="delivered in time and closed later"),
        pytest.param(closed(delivered_on=AFTER), TODAY, Became.MISSED, id="delivered late"),
        pytest.param(closed(Outcome.PARTLY), TODAY, Became.MISSED, id="delivered in part"),
        pytest.param(closed(Outcome.NOT), TODAY, Became.MISSED, id="not delivered"),
    ],
)
def test_a_closed_deal_says_what_became_of_it(deal: Deal, due_on: date | None, found: Became) -> None:
    assert became(deal, replace(TAKEN_ON, due_on=due_on), today=AFTER + timedelta(days=30)) is found
