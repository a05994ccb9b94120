"""Generates requests from what was recorded: real payloads, changed a little or a lot, at every door, well signed or not."""

import gzip
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from urllib.parse import parse_qsl, quote_plus, urlencode

from tests.fuzz.recording import CONNECTION, Heard, World
from tests.fuzz.shots import FORGED, Door, Header, Shot, Signing
from tests.fuzz.values import ODD, changed, nested, odd

Json = dict[str, Any]
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
EVENTS, HOOK, CONNECTED = "/slack/events", "/webhooks/generic", f"/webhooks/erp/{CONNECTION.hex}"
OPEN_PATHS = (
    "/healthz",
    "/readyz",
    "/metrics",
    "/",
    "/slack",
    "/slack/install",
    "/webhooks",
    "/webhooks/%00",
    "/webhooks/erp/",
    "/webhooks/%00/%F0%9F%98%80",
    f"/webhooks/crm/{CONNECTION.hex}",
    "/webhooks/erp/0000000000000000000000000000002b",
    "/..",
    "//",
)
VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
WORDS = (
    "next", "done", "reschedule", "move", "waiting", "owner", "checklist", "won", "list", "history", "decide", "help",
    "by", "else", "on", "until", "because", "customer", "us", "third party", "friday", "tomorrow 14:00", "in 3 days",
    "1.12.", "2026-02-30", "31.2.", "25:61", "yesterday", "the crew", "cables", "all", "mine", "stalled", "sales", "more",
    "EUR", "12000", "-1", "9" * 40, "“quoted”", "*bold*", "<!channel>", "<@U0NOBODY>", "\u202e", "\x00", "🏗️", "by by",
)  # fmt: skip
SENSIBLE = (
    "next call the host by friday", "next mend it by monday", "next x by 1.12.", "", "help", "next call by friday", "next visit by tomorrow 14:00 else Lena decides", "done", "done host",
    "reschedule host monday because the crew is ill", "waiting host on customer until friday because they check", "next",
    "owner", "checklist", "checklist sales", "list mine", "history", "decide", "won Initech 12000 EUR", "friday", "12000",
    "2027-03-01", "customer", "tomorrow", "they did not answer",
)  # fmt: skip
TYPES = ("block_actions", "view_submission", "view_closed", "block_suggestion", "shortcut", "message_action",
         "event_callback", "url_verification", "app_rate_limited", "dialog_submission", "interactive_message", "odd")  # fmt: skip
OTHER_APP, OTHER_TEAM = "A0THEIRS", "T0THEIRS"
CRM_EVENTS = ("deal.won", "deal.updated", "deal.unwon", "item.done", "item.reopened", "deal.lost", "", None, 1)
ITEM_EVENTS = ("item.done", "item.reopened")
LINES = ("scope", "permits", "survey", "contract", "brief", "fact-amount", "no_such_line")
EVIDENCE = ("BP-2027-118", "plan.pdf", "https://files.example.com/1", "2026-12-15", 4, "none: no grant is open", "")
REPLAYS, REMEMBERED = 0.04, 40


class Generator:
    """Makes one series of requests after another; the same world and seed make the same ones."""

    def __init__(self, world: World, seed: str) -> None:
        self._world = world
        self._chance = Random(seed)
        self._forms = [each for each in world.heard if each.content_type.startswith(FORM)]
        self._commands = [dict(parse_qsl(each.body)) for each in self._forms if "command=" in each.body]
        payloads = [dict(parse_qsl(each.body))["payload"] for each in self._forms if each.body.startswith("payload=")]
        self._presses = [each for each in payloads if '"type": "block_actions"' in each]
        self._submissions = [each for each in payloads if '"type": "view_submission"' in each]
        self._payloads = payloads
        # As text, because a payload is changed in place, and the next one must find them as they were drawn.
        self._views = [json.dumps(each) for each in world.views]
        self._number = 0
        self._events = [each.body for each in world.heard if each.path == EVENTS and each.content_type == JSON]
        self._news = [each.body for each in world.heard if each.path == HOOK]

    def series(self, length: int) -> Iterator[Shot]:
        """Make a series of requests, in which some come again."""
        good: list[Shot] = []
        for _ in range(length):
            if good and self._chance.random() < REPLAYS:
                yield _again(self._chance.choice(good))
                continue
            shot = self._chance.choices(MAKERS, WEIGHTS)[0](self)
            if shot.may_change:
                good = [*good[-REMEMBERED:], shot]
            yield shot

    def command(self) -> Shot:
        """Type something, in a channel, as somebody."""
        fields: Json = dict(self._chance.choice(self._commands))
        self._number += 1
        fields |= {
            "text": self._text(),
            "user_id": self._chance.choice(self._world.people),
            "channel_id": self._chance.choice(
                self._world.channels[-3:] if self._chance.random() < 0.8 else self._world.channels
            ),
            "trigger_id": f"{self._number}.1.a",
        }
        self._spoil_form(fields)
        is_foreign = self._foreign(fields)
        return self._slack("command", urlencode(fields, errors="replace").encode(), FORM, is_foreign=is_foreign)

    def press(self) -> Shot:
        """Press any button that was ever drawn, as anybody."""
        said = json.loads(self._chance.choice(self._presses))
        if self._chance.random() < 0.7:
            # The message around a button is most of a payload, and nothing of it is looked at.
            said.pop("message", None)
        drawn = self._chance.choice(self._world.buttons)
        self._number += 1
        said["actions"][0] |= {name: drawn[name] for name in ("action_id", "value") if name in drawn}
        said["actions"][0]["action_ts"] = f"{self._number}.000001"
        said["user"]["id"] = self._chance.choice(self._world.people)
        return self._interaction("block_actions", said)

    def submission(self) -> Shot:
        """Submit any form that was ever opened, filled in by anybody."""
        said = json.loads(self._chance.choice(self._submissions))
        view = json.loads(self._chance.choice(self._views))
        if self._chance.random() < 0.6:
            said["view"] |= {name: view[name] for name in ("callback_id", "private_metadata", "blocks")}
            said["view"]["state"]["values"] = self._filled_in(view["blocks"])
        self._number += 1
        said["view"]["id"] = f"V{self._number}"
        said["user"]["id"] = self._chance.choice(self._world.people)
        return self._interaction("view_submission", said)

    def interaction(self) -> Shot:
        """Send any recorded interaction as another kind of one."""
        said = json.loads(self._chance.choice(self._payloads))
        said["type"] = self._chance.choice(TYPES)
        return self._interaction(f"as {said['type']}", said)

    def event(self) -> Shot:
        """Tell of an event, once more or differently."""
        said = json.loads(self._chance.choice(self._events))
        self._number += 1
        said["event_id"] = f"Ev{self._number}"
        said = self._spoilt(said)
        is_foreign = self._foreign(said)
        return self._slack("event", self._dumped(said), JSON, is_foreign=is_foreign)

    def news(self) -> Shot:
        """Tell of a deal, as a CRM would or would not."""
        said = json.loads(self._chance.choice(self._news))
        said["event"] = self._chance.choice(CRM_EVENTS[:2] if self._chance.random() < 0.8 else CRM_EVENTS)
        if self._chance.random() < 0.3:
            said["deal"]["id"] = f"D-{self._chance.randrange(40)}"
        said["deal"]["amount_minor"] = self._chance.randrange(10_000_000)
        if said["event"] in ITEM_EVENTS:
            evidence = self._chance.choice(EVIDENCE)
            said["item"] = {
                "key": self._chance.choice(LINES),
                "evidence": evidence,
                "reason": "the permit was rejected",
            }
        return self._shot(
            Door.CRM, self._chance.choice((HOOK, CONNECTED)), "news", self._dumped(self._spoilt(said)), JSON
        )

    def garbage(self) -> Shot:
        """Send what nobody would call a request of theirs."""
        door, path = self._chance.choice(((Door.SLACK, EVENTS), (Door.CRM, HOOK), (Door.CRM, CONNECTED)))
        body = self._chance.choice(GARBAGE)(self._chance)
        kind = self._chance.choice((FORM, JSON, f"{JSON}; charset=utf-8", "text/plain", "multipart/form-data", "", "é"))
        return self._shot(door, path, "garbage", body, kind)

    def torn(self) -> Shot:
        """Send a recorded body with its bytes damaged."""
        heard: Heard = self._chance.choice(self._world.heard)
        door = Door.SLACK if heard.path == EVENTS else Door.CRM
        body = bytearray(heard.body.encode())
        for _ in range(self._chance.randrange(1, 6)):
            at = self._chance.randrange(len(body) + 1)
            self._chance.choice(TEARS)(body, at, self._chance)
        return self._shot(door, heard.path, "torn", bytes(body), heard.content_type)

    def wandering(self) -> Shot:
        """Ask for other places, with other verbs."""
        path = self._chance.choice((EVENTS, HOOK, CONNECTED, *OPEN_PATHS))
        heard: Heard = self._chance.choice(self._world.heard)
        verb = self._chance.choice(VERBS)
        door = {EVENTS: Door.SLACK, HOOK: Door.CRM, CONNECTED: Door.CRM}.get(path, Door.OPEN)
        return self._shot(door, path, "wandering", heard.body.encode(), heard.content_type, verb=verb)

    def _text(self) -> str:
        if self._chance.random() < 0.4:
            return self._chance.choice(SENSIBLE)
        return " ".join(self._chance.choice(WORDS) for _ in range(self._chance.randrange(9)))

    def _filled_in(self, blocks: list[Json]) -> Json:
        """Fill in every field of a form, sensibly or not."""
        asked = [(each["block_id"], each["element"]) for each in blocks if each["type"] == "input"]
        return {name: {element["action_id"]: self._answer(element)} for name, element in asked}

    def _answer(self, element: Json) -> Json:
        kind, chance = element["type"], self._chance
        if kind == "static_select":
            return {"type": kind, "selected_option": chance.choice([None, *element["options"]])}
        if kind == "users_select":
            return {"type": kind, "selected_user": chance.choice([None, *self._world.people])}
        if kind == "datepicker":
            return {"type": kind, "selected_date": chance.choice((None, "2026-11-20", "2027-01-31", "9999-99-99"))}
        return {"type": kind, "value": chance.choice((None, "friday", "tomorrow", self._text(), self._text()))}

    def _interaction(self, kind: str, said: Json) -> Shot:
        said = self._spoilt(said)
        is_foreign = self._foreign(said)
        body = b"payload=" + quoted(json.dumps(said))
        return self._slack(kind, body, FORM, is_foreign=is_foreign)

    def _foreign(self, said: Any) -> bool:
        """Now and then, let it be another app's or another workspace's."""
        if self._chance.random() > 0.06 or not isinstance(said, dict):
            return False
        if self._chance.random() < 0.5:
            said["api_app_id"] = OTHER_APP
        else:
            _move_away(said, self._world.team)
        return True

    def _spoilt(self, said: Any) -> Any:
        return changed(said, self._chance) if self._chance.random() < 0.6 else said

    def _spoil_form(self, fields: Json) -> None:
        if self._chance.random() < 0.4:
            name = self._chance.choice((*fields, "payload", "ssl_check", "command"))
            fields[name] = str(self._chance.choice(ODD))
            if self._chance.random() < 0.3:
                del fields[self._chance.choice(list(fields))]

    def _dumped(self, thing: Any) -> bytes:
        is_ascii = self._chance.random() < 0.9
        return json.dumps(thing, ensure_ascii=is_ascii).encode(errors="surrogatepass")

    def _slack(self, kind: str, body: bytes, content_type: str, *, is_foreign: bool) -> Shot:
        return self._shot(Door.SLACK, EVENTS, kind, body, content_type, is_foreign=is_foreign)

    def _shot(
        self,
        door: Door,
        path: str,
        kind: str,
        body: bytes,
        content_type: str,
        *,
        verb: str = "POST",
        is_foreign: bool = False,
    ) -> Shot:
        signing = Signing.GOOD if self._chance.random() < GOOD else self._chance.choice(FORGED)
        headers: list[Header] = [("content-type", content_type)]
        if self._chance.random() < 0.05:
            headers.append(self._chance.choice(HEADERS))
        is_foreign = is_foreign or _names_another(body, self._world) if door is Door.SLACK else False
        return Shot(door, verb, path, tuple(headers), body, signing, kind, is_foreign)


GOOD = 0.28
HEADERS: tuple[Header, ...] = (
    ("content-encoding", "gzip"),
    ("content-encoding", "br"),
    ("transfer-encoding", "chunked"),
    ("content-length", "99999999999"),
    ("content-length", "-1"),
    ("content-type", JSON),
    ("x-slack-retry-num", "1"),
    ("x-slack-retry-num", "x"),
    ("x-slack-retry-reason", "http_timeout"),
    ("x-slack-bolt-lazy-only", "1"),
    ("x-slack-bolt-lazy-function-name", "typed"),
    ("x-slack-signature", "v0=0"),
    ("x-slack-request-timestamp", "0"),
    ("x-baton-signature", "v1=0"),
    ("x-baton-timestamp", "0"),
    ("host", "evil.example"),
    ("cookie", "é=1; ;;=;"),
    ("x-long", "x" * 9_000),
)
GARBAGE: tuple[Callable[[Random], bytes], ...] = (
    lambda _: b"",
    lambda chance: chance.randbytes(chance.randrange(400)),
    lambda chance: b"[" * chance.choice((10, 900, 30_000)),
    lambda chance: b'{"a":' * chance.choice((10, 900, 30_000)),
    lambda chance: b"payload=" + b"%5B" * chance.choice((10, 900, 9_000)),
    lambda chance: b'{"n": %s}' % (b"9" * chance.choice((30, 400, 5_000, 90_000))),
    lambda chance: b'{"n": %s}' % chance.choice((b"NaN", b"-Infinity", b"1e999", b"-0", b"01", b"0x1")),
    lambda chance: json.dumps(odd(chance)).encode(),
    lambda chance: json.dumps(nested(900, chance)).encode(),
    lambda chance: b"payload=" + quote_plus(json.dumps(odd(chance))).encode(),
    lambda _: b"\xef\xbb\xbf{}",
    lambda _: '{"type": "url_verification", "challenge": "c"}'.encode("utf-16"),
    lambda _: gzip.compress(b'{"type": "url_verification"}', mtime=0),
    lambda _: b'{"type": "url_verification"}',
    lambda _: b'{"type": "url_verification", "challenge": {"a": 1}}',
    lambda _: b'{"a": 1, "a": {"a": 2}, "type": "event_callback", "event": 1}',
    lambda _: b"ssl_check=1&command=%2Fdeal&text=done",
    lambda _: b"payload=%7B%7D&payload=1&command=%2Fdeal",
    lambda _: b"command=%2Fdeal&command=%2Fdeal",
    lambda _: b"=&&=&;=%%%zz" * 9,
    lambda chance: b"&".join(b"a%d=1" % number for number in range(chance.choice((9, 3_000)))),
    lambda _: b'{"type": "event_callback", "event": {"type": "message", "bot_id": {}, "metadata": []}}',
)
TEARS: tuple[Callable[[bytearray, int, Random], None], ...] = (
    lambda body, at, chance: body.__setitem__(slice(at, at + 1), bytes([chance.randrange(256)])),
    lambda body, at, _: body.__delitem__(slice(at, at + 9)),
    lambda body, at, _: body.__delitem__(slice(at, None)),
    lambda body, at, chance: body.__setitem__(
        slice(at, at), chance.choice((b"\xff", b"\x00", b"%", b'"', b"{", b"&", b"\xc3("))
    ),
    lambda body, at, _: body.__setitem__(slice(at, at), bytes(body[at : at + 40])),
)
MAKERS: tuple[Callable[[Generator], Shot], ...] = (
    Generator.command,
    Generator.press,
    Generator.submission,
    Generator.interaction,
    Generator.event,
    Generator.news,
    Generator.garbage,
    Generator.torn,
    Generator.wandering,
)
WEIGHTS = (10, 9, 9, 8, 12, 14, 14, 16, 8)


OFTEN = b'"{}[]:, /<>|*&=+\\#?;\n\x00'


def quoted(text: str) -> bytes:
    """Quote what must be quoted in a form; the standard library takes seven times as long, and most of it is this."""
    quoted = text.encode(errors="replace").replace(b"%", b"%25")
    for code in OFTEN:
        quoted = quoted.replace(bytes([code]), b"%%%02X" % code)
    return quoted


def _again(shot: Shot) -> Shot:
    return Shot(**{**shot.__dict__, "is_again": True})


def _move_away(said: Any, team: str) -> None:
    """Let every mention of our workspace be one of another."""
    places = list(said.items()) if isinstance(said, dict) else list(enumerate(said))
    for key, value in places:
        if value == team:
            said[key] = OTHER_TEAM
        elif isinstance(value, dict | list):
            _move_away(value, team)


def _names_another(body: bytes, world: World) -> bool:
    """Tell whether a body cannot be about us: our workspace stands nowhere in it."""
    return world.team.encode() not in body
