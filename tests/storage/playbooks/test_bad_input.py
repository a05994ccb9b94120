"""What people get wrong, and what others do on purpose: one clear line each, at once."""

from pathlib import Path
from time import perf_counter

import pytest

from storage.playbooks.checking import check

HEAD = """\
kind: repair-visit
title: Repair visit
owner_function: field
functions:
  field: {label: Field crew, usergroup: field}
items:
"""
ITEM = "  - {{key: {key}, function: field, title: Do this thing{more}}}\n"
BOMB = "a: &a [x, x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


def item(key: str, more: str = "") -> str:
    return ITEM.format(key=key, more=f", {more}" if more else "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            HEAD + item("one", "colour: red"), "7: items[0].colour: There is no field colour here", id="field"
        ),
        pytest.param(
            HEAD + item("one", "waits_for: [two]") + item("two", "waits_for: [one]"),
            "7: items[0].waits_for: These items wait for each other: one → two → one; take one of them out.",
            id="circle",
        ),
        pytest.param(
            HEAD + item("one", "waits_for: [one]"),
            "7: items[0].waits_for: These items wait for each other: one → one; take one of them out.",
            id="itself",
        ),
        pytest.param(
            HEAD + item("gate", "is_gate: true, due: work + 1") + item("work", "waits_for: [gate]"),
            "7: items[0].due: These items wait for and count from each other: gate → work → gate; take one of them out.",
            id="a gate that nothing can open",
        ),
        pytest.param(HEAD + item("one", "due: + 3"), "7: items[0].due: A due rule is what it counts from", id="anchor"),
        pytest.param(
            HEAD + item("one", "due: signed + 3"), "7: items[0].due: There is nothing called signed to count", id="word"
        ),
        pytest.param(
            HEAD + item("one") + item("one"), "8: items[1].key: items[0] has the key one already", id="key of two items"
        ),
        pytest.param(
            HEAD.replace("items", "title: Again\nitems") + item("one"),
            "6: title: title is written twice here, first on line 2; keep one of them.",
            id="field written twice",
        ),
        pytest.param(
            HEAD + "".join(item(f"i{n}") for n in range(5000)), "This file holds more than 20,000 values", id="5,000"
        ),
        pytest.param(
            HEAD + "".join(item(f"i{n}") for n in range(101)),
            "6: items: There are too many; at most 100 fit.",
            id="101",
        ),
        pytest.param(BOMB, "2: Aliases (*name) are not understood here; write the words out.", id="bomb"),
        pytest.param("[" * 5000, "This is nested more than 12 levels deep", id="deep"),
        pytest.param(HEAD.replace("  field", "\tfield") + item("one"), "5: ", id="tab"),
    ],
)
def test_each_is_one_line_with_its_place_and_what_would_work(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "repair.yaml"
    path.write_text(text, encoding="utf-8")
    began = perf_counter()

    report = check([path])

    assert not report.is_good
    (line,) = report.text.splitlines()
    assert line.startswith(f"{path}:")
    assert said in line.removeprefix(f"{path}:")
    # Generous: a bomb would take for ever, and a slow machine must not fail what is right.
    assert perf_counter() - began < 30


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "cp1252", "shift-jis"])
def test_another_encoding_is_one_line(tmp_path: Path, encoding: str) -> None:
    title = "修理訪問" if encoding == "shift-jis" else "Überprüfung"
    path = tmp_path / "repair.yaml"
    path.write_bytes((HEAD.replace("Repair visit", title) + item("one")).encode(encoding))

    report = check([path])

    line = 1 if encoding.startswith("utf") else 2
    assert report.text == f"{path}:{line}: This file is not UTF-8 text; save it again with the encoding UTF-8."
