"""One generated request: what it is, how it is signed, and what may come of it."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Json = dict[str, Any]
Header = tuple[str, str]
OTHER_SECRET = "another secret"
STALE = 301


class Door(StrEnum):
    """Who is let in where: each door has its own secret and its own names of headers."""

    SLACK = "slack"
    CRM = "crm"
    OPEN = "open"


class Signing(StrEnum):
    """How a request is signed; all but the first must be turned away."""

    GOOD = "good"
    NONE = "none"
    OTHER_SECRET = "other secret"
    EMPTY_SECRET = "empty secret"
    STALE = "stale"
    TO_COME = "to come"
    OTHER_BODY = "other body"
    OTHER_MOMENT = "other moment"
    NO_MOMENT = "no moment"
    NO_SIGNATURE = "no signature"
    EMPTY = "empty"
    HALF = "half"
    OTHER_VERSION = "other version"
    ODD_MOMENT = "odd moment"
    ODD_SIGNATURE = "odd signature"
    OTHER_DOOR = "other door"


FORGED = tuple(each for each in Signing if each is not Signing.GOOD)


@dataclass(frozen=True)
class Secrets:
    """What the two doors are locked with."""

    slack: str
    crm: str

    def of(self, door: Door) -> str:
        return self.slack if door is Door.SLACK else self.crm


@dataclass(frozen=True)
class Shot:
    """A request that is signed only when it is fired, so that a kept one is not stale when it is fired again.

    ``is_foreign``: it names another app or workspace. ``is_again``: the same was fired before, in the same series.
    """

    door: Door
    verb: str
    path: str
    headers: tuple[Header, ...]
    body: bytes
    signing: Signing
    kind: str
    is_foreign: bool = False
    is_again: bool = False

    @property
    def may_change(self) -> bool:
        """Tell whether anything may be different afterwards."""
        is_believed = self.door is not Door.OPEN and self.verb == "POST" and self.signing is Signing.GOOD
        return is_believed and not self.is_foreign and not self.is_again

    def signed(self, secrets: Secrets, now: int) -> tuple[Header, ...]:
        return (*self.headers, *signature(self, secrets, now))

    def kept(self) -> Json:
        return {
            "door": self.door,
            "verb": self.verb,
            "path": self.path,
            "headers": [list(each) for each in self.headers],
            "body": base64.b64encode(self.body).decode(),
            "signing": self.signing,
            "kind": self.kind,
            "is_foreign": self.is_foreign,
            "is_again": self.is_again,
        }

    @classmethod
    def read(cls, kept: Json) -> "Shot":
        return cls(
            **kept
            | {
                "door": Door(kept["door"]),
                "signing": Signing(kept["signing"]),
                "headers": tuple((name, value) for name, value in kept["headers"]),
                "body": base64.b64decode(kept["body"]),
            }
        )


def signature(shot: Shot, secrets: Secrets, now: int) -> list[Header]:
    """Return the two headers that prove where a request is from and when, or that try to."""
    door = Door.CRM if shot.door is Door.SLACK and shot.signing is Signing.OTHER_DOOR else shot.door
    if door is Door.OPEN:
        return []
    names = (
        ("x-slack-request-timestamp", "x-slack-signature")
        if shot.door is Door.SLACK
        else (
            "x-baton-timestamp",
            "x-baton-signature",
        )
    )
    moment, signed = FORGERS.get(shot.signing, _forged_secret)(shot, secrets, now)
    return [(name, value) for name, value in zip(names, (moment, signed), strict=True) if value is not None]


Forged = tuple[str | None, str | None]


def sign(door: Door, secret: str, moment: str, body: bytes) -> str:
    """Sign as the documents of Slack and of our own webhook say; written here once more, not taken from the product."""
    version, base = ("v0", b"v0:%s:" % moment.encode()) if door is Door.SLACK else ("v1", b"%s." % moment.encode())
    return f"{version}={hmac.new(secret.encode(), base + body, hashlib.sha256).hexdigest()}"


def _good(shot: Shot, secrets: Secrets, now: int) -> tuple[str, str]:
    return str(now), sign(shot.door, secrets.of(shot.door), str(now), shot.body)


def _forged_secret(shot: Shot, secrets: Secrets, now: int) -> Forged:
    other = secrets.crm if shot.door is Door.SLACK else secrets.slack
    secret = {Signing.OTHER_SECRET: OTHER_SECRET, Signing.EMPTY_SECRET: "", Signing.OTHER_DOOR: other}[shot.signing]
    return str(now), sign(shot.door, secret, str(now), shot.body)


def _at(shot: Shot, secrets: Secrets, moment: int) -> Forged:
    return _good(shot, secrets, moment)


FORGERS: dict[Signing, Callable[[Shot, Secrets, int], Forged]] = {
    Signing.GOOD: _good,
    Signing.NONE: lambda *_: (None, None),
    Signing.STALE: lambda shot, secrets, now: _at(shot, secrets, now - STALE - 9),
    Signing.TO_COME: lambda shot, secrets, now: _at(shot, secrets, now + STALE + 9),
    Signing.OTHER_BODY: lambda shot, secrets, now: (
        str(now),
        sign(shot.door, secrets.of(shot.door), str(now), shot.body + b" "),
    ),
    Signing.OTHER_MOMENT: lambda shot, secrets, now: (str(now - 1), _good(shot, secrets, now)[1]),
    Signing.NO_MOMENT: lambda shot, secrets, now: (None, _good(shot, secrets, now)[1]),
    Signing.NO_SIGNATURE: lambda _shot, _secrets, now: (str(now), None),
    Signing.EMPTY: lambda shot, _secrets, now: (str(now), "v0=" if shot.door is Door.SLACK else "v1="),
    Signing.HALF: lambda shot, secrets, now: (str(now), _good(shot, secrets, now)[1][:35]),
    Signing.OTHER_VERSION: lambda shot, secrets, now: (str(now), f"v9{_good(shot, secrets, now)[1][2:]}"),
    Signing.ODD_MOMENT: lambda shot, secrets, now: (
        ("", "yesterday", "-1", "9" * 3_000, f"{now}.5", f" {now}é", "0x10")[len(shot.body) % 7],
        _good(shot, secrets, now)[1],
    ),
    Signing.ODD_SIGNATURE: lambda shot, _secrets, now: (
        str(now),
        ("v0=é", "v1=" + "0" * 64, "=", "v0", "v1=,v1=", "v0=" + "g" * 64, "\x7f")[len(shot.body) % 7],
    ),
}
