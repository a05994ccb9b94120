"""An app's end of Socket Mode: connections that are held, and threads that acknowledge what comes."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from sandbox.running import Sandbox
from tests.sandbox.stage import Json

PATIENCE = 20.0


def address(sandbox: Sandbox) -> str:
    opened = WebClient(base_url=sandbox.api_url).apps_connections_open(app_token=sandbox.app_token)
    return str(opened["url"])


@contextmanager
def plugged(sandbox: Sandbox, more: str = "") -> Iterator[tuple[ClientConnection, Json]]:
    """Hold one connection; gives it and its hello."""
    before = sandbox.client.state()["app"]["sockets"]
    with connect(address(sandbox) + more, proxy=None) as socket:
        yield socket, json.loads(socket.recv(5))
    wait_until_unplugged(sandbox, before)


def wait_until_unplugged(sandbox: Sandbox, left: int = 0) -> None:
    until = time.monotonic() + PATIENCE
    while sandbox.client.state()["app"]["sockets"] > left and time.monotonic() < until:
        time.sleep(0.01)


class Answering(threading.Thread):
    """Acks every envelope on a connection, with a payload if given, and remembers what came."""

    def __init__(self, socket: ClientConnection, payload: Json | None = None) -> None:
        super().__init__(daemon=True)
        self.socket = socket
        self.payload = payload
        self.envelopes: list[Json] = []
        self.start()

    def run(self) -> None:
        try:
            for text in self.socket:
                envelope = json.loads(text)
                self.envelopes.append(envelope)
                if "envelope_id" in envelope:
                    ack: Json = {"envelope_id": envelope["envelope_id"]}
                    self.socket.send(json.dumps(ack | ({"payload": self.payload} if self.payload else {})))
        except ConnectionClosed:
            return
