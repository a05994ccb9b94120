"""Closing: who may, what must be said, what ends with a deal, and how one that was closed by mistake goes on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.closed import DealClosed, DealReopened, EverythingSettled, Outcome
from bot.consequences import outgoing
from bot.context import Context
from bot.events import Change, LapseClosed, Recorded, StepDropped
from bot.model import (
    Deal,
    DealStatus,
    Item,
    ItemStatus,
    LapseKind,
    Offer,
    Parked,
    Request,
    Step,
    StepStatus,
    UserId,
    WaitingOn,
)
from bot.offered import StepWithdrawn
from bot.outgoing import Kind, Outgoing
from bot.refusals import AlreadyClosed, GatesOpen, Missing, NotClosed, NotRunning, NotYours, PutAway, Refusal, TooLong
from bot.rules.all_settled import all_settled
from bot.rules.archiving import archived_at, why_not
from bot.rules.closing import Verdict, close, may_close, open_gates, reopen, usual_outcome, would_drop
from bot.rules.evidence import Proof
from bot.rules.items import finish, is_settled
from bot.rules.review import review
from bot.service.delivery import still_true
from tests.bot.making import (
    ANA,
    CONTEXT,
    FAYE,
    HOME,
    LIV,
    NOW,
    OMAR,
    Story,
    a_deal,
    a_lapse,
    a_step,
    an_item,
    at,
    away,
    by,
    kinds,
    with_times,
)

PERMIT = an_item("permit", is_gate=True, accepted_by="finance", status=ItemStatus.ACCEPTED, accepted_at=NOW)
OPEN_GATE = an_item("inspection", is_gate=True)
POSTER = an_item("poster")
CALL, CRANE = a_step("call"), a_step("crane", by=OMAR, status=StepStatus.OFFERED, request=Request(FAYE, NOW))
DELIVERED = Verdict(Outcome.DELIVERED, lessons="ask for the permit first")
PARTLY = Verdict(Outcome.PARTLY, "the landlord sold the site")
TWO_WEEKS = timedelta(days=14)


def closed(deal: Deal, verdict: Verdict = DELIVERED, *, who: UserId = ANA) -> Change:
    return close(deal, CONTEXT, verdict, recorded=(), by=who, now=NOW)


def event_in(change: Change) -> DealClosed:
    (event,) = (each for each in change.events if isinstance(each, DealClosed))
    return event


def rows_of(change: Change) -> list[Outgoing]:
    recorded = [Recorded(number, NOW, ANA, each) for number, each in enumerate(change.events, 1)]
    return list(outgoing(change.deal, recorded, HOME))


def test_what_is_delivered_is_closed_with_what_was_learned() -> None:
    change = closed(a_deal(items=(PERMIT, POSTER), steps=(CALL,)))

    closing = change.deal.closing
    assert closing
    assert (change.deal.status, closing.outcome, closing.by, closing.at) == (
        DealStatus.CLOSED,
        Outcome.DELIVERED,
        ANA,
        NOW,
    )
    assert closing.lessons == "ask for the permit first"
    assert kinds(change) == [DealClosed, StepDropped]
    event = event_in(change)
    assert (event.dropped, event.undone) == (("call",), ("poster",))
    assert event.summary == closing.summary


def test_while_a_gate_is_open_not_everything_is_delivered() -> None:
    deal = a_deal(items=(PERMIT, OPEN_GATE))

    with pytest.raises(GatesOpen) as refused:
        closed(deal)
    assert refused.value.gates == (OPEN_GATE,)

    assert closed(deal, PARTLY).deal.status is DealStatus.CLOSED


def test_a_gate_that_is_done_and_not_accepted_is_open_still() -> None:
    done = replace(PERMIT, status=ItemStatus.DONE, accepted_at=None)

    assert open_gates(a_deal(items=(done,))) == (done,)
    with pytest.raises(GatesOpen):
        closed(a_deal(items=(done,)))


@pytest.mark.parametrize("outcome", [Outcome.PARTLY, Outcome.NOT])
def test_whatever_is_less_than_everything_needs_a_reason(outcome: Outcome) -> None:
    with pytest.raises(Missing):
        closed(a_deal(), Verdict(outcome, "  ", "lesson"))


@pytest.mark.parametrize("verdict", [replace(DELIVERED, lessons="x" * 901), replace(PARTLY, reason="x" * 501)])
def test_what_does_not_fit_is_refused_and_not_cut(verdict: Verdict) -> None:
    with pytest.raises(TooLong):
        closed(a_deal(), verdict)


@pytest.mark.parametrize("who", [ANA, OMAR, FAYE, LIV])
def test_the_owner_the_leads_and_whoever_is_asked_by_default_close_a_deal(who: UserId) -> None:
    assert closed(a_deal(), who=who).deal.closing


def test_nobody_else_does_and_reads_who_can() -> None:
    deal = a_deal(leads=(("delivery", OMAR),))

    with pytest.raises(NotYours) as refused:
        closed(deal, who=FAYE)
    assert refused.value.may == (ANA, OMAR, LIV)


def test_whoever_was_asked_to_decide_how_it_goes_on_may_say_that_it_ends() -> None:
    asked = a_lapse(LapseKind.NOTHING_DATED, rung=3, decider_id=FAYE)

    assert FAYE in may_close(a_deal(leads=(), lapses=(asked,)), CONTEXT, now=NOW)


def test_what_rests_can_end_and_what_never_began_or_was_stopped_cannot() -> None:
    held = a_deal(status=DealStatus.HELD, held_until=by("2026-12-01"))

    assert closed(held).deal.held_until is None
    for status in (DealStatus.BACKLOG, DealStatus.STOPPED):
        with pytest.raises(NotRunning):
            closed(a_deal(status=status))


def test_closed_twice_says_who_closed_it_and_when() -> None:
    once = closed(a_deal()).deal

    with pytest.raises(AlreadyClosed) as refused:
        closed(once, who=OMAR)
    assert (refused.value.by, refused.value.at) == (ANA, NOW)


def test_all_that_was_asked_ends_and_who_waits_is_told() -> None:
    known = a_lapse(LapseKind.REQUEST_UNANSWERED, CRANE.id, rung=1)
    offer = Offer(LIV, ANA, NOW)
    deal = a_deal(steps=(CALL, CRANE), lapses=(known,), offer=offer)

    change = closed(deal)

    event = event_in(change)
    assert kinds(change) == [DealClosed, StepDropped, StepWithdrawn]
    assert (event.waiting, event.offered_at, change.deal.offer) == ((FAYE, LIV), NOW, None)
    told = {(row.to_user, row.detail) for row in rows_of(change) if row.kind is Kind.TELL}
    assert told == {(FAYE, "no-answer"), (LIV, "no-answer"), (OMAR, None)}
    assert [each.status for each in change.deal.steps] == [StepStatus.DROPPED, StepStatus.DROPPED]


def test_whoever_closes_it_is_not_told_of_their_own_request() -> None:
    assert event_in(closed(a_deal(steps=(CRANE,)), who=FAYE)).waiting == ()


def test_the_clocks_stop_and_every_question_ends() -> None:
    lapse = a_lapse(LapseKind.STEP_OVERDUE, CALL.id, rung=3, told_at=NOW, decider_id=OMAR)

    after = review(closed(a_deal(steps=(CALL,), lapses=(lapse,))).deal, CONTEXT, now=NOW)

    assert kinds(after) == [LapseClosed]
    assert after.deal.next_review_at is None
    assert Story(after.deal).play(NOW + timedelta(days=400)).log == []


def test_the_channel_reads_the_summary_and_is_put_away_after_the_time_that_is_announced() -> None:
    change = closed(a_deal(items=(PERMIT,)))

    rows = {row.key: row for row in rows_of(change)}
    summary, archive = rows[f"closed:{change.deal.id}:1:{NOW.isoformat()}"], rows[f"archive:{change.deal.id}:1"]
    assert (summary.kind, summary.in_channel_of) == (Kind.SAY, change.deal.id)
    assert archive.not_before == NOW + TWO_WEEKS
    assert {row.detail for row in rows.values() if row.kind is Kind.EDIT} == {"board", "checklist:delivery"}
    assert why_not(change.deal, archive.not_before) is None


def test_a_deal_without_a_channel_tells_its_owner() -> None:
    change = closed(a_deal(channel_name=None, channel_id=None), who=OMAR)

    (row,) = (row for row in rows_of(change) if row.key.startswith("closed:"))
    assert (row.kind, row.to_user) == (Kind.TELL, ANA)
    assert not [row for row in rows_of(change) if row.kind is Kind.ARCHIVE]


@pytest.mark.parametrize(
    ("items", "outcome"),
    [((PERMIT,), Outcome.DELIVERED), ((PERMIT, OPEN_GATE), Outcome.PARTLY), ((OPEN_GATE,), Outcome.NOT)],
)
def test_the_form_begins_with_what_is_most_likely(items: tuple[Item, ...], outcome: Outcome) -> None:
    assert usual_outcome(a_deal(items=items)) is outcome


# --- By mistake ---


def again(deal: Deal, *, who: UserId = ANA, reason: str = "a fault", after: timedelta = timedelta(days=1)) -> Change:
    return reopen(deal, CONTEXT, by=who, reason=reason, now=NOW + after)


def test_what_was_closed_by_mistake_runs_again_with_clocks_from_then() -> None:
    once = closed(a_deal(items=(PERMIT,), steps=(CALL,))).deal

    change = again(once)

    assert change.events == (DealReopened(ANA, "a fault", NOW, 1),)
    assert (change.deal.status, change.deal.owned_at) == (DealStatus.OPEN, NOW + timedelta(days=1))
    assert [each.status for each in change.deal.steps] == [StepStatus.DROPPED]
    # Its owner is asked for a next step a working day later, not for what was due meanwhile.
    story = Story(change.deal).play(NOW + timedelta(days=3))
    assert {each.kind for each in story.heard()} == {LapseKind.NOTHING_DATED}


def test_its_summary_is_drawn_again_and_its_channel_stays() -> None:
    once = closed(a_deal()).deal
    change = again(once)

    edits = {row.edits: row.detail for row in rows_of(change) if row.kind is Kind.EDIT}
    assert edits[f"closed:{once.id}:1:{NOW.isoformat()}"] == "summary"
    assert why_not(change.deal, archived_at(once, NOW)) == "the deal goes on"


def test_closed_once_more_it_is_put_away_on_the_new_date_alone() -> None:
    twice = close(again(closed(a_deal()).deal).deal, CONTEXT, DELIVERED, recorded=(), by=ANA, now=NOW + TWO_WEEKS / 2)

    assert why_not(twice.deal, NOW + TWO_WEEKS) == "the deal was closed anew since"
    assert why_not(twice.deal, NOW + TWO_WEEKS / 2 + TWO_WEEKS) is None


def test_it_takes_a_reason_and_somebody_who_may() -> None:
    once = closed(a_deal(leads=())).deal

    with pytest.raises(Missing):
        again(once, reason=" ")
    with pytest.raises(NotYours):
        again(once, who=FAYE)


def test_what_runs_cannot_be_taken_up_again_nor_what_is_put_away() -> None:
    with pytest.raises(NotClosed):
        again(a_deal())
    with pytest.raises(PutAway) as refused:
        again(closed(a_deal()).deal, after=TWO_WEEKS)
    assert refused.value.since == NOW + TWO_WEEKS


def test_a_playbook_that_keeps_its_channels_lets_a_deal_be_taken_up_at_any_time() -> None:
    deal = a_deal()
    kept = replace(deal, ladder=replace(deal.ladder, archive_after_days=0))

    assert again(closed(kept).deal, after=timedelta(days=900)).deal.status is DealStatus.OPEN


# --- Whatever a deal is like ---


@st.composite
def deals(draw: st.DrawFn) -> Deal:
    def lines() -> Iterator[Item]:
        for number in range(draw(st.integers(0, 4))):
            status = draw(st.sampled_from(ItemStatus))
            receiver = draw(st.sampled_from([None, "finance"]))
            yield an_item(f"i{number}", status=status, is_gate=draw(st.booleans()), accepted_by=receiver)

    def steps() -> Iterator[Step]:
        for number in range(draw(st.integers(0, 4))):
            status = draw(st.sampled_from(StepStatus))
            is_parked = status is StepStatus.OPEN and draw(st.booleans())
            parked = Parked(WaitingOn.CUSTOMER, by("2026-12-01"), OMAR, "") if is_parked else None
            request = Request(FAYE, NOW) if status is StepStatus.OFFERED and draw(st.booleans()) else None
            yield a_step(f"s{number}", status=status, request=request, parked=parked)

    offer = draw(st.sampled_from([None, Offer(LIV, ANA, NOW)]))
    return a_deal(
        items=tuple(lines()), steps=tuple(steps()), offer=offer, status=draw(st.sampled_from(list(DealStatus)))
    )


@given(
    deals(), st.sampled_from(Outcome), st.sampled_from(["", "sold"]), st.sampled_from([ANA, OMAR, FAYE, UserId("UX")])
)
def test_a_closed_deal_has_nothing_open_and_everything_else_is_refused(
    deal: Deal, outcome: Outcome, reason: str, who: UserId
) -> None:
    may = deal.status in (DealStatus.OPEN, DealStatus.HELD) and who != UserId("UX")
    is_true = outcome is not Outcome.DELIVERED or all(is_settled(each) for each in deal.items if each.is_gate)
    is_said = outcome is Outcome.DELIVERED or reason
    if deal.status is DealStatus.CLOSED:
        return
    try:
        change = closed(deal, Verdict(outcome, reason), who=who)
    except Refusal:
        assert not (may and is_true and is_said)
        return
    assert may
    assert is_true
    assert is_said
    assert would_drop(change.deal) == ()
    assert not any(step.parked for step in change.deal.steps if step.status is StepStatus.DROPPED)
    assert change.deal.items == deal.items
    assert review(change.deal, CONTEXT, now=NOW).deal.next_review_at is None


# --- When everything is delivered ---


def settles(before: Deal, after: Deal, context: Context = CONTEXT, now: datetime = NOW) -> list[EverythingSettled]:
    return list(all_settled(before, after, context, now=now))


HALF = a_deal(items=(PERMIT, OPEN_GATE))
WHOLE = replace(HALF, items=(PERMIT, replace(OPEN_GATE, status=ItemStatus.DONE)))


def test_the_owner_is_asked_when_the_last_line_is_settled_and_only_then() -> None:
    assert settles(HALF, WHOLE) == [EverythingSettled(ANA, NOW)]
    for before, after in ((WHOLE, WHOLE), (HALF, HALF), (WHOLE, HALF), (a_deal(), a_deal())):
        assert settles(before, after) == []
    assert settles(HALF, replace(WHOLE, status=DealStatus.CLOSED)) == []


def test_they_are_asked_in_their_hours_and_whoever_stands_in_while_they_are_away() -> None:
    night = at("2026-11-23 22:00")

    assert settles(HALF, WHOLE, now=night) == [EverythingSettled(ANA, at("2026-11-24 08:00"))]
    assert settles(HALF, WHOLE, with_times(ana=away(OMAR))) == [EverythingSettled(OMAR, NOW)]


def test_it_is_one_private_message_that_waits_and_is_moot_once_it_is_answered() -> None:
    story = Story(HALF)
    item_id = OPEN_GATE.id
    given = replace(OPEN_GATE, evidence="none")
    story.deal = replace(HALF, items=(PERMIT, given))
    night = at("2026-11-23 22:00")

    story.do(lambda deal: finish(deal, CONTEXT, item_id=item_id, by=OMAR, proof=Proof(), now=night), night, actor=OMAR)

    (row,) = (each for each in story.rows if each.detail == "settled")
    assert (row.kind, row.to_user, row.not_before) == (Kind.TELL, ANA, at("2026-11-24 08:00"))
    assert still_true(story.deal, row, night) is None
    assert still_true(HALF, row, night) == "not everything is settled any more"
    assert still_true(closed(story.deal).deal, row, night) == "the deal's clocks stand still"
