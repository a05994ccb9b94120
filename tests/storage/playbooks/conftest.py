"""A playbook that is right, and ways to spoil it."""

from collections.abc import Callable

import pytest

from storage.playbooks.reading import BadPlaybook, Problem, read

RIGHT = """\
kind: repair-visit
title: Repair visit
owner_function: field
channel_name: fix-{account}-{short}
channel_above_minor: 500000
is_private: yes
welcome: "Good: all here"
functions:
  sales: {label: Sales, usergroup: sales}
  field: {label: Field crew, email: kim@example.com}
items:
  - key: scope
    function: sales
    title: Attach the signed scope
    due: won + 1
    evidence: file
    accepted_by: field
    is_gate: true
  - key: visit
    function: field
    title: Agree the visit date
    due: promised - 5
    evidence: date
    waits_for: [scope]
  - key: parts
    function: field
    title: Load the spare parts
    due: visit - 1
ladder:
  item_due:
    opens_after_hours: 1.5
    rungs:
      - tell: [holder, lead]
        where: private
        after_hours: 2
        asks_decision: true
"""

Spoil = Callable[[str, str], list[Problem]]
Problems = Callable[[str], list[Problem]]


@pytest.fixture
def right() -> str:
    return RIGHT


@pytest.fixture
def problems() -> Problems:
    """Return what reading a text finds wrong; nothing for a good one."""

    def found(text: str) -> list[Problem]:
        try:
            read(text, source="repair.yaml")
        except BadPlaybook as bad:
            return bad.problems
        return []

    return found


@pytest.fixture
def spoil(problems: Problems) -> Spoil:
    """Return the problems after one place of the right playbook was replaced."""

    def found(old: str, new: str) -> list[Problem]:
        assert RIGHT.count(old) == 1, f"{old!r} does not name one place"
        return problems(RIGHT.replace(old, new))

    return found
