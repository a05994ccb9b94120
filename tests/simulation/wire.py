"""The way to the virtual Slack and back: what the network and Slack do to a call, as the SDK's client would see it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import RemoteDisconnected
from typing import Any, cast
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

from messages.delivery.slack import Slack
from tests.simulation.hub import Hub
from tests.simulation.slack import BOT, Refusal, VirtualSlack

LATEST = 30.0
"""Seconds after the client gave up within which a request may still take effect: what the settle window is made for."""
LATER_THAN_SETTLE = (95.0, 480.0)
"""Seconds after which a request takes effect that the settle window was too short for: the second look is made for it."""
LAG, LEASE = 3.0, 60.0
MOST_SQUATTERS = 4
"""Names that are taken in a run: after eight refusals a message is given up, and that is no fault."""
SLOW_HISTORY_EVERY, SMALL_PAGE = 60.0, 15
"""What Slack grants apps that are sold outside of its marketplace."""
SHORTEST_PAGES = 3
"""Slack may return fewer messages than it was asked for; pages of fifteen hide nothing where little is said."""
UNHEARD_OF = "some_new_error"
TOKEN = "xoxb-simulated"
"""What stands in some errors as a client or a proxy may word them: nothing that is kept may quote it."""
POST, HISTORY, CREATE = "chat.postMessage", "conversations.history", "conversations.create"
READS = frozenset({HISTORY, "conversations.replies", "users.conversations", "conversations.open"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the SDK hangs on its exception, or returns."""

    data: Any
    status_code: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class LineWeather:
    """How often, of all calls, each goes wrong."""

    limited: float = 0.0
    broken_before: float = 0.0
    broken_after: float = 0.0
    said_broken_after: float = 0.0
    silent_before: float = 0.0
    silent_after: float = 0.0
    late: float = 0.0
    cut_after: float = 0.0
    garbled_after: float = 0.0
    unreachable: float = 0.0
    lagging: float = 0.0
    short_pages: float = 0.0
    slow: float = 0.0
    html_before: float = 0.0
    foreign_after: float = 0.0
    later_than_settle: float = 0.0
    slow_history: float = 0.0
    squatted: float = 0.0


Fate = Callable[[str, Mapping[str, Any]], Answer]
"""What becomes of a call."""


class Line:
    """Stands where the SDK's client stands. ``tries_again``: it was built with the SDK's own retries."""

    def __init__(
        self, slack: VirtualSlack, hub: Hub, weather: LineWeather, *, timeout: float, tries_again: bool
    ) -> None:
        self._slack = slack
        self._hub = hub
        self._weather = weather
        self._timeout = timeout
        self._tries_again = tries_again

    def api_call(
        self, method: str, *, json: Mapping[str, Any] | None = None, params: Mapping[str, Any] | None = None
    ) -> Answer:
        """Carry a call to Slack and bring back what came of it."""
        given = dict(json or params or {})
        try:
            return self._once(method, given)
        except (URLError, ConnectionResetError, RemoteDisconnected):
            if not self._tries_again:
                raise
        return self._once(method, given)

    def _once(self, method: str, given: Mapping[str, Any]) -> Answer:
        # Nothing may come between the program's last look at its lease and this: the window that remains is declared.
        fate, actor, began = self._fate(method), self._hub.current, self._hub.now
        self._hub.steps.append((self._hub.now, self._name, f"calls {method} ({fate.__name__.strip('_')})"))
        if fate != self._unreachable:
            self._slack.pace.called(self._hub.now, method, given)
            self._slack.waits.called(self._hub.now, method, self._hub.current)
        if actor:
            actor.stage = ""
        try:
            return fate(method, given)
        finally:
            if self._hub.now - began > LEASE:
                self._hub.counts["window: lease over in flight"] += 1

    @property
    def _name(self) -> str:
        return self._hub.current.name if self._hub.current else "nobody"

    def _fate(self, method: str) -> Fate:
        if self._weather.slow_history and method == HISTORY and self._slack.is_too_soon(SLOW_HISTORY_EVERY):
            # No fault but how this Slack is: it stays so when the faults are over.
            self._hub.counts["wire: slow history"] += 1
            return self._limited
        if not self._hub.is_stormy:
            return self._well
        spell = self._slack.spell
        if spell and spell.method in {"", method}:
            self._hub.counts[f"spell: {spell.fate}"] += 1
            return cast("Fate", getattr(self, f"_{spell.fate}"))
        rates = self._weather
        for rate, fate in (
            (rates.limited, self._limited),
            (rates.broken_before, self._broken_before),
            (rates.silent_before, self._silent_before),
            (rates.unreachable, self._unreachable),
            (rates.broken_after, self._broken_after),
            (rates.said_broken_after, self._said_broken_after),
            (rates.silent_after, self._silent_after),
            (0.0 if method in READS else rates.late, self._late),
            (rates.cut_after, self._cut_after),
            (rates.garbled_after, self._garbled_after),
            (rates.html_before, self._html_before),
            (0.0 if method in READS else rates.foreign_after, self._foreign_after),
            (rates.later_than_settle if method == POST else 0.0, self._later_than_settle),
        ):
            if self._hub.chance.happens(rate):
                self._hub.counts[f"wire: {fate.__name__.strip('_')}"] += 1
                return fate
        return self._well

    def _well(self, method: str, given: Mapping[str, Any]) -> Answer:
        return self._answered(method, given, self._effect(method, given))

    def _answered(self, method: str, given: Mapping[str, Any], answer: Answer) -> Answer:
        if self._weather.slow and self._hub.chance.happens(self._weather.slow):
            self._hub.sleep(self._hub.chance.span(0.05, self._timeout * 0.9))
        self._hub.point(f"{method} has answered")
        if not answer.data["ok"]:
            if method == POST:
                self._slack.refused.append((self._hub.now, answer.data["error"], given))
            raise error("Slack refused.", answer)
        return answer

    def _limited(self, method: str, _: Mapping[str, Any]) -> Answer:
        self._hub.point(f"{method} was refused")
        seconds = 1 + self._hub.chance.below(60)
        self._hub.counts["wait: asked for"] += 1
        self._slack.waits.limited(self._hub.now, method, seconds, self._hub.current)
        raise error("Slack refused.", _said("ratelimited", 429, {"Retry-After": str(seconds)}))

    def _refused(self, method: str, _: Mapping[str, Any]) -> Answer:
        self._hub.point(f"{method} was refused")
        raise error("Slack refused.", _said(UNHEARD_OF))

    def _slow(self, method: str, given: Mapping[str, Any]) -> Answer:
        """Let Slack do it in its own time: it waits for no caller that stands still meanwhile."""
        after = self._hub.chance.span(self._timeout * 0.3, self._timeout * 0.9)
        due_at, done = self._hub.now + after, list[Answer]()
        self._hub.spawn("slack, slow", lambda: done.append(self._effect(method, given)), after=after)
        while not done:
            self._hub.sleep(max(due_at - self._hub.now, 0.0))
        if method == POST and done[0].data["ok"] and self._hub.current:
            self._hub.current.stage = "unrecorded"
        return self._answered(method, given, done[0])

    def _broken_before(self, method: str, _: Mapping[str, Any]) -> Answer:
        self._hub.point(f"{method} was refused")
        raise error("Slack is broken.", Answer("<html>", 503))

    def _silent_before(self, *_: object) -> Answer:
        self._hub.sleep(self._timeout)
        raise TimeoutError

    def _unreachable(self, method: str, _: Mapping[str, Any]) -> Answer:
        self._hub.point(f"{method} was refused")
        raise URLError(ConnectionRefusedError(f"Bearer {TOKEN}"))

    def _broken_after(self, method: str, given: Mapping[str, Any]) -> Answer:
        self._unheard(method, given)
        raise error("Slack is broken.", Answer("<html>", 500))

    def _said_broken_after(self, method: str, given: Mapping[str, Any]) -> Answer:
        self._unheard(method, given)
        raise error("Slack is broken.", _said("internal_error"))

    def _silent_after(self, method: str, given: Mapping[str, Any]) -> Answer:
        self._effect(method, given)
        self._hub.sleep(self._timeout)
        raise TimeoutError

    def _late(self, method: str, given: Mapping[str, Any]) -> Answer:
        after = self._timeout + self._hub.chance.span(0.001, LATEST)
        self._hub.spawn("slack, late", lambda: _quietly(self._effect, method, given), after=after)
        self._hub.sleep(self._timeout)
        raise TimeoutError

    def _later_than_settle(self, method: str, given: Mapping[str, Any]) -> Answer:
        after = self._hub.chance.span(*LATER_THAN_SETTLE)
        self._hub.spawn("slack, very late", lambda: _quietly(self._effect, method, given), after=after)
        self._hub.sleep(self._timeout)
        raise TimeoutError

    def _html_before(self, method: str, _: Mapping[str, Any]) -> Answer:
        self._hub.point(f"{method} was refused")
        raise error("Slack said what nobody can read.", Answer(f"<html>We are upgrading, {TOKEN}</html>", 200))

    def _foreign_after(self, method: str, given: Mapping[str, Any]) -> Answer:
        """Do it, and answer with what another workspace asked for, as a proxy between may."""
        self._unheard(method, given)
        here = "CFOREIGN" if method == POST else {"id": "CFOREIGN", "name": "another-deal-zzzzzz"}
        return Answer({"ok": True, "channel": here, "ts": f"{self._hub.now:.6f}"})

    def _cut_after(self, method: str, given: Mapping[str, Any]) -> Answer:
        self._unheard(method, given)
        raise RemoteDisconnected(TOKEN)

    def _garbled_after(self, method: str, given: Mapping[str, Any]) -> Answer:
        self._unheard(method, given)
        raise error("Slack said what nobody can read.", Answer("{", 200))

    def _unheard(self, method: str, given: Mapping[str, Any]) -> None:
        self._effect(method, given)
        self._hub.point(f"{method} was cut off")

    def _effect(self, method: str, given: Mapping[str, Any]) -> Answer:
        actor = self._hub.current
        if method == CREATE and self._hub.is_stormy and self._hub.chance.happens(self._weather.squatted):
            self._squat(str(given["name"]))
        try:
            data = {"ok": True, **self._slack.call(method, self._as_seen(method, given))}
        except Refusal as refusal:
            return _said(str(refusal))
        if actor and actor.process and method == "chat.postMessage":
            actor.stage = "unrecorded"
        return Answer(data)

    def _squat(self, name: str) -> None:
        """Let a stranger have a channel of that name first, perhaps with our bot in it."""
        if self._slack.by_name(name) is None and self._hub.counts["wire: squatted"] < MOST_SQUATTERS:
            self._hub.counts["wire: squatted"] += 1
            channel = self._slack.make(name, "USTRANGER")
            channel.members |= {BOT} if self._hub.chance.below(2) else set()

    def _as_seen(self, method: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Let history lag behind and pages be short, as Slack does to some apps."""
        if method != HISTORY:
            return given
        seen = dict(given)
        if self._weather.slow_history:
            seen["limit"] = min(int(seen.get("limit", 100)), SMALL_PAGE)
        if not self._hub.is_stormy:
            return seen
        if self._hub.chance.happens(self._weather.lagging):
            self._hub.counts["wire: lagging"] += 1
            seen["latest"] = str(self._hub.now - LAG)
        if self._hub.chance.happens(self._weather.short_pages):
            self._hub.counts["wire: short pages"] += 1
            seen["limit"] = min(int(seen.get("limit", 100)), 1 + self._hub.chance.below(SHORTEST_PAGES))
        return seen


def _said(error: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer({"ok": False, "error": error}, status, headers or {})


def _quietly(effect: Callable[[str, Mapping[str, Any]], Answer], method: str, given: Mapping[str, Any]) -> None:
    effect(method, given)


def connect(slack: VirtualSlack, hub: Hub, weather: LineWeather) -> Slack:
    """Return the program's own Slack, on a line to the virtual one in the place of both of its clients."""
    made = Slack(TOKEN, base_url="http://slack.invalid/api/")
    for name in ("_once", "_again"):
        client = getattr(made, name)
        tries_again = bool(client.retry_handlers)
        setattr(made, name, Line(slack, hub, weather, timeout=made.timeout, tries_again=tries_again))
    return made


def error(words: str, answer: Answer) -> SlackApiError:
    """Return what the SDK raises."""
    return SlackApiError(words, answer)  # type: ignore[no-untyped-call] # the SDK says nothing about it
