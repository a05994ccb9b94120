"""The ladder: who is told what, when and where, with every moment as the one who must act reads it on the wall."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.events import Change, ConsequenceDue, LapseClosed, LapseOpened, Nudged, Woken
from bot.ladder import DEFAULT_LADDER
from bot.model import Consequence, Deal, DealStatus, ItemStatus, LapseKind, Offer, Parked, StepStatus, UserId, WaitingOn
from bot.playbook import Ladder, Rung, Rungs, Tell, Where
from bot.rules import owner, steps
from bot.rules.asking import lead_for
from bot.rules.review import coming, review
from tests.bot.making import (
    ANA,
    BERLIN,
    CONTEXT,
    FAYE,
    GONE,
    HELSINKI,
    LIV,
    NEW_YORK,
    NOW,
    OMAR,
    STRANGER,
    Heard,
    Story,
    a_deal,
    a_lapse,
    a_step,
    an_item,
    at,
    by,
    is_spoken_to,
)

ZONES = {ANA: HELSINKI, OMAR: BERLIN, FAYE: NEW_YORK}
P, C, L = Where.PRIVATE, Where.CHANNEL, Where.LEADERSHIP
MONTHS_LATER = NOW + timedelta(days=90)


def ladder_of(deal: Deal, kind: LapseKind, zone: str = HELSINKI) -> list[tuple[str, int, str]]:
    """Play a deal out, telling everything at once, and return the rungs of one kind."""
    return [(h.when, h.rung, h.where) for h in Story(deal).play(MONTHS_LATER).heard(zone, kind)]


@pytest.mark.parametrize(
    ("who", "offered", "rungs"),
    [
        (
            OMAR,
            "2026-11-23 10:00",
            [
                ("Mon 23 Nov 14:00", 1, C),
                ("Tue 24 Nov 14:00", 2, C),
                ("Wed 25 Nov 14:00", 3, C),
                ("Thu 26 Nov 14:00", 4, L),
            ],
        ),
        (
            FAYE,
            "2026-11-25 15:00",
            [
                ("Thu 26 Nov 11:00", 1, C),
                ("Fri 27 Nov 11:00", 2, C),
                ("Mon 30 Nov 11:00", 3, C),
                ("Tue 01 Dec 11:00", 4, L),
            ],
        ),
        (
            OMAR,
            "2026-10-23 16:00",
            [
                ("Mon 26 Oct 12:00", 1, C),
                ("Tue 27 Oct 12:00", 2, C),
                ("Wed 28 Oct 12:00", 3, C),
                ("Thu 29 Oct 12:00", 4, L),
            ],
        ),
    ],
)
def test_the_ladder_of_an_offer(who: UserId, offered: str, rungs: list[object]) -> None:
    moment = at(offered, ZONES[who])
    deal = a_deal(offer=Offer(who, ANA, moment), opened_at=moment, owned_at=moment)

    assert ladder_of(deal, LapseKind.OWNER_NOT_ACCEPTED, ZONES[who]) == rungs


def test_the_ladder_of_nothing_dated() -> None:
    assert ladder_of(
        a_deal(opened_at=at("2026-11-26 12:00"), owned_at=at("2026-11-26 12:00")), LapseKind.NOTHING_DATED
    ) == [
        ("Fri 27 Nov 12:00", 1, P),
        ("Mon 30 Nov 12:00", 2, C),
        ("Tue 01 Dec 12:00", 3, C),
    ]


@pytest.mark.parametrize(
    ("who", "due", "rungs"),
    [
        (
            ANA,
            by("2026-11-24"),
            [
                ("Tue 24 Nov 17:00", 1, P),
                ("Wed 25 Nov 10:00", 2, C),
                ("Thu 26 Nov 10:00", 3, C),
                ("Fri 27 Nov 10:00", 4, L),
            ],
        ),
        (
            ANA,
            by("2026-11-27"),
            [
                ("Fri 27 Nov 17:00", 1, P),
                ("Mon 30 Nov 10:00", 2, C),
                ("Tue 01 Dec 10:00", 3, C),
                ("Wed 02 Dec 10:00", 4, L),
            ],
        ),
        (
            ANA,
            by("2026-11-24 11:00"),
            [
                ("Tue 24 Nov 11:00", 1, P),
                ("Tue 24 Nov 13:00", 2, C),
                ("Wed 25 Nov 13:00", 3, C),
                ("Thu 26 Nov 13:00", 4, L),
            ],
        ),
        (
            ANA,
            by("2026-11-24 16:00"),
            [
                ("Tue 24 Nov 16:00", 1, P),
                ("Wed 25 Nov 10:00", 2, C),
                ("Thu 26 Nov 10:00", 3, C),
                ("Fri 27 Nov 10:00", 4, L),
            ],
        ),
        (
            ANA,
            by("2026-11-28 15:00"),
            [
                ("Mon 30 Nov 08:00", 1, P),
                ("Mon 30 Nov 11:00", 2, C),
                ("Tue 01 Dec 11:00", 3, C),
                ("Wed 02 Dec 11:00", 4, L),
            ],
        ),
        (
            ANA,
            by("2026-11-24 21:00"),
            [
                ("Wed 25 Nov 08:00", 1, P),
                ("Wed 25 Nov 11:00", 2, C),
                ("Thu 26 Nov 11:00", 3, C),
                ("Fri 27 Nov 11:00", 4, L),
            ],
        ),
        (
            OMAR,
            by("2026-10-23", BERLIN),
            [
                ("Fri 23 Oct 17:00", 1, P),
                ("Mon 26 Oct 10:00", 2, C),
                ("Tue 27 Oct 10:00", 3, C),
                ("Wed 28 Oct 10:00", 4, L),
            ],
        ),
        (
            FAYE,
            by("2027-03-12", NEW_YORK),
            [
                ("Fri 12 Mar 17:00", 1, P),
                ("Mon 15 Mar 10:00", 2, C),
                ("Tue 16 Mar 10:00", 3, C),
                ("Wed 17 Mar 10:00", 4, L),
            ],
        ),
        (
            FAYE,
            by("2026-11-24", HELSINKI),
            [
                ("Tue 24 Nov 10:00", 1, P),
                ("Wed 25 Nov 10:00", 2, C),
                ("Thu 26 Nov 10:00", 3, C),
                ("Fri 27 Nov 10:00", 4, L),
            ],
        ),
    ],
)
def test_the_ladder_of_a_step(who: UserId, due: object, rungs: list[object]) -> None:
    made = at("2026-10-19 10:00")
    deal = a_deal(opened_at=made, owned_at=made, steps=(a_step(by=who, due=due, made_at=made),))

    story = Story(deal).play(at("2027-04-30 12:00"))

    heard = [(h.when, h.rung, h.where) for h in story.heard(ZONES[who], LapseKind.STEP_OVERDUE)]
    assert heard == rungs


@pytest.mark.parametrize(
    ("due", "heard"),
    [
        (by("2026-11-24"), [("Tue 24 Nov 09:00", 1, P)]),
        (by("2026-11-24 11:00"), [("Tue 24 Nov 09:00", 1, P)]),
        (by("2026-11-28 15:00"), []),
        (by("2026-11-23"), []),
    ],
)
def test_a_step_is_mentioned_on_its_due_morning(due: object, heard: list[object]) -> None:
    assert ladder_of(a_deal(steps=(a_step(due=due),)), LapseKind.STEP_DUE) == heard


@pytest.mark.parametrize(
    ("is_gate", "opened", "due", "expected"),
    [
        (
            True,
            "2026-11-23 10:00",
            "2026-11-24",
            [
                ("Tue 24 Nov 09:00", "item_due", 1, P),
                ("Wed 25 Nov 13:00", "item_overdue", 1, C),
                ("Thu 26 Nov 13:00", "item_overdue", 2, C),
                ("Fri 27 Nov 13:00", "item_overdue", 3, C),
                ("Mon 30 Nov 13:00", "item_overdue", 4, L),
            ],
        ),
        (
            False,
            "2026-11-27 10:00",
            "2026-11-27",
            [
                ("Fri 27 Nov 17:00", "item_due", 1, P),
                ("Mon 30 Nov 13:00", "item_overdue", 1, C),
                ("Tue 01 Dec 13:00", "item_overdue", 2, C),
                ("Wed 02 Dec 13:00", "item_overdue", 3, C),
            ],
        ),
    ],
)
def test_the_ladder_of_an_item(*, is_gate: bool, opened: str, due: str, expected: list[object]) -> None:
    item = an_item(due=by(due, BERLIN), opened_at=at(opened, BERLIN), is_gate=is_gate)
    parked = a_step(parked=Parked(WaitingOn.US, by("2027-04-01"), ANA, ""), due=by("2026-12-04"))

    heard = Story(a_deal(items=(item,), steps=(parked,))).play(MONTHS_LATER).heard(BERLIN)

    assert [(h.when, h.kind, h.rung, h.where) for h in heard if h.kind.startswith("item")] == expected


OVERDUE = a_step(by=OMAR, due=by("2026-11-24", BERLIN), consequence=Consequence(text="the slot is released"))
STOOD = a_deal(steps=(OVERDUE,))


def test_rungs_name_who_must_act_whom_else_and_who_decides() -> None:
    story = Story(STOOD).play(MONTHS_LATER)

    told = [(e.rung, e.who, e.also, e.decider_id) for _, e in story.nudges() if e.kind is LapseKind.STEP_OVERDUE]

    assert told == [(1, OMAR, (), None), (2, OMAR, (), None), (3, OMAR, (ANA,), ANA), (4, OMAR, (LIV,), None)]


def test_the_stated_consequence_happens_with_the_decision() -> None:
    story = Story(STOOD).play(MONTHS_LATER)

    after = [type(each.event) for each in story.log if isinstance(each.event, Nudged | ConsequenceDue)]

    (due,) = [each.event for each in story.log if isinstance(each.event, ConsequenceDue)]
    assert due == ConsequenceDue(OVERDUE.id, "call", Consequence(text="the slot is released"))
    assert after.index(ConsequenceDue) == 4  # due, overdue 1, 2 and 3 come before


@pytest.mark.parametrize(
    ("who", "function", "leads", "lead"),
    [
        (ANA, None, (("delivery", OMAR), ("finance", FAYE)), OMAR),
        (OMAR, None, (("delivery", OMAR), ("finance", FAYE)), ANA),
        (OMAR, "finance", (("delivery", OMAR), ("finance", FAYE)), FAYE),
        (FAYE, "finance", (("delivery", OMAR), ("finance", FAYE)), OMAR),
        (ANA, None, (), LIV),
        (OMAR, None, (("delivery", GONE),), ANA),
        (LIV, "service", (("delivery", STRANGER),), ANA),
    ],
)
def test_the_next_one_up_is_somebody_else_who_can_act(
    who: UserId, function: str | None, leads: tuple[tuple[str, UserId], ...], lead: UserId
) -> None:
    assert lead_for(a_deal(leads=leads), CONTEXT, who, function, now=NOW) == lead


@pytest.mark.parametrize("zone", [HELSINKI, BERLIN, NEW_YORK])
def test_an_outage_fires_one_rung_per_lapse_and_in_working_hours(zone: str) -> None:
    who = next(user for user, home in ZONES.items() if home == zone)
    item = an_item(holder_id=who, due=by("2026-11-24", zone))
    story = Story(a_deal(steps=(a_step(by=who, due=by("2026-11-24", zone)),), items=(item,)))

    story.look(at("2026-12-08 23:00", zone))
    assert story.nudges() == []

    story.play(at("2026-12-09 08:00", zone))
    assert story.heard(zone) == [
        Heard("Wed 09 Dec 08:00", "step_overdue", 1, "private"),
        Heard("Wed 09 Dec 08:00", "item_due", 1, "private"),
    ]

    story.play(at("2026-12-10 12:00", zone))
    assert story.heard(zone)[2:] == [
        Heard("Wed 09 Dec 13:00", "item_overdue", 1, "channel"),
        Heard("Thu 10 Dec 10:00", "step_overdue", 2, "channel"),
    ]


def test_a_rung_that_nobody_was_told_holds_the_next() -> None:
    story = Story(STOOD, is_told=False)
    story.play(at("2026-12-04 12:00"))

    assert [(h.kind, h.rung) for h in story.heard() if h.kind.startswith("step")] == [
        ("step_due", 1),
        ("step_overdue", 1),
    ]

    story.tell(at("2026-12-04 12:00"))
    story.play(at("2026-12-07 11:00"))
    assert story.heard(BERLIN, LapseKind.STEP_OVERDUE)[1:] == [Heard("Mon 07 Dec 10:00", "step_overdue", 2, "channel")]


def test_an_items_public_word_waits_for_the_private_one() -> None:
    story = Story(a_deal(items=(an_item(due=by("2026-11-24", BERLIN)),)), is_told=False)

    story.play(at("2026-12-04 12:00"))

    assert [h.where for h in story.heard() if h.kind.startswith("item")] == ["private"]


@pytest.mark.parametrize(
    "rule",
    [
        lambda deal: steps.keep(deal, CONTEXT, step_id=OVERDUE.id, by=OMAR, now=at("2026-11-26 12:00")),
        lambda deal: steps.reschedule(
            deal, CONTEXT, step_id=OVERDUE.id, by=OMAR, due=by("2026-12-01"), reason="rain", now=at("2026-11-26 12:00")
        ),
        lambda deal: steps.park(
            deal,
            CONTEXT,
            step_id=OVERDUE.id,
            by=OMAR,
            on=WaitingOn.CUSTOMER,
            until=by("2026-12-01"),
            reason="",
            now=at("2026-11-26 12:00"),
        ),
    ],
)
def test_acting_closes_the_lapse_and_silences_it(rule: object) -> None:
    assert callable(rule)
    story = Story(STOOD).play(at("2026-11-26 11:00"))

    events = story.do(rule, at("2026-11-26 12:00"), actor=OMAR)

    assert [e.kind for e in events if isinstance(e, LapseClosed)] == [LapseKind.STEP_OVERDUE]
    heard = len(story.heard(kind=LapseKind.STEP_OVERDUE))
    story.play(at("2026-12-01 08:00"))
    assert len(story.heard(kind=LapseKind.STEP_OVERDUE)) == heard


@pytest.mark.parametrize("behind", [timedelta(seconds=40), timedelta(hours=1)])
@pytest.mark.parametrize(
    ("deal", "reached"),
    [
        (a_deal(offer=Offer(OMAR, ANA, at("2026-11-23 09:00"))), at("2026-11-23 14:00")),
        (a_deal(steps=(a_step(due=by("2026-11-23 14:00")),)), at("2026-11-23 14:00")),
        (a_deal(), at("2026-11-24 10:00")),
    ],
    ids=["owner", "step", "nothing dated"],
)
def test_a_clock_that_is_behind_closes_nothing(deal: Deal, reached: datetime, behind: timedelta) -> None:
    opened = review(deal, CONTEXT, now=reached + timedelta(seconds=5)).deal
    assert [each.closed_at for each in opened.lapses].count(None) == 1

    seen_behind = review(opened, CONTEXT, now=reached + timedelta(seconds=5) - behind)

    assert LapseClosed not in [type(each) for each in seen_behind.events]
    assert seen_behind.deal.lapses == opened.lapses


def test_a_new_date_closes_a_lapse_by_a_clock_that_is_behind_too() -> None:
    due = by("2026-11-23 14:00")
    opened = review(a_deal(steps=(a_step(due=due),)), CONTEXT, now=due.at + timedelta(seconds=5)).deal
    moved = replace(opened, steps=(a_step(due=by("2026-11-23 16:00")),))

    change = review(moved, CONTEXT, now=due.at - timedelta(seconds=35))

    assert [each.kind for each in change.events if isinstance(each, LapseClosed)] == [LapseKind.STEP_OVERDUE]


def test_an_accepted_offer_silences_its_ladder() -> None:
    story = Story(a_deal(offer=Offer(OMAR, ANA, NOW))).play(at("2026-11-24 11:00"))

    story.do(lambda deal: owner.accept(deal, CONTEXT, by=OMAR, now=at("2026-11-24 11:30")), at("2026-11-24 11:30"))
    story.play(at("2026-11-25 09:00"))

    assert [h.rung for h in story.heard(kind=LapseKind.OWNER_NOT_ACCEPTED)] == [1]


def test_a_replaced_offer_asks_the_new_one_afresh() -> None:
    story = Story(a_deal(offer=Offer(OMAR, ANA, NOW))).play(at("2026-11-24 16:00"))
    moment = at("2026-11-24 16:30")

    story.do(lambda deal: owner.offer(deal, CONTEXT, to=FAYE, by=ANA, now=moment), moment, actor=ANA)
    story.play(at("2026-11-25 12:00"))

    said = [(e.who, e.rung) for _, e in story.nudges() if e.kind is LapseKind.OWNER_NOT_ACCEPTED]
    assert said == [(OMAR, 1), (OMAR, 2), (FAYE, 1)]


def test_nothing_dated_comes_back_after_an_offer_was_declined() -> None:
    story = Story(a_deal()).play(at("2026-11-24 11:00"))
    offered, declined = at("2026-11-24 12:00"), at("2026-11-25 09:30")

    story.do(lambda deal: owner.offer(deal, CONTEXT, to=OMAR, by=ANA, now=offered), offered, actor=ANA)
    story.do(lambda deal: owner.decline(deal, CONTEXT, by=OMAR, reason="leave", now=NOW), declined, actor=OMAR)
    story.play(at("2026-11-25 18:00"))

    assert story.heard(kind=LapseKind.NOTHING_DATED) == [
        Heard("Tue 24 Nov 10:00", "nothing_dated", 1, "private"),
        Heard("Wed 25 Nov 12:00", "nothing_dated", 1, "private"),
    ]


def test_holding_ends_lapses_and_waking_asks_afresh() -> None:
    story = Story(STOOD).play(at("2026-11-26 11:00"))
    held = replace(story.deal, status=DealStatus.HELD, held_until=by("2026-12-14"))

    events = story.do(lambda _: Change(held), at("2026-11-26 12:00"))
    assert [e.kind for e in events if isinstance(e, LapseClosed)] == [LapseKind.STEP_OVERDUE]

    before = len(story.nudges())
    story.play(at("2026-12-15 12:00"))
    assert [type(each.event) for each in story.log if isinstance(each.event, Woken)] == [Woken]
    assert story.heard(BERLIN)[before:] == [
        Heard("Mon 14 Dec 16:00", "step_overdue", 1, "private"),
        Heard("Tue 15 Dec 10:00", "step_overdue", 2, "channel"),
    ]


@pytest.mark.parametrize("status", [DealStatus.STOPPED, DealStatus.CLOSED])
def test_a_deal_that_ended_closes_its_lapses_and_is_never_looked_at_again(status: DealStatus) -> None:
    deal = replace(STOOD, status=status, lapses=(a_lapse(subject=OVERDUE.id, decider_id=ANA),))

    change = review(deal, CONTEXT, now=MONTHS_LATER)

    assert change.deal.next_review_at is None
    assert [type(event) for event in change.events] == [LapseClosed]
    assert change.deal.lapses[0].decider_id is None


QUIET = [
    a_deal(status=DealStatus.HELD, held_until=by("2027-06-01"), steps=(OVERDUE,)),
    a_deal(status=DealStatus.BACKLOG, steps=(OVERDUE,)),
    a_deal(steps=(replace(OVERDUE, status=StepStatus.KEPT, ended_at=NOW), a_step("next", due=by("2026-12-04")))),
    a_deal(steps=(replace(OVERDUE, parked=Parked(WaitingOn.CUSTOMER, by("2026-12-04"), ANA, "")),)),
    a_deal(items=(an_item(due=by("2026-11-20"), status=ItemStatus.WAITING),), steps=(a_step(due=by("2026-12-04")),)),
]


@pytest.mark.parametrize("deal", QUIET)
def test_nobody_hears_of_what_is_done_parked_waiting_or_held(deal: Deal) -> None:
    # A week in which nobody says a word is asked about, whatever stands well.
    lively = replace(deal, lived_at=at("2026-11-30 12:00"))

    assert Story(lively).play(at("2026-12-03 23:00")).nudges() == []


@pytest.mark.parametrize("deal", [*QUIET, STOOD, a_deal(), a_deal(offer=Offer(FAYE, ANA, NOW))])
@pytest.mark.parametrize("now", [NOW, at("2026-11-25 03:00"), at("2026-12-01 12:00"), MONTHS_LATER])
def test_looking_twice_at_one_moment_is_looking_once(deal: Deal, now: datetime) -> None:
    once = review(deal, CONTEXT, now=now)

    again = review(once.deal, CONTEXT, now=now)

    woken = once.deal.status is not deal.status
    assert woken or (again.deal, again.events) == (once.deal, ())


@pytest.mark.parametrize("deal", [*QUIET[:1], *QUIET[2:], STOOD, a_deal(), a_deal(offer=Offer(FAYE, ANA, NOW))])
@pytest.mark.parametrize("now", [NOW, at("2026-11-25 03:00"), at("2026-12-01 12:00")])
def test_the_next_look_is_ahead_and_within_a_week(deal: Deal, now: datetime) -> None:
    next_at = review(deal, CONTEXT, now=now).deal.next_review_at

    assert next_at
    assert now < next_at <= now + timedelta(days=7)


def test_everybody_is_left_alone_outside_working_hours() -> None:
    deal = a_deal(
        offer=Offer(FAYE, ANA, NOW),
        steps=(a_step("one", by=OMAR, due=by("2026-11-28 03:00")), a_step("two", by=ANA, due=by("2026-11-29"))),
        items=(an_item(holder_id=FAYE, due=by("2026-11-27 06:00")),),
    )

    story = Story(deal).play(MONTHS_LATER)

    assert story.nudges()
    assert all(is_spoken_to(each.at, ZONES[event.who]) for each, event in story.nudges())


def test_somebody_who_moves_is_left_alone_where_they_are_now() -> None:
    people = {**CONTEXT.people, OMAR: replace(CONTEXT.people[OMAR], zone=NEW_YORK)}
    story = Story(STOOD, context=replace(CONTEXT, people=people)).play(MONTHS_LATER)

    assert story.heard(NEW_YORK, LapseKind.STEP_OVERDUE)[:2] == [
        Heard("Tue 24 Nov 11:00", "step_overdue", 1, "private"),
        Heard("Wed 25 Nov 10:00", "step_overdue", 2, "channel"),
    ]


def test_a_playbooks_own_ladder_is_obeyed() -> None:
    own = Rungs(2, (Rung((Tell.HOLDER, Tell.OWNER), P), Rung((Tell.OWNER,), P, after_hours=1, asks_decision=True)))
    ladder = Ladder({**DEFAULT_LADDER.lapses, "owner_not_accepted": own})
    story = Story(a_deal(ladder=ladder, offer=Offer(OMAR, ANA, NOW))).play(at("2026-11-23 23:00"))

    assert [(h.when, h.rung) for h in story.heard(BERLIN)] == [("Mon 23 Nov 11:00", 1), ("Mon 23 Nov 12:00", 2)]
    assert story.nudges()[1][1].decider_id == ANA


def test_what_comes_next_is_told_with_its_moment() -> None:
    story = Story(STOOD).play(at("2026-11-24 23:00"))

    (next_up,) = coming(story.deal, CONTEXT, now=at("2026-11-24 23:00"))

    assert (next_up.rung, next_up.rule.where, next_up.at) == (2, C, at("2026-11-25 10:00", BERLIN))


def test_an_untold_rung_has_nothing_coming() -> None:
    story = Story(STOOD, is_told=False).play(at("2026-11-24 23:00"))

    assert coming(story.deal, CONTEXT, now=at("2026-11-24 23:00")) == ()


def test_a_lapse_remembers_what_it_is_about() -> None:
    story = Story(STOOD).play(at("2026-11-24 23:00"))

    opened = [event.about for each in story.log if isinstance(event := each.event, LapseOpened)]

    assert opened == ["call", "call"]
