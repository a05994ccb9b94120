"""The composition root: the only place that reads settings and the clock, and builds things."""

import logging
import secrets
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import uuid4

from pydantic import ValidationError
from rich.console import Console
from slack_bolt import App
from starlette.routing import Route

from bot.model import BATON, WorkspaceId
from bot.ports import Backlogged, Clock, Workspace
from bot.service import delivery, intake, publishing, sweep
from bot.service.desk import Desk
from bot.service.intake import Origin
from commands import own_messages, people_news
from commands.bolt import bolt
from commands.command_line import Asked, command_line
from commands.discretion import Discretion
from commands.following import FollowedClock, TwoClocks
from commands.importing.counting import Summary
from commands.importing.failure import CannotImport
from commands.importing.home import NOBODY, UNCLAIMED, check_whose, find_home
from commands.importing.options import Options
from commands.importing.progress_bar import shown
from commands.importing.run import run as import_rows
from commands.listening import Listening
from commands.manifest import manifest
from commands.own_app import only_of
from commands.people import People
from commands.people_news import PeopleNews
from commands.seeing.auditor import Auditor
from commands.seeing.figures import Figures
from commands.seeing.lines import begin, write_as
from commands.seeing.readiness import Readiness
from commands.seeing.stages import WatchedSlack, timed_work
from commands.settings import Settings, WrongSettings, bot_token, check_transport, in_words, plain, secrets_of
from commands.slack_app import register
from commands.slack_door import believing
from commands.tick import Tick, edge, every
from commands.transport import check_free, socket_mode
from commands.visit import Counter
from commands.web import listen, server
from commands.webhooks import generic
from commands.webhooks.receiving import receiver
from messages.delivery.channel_round import ChannelRound
from messages.delivery.courier import Courier
from messages.delivery.directory import SlackTrouble, which_app, who_am_i
from messages.delivery.evidence import evidence
from messages.delivery.history_pace import HistoryPace
from messages.delivery.looking_back import Lookout
from messages.delivery.slack import Slack
from messages.delivery.workers import Workers
from messages.rendering import render
from storage.failure import StorageError
from storage.keeping.orders import Orders
from storage.keeping.tidying import Keep
from storage.machine_time import MachineTime
from storage.opening import Storage, open_migrated
from storage.playbooks.pasted import Pasted
from storage.playbooks.problems import BadPlaybook
from storage.playbooks.shelf import Shelf
from storage.playbooks.standing import taken_in
from storage.secrets.keys import read_keys
from storage.serving import serve_lock

log = logging.getLogger("baton")
hide = Discretion()
figures = Figures(seconds=time.monotonic)

SHORT_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
SHORT_LENGTH = 6
AT_ONCE = 8
PAUSE = 0.2


def read_clock() -> datetime:
    """Read this machine's clock."""
    return datetime.now(UTC)


def clock_of(settings: Settings, storage: Storage | None = None) -> Clock:
    """Return the clock that the settings ask for; machine time is the database's, where replicas share one."""
    machine = MachineTime(storage.database, monotonic=time.monotonic, local=read_clock) if storage else read_clock
    if settings.baton_clock_url:
        return FollowedClock(settings.baton_clock_url, machine=machine, monotonic=time.monotonic)
    return TwoClocks(read_clock, machine)


@dataclass(frozen=True, slots=True)
class House:
    """Everything that is built once for a workspace, with or without a server around it."""

    settings: Settings
    clock: Clock
    storage: Storage
    slack: Slack
    workspace: Workspace
    desk: Desk
    people: People
    courier: Courier
    workers: Workers
    lookout: Lookout


def short_id() -> str:
    """Return a random id that people can read aloud and a channel's name can end in."""
    return "".join(secrets.choice(SHORT_ALPHABET) for _ in range(SHORT_LENGTH))


def build(settings: Settings, storage: Storage) -> House:
    """Build everything; raise WrongSettings or SlackTrouble with what the operator can do."""
    clock = clock_of(settings, storage)
    slack = _slack(settings)
    workspace = _workspace(settings, storage, slack)
    courier = Courier(
        outbox=storage.outbox,
        work=storage.work,
        clock=clock,
        slack_for=lambda _: slack,
        render=render,
        still_true=delivery.still_true,
        told=lambda *about: delivery.told(desk, *about),
        held=lambda *about: delivery.held(desk, *about),
        skipped=lambda *about: delivery.skipped(desk, *about),
        gave_up=lambda *about: delivery.gave_up(desk, *about),
        command=settings.baton_command,
        has_slow_history=settings.baton_slow_history,
        sends_ids=settings.baton_message_ids,
    )
    workers = Workers(courier, guard=edge)
    desk = Desk(timed_work(storage.work, figures), uuid4, short_id, workers.wake, figures.repeated)
    people = People(desk, lambda _: slack, default_zone="UTC")
    lookout = Lookout(
        storage.looking_back,
        storage.outbox,
        clock,
        slack_for=lambda _: slack,
        author_in=lambda _: workspace.bot_user_id,
        pace=HistoryPace(is_slow=settings.baton_slow_history),
    )
    house = House(settings, clock, storage, slack, workspace, desk, people, courier, workers, lookout)
    _furnish(house)
    return house


def _slack(settings: Settings) -> Slack:
    return WatchedSlack(bot_token(settings), base_url=settings.slack_api_url, figures=figures)


def _workspace(settings: Settings, storage: Storage, slack: Slack) -> Workspace:
    """Find or make the workspace of the token; settings of the environment fill what nobody has chosen yet."""
    me = who_am_i(slack)
    check_whose(storage.workspaces.all(), me.team_id)
    storage.workspaces.claim(UNCLAIMED, me.team_id)
    found = storage.workspaces.ensure(me.team_id, bot_user_id=me.bot_user_id)
    chosen = replace(
        found,
        team_channel=found.team_channel or settings.baton_team_channel,
        leadership_channel=found.leadership_channel or settings.baton_leadership_channel,
        default_owner=found.default_owner or settings.baton_default_owner,
    )
    storage.workspaces.put(chosen)
    return chosen


def _furnish(house: House) -> None:
    """Put in place what the use cases look for: playbooks, people, and the digests of the workspace's channels."""
    now = house.clock.now()
    with house.storage.work(house.workspace.id) as uow:
        uow.put_playbooks(taken_in(house.settings.baton_playbooks, uow.playbooks()), now=now)
    house.people.refresh(house.workspace.id, now=now)
    sweep.register_channels(house.desk, house.workspace.id, now=now)


def bolt_app(house: House) -> App:
    """Build the Bolt app with all that it listens to."""
    me = who_am_i(house.slack)
    app = bolt(house.settings, me, figures)
    app.middleware(only_of(which_app(house.slack, me.bot_id)))
    teams = {house.workspace.team_id: house.workspace.id}
    # Who presses is answered within Slack's three seconds, also while another program holds the database.
    prompt = replace(house.desk, work=timed_work(house.storage.prompt_work, figures))
    people = replace(house.people, desk=prompt)
    register(app, Counter(prompt, house.clock, teams.get, people.learn, house.settings.baton_command, Pasted()))
    people_news.register(app, PeopleNews(prompt, house.clock, teams.get, people.default_zone))
    lived = Listening(prompt, house.clock, teams.get).heard
    own_messages.register(app, lambda team, message: team in teams and _take_as_sent(house, message), lived)
    return app


def _take_as_sent(house: House, message: Mapping[str, Any]) -> bool:
    told = partial(delivery.told, house.desk)
    return evidence(message, house.workspace, outbox=house.storage.outbox, told=told, clock=house.clock)


@contextmanager
def running(house: House) -> Iterator[Readiness]:
    """Run the tick and the courier while the block lasts; gives who tells how they are."""
    storage = house.storage

    def due(now: datetime) -> Sequence[WorkspaceId]:
        storage.troubles.looked()
        edge(house.lookout.run)
        edge(lambda: storage.tidying.run(now=now, machine=house.clock.machine()))
        edge(lambda: storage.looking_again.run(now=now))
        return storage.workspaces.due(now=now)

    def meet() -> None:
        publishing.follow(house.desk, house.workspace.id, now=house.clock.now())
        house.people.refresh_if_old(house.workspace.id, now=house.clock.now())

    auditor = Auditor(storage.auditing, house.desk, house.clock, figures, guard=edge)
    channels = ChannelRound(
        storage.channel_looks, storage.outbox, house.desk, house.clock, slack_for=lambda _: house.slack, guard=edge
    )

    tick = Tick(house.desk, house.clock, due, figures=figures, afterwards=(auditor.run,))
    scheduler = every(house.settings.baton_tick_seconds, tick, beside=(meet, channels.run))
    house.workers.start()
    scheduler.start()
    try:
        yield Readiness(
            house.clock,
            tick,
            house.settings.baton_tick_seconds,
            storage.watching,
            lambda now: storage.workspaces.due(now=now),
            storage.troubles.problem,
            (storage.tokens.problem, storage.looking_back.problem, auditor.problem),
        )
    finally:
        scheduler.shutdown()
        house.workers.stop()


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
        with running(house) as ready, socket_mode(settings, app, now=house.clock.machine, count=settings.baton_sockets):
            site = server(
                None if settings.slack_app_token else app,
                webhooks=[webhook(house)],
                condition=ready.look,
                figures=figures,
                believes=believing(signing.get_secret_value()) if signing else None,
            )
            log.info("Baton serves %s on http://%s:%s", house.workspace.team_id, settings.host, settings.port)
            listen(site, host=settings.host, port=settings.port)


@contextmanager
def _storage(settings: Settings) -> Iterator[Storage]:
    keys = read_keys(plain(settings.baton_encryption_keys), entropy=secrets.token_bytes)
    keep = Keep.for_days(
        inputs=settings.baton_keep_inputs_days,
        messages=settings.baton_keep_messages_days,
        history=settings.baton_keep_history_days,
    )
    storage = open_migrated(settings.database_url, ids=uuid4, keys=keys, keep=keep)
    try:
        yield storage
    finally:
        storage.close()


def webhook(house: House) -> Route:
    """Build the way in for CRMs."""
    return generic.route(
        secret=plain(house.settings.baton_webhook_secret),
        receive=receiver(house.desk, house.people, house.clock, house.workspace.id),
        now=house.clock.now,
    )


class Program:
    """What the command line can ask for; each reads the settings when it is asked."""

    def serve(self) -> None:
        """Serve one workspace."""
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

    def manifest(self) -> str:
        """Return the app manifest for Slack."""
        settings = read_settings()
        socket_mode = settings.slack_app_token is not None or settings.public_url is None
        return manifest(command=settings.baton_command, public_url=settings.public_url, socket_mode=socket_mode)

    def import_list(self, asked: Asked) -> Sequence[str]:
        """Import a list into the backlog, and start its newest deals if asked to."""
        settings = read_settings()
        with _storage(settings) as storage:
            of_token = (lambda: _workspace(settings, storage, _slack(settings))) if settings.slack_bot_token else None
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
    house = build(settings, storage)
    started = intake.activate(house.desk, Origin(home.id, BATON, house.clock.now()), count=count)
    while house.courier.deliver_once(AT_ONCE) or storage.outbox.waiting(business_now=house.clock.now()):
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
