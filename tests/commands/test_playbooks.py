"""The commands for playbooks: words into one call of the shelf, its answer out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from commands.playbooks import add_playbooks

WON = date(2026, 1, 5)


@dataclass
class NotedShelf:
    """A shelf that notes what it is asked, and answers as it is told to."""

    is_good: bool = True
    asked: list[Any] = field(default_factory=list)

    def check(self, files: Sequence[Path]) -> tuple[str, bool]:
        self.asked.append([str(file) for file in files])
        return "the report", self.is_good

    def show(self, which: str, *, won: date | None, promised: date | None, given: Mapping[str, date]) -> str:
        self.asked.append((which, won, promised, dict(given)))
        return "the playbook"

    def begin(self, kind: str, *, title: str, like: str, folder: Path) -> Sequence[str]:
        self.asked.append((kind, title, like, folder))
        return ["written", "check it"]

    def schema(self) -> str:
        self.asked.append("schema")
        return "{}\n"


@pytest.fixture
def shelf() -> NotedShelf:
    return NotedShelf()


def run(shelf: NotedShelf, words: str) -> Result:
    cli = typer.Typer()
    add_playbooks(cli, shelf)
    return CliRunner().invoke(cli, ["playbook", *words.split()])


@pytest.mark.parametrize(
    ("words", "asked", "said"),
    [
        ("check a.yaml more", ["a.yaml", "more"], "the report\n"),
        ("schema", "schema", "{}\n"),
        ("show renewal", ("renewal", None, None, {}), "the playbook\n"),
        ("show a.yaml --won 2026-01-05", ("a.yaml", WON, None, {}), "the playbook\n"),
        ("show a.yaml --promised 2026-01-05", ("a.yaml", None, WON, {}), "the playbook\n"),
        (
            "show a --date visit=2026-01-05 --date end=2026-01-06",
            ("a", None, None, {"visit": WON, "end": date(2026, 1, 6)}),
            "the playbook\n",
        ),
        ("new repair", ("repair", "", "", Path()), "written\ncheck it\n"),
        ("new repair --title Fix --like saas --folder x", ("repair", "Fix", "saas", Path("x")), "written\ncheck it\n"),
    ],
)
def test_each_command_asks_the_shelf_one_thing(shelf: NotedShelf, words: str, asked: object, said: str) -> None:
    result = run(shelf, words)

    assert (result.exit_code, result.output) == (0, said)
    assert shelf.asked == [asked]


def test_a_bad_playbook_ends_the_check_with_a_status_that_scripts_see(shelf: NotedShelf) -> None:
    shelf.is_good = False

    result = run(shelf, "check a.yaml")

    assert (result.exit_code, result.output) == (1, "the report\n")


@pytest.mark.parametrize(
    "words",
    [
        "check",
        "show",
        "new",
        "shwo a",
        "show a --won yesterday",
        "show a --date visit",
        "show a --date visit=soon",
        "show a --date visit=2026-02-30",
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_asked(shelf: NotedShelf, words: str) -> None:
    result = run(shelf, words)

    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert shelf.asked == []


def test_a_date_that_is_none_is_answered_with_one_that_works(shelf: NotedShelf) -> None:
    said = " ".join(run(shelf, "show a --date visit=soon").output.replace("│", " ").split())

    assert "'visit=soon' is no item and date. An example: schedule=2026-03-02" in said


def test_without_knowing_what_one_is_helped(shelf: NotedShelf) -> None:
    assert "Usage:" in run(shelf, "").output
