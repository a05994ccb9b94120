"""The story that `make demo` plays: six people, three deals, two working weeks. It acts in the sandbox as they would."""

import json
import re
import signal
import sys
import tempfile
import urllib.request
import webbrowser
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

from commands.manifest import EVENTS
from commands.webhooks.signature import sign
from sandbox import limits
from sandbox.trying.audit import doubled, lost, posts
from sandbox.trying.beside import PATIENCE, AppProcess, NotSettled, beside
from sandbox.trying.controls import Control
from sandbox.trying.pacing import stops
from sandbox.trying.person import Person
from sandbox.trying.screen import NotThere
from sandbox.workspace import Workspace

MONDAY = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
ACK_SECONDS, KNOWN = 20.0, {"site_address": "Harbour Road 7", "billing_contact": "billing@example.com"}
SECRET = "demo-secret"  # noqa: S105 - it guards a play

PEOPLE = {
    "lena": ("Lena Koch", "Europe/Madrid"),
    "ana": ("Ana Silva", "Europe/Madrid"),
    "omar": ("Omar Haddad", "Europe/Helsinki"),
    "jonas": ("Jonas Weber", "Europe/Helsinki"),
    "mei": ("Mei Lin", "America/New_York"),
    "priya": ("Priya Nair", "America/New_York"),
}
GROUPS = {
    "sales": ["ana"],
    "delivery": ["omar"],
    "operations": ["lena"],
    "field": ["jonas"],
    "finance": ["mei"],
    "service": ["priya"],
}
"""Slack user groups: the first of each leads the function of that name."""

DEALS: tuple[dict[str, Any], ...] = (
    {"id": "D-1042", "name": "Acme EV site", "kind": "site-installation", "amount_minor": 4_800_000, "currency": "EUR"}
    | {"account": {"name": "Acme Oy"}, "promised_on": "2027-02-01"}
    | {"promises": [{"text": "Live before the store opens", "due_on": "2027-02-01"}]},
    {"id": "D-1043", "name": "Brightside onboarding", "kind": "saas-onboarding", "amount_minor": 1_250_000}
    | {"currency": "EUR", "account": {"name": "Brightside GmbH"}, "promised_on": "2026-12-21"},
    {"id": "D-1044", "name": "Northwind <rollout> & more", "kind": "saas-onboarding", "amount_minor": 730_000}
    | {"currency": "USD", "account": {"name": "Northwind *Traders*"}, "owner": {"email": "nobody@example.com"}},
)


@dataclass
class Stage:
    """The workspace with Baton beside it, and the people in it."""

    workspace: Workspace
    baton: AppProcess
    people: Mapping[str, Person]
    done: Counter[str] = field(default_factory=Counter)

    def until(self, moment: datetime) -> None:
        """Move the clock, half an hour at a time while people are awake, and let Baton finish each time."""
        for stop in stops(self.workspace.client.now(), moment):
            # It runs by itself as well: on a busy machine it may have passed a stop that lay just ahead.
            self.workspace.client.advance(max(0.0, (stop - self.workspace.client.now()).total_seconds()))
            self.settle(stop)

    def settle(self, since: datetime | None = None) -> None:
        """Wait until Baton has looked at everything that is due and said what it has to say."""
        wanted = since or self.workspace.client.now()

        def is_settled(state: Mapping[str, Any]) -> bool:
            ticked = state.get("ticked_at")
            return bool(state.get("quiet") and ticked and datetime.fromisoformat(ticked) >= wanted)

        self.baton.wait_until(is_settled)

    def won(self, deal: Mapping[str, Any]) -> None:
        """Tell Baton of a won deal as a CRM would: signed, over HTTP."""
        now = self.workspace.client.now()
        facts = {**deal, "won_at": now.isoformat(), "seller": {"email": "ana@example.com"}, "custom": KNOWN}
        event = {"event": "deal.won", "occurred_at": now.isoformat(), "source": "erp", "deal": facts}
        body, stamp = json.dumps(event).encode(), str(int(now.timestamp()))
        headers = {"X-Baton-Timestamp": stamp, "X-Baton-Signature": sign(SECRET, stamp, body)}
        request = urllib.request.Request(f"{self.baton.url}/webhooks/generic", body, headers)  # noqa: S310 - our own
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - as above
            self.done["deals"] += answer.status == HTTPStatus.ACCEPTED
        self.settle()

    def channel(self, account: str) -> str:
        """Return the channel of the deal with this account."""
        channels = self.workspace.client.state()["channels"]
        return next(str(each["id"]) for each in channels if f"-{account}" in each["name"])

    def type(self, person: str, account: str, text: str) -> str:
        """Type in a deal's channel; return what was shown."""
        answer = self.people[person].types(text, in_=self.channel(account)).heard()
        self.settle()
        return answer.shown

    def press(self, person: str, account: str, label: str, about: str = "", **answers: str) -> None:
        """Press a button in a deal's channel and fill in the form that it opens, if it does."""
        somebody = self.people[person]
        if somebody.presses(label, about=about, in_=self.channel(account)).heard().has_form:
            somebody.fills(answers).fills_the_rest().submits()
        self.settle()


@contextmanager
def stage(port: int = 0, *, ack_seconds: float = limits.ACK_SECONDS) -> Iterator[Stage]:
    """Set the scene: a sandbox on a Monday morning, six people, and Baton serving them over Socket Mode and SQLite."""
    with (
        tempfile.TemporaryDirectory(prefix="baton-demo-") as folder,
        Workspace.start(port=port, start=MONDAY, ack_seconds=ack_seconds) as workspace,
    ):
        settings = _arrive(workspace) | {"DATABASE_URL": f"sqlite:///{folder}/baton.db"}
        serve = [sys.executable, str(Path(__file__).with_name("app.py")), "serve"]
        forget = ("SLACK_", "BATON_", "DATABASE_URL", "PUBLIC_URL", "HOST")
        with beside(serve, settings, log=Path(folder) / "baton.log", forget=forget) as baton:
            play = Stage(workspace, baton, workspace.people)
            play.settle()
            yield play


def _arrive(workspace: Workspace) -> dict[str, str]:
    """Let the people in; return the settings by which Baton finds this workspace."""
    for name, (real_name, zone) in PEOPLE.items():
        workspace.person(name, real_name, email=f"{name}@example.com", tz=zone, is_admin=name == "lena")
    people = workspace.people
    for handle, members in GROUPS.items():
        workspace.group(handle, *(people[name] for name in members))
    command = {"command": "/deal", "description": "Carry a won deal from promise to delivery", "usage_hint": "help"}
    workspace.app(name="Baton", commands=[command], events=EVENTS)
    return {
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_API_URL": workspace.api_url,
        "BATON_CLOCK_URL": workspace.clock_url,
        "BATON_WEBHOOK_SECRET": SECRET,
        "BATON_TEAM_CHANNEL": workspace.channel("delivery-team", *people.values()),
        "BATON_LEADERSHIP_CHANNEL": workspace.channel("leadership", people["lena"]),
        "BATON_DEFAULT_OWNER": people["lena"].id,
        "BATON_TICK_SECONDS": "0.02",
    }


def show(port: int) -> int:
    """Open the local workspace with three fresh deals, and leave it to whoever sits in front of it."""
    with stage(port) as play:
        play.until(MONDAY + timedelta(hours=2))
        for deal in DEALS:
            play.won(deal)
        page = f"{play.workspace.page}?as={play.people['jonas'].id}&channel={play.channel('acme')}"
        print(f"\n  Baton is running in a local Slack: {page}\n")
        print("  You are Jonas: press Accept, type /deal help, move the clock; then be somebody else.")
        print("  Ctrl-C ends it; nothing is kept.\n", flush=True)
        webbrowser.open(page)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            play.baton.process.wait()
    return 0


def play(inject: str | None = None) -> int:
    """Play two working weeks in virtual time; print what people read, the figures and the check. 0: all is well."""
    try:
        # Nobody sits in front of it who would try again, and a busy machine is no fault of Baton's.
        with stage(ack_seconds=ACK_SECONDS) as scene:
            return _played(scene, inject)
    except (NotSettled, NotThere) as trouble:
        print(f"The play could not go on. {trouble}", file=sys.stderr)
        return 1


def _played(scene: Stage, inject: str | None) -> int:
    if inject:
        scene.workspace.breaks("chat.postMessage", inject, text_contains="was due")
    for moment, act in sorted(acts(scene), key=lambda each: each[0]):
        scene.until(moment)
        act()
    scene.until(MONDAY + timedelta(days=11, hours=17))
    return _report(scene)


Act = tuple[datetime, Callable[[], object]]


def acts(on: Stage) -> Iterator[Act]:
    """Yield who does what when; the days count from the first Monday, the hours are UTC."""

    def at(day: int, hour: float) -> datetime:
        return MONDAY.replace(hour=0) + timedelta(days=day, hours=hour)

    yield at(0, 7.5), lambda: on.won(DEALS[0])
    yield at(0, 8), lambda: on.press("jonas", "acme", "Accept", "will you own")
    yield at(0, 8.1), lambda: on.type("jonas", "acme", "/deal next call the site host by thu 15:00 else Lena decides")
    yield at(0, 9), lambda: on.won(DEALS[1])
    yield at(0, 10), lambda: on.won(DEALS[2])
    yield at(0, 10.5), lambda: on.press("omar", "northwind", "Decline", reason="My week is full; Priya knows them")
    yield at(0, 10.6), lambda: on.type("ana", "northwind", "/deal owner @priya")
    yield at(0, 14.5), lambda: on.press("priya", "northwind", "Accept", "will you own")
    yield at(1, 13.4), lambda: on.press("omar", "brightside", "Accept", "will you own")
    yield at(1, 13.5), lambda: on.type("omar", "brightside", "/deal next send the kick-off agenda by fri 12:00")
    missed = "/deal next import the customer's data by thu else the go-live moves by a week"
    yield at(1, 13.6), lambda: on.type("omar", "brightside", missed)
    yield at(1, 15), lambda: on.type("priya", "northwind", "/deal next book the kick-off by tomorrow")
    yield at(2, 8), lambda: on.press("jonas", "acme", "Done", "call the site host")
    yield at(2, 8.1), lambda: on.type("jonas", "acme", "/deal next order the chargers by mon 12:00")
    yield at(2, 16), lambda: on.type("priya", "northwind", "/deal done")
    yield at(2, 16.1), lambda: on.type("priya", "northwind", "/deal next send the access list by 9.12. 17:00")
    moved = "/deal reschedule send the kick-off agenda mon 14:00 because the sponsor is ill"
    yield at(3, 13), lambda: on.type("omar", "brightside", moved)
    yield at(7, 8.5), lambda: on.press("jonas", "acme", "Done", "order the chargers")
    yield at(7, 9), lambda: on.type("jonas", "acme", "/deal next confirm the crane slot by 8.12. else the slot is lost")
    yield at(7, 11.5), lambda: on.type("omar", "brightside", "/deal done send the kick-off agenda")
    goes_on = {"what": "import the data with the vendor's help", "when": "fri 12:00", "reason": "The vendor is free"}
    yield at(7, 12.5), lambda: on.press("lena", "brightside", "Continue", **goes_on)
    waits = "/deal waiting on customer until fri 12:00 because their admin is away"
    yield at(8, 15), lambda: on.type("priya", "northwind", waits)
    yield at(11, 9.5), lambda: on.type("omar", "brightside", "/deal done")
    yield at(11, 12), lambda: on.press("lena", "acme", "Hold", until="15.12.", reason="The crane comes on the 15th")
    yield at(11, 16.5), lambda: on.type("priya", "northwind", "/deal done")
    for day in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11):
        yield at(day, 12), lambda: _work_off(on, ("ana", "omar", "jonas", "lena"))
        yield at(day, 15.5), lambda: _work_off(on, ("mei", "priya"))


def _work_off(on: Stage, names: Sequence[str]) -> None:
    """Let people accept what waits for them and finish up to two lines of each checklist."""
    for name in names:
        somebody = on.people[name]
        for channel in on.workspace.client.state(somebody.id)["channels"]:
            if channel["is_im"] or channel["name"] in OTHER_CHANNELS:
                continue
            for label, words, line, most in LINES:
                for _ in range(most):
                    mine = _mine(somebody, channel["id"], label, words, line)
                    if mine is None:
                        break
                    on.done[label] += _finish(somebody, mine)
                    on.until(on.workspace.client.now() + timedelta(minutes=2))


def _mine(somebody: Person, channel: str, label: str, words: str, line: str) -> Control | None:
    """Return the next button of a checklist that is this person's to press; each press redraws the checklist."""
    me = f"<@{somebody.id}>"
    seen = [each for each in somebody.buttons(label, about=me, in_=channel) if words.format(me) in each.words]
    return next((each for each in seen if each.action_id == line), None)


def _finish(somebody: Person, button: Control) -> bool:
    answer = somebody.pushes(button)
    if answer.has_form:
        answer = somebody.fills_the_rest().submits()
    return answer.ok and not answer.errors


LINES = (
    ("Accept", "Waiting for {} to accept", "item.accept", 9),
    ("Done", "☐", "item.done", 2),
)
"""The buttons of a checklist's lines: what stands beside one that is mine, and how many I press in a day."""
OTHER_CHANNELS = ("general", "delivery-team", "leadership")


def _report(on: Stage) -> int:
    """Print the transcripts, the figures and the check; return the status to exit with."""
    timelines = {
        str(deal["name"]): on.type("lena", str(deal["name"]).split()[0].lower(), "/deal history") for deal in DEALS
    }
    client = on.workspace.client
    traffic = client.traffic()
    standing = {each["id"]: client.messages(each["id"]) for each in client.state()["channels"]}
    _print_transcripts(on)
    print("\n\nWhat happened\n")
    for name, figure in _figures(on, posts(traffic)).items():
        print(f"{name:18} {figure}")
    print("\nCheck of the invariants, from the workspace's traffic\n")
    findings = {
        "one owner per deal": list(_owners(traffic)),
        "no two equal nudges": list(doubled(traffic)),
        "nothing lost": [*lost(traffic, standing), *_unsaid(posts(traffic))],
        "no message for a done step": list(_for_done_steps(traffic)),
        "gapless events": [f"{name}: {gap}" for name, text in timelines.items() for gap in _gaps(text)],
    }
    for invariant, wrong in findings.items():
        print(f"{invariant:28} {'holds' if not wrong else 'BROKEN: ' + '; '.join(wrong)}")
    return 1 if any(findings.values()) else 0


def _print_transcripts(on: Stage) -> None:
    """Print each channel as a person would read it."""
    for channel in on.workspace.client.state()["channels"]:
        if told := on.workspace.transcript(channel["id"], zone="Europe/Madrid"):
            with_whom = next((name for name, one in on.people.items() if one.id in channel["members"]), "")
            place = f"Direct messages of {with_whom}" if channel["is_im"] else f"#{channel['name']}"
            print(f"\n\n=== {place} ===\n\n{told}")


NUDGE = re.compile(r"was due|^Due |will you own|needs your answer|what is the next step|waits on .* you wanted")
ESCALATION = re.compile(r"please decide|stands still")
STEP_MISSED = re.compile(r"^<@\w+>, \*(.+?)\* was due .* Done, a new date")
STEP_KEPT = re.compile(r"^Done: \*(.+?)\*, by")
STEP_MOVED = re.compile(r"^<@\w+> moved \*.+?\* from")
DIGEST = re.compile(r"^(\d+ things? needs? you|What needs somebody|\d+ things? for leadership)")
CHECKLIST = re.compile(r"^\*.+ checklist\*:")
OWNER = re.compile(r"\*Owner:\* ((?:<@\w+>[^<\n]*)+)")


def _figures(on: Stage, said: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Count what people could read."""
    texts = [str(post["args"]["text"]) for post in said]

    def count(pattern: re.Pattern[str]) -> int:
        return sum(bool(pattern.search(text)) for text in texts)

    every = on.workspace.client.state()["channels"]
    channels = [each for each in every if not each["is_im"] and each["name"] not in OTHER_CHANNELS]
    return {
        "deals": on.done["deals"],
        "channels": len(channels),
        "owners": sum("owns *" in text and "now" in text for text in texts),
        "checklists": count(CHECKLIST),
        "items done": on.done["Done"],
        "steps kept": count(STEP_KEPT),
        "steps rescheduled": count(STEP_MOVED),
        "steps missed": len({found[1] for text in texts if (found := STEP_MISSED.search(text))}),
        "nudges": sum(bool(NUDGE.search(text)) and not DIGEST.search(text) for text in texts),
        "escalations": count(ESCALATION),
        "digests": count(DIGEST),
    }


def _owners(traffic: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Find boards that name no owner, or more than one besides whoever is asked."""
    for entry in traffic:
        text = str((entry.get("args") or {}).get("text", ""))
        if entry["kind"] == "call" and entry["method"] in {"chat.postMessage", "chat.update"} and "*Promised:*" in text:
            owners = OWNER.findall(text)
            if len(owners) != 1 or len(re.findall(r"<@\w+>", owners[0].split("(")[0])) != 1:
                yield f"a board names {owners or 'nobody'}"


def _unsaid(said: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Find what the story must have led to and nobody was told."""
    texts = [str(post["args"]["text"]) for post in said]
    for step, public, cards in (("import the customer's data", 1, 1), ("confirm the crane slot", 1, 1)):
        asked = sum(bool(STEP_MISSED.search(text)) and step in text for text in texts)
        if asked < 1 + public:
            yield f"“{step}” was missed and asked about {asked} times, not {1 + public}"
        if sum("please decide" in text and step in text for text in texts) < cards:
            yield f"“{step}” was missed and nobody was asked to decide"


def _for_done_steps(traffic: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Find nudges for a step that the channel had been told was done."""
    done: set[str] = set()
    for post in posts(traffic):
        text = str(post["args"]["text"])
        missed = STEP_MISSED.search(text)
        if missed and missed[1] in done:
            yield f"“{missed[1]}” was asked about after it was done"
        if kept := STEP_KEPT.search(text):
            done.add(kept[1])


def _gaps(timeline: str) -> list[str]:
    """Return what is missing in a numbered timeline."""
    numbers = [int(found) for found in re.findall(r"^(\d+)\. ", timeline, re.MULTILINE)]
    if not numbers:
        return ["no timeline"]
    missing = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
    return [f"{len(missing)} numbers are missing, first {missing[0]}"] if missing else []
