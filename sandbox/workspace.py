"""A workspace for tests: start it, let people in, let them act, move its clock, break it, and see what they see."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self, TextIO

from sandbox import limits
from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from sandbox.trying.moments import moment
from sandbox.trying.person import PATIENCE, Person
from sandbox.trying.transcript import Reader

Json = dict[str, Any]
GUESTS: Mapping[str, Json] = {
    "": {},
    "multi-channel": {"is_restricted": True},
    "single-channel": {"is_restricted": True, "is_ultra_restricted": True},
}


class NotSettled(AssertionError):  # noqa: N818 - what happened, told with how much was left
    """Something was still under way when patience ran out, or did not become so."""


class WorkspaceClock:
    """The time in the sandbox. Each move waits until nothing is under way, before and after."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace

    def now(self) -> datetime:
        return self._workspace.client.now()

    def to(self, when: datetime | str, *, of: Person | None = None, zone: str = "UTC") -> None:
        """Move to a moment: one like "next monday 08:30" is meant in somebody's zone, or in the one given."""
        if isinstance(when, str):
            there = self._workspace.zone_of(of) if of else zone
            when = moment(when, self.now(), there)
        self._workspace.client.move_clock(when)
        # The move itself waited for what went before; what it made due begins only now.
        self._workspace.settle()

    def forward(self, **by: float) -> None:
        """Move by days, hours, minutes or seconds."""
        self._workspace.client.advance(timedelta(**by).total_seconds())
        self._workspace.settle()

    def runs(self, speed: float = 1.0) -> None:
        """Let it run, at so many times real time; 0 stops it."""
        self._workspace.client.set_speed(speed)


class Workspace:
    """One workspace with the app in it; make it with `Workspace.start`, or with `at` for one that runs elsewhere."""

    def __init__(
        self, credentials: Mapping[str, str], client: SandboxClient, sandbox: Sandbox | None = None, *, patience: float
    ) -> None:
        self.client = client
        self.clock = WorkspaceClock(self)
        self.people: dict[str, Person] = {}
        self.api_url = credentials["api_url"]
        self.bot_token = credentials["bot_token"]
        self.app_token = credentials["app_token"]
        self.signing_secret = credentials["signing_secret"]
        self.clock_url = credentials["clock_url"]
        self.page = credentials["page"]
        self._sandbox = sandbox
        self._patience = patience

    @classmethod
    def start(
        cls,
        *,
        start: datetime | None = None,
        speed: float = 1.0,
        seed: str = "sandbox",
        port: int = 0,
        request_url: str = "",
        ack_seconds: float = limits.ACK_SECONDS,
        log: TextIO | None = None,
        patience: float = PATIENCE,
    ) -> Self:
        """Start one in this process. With speed 0 its clock stands still, and two runs with one seed are alike."""
        sandbox = Sandbox.start(
            port=port, request_url=request_url, start=start, speed=speed, seed=seed, ack_seconds=ack_seconds, log=log
        )
        return cls(sandbox.describe(), sandbox.client, sandbox, patience=patience)

    @classmethod
    def at(cls, described: Mapping[str, str], *, patience: float = PATIENCE) -> Self:
        """Join one that runs elsewhere, by the first line that `python -m sandbox` printed."""
        return cls(described, SandboxClient(described["page"]), patience=patience)

    def stop(self) -> None:
        if self._sandbox:
            self._sandbox.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def bot(self) -> str:
        """The app's user id here."""
        return str(self.client.state()["app"]["user"])

    def app(self, **manifest: Any) -> None:
        """Say what the app's manifest would, as far as it differs from an app that may do everything.

        Facts are those of `SandboxClient.configure_app`; a command may be only its name, with or without the slash.
        """
        # Slack takes the slash as part of the name; people leave it out half of the time.
        commands = [
            {"command": f"/{one.removeprefix('/')}"} if isinstance(one, str) else one
            for one in manifest.pop("commands", [])
        ]
        self.client.configure_app(**manifest, **({"commands": commands} if commands else {}))

    def person(self, name: str, real_name: str = "", *, guest: str = "", **facts: Any) -> Person:
        """Let somebody in: tz, email, is_admin, …; a guest is "multi-channel" or "single-channel"."""
        if guest not in GUESTS:
            raise ValueError(f"A guest is multi-channel or single-channel, not {guest!r}.")
        made = self.client.add_person(name, real_name or name.title(), **GUESTS[guest], **facts)
        self.people[name] = Person(self.client, str(made["id"]), patience=self._patience)
        return self.people[name]

    def group(self, handle: str, *people: Person, name: str = "") -> str:
        """Make a user group of these people; return its id."""
        made = self.client.add_usergroup(handle, name or handle.title(), [each.id for each in people])
        return str(made["id"])

    def channel(self, name: str, *people: Person, is_private: bool = False, with_app: bool = True) -> str:
        """Make a channel; the first of these people made it, and the app is in it. Return its id."""
        if not people:
            raise ValueError(f"Somebody has to make #{name}: name a person, or several.")
        # Most tests are about an app that is there; Slack's apps are in no channel until somebody lets them in.
        members = [*(each.id for each in people), *([self.bot] if with_app else [])]
        return str(self.client.add_channel(name, people[0].id, members, is_private=is_private)["id"])

    def another(self, name: str, *, domain: str = "") -> "Workspace":
        """Add a workspace in which the same app is installed; both have one clock, one traffic and one end."""
        made = self.client.add_workspace(name, domain=domain)
        # One app, one connection, one secret: only the bot and its token are of the workspace, as in Slack.
        credentials = {
            "api_url": self.api_url,
            "bot_token": made["bot_token"],
            "app_token": self.app_token,
            "signing_secret": self.signing_secret,
            "clock_url": self.clock_url,
            "page": f"{self.page}?team={made['id']}",
        }
        # Without the sandbox itself, so that stopping the neighbour leaves the first one running.
        return Workspace(credentials, self.client.workspace(made["id"]), patience=self._patience)

    def breaks(self, method: str, do: str, *, nth: int = 1, times: int = 1, **match: str) -> None:
        """Let calls or deliveries go wrong, e.g. `breaks("chat.postMessage", "429:30", text="late")`.

        `match` names arguments and what they must contain; `times=0` breaks them until `mends`.
        """
        self.client.inject({"method": method, "do": do, "nth": nth, "times": times, "match": match})

    def mends(self) -> None:
        self.client.clear_faults()

    def settle(self) -> None:
        """Wait until nothing is under way and the app has had a moment to go on after its last ack."""
        if not self.client.settle(seconds=self._patience):
            left = self.client.wait(seconds=0)["under_way"]
            raise NotSettled(f"Not everything came to rest in {self._patience:g} s: {left} under way.")

    def waits_for(self, is_so: Callable[[], bool], what: str, *, seconds: float | None = None) -> None:
        """Look again whenever something has happened, until it is so; `what` completes "… did not happen"."""
        patience = self._patience if seconds is None else seconds
        if not self.client.until(lambda: is_so() or None, seconds=patience):
            raise NotSettled(f"{what} did not happen within {patience:g} s.")

    def zone_of(self, person: Person) -> str:
        return next(str(each["tz"]) for each in self.client.state()["users"] if each["id"] == person.id)

    def transcript(self, channel: str, *, zone: str = "UTC") -> str:
        """Return a channel as everybody reads it, by name or id."""
        state = self.client.state()
        found = next(each for each in state["channels"] if channel.lstrip("#") in (each["id"], each["name"]))
        reader = Reader(state["users"], state["channels"], zone, state["usergroups"])
        return "\n".join(reader.lines(self.client.messages(found["id"])))

    def traffic(self, method: str = "") -> list[Json]:
        """List what passed between the app and the workspace, all of it or one method's, oldest first."""
        return [each for each in self.client.traffic() if method in ("", each["method"])]
