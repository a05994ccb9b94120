"""The workspace of a test: its people and channels, its clock, its faults, its neighbours, and coming to rest."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.client import SandboxRefused
from sandbox.trying.person import Person
from sandbox.workspace import NotSettled, Workspace
from tests.sandbox.stage import MONDAY, HttpApp
from tests.sandbox.trying.conftest import SOON, Script


@pytest.fixture(scope="module")
def alone() -> object:
    """Give a workspace of this file's own, without an app that listens; its clock stands still."""
    with Workspace.start(start=MONDAY, speed=0, patience=SOON) as made:
        yield made


def test_a_test_of_ten_lines() -> None:
    with Workspace.start(start=MONDAY) as workspace:
        ana = workspace.person("ana", tz="Europe/Madrid")
        slack = WebClient(workspace.bot_token, base_url=workspace.api_url)
        channel = workspace.channel("deals", ana)

        slack.chat_postMessage(channel=channel, text="A deal was won")

        ana.sees("A deal was won", in_="deals")
        workspace.clock.to("tomorrow 8:30", of=ana)
        assert workspace.clock.now() >= datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


def test_people_are_known_by_name_with_what_is_told_of_them(alone: Workspace) -> None:
    lena = alone.person("lena", "Lena Koch", tz="Europe/Berlin", email="lena@example.com", is_admin=True)

    known = next(each for each in alone.client.state()["users"] if each["id"] == lena.id)
    assert alone.people["lena"] is lena
    assert (known["real_name"], known["tz"], known["is_admin"]) == ("Lena Koch", "Europe/Berlin", True)
    assert alone.zone_of(lena) == "Europe/Berlin"
    assert repr(lena) == f"Person('{lena.id}')"


@pytest.mark.parametrize(("guest", "is_ultra"), [("multi-channel", False), ("single-channel", True)])
def test_guests_are_of_two_kinds(alone: Workspace, guest: str, *, is_ultra: bool) -> None:
    somebody = alone.person(guest.replace("-", ""), guest=guest)

    known = next(each for each in alone.client.state()["users"] if each["id"] == somebody.id)
    assert (known["is_restricted"], known["is_ultra_restricted"]) == (True, is_ultra)


def test_a_guest_of_another_kind_is_refused_in_a_sentence(alone: Workspace) -> None:
    with pytest.raises(ValueError, match="A guest is multi-channel or single-channel, not 'paying'"):
        alone.person("gus", guest="paying")


def test_a_name_that_is_taken_is_refused_by_the_workspace(alone: Workspace) -> None:
    alone.person("twice")

    with pytest.raises(SandboxRefused, match="'twice' already"):
        alone.person("twice")


def test_a_channel_is_made_by_the_first_with_the_others_and_the_app_in_it(alone: Workspace) -> None:
    one, two = alone.person("one"), alone.person("two")
    with_app = alone.channel("with-app", one, two)
    without = alone.channel("without-app", two, is_private=True, with_app=False)

    channels = {each["id"]: each for each in alone.client.state()["channels"]}
    assert channels[with_app]["creator"] == one.id
    assert set(channels[with_app]["members"]) == {one.id, two.id, alone.bot}
    assert (channels[without]["members"], channels[without]["is_private"]) == ([two.id], True)


def test_a_channel_that_nobody_makes_is_refused(alone: Workspace) -> None:
    with pytest.raises(ValueError, match="Somebody has to make #empty"):
        alone.channel("empty")


def test_a_group_holds_its_people(alone: Workspace) -> None:
    somebody = alone.person("grouped")
    group = alone.group("finance", somebody)

    (known,) = [each for each in alone.client.state()["usergroups"] if each["id"] == group]
    assert (known["handle"], known["name"], known["users"]) == ("finance", "Finance", [somebody.id])


def test_commands_are_named_with_or_without_the_slash(alone: Workspace) -> None:
    alone.app(name="Shop", commands=["buy", "/sell", {"command": "/rent", "usage_hint": "what"}])

    app = alone.client.state()["app"]
    assert [each["command"] for each in app["commands"]] == ["/buy", "/sell", "/rent"]
    assert app["name"] == "Shop"


def test_the_clock_moves_as_people_say_it_and_by_a_span(alone: Workspace) -> None:
    ana = alone.person("clocked", tz="America/New_York")
    begun = alone.clock.now()

    alone.clock.forward(hours=1, minutes=30)
    assert alone.clock.now() == begun + timedelta(hours=1.5)
    alone.clock.to("next monday 08:30", of=ana)
    assert alone.clock.now() == datetime(2026, 11, 30, 13, 30, tzinfo=UTC)
    alone.clock.to("18:00", zone="Europe/Helsinki")
    assert alone.clock.now() == datetime(2026, 11, 30, 16, tzinfo=UTC)
    alone.clock.to(datetime(2026, 12, 1, tzinfo=UTC))
    assert alone.clock.now() == datetime(2026, 12, 1, tzinfo=UTC)


def test_the_clock_moves_only_forward_and_takes_only_moments(alone: Workspace) -> None:
    with pytest.raises(SandboxRefused, match="only moves forward"):
        alone.clock.to(MONDAY - timedelta(days=1))
    with pytest.raises(ValueError, match="'soon' is no moment"):
        alone.clock.to("soon")


def test_the_clock_stands_still_until_it_is_let_run(alone: Workspace) -> None:
    first = alone.clock.now()
    assert alone.clock.now() == first

    alone.clock.runs(10)
    alone.clock.runs(0)

    assert alone.clock.now() > first


def test_calls_go_wrong_as_asked_until_mended(alone: Workspace) -> None:
    slack = WebClient(alone.bot_token, base_url=alone.api_url, retry_handlers=[])
    alone.breaks("auth.test", "error:fatal_error", times=0)
    with pytest.raises(SlackApiError, match="fatal_error"):
        slack.auth_test()

    alone.mends()

    assert slack.auth_test()["ok"]


def test_only_calls_that_match_go_wrong(alone: Workspace) -> None:
    slack = WebClient(alone.bot_token, base_url=alone.api_url, retry_handlers=[])
    channel = alone.channel("matched", alone.person("matching"))
    alone.breaks("chat.postMessage", "error:fatal_error", text="late")

    assert slack.chat_postMessage(channel=channel, text="early")["ok"]
    with pytest.raises(SlackApiError, match="fatal_error"):
        slack.chat_postMessage(channel=channel, text="too late")
    assert slack.chat_postMessage(channel=channel, text="late again")["ok"]


def test_a_second_workspace_has_its_own_people_and_the_same_clock(alone: Workspace) -> None:
    other = alone.another("Acme", domain="acme")
    ana = other.person("only-there")
    slack = WebClient(other.bot_token, base_url=other.api_url)

    slack.chat_postMessage(channel=other.channel("theirs", ana), text="hello over there")

    ana.sees("hello over there", in_="theirs")
    assert other.bot_token != alone.bot_token
    assert "only-there" not in {each["name"] for each in alone.client.state()["users"]}
    assert other.clock.now() == alone.clock.now()
    other.stop()
    assert alone.client.state()["team"]["name"] == "Sandbox"


def test_what_a_channel_says_is_read_by_name_or_id(alone: Workspace) -> None:
    reader = alone.person("reader", "Rhea Reader")
    channel = alone.channel("read-aloud", reader)
    reader.types("good morning", in_="read-aloud")

    assert alone.transcript("#read-aloud", zone="Europe/Madrid") == alone.transcript(channel, zone="Europe/Madrid")
    assert alone.transcript(channel).endswith("Rhea Reader: good morning")


def test_the_traffic_of_one_method_is_listed(alone: Workspace) -> None:
    WebClient(alone.bot_token, base_url=alone.api_url).team_info()

    assert [each["method"] for each in alone.traffic("team.info")] == ["team.info"]
    assert len(alone.traffic()) > 1


def test_what_runs_elsewhere_is_joined_by_what_it_printed(alone: Workspace) -> None:
    joined = Workspace.at(
        {
            "api_url": alone.api_url,
            "bot_token": alone.bot_token,
            "app_token": alone.app_token,
            "signing_secret": alone.signing_secret,
            "clock_url": alone.clock_url,
            "page": alone.page,
        }
    )

    assert joined.bot == alone.bot
    joined.stop()
    assert alone.bot


def test_settling_waits_for_what_is_under_way(workspace: Workspace, ana: Person, app: Script) -> None:
    workspace.breaks("chat.postMessage", "hang:1")
    begun = time.monotonic()
    posting = threading.Thread(target=app.says, args=["slowly"])
    posting.start()
    workspace.waits_for(lambda: workspace.client.wait(seconds=0)["under_way"] > 0, "the call")

    workspace.settle()

    assert time.monotonic() - begun >= 1
    assert ana.look().newest("slowly")
    posting.join()


def test_settling_gives_the_app_a_moment_after_its_ack(
    workspace: Workspace, ana: Person, app: Script, http_app: HttpApp
) -> None:
    later = threading.Timer(0.02, app.says, ["a moment later"])
    http_app.answer = lambda _: later.start()
    ana.types("/go")

    # A long moment: how soon the timer's thread gets its turn is the machine's business, not what is tried here.
    assert workspace.client.settle(seconds=10, still=1)

    assert ana.look().newest("a moment later")
    later.join()


def test_what_does_not_come_to_rest_is_told(alone: Workspace) -> None:
    slack = WebClient(alone.bot_token, base_url=alone.api_url, retry_handlers=[])
    alone.breaks("auth.test", "hang:3")
    asking = threading.Thread(target=slack.auth_test)
    asking.start()
    alone.waits_for(lambda: alone.client.wait(seconds=0)["under_way"] > 0, "the call")

    with pytest.raises(NotSettled, match=r"Not everything came to rest in 0\.3 s: 1 under way\."):
        alone.settle()

    asking.join()


def test_what_never_happens_is_told_in_the_words_of_who_waited(alone: Workspace) -> None:
    with pytest.raises(NotSettled, match=r"The end of the world did not happen within 0\.1 s\."):
        alone.waits_for(lambda: False, "The end of the world", seconds=0.1)
