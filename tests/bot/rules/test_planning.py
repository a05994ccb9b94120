"""The dates of an example deal are those that a real deal would get."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.model import Deal, Facts, Item, ItemStatus
from bot.playbook import DueRule, ItemRule, Playbook
from bot.rules import items
from bot.rules.evidence import Proof, judged
from bot.rules.planning import Example, before, planned
from bot.working_time import Calendar, at_local, local_day
from storage.playbooks.library import built_in
from tests.bot.making import ANA, CONTEXT, HELSINKI, a_deal, a_rule

MONDAY = date(2026, 11, 23)
CALENDAR = Calendar(HELSINKI)
PLAYBOOKS = built_in()
PROOFS = {"link": "https://files.example.com/1", "file": "order.pdf", "count": "400"}


def days(*rules: ItemRule, promised: date | None = None, **given: date) -> Mapping[str, date | None]:
    return planned(rules, Example(MONDAY, promised, given), CALENDAR)


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        (DueRule("won", 0), MONDAY),
        (DueRule("won", 5), date(2026, 11, 30)),
        (DueRule("promised", -1), date(2026, 12, 17)),
        (DueRule("promised", 0), date(2026, 12, 18)),
        (None, None),
    ],
)
def test_a_line_that_waits_for_nothing_counts_from_its_anchor(rule: DueRule | None, day: date | None) -> None:
    assert days(a_rule("one", rule), promised=date(2026, 12, 18)) == {"one": day}


def test_nothing_is_due_before_the_deal_was_won() -> None:
    assert days(a_rule("one", DueRule("promised", -60)), promised=date(2026, 12, 18)) == {"one": MONDAY}


def test_without_a_promised_date_nothing_counts_from_it() -> None:
    assert days(a_rule("one", DueRule("promised", 0))) == {"one": None}


def test_whoever_had_to_wait_gets_the_next_working_day_at_least() -> None:
    first, then = a_rule("first", DueRule("won", 4)), a_rule("then", DueRule("won", 1), waits_for=("first",))

    assert days(first, then)["then"] == date(2026, 11, 30)


def test_a_line_counts_from_the_date_that_was_given_as_evidence() -> None:
    visit, parts = a_rule("visit", DueRule("won", 2)), a_rule("parts", DueRule("visit", -2))

    assert days(visit, parts, visit=date(2026, 12, 18))["parts"] == date(2026, 12, 16)


def test_a_date_given_too_late_to_count_back_from_leaves_a_day() -> None:
    visit, parts = a_rule("visit", DueRule("won", 2)), a_rule("parts", DueRule("visit", -2))

    assert days(visit, parts, visit=date(2026, 11, 26))["parts"] == date(2026, 11, 26)


@pytest.mark.parametrize("rule", [DueRule("dated", 2), DueRule("won", 2)])
def test_what_follows_a_line_that_the_team_dates_has_no_day_yet(rule: DueRule) -> None:
    assert days(a_rule("dated", None), a_rule("then", rule, waits_for=("dated",)))["then"] is None


def test_what_a_line_counts_from_must_end_before_it() -> None:
    assert before(a_rule("then", DueRule("visit", 1), waits_for=("scope", "visit"))) == ("scope", "visit")
    assert before(a_rule("then", DueRule("visit", 1), waits_for=("scope",))) == ("scope", "visit")
    assert before(a_rule("then", DueRule("promised", 1))) == ()


def test_many_lines_that_wait_for_many_are_counted_in_no_time() -> None:
    rules = [a_rule(f"l{n}", DueRule("won", 1), waits_for=tuple(f"l{k}" for k in range(n))) for n in range(100)]

    assert days(*rules)["l99"] == date(2026, 11, 23) + timedelta(weeks=20)


def played(playbook: Playbook, example: Example) -> Deal:
    """Open a deal and end every line on its own day, in the order of the days, as the rules have it."""
    now = at_local(HELSINKI, example.won, CALENDAR.opens)
    facts = Facts("Acme EV site", "Acme", promised_on=example.promised)
    deal = a_deal(owner_id=ANA, leads=(), facts=facts, opened_at=now)
    deal = items.lay_out(deal, playbook.items, CONTEXT, now=now)
    while open_lines := [each for each in deal.items if each.status is ItemStatus.OPEN and each.due]:
        line = min(open_lines, key=lambda each: (each.due.at if each.due else now, each.key))
        assert line.due is not None
        deal = ended(deal, line, line.due.at - timedelta(hours=1), example.given.get(line.key))
    return deal


def ended(deal: Deal, line: Item, now: datetime, given: date | None) -> Deal:
    proof = Proof(
        PROOFS.get(line.evidence, "order 4711"),
        given or local_day(HELSINKI, now),
        tuple((part, "as agreed") for part in line.parts),
    )
    done = items.ended(deal, CONTEXT, line, by=ANA, given=judged(line, proof), now=now).deal
    if line.accepted_by is None:
        return done
    # Whoever gave it does not accept it: another owner does.
    other = replace(done, leads=((line.accepted_by, ANA),))
    return replace(items.accept(other, CONTEXT, item_id=line.id, by=ANA, now=now).deal, leads=())


@pytest.mark.parametrize("playbook", PLAYBOOKS, ids=lambda playbook: playbook.kind)
@pytest.mark.parametrize("given", [None, date(2027, 2, 1)])
def test_each_playbook_that_comes_with_baton_is_dated_as_a_deal_would_be(
    playbook: Playbook, given: date | None
) -> None:
    dated = [item.key for item in playbook.items if item.evidence == "date"]
    example = Example(MONDAY, date(2027, 4, 1), dict.fromkeys(dated, given) if given else {})

    wanted = planned(playbook.items, example, CALENDAR)

    deal = played(playbook, example)
    assert all(each.status in (ItemStatus.DONE, ItemStatus.ACCEPTED) for each in deal.items)
    assert {each.key: local_day(HELSINKI, each.due.at) for each in deal.items if each.due} == wanted
