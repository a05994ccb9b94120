"""Counts what the app really makes use of: which scope let it do what, and which events it was told and heard."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from sandbox.deliveries.outcome import Kind
from sandbox.deliveries.subscriptions import CHANNEL_TYPE, MESSAGE_EVENT, SCOPES
from sandbox.errors import Json

MESSAGES = {kind: MESSAGE_EVENT[channel] for channel, kind in CHANNEL_TYPE.items()}
LETTERS = {"C": "channels:read", "G": "groups:read"}
# Slack sends these to an app only because a scope put the command or shortcut into its menus.
BY_COMMANDS = frozenset({"shortcut", "message_action"})


@dataclass
class Uses:
    """What an app asked for and never used, it need not ask for; in Slack nobody can see which that is."""

    scopes: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    lacking: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    told: Counter[str] = field(default_factory=Counter)
    heard: Counter[str] = field(default_factory=Counter)

    def allowed(self, scope: str, what: str) -> None:
        self.scopes[scope][what] += 1

    def refused(self, scope: str, what: str) -> None:
        self.lacking[scope][what] += 1

    def delivered(self, kind: Kind, payload: Json, granted: Collection[str], *, is_acked: bool) -> None:
        """Count a delivery: what the app does not acknowledge it does not understand, or it was not there."""
        if kind == "events_api":
            self._event(payload.get("event") or {}, granted, is_acked=is_acked)
        elif is_acked and (kind == "slash_commands" or payload.get("type") in BY_COMMANDS):
            self.allowed("commands", str(payload.get("command") or payload.get("callback_id") or kind))

    def drawn(self) -> Json:
        scopes, lacking = ({name: dict(of) for name, of in counted.items()} for counted in (self.scopes, self.lacking))
        events = {name: {"told": told, "heard": self.heard[name]} for name, told in self.told.items()}
        return {"scopes": scopes, "lacking": lacking, "events": events}

    def _event(self, event: Json, granted: Collection[str], *, is_acked: bool) -> None:
        name = subscription_of(event)
        if not name:
            return
        self.told[name] += 1
        if not is_acked:
            return
        self.heard[name] += 1
        # Where several are named, each is for one type of channel, which such an event tells by a letter.
        of_letter = LETTERS.get(str(event.get("channel_type")))
        for scope in SCOPES[name]:
            if scope in granted and of_letter in {None, scope}:
                self.allowed(scope, name)


def subscription_of(event: Json) -> str:
    """Name what an app subscribes to in order to hear of this; empty for the word about a full hour."""
    name = str(event.get("type") or "")
    if name == "message":
        return MESSAGES.get(str(event.get("channel_type")), "")
    return name if name in SCOPES else ""
