"""Slack's end inside this process: answers every outgoing call at once, and counts it. No socket is ever opened."""

import io
import json
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.response import addinfourl

Json = dict[str, Any]
ALL_WELL = {"ok": True}
UNKNOWN = {"ok": False, "error": "user_not_found"}


@dataclass
class SlackEnd:
    """What Slack was asked, address by address; reading methods are answered as they were when it was recorded."""

    answers: Mapping[str, Json]
    asked: list[str] = field(default_factory=list)

    def open(self, request: urllib.request.Request) -> addinfourl:
        """Stand in for the standard library's way out over HTTP."""
        self.asked.append(request.full_url)
        method = request.full_url.rsplit("/", 1)[-1]
        said = UNKNOWN if method.startswith("users.") and method != "users.list" else ALL_WELL
        body = json.dumps(self.answers.get(method, said)).encode()
        headers = Message()
        headers["Content-Type"] = "application/json; charset=utf-8"
        answer = addinfourl(io.BytesIO(body), headers, request.full_url, 200)
        answer.msg = "OK"  # type: ignore[attr-defined] # what reads it expects the reason there
        return answer


@contextmanager
def answering(answers: Mapping[str, Json]) -> Iterator[SlackEnd]:
    """Let every call by HTTP in this process end here until the block ends."""
    end = SlackEnd({name: said for name, said in answers.items() if name != "users.info"})
    handler: Any = urllib.request.HTTPHandler
    before = handler.http_open
    # Opening a connection for each answer would cost more than all the rest of a request.
    # A plain function, so that it is bound to its handler as the one that it stands in for.
    handler.http_open = lambda _, request: end.open(request)
    try:
        yield end
    finally:
        handler.http_open = before
