"""A site that listens on a port of its own, in this process, while a test talks to it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp


@contextmanager
def at_work(site: ASGIApp, **settings: Any) -> Iterator[int]:
    """Serve a site until the block ends; gives its port. ``settings`` are the server's own."""
    running = uvicorn.Server(uvicorn.Config(site, port=0, log_level="critical", ws="none", lifespan="off", **settings))
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        time.sleep(0.005)
    try:
        yield running.servers[0].sockets[0].getsockname()[1]
    finally:
        running.should_exit = True
        thread.join()
