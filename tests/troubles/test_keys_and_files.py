"""A wrong encryption key, and two programs on one file: said by name, and over when the cause is."""

import base64
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from bot.installed import Token
from bot.model import UserId
from storage.opening import open_migrated
from storage.secrets.keys import read_keys
from tests.journeys.stage import PATIENCE, Stage, run, stage
from tests.troubles.scene import starting

OLD, NEW = (base64.b64encode(bytes(range(first, first + 32))).decode() for first in (1, 101))
KEYS = "BATON_ENCRYPTION_KEYS"


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path) as made:
        yield made


def seal_a_token(on: Stage, key: str) -> None:
    """Leave a token in the database, as an installation would."""
    storage = open_migrated(on.settings["DATABASE_URL"], ids=uuid4, keys=read_keys(key, entropy=lambda n: b"n" * n))
    (team,) = on.slack.workspaces()
    here = storage.workspaces.ensure(str(team["id"]), bot_user_id=UserId(str(team["bot_user"])))
    storage.tokens.put(here.id, Token("xoxb-kept"))
    storage.close()


def test_a_wrong_key_is_told_of_and_over_once_everything_is_sealed_anew(on: Stage) -> None:
    seal_a_token(on, OLD)
    with starting(on, **{KEYS: NEW}) as process:
        process.wait_until(lambda state: KEYS in str(state.get("status")), seconds=PATIENCE)

        ended = run("rekey", settings=on.settings | {KEYS: f"{NEW},{OLD}"})

        assert ended.returncode == 0, ended.stderr
        process.wait_until(lambda state: state.get("status") == "ready", seconds=PATIENCE)
    assert "xoxb-kept" not in on.log


def test_a_second_program_is_refused_by_whatever_name_it_knows_the_file(on: Stage, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "baton.db")
    with on.serving():
        ended = run("serve", settings=on.settings | {"DATABASE_URL": f"sqlite:///{link}"})

        assert ended.returncode == 2
        assert "Another Baton already serves" in ended.stderr
        on.settle()
