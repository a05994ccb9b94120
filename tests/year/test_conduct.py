"""People do of their own accord what their temper has them do, and answer what they are asked."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.events import Change, Nudged, OwnerOffered, StepCommitted
from bot.model import DealStatus, Due, ItemStatus, LapseKind, Offer, UserId
from bot.outgoing import DigestFacts, Line
from bot.playbook import Where
from tests.bot.making import HELSINKI, a_deal, a_lapse, a_step, an_item, at, by
from tests.year.company import LEADER, Company
from tests.year.conduct import Conduct
from tests.year.tempers import BAD, GOOD, Temper
from tests.year.world import World

MONDAY = at("2027-03-01 09:30")
ALWAYS = replace(GOOD, keeps=1.0, hears=1.0, reads=1.0, plans=1.0, moves=0.0)
NEVER = replace(BAD, keeps=0.0, remembers=0.0, hears=0.0, reads=0.0, plans=0.0)
STEP = a_step(by=LEADER, made_at=MONDAY, due=by("2027-03-03"))
ITEM = an_item(holder_id=LEADER, due=by("2027-03-03"), opened_at=MONDAY)


def people(temper: Temper, company: Company) -> Conduct:
    """Return people who are all alike, and never away."""
    alike = replace(company, tempers=dict.fromkeys(company.tempers, temper), away=dict.fromkeys(company.away, ()))
    world = World(alike)
    conduct = Conduct(world, seed=1)
    world.on_events = conduct.heard
    return conduct


def having(conduct: Conduct, **changes: object) -> Conduct:
    given = {"status": DealStatus.OPEN, "seller_id": LEADER, "owner_id": LEADER, "leads": (), "functions": ()}
    deal = a_deal(**(given | {"opened_at": MONDAY, "owned_at": MONDAY} | changes))
    conduct.world.add(0, deal, Change(deal), MONDAY, by=LEADER)
    return conduct


def until(conduct: Conduct, moment: datetime) -> World:
    conduct.world.run(moment)
    return conduct.world


def dated(conduct: Conduct) -> None:
    """Let people hear that the step was just committed to."""
    event = StepCommitted(STEP.id, STEP.what, LEADER, STEP.due, None)
    conduct._dated(0, event, MONDAY)


def test_who_keeps_does_a_step_before_it_is_due_unasked(company: Company) -> None:
    conduct = having(people(ALWAYS, company), steps=(STEP,))
    dated(conduct)

    world = until(conduct, at("2027-03-03 17:00"))

    assert world.tally.happened["StepKept"] == world.tally.on_time == 1


def test_who_never_answers_is_asked_until_leadership_hears_of_it(company: Company) -> None:
    conduct = having(people(NEVER, company), steps=(STEP,))
    dated(conduct)

    world = until(conduct, at("2027-03-12 17:00"))

    assert world.tally.happened["StepKept"] == 0
    assert {rung for kind, rung in world.tally.by_kind if kind is LapseKind.STEP_OVERDUE} == {1, 2, 3, 4}


def test_who_hears_answers_a_nudge(company: Company) -> None:
    conduct = having(people(replace(NEVER, hears=1.0, moves=0.0), company), steps=(STEP,))

    world = until(conduct, at("2027-03-12 17:00"))

    assert world.tally.happened["StepKept"] + world.tally.happened["StepParked"] >= 1


def test_a_step_is_moved_no_more_often_than_a_temper_moves_it(company: Company) -> None:
    mover = replace(NEVER, hears=1.0, moves=1.0, most_moves=2, answer_hours=0.5)
    conduct = having(people(mover, company), steps=(STEP,))

    world = until(conduct, at("2027-03-26 17:00"))

    assert len(world.deals[0].steps[0].slips) == 2
    assert max(len(step.slips) for step in world.deals[0].steps) == 2


def test_an_offer_is_accepted_by_who_keeps(company: Company) -> None:
    owner = UserId("UOWNER1")
    offer = Offer(owner, LEADER, MONDAY)
    conduct = having(people(ALWAYS, company), offer=offer)
    conduct.heard(0, (), MONDAY)
    conduct._offered(0, OwnerOffered(offer), MONDAY)

    world = until(conduct, at("2027-03-03 17:00"))

    assert world.deals[0].offer is None
    assert world.tally.happened["OwnerAccepted"] + world.tally.happened["OwnerDeclined"] >= 1


def test_a_deal_whose_checklist_is_settled_is_closed(company: Company) -> None:
    conduct = having(people(ALWAYS, company), items=(ITEM,))
    conduct._plan_item(0, ITEM, MONDAY)

    world = until(conduct, at("2027-03-05 17:00"))

    assert world.deals[0].items[0].status is ItemStatus.DONE
    assert world.deals[0].status is DealStatus.CLOSED
    assert world.tally.standing(DealStatus.CLOSED) == 1


def test_a_deal_with_an_open_step_goes_on(company: Company) -> None:
    conduct = having(people(ALWAYS, company), steps=(STEP,), items=(replace(ITEM, status=ItemStatus.DONE),))

    assert not conduct._is_over(0, MONDAY)


def test_who_reads_acts_upon_the_lines_of_a_digest(company: Company) -> None:
    conduct = having(people(ALWAYS, company), steps=(STEP,))
    line = Line("step_due", conduct.world.deals[0].id, "Acme", None, "call", subject=str(STEP.id))
    facts = DigestFacts("person", "2027-03-03", HELSINKI, (line,))

    conduct.read(LEADER, facts, {line.deal_id: 0}, MONDAY)

    world = until(conduct, MONDAY + timedelta(days=1))
    assert world.tally.happened["StepKept"] + world.tally.happened["StepParked"] == 1


def test_all_of_a_deal_that_waits_to_be_received_is_looked_at_together(company: Company) -> None:
    done = [
        replace(an_item(key), status=ItemStatus.DONE, accepted_by="delivery", done_at=MONDAY, done_by=UserId("UOWNER1"))
        for key in ("scope", "plan", "photos")
    ]
    conduct = having(people(ALWAYS, company), items=tuple(done), leads=(("delivery", LEADER),))

    conduct._act(0, "to_accept", done[0].id, LEADER, MONDAY)

    happened = conduct.world.tally.happened
    assert happened["ItemAccepted"] + happened["ItemSentBack"] == 3


@pytest.mark.parametrize("kind", ["silence", "something that nobody foresaw"])
def test_what_nobody_foresaw_is_answered_with_a_word_in_the_channel(kind: str, company: Company) -> None:
    conduct = having(people(ALWAYS, company))

    conduct._act(0, kind, None, LEADER, MONDAY)

    assert conduct.world.deals[0].lived_at == MONDAY


def test_an_answer_that_comes_when_all_is_settled_changes_nothing(company: Company) -> None:
    lapse = a_lapse(subject=STEP.id, closed_at=MONDAY)
    conduct = having(people(ALWAYS, company), steps=(STEP,), lapses=(lapse,))
    nudge = Nudged(lapse.id, LapseKind.STEP_OVERDUE, "call", 1, Where.PRIVATE, LEADER)

    conduct._answer(0, nudge, STEP.id, LEADER, MONDAY)

    assert conduct.world.tally.happened["StepKept"] == 0


def test_what_comes_late_unasked_comes_after_its_due_moment(company: Company) -> None:
    conduct = people(replace(NEVER, remembers=1.0), company)
    due = Due(MONDAY + timedelta(hours=3), HELSINKI)

    at_ = conduct._done_at(0, "late", LEADER, MONDAY, due.at)

    assert at_
    assert at_ > due.at


def test_one_occasion_is_drawn_alike_however_often_it_is_asked(company: Company) -> None:
    conduct = people(GOOD, company)

    assert conduct.chance(1, "a").random() == conduct.chance(1, "a").random()
    assert conduct.chance(1, "a").random() != conduct.chance(2, "a").random()
