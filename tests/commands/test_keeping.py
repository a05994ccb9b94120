"""The commands that keep data ask for what was typed, and refuse what could not be meant."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from commands.keeping import add_keeping


class Asked:
    """Remembers what it was asked for."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def back_up(self, file: Path) -> list[str]:
        return self._asked("back_up", file)

    def restore(self, file: Path, *, replace: bool) -> list[str]:
        return self._asked("restore", file, replace)

    def mark_lost(self, since: datetime) -> list[str]:
        return self._asked("mark_lost", since)

    def erase(self, user: str, *, workspace: str) -> list[str]:
        return self._asked("erase", user, workspace)

    def _asked(self, *call: Any) -> list[str]:
        self.calls.append(call)
        return ["one line", "and another"]


def run(*words: str) -> tuple[list[tuple[Any, ...]], Any]:
    asked, cli = Asked(), typer.Typer()
    add_keeping(cli, asked)
    return asked.calls, CliRunner().invoke(cli, list(words))


@pytest.mark.parametrize(
    ("words", "call"),
    [
        (["backup", "b.db"], ("back_up", Path("b.db"))),
        (["restore", "b.db"], ("restore", Path("b.db"), False)),
        (["restore", "b.db", "--replace"], ("restore", Path("b.db"), True)),
        (["restore", "--as-of", "2026-11-22T10:00:00Z"], ("mark_lost", datetime(2026, 11, 22, 10, tzinfo=UTC))),
        (["restore", "--as-of", "2026-11-22T12:00+02:00"], ("mark_lost", datetime(2026, 11, 22, 10, tzinfo=UTC))),
        (["erase", "U1"], ("erase", "U1", "")),
        (["erase", "U1", "--workspace", "T1"], ("erase", "U1", "T1")),
    ],
)
def test_what_is_typed_is_asked_for_and_its_answer_told(words: list[str], call: tuple[Any, ...]) -> None:
    calls, result = run(*words)

    assert calls == [call]
    assert result.output.splitlines() == ["one line", "and another"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["restore"], "Give a file that backup wrote"),
        (["restore", "b.db", "--as-of", "2026-11-22T10:00:00Z"], "Give a file that backup wrote"),
        (["restore", "--as-of", "yesterday"], "is no moment"),
        (["restore", "--as-of", "2026-11-22T10:00:00"], "names no zone"),
    ],
)
def test_what_could_not_be_meant_is_refused_with_what_works(words: list[str], sentence: str) -> None:
    calls, result = run(*words)

    assert calls == []
    assert result.exit_code == 2
    assert sentence in " ".join(result.output.split())
