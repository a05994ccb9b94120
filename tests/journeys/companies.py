"""Companies that install Baton with a browser, and the Slack in which they do: for journeys of many workspaces."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from sandbox.trying.person import Person
from sandbox.trying.screen import NotThere
from sandbox.workspace import Workspace
from tests.journeys.browser import Browser, Page
from tests.journeys.stage import Stage, stage

KEY = b64encode(bytes(range(32))).decode()
PUBLIC = "https://baton.example.com"
OF_ONE = ("SLACK_BOT_TOKEN", "BATON_TEAM_CHANNEL", "BATON_DEFAULT_OWNER", "BATON_WEBHOOK_SECRET")


@dataclass
class Company:
    """A workspace with somebody in it who may install apps, and a colleague."""

    workspace: Workspace
    team: str
    admin: Person
    colleague: Person

    def says_where(self) -> None:
        """Say where Baton may post, as an admin does once."""
        self.admin.types("/deal settings", in_="general").heard()
        self.admin.presses("Change…", about="Channels")
        self.admin.fills({"team": "general"}).submits()
        self.admin.closes()

    def opens_a_deal(self, name: str) -> str:
        """Open a deal by hand; return its channel."""
        answer = self.admin.types(f"/deal won {name} 12000 EUR", in_="general").heard()
        assert answer.has_form, answer.shown
        facts = {"name": name, "account": name, "kind": "site-installation"}
        self.admin.fills(facts).fills_the_rest().submits()
        self.admin.closes()
        self.workspace.waits_for(lambda: bool(self.deals()), f"a channel for {name}", seconds=60)
        return self.deals()[-1]

    def deals(self) -> list[str]:
        """Return the deals' channels."""
        found = self.workspace.client.state()["channels"]
        return [str(each["id"]) for each in found if each["name"].startswith("site-")]

    def nudges(self) -> list[str]:
        """Return what was said to the admin alone about their step."""
        return [text for text in self.told(self.admin) if "*call the customer* was due" in text]

    def told(self, person: Person) -> list[str]:
        """Return what somebody was told directly."""
        try:
            channel = person.direct()
        except NotThere:
            return []
        return [str(each["text"]) for each in self.workspace.client.messages(channel)]

    def everything(self) -> str:
        """Return every word that stands anywhere in this workspace."""
        client = self.workspace.client
        said = [each["text"] for channel in client.state()["channels"] for each in client.messages(channel["id"])]
        return "\n".join([*map(str, said), *self.told(self.admin), *self.told(self.colleague)])


@pytest.fixture(params=["socket mode", "http"])
def on(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Return a Slack beside which a Baton serves that nobody has installed yet."""
    with stage(tmp_path_factory.mktemp("many"), over_http=request.param == "http") as made:
        made.settings = {name: value for name, value in made.settings.items() if name not in OF_ONE} | {
            "SLACK_CLIENT_ID": "77.88",
            "SLACK_CLIENT_SECRET": "a secret of the app",
            "PUBLIC_URL": PUBLIC,
            "BATON_ENCRYPTION_KEYS": KEY,
        }
        back = f"{PUBLIC}/slack/oauth_redirect"
        made.slack.configure_app(client_id="77.88", client_secret="a secret of the app", redirect_urls=[back])
        for each in made.slack.workspaces():
            made.slack.uninstall(each["id"])
        with made.serving():
            yield made


@pytest.fixture
def acme(on: Stage) -> Company:
    admin = on.workspace.person("root", tz="Europe/Madrid", is_admin=True)
    return Company(on.workspace, on.slack.workspaces()[0]["id"], admin, on.people["jonas"])


@pytest.fixture
def globex(on: Stage) -> Company:
    made = on.slack.add_workspace("Globex", is_installed=False)
    described = {
        "api_url": on.workspace.api_url,
        "bot_token": "",
        "app_token": on.workspace.app_token,
        "signing_secret": on.workspace.signing_secret,
        "clock_url": on.workspace.clock_url,
        "page": f"{on.workspace.page}?team={made['id']}",
    }
    workspace = Workspace(described, on.slack.workspace(made["id"]), patience=20)
    admin, colleague = (workspace.person(name, tz="Europe/Madrid", is_admin=name == "root") for name in ("root", "li"))
    return Company(workspace, made["id"], admin, colleague)


def browser(on: Stage) -> Browser:
    return Browser({"baton.example.com": on.baton.url.removeprefix("http://")})


def install(on: Stage, company: Company, *, choice: str = "allow", by: Person | None = None) -> Page:
    """Let Baton in, or not; ``by`` None: its admin does."""
    somebody, who = browser(on), by or company.admin
    asked = somebody.opens(f"{PUBLIC}/slack/install")
    assert asked.status == 200, asked.words
    return somebody.consents(asked, f"{company.team}/{who.id}", choice=choice)
