"""The commands for what could not be sent: list it, have it tried again, let it go."""

from collections.abc import Callable
from typing import Annotated, Protocol

import typer

Key = Annotated[str, typer.Argument(help="The key of one message, as the list shows it; without it all are meant.")]
Team = Annotated[str, typer.Option("--workspace", help="Slack team id (T…), when there are several.")]


class Clerk(Protocol):
    """What these commands ask for; each returns what to tell, line by line."""

    def given_up(self) -> list[str]:
        """List what was given up."""
        ...

    def revive(self, key: str, *, workspace: str) -> list[str]:
        """Have it tried again."""
        ...

    def drop(self, key: str, *, workspace: str) -> list[str]:
        """Let it go for good."""
        ...


def add_outbox(cli: typer.Typer, clerk: Clerk) -> None:
    """Add these commands to a command line, as one group."""
    group = typer.Typer(no_args_is_help=True, help="See to what Slack did not take.")
    group.callback()(outbox)
    group.command("list")(_list(clerk))
    group.command("revive")(_revive(clerk))
    group.command("drop")(_drop(clerk))
    cli.add_typer(group, name="outbox")


def outbox() -> None:
    """See to what Slack did not take."""


def _list(clerk: Clerk) -> Callable[[], None]:
    def given_up() -> None:
        """List what was given up, the last first, each with its key and the reason."""
        _tell(clerk.given_up())

    return given_up


def _revive(clerk: Clerk) -> Callable[..., None]:
    def revive(key: Key = "", workspace: Team = "") -> None:
        """Have it tried again, once the cause is mended."""
        _tell(clerk.revive(key, workspace=workspace))

    return revive


def _drop(clerk: Clerk) -> Callable[..., None]:
    def drop(key: Key = "", workspace: Team = "") -> None:
        """Let it go for good."""
        _tell(clerk.drop(key, workspace=workspace))

    return drop


def _tell(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)
