"""A colleague overseas is asked for something: in private, in her hours; she names a date, and later says no in public."""

from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.trying.screen import NotThere
from tests.journeys.stage import MONDAY, Stage, served

TERMS, CRANE = "approve the deposit terms", "a crane on credit"
MORNING_OVERSEAS = MONDAY.replace(hour=13)


def test_a_request_is_answered_with_another_date_and_one_that_nobody_answers_climbs(tmp_path: Path) -> None:
    with served(tmp_path, over_http=True) as stage:
        stage.won()
        stage.settle()
        stage.press("jonas", "Accept", "will you own")
        jonas, mei = (stage.people[name].id for name in ("jonas", "mei"))

        echo = stage.type("jonas", f"/deal ask <@{mei}> {TERMS} by fri")

        assert echo.startswith(f"<@{mei}> is asked in private Mon 30 Nov 15:00, when they work: *{TERMS}* by Friday")
        assert f"<@{mei}>: answer <@{jonas}>, *{TERMS}* by Fri 4 Dec" in stage.board()
        stage.until(MORNING_OVERSEAS - timedelta(minutes=2))
        with pytest.raises(NotThere):
            stage.read_direct("mei")
        stage.until(MORNING_OVERSEAS + timedelta(minutes=2))
        assert len([text for text in stage.read_direct("mei") if f"<@{jonas}> asks: *{TERMS}*" in text]) == 1
        she_names_another_date_and_he_agrees(stage, jonas, mei)
        nobody_answers_and_her_no_is_told_to_the_asker_and_the_owner(stage, mei)


def she_names_another_date_and_he_agrees(stage: Stage, jonas: str, mei: str) -> None:
    direct = stage.people["mei"]
    assert direct.presses("Another date", about=TERMS, in_=direct.direct()).ok
    direct.fills({"when": "8.12.", "reason": "The bank answers on Monday"}).submits()
    stage.settle()

    asked = [text for text in stage.read_direct("jonas") if f"<@{mei}> can do *{TERMS}*" in text]
    assert len(asked) == 1
    assert "“The bank answers on Monday”. Is that all right?" in asked[0]
    assert not [text for text in stage.read(stage.channel()) if TERMS in text and "Needs somebody" not in text]

    owner = stage.people["jonas"]
    assert owner.presses("Agree", about=TERMS, in_=owner.direct()).ok
    stage.settle()

    said = next(text for text in stage.read(stage.channel()) if text.startswith(f"Next step: *{TERMS}*"))
    assert said.startswith(f"Next step: *{TERMS}*, <@{mei}>, by Tuesday 8 December 2026")
    assert said.endswith(f"as <@{jonas}> asked.")
    assert [text for text in stage.read_direct("jonas") if f"<@{mei}> does it by Tue 8 Dec" in text]


def nobody_answers_and_her_no_is_told_to_the_asker_and_the_owner(stage: Stage, mei: str) -> None:
    stage.type("ana", f"/deal ask <@{mei}> {CRANE} by wed")
    stage.until(MORNING_OVERSEAS + timedelta(days=1, hours=2))

    asked = [text for text in stage.read(stage.channel()) if f"*{CRANE}*" in text and "Will you do it?" in text]
    assert len(asked) == 1
    stage.press("mei", "Not me", CRANE, reason="We give no credit before the deposit")

    for person in ("ana", "jonas"):
        told = [text for text in stage.read_direct(person) if text.startswith(f"<@{mei}> does not take on *{CRANE}*")]
        assert ["We give no credit" in text for text in told] == [True]
    assert not [text for text in stage.read(stage.channel()) if "Will you do it?" in text and CRANE in text]
