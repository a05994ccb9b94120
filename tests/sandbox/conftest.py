"""A running workspace for each test file, the real SDK pointed at it, and an app behind its request URL."""

import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.stage import MONDAY, PATIENT, HttpApp, Stage, handler_for


@pytest.fixture(scope="module")
def http_app_server() -> Iterator[HttpApp]:
    app = HttpApp()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(app))
    app.url = f"http://127.0.0.1:{server.server_port}/slack/events"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield app
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def http_app(http_app_server: HttpApp) -> HttpApp:
    """Give the app behind the workspace's request URL, with a clean memory."""
    http_app_server.reset()
    return http_app_server


@pytest.fixture(scope="module")
def sandbox(http_app_server: HttpApp) -> Iterator[Sandbox]:
    with Sandbox.start(start=MONDAY, request_url=http_app_server.url, ack_seconds=PATIENT) as running:
        running.client.configure_app(rate_limits=False, events=[])
        yield running


@pytest.fixture
def impatient(sandbox: Sandbox) -> Iterator[None]:
    """Wait only a moment for acks, so that a test of a silent app need not last three seconds."""
    dispatcher = sandbox._platform.shared.dispatcher
    before, dispatcher.ack_seconds = dispatcher.ack_seconds, 0.3
    yield
    dispatcher.ack_seconds = before


@pytest.fixture
def client(sandbox: Sandbox) -> SandboxClient:
    return sandbox.client


@pytest.fixture
def slack(sandbox: Sandbox) -> WebClient:
    """Give the real SDK, without its own retries."""
    return WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])


@pytest.fixture
def stage(client: SandboxClient, slack: WebClient) -> Stage:
    return Stage(client, slack)
