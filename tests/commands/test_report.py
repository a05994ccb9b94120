"""The report, typed and paged, as the person sees it."""

from dataclasses import replace

import pytest

from bot.events import Change
from bot.model import UserId
from bot.service.desk import act, by_id
from commands.reports import ReportOf, Span, read_report
from commands.spelling import UsageError
from tests.bot.making import LIV, OMAR
from tests.commands.hall import Hall


@pytest.mark.parametrize(("rest", "span"), [("", Span.WEEK), (" Week ", Span.WEEK), ("month", Span.MONTH)])
def test_a_span_is_read_and_a_week_is_meant_where_none_is_named(rest: str, span: Span) -> None:
    assert read_report(rest) == ReportOf(span)


@pytest.mark.parametrize("rest", ["year", "<!channel>", "week month", "x" * 500])
def test_another_span_is_refused_with_one_that_works(rest: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_report(rest)

    assert "week and month work" in refused.value.problem


def test_whoever_asks_reads_the_figures_and_a_button_leads_to_the_month(hall: Hall) -> None:
    told = hall.types(OMAR, "report")

    assert "The last 7 days" in told.text
    assert "1 won" in told.text
    assert "The last 30 days" in hall.presses(OMAR, told.button("The last 30 days")).text


def test_of_a_private_deal_nobody_else_reads_a_figure(hall: Hall) -> None:
    asked = hall.office.asked(UserId(OMAR), "private")
    act(hall.office.desk, asked, by_id(hall.deal_id), lambda deal, _: Change(replace(deal, is_private=True)))

    assert "1 won" in hall.types(OMAR, "report").text
    assert "0 won" in hall.types(LIV, "report").text
