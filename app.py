"""The composition root: the only place that reads settings and the clock, and builds things."""

import logging
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from pydantic import ValidationError
from rich.console import Console

from bot.findings import Finding, wrong
from bot.model import BATON
from bot.ports import Backlogged, Clock, Workspace
from bot.service import intake
from bot.service.intake import Origin
from commands.command_line import Asked, command_line
from commands.discretion import Discretion
from commands.doctor import examined
from commands.entrances import bolt_app, routes
from commands.following import FollowedClock, TwoClocks
from commands.house import House, Tools, for_many, for_one
from commands.importing.counting import Summary
from commands.importing.failure import CannotImport
from commands.importing.home import NOBODY, UNCLAIMED, check_whose, find_home
from commands.importing.options import Options
from commands.importing.progress_bar import shown
from commands.importing.run import run as import_rows
from commands.manifest import manifest_of
from commands.seeing.figures import Figures
from commands.seeing.lines import begin, write_as
from commands.seeing.stages import WatchedSlack
from commands.settings import (
    Settings,
    WrongSettings,
    bot_token,
    check_transport,
    in_words,
    is_for_many,
    plain,
    secrets_of,
)
from commands.slack_door import believing
from commands.teams import Served
from commands.transport import check_free, socket_mode
from commands.upkeep import running
from commands.web import listen, server
from messages.delivery.directory import Identity, SlackTrouble, which_app, who_am_i
from messages.delivery.giving_way import short_turns
from messages.delivery.own_app import OwnApp
from messages.delivery.slack import Slack
from storage.examining import Examination, playbooks
from storage.failure import StorageError
from storage.keeping.orders import Orders
from storage.keeping.tidying import Keep
from storage.machine_time import MachineTime
from storage.opening import Storage, open_migrated
from storage.playbooks.problems import BadPlaybook
from storage.playbooks.shelf import Shelf
from storage.secrets.keys import Keys, read_keys
from storage.serving import serve_lock

log = logging.getLogger("baton")
hide = Discretion()
figures = Figures(seconds=time.monotonic)

SHORT_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
SHORT_LENGTH = 6
AT_ONCE = 8
PAUSE = 0.2
MOST_NAMED = 20


def read_clock() -> datetime:
    """Read this machine's clock."""
    return datetime.now(UTC)


def clock_of(settings: Settings, storage: Storage | None = None) -> Clock:
    """Return the clock that the settings ask for; machine time is the database's, where replicas share one."""
    machine = MachineTime(storage.database, monotonic=time.monotonic, local=read_clock) if storage else read_clock
    if settings.baton_clock_url:
        return FollowedClock(settings.baton_clock_url, machine=machine, monotonic=time.monotonic)
    return TwoClocks(read_clock, machine)


def short_id() -> str:
    """Return a random id that people can read aloud and a channel's name can end in."""
    return "".join(secrets.choice(SHORT_ALPHABET) for _ in range(SHORT_LENGTH))


def build(settings: Settings, storage: Storage) -> House:
    """Build everything for the workspaces that are served; raise WrongSettings or SlackTrouble with what would help."""
    tools = Tools(clock_of(settings, storage), figures, uuid4, short_id, secrets.token_urlsafe)
    if is_for_many(settings):
        own_app = OwnApp(
            _slack(settings, None), settings.slack_client_id or "", plain(settings.slack_client_secret) or ""
        )
        return for_many(settings, storage, own_app, partial(_slack, settings), tools)
    slack = _slack(settings, bot_token(settings))
    me = who_am_i(slack)
    workspace = _workspace(settings, storage, me)
    served = Served(workspace, slack, bot_token(settings), me.bot_id, which_app(slack, me.bot_id))
    return for_one(settings, storage, served, tools)


def _slack(settings: Settings, token: str | None, shut: Callable[[], object] = lambda: None) -> Slack:
    return WatchedSlack(token, base_url=settings.slack_api_url, figures=figures, shut=shut)


def _workspace(settings: Settings, storage: Storage, me: Identity) -> Workspace:
    """Find or make the workspace of the token; settings of the environment fill what nobody has chosen yet."""
    check_whose(storage.workspaces.all(), me.team_id)
    storage.workspaces.claim(UNCLAIMED, me.team_id)
    # A channel in the environment is the operator's word that Baton may speak; else an admin says so in Slack.
    found = storage.workspaces.ensure(me.team_id, bot_user_id=me.bot_user_id, is_silent=True)
    here = found.rules.has_channels
    chosen = replace(
        found,
        team_channel=found.team_channel or (None if here else settings.baton_team_channel),
        leadership_channel=found.leadership_channel or (None if here else settings.baton_leadership_channel),
        default_owner=found.default_owner or settings.baton_default_owner,
        rules=replace(found.rules, may_speak=found.rules.may_speak or settings.baton_team_channel is not None),
    )
    storage.workspaces.put(chosen)
    return chosen


def serve(settings: Settings) -> None:
    """Serve until told to stop: HTTP always, Socket Mode as well when there is an app token."""
    check_transport(settings)
    # Before anything is opened: a second one started by mistake says so, and disturbs nothing.
    check_free(settings)
    with serve_lock(settings.database_url), _storage(settings) as storage:
        house = build(settings, storage)
        app = bolt_app(house)
        signing = settings.slack_signing_secret
        # In this order, and left in the other: whoever is let in finds everything at work.
        with (
            short_turns(),
            running(house) as ready,
            socket_mode(settings, app, now=house.tools.clock.machine, count=settings.baton_sockets),
        ):
            site = server(
                None if settings.slack_app_token else app,
                webhooks=routes(house),
                condition=ready.look,
                figures=figures,
                believes=believing(signing.get_secret_value()) if signing else None,
            )
            teams = ", ".join(each.workspace.team_id for each in house.teams.all()[:MOST_NAMED]) or "nobody yet"
            log.info("Baton serves %s on http://%s:%s", teams, settings.host, settings.port)
            listen(site, host=settings.host, port=settings.port)


@contextmanager
def _storage(settings: Settings) -> Iterator[Storage]:
    keep = Keep.for_days(
        inputs=settings.baton_keep_inputs_days,
        messages=settings.baton_keep_messages_days,
        history=settings.baton_keep_history_days,
    )
    storage = open_migrated(settings.database_url, ids=uuid4, keys=_keys(settings), keep=keep)
    try:
        yield storage
    finally:
        storage.close()


def _keys(settings: Settings) -> Keys | None:
    return read_keys(plain(settings.baton_encryption_keys), entropy=secrets.token_bytes)


class Program:
    """What the command line can ask for; each reads the settings when it is asked."""

    def serve(self) -> None:
        """Serve the workspace of the token, or all that have let Baton in."""
        serve(read_settings())

    def migrate(self) -> None:
        """Bring the database up to date."""
        with _storage(read_settings()):
            pass

    def demo(self, *, headless: bool, inject: str | None, port: int) -> int:
        """Play the demo."""
        # The demo's libraries are for trying Baton; nothing else should pay for loading them.
        import demo  # noqa: PLC0415

        return demo.play(inject=inject) if headless else demo.show(port=port)

    def rekey(self) -> Sequence[str]:
        """Seal every token with the newest key."""
        with _storage(read_settings()) as storage:
            return storage.tokens.rekey().lines()

    def manifest(self, *, by_http: bool | None, public_url: str | None) -> str:
        """Return the app manifest for Slack."""
        return manifest_of(read_settings(), by_http=by_http, public_url=public_url)

    def doctor(self) -> Sequence[Finding]:
        """Look at the installation from every side; wrong settings are a finding like any other."""
        try:
            settings = read_settings()
        except WrongSettings as trouble:
            return [
                wrong("settings", each, "Mend it in the environment or .env.") for each in str(trouble).splitlines()
            ]
        memory = Examination(settings.database_url, keys=lambda: _keys(settings), ids=uuid4)
        return list(examined(settings, memory, playbooks(settings.baton_playbooks), now=read_clock()))

    def import_list(self, asked: Asked) -> Sequence[str]:
        """Import a list into the backlog, and start its newest deals if asked to."""
        settings = read_settings()
        with _storage(settings) as storage:
            of_token = (
                (lambda: _workspace(settings, storage, who_am_i(_slack(settings, bot_token(settings)))))
                if settings.slack_bot_token
                else None
            )
            home = find_home(storage.workspaces, team=asked.workspace, owner=asked.owner, of_token=of_token)
            options = replace(asked.options, workspace_id=home.id, owner_id=home.default_owner or NOBODY)
            lines = _imported(options, storage).lines()
            if asked.activate and not options.is_dry_run:
                lines.append(_activate(settings, storage, home, asked.activate))
            return lines


def orders() -> Orders:
    """Return who takes orders about the memory; the settings are read with the first of them."""
    return Orders(url=lambda: read_settings().database_url, clock=TwoClocks(read_clock, read_clock), ids=uuid4)


def shelf() -> Shelf:
    """Return who answers for playbooks."""
    return Shelf(lambda: read_clock().date())


def _imported(options: Options, storage: Storage) -> Summary:
    now = read_clock()

    def add(rows: Sequence[Backlogged]) -> int:
        with storage.work(options.workspace_id) as uow:
            return uow.add_backlog(rows, now=now)

    with shown(Console(stderr=True), options.path.name, seconds=time.monotonic) as progress:
        return import_rows(options, add=add, shorts=short_id, now=now, progress=progress)


def _activate(settings: Settings, storage: Storage, home: Workspace, count: int) -> str:
    """Start the newest deals, and deliver what they say, as far as Slack's pace allows, before the program ends."""
    if not home.rules.may_speak:
        return (
            "No deal was started: nobody has said yet where Baton may post. Choose the team's channel in Slack with "
            f"{settings.baton_command} settings, or set BATON_TEAM_CHANNEL, and run this again."
        )
    house = build(settings, storage)
    started = intake.activate(house.desk, Origin(home.id, BATON, house.tools.clock.now()), count=count)
    while house.courier.deliver_once(AT_ONCE) or storage.outbox.waiting(business_now=house.tools.clock.now()):
        # After a restore nothing goes out before Slack was looked through, and nobody else need be there to do that.
        house.lookout.run()
        time.sleep(PAUSE)
    return f"{len(started)} deals started, each with its channel."


def read_settings() -> Settings:
    """Read the settings, and hide from now on what is secret among them; raise WrongSettings with what is at fault."""
    try:
        settings = Settings()
    except ValidationError as error:
        raise WrongSettings(in_words(error)) from error
    hide.learn(secrets_of(settings))
    write_as(logging.getLogger(), settings.baton_log_format, hide)
    return settings


EXPECTED = (WrongSettings, SlackTrouble, StorageError, BadPlaybook, CannotImport)
"""What an operator can mend: told as a sentence, with status 2."""


def main() -> None:
    """Run the command line; nobody sees a traceback for what they can mend themselves."""
    begin(logging.getLogger(), hide)
    try:
        command_line(Program(), orders(), shelf())()
    except EXPECTED as trouble:
        sys.stderr.write(hide(f"{trouble}\n"))
        sys.exit(2)


if __name__ == "__main__":
    main()
