"""What is said to be done is one step or item, with its evidence, or nothing is changed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Deal, ItemStatus, StepStatus, UserId
from bot.refusals import NoOpenStep, Refusal, WhichItem, WhichStep
from bot.rules.done_by_words import Meant, meant_as_done
from bot.rules.meant import name_of
from tests.bot.making import ANA, CONTEXT, FAYE, NOW, OMAR, a_deal, a_step, an_item

PERMIT = an_item("permit", title="Building permit", evidence="number")
PLAN = an_item("plan", title="Agree the plan with the customer", evidence="link")
VISIT = an_item("visit", title="Visit the site", evidence="date")
PHOTOS = an_item("photos", title="Photos of the site", evidence="count", at_least=3)
BRIEF = an_item("brief", title="Write the brief", evidence="text")
INVOICE = an_item("invoice", title="Send the invoice", function="finance", holder_id=FAYE)
LATER = an_item("crane", title="Order the crane", status=ItemStatus.WAITING, waits_for=("permit",))
CALL = a_step("call the customer", by=OMAR)
DEAL = a_deal(items=(PERMIT, PLAN, VISIT, PHOTOS, BRIEF, INVOICE, LATER), steps=(CALL,))
DAYS = {"1.12.": date(2026, 12, 1), "20 Nov": date(2026, 11, 20)}


def meant(said: str, deal: Deal = DEAL, by: UserId = OMAR) -> Meant:
    return meant_as_done(deal, CONTEXT, said=said, by=by, read_day=DAYS.get, now=NOW)


@pytest.mark.parametrize(
    ("said", "name", "evidence"),
    [
        ("permit", "Building permit", ""),
        ("building permit PN-1042", "Building permit", "PN-1042"),
        ("permit PN-1042", "Building permit", "PN-1042"),
        ("permit with PN 1042 of the town", "Building permit", "PN 1042 of the town"),
        ("permit with no number at all", "Building permit", "no number at all"),
        ("plan with the customer", "Agree the plan with the customer", ""),
        ("plan with the customer with https://x.example/p", "Agree the plan with the customer", "https://x.example/p"),
        ("plan https://x.example/p", "Agree the plan with the customer", "https://x.example/p"),
        ("photos 4", "Photos of the site", "4"),
        ("brief with all is said", "Write the brief", "all is said"),
        ("call", "call the customer", ""),
        ("", "call the customer", ""),
    ],
)
def test_words_name_one_step_or_item_and_may_bring_its_evidence(said: str, name: str, evidence: str) -> None:
    found = meant(said)

    assert (name_of(found.thing), found.proof.text) == (name, evidence)


@pytest.mark.parametrize("day", DAYS)
def test_a_day_is_evidence_as_people_say_it(day: str) -> None:
    assert meant(f"visit {day}").proof.on == DAYS[day]
    assert meant(f"visit with {day}").proof.on == DAYS[day]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("permit and the rest", id="no number"),
        pytest.param("permit 3 of 4", id="a number of several words may be a name"),
        pytest.param("brief all is said", id="a sentence may be a name"),
        pytest.param("photos 2", id="fewer than asked for"),
        pytest.param("plan ftp", id="no link"),
        pytest.param("visit soonish", id="no day"),
        pytest.param("site 4", id="several sites"),
        pytest.param("the", id="all of them"),
    ],
)
def test_what_could_be_meant_otherwise_is_asked(said: str) -> None:
    with pytest.raises(WhichItem):
        meant(said)


def test_a_step_and_an_item_that_both_fit_are_asked_about_together() -> None:
    with pytest.raises(WhichItem) as refused:
        meant("customer")

    assert refused.value.items == (PLAN,)
    assert refused.value.steps == (CALL,)


def test_what_is_not_theirs_or_waits_is_found_so_that_the_rule_says_why() -> None:
    assert meant("invoice").thing == INVOICE
    assert meant("order the crane").thing == LATER
    assert meant("order the crane with 5").thing == LATER


def test_whoever_holds_nothing_is_told_of_no_list() -> None:
    with pytest.raises(NoOpenStep):
        meant("nothing like it", a_deal(items=(INVOICE,)))
    with pytest.raises(WhichStep):
        meant("nothing like it", a_deal(steps=(CALL,)))


@pytest.mark.parametrize("said", ["permit", "permit PN-1042", "permit with PN-1042"])
def test_typed_again_the_words_mean_what_they_ended_a_moment_ago(said: str) -> None:
    grid = an_item("grid", title="Grid permit", evidence="number")
    done = replace(PERMIT, title="Permit", status=ItemStatus.DONE, done_by=OMAR, done_at=NOW)
    deal = a_deal(items=(done, grid))

    assert meant(said, deal).thing == done
    assert meant(said, replace(deal, items=(replace(done, done_by=ANA), grid))).thing in (done, grid)
    late = replace(done, done_at=NOW - timedelta(minutes=6))
    assert meant("grid", replace(deal, items=(late, grid))).thing == grid


def test_a_step_that_was_kept_a_moment_ago_is_meant_by_the_same_words() -> None:
    kept = replace(CALL, status=StepStatus.KEPT, ended_by=OMAR, ended_at=NOW)

    assert meant("call", replace(DEAL, steps=(kept, a_step("call the site", by=OMAR)))).thing != kept
    assert meant("call the customer", replace(DEAL, steps=(kept, a_step("call the site", by=OMAR)))).thing == kept


WORDS = ["permit", "building", "plan", "with", "the", "customer", "photos", "PN-1042", "4", "1.12.", "call", "x"]


@given(said=st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join))
def test_no_word_is_lost_between_the_name_and_the_evidence(said: str) -> None:
    try:
        found = meant(said)
    except Refusal:
        return
    words = said.split()
    evidence = found.proof.text.split()
    name = [*words[: len(words) - len(evidence)]]
    assert words[len(name) :] == evidence
    begun = name_of(found.thing).casefold().split()
    left = [word for word in name if not any(each.startswith(word.casefold()) for each in begun)]
    assert left in ([], ["with"], [found.thing.key] if hasattr(found.thing, "key") else [])
