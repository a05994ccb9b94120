"""An offer that nobody answers: when it ends, who keeps the deal, and who is asked next."""

from dataclasses import replace

import pytest

from bot.events import LapseClosed, Nudged, OwnerAccepted
from bot.model import Deal, LapseKind, Offer, UserId
from bot.playbook import Rungs
from bot.roles import OfferExpired
from bot.rules import owner
from bot.rules.expiring import expires_at
from bot.unsaid import Unsaid
from tests.bot.making import ANA, CONTEXT, FAYE, LIV, NOW, OMAR, TIM, Story, a_deal, a_lapse, at, with_times

KIND = LapseKind.OWNER_NOT_ACCEPTED
OFFERED = a_deal(offer=Offer(FAYE, ANA, NOW))
LAST = len(OFFERED.ladder.lapses[KIND].rungs)


def expired(story: Story) -> list[OfferExpired]:
    return [each.event for each in story.log if isinstance(each.event, OfferExpired)]


def played(deal: Deal = OFFERED) -> Story:
    return Story(deal).play(at("2026-12-04 18:00"))


def test_it_ends_a_working_day_after_leadership_heard_of_it() -> None:
    story = played()

    leadership = next(each for each, event in story.nudges() if event.kind is KIND and event.rung == LAST)
    ended = next(each for each in story.log if isinstance(each.event, OfferExpired))
    assert ended.event == OfferExpired(FAYE, ANA, OMAR, NOW)
    assert ended.at == expires_at(
        replace(OFFERED, lapses=(a_lapse(KIND, rung=LAST, told_at=leadership.at),)), CONTEXT, now=leadership.at
    )


def test_the_deal_stays_with_its_owner_who_is_asked_for_a_next_step_again() -> None:
    story = played()

    assert (story.deal.owner_id, story.deal.offer) == (ANA, None)
    after = [
        each.event
        for each in story.log
        if each.seq > next(e.seq for e in story.log if isinstance(e.event, OfferExpired))
    ]
    assert next(each.who for each in after if isinstance(each, Nudged) and each.kind is LapseKind.NOTHING_DATED) == ANA


def test_the_history_says_that_another_question_took_its_place() -> None:
    closed = [each.event for each in played().log if isinstance(each.event, LapseClosed) and each.event.kind is KIND]

    assert [each.how for each in closed] == [Unsaid.SUPERSEDED]


@pytest.mark.parametrize(
    ("rung", "told"), [(LAST - 1, True), (LAST, False), (0, False)], ids=["words left", "on its way", "none yet"]
)
def test_it_does_not_end_before_the_last_word_was_read(rung: int, *, told: bool) -> None:
    deal = replace(OFFERED, lapses=(a_lapse(KIND, rung=rung, told_at=NOW if told else None),))

    assert expires_at(deal, CONTEXT, now=NOW) is None


def test_nothing_ends_where_nothing_is_open() -> None:
    over = a_lapse(KIND, rung=LAST, told_at=NOW, closed_at=NOW)

    assert expires_at(a_deal(lapses=(replace(over, closed_at=None),)), CONTEXT, now=NOW) is None
    assert expires_at(replace(OFFERED, lapses=(over,)), CONTEXT, now=NOW) is None


def test_put_off_it_ends_later() -> None:
    until = at("2026-11-26 10:00")
    put_off = a_lapse(KIND, rung=LAST, told_at=NOW, snoozed_until=until)

    ends = expires_at(replace(OFFERED, lapses=(put_off,)), CONTEXT, now=NOW)

    assert ends
    assert ends > until


def test_after_an_outage_it_waits_for_hours_in_which_the_lead_may_be_spoken_to() -> None:
    deal = replace(OFFERED, lapses=(a_lapse(KIND, rung=LAST, told_at=NOW),))
    night = at("2026-11-28 03:00")

    assert expires_at(deal, CONTEXT, now=night) == at("2026-11-30 08:00", "Europe/Berlin")


def test_an_answer_in_time_is_an_answer() -> None:
    story = Story(OFFERED).play(at("2026-11-25 18:00"))
    story.do(lambda deal: owner.accept(deal, CONTEXT, by=FAYE, now=at("2026-11-25 18:00")), at("2026-11-25 18:00"))

    story.play(at("2026-12-04 18:00"))

    assert expired(story) == []
    assert OwnerAccepted in {type(each.event) for each in story.log}


def test_a_claim_that_the_owner_leaves_unanswered_ends_too() -> None:
    story = Story(a_deal(offer=Offer(TIM, TIM, NOW, is_claim=True)), with_times())
    story.play(at("2026-12-04 18:00"))

    (event,) = expired(story)
    assert (event.to, event.owner_id, event.is_claim) == (TIM, ANA, True)


@pytest.mark.parametrize("lead", [OMAR, LIV])
def test_a_playbook_without_leadership_ends_it_too(lead: UserId) -> None:
    rungs = OFFERED.ladder.lapses[KIND].rungs[:1]
    ladder = replace(OFFERED.ladder, lapses={**OFFERED.ladder.lapses, KIND: Rungs(4, rungs)})

    story = played(replace(OFFERED, ladder=ladder, leads=(("delivery", lead),)))

    assert [each.lead for each in expired(story)] == [lead]
