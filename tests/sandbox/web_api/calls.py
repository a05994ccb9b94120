"""What the tests of the Web API share: settings for a while, and calls that the SDK would not make."""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.stage import Json

FLAGS = {"home_tab_enabled": True, "messages_tab_enabled": True, "is_commercial": False}


@contextmanager
def settings(client: SandboxClient, **facts: Any) -> Iterator[None]:
    """Let the app be so for a while, and then as every app is at first."""
    before = FLAGS | {"scopes": client.state()["app"]["scopes"]}
    client.configure_app(**facts)
    try:
        yield
    finally:
        client.configure_app(**{name: before[name] for name in facts})


@contextmanager
def decided(sandbox: Sandbox, **facts: Any) -> Iterator[None]:
    """Let the workspace's admins have decided so for a while."""
    team = sandbox._platform.first.team
    before, team.settings = team.settings, replace(team.settings, **facts)
    try:
        yield
    finally:
        team.settings = before


def raw_call(sandbox: Sandbox, method: str, body: bytes = b"", **headers: str) -> Json:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(sandbox.api_url + method, body, given, method="POST")
    with urllib.request.urlopen(request) as response:
        read: Json = json.loads(response.read())
        return read
