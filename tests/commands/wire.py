"""Slack's end of the wire, as far as the ways in need it: it notes each call, and answers as it is told to."""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt import App, BoltRequest, BoltResponse

from commands.afterwards import finish

Json = dict[str, Any]
WELL: Json = {"ok": True}


@dataclass
class Wire:
    """What Slack was asked, by method, and what it says; ``hooked`` came through one-time addresses."""

    url: str = ""
    says: dict[str, Json | Callable[[Json], Json]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    asked: deque[tuple[str, Json]] = field(default_factory=deque)
    hooked: deque[Json] = field(default_factory=deque)
    tokens: deque[str] = field(default_factory=deque)
    """With which tokens, as they stand in the header; empty for a one-time address."""

    def calls(self, method: str) -> list[Json]:
        return [given for name, given in self.asked if name == method]

    def answer(self, path: str, given: Json) -> Json | None:
        """Note a request and return what to say; None breaks the connection off."""
        name = path.rsplit("/", 1)[-1]
        if name in self.broken:
            return None
        if name == "hook":
            self.hooked.append(given)
            return WELL
        self.asked.append((name, given))
        said = self.says.get(name, WELL)
        return said(given) if callable(said) else said


class _Handler(BaseHTTPRequestHandler):
    wire: Wire

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.wire.tokens.append(self.headers.get("Authorization") or "")
        is_json = self.headers.get("Content-Type", "").startswith("application/json")
        said = self.wire.answer(self.path, json.loads(raw) if is_json else dict(parse_qsl(raw)))
        if said is None:
            self.close_connection = True
            return
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def dispatched(app: App, request: BoltRequest) -> BoltResponse:
    """Let an app answer, and do what it put off until then, as every way in does."""
    answer = app.dispatch(request)
    finish(request)
    return answer


@contextmanager
def answering() -> Iterator[Wire]:
    """Answer on a free port until the block ends."""
    wire = Wire()
    handler = type("Handler", (_Handler,), {"wire": wire})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    wire.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield wire
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
