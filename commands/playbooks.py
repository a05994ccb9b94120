"""The commands for playbooks: check them, see one on an example deal, begin one, print their schema."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Protocol

import typer

ISO = "%Y-%m-%d"

Files = Annotated[list[Path], typer.Argument(help="Playbook files or folders.")]
Which = Annotated[str, typer.Argument(help="A playbook file, or the kind of a playbook that comes with Baton.")]
Won = Annotated[datetime | None, typer.Option(formats=[ISO], help="When the example was won; today if not said.")]
Promised = Annotated[datetime | None, typer.Option(formats=[ISO], help="What the customer was promised.")]
Given = Annotated[list[str] | None, typer.Option("--date", help="schedule=2026-03-02: a date given as evidence.")]
Kind = Annotated[str, typer.Argument(help="What the CRM calls such deals: repair-visit.")]
Title = Annotated[str, typer.Option(help="Its name for people, if it is not the kind's words.")]
Like = Annotated[str, typer.Option(help="Begin from a playbook that comes with Baton: site-installation.")]
Folder = Annotated[Path, typer.Option(help="Where the file goes.")]


class Shelf(Protocol):
    """What these commands ask for."""

    def check(self, files: Sequence[Path]) -> tuple[str, bool]:
        """Check playbooks; return the report and whether all are good."""
        ...

    def show(self, which: str, *, won: date | None, promised: date | None, given: Mapping[str, date]) -> str:
        """Show a playbook with the dates of an example deal."""
        ...

    def begin(self, kind: str, *, title: str, like: str, folder: Path) -> Sequence[str]:
        """Begin a playbook; return what there is now, line by line."""
        ...

    def schema(self) -> str:
        """Return the JSON Schema of a playbook file."""
        ...


def add_playbooks(cli: typer.Typer, shelf: Shelf) -> None:
    """Add these commands to a command line, as one group."""
    group = typer.Typer(no_args_is_help=True, help="Look at playbooks, and begin new ones.")
    group.callback()(playbook)
    group.command("new")(_new(shelf))
    group.command("check")(_check(shelf))
    group.command("show")(_show(shelf))
    group.command("schema")(_schema(shelf))
    cli.add_typer(group, name="playbook")


def playbook() -> None:
    """Look at playbooks: the checklist and the rules of a kind of deal."""


def _new(shelf: Shelf) -> Callable[..., None]:
    def new(kind: Kind, title: Title = "", like: Like = "", folder: Folder = Path()) -> None:
        """Begin a playbook: a file that passes the check, with the schema beside it for your editor."""
        for line in shelf.begin(kind, title=title, like=like, folder=folder):
            typer.echo(line)

    return new


def _check(shelf: Shelf) -> Callable[..., None]:
    def check(files: Files) -> None:
        """Check playbooks; every problem with its file, line and field."""
        report, is_good = shelf.check(files)
        typer.echo(report)
        raise typer.Exit(0 if is_good else 1)

    return check


def _show(shelf: Shelf) -> Callable[..., None]:
    def show(which: Which, won: Won = None, promised: Promised = None, given: Given = None) -> None:
        """Show a playbook as Markdown: the checklist on an example deal, and what waits for what."""
        days = dict(map(_dated, given or ()))
        began, by = won.date() if won else None, promised.date() if promised else None
        typer.echo(shelf.show(which, won=began, promised=by, given=days))

    return show


def _schema(shelf: Shelf) -> Callable[[], None]:
    def schema() -> None:
        """Print the JSON Schema of a playbook file, for editors."""
        typer.echo(shelf.schema(), nl=False)

    return schema


def _dated(text: str) -> tuple[str, date]:
    key, _, day = text.partition("=")
    try:
        return key.strip(), date.fromisoformat(day.strip())
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no item and date. An example: schedule=2026-03-02") from error
