"""A deal is won whose plan takes longer than there is: its owner is asked at once, and the lead decides on another date."""

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
  - {key: survey, function: field, title: Survey the site, due: won + 3}
  - {key: install, function: field, title: Install the chargers, due: survey + 5, waits_for: [survey], is_gate: true}
  - {key: inspect, function: operations, title: Pass the inspection, due: install + 4, waits_for: [install], is_gate: true}
  - {key: papers, function: operations, title: File the papers, due: inspect + 1, waits_for: [inspect]}
"""


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with served(tmp_path, over_http=True, playbook=PLAYBOOK) as made:
        made.until(MONDAY + timedelta(hours=1))
        yield made


def test_who_promised_too_early_hears_it_at_once_and_whoever_leads_moves_the_date(on: Stage) -> None:
    ana, jonas, lena = (on.people[name].id for name in ("ana", "jonas", "lena"))
    chain = [
        f"• <@{jonas}> moves first: *Survey the site*, due Thu 3 Dec",
        "• then *Install the chargers*, Field crew: 5 working days",
        "• then *Pass the inspection*, Operations: 4 working days",
    ]

    on.won({**ACME, "kind": "charger-site", "promised_on": "2026-12-11"})
    on.settle()

    (asked,) = said(on, "keep the date")
    forecast = "Ready on Wed 16 Dec 2026 at this pace"
    can_it = f"<@{ana}>, can *Acme EV site* keep the date promised to Acme Oy, Fri 11 Dec 2026?"
    assert asked.splitlines()[:4] == [f"{can_it} {forecast}, 12 working days of work planned, 9 left.", *chain]
    on.press("jonas", "Accept", "will you own")
    on.type("jonas", "/deal next call the landlord by 11.12. 12:00")
    assert f"• <@{jonas}>: the promised date is at risk" in on.board()
    # Two working days have not gone by.
    on.until(MONDAY + timedelta(days=2))
    assert said(on, "please decide") == []

    on.until(MONDAY + timedelta(days=2, hours=3))

    (card,) = said(on, "please decide")
    figures = "ready on Wed 16 Dec 2026 at this pace, 10 working days of work planned, 7 left"
    assert card.splitlines()[1:5] == [f"• Fri 11 Dec 2026 was promised; {figures}", *chain]
    assert card.startswith(f"<@{lena}>, please decide how *Acme EV site* goes on, by Thu 3 Dec 11:0")
    assert f"• <@{lena}>: decide how this deal goes on, by Thu 3 Dec 11:0" in on.board()
    the_lead_moves_the_date_and_nobody_is_asked_any_more(on, lena)


def the_lead_moves_the_date_and_nobody_is_asked_any_more(on: Stage, lena: str) -> None:
    on.press("lena", "Re-plan", "please decide", when="18.12.", reason="They open later")

    decided = said(on, f"<@{lena}> decided")[-1]
    assert "18 Dec" in decided
    assert "*Promised:* Friday 18 December 2026" in on.board()
    assert "at risk" not in on.board()
    on.until(MONDAY + timedelta(days=3, hours=1))
    assert said(on, "keep the date") + said(on, "please decide") == []
    mornings = [text for text in on.read_direct("jonas") if "*At risk:* the promised date" in text]
    assert [text.splitlines()[0] for text in mornings] == ["1 thing needs you, Wed 2 Dec 2026"]


def said(on: Stage, words: str) -> list[str]:
    """Return what the channel reads in which these words stand."""
    return [text for text in on.read(on.channel()) if words in text]
