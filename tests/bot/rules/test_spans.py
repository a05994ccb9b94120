"""In which days a line is counted: what its holder said of their own time, else its function's, else the workspace's."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.context import Context
from bot.ladder import DEFAULT_LADDER
from bot.model import Absence, Deal, Item, ItemStatus, LapseKind, PersonalTime, Week
from bot.playbook import DueRule, FunctionCalendar
from bot.rules import items
from bot.rules.evidence import Proof
from bot.rules.lapses import conditions
from bot.rules.reopening import reopen
from bot.rules.review import review
from bot.rules.spans import span, spans, told_by_playbook
from tests.bot.making import ANA, HELSINKI, NOW, OMAR, PEOPLE, a_deal, a_rule, an_item, at, by

SIX, FOUR, TWO = (Week(frozenset(range(n)), time(7), time(16)) for n in (6, 4, 2))
CREW = FunctionCalendar(SIX, "DE", (date(2026, 12, 24),))
DAYS_OFF = {
    "FI": frozenset({date(2026, 12, 7)}),
    "DE": frozenset({date(2026, 12, 8)}),
    "SE": frozenset({date(2026, 12, 9)}),
    "": frozenset({date(2026, 12, 10)}),
}
SATURDAY, MONDAY = date(2026, 11, 28), date(2026, 11, 30)


def around(own: PersonalTime | None = None, *, week: Week | None = None, region: str | None = "FI") -> Context:
    """Return everybody in Helsinki; ``own`` is what Omar said of his time."""
    omar = replace(PEOPLE[OMAR], zone=HELSINKI, time=own)
    return Context.among({**PEOPLE, OMAR: omar}, ANA, week=week, region=region, days_off=DAYS_OFF)


def crewed(*lines: Item, calendar: FunctionCalendar | None = CREW) -> Deal:
    """Return a deal whose delivery has a calendar of its own."""
    ladder = replace(DEFAULT_LADDER, calendars={"delivery": calendar} if calendar else {})
    return a_deal(ladder=ladder, items=lines)


LINE = an_item("crane")


@pytest.mark.parametrize(
    ("own", "function", "week"),
    [
        pytest.param(None, None, FOUR, id="the workspace's, where nobody says anything"),
        pytest.param(None, FunctionCalendar(region="DE"), FOUR, id="the workspace's, where the function says no week"),
        pytest.param(None, CREW, SIX, id="the function's"),
        pytest.param(PersonalTime(region="SE"), CREW, SIX, id="the function's, though its holder has a region"),
        pytest.param(PersonalTime(week=TWO), CREW, TWO, id="one's own before all"),
        pytest.param(PersonalTime(week=TWO), None, TWO, id="one's own without a function's"),
    ],
)
def test_the_week_is_ones_own_or_the_functions_or_the_workspaces(
    own: PersonalTime | None, function: FunctionCalendar | None, week: Week
) -> None:
    found = span(crewed(calendar=function), around(own, week=FOUR), LINE)

    assert (found.days, found.opens, found.closes) == (week.days, week.opens, week.closes)


@pytest.mark.parametrize(
    ("own", "function", "region"),
    [
        pytest.param(None, None, "FI", id="the workspace's, where nobody says anything"),
        pytest.param(None, FunctionCalendar(SIX), "FI", id="the workspace's, where the function says no region"),
        pytest.param(None, FunctionCalendar(region="DE"), "DE", id="the function's"),
        pytest.param(PersonalTime(week=TWO), FunctionCalendar(region="DE"), "DE", id="also with a week of one's own"),
        pytest.param(PersonalTime(region="SE"), FunctionCalendar(region="DE"), "SE", id="one's own before all"),
    ],
)
def test_public_holidays_are_those_of_the_same_order_each_for_itself(
    own: PersonalTime | None, function: FunctionCalendar | None, region: str
) -> None:
    assert span(crewed(calendar=function), around(own), LINE).holidays == DAYS_OFF[region] | DAYS_OFF[""]


def test_days_that_a_function_lists_hold_for_whoever_does_its_work() -> None:
    theirs = PersonalTime(week=TWO, region="SE")

    assert date(2026, 12, 24) in span(crewed(), around(theirs), LINE).holidays


def test_lines_of_other_functions_are_counted_as_ever_and_hours_of_people_stay_theirs() -> None:
    context = around()

    assert span(crewed(), context, an_item("invoice", function="finance")) == context.calendar(OMAR)
    assert 5 not in context.reachable(OMAR).days


def test_the_zone_is_that_of_whoever_holds_the_line() -> None:
    assert span(crewed(), Context(PEOPLE, ANA), LINE).zone == PEOPLE[OMAR].zone


@given(st.sampled_from([None, SIX, FOUR, TWO]), st.sampled_from([None, SIX, FOUR, TWO]), st.sampled_from([None, FOUR]))
def test_whoever_says_most_about_the_person_is_heard(
    own: Week | None, function: Week | None, ours: Week | None
) -> None:
    calendar = FunctionCalendar(function) if function else None
    found = span(crewed(calendar=calendar), around(PersonalTime(week=own), week=ours), LINE)

    first = next(each for each in (own, function, ours, Week()) if each)
    assert found.days == first.days


def test_many_lines_are_answered_as_each_of_them() -> None:
    deal, context = crewed(), around()
    lines = [LINE, an_item("invoice", function="finance"), an_item("visit", holder_id=ANA), LINE]

    assert [*map(spans(deal, context), lines)] == [span(deal, context, each) for each in lines]


def test_words_count_by_what_the_deal_itself_knows() -> None:
    found = told_by_playbook(crewed())(LINE)

    assert (found.zone, found.days, found.holidays) == (HELSINKI, SIX.days, frozenset(CREW.holidays))
    assert told_by_playbook(crewed())(an_item("invoice", function="finance")).days == Week().days


class TestALine:
    def test_is_due_at_the_end_of_a_day_that_its_function_works(self) -> None:
        rule = a_rule("crane", DueRule("won", 5))

        deal = items.lay_out(crewed(), (rule,), around(), now=NOW)

        due = deal.items[0].due
        assert due
        assert (due.on, due.at) == (SATURDAY, at("2026-11-28 16:00"))

    def test_of_somebody_with_a_week_of_their_own_is_due_in_that(self) -> None:
        rule = a_rule("crane", DueRule("won", 2))

        deal = items.lay_out(crewed(), (rule,), around(PersonalTime(week=TWO)), now=NOW)

        assert deal.items[0].due
        assert deal.items[0].due.on == MONDAY

    def test_counts_back_from_a_promise_in_its_functions_days(self) -> None:
        rule, deal = a_rule("crane", DueRule("promised", -1)), crewed()
        deal = replace(deal, facts=replace(deal.facts, promised_on=MONDAY))

        due = items.lay_out(deal, (rule,), around(), now=NOW).items[0].due

        assert due
        assert due.on == SATURDAY

    def test_that_had_to_wait_gets_its_functions_next_day(self) -> None:
        friday = at("2026-11-27 12:00")
        first = an_item("scope", function="finance", evidence="none")
        then = an_item("crane", status=ItemStatus.WAITING, waits_for=("scope",), due_rule=DueRule("won", 1))

        done = items.finish(crewed(first, then), around(), item_id=first.id, by=OMAR, proof=Proof(""), now=friday).deal

        assert done.items[1].due
        assert done.items[1].due.on == SATURDAY

    def test_that_is_sent_back_or_reopened_on_a_friday_is_due_on_the_saturday(self) -> None:
        friday = at("2026-11-27 12:00")
        done = an_item("crane", status=ItemStatus.DONE, accepted_by="finance", done_by=OMAR, due=by("2026-11-25"))

        back = items.send_back(crewed(done), around(), item_id=done.id, by=ANA, reason="too small", now=friday).deal
        again = reopen(crewed(done), around(), item_id=done.id, by=ANA, reason="it broke", now=friday).deal

        assert [deal.items[0].due and deal.items[0].due.on for deal in (back, again)] == [SATURDAY, SATURDAY]


class TestWhoeverHoldsIt:
    """A line that is due on a Saturday, of somebody who is not spoken to on Saturdays."""

    DEAL = crewed(an_item("crane", due=by("2026-11-28")))

    def test_is_reminded_on_the_friday_before(self) -> None:
        (reminded,) = [each for each in conditions(self.DEAL, around(), now=NOW) if each.kind is LapseKind.ITEM_DUE]

        assert reminded.since == at("2026-11-27 09:00")

    def test_is_reminded_on_the_day_where_they_work_on_it(self) -> None:
        context = around(PersonalTime(week=SIX))
        (reminded,) = [each for each in conditions(self.DEAL, context, now=NOW) if each.kind is LapseKind.ITEM_DUE]

        assert reminded.since == at("2026-11-28 07:00")

    def test_hears_nothing_at_the_weekend(self) -> None:
        deal = review(self.DEAL, around(), now=at("2026-11-28 17:00")).deal

        assert deal.next_review_at
        assert deal.next_review_at >= at("2026-11-30 08:00")

    def test_is_asked_nothing_while_away_whatever_the_function_works(self) -> None:
        context = around(PersonalTime(absences=(Absence(date(2026, 11, 23), date(2026, 12, 4), by=ANA),)))

        assert span(self.DEAL, context, self.DEAL.items[0]).days == SIX.days
        assert context.absence(OMAR, at("2026-11-28 10:00"))
