"""A local Slack with people in it and Baton serving them: what every journey begins with."""

import hashlib
import hmac
import http.client
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

import yaml

from commands.manifest import manifest
from sandbox.client import SandboxClient
from sandbox.trying.beside import AppProcess, beside
from sandbox.trying.person import Person
from sandbox.workspace import Workspace

APP = Path(__file__).parents[2] / "app.py"
MONDAY = datetime(2026, 11, 30, 7, tzinfo=UTC)
SECRET = "a secret between the CRM and Baton"
ACK_SECONDS, PATIENCE = 20.0, 90.0
"""What the local Slack waits for an answer, and a test for Baton: machines that run many tests at once are slow."""
FORGET = ("SLACK_", "BATON_", "DATABASE_URL", "PUBLIC_URL", "HOST")

PEOPLE = {"ana": "Europe/Madrid", "jonas": "Europe/Helsinki", "mei": "America/New_York", "lena": "Europe/Madrid"}
GROUPS = {"sales": "ana", "field": "jonas", "delivery": "jonas", "finance": "mei", "operations": "lena"}
ACME: Mapping[str, Any] = {
    "id": "D-1042",
    "name": "Acme EV site",
    "kind": "site-installation",
    "account": {"name": "Acme Oy"},
    "seller": {"email": "ana@example.com"},
    "amount_minor": 4_800_000,
    "currency": "EUR",
    "promised_on": "2027-02-01",
    "custom": {"site_address": "Harbour Road 7, Espoo", "billing_contact": "billing@acme.example"},
}

Json = dict[str, Any]
Answer = TypeVar("Answer")


@dataclass
class Stage:
    """Acts and looks only as people, a CRM and an operator can. ``baton`` is the process that serves just now."""

    workspace: Workspace
    folder: Path
    settings: dict[str, str]
    people: Mapping[str, Person]
    over_http: bool = False
    _serving: list[AppProcess] = field(default_factory=list)

    @property
    def slack(self) -> SandboxClient:
        return self.workspace.client

    @property
    def baton(self) -> AppProcess:
        return self._serving[-1]

    @property
    def log(self) -> str:
        """Return everything that served processes have printed."""
        log = self.folder / "baton.log"
        return log.read_text(encoding="utf-8") if log.exists() else ""

    @contextmanager
    def serving(self, **more: str) -> Iterator[AppProcess]:
        """Let a Baton serve until the block ends, or until the test kills it."""
        serve = [sys.executable, str(APP), "serve"]
        with beside(serve, self.settings | more, log=self.folder / "baton.log", forget=FORGET) as process:
            self._serving.append(process)
            if self.over_http:
                self.slack.configure_app(request_url=f"{process.url}/slack/events")
            process.wait_until(lambda state: state.get("status") == "ready", seconds=PATIENCE)
            yield process

    def kill(self) -> None:
        """End the process as a power cut would."""
        self.baton.process.kill()
        self.baton.process.wait()

    def settle(self) -> None:
        """Wait until Baton has looked at everything that is due and said what it has to say."""
        wanted = self.slack.now()

        def is_settled(state: Mapping[str, Any]) -> bool:
            ticked = state.get("ticked_at")
            return bool(state.get("quiet") and ticked and datetime.fromisoformat(ticked) >= wanted)

        self.baton.wait_until(is_settled, seconds=PATIENCE)

    def until(self, moment: datetime) -> None:
        """Move the clock, and let Baton do what is due by then."""
        self.slack.move_clock(moment)
        self.settle()

    def won(self, deal: Mapping[str, Any] = ACME, event: str = "deal.won") -> tuple[int, Json]:
        """Tell Baton of a deal as a CRM would; return the status and the answer.

        A minute passes before: Slack's limits, which Baton keeps, count new channels by the minute.
        """
        self.slack.advance(60)
        return self.hook(self.news(deal, event))

    def news(self, deal: Mapping[str, Any], event: str = "deal.won") -> bytes:
        now = self.slack.now().isoformat()
        return json.dumps({"event": event, "occurred_at": now, "source": "erp", "deal": deal}).encode()

    def hook(
        self, body: bytes, *, secret: str = SECRET, at: datetime | None = None, path: str = "/webhooks/generic"
    ) -> tuple[int, Json]:
        """Send a body to the webhook, signed; return the status and the answer."""
        stamp = str(int((at or self.slack.now()).timestamp()))
        signature = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {"X-Baton-Timestamp": stamp, "X-Baton-Signature": f"v1={signature}"}
        return self.ask("POST", path, body, headers)

    def ask(
        self, verb: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, Json]:
        """Ask Baton's own HTTP server."""
        connection = http.client.HTTPConnection(self.baton.url.removeprefix("http://"), timeout=60)
        try:
            connection.request(verb, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")
        finally:
            connection.close()

    def at_once(self, *acts: Callable[[], Answer]) -> list[Answer]:
        """Let several act in the same moment; return what came of each."""
        start = Barrier(len(acts))

        def one(act: Callable[[], Answer]) -> Answer:
            start.wait()
            return act()

        with ThreadPoolExecutor(len(acts)) as threads:
            return list(threads.map(one, acts))

    def channels(self, account: str) -> list[Json]:
        """Return the channels that deals of this account have."""
        return [each for each in self.slack.state()["channels"] if f"-{account}" in each["name"]]

    def channel(self, account: str = "acme") -> str:
        (only,) = self.channels(account)
        return str(only["id"])

    def read(self, channel: str) -> list[str]:
        """Return what stands in a channel, oldest first."""
        return [str(each["text"]) for each in self.slack.messages(channel)]

    def read_team(self) -> list[str]:
        """Return what the team's channel was told."""
        return self.read(self.settings["BATON_TEAM_CHANNEL"])

    def read_direct(self, person: str) -> list[str]:
        """Return what Baton wrote to one person."""
        return self.read(self.people[person].direct())

    def board(self, account: str = "acme") -> str:
        """Return the pinned message of a deal's channel."""
        (only,) = [each for each in self.slack.messages(self.channel(account)) if each["pinned"]]
        return str(only["text"])

    def type(self, person: str, text: str, account: str = "acme") -> str:
        """Type in a deal's channel; return what only this person was shown."""
        answer = self.people[person].types(text, in_=self.channel(account))
        assert answer.ok, answer.error
        self.settle()
        return answer.shown

    def press(self, person: str, label: str, about: str = "", account: str = "acme", **answers: str) -> None:
        """Press the newest button about something, and fill in the form that it opens, if it does."""
        somebody = self.people[person]
        answer = somebody.presses(label, about=about, in_=self.channel(account))
        assert answer.ok, answer.error
        if answer.has_form:
            somebody.fills(answers).fills_the_rest().submits()
        self.settle()


def run(
    *arguments: str, settings: Mapping[str, str] | None = None, seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run the command line to its end, with no other settings than these."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(FORGET)}
    return subprocess.run(
        [sys.executable, str(APP), *arguments],
        env={**inherited, "COLUMNS": "200", **(settings or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
    )


@contextmanager
def stage(
    folder: Path,
    *,
    over_http: bool = False,
    start: datetime = MONDAY,
    speed: float = 1.0,
    zones: Mapping[str, str] = PEOPLE,
    playbook: str = "",
    **settings: str,
) -> Iterator[Stage]:
    """Start a local Slack on a Monday morning with four people; nothing serves yet. ``playbook`` is a file's text."""
    if playbook:
        settings["BATON_PLAYBOOKS"] = _shelved(folder / "playbooks", playbook)
    with Workspace.start(start=start, speed=speed, ack_seconds=ACK_SECONDS) as workspace:
        people = _arrive(workspace, zones)
        team = workspace.channel("delivery-team", people["lena"])
        by_socket = {"SLACK_APP_TOKEN": workspace.app_token}
        by_http = {"SLACK_SIGNING_SECRET": workspace.signing_secret}
        given = {
            "SLACK_BOT_TOKEN": workspace.bot_token,
            **(by_http if over_http else by_socket),
            "SLACK_API_URL": workspace.api_url,
            "DATABASE_URL": f"sqlite:///{folder}/baton.db",
            "BATON_CLOCK_URL": workspace.clock_url,
            "BATON_WEBHOOK_SECRET": SECRET,
            "BATON_DEFAULT_OWNER": people["lena"].id,
            "BATON_TEAM_CHANNEL": team,
            "BATON_TICK_SECONDS": "0.1",
        }
        made = Stage(workspace, folder, given | settings, people, over_http=over_http)
        yield made
        # Shown where a test fails, and nowhere else.
        sys.stdout.write(made.log)


@contextmanager
def served(folder: Path, **given: Any) -> Iterator[Stage]:
    """Start a local Slack with a Baton that serves it; what is given is a stage's."""
    with ExitStack() as stack:
        made = stack.enter_context(stage(folder, **given))
        stack.enter_context(made.serving())
        yield made


def _shelved(folder: Path, playbook: str) -> str:
    folder.mkdir()
    (folder / "ours.yaml").write_text(playbook, encoding="utf-8")
    return str(folder)


def _arrive(workspace: Workspace, zones: Mapping[str, str]) -> dict[str, Person]:
    people = {name: workspace.person(name, email=f"{name}@example.com", tz=zone) for name, zone in zones.items()}
    for handle, member in GROUPS.items():
        workspace.group(handle, people[member])
    # The very manifest that operators paste: what it does not ask for, Baton does not get in any journey.
    asked = manifest(command="/deal", public_url=None, socket_mode=True)
    workspace.client.apply_manifest(yaml.safe_load(asked))
    return people
