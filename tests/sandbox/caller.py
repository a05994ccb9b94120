"""Sends a sandbox any bytes, as an app does that knows nothing of Slack or wishes it ill."""

import http.client
import json
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from sandbox.running import Sandbox
from tests.sandbox.stage import Json

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
TYPES = ["", FORM, JSON, f"{JSON}; charset=utf-8", f"{JSON}; charset=klingon", "multipart/form-data", "text/plain"]
TYPES += ["multipart/form-data; boundary=x", f"{FORM}; charset=iso-8859-1", "text/html", ";;;", "a" * 500]
DEEP = b"[" * 100_000 + b"]" * 100_000
ODD_BODIES = [b"", b"{", b"[]", b"null", b"NaN", b"1e999", b'{"a": NaN}', b'{"text": "\\ud800"}', b"\xff\xfe", b"\x00"]
ODD_BODIES += [DEEP, b'{"a":' * 3_000 + b"1" + b"}" * 3_000, b"9" * 5_000, b"&" * 5_000, b"a=1&a=2", b"%ff=%00&%=%"]


class Told(NamedTuple):
    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> Json:
        read: Json = json.loads(self.raw)
        return read


class Caller:
    """Sends bytes as they are, over a connection of its own each time."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.host = sandbox.base_url.removeprefix("http://")
        self.token = sandbox.bot_token

    def ask(self, verb: str, path: str, body: bytes | Iterator[bytes] = b"", kind: str = "", **headers: str) -> Told:
        connection = http.client.HTTPConnection(self.host, timeout=10)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if kind:
            given["Content-Type"] = kind
        try:
            connection.request(verb, path, body, given)
            response = connection.getresponse()
            return Told(response.status, dict(response.headers), response.read())
        finally:
            connection.close()

    def call(self, method: str, body: bytes = b"", kind: str = "", verb: str = "POST") -> Told:
        return self.ask(verb, f"/api/{quote(method)}", body, kind, Authorization=f"Bearer {self.token}")

    def give(self, method: str, **arguments: Any) -> Json:
        return self.call(method, json.dumps(arguments).encode(), JSON).body
