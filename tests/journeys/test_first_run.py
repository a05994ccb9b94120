"""The first five minutes: from the installation over each step of one direct message to the next morning's digest."""

import re
from typing import Any

import pytest

from sandbox.trying.person import Person
from tests.journeys.companies import Company, acme, install, on
from tests.journeys.stage import PATIENCE, Stage

__all__ = ["acme", "on"]


def test_whoever_installs_is_led_through_it_and_nothing_is_posted_before_they_say_so(on: Stage, acme: Company) -> None:
    install(on, acme)
    install(on, acme)
    on.settle()
    (told,) = acme.told(acme.admin)
    assert "*I post nowhere until you say so.*" in told
    before = _posted(on, acme)

    _try_to_open(acme.colleague, "Rocket")
    on.settle()
    assert _posted(on, acme) == before
    assert acme.deals() == []

    _begin(on, acme.admin)
    assert "2. Who leads each function*\nSkipped" in _only(acme)
    _press(on, acme.admin, "Start the newest")
    acme.workspace.waits_for(lambda: bool(acme.deals()), "the channel of the first deal", seconds=60)
    on.settle()
    assert "6. Your next digest*\nWhat you would read" in _only(acme)

    acme.admin.presses("Show it", in_=acme.admin.direct()).heard()
    shown = acme.workspace.client.until(lambda: _whispered(on, acme.admin), seconds=PATIENCE)
    assert shown
    assert "next digest" in shown or "no digest comes to you" in shown
    on.settle()
    assert "*That is all.*" in _only(acme)


@pytest.mark.parametrize("on", ["http"], indirect=True)
def test_only_after_an_uninstallation_is_it_put_to_somebody_again(on: Stage, acme: Company) -> None:
    install(on, acme)
    # Slack tells when it was taken out in whole seconds: an end within the second of the beginning would be an older one.
    on.slack.advance(60)
    on.settle()
    on.slack.uninstall(acme.team)
    # Slack tells of it by an event: until that came, a consent is one more and no new beginning.
    assert on.slack.until(lambda: f"Baton was taken out of {acme.team}" in on.log or None, seconds=PATIENCE)
    install(on, acme)
    on.settle()

    assert len([each for each in acme.told(acme.admin) if "from promise to delivery" in each]) == 2


def test_whoever_installs_needs_be_no_admin_until_one_has_a_word(on: Stage, acme: Company) -> None:
    install(on, acme, by=acme.colleague)
    on.settle()
    assert "until an admin of this workspace changes something" in _only(acme, acme.colleague)
    _begin(on, acme.colleague)
    assert "Where I may post is chosen" in _only(acme, acme.colleague)

    acme.admin.types("/deal settings", in_="general").heard()
    acme.admin.presses("Change…", about="Channels")
    acme.admin.fills({"team": ""}).submits()
    acme.admin.closes()
    on.settle()

    after = _only(acme, acme.colleague)
    assert "*What holds for everybody, an admin chooses:* ask" not in after, "nothing of that is left to be chosen"
    assert "Only an admin" in acme.colleague.types("/deal settings", in_="general").shown


def test_a_lent_first_run_names_the_admins_once_one_has_chosen(on: Stage, acme: Company) -> None:
    install(on, acme, by=acme.colleague)
    on.settle()
    acme.says_where()
    on.settle()

    after = _only(acme, acme.colleague)
    assert f"ask <@{acme.admin.id}>" in after
    assert "An admin chooses it." in after
    _press(on, acme.colleague, "Skip", about="practice")
    assert "Skipped: nobody practises" in _only(acme, acme.colleague)
    _try_to_open(acme.colleague, "Rocket")
    acme.workspace.waits_for(lambda: bool(acme.deals()), "the channel of the first deal", seconds=60)


def _whispered(on: Stage, somebody: Person) -> str | None:
    """Return what only this person was shown last among their direct messages."""
    found = [each for each in on.slack.messages(somebody.direct(), somebody.id) if each["is_ephemeral"]]
    return str(found[-1]["text"]) if found else None


def _posted(on: Stage, company: Company) -> dict[str, int]:
    """Return how much stands in each public channel."""
    channels = company.workspace.client.state()["channels"]
    return {each["name"]: len(on.slack.messages(each["id"])) for each in channels if not each.get("is_im")}


def _try_to_open(somebody: Person, name: str) -> None:
    assert somebody.types(f"/deal won {name} 12000 EUR", in_="general").heard().has_form
    somebody.fills({"name": name, "account": name, "kind": "site-installation"}).fills_the_rest().submits()
    somebody.closes()


def _begin(on: Stage, admin: Person) -> None:
    admin.presses("Choose the channel", in_=admin.direct())
    admin.fills({"team": "general"}).submits()
    admin.closes()
    on.settle()
    _press(on, admin, "Skip", about="leads")
    _press(on, admin, "Begin in private")
    _press(on, admin, "Skip", about="practice")


def _press(on: Stage, somebody: Person, label: str, about: str = "") -> None:
    answer = somebody.presses(label, about=about, in_=somebody.direct())
    assert answer.ok, answer.error
    on.settle()


def _only(company: Company, who: Person | None = None) -> str:
    """Return the one message of the first steps as it stands now, the admin's or another one's."""
    (found,) = [each for each in company.told(who or company.admin) if "from promise to delivery" in each]
    return found


def test_practice_shows_within_minutes_what_days_would_and_puts_itself_away(on: Stage, acme: Company) -> None:
    install(on, acme)
    on.settle()
    admin, before = acme.admin, _posted(on, acme)
    admin.presses("Practise", in_=admin.direct()).heard()
    acme.workspace.waits_for(lambda: bool(_practice(on)), "the practice channel", seconds=60)
    on.settle()
    (channel,) = _practice(on)
    assert channel["is_private"]
    assert set(channel["members"]) <= {admin.id, on.slack.state()["app"]["user"]}

    for _ in range(3):
        on.slack.advance(125)
        on.settle()
    told = "\n".join(on.read(channel["id"]))
    asked = [each for each in acme.told(admin) if "practice: call the customer" in each]
    assert len(asked) == 1
    # Installed on a Monday: of a step due on Tuesday, privately in the evening, aloud on Wednesday, decided on Thursday.
    assert "In a real deal, for a step due Tue 1 Dec 2026, this comes Tue 1 Dec 2026, 17:00" in asked[0]
    assert "this comes Wed 2 Dec 2026, 10:00" in told
    assert "this comes Thu 3 Dec 2026, 10:00" in told
    (decision,) = [each for each in on.read(channel["id"]) if "please decide" in each]
    assert re.search(r"goes on, by (Mon 30 Nov|today)[^.]* \d\d:\d\d", decision), decision

    admin.presses("End practice", in_=channel["id"]).heard()
    on.slack.advance(90)
    on.settle()
    (channel,) = _practice(on)
    assert channel["is_archived"]
    *_, last, archived = on.read(channel["id"])
    assert last.startswith("*Practice is over.*")
    assert archived == "archived the channel"
    assert {name: count for name, count in _posted(on, acme).items() if "practice" not in name} == before
    assert "Practice deal" not in admin.types("/deal list all", in_="general").shown
    assert acme.told(acme.colleague) == []


def _practice(on: Stage) -> list[dict[str, Any]]:
    return [each for each in on.slack.state()["channels"] if each["name"].startswith("practice-")]
