"""Settings: each wrong one is named with what works, and none is ever shown."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from commands.settings import Settings, WrongSettings, bot_token, check_transport, in_words, is_for_many

CLOCK = "http://127.0.0.1:8900/sandbox/clock"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read no .env file of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)


def read(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return Settings()


def test_without_any_setting_the_defaults_are_those_of_the_documents() -> None:
    settings = Settings()

    assert (settings.host, settings.port, settings.baton_command) == ("127.0.0.1", 3000, "/deal")
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite:///baton.db"
    assert settings.baton_tick_seconds == 5


@pytest.mark.parametrize(
    ("variable", "wrong", "works"),
    [
        ("PORT", "s3cret", "3000"),
        ("PORT", "70000", "3000"),
        ("BATON_COMMAND", "s3cret", "/deal"),
        ("BATON_COMMAND", "/Deal", "/deal"),
        ("BATON_SOCKETS", "11", "2"),
        ("BATON_SOCKETS", "0", "2"),
        ("BATON_KEEP_INPUTS_DAYS", "0", "30"),
        ("BATON_KEEP_MESSAGES_DAYS", "s3cret", "90"),
        ("BATON_KEEP_HISTORY_DAYS", "-1", "1095"),
        ("BATON_LOG_FORMAT", "s3cret", "text"),
        ("BATON_TICK_SECONDS", "0", "5"),
        ("BATON_TICK_SECONDS", "s3cret", "5"),
        ("SLACK_API_URL", "s3cret", "https://slack.com/api/"),
        ("SLACK_API_URL", "ftp://s3cret/api", "https://slack.com/api/"),
        ("SLACK_API_URL", "http://[s3cret/", "https://slack.com/api/"),
        ("PUBLIC_URL", "s3cret.example.com", "https://baton.example.com"),
        ("BATON_CLOCK_URL", "s3cret", "/sandbox/clock"),
        ("BATON_TEAM_CHANNEL", "#s3cret", "C0123456789"),
        ("BATON_LEADERSHIP_CHANNEL", "s3cret", "C0123456789"),
        ("BATON_DEFAULT_OWNER", "s3cret@example.com", "U0123456789"),
    ],
)
def test_a_wrong_variable_is_named_with_what_works_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, variable: str, wrong: str, works: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        read(monkeypatch, **{variable: wrong})

    sentence = in_words(caught.value)
    assert sentence.startswith(f"{variable} must be ")
    assert sentence.endswith(works)
    assert "s3cret" not in sentence


def test_all_that_is_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError) as caught:
        read(monkeypatch, PORT="x", BATON_COMMAND="x", BATON_TEAM_CHANNEL="x")

    names = [line.split()[0] for line in in_words(caught.value).splitlines()]
    assert names == ["PORT", "BATON_COMMAND", "BATON_TEAM_CHANNEL"]


@pytest.mark.parametrize(
    "name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "BATON_TEAM_CHANNEL", "PORT", "BATON_PLAYBOOKS"]
)
def test_an_empty_variable_is_none_at_all(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert read(monkeypatch, **{name: ""}) == Settings(_env_file=None)


def test_a_file_named_env_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=4000\nHOST=0.0.0.0\nSOMETHING_ELSE=1\n")

    settings = read(monkeypatch, PORT="5000")

    assert (settings.port, settings.host) == (5000, "0.0.0.0")


@pytest.mark.parametrize(
    "slack",
    [
        "https://slack.com/api/",
        "https://SLACK.com/api/",
        "https://slack.com./api/",
        "https://files.slack.com/api/",
        "https://slack-gov.com/api/",
    ],
)
def test_a_clock_that_moves_is_refused_with_the_real_slack(monkeypatch: pytest.MonkeyPatch, slack: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read(monkeypatch, SLACK_API_URL=slack, BATON_CLOCK_URL=CLOCK)

    assert in_words(caught.value).startswith("BATON_CLOCK_URL moves the clock and is refused with the real Slack")


def test_messages_cannot_be_kept_longer_than_the_history_they_are_drawn_from(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError) as caught:
        read(monkeypatch, BATON_KEEP_MESSAGES_DAYS="90", BATON_KEEP_HISTORY_DAYS="89")

    assert in_words(caught.value).startswith("BATON_KEEP_HISTORY_DAYS must be at least BATON_KEEP_MESSAGES_DAYS")
    assert read(monkeypatch, BATON_KEEP_HISTORY_DAYS="0").baton_keep_history_days == 0


@pytest.mark.parametrize("slack", ["http://127.0.0.1:8900/api/", "https://notslack.com/api/"])
def test_a_clock_that_moves_is_taken_beside_another_slack(monkeypatch: pytest.MonkeyPatch, slack: str) -> None:
    assert read(monkeypatch, SLACK_API_URL=slack, BATON_CLOCK_URL=CLOCK).baton_clock_url == CLOCK


def test_a_token_never_shows_where_settings_do(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, SLACK_BOT_TOKEN="xoxb-s3cret", BATON_WEBHOOK_SECRET="s3cret")

    assert "s3cret" not in f"{settings!r} {settings}"
    assert bot_token(settings) == "xoxb-s3cret"


@pytest.mark.parametrize("slack", ["http://slack.com/api/", "http://example.SLACK.com/api/", "http://slack-gov.com./"])
def test_no_token_goes_to_slack_in_the_clear(monkeypatch: pytest.MonkeyPatch, slack: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read(monkeypatch, SLACK_API_URL=slack)

    assert in_words(caught.value).startswith("SLACK_API_URL would send the token to Slack unencrypted")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "SLACK_BOT_TOKEN is missing"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN is missing"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET is missing"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-s3cret"}, "SLACK_APP_TOKEN is not an app-level token"),
    ],
)
def test_what_serving_lacks_is_named(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], named: str) -> None:
    with pytest.raises(WrongSettings, match=named) as caught:
        check_transport(read(monkeypatch, **given))

    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("way", [{"SLACK_APP_TOKEN": "xapp-1"}, {"SLACK_SIGNING_SECRET": "s"}])
def test_either_way_in_is_enough(monkeypatch: pytest.MonkeyPatch, way: dict[str, str]) -> None:
    check_transport(read(monkeypatch, SLACK_BOT_TOKEN="xoxb-1", **way))


FOR_MANY = {
    "SLACK_CLIENT_ID": "77.88",
    "SLACK_CLIENT_SECRET": "a secret",
    "PUBLIC_URL": "https://baton.example.com",
    "BATON_ENCRYPTION_KEYS": "a key",
    "SLACK_SIGNING_SECRET": "a secret",
}


def test_without_a_token_and_with_a_client_id_many_workspaces_are_served(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, **FOR_MANY)

    check_transport(settings)
    assert is_for_many(settings)


def test_with_a_token_of_one_workspace_that_one_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_for_many(read(monkeypatch, **FOR_MANY, SLACK_BOT_TOKEN="xoxb-1"))


@pytest.mark.parametrize("name", ["SLACK_CLIENT_SECRET", "PUBLIC_URL", "BATON_ENCRYPTION_KEYS"])
def test_what_serving_many_takes_is_named_when_it_is_missing(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    given = {each: value for each, value in FOR_MANY.items() if each != name}

    with pytest.raises(WrongSettings, match=f"^{name} is missing, and many workspaces cannot be served: "):
        check_transport(read(monkeypatch, **given))


def test_what_becomes_of_a_workspace_that_is_left_is_one_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch).baton_after_uninstall == "keep"
    with pytest.raises(ValidationError) as caught:
        read(monkeypatch, BATON_AFTER_UNINSTALL="burn")
    assert in_words(caught.value) == "BATON_AFTER_UNINSTALL must be keep or erase: keep"
