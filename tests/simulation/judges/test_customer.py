"""The customer line: asked about while it is fresh, old, outdated or not surely known."""

from datetime import UTC, datetime

import pytest

from tests.simulation.judges import customer
from tests.simulation.story import DealStory, LineStory, News, PromiseStory, Told
from tests.simulation.town import ANA, OMAR

ZONE = "Europe/Helsinki"
WRITTEN = datetime(2026, 11, 16, 8, tzinfo=UTC).timestamp()
"""A Monday at ten in Helsinki: forty working hours later it is the next one, at ten."""
DAY = 86_400.0


@pytest.fixture
def deal() -> DealStory:
    told = Told(WRITTEN, WRITTEN + 1)
    return DealStory("t11", "T1", ANA, OMAR, told, lines=[LineStory("line 1", told)])


def blamed(deal: DealStory, days: float) -> bool:
    return bool(list(customer.asked_too_soon(deal, ZONE, WRITTEN + days * DAY, off=120.0)))


def test_a_line_is_asked_about_when_it_is_five_working_days_old_and_not_before(deal: DealStory) -> None:
    assert blamed(deal, 1.0)
    assert blamed(deal, 6.9)
    assert not blamed(deal, 7.0)


def test_a_line_is_asked_about_at_once_when_the_promise_changes(deal: DealStory) -> None:
    deal.news.append(News(WRITTEN, "2027-01-01", Told(WRITTEN + 60, WRITTEN + 61)))

    assert not blamed(deal, 1.0)


def test_news_of_before_it_was_written_does_not_outdate_it(deal: DealStory) -> None:
    deal.news.append(News(WRITTEN, "2027-01-01", Told(WRITTEN - 60, WRITTEN - 59)))

    assert blamed(deal, 1.0)


@pytest.mark.parametrize(("is_declined", "is_blamed"), [(True, False), (False, True)])
def test_a_line_is_old_at_once_when_a_promise_it_was_written_upon_is_declined(
    deal: DealStory, is_declined: bool, is_blamed: bool
) -> None:
    answered = Told(WRITTEN + 60, WRITTEN + 61)
    deal.promises.append(PromiseStory("training", Told(WRITTEN - 60, WRITTEN - 59), answered, is_declined))

    assert blamed(deal, 1.0) is is_blamed


def test_a_line_is_old_at_once_when_a_promise_is_taken_back(deal: DealStory) -> None:
    told, taken_back = Told(WRITTEN - 60, WRITTEN - 59), Told(WRITTEN + 60, WRITTEN + 61)
    deal.promises.append(PromiseStory("training", told, withdrawn=taken_back))

    assert not blamed(deal, 1.0)


def test_nobody_is_blamed_where_nobody_knows_when_it_was_written(deal: DealStory) -> None:
    deal.lines.append(LineStory("line 2", Told(WRITTEN + 60)))

    assert deal.customer_line is None
    assert not blamed(deal, 1.0)


def test_the_last_line_is_what_the_customer_hears(deal: DealStory) -> None:
    deal.lines.append(LineStory("line 2", Told(WRITTEN + 60, WRITTEN + 61)))

    assert deal.customer_line == "line 2"


def test_a_try_that_nobody_waited_for_may_be_the_last_one(deal: DealStory) -> None:
    """It was answered at the second try: the first one may come yet."""
    deal.lines.append(LineStory("line 2", Told(WRITTEN + 60, WRITTEN + 90)))

    assert deal.customer_line is None
