"""Two companies install one Baton with their browsers, work beside each other, and one of them leaves and comes back."""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from sandbox.trying.person import Person
from tests.journeys.companies import PUBLIC, Company, acme, browser, globex, install, on
from tests.journeys.stage import MONDAY, Stage

__all__ = ["acme", "globex", "on"]


def test_two_companies_install_work_and_part(on: Stage, acme: Company, globex: Company) -> None:
    page = install(on, acme)
    assert page.status == 200
    assert page.words.startswith("Installing Baton Baton is in Sandbox. Nothing is posted anywhere until")
    assert install(on, globex).status == 200
    on.settle()
    for company in (acme, globex):
        company.says_where()

    here, there = acme.opens_a_deal("Rocket"), globex.opens_a_deal("Submarine")
    on.settle()
    for company, channel in ((acme, here), (globex, there)):
        assert company.admin.types("/deal next call the customer by fri", in_=channel).shown
    on.settle()
    assert "Rocket" in acme.everything()
    assert "Submarine" in globex.everything()
    assert "Submarine" not in acme.everything()
    assert "Rocket" not in globex.everything()

    on.slack.uninstall(acme.team)
    last = on.slack.traffic()[-1]["number"]
    on.until(MONDAY + timedelta(days=8, hours=3))
    said = [each for each in on.slack.traffic(after=last) if each["kind"] == "call"]
    assert {each.get("team") for each in said} <= {globex.team, None}
    assert globex.nudges()
    assert not acme.nudges()

    heard = len(acme.told(acme.admin))
    assert install(on, acme).status == 200
    on.settle()
    news = acme.told(acme.admin)[heard:]
    assert "Rocket" in acme.admin.types("/deal list all", in_="general").shown
    # A week went by: each thing that is overdue is asked about once, and together.
    assert len(acme.nudges()) == 1
    assert len(set(news)) == len(news) < 8
    assert any(text.startswith("I was removed from the channel of *Rocket*") for text in news)
    assert "Submarine" not in acme.everything()


@pytest.mark.parametrize("on", ["http"], indirect=True)
def test_what_does_not_work_is_said_and_changes_nothing(on: Stage, acme: Company) -> None:
    cancelled = install(on, acme, choice="cancel")
    assert cancelled.words == (
        "Installing Baton Baton was not installed: the installation was cancelled, and nothing has changed. "
        "Install Baton in Slack"
    )

    mine, theirs = browser(on), browser(on)
    asked = mine.opens(f"{PUBLIC}/slack/install")
    theirs.opens(f"{PUBLIC}/slack/install", follows=False)
    landing = mine.consents(asked, f"{acme.team}/{acme.admin.id}", follows=False).headers["location"]
    assert set(parse_qs(urlsplit(landing).query)) == {"code", "state"}
    assert "opened in another browser" in theirs.opens(landing).words
    assert "Baton is in Sandbox" in mine.opens(landing).words
    again = mine.opens(landing)
    assert (again.status, "the link was used already" in again.words) == (400, True)


@dataclass
class Door:
    """What an admin got for their CRM: the path of its address, and its secret."""

    path: str
    secret: str

    def sends(self, on: Stage, number: int, account: str) -> int:
        """Tell of a deal, a minute later; return the status."""
        on.slack.advance(60)
        deal = {"id": f"D-{number}", "name": account, "account": {"name": account}, "kind": "site-installation"}
        return on.hook(on.news(deal), secret=self.secret, path=self.path)[0]


def given(person: Person) -> Door:
    """Read the address and the secret off the form in front of somebody."""
    address, secret = re.findall(r"```(.*?)```", str(person.form.view))
    person.closes()
    assert address.startswith(f"{PUBLIC}/webhooks/erp/")
    return Door(address.removeprefix(PUBLIC), secret)


def connects(company: Company) -> Door:
    company.admin.types("/deal settings connections", in_="general").heard()
    company.admin.presses("Connect a CRM…", in_="general")
    company.admin.fills({"source": "erp"}).submits()
    return given(company.admin)


@pytest.mark.parametrize("on", ["http"], indirect=True)
def test_each_company_connects_its_own_crm_and_neither_is_heard_in_the_other(
    on: Stage, acme: Company, globex: Company
) -> None:
    for company in (acme, globex):
        install(on, company)
    on.settle()
    for company in (acme, globex):
        company.says_where()
    ours, theirs = connects(acme), connects(globex)
    assert (ours.path, ours.secret) != (theirs.path, theirs.secret)

    assert ours.sends(on, 1, "Rocket") == 202
    assert theirs.sends(on, 1, "Submarine") == 202
    assert Door(ours.path, theirs.secret).sends(on, 2, "Stolen") == 401
    assert Door(f"{ours.path[:-1]}x", ours.secret).sends(on, 2, "Stolen") == 401
    on.settle()
    acme.workspace.waits_for(lambda: bool(acme.deals()), "a channel for Rocket", seconds=60)
    globex.workspace.waits_for(lambda: bool(globex.deals()), "a channel for Submarine", seconds=60)
    assert "Rocket" in acme.everything()
    assert "Submarine" not in acme.everything()
    assert "Rocket" not in globex.everything()
    listed = acme.admin.types("/deal settings connections", in_="general").heard().shown
    assert "Last taken" in listed
    assert "signed with another secret" in listed
    assert ours.secret not in listed

    acme.admin.presses("New secret…", in_="general")
    acme.admin.fills({}).submits()
    new = given(acme.admin)
    assert new.path == ours.path
    assert [each.sends(on, 1, "Rocket") for each in (ours, new)] == [200, 200]
    on.until(on.slack.now() + timedelta(days=1, minutes=1))
    assert [each.sends(on, 1, "Rocket") for each in (ours, new)] == [401, 200]

    on.slack.uninstall(globex.team)
    on.settle()
    assert theirs.sends(on, 3, "Too late") == 401
    assert new.sends(on, 3, "Comet") == 202
    for secret in (ours.secret, theirs.secret, new.secret):
        assert secret not in on.log


def renewed(on: Stage) -> list[str]:
    """Return what came of each attempt to renew a token."""
    asked = [each for each in on.slack.traffic() if each["method"] == "oauth.v2.access"]
    return [str(each["answer"].get("error") or "ok") for each in asked if "grant_type" in each["args"]]


@pytest.mark.parametrize("on", ["http"], indirect=True)
def test_a_token_that_expires_is_renewed_in_time_and_its_end_stops_one_company_alone(
    on: Stage, acme: Company, globex: Company
) -> None:
    on.slack.configure_app(token_rotation=True)
    for company in (acme, globex):
        install(on, company)
    acme.says_where()
    channel = acme.opens_a_deal("Rocket")

    on.until(MONDAY + timedelta(hours=11))
    assert renewed(on) == ["ok", "ok"]
    # The first tokens are over by now.
    on.until(MONDAY + timedelta(hours=13))
    assert acme.admin.types("/deal", in_=channel).shown.startswith("*Rocket*")

    on.slack.uninstall(globex.team, is_revoked=True)
    on.settle()
    assert acme.admin.types("/deal next call the customer by fri", in_=channel).shown.startswith("Noted")
    assert f"Baton was taken out of {globex.team}" in on.log
    assert f"Baton was taken out of {acme.team}" not in on.log
    assert "xoxe" not in on.log
