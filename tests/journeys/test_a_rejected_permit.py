"""A permit is rejected after it was accepted: the gate closes, the promise is at risk, the owner lets one line begin."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.stage import ACME, Stage, stage

PLAYBOOK = """\
kind: repair-visit
title: Repair visit
owner_function: field
functions:
  field: {label: Field crew, usergroup: crew}
  finance: {label: Finance, usergroup: desk}
items:
  - {key: permit, function: field, title: Get the permit, due: won + 3, evidence: number, accepted_by: finance, is_gate: true}
  - {key: order, function: finance, title: Order the parts, due: permit + 1, waits_for: [permit], evidence: number, accepted_by: field, is_gate: true}
  - {key: install, function: field, title: Install the gate, due: order + 2, is_gate: true, waits_for: [order]}
  - {key: invoice, function: finance, title: Send the invoice, due: install + 1, waits_for: [install]}
"""
PERMIT, PARTS, INSTALL = "Get the permit", "Order the parts", "Install the gate"


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path, playbook=PLAYBOOK) as made:
        made.workspace.group("crew", made.people["jonas"])
        made.workspace.group("desk", made.people["lena"])
        with made.serving():
            yield made


def newest(on: Stage, begins: str) -> str:
    return next(text for text in reversed(on.read(on.channel())) if text.startswith(begins))


def test_what_had_ended_is_opened_again_and_everybody_it_touches_reads_one_message(on: Stage) -> None:
    jonas, lena = on.people["jonas"].id, on.people["lena"].id
    on.won({**ACME, "kind": "repair-visit", "promised_on": "2026-12-14"})
    on.settle()
    on.press("jonas", "Accept", "will you own")

    evidence_that_is_none_is_refused_under_its_field(on)
    for holder, receiver, line in (("jonas", "lena", PERMIT), ("lena", "jonas", PARTS)):
        on.press(holder, "Done", line, proof="PN-1042")
        on.press(receiver, "Accept", f"please check *{line}*")
    assert f"☐ *{INSTALL}*" in "".join(on.read(on.channel()))

    echo = on.type("lena", "/deal reopen permit by 14.12. because the drawing was rejected")

    assert echo.startswith(f"Open again: *{PERMIT}*, due Monday 14 December 2026")
    told = newest(on, f"<@{jonas}>, *{PERMIT}* is open again")
    assert f"“the drawing was rejected” (<@{lena}>)" in told
    assert f"Waits again: “{INSTALL}” (<@{jonas}>)" in told
    assert f"Stays as it is: “{PARTS}” (<@{jonas}>)" in told
    assert f"{INSTALL}: after “{PERMIT}”" in on.board()
    assert "promised date is at risk" in on.board()
    assert "waits for “Get the permit”" in on.type("jonas", f"/deal done {INSTALL.lower()}")

    echo = on.type("jonas", f"/deal unlock {INSTALL.lower()} because the crew is booked for Monday")

    assert echo.startswith(f"*{INSTALL}* can start")
    public = newest(on, f"<@{jonas}>, *{INSTALL}* can start without “{PERMIT}”")
    assert f"“the crew is booked for Monday” (<@{jonas}> decided it)" in public
    assert "1 line reopened; 1 line started before what it waited for" in on.type("jonas", "/deal history")


def evidence_that_is_none_is_refused_under_its_field(on: Stage) -> None:
    jonas = on.people["jonas"]
    assert jonas.presses("Done", about=PERMIT, in_=on.channel()).has_form
    refused = jonas.fills({"proof": "it is there"}).submits()
    assert refused.errors == {"proof": "“it is there” is not a number. For example: INV-4711"}
    jonas.closes()
