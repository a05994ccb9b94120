"""Deals of twelve functions and sixty lines with the longest names there may be: Slack takes every message of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.stage import ACME, GROUPS, Stage, served

DEALS, FUNCTIONS, LINES = 3, 12, 60
NAME, TITLE, LABEL = 200, 120, 40
"""The most that a deal's name, a line's title and a function's name may have."""
EVIDENCE = ("number", "link", "date", "none", "text")


def playbook() -> str:
    """Return one in which the last third of the lines waits for the first."""
    groups = list(GROUPS)
    functions = (
        f"  f{n}: {{label: '{f'Function {n} '.ljust(LABEL, 'x')}', usergroup: {groups[n % len(groups)]}}}"
        for n in range(FUNCTIONS)
    )
    head = "kind: large\ntitle: Large\nowner_function: f0\nfunctions:\n"
    return "\n".join((head + "\n".join(functions), "items:", *map(_line, range(LINES)), ""))


def _line(n: int) -> str:
    title = f"Line {n} ".ljust(TITLE, "x")
    waits = f", waits_for: [k{n - 40}]" if n >= LINES - 20 else ""
    kept = f"due: won + {n % 9 + 1}, evidence: {EVIDENCE[n % 5]}, accepted_by: f{(n + 1) % FUNCTIONS}"
    return f"  - {{key: k{n}, function: f{n % FUNCTIONS}, title: '{title}', {kept}{waits}}}"


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with served(tmp_path, playbook=playbook()) as made:
        yield made


def test_slack_takes_every_message_of_the_largest_deals(on: Stage) -> None:
    for n in range(DEALS):
        name = f"Deal {n} ".ljust(NAME, "x")
        on.won({**ACME, "id": f"D-{n}", "kind": "large", "name": name, "account": {"name": f"Acme{n}"}})
        on.settle()
    one = "acme0-"
    assert "Which one is “Line 3”?" in on.type("jonas", "/deal done Line 3", one)
    assert "Done: *Line 3 x" in on.type("ana", "/deal done k3", one) + on.type("jonas", "/deal done k3", one)
    on.people["lena"].types("/deal checklist", in_=on.channel(one))
    on.press("ana", "Fill in several…", account=one)

    calls = [entry for entry in on.slack.traffic() if entry["kind"] == "call"]
    assert [(each["method"], each["answer"]) for each in calls if not each["answer"].get("ok")] == []
    (board,) = [each for each in on.slack.messages(on.channel(one)) if each["pinned"]]
    assert [n for n in range(FUNCTIONS) if f"Function {n} " not in str(board["blocks"])] == []
