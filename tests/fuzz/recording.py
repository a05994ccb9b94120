"""What the fuzz begins with: a Baton in a local Slack, everything that Slack sent it there, and its memory afterwards."""

import json
import time
from base64 import b64encode
from dataclasses import asdict, dataclass, field, replace
from secrets import token_bytes
from sqlite3 import Connection
from typing import Any
from urllib.request import Request, urlopen
from uuid import UUID, uuid4

from starlette.types import ASGIApp, Message, Receive, Scope, Send

import app
from bot.connected import Connection as CrmConnection
from bot.model import UserId, WorkspaceId
from bot.watching import Pulse
from commands.entrances import bolt_app, routes
from commands.house import House
from commands.seeing.condition import Condition
from commands.settings import Settings
from commands.slack_door import believing
from commands.upkeep import running
from commands.web import server
from commands.webhooks.signature import sign
from sandbox.trying.person import Person
from sandbox.workspace import Workspace
from storage.opening import Storage, open_migrated
from storage.secrets.keys import read_keys
from tests.listening import at_work

Json = dict[str, Any]
CRM_SECRET = "a secret between the CRM and Baton"
KEY = b64encode(bytes(range(32))).decode()
KEYS = read_keys(KEY, entropy=token_bytes)
CONNECTION = UUID(int=42)
SHORTCUTS = [
    {"name": "Make this a next step", "type": "message", "callback_id": "make_step"},
    {"name": "Open a deal", "type": "global", "callback_id": "open_deal"},
]
TYPED = (
    "",
    "help more",
    "next send the crew by tomorrow else Lena decides",
    "next order the cables by friday",
    "reschedule crew monday because the host is ill",
    "waiting cables on customer until friday because they check",
    "next",
    "done crew",
    "checklist",
    "history",
    "owner",
    "list",
    "decide",
    "dance",
)
ANSWERS = {"when": "monday", "until": "tuesday 12:00", "reason": "the host is ill"}
READING = ("auth.test", "bots.info", "users.list", "usergroups.list", "usergroups.users.list", "users.info")
DEALS: list[Json] = [
    {
        "id": "D-1042",
        "name": "Acme EV site",
        "kind": "site-installation",
        "account": {"name": "Acme Oy"},
        "seller": {"email": "ana@example.com", "name": "Ana"},
        "owner": {"email": "jonas@example.com"},
        "amount_minor": 4_800_000,
        "currency": "EUR",
        "won_at": "2026-11-22T09:58:00Z",
        "promised_on": "2027-02-01",
        "promises": [{"text": "Live before the store opens", "due_on": "2027-02-01"}],
        "custom": {"region": "north", "sites": 3},
    },
    {"id": "D-7", "name": "Globex roof", "account": {"name": "Globex"}, "seller": {"email": "ana@example.com"}},
]


@dataclass(frozen=True)
class Heard:
    """One request as it came: where to, what kind of body, and the body."""

    path: str
    content_type: str
    body: str


@dataclass
class World:
    """A workspace with a deal in every state, ready to be attacked; plain data, so that it can be kept in a file."""

    settings: dict[str, str]
    app_id: str
    team: str
    people: list[str]
    channels: list[str]
    heard: list[Heard]
    slack: dict[str, Json]
    buttons: list[Json]
    views: list[Json]
    memory: str
    """The database, as the hexadecimal of its file."""

    def kept(self) -> Json:
        return asdict(self)

    @classmethod
    def read(cls, kept: Json) -> "World":
        return cls(**(kept | {"heard": [Heard(**each) for each in kept["heard"]]}))


@dataclass
class Recorder:
    """Stands before a site and notes each body that comes in."""

    site: ASGIApp
    heard: list[Heard] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        chunks: list[bytes] = []

        async def listen() -> Message:
            message = await receive()
            chunks.append(message.get("body", b""))
            return message

        await self.site(scope, listen, send)
        if scope["method"] == "POST":
            headers = dict(scope["headers"])
            kind = headers.get(b"content-type", b"").decode()
            self.heard.append(Heard(scope["path"], kind, b"".join(chunks).decode()))


def record() -> World:
    """Let people and a CRM do a bit of everything beside a local Slack, and keep what came of it."""
    with Workspace.start(speed=SPEED) as workspace:
        people = _arrive(workspace)
        settings = settings_of(workspace, people)
        storage = open_migrated("sqlite://", ids=uuid4, keys=KEYS)
        try:
            return _recorded(workspace, people, settings, storage)
        finally:
            storage.close()


def _let_speak(storage: Storage, here: WorkspaceId) -> None:
    """Let Baton post, as an admin does first of all: until then deals are kept, and nobody has a button to press."""
    found = storage.workspaces.get(here)
    assert found
    storage.workspaces.put(replace(found, rules=replace(found.rules, may_speak=True)))


def _connect(storage: Storage, house: House) -> None:
    """Connect the system that tells of deals already: from now on it may come by two doors, with one secret."""
    here, made = (
        house.only.workspace.id,
        CrmConnection(CONNECTION, "erp", UserId("U0LENA"), secret_at=house.tools.clock.now()),
    )
    assert storage.connected
    with storage.work(here) as work:
        work.connect(made, storage.connected.sealed(here, CONNECTION, CRM_SECRET))


SPEED = 12.0
"""How much faster than we the local Slack lives: its limits would make the recording long."""


def settings_of(workspace: Workspace, people: dict[str, Person]) -> dict[str, str]:
    return {
        "slack_bot_token": workspace.bot_token,
        "slack_signing_secret": workspace.signing_secret,
        "slack_api_url": workspace.api_url,
        "baton_webhook_secret": CRM_SECRET,
        "baton_encryption_keys": KEY,
        "baton_default_owner": people["lena"].id,
        "baton_clock_url": workspace.clock_url,
        "baton_tick_seconds": "0.1",
    }


def _arrive(workspace: Workspace) -> dict[str, Person]:
    names = ("ana", "jonas", "mei", "lena")
    people = {name: workspace.person(name, email=f"{name}@example.com", tz="Europe/Helsinki") for name in names}
    for handle, member in {
        "sales": "ana",
        "field": "jonas",
        "delivery": "jonas",
        "finance": "mei",
        "operations": "lena",
    }.items():
        workspace.group(handle, people[member])
    people["gus"] = workspace.person("gus", guest="single-channel")
    workspace.app(name="Baton", commands=["/deal"], events=["message.channels", "message.groups", "message.im"])
    return people


def _recorded(workspace: Workspace, people: dict[str, Person], settings: dict[str, str], storage: Storage) -> World:
    house = app.build(Settings(_env_file=None, **settings), storage)  # type: ignore[arg-type, call-arg]
    _let_speak(storage, house.only.workspace.id)
    recorder = Recorder(site_of(house))
    with running(house), at_work(recorder) as port:
        address = f"http://127.0.0.1:{port}"
        workspace.client.configure_app(request_url=f"{address}/slack/events", shortcuts=SHORTCUTS)
        Story(workspace, people, address, house).play()
    _connect(storage, house)
    traffic = workspace.traffic()
    return World(
        settings={name: value for name, value in settings.items() if name != "baton_clock_url"},
        app_id=next(each["answer"]["bot"]["app_id"] for each in traffic if each["method"] == "bots.info"),
        team=house.only.workspace.team_id,
        people=[each.id for each in workspace.people.values()],
        channels=[each["id"] for each in workspace.client.state()["channels"]],
        heard=recorder.heard,
        slack={each["method"]: each["answer"] for each in traffic if each["method"] in READING},
        buttons=_buttons(traffic),
        views=[_json(each["args"]["view"]) for each in traffic if each["method"] == "views.open"],
        memory=memory_of(storage).serialize().hex(),
    )


def site_of(house: House) -> ASGIApp:
    """Return the server as it is served, with what an operator asks standing still."""
    well = Condition(None, Pulse(), is_quiet=True)
    secret = house.settings.slack_signing_secret
    believes = believing(secret.get_secret_value() if secret else "")
    return server(bolt_app(house), webhooks=routes(house), condition=lambda: well, believes=believes)


@dataclass
class Story:
    """A bit of everything, so that every kind of payload comes in once."""

    workspace: Workspace
    people: dict[str, Person]
    address: str
    house: House
    pressed: int = 0

    def play(self) -> None:
        self.workspace.client.verify_request_url()
        for deal in DEALS:
            self._hook(deal)
            self._settle()
        self._carry(self._channel("acme"))
        self._ask_around(self._channel("globex"))
        self._settle()

    def _carry(self, channel: str) -> None:
        jonas, ana, lena = (self.people[name] for name in ("jonas", "ana", "lena"))
        jonas.presses("Accept", about="will you own", in_=channel)
        for text in TYPED:
            jonas.types(f"/deal {text}", in_=channel)
            self._fill_in(jonas)
            self._settle()
        for label in ("Done", "Reschedule", "Waiting on…", "Show all"):
            for somebody in (jonas, ana, lena):
                self._settle()
                self._press(somebody, label, channel)
        self._settle()
        jonas.types("/deal next call the host", in_=channel)
        jonas.closes()

    def _press(self, somebody: Person, label: str, channel: str) -> None:
        """Press one of the buttons with this label, each in its turn, and fill in what it opens."""
        buttons = somebody.buttons(label, in_=channel)
        if not buttons:
            return
        self.pressed += 1
        somebody.pushes(buttons[self.pressed % len(buttons)])
        self._fill_in(somebody)

    def _fill_in(self, somebody: Person) -> None:
        """Fill in the form in front of somebody, if there is one; what is refused is given up."""
        if somebody.has_form:
            fields = {each.block_id for each in somebody.form.fields}
            somebody.fills({name: said for name, said in ANSWERS.items() if name in fields})
            somebody.fills_the_rest().submits()
        if somebody.has_form:
            somebody.closes()

    def _ask_around(self, channel: str) -> None:
        lena, ana, gus = (self.people[name] for name in ("lena", "ana", "gus"))
        ana.types("/deal won Initech 12000 EUR", in_="general")
        self._fill_in(ana)
        ana.types(f"/deal owner <@{lena.id}>", in_=channel)
        self._settle()
        lena.presses("Decline", in_=channel)
        self._fill_in(lena)
        lena.types("a word about the deal", in_=channel)
        lena.invites(gus, to=channel)
        gus.types("/deal list all", in_=channel)
        lena.uses("make_step", on="a word about", in_=channel)
        lena.uses("open_deal")
        ana.types(f"/deal owner <@{lena.id}>", in_=channel)

    def _hook(self, deal: Json) -> None:
        moment = self.workspace.client.now()
        said = {"event": "deal.won", "occurred_at": moment.isoformat(), "source": "erp", "deal": deal}
        body, stamp = json.dumps(said).encode(), str(int(moment.timestamp()))
        headers = {"X-Baton-Timestamp": stamp, "X-Baton-Signature": sign(CRM_SECRET, stamp, body)}
        request = Request(f"{self.address}/webhooks/generic", body, headers | {"Content-Type": "application/json"})
        with urlopen(request) as answer:
            assert answer.status == 202

    def _channel(self, account: str) -> str:
        (found,) = [each["id"] for each in self.workspace.client.state()["channels"] if f"-{account}" in each["name"]]
        return str(found)

    def _settle(self) -> None:
        """Wait until everything is said."""
        self.workspace.settle()
        while self.house.storage.outbox.waiting(business_now=self.house.tools.clock.now()):
            time.sleep(0.02)
        self.workspace.settle()


def _buttons(traffic: list[Json]) -> list[Json]:
    """Return every button that Baton ever drew, once."""
    found: dict[str, Json] = {}

    def look(thing: Any) -> None:
        if isinstance(thing, dict):
            if thing.get("type") == "button" and "action_id" in thing:
                found[f"{thing['action_id']} {thing.get('value')}"] = thing
            thing = list(thing.values())
        for each in thing if isinstance(thing, list) else []:
            look(each)

    for each in traffic:
        look([_json(each["args"].get("blocks")), each["answer"]])
    return list(found.values())


def _json(thing: Any) -> Any:
    return json.loads(thing) if isinstance(thing, str) else thing


def memory_of(storage: Storage) -> Connection:
    """Return SQLite's own connection to a database in memory."""
    with storage.engine.connect() as connection:
        given = connection.connection.driver_connection
    assert isinstance(given, Connection)
    return given
