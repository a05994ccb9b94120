"""The register of promises: who tells, who answers, what the lines of the checklist become, and what never happens."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import Change, ItemDone, ItemUnlocked
from bot.identity import PromiseId
from bot.model import CustomerLine, Deal, DealStatus, Item, ItemStatus, UserId
from bot.playbook import DueRule
from bot.promises import PromiseStatus, Register, RegisteredPromise
from bot.refusals import (
    ChangedSince,
    Missing,
    NoSuchDeal,
    NotRunning,
    NotYours,
    PromiseAnswered,
    PromisesStand,
    Refusal,
    SaidByRegister,
    TooLong,
)
from bot.registered import (
    NothingPromised,
    PromiseAccepted,
    PromiseDeclined,
    PromiseReworded,
    PromiseTold,
    PromiseWithdrawn,
)
from bot.rules import items, promises
from bot.rules.evidence import Proof
from bot.rules.reopening import reopen
from tests.bot.making import (
    ANA,
    BERLIN,
    CONTEXT,
    FAYE,
    LIV,
    NEW_YORK,
    NOW,
    OMAR,
    SUE,
    Story,
    a_deal,
    a_rule,
    at,
    away,
    by,
    id_of,
    kinds,
    with_times,
)

TRAINING, APRIL, MAY = PromiseId(id_of("training")), date(2027, 4, 1), date(2027, 5, 1)
LATER = at("2026-11-24 11:00")
TOLD, ACCEPTED, DECLINED, WITHDRAWN = PromiseStatus
LINES = (
    a_rule("promises", DueRule("won", 1), function="sales", evidence="promises"),
    a_rule("promises_ok", DueRule("won", 2), evidence="promises_answered", waits_for=("promises",), is_gate=True),
    a_rule("kickoff", DueRule("won", 5), waits_for=("promises_ok",)),
)
DEAL = a_deal(leads=(("delivery", OMAR), ("sales", FAYE), ("finance", FAYE)))
WITH_LINES = items.lay_out(DEAL, LINES, CONTEXT, now=NOW)


def told(deal: Deal = DEAL, what: str = "training", due_on: date | None = APRIL, who: UserId = ANA) -> Change:
    return promises.tell(deal, CONTEXT, promise_id=PromiseId(id_of(what)), what=what, due_on=due_on, by=who, now=NOW)


def accepted(deal: Deal, who: UserId = OMAR) -> Change:
    return promises.accept(deal, CONTEXT, promise_id=TRAINING, by=who, now=LATER)


def declined(deal: Deal, who: UserId = OMAR, reason: str = "nobody is free") -> Change:
    return promises.decline(deal, CONTEXT, promise_id=TRAINING, by=who, reason=reason, now=LATER)


def reworded(deal: Deal, what: str = "training", due_on: date | None = MAY, who: UserId = ANA) -> Change:
    return promises.reword(deal, CONTEXT, promise_id=TRAINING, what=what, due_on=due_on, by=who, now=LATER)


def withdrawn(deal: Deal, who: UserId = ANA, reason: str = "they do without") -> Change:
    return promises.withdraw(deal, CONTEXT, promise_id=TRAINING, by=who, reason=reason, now=LATER)


def the(deal: Deal) -> RegisteredPromise:
    (promise,) = deal.register.promises
    return promise


def lines(deal: Deal) -> list[str]:
    return [each.status.value for each in deal.items]


def line(deal: Deal, key: str) -> Item:
    return next(each for each in deal.items if each.key == key)


def test_a_promise_is_told_once_with_who_and_when() -> None:
    change = told(what="  training ")

    assert the(change.deal) == RegisteredPromise(PromiseId(id_of("  training ")), "training", ANA, NOW, APRIL)
    assert change.events == (PromiseTold(the(change.deal).id, "training", ANA, APRIL),)
    again = promises.tell(change.deal, CONTEXT, promise_id=TRAINING, what="Training", due_on=APRIL, by=ANA, now=LATER)
    assert again == Change(change.deal)


def test_the_same_words_with_another_date_tell_it_anew() -> None:
    change = told(accepted(told().deal).deal, "Training", MAY)

    assert (the(change.deal).status, the(change.deal).due_on) == (TOLD, MAY)
    assert change.events == (PromiseReworded(TRAINING, "training", ANA, MAY, APRIL),)


def test_none_is_said_once_and_only_where_there_is_none() -> None:
    change = promises.tell_none(DEAL, CONTEXT, by=ANA, now=NOW)

    assert (change.deal.register.none_by, change.events) == (ANA, (NothingPromised(ANA),))
    assert promises.tell_none(change.deal, CONTEXT, by=FAYE, now=LATER) == Change(change.deal)
    assert told(change.deal).deal.register.none_at is None
    with pytest.raises(PromisesStand):
        promises.tell_none(told().deal, CONTEXT, by=ANA, now=NOW)


def test_each_answer_is_given_once_by_the_side_that_delivers() -> None:
    change = accepted(told().deal)

    answered = replace(the(told().deal), status=ACCEPTED, answered_by=OMAR, answered_at=LATER, generation=1)
    assert the(change.deal) == answered
    assert change.events == (PromiseAccepted(TRAINING, "training", OMAR),)
    assert accepted(change.deal) == Change(change.deal)
    with pytest.raises(PromiseAnswered):
        declined(change.deal)


def test_a_declined_promise_says_why_and_makes_what_the_customer_hears_old() -> None:
    line = CustomerLine("training in April", ANA, NOW)
    change = declined(replace(told().deal, customer_line=line))

    assert (the(change.deal).status, the(change.deal).reason) == (DECLINED, "nobody is free")
    assert change.events == (PromiseDeclined(TRAINING, "training", OMAR, ANA, "nobody is free"),)
    assert change.deal.customer_line == replace(line, outdated_at=LATER)
    with pytest.raises(PromiseAnswered):
        accepted(change.deal)


@pytest.mark.parametrize("answer", [Change, accepted, declined])
@pytest.mark.parametrize(("what", "due_on"), [("training for six", APRIL), ("training", MAY), ("training", None)])
def test_a_promise_in_other_words_waits_for_an_answer_again(
    answer: Callable[[Deal], Change], what: str, due_on: date | None
) -> None:
    before = answer(told().deal).deal
    change = reworded(before, what, due_on)

    after = the(change.deal)
    assert (after.what, after.due_on, after.status, after.at) == (what, due_on, TOLD, LATER)
    assert (after.answered_by, after.reason, after.generation) == (None, None, the(before).generation + 1)
    assert change.events == (PromiseReworded(TRAINING, what, ANA, due_on, APRIL),)


def test_the_same_words_and_date_ask_again_only_what_was_declined() -> None:
    assert reworded(told().deal, due_on=APRIL).events == ()
    assert reworded(accepted(told().deal).deal, due_on=APRIL).events == ()
    assert the(reworded(declined(told().deal).deal, due_on=APRIL).deal).status is TOLD


def test_a_withdrawn_promise_stays_in_the_register_with_its_reason() -> None:
    change = withdrawn(accepted(told().deal).deal)

    assert (the(change.deal).status, the(change.deal).reason) == (WITHDRAWN, "they do without")
    assert change.events == (PromiseWithdrawn(TRAINING, "training", ANA, "they do without", was_accepted=True),)
    assert withdrawn(change.deal) == Change(change.deal)
    for later in (accepted, reworded):
        with pytest.raises(PromiseAnswered):
            later(change.deal)


@pytest.mark.parametrize("who", [ANA, FAYE])
def test_the_seller_and_the_lead_of_sales_tell_what_was_promised(who: UserId) -> None:
    assert the(told(who=who).deal).by == who


def test_the_owner_tells_too_and_does_not_answer_what_they_told() -> None:
    deal = replace(DEAL, owner_id=LIV)

    assert accepted(told(deal).deal, LIV).events
    with pytest.raises(NotYours):
        accepted(told(deal, who=LIV).deal, LIV)


def test_the_seller_answers_nothing_while_they_still_own_the_deal() -> None:
    with pytest.raises(NotYours) as refused:
        accepted(told().deal, ANA)

    assert refused.value.may == (OMAR,)


def test_who_stands_in_tells_and_answers() -> None:
    context = with_times(omar=away(SUE), ana=away(LIV))
    change = promises.tell(DEAL, context, promise_id=TRAINING, what="training", due_on=None, by=LIV, now=NOW)

    assert promises.accept(change.deal, context, promise_id=TRAINING, by=SUE, now=NOW).events


@pytest.mark.parametrize("act", [told, lambda deal: declined(told(deal).deal)])
def test_on_a_deal_without_leads_the_owner_is_the_one(act: Callable[[Deal], Change]) -> None:
    assert act(replace(DEAL, leads=(), functions=(), owner_id=OMAR)).events


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda: told(what="  "), Missing),
        (lambda: told(what="x" * 501), TooLong),
        (lambda: told(who=OMAR), NotYours),
        (lambda: promises.tell_none(DEAL, CONTEXT, by=OMAR, now=NOW), NotYours),
        (lambda: declined(told().deal, reason=" "), Missing),
        (lambda: declined(told().deal, FAYE), NotYours),
        (lambda: reworded(told().deal, what=""), Missing),
        (lambda: reworded(told().deal, who=OMAR), NotYours),
        (lambda: withdrawn(told().deal, reason=""), Missing),
        (lambda: withdrawn(told().deal, who=OMAR), NotYours),
        (lambda: accepted(DEAL), NoSuchDeal),
        (lambda: told(replace(DEAL, status=DealStatus.HELD)), NotRunning),
        (lambda: withdrawn(replace(told().deal, status=DealStatus.STOPPED)), NotRunning),
    ],
)
def test_what_cannot_be_done_says_why(act: Callable[[], Change], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        act()


def test_a_button_drawn_for_other_words_does_nothing() -> None:
    deal = reworded(told().deal).deal

    assert promises.as_promised(deal, TRAINING, 1) is deal
    assert promises.as_promised(deal, TRAINING, None) is deal
    with pytest.raises(ChangedSince):
        promises.as_promised(deal, TRAINING, 0)
    # What has an answer says so itself.
    assert promises.as_promised(accepted(deal).deal, TRAINING, 1)


def test_the_channel_is_asked_once_for_all_that_wait() -> None:
    first = told()
    second = told(first.deal, "a spare part")

    assert (first.deal.register.asked, second.deal.register.asked) == (1, 1)
    answered = promises.accept(
        accepted(second.deal).deal, CONTEXT, promise_id=PromiseId(id_of("a spare part")), by=OMAR, now=LATER
    )
    assert told(answered.deal, "a third").deal.register.asked == 2


def test_the_lines_stand_as_the_register_says() -> None:
    assert lines(WITH_LINES) == ["open", "waiting", "waiting"]
    stated = told(WITH_LINES)
    assert lines(stated.deal) == ["done", "open", "waiting"]
    assert kinds(stated) == [PromiseTold, ItemDone, ItemUnlocked]
    assert line(stated.deal, "promises").proof == "1 promise"
    answered = accepted(stated.deal)
    assert lines(answered.deal) == ["done", "done", "open"]
    assert kinds(answered) == [PromiseAccepted, ItemDone, ItemUnlocked]
    assert line(answered.deal, "promises_ok").proof == "1 promise accepted"


def test_none_opens_the_gate_without_another_word() -> None:
    change = promises.tell_none(WITH_LINES, CONTEXT, by=ANA, now=NOW)

    assert lines(change.deal) == ["done", "done", "open"]
    assert line(change.deal, "promises_ok").proof == "none"


def test_a_declined_promise_is_the_sellers_again_with_a_day_to_answer() -> None:
    deal = declined(told(WITH_LINES).deal).deal

    assert lines(deal) == ["open", "waiting", "waiting"]
    assert line(deal, "promises").due == by("2026-11-25", NEW_YORK)
    assert lines(reworded(deal).deal) == ["done", "open", "waiting"]
    assert lines(withdrawn(deal).deal) == ["done", "done", "open"]


def test_a_promise_told_late_closes_the_gate_and_what_had_begun_behind_it() -> None:
    begun = accepted(told(WITH_LINES).deal).deal
    deal = told(begun, "a spare part").deal

    assert lines(deal) == ["done", "open", "waiting"]
    assert (line(deal, "promises_ok").due, line(deal, "kickoff").due) == (by("2026-11-25", BERLIN), None)


def test_what_was_finished_behind_the_gate_stays_finished() -> None:
    begun = accepted(told(WITH_LINES).deal).deal
    kickoff = line(begun, "kickoff").id
    over = items.finish(begun, CONTEXT, item_id=kickoff, by=OMAR, proof=Proof(), now=LATER).deal

    assert lines(told(over, "a spare part").deal) == ["done", "open", "done"]


@pytest.mark.parametrize("key", ["promises", "promises_ok"])
def test_nobody_reopens_these_lines_by_hand(key: str) -> None:
    deal = accepted(told(WITH_LINES).deal).deal

    with pytest.raises(SaidByRegister):
        reopen(deal, CONTEXT, item_id=line(deal, key).id, by=OMAR, reason="x", now=LATER)


@pytest.mark.parametrize("key", ["promises", "promises_ok"])
def test_nobody_ends_these_lines_by_hand(key: str) -> None:
    deal = replace(WITH_LINES, items=tuple(replace(each, status=ItemStatus.OPEN) for each in WITH_LINES.items))

    with pytest.raises(SaidByRegister):
        items.finish(deal, CONTEXT, item_id=line(deal, key).id, by=OMAR, proof=Proof("x"), now=NOW)


def test_the_holder_of_the_line_answers() -> None:
    held = tuple(replace(each, holder_id=FAYE) for each in told(WITH_LINES).deal.items)
    deal = replace(told(WITH_LINES).deal, items=held)

    assert promises.receiver(deal) == FAYE
    assert accepted(deal, FAYE).events


def test_the_seller_is_asked_for_the_register_and_then_the_receiver_for_answers() -> None:
    story = Story(WITH_LINES).play(at("2026-11-25 18:00"))
    asked = [(each.who, each.about) for _, each in story.nudges()]
    assert (FAYE, "promises") in asked
    assert all(about != "promises_ok" for _, about in asked)

    story.do(told, at("2026-11-26 10:00"), actor=ANA)
    story.play(at("2026-12-01 18:00"))
    assert (OMAR, "promises_ok") in [(each.who, each.about) for _, each in story.nudges()]


WHO = st.sampled_from([ANA, OMAR, FAYE, LIV])
WHAT = st.sampled_from(["training", "a spare part", "live in May"])
ACTS = st.lists(st.tuples(st.sampled_from(["tell", "none", "accept", "decline", "reword", "withdraw"]), WHO, WHAT))


def acted(deal: Deal, act: str, who: UserId, what: str, now: datetime) -> Deal:
    known = [each.id for each in deal.register.promises if each.what == what]
    # Each telling has an id of its own: what was withdrawn and is told again is another promise.
    new_id, promise_id = PromiseId(id_of(f"{what} {len(known)}")), (known or [PromiseId(id_of(what))])[-1]
    rules: dict[str, Callable[[], Change]] = {
        "tell": lambda: promises.tell(deal, CONTEXT, promise_id=new_id, what=what, due_on=None, by=who, now=now),
        "none": lambda: promises.tell_none(deal, CONTEXT, by=who, now=now),
        "accept": lambda: promises.accept(deal, CONTEXT, promise_id=promise_id, by=who, now=now),
        "decline": lambda: promises.decline(deal, CONTEXT, promise_id=promise_id, by=who, reason="no", now=now),
        "reword": lambda: promises.reword(
            deal, CONTEXT, promise_id=promise_id, what=what, due_on=APRIL, by=who, now=now
        ),
        "withdraw": lambda: promises.withdraw(deal, CONTEXT, promise_id=promise_id, by=who, reason="no", now=now),
    }
    try:
        return rules[act]().deal
    except Refusal:
        return deal


@given(ACTS)
def test_whatever_people_do_nothing_vanishes_and_nothing_is_answered_twice(acts: list[tuple[str, UserId, str]]) -> None:
    deal = WITH_LINES
    for act, who, what in acts:
        before, deal = deal, acted(deal, act, who, what, NOW)
        assert [each.id for each in deal.register.promises][: len(before.register.promises)] == [
            each.id for each in before.register.promises
        ]
        for was, now in zip(before.register.promises, deal.register.promises, strict=False):
            assert was == now or now.generation == was.generation + 1
            assert not (was.status in (ACCEPTED, DECLINED) and now.status in (ACCEPTED, DECLINED) and was != now)
    _stands(deal)


def _stands(deal: Deal) -> None:
    """Hold the lines against the register: each is done exactly when the register says so."""
    register: Register = deal.register
    live = [each.status for each in register.promises]
    is_told = bool(register.promises or register.none_at) and DECLINED not in live
    assert items.is_settled(line(deal, "promises")) is is_told
    assert items.is_settled(line(deal, "promises_ok")) is (is_told and TOLD not in live)
    assert (line(deal, "kickoff").status is ItemStatus.OPEN) is items.is_settled(line(deal, "promises_ok"))
