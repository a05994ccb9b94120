"""Promises that the CRM lists: one is declined, put in other words and accepted, and only then can the kick-off begin."""

from pathlib import Path

from tests.journeys.stage import ACME, Stage, served

TRAINING, SYSTEM, BRIEF = "Training for twelve people", "A test system of their own", "Fill in all six"
WON = {
    **ACME,
    "kind": "saas-onboarding",
    "promises": [{"text": TRAINING, "due_on": "2027-01-15"}, {"text": SYSTEM}],
}


def test_what_was_promised_is_answered_before_the_kick_off(tmp_path: Path) -> None:
    with served(tmp_path, over_http=True) as stage:
        stage.won(WON)
        stage.settle()
        ana, jonas = (stage.people[name].id for name in ("ana", "jonas"))

        (asked,) = questions(stage)
        assert asked.startswith(
            f"<@{jonas}>, Acme Oy was promised this beyond the contract. Can you deliver all of it?"
        )
        assert (TRAINING in asked, SYSTEM in asked) == (True, True)
        assert f"2 promises: 2 wait for <@{jonas}>" in stage.board()
        he_declines_one_of_them_with_a_reason(stage, ana, jonas)
        she_says_it_in_other_words_and_he_accepts(stage, jonas)
        the_kick_off_waits_for_nothing_but_the_brief(stage)


def questions(stage: Stage) -> list[str]:
    return [text for text in stage.read(stage.channel()) if "promised this beyond" in text]


def press(stage: Stage, label: str, about: str) -> None:
    """Let Jonas press the one of several equal buttons that is about this: it says so to a screen reader."""
    jonas = stage.people["jonas"]
    equal = jonas.buttons(label, in_=stage.channel())
    (only,) = [each for each in equal if about in each.element.get("accessibility_label", "")]
    assert jonas.pushes(only).ok
    stage.settle()


def he_declines_one_of_them_with_a_reason(stage: Stage, ana: str, jonas: str) -> None:
    press(stage, "Accept", SYSTEM)
    press(stage, "Decline…", TRAINING)
    stage.people["jonas"].fills({"reason": "Nobody is free before February"}).submits()
    stage.settle()

    assert questions(stage) == []
    assert f"2 promises: 1 accepted and 1 back with <@{ana}>" in stage.board()
    (told,) = [text for text in stage.read(stage.channel()) if text.startswith(f"<@{ana}>, <@{jonas}> cannot deliver")]
    assert "“Nobody is free before February”" in told


def she_says_it_in_other_words_and_he_accepts(stage: Stage, jonas: str) -> None:
    # The CRM says once more what it said before: here it was declined, and it stays so.
    stage.won({**WON, "amount_minor": 5_000_000}, event="deal.updated")
    stage.settle()
    assert questions(stage) == []

    stage.press("ana", "Edit…", TRAINING, what="Training for six people", due_on="2027-02-15")
    (asked,) = questions(stage)
    assert "Can you deliver it?" in asked
    assert "*Training for six people*, by Mon 15 Feb 2027" in asked

    stage.press("jonas", "Accept", "Training for six")
    assert "2 promises: 2 accepted" in stage.board()
    assert f"accepted by <@{jonas}>" in stage.type("ana", "/deal promises")


def the_kick_off_waits_for_nothing_but_the_brief(stage: Stage) -> None:
    stage.press("ana", "Done", BRIEF)
    stage.press("jonas", "Accept", BRIEF)

    assert [text for text in stage.read_direct("jonas") if "Hold the kick-off" in text and "can start" in text]
