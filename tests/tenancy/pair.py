"""Two companies alike to the last id, side by side in one Baton and one database; each has a word that the other never says."""

import json
import logging
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from slack_bolt import App, BoltRequest, BoltResponse

from bot.incoming import Incoming, PersonRef
from bot.installed import Asleep, Installation, Token
from bot.model import BATON, DealStatus, Facts, UserId, WorkspaceId
from bot.ports import DigestClock, DigestKind, Sort, Wanted
from bot.service import intake
from bot.service.intake import Origin
from commands.doorkeeper import Doorkeeper
from commands.entrances import bolt_app
from commands.house import House, Tools, for_many
from commands.seeing.figures import Figures
from commands.settings import Settings
from commands.tick import Tick
from messages.delivery.outcomes import Later, Outcome, Sent, of_answer
from messages.delivery.own_app import OwnApp
from messages.delivery.slack import Slack
from storage.keeping.tables import tables_in
from storage.opening import open_migrated
from storage.secrets.keys import read_keys
from tests.commands.wire import Wire, answering, dispatched
from tests.simulation.slack import BOT, METHODS, Refusal, VirtualSlack

Json = dict[str, Any]
MONDAY = datetime(2026, 11, 30, 8, tzinfo=UTC)
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
WORDS = {"T1": "quokka", "T2": "walrus"}
"""What everything of a company is called after, from its people to the reasons they give."""
PEOPLE = ("UANA", "UOMAR", "ULIV")
ACCOUNT, DEAL = "acme", "D-1"
ENDLESS = 1_000


class Leak(AssertionError):  # noqa: N818 - what happened, told with where
    """Something of one company showed in the other's."""


def other(team: str) -> str:
    return next(each for each in WORDS if each != team)


@dataclass
class World:
    """One company's Slack: what it holds, and the token that opens it now."""

    team: str
    slack: VirtualSlack
    token: str = ""

    @property
    def word(self) -> str:
        return WORDS[self.team]

    def call(self, method: str, given: Mapping[str, Any]) -> Json:
        if method == "users.list":
            return {"members": [self._member(each) for each in PEOPLE]}
        if method == "users.info":
            return {"user": self._member(str(given["user"]))}
        if method == "usergroups.list":
            groups = [("delivery", "UOMAR"), ("sales", "UANA"), ("operations", "ULIV")]
            return {"usergroups": [{"id": f"S{name}", "handle": name, "users": [who]} for name, who in groups]}
        return self.slack.call(method, given) if method in METHODS else {}

    def _member(self, user: str) -> Json:
        name = f"{user[1:].title()} {self.word}"
        profile = {"display_name": name, "email": f"{user}@example.com"}
        return {"id": user, "name": user, "tz": "Europe/Helsinki", "profile": profile, "is_admin": user == "ULIV"}


class Watched(Slack):
    """Calls the company whose token it has, and looks whether that is whom the words are about."""

    def __init__(self, pair: "Pair", token: str | None) -> None:
        super().__init__(token, base_url=pair.wire.url)
        self._pair, self._token = pair, token or ""

    def send(self, method: str, arguments: Mapping[str, Any]) -> Outcome:
        world = self._pair.world_of(self._token)
        if world is None:
            return Later(60.0, "token_revoked")
        self._pair.look(world.team, f"{method} {json.dumps(arguments, default=str)}")
        self._pair.calls += 1
        try:
            return Sent({"ok": True, **world.call(method, arguments)})
        except Refusal as refusal:
            return of_answer(200, {}, {"ok": False, "error": str(refusal)})

    ask = send


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime = MONDAY

    def now(self) -> datetime:
        return self.at

    def machine(self) -> datetime:
        return self.at


@dataclass
class Pair:
    """Both companies, the Baton that serves them, and everything that can be done to either."""

    wire: Wire
    clock: Clock
    worlds: dict[str, World]
    house: House
    app: App
    tick: Tick
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    shown: dict[str, deque[Json]] = field(default_factory=lambda: {team: deque(maxlen=60) for team in WORDS})
    looked: int = 0
    calls: int = 0

    def world_of(self, token: str) -> World | None:
        return next((each for each in self.worlds.values() if each.token and each.token == token), None)

    def look(self, team: str, text: str) -> None:
        """Raise Leak when what is said or read in one company is of the other."""
        self.looked += 1
        foreign = WORDS[other(team)]
        if foreign in text.casefold():
            at = text.casefold().index(foreign)
            raise Leak(f"In {team}: …{text[max(0, at - 200) : at + 200]}…")

    def workspace(self, team: str) -> WorkspaceId:
        (found,) = [each.id for each in self.house.storage.workspaces.all() if each.team_id == team]
        return found

    def installs(self, team: str) -> None:
        """Let a company install Baton, once more or for the first time."""
        world = self.worlds[team]
        world.token = f"xoxb-{world.word}-{next(self.numbers)}"
        world.slack.shut_by = ""
        self._door.let_in(Installation(team, BOT, Token(world.token), UserId("UANA"), team_name=world.word))
        self.house.people.refresh(self.workspace(team), now=self.clock.at)

    def uninstalls(self, team: str) -> None:
        self.worlds[team].token = ""
        self._door.leave(team, Asleep.UNINSTALLED, told_at=self.clock.at)

    @property
    def _door(self) -> Doorkeeper:
        assert isinstance(self.house.door, Doorkeeper)
        return self.house.door

    def wins(self, team: str, number: int, *, amount: int) -> None:
        """Tell of a deal as a CRM would: both companies' have the same id, name and customer, up to the word."""
        word = WORDS[team]
        facts = Facts(name=f"Site {number} {word}", account=ACCOUNT, amount_minor=amount, currency="EUR")
        seller = PersonRef(email="UANA@example.com", name=f"Ana {word}")
        told = Incoming("erp", f"{DEAL}{number}", "site-installation", facts, self.clock.at, seller=seller)
        intake.receive(self.house.desk, Origin(self.workspace(team), BATON, self.clock.at), told)

    def types(self, team: str, user: str, text: str, channel: str) -> None:
        """Type a command; what comes back is looked at."""
        said = {"command": "/deal", "text": text.replace("WORD", WORDS[team]), "user_id": user, "channel_id": channel}
        self._send(team, said | {"team_id": team, "trigger_id": f"t{next(self.numbers)}"})

    def presses(self, team: str, user: str, action: Json, channel: str) -> None:
        said = {
            "type": "block_actions",
            "trigger_id": f"t{next(self.numbers)}",
            "team": {"id": team},
            "user": {"id": user, "team_id": team},
            "container": {"message_ts": "1.0", "channel_id": channel},
            "channel": {"id": channel},
            "response_url": f"{self.wire.url}/hook",
            "actions": [{"type": "button", "action_ts": f"{next(self.numbers)}.1", **action}],
        }
        self._send(team, {"payload": json.dumps(said)})

    def submits(self, team: str, user: str, view: Json) -> None:
        """Submit a form as it was drawn, with a word in each field; perhaps one that the other company was shown."""
        values = {
            block["block_id"]: {block["element"]["action_id"]: self._filled(block["element"], team)}
            for block in view["blocks"]
            if block["type"] == "input"
        }
        drawn = view | {"id": f"V{next(self.numbers)}", "hash": "1.x", "state": {"values": values}}
        said = {"type": "view_submission", "team": {"id": team}, "user": {"id": user, "team_id": team}, "view": drawn}
        self._send(team, {"payload": json.dumps(said)})

    def _filled(self, element: Json, team: str) -> Json:
        kind = element["type"]
        if kind == "plain_text_input":
            return {"type": kind, "value": element.get("initial_value") or f"monday {WORDS[team]}"}
        options = element.get("options") or [
            option for group in element.get("option_groups", []) for option in group["options"]
        ]
        if options:
            return {"type": kind, "selected_option": element.get("initial_option") or options[0]}
        return {"type": kind, "selected_user": "UOMAR", "selected_date": "2026-12-07"}

    def _send(self, team: str, form: Json) -> None:
        self.wire.asked.clear()
        self.wire.hooked.clear()
        self.wire.tokens.clear()
        headers = {"Content-Type": ["application/x-www-form-urlencoded"]}
        answer = dispatched(self.app, BoltRequest(body=urlencode(form), headers=headers, mode="socket_mode"))
        self._read(team, answer)

    def _read(self, team: str, answer: BoltResponse) -> None:
        said: list[Any] = [answer.body, *self.wire.hooked, *(given for _, given in self.wire.asked)]
        for each in said:
            self.look(team, each if isinstance(each, str) else json.dumps(each))
        token = self.worlds[team].token
        wrong = [each for each in self.wire.tokens if each and each != f"Bearer {token}"]
        if wrong:
            raise Leak(f"{team} was answered by the token of somebody else.")
        self._remember(team, said)

    def _remember(self, team: str, said: list[Any]) -> None:
        """Keep the buttons and forms that somebody was shown, to be pressed and submitted, by anybody."""
        for each in said:
            found = json.loads(each) if isinstance(each, str) and each.startswith("{") else each
            view = found.get("view") if isinstance(found, dict) else None
            if isinstance(view, str):
                view = json.loads(view)
            if isinstance(view, dict) and "blocks" in view:
                self.shown[team].append({"view": view})
            self.shown[team].extend(_buttons(found))

    def passes(self, seconds: float) -> None:
        """Let time pass, and everything that is due happen, in both."""
        self.clock.at += timedelta(seconds=seconds)
        self.tick.run()
        for _ in range(ENDLESS):
            if not self.house.courier.deliver_once(64):
                break
        self.house.door.run()

    def read_everything(self) -> None:
        """Look at all that stands in either company's Slack, and at all that can be read of it in the database."""
        for team, world in self.worlds.items():
            for channel in world.slack.channels.values():
                self.look(team, f"{channel.name} {channel.topic}")
                for said in channel.messages:
                    self.look(team, json.dumps([said.text, said.blocks, said.metadata]))
                    self.shown[team].extend(_buttons(said.blocks))
            self._read_memory(team)
        self._read_tables()

    def _read_memory(self, team: str) -> None:
        """Read as the use cases do."""
        with self.house.storage.work(self.workspace(team)) as uow:
            context = (uow.workspace(), uow.people(), uow.groups(), [each.id for each in uow.playbooks()])
            every = uow.deals(Wanted(statuses=tuple(DealStatus), limit=50, sort=Sort.NEWEST_WON))
            histories = [list(uow.history(each.id)) for each in every[:3]]
        self.look(team, repr((context, every, histories)))

    def _read_tables(self) -> None:
        """Read every row of every table: what carries a workspace's id speaks its word alone."""
        ids = {team: self.workspace(team) for team in self.worlds}
        with self.house.storage.engine.connect() as connection:
            for name, table in tables_in(connection).items():
                for team, here in ids.items() if "workspace_id" in table.c else ():
                    rows = connection.execute(table.select().where(table.c.workspace_id == here))
                    self.look(team, f"{name} {rows.all()!r}")


def _buttons(thing: Any) -> Iterator[Json]:
    if isinstance(thing, str) and thing.startswith(("[", "{")):
        thing = json.loads(thing)
    if isinstance(thing, dict):
        if thing.get("type") == "button" and "action_id" in thing:
            yield {"action_id": thing["action_id"], "value": thing.get("value", ""), "block_id": "b"}
        thing = list(thing.values())
    for each in thing if isinstance(thing, list) else ():
        yield from _buttons(each)


def _guard(work: Callable[[], None]) -> bool:
    # Nothing is caught: what goes wrong here must be seen.
    work()
    return True


@contextmanager
def side_by_side(seed: int = 1) -> Iterator[Pair]:
    """Start a Baton with both companies in it, each with one deal."""
    die, shorts = Random(seed), count()
    keys = read_keys(KEY, entropy=die.randbytes)
    storage = open_migrated("sqlite://", ids=lambda: UUID(int=die.getrandbits(128), version=4), keys=keys)
    clock = Clock()
    worlds = {
        team: World(team, VirtualSlack(team, tuple(map(UserId, PEOPLE)), clock=lambda: clock.now().timestamp()))
        for team in WORDS
    }
    level = logging.root.manager.disable
    # Thousands of refusals are logged as they should be, and are nobody's concern here.
    logging.disable(logging.ERROR)
    try:
        with answering() as wire:
            settings = Settings(_env_file=None, slack_api_url=f"{wire.url}/api/", slack_client_id="1.2")  # type: ignore[call-arg]
            made: list[Pair] = []
            # In both the same channels come first: their ids are the same from then on, and so are the names.
            tools = Tools(
                clock,
                Figures(seconds=lambda: 0.0),
                lambda: UUID(int=die.getrandbits(128), version=4),
                lambda: f"abc{max(0, next(shorts) - 1):03}".translate(SPELLED),
                lambda: f"secret{die.getrandbits(128):032x}",
            )
            own_app = OwnApp(Slack(None, base_url=wire.url), "1.2", "s")
            house = for_many(settings, storage, own_app, lambda token, _: Watched(made[0], token), tools)
            tick = Tick(house.desk, clock, lambda now: storage.workspaces.due(now=now), guard=_guard)
            made.append(Pair(wire, clock, worlds, house, bolt_app(house), tick))
            for team in WORDS:
                made[0].installs(team)
                _digest(made[0], team)
            for team in WORDS:
                made[0].wins(team, 0, amount=100)
            made[0].passes(60)
            yield made[0]
    finally:
        logging.disable(level)
        storage.close()


SPELLED = str.maketrans("0123456789", "bcdfghjkmn")


def _digest(pair: Pair, team: str) -> None:
    """Let a company's team read its digest in a channel, which has the same id in both."""
    storage, here = pair.house.storage, pair.workspace(team)
    found = storage.workspaces.get(here)
    assert found
    channel = pair.worlds[team].slack.make("delivery-team", str(BOT))
    # Whoever installed it says so first: until then nothing is posted anywhere, and nothing could leak.
    rules = replace(found.rules, may_speak=True)
    storage.workspaces.put(replace(found, team_channel=channel.id, leadership_channel=channel.id, rules=rules))
    with storage.work(here) as uow:
        uow.ensure_digests([DigestClock(DigestKind.TEAM, channel.id, "Europe/Helsinki", pair.clock.at)])
