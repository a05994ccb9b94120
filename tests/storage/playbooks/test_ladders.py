"""Ladders that nobody could climb, with file, line and field; and those that are fine although they look odd."""

from pathlib import Path

import pytest

from bot.ladder import DEFAULT_LADDER
from storage.playbooks.checking import check
from storage.playbooks.reading import BadPlaybook, read

HEAD = """\
kind: repair
title: Repair
owner_function: field
functions:
  sales: {label: Sales}
  field: {label: Field crew, usergroup: field}
items:
  - {key: scope, function: sales, title: Attach the scope}
ladder:
"""


def findings(ladder: str) -> list[str]:
    try:
        read(HEAD + ladder, source="repair.yaml")
    except BadPlaybook as bad:
        return [str(problem) for problem in bad.problems]
    return []


@pytest.mark.parametrize(
    ("rungs", "said"),
    [
        (
            """\
  silence:
    rungs:
      - {tell: [holder], where: private}
      - {tell: [holder], where: private, after_hours: 8}
""",
            "repair.yaml:13: ladder.silence.rungs[1]: This repeats rungs[0]; tell somebody else, elsewhere, or take it out.",
        ),
        (
            """\
  nothing_dated:
    rungs:
      - {tell: [holder], where: private}
      - {tell: [holder], where: channel}
""",
            (
                "repair.yaml:13: ladder.nothing_dated.rungs[1]: "
                "This comes in the same moment as the rung before; give it after_hours, such as 8."
            ),
        ),
        (
            """\
  nothing_dated:
    rungs:
      - {tell: [holder], where: private, after_hours: 8}
      - {tell: [holder], where: channel, after_hours: -8}
""",
            "repair.yaml:13: ladder.nothing_dated.rungs[1].after_hours: This is too small; the least is 0.",
        ),
        (
            """\
  item_due:
    rungs:
      - {tell: [holder, lead], where: private}
""",
            (
                "repair.yaml:12: ladder.item_due.rungs[0].tell: "
                "Nobody leads sales; give functions.sales a usergroup or an email."
            ),
        ),
        (
            """\
  item_due:
    rungs:
      - {tell: [manager], where: private}
""",
            (
                "repair.yaml:12: ladder.item_due.rungs[0].tell[0]: manager is not known here; "
                "use one of: holder, lead, leadership, owner, seller."
            ),
        ),
        (
            """\
  slipped_twice:
    rungs:
      - {tell: [holder], where: channel}
""",
            (
                "repair.yaml:12: ladder.slipped_twice.rungs[0].where: "
                "The first word about a step or an item is private; write where: private."
            ),
        ),
        (
            """\
  promise_at_risk:
    rungs:
      - {tell: [leadership], where: leadership}
""",
            (
                "repair.yaml:12: ladder.promise_at_risk.rungs[0].where: "
                "Leadership never hears before the person; start with where: private or channel."
            ),
        ),
        (
            """\
  silense:
    rungs:
      - {tell: [holder], where: private}
""",
            "repair.yaml:10: ladder.silense: There is no lapse silense; did you mean silence?",
        ),
    ],
)
def test_a_ladder_nobody_could_climb_is_refused_where_it_stands(rungs: str, said: str) -> None:
    assert findings(rungs) == [said]


@pytest.mark.parametrize(
    "rungs",
    [
        "  silence:\n    rungs:\n      - {tell: [holder, lead], where: private, asks_decision: true}\n",
        (
            "  step_overdue:\n    rungs:\n      - {tell: [holder], where: private}\n"
            "      - {tell: [holder], where: channel, next_morning: true}\n"
        ),
        (
            "  item_overdue:\n    rungs:\n      - {tell: [owner], where: channel}\n"
            "      - {tell: [owner], where: channel, after_hours: 8, asks_decision: true}\n"
            "      - {tell: [owner], where: channel, after_hours: 8, gates_only: true}\n"
        ),
        "  customer_stale:\n    opens_after_hours: 0\n    rungs:\n      - {tell: [owner], where: private}\n",
    ],
    ids=["a lead of the owning function", "the next morning", "another question", "from the first hour"],
)
def test_what_looks_odd_and_can_be_meant_is_taken(rungs: str) -> None:
    assert findings(rungs) == []


def test_all_of_it_is_told_at_once() -> None:
    rungs = "      - {tell: [lead], where: leadership}\n" * 2

    assert len(findings(f"  item_due:\n    rungs:\n{rungs}")) == 5


def test_what_is_no_rung_at_all_breaks_nothing() -> None:
    assert findings("  item_due: {rungs: [holder, 5, [lead], {tell: lead}]}\n")
    assert findings("  item_due: {rungs: lead}\n")
    assert findings("  item_due: [1]\n")


def test_the_default_ladder_would_be_taken_from_a_file() -> None:
    lines = []
    for kind, rungs in DEFAULT_LADDER.lapses.items():
        lines += [f"  {kind}:", f"    opens_after_hours: {rungs.opens_after_hours}", "    rungs:"]
        for rung in rungs.rungs:
            flags = [name for name in ("next_morning", "asks_decision", "gates_only") if getattr(rung, name)]
            more = "".join(f", {name}: true" for name in flags)
            tell = ", ".join(rung.tell)
            lines.append(f"      - {{tell: [{tell}], where: {rung.where}, after_hours: {rung.after_hours}{more}}}")
    text = (HEAD + "\n".join(lines) + "\n").replace("{label: Sales}", "{label: Sales, usergroup: sales}")

    assert read(text, source="all.yaml").ladder == DEFAULT_LADDER


def test_the_command_line_names_file_line_and_field(tmp_path: Path) -> None:
    file = tmp_path / "repair.yaml"
    file.write_text(HEAD + "  silence:\n    rungs:\n      - {tell: [holder], where: leadership}\n", encoding="utf-8")

    report = check([file])

    assert not report.is_good
    assert "repair.yaml:12: ladder.silence.rungs[0].where: Leadership never hears before the person" in report.text
