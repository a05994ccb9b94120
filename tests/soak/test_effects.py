"""Inputs and the words about them: what happened, between which moments, and which words are missing or too many."""

from dataclasses import replace
from math import inf

import pytest

from tests.soak.effects import When, effects
from tests.soak.making import DEAL, HOME, ROOMS, STEP, at, said, story
from tests.soak.reading import Told, understood
from tests.soak.story import Heard, Input

MOVE = Input("move", "ana", at("9:00"), at("9:02"), Heard.YES, STEP, due=at("15:00"))
AGAIN = Input("move", "ana", at("10:00"), at("10:02"), Heard.MAYBE, STEP, due=at("16:00"))


def told(clock: str, text: str) -> Told:
    return understood(said(at(clock), text), ROOMS[0], {HOME: DEAL}, {STEP: DEAL})


WORDS = [told("8:02", f"<@UOMAR> owns *{DEAL}* now"), told("8:12", f"Next step: *{STEP}*, <@UANA>, by today")]


def happened(words: list[Told], *more: Input) -> tuple[dict[tuple[str, float], When], list[tuple[bool, str]]]:
    found, wrong = effects(story(*more).deals[0], words)
    return {(each.input.act, each.input.sent): each.when for each in found}, [
        (each.is_lost, each.what) for each in wrong
    ]


def moves(*clocks: str) -> list[Told]:
    return [told(clock, f"<@UANA> moved *{STEP}* from Mon to Tue") for clock in clocks]


def test_what_was_answered_happened_between_the_two() -> None:
    found, wrong = happened(WORDS)

    assert found["commit", at("8:10")] == When(at("8:10"), at("8:11"))
    assert wrong == []


def test_words_that_came_before_the_answer_tell_better_when() -> None:
    found, _ = happened([*WORDS, *moves("9:01")], MOVE)

    assert found["move", at("9:00")] == When(at("9:00"), at("9:01"))


def test_what_was_not_answered_happened_if_slack_has_the_words() -> None:
    found, wrong = happened([*WORDS, *moves("9:01", "10:30")], MOVE, AGAIN)

    assert found["move", at("10:00")] == When(at("10:00"), at("10:30"))
    assert wrong == []


def test_what_was_not_answered_did_not_happen_without_words() -> None:
    found, wrong = happened([*WORDS, *moves("9:01")], MOVE, AGAIN)

    assert ("move", at("10:00")) not in found
    assert wrong == []


def test_a_line_that_nobody_accepts_is_done_without_a_word() -> None:
    done = Input("finish", "faye", at("9:00"), at("9:01"), Heard.YES, "invoice")

    assert happened(WORDS, done)[0]["finish", at("9:00")] == When(at("9:00"), at("9:01"))
    assert happened(WORDS, replace(done, heard=Heard.MAYBE))[0]["finish", at("9:00")] == When(at("9:00"), inf)


@pytest.mark.parametrize(
    ("words", "more", "wrong"),
    [
        pytest.param(WORDS, (MOVE,), (True, f"move {STEP} of {DEAL}"), id="no words"),
        pytest.param([*WORDS, *moves("9:01", "9:05")], (MOVE,), (False, f"move {STEP} of {DEAL}"), id="too many"),
        pytest.param([*WORDS, *moves("9:01")], (), (False, f"move {STEP} of {DEAL}"), id="words about nothing"),
        pytest.param(
            [*WORDS, *moves("9:01")],
            (replace(MOVE, heard=Heard.NO),),
            (False, f"move {STEP} of {DEAL}"),
            id="words about what was refused",
        ),
        pytest.param(WORDS[:1], (), (True, f"commit {STEP} of {DEAL}"), id="a step without words"),
    ],
)
def test_words_and_inputs_that_do_not_fit_are_told(
    words: list[Told], more: tuple[Input, ...], wrong: tuple[bool, str]
) -> None:
    assert happened(words, *more)[1] == [wrong]


def test_the_step_that_a_decision_begins_needs_no_commitment() -> None:
    decided = Input("decide", "omar", at("16:00"), at("16:01"), Heard.YES, "continue", otherwise="step b001")
    words = [told("16:02", f"<@UOMAR> decided: *{DEAL}* goes on"), told("16:03", "Next step: *step b001*, <@UANA>, by")]

    assert happened([*WORDS, *words], decided)[1] == []


def test_a_promise_is_answered_without_a_word_where_it_is_taken_on() -> None:
    promised = Input("promise", "ana", at("9:00"), at("9:01"), Heard.YES, "promise a001")
    agreed = Input("agree", "omar", at("9:10"), at("9:11"), Heard.YES, "promise a001")
    asks = told("9:02", "<@UOMAR>, Account 001 was promised this beyond the contract. Can you?\n*promise a001* (by")

    assert happened([*WORDS, asks], promised, agreed)[1] == []
    assert happened(WORDS, promised, agreed)[1] == [(True, f"promise promise a001 of {DEAL}")]


def test_a_line_is_given_once_and_with_a_word() -> None:
    given = Input("give", "ana", at("9:00"), at("9:01"), Heard.YES, "contract")
    word = told("9:02", "<@UJONAS> has *Attach the contract* now, from <@UANA>.")

    assert happened([*WORDS, word], given)[1] == []
    assert happened([*WORDS, word, word], given)[1] == [(False, f"give contract of {DEAL}")]
