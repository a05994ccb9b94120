"""A checklist as people use it: in words, with one form for many lines, and with people who join when it is their turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.stage import ACME, Stage, served

PLAYBOOK = """
kind: crane-site
title: Crane site
owner_function: field
functions:
  sales: {label: Sales, usergroup: sales}
  field: {label: Field crew, usergroup: field}
  finance: {label: Finance, usergroup: finance}
items:
  - {key: permit, function: sales, title: Building permit, due: won + 2, evidence: number, accepted_by: field}
  - {key: brief, function: sales, title: Handover brief, due: won + 2, evidence: form, parts: [Terms, Risks], accepted_by: field}
  - {key: plan, function: sales, title: Site plan, due: won + 3, evidence: link}
  - {key: deposit, function: finance, title: Deposit invoice, due: won + 4, evidence: number, waits_for: [permit, brief]}
"""
NUMBER, LINK = "PN-1042", "https://files.example.com/plan"


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with served(tmp_path, over_http=True, playbook=PLAYBOOK) as made:
        yield made


def test_a_checklist_is_worked_off_in_words_and_with_one_form(on: Stage) -> None:
    on.won({**ACME, "kind": "crane-site"})
    on.settle()
    finance_is_not_there_yet(on)
    a_line_is_done_by_its_name_with_its_evidence(on)
    one_form_takes_the_rest(on)
    the_receiving_side_answers_in_words(on)
    finance_joins_when_its_first_line_can_begin(on)


def members(on: Stage) -> set[str]:
    (channel,) = on.channels("acme")
    return {name for name, one in on.people.items() if one.id in channel["members"]}


def finance_is_not_there_yet(on: Stage) -> None:
    assert members(on) == {"ana", "jonas"}
    assert any("Joining when their part can begin: Finance (mei)." in text for text in on.read(on.channel()))
    assert "Goes on after “Building permit”" in on.board()


def a_line_is_done_by_its_name_with_its_evidence(on: Stage) -> None:
    assert on.type("ana", "/deal done i").startswith("Which one is “i”? Nothing is changed yet.")
    refused = on.type("ana", "/deal done plan with a good plan")
    done = on.type("ana", f"/deal done permit {NUMBER}")

    assert "is not a web address" in refused
    assert done.startswith("Done: *Building permit*. Next: ")
    assert on.type("ana", f"/deal done permit {NUMBER}").startswith("“Building permit” is done already")


def one_form_takes_the_rest(on: Stage) -> None:
    ana = on.people["ana"]
    ana.presses("Fill in several…", in_=on.channel())
    wrong = ana.fills({"Terms": "30 days", "Site plan": LINK}).submits()
    assert list(wrong.errors.values()) == ["Nothing is said about “Risks”. For example: Risks: as in the contract"]

    assert ana.fills({"Risks": "The road is closed in May"}).submits().ok
    on.settle()

    assert "Sales: 1 of 3 done" in on.board()
    assert sum("Handover brief" in text and "30 days" in text for text in on.read(on.channel())) >= 1


def the_receiving_side_answers_in_words(on: Stage) -> None:
    assert on.type("jonas", "/deal accept permit") == "Accepted: *Building permit*."
    assert members(on) == {"ana", "jonas"}
    assert "(<@" in on.board().split("Deposit invoice: after ")[1]
    sent_back = on.type("jonas", "/deal send back brief because the dates are missing")
    assert sent_back.startswith("Sent back: *Handover brief*.")

    ana = on.people["ana"]
    on.type("ana", "/deal done brief")
    assert ana.fills({"Terms": "30 days from June", "Risks": "The road is closed in May"}).submits().ok
    on.settle()


def finance_joins_when_its_first_line_can_begin(on: Stage) -> None:
    on.type("jonas", "/deal accept brief")

    assert members(on) == {"ana", "jonas", "mei"}
    assert sum("*Finance checklist*: 0 of 1 done" in text for text in on.read(on.channel())) == 1
    assert any("Deposit invoice" in text for text in on.read_direct("mei"))
