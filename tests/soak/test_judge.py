"""The judge of a soak sees each kind of wrong history, and nothing wrong in a good one."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.soak.history import Said
from tests.soak.making import (
    ACCEPTED,
    ANA,
    CARD,
    COMMITTED,
    DEAL,
    DIGESTS,
    GOOD,
    IDS,
    LEADERS_HEAR,
    LINE_DUE,
    LIV,
    OMAR,
    OPENING,
    OPENLY,
    PRIVATELY,
    ROOMS,
    STEP,
    at,
    judged,
    moved,
    said,
    sorts,
    timeline,
    without,
)
from tests.soak.story import Heard, Input

KEPT = Input("keep", "ana", at("13:30"), at("13:31"), Heard.YES, STEP)
DONE = said(at("13:32"), f"Done: *{STEP}*, by {ANA}.")
# A step that is kept and taken from the board, with nothing said of it afterwards.
CLEARED = replace(OPENING[1], now=f"{DEAL}\n*Owner:* <@{IDS['omar']}>")
NEXT_STEP = (
    said(at("14:31"), f"{OMAR}, what is the next step for *{DEAL}*, and by when?", "Domar"),
    said(at("7:32", 1), f"{OMAR}, what is the next step for *{DEAL}*, and by when?"),
    said(at("8:33", 1), f"{LIV}, please decide how *{DEAL}* goes on.\n• No date ahead"),
)
SETTLED = [*without(OPENLY, CARD, LEADERS_HEAR, OPENING[1], DIGESTS["leadership"]), CLEARED, DONE, *NEXT_STEP]


def test_nothing_is_wrong_with_a_day_that_went_well() -> None:
    verdict = judged(GOOD)

    assert verdict.faults == []
    assert verdict.counts["step_overdue 4"] == 1


def test_how_late_each_nudge_was_is_counted_in_real_seconds() -> None:
    assert sorted(judged(GOOD).lateness) == pytest.approx([2.0] * 5, abs=0.1)


def test_nothing_is_wrong_where_a_step_was_kept_and_its_ladder_ended() -> None:
    assert judged(SETTLED, KEPT).faults == []


@pytest.mark.parametrize(
    ("gone", "what"),
    [
        pytest.param(OPENING[0], "brief", id="the brief"),
        pytest.param(OPENING[1], "board", id="the board"),
        pytest.param(OPENING[2], "Sales checklist", id="a checklist"),
        pytest.param(OPENING[3], "offer", id="the offer"),
        pytest.param(ACCEPTED, "accept", id="the word about an owner"),
        pytest.param(COMMITTED, "commit", id="the word about a step"),
        pytest.param(PRIVATELY, "rung 1", id="the first rung"),
        pytest.param(OPENLY, "rung 2", id="a rung in between"),
        pytest.param(CARD, "rung 3", id="the decision"),
        pytest.param(DIGESTS["leadership"], "digest for leadership", id="leadership's digest"),
        pytest.param(DIGESTS["team"], "digest for delivery-team", id="the team's digest"),
        pytest.param(DIGESTS["ana"], "digest for ana", id="a person's digest"),
    ],
)
def test_what_is_missing_is_lost(gone: Said, what: str) -> None:
    verdict = judged(without(gone))

    assert any(each.sort == "lost" and what in each.what for each in verdict.faults), verdict.faults


@pytest.mark.parametrize("one", [pytest.param(each, id=each.text[:24]) for each in GOOD])
def test_what_stands_there_twice_with_one_mark_is_double(one: Said) -> None:
    again = replace(one, ts=one.ts + 30, at=one.at + 30)

    assert [each.sort for each in judged([*GOOD, again]).faults] == ["double"]


@pytest.mark.parametrize(
    ("one", "sort"),
    [
        pytest.param(OPENING[0], "double", id="a brief"),
        pytest.param(OPENING[1], "double", id="a board"),
        pytest.param(OPENING[2], "double", id="a checklist"),
        pytest.param(COMMITTED, "uncalled", id="the word about a step"),
        pytest.param(PRIVATELY, "double", id="a private nudge"),
        pytest.param(OPENLY, "double", id="an open nudge"),
        pytest.param(CARD, "double", id="a card"),
        pytest.param(DIGESTS["ana"], "double", id="a digest"),
    ],
)
def test_what_is_said_again_under_another_mark_is_seen_too(one: Said, sort: str) -> None:
    again = replace(one, ts=one.ts + 90, at=one.at + 90, mark="another")

    assert sort in sorts(judged([*GOOD, again]))


@pytest.mark.parametrize(
    ("one", "clock", "day"),
    [
        pytest.param(PRIVATELY, "12:50", 30, id="before it is due"),
        pytest.param(OPENLY, "13:30", 30, id="before the hour after the private word is over"),
        pytest.param(CARD, "14:40", 30, id="before the hour after the open word is over"),
        pytest.param(LEADERS_HEAR, "15:50", 30, id="before leadership's hour is over"),
        pytest.param(LINE_DUE, "7:30", 1, id="before the morning of a line's day"),
        pytest.param(DIGESTS["team"], "7:50", 1, id="before the hour of a digest"),
    ],
)
def test_what_comes_before_its_time_is_early(one: Said, clock: str, day: int) -> None:
    assert "early" in sorts(judged(moved(one, clock, day)))


def test_what_comes_long_after_its_time_is_late() -> None:
    late = [each for each in moved(PRIVATELY, "11:50", 1) if each not in (OPENLY, CARD, LEADERS_HEAR)]

    assert "late" in sorts(judged(late))


@pytest.mark.parametrize(("clock", "day"), [("19:30", 30), ("5:30", 1)])
def test_what_comes_in_quiet_hours_is_seen(clock: str, day: int) -> None:
    assert "quiet" in sorts(judged(moved(CARD, clock, day)))


def test_a_word_that_was_on_its_way_when_the_quiet_hours_began_is_let_pass() -> None:
    """The last look at the hour may have been a lease ago: 75 real seconds are 37 minutes at this speed."""
    on_its_way = [each for each in moved(CARD, "16:30") if each != LEADERS_HEAR]

    assert "quiet" not in sorts(judged(on_its_way))


def test_what_is_said_of_a_step_that_was_kept_long_ago_is_seen() -> None:
    after = replace(OPENLY, ts=at("15:30"), at=at("15:30"))

    assert "over" in sorts(judged([*SETTLED, after], KEPT))


def test_a_word_about_a_kept_step_that_was_on_its_way_is_let_pass() -> None:
    after = replace(OPENLY, ts=at("14:05"), at=at("14:05"))

    assert judged([*SETTLED, after], KEPT).faults == []


@pytest.mark.parametrize(
    "text",
    [
        "What is this?",
        "Next step: *step z999*, <@UANA>, by tomorrow.",
        "Won: *Deal 002* for Account 002.",
        f"Done: *{STEP}*, by {ANA}, on time.",
        f"{ANA}, *step z999* was due Mon 30 Nov 14:00.",
    ],
)
def test_what_nobody_called_for_is_seen(text: str) -> None:
    assert {"uncalled", "double"} & set(sorts(judged([*GOOD, said(at("11:00"), text)])))


def test_a_nudge_that_names_somebody_else_is_wrong() -> None:
    other = replace(OPENLY, text=OPENLY.text.replace("UANA", "UJONAS"))

    assert sorts(judged([*without(OPENLY), other])) == ["wrong"]


@pytest.mark.parametrize(
    ("rooms", "sort"),
    [
        pytest.param(ROOMS[1:], "lost", id="no channel"),
        pytest.param((*ROOMS, replace(ROOMS[0], id="C9")), "double", id="two channels"),
        pytest.param((replace(ROOMS[0], topic=""), *ROOMS[1:]), "lost", id="no topic"),
        pytest.param((replace(ROOMS[0], members=frozenset({IDS["ana"]})), *ROOMS[1:]), "lost", id="no invitation"),
    ],
)
def test_a_deal_has_one_channel_with_its_people_in_it(rooms: Sequence[object], sort: str) -> None:
    messages = [each for each in GOOD if rooms[0] != ROOMS[1] or each.channel != ROOMS[0].id]

    assert sort in sorts(judged(messages, rooms=rooms))  # type: ignore[arg-type]


@pytest.mark.parametrize("now", [f"*Owner:* {ANA}\n{STEP}", f"*Owner:* <@{IDS['omar']}>\nnone"])
def test_a_board_that_does_not_show_how_it_stands_is_wrong(now: str) -> None:
    board = replace(OPENING[1], now=now)

    assert sorts(judged([*without(OPENING[1]), board])) == ["wrong"]


def test_a_board_that_is_not_pinned_is_lost() -> None:
    assert sorts(judged([*without(OPENING[1]), replace(OPENING[1], is_pinned=False)])) == ["lost"]


def test_an_input_in_doubt_may_have_happened_or_not() -> None:
    doubtful = replace(KEPT, heard=Heard.MAYBE)

    assert judged(SETTLED, doubtful).faults == []
    assert judged(GOOD, doubtful).faults == []


def test_what_was_refused_and_is_announced_all_the_same_is_seen() -> None:
    refused = Input("commit", "ana", at("9:00"), at("9:01"), Heard.NO, "step b001", due=at("15:00"))
    announced = said(at("9:02"), f"Next step: *step b001*, {ANA}, by today.")

    assert "uncalled" in sorts(judged([*GOOD, announced], refused))


FINISHED = Input("finish", "ana", at("9:00"), at("9:01"), Heard.YES, "contract")
TAKEN = Input("take", "omar", at("9:10"), at("9:11"), Heard.YES, "contract")


@pytest.mark.parametrize(
    ("clocks", "inputs", "wrong"),
    [
        pytest.param(["9:12"], [FINISHED, TAKEN], "", id="once, after its gate"),
        pytest.param([], [FINISHED, TAKEN], "lost", id="never"),
        pytest.param(["9:12", "9:40"], [FINISHED, TAKEN], "double", id="twice"),
        pytest.param(["8:50"], [FINISHED, TAKEN], "early", id="before its gate"),
        pytest.param(["9:12"], [FINISHED], "early", id="without its gate"),
    ],
)
def test_a_handover_is_complete_once_its_gate_is_taken(clocks: Sequence[str], inputs: list[Input], wrong: str) -> None:
    words = [said(at(clock), f"The handover of *{DEAL}* is complete, on the day it began.") for clock in clocks]

    about = [each.sort for each in judged([*GOOD, *words], *inputs).faults if "the handover" in each.what]

    assert about == ([wrong] if wrong else [])


def test_the_same_history_is_in_time_while_it_is_rough_and_lost_in_the_calm() -> None:
    hasty = timeline(speed=600)

    assert "lost" not in sorts(judged(without(OPENLY, CARD, LEADERS_HEAR), over=hasty))
    assert "lost" in sorts(judged(without(OPENLY, CARD, LEADERS_HEAR)))


@pytest.mark.parametrize(
    ("clock", "wrong"),
    [
        pytest.param("13:32", [], id="settled on its way"),
        pytest.param("13:20", ["over"], id="before anybody settled anything"),
    ],
)
def test_a_line_that_is_settled_when_it_joins_was_settled_on_its_way(clock: str, wrong: list[str]) -> None:
    words = f"*Step a000*: Done by {ANA}, Mon 30 Nov 14:30"
    line = replace(said(at(clock), words, "Dana"), around=f"{DEAL} · <#C1>", is_line=True)

    assert sorts(judged([*SETTLED, line], KEPT)) == wrong


PROMISED = Input("promise", "ana", at("9:00"), at("9:01"), Heard.YES, "promise a001")
AGREED = Input("agree", "omar", at("9:10"), at("9:11"), Heard.YES, "promise a001")
ASKS = f"{OMAR}, Account 001 was promised this beyond the contract. Can you deliver it?\n*promise a001* (promised by {ANA})"
ANSWERED = "What Account 001 was promised beyond the contract is answered."


@pytest.mark.parametrize(
    ("more", "now", "wrong"),
    [
        ((PROMISED,), ASKS, []),
        ((PROMISED, AGREED), ANSWERED, []),
        ((PROMISED,), ANSWERED, ["promise a001 of Deal 001 is asked of nobody"]),
        ((PROMISED, AGREED), ASKS, ["promise a001 of Deal 001 is answered and asked about"]),
    ],
)
def test_a_promise_is_asked_about_until_somebody_said_yes_or_no(
    more: tuple[Input, ...], now: str, wrong: list[str]
) -> None:
    verdict = judged([*GOOD, said(at("9:02"), ASKS, now=now)], *more)

    assert [each.what for each in verdict.faults] == wrong
