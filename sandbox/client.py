"""Drives a sandbox from Python: reads its state, acts as its people, moves its clock. Standard library only."""

import http.client
import json
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

Json = dict[str, Any]
Values = Mapping[str, Any]
Found = TypeVar("Found")
PATIENCE = 60.0
STILL, GLANCE = 0.05, 0.1
"""Real seconds: how long an app may be silent between two calls, and how long to wait before looking again."""


class SandboxRefused(Exception):  # noqa: N818 - it is the sandbox's answer, not a mistake of the client
    """The sandbox would not do it: the sentence says what was wrong and what would work."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class SandboxClient:
    """`base_url` is the page's address, e.g. http://127.0.0.1:8900; safe to use from several threads."""

    def __init__(self, base_url: str, timeout: float = PATIENCE, team: str = "") -> None:
        parts = urlsplit(base_url)
        self._base_url = base_url
        self._team = team
        self._host = parts.hostname or "127.0.0.1"
        self._port = parts.port or 80
        self._timeout = timeout

    def workspaces(self) -> list[Json]:
        """List the workspaces, the oldest first: id, name, domain, is_installed, bot_user, bot_token."""
        listed: list[Json] = self._get("/sandbox/workspaces")["workspaces"]
        return listed

    def add_workspace(self, name: str, *, domain: str = "", is_installed: bool = True) -> Json:
        return self._post("/sandbox/workspaces", {"name": name, "domain": domain, "is_installed": is_installed})

    def install(self, team: str, installer: str, **facts: Any) -> Json:
        """Let a person install the app. Facts: scopes, as far as they agree; redirect and state, to stop at the code.

        With `redirect` the answer's `redirect` is the address with the code; else it is the workspace.
        """
        return self._post(f"/sandbox/workspaces/{team}/install", {"installer": installer, **facts})

    def uninstall(self, team: str, *, is_revoked: bool = False) -> Json:
        """Take the app out; with `is_revoked` end its tokens, which then answer token_revoked."""
        return self._post(f"/sandbox/workspaces/{team}/uninstall", {"revoke": is_revoked})

    def change_workspace(self, team: str, **facts: Any) -> Json:
        """Facts: name, scopes (granted here), reserved (for administrators), edit_minutes, has_usergroups."""
        return self._post(f"/sandbox/workspaces/{team}", facts)

    def workspace(self, team: str) -> "SandboxClient":
        """Give the client of another workspace; this one speaks of the first if it was made without a team."""
        return SandboxClient(self._base_url, self._timeout, team)

    def clock(self) -> Json:
        return self._get("/sandbox/clock")

    def now(self) -> datetime:
        return datetime.fromisoformat(self.clock()["now"])

    def move_clock(self, to: datetime | str, *, wait: bool = True) -> Json:
        """Move to a moment, once nothing is under way; a moment in the past is refused."""
        moment = to if isinstance(to, str) else to.isoformat()
        return self._post("/sandbox/clock", {"move_to": moment, "wait": wait})

    def advance(self, seconds: float, *, wait: bool = True) -> Json:
        return self._post("/sandbox/clock", {"advance_seconds": seconds, "wait": wait})

    def set_speed(self, speed: float, *, wait: bool = True) -> Json:
        return self._post("/sandbox/clock", {"speed": speed, "wait": wait})

    def wait(self, after: int = -1, *, seconds: float = 10.0, is_idle: bool = False) -> Json:
        """Wait until the workspace is newer than version `after` and, if asked, nothing is under way.

        Answers is_so (False: time was up before), version, and under_way, how much was not finished then.
        """
        asked = {"after": after, "seconds": seconds, "idle": int(is_idle)}
        return self._get("/sandbox/wait", asked)

    def until(self, find: Callable[[], Found | None], *, seconds: float) -> Found | None:
        """Ask again whenever something has happened, until something is found; None when time is up."""
        deadline, version = time.monotonic() + seconds, -1
        while (found := find()) is None:
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            # What is looked for may happen in the app, of which the workspace hears nothing.
            version = self.wait(version, seconds=min(left, GLANCE))["version"]
        return found

    def settle(self, *, seconds: float, still: float = STILL) -> bool:
        """Wait until nothing is under way and nothing new has come for a moment; False when time is up.

        The moment is for apps that go on after their ack: between it and their next call nothing is under way.
        """
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            # Two waits, the second for nothing to come: rest is not a state to be asked for but a while without news.
            rest = self.wait(seconds=left, is_idle=True)
            if rest["is_so"]:
                later = self.wait(rest["version"], seconds=still)
                if not later["is_so"] and not later["under_way"]:
                    return True
        return False

    def state(self, as_: str | None = None) -> Json:
        return self._get("/sandbox/state", {"as": as_})

    def messages(self, channel: str, as_: str | None = None) -> list[Json]:
        """List a channel's messages, oldest first; ephemeral ones only for `as_`."""
        listed: list[Json] = self._get(f"/sandbox/channels/{channel}/messages", {"as": as_})["messages"]
        return listed

    def add_person(self, name: str, real_name: str = "", **facts: Any) -> Json:
        """Facts: email, tz, team, status_*, is_owner, is_admin, is_restricted, is_ultra_restricted, is_bot, dnd, id."""
        return self._post("/sandbox/people", {"name": name, "real_name": real_name or name, **facts})

    def change_person(self, user: str, **facts: Any) -> Json:
        return self._send("PATCH", f"/sandbox/people/{user}", facts)

    def add_usergroup(self, handle: str, name: str, users: Iterable[str] = ()) -> Json:
        return self._post("/sandbox/usergroups", {"handle": handle, "name": name, "users": list(users)})

    def change_usergroup(self, group: str, **facts: Any) -> Json:
        """Facts: handle, name, users, deleted."""
        return self._send("PATCH", f"/sandbox/usergroups/{group}", facts)

    def add_channel(self, name: str, creator: str, members: Iterable[str] = (), *, is_private: bool = False) -> Json:
        """Make a channel as a person; list the bot's user id among the members to let the app in."""
        facts = {"name": name, "creator": creator, "members": list(members), "is_private": is_private}
        return self._post("/sandbox/channels", facts)

    def command(self, user: str, channel: str, text: str) -> Json:
        return self._act("command", user=user, channel=channel, text=text)

    def press(
        self,
        user: str,
        channel: str,
        ts: str,
        action_id: str,
        block_id: str | None = None,
        value: Any = None,
        values: Values | None = None,
    ) -> Json:
        """Press a button, or pick `value` in a menu or picker, in a message; `values` stand in its other fields."""
        facts = {"action_id": action_id, "block_id": block_id, "value": value, "values": values}
        return self._act("press", user=user, channel=channel, ts=ts, **facts)

    def press_view(
        self,
        user: str,
        view_id: str,
        action_id: str,
        block_id: str | None = None,
        value: Any = None,
        values: Values | None = None,
    ) -> Json:
        """Press or pick in an open form or in the Home tab; `values` stand in its other fields."""
        facts = {"action_id": action_id, "block_id": block_id, "value": value, "values": values}
        return self._act("press_view", user=user, view_id=view_id, **facts)

    def submit(self, user: str, view_id: str, values: Values | None = None) -> Json:
        """Fill in and submit a form: {block_id: {action_id: plain value}}, or {label: plain value}."""
        return self._act("submit", user=user, view_id=view_id, values=values or {})

    def close(self, user: str, view_id: str) -> Json:
        return self._act("close", user=user, view_id=view_id)

    def message(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Json:
        return self._act("message", user=user, channel=channel, text=text, thread_ts=thread_ts)

    def join(self, user: str, channel: str) -> Json:
        return self._act("join", user=user, channel=channel)

    def react(self, user: str, channel: str, ts: str, name: str) -> Json:
        return self._act("react", user=user, channel=channel, ts=ts, name=name)

    def shortcut(self, user: str, callback_id: str, channel: str | None = None, ts: str | None = None) -> Json:
        """Start a global shortcut, or one on a message if channel and ts name it."""
        return self._act("shortcut", user=user, callback_id=callback_id, channel=channel, ts=ts)

    def open_home(self, user: str) -> Json:
        return self._act("open_home", user=user)

    def views(self, user: str) -> list[Json]:
        """List the forms open for this person, the one on top last."""
        listed: list[Json] = self._get("/sandbox/views", {"user": user})["views"]
        return listed

    def home(self, user: str) -> Json | None:
        shown: Json | None = self._get("/sandbox/home", {"user": user})["view"]
        return shown

    def traffic(self, after: int = 0) -> list[Json]:
        """List what passed after this number and is still kept, oldest first."""
        listed: list[Json] = []
        while True:
            told = self._get("/sandbox/traffic", {"after": listed[-1]["number"] if listed else after})
            listed += told["entries"]
            if not told["has_more"]:
                return listed

    def faults(self) -> Json:
        """Tell the `kinds` of faults there are, and the `rules` in force with how often each has matched and fired."""
        return self._get("/sandbox/faults")

    def inject(self, *rules: Json) -> Json:
        """Add rules: {method, do, match, nth, times, team, until, chance, seed}; answers their `ids`."""
        return self._post("/sandbox/faults", {"rules": list(rules)})

    def clear_faults(self) -> Json:
        return self._send("DELETE", "/sandbox/faults")

    def remove_fault(self, number: int) -> Json:
        return self._send("DELETE", f"/sandbox/faults/{number}")

    def disconnect(self, how: str = "refresh_requested") -> Json:
        """Ask the app's sockets to come back (warning, refresh_requested, link_disabled), or `cut` them unannounced."""
        return self._post("/sandbox/sockets/disconnect", {"how": how})

    def configure_app(self, **facts: Any) -> Json:
        """Facts: name, commands, shortcuts, scopes, events, request_url, redirect_urls, token_rotation, rate_limits."""
        return self._post("/sandbox/app", facts)

    def verify_request_url(self) -> Json:
        """Send the app Slack's challenge and its ssl_check; a refusal says what was wrong with the answer."""
        return self._post("/sandbox/app/verify", {})

    def apply_manifest(self, manifest: Json) -> Json:
        """Make the app what its manifest says, as Slack takes it; one that Slack would refuse is refused."""
        return self._post("/sandbox/app/manifest", manifest)

    def uses(self) -> Json:
        """Tell which scopes the app made use of, which it lacked, and which events it was told and heard."""
        return self._get("/sandbox/app/uses")

    def act(self, user: str, act: str, /, **facts: Any) -> Json:
        """Do anything else that people do: edit_message, pin, invite, leave, suggest, …; a wrong name lists them all."""
        return self._act(act, user=user, **facts)

    def _act(self, act: str, /, **facts: Any) -> Json:
        given = {key: value for key, value in facts.items() if value is not None}
        return self._post(f"/sandbox/act/{act}", given)

    def _get(self, path: str, query: Mapping[str, Any] | None = None) -> Json:
        asked = {key: value for key, value in (query or {}).items() if value is not None}
        return self._send("GET", f"{path}?{urlencode(asked)}" if asked else path)

    def _post(self, path: str, body: Json) -> Json:
        return self._send("POST", path, body)

    def _send(self, verb: str, path: str, body: Json | None = None) -> Json:
        if self._team:
            path += f"{'&' if '?' in path else '?'}team={self._team}"
        # One for each request: threads share this client, and a connection can answer only one at a time.
        connection = http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)
        try:
            headers = {"Content-Type": "application/json"} if body is not None else {}
            connection.request(verb, path, json.dumps(body) if body is not None else None, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        is_json = response.headers.get("Content-Type", "").startswith("application/json")
        answer: Json = json.loads(text) if is_json else {"error": text}
        if response.status >= http.client.BAD_REQUEST:
            raise SandboxRefused(response.status, str(answer["error"]))
        return answer
