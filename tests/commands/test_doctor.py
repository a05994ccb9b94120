"""The doctor, beside a local Slack in which one thing after the other is broken: each fault is a sentence with a way out."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml
from sqlalchemy import text

from bot.findings import Finding, Verdict, doubtful, fine, wrong
from bot.installed import Token
from bot.model import ChannelId
from commands.doctor import examined, status, told
from commands.manifest import manifest
from commands.settings import Settings
from messages.delivery import examining
from sandbox.workspace import Workspace
from storage.examining import Examination, playbooks
from storage.opening import open_migrated
from storage.secrets.keys import read_keys

KEY, OTHER_KEY = "mGqVq3vWqz6W8l8bA6qzv1v1y0y3b7cX0s8d2f4g6h8=", "Zx9Yw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0Fe9Dc8Ba7Zy6w="


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    with Workspace.start() as made:
        lena = made.person("lena", is_admin=True)
        made.client.apply_manifest(yaml.safe_load(manifest(command="/deal", public_url=None, socket_mode=True)))
        made.channel("team", lena)
        made.channel("without", lena, with_app=False)
        yield made


@pytest.fixture
def given(workspace: Workspace, tmp_path: Path) -> dict[str, Any]:
    """Return settings with which nothing is wrong, and a database that is as it should be."""
    url = f"sqlite:///{tmp_path}/baton.db"
    open_migrated(url, ids=uuid4).close()
    return {
        "slack_bot_token": workspace.bot_token,
        "slack_app_token": workspace.app_token,
        "slack_api_url": workspace.api_url,
        "database_url": url,
        "baton_team_channel": place(workspace, "team"),
        "baton_webhook_secret": "a secret that is long enough",
    }


def place(workspace: Workspace, name: str) -> str:
    return next(str(each["id"]) for each in workspace.client.state()["channels"] if each["name"] == name)


def look(given: dict[str, Any], *, now: datetime | None = None) -> list[Finding]:
    settings = Settings(_env_file=None, **given)  # type: ignore[call-arg]
    setting = settings.baton_encryption_keys

    def keys() -> Any:
        return read_keys(setting.get_secret_value() if setting else None, entropy=bytes)

    memory = Examination(settings.database_url, keys=keys, ids=uuid4)
    return list(examined(settings, memory, playbooks(settings.baton_playbooks), now=now or datetime.now(UTC)))


def found(findings: list[Finding], about: str) -> Finding:
    """Return what was found of one thing; for a scope that is missing and one too many there are two."""
    return next(each for each in findings if each.about == about)


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_where_all_is_well_every_line_is_fine(given: dict[str, Any]) -> None:
    findings = look(given)

    assert [each for each in findings if each.verdict is not Verdict.OK] == []
    assert {each.about for each in findings} == {
        *("bot token", "scopes", "clock", "app token", "team channel", "leadership", "database", "tables"),
        *("encryption keys", "systems", "webhook secret", "playbooks"),
    }
    assert status(findings) == 0


@pytest.mark.parametrize(
    ("setting", "value", "about", "words"),
    [
        ("slack_bot_token", None, "bot token", "SLACK_BOT_TOKEN is missing"),
        ("slack_bot_token", "xoxp-1-2", "bot token", "a person's token"),
        ("slack_bot_token", "xapp-1-2", "bot token", "belongs in SLACK_APP_TOKEN"),
        ("slack_bot_token", "xoxb-made-up", "bot token", "does not accept SLACK_BOT_TOKEN (invalid_auth)"),
        ("slack_app_token", "xoxb-made-up", "app token", "not an app-level token"),
        ("slack_app_token", "xapp-made-up", "app token", "does not accept SLACK_APP_TOKEN (invalid_auth)"),
        ("slack_app_token", None, "transport", "nothing that Slack says could come in"),
        ("baton_team_channel", "C0NOWHERE", "team channel", "Slack shows no channel C0NOWHERE"),
        ("database_url", "mysql://localhost/x", "database", "does not speak to"),
        ("database_url", "sqlite:////nowhere/at/all/baton.db", "database", "is not there or cannot be written"),
        ("baton_encryption_keys", "short", "encryption keys", "key 1 is not base64"),
        ("baton_playbooks", "/nowhere/at/all", "playbooks", "There is no such folder"),
    ],
)
def test_each_wrong_setting_is_a_problem_with_a_way_out(
    given: dict[str, Any], setting: str, value: Any, about: str, words: str
) -> None:
    findings = look(given | {setting: value})

    finding = found(findings, about)
    assert finding.verdict is Verdict.PROBLEM
    assert words in finding.words
    assert finding.remedy
    assert status(findings) == 1


def test_without_a_network_it_says_so_and_looks_at_the_rest(given: dict[str, Any]) -> None:
    findings = look(given | {"slack_api_url": f"http://127.0.0.1:{closed_port()}/api/"})

    assert found(findings, "bot token").remedy == "Check the network, a proxy, and SLACK_API_URL."
    assert "cannot be reached" in found(findings, "app token").words
    assert found(findings, "database").verdict is Verdict.OK
    assert not [each for each in findings if each.about in {"scopes", "clock", "team channel"}]


def test_a_scope_that_is_missing_is_a_problem_and_one_too_many_a_warning(
    workspace: Workspace, given: dict[str, Any]
) -> None:
    before = workspace.client.state()["app"]["scopes"]
    workspace.client.configure_app(scopes=[*(each for each in before if each != "pins:write"), "files:write"])
    try:
        findings = [each for each in look(given) if each.about == "scopes"]
    finally:
        workspace.client.configure_app(scopes=before)

    assert [(each.verdict, each.words) for each in findings] == [
        (Verdict.PROBLEM, "Missing: pins:write."),
        (Verdict.WARNING, "More than Baton needs: files:write."),
    ]
    assert "python app.py manifest" in findings[0].remedy


def test_a_channel_that_baton_is_not_in_is_a_problem(workspace: Workspace, given: dict[str, Any]) -> None:
    finding = found(look(given | {"baton_leadership_channel": place(workspace, "without")}), "leadership")

    assert finding.verdict is Verdict.PROBLEM
    assert "Baton is not in #without" in finding.words
    assert finding.remedy.startswith("Invite Baton")


def test_a_channel_that_is_archived_is_a_problem(workspace: Workspace, given: dict[str, Any]) -> None:
    lena = workspace.people["lena"]
    channel = workspace.channel("old", lena)
    workspace.client.act(lena.id, "archive_channel", channel=channel)

    assert "#old" in found(look(given | {"baton_team_channel": channel}), "team channel").words


def test_what_was_chosen_in_slack_counts_more_than_the_environment(workspace: Workspace, given: dict[str, Any]) -> None:
    storage, state = open_migrated(given["database_url"], ids=uuid4), workspace.client.state()
    home = storage.workspaces.ensure(state["team"]["id"], bot_user_id=state["app"]["user"])
    storage.workspaces.put(type(home)(**{**vars_of(home), "team_channel": ChannelId(place(workspace, "without"))}))
    storage.close()

    assert "#without" in found(look(given), "team channel").words


def vars_of(home: Any) -> dict[str, Any]:
    return {name: getattr(home, name) for name in home.__dataclass_fields__}


@pytest.mark.parametrize(
    ("seconds", "verdict"), [(0, Verdict.OK), (120, Verdict.WARNING), (-120, Verdict.WARNING), (400, Verdict.PROBLEM)]
)
def test_a_clock_that_is_off_is_held_against_slacks(given: dict[str, Any], seconds: int, verdict: Verdict) -> None:
    finding = found(look(given, now=datetime.now(UTC) + timedelta(seconds=seconds)), "clock")

    assert finding.verdict is verdict
    assert ("behind" in finding.words) is (seconds < 0)


def test_a_database_that_is_not_there_yet_is_only_told(given: dict[str, Any], tmp_path: Path) -> None:
    findings = look(given | {"database_url": f"sqlite:///{tmp_path}/new.db"})

    assert found(findings, "database").verdict is Verdict.WARNING
    assert not (tmp_path / "new.db").exists(), "Looking makes nothing."


def test_tables_of_a_newer_version_are_a_problem(given: dict[str, Any]) -> None:
    storage = open_migrated(given["database_url"], ids=uuid4)
    with storage.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    storage.close()

    finding = found(look(given), "tables")
    assert (finding.verdict, "A newer Baton" in finding.words) == (Verdict.PROBLEM, True)


def test_tables_of_an_older_version_are_a_warning_and_stay(given: dict[str, Any]) -> None:
    storage = open_migrated(given["database_url"], ids=uuid4)
    with storage.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    storage.close()

    for _ in range(2):
        finding = found(look(given), "tables")
        assert (finding.verdict, "revision 0001 of" in finding.words) == (Verdict.WARNING, True)
        assert "backup" in finding.remedy


def test_a_secret_whose_key_is_missing_is_a_problem(given: dict[str, Any], workspace: Workspace) -> None:
    storage = open_migrated(given["database_url"], ids=uuid4, keys=read_keys(KEY, entropy=bytes))
    home = storage.workspaces.ensure("T9", bot_user_id=workspace.client.state()["app"]["user"])
    storage.tokens.put(home.id, Token("xoxb-kept"))
    storage.close()

    assert found(look(given | {"baton_encryption_keys": KEY}), "encryption keys").verdict is Verdict.OK
    finding = found(look(given | {"baton_encryption_keys": OTHER_KEY}), "encryption keys")
    assert finding.verdict is Verdict.PROBLEM
    assert "BATON_ENCRYPTION_KEYS" in finding.remedy


def test_a_secret_that_can_be_guessed_is_a_warning(given: dict[str, Any]) -> None:
    finding = found(look(given | {"baton_webhook_secret": "hush"}), "webhook secret")

    assert finding.verdict is Verdict.WARNING
    assert "hush" not in finding.words


def test_a_playbook_with_a_fault_is_named_by_file_and_line(given: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text("kind: odd\nitems: 7\n")

    finding = found(look(given | {"baton_playbooks": tmp_path}), "playbooks")
    assert finding.verdict is Verdict.PROBLEM
    assert "odd.yaml:" in finding.words


def test_no_line_holds_a_secret(given: dict[str, Any]) -> None:
    secrets = {"slack_bot_token": "xoxb-made-up", "slack_app_token": "xapp-made-up", "baton_encryption_keys": KEY}

    printed = "\n".join(told(look(given | secrets | {"database_url": "postgresql://u:pw123@127.0.0.1:1/x"})))

    assert not [each for each in (*secrets.values(), "pw123", given["baton_webhook_secret"]) if each in printed]


def test_a_channel_that_other_companies_read_is_a_warning() -> None:
    shown = {"name": "acme", "is_member": True, "is_ext_shared": True}

    assert examining._channel("team channel", ChannelId("C1"), shown, "").verdict is Verdict.WARNING


def test_what_is_found_is_told_with_the_way_out_below_it() -> None:
    findings = [
        fine("clock", "It agrees."),
        doubtful("scopes", "One more.", "Take it away."),
        wrong("tables", "x", "y"),
    ]

    assert list(told(findings)) == [
        "ok       clock             It agrees.",
        "warning  scopes            One more.",
        "                           → Take it away.",
        "problem  tables            x",
        "                           → y",
        "",
        "1 problem, 1 warning.",
    ]


MANY = {
    "slack_client_id": "77.88",
    "slack_client_secret": "a secret of the app",
    "public_url": "https://baton.invalid/",
    "baton_encryption_keys": KEY,
}


def of_many(given: dict[str, Any], **changes: Any) -> Finding:
    """Return what is found of installing, where no token of one workspace is set."""
    settings = {name: value for name, value in (given | MANY | changes).items() if value is not None}
    return found(look(settings | {"slack_bot_token": None}), "installing")


def test_for_many_workspaces_it_says_where_they_install_baton(given: dict[str, Any]) -> None:
    said = of_many(given)

    assert said.verdict is Verdict.OK
    assert said.words.endswith("They install Baton at https://baton.invalid/slack/install")


@pytest.mark.parametrize("name", ["slack_client_secret", "public_url", "baton_encryption_keys"])
def test_for_many_workspaces_it_names_what_is_missing(given: dict[str, Any], name: str) -> None:
    said = of_many(given, **{name: None})

    assert said.verdict is Verdict.PROBLEM
    assert said.words.startswith(f"{name.upper()} is missing, and many workspaces cannot be served: ")
    assert said.remedy
