"""A right file becomes a playbook; a wrong one all its problems."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ladder import DEFAULT_LADDER
from bot.playbook import DueRule, FunctionRole, ItemRule, Rung, Rungs, Tell, Where
from storage.playbooks.reading import BadPlaybook, Problem, read

Problems = Callable[[str], list[Problem]]

SMALLEST = """\
kind: visit
title: Visit
owner_function: field
functions: {field: {label: Field crew}}
items: [{key: visit, function: field, title: Visit the site}]
"""


def test_a_right_file_has_no_problem(right: str, problems: Problems) -> None:
    assert problems(right) == []


def test_the_head_of_the_file_is_read(right: str) -> None:
    playbook = read(right, source="repair.yaml")

    assert (playbook.kind, playbook.title, playbook.owner_function) == ("repair-visit", "Repair visit", "field")
    assert (playbook.channel_name, playbook.channel_above_minor) == ("fix-{account}-{short}", 500_000)
    assert (playbook.is_private, playbook.welcome, playbook.source) == (True, "Good: all here", "repair.yaml")


def test_what_a_playbook_says_of_its_clocks_goes_with_each_deal() -> None:
    usual, own = read(SMALLEST, source=""), read(f"{SMALLEST}archive_after_days: 0\notherwise: lead\n", source="")

    assert (usual.ladder.archive_after_days, usual.ladder.otherwise) == (14, "")
    assert (own.ladder.archive_after_days, own.ladder.otherwise) == (0, "lead")


def test_functions_are_read_in_their_order(right: str) -> None:
    assert read(right, source="").functions == (
        FunctionRole("sales", "Sales", usergroup="sales"),
        FunctionRole("field", "Field crew", email="kim@example.com"),
    )


def test_items_are_read_in_their_order(right: str) -> None:
    assert read(right, source="").items == (
        ItemRule("scope", "sales", "Attach the signed scope", "file", DueRule("won", 1), "field", is_gate=True),
        ItemRule("visit", "field", "Agree the visit date", "date", DueRule("promised", -5), waits_for=("scope",)),
        ItemRule("parts", "field", "Load the spare parts", "none", DueRule("visit", -1)),
    )


def test_a_ladder_replaces_only_the_lapses_that_it_names(right: str) -> None:
    lapses = read(right, source="").ladder.lapses

    rung = Rung((Tell.HOLDER, Tell.LEAD), Where.PRIVATE, after_hours=2, asks_decision=True)
    assert lapses["item_due"] == Rungs(opens_after_hours=1.5, rungs=(rung,))
    assert {kind: lapses[kind] for kind in lapses if kind != "item_due"} == {
        kind: rungs for kind, rungs in DEFAULT_LADDER.lapses.items() if kind != "item_due"
    }


def test_what_is_left_out_has_a_default() -> None:
    playbook = read(SMALLEST, source="")

    assert playbook.items == (ItemRule("visit", "field", "Visit the site", "none", None),)
    assert playbook.functions == (FunctionRole("field", "Field crew"),)
    assert playbook.ladder == DEFAULT_LADDER
    assert (playbook.channel_name, playbook.channel_above_minor) == ("deal-{account}-{short}", None)
    assert (playbook.is_private, playbook.welcome) == (False, "")


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("won", DueRule("won", 0)),
        ("won+2", DueRule("won", 2)),
        ("won  +  2", DueRule("won", 2)),
        ("won + 2 days", DueRule("won", 2)),
        ("won + 1 day", DueRule("won", 1)),
        ("promised - 5", DueRule("promised", -5)),
        ("promised \u2212 5", DueRule("promised", -5)),
        ('" promised "', DueRule("promised", 0)),
        ("promised - 500", DueRule("promised", -500)),
    ],
)
def test_a_due_rule_may_be_written_as_people_write_it(written: str, rule: DueRule) -> None:
    text = SMALLEST.replace("title: Visit the site", f"title: Visit the site, due: {written}")

    assert read(text, source="").items[0].due == rule


def test_all_problems_come_at_once_sorted_by_line(right: str, problems: Problems) -> None:
    spoilt = (
        right.replace("kind: repair-visit", "kind: Repair")
        .replace("evidence: file", "evidence: fil")
        .replace("waits_for: [scope]", "waits_for: [scop]")
        .replace("where: private", "where: privat")
    )

    assert [(problem.line, problem.field) for problem in problems(spoilt)] == [
        (1, "kind"),
        (16, "items[0].evidence"),
        (24, "items[1].waits_for[0]"),
        (34, "ladder.item_due.rungs[0].where"),
    ]


def test_an_error_reads_as_one_line_for_each_problem(right: str) -> None:
    spoilt = right.replace("kind: repair-visit", "kind: Repair").replace("due: won + 1", "due: wan + 1")

    with pytest.raises(BadPlaybook) as bad:
        read(spoilt, source="repair.yaml")

    assert str(bad.value).splitlines() == [
        "repair.yaml:1: kind: A kind is lower-case words joined by hyphens, such as site-installation.",
        "repair.yaml:15: items[0].due: There is nothing called wan to count from; did you mean won?",
    ]


def test_titles_in_any_script_are_kept_as_typed() -> None:
    title = "Käynti 👷🏽\u200d♀️ زيارة <!channel> *now*"

    text = SMALLEST.replace("Visit the site", f"'{title}'")

    assert read(text, source="").items[0].title == title


def test_a_hundred_items_in_one_chain_are_fine() -> None:
    items = [f"  - {{key: i{n}, function: field, title: Do it, waits_for: [i{n + 1}]}}" for n in range(99)]
    last = "  - {key: i99, function: field, title: Do it}"

    text = SMALLEST.split("items:", maxsplit=1)[0] + "\n".join(["items:", *items, last])

    assert len(read(text, source="").items) == 100


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("abk:-[]{}#&*!|>'\"%@`,?~ \n\t01.\\é\u0000\x1b")), max_size=60))
def test_any_scrap_of_text_is_explained(text: str) -> None:
    with pytest.raises(BadPlaybook) as bad:
        read(text, source="x.yaml")

    assert all(problem.line >= 1 and problem.message.strip() for problem in bad.value.problems)


@settings(max_examples=150, deadline=None)
@given(
    at=st.integers(0, len(SMALLEST)), junk=st.text(alphabet=":-[]{}#&*'\" \n\t1no,é", max_size=4), cut=st.integers(0, 9)
)
def test_a_damaged_file_is_read_or_explained(at: int, junk: str, cut: int) -> None:
    damaged = SMALLEST[:at] + junk + SMALLEST[at + cut :]

    found: list[Problem] = []
    try:
        read(damaged, source="x.yaml")
    except BadPlaybook as bad:
        found = bad.problems

    assert all(1 <= problem.line <= damaged.count("\n") + 1 for problem in found)
