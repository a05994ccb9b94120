"""Putting off: asked again in private, once, and never for good."""

from datetime import datetime
from typing import Any

import pytest

from bot.events import Nudged, Reminded, Snoozed
from bot.model import Deal, DealStatus, LapseKind, UserId
from bot.playbook import Ladder
from bot.refusals import Missing, NothingToSnooze, NotLater, NotRunning, SnoozedTooLong
from bot.rules import steps
from bot.rules.preview import of_open
from bot.rules.snoozing import is_asleep, snooze
from tests.bot.making import ANA, CONTEXT, OMAR, Story, a_deal, a_step, an_item, at, by

STEP = a_step("order the pump", due=by("2026-11-25"))
EVENING, MORNING = at("2026-11-25 17:30"), at("2026-11-26 09:00")


def missed(deal: Deal | None = None, until: datetime = EVENING) -> Story:
    """Play Ana's step past its date, until she was asked in private."""
    return Story(deal or a_deal(steps=(STEP,))).play(until)


def put_off(
    story: Story, until: str, *, who: UserId = ANA, reason: str = "", now: datetime = EVENING, **more: Any
) -> None:
    story.do(
        lambda deal: snooze(deal, CONTEXT, by=who, until=by(until), reason=reason, now=now, **more), now, actor=who
    )


def told(story: Story) -> list[tuple[str, str]]:
    """Return what was said after the evening, in Helsinki: each question with where it was asked."""
    said = []
    for each in story.log:
        if each.at > EVENING and isinstance(each.event, Nudged | Reminded):
            place = str(each.event.where) if isinstance(each.event, Nudged) else "again"
            said.append((f"{each.at:%a %H:%M}", place))
    return said


def test_it_is_asked_again_in_private_and_the_channel_counts_from_there() -> None:
    story = missed()

    put_off(story, "2026-11-26 13:00")
    story.play(at("2026-12-04 17:00"))

    assert told(story) == [
        ("Thu 11:00", "again"),
        ("Fri 08:00", "channel"),
        ("Mon 08:00", "channel"),
        ("Tue 08:00", "leadership"),
    ]


def test_a_day_means_its_morning() -> None:
    story = missed()

    put_off(story, "2026-11-26")

    assert story.deal.next_review_at == MORNING
    assert [each.until.at for each in (e.event for e in story.log) if isinstance(each, Snoozed)] == [MORNING]


def test_what_falls_into_the_night_waits_for_the_morning() -> None:
    story = missed()

    put_off(story, "2026-11-25 20:00")

    assert [each.snoozed_until for each in story.deal.lapses if each.closed_at is None] == [at("2026-11-26 08:00")]


def test_until_then_nothing_is_said_about_it_and_what_comes_is_foretold() -> None:
    story = missed()
    put_off(story, "2026-11-26 13:00")
    (ahead,) = of_open(story.deal, CONTEXT, now=EVENING).values()

    story.play(at("2026-11-26 12:59"))

    assert told(story) == []
    assert [(each.at, each.nudge.rung) for each in ahead][:1] == [(at("2026-11-27 10:00"), 2)]


def test_done_meanwhile_it_is_never_asked_again() -> None:
    story = missed()
    put_off(story, "2026-11-26 13:00")

    story.do(lambda deal: steps.keep(deal, CONTEXT, step_id=STEP.id, by=ANA, now=MORNING), MORNING, actor=ANA)
    story.play(at("2026-12-04 17:00"))

    assert not [each for each in story.log if isinstance(each.event, Reminded)]


def test_longer_than_the_next_working_day_needs_a_reason() -> None:
    story = missed()

    with pytest.raises(Missing):
        put_off(story, "2026-11-27")
    put_off(story, "2026-11-27", reason="the crane comes then")

    assert [each.event.reason for each in story.log if isinstance(each.event, Snoozed)] == ["the crane comes then"]


def test_in_all_it_is_no_longer_than_the_playbook_allows_however_often() -> None:
    story = missed()
    put_off(story, "2026-12-02 10:00", reason="crane")
    story.play(at("2026-12-02 10:30"))

    with pytest.raises(SnoozedTooLong) as refused:
        put_off(story, "2026-12-03 10:00", reason="crane", now=at("2026-12-02 10:30"))

    assert refused.value.latest == by("2026-12-02")


def test_a_playbook_may_forbid_it() -> None:
    ladder = Ladder(a_deal().ladder.lapses, longest_snooze_days=0)

    with pytest.raises(SnoozedTooLong):
        put_off(missed(a_deal(steps=(STEP,), ladder=ladder)), "2026-11-26")


def test_only_who_is_asked_can_put_it_off() -> None:
    with pytest.raises(NothingToSnooze) as refused:
        put_off(missed(), "2026-11-26", who=OMAR)

    assert not refused.value.is_decider


@pytest.mark.parametrize("who", [ANA, OMAR])
def test_once_somebody_decides_nobody_can_put_it_off(who: UserId) -> None:
    friday = at("2026-11-27 12:00")
    story = missed(until=friday)

    with pytest.raises(NothingToSnooze) as refused:
        put_off(story, "2026-11-30", who=who, now=friday)

    assert refused.value.is_decider is (who == OMAR)


@pytest.mark.parametrize("until", ["2026-11-25 17:00", "2026-11-24"])
def test_the_past_is_no_later(until: str) -> None:
    with pytest.raises(NotLater):
        put_off(missed(), until)


def test_a_deal_on_hold_asks_nothing_that_could_wait() -> None:
    with pytest.raises(NotRunning):
        snooze(a_deal(status=DealStatus.HELD), CONTEXT, by=ANA, until=by("2026-12-01"), reason="x", now=EVENING)


def test_said_twice_it_is_put_off_once() -> None:
    story = missed()
    put_off(story, "2026-11-26 13:00")
    put_off(story, "2026-11-26 13:00")

    assert len([each for each in story.log if isinstance(each.event, Snoozed)]) == 1


def test_one_question_of_several_is_put_off_by_its_button() -> None:
    other = a_step("call", due=by("2026-11-25 12:00"))
    story = missed(a_deal(steps=(STEP, other)))
    lapse = next(each for each in story.deal.lapses if each.subject == STEP.id and each.closed_at is None)

    put_off(story, "2026-11-26 13:00", lapse_id=lapse.id)

    assert [is_asleep(story.deal, each) for each in story.deal.lapses if each.closed_at is None] == [False, True]


def test_a_line_of_the_checklist_is_not_spoken_of_in_public_while_its_holder_put_it_off() -> None:
    line = an_item("permit", due=by("2026-11-25"))
    story = missed(a_deal(items=(line,), steps=(a_step("later", due=by("2026-12-01")),)))

    put_off(story, "2026-11-26 13:00", who=OMAR)
    story.play(at("2026-11-26 17:30"))

    said = [(f"{each.at:%a %H:%M}", type(each.event)) for each in story.log if each.at > EVENING]
    assert ("Thu 11:00", Reminded) in said
    assert not [each for each in said if each[1] is Nudged and each[0] < "Thu 15:00"]


def test_the_reminder_is_a_direct_message_and_changes_no_board() -> None:
    story = missed()
    put_off(story, "2026-11-26 13:00")
    before = len(story.rows)

    story.play(at("2026-11-26 13:00"))

    (row,) = story.rows[before:]
    assert (row.kind, row.to_user) == ("tell", ANA)
    assert LapseKind.STEP_OVERDUE in {each.kind for each in story.deal.lapses}
