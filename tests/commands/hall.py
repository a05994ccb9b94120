"""A hall where people are served: the real listeners on a real database, and what each person sees of it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from urllib.parse import urlencode

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient

from bot.events import Event
from bot.model import (
    BATON,
    ChannelId,
    Consequence,
    Deal,
    DealId,
    Item,
    Lapse,
    Otherwise,
    Person,
    Step,
    UserId,
    WorkspaceId,
)
from bot.rules import otherwise, telling
from bot.rules.changing import with_step
from bot.rules.deciding import open_questions
from bot.service import deals, sweep
from bot.service.desk import Desk, act, by_id
from commands.people import People
from commands.slack_app import register
from commands.visit import Counter
from messages.delivery.slack import Slack
from messages.ids import Press
from storage.playbooks.pasted import Pasted
from tests.bot.making import ANA, NOW, by
from tests.bot.service.conftest import Office
from tests.commands.wire import Wire, dispatched

CHANNEL = "C0DEAL"
ELSEWHERE = "C0LUNCH"
TEAM = "T1"
MESSAGE_TS = "1764590000.000100"
PICKED = {
    "users_select": ("selected_user", "initial_user"),
    "datepicker": ("selected_date", "initial_date"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
}
"""Under which names Slack sends what was picked, and what was picked beforehand."""
Json = dict[str, Any]


@dataclass
class HandClock:
    """A clock that stands until somebody moves it."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def machine(self) -> datetime:
        return self.at

    def move(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass(frozen=True)
class Told:
    """What one person sees of one input: words, a form, sentences beside its fields, or nothing but a closed form."""

    status: int
    text: str = ""
    blocks: tuple[Json, ...] = ()
    view: Json | None = None
    errors: Json = field(default_factory=dict)
    is_in_place: bool = False

    @property
    def said(self) -> str:
        """Return all the words, wherever they stand."""
        return "\n".join([self.text, *self.errors.values()])

    @property
    def buttons(self) -> list[Json]:
        found = []
        for block in self.blocks:
            found += [block["accessory"]] if "accessory" in block else block.get("elements", [])
        return [each for each in found if each.get("type") == "button"]

    def button(self, label: str, about: str = "") -> Json:
        """Return the first button with this label; ``about`` is part of what it says to a screen reader."""
        for each in self.buttons:
            if each["text"]["text"] == label and about in each.get("accessibility_label", ""):
                return each
        raise AssertionError(f"There is no {label!r} among {[each['text']['text'] for each in self.buttons]}.")

    @property
    def fields(self) -> Json:
        """Return the questions of the form by name."""
        assert self.view, f"No form opened: {self.said}"
        return {block["block_id"]: block["element"] for block in self.view["blocks"] if block["type"] == "input"}


@dataclass
class Hall:
    """The listeners, and a deal in whose channel people stand."""

    office: Office
    wire: Wire
    app: App
    clock: HandClock
    deal_id: DealId
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def deal(self) -> Deal:
        return self.office.deal(self.deal_id)

    def step(self, what: str = "") -> Step:
        return next(step for step in self.deal.steps if what in step.what)

    def item(self, key: str) -> Item:
        return next(item for item in self.deal.items if item.key == key)

    def events(self) -> list[type[Event]]:
        return self.office.events(self.deal_id)

    def commit(self, what: str, *, who: UserId = ANA, due: str = "2026-11-27") -> Step:
        """Commit somebody to a step, before anything is typed."""
        asked = self.office.asked(who, key=f"commit:{what}")
        deals.commit(self.office.desk, asked, by_id(self.deal_id), what=what, due=by(due), consequence=None)
        return self.step(what)

    def offer_step(self, what: str, *, to: UserId) -> Step:
        """Let a step be missed for which this was agreed; return what is offered."""
        late = self.commit(f"before {what}, {to}")
        agreed = replace(late, consequence=Consequence(Otherwise.STEP, to, what))
        asked = self.office.asked(BATON, key=f"offer:{what}:{to}")
        act(
            self.office.desk,
            asked,
            by_id(self.deal_id),
            lambda deal, context: otherwise.carry_out(
                with_step(deal, agreed), late.id, context, lead=to, now=self.clock.at
            ),
        )
        return next(step for step in self.deal.steps if step.instead_of == late.id)

    def stand_still(self) -> UserId:
        """Let nobody do anything until somebody has to decide; return who."""
        desk, here = self.office.desk, self.office.workspace.id
        for turn in range(100):
            if questions := open_questions(self.deal):
                return UserId(str(questions[0].decider_id))
            self.clock.at = max(self.clock.at, self.deal.next_review_at or self.clock.at)
            sweep.review(desk, here, self.deal_id, now=self.clock.at)
            for lapse in self.deal.lapses:
                if lapse.rung and lapse.told_at is None:
                    self._tell(lapse, f"told:{turn}:{lapse.id}")
        raise AssertionError("Nobody was ever asked to decide.")

    def stand_still_until(self, moment: datetime) -> None:
        """Let nobody do anything until a moment; whatever is asked is told at once."""
        desk, here = self.office.desk, self.office.workspace.id
        while (ahead := self.deal.next_review_at) and ahead <= moment:
            self.clock.at = max(self.clock.at, ahead)
            sweep.review(desk, here, self.deal_id, now=self.clock.at)
            for lapse in self.deal.lapses:
                if lapse.rung and lapse.told_at is None:
                    self._tell(lapse, f"told:{self.clock.at}:{lapse.id}:{lapse.rung}")
        self.clock.at = moment

    def _tell(self, lapse: Lapse, key: str) -> None:
        asked = self.office.asked(BATON, key, self.clock.at)
        rule = partial(telling.told, lapse_id=lapse.id, rung=lapse.rung, now=self.clock.at)
        act(self.office.desk, asked, by_id(self.deal_id), lambda deal, _: rule(deal))

    def types(self, user: str, text: str = "", *, channel: str = CHANNEL, again: str = "", **more: str) -> Told:
        """Type after the slash command; ``again`` names the first delivery of the same input."""
        trigger = again or f"trigger{next(self.numbers)}"
        given = {"command": "/deal", "text": text, "user_id": user, "channel_id": channel, "team_id": TEAM}
        before = len(self.wire.calls("views.open"))
        response = self._dispatch(given | {"trigger_id": trigger} | more)
        body = json.loads(response.body) if response.body else {}
        opened = self.wire.calls("views.open")[before:]
        return self._told(response, body.get("text", ""), body.get("blocks", ()), opened)

    def presses(self, user: str, button: Json, *, channel: str = CHANNEL, ephemeral: bool = False, **more: Any) -> Told:
        """Press a button that was seen; ``at`` names the moment of the first delivery."""
        at = more.pop("at", None) or f"{next(self.numbers)}.0"
        action = {"type": "button", "action_ts": at, **{name: button[name] for name in ("action_id", "value")}}
        given = {
            "type": "block_actions",
            "trigger_id": f"trigger{at}",
            "container": {"message_ts": "1.0", "channel_id": channel, "is_ephemeral": ephemeral},
            "channel": {"id": channel},
            "response_url": f"{self.wire.url}/hook",
            "actions": [action],
        }
        return self._interacts(user, given | more)

    def starts(self, user: str, shortcut: str, text: str | None = None, *, channel: str = CHANNEL, **more: Any) -> Told:
        """Start a shortcut: on a message of a channel that holds this text, or from the menu of the workspace."""
        at = f"{next(self.numbers)}.0"
        given = {"callback_id": shortcut, "trigger_id": f"trigger{at}", "action_ts": at}
        if text is None:
            return self._interacts(user, {"type": "shortcut"} | given | more)
        message = {"type": "message", "user": "U0BO", "text": text, "ts": MESSAGE_TS}
        place = {"channel": {"id": channel, "name": "deal"}, "message": message, "message_ts": MESSAGE_TS}
        hook = {"response_url": f"{self.wire.url}/hook"}
        return self._interacts(user, {"type": "message_action"} | given | place | hook | more)

    def submits(self, user: str, view: Json, *, view_id: str = "", **answers: str | None) -> Told:
        """Fill in and submit a form; a second delivery has the same ``view_id``."""
        values = {name: _state(element, answers.get(name)) for name, element in _asked(view)}
        shown = view | {"id": view_id or f"V{next(self.numbers)}", "state": {"values": values}}
        return self._interacts(user, {"type": "view_submission", "view": shown})

    def _interacts(self, user: str, given: Json) -> Told:
        hooked, opened = len(self.wire.hooked), len(self.wire.calls("views.open"))
        payload = {"team": {"id": TEAM, "domain": "acme"}, "user": {"id": user, "team_id": TEAM}} | given
        response = self._dispatch({"payload": json.dumps(payload)})
        said = [*self.wire.hooked][hooked:]
        body = json.loads(response.body) if response.body else {}
        if said:
            body |= said[-1]
        told = self._told(
            response, body.get("text", ""), body.get("blocks", ()), self.wire.calls("views.open")[opened:]
        )
        return replace(
            told,
            view=body.get("view") or told.view,
            errors=body.get("errors", {}),
            is_in_place=body.get("replace_original", False),
        )

    def _told(self, response: BoltResponse, text: str, blocks: Iterable[Json], opened: list[Json]) -> Told:
        view = json.loads(opened[-1]["view"]) if opened and isinstance(opened[-1]["view"], str) else None
        return Told(response.status, text, tuple(blocks), view or (opened[-1]["view"] if opened else None))

    def _dispatch(self, form: Json) -> BoltResponse:
        headers = {"content-type": ["application/x-www-form-urlencoded"]}
        return dispatched(self.app, BoltRequest(body=urlencode(form), headers=headers))


def counter_of(office: Office, clock: HandClock, *, desk: Desk | None = None, slack: Slack | None = None) -> Counter:
    """Serve the people of an office; without ``slack`` nobody new is looked up."""
    people = People(office.desk, lambda _: slack, default_zone="UTC") if slack else None
    teams = {TEAM: office.workspace.id}

    def remembered(workspace_id: WorkspaceId, user: UserId) -> Person | None:
        with office.desk.work(workspace_id) as uow:
            return uow.person(user)

    return Counter(desk or office.desk, clock, teams.get, people.learn if people else remembered, "/deal", Pasted())


def listening(counter: Counter, wire: Wire, **settings: Any) -> App:
    """Return a Bolt app with Baton's listeners; it trusts whoever speaks unless told otherwise."""
    app = App(
        client=WebClient("xoxb-made-up", base_url=f"{wire.url}/api/", retry_handlers=[]),
        process_before_response=True,
        token_verification_enabled=False,
        **({"request_verification_enabled": False} | settings),
    )
    register(app, counter)
    return app


def with_channel(office: Office, deal_id: DealId, channel: str = CHANNEL) -> None:
    """Give a deal its channel, as the courier does once Slack has made it."""
    asked = office.asked(UserId("baton"), key=f"channel:{deal_id}")
    opened = ChannelId(channel)
    act(
        office.desk, asked, by_id(deal_id), lambda deal, _: telling.channel_opened(deal, channel_id=opened, name="deal")
    )


def button(action_id: str, deal: Deal, thing: Step | Item | None = None, extra: str = "") -> Json:
    """Return a button as it was drawn for a deal as it is now."""
    press = Press(deal.id, thing.id if thing else None, thing.generation if thing else 0, extra)
    return {"action_id": action_id, "value": str(press)}


def _asked(view: Json) -> Iterator[tuple[str, Json]]:
    for block in view["blocks"]:
        if block["type"] == "input":
            yield block["block_id"], block["element"]


def _state(element: Json, answer: str | None) -> Json:
    """Return an element's value as Slack sends it: empty ones are null."""
    kind = element["type"]
    if kind == "static_select":
        chosen = answer or (element.get("initial_option") or {}).get("value")
        return {"value": {"type": kind, "selected_option": {"value": chosen} if chosen else None}}
    name, initial = PICKED.get(kind, ("value", "initial_value"))
    return {"value": {"type": kind, name: element.get(initial) if answer is None else answer or None}}
