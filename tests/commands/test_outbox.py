"""The commands for what could not be sent ask for what was typed."""

from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from commands.outbox import add_outbox


class Asked:
    """Remembers what it was asked for."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def given_up(self) -> list[str]:
        return self._asked("given_up")

    def revive(self, key: str, *, workspace: str) -> list[str]:
        return self._asked("revive", key, workspace)

    def drop(self, key: str, *, workspace: str) -> list[str]:
        return self._asked("drop", key, workspace)

    def _asked(self, *call: Any) -> list[str]:
        self.calls.append(call)
        return ["one line", "and another"]


@pytest.mark.parametrize(
    ("words", "call"),
    [
        (["list"], ("given_up",)),
        (["revive"], ("revive", "", "")),
        (["revive", "said:1", "--workspace", "T1"], ("revive", "said:1", "T1")),
        (["drop", "said:1"], ("drop", "said:1", "")),
    ],
)
def test_what_is_typed_is_asked_for_and_its_answer_told(words: list[str], call: tuple[Any, ...]) -> None:
    asked, cli = Asked(), typer.Typer()
    add_outbox(cli, asked)

    result = CliRunner().invoke(cli, ["outbox", *words])

    assert asked.calls == [call]
    assert result.output.splitlines() == ["one line", "and another"]
