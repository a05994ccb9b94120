"""The diagram shows what waits for what, and no title can break it."""

from dataclasses import replace

import pytest

from bot.playbook import ItemRule, Playbook
from storage.playbooks.graph import graph
from storage.playbooks.reading import read


@pytest.fixture
def playbook(right: str) -> Playbook:
    return read(right, source="")


def test_gates_have_six_corners_and_order_from_a_due_rule_is_dotted(playbook: Playbook) -> None:
    assert graph(playbook).splitlines() == [
        "flowchart LR",
        '    i0{{"Sales: Attach the signed scope"}}',
        '    i1["Field crew: Agree the visit date"]',
        '    i2["Field crew: Load the spare parts"]',
        "    i0 --> i1",
        "    i1 -.-> i2",
    ]


def test_what_nothing_waits_for_and_what_waits_for_nothing_is_left_out(playbook: Playbook) -> None:
    alone = ItemRule("alone", "sales", "Send a card", "none", None)

    assert graph(replace(playbook, items=(*playbook.items, alone))) == graph(playbook)


def test_a_playbook_in_which_nothing_waits_is_an_empty_diagram(playbook: Playbook) -> None:
    assert graph(replace(playbook, items=playbook.items[:1])) == "flowchart LR"


def test_no_key_is_a_word_of_the_diagram(playbook: Playbook) -> None:
    first, then, _ = playbook.items
    named = (replace(first, key="end"), replace(then, key="graph", waits_for=("end",)))

    drawn = graph(replace(playbook, items=named))

    assert drawn.splitlines()[-1] == "    i0 --> i1"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ('Say "no"', "Say #34;no#34;"),
        ("Go <br> on", "Go #60;br#62; on"),
        ("A &quot; B", "A #38;quot; B"),
        ("Read #35; twice", "Read #35;35; twice"),
        ("`one` or \\two", "#96;one#96; or #92;two"),
    ],
)
def test_no_title_ends_its_label_or_becomes_html(playbook: Playbook, title: str, shown: str) -> None:
    first, then, last = playbook.items

    drawn = graph(replace(playbook, items=(replace(first, title=title), then, last)))

    assert drawn.splitlines()[1] == f'    i0{{{{"Sales: {shown}"}}}}'
