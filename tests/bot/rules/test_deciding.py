"""Decisions: five choices, taken by who was asked, that end what stood still and never the wrong thing."""

from dataclasses import replace
from datetime import date

import pytest

from bot.events import Change, Decided, LapseClosed, OwnerAccepted, StepCommitted, StepDropped
from bot.model import Choice, Deal, DealStatus, Lapse, LapseKind, Offer, Reason, StepId, StepStatus, UserId
from bot.playbook import DueRule
from bot.refusals import Missing, NothingToDecide, NotLater, NotRunning, NotYours, TooLong
from bot.rules.deciding import Verdict, decide, open_questions, would_end
from bot.rules.items import lay_out
from tests.bot.making import (
    ANA,
    BERLIN,
    CONTEXT,
    FAYE,
    LIV,
    NOW,
    OMAR,
    a_deal,
    a_lapse,
    a_rule,
    a_step,
    by,
    event_of,
    id_of,
    kinds,
)

STUCK = a_step("call", by=ANA, due=by("2026-11-20"))
FINE = a_step("survey", by=FAYE, due=by("2026-12-04"))
ASKED = a_lapse(LapseKind.STEP_OVERDUE, STUCK.id, rung=3, told_at=NOW, decider_id=OMAR)
DEAL = a_deal(owner_id=FAYE, steps=(STUCK, FINE), lapses=(ASKED,))
FRIDAY = by("2026-11-27")
NEXT = StepId(id_of("next"))


def decided(choice: Choice, *, deal: Deal = DEAL, who: UserId = OMAR, reason: str = "stuck", **more: object) -> Change:
    verdict = Verdict(choice, reason, **more)  # type: ignore[arg-type]
    return decide(deal, CONTEXT, verdict, by=who, step_id=NEXT, now=NOW)


def statuses(deal: Deal) -> list[StepStatus]:
    return [step.status for step in deal.steps]


def test_to_continue_is_to_commit_whoever_stood_still_to_a_new_date() -> None:
    change = decided(Choice.CONTINUE, what="call again", due=FRIDAY)

    assert kinds(change) == [Decided, StepDropped, StepCommitted, LapseClosed]
    assert statuses(change.deal) == [StepStatus.DROPPED, StepStatus.OPEN, StepStatus.OPEN]
    new = change.deal.steps[-1]
    assert (new.id, new.what, new.by, new.due) == (NEXT, "call again", ANA, FRIDAY)


def test_to_continue_where_nothing_was_dated_is_the_owners_to_do() -> None:
    deal = replace(DEAL, lapses=(a_lapse(LapseKind.NOTHING_DATED, rung=3, decider_id=OMAR),))

    change = decided(Choice.CONTINUE, deal=deal, what="call", due=FRIDAY)

    assert change.deal.steps[-1].by == FAYE
    assert statuses(change.deal) == [StepStatus.OPEN] * 3


def test_to_replan_moves_the_promised_date_and_what_counts_from_it() -> None:
    deal = lay_out(DEAL, (a_rule("site", DueRule("promised", -5)),), CONTEXT, now=NOW)

    change = decided(Choice.REPLAN, deal=deal, promised_on=date(2027, 3, 1))

    assert change.deal.facts.promised_on == date(2027, 3, 1)
    assert change.deal.items[0].due == by("2027-02-22", BERLIN)
    assert kinds(change) == [Decided, StepDropped, LapseClosed]


def test_to_hold_stops_the_clocks_until_a_date() -> None:
    change = decided(Choice.HOLD, until=FRIDAY)

    assert (change.deal.status, change.deal.held_until) == (DealStatus.HELD, FRIDAY)
    assert statuses(change.deal) == [StepStatus.DROPPED, StepStatus.OPEN]


def test_to_return_gives_the_deal_to_its_seller_at_once() -> None:
    offered = replace(DEAL, offer=Offer(LIV, FAYE, NOW))

    change = decided(Choice.RETURN, deal=offered)

    assert (change.deal.owner_id, change.deal.offer, change.deal.owned_at) == (ANA, None, NOW)
    assert event_of(change, OwnerAccepted) == OwnerAccepted(ANA, FAYE, NOW)


def test_to_return_what_the_seller_still_owns_moves_nothing() -> None:
    change = decided(Choice.RETURN, deal=replace(DEAL, owner_id=ANA))

    assert kinds(change) == [Decided, StepDropped, LapseClosed]


@pytest.mark.parametrize("gone", [{"is_active": False}, {"is_guest": True}])
def test_to_return_what_its_seller_left_behind_gives_it_to_the_next_one_up(gone: dict[str, bool]) -> None:
    """Sales has somebody to answer for it, and not an account that nobody reads."""
    context = replace(CONTEXT, people={**CONTEXT.people, ANA: replace(CONTEXT.people[ANA], **gone)})  # type: ignore[arg-type]

    change = decide(DEAL, context, Verdict(Choice.RETURN, "stuck"), by=OMAR, step_id=NEXT, now=NOW)

    assert change.deal.owner_id == OMAR
    assert event_of(change, OwnerAccepted) == OwnerAccepted(OMAR, FAYE, None)


def test_to_stop_ends_every_step() -> None:
    change = decided(Choice.STOP)

    assert change.deal.status is DealStatus.STOPPED
    assert statuses(change.deal) == [StepStatus.DROPPED, StepStatus.DROPPED]
    assert kinds(change) == [Decided, StepDropped, StepDropped, LapseClosed]


@pytest.mark.parametrize(
    ("choice", "more", "refusal"),
    [
        (Choice.CONTINUE, {"what": "call"}, Missing),
        (Choice.CONTINUE, {"due": FRIDAY}, Missing),
        (Choice.CONTINUE, {"what": "call", "due": by("2026-11-20")}, NotLater),
        (Choice.REPLAN, {}, Missing),
        (Choice.HOLD, {}, Missing),
        (Choice.HOLD, {"until": by("2026-11-20")}, NotLater),
        (Choice.STOP, {"reason": " "}, Missing),
        (Choice.STOP, {"reason": "x" * 501}, TooLong),
    ],
)
def test_what_a_choice_needs_is_asked_for(choice: Choice, more: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        decided(choice, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("who", [ANA, FAYE])
def test_only_who_was_asked_decides(who: UserId) -> None:
    with pytest.raises(NotYours) as refused:
        decided(Choice.STOP, who=who)

    assert refused.value.may == (OMAR, LIV)


def test_a_decision_leaves_another_deciders_question_open() -> None:
    theirs = a_lapse(LapseKind.STEP_OVERDUE, FINE.id, rung=3, decider_id=ANA)
    deal = replace(DEAL, lapses=(ASKED, theirs))

    change = decided(Choice.CONTINUE, deal=deal, what="call", due=FRIDAY)

    assert open_questions(change.deal) == (theirs,)
    assert change.deal.steps[1] == FINE


def test_the_last_instance_answers_for_everybody() -> None:
    theirs = a_lapse(LapseKind.STEP_OVERDUE, FINE.id, rung=3, decider_id=ANA)

    change = decided(Choice.CONTINUE, deal=replace(DEAL, lapses=(ASKED, theirs)), who=LIV, what="call", due=FRIDAY)

    assert open_questions(change.deal) == ()


def test_an_answered_lapse_is_closed() -> None:
    change = decided(Choice.REPLAN, promised_on=date(2027, 3, 1))

    assert change.deal.lapses == (replace(ASKED, decider_id=None, decide_by=None, closed_at=NOW),)
    assert event_of(change, LapseClosed) == LapseClosed(ASKED.id, ASKED.kind, "call")


@pytest.mark.parametrize("code", [each for each in Reason if each is not Reason.OTHER])
def test_a_code_is_reason_enough_and_stands_beside_the_words(code: Reason) -> None:
    assert _decision(decided(Choice.STOP, reason=" ", code=code)) == (code, "")
    assert _decision(decided(Choice.STOP, reason=" they left ", code=code)) == (code, "they left")


def _decision(change: Change) -> tuple[Reason, str]:
    event = event_of(change, Decided)
    assert isinstance(event, Decided)
    return event.code, event.reason


@pytest.mark.parametrize(
    ("choice", "more", "ended"),
    [
        (Choice.CONTINUE, {"what": "call again", "due": FRIDAY}, ("call",)),
        (Choice.REPLAN, {"promised_on": date(2027, 3, 1)}, ("call",)),
        (Choice.HOLD, {"until": FRIDAY}, ("call",)),
        (Choice.RETURN, {}, ("call",)),
        (Choice.STOP, {}, ("call", "survey")),
    ],
)
def test_what_a_choice_ends_is_known_before_and_recorded_after(
    choice: Choice, more: dict[str, object], ended: tuple[str, ...]
) -> None:
    before = would_end(DEAL, CONTEXT, choice, by=OMAR, now=NOW)
    event = event_of(decided(choice, **more), Decided)  # type: ignore[arg-type]

    assert tuple(step.what for step in before) == ended
    assert isinstance(event, Decided)
    assert event.ended == ended


@pytest.mark.parametrize("lapses", [(), (replace(ASKED, closed_at=NOW),), (replace(ASKED, decider_id=None),)])
def test_where_nobody_asks_nothing_is_decided(lapses: tuple[Lapse, ...]) -> None:
    with pytest.raises(NothingToDecide):
        decided(Choice.STOP, deal=replace(DEAL, lapses=lapses))


def test_two_decisions_are_one() -> None:
    stopped = decided(Choice.REPLAN, promised_on=date(2027, 3, 1)).deal

    with pytest.raises(NothingToDecide):
        decided(Choice.STOP, deal=stopped)


def test_a_held_deal_is_not_decided_about() -> None:
    with pytest.raises(NotRunning):
        decided(Choice.STOP, deal=replace(DEAL, status=DealStatus.HELD))


@pytest.mark.parametrize(
    ("rung", "who", "owner", "is_rescue"),
    [(3, OMAR, FAYE, False), (4, OMAR, FAYE, True), (3, LIV, FAYE, True), (3, LIV, LIV, False)],
)
def test_a_rescue_is_when_leadership_had_to_act(rung: int, who: UserId, owner: UserId, *, is_rescue: bool) -> None:
    deal = replace(DEAL, owner_id=owner, lapses=(replace(ASKED, rung=rung),))

    event = event_of(decided(Choice.HOLD, deal=deal, who=who, until=FRIDAY), Decided)

    assert isinstance(event, Decided)
    assert (event.is_rescue, event.until, event.by) == (is_rescue, FRIDAY, who)
