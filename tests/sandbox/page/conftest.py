"""A workspace with a small Bolt app, and a browser to look at it."""

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from sandbox.listening import Listener
from sandbox.running import Sandbox
from tests.sandbox.page.echo import COMMANDS, SHORTCUTS, create_echo
from tests.sandbox.stage import MONDAY, PATIENT, Json

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
)
PATIENCE = 15_000
SAID = ".message :is(.text, .is-rich-text)"
"""What a message says: people write rich text, apps mostly plain."""
_numbers = itertools.count(1)


@dataclass
class Room:
    """Two people and a channel that no other test has: Ana in Madrid, Omar in Helsinki."""

    client: SandboxClient
    slack: WebClient
    number: int = field(default_factory=lambda: next(_numbers))
    ana: str = ""
    omar: str = ""
    channel: str = ""

    def __post_init__(self) -> None:
        self.ana = self.person("ana", "Europe/Madrid")
        self.omar = self.person("omar", "Europe/Helsinki")
        self.channel = self.open(self.ana, self.omar)

    def person(self, name: str, tz: str) -> str:
        made = self.client.add_person(f"{name}{self.number}", self.name_of(name), tz=tz)
        return str(made["id"])

    def name_of(self, name: str) -> str:
        return f"{name.title()} R{self.number}"

    @property
    def name(self) -> str:
        return f"room-{self.number}"

    def open(self, *people: str, name: str = "", is_private: bool = False) -> str:
        made = self.slack.conversations_create(name=name or self.name, is_private=is_private)
        self.slack.conversations_invite(channel=made["channel"]["id"], users=list(people))
        return str(made["channel"]["id"])

    def post(self, text: str, **more: Any) -> str:
        return str(self.slack.chat_postMessage(channel=more.pop("channel", self.channel), text=text, **more)["ts"])

    def texts(self, as_: str | None = None) -> list[str]:
        return [one["text"] for one in self.client.messages(self.channel, as_) if not one["subtype"]]


@dataclass
class Visits:
    """Opens pages on a desk or on a phone, and writes down what the browser complained about."""

    desk: BrowserContext
    phone: BrowserContext
    base_url: str
    complaints: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    def __call__(self, as_: str, channel: str, *, by_phone: bool = False) -> Page:
        page = (self.phone if by_phone else self.desk).new_page()
        self.pages.append(page)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(f"{self.base_url}/?as={as_}&channel={channel}")
        page.wait_for_selector("body[data-ready=yes]")
        return page

    def _hear(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self.complaints.append(line.text)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Drive a browser while the page's tests run; as long as it is driven, nothing else here can run a loop of its own."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"None of {', '.join(BROWSERS)} is on the PATH, so nothing can look at the page.")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=FLAGS.split())
        yield running
        running.close()


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """Run one workspace with the echo app for all of these tests; each makes its own people and channels."""
    with Sandbox.start(start=MONDAY, ack_seconds=PATIENT) as running:
        events = ["app_home_opened"]
        running.client.configure_app(
            name="Echo", commands=COMMANDS, shortcuts=SHORTCUTS, events=events, rate_limits=False
        )
        handler = Listener(create_echo(running.bot_token, running.api_url), running.app_token)
        handler.connect()  # type: ignore[no-untyped-call]
        yield running
        # Its own thread closes the socket too; told of the end first, the two do not get in each other's way.
        handler.client.auto_reconnect_enabled = False
        running.client.disconnect("cut")
        running.client.until(lambda: not handler.client.is_connected() or None, seconds=5)
        handler.close()  # type: ignore[no-untyped-call]


@pytest.fixture
def room(client: SandboxClient, slack: WebClient) -> Room:
    return Room(client, slack)


@pytest.fixture(scope="module")
def contexts(browser: Browser) -> tuple[BrowserContext, BrowserContext]:
    """Give the two kinds of screen; all pages on one share what was fetched before."""
    usual: Json = {"reduced_motion": "reduce", "locale": "en-GB"}
    desk = browser.new_context(viewport={"width": 1280, "height": 800}, **usual)
    phone = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, **usual)
    for context in (desk, phone):
        context.set_default_timeout(PATIENCE)
    return desk, phone


@pytest.fixture
def visit(contexts: tuple[BrowserContext, BrowserContext], sandbox: Sandbox) -> Iterator[Visits]:
    """Open pages with it; afterwards the browser must not have complained."""
    visits = Visits(*contexts, sandbox.base_url)
    yield visits
    for page in visits.pages:
        page.close()
    assert visits.complaints == []
