"""Runs a sandbox in a thread of this process, for programs and tests that start one themselves."""

import asyncio
import socket
import threading
from datetime import datetime
from types import TracebackType
from typing import Self, TextIO

import uvicorn

from sandbox import limits
from sandbox.client import SandboxClient
from sandbox.clock import check_speed
from sandbox.platform import Platform
from sandbox.server import create_server

HOST = "127.0.0.1"
SEED = "sandbox"
START_SECONDS = 10.0


class _Server(uvicorn.Server):
    """A server that says when it is up."""

    def __init__(self, config: uvicorn.Config, is_up: threading.Event) -> None:
        super().__init__(config)
        self._is_up = is_up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._is_up.set()


class Sandbox:
    """A running workspace with the credentials for its one app; make it with `Sandbox.start`, end it with `stop`."""

    def __init__(self, platform: Platform, listener: socket.socket) -> None:
        self._platform = platform
        self._listener = listener
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_up = threading.Event()
        config = uvicorn.Config(
            create_server(platform),
            log_config=None,
            log_level="critical",
            access_log=False,
            # Measured: 890 posts a second, and 1,200 with the parser in C: not worth one more compiled dependency.
            http="h11",
            ws="websockets-sansio",
            lifespan="on",
            # Idle connections of a page or an SDK are not waited for when the sandbox ends.
            timeout_keep_alive=1,
            timeout_graceful_shutdown=1,
        )
        self._server = _Server(config, self._is_up)
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)
        self.base_url = platform.shared.base_url

    @classmethod
    def start(
        cls,
        *,
        host: str = HOST,
        port: int = 0,
        request_url: str | None = None,
        start: datetime | None = None,
        speed: float = 1.0,
        seed: str = SEED,
        ack_seconds: float = limits.ACK_SECONDS,
        log: TextIO | None = None,
    ) -> Self:
        """Start on a free port (or this one), at this moment (or now); returns when it answers.

        Two runs of one script with the same seed and speed 0 are alike. The log gets all traffic, a line of JSON each.
        """
        # Before the port is taken, so that a refusal leaves nothing to clean up.
        check_speed(speed)
        listener = _listener(host, port)
        platform = Platform.start(
            base_url=f"http://{_named(host)}:{listener.getsockname()[1]}",
            request_url=request_url or "",
            now=start,
            speed=speed,
            seed=seed,
            ack_seconds=ack_seconds,
            log=log,
        )
        made = cls(platform, listener)
        made._thread.start()
        if not made._is_up.wait(START_SECONDS):
            raise TimeoutError("The sandbox did not start.")
        return made

    @property
    def api_url(self) -> str:
        return f"{self.base_url}/api/"

    @property
    def clock_url(self) -> str:
        return f"{self.base_url}/sandbox/clock"

    @property
    def page(self) -> str:
        return f"{self.base_url}/"

    @property
    def bot_token(self) -> str:
        return self._platform.first.bot.token

    @property
    def app_token(self) -> str:
        return self._platform.shared.app.app_token

    @property
    def signing_secret(self) -> str:
        return self._platform.shared.app.signing_secret

    @property
    def client(self) -> SandboxClient:
        return SandboxClient(self.base_url)

    def describe(self) -> dict[str, str]:
        app, first = self._platform.shared.app, self._platform.first
        names = ("api_url", "bot_token", "app_token", "signing_secret", "clock_url", "page")
        told = {name: str(getattr(self, name)) for name in names}
        return told | {"client_id": app.client_id, "client_secret": app.client_secret, "team": first.team.id}

    def stop(self) -> None:
        """End it: streams finish, sockets close, the port is free again. Stopping twice is fine."""
        if self._thread.is_alive() and self._loop:
            asyncio.run_coroutine_threadsafe(self._wind_down(), self._loop).result(START_SECONDS)
            self._thread.join(START_SECONDS)
        self._listener.close()

    def wait(self) -> None:
        """Block until it is stopped."""
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self._server.serve(sockets=[self._listener])

    async def _wind_down(self) -> None:
        # Streams and sockets never end by themselves, and the server waits for whoever is connected.
        self._platform.shared.changes.finish()
        await self._platform.shared.sockets.stop()
        self._server.should_exit = True


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family)
    # asyncio leaves Nagle on for sockets made like this; every kept connection then waited 40 ms for each answer.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _named(host: str) -> str:
    """Return the host as it stands in an address; who listens everywhere is reached from here at least."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - these are recognised here, not listened on
        return HOST
    return f"[{host}]" if ":" in host else host
