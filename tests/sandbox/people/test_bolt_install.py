"""A real Bolt app, with Bolt's own OAuth flow, is installed into two workspaces and answers in both."""

import http.client
import http.cookies
import re
import threading
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from slack_bolt import App
from slack_bolt.app.app import SlackAppDevelopmentServer
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore

from sandbox.running import Sandbox
from tests.sandbox.stage import MONDAY

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
LINK = re.compile(r'href="([^"]*/oauth/v2/authorize[^"]*)"')


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox.start(start=MONDAY) as running:
        yield running


@pytest.fixture
def address(sandbox: Sandbox, tmp_path: Path, free_port: int) -> Iterator[str]:
    """Give the address of a Bolt app that knows no token until somebody installs it."""
    slack, app = sandbox._platform.shared.app, f"http://127.0.0.1:{free_port}"
    settings = OAuthSettings(
        client_id=slack.client_id,
        client_secret=slack.client_secret,
        scopes=["commands", "chat:write"],
        redirect_uri=f"{app}/slack/oauth_redirect",
        authorization_url=f"{sandbox.base_url}/oauth/v2/authorize",
        installation_store=FileInstallationStore(base_dir=str(tmp_path / "installed")),
        state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=str(tmp_path / "states")),
    )
    bolt = App(signing_secret=slack.signing_secret, client=WebClient(base_url=sandbox.api_url), oauth_settings=settings)

    @bolt.command("/where")
    def where(ack, client) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - Bolt hands arguments by name
        ack(f"in {client.auth_test()['team']}")

    server = SlackAppDevelopmentServer(
        port=free_port, path="/slack/events", app=bolt, oauth_flow=bolt.oauth_flow, http_server_logger_enabled=False
    )._server
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    sandbox.client.configure_app(
        redirect_urls=[f"{app}/slack/oauth_redirect"], request_url=f"{app}/slack/events", events=[]
    )
    yield app
    server.shutdown()
    server.server_close()
    thread.join()


class Browser:
    """Opens pages and follows where they lead, with the cookies that Bolt's state check wants back."""

    def __init__(self) -> None:
        self._cookies: http.cookies.SimpleCookie = http.cookies.SimpleCookie()

    def get(self, address: str) -> str:
        return self._send("GET", address)

    def allow(self, page: str, base_url: str, installer: str) -> str:
        """Agree on Slack's page, and go where that leads: back to the app."""
        form = {name: unescape(value) for name, value in HIDDEN.findall(page)}
        chosen = urlencode({**form, "choice": "allow", "installer": installer})
        return self._send("POST", f"{base_url}/oauth/v2/authorize", chosen)

    def _send(self, verb: str, address: str, body: str | None = None) -> str:
        parts = urlsplit(address)
        connection = http.client.HTTPConnection(parts.netloc)
        cookies = "; ".join(f"{name}={one.value}" for name, one in self._cookies.items())
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
        connection.request(verb, f"{parts.path}?{parts.query}", body, headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        self._cookies.load(response.headers.get("Set-Cookie", ""))
        leads_to = response.headers.get("Location")
        return self.get(leads_to) if leads_to else text


def installed(sandbox: Sandbox, address: str, team: str, person: str) -> str:
    """Let the app into a workspace from its own install page on; gives what the app shows at the end."""
    browser = Browser()
    link = LINK.search(browser.get(f"{address}/slack/install"))
    assert link
    return browser.allow(browser.get(unescape(link.group(1))), sandbox.base_url, f"{team}/{person}")


@pytest.fixture
def doors(sandbox: Sandbox) -> list[tuple[str, str]]:
    """Give two workspaces without the app, each with the person who lets it in."""
    made = []
    for name in ("North", "South"):
        team = sandbox.client.add_workspace(name, is_installed=False)["id"]
        made.append((team, str(sandbox.client.workspace(team).add_person("ana")["id"])))
    return made


def test_it_is_installed_into_two_workspaces_and_answers_in_both(
    sandbox: Sandbox, address: str, doors: list[tuple[str, str]]
) -> None:
    for team, ana in doors:
        assert f"slack://app?team={team}" in installed(sandbox, address, team, ana)

    answers = [sandbox.client.workspace(team).command(ana, "general", "/where") for team, ana in doors]

    assert [one["shown"]["text"] for one in answers] == ["in North", "in South"]


def test_an_app_that_was_put_out_comes_back_by_the_same_way(
    sandbox: Sandbox, address: str, doors: list[tuple[str, str]]
) -> None:
    (team, ana), _ = doors
    there = sandbox.client.workspace(team)
    installed(sandbox, address, team, ana)
    sandbox.client.uninstall(team)
    assert there.command(ana, "general", "/where")["error"] == "/where is not a valid command."

    installed(sandbox, address, team, ana)

    assert there.command(ana, "general", "/where")["shown"]["text"] == "in North"
