"""The composition root: the only place that reads settings and the clock, and builds things. Also the command line."""

import json
import logging
import secrets
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Self
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen
from uuid import uuid4

import typer
import uvicorn
from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from rich.console import Console
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.model import BATON, ChannelId, UserId, WorkspaceId
from bot.ports import Clock, Workspace
from bot.service import delivery, intake, sweep
from bot.service.desk import Desk
from bot.service.intake import Origin
from commands import webhooks
from commands.importing.options import Options
from commands.people import People
from commands.slack_app import register
from commands.tick import Tick, edge, every
from commands.visit import Counter
from commands.web import Condition, server
from messages.delivery.courier import Courier
from messages.delivery.directory import SlackTrouble, who_am_i
from messages.delivery.slack import Slack
from messages.delivery.workers import Workers
from messages.rendering import render
from storage.failure import StorageError
from storage.opening import Storage, open_migrated
from storage.playbooks.library import built_in, read_folder
from storage.playbooks.problems import BadPlaybook

log = logging.getLogger("baton")

SHORT_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
SHORT_LENGTH = 6
REAL_SLACK = "https://slack.com/api/"
MISSED_TICKS = 3


class Settings(BaseSettings):
    """Every setting, by its environment variable; a file named .env is read too."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = REAL_SLACK
    database_url: str = "sqlite:///baton.db"
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    public_url: str | None = None
    baton_command: str = Field(default="/deal", pattern=r"^/[a-z0-9_-]{1,31}$")
    baton_playbooks: Path | None = None
    baton_team_channel: str | None = None
    baton_leadership_channel: str | None = None
    baton_default_owner: str | None = None
    baton_webhook_secret: SecretStr | None = None
    baton_tick_seconds: float = Field(default=5, gt=0, le=60)
    baton_clock_url: str | None = None

    @model_validator(mode="after")
    def _clock_only_beside_a_sandbox(self) -> Self:
        host = urlsplit(self.slack_api_url).hostname or ""
        if self.baton_clock_url and (host == "slack.com" or host.endswith(".slack.com")):
            raise ValueError("BATON_CLOCK_URL moves the clock and is refused with the real Slack; unset it.")
        return self


class WrongSettings(Exception):  # noqa: N818 - told to the operator as a sentence
    """A setting is missing or wrong; the text names its variable."""


def read_settings() -> Settings:
    """Read the settings; raise WrongSettings naming every variable at fault."""
    try:
        return Settings()
    except ValidationError as error:
        said = []
        for fault in error.errors():
            name = str(fault["loc"][0]).upper() + ": " if fault["loc"] else ""
            said.append(name + fault["msg"].removeprefix("Value error, "))
        raise WrongSettings("\n".join(said)) from error


class SystemClock:
    """Both readings from this machine."""

    def now(self) -> datetime:
        """Return the time of day."""
        return datetime.now(UTC)

    def machine(self) -> datetime:
        """Return the same."""
        return datetime.now(UTC)


class FollowedClock(SystemClock):
    """Business time from a sandbox's clock; when it does not answer, its last word plus the time since."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Ask the sandbox what time it is."""
        try:
            with urlopen(self._url, timeout=2) as answer:  # noqa: S310 - the operator's own setting
                there = datetime.fromisoformat(json.load(answer)["now"])
        except (URLError, OSError, ValueError, KeyError) as trouble:
            log.warning("BATON_CLOCK_URL does not answer: %s", trouble)
        else:
            self._ahead = there - self.machine()
        return self.machine() + self._ahead


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
    workers: Workers
    courier: Courier


def short_id() -> str:
    """Return a random id that people can read aloud and a channel's name can end in."""
    return "".join(secrets.choice(SHORT_ALPHABET) for _ in range(SHORT_LENGTH))


def build(settings: Settings, storage: Storage) -> House:
    """Build everything; raise WrongSettings or SlackTrouble with what the operator can do."""
    if settings.slack_bot_token is None:
        raise WrongSettings("SLACK_BOT_TOKEN is missing: the Bot User OAuth Token of the installed app (xoxb-…).")
    clock: Clock = FollowedClock(settings.baton_clock_url) if settings.baton_clock_url else SystemClock()
    slack = Slack(settings.slack_bot_token.get_secret_value(), base_url=settings.slack_api_url)
    workspace = _workspace(settings, storage, slack)
    courier = Courier(
        outbox=storage.outbox,
        work=storage.work,
        clock=clock,
        slack_for=lambda _: slack,
        render=render,
        still_true=delivery.still_true,
        told=lambda *about: delivery.told(desk, *about),
        skipped=lambda *about: delivery.skipped(desk, *about),
        secret=str(workspace.id).encode(),
        command=settings.baton_command,
    )
    workers = Workers(courier, guard=lambda work: _guarded(work))
    desk = Desk(storage.work, uuid4, short_id, workers.wake)
    people = People(desk, lambda _: slack, default_zone="UTC")
    house = House(settings, clock, storage, slack, workspace, desk, people, courier, workers)
    _furnish(house)
    return house


def _workspace(settings: Settings, storage: Storage, slack: Slack) -> Workspace:
    """Find or make the workspace of the token; settings of the environment fill what nobody has chosen yet."""
    me = who_am_i(slack)
    found = storage.workspaces.ensure(me.team_id, bot_user_id=me.bot_user_id)
    chosen = replace(
        found,
        team_channel=found.team_channel or _channel(settings.baton_team_channel),
        leadership_channel=found.leadership_channel or _channel(settings.baton_leadership_channel),
        default_owner=found.default_owner or _user(settings.baton_default_owner),
    )
    storage.workspaces.put(chosen)
    return chosen


def _furnish(house: House) -> None:
    """Put in place what the use cases look for: playbooks, people, and the digests of the workspace's channels."""
    folder = house.settings.baton_playbooks
    now = house.clock.now()
    with house.storage.work(house.workspace.id) as uow:
        uow.put_playbooks(read_folder(folder) if folder else built_in(), now=now)
    house.people.refresh(house.workspace.id, now=now)
    sweep.register_channels(house.desk, house.workspace.id, now=now)


def _channel(text: str | None) -> ChannelId | None:
    return ChannelId(text) if text else None


def _user(text: str | None) -> UserId | None:
    return UserId(text) if text else None


def _guarded(work: Callable[[], None]) -> None:
    edge(work)


def bolt_app(house: House) -> App:
    """Build the Bolt app: synchronous, answering after the commit, never repeating a call that writes."""
    settings = house.settings
    token, secret = settings.slack_bot_token, settings.slack_signing_secret
    assert token is not None
    app = App(
        client=WebClient(token.get_secret_value(), base_url=settings.slack_api_url, retry_handlers=[]),
        signing_secret=secret.get_secret_value() if secret else "",
        process_before_response=True,
        raise_error_for_unhandled_request=False,
    )
    teams = {house.workspace.team_id: house.workspace.id}
    register(app, Counter(house.desk, house.clock, teams.get, house.people.learn, settings.baton_command))
    return app


@contextmanager
def running(house: House) -> Iterator[Tick]:
    """Run the tick and the courier while the block lasts."""
    def due(now: datetime) -> Sequence[WorkspaceId]:
        house.people.refresh_if_old(house.workspace.id, now=now)
        return house.storage.workspaces.due(now=now)

    tick = Tick(house.desk, house.clock, due)
    scheduler = every(house.settings.baton_tick_seconds, tick)
    house.workers.start()
    scheduler.start()
    try:
        yield tick
    finally:
        scheduler.shutdown()
        house.workers.stop()


def condition(house: House, tick: Tick) -> Condition:
    """Look how the process is: does the database answer, does the tick run, is anything due or waiting?"""
    now = house.clock.now()
    try:
        waiting = house.storage.outbox.waiting(business_now=now)
        is_quiet = not waiting and not house.storage.workspaces.due(now=now)
    except StorageError as trouble:
        return Condition(tick.completed_at, 0, is_quiet=False, problem=str(trouble))
    limit = timedelta(seconds=max(MISSED_TICKS * house.settings.baton_tick_seconds, 15))
    if tick.beat_at is None or house.clock.machine() - tick.beat_at > limit:
        return Condition(tick.completed_at, waiting, is_quiet, problem=f"no tick has completed for {limit}")
    return Condition(tick.completed_at, waiting, is_quiet)


def serve(settings: Settings) -> None:
    """Serve until told to stop: HTTP always, Socket Mode as well when there is an app token."""
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        raise WrongSettings(
            "SLACK_SIGNING_SECRET is missing: needed for HTTP (Basic Information of the app). "
            "Or set SLACK_APP_TOKEN for Socket Mode."
        )
    _free(settings)
    with serving_lock(settings.database_url), _storage(settings) as storage:
        house = build(settings, storage)
        app = bolt_app(house)
        with running(house) as tick, _socket_mode(settings, app):
            site = server(
                None if settings.slack_app_token else app,
                webhooks=[webhook(house)],
                condition=lambda: condition(house, tick),
            )
            log.info("Baton serves %s on http://%s:%s", house.workspace.team_id, settings.host, settings.port)
            uvicorn.run(site, host=settings.host, port=settings.port, log_level="warning", access_log=False)


@contextmanager
def _storage(settings: Settings) -> Iterator[Storage]:
    storage = open_migrated(settings.database_url, ids=uuid4)
    try:
        yield storage
    finally:
        storage.close()


@contextmanager
def _socket_mode(settings: Settings, app: App) -> Iterator[None]:
    if settings.slack_app_token is None:
        yield
        return
    handler = SocketModeHandler(app, settings.slack_app_token.get_secret_value())
    handler.connect()
    try:
        yield
    finally:
        handler.close()


def _free(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as trouble:
            raise WrongSettings(f"PORT {settings.port} on HOST {settings.host} cannot be used: {trouble}.") from trouble
