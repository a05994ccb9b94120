"""The CRM's list of promises: it enters the register, and what people made of a promise stands until it says otherwise."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import Change
from bot.identity import PromiseId
from bot.model import Deal, DealStatus, Facts, ItemStatus, Promise
from bot.playbook import DueRule
from bot.promises import PromiseStatus, RegisteredPromise
from bot.registered import PromiseMissed, PromiseReworded, PromiseTold, PromiseWithdrawn
from bot.rules import opening, promises
from bot.rules.opening import Cast
from bot.rules.promises_from_crm import registered
from tests.bot.making import ANA, CONTEXT, NOW, OMAR, a_deal, a_playbook, a_rule, at, kinds

LATER, APRIL, MAY = at("2026-11-25 11:00"), date(2027, 4, 1), date(2027, 5, 1)
TRAINING, SPARE = Promise("Training for twelve", APRIL), Promise("A spare part")
EMPTY = a_deal(facts=Facts("Acme EV site", "Acme Oy"))
LINES = (
    a_rule("promises", DueRule("won", 1), evidence="promises"),
    a_rule("promises_ok", DueRule("won", 2), evidence="promises_answered", waits_for=("promises",)),
)


def listed(deal: Deal, *listed: Promise) -> Change:
    """Let the CRM list these promises now."""
    changed = replace(deal, facts=replace(deal.facts, promises=listed))
    return registered(changed, CONTEXT, was=deal.facts.promises, now=LATER)


def stands(deal: Deal) -> list[tuple[str, date | None, str]]:
    return [(each.what, each.due_on, each.status.value) for each in deal.register.promises]


def answered(deal: Deal, rule: Callable[..., Change], **given: object) -> Deal:
    first = deal.register.promises[0].id
    return rule(deal, CONTEXT, promise_id=first, by=OMAR, now=NOW, **given).deal


def accepted(deal: Deal) -> Deal:
    return answered(deal, promises.accept)


def declined(deal: Deal) -> Deal:
    return answered(deal, promises.decline, reason="nobody is free")


def withdrawn(deal: Deal) -> Deal:
    first = deal.register.promises[0].id
    return promises.withdraw(deal, CONTEXT, promise_id=first, by=ANA, reason="they do without", now=NOW).deal


def test_the_promises_of_a_won_deal_stand_in_its_register_from_the_start() -> None:
    backlog = a_deal(status=DealStatus.BACKLOG, facts=replace(EMPTY.facts, promises=(TRAINING, SPARE)), opened_at=None)
    change = opening.start(backlog, a_playbook(*LINES), Cast(ANA, None, ()), CONTEXT, now=NOW)

    assert stands(change.deal) == [("Training for twelve", APRIL, "told"), ("A spare part", None, "told")]
    assert [each.status for each in change.deal.items] == [ItemStatus.DONE, ItemStatus.OPEN]
    assert change.deal.register.asked == 1


def test_a_new_promise_of_the_crm_is_told_in_the_sellers_name() -> None:
    change = listed(EMPTY, TRAINING)

    (promise,) = change.deal.register.promises
    assert (promise.by, promise.at, promise.crm) == (ANA, LATER, "Training for twelve")
    assert change.events == (PromiseTold(promise.id, promise.what, ANA, APRIL, is_from_crm=True),)
    assert listed(change.deal, TRAINING) == Change(replace(change.deal))


@pytest.mark.parametrize(
    ("made", "then", "events"),
    [
        (Change, "told", [PromiseReworded]),
        (lambda deal: Change(accepted(deal)), "told", [PromiseReworded]),
        (lambda deal: Change(declined(deal)), "told", [PromiseReworded]),
        (lambda deal: Change(withdrawn(deal)), "told", [PromiseReworded]),
    ],
)
def test_another_date_must_be_answered_anew(
    made: Callable[[Deal], Change], then: str, events: list[type[object]]
) -> None:
    deal = made(listed(EMPTY, TRAINING).deal).deal
    change = listed(deal, replace(TRAINING, due_on=MAY))

    assert stands(change.deal)[0][1] == MAY
    assert [status for _, _, status in stands(change.deal)] == [then]
    assert kinds(change) == events


@pytest.mark.parametrize(
    ("made", "then", "events"),
    [
        (Change, "withdrawn", [PromiseWithdrawn]),
        (lambda deal: Change(declined(deal)), "withdrawn", [PromiseWithdrawn]),
        (lambda deal: Change(withdrawn(deal)), "withdrawn", []),
        (lambda deal: Change(accepted(deal)), "accepted", [PromiseMissed]),
    ],
)
def test_what_the_crm_names_no_longer_goes_unless_somebody_accepted_it(
    made: Callable[[Deal], Change], then: str, events: list[type[object]]
) -> None:
    deal = made(listed(EMPTY, TRAINING, SPARE).deal).deal
    change = listed(deal, SPARE)

    assert stands(change.deal)[0] == ("Training for twelve", APRIL, then)
    assert kinds(change) == events
    assert change.deal.register.promises[0].is_gone is (then == "accepted")
    # Without it once more: that was said.
    assert listed(change.deal, SPARE, Promise("Live in May")).events[1:] == ()


def test_what_comes_back_is_told_anew_or_stands_as_it_was_accepted() -> None:
    taken_back = listed(listed(EMPTY, TRAINING, SPARE).deal, SPARE).deal
    kept = listed(accepted(listed(EMPTY, TRAINING, SPARE).deal), SPARE).deal

    assert stands(listed(taken_back, TRAINING, SPARE).deal)[0] == ("Training for twelve", APRIL, "told")
    back = listed(kept, TRAINING, SPARE).deal.register.promises[0]
    assert (back.status, back.is_gone) == (PromiseStatus.ACCEPTED, False)


def test_other_words_of_people_stand_while_the_crm_says_what_it_said() -> None:
    deal = listed(EMPTY, TRAINING).deal
    first = deal.register.promises[0].id
    reworded = promises.reword(
        deal, CONTEXT, promise_id=first, what="Training for six", due_on=MAY, by=ANA, now=NOW
    ).deal

    change = listed(reworded, TRAINING, SPARE)
    assert stands(change.deal) == [("Training for six", MAY, "told"), ("A spare part", None, "told")]


def test_what_somebody_typed_before_the_crm_knew_it_is_the_same_promise() -> None:
    typed = promises.tell(
        EMPTY, CONTEXT, promise_id=PromiseId(TYPED), what="training for twelve", due_on=None, by=ANA, now=NOW
    ).deal
    change = listed(accepted(typed), TRAINING)

    assert stands(change.deal) == [("training for twelve", APRIL, "told")]
    assert kinds(change) == [PromiseReworded]
    assert stands(listed(change.deal, SPARE).deal)[0][2] == "withdrawn"


def test_two_promises_in_the_same_words_are_two() -> None:
    deal = listed(EMPTY, SPARE, SPARE).deal

    assert len({each.id for each in deal.register.promises}) == 2
    assert [status for _, _, status in stands(listed(deal, SPARE).deal)] == ["told", "withdrawn"]


@pytest.mark.parametrize("status", [DealStatus.BACKLOG, DealStatus.STOPPED, DealStatus.CLOSED])
def test_a_deal_that_nobody_works_on_has_no_register_to_follow(status: DealStatus) -> None:
    assert listed(replace(EMPTY, status=status), TRAINING).events == ()


TYPED = EMPTY.id
LISTS = st.lists(
    st.lists(st.sampled_from([TRAINING, SPARE, replace(TRAINING, due_on=MAY), Promise("Live")])), max_size=6
)
MADE = st.sampled_from(
    [Change, *(lambda deal, rule=rule: Change(rule(deal)) for rule in (accepted, declined, withdrawn))]
)


@given(LISTS, MADE)
def test_whatever_the_crm_lists_what_was_accepted_never_goes_by_itself(
    lists: list[list[Promise]], made: Callable[[Deal], Change]
) -> None:
    deal = listed(EMPTY, TRAINING, SPARE).deal
    deal = made(deal).deal
    for each in lists:
        # An empty list is silence: the facts keep what was there.
        before, deal = deal, listed(deal, *(each or deal.facts.promises)).deal
        _holds(before.register.promises, deal.register.promises)


def _holds(before: tuple[RegisteredPromise, ...], after: tuple[RegisteredPromise, ...]) -> None:
    assert [each.id for each in after[: len(before)]] == [each.id for each in before]
    for was, now in zip(before, after, strict=False):
        if was.status is PromiseStatus.ACCEPTED:
            assert now.status in (PromiseStatus.ACCEPTED, PromiseStatus.TOLD)
