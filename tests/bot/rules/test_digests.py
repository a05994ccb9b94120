"""Digests: only what needs somebody, the most consequential first, seven lines at most, nothing when there is nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

import pytest

from bot.context import Context
from bot.events import Decided, Event, Nudged, OwnerOffered, Recorded, StepKept, StepRescheduled
from bot.model import (
    Absence,
    Choice,
    Deal,
    DealId,
    DealStatus,
    Item,
    ItemStatus,
    Lapse,
    LapseKind,
    Offer,
    Parked,
    PersonalTime,
    Request,
    Step,
    StepStatus,
    UserId,
    WaitingOn,
    Week,
)
from bot.outgoing import DigestFacts
from bot.playbook import Where
from bot.rules import digests
from bot.rules.ledger import ledger
from tests.bot.making import (
    ANA,
    BERLIN,
    CONTEXT,
    FAYE,
    HELSINKI,
    LIV,
    NEW_YORK,
    NOW,
    OMAR,
    SUE,
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

MORNING = at("2026-11-24 08:30")
YESTERDAY, TODAY, TOMORROW = by("2026-11-23"), by("2026-11-24"), by("2026-11-25")
CALL = a_step("call", by=ANA, due=TOMORROW)


def mine(*deals: Deal, who: UserId = ANA, zone: str = HELSINKI) -> DigestFacts | None:
    return digests.for_person(deals, who, CONTEXT, zone=zone, now=MORNING)


def shown(facts: DigestFacts | None) -> list[tuple[str, str]]:
    return [(line.kind, line.about) for line in facts.lines] if facts else []


@pytest.mark.parametrize(
    ("zone", "who", "now", "expected"),
    [
        (HELSINKI, ANA, at("2026-11-23 08:00"), at("2026-11-23 08:30")),
        (HELSINKI, ANA, at("2026-11-23 08:30"), at("2026-11-24 08:30")),
        (HELSINKI, ANA, at("2026-11-27 09:00"), at("2026-11-30 08:30")),
        (HELSINKI, ANA, at("2026-11-28 03:00"), at("2026-11-30 08:30")),
        (NEW_YORK, FAYE, at("2026-11-23 08:30", NEW_YORK), at("2026-11-24 08:30", NEW_YORK)),
        (BERLIN, OMAR, at("2026-10-23 09:00", BERLIN), at("2026-10-26 08:30", BERLIN)),
        (NEW_YORK, FAYE, at("2027-03-12 09:00", NEW_YORK), at("2027-03-15 08:30", NEW_YORK)),
    ],
)
def test_a_digest_comes_on_the_next_working_morning(zone: str, who: UserId, now: object, expected: object) -> None:
    assert digests.next_at(CONTEXT, who, time(8, 30), zone=zone, now=now) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (a_step("call", by=ANA, due=YESTERDAY), [("step_overdue", "call")]),
        (a_step("call", by=ANA, due=TODAY), [("step_due", "call")]),
        (CALL, []),
        (a_step("call", by=OMAR, due=YESTERDAY), []),
        (replace(CALL, due=TODAY, parked=Parked(WaitingOn.US, TOMORROW, ANA, "")), []),
        (replace(CALL, due=YESTERDAY, parked=Parked(WaitingOn.US, TODAY, ANA, "")), [("waiting", "call")]),
        (replace(CALL, due=YESTERDAY, parked=Parked(WaitingOn.US, TODAY, OMAR, "")), []),
    ],
)
def test_a_step_is_shown_to_who_must_act_on_it_today(step: Step, expected: list[tuple[str, str]]) -> None:
    assert shown(mine(a_deal(owner_id=LIV, steps=(step,)))) == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (an_item(holder_id=ANA, due=YESTERDAY), [("item_overdue", "contract")]),
        (an_item(holder_id=ANA, due=TODAY), [("item_due", "contract")]),
        (an_item(holder_id=ANA, due=TOMORROW), []),
        (an_item(holder_id=ANA), []),
        (an_item(holder_id=OMAR, due=YESTERDAY), []),
        (an_item(holder_id=ANA, due=YESTERDAY, status=ItemStatus.WAITING), []),
        (an_item(holder_id=ANA, due=YESTERDAY, status=ItemStatus.ACCEPTED), []),
        (an_item(status=ItemStatus.DONE, done_by=OMAR, done_at=NOW, accepted_by="sales"), [("to_accept", "contract")]),
        (an_item(status=ItemStatus.DONE, done_by=OMAR, done_at=NOW, accepted_by="finance"), []),
        (an_item(status=ItemStatus.DONE, done_by=OMAR, done_at=NOW), []),
    ],
)
def test_an_item_is_shown_to_its_holder_and_then_to_its_receiver(item: Item, expected: list[tuple[str, str]]) -> None:
    leads = (("delivery", OMAR), ("finance", FAYE), ("sales", ANA))

    assert shown(mine(a_deal(owner_id=LIV, leads=leads, items=(item,)))) == expected


def test_an_offer_is_shown_to_whom_it_was_made() -> None:
    deal = a_deal(offer=Offer(OMAR, ANA, NOW))

    facts = mine(deal, who=OMAR, zone=BERLIN)

    assert facts
    assert [(line.kind, line.who) for line in facts.lines] == [("owner_offer", ANA)]


def test_nothing_dated_is_shown_to_the_owner_once_it_lapsed() -> None:
    assert shown(mine(a_deal(opened_at=at("2026-11-20 09:00"), owned_at=at("2026-11-20 09:00")))) == [
        ("nothing_dated", "no next step has a date")
    ]
    assert mine(a_deal()) is None


@pytest.mark.parametrize(
    ("lapse", "about"),
    [
        (a_lapse(LapseKind.STEP_OVERDUE, CALL.id, decider_id=ANA), "call"),
        (a_lapse(LapseKind.NOTHING_DATED, decider_id=ANA), "the next step"),
        (a_lapse(LapseKind.OWNER_NOT_ACCEPTED, decider_id=ANA), "who owns this deal"),
    ],
)
def test_a_decision_is_shown_to_its_decider(lapse: object, about: str) -> None:
    deal = a_deal(owner_id=LIV, steps=(replace(CALL, by=OMAR),), lapses=(lapse,))

    assert shown(mine(deal)) == [("decision", about)]
    assert mine(deal, who=FAYE) is None


@pytest.mark.parametrize("status", [DealStatus.HELD, DealStatus.STOPPED, DealStatus.CLOSED, DealStatus.BACKLOG])
def test_a_deal_whose_clocks_stand_needs_nobody(status: DealStatus) -> None:
    assert mine(a_deal(status=status, steps=(a_step(by=ANA, due=YESTERDAY),))) is None


def test_an_empty_digest_is_none() -> None:
    assert mine() is None
    assert digests.for_team((), (), zone=HELSINKI, now=MORNING) is None
    assert digests.for_leadership((a_deal(),), zone=HELSINKI, now=MORNING) is None


def test_lines_come_by_what_happens_if_nobody_looks() -> None:
    deal = a_deal(
        offer=Offer(ANA, OMAR, NOW),
        owner_id=OMAR,
        steps=(a_step("today", by=ANA, due=TODAY), a_step("late", by=ANA, due=YESTERDAY)),
        items=(an_item("i today", holder_id=ANA, due=TODAY), an_item("i late", holder_id=ANA, due=YESTERDAY)),
        lapses=(a_lapse(LapseKind.NOTHING_DATED, decider_id=ANA),),
    )

    assert [kind for kind, _ in shown(mine(deal))] == [
        "decision",
        "owner_offer",
        "step_overdue",
        "item_overdue",
        "step_due",
        "item_due",
    ]


def test_seven_lines_are_shown_the_oldest_first_and_the_rest_is_counted() -> None:
    steps = [a_step(f"call {day}", by=ANA, due=by(f"2026-11-{day:02}")) for day in range(20, 9, -1)]

    facts = mine(a_deal(steps=tuple(steps)))

    assert facts
    assert [line.about for line in facts.lines] == [f"call {day}" for day in range(10, 17)]
    assert (facts.more, facts.day, facts.zone, facts.audience) == (4, "2026-11-24", HELSINKI, "person")


def recent(deal: Deal, *events: Event) -> Sequence[tuple[Deal, Recorded]]:
    return [(deal, Recorded(n, NOW, ANA, event)) for n, event in enumerate(events, 1)]


KEPT = StepKept(CALL.id, "call", ANA, on_time=True, as_first_dated=True)
SLIPPED = StepRescheduled(CALL.id, "survey", ANA, YESTERDAY, TOMORROW, "rain", is_early=True, slips=1)
DECIDED = Decided(Choice.HOLD, ANA, "waits", None, None, is_rescue=False)


def test_the_team_sees_decisions_then_slips_then_what_was_decided_and_kept() -> None:
    deal = a_deal(lapses=(a_lapse(LapseKind.NOTHING_DATED, decider_id=OMAR),))
    events = recent(deal, KEPT, SLIPPED, DECIDED, OwnerOffered(Offer(OMAR, ANA, NOW)))

    facts = digests.for_team((deal,), events, zone=HELSINKI, now=MORNING)

    assert shown(facts) == [
        ("decision", "the next step"),
        ("slipped", "survey"),
        ("decided", "hold"),
        ("kept", "call"),
        ("figures", ""),
    ]


def test_whom_a_step_is_offered_to_reads_it_each_morning_until_they_answer() -> None:
    offered = a_step("tell the customer", by=OMAR, status=StepStatus.OFFERED, instead_of=id_of("call"))
    deal = a_deal(owner_id=ANA, steps=(offered,))

    mine = digests.for_person((deal,), OMAR, CONTEXT, zone=HELSINKI, now=MORNING)
    answered = a_deal(steps=(replace(offered, status=StepStatus.DROPPED),))

    assert ("step_offer", "tell the customer") in shown(mine)
    assert ("step_offer", "tell the customer") not in shown(
        digests.for_person((answered,), OMAR, CONTEXT, zone=HELSINKI, now=MORNING)
    )


def test_a_deal_whose_steps_did_several_things_is_added_up_and_no_other() -> None:
    deal, other = a_deal(), a_deal(id=DealId(id_of("other")))
    events = [*recent(deal, KEPT, KEPT, SLIPPED), *recent(other, KEPT), *recent(a_deal(is_private=True), KEPT, KEPT)]

    facts = digests.for_team((), events, zone=HELSINKI, now=MORNING)

    assert facts
    assert [(line.deal_id, line.figures) for line in facts.lines if line.kind == "figures"] == [
        (deal.id, ledger(recorded for of, recorded in events if of is deal))
    ]


def test_leadership_sees_what_nobody_decided() -> None:
    deal = a_deal(lapses=(a_lapse(LapseKind.NOTHING_DATED, decider_id=OMAR),))

    assert shown(digests.for_leadership((deal,), zone=HELSINKI, now=MORNING)) == [("decision", "the next step")]


def asks_for_a_decision(deal: Deal, lapse: Lapse, decider: UserId | None = OMAR) -> Nudged:
    return Nudged(lapse.id, lapse.kind, "call", lapse.rung, Where.CHANNEL, ANA, decider_id=decider)


UNDATED = a_lapse(LapseKind.NOTHING_DATED, rung=3, decider_id=OMAR)


def test_what_is_to_be_decided_since_is_one_more_line_for_leadership() -> None:
    other = a_lapse(LapseKind.STEP_OVERDUE, CALL.id, rung=3, decider_id=ANA)
    deal = a_deal(lapses=(UNDATED, other), steps=(CALL,))

    (line,) = digests.arisen(deal, [asks_for_a_decision(deal, UNDATED)])

    assert (line.kind, line.about, line.who, line.subject) == ("decision", "the next step", OMAR, str(UNDATED.id))


@pytest.mark.parametrize(
    ("deal", "decider"),
    [
        (a_deal(lapses=(UNDATED,), is_private=True), OMAR),
        (a_deal(lapses=(replace(UNDATED, closed_at=NOW),)), OMAR),
        (a_deal(lapses=(replace(UNDATED, kind=LapseKind.SLIPPED_TWICE, rung=1),)), OMAR),
        (a_deal(lapses=(replace(UNDATED, decider_id=None, rung=2),)), None),
    ],
    ids=["a private deal", "settled in the same moment", "asked of one person alone", "no decision"],
)
def test_nothing_else_is_added_to_leaderships_day(deal: Deal, decider: UserId | None) -> None:
    (lapse,) = deal.lapses

    assert digests.arisen(deal, [asks_for_a_decision(deal, lapse, decider)]) == ()


def test_what_is_asked_again_of_another_stays_one_line_where_it_stood() -> None:
    first, second = (a_deal(id=DealId(id_of(name)), lapses=(UNDATED,)) for name in ("one", "two"))
    facts = digests.for_leadership((first, second), zone=HELSINKI, now=MORNING)
    assert facts
    again = replace(facts.lines[0], who=LIV, generation=4)
    new = replace(facts.lines[0], subject="another")

    drawn = digests.with_added(facts, (again, new))

    assert drawn.lines == (again, facts.lines[1], new)
    assert replace(drawn, lines=facts.lines) == facts
    assert digests.with_added(facts, ()) == facts


def test_a_private_deal_is_shown_to_its_people_only() -> None:
    deal = a_deal(
        is_private=True,
        lapses=(a_lapse(LapseKind.NOTHING_DATED, decider_id=ANA),),
        steps=(a_step(by=ANA, due=YESTERDAY),),
    )

    assert len(shown(mine(deal))) == 2
    assert digests.for_team((deal,), recent(deal, KEPT), zone=HELSINKI, now=MORNING) is None
    assert digests.for_leadership((deal,), zone=HELSINKI, now=MORNING) is None


LEADS = (("delivery", OMAR), ("sales", ANA))
HERS = a_deal(
    owner_id=ANA,
    leads=LEADS,
    offer=Offer(ANA, OMAR, NOW),
    steps=(a_step("call", by=ANA, due=YESTERDAY),),
    items=(
        an_item("line", holder_id=ANA, due=TODAY),
        an_item("take", status=ItemStatus.DONE, done_by=OMAR, done_at=NOW, accepted_by="sales"),
    ),
    lapses=(a_lapse(LapseKind.STEP_OVERDUE, CALL.id, decider_id=ANA),),
)


def test_what_somebody_absent_would_read_stands_in_their_stand_ins_digest() -> None:
    context = with_times(ana=away(SUE))

    hers = digests.for_person([HERS], ANA, with_times(), zone=HELSINKI, now=MORNING)
    facts = digests.for_person([HERS], SUE, context, zone=HELSINKI, now=MORNING)

    assert hers
    assert facts
    assert shown(facts) == shown(hers)
    assert {line.instead_of for line in facts.lines} == {ANA}
    assert {line.instead_of for line in hers.lines} == {None}
    assert digests.for_person([HERS], ANA, context, zone=HELSINKI, now=MORNING) is None


def test_without_a_stand_in_the_lead_reads_it() -> None:
    facts = digests.for_person([HERS], OMAR, with_times(ana=away()), zone=HELSINKI, now=MORNING)

    assert facts
    assert {line.instead_of for line in facts.lines} == {ANA}


@pytest.mark.parametrize(
    ("own", "now", "expected"),
    [
        (away(), "2026-11-20 12:00", "2026-12-07 08:30"),
        (away(last=date(2026, 11, 24)), "2026-11-23 12:00", "2026-11-25 08:30"),
        (
            PersonalTime(absences=(away(), away(first=date(2026, 12, 7), last=date(2026, 12, 8)))),
            "2026-11-20 12:00",
            "2026-12-09 08:30",
        ),
        (PersonalTime(week=Week(frozenset({3}))), "2026-11-23 12:00", "2026-11-26 08:30"),
        (PersonalTime(region="FI"), "2026-11-23 12:00", "2026-11-25 08:30"),
    ],
    ids=["the first morning back", "back tomorrow", "away twice", "Thursdays only", "a holiday"],
)
def test_a_digest_comes_when_its_reader_is_there(own: PersonalTime | Absence, now: str, expected: str) -> None:
    context = replace(with_times(ana=own), days_off={"FI": frozenset({date(2026, 11, 24)})})

    assert digests.next_at(context, ANA, time(8, 30), zone=HELSINKI, now=at(now)) == at(expected)


def test_a_channels_digest_follows_the_workspaces_days_and_nobodys_absence() -> None:
    context = replace(with_times(liv=away()), days_off={"": frozenset({date(2026, 11, 24)})})

    assert digests.next_at(context, None, time(10), zone=HELSINKI, now=at("2026-11-23 12:00")) == at("2026-11-25 10:00")


CREW = a_step("crew", by=OMAR, due=TOMORROW, status=StepStatus.OFFERED, request=Request(ANA, NOW))
NAMED = replace(CREW, request=Request(ANA, NOW, by("2026-12-02"), "away"), generation=1)


def about_requests(who: UserId, *steps: Step, context: Context = CONTEXT) -> list[tuple[str, UserId | None]]:
    found = digests.for_person([a_deal(steps=steps)], who, context, zone=HELSINKI, now=MORNING)
    return [(line.kind, line.who) for line in found.lines if line.about == "crew"] if found else []


@pytest.mark.parametrize(
    ("who", "step", "line"),
    [
        (OMAR, CREW, [("request", ANA)]),
        (ANA, NAMED, [("counter", OMAR)]),
        (FAYE, CREW, []),
        (OMAR, NAMED, []),
        (OMAR, replace(CREW, status=StepStatus.DROPPED), []),
    ],
)
def test_whose_turn_it_is_reads_that_an_answer_is_wanted(
    who: UserId, step: Step, line: list[tuple[str, UserId | None]]
) -> None:
    assert about_requests(who, step) == line


def test_what_the_asker_waits_for_stands_beside_what_needs_them_and_is_no_digest_by_itself() -> None:
    late = a_step("call", by=ANA, due=YESTERDAY)

    assert about_requests(ANA, CREW, late) == [("asked_for", OMAR)]
    assert digests.for_person([a_deal(steps=(CREW, CALL))], ANA, CONTEXT, zone=HELSINKI, now=MORNING) is None


def test_a_stand_in_reads_that_an_answer_is_wanted() -> None:
    assert about_requests(SUE, CREW, context=with_times(omar=away(SUE))) == [("request", ANA)]
