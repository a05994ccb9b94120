"""A stopped deal's channel is put away after the time that was announced, and not if the deal runs again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.consequences import outgoing
from bot.events import Decided, Recorded
from bot.model import Choice, Deal, DealStatus, Lost
from bot.outgoing import Kind, Outgoing
from bot.rules.archiving import archived_at, why_not
from bot.service.delivery import still_true
from tests.bot.making import HOME, NOW, OMAR, a_deal

STOPPED = a_deal(status=DealStatus.STOPPED)


def rows(deal: Deal, choice: Choice) -> list[Outgoing]:
    said = Recorded(7, NOW, OMAR, Decided(choice, OMAR, "they left", None, None, is_rescue=False))
    return [row for row in outgoing(deal, (said,), HOME) if row.kind is Kind.ARCHIVE]


def test_it_is_put_away_two_weeks_after_the_decision() -> None:
    (row,) = rows(STOPPED, Choice.STOP)

    assert row.not_before == archived_at(STOPPED, NOW) == NOW + timedelta(days=14)
    assert (row.in_channel_of, row.lane) == (STOPPED.id, f"deal:{STOPPED.id}")


def test_a_playbook_says_how_long_it_stays_and_may_keep_it_for_ever() -> None:
    def stopped(days: int) -> Deal:
        return replace(STOPPED, ladder=replace(STOPPED.ladder, archive_after_days=days))

    (row,) = rows(stopped(30), Choice.STOP)

    assert row.not_before == archived_at(stopped(30), NOW) == NOW + timedelta(days=30)
    assert (rows(stopped(0), Choice.STOP), archived_at(stopped(0), NOW)) == ([], None)


def test_one_decision_puts_away_once_and_the_next_one_anew() -> None:
    first, again = rows(STOPPED, Choice.STOP)[0].key, rows(STOPPED, Choice.STOP)[0].key

    assert first == again == f"archive:{STOPPED.id}:7"


@pytest.mark.parametrize("choice", [each for each in Choice if each is not Choice.STOP])
def test_no_other_decision_puts_a_channel_away(choice: Choice) -> None:
    assert rows(a_deal(), choice) == []


@pytest.mark.parametrize("without", [{"channel_name": None}, {"channel_lost": Lost.GONE}])
def test_where_there_is_no_channel_nothing_is_put_away(without: dict[str, object]) -> None:
    assert rows(replace(STOPPED, **without), Choice.STOP) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("status", list(DealStatus))
def test_it_stays_where_the_deal_goes_on_after_all(status: DealStatus) -> None:
    deal = replace(STOPPED, status=status)
    (row,) = rows(STOPPED, Choice.STOP)

    assert still_true(deal, row, NOW) == why_not(deal, row.not_before)
    assert (why_not(deal, row.not_before) is None) == (status in (DealStatus.STOPPED, DealStatus.CLOSED))


def test_of_a_deal_that_is_not_there_nothing_is_put_away() -> None:
    assert why_not(None, None) == "the deal goes on"
