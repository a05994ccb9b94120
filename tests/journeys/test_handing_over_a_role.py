"""Somebody else leads: what goes along, what everybody reads, and that the new one is asked alone first."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.stage import ACME, MONDAY, Stage, stage

PLAYBOOK = """\
kind: repair-visit
title: Repair visit
owner_function: field
functions:
  field: {label: Field crew, email: jonas@example.com}
  finance: {label: Finance, email: lena@example.com}
items:
  - {key: visit, function: field, title: Agree the visit date, due: won + 1}
  - {key: invoice, function: finance, title: Send the invoice, waits_for: [visit]}
"""


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path, playbook=PLAYBOOK) as made, made.serving():
        made.won({**ACME, "kind": "repair-visit"})
        made.settle()
        yield made


def test_a_lead_hands_over_and_the_new_one_is_asked_alone_first(on: Stage) -> None:
    jonas, lena = on.people["jonas"].id, on.people["lena"].id
    on.press("jonas", "Accept", "will you own")
    for days in (1, 2):
        on.until(MONDAY + timedelta(days=days, hours=6.1))
    assert [text for text in said(on) if text.startswith(f"<@{jonas}>, *Agree the visit date* was due Tue 1 Dec")]

    echo = on.type("jonas", f"/deal lead field <@{lena}>")
    on.settle()

    assert echo == f"<@{lena}> leads Field crew on *Acme EV site* now. 1 open line went along. The channel is told."
    led = f"<@{lena}> leads Field crew on *Acme EV site* now, after <@{jonas}>."
    assert f"{led} 1 open line goes along: “Agree the visit date”." in said(on)
    assert [text for text in on.read_direct("lena") if text.startswith("Due Tue 1 Dec: *Agree the visit date*")]
    assert not [text for text in said(on) if text.startswith(f"<@{lena}>, *Agree the visit date* was due")]
    on.until(MONDAY + timedelta(days=3, hours=6.1))
    assert [text for text in said(on) if text.startswith(f"<@{lena}>, *Agree the visit date* was due")]


def said(on: Stage) -> list[str]:
    return on.read(on.channel())
