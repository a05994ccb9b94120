"""Each thing that people may ask of a deal reaches its rule, with who asked and when."""

from dataclasses import replace
from datetime import date

from bot.events import Decided
from bot.model import Choice, Consequence, DealId, DealStatus, ItemStatus, StepStatus, WaitingOn
from bot.rules.deciding import Verdict
from bot.rules.evidence import Proof
from bot.service import deals
from bot.service.desk import Asked, Find, by_id
from tests.bot.making import ANA, FAYE, LIV, OMAR, Story, at, by
from tests.bot.service.conftest import Office

MONDAY = by("2026-11-30")


def ask(office: Office, deal_id: DealId, who: str, key: str) -> tuple[Asked, Find]:
    return office.asked(who, key), by_id(deal_id)  # type: ignore[arg-type]


def test_a_step_from_its_first_word_to_its_end(office: Office, opened: DealId) -> None:
    desk = office.desk

    made = deals.commit(
        desk,
        *ask(office, opened, ANA, "1"),
        what="call",
        due=by("2026-11-27"),
        consequence=Consequence(text="Liv decides"),
    )
    step_id = made.deal.steps[0].id
    deals.reschedule(desk, *ask(office, opened, ANA, "2"), step_id=step_id, due=MONDAY, reason="rain")
    parked = deals.park(
        desk, *ask(office, opened, ANA, "3"), step_id=step_id, on=WaitingOn.US, until=by("2026-12-03"), reason="parts"
    )
    kept = deals.keep(desk, *ask(office, opened, OMAR, "4"), step_id=step_id)

    assert parked.deal.steps[0].parked
    (step,) = kept.deal.steps
    assert (step.status, step.ended_by, step.due, len(step.slips)) == (StepStatus.KEPT, OMAR, MONDAY, 1)
    assert office.deal(opened).steps == (step,)


def test_ownership_from_hand_to_hand(office: Office, opened: DealId) -> None:
    desk = office.desk

    declined = deals.decline_ownership(desk, *ask(office, opened, OMAR, "1"), reason="leave")
    offered = deals.offer(desk, *ask(office, opened, ANA, "2"), to=FAYE)
    accepted = deals.accept_ownership(desk, *ask(office, opened, FAYE, "3"))

    assert [did.deal.owner_id for did in (declined, offered, accepted)] == [ANA, ANA, FAYE]
    assert (office.deal(opened).owner_id, office.deal(opened).offer) == (FAYE, None)


def test_an_item_from_giver_to_receiver(office: Office, opened: DealId) -> None:
    desk, item_id = office.desk, office.deal(opened).items[0].id

    done = deals.finish_item(desk, *ask(office, opened, OMAR, "1"), item_id=item_id, proof=Proof("p"))
    back = deals.send_item_back(desk, *ask(office, opened, FAYE, "2"), item_id=item_id, reason="no address")
    deals.finish_item(desk, *ask(office, opened, OMAR, "3"), item_id=item_id, proof=Proof("p2"))
    accepted = deals.accept_item(desk, *ask(office, opened, FAYE, "4"), item_id=item_id)

    found = [did.deal.items[0].status for did in (done, back, accepted)]
    assert found == [ItemStatus.DONE, ItemStatus.OPEN, ItemStatus.ACCEPTED]
    assert office.deal(opened).items[0].proof == "p2"


def test_a_date_given_as_evidence_dates_what_counts_from_it(office: Office, opened: DealId) -> None:
    visit = office.deal(opened).items[1]

    given = Proof(on=date(2026, 12, 7))
    deals.finish_item(office.desk, *ask(office, opened, OMAR, "1"), item_id=visit.id, proof=given)

    report = office.deal(opened).items[2]
    assert (report.status, report.due) == (ItemStatus.OPEN, by("2026-12-10", "America/New_York"))


def test_a_decision_that_was_asked_for_is_taken_once(office: Office, opened: DealId) -> None:
    story = Story(office.deal(opened)).play(at("2026-11-27 12:00"))
    asked = next(lapse for lapse in story.deal.lapses if lapse.decider_id)
    with office.desk.work(office.workspace.id) as uow:
        before = uow.deal(opened)
        assert before
        uow.save(before, replace(before, lapses=(asked,)), (), ())

    verdict = Verdict(Choice.HOLD, "they wait for the permit", until=by("2027-01-11"))
    late = Asked(office.workspace.id, LIV, "1", at("2026-11-27 12:00"))
    did = deals.decide(office.desk, late, by_id(opened), verdict=verdict)
    again = deals.decide(office.desk, late, by_id(opened), verdict=verdict)

    event = did.happened(Decided)
    assert isinstance(event, Decided)
    assert (event.choice, event.by) == (Choice.HOLD, LIV)
    assert office.deal(opened).status is DealStatus.HELD
    assert again.again
