"""The command line: words into one call of the program, its answer out, and a status that scripts can rely on."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from app import orders, shelf
from bot.findings import Finding, doubtful, fine, wrong
from commands.command_line import NOWHERE, Asked, command_line
from tests.architecture.project import ROOT


@dataclass
class Noted:
    """A program that notes what it is asked, and answers as it is told to."""

    asked: list[tuple[str, Any]] = field(default_factory=list)
    status: int = 0
    found: Sequence[Finding] = ()

    def serve(self) -> None:
        self.asked.append(("serve", None))

    def migrate(self) -> None:
        self.asked.append(("migrate", None))

    def demo(self, *, headless: bool, inject: str | None, port: int) -> int:
        self.asked.append(("demo", (headless, inject, port)))
        return self.status

    def rekey(self) -> Sequence[str]:
        self.asked.append(("rekey", None))
        return ["2 tokens sealed with key a1b2."]

    def manifest(self, *, by_http: bool | None, public_url: str | None) -> str:
        self.asked.append(("manifest", (by_http, public_url)))
        return "the manifest"

    def doctor(self) -> Sequence[Finding]:
        self.asked.append(("doctor", None))
        return self.found

    def import_list(self, asked: Asked) -> Sequence[str]:
        self.asked.append(("import", asked))
        return ["10 read", "8 added"]


@pytest.fixture
def program() -> Noted:
    return Noted()


def run(program: Noted, *words: str) -> Result:
    return CliRunner().invoke(command_line(program, orders(), shelf()), list(words))


def imported(program: Noted, *words: str) -> Asked:
    result = run(program, "import", *words)
    assert result.exit_code == 0, result.output
    ((_, asked),) = program.asked
    assert isinstance(asked, Asked)
    return asked


@pytest.mark.parametrize(
    ("words", "asked", "said"),
    [
        (["serve"], ("serve", None), ""),
        (["migrate"], ("migrate", None), "The database is up to date.\n"),
        (["rekey"], ("rekey", None), "2 tokens sealed with key a1b2.\n"),
        (["manifest"], ("manifest", (None, None)), "the manifest\n"),
        (["manifest", "--socket-mode"], ("manifest", (False, None)), "the manifest\n"),
        (["manifest", "--http", "--public-url", "https://b"], ("manifest", (True, "https://b")), "the manifest\n"),
        (["demo"], ("demo", (False, None, 0)), ""),
        (["demo", "--headless", "--inject", "double", "--port", "8900"], ("demo", (True, "double", 8900)), ""),
    ],
)
def test_each_command_asks_the_program_one_thing(
    program: Noted, words: list[str], asked: tuple[str, Any], said: str
) -> None:
    result = run(program, *words)

    assert (result.exit_code, result.output) == (0, said)
    assert program.asked == [asked]


def test_why_each_permission_is_asked_for_needs_no_settings(program: Noted) -> None:
    result = run(program, "manifest", "--why")

    assert "chat:write        post and edit its messages" in result.output
    assert program.asked == []


@pytest.mark.parametrize(
    ("found", "status", "last"),
    [
        ((fine("clock", "It agrees."),), 0, "0 problems, 0 warnings."),
        ((fine("clock", "It agrees."), doubtful("scopes", "One more.", "Take it away.")), 0, "0 problems, 1 warning."),
        ((wrong("tables", "None.", "Make some."), wrong("clock", "Late.", "Set it.")), 1, "2 problems, 0 warnings."),
    ],
)
def test_the_doctor_ends_with_one_where_something_is_in_the_way(
    program: Noted, found: tuple[Finding, ...], status: int, last: str
) -> None:
    program.found = found

    result = run(program, "doctor")

    assert result.exit_code == status
    assert result.output.splitlines()[-1] == last
    assert result.output.count("→") == len([each for each in found if each.remedy])


def test_a_broken_demo_ends_with_its_status(program: Noted) -> None:
    program.status = 3

    assert run(program, "demo").exit_code == 3


@pytest.mark.parametrize(
    "words",
    [
        ["sreve"],
        ["import"],
        ["playbook", "check"],
        ["demo", "--port", "x"],
        ["import", "a.csv", "--limit", "0"],
        ["import", "a.csv", "--activate", "-1"],
        ["import", "a.csv", "--won-since", "yesterday"],
    ],
)
def test_what_cannot_be_meant_is_refused_with_status_2_before_anything_is_asked(
    program: Noted, words: list[str]
) -> None:
    result = run(program, *words)

    assert result.exit_code == 2
    assert "Error" in result.output
    assert "Traceback" not in result.output
    assert program.asked == []


@pytest.mark.parametrize("words", [[], ["playbook"], ["--help"], ["import", "--help"]])
def test_without_knowing_what_one_is_helped(program: Noted, words: list[str]) -> None:
    assert "Usage:" in run(program, *words).output
    assert program.asked == []


def test_an_import_says_what_came_of_it(program: Noted) -> None:
    assert run(program, "import", "a.csv").output == "10 read\n8 added\n"


def test_an_import_without_options_leaves_all_to_the_file(program: Noted) -> None:
    asked = imported(program, "a.csv")

    options = asked.options
    assert (options.path, options.workspace_id, options.kind) == (Path("a.csv"), NOWHERE, "saas-onboarding")
    assert (options.map, options.preset, options.limit, options.won_since) == ("", "", None, None)
    assert (options.is_dry_run, options.won_values, options.rejects) == (False, (), None)
    assert (asked.workspace, asked.owner, asked.activate) == ("", "", 0)


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        ("--preset maven", "preset", "maven"),
        ("--map name=account,value=amount", "map", "name=account,value=amount"),
        ("--id a,b", "id", "a,b"),
        ("--kind site", "kind", "site"),
        ("--won-since 2026-01-31", "won_since", date(2026, 1, 31)),
        ("--limit 5", "limit", 5),
        ("--currency EUR", "currency", "EUR"),
        ("--decimal ,", "decimal", ","),
        ("--date-format %d.%m.%Y", "date_format", "%d.%m.%Y"),
        ("--encoding cp1252", "encoding", "cp1252"),
        ("--won-value Won --won-value Closed", "won_values", ("Won", "Closed")),
        ("--source erp", "source", "erp"),
        ("--dry-run", "is_dry_run", True),
        ("--rejects bad.csv", "rejects", Path("bad.csv")),
    ],
)
def test_each_option_of_an_import_arrives(program: Noted, words: str, name: str, value: object) -> None:
    assert getattr(imported(program, "a.csv", *words.split()).options, name) == value


def test_where_an_import_goes_and_what_it_starts_arrive_too(program: Noted) -> None:
    asked = imported(program, "a.csv", "--workspace", "T1", "--owner", "U1", "--activate", "3")

    assert (asked.workspace, asked.owner, asked.activate) == ("T1", "U1", 3)


def test_serving_without_settings_ends_with_a_sentence_and_status_2(tmp_path: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "BATON_"))}

    ended = subprocess.run(
        [sys.executable, str(ROOT / "app.py"), "serve"],
        cwd=tmp_path,
        env=bare,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert ended.returncode == 2
    assert ended.stderr.startswith("SLACK_BOT_TOKEN is missing")
    assert ended.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
