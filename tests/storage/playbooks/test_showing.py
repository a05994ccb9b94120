"""A playbook for reading: every line of the checklist, when it would be due, and the diagram."""

from dataclasses import replace
from datetime import date

import pytest

from bot.playbook import FunctionRole, Playbook
from bot.rules.planning import Example
from storage.playbooks.graph import graph
from storage.playbooks.reading import read
from storage.playbooks.showing import shown

EXAMPLE = Example(date(2026, 1, 5), date(2026, 2, 2))


@pytest.fixture
def playbook(right: str) -> Playbook:
    return read(right, source="repair.yaml")


def table(text: str) -> list[list[str]]:
    """Return the cells of the checklist, without its head."""
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows[2:]]


def test_each_line_says_when_who_what_and_who_receives_it(playbook: Playbook) -> None:
    assert table(shown(playbook, EXAMPLE)) == [
        ["won + 1", "Tue 6 Jan 2026", "Sales", "◆ Attach the signed scope (scope)", "file", "Field crew", "-"],
        ["promised - 5", "Mon 26 Jan 2026", "Field crew", "Agree the visit date (visit)", "date", "-", "scope"],
        ["visit - 1", "Tue 27 Jan 2026", "Field crew", "Load the spare parts (parts)", "none", "-", "-"],
    ]


def test_the_head_says_who_is_offered_the_deal_and_where_it_is_talked_about(playbook: Playbook) -> None:
    said = shown(playbook, EXAMPLE)

    assert said.startswith("# Repair visit\n\nKind `repair-visit`, version `" + playbook.id[:12])
    assert "The lead of Field crew is offered the deal." in said
    assert "a private channel `fix-{account}-{short}`" in said
    assert "\n- Sales: @sales, else the owner\n- Field crew: kim@example.com, else the owner\n" in said


def test_a_channel_that_is_not_private_is_not_called_so(playbook: Playbook) -> None:
    said = shown(replace(playbook, is_private=False, private_above_minor=5_000_000), EXAMPLE)

    assert "has a channel `fix-{account}-{short}`, a private one above 5,000,000 in the smallest unit." in said


def test_who_leads_is_said_in_the_order_in_which_they_are_looked_for(playbook: Playbook) -> None:
    roles = (
        FunctionRole("sales", "Sales", "sales", crm_field="rep", takes_turns=True),
        FunctionRole("field", "Field crew"),
    )

    said = shown(replace(playbook, functions=roles), EXAMPLE)

    assert (
        "- Sales: whom `rep` of the CRM names, else @sales in turn, else the owner\n- Field crew: the owner\n" in said
    )


def test_the_example_is_told_with_its_dates(playbook: Playbook) -> None:
    said = shown(playbook, replace(EXAMPLE, given={"visit": date(2026, 1, 30)}))

    assert "won on Mon 5 Jan 2026, promised for Mon 2 Feb 2026, visit given as Fri 30 Jan 2026." in said
    assert table(said)[2][:2] == ["visit - 1", "Thu 29 Jan 2026"]


def test_a_date_that_the_example_leaves_open_is_named_where_others_count_from_it(playbook: Playbook) -> None:
    first, then, last = playbook.items
    alone = replace(playbook, items=(first, then, replace(last, due=None)))

    assert "No date is given for visit: the day on which it is due stands for it." in shown(playbook, EXAMPLE)
    assert "No date is given" not in shown(playbook, replace(EXAMPLE, given={"visit": date(2026, 1, 30)}))
    assert "No date is given" not in shown(alone, EXAMPLE)


def test_what_nobody_can_date_is_left_open(playbook: Playbook) -> None:
    said = shown(replace(playbook, items=(replace(playbook.items[0], due=None),)), replace(EXAMPLE, promised=None))

    assert "no date promised" in said
    assert table(said)[0][:2] == ["the team says", "-"]


def test_what_is_asked_as_evidence_is_said_in_full(playbook: Playbook) -> None:
    first, then, last = playbook.items
    photos = replace(first, evidence="count", at_least=4)
    brief = replace(then, evidence="form", parts=("Terms", "Red flags"))
    order = replace(last, evidence="number", crm_field="po")

    rows = table(shown(replace(playbook, items=(photos, brief, order)), EXAMPLE))

    assert [row[4] for row in rows] == ["count, 4 or more", "form: Terms, Red flags", "number, or po of the CRM"]


def test_the_columns_stand_under_each_other_and_no_title_adds_one(playbook: Playbook) -> None:
    split = replace(playbook.items[0], title="Load | unload")

    rows = [line for line in shown(replace(playbook, items=(split,)), EXAMPLE).splitlines() if line.startswith("|")]

    assert len({len(row) for row in rows}) == 1
    assert "Load \\| unload" in rows[2]


def test_the_diagram_is_part_of_it(playbook: Playbook) -> None:
    assert f"```mermaid\n{graph(playbook)}\n```" in shown(playbook, EXAMPLE)


def test_what_must_be_known_is_shown_where_the_playbook_requires_anything(right: str) -> None:
    facts = (
        "facts:\n  - {key: amount, label: the amount}\n"
        "  - {key: site, label: the site address, crm_field: Site__c, function: field, due: promised - 20}\n"
    )
    said = shown(read(right + facts, source=""), EXAMPLE)

    rows = said.partition("## What must be known")[2].partition("## What waits")[0]
    assert table(rows) == [
        ["won + 1", "whoever sold it", "the amount (amount)", "amount", "-"],
        ["promised - 20", "Field crew", "the site address (site)", "text", "Site__c"],
    ]
    assert "What must be known" not in shown(read(right, source=""), EXAMPLE)
