"""Asking a colleague for a step: what may be asked, what each answer does, and whom silence leads to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.context import Context
from bot.events import Change, LapseClosed, LapseOpened, Nudged, StepCommitted
from bot.ladder import DEFAULT_LADDER
from bot.model import Choice, Deal, DealStatus, LapseKind, Step, StepId, StepStatus, UserId
from bot.offered import StepAsked, StepCountered, StepTurnedDown, StepWithdrawn
from bot.outgoing import Kind
from bot.playbook import Ladder, Where
from bot.refusals import (
    AlreadyAsked,
    AlreadyEnded,
    AskedThemself,
    ChangedSince,
    Missing,
    NotAPerson,
    NotLater,
    NotRunning,
    NotYours,
    OnlyColleagues,
    Refusal,
)
from bot.rules import deciding, snoozing
from bot.rules.changing import as_drawn
from bot.rules.deciding import Verdict
from bot.rules.lapses import conditions
from bot.rules.members import members
from bot.rules.offers import take_on, turn_down
from bot.rules.requests import accept, agree, ask, counter, requests, unanswered, was_promised, who_answers, withdraw
from bot.rules.steps import keep, open_steps
from bot.unsaid import Unsaid
from tests.bot.making import (
    ANA,
    CONTEXT,
    FAYE,
    GONE,
    GUEST,
    HELSINKI,
    LIV,
    NEW_YORK,
    NOW,
    OMAR,
    STRANGER,
    SUE,
    TIM,
    Heard,
    Story,
    a_deal,
    an_item,
    at,
    away,
    by,
    id_of,
    is_spoken_to,
    with_times,
)

KIND = LapseKind.REQUEST_UNANSWERED
CREW, FRIDAY, NEXT_WEDNESDAY = StepId(id_of("crew")), by("2026-11-27"), by("2026-12-02")


def asking(
    deal: Deal, who: UserId = OMAR, *, of: UserId = ANA, context: Context = CONTEXT, **changes: object
) -> Change:
    said = {"step_id": CREW, "what": "lend us the crew", "due": FRIDAY, "now": NOW} | changes
    return ask(deal, context, to=who, by=of, **said)  # type: ignore[arg-type]


def asked(who: UserId = OMAR, **changes: object) -> Deal:
    return asking(a_deal(**changes), who).deal


def countered(who: UserId = OMAR, **changes: object) -> Deal:
    deal = asked(who, **changes)
    return counter(deal, CONTEXT, step_id=CREW, by=who, due=NEXT_WEDNESDAY, reason="they are away", now=NOW).deal


def the_step(deal: Deal) -> Step:
    return next(step for step in deal.steps if step.id == CREW)


# Asking


def test_a_request_is_nobodys_promise_before_it_is_taken_on() -> None:
    change = asking(a_deal())

    assert change.events == (StepAsked(CREW, "lend us the crew", OMAR, ANA, FRIDAY),)
    assert (the_step(change.deal).status, the_step(change.deal).by) == (StepStatus.OFFERED, OMAR)
    assert open_steps(change.deal) == ()
    assert [step.id for step in requests(change.deal)] == [CREW]


@pytest.mark.parametrize(
    ("who", "changes", "refusal"),
    [
        (GUEST, {}, NotAPerson),
        (GONE, {}, NotAPerson),
        (STRANGER, {}, NotAPerson),
        (UserId("UBOT"), {}, NotAPerson),
        (ANA, {}, AskedThemself),
        (OMAR, {"what": "  "}, Missing),
        (OMAR, {"due": by("2026-11-20")}, NotLater),
        (OMAR, {"of": GUEST}, OnlyColleagues),
    ],
)
def test_what_nobody_could_answer_is_not_asked(who: UserId, changes: dict[str, object], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        asking(a_deal(), who, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [DealStatus.HELD, DealStatus.STOPPED, DealStatus.CLOSED])
def test_a_deal_that_does_not_run_asks_for_nothing(status: DealStatus) -> None:
    with pytest.raises(NotRunning):
        asking(a_deal(status=status))


def test_typed_again_at_once_it_is_asked_once() -> None:
    deal = asked()

    again = asking(deal, what="Lend us  the crew", step_id=StepId(id_of("again")), now=NOW + timedelta(minutes=2))

    assert again == Change(deal)


@pytest.mark.parametrize(
    "changes",
    [{"due": NEXT_WEDNESDAY}, {"of": FAYE}, {"now": NOW + timedelta(hours=1)}],
)
def test_the_same_is_not_asked_a_second_time_beside_the_first(changes: dict[str, object]) -> None:
    with pytest.raises(AlreadyAsked) as refused:
        asking(asked(), **changes)  # type: ignore[arg-type]

    assert (refused.value.by, refused.value.to, refused.value.due) == (ANA, OMAR, FRIDAY)


def test_something_else_and_somebody_else_can_be_asked_beside_it() -> None:
    deal = asking(asked(), what="a second crew", step_id=StepId(id_of("second"))).deal

    assert len(requests(asking(deal, FAYE, step_id=StepId(id_of("third"))).deal)) == 3


def test_after_a_no_the_same_may_be_asked_anew() -> None:
    deal = turn_down(asked(), CONTEXT, step_id=CREW, by=OMAR, reason="no", now=NOW).deal

    assert asking(deal, step_id=StepId(id_of("anew"))).events


# Answering


def test_whoever_accepts_commits_by_the_date_that_was_asked_for() -> None:
    change = accept(asked(), CONTEXT, step_id=CREW, by=OMAR, now=NOW)

    step = the_step(change.deal)
    assert (step.status, step.by, step.due, step.first_due) == (StepStatus.OPEN, OMAR, FRIDAY, FRIDAY)
    assert change.events == (StepCommitted(CREW, "lend us the crew", OMAR, FRIDAY, None, asked_by=ANA),)
    assert keep(change.deal, CONTEXT, step_id=CREW, by=OMAR, now=NOW).events


def test_a_later_date_is_a_question_to_the_asker() -> None:
    deal = countered()

    assert (who_answers(the_step(deal)), the_step(deal).status) == (ANA, StepStatus.OFFERED)
    assert (the_step(deal).due, open_steps(deal)) == (FRIDAY, ())


@pytest.mark.parametrize(("due", "who"), [(by("2026-11-25"), OMAR), (FRIDAY, OMAR), (NEXT_WEDNESDAY, ANA)])
def test_an_earlier_date_and_one_of_the_askers_own_need_no_answer(due: object, who: UserId) -> None:
    change = counter(asked(), CONTEXT, step_id=CREW, by=who, due=due, reason="", now=NOW)  # type: ignore[arg-type]

    assert (the_step(change.deal).status, the_step(change.deal).by) == (StepStatus.OPEN, who)
    assert the_step(change.deal).first_due == due


def test_when_the_asker_agrees_the_date_that_was_named_is_the_first_one() -> None:
    change = agree(countered(), CONTEXT, step_id=CREW, by=ANA, now=NOW)

    step = the_step(change.deal)
    assert (step.by, step.due, step.first_due, step.slips) == (OMAR, NEXT_WEDNESDAY, NEXT_WEDNESDAY, ())
    assert change.events == (StepCommitted(CREW, "lend us the crew", OMAR, NEXT_WEDNESDAY, None, asked_by=ANA),)


def test_a_no_says_why_and_whom_it_was_for() -> None:
    change = turn_down(asked(), CONTEXT, step_id=CREW, by=OMAR, reason=" no crew ", now=NOW)

    assert change.events == (StepTurnedDown(CREW, "lend us the crew", OMAR, "no crew", ANA),)
    assert requests(change.deal) == ()


@pytest.mark.parametrize("deal", [asked(), countered()])
def test_what_was_taken_back_needs_no_answer(deal: Deal) -> None:
    change = withdraw(deal, CONTEXT, step_id=CREW, by=ANA, now=NOW)

    assert change.events == (StepWithdrawn(CREW, "lend us the crew", ANA, OMAR, is_known=False),)
    assert (requests(change.deal), the_step(change.deal).status) == ((), StepStatus.DROPPED)


Act = Callable[..., Change]
SAID = {
    accept: {},
    counter: {"due": NEXT_WEDNESDAY, "reason": "away"},
    turn_down: {"reason": "no"},
    agree: {},
    withdraw: {},
}


@pytest.mark.parametrize(
    ("act", "may", "may_not"),
    [
        (accept, (SUE, ANA, OMAR), (TIM, LIV)),
        (counter, (SUE, ANA, OMAR), (TIM, LIV)),
        (turn_down, (SUE, ANA, OMAR), (TIM, LIV)),
        (agree, (FAYE, ANA), (SUE, OMAR, TIM)),
        (withdraw, (FAYE, ANA), (SUE, OMAR, TIM)),
    ],
)
def test_each_answer_is_for_those_whom_it_concerns(
    act: Act, may: tuple[UserId, ...], may_not: tuple[UserId, ...]
) -> None:
    context = with_times()
    deal = asking(a_deal(), SUE, of=FAYE, context=context).deal
    if act is agree:
        given = {"due": NEXT_WEDNESDAY, "reason": "r"}
        deal = counter(deal, context, step_id=CREW, by=SUE, now=NOW, **given).deal  # type: ignore[arg-type]

    for who in may:
        assert act(deal, context, step_id=CREW, by=who, now=NOW, **SAID[act]).events
    for who in may_not:
        with pytest.raises(NotYours):
            act(deal, context, step_id=CREW, by=who, now=NOW, **SAID[act])


def test_an_owner_who_was_asked_does_not_agree_to_their_own_date() -> None:
    deal = asking(a_deal(owner_id=OMAR)).deal
    named = counter(deal, CONTEXT, step_id=CREW, by=OMAR, due=NEXT_WEDNESDAY, reason="away", now=NOW).deal

    with pytest.raises(NotYours):
        agree(named, CONTEXT, step_id=CREW, by=OMAR, now=NOW)


@pytest.mark.parametrize("act", SAID)
def test_a_second_answer_explains_itself(act: Act) -> None:
    done = accept(asked(), CONTEXT, step_id=CREW, by=OMAR, now=NOW).deal

    with pytest.raises(AlreadyEnded):
        act(done, CONTEXT, step_id=CREW, by=ANA, now=NOW, **SAID[act])


@pytest.mark.parametrize("act", SAID)
def test_while_the_deal_is_held_nobody_answers(act: Act) -> None:
    with pytest.raises(NotRunning):
        act(replace(countered(), status=DealStatus.HELD), CONTEXT, step_id=CREW, by=ANA, now=NOW, **SAID[act])


def test_a_button_from_before_another_date_was_named_explains_itself() -> None:
    with pytest.raises(ChangedSince):
        as_drawn(countered(), CREW, 0)


@pytest.mark.parametrize(
    ("act", "deal", "said"),
    [
        (accept, asked(), {}),
        (counter, asked(), {"due": by("2026-11-30"), "reason": "r"}),
        (agree, countered(), {}),
    ],
)
def test_nobody_commits_to_a_date_that_is_past(act: Act, deal: Deal, said: dict[str, object]) -> None:
    with pytest.raises(NotLater):
        act(deal, CONTEXT, step_id=CREW, by=ANA if act is agree else OMAR, now=at("2026-12-04 12:00"), **said)


def test_another_date_needs_a_reason() -> None:
    with pytest.raises(Missing):
        counter(asked(), CONTEXT, step_id=CREW, by=OMAR, due=NEXT_WEDNESDAY, reason=" ", now=NOW)


def test_what_was_asked_for_is_not_taken_on_by_a_later_date_without_a_word() -> None:
    deal, step = asked(), the_step(asked())
    later = replace(step.due, at=step.due.at + timedelta(days=7))

    with pytest.raises(Missing, match="why not by then"):
        take_on(deal, CONTEXT, step_id=step.id, by=OMAR, what=step.what, due=later, now=NOW)
    taken = take_on(deal, CONTEXT, step_id=step.id, by=OMAR, what=step.what, due=step.due, now=NOW)
    assert the_step(taken.deal).status is StepStatus.OPEN


def test_there_is_nothing_to_agree_to_before_a_date_was_named() -> None:
    with pytest.raises(AlreadyEnded):
        agree(asked(), CONTEXT, step_id=CREW, by=ANA, now=NOW)


# Silence


def begun(who: UserId = OMAR, *, context: Context = CONTEXT, of: UserId = ANA, **changes: object) -> Story:
    told = Story(a_deal(lived_at=NOW, **changes), context)
    told.do(lambda deal: asking(deal, who, of=of, context=context), NOW, actor=of)
    told.tell(NOW)
    return told


def test_silence_goes_from_private_to_the_channel_to_the_lead_and_no_further() -> None:
    told = begun(FAYE).play(at("2026-12-04 18:00"))

    assert told.heard(NEW_YORK, KIND) == [
        Heard("Mon 23 Nov 08:00", KIND, 1, Where.PRIVATE),
        Heard("Tue 24 Nov 09:00", KIND, 2, Where.CHANNEL),
        Heard("Wed 25 Nov 09:00", KIND, 3, Where.CHANNEL),
    ]
    third = [event for _, event in told.nudges() if event.kind is KIND][-1]
    assert (third.who, third.also, third.decider_id) == (FAYE, (OMAR,), None)


def test_within_working_hours_the_question_comes_at_once() -> None:
    assert begun().heard(HELSINKI, KIND) == [Heard("Mon 23 Nov 10:00", KIND, 1, Where.PRIVATE)]


@pytest.mark.parametrize(
    ("who", "leads", "hears"),
    [
        (OMAR, (("delivery", FAYE), ("finance", OMAR)), FAYE),
        (OMAR, (("delivery", OMAR),), ANA),
        (SUE, (("delivery", OMAR), ("finance", FAYE)), FAYE),
        (TIM, (("delivery", OMAR), ("finance", FAYE)), OMAR),
        (TIM, (), ANA),
    ],
)
def test_the_lead_of_their_function_hears_of_it_or_the_owner(
    who: UserId, leads: tuple[tuple[str, UserId], ...], hears: UserId
) -> None:
    held = an_item("bill", function="finance", holder_id=SUE)

    told = begun(who, context=with_times(), leads=leads, items=(held,)).play(at("2026-11-27 23:00"))

    third = [event for _, event in told.nudges() if event.kind is KIND and event.rung == 3]
    assert [event.also for event in third] == [(hears,)]


@pytest.mark.parametrize(("title", "is_gate", "rungs"), [("Lend us the crew", True, 4), ("lend us the crew", False, 3)])
def test_leadership_hears_of_a_gate_alone(title: str, is_gate: bool, rungs: int) -> None:
    gate = an_item("crew", title=title, is_gate=is_gate)

    told = begun(items=(gate,)).play(at("2026-12-04 18:00"))

    assert len(told.heard(HELSINKI, KIND)) == rungs


def test_once_another_date_is_named_the_asker_is_asked_from_the_first_word_on() -> None:
    told = begun().play(at("2026-11-25 10:30"))
    assert len(told.heard(HELSINKI, KIND)) == 3

    answered_at = at("2026-11-25 11:00")
    happened = told.do(
        lambda deal: counter(deal, CONTEXT, step_id=CREW, by=OMAR, due=NEXT_WEDNESDAY, reason="away", now=answered_at),
        answered_at,
        actor=OMAR,
    )

    assert happened[0] == StepCountered(CREW, "lend us the crew", OMAR, ANA, FRIDAY, NEXT_WEDNESDAY, "away")
    of_it = [event for event in happened[1:] if getattr(event, "kind", None) is KIND]
    assert [type(event) for event in of_it] == [LapseClosed, LapseOpened, Nudged]
    asked_now = of_it[-1]
    assert isinstance(asked_now, Nudged)
    assert (asked_now.who, asked_now.rung, asked_now.where) == (ANA, 1, Where.PRIVATE)


@pytest.mark.parametrize(
    ("act", "who", "said"),
    [
        (accept, OMAR, {}),
        (turn_down, OMAR, {"reason": "no"}),
        (withdraw, ANA, {}),
    ],
)
def test_an_answer_ends_the_question_and_everything_that_would_follow(
    act: Act, who: UserId, said: dict[str, object]
) -> None:
    told = begun()

    happened = told.do(lambda deal: act(deal, CONTEXT, step_id=CREW, by=who, now=NOW, **said), NOW, actor=who)

    (closed,) = (event for event in happened if isinstance(event, LapseClosed) and event.kind is KIND)
    assert closed.how is Unsaid.ANSWERED
    assert len(told.play(at("2026-11-30 09:00")).heard(HELSINKI, KIND)) == 1


def test_a_stand_in_is_asked_for_the_absent() -> None:
    context = with_times(omar=away(TIM))

    told = begun(context=context)

    (_, nudged), *_ = told.nudges()
    assert (nudged.who, nudged.instead_of) == (TIM, OMAR)
    assert accept(told.deal, context, step_id=CREW, by=TIM, now=NOW).deal.steps[-1].by == TIM


def test_for_somebody_whose_account_was_switched_off_the_lead_is_asked_and_finds_who_takes_over() -> None:
    told = begun(SUE, context=with_times())
    gone = with_times()
    people = {**gone.people, SUE: replace(gone.people[SUE], is_active=False)}
    told.context = replace(gone, people=people)

    told.play(at("2026-11-25 18:00"))

    assert {event.who for _, event in told.nudges() if event.kind is KIND and event.rung == 2} == {OMAR}
    assert any("takes over from Sue" in item.title for item in told.deal.items)


def test_it_can_be_put_off_like_any_question() -> None:
    told = begun()

    told.do(
        lambda deal: snoozing.snooze(deal, CONTEXT, by=OMAR, until=by("2026-11-24 15:00"), reason="", now=NOW),
        NOW,
        actor=OMAR,
    )

    assert [each.rung for each in told.play(at("2026-11-25 14:00")).heard(HELSINKI, KIND)] == [1]


# What it is not


def test_a_request_is_no_date_and_its_end_begins_no_span_anew() -> None:
    def undated(deal: Deal) -> list[object]:
        return [each.since for each in conditions(deal, CONTEXT, now=NOW) if each.kind is LapseKind.NOTHING_DATED]

    later = NOW + timedelta(hours=3)
    plain = undated(a_deal())

    assert undated(asked()) == plain
    assert undated(withdraw(asked(), CONTEXT, step_id=CREW, by=ANA, now=later).deal) == plain
    assert undated(turn_down(asked(), CONTEXT, step_id=CREW, by=OMAR, reason="no", now=later).deal) == plain
    assert undated(accept(asked(), CONTEXT, step_id=CREW, by=OMAR, now=later).deal) == []


def test_a_step_that_was_taken_on_and_then_done_was_promised() -> None:
    taken = accept(asked(), CONTEXT, step_id=CREW, by=OMAR, now=NOW).deal

    assert was_promised(the_step(taken))
    assert not was_promised(the_step(asked()))


@pytest.mark.parametrize(
    ("choice", "status", "goes_on"),
    [
        (Choice.CONTINUE, StepStatus.OFFERED, True),
        (Choice.REPLAN, StepStatus.OFFERED, True),
        (Choice.RETURN, StepStatus.OFFERED, True),
        (Choice.HOLD, StepStatus.OFFERED, False),
        (Choice.STOP, StepStatus.DROPPED, False),
    ],
)
def test_what_a_decision_makes_of_a_request(choice: Choice, status: StepStatus, goes_on: bool) -> None:
    told = begun().play(at("2026-11-27 18:00"))
    decided_at = at("2026-11-30 10:00")
    verdict = Verdict(
        choice, "why", what="x", due=by("2026-12-04"), until=by("2026-12-07"), promised_on=by("2027-03-01").on
    )

    told.do(
        lambda deal: deciding.decide(deal, CONTEXT, verdict, by=LIV, step_id=StepId(id_of("x")), now=decided_at),
        decided_at,
        actor=LIV,
    )

    assert the_step(told.deal).status is status
    assert any(each.kind is KIND and each.closed_at is None for each in told.deal.lapses) is goes_on


def test_a_deal_that_wakes_asks_afresh_and_in_private() -> None:
    told = begun()
    told.deal = replace(told.deal, status=DealStatus.HELD, held_until=by("2026-12-01"))
    told.look(NOW)

    told.play(at("2026-12-02 12:00"))

    assert [(each.rung, each.where) for each in told.heard(HELSINKI, KIND)] == [(1, Where.PRIVATE), (1, Where.PRIVATE)]


def test_a_deal_whose_ladder_is_older_than_requests_asks_by_the_default_one() -> None:
    old = Ladder({kind: rungs for kind, rungs in DEFAULT_LADDER.lapses.items() if kind != KIND})

    told = begun(ladder=old).play(at("2026-11-25 18:00"))

    assert [each.rung for each in told.heard(HELSINKI, KIND)] == [1, 2, 3]


def test_a_playbook_may_wait_before_it_asks() -> None:
    rungs = replace(DEFAULT_LADDER.lapses[KIND], opens_after_hours=4)
    deal = asked(ladder=Ladder({**DEFAULT_LADDER.lapses, KIND: rungs}))

    assert [each.since for each in unanswered(deal, CONTEXT)] == [at("2026-11-23 14:00")]


def test_whoever_is_asked_about_a_private_deal_works_on_it_and_joins_its_channel() -> None:
    context = with_times()
    told = Story(a_deal(is_private=True), context)

    told.do(lambda deal: asking(deal, TIM, context=context), NOW, actor=ANA)

    assert TIM in members(told.deal)
    assert [(row.kind, row.to_user) for row in told.rows if row.to_user == TIM] == [
        (Kind.INVITE, TIM),
        (Kind.NUDGE, TIM),
    ]


# Whatever people do


ACTS = st.sampled_from(("accept", "counter", "decline", "agree", "withdraw", "wait"))
BY_NAME: dict[str, Act] = {
    "accept": accept,
    "counter": counter,
    "decline": turn_down,
    "agree": agree,
    "withdraw": withdraw,
}


@given(st.lists(st.tuples(ACTS, st.sampled_from((ANA, OMAR, FAYE, SUE)), st.integers(1, 40)), max_size=8))
def test_however_people_answer_one_turn_is_open_at_a_time_and_the_first_word_of_each_is_private(
    acts: list[tuple[str, UserId, int]],
) -> None:
    context = with_times()
    told = begun(SUE, of=FAYE, context=context)
    now = NOW
    for name, who, hours in acts:
        now += timedelta(hours=hours)
        told.play(now)
        if name == "wait":
            continue
        said = SAID[BY_NAME[name]] | ({"due": by("2026-12-30")} if name == "counter" else {})
        try:
            told.do(
                lambda deal, rule=BY_NAME[name], who=who, now=now, said=said: rule(  # type: ignore[misc]
                    deal, context, step_id=CREW, by=who, now=now, **said
                ),
                now,
                actor=who,
            )
        except Refusal:
            continue
        told.tell(now)

    open_ones = [each for each in told.deal.lapses if each.kind is KIND and each.closed_at is None]
    waits = the_step(told.deal).status is StepStatus.OFFERED
    assert len(open_ones) == int(waits)
    rungs: dict[object, list[Nudged]] = {}
    for recorded, nudged in told.nudges():
        if nudged.kind is KIND:
            assert is_spoken_to(recorded.at, context.people[nudged.who].zone)
            rungs.setdefault(nudged.lapse_id, []).append(nudged)
    for fired in rungs.values():
        assert [each.rung for each in fired] == list(range(1, len(fired) + 1))
        assert fired[0].where is Where.PRIVATE
        assert len({each.who for each in fired}) == 1
