"""What an operator got wrong stops the program at once, with one sentence that names it and status 2."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.stage import Stage, run, stage

TOKEN = {"SLACK_BOT_TOKEN": "xoxb-made-up"}
BOTH = {**TOKEN, "SLACK_APP_TOKEN": "xapp-made-up"}


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("refusing")) as made:
        yield made


def refusal(folder: Path, **settings: str) -> str:
    """Serve with wrong settings; return the one sentence that the operator reads."""
    ended = run("serve", settings={"DATABASE_URL": f"sqlite:///{folder}/baton.db"} | settings)
    assert (ended.returncode, ended.stdout) == (2, "")
    said = [line for line in ended.stderr.splitlines() if " INFO " not in line and " WARNING " not in line]
    assert len(said) == 1, ended.stderr
    return said[0]


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        pytest.param({}, "SLACK_BOT_TOKEN is missing: ", id="no token"),
        pytest.param(BOTH | {"PORT": "many"}, "PORT must be a whole number", id="a port that is no number"),
        pytest.param(BOTH | {"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "Slack cannot be asked", id="no Slack"),
        pytest.param(BOTH | {"DATABASE_URL": "sqlite:////no/where/x.db"}, "The file /no/where/x.db", id="a folder"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named(tmp_path: Path, settings: dict[str, str], sentence: str) -> None:
    assert refusal(tmp_path, **settings).startswith(sentence)


def test_a_token_that_slack_does_not_know_is_named(on: Stage, tmp_path: Path) -> None:
    said = refusal(tmp_path, **on.settings | TOKEN | {"DATABASE_URL": f"sqlite:///{tmp_path}/baton.db"})

    assert said.startswith("Slack does not accept SLACK_BOT_TOKEN (invalid_auth).")
    assert "xoxb-made-up" not in said


def test_an_app_token_that_slack_does_not_know_is_named(on: Stage, tmp_path: Path) -> None:
    wrong = {"SLACK_APP_TOKEN": "xapp-made-up", "DATABASE_URL": f"sqlite:///{tmp_path}/baton.db"}
    said = refusal(tmp_path, **on.settings | wrong)

    assert said.startswith("Slack does not accept SLACK_APP_TOKEN (invalid_auth).")


def test_a_port_that_is_taken_is_named(on: Stage, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = refusal(tmp_path, **on.settings | {"PORT": port, "DATABASE_URL": f"sqlite:///{tmp_path}/baton.db"})

    assert said.startswith(f"PORT {port} on HOST 127.0.0.1 cannot be used: ")


def test_a_playbook_that_cannot_be_read_is_named_with_its_place(on: Stage, tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("kind: site\ntitle: [Site\n", encoding="utf-8")
    ended = run("serve", settings=on.settings | {"BATON_PLAYBOOKS": str(tmp_path)})

    assert ended.returncode == 2
    assert "site.yaml:" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_file_that_another_baton_serves_is_left_to_it(on: Stage, tmp_path: Path) -> None:
    with on.serving():
        said = refusal(tmp_path, **on.settings)
        on.settle()

    assert said.startswith(f"Another Baton already serves {on.folder}/baton.db. Stop it first")
