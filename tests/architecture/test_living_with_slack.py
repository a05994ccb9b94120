"""docs/living-with-slack.md is held: every line names a test that is there."""

import re

import pytest

from tests.architecture.project import ROOT, page, rows

HEADINGS = ("## Channels", "## Messages", "## People")
LINES = [row for heading in HEADINGS for row in rows(page("docs/living-with-slack.md"), heading)]
HELD = re.compile(r"`(test_\w+\.py)` `(test_\w+)`")


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_every_line_has_its_test(line: list[str]) -> None:
    happens, does, held = line
    named = HELD.fullmatch(held)

    assert happens
    assert does
    assert named, held
    files = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob(named[1])]
    assert any(f"def {named[2]}(" in text for text in files), held


def test_no_line_stands_twice() -> None:
    assert len({line[0] for line in LINES}) == len(LINES) >= 30
