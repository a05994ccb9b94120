"""Who is asked while people are away or gone: in whose calendar, in whose place, and who may answer."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.context import Context
from bot.events import ItemAdded, Nudged
from bot.model import (
    Absence,
    Deal,
    ItemStatus,
    LapseKind,
    Offer,
    Parked,
    Person,
    PersonalTime,
    StepId,
    UserId,
    WaitingOn,
    Week,
)
from bot.playbook import Where
from bot.refusals import NotYours, Refusal
from bot.rules import deciding, items, owner, steps
from bot.rules.asking import Asked, Cannot, asked, asked_in_turn, lead_for, next_turn, stood_in_for, with_stand_ins
from bot.rules.deciding import Verdict
from bot.rules.evidence import Proof
from bot.rules.review import review
from bot.working_time import is_working_moment
from tests.bot.making import (
    ANA,
    BERLIN,
    FAYE,
    GONE,
    GUEST,
    HELSINKI,
    LIV,
    NEW_YORK,
    NOW,
    OMAR,
    PEOPLE,
    SINCE,
    STRANGER,
    SUE,
    TIM,
    UNTIL,
    Story,
    a_deal,
    a_lapse,
    a_step,
    an_item,
    at,
    away,
    by,
    id_of,
    with_times,
)

COMPANY = [ANA, OMAR, FAYE, LIV, SUE, TIM]


@pytest.mark.parametrize(
    ("context", "who", "function", "expected"),
    [
        pytest.param(with_times(), OMAR, None, Asked(OMAR), id="who is there is asked"),
        pytest.param(with_times(), STRANGER, None, Asked(STRANGER), id="and of whom nothing is known yet"),
        pytest.param(
            with_times(omar=away(SUE)), OMAR, None, Asked(SUE, OMAR, Cannot.AWAY, UNTIL), id="away: their stand-in"
        ),
        pytest.param(
            with_times(ana=away()), ANA, "finance", Asked(FAYE, ANA, Cannot.AWAY, UNTIL), id="without one: the lead"
        ),
        pytest.param(
            with_times(omar=away(SUE), sue=away(TIM)),
            OMAR,
            "finance",
            Asked(FAYE, OMAR, Cannot.AWAY, UNTIL),
            id="an absent stand-in: the lead, not the stand-in's stand-in",
        ),
        pytest.param(
            with_times(omar=away(GONE)), OMAR, None, Asked(ANA, OMAR, Cannot.AWAY, UNTIL), id="a stand-in who left"
        ),
        pytest.param(
            with_times(omar=away(OMAR)),
            OMAR,
            None,
            Asked(ANA, OMAR, Cannot.AWAY, UNTIL),
            id="nobody stands in for self",
        ),
        pytest.param(
            with_times(ana=away(), omar=away(SUE)),
            ANA,
            None,
            Asked(SUE, ANA, Cannot.AWAY, UNTIL),
            id="an absent lead: who stands in for the lead",
        ),
        pytest.param(
            with_times(ana=away(), omar=away(), faye=away()),
            ANA,
            None,
            Asked(LIV, ANA, Cannot.AWAY, UNTIL),
            id="nobody there: whoever is asked by default",
        ),
        pytest.param(
            with_times(ana=away(), omar=away(), liv=away()),
            ANA,
            None,
            Asked(LIV, ANA, Cannot.AWAY, UNTIL),
            id="even while they are away: somebody must be asked",
        ),
        pytest.param(with_times(), GONE, None, Asked(OMAR, GONE, Cannot.DEACTIVATED), id="deactivated: the lead"),
        pytest.param(with_times(), GUEST, "finance", Asked(FAYE, GUEST, Cannot.OUTSIDE), id="a guest: the lead"),
        pytest.param(
            with_times(gone=away(SUE)), GONE, None, Asked(SUE, GONE, Cannot.DEACTIVATED, UNTIL), id="who left in leave"
        ),
    ],
)
def test_the_first_who_can_answer_is_asked(
    context: Context, who: UserId, function: str | None, expected: Asked
) -> None:
    assert asked(a_deal(), context, who, function, now=NOW) == expected


@pytest.mark.parametrize(
    ("moment", "whom"),
    [
        ("2026-11-22 23:59", OMAR),
        ("2026-11-23 00:00", SUE),
        ("2026-12-04 23:59", SUE),
        ("2026-12-05 00:00", OMAR),
    ],
)
def test_an_absence_begins_and_ends_at_midnight_where_the_absent_one_lives(moment: str, whom: UserId) -> None:
    assert asked(a_deal(), with_times(omar=away(SUE)), OMAR, None, now=at(moment, BERLIN)).whom == whom


def test_of_a_private_deal_only_those_hear_who_work_on_it() -> None:
    context, private = with_times(omar=away(SUE)), a_deal(is_private=True)

    assert asked(private, context, OMAR, None, now=NOW).whom == ANA
    hers = replace(private, steps=(a_step(by=SUE),))
    assert asked(hers, context, OMAR, None, now=NOW).whom == SUE


def test_an_owner_who_leads_it_too_and_is_away_is_stood_in_for_by_one_of_a_private_deals_own_people() -> None:
    led = a_deal(owner_id=OMAR, leads=(("delivery", OMAR), ("finance", FAYE)))
    private = replace(led, is_private=True)

    assert asked(led, with_times(omar=away()), OMAR, None, now=NOW).whom == LIV
    assert asked(private, with_times(omar=away()), OMAR, None, now=NOW).whom == ANA
    assert asked(private, with_times(omar=away(), ana=away()), OMAR, None, now=NOW).whom == FAYE
    # Somebody has to hear of it: where nobody of them is there, whoever is asked by default does.
    assert asked(private, with_times(omar=away(), ana=away(), faye=away()), OMAR, None, now=NOW).whom == LIV


def test_whoever_of_a_private_deals_people_leaves_next_is_a_turn() -> None:
    private = a_deal(owner_id=OMAR, leads=(("delivery", OMAR),), is_private=True)
    later = away(first=date(2026, 12, 8), last=date(2026, 12, 9))

    context = with_times(ana=later)
    assert next_turn(private, context, OMAR, after=NOW) == at("2026-12-08 00:00", context.people[ANA].zone)
    assert next_turn(replace(private, is_private=False), context, OMAR, after=NOW) is None


@pytest.mark.parametrize(
    ("context", "besides", "lead"),
    [
        (with_times(), None, OMAR),
        (with_times(), OMAR, LIV),
        (with_times(omar=away(SUE)), None, SUE),
        (with_times(omar=away(SUE)), SUE, LIV),
        (with_times(omar=away()), None, LIV),
    ],
)
def test_who_is_asked_next_is_neither_who_was_asked_nor_whom_they_stood_in_for(
    context: Context, besides: UserId | None, lead: UserId
) -> None:
    assert lead_for(a_deal(leads=(("delivery", OMAR),)), context, ANA, None, now=NOW, besides=besides) == lead


def test_whoever_is_asked_instead_may_answer_too_and_is_named_once() -> None:
    context = with_times(omar=away(SUE), faye=away(SUE))

    assert with_stand_ins(a_deal(), context, (OMAR, FAYE, ANA), now=NOW) == (OMAR, FAYE, ANA, SUE)
    assert with_stand_ins(a_deal(), with_times(), (OMAR, ANA), now=NOW) == (OMAR, ANA)


@pytest.mark.parametrize(("person", "expected"), [(SUE, (OMAR,)), (LIV, (OMAR, FAYE)), (TIM, ())])
def test_the_absent_are_read_by_their_stand_in_and_by_whoever_is_asked_last(
    person: UserId, expected: tuple[UserId, ...]
) -> None:
    assert stood_in_for(with_times(omar=away(SUE), faye=away()), person, now=NOW) == expected


@pytest.mark.parametrize(
    ("after", "turn"),
    [
        ("2026-11-20 12:00", "2026-11-23 00:00"),
        ("2026-11-23 00:00", "2026-12-05 00:00"),
        ("2026-12-05 00:00", None),
    ],
)
def test_whose_turn_it_is_can_change_at_the_midnights_of_those_around(after: str, turn: str | None) -> None:
    found = next_turn(a_deal(), with_times(omar=away(SUE)), OMAR, after=at(after, BERLIN))

    assert found == (at(turn, BERLIN) if turn else None)


def test_the_turns_of_a_stand_in_count_too() -> None:
    context = with_times(omar=away(SUE), sue=away(first=date(2026, 11, 25), last=date(2026, 11, 25)))

    assert next_turn(a_deal(), context, OMAR, after=NOW) == at("2026-11-25 00:00", NEW_YORK)


@pytest.mark.parametrize(
    ("absence", "meant", "spoken"),
    [
        pytest.param(away(SUE), "2026-11-24 10:00", "2026-11-24 15:00", id="her morning, seven hours later"),
        pytest.param(away(SUE), "2026-11-24 16:00", "2026-11-24 16:00", id="both work"),
        pytest.param(away(SUE, date(2026, 11, 25)), "2026-11-24 16:00", "2026-11-24 16:00", id="not away yet"),
        pytest.param(
            away(SUE, date(2026, 11, 25)),
            "2026-11-24 20:00",
            "2026-11-25 00:00",
            id="away by then, and Sue still works",
        ),
        pytest.param(away(SUE, last=date(2026, 11, 24)), "2026-11-25 10:00", "2026-11-25 10:00", id="back by then"),
    ],
)
def test_a_word_is_said_in_the_hours_of_the_one_who_is_asked_then(absence: Absence, meant: str, spoken: str) -> None:
    context = with_times(ana=absence)

    found = asked_in_turn(a_deal(), context, ANA, None, lambda _: at(meant), now=NOW)

    assert found == at(spoken)


def test_when_nobody_is_there_the_word_waits_for_the_first_who_is_back() -> None:
    everybody = {name: away(last=date(2026, 11, 30)) for name in ("ana", "omar", "faye")}
    context = with_times(liv=away(last=date(2026, 12, 1)), **everybody)

    assert asked_in_turn(a_deal(), context, ANA, None, lambda _: NOW, now=NOW) == at("2026-12-01 08:00")


STEP = a_step(by=ANA, due=by("2026-11-24"), made_at=at("2026-11-16 10:00"))


def told(story: Story, kind: LapseKind) -> list[tuple[str, int, Where, UserId, UserId | None]]:
    """Return who was told what, in Helsinki's time."""
    return [
        (heard.when, event.rung, event.where, event.who, event.instead_of)
        for heard, (_, event) in zip(story.heard(HELSINKI), story.nudges(), strict=True)
        if event.kind is kind
    ]


def test_the_ladder_of_an_absent_persons_step_is_climbed_by_their_stand_in() -> None:
    story = Story(a_deal(steps=(STEP,)), with_times(ana=away(SUE))).play(at("2026-11-28 12:00"))

    assert told(story, LapseKind.STEP_OVERDUE) == [
        ("Tue 24 Nov 17:00", 1, Where.PRIVATE, SUE, ANA),
        ("Wed 25 Nov 17:00", 2, Where.CHANNEL, SUE, ANA),
        ("Thu 26 Nov 17:00", 3, Where.CHANNEL, SUE, ANA),
        ("Fri 27 Nov 17:00", 4, Where.LEADERSHIP, SUE, ANA),
    ]


def test_a_decision_is_awaited_until_the_next_rung_by_the_stand_ins_clock() -> None:
    story = Story(a_deal(steps=(STEP,)), with_times(ana=away(SUE))).play(at("2026-11-28 12:00"))

    card, last = [each for each in story.nudges() if each[1].kind is LapseKind.STEP_OVERDUE][2:]

    assert card[1].decide_by == last[0].at == at("2026-11-27 17:00")


def test_who_is_back_is_asked_again_and_who_leaves_is_not() -> None:
    two_days = away(SUE, date(2026, 11, 25), date(2026, 11, 25))
    story = Story(a_deal(steps=(STEP,)), with_times(ana=two_days)).play(at("2026-11-28 12:00"))

    assert told(story, LapseKind.STEP_OVERDUE)[:3] == [
        ("Tue 24 Nov 17:00", 1, Where.PRIVATE, ANA, None),
        ("Wed 25 Nov 17:00", 2, Where.CHANNEL, SUE, ANA),
        ("Fri 27 Nov 09:00", 3, Where.CHANNEL, ANA, None),
    ]


def test_an_owners_absence_never_changes_the_owner() -> None:
    story = Story(a_deal(), with_times(ana=away(SUE))).play(at("2026-12-04 12:00"))

    assert {event.who for _, event in story.nudges()} == {SUE}
    assert story.deal.owner_id == ANA


def test_a_decision_is_asked_of_the_leads_stand_in_not_of_an_absent_lead() -> None:
    deal = a_deal(steps=(STEP,), leads=(("delivery", OMAR),))
    story = Story(deal, with_times(omar=away(SUE), liv=away(TIM))).play(at("2026-11-28 12:00"))

    deciding_ = [event for _, event in story.nudges() if event.kind is LapseKind.STEP_OVERDUE][2:]

    assert [(each.decider_id, each.also) for each in deciding_] == [(SUE, (SUE,)), (None, (TIM,))]


@pytest.mark.parametrize(
    ("who", "words"),
    [(GONE, "their account is deactivated"), (GUEST, "they are a guest here")],
)
def test_for_whom_can_never_answer_somebody_visibly_finds_a_successor(who: UserId, words: str) -> None:
    deal = a_deal(steps=(replace(STEP, by=who),))
    story = Story(deal, with_times()).play(at("2026-11-25 12:00"))

    (added,) = [each.event for each in story.log if isinstance(each.event, ItemAdded)]
    name = PEOPLE[who].name
    assert (added.title, added.holder_id) == (f"Find who takes over from {name}: {words}", OMAR)
    assert {event.who for _, event in story.nudges()} == {OMAR}
    (line,) = story.deal.items
    assert (line.status, line.holder_id, line.due) == (ItemStatus.OPEN, OMAR, by("2026-11-25", BERLIN))


def test_the_deal_is_looked_at_in_time_for_that_line() -> None:
    deal = a_deal(steps=(replace(STEP, by=GONE), replace(STEP, id=StepId(id_of("x")), what="x")))

    change = review(deal, with_times(), now=at("2026-11-24 09:00"))

    assert change.deal.next_review_at
    assert change.deal.next_review_at <= at("2026-11-25 09:00", BERLIN)


SOON = by("2026-12-01")
ABSENT = with_times(ana=away(SUE), omar=away(TIM))
"""Ana owns, Omar leads delivery."""


def open_for(deal: Deal, who: UserId) -> set[str]:
    """Return what somebody may do to a deal."""
    step, item = deal.steps[0].id if deal.steps else id_of("none"), deal.items[0].id if deal.items else id_of("none")
    tries = {
        "keep": lambda: steps.keep(deal, ABSENT, step_id=step, by=who, now=NOW),
        "move": lambda: steps.reschedule(deal, ABSENT, step_id=step, by=who, due=SOON, reason="rain", now=NOW),
        "park": lambda: steps.park(
            deal, ABSENT, step_id=step, by=who, on=WaitingOn.CUSTOMER, until=SOON, reason="", now=NOW
        ),
        "mean": lambda: steps.meant(deal, ABSENT, said="", by=who, now=NOW),
        "finish": lambda: items.finish(deal, ABSENT, item_id=item, by=who, proof=Proof("p"), now=NOW),
        "accept": lambda: items.accept(deal, ABSENT, item_id=item, by=who, now=NOW),
        "send back": lambda: items.send_back(deal, ABSENT, item_id=item, by=who, reason="r", now=NOW),
        "own": lambda: owner.accept(deal, ABSENT, by=who, now=NOW),
        "decline": lambda: owner.decline(deal, ABSENT, by=who, reason="no", now=NOW),
        "decide": lambda: deciding.decide(deal, ABSENT, VERDICT, by=who, step_id=StepId(UUID(int=9)), now=NOW),
    }
    may = set()
    for name, act in tries.items():
        with suppress(Refusal):
            act()
            may.add(name)
    return may


VERDICT = Verdict(deciding.Choice.STOP, "the customer left")
EVERY_STEP = {"keep", "move", "park", "mean"}
DONE = an_item(status=ItemStatus.DONE, accepted_by="delivery", done_by=FAYE, done_at=NOW)
ASKED_TO_DECIDE = a_lapse(LapseKind.STEP_OVERDUE, STEP.id, decider_id=OMAR, rung=3, told_at=NOW)


@pytest.mark.parametrize(
    ("deal", "stand_in", "expected"),
    [
        (a_deal(steps=(a_step(by=ANA),), leads=()), SUE, EVERY_STEP),
        (a_deal(steps=(a_step(by=ANA),)), TIM, EVERY_STEP),
        (
            a_deal(owner_id=LIV, leads=(), steps=(a_step(by=LIV, parked=Parked(WaitingOn.US, SOON, ANA, "")),)),
            SUE,
            EVERY_STEP,
        ),
        (a_deal(items=(an_item(),)), TIM, {"finish"}),
        (a_deal(items=(DONE,)), TIM, {"accept", "send back"}),
        (a_deal(offer=Offer(OMAR, ANA, NOW)), TIM, {"own", "decline"}),
        (a_deal(leads=(), steps=(replace(STEP, by=FAYE),), lapses=(ASKED_TO_DECIDE,), owner_id=LIV), TIM, {"decide"}),
    ],
    ids=["a step", "a lead's stand-in", "who chases", "a line", "to accept", "an offer", "a decision"],
)
def test_who_stands_in_may_do_what_the_absent_one_could(deal: Deal, stand_in: UserId, expected: set[str]) -> None:
    assert open_for(deal, stand_in) == expected
    nobody = UserId("UNOBODY")
    assert open_for(deal, nobody) == set()


def test_a_refusal_names_the_stand_in_too() -> None:
    with pytest.raises(NotYours) as refused:
        steps.keep(a_deal(steps=(a_step(by=ANA),), leads=()), ABSENT, step_id=id_of("call"), by=FAYE, now=NOW)

    assert refused.value.may == (ANA, SUE)


def test_who_takes_the_deal_over_for_somebody_owns_it() -> None:
    change = owner.accept(a_deal(offer=Offer(OMAR, ANA, NOW)), ABSENT, by=TIM, now=NOW)

    assert change.deal.owner_id == TIM


def test_what_stood_still_of_somebody_who_left_goes_on_with_the_next_one_up() -> None:
    deal = a_deal(steps=(replace(STEP, by=GONE),), lapses=(replace(ASKED_TO_DECIDE, decider_id=FAYE),))
    verdict = Verdict(deciding.Choice.CONTINUE, "the pump is there", what="fit it", due=SOON)

    change = deciding.decide(deal, with_times(), verdict, by=FAYE, step_id=StepId(UUID(int=9)), now=NOW)

    assert change.deal.steps[-1].by == OMAR


NIGHTS = PersonalTime(week=Week(frozenset({1, 3}), time(14), time(22)))


def test_a_rungs_delay_runs_in_the_week_of_the_one_who_must_act() -> None:
    deal = a_deal(steps=(replace(STEP, due=by("2026-11-24 15:00"), first_due=by("2026-11-24 15:00")),))
    story = Story(deal, with_times(ana=NIGHTS)).play(at("2026-12-05 12:00"))

    assert [when for when, *_ in told(story, LapseKind.STEP_OVERDUE)] == [
        "Tue 24 Nov 15:00",
        "Tue 24 Nov 17:00",
        "Thu 26 Nov 17:00",
        "Tue 01 Dec 17:00",
    ]


def test_nobody_is_asked_on_a_holiday_of_their_region() -> None:
    finland = {"FI": frozenset({date(2026, 11, 25)})}
    context = replace(with_times(ana=PersonalTime(region="FI")), days_off=finland)
    story = Story(a_deal(steps=(STEP,)), context).play(at("2026-11-28 12:00"))

    assert [when for when, *_ in told(story, LapseKind.STEP_OVERDUE)] == [
        "Tue 24 Nov 17:00",
        "Thu 26 Nov 10:00",
        "Fri 27 Nov 10:00",
    ]


@pytest.mark.parametrize(
    ("calm", "first"),
    [
        pytest.param("2026-11-24 17:30", "Tue 24 Nov 17:30", id="for half an hour"),
        pytest.param("2026-11-24 19:00", "Wed 25 Nov 08:00", id="until after work"),
        pytest.param("2026-11-25 11:00", "Wed 25 Nov 08:00", id="into the next morning"),
        pytest.param("2026-12-24 11:00", "Wed 25 Nov 08:00", id="for weeks"),
        pytest.param("2026-11-24 12:00", "Tue 24 Nov 17:00", id="over by then"),
    ],
)
def test_do_not_disturb_defers_to_the_next_working_morning_at_most(calm: str, first: str) -> None:
    context = with_times(ana=PersonalTime(quiet_until=at(calm)))
    story = Story(a_deal(steps=(replace(STEP, made_at=at("2026-11-24 08:00")),)), context).play(at("2026-11-27 12:00"))

    heard = told(story, LapseKind.STEP_OVERDUE)
    assert heard[0][:2] == (first, 1)
    assert [rung for _, rung, *_ in heard] == list(range(1, len(heard) + 1)), "It consumed no rung."


def test_of_whom_do_not_disturb_is_over_nothing_is_deferred() -> None:
    moment = datetime.fromisoformat("2026-11-24T15:00:00+00:00")
    context = with_times(ana=PersonalTime(quiet_until=moment))

    assert asked_in_turn(a_deal(), context, ANA, None, lambda _: moment, now=moment) == moment


def test_each_nudge_says_for_whom_only_where_somebody_stands_in() -> None:
    story = Story(a_deal(steps=(STEP,)), with_times()).play(at("2026-11-28 12:00"))

    assert {each.event.instead_of for each in story.log if isinstance(each.event, Nudged)} == {None}


@st.composite
def lives(draw: st.DrawFn) -> tuple[Context, Deal]:
    """Draw a company in which anybody may be away, gone or a guest, and a deal of theirs."""
    people = {}
    for who in COMPANY:
        absences = []
        for _ in range(draw(st.integers(0, 2))):
            first = SINCE + timedelta(days=draw(st.integers(-10, 10)))
            last = first + timedelta(days=draw(st.integers(0, 30)))
            absences.append(Absence(first, last, who, draw(st.none() | st.sampled_from([*COMPANY, STRANGER]))))
        week = Week(draw(st.frozensets(st.integers(0, 6), min_size=1)), time(draw(st.integers(0, 9))), time(20))
        calm = NOW + timedelta(hours=draw(st.integers(-24, 200)))
        own = PersonalTime(week, draw(st.sampled_from([None, "FI"])), tuple(absences), calm)
        zone = draw(st.sampled_from([HELSINKI, NEW_YORK, "Pacific/Auckland", "Asia/Kolkata"]))
        is_active, is_guest = (draw(st.integers(0, 9)) > 0 for _ in range(2))
        people[who] = Person(who, who, zone, is_active=is_active, is_guest=not is_guest, time=own)
    days_off = {"FI": frozenset(SINCE + timedelta(days=each) for each in draw(st.sets(st.integers(0, 40))))}
    context = Context.among(people, LIV, days_off=days_off)
    leads = tuple((name, draw(st.sampled_from([*COMPANY, STRANGER]))) for name in ("delivery", "finance"))
    return context, a_deal(owner_id=draw(st.sampled_from(COMPANY)), leads=leads, is_private=draw(st.booleans()))


@given(lives(), st.sampled_from(COMPANY), st.sampled_from([None, "delivery", "finance"]), st.integers(0, 24 * 30))
def test_whoever_is_asked_is_there_and_can_answer_or_is_asked_by_default(
    life: tuple[Context, Deal], who: UserId, function: str | None, hours: int
) -> None:
    (context, deal), now = life, NOW + timedelta(hours=hours)

    turn = asked(deal, context, who, function, now=now)

    is_there = context.is_able(turn.whom) and context.absence(turn.whom, now) is None
    assert is_there or turn.whom == context.default_owner
    assert turn.instead_of == (None if turn.whom == who else who)
    assert turn.whom in with_stand_ins(deal, context, (who,), now=now, function=function)


@given(lives(), st.sampled_from(COMPANY), st.integers(-48, 24 * 30))
def test_what_is_to_be_said_is_said_once_there_is_somebody_and_in_their_hours(
    life: tuple[Context, Deal], who: UserId, hours: int
) -> None:
    (context, deal), meant = life, NOW + timedelta(hours=hours)

    found = asked_in_turn(deal, context, who, None, lambda _: meant, now=NOW)

    whom = asked(deal, context, who, None, now=found).whom
    assert found >= max(meant, NOW)
    assert is_working_moment(context.reachable(whom), found)
    assert context.absence(whom, found) is None
    assert asked_in_turn(deal, context, who, None, lambda _: meant, now=found) == found, (
        "The next look defers it again."
    )


@given(lives(), st.sampled_from(COMPANY))
@settings(max_examples=50, deadline=None)
def test_a_deal_of_people_with_lives_asks_to_be_looked_at_until_its_ladder_ends(
    life: tuple[Context, Deal], who: UserId
) -> None:
    context, deal = life
    story = Story(replace(deal, steps=(replace(STEP, by=who),)), context).play(NOW + timedelta(days=40))

    assert story.deal.next_review_at
    for recorded, event in story.nudges():
        assert is_working_moment(context.reachable(event.who), recorded.at)
        assert context.absence(event.who, recorded.at) is None
