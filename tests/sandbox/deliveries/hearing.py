"""Waits for what the app behind the request URL hears."""

import time
from collections.abc import Callable

from sandbox.client import SandboxClient
from tests.sandbox.stage import HttpApp, Json

PATIENCE = 20.0


def forget(client: SandboxClient, http_app: HttpApp) -> None:
    """Let everything under way arrive, then clear the app's memory."""
    client.advance(0)
    http_app.reset()


def heard(http_app: HttpApp, kind: str, count: int = 1) -> list[Json]:
    """Wait until the app has heard so many events of this kind, and give them."""
    return waited(lambda: [one["event"] for one in http_app.payloads(kind)], count)


def waited(look: Callable[[], list[Json]], count: int) -> list[Json]:
    until = time.monotonic() + PATIENCE
    while len(look()) < count and time.monotonic() < until:
        time.sleep(0.01)
    assert len(look()) >= count
    return look()
