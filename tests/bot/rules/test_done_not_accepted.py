"""A line that is done and waits to be accepted: who is asked and when, what ends it, and who may do it instead."""

from dataclasses import replace

import pytest

from bot.events import Change, ItemAccepted, ItemSentBack, Rescued
from bot.ladder import DEFAULT_LADDER
from bot.model import Choice, Deal, Item, ItemStatus, LapseKind, StepId, UserId
from bot.playbook import Ladder, Where
from bot.refusals import NotYours
from bot.rules import deciding, items
from bot.rules.condition import Condition
from bot.rules.deciding import Verdict
from bot.rules.digests import for_person
from bot.rules.evidence import Proof
from bot.rules.lapses import conditions
from bot.rules.rescue import noted
from tests.bot.making import (
    ANA,
    CONTEXT,
    FAYE,
    HELSINKI,
    LIV,
    NEW_YORK,
    NOW,
    OMAR,
    Heard,
    Story,
    a_deal,
    a_lapse,
    a_step,
    an_item,
    at,
    by,
    id_of,
)

KIND = LapseKind.DONE_NOT_ACCEPTED
LEADS = (("delivery", OMAR), ("finance", FAYE), ("sales", ANA))
SIGNED = an_item("signed", status=ItemStatus.DONE, accepted_by="finance", done_by=OMAR, done_at=NOW, proof="p")
GATE = replace(SIGNED, is_gate=True)
NEXT = a_step("visit", due=by("2026-12-04"))
"""A date ahead, so that nothing else is asked about the deal."""


def handed_over(item: Item = SIGNED, **changes: object) -> Deal:
    given = {"leads": LEADS, "owner_id": ANA, "items": (item,), "steps": (NEXT,), "lived_at": at("2026-11-27 12:00")}
    return a_deal(**(given | changes))


def found(deal: Deal) -> list[Condition]:
    return [each for each in conditions(deal, CONTEXT, now=NOW) if each.kind is KIND]


def accept(deal: Deal, who: UserId, now: str = "2026-11-27 12:00") -> Change:
    return items.accept(deal, CONTEXT, item_id=SIGNED.id, by=who, now=at(now))


def send_back(deal: Deal, who: UserId, now: str = "2026-11-27 12:00") -> Change:
    return items.send_back(deal, CONTEXT, item_id=SIGNED.id, by=who, reason="no address", now=at(now))


def asked_of(decider: UserId, deal: Deal | None = None) -> Deal:
    """Return a deal in which somebody was asked to decide about the line."""
    return replace(deal or handed_over(), lapses=(a_lapse(KIND, SIGNED.id, rung=3, decider_id=decider),))


@pytest.mark.parametrize(
    ("item", "who"),
    [
        (SIGNED, FAYE),
        (replace(SIGNED, accepted_by="sales"), ANA),
        (replace(SIGNED, accepted_by="nobody leads this"), ANA),
        (replace(SIGNED, accepted_by=None), None),
        (replace(SIGNED, status=ItemStatus.OPEN), None),
        (replace(SIGNED, status=ItemStatus.WAITING), None),
        (replace(SIGNED, status=ItemStatus.ACCEPTED), None),
    ],
)
def test_whoever_receives_a_done_line_must_act_and_nobody_else(item: Item, who: UserId | None) -> None:
    assert [each.who for each in found(handed_over(item))] == ([who] if who else [])


def test_it_opens_the_morning_after_a_working_day_of_the_one_who_receives_it() -> None:
    # Done at ten in Helsinki, where Omar works: in New York, where Faye does, it is night.
    (asked,) = found(handed_over())

    assert asked.since == at("2026-11-24 09:00", NEW_YORK)
    assert (asked.about, asked.function, asked.due) == ("signed", "finance", None)


@pytest.mark.parametrize(("item", "is_gate"), [(SIGNED, False), (GATE, True)], ids=["a line", "a gate"])
def test_the_ladder_of_a_line_that_nobody_accepts(item: Item, *, is_gate: bool) -> None:
    story = Story(handed_over(item)).play(at("2026-12-01 23:00"))

    assert story.heard(NEW_YORK, KIND) == [
        Heard("Tue 24 Nov 09:00", KIND, 1, Where.PRIVATE),
        Heard("Wed 25 Nov 09:00", KIND, 2, Where.CHANNEL),
        Heard("Thu 26 Nov 09:00", KIND, 3, Where.CHANNEL),
        *([Heard("Fri 27 Nov 09:00", KIND, 4, Where.LEADERSHIP)] if is_gate else []),
    ]
    assert {event.who for _, event in story.nudges() if event.kind is KIND} == {FAYE}
    assert [event.decider_id for _, event in story.nudges() if event.kind is KIND][2] == OMAR


def test_accepted_in_time_it_asks_nobody() -> None:
    story = Story(handed_over())

    story.do(lambda deal: accept(deal, FAYE, "2026-11-23 16:30"), at("2026-11-23 16:30"), actor=FAYE)

    assert story.play(at("2026-12-01 12:00")).heard(NEW_YORK, KIND) == []


@pytest.mark.parametrize(("answer", "event"), [(accept, ItemAccepted), (send_back, ItemSentBack)])
def test_accepting_it_and_sending_it_back_both_end_it(answer: object, event: type) -> None:
    story = Story(handed_over()).play(at("2026-11-25 12:00"))
    now = at("2026-11-25 12:00")

    happened = story.do(lambda deal: answer(deal, FAYE, "2026-11-25 12:00"), now, actor=FAYE)  # type: ignore[operator]

    assert any(isinstance(each, event) for each in happened)
    assert not [each for each in story.deal.lapses if each.kind is KIND and each.closed_at is None]


def test_sent_back_and_done_again_it_is_asked_from_the_first_rung() -> None:
    story = Story(handed_over()).play(at("2026-11-25 17:00"))
    story.do(lambda deal: send_back(deal, FAYE, "2026-11-25 17:00"), at("2026-11-25 17:00"), actor=FAYE)
    again = at("2026-11-25 18:00")

    story.do(
        lambda deal: items.finish(deal, CONTEXT, item_id=SIGNED.id, by=OMAR, proof=Proof("p"), now=again),
        again,
        actor=OMAR,
    )

    assert [each.rung for each in story.play(at("2026-11-26 23:00")).heard(NEW_YORK, KIND)] == [1, 2, 1]


def test_a_decision_counts_anew_and_does_not_accept_it() -> None:
    story = Story(handed_over()).play(at("2026-11-26 17:00"))
    verdict = Verdict(Choice.CONTINUE, "Faye is at a fair", what="call Faye", due=by("2026-12-04"))
    now = at("2026-11-26 17:00")

    story.do(
        lambda deal: deciding.decide(deal, CONTEXT, verdict, by=OMAR, step_id=StepId(id_of("ask")), now=now),
        now,
        actor=OMAR,
    )

    assert story.deal.items[0].status is ItemStatus.DONE
    assert story.play(at("2026-11-27 23:00")).heard(NEW_YORK, KIND)[3:] == [
        Heard("Fri 27 Nov 13:00", KIND, 1, Where.PRIVATE)
    ]


@pytest.mark.parametrize("answer", [accept, send_back])
def test_whoever_is_asked_to_decide_about_it_may_accept_it_or_send_it_back(answer: object) -> None:
    assert answer(asked_of(LIV), LIV).events  # type: ignore[operator]


@pytest.mark.parametrize(
    "deal",
    [
        handed_over(),
        replace(asked_of(LIV), lapses=(a_lapse(KIND, SIGNED.id, rung=3, decider_id=LIV, closed_at=NOW),)),
        replace(asked_of(LIV), lapses=(a_lapse(KIND, id_of("another"), rung=3, decider_id=LIV),)),
        replace(asked_of(LIV), lapses=(a_lapse(LapseKind.ITEM_OVERDUE, SIGNED.id, rung=3, decider_id=LIV),)),
    ],
    ids=["never asked", "asked before", "asked about another line", "asked about something else"],
)
def test_leadership_may_not_accept_what_nobody_asked_them_about(deal: Deal) -> None:
    with pytest.raises(NotYours):
        accept(deal, LIV)


def test_whoever_gave_a_line_does_not_accept_it_though_they_decide() -> None:
    deal = asked_of(OMAR)

    assert items.asked_to_decide(deal, SIGNED) == ()
    with pytest.raises(NotYours):
        accept(deal, OMAR)


def test_leadership_that_accepts_in_somebodys_place_rescues() -> None:
    deal = asked_of(LIV)

    assert any(isinstance(each, Rescued) for each in noted(deal, accept(deal, LIV), CONTEXT, by=LIV).events)


@pytest.mark.parametrize(
    ("now", "kinds"),
    [
        (at("2026-11-23 12:00", NEW_YORK), ["to_accept"]),
        (at("2026-11-25 08:30", NEW_YORK), ["done_not_accepted"]),
    ],
)
def test_the_digest_tells_what_waits_too_long_from_what_was_handed_in(now: object, kinds: list[str]) -> None:
    facts = for_person([handed_over()], FAYE, CONTEXT, zone=HELSINKI, now=now)  # type: ignore[arg-type]

    assert facts
    assert [line.kind for line in facts.lines] == kinds


def test_a_deal_from_before_there_was_such_a_question_asks_nobody() -> None:
    old = Ladder({kind: rungs for kind, rungs in DEFAULT_LADDER.lapses.items() if kind != KIND})

    assert found(handed_over(ladder=old)) == []
