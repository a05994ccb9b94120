"""The command line: options in words → one call of the program."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Protocol
from uuid import UUID

import typer

from bot.findings import Finding
from bot.model import BATON, WorkspaceId
from commands.doctor import status, told
from commands.importing.options import Options
from commands.keeping import Keeper, add_keeping
from commands.manifest import reasons
from commands.outbox import Clerk, add_outbox
from commands.playbooks import Shelf, add_playbooks

NOWHERE = WorkspaceId(UUID(int=0))
"""Stands for the workspace until the program has found it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An import as it was asked for; the program fills in the workspace and the owner of ``options``."""

    options: Options
    workspace: str
    owner: str
    activate: int


class Program(Protocol):
    """What the command line can ask for."""

    def serve(self) -> None:
        """Serve until told to stop."""
        ...

    def migrate(self) -> None:
        """Bring the database up to date."""
        ...

    def demo(self, *, headless: bool, inject: str | None, port: int) -> int:
        """Play the demo; return the status to exit with."""
        ...

    def rekey(self) -> Sequence[str]:
        """Seal every token with the newest key; return what was done, line by line."""
        ...

    def manifest(self, *, by_http: bool | None, public_url: str | None) -> str:
        """Return the app manifest; without `by_http` the settings say over which way Slack is to speak."""
        ...

    def doctor(self) -> Sequence[Finding]:
        """Look at the installation; return what was found, the worst of it never raised."""
        ...

    def import_list(self, asked: Asked) -> Sequence[str]:
        """Import a list; return the summary, line by line."""
        ...


class Orders(Keeper, Clerk, Protocol):
    """What an operator may order about the memory."""


DEFAULT_KIND = "saas-onboarding"

Headless = Annotated[bool, typer.Option("--headless", help="Play two working weeks and print them.")]
Inject = Annotated[str | None, typer.Option(help="Spoil one message, to see the check fail: double or lose.")]
Port = Annotated[int, typer.Option(help="Where the page is; 0 takes a free port.")]

File = Annotated[Path, typer.Argument(help="A CSV file of deals, one a line.")]
Preset = Annotated[str, typer.Option(help="A file whose columns are known: maven.")]
Map = Annotated[str, typer.Option("--map", help="name=Deal,amount=Value: our field = the file's column.")]
Id = Annotated[str, typer.Option("--id", help="The columns that identify a deal.")]
Kind = Annotated[str, typer.Option(help="The kind of deals, as a playbook calls it.")]
Owner = Annotated[str, typer.Option(help="Slack id (U…) of who owns what names nobody else.")]
Team = Annotated[str, typer.Option("--workspace", help="Slack team id (T…), when settings cannot tell.")]
WonSince = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Leave out what was won before.")]
Activate = Annotated[int, typer.Option(min=0, help="Start the newest N, each with its channel.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Take at most so many won deals.")]
Currency = Annotated[str, typer.Option(help="The currency of amounts that name none: EUR.")]
Decimal = Annotated[str, typer.Option(help="What marks decimals: . or ,")]
DateFormat = Annotated[str, typer.Option(help="How dates are written, if not 2026-11-22.")]
Encoding = Annotated[str, typer.Option(help="How the file is encoded, if not UTF-8: cp1252.")]
WonValue = Annotated[list[str] | None, typer.Option(help="What the stage says of a won deal; may be repeated.")]
Source = Annotated[str, typer.Option(help="A name that keeps the ids of two systems apart.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Count and reject, and keep nothing.")]
ByHttp = Annotated[bool | None, typer.Option("--http/--socket-mode", help="How Slack speaks to Baton.")]
PublicUrl = Annotated[str | None, typer.Option(help="Where Slack reaches Baton over HTTP, instead of PUBLIC_URL.")]
Why = Annotated[bool, typer.Option("--why", help="Say what each scope and event is for, instead.")]
Rejects = Annotated[Path | None, typer.Option(help="Where rejected rows go; beside the file if not said.")]


def command_line(program: Program, orders: Orders, shelf: Shelf) -> typer.Typer:
    """Return the command line of a program, of who takes orders about its memory, and of its playbooks."""
    cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    cli.callback()(baton)
    cli.command(
        "serve",
        help="Serve Slack, with the settings of the environment: doctor says what they lack, docs/operations.md has all.",
    )(program.serve)
    cli.command("demo")(_demo(program))
    cli.command("import")(_importing(program))
    cli.command("migrate")(_migrate(program))
    add_keeping(cli, orders)
    add_outbox(cli, orders)
    cli.command("rekey")(_rekey(program))
    cli.command("manifest")(_manifest(program))
    cli.command("doctor")(_doctor(program))
    add_playbooks(cli, shelf)
    return cli


def baton() -> None:
    """Baton carries every won deal from promise to delivery, in Slack."""


def _demo(program: Program) -> Callable[..., None]:
    def demo(headless: Headless = False, inject: Inject = None, port: Port = 0) -> None:
        """Try Baton without a Slack account: a local workspace, six people, three deals."""
        raise typer.Exit(program.demo(headless=headless, inject=inject, port=port))

    return demo


def _migrate(program: Program) -> Callable[[], None]:
    def migrate() -> None:
        """Bring the database up to date; serve does it too."""
        program.migrate()
        typer.echo("The database is up to date.")

    return migrate


def _rekey(program: Program) -> Callable[[], None]:
    def rekey() -> None:
        """Seal every token anew with the first of BATON_ENCRYPTION_KEYS."""
        for line in program.rekey():
            typer.echo(line)

    return rekey


def _manifest(program: Program) -> Callable[..., None]:
    def manifest(by_http: ByHttp = None, public_url: PublicUrl = None, why: Why = False) -> None:
        """Print the app manifest for Slack: Create New App, From a manifest."""
        typer.echo(reasons() if why else program.manifest(by_http=by_http, public_url=public_url))

    return manifest


def _doctor(program: Program) -> Callable[[], None]:
    def doctor() -> None:
        """Look at tokens, scopes, channels, clock, database, keys, address and playbooks; say what to do."""
        findings = program.doctor()
        for line in told(findings):
            typer.echo(line)
        raise typer.Exit(status(findings))

    return doctor


def _importing(program: Program) -> Callable[..., None]:
    def import_list(
        file: File,
        preset: Preset = "",
        columns: Map = "",
        identity: Id = "",
        kind: Kind = DEFAULT_KIND,
        owner: Owner = "",
        workspace: Team = "",
        won_since: WonSince = None,
        activate: Activate = 0,
        limit: Limit = None,
        currency: Currency = "",
        decimal: Decimal = "",
        date_format: DateFormat = "",
        encoding: Encoding = "",
        won_value: WonValue = None,
        source: Source = "",
        dry_run: DryRun = False,
        rejects: Rejects = None,
    ) -> None:
        """Import won deals into the backlog; running it twice changes nothing."""
        options = Options(file, NOWHERE, BATON, kind, columns, preset, identity, source, currency, decimal)
        won = replace(options, won_values=tuple(won_value or ()), won_since=won_since.date() if won_since else None)
        read = replace(won, date_format=date_format, encoding=encoding, limit=limit, rejects=rejects)
        asked = Asked(replace(read, is_dry_run=dry_run), workspace, owner, activate)
        for line in program.import_list(asked):
            typer.echo(line)

    return import_list
