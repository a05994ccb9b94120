"""What was put off: asked about in between, again too soon, in public, by night, for too long, or never again."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.model import Due
from tests.simulation.judges import again
from tests.simulation.judges.ladders import Seen
from tests.simulation.slack import Channel
from tests.simulation.story import Dated, DealStory, PutOff, Question, StepStory, Told
from tests.simulation.town import ANA, OMAR


def on(day: int, clock: str) -> float:
    """Return a moment of November 2026 in Helsinki; the 24th is a Tuesday."""
    moment = datetime.strptime(f"2026-11-{day:02} {clock} +0200", "%Y-%m-%d %H:%M %z")
    return moment.astimezone(UTC).timestamp()


ASKED = Question("lapse", "step_overdue", "call", ANA, on(24, "12:00"))
PRESSED = on(24, "13:00")
UNTIL = on(25, "09:00")
DIRECT = Channel("DUANA", "d-ana", "UBOT", {ANA}, 0.0, person=ANA)  # type: ignore[arg-type]
HOME = Channel("C1", "deal-t11-abc234", "UBOT", {ANA}, 0.0)  # type: ignore[arg-type]
AGAIN = {"lapse_id": "lapse", "about": "call", "who": ANA}


@pytest.fixture
def deal() -> DealStory:
    """Return a deal whose one step was due on Tuesday noon and was put off until Wednesday morning."""
    told = Told(on(23, "09:00"), on(23, "09:00"))
    due = Due(datetime.fromtimestamp(on(24, "12:00"), UTC), "Europe/Helsinki")
    deal = DealStory("t11", "T1", ANA, OMAR, told, steps={"call": StepStory("call", ANA, told, [Dated(due, told)])})
    put_off(deal, UNTIL)
    return deal


def put_off(deal: DealStory, until: float, *, question: Question = ASKED, took: float | None = 1.0) -> None:
    answered = None if took is None else PRESSED + took
    deal.put_off.append(PutOff(question, until, Told(PRESSED, answered)))


def forgotten(deal: DealStory, came: list[float], *, end: float = on(25, "12:00"), calm_from: float = 0.0) -> list[str]:
    found = again.forgotten(deal, {"lapse": came}, off=5.0, end=end, calm_from=calm_from)
    return [each.invariant for each in found]


def reminded(deal: DealStory, at: float, channel: Channel = DIRECT, **event: Any) -> list[str]:
    return [each.invariant for each in again.reminded(deal, channel, AGAIN | event, at, off=5.0, margin=60.0)]


def test_what_comes_again_at_its_moment_blames_nobody(deal: DealStory) -> None:
    assert reminded(deal, UNTIL + 3) == []
    assert forgotten(deal, [UNTIL + 3]) == []
    assert list(again.too_long(deal, off=5.0)) == []


@pytest.mark.parametrize(("at", "blamed"), [(PRESSED - 60, 0), (PRESSED + 60, 1), (UNTIL + 60, 0)])
def test_a_question_in_between_is_seen(deal: DealStory, at: float, blamed: int) -> None:
    assert len(list(again.asked_too_soon(deal, "lapse", at, off=5.0))) == blamed


def test_nobody_knows_whether_an_unanswered_press_took_effect(deal: DealStory) -> None:
    put_off(deal, on(26, "09:00"), took=None)

    assert list(again.asked_too_soon(deal, "lapse", PRESSED + 60, off=5.0)) == []
    assert forgotten(deal, []) == []


def test_another_lapse_sleeps_not(deal: DealStory) -> None:
    assert list(again.asked_too_soon(deal, "another", PRESSED + 60, off=5.0)) == []


@pytest.mark.parametrize(
    ("at", "channel", "event", "invariant"),
    [
        pytest.param(on(25, "08:30"), DIRECT, {}, "what was put off comes again, not before", id="too soon"),
        pytest.param(
            UNTIL, DIRECT, {"lapse_id": "other"}, "what was put off comes again, not before", id="never put off"
        ),
        pytest.param(UNTIL, HOME, {}, "what was put off comes again in private", id="in the channel"),
        pytest.param(on(25, "19:00"), DIRECT, {}, "nothing in quiet hours", id="by night"),
    ],
)
def test_a_wrong_reminder_is_seen(
    deal: DealStory, at: float, channel: Channel, event: dict[str, str], invariant: str
) -> None:
    assert reminded(deal, at, channel, **event) == [invariant]


def test_what_never_comes_again_is_seen_once_it_had_the_time(deal: DealStory) -> None:
    assert forgotten(deal, []) == ["what was put off comes again"]
    assert forgotten(deal, [], end=on(25, "09:10")) == []
    assert forgotten(deal, [], calm_from=on(25, "11:50")) == []


def test_what_is_done_need_not_come_again(deal: DealStory) -> None:
    deal.steps["call"].kept = Told(PRESSED + 60)

    assert forgotten(deal, []) == []


def test_who_owns_a_deal_comes_again_until_somebody_answered(deal: DealStory) -> None:
    deal.put_off.clear()
    put_off(deal, UNTIL, question=Question("lapse", "owner_not_accepted", "who owns this deal", OMAR, on(24, "12:00")))
    assert forgotten(deal, []) == ["what was put off comes again"]

    deal.answer = Told(PRESSED)
    assert forgotten(deal, []) == []


@pytest.mark.parametrize(("day", "is_blamed"), [(27, False), (30, True)])
def test_what_is_put_off_for_more_than_five_working_days_is_seen(deal: DealStory, day: int, is_blamed: bool) -> None:
    asked = Question("lapse", "step_overdue", "call", ANA, on(20, "12:00"))
    put_off(deal, on(day, "09:00"), question=asked)

    assert bool(list(again.too_long(deal, off=5.0))) is is_blamed


def test_the_next_word_counts_from_the_reminder(deal: DealStory) -> None:
    asked = Seen(ASKED.at, "private", {})

    assert again.last_word(asked, {}, "lapse") == ASKED.at
    assert again.last_word(asked, {"lapse": [UNTIL + 3]}, "lapse") == UNTIL + 3
    assert again.counts_from(deal, "call", {"lapse": [UNTIL + 9000]}) == UNTIL + 9000
    assert again.counts_from(deal, "call", {}) > UNTIL
    assert again.counts_from(deal, "another", {}) == 0.0
