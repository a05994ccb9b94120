"""Somebody goes away with a stand-in, who is asked and acts; then a public holiday passes without a word."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sandbox.trying.screen import NotThere
from tests.journeys.stage import ACME, MONDAY, PATIENCE, Stage, served

PLAYBOOK = """
kind: repair-visit
title: Repair visit
owner_function: field
functions:
  field: {label: Field crew, usergroup: field}
items:
  - {key: parts, function: field, title: Load the spare parts}
"""


def at(days: int, hour: int) -> datetime:
    """Return a moment in UTC, so many days after the first Monday."""
    return (MONDAY + timedelta(days=days)).replace(hour=hour)


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with served(tmp_path, over_http=True, playbook=PLAYBOOK) as made:
        made.won({**ACME, "kind": "repair-visit"})
        made.settle()
        made.press("jonas", "Accept", "will you own")
        yield made


def direct(on: Stage, person: str, about: str) -> list[str]:
    """Return what was said to one person about something."""
    with suppress(NotThere):
        return [text for text in on.read_direct(person) if about in text]
    return []


def test_a_stand_in_is_asked_and_acts_and_a_holiday_passes_without_a_word(on: Stage) -> None:
    jonas, mei = on.people["jonas"], on.people["mei"]
    on.type("jonas", "/deal next inspect the site by 11.12. 15:00")
    on.type("jonas", "/deal next open the gate by wed 15:00")

    told = on.type("jonas", f"/deal away from tue until fri stand-in <@{mei.id}>")
    assert told.startswith("Noted: you are away from Tue 1 Dec 2026 until Fri 4 Dec 2026, both included.")
    assert f"Away from Tue 1 Dec 2026 until Fri 4 Dec 2026: <@{mei.id}> is asked" in on.board()

    # In New York it is two in the morning: she reads of it when she is up.
    assert direct(on, "mei", "You stand in for") == []
    on.until(at(0, 14))
    (asked,) = direct(on, "mei", "You stand in for")
    assert asked.startswith(f"You stand in for <@{jonas.id}> from Tue 1 Dec 2026 until Fri 4 Dec 2026.")

    before = len(direct(on, "jonas", ""))
    on.until(at(2, 16))
    (question, *_) = direct(on, "mei", "open the gate")
    assert "jonas" in question or f"<@{jonas.id}>" in question
    assert len(direct(on, "jonas", "")) == before

    answer = mei.presses("Done", about="open the gate", in_=mei.direct())
    assert answer.ok, answer.error
    on.settle()
    assert any("open the gate" in text and f"<@{mei.id}>" in text for text in on.read(on.channel()))

    # On the 8th of December nobody works in Spain; the question that came with Monday's evening waits for Wednesday.
    on.until(at(7, 8))
    assert on.type("jonas", "/deal region ES").startswith("Noted: you have the public holidays of ES. The next day off")
    on.type("jonas", "/deal next call the inspector by today 16:30")
    on.until(at(7, 14) + timedelta(minutes=31))
    assert len(direct(on, "jonas", "call the inspector")) == 1
    said = len(on.read(on.channel()))

    on.until(at(8, 22))
    assert len(direct(on, "jonas", "call the inspector")) == 1
    assert len(on.read(on.channel())) == said

    on.until(at(9, 12))
    assert any("call the inspector" in text for text in on.read(on.channel())[said:])


def test_do_not_disturb_holds_a_question_back_until_it_ends(on: Stage) -> None:
    jonas = on.people["jonas"]
    on.type("jonas", "/deal next inspect the site by 11.12. 15:00")
    on.type("jonas", "/deal next call the inspector by today 15:00")

    quiet = {"start": int(at(0, 11).timestamp()), "end": int(at(0, 15).timestamp())}
    on.until(at(0, 12))
    on.slack.change_person(jonas.id, dnd=quiet)
    on.settle()
    on.until(at(0, 14))
    assert direct(on, "jonas", "call the inspector") == []

    on.until(at(0, 15) + timedelta(minutes=1))
    assert len(direct(on, "jonas", "call the inspector")) == 1


def test_a_question_that_slack_could_not_take_minds_the_quiet_that_began_meanwhile(on: Stage) -> None:
    jonas = on.people["jonas"]
    on.type("jonas", "/deal next inspect the site by 11.12. 15:00")
    on.type("jonas", "/deal next call the inspector by today 15:00")
    on.until(at(0, 12))
    on.slack.inject({"method": "chat.postMessage", "do": "429:5"})
    on.slack.move_clock(at(0, 13) + timedelta(minutes=1))
    on.baton.wait_until(lambda _: on.slack.faults()["rules"][0]["fired"] > 0, seconds=PATIENCE)

    quiet = {"start": int(at(0, 13).timestamp()), "end": int(at(0, 15).timestamp())}
    on.slack.change_person(jonas.id, dnd=quiet)
    on.slack.clear_faults()
    on.until(at(0, 14))
    assert direct(on, "jonas", "call the inspector") == []
    told = on.type("ana", "/deal why")

    on.until(at(0, 15) + timedelta(minutes=1))
    assert len(direct(on, "jonas", "call the inspector")) == 1
    assert f"Mon 30 Nov 16:00: will ask <@{jonas.id}> privately. Not before: they did not want" in told
    assert "That question waits until Mon 30 Nov" in on.type("ana", "/deal history")


def test_who_moves_to_another_zone_is_understood_and_asked_by_the_clock_there(on: Stage) -> None:
    jonas = on.people["jonas"]
    on.type("jonas", "/deal next inspect the site by 11.12. 15:00")

    on.slack.change_person(jonas.id, tz="America/New_York")
    on.settle()
    on.type("jonas", "/deal next call the inspector by wed 12:00")

    # In the morning of that day it is spoken of: at nine over there, when it is four where he was.
    on.until(at(1, 15))
    on.until(at(2, 12))
    assert direct(on, "jonas", "Due Wed 2 Dec 12:00: *call the inspector*") == []
    on.until(at(2, 15))
    assert len(direct(on, "jonas", "Due Wed 2 Dec 12:00: *call the inspector*")) == 1
