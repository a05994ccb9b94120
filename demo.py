"""The story that `make demo` plays: six people, three deals, two working weeks. It acts in the sandbox as they would."""

import json
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
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

import yaml

from commands.manifest import manifest
from commands.webhooks.signature import sign
from demo_check import OTHER_CHANNELS, Played, report
from sandbox import limits
from sandbox.trying.beside import AppProcess, NotSettled, beside
from sandbox.trying.controls import Control
from sandbox.trying.person import Person
from sandbox.trying.screen import NotThere
from sandbox.workspace import Workspace

MONDAY = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
SPEED = 20.0
"""How fast the clock runs while people act: Slack wants a second between two messages, and nobody reads along."""
MINUTE = timedelta(minutes=1)
ACK_SECONDS, PATIENCE = 20.0, 90.0
"""Real seconds that Slack waits for an answer, and that the play waits for Baton to come to rest."""
PAPERS = "https://files.example.com/order-4711"
"""What everybody has at hand who is asked for evidence."""
MISSED = ("import the customer's data", "agree the rollout plan")
"""The steps that somebody forgets: each is asked about in private and in public, then somebody decides."""
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

OPENING = "2027-01-25"
"""The day on which Acme's store opens: the plan of the installation fits, with one working day to spare."""

KNOWN = {"site_address": "Harbour Road 7, Espoo", "billing_contact": "billing@example.com"}
"""What the CRM says of every deal; what it left out, the seller would be asked for."""

DEALS: tuple[dict[str, Any], ...] = (
    {"id": "D-1042", "name": "Acme EV site", "kind": "site-installation", "amount_minor": 4_800_000, "currency": "EUR"}
    | {"account": {"name": "Acme Oy"}, "promised_on": OPENING}
    | {"promises": [{"text": "Twelve chargers run when the store opens", "due_on": OPENING}]},
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
    next_at: datetime | None = None
    """When Baton has something to do by the clock, as it said when it came to rest."""

    def until(self, moment: datetime) -> None:
        """Move the clock, and stop whenever Baton has something to do by then."""
        while (now := self.workspace.client.now()) < moment:
            # Not sooner than in a minute: what is put off together is done together.
            stop = min(moment, max(self.next_at or moment, now + MINUTE))
            self.workspace.client.advance((stop - now).total_seconds())
            self.settle(stop)

    def settle(self, since: datetime | None = None) -> None:
        """Wait until Baton has looked at everything that is due and said what it has to say."""
        wanted = since or self.workspace.client.now()

        def is_settled(state: Mapping[str, Any]) -> bool:
            ticked, next_at = state.get("ticked_at"), state.get("next_at")
            self.next_at = datetime.fromisoformat(next_at) if next_at else None
            return bool(state.get("quiet") and ticked and datetime.fromisoformat(ticked) >= wanted)

        self.baton.wait_until(is_settled, seconds=PATIENCE)

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

    def gives(self, person: str, account: str, line: str, proof: str) -> None:
        """Mark a line of the checklist as done, with its evidence."""
        somebody = self.people[person]
        look = partial(somebody.sees_button, "Done", about=f"☐ *{line}", in_=self.channel(account))
        self.done["Done"] += finish(somebody, look, proof)
        self.settle()


@contextmanager
def stage(
    port: int = 0, *, ack_seconds: float = limits.ACK_SECONDS, speed: float = 1.0, is_new: bool = False
) -> Iterator[Stage]:
    """Set the scene: a sandbox on a Monday morning, six people, and Baton serving them over Socket Mode and SQLite.

    ``is_new``: nobody has said yet where Baton may post.
    """
    with (
        tempfile.TemporaryDirectory(prefix="baton-demo-") as folder,
        Workspace.start(port=port, start=MONDAY, ack_seconds=ack_seconds, speed=speed) as workspace,
    ):
        settings = _arrive(workspace) | {"DATABASE_URL": f"sqlite:///{folder}/baton.db"}
        if is_new:
            settings = {name: given for name, given in settings.items() if not name.endswith("_CHANNEL")}
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
    workspace.client.apply_manifest(yaml.safe_load(manifest(command="/deal", public_url=None, socket_mode=True)))
    return {
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_API_URL": workspace.api_url,
        "BATON_CLOCK_URL": workspace.clock_url,
        "BATON_WEBHOOK_SECRET": SECRET,
        "BATON_TEAM_CHANNEL": workspace.channel("delivery-team", *people.values()),
        "BATON_LEADERSHIP_CHANNEL": workspace.channel("leadership", people["lena"]),
        "BATON_DEFAULT_OWNER": people["lena"].id,
        "BATON_TICK_SECONDS": "0.05",
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
        with stage(ack_seconds=ACK_SECONDS, speed=SPEED) as scene:
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
    told = {each["name"]: scene.type("lena", each["name"].split()[0].lower(), "/deal history") for each in DEALS}
    return report(Played(scene.workspace, scene.people, scene.done, told, MISSED))


Act = tuple[datetime, Callable[[], object]]
At = Callable[[int, float], datetime]


def acts(on: Stage) -> Iterator[Act]:
    """Yield who does what when; the days count from the first Monday, the hours are UTC."""

    def at(day: int, hour: float) -> datetime:
        return MONDAY.replace(hour=0) + timedelta(days=day, hours=hour)

    yield from _opening_day(on, at)
    yield from _in_danger(on, at)
    yield from _goes_along(on, at)
    for day in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11):
        yield at(day, 12), lambda: _work_off(on, ("ana", "omar", "lena"))
        yield at(day, 15.5), lambda: _work_off(on, ("mei", "priya"))


@dataclass(frozen=True)
class _Acme:
    """What people will do in the channel of the lead story."""

    on: Stage

    def gives(self, person: str, line: str, proof: str) -> Callable[[], object]:
        return lambda: self.on.gives(person, "acme", line, proof)

    def takes(self, person: str, line: str) -> Callable[[], object]:
        return lambda: self.on.press(person, "acme", "Accept", line)

    def ends(self, person: str, step: str) -> Callable[[], object]:
        return lambda: self.on.press(person, "acme", "Done", step)

    def types(self, person: str, text: str) -> Callable[[], object]:
        return lambda: self.on.type(person, "acme", text)


def _opening_day(on: Stage, at: At) -> Iterator[Act]:
    """Yield how chargers are sold that must run when a store opens: a week in which all goes as planned."""
    acme = _Acme(on)
    yield at(0, 7.5), lambda: on.won(DEALS[0])
    yield at(0, 8), lambda: on.press("jonas", "acme", "Accept", "will you own")
    yield at(0, 8.1), acme.types("jonas", "/deal next call the site host by thu 15:00 else Lena decides")
    yield at(0, 9.2), acme.gives("ana", "Attach the signed scope", "acme-scope-signed.pdf")
    yield at(0, 9.4), acme.takes("jonas", "Attach the signed scope")
    yield at(1, 8), acme.gives("ana", "Get the landlord's permission", "permission.pdf, on site: Aino")
    yield at(1, 8.3), acme.takes("jonas", "Get the landlord's permission")
    yield at(1, 8.5), acme.gives("lena", "Confirm stock", "12 chargers of 22 kW, in stock")
    yield at(1, 8.7), acme.takes("jonas", "Confirm stock")
    yield at(1, 12.5), acme.gives("jonas", "Survey the site", "6")
    yield at(1, 12.7), acme.takes("lena", "Survey the site")
    yield at(0, 15), acme.types("mei", "/deal digest daily")
    yield at(1, 15), acme.gives("mei", "Send the deposit invoice", "INV-2026-311")
    yield at(2, 8), acme.ends("jonas", "call the site host")
    yield at(2, 8.1), acme.types("jonas", "/deal next book the crane by mon 12:00")
    yield at(2, 8.5), acme.gives("jonas", "Confirm the install date", "2027-01-04")
    yield at(2, 12.5), acme.gives("jonas", "Calculate the load", "load-acme.xlsx")
    yield at(2, 12.7), acme.takes("lena", "Calculate the load")
    yield at(3, 9), acme.gives("lena", "Hand in the application to the utility", "UT-88213")
    yield at(3, 9.2), acme.gives("lena", "Hand in the electrical", "City of Espoo, 2026-4417")
    yield at(3, 10), acme.types("ana", f"/deal customer {HEARS}")


def _in_danger(on: Stage, at: At) -> Iterator[Act]:
    """Yield how the day is put in danger and another one agreed: the model is gone, the permits are refused."""
    acme = _Acme(on)
    yield at(4, 9), acme.types("lena", f"/deal reopen confirm stock because {GONE}")
    yield at(4, 9.5), acme.types("jonas", f"/deal reopen confirm the install date because {UNKNOWN}")
    yield at(7, 8), acme.gives("lena", "Confirm stock", "12 chargers of 11 kW, PO 4712, here on 16 December")
    yield at(7, 8.2), acme.takes("jonas", "Confirm stock")
    yield at(7, 8.4), acme.gives("jonas", "Confirm the install date", "2027-01-05")
    yield at(7, 8.5), acme.ends("jonas", "book the crane")
    yield at(7, 8.7), acme.types("jonas", "/deal next walk the site with the electrician by 16.12. 12:00")
    yield at(8, 8), acme.types("lena", f"/deal reopen hand in the electrical by 18.12. because {REFUSED}")
    moved = {"when": "1.2.2027", "reason": "The city asks for a fire plan; Acme opens a week later"}
    yield at(11, 9), lambda: on.press("lena", "acme", "Re-plan", "please decide", **moved)
    yield at(11, 9.5), acme.types("ana", f"/deal customer {HEARS_NOW}")


HEARS = "We install on 4 January; your chargers run when you open on the 25th"
HEARS_NOW = "The city asks for a fire plan; you open on 1 February, with twelve chargers"
GONE = "the supplier has no 22 kW chargers before February"
UNKNOWN = "nobody knows when the chargers come"
REFUSED = "the city refused them: there is no fire plan for the car park"


def _goes_along(on: Stage, at: At) -> Iterator[Act]:
    """Yield what happens beside it: a deal that is offered on, steps that are kept, moved, parked and missed."""
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
    yield at(2, 16), lambda: on.type("priya", "northwind", "/deal done")
    yield at(2, 16.1), lambda: on.type("priya", "northwind", "/deal next send the access list by 9.12. 17:00")
    moved = "/deal reschedule send the kick-off agenda mon 14:00 because the sponsor is ill"
    yield at(3, 13), lambda: on.type("omar", "brightside", moved)
    yield at(7, 11.5), lambda: on.type("omar", "brightside", "/deal done send the kick-off agenda")
    goes_on = {"what": "import the data with the vendor's help", "when": "fri 12:00", "reason": "The vendor is free"}
    yield at(7, 12.5), lambda: on.press("lena", "brightside", "Continue", **goes_on)
    forgot = "/deal next agree the rollout plan by 8.12. else the trainer is released"
    yield at(7, 15), lambda: on.type("priya", "northwind", forgot)
    waits = "/deal waiting send the access list on customer until fri 12:00 because their admin is away"
    yield at(8, 15), lambda: on.type("priya", "northwind", waits)
    yield at(11, 9.5), lambda: on.type("omar", "brightside", "/deal done")
    yield at(11, 14.8), lambda: on.type("priya", "northwind", "/deal done send the access list")
    yield at(11, 15.2), lambda: on.press("lena", "northwind", "Hold", until="15.12.", reason="They are away until then")


def _work_off(on: Stage, names: Sequence[str]) -> None:
    """Let people accept what waits for them and finish up to two lines of each checklist."""
    for turn in range(TURNS):
        # All at once and then a rest: one by one, each would wait for the second that Slack wants between two messages.
        pressed = [press for name in names for press in _turn(on, on.people[name], turn)]
        if not pressed:
            return
        on.done.update(pressed)
        on.until(on.workspace.client.now() + MINUTE)


def _turn(on: Stage, somebody: Person, turn: int) -> Iterator[str]:
    """Press one button of each kind in each channel; yield what was pressed."""
    for channel in on.workspace.client.state(somebody.id)["channels"]:
        # The people of the lead story do each line on its own day.
        if channel["is_im"] or channel["name"] in OTHER_CHANNELS or "-acme" in channel["name"]:
            continue
        for label, words, line, most in LINES:
            look = partial(_mine, somebody, channel["id"], label, words, line)
            if turn < most and finish(somebody, look):
                yield label


def _mine(somebody: Person, channel: str, label: str, words: str, line: str) -> Control | None:
    """Return the next button of a checklist that is this person's to press; each press redraws the checklist."""
    me = f"<@{somebody.id}>"
    seen = [each for each in somebody.buttons(label, about=me, in_=channel) if words.format(me) in each.words]
    return next((each for each in seen if each.action_id == line), None)


def finish(somebody: Person, look: Callable[[], Control | None], proof: str = PAPERS) -> bool:
    """Press the button that a look finds, and give the form the evidence that it asks for; say whether there was one."""
    answer = somebody.finds(look, lambda button: somebody.pushes(button).heard() if button else None)
    if answer is None or not answer.has_form:
        return answer is not None
    asked = [each for each in somebody.form.fields if proof != PAPERS or each.element["type"] == "plain_text_input"]
    answer = somebody.fills({each.block_id: proof for each in asked}).fills_the_rest().submits()
    if answer.errors:
        raise NotThere(f"{proof!r} was refused: {'; '.join(answer.errors.values())}")
    return answer.ok


TURNS = 4
LINES = (
    ("Accept", "Waiting for {} to accept", "item.accept", TURNS),
    ("Done", "☐", "item.done", 2),
)
"""The buttons of a checklist's lines: what stands beside one that is mine, and how many I press in a day."""
