"""A lead or a holder who has left: who is asked, about what of theirs, from when, and what ends it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from bot.context import Context
from bot.events import ItemAdded
from bot.identity import PromiseId
from bot.model import Deal, ItemStatus, UserId
from bot.promises import PromiseStatus, Register, RegisteredPromise
from bot.rules import giving, leading
from bot.rules.asking import asked as in_place_of
from bot.rules.colleague_gone import KIND, Left, gone_id, left_by, who_left
from bot.rules.lapses import conditions
from tests.bot.making import (
    ANA,
    CONTEXT,
    FAYE,
    GONE,
    GUEST,
    LIV,
    NOW,
    OMAR,
    STRANGER,
    Story,
    a_deal,
    a_lapse,
    a_step,
    an_item,
    at,
    by,
)

LINE = an_item("survey", function="finance", holder_id=GONE, given_by=FAYE, due=by("2026-12-11"))
LED = a_deal(leads=(("delivery", OMAR), ("finance", GONE)), items=(an_item("invoice", function="finance"),))
HELD = a_deal(items=(LINE,), steps=(a_step(due=by("2026-12-01")),))
SETTLED = replace(LED, items=(an_item("invoice", function="finance", status=ItemStatus.DONE, done_at=NOW),))


def asked(deal: Deal, context: Context = CONTEXT, now: datetime = NOW) -> list[tuple[UserId, datetime]]:
    """Return who is asked for somebody who has left, and since when."""
    found = [each for each in conditions(deal, context, now=now) if each.kind is KIND]
    return [(in_place_of(deal, context, each.who, each.function, now=now).whom, each.since) for each in found]


@pytest.mark.parametrize(
    ("deal", "whom"),
    [
        (LED, OMAR),
        (replace(LED, leads=(("delivery", GONE),)), ANA),
        (HELD, FAYE),
        (replace(HELD, leads=(("delivery", OMAR),)), OMAR),
        (replace(HELD, leads=()), ANA),
        (replace(HELD, items=(replace(LINE, holder_id=GUEST),)), FAYE),
        (replace(HELD, items=(replace(LINE, status=ItemStatus.WAITING, due=None),)), FAYE),
    ],
    ids=["a lead", "the owning lead", "a holder", "no lead", "nobody leads", "a guest", "a line that waits"],
)
def test_one_person_is_asked_from_the_first_look_on(deal: Deal, whom: UserId) -> None:
    assert asked(deal) == [(whom, NOW)]


@pytest.mark.parametrize(
    "deal",
    [
        a_deal(),
        SETTLED,
        replace(HELD, items=(replace(LINE, holder_id=STRANGER),)),
        replace(HELD, items=(replace(LINE, status=ItemStatus.DONE, done_at=NOW),)),
        replace(LED, owner_id=GONE),
    ],
    ids=["all are there", "nothing of it is open", "one who may be there", "it is done", "the owner comes first"],
)
def test_nobody_is_asked_about_who_is_there_or_left_nothing(deal: Deal) -> None:
    assert asked(deal) == []


def test_a_line_that_came_with_the_lead_goes_along_and_one_that_was_given_does_not() -> None:
    came, given = an_item("invoice", function="finance", holder_id=GONE), LINE

    assert left_by(replace(LED, items=(came, given)), GONE) == Left(("finance",), (given,))


def test_who_receives_what_is_open_is_needed() -> None:
    received = an_item("permit", accepted_by="finance")

    assert left_by(replace(LED, items=(received,)), GONE).functions == ("finance",)


def test_whoever_answers_for_the_promises_is_needed_while_one_has_no_answer() -> None:
    told = RegisteredPromise(PromiseId(UUID(int=7)), "a Saturday", ANA, NOW, None)
    deal = replace(LED, items=(), functions=(("finance", "Finance"), ("delivery", "Delivery")))

    with_promise = replace(deal, register=Register(promises=(told,)))
    answered = replace(deal, register=Register(promises=(replace(told, status=PromiseStatus.ACCEPTED),)))

    assert asked(with_promise) == [(OMAR, NOW)]
    assert asked(answered) == []


def test_each_who_left_is_a_question_of_their_own() -> None:
    both = replace(LED, items=(replace(LINE, holder_id=GUEST, function="delivery"), *LED.items))

    story = Story(both)
    story.play(NOW)

    subjects = {each.subject for each in story.deal.lapses if each.kind is KIND}
    assert subjects == {gone_id(both, GONE), gone_id(both, GUEST)}
    assert {who_left(story.deal, each) for each in subjects} == {GONE, GUEST}


def test_it_is_asked_in_private_at_once_then_before_all_and_leadership_hears_last() -> None:
    story = Story(HELD)
    story.play(at("2026-11-28 12:00"))

    nudges = [event for _, event in story.nudges() if event.kind is KIND]
    assert [(each.who, each.instead_of, each.also) for each in nudges] == [
        (FAYE, GONE, ()),
        (FAYE, GONE, (ANA,)),
        (FAYE, GONE, (LIV,)),
    ]
    # Faye is in New York: her Monday begins at 15:00 in Helsinki.
    assert [(each.when, each.where) for each in story.heard(kind=KIND)] == [
        ("Mon 23 Nov 15:00", "private"),
        ("Tue 24 Nov 16:00", "channel"),
        ("Wed 25 Nov 16:00", "leadership"),
    ]


def test_the_line_keeps_its_date_and_is_asked_about_in_turn_while_nobody_says_who_has_it() -> None:
    story = Story(replace(HELD, items=(replace(LINE, due=by("2026-11-24")),)))
    story.play(at("2026-11-26 12:00"))

    late = [event for _, event in story.nudges() if event.kind == "item_overdue"]
    assert {(each.who, each.instead_of) for each in late} == {(FAYE, GONE)}
    assert story.deal.items[0].due == by("2026-11-24")


def test_no_second_question_asks_for_a_successor() -> None:
    story = Story(replace(HELD, items=(replace(LINE, due=by("2026-11-24")),)))
    story.play(at("2026-12-04 12:00"))

    assert not [each for each in story.log if isinstance(each.event, ItemAdded)]


@pytest.mark.parametrize("to", [ANA, OMAR])
def test_giving_the_line_to_somebody_ends_it(to: UserId) -> None:
    story = Story(HELD)
    story.play(NOW)

    story.do(lambda deal: giving.give(deal, CONTEXT, item_id=LINE.id, to=to, by=FAYE, now=NOW), NOW)

    assert story.deal.items[0].due == by("2026-12-11")
    assert [each.closed_at for each in story.deal.lapses if each.kind is KIND] == [NOW]


def test_naming_another_lead_ends_it() -> None:
    story = Story(LED)
    story.play(NOW)

    story.do(lambda deal: leading.hand_over(deal, CONTEXT, function="finance", to=FAYE, by=OMAR, now=NOW), NOW)

    assert [each.closed_at for each in story.deal.lapses if each.kind is KIND] == [NOW]
    assert asked(story.deal) == []


def test_it_ends_when_they_are_there_again_and_is_not_asked_anew_the_same_day() -> None:
    there = Context(CONTEXT.people | {GONE: replace(CONTEXT.people[GONE], is_active=True)}, LIV)
    settled = replace(LED, lapses=(a_lapse(KIND, gone_id(LED, GONE), closed_at=NOW),))

    assert asked(LED, there) == []
    assert asked(settled) == [(OMAR, at("2026-11-23 18:00"))]
