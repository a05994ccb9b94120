"""The second slip of our own making asks for a decision, and whose doing a slip was decides whether it counts."""

from dataclasses import replace

import pytest

from bot.events import Change, StepDropped
from bot.ladder import DEFAULT_LADDER
from bot.model import Choice, Deal, LapseKind, Slip, StepId, StepStatus, UserId, WaitingOn
from bot.playbook import Ladder, Where
from bot.rules import deciding
from bot.rules.condition import Condition
from bot.rules.deciding import Verdict
from bot.rules.lapses import conditions
from bot.rules.slipped_twice import own_slips
from bot.rules.steps import reschedule
from tests.bot.making import ANA, BERLIN, CONTEXT, LIV, NOW, OMAR, Heard, Story, a_deal, a_lapse, a_step, at, by, id_of

KIND = LapseKind.SLIPPED_TWICE
US, CUSTOMER, THIRD = WaitingOn.US, WaitingOn.CUSTOMER, WaitingOn.THIRD_PARTY
DUE = ("2026-11-27", "2026-12-01", "2026-12-02", "2026-12-03")


def moved(*causes: WaitingOn, **changes: object) -> Deal:
    """Return a deal whose step was moved on one day after the other, each time because of somebody else."""
    slips = tuple(
        Slip(at(f"2026-11-{24 + n} 12:00"), ANA, by(DUE[n]), by(DUE[n + 1]), "rain", is_early=True, cause=cause)
        for n, cause in enumerate(causes)
    )
    step = a_step(due=by(DUE[len(causes)]), first_due=by(DUE[0]), slips=slips)
    return replace(a_deal(steps=(step,), lived_at=at("2026-11-27 12:00")), **changes)  # type: ignore[arg-type]


def found(deal: Deal) -> list[Condition]:
    return [each for each in conditions(deal, CONTEXT, now=NOW) if each.kind is KIND]


def decided(story: Story, choice: Choice, who: UserId, now: str) -> tuple[object, ...]:
    verdict = Verdict(choice, "we send two", what="send two crews", due=by("2026-12-04"), until=by("2027-01-11"))

    def rule(deal: Deal) -> Change:
        step_id = StepId(id_of("instead"))
        return deciding.decide(deal, CONTEXT, verdict, by=who, step_id=step_id, now=at(now))

    return story.do(rule, at(now), actor=who)


@pytest.mark.parametrize(
    ("causes", "asked_at"),
    [
        ((), None),
        ((US,), None),
        ((US, US), "2026-11-25 12:00"),
        ((US, CUSTOMER), None),
        ((CUSTOMER, THIRD, US), None),
        ((US, THIRD, US), "2026-11-26 12:00"),
        ((US, US, US), "2026-11-25 12:00"),
    ],
)
def test_the_second_slip_of_our_own_asks_the_lead(causes: tuple[WaitingOn, ...], asked_at: str | None) -> None:
    assert [(each.who, each.since) for each in found(moved(*causes))] == ([(OMAR, at(asked_at))] if asked_at else [])


def test_a_step_that_was_moved_nearer_did_not_slip() -> None:
    nearer = Slip(NOW, ANA, by("2026-12-03"), by("2026-12-01"), "r", is_early=True)

    assert own_slips(a_step(slips=(nearer, nearer))) == ()


@pytest.mark.parametrize("status", [StepStatus.KEPT, StepStatus.DROPPED])
def test_about_a_step_that_has_ended_nobody_is_asked(status: StepStatus) -> None:
    deal = moved(US, US)

    assert found(replace(deal, steps=(replace(deal.steps[0], status=status, ended_at=NOW),))) == []


def test_a_deal_from_before_is_not_asked_about() -> None:
    old = Ladder({kind: rungs for kind, rungs in DEFAULT_LADDER.lapses.items() if kind != KIND})

    assert found(moved(US, US, ladder=old)) == []


def test_a_playbook_may_let_some_hours_pass_in_the_leads_own_time() -> None:
    later = replace(DEFAULT_LADDER.lapses[KIND], opens_after_hours=4)
    deal = moved(US, US, ladder=Ladder({**DEFAULT_LADDER.lapses, KIND: later}))

    assert [each.since for each in found(deal)] == [at("2026-11-25 15:00", BERLIN)]


def test_the_lead_decides_privately_then_in_the_channel_then_leadership_hears() -> None:
    story = Story(moved(US, US)).play(at("2026-11-27 18:00"))

    assert story.heard(BERLIN, kind=KIND) == [
        Heard("Wed 25 Nov 11:00", KIND, 1, Where.PRIVATE),
        Heard("Thu 26 Nov 11:00", KIND, 2, Where.CHANNEL),
        Heard("Fri 27 Nov 11:00", KIND, 3, Where.LEADERSHIP),
    ]
    assert [event.decider_id for _, event in story.nudges() if event.kind is KIND] == [OMAR, OMAR, None]


def test_who_leads_does_not_decide_about_a_step_of_their_own() -> None:
    deal = moved(US, US)

    assert [each.who for each in found(replace(deal, steps=(replace(deal.steps[0], by=OMAR),)))] == [ANA]


def test_going_on_with_another_step_ends_the_one_that_kept_moving() -> None:
    story = Story(moved(US, US)).play(at("2026-11-25 13:00"))

    events = decided(story, Choice.CONTINUE, OMAR, "2026-11-25 14:00")

    assert [event.what for event in events if isinstance(event, StepDropped)] == ["call"]
    assert [step.what for step in story.deal.steps if step.status is StepStatus.OPEN] == ["send two crews"]
    assert found(story.deal) == []


def test_on_hold_the_step_keeps_its_date_and_the_question_is_answered() -> None:
    story = Story(moved(US, US)).play(at("2026-11-25 13:00"))

    events = decided(story, Choice.HOLD, OMAR, "2026-11-25 14:00")

    assert not [event for event in events if isinstance(event, StepDropped)]
    assert all(each.closed_at for each in story.deal.lapses)


def test_after_a_decision_the_next_slip_of_ours_asks_once_more() -> None:
    closed = a_lapse(KIND, moved(US).steps[0].id, rung=1, closed_at=at("2026-11-25 14:00"))

    assert found(moved(US, US, lapses=(closed,))) == []
    assert found(moved(US, US, CUSTOMER, lapses=(closed,))) == []
    assert [each.since for each in found(moved(US, US, US, lapses=(closed,)))] == [at("2026-11-26 12:00")]


@pytest.mark.parametrize(("cause", "is_asked"), [(US, True), (CUSTOMER, False), (THIRD, False), (None, True)])
def test_said_as_people_say_it_the_cause_decides(cause: WaitingOn | None, *, is_asked: bool) -> None:
    story = Story(replace(moved(US), lived_at=None))
    step, now = story.deal.steps[0], at("2026-11-25 12:00")

    def rule(deal: Deal) -> Change:
        due = by("2026-12-03")
        return reschedule(deal, CONTEXT, step_id=step.id, by=ANA, due=due, reason="rain", now=now, cause=cause)

    story.do(rule, now, actor=ANA)

    assert (KIND in [event.kind for _, event in story.nudges()]) is is_asked


def test_the_one_who_moved_it_is_told_of_nothing_they_said_themselves() -> None:
    nudges = [event for _, event in Story(moved(US, US)).play(at("2026-11-26 18:00")).nudges() if event.kind is KIND]

    assert {each.who for each in nudges} == {OMAR}
    assert LIV not in {user for each in nudges for user in each.also}
