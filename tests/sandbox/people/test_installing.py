"""The app is let into a workspace, gets its token for a code, and works there."""

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.people.conftest import REDIRECT, Door
from tests.sandbox.stage import MONDAY, HttpApp, refused, sent_back


def test_a_code_is_worth_a_token_with_everything_that_slack_says_of_it(door: Door) -> None:
    answer = door.exchange(door.consent(scopes=["commands", "chat:write"]))

    assert answer["access_token"].startswith("xoxb-")
    assert answer == {
        "ok": True,
        "access_token": answer["access_token"],
        "token_type": "bot",
        "scope": "commands,chat:write",
        "bot_user_id": door.bot_user,
        "app_id": door.client.state()["app"]["id"],
        "team": {"id": door.team, "name": door.client.state()["team"]["name"]},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": door.installer},
    }


def test_the_token_speaks_for_the_workspace_and_no_further_than_its_scopes(door: Door) -> None:
    slack = door.slack(door.exchange(door.consent(scopes=["chat:write"]))["access_token"])

    assert slack.auth_test()["team_id"] == door.team
    with refused("missing_scope"):
        slack.users_list()


def test_before_the_code_is_exchanged_the_app_is_not_there(door: Door) -> None:
    code = door.consent()

    assert not door.client.state()["app"]["is_installed"]
    door.exchange(code)
    assert door.client.state()["app"]["is_installed"]


def test_a_code_works_once(door: Door) -> None:
    code = door.consent()
    door.exchange(code)

    with refused("code_already_used"):
        door.exchange(code)


def test_a_code_works_for_ten_minutes() -> None:
    with Sandbox.start(start=MONDAY) as running:
        ana = running.client.add_person("ana")["id"]
        team = running.client.workspaces()[0]["id"]
        door = Door(running, team, "", ana)
        in_time, late = door.consent(), door.consent()
        running.client.advance(590)
        door.exchange(in_time)
        running.client.advance(11)

        with refused("invalid_code"):
            door.exchange(late)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"client_secret": "guess"}, "bad_client_secret"),
        ({"redirect_uri": "https://app.example/other"}, "bad_redirect_uri"),
        ({"redirect_uri": ""}, "bad_redirect_uri"),
        ({"grant_type": "password"}, "invalid_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "xoxe-1-no"}, "invalid_refresh_token"),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_the_code_good(door: Door, given: dict[str, str], code: str) -> None:
    consent = door.consent()

    with refused(code):
        door.exchange(consent, **given)
    assert door.exchange(consent)["ok"]


def test_a_code_that_nobody_gave_is_refused(door: Door) -> None:
    with refused("invalid_code"):
        door.exchange("1.2.3")


def test_credentials_may_stand_among_the_arguments_too(door: Door, sandbox: Sandbox) -> None:
    app = sandbox._platform.shared.app
    given = {"client_id": app.client_id, "client_secret": app.client_secret}

    answer = WebClient(base_url=sandbox.api_url).api_call(
        "oauth.v2.access", params={**given, "code": door.consent(), "redirect_uri": REDIRECT}
    )

    assert answer["team"]["id"] == door.team


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"is_restricted": True}, "guest"),
        ({"team": "T0PARTNER"}, "another company"),
        ({"is_bot": True}, "bot"),
    ],
)
def test_only_members_install_apps(door: Door, client: SandboxClient, facts: dict[str, object], words: str) -> None:
    other = door.client.add_person("other", **facts)["id"]

    with sent_back(400 if words == "bot" else 403, words):
        client.install(door.team, other)


def test_a_workspace_may_leave_installing_to_its_administrators(door: Door, client: SandboxClient) -> None:
    boss = door.client.add_person("boss", is_admin=True)["id"]
    client.change_workspace(door.team, reserved=["install_apps"])

    with sent_back(403, "administrator"):
        client.install(door.team, door.installer)
    assert client.install(door.team, boss)["is_installed"]


def test_installing_by_script_needs_no_code(door: Door, client: SandboxClient) -> None:
    made = client.install(door.team, door.installer, scopes=["commands"])

    assert door.slack(made["bot_token"]).auth_test()["bot_id"]
    assert door.client.state()["app"]["scopes"] == ["commands"]


def test_installing_again_keeps_the_token_and_adds_scopes(door: Door) -> None:
    first = door.exchange(door.consent(scopes=["commands"]))

    again = door.exchange(door.consent(scopes=["chat:write"]))

    assert again["access_token"] == first["access_token"]
    assert again["scope"] == "commands,chat:write"


def test_scopes_can_be_taken_back_for_a_trial(door: Door, client: SandboxClient) -> None:
    slack = door.slack(client.install(door.team, door.installer)["bot_token"])
    slack.users_list()

    client.change_workspace(door.team, scopes=["chat:write"])

    with refused("missing_scope") as answer:
        slack.users_list()
    assert answer["provided"] == "chat:write"


@pytest.mark.parametrize(
    ("scopes", "words"), [([], "asks for nothing"), (["admin"], "'admin'"), ("commands", "list of texts")]
)
def test_scopes_that_cannot_be_are_sent_back(door: Door, client: SandboxClient, scopes: object, words: str) -> None:
    with sent_back(400, words):
        client.install(door.team, door.installer, scopes=scopes)


def test_nothing_secret_stands_in_the_traffic(door: Door, client: SandboxClient, sandbox: Sandbox) -> None:
    token = door.exchange(door.consent())["access_token"]

    told = str(client.traffic())
    assert token not in told
    assert sandbox._platform.shared.app.client_secret not in told


@pytest.fixture
def gone(door: Door, client: SandboxClient, http_app: HttpApp) -> tuple[Door, str]:
    """Give a workspace whose app is uninstalled, in which the app would hear of it, with the token it had."""
    token = client.install(door.team, door.installer)["bot_token"]
    door.client.add_channel("deals", door.installer, [door.bot_user])
    client.configure_app(events=["app_uninstalled", "tokens_revoked"])
    client.uninstall(door.team)
    client.configure_app(events=[])
    return door, token


def test_the_app_hears_that_it_was_uninstalled(gone: tuple[Door, str], http_app: HttpApp) -> None:
    door, _ = gone

    told = {one["event"]["type"]: one for one in http_app.payloads()}
    assert set(told) == {"app_uninstalled", "tokens_revoked"}
    assert told["tokens_revoked"]["event"]["tokens"] == {"oauth": [], "bot": [door.bot_user]}
    assert {one["team_id"] for one in told.values()} == {door.team}


def test_an_uninstalled_apps_token_is_inactive(gone: tuple[Door, str]) -> None:
    door, token = gone

    with refused("account_inactive"):
        door.slack(token).auth_test()


def test_an_uninstalled_app_leaves_its_channels_and_its_commands_end(gone: tuple[Door, str]) -> None:
    door, _ = gone

    answer = door.client.command(door.installer, "deals", "/echo hi")

    channel = next(one for one in door.client.state()["channels"] if one["name"] == "deals")
    bot = next(one for one in door.client.state()["users"] if one["id"] == door.bot_user)
    assert door.bot_user not in channel["members"]
    assert bot["deleted"]
    assert answer["error"] == "/echo is not a valid command."


def test_an_app_that_comes_back_is_the_same_bot_with_a_new_token(gone: tuple[Door, str], client: SandboxClient) -> None:
    door, token = gone

    again = client.install(door.team, door.installer, scopes=["chat:write"])

    assert again["bot_user"] == door.bot_user
    assert again["bot_token"] != token
    assert door.client.state()["app"]["scopes"] == ["chat:write"]
    with refused("account_inactive"):
        door.slack(token).auth_test()


def test_uninstalling_twice_is_refused(gone: tuple[Door, str], client: SandboxClient) -> None:
    with sent_back(409, "not installed"):
        client.uninstall(gone[0].team)


def test_buttons_of_an_app_that_is_gone_do_nothing(door: Door, client: SandboxClient, http_app: HttpApp) -> None:
    stage = door.stage(client.install(door.team, door.installer)["bot_token"])
    channel = stage.channel(door.installer)
    buttons = [{"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}]
    ts = stage.post(channel, blocks=[{"type": "actions", "elements": buttons}])
    client.uninstall(door.team)

    answer = door.client.press(door.installer, channel, ts, "go")

    assert "not installed" in answer["error"]
    assert http_app.payloads() == []


def test_an_administrator_may_revoke_the_tokens(door: Door, client: SandboxClient, http_app: HttpApp) -> None:
    token = client.install(door.team, door.installer)["bot_token"]
    client.configure_app(events=["app_uninstalled", "tokens_revoked"])

    client.uninstall(door.team, is_revoked=True)
    client.configure_app(events=[])

    assert [one["event"]["type"] for one in http_app.payloads()] == ["tokens_revoked"]
    with refused("token_revoked"):
        door.slack(token).auth_test()


def test_an_app_may_revoke_its_own_token_and_try_it_out_before(door: Door, client: SandboxClient) -> None:
    slack = door.slack(client.install(door.team, door.installer)["bot_token"])

    assert slack.auth_revoke(test=True)["revoked"] is False
    assert slack.auth_test()["ok"]
    assert slack.auth_revoke()["revoked"] is True
    with refused("token_revoked"):
        slack.auth_test()
    assert not door.client.state()["app"]["is_installed"]


def test_an_app_may_uninstall_itself(door: Door, client: SandboxClient, sandbox: Sandbox) -> None:
    app = sandbox._platform.shared.app
    slack = door.slack(client.install(door.team, door.installer)["bot_token"])

    with refused("bad_client_secret"):
        slack.apps_uninstall(client_id=app.client_id, client_secret="guess")
    slack.apps_uninstall(client_id=app.client_id, client_secret=app.client_secret)

    with refused("account_inactive"):
        slack.auth_test()
