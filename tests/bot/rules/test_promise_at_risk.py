"""When what must still be done takes longer than there is until the promised date, and what is told of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ladder import DEFAULT_LADDER
from bot.model import Deal, DealStatus, Item, ItemStatus, LapseKind
from bot.playbook import DueRule, Ladder, Where
from bot.rules.chains import Link, chains, planned_days
from bot.rules.condition import Condition
from bot.rules.digests import for_person
from bot.rules.forecast import ends, ready_on
from bot.rules.items import lay_out
from bot.rules.lapses import conditions
from bot.rules.promise_at_risk import SETTLED_FOR_DAYS, most_pressing
from bot.rules.spans import spans
from bot.working_time import local_day
from storage.playbooks.library import built_in
from tests.bot.making import (
    ANA,
    CONTEXT,
    FAYE,
    HELSINKI,
    LIV,
    NOW,
    OMAR,
    Heard,
    Story,
    a_deal,
    a_lapse,
    a_step,
    an_item,
    at,
    by,
)

KIND = LapseKind.PROMISE_AT_RISK
# Survey by Friday; then two days for the load, five for the inspection, and a day for the acceptance.
SURVEY = an_item("survey", due=by("2026-11-27"), due_rule=DueRule("won", 4))
LOAD = an_item("load", status=ItemStatus.WAITING, waits_for=("survey",), due_rule=DueRule("won", 6))
INSPECT = an_item("inspect", status=ItemStatus.WAITING, waits_for=("load",), due_rule=DueRule("load", 5), is_gate=True)
ACCEPT = an_item("accept", status=ItemStatus.WAITING, waits_for=("inspect",), is_gate=True)
PAPERS = an_item("papers", status=ItemStatus.WAITING, waits_for=("accept",), due_rule=DueRule("accept", 10))
ITEMS = (SURVEY, LOAD, INSPECT, ACCEPT, PAPERS)
"""Eight working days from the end of the survey; the papers are no gate, and nobody waits for them."""


CALENDARS = spans(a_deal(), CONTEXT)


def promised(on: str | None, *items: Item, **changes: object) -> Deal:
    deal = a_deal(items=items or ITEMS, steps=(a_step("call", due=by("2026-12-04")),), lived_at=NOW)
    day = date.fromisoformat(on) if on else None
    return replace(deal, facts=replace(deal.facts, promised_on=day), **changes)  # type: ignore[arg-type]


def found(deal: Deal, now: datetime = NOW) -> list[Condition]:
    return [each for each in conditions(deal, CONTEXT, now=now) if each.kind is KIND]


def since(deal: Deal, now: datetime = NOW) -> datetime:
    (only,) = found(deal, now)
    return only.since


def titles(deal: Deal) -> list[list[tuple[str, int | None]]]:
    return [[(link.item.key, link.days) for link in chain] for chain in chains(deal)]


def day_of(chain: Sequence[Link], now: datetime) -> str:
    return ready_on(chain, CALENDARS, today=local_day(HELSINKI, now)).isoformat()


def test_a_chain_goes_from_what_can_be_done_now_to_the_last_gate_with_the_days_that_the_plan_gives() -> None:
    assert titles(promised("2027-02-01")) == [[("survey", None), ("load", 2), ("inspect", 5), ("accept", 1)]]


def test_what_is_settled_is_no_link_and_what_waits_to_be_accepted_still_is() -> None:
    done = replace(SURVEY, status=ItemStatus.DONE, done_at=NOW)
    handed_in = replace(done, accepted_by="finance")
    opened = replace(LOAD, status=ItemStatus.OPEN, due=by("2026-12-01"))

    assert titles(promised("2027-02-01", done, opened, INSPECT, ACCEPT))[0][0] == ("load", None)
    assert titles(promised("2027-02-01", handed_in, LOAD, INSPECT, ACCEPT))[0][0] == ("survey", None)


def test_each_line_that_waits_for_nothing_begins_a_chain_and_takes_the_longest_way() -> None:
    permit = an_item("permit", due=by("2026-11-30"))
    quick = replace(ACCEPT, key="quick", waits_for=("permit",))
    slow = replace(INSPECT, waits_for=("load", "permit"), due_rule=DueRule("load", 5))

    deal = promised("2027-02-01", SURVEY, LOAD, slow, ACCEPT, permit, quick)

    assert titles(deal) == [
        [("survey", None), ("load", 2), ("inspect", 5), ("accept", 1)],
        [("permit", None), ("inspect", 1), ("accept", 1)],
    ]


@pytest.mark.parametrize(
    ("items", "days"),
    [
        ((replace(ACCEPT, waits_for=(), status=ItemStatus.OPEN),), 0),
        ((replace(ACCEPT, waits_for=(), status=ItemStatus.OPEN, due_rule=DueRule("promised", -30)),), 30),
        ((replace(ACCEPT, waits_for=(), status=ItemStatus.OPEN, due_rule=DueRule("promised", 2)),), 0),
        ((SURVEY, replace(ACCEPT, waits_for=("survey",), due_rule=DueRule("survey", 0))), 1),
        ((SURVEY, replace(ACCEPT, waits_for=("survey",), due_rule=DueRule("survey", -3))), 1),
        ((SURVEY, replace(ACCEPT, waits_for=("survey",), due_rule=DueRule("won", 20))), 16),
        ((SURVEY, replace(ACCEPT, waits_for=("survey",), due_rule=DueRule("won", 2))), 1),
        ((replace(SURVEY, due_rule=None), replace(ACCEPT, waits_for=("survey",), due_rule=DueRule("won", 20))), 1),
        ((SURVEY, LOAD, replace(INSPECT, due_rule=DueRule("promised", -9))), 12),
    ],
)
def test_the_plan_says_how_many_working_days_come_after_the_first_line(items: tuple[Item, ...], days: int) -> None:
    assert [planned_days(chain) for chain in chains(promised("2027-02-01", *items))] == [days]


def test_without_an_unfinished_gate_there_is_no_chain() -> None:
    assert titles(promised("2027-02-01", SURVEY, LOAD)) == []
    assert found(promised("2026-11-24", SURVEY, LOAD)) == []


@pytest.mark.parametrize(
    ("on", "asked_at"),
    [
        # Eight working days after Friday 27 November end on Wednesday 9 December.
        ("2026-12-08", NOW),
        ("2026-11-01", NOW),
        # The plan fits to the day: it is late once the survey is, and from ten working days before that counts.
        ("2026-12-09", at("2026-11-27 17:00")),
        ("2026-12-11", at("2026-11-27 17:00")),
        # Saturday and Sunday are as good as the Friday before them.
        ("2026-12-12", at("2026-11-27 17:00")),
        ("2026-12-21", at("2026-12-07 09:00")),
        ("2027-02-01", at("2027-01-18 09:00")),
    ],
)
def test_it_is_asked_when_the_plan_does_not_fit_or_its_first_line_is_late_near_the_date(
    on: str, asked_at: datetime
) -> None:
    assert since(promised(on)) == asked_at


def test_ten_days_before_a_line_without_a_date_is_a_risk_and_one_that_is_not_late_is_none() -> None:
    undated = replace(SURVEY, due=None)
    in_time = replace(ACCEPT, waits_for=(), status=ItemStatus.OPEN, due=by("2026-12-07"))

    assert since(promised("2026-12-18", undated, LOAD, INSPECT, ACCEPT)) == at("2026-12-04 09:00")
    assert since(promised("2026-12-09", in_time)) == at("2026-12-07 17:00")


def test_past_its_last_day_a_line_without_a_date_is_a_risk_long_before() -> None:
    slow = replace(INSPECT, due_rule=DueRule("load", 60))

    assert since(promised("2027-03-31", replace(SURVEY, due=None), LOAD, slow)) > at("2026-12-18 09:00")
    assert since(promised("2027-03-31", replace(SURVEY, due=None), LOAD, slow)) < at("2027-01-15 09:00")


@pytest.mark.parametrize(
    "deal",
    [
        promised(None),
        promised("2026-11-24", ladder=Ladder({k: v for k, v in DEFAULT_LADDER.lapses.items() if k != KIND})),
        promised("2026-11-24", opened_at=None, owned_at=None),
        promised("2026-11-24", status=DealStatus.HELD),
        promised("2026-11-24", items=()),
    ],
    ids=["nothing promised", "a ladder from before", "not begun", "held", "no checklist"],
)
def test_nobody_is_asked(deal: Deal) -> None:
    assert found(deal) == []


@pytest.mark.parametrize(
    ("now", "due", "ready"),
    [
        # Eight working days after the survey's date, or after today where that is past: Friday, Wednesday, Saturday, none.
        pytest.param(NOW, "2026-11-27", "2026-12-09", id="in time"),
        pytest.param(at("2026-12-02 10:00"), "2026-11-27", "2026-12-14", id="late"),
        pytest.param(at("2026-12-05 10:00"), "2026-11-27", "2026-12-16", id="late, on a Saturday"),
        pytest.param(at("2026-12-02 10:00"), None, "2026-12-14", id="without a date"),
        pytest.param(NOW, "9999-12-30", "2065-03-23", id="at the end of time"),
    ],
)
def test_a_chain_is_ready_when_its_first_line_and_the_plan_of_the_others_end(
    now: datetime, due: str | None, ready: str
) -> None:
    first = replace(SURVEY, due=by(due) if due else None)
    (chain,) = chains(promised("2027-02-01", first, LOAD, INSPECT, ACCEPT))

    assert day_of(chain, now) == ready


CREW = an_item("crew", status=ItemStatus.DONE, done_at=NOW, proof_on=date(2026, 12, 14))
ON_THE_DAY = replace(INSPECT, waits_for=("load", "crew"), due_rule=DueRule("crew", 1))


@pytest.mark.parametrize(
    ("crew", "ready"),
    [
        # The survey is due on 27 November; the load takes two days. The inspection is a day after the crew's, or next.
        pytest.param(CREW, "2026-12-16", id="a day that was given later than the plan"),
        pytest.param(replace(CREW, proof_on=date(2026, 11, 25)), "2026-12-03", id="one that the plan has passed"),
        pytest.param(replace(CREW, status=ItemStatus.OPEN), "2026-12-03", id="one that is void"),
        pytest.param(replace(CREW, accepted_by="field"), "2026-12-03", id="one that nobody accepted yet"),
    ],
)
def test_a_chain_ends_no_earlier_than_the_day_that_was_agreed_for_one_of_its_lines(crew: Item, ready: str) -> None:
    deal = promised("2027-02-01", SURVEY, LOAD, ON_THE_DAY, ACCEPT, crew)
    chain = next(each for each in chains(deal) if each[0].item.key == "survey")

    assert day_of(chain, NOW) == ready


def test_each_line_of_a_chain_has_the_day_on_which_it_ends_at_this_pace() -> None:
    deal = promised("2027-02-01", SURVEY, LOAD, ON_THE_DAY, ACCEPT, CREW)
    chain = next(each for each in chains(deal) if each[0].item.key == "survey")

    days = [str(day) for day in ends(chain, CALENDARS, today=date(2026, 11, 23))]

    assert days == ["2026-11-27", "2026-12-01", "2026-12-15", "2026-12-16"]


def test_a_day_that_was_agreed_too_late_is_a_risk_as_soon_as_it_is_known() -> None:
    assert since(promised("2026-12-16", SURVEY, LOAD, ON_THE_DAY, ACCEPT, CREW)) > NOW
    assert since(promised("2026-12-15", SURVEY, LOAD, ON_THE_DAY, ACCEPT, CREW)) == NOW


def test_of_two_chains_that_are_late_already_the_one_that_ends_last_is_told() -> None:
    late = an_item("late", due=by("2026-12-14"), is_gate=True)

    (only,) = found(promised("2026-12-03", *ITEMS, late))

    assert "ready on Mon 14 Dec 2026" in only.about
    assert [
        link.item.key
        for link in most_pressing(promised("2026-12-03", *ITEMS, late), CONTEXT.calendar(ANA), CALENDARS, now=NOW)
    ] == ["late"]


def test_the_forecast_and_the_two_figures_are_told_once_it_is_at_risk() -> None:
    (soon,) = found(promised("2026-12-03"))
    (later,) = found(promised("2027-02-01"))

    # Four days until the survey is due and eight after it, of which eight are left.
    assert (
        soon.about == "the promised date: ready on Wed 9 Dec 2026 at this pace, 12 working days of work planned, 8 left"
    )
    assert later.about == "the promised date"


def test_a_promise_that_has_passed_has_no_days_left() -> None:
    (only,) = found(promised("2026-11-02"))

    assert only.about.endswith("0 left")


def test_owner_and_lead_are_told_then_the_lead_decides_then_leadership_hears() -> None:
    story = Story(promised("2026-12-03")).play(at("2026-11-26 18:00"))

    assert story.heard(kind=KIND) == [
        Heard("Mon 23 Nov 10:00", KIND, 1, Where.CHANNEL),
        Heard("Wed 25 Nov 10:00", KIND, 2, Where.CHANNEL),
        Heard("Thu 26 Nov 10:00", KIND, 3, Where.LEADERSHIP),
    ]
    nudges = [event for _, event in story.nudges() if event.kind is KIND]
    assert [(each.who, each.also, each.decider_id) for each in nudges] == [
        (ANA, (OMAR,), None),
        (ANA, (OMAR,), OMAR),
        (ANA, (LIV,), None),
    ]


@pytest.mark.parametrize("change", ["the date", "the gates"])
def test_a_later_date_or_a_finished_chain_ends_it(change: str) -> None:
    story = Story(promised("2026-12-03")).play(at("2026-11-23 12:00"))
    finished = tuple(replace(each, status=ItemStatus.ACCEPTED) for each in ITEMS)
    better = promised("2027-02-01") if change == "the date" else promised("2026-12-03", *finished)

    story.deal = replace(story.deal, facts=better.facts, items=better.items)
    story.look(at("2026-11-23 13:00"))

    assert [each for each in story.deal.lapses if each.kind is KIND and not each.closed_at] == []
    assert len(story.play(at("2026-11-26 18:00")).heard(kind=KIND)) == 1


@pytest.mark.parametrize(
    ("rung", "asked_at"), [(1, at("2026-11-23 12:00")), (2, at("2026-11-30 09:00")), (3, at("2026-11-30 09:00"))]
)
def test_a_decision_holds_for_a_week_and_what_ended_by_itself_is_asked_afresh(rung: int, asked_at: datetime) -> None:
    closed = a_lapse(KIND, rung=rung, closed_at=at("2026-11-23 12:00"))
    assert SETTLED_FOR_DAYS == 5

    assert since(promised("2026-12-03", lapses=(closed,)), at("2026-11-23 12:00")) == asked_at


def test_while_it_is_open_it_stays_open_through_nights_and_days_off() -> None:
    story = Story(promised("2026-12-03")).play(at("2026-11-23 12:00"))
    (opened,) = [each for each in story.deal.lapses if each.kind is KIND]

    for hours in range(1, 24 * 7, 5):
        story.look(at("2026-11-23 12:00") + timedelta(hours=hours))

    assert [each.id for each in story.deal.lapses if each.kind is KIND and not each.closed_at] == [opened.id]


def test_the_owner_reads_of_it_in_the_morning_with_the_figures() -> None:
    facts = for_person([promised("2026-12-03")], ANA, CONTEXT, zone=HELSINKI, now=at("2026-11-24 08:30"))

    assert facts
    assert (
        facts.lines[0].about
        == "the promised date: ready on Wed 9 Dec 2026 at this pace, 11 working days of work planned, 7 left"
    )
    assert facts.lines[0].kind == "promise_at_risk"


def test_a_playbook_that_comes_with_baton_fits_its_own_plan_on_the_day_of_the_win() -> None:
    for playbook in built_in():
        deal = replace(a_deal(items=(), ladder=playbook.ladder), leads=(("finance", FAYE),))
        deal = lay_out(deal, playbook.items, CONTEXT, now=NOW)
        ready = replace(deal, facts=replace(deal.facts, promised_on=date(2027, 2, 26)))

        assert since(ready) > NOW + timedelta(days=4), playbook.kind


@given(st.data())
def test_however_lines_wait_for_each_other_the_chain_is_a_way_through_them(data: st.DataObject) -> None:
    keys = [f"k{n}" for n in range(data.draw(st.integers(1, 25)))]
    items = []
    for n, key in enumerate(keys):
        waits = tuple(data.draw(st.sets(st.sampled_from(keys[:n]), max_size=6))) if n else ()
        anchors = ["won", "promised", *waits]
        rule = DueRule(data.draw(st.sampled_from(anchors)), data.draw(st.integers(-20, 20)))
        status = ItemStatus.WAITING if waits else ItemStatus.OPEN
        items.append(an_item(key, waits_for=waits, due_rule=rule, is_gate=data.draw(st.booleans()), status=status))

    for chain in chains(promised("2027-02-01", *items)):
        for before, after in pairwise(chain):
            assert before.item.key in after.item.waits_for
            assert after.days
        assert chain[0].item.waits_for == ()
        assert chain[-1].item.is_gate
        assert planned_days(chain) >= len(chain) - 1


def test_many_lines_that_wait_for_many_are_counted_in_no_time() -> None:
    layers = [[f"l{n}k{m}" for m in range(10)] for n in range(10)]
    items = [
        an_item(key, waits_for=tuple(layers[n - 1]) if n else (), is_gate=n == 9, due_rule=None)
        for n, layer in enumerate(layers)
        for key in layer
    ]

    assert [planned_days(chain) for chain in chains(promised("2027-02-01", *items))] == [9] * 10


def test_a_promise_at_the_end_of_time_is_no_work() -> None:
    assert since(promised("9999-12-31")) > at("2500-01-01 09:00")
