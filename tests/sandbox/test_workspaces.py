"""Several workspaces with one app: each has its own people, channels and bot, and neither sees the other's."""

import itertools

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.stage import MONDAY, HttpApp, Json, Stage, actions, button, refused, sent_back

_numbers = itertools.count(1)


@pytest.fixture
def other(client: SandboxClient) -> Json:
    """Add a workspace with the app in it, that no other test has."""
    return client.add_workspace(f"Other {next(_numbers)}")


@pytest.fixture
def abroad(client: SandboxClient, sandbox: Sandbox, other: Json) -> Stage:
    slack = WebClient(other["bot_token"], base_url=sandbox.api_url, retry_handlers=[])
    return Stage(client.workspace(other["id"]), slack)


def test_a_token_speaks_for_its_own_workspace(abroad: Stage, slack: WebClient, other: Json) -> None:
    here, there = slack.auth_test(), abroad.slack.auth_test()

    assert there["team_id"] == other["id"] != here["team_id"]
    assert there["user_id"] == other["bot_user"] != here["user_id"]
    assert there["bot_id"] != here["bot_id"]


def test_a_channel_of_one_workspace_is_unknown_in_the_other(stage: Stage, abroad: Stage) -> None:
    channel = stage.channel()

    with refused("channel_not_found"):
        abroad.slack.chat_postMessage(channel=channel, text="x")


def test_both_may_have_a_channel_of_one_name(stage: Stage, abroad: Stage) -> None:
    name = stage.name()

    ours = stage.slack.conversations_create(name=name)["channel"]["id"]
    theirs = abroad.slack.conversations_create(name=name)["channel"]["id"]

    assert ours != theirs


def test_people_belong_to_one_workspace(stage: Stage, abroad: Stage) -> None:
    ana = abroad.person(email="ana@other.example")

    with refused("user_not_found"):
        stage.slack.users_info(user=ana)
    with sent_back(404, ana):
        stage.client.command(ana, "general", "/echo hi")


def test_what_people_do_carries_their_workspace(abroad: Stage, other: Json, http_app: HttpApp) -> None:
    ana = abroad.person()
    channel = abroad.channel(ana)
    ts = abroad.post(channel, blocks=actions(button()))

    abroad.client.command(ana, channel, "/echo hi")
    abroad.client.press(ana, channel, ts, "go")

    command, press = http_app.payloads()
    assert command["team_id"] == press["team"]["id"] == press["user"]["team_id"] == other["id"]


def test_a_response_url_answers_where_it_was_made(abroad: Stage, http_app: HttpApp) -> None:
    ana = abroad.person()
    channel = abroad.channel(ana)
    http_app.answer = lambda _payload: {"text": "told you"}

    answer = abroad.client.command(ana, channel, "/echo hi")

    assert answer["shown"]["text"] == "told you"
    assert "told you" in abroad.texts(channel, ana)


def test_events_carry_the_workspace_and_its_bot(
    sandbox: Sandbox, client: SandboxClient, abroad: Stage, other: Json, http_app: HttpApp
) -> None:
    ana = abroad.person()
    channel = abroad.channel(ana)
    client.configure_app(events=["message.channels"])
    abroad.client.message(ana, channel, "hello")
    client.configure_app(events=[])

    (told,) = http_app.payloads("message")
    assert told["team_id"] == other["id"]
    assert told["authorizations"][0]["user_id"] == other["bot_user"]


def test_each_workspace_has_its_own_rates() -> None:
    with Sandbox.start(start=MONDAY) as running:
        second = running.client.add_workspace("Second")
        tokens = (running.bot_token, second["bot_token"])
        ours, theirs = (WebClient(token, base_url=running.api_url, retry_handlers=[]) for token in tokens)
        for _ in range(20):
            ours.users_list()

        with refused("ratelimited"):
            ours.users_list()
        assert theirs.users_list()["ok"]


def test_a_workspace_may_stand_without_the_app(client: SandboxClient, sandbox: Sandbox, http_app: HttpApp) -> None:
    bare = client.add_workspace("Bare", is_installed=False)
    there = client.workspace(bare["id"])
    ana = there.add_person("ana")["id"]
    client.configure_app(events=["team_join"])
    there.add_person("omar")
    client.configure_app(events=[])

    assert bare["bot_token"] == ""
    assert bare["bot_user"] not in [one["id"] for one in there.state(ana)["users"]]
    assert http_app.payloads() == []


def test_a_workspace_that_does_not_exist_is_named_in_the_answer(client: SandboxClient) -> None:
    with sent_back(404, "TNOWHERE", "/sandbox/workspaces"):
        client.workspace("TNOWHERE").state()


def test_a_domain_belongs_to_one_workspace(client: SandboxClient) -> None:
    with sent_back(409, "sandbox.slack.com", "another domain"):
        client.add_workspace("Sandbox again", domain="sandbox")


def test_the_list_shows_the_oldest_first(client: SandboxClient, other: Json) -> None:
    listed = client.workspaces()

    assert listed[0]["domain"] == "sandbox"
    assert listed[-1] == other
