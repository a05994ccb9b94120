"""What people read when they ask why: their own moments, plain names, and only the buttons that are theirs."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.events import Nudged, NudgeHeld, NudgeSkipped, NudgeTold, Recorded
from bot.model import DealStatus, LapseKind
from bot.playbook import Where
from bot.rules.explaining import Explained, explain
from bot.rules.preview import Foretold
from bot.unsaid import Unsaid
from messages.preview import if_left
from messages.unsaid import reason, why_unsaid
from messages.why import why
from tests.messages.catalogue import AROUND, STEP, nudged
from tests.messages.samples import ANA, FINN, LAPSE, LIV, NOW, OMAR, PEOPLE, ZONE, deal, lapsed


def ahead(where: Where, **more: object) -> Foretold:
    return Foretold(NOW, nudged(LapseKind.STEP_OVERDUE, 2, where, OMAR, **more))


def labels(of: object, viewer: object) -> list[str]:
    assert isinstance(of, type(deal()))
    shown = why(of, explain(of, (), AROUND, now=NOW), viewer, PEOPLE, ZONE, NOW)  # type: ignore[arg-type]
    return [one["text"]["text"] for block in shown.blocks for one in block.get("elements", ()) if "action_id" in one]


@pytest.mark.parametrize("code", list(Unsaid))
def test_every_reason_has_words(code: Unsaid) -> None:
    assert reason(NudgeSkipped(LAPSE, 1, "whatever was written", code)) == why_unsaid(code)


def test_what_was_written_before_there_were_codes_keeps_its_words() -> None:
    assert reason(NudgeSkipped(LAPSE, 1, "it was done a moment before")) == "it was done a moment before"


@pytest.mark.parametrize(
    ("comes", "words"),
    [
        (ahead(Where.PRIVATE), "Omar Haddad is asked privately"),
        (ahead(Where.CHANNEL), "Omar Haddad is asked in the deal's channel"),
        (ahead(Where.CHANNEL, also=(LIV,)), "Omar Haddad is asked in the deal's channel, and Liv Berg told"),
        (ahead(Where.CHANNEL, also=(LIV,), decider_id=LIV), "Liv Berg is asked to decide"),
        (ahead(Where.LEADERSHIP, also=(FINN,)), "leadership hears of it"),
    ],
)
def test_what_comes_is_said_with_plain_names_that_tell_nobody_yet(comes: Foretold, words: str) -> None:
    assert if_left((comes,), PEOPLE, ZONE, NOW) == f"If nobody acts: Mon 30 Nov 10:30 {words}."


def test_one_who_reads_it_alone_is_spoken_to() -> None:
    said = if_left((ahead(Where.CHANNEL, also=(LIV,)),), PEOPLE, ZONE, NOW, reader=OMAR)

    assert said == "If you leave this: Mon 30 Nov 10:30 you are asked in the deal's channel, and Liv Berg told."


def test_moments_are_the_readers_own() -> None:
    assert "03:30" in str(if_left((ahead(Where.PRIVATE),), PEOPLE, "America/New_York", NOW))


def test_nothing_ahead_says_nothing() -> None:
    assert if_left((), PEOPLE, ZONE, NOW) is None


def test_whoever_is_not_known_yet_is_somebody_else() -> None:
    assert "somebody else is asked privately" in str(if_left((ahead(Where.PRIVATE),), {}, ZONE, NOW))


def test_a_word_that_was_kept_out_of_the_channel_says_so() -> None:
    spared = replace(nudged(LapseKind.STEP_OVERDUE, 2, Where.PRIVATE, OMAR), spared_on=NOW.date())
    of = lapsed(LapseKind.STEP_OVERDUE, STEP.id, rung=2, told_at=NOW)
    recorded = (Recorded(1, NOW, OMAR, spared), Recorded(2, NOW, OMAR, NudgeTold(LAPSE, 2)))

    text = why(of, explain(of, recorded, AROUND, now=NOW), OMAR, PEOPLE, ZONE, NOW).text

    assert "asked <@U0OMAR> privately. Not in the channel: they had been asked often enough that day" in text


@pytest.mark.parametrize(("where", "whom"), [(Where.PRIVATE, "<@U0OMAR> privately"), (Where.LEADERSHIP, "leadership")])
def test_a_word_of_the_first_days_says_why_nobody_else_read_it(where: Where, whom: str) -> None:
    begun = replace(nudged(LapseKind.STEP_OVERDUE, 2, where, OMAR), is_beginning=True)
    of = lapsed(LapseKind.STEP_OVERDUE, STEP.id, rung=2, told_at=NOW)
    recorded = (Recorded(1, NOW, OMAR, begun), Recorded(2, NOW, OMAR, NudgeTold(LAPSE, 2)))

    text = why(of, explain(of, recorded, AROUND, now=NOW), OMAR, PEOPLE, ZONE, NOW).text

    assert f"{whom}. Not in the channel: everybody here begins with private questions alone" in text


def test_only_the_decider_gets_the_choices() -> None:
    asked = lapsed(LapseKind.STEP_OVERDUE, STEP.id, rung=3, told_at=NOW, decider_id=LIV)

    assert labels(asked, LIV)[0] == "Continue"
    assert labels(asked, OMAR) == ["Done", "Reschedule", "Waiting on…"]


def test_a_stopped_deal_has_no_buttons() -> None:
    nobody = why(deal(status=DealStatus.STOPPED), Explained(), ANA, PEOPLE, ZONE, NOW)

    assert [block["type"] for block in nobody.blocks] == ["section"]


def test_the_words_of_the_machinery_are_not_among_the_reasons() -> None:
    assert not [text for text in map(why_unsaid, Unsaid) if {"nudge", "rung", "lapse", "ladder"} & set(text.split())]
    assert isinstance(ahead(Where.PRIVATE).nudge, Nudged)


def test_a_question_that_waits_for_its_reader_says_until_when_and_for_what() -> None:
    first = nudged(LapseKind.STEP_OVERDUE, 1, Where.PRIVATE, OMAR)
    held = NudgeHeld(first.lapse_id, 1, datetime(2026, 12, 1, 6, tzinfo=UTC), Unsaid.DO_NOT_DISTURB)
    events = [Recorded(n, NOW, OMAR, each) for n, each in enumerate((first, held, NudgeTold(first.lapse_id, 1)), 1)]

    def said(*told: Recorded) -> str:
        of = lapsed(LapseKind.STEP_OVERDUE, STEP.id, rung=1)
        return str(why(of, explain(of, told, AROUND, now=NOW), ANA, PEOPLE, ZONE, NOW).text)

    why_late = ". Not before: they did not want to be disturbed."
    assert f"Tue 1 Dec 08:00: will ask <@{OMAR}> privately{why_late}" in said(*events[:2])
    assert f"Mon 30 Nov 10:30: asked <@{OMAR}> privately{why_late}" in said(*events)
