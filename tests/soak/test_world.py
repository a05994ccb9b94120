"""The world of a soak: playbooks that can be read, days that are counted right, and people who know what they heard."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sandbox.client import SandboxClient
from storage.playbooks.library import read_folder
from tests.soak.days import midnight_after, opening, spoken_until, whole_day, working_day
from tests.soak.making import STEP, at, story
from tests.soak.people import People, _understood, open_steps
from tests.soak.story import Heard, Input
from tests.soak.town import DECISION, LADDERS, write_playbooks
from tests.soak.weather import ROUGH, rules

MADRID = "Europe/Madrid"
FRIDAY = date(2026, 12, 4)


def test_both_playbooks_say_what_the_ladders_of_the_model_say(tmp_path: Path) -> None:
    """The plain one says nothing of its ladder, so this holds that the model's copy of the default is right as well."""
    read = {playbook.kind: playbook for playbook in read_folder(write_playbooks(tmp_path / "playbooks"))}

    for kind, ladder in LADDERS.items():
        for lapse, rungs in ladder.items():
            told = read[kind].ladder.lapses[lapse]
            wheres = [DECISION if rung.asks_decision else str(rung.where) for rung in told.rungs]
            assert [(rung.where, rung.after) for rung in rungs.rungs] == list(
                zip(wheres, [rung.after_hours for rung in told.rungs], strict=True)
            ), (kind, lapse)
            assert rungs.opens_after == told.opens_after_hours


def test_days_are_counted_over_the_weekend() -> None:
    assert working_day(FRIDAY, 1) == date(2026, 12, 7)
    assert working_day(FRIDAY, 0) == FRIDAY


def test_a_days_moments_are_those_on_the_wall() -> None:
    assert opening(MADRID, at("12:00")) == at("8:00")
    assert spoken_until(MADRID, at("12:00")) == at("17:00")
    assert whole_day(MADRID, date(2026, 11, 30)) == at("16:00")
    assert midnight_after(MADRID, at("12:00")) == at("23:00")


@pytest.mark.parametrize(
    ("answer", "heard"),
    [
        ({"ok": True, "shown": {"text": "Noted: *x* by Monday."}}, Heard.YES),
        ({"ok": True, "shown": {"text": "Noted: *y* by Monday."}}, Heard.MAYBE),
        ({"ok": True, "shown": {"text": "Done: *y*."}}, Heard.MAYBE),
        ({"ok": True, "shown": {"text": "Only <@U1> can finish “x”."}}, Heard.NO),
        ({"ok": True, "shown": {"text": "Something broke, and we cannot say whether it was saved."}}, Heard.MAYBE),
        ({"ok": True, "shown": None}, Heard.MAYBE),
        ({"ok": False, "error": '/deal failed with the error "operation_timeout"'}, Heard.MAYBE),
    ],
)
def test_people_believe_only_what_they_were_told(answer: dict[str, Any], heard: Heard) -> None:
    assert _understood(answer, "Noted: *x") is heard


def test_a_step_about_which_somebody_is_in_doubt_is_left_alone() -> None:
    doubtful = Input("move", "ana", at("9:00"), at("9:01"), Heard.MAYBE, STEP, due=at("15:00"))
    moved = Input("move", "ana", at("9:00"), at("9:01"), Heard.YES, STEP, due=at("15:00"))

    assert [each.due for each in open_steps(story().deals[0])] == [at("13:00")]
    assert [each.due for each in open_steps(story(moved).deals[0])] == [at("15:00")]
    assert open_steps(story(doubtful).deals[0]) == []


def test_the_same_seed_makes_the_same_weather_and_no_two_rules_share_their_luck() -> None:
    seeds = [rule["seed"] for rule in rules(7)]

    assert rules(7) == rules(7) != rules(8)
    assert len(set(seeds)) == len(ROUGH)


@pytest.mark.parametrize(
    ("answers", "heard"),
    [
        pytest.param(
            ("", "“x” is done already: <@U1>, a minute ago."), Heard.YES, id="told afterwards that it is done"
        ),
        pytest.param(("", f"Done: *{STEP}*."), Heard.YES, id="done the second time"),
        pytest.param(("", ""), Heard.MAYBE, id="no answer at all"),
        pytest.param((f"Done: *{STEP}*.", "“x” is done already."), Heard.YES, id="pressed twice"),
        pytest.param(("Only <@U1> can finish “x”.", "“x” is done already."), Heard.NO, id="refused"),
    ],
)
def test_whoever_is_not_answered_may_ask_again_and_then_knows(answers: tuple[str, str], heard: Heard) -> None:
    said = iter(answers)

    def do() -> dict[str, Any]:
        text = next(said, "")
        return {"ok": bool(text), "shown": {"text": text}, "error": "operation_timeout"}

    eager = Random()
    eager.random = lambda: 0.0  # type: ignore[method-assign]
    somebody = People(SandboxClient("http://127.0.0.1:9"), lambda: at("9:00"), story(), eager, "a")

    assert somebody._heard("keep", "ana", do, "Done: *", what=STEP).heard is heard
