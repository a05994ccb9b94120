"""A week in which nobody does anything about a deal: its owner is asked, unless a word in its channel was sign enough."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sandbox.trying.screen import NotThere
from tests.journeys.stage import ACME, MONDAY, Stage, served

PLAYBOOK = """
kind: repair-visit
title: Repair visit
owner_function: field
functions:
  field: {label: Field crew, usergroup: field}
items:
  - {key: parts, function: field, title: Load the spare parts}
"""
ASKED = "is *Acme EV site* still alive? Nobody has done or written anything since "


def later(days: int, hours: float = 1.0) -> datetime:
    return MONDAY + timedelta(days=days, hours=hours)


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with served(tmp_path, over_http=True, playbook=PLAYBOOK) as made:
        yield made


def asked(on: Stage) -> list[str]:
    with suppress(NotThere):
        return [text for text in on.read_direct("jonas") if ASKED in text]
    return []


def test_the_owner_is_asked_whether_it_is_alive_unless_somebody_wrote_in_the_channel(on: Stage) -> None:
    on.won({**ACME, "kind": "repair-visit"})
    on.settle()
    on.press("jonas", "Accept", "will you own")
    on.type("jonas", "/deal next open the site by 11.12. 15:00")

    on.until(later(3))
    on.people["ana"].types("the landlord has called, all is well", in_=on.channel())
    on.settle()
    on.until(later(7, 4))
    assert asked(on) == []

    on.until(later(10, 4))
    (question,) = asked(on)
    assert question.startswith(f"<@{on.people['jonas'].id}>, {ASKED}Thu 3 Dec 10:00")
    assert "all is well" not in on.log
    assert not [text for text in on.read(on.channel()) if ASKED in text]

    jonas = on.people["jonas"]
    answer = jonas.presses("Hold", about="", in_=jonas.direct())
    assert answer.has_form, answer.error
    jonas.fills({"until": "18.1.", "reason": "The landlord rebuilds"}).fills_the_rest().submits()
    on.settle()
    assert "The landlord rebuilds" in on.read(on.channel())[-1]
    on.until(later(16))
    # Answered, it is no question any more: it says how it ended, and nobody is asked again while the deal rests.
    assert asked(on) == []
