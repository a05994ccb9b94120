"""Evidence for many items in one go: faults stand where they are, and what others did meanwhile spoils nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import ItemDone, ItemUnlocked
from bot.model import Deal, DealStatus, ItemStatus, UserId
from bot.refusals import ChangedSince, ItemNotOpen, NotEvidence, NotRunning, NotYours, PartMissing
from bot.rules.evidence import Proof
from bot.rules.filling_in import Entry, Filled, fill_in, theirs
from tests.bot.making import ANA, CONTEXT, FAYE, NOW, OMAR, a_deal, an_item, by, id_of

PERMIT = an_item("permit", evidence="number", due=by("2026-12-04"))
PLAN = an_item("plan", evidence="link", due=by("2026-11-30"))
BRIEF = an_item("brief", evidence="form", parts=("Terms", "Risks"))
CRANE = an_item("crane", status=ItemStatus.WAITING, waits_for=("permit", "plan"), evidence="none")
INVOICE = an_item("invoice", function="finance", holder_id=FAYE, evidence="none")
DEAL = a_deal(items=(PERMIT, PLAN, BRIEF, CRANE, INVOICE))
GOOD = {
    "permit": Proof("PN-1042"),
    "plan": Proof("https://x.example/plan"),
    "brief": Proof(parts=(("Terms", "30 days"), ("Risks", "rain"))),
}


def entry(key: str, proof: Proof | None = None, generation: int = 0) -> Entry:
    return Entry(id_of(key), proof or GOOD[key], generation)


def filled(*entries: Entry, deal: Deal = DEAL, who: UserId = OMAR) -> Filled:
    return fill_in(deal, CONTEXT, entries, by=who, now=NOW)


def status(filled_in: Filled, key: str) -> ItemStatus:
    return next(each.status for each in filled_in.change.deal.items if each.key == key)


def test_all_of_them_are_done_at_once_and_unlock_what_waits_for_them() -> None:
    done = filled(entry("permit"), entry("plan"), entry("brief"))

    assert [type(each) for each in done.change.events] == [ItemDone, ItemDone, ItemUnlocked, ItemDone]
    assert (done.faults, done.passed) == ({}, ())
    assert status(done, "crane") is ItemStatus.OPEN


def test_what_was_left_empty_stays_open() -> None:
    done = filled(entry("plan"))

    assert (status(done, "plan"), status(done, "permit")) == (ItemStatus.DONE, ItemStatus.OPEN)


def test_with_faults_nothing_is_changed_and_each_names_its_item() -> None:
    wrong = filled(entry("permit"), entry("plan", Proof("a plan")), entry("brief", Proof(parts=(("Terms", "30"),))))

    assert wrong.change.deal == DEAL
    assert wrong.change.events == ()
    assert {type(each) for each in wrong.faults.values()} == {NotEvidence, PartMissing}
    assert set(wrong.faults) == {PLAN.id, BRIEF.id}


def test_what_somebody_else_did_meanwhile_is_passed_over_and_the_rest_is_done() -> None:
    deal = replace(DEAL, items=(replace(PERMIT, status=ItemStatus.DONE, done_by=ANA, generation=1), PLAN, BRIEF))

    done = filled(entry("permit"), entry("plan"), deal=deal)

    assert [type(each) for each in done.passed] == [ItemNotOpen]
    assert (status(done, "plan"), done.faults) == (ItemStatus.DONE, {})


def test_what_was_sent_back_while_the_form_was_open_is_not_done_with_the_old_words() -> None:
    deal = replace(DEAL, items=(replace(PERMIT, sent_back="too old", generation=2), PLAN))

    done = filled(entry("permit"), entry("plan"), deal=deal)

    assert [type(each) for each in done.passed] == [ChangedSince]
    assert status(done, "permit") is ItemStatus.OPEN
    assert status(filled(entry("permit", generation=2), deal=deal), "permit") is ItemStatus.DONE


def test_what_was_given_to_somebody_else_meanwhile_is_passed_over() -> None:
    done = filled(entry("permit"), Entry(INVOICE.id, Proof(), 0))

    assert [type(each) for each in done.passed] == [NotYours]
    assert status(done, "invoice") is ItemStatus.OPEN


def test_a_deal_that_stands_takes_no_evidence() -> None:
    with pytest.raises(NotRunning):
        filled(entry("permit"), deal=replace(DEAL, status=DealStatus.HELD))


def test_the_form_asks_each_for_what_they_hold_the_next_due_first() -> None:
    assert [each.key for each in theirs(DEAL, CONTEXT, OMAR, now=NOW)] == ["plan", "permit", "brief"]
    assert [each.key for each in theirs(DEAL, CONTEXT, FAYE, now=NOW)] == ["invoice"]
    assert theirs(DEAL, CONTEXT, ANA, now=NOW) == ()


PROOFS = st.sampled_from([*GOOD.values(), Proof("no kind at all"), Proof("4"), Proof()])


@given(proofs=st.dictionaries(st.sampled_from(["permit", "plan", "brief", "crane", "invoice"]), PROOFS))
def test_either_every_item_that_can_be_done_is_or_nothing_at_all(proofs: dict[str, Proof]) -> None:
    came = filled(*(entry(key, proof) for key, proof in proofs.items()))

    done = {each.item_id for each in came.change.events if isinstance(each, ItemDone)}
    if came.faults:
        assert came.change.deal == DEAL
        assert not done
    else:
        assert len(done) + len(came.passed) == len(proofs)
        assert all(each.proof is not None for each in came.change.deal.items if each.id in done)
