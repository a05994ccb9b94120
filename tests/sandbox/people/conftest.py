"""A workspace without the app, and what it takes to bring the app there."""

import itertools
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.stage import Json, Stage

REDIRECT = "https://app.example/slack/oauth_redirect"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Door:
    """A workspace that the app is not in yet, with somebody who may let it in."""

    sandbox: Sandbox
    team: str
    bot_user: str
    installer: str

    @property
    def client(self) -> SandboxClient:
        return self.sandbox.client.workspace(self.team)

    def consent(self, **facts: object) -> str:
        """Agree to the app; gives the code that it may exchange."""
        answer = self.sandbox.client.install(self.team, self.installer, **{"redirect": REDIRECT, **facts})
        return parse_qs(urlsplit(answer["redirect"]).query)["code"][0]

    def exchange(self, code: str, **more: str) -> Json:
        """Exchange a code as the SDK does, with the credentials in the header."""
        app = self.sandbox._platform.shared.app
        given = {"client_id": app.client_id, "client_secret": app.client_secret, "redirect_uri": REDIRECT, **more}
        answer = WebClient(base_url=self.sandbox.api_url, retry_handlers=[]).oauth_v2_access(code=code, **given)
        assert isinstance(answer.data, dict)
        return answer.data

    def slack(self, token: str) -> WebClient:
        return WebClient(token, base_url=self.sandbox.api_url, retry_handlers=[])

    def stage(self, token: str) -> Stage:
        return Stage(self.client, self.slack(token))


@pytest.fixture
def door(sandbox: Sandbox) -> Door:
    added = sandbox.client.add_workspace(f"Door {next(_numbers)}", is_installed=False)
    ana = sandbox.client.workspace(added["id"]).add_person("ana", "Ana Silva")
    return Door(sandbox, added["id"], added["bot_user"], ana["id"])
