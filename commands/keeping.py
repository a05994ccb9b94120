"""The commands that keep data: back up, restore, erase."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Protocol

import typer

Into = Annotated[Path, typer.Argument(help="A file that is not there yet.")]
From = Annotated[Path | None, typer.Argument(help="A file that backup wrote.")]
Replace = Annotated[bool, typer.Option("--replace", help="Let the deals that are there now be replaced.")]
AsOf = Annotated[
    str,
    typer.Option(help="The database was put back by other means: what came after this moment is missing."),
]
User = Annotated[str, typer.Argument(help="Slack id (U…) of the person.")]
Team = Annotated[str, typer.Option("--workspace", help="Slack team id (T…), when settings cannot tell.")]


class Keeper(Protocol):
    """What these commands ask for; each returns what to tell, line by line."""

    def back_up(self, file: Path) -> list[str]:
        """Write a backup."""
        ...

    def restore(self, file: Path, *, replace: bool) -> list[str]:
        """Put a backup in the database's place."""
        ...

    def mark_lost(self, since: datetime) -> list[str]:
        """Let every workspace look back to a moment before it sends."""
        ...

    def erase(self, user: str, *, workspace: str) -> list[str]:
        """Erase a person."""
        ...


def add_keeping(cli: typer.Typer, keeper: Keeper) -> None:
    """Add these commands to a command line."""
    cli.command("backup")(_backup(keeper))
    cli.command("restore")(_restore(keeper))
    cli.command("erase")(_erase(keeper))


def _backup(keeper: Keeper) -> Callable[..., None]:
    def backup(file: Into) -> None:
        """Copy everything into one file, while Baton runs."""
        _tell(keeper.back_up(file))

    return backup


def _restore(keeper: Keeper) -> Callable[..., None]:
    def restore(file: From = None, replace: Replace = False, as_of: AsOf = "") -> None:
        """Put a backup in the database's place; Baton looks back into Slack before it sends anything."""
        if (file is None) == (not as_of):
            raise typer.BadParameter("Give a file that backup wrote, or --as-of when it was put back by other means.")
        _tell(keeper.mark_lost(_moment(as_of)) if file is None else keeper.restore(file, replace=replace))

    return restore


def _erase(keeper: Keeper) -> Callable[..., None]:
    def erase(user: User, workspace: Team = "") -> None:
        """Erase a person from the memory of a workspace, for good."""
        _tell(keeper.erase(user, workspace=workspace))

    return erase


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no moment. An example: 2026-11-22T10:00:00Z") from error
    if moment.tzinfo is None:
        # Whose clock was meant cannot be told from a time alone, and an hour too late is messages said twice.
        raise typer.BadParameter(f"{text!r} names no zone. An example: 2026-11-22T10:00:00Z")
    return moment.astimezone(UTC)


def _tell(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)
