"""A deal is closed: not before its gate is accepted, with what it came to; taken up again by mistake; put away in time."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.stage import ACME, MONDAY, Stage, served

PLAYBOOK = """
kind: charger-site
title: Charger site
owner_function: field
functions:
  field: {label: Field crew, usergroup: field}
  operations: {label: Operations, usergroup: operations}
items:
  - {key: install, function: field, title: Install the chargers, due: won + 5, is_gate: true, accepted_by: operations}
  - {key: papers, function: operations, title: File the papers, due: install + 2, waits_for: [install]}
"""
SPARES, LESSON = "send two spare cables", "ask for the permit before the crane"


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with served(tmp_path, over_http=True, playbook=PLAYBOOK) as made:
        made.until(MONDAY + timedelta(hours=7))
        made.won({**ACME, "kind": "charger-site", "promised_on": "2026-12-18"})
        made.settle()
        made.press("jonas", "Accept", "will you own")
        yield made


def test_a_deal_is_closed_with_what_it_came_to_and_what_it_taught(on: Stage) -> None:
    jonas, mei = (on.people[name].id for name in ("jonas", "mei"))
    on.type("ana", f"/deal ask <@{mei}> {SPARES} by thu")
    on.type("jonas", "/deal next call the landlord by fri")

    assert on.type("jonas", f"/deal close delivered lessons {LESSON}").startswith(
        "Not everything is delivered yet: “Install the chargers” is open."
    )
    on.press("jonas", "Done", "Install the chargers")
    on.press("lena", "Accept", "Install the chargers")
    assert "Closed: *Acme EV site*, delivered" in on.type("jonas", f"/deal close delivered lessons {LESSON}")

    (summary,) = said(on, "closed *Acme EV site*")
    assert summary.splitlines()[0] == f"<@{jonas}> closed *Acme EV site*: delivered, 18 days early."
    assert "• 1 of 2 checklist lines done" in summary
    assert "• Accepted the first time: 1 of 1 from Field crew to Operations" in summary
    assert f"*What the next one should know*\n• {LESSON}" in summary
    assert f"No longer planned: “call the landlord” and “{SPARES}”. Not done: “File the papers”." in summary
    assert "*Closed:* delivered" in on.board()
    assert "Close the deal" not in on.board()
    who_waits_need_not_wait_any_more(on, "ana", "mei")
    it_is_quiet_and_taught(on)
    it_is_taken_up_by_mistake_and_put_away_after_the_second_closing(on, jonas)


def who_waits_need_not_wait_any_more(on: Stage, ana: str, mei: str) -> None:
    assert [each for each in on.read_direct(mei) if "nothing to answer any more" in each and SPARES in each]
    assert [each for each in on.read_direct(ana) if "*Acme EV site* is closed, delivered" in each]


def it_is_quiet_and_taught(on: Stage) -> None:
    before = len(on.read(on.channel()))
    on.until(MONDAY + timedelta(days=9))
    assert len(on.read(on.channel())) == before
    answer = on.people["mei"].types("/deal lessons crane", in_=on.people["mei"].direct())
    assert f"• {LESSON}" in answer.shown


def it_is_taken_up_by_mistake_and_put_away_after_the_second_closing(on: Stage, jonas: str) -> None:
    on.press("lena", "Take it up again", "closed *Acme EV site*", reason="A charger is loose")
    assert [each for each in said(on, "took *Acme EV site* up again") if "“A charger is loose”" in each]
    assert "It goes on after all" in said(on, "closed *Acme EV site*")[0]
    assert "*Closed:*" not in on.board()

    on.press("lena", "Done", "File the papers")
    owner = on.people["jonas"]
    assert owner.presses("Close the deal", about="Everything on the checklist", in_=owner.direct()).ok
    owner.fills({"outcome": "Delivered in part", "reason": "One charger is loose"}).submits()
    on.settle()
    again = said(on, "closed *Acme EV site*: delivered in part")
    assert [each.splitlines()[0] for each in again] == [
        f"<@{jonas}> closed *Acme EV site*: delivered in part. Why: “One charger is loose”."
    ]
    assert LESSON in again[0]
    on.until(MONDAY + timedelta(days=15))
    assert not on.channels("acme")[0]["is_archived"]
    on.until(MONDAY + timedelta(days=24))
    assert on.channels("acme")[0]["is_archived"]


def said(on: Stage, words: str) -> list[str]:
    """Return what the channel reads in which these words stand."""
    return [text for text in on.read(on.channel()) if words in text]
