"""Tokens rest sealed, come back whole, and move to a new key all at once or not at all."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from bot.installed import Token
from bot.model import UserId, WorkspaceId
from storage.engine import Database
from storage.keeping.backup import back_up
from storage.opening import Storage, open_storage
from storage.schema.secrets import secret
from storage.secrets.sealing import NotOpened, key_of
from storage.secrets.tokens import Rekeyed
from tests.storage.examples import NOW
from tests.storage.secrets.conftest import TokensWith, key_text, keys_of

NEW, OLD = keys_of("new").first.id, keys_of("old").first.id
TOKEN = Token("xoxb-1-2-s3cret")
ROTATING = Token("xoxe.xoxb-1-s3cret", "xoxe-1-s3cret", datetime(2026, 11, 23, 8, 0, tzinfo=UTC))


def resting(database: Database) -> list[str]:
    """Return what stands in the database."""
    with database.reading() as connection:
        return list(connection.scalars(select(secret.c.sealed).order_by(secret.c.workspace_id)))


def sealed_of(database: Database, workspace_id: WorkspaceId) -> str:
    with database.reading() as connection:
        return str(connection.scalar(select(secret.c.sealed).where(secret.c.workspace_id == workspace_id)))


def damage(database: Database, workspace_id: WorkspaceId, sealed: str = "v1.0.x") -> None:
    with database.writing() as connection:
        connection.execute(update(secret).where(secret.c.workspace_id == workspace_id).values(sealed=sealed))


def test_an_opened_database_keeps_tokens_with_the_keys_it_was_opened_with(url: str) -> None:
    with closing(open_storage(url, ids=uuid4, keys=keys_of("a"))) as opened:
        here = opened.workspaces.ensure("T1", bot_user_id=UserId("UBOT")).id
        opened.tokens.put(here, TOKEN)
        assert opened.tokens.get(here) == TOKEN

    with closing(open_storage(url, ids=uuid4)) as opened:
        assert opened.tokens.problem() is not None


@pytest.mark.parametrize("token", [TOKEN, ROTATING])
def test_a_token_comes_back_as_it_was_given(tokens_with: TokensWith, here: WorkspaceId, token: Token) -> None:
    tokens_with("a").put(here, token)

    assert tokens_with("a").get(here) == token


def test_nothing_readable_rests_in_the_database(tokens_with: TokensWith, database: Database, here: WorkspaceId) -> None:
    tokens_with("a").put(here, ROTATING)

    assert [key_of(sealed) for sealed in resting(database)] == [keys_of("a").first.id]
    assert not [sealed for sealed in resting(database) if "xox" in sealed or "s3cret" in sealed]


def test_a_new_token_takes_the_place_of_the_one_before(tokens_with: TokensWith, here: WorkspaceId) -> None:
    tokens_with("a").put(here, ROTATING)
    tokens_with("a").put(here, TOKEN)

    assert tokens_with("a").get(here) == TOKEN


def test_workspaces_never_get_each_others(
    tokens_with: TokensWith, database: Database, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    tokens = tokens_with("a")
    tokens.put(here, TOKEN)
    assert tokens.get(elsewhere) is None

    tokens.put(elsewhere, ROTATING)
    damage(database, elsewhere, sealed_of(database, here))

    with pytest.raises(NotOpened, match="belongs elsewhere"):
        tokens.get(elsewhere)


def test_a_workspace_that_left_leaves_no_secret(
    tokens_with: TokensWith, database: Database, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    tokens_with("a").put(here, TOKEN)
    tokens_with("a").put(elsewhere, TOKEN)

    tokens_with().forget(here)

    assert tokens_with("a").get(here) is None
    assert tokens_with("a").get(elsewhere) == TOKEN
    assert len(resting(database)) == 1


def test_a_token_shows_itself_nowhere() -> None:
    assert "xox" not in f"{TOKEN} {ROTATING!r}"


@contextmanager
def at_once(work: Callable[[], None]) -> Iterator[None]:
    """Do this while the block runs."""
    thread = Thread(target=work)
    thread.start()
    yield
    thread.join(30)


class TestKeys:
    """More than one key, the wrong ones, and none."""

    def test_an_old_key_still_opens_and_the_first_one_seals(
        self, tokens_with: TokensWith, database: Database, here: WorkspaceId
    ) -> None:
        tokens_with("old").put(here, TOKEN)
        assert tokens_with("new", "old").get(here) == TOKEN

        tokens_with("new", "old").put(here, TOKEN)

        assert [key_of(sealed) for sealed in resting(database)] == [NEW]

    def test_wrong_keys_are_a_problem_in_a_sentence(self, tokens_with: TokensWith, here: WorkspaceId) -> None:
        tokens_with("old").put(here, TOKEN)

        assert tokens_with("old").problem() is None
        assert f"sealed with key {OLD}" in str(tokens_with("new").problem())
        with pytest.raises(NotOpened, match=OLD):
            tokens_with("new").get(here)

    def test_no_keys_are_a_problem_once_there_is_a_secret(self, tokens_with: TokensWith, here: WorkspaceId) -> None:
        assert tokens_with().problem() is None
        tokens_with("a").put(here, TOKEN)

        assert str(tokens_with().problem()).startswith("BATON_ENCRYPTION_KEYS is missing")
        with pytest.raises(NotOpened, match="BATON_ENCRYPTION_KEYS is missing"):
            tokens_with().get(here)

    def test_without_keys_nothing_is_kept_unsealed(
        self, tokens_with: TokensWith, database: Database, here: WorkspaceId
    ) -> None:
        with pytest.raises(NotOpened):
            tokens_with().put(here, TOKEN)

        assert resting(database) == []

    def test_a_damaged_secret_is_a_problem(
        self, tokens_with: TokensWith, database: Database, here: WorkspaceId
    ) -> None:
        tokens_with("a").put(here, TOKEN)
        damage(database, here, f"v1.{keys_of('a').first.id}.AAAA")

        assert "was changed" in str(tokens_with("a").problem())


class TestRekey:
    """Sealing everything anew."""

    def test_everything_gets_the_first_key_and_the_old_one_can_go(
        self, tokens_with: TokensWith, here: WorkspaceId, elsewhere: WorkspaceId
    ) -> None:
        tokens_with("old").put(here, TOKEN)
        tokens_with("new").put(elsewhere, ROTATING)

        assert tokens_with("new", "old").rekey() == Rekeyed(changed=1, kept=1, key_id=NEW)

        assert tokens_with("new").problem() is None
        assert (tokens_with("new").get(here), tokens_with("new").get(elsewhere)) == (TOKEN, ROTATING)

    def test_it_says_what_it_did_and_what_to_do_next(self) -> None:
        assert Rekeyed(changed=1, kept=2, key_id="abc").lines() == [
            "3 secrets are sealed with key abc, 1 of them anew.",
            "Once every process has that key first, the others can go from BATON_ENCRYPTION_KEYS.",
        ]

    def test_again_it_changes_nothing(self, tokens_with: TokensWith, database: Database, here: WorkspaceId) -> None:
        tokens_with("old").put(here, TOKEN)
        tokens_with("new", "old").rekey()
        before = resting(database)

        assert tokens_with("new", "old").rekey() == Rekeyed(changed=0, kept=1, key_id=NEW)
        assert resting(database) == before

    @pytest.mark.parametrize("sealed", ["v1.0.x", f"v1.{NEW}.AAAA", f"v1.{OLD}.AAAA"])
    def test_one_secret_that_does_not_open_and_all_stay_as_they_are(
        self, tokens_with: TokensWith, database: Database, here: WorkspaceId, elsewhere: WorkspaceId, sealed: str
    ) -> None:
        tokens_with("old").put(here, TOKEN)
        tokens_with("old").put(elsewhere, TOKEN)
        damage(database, elsewhere, sealed)
        before = resting(database)

        with pytest.raises(NotOpened):
            tokens_with("new", "old").rekey()

        assert resting(database) == before

    def test_without_keys_or_secrets_it_says_so(self, tokens_with: TokensWith) -> None:
        assert tokens_with("a").rekey() == Rekeyed(0, 0, keys_of("a").first.id)
        with pytest.raises(NotOpened, match="BATON_ENCRYPTION_KEYS is missing"):
            tokens_with().rekey()

    def test_a_token_renewed_meanwhile_is_not_lost(
        self, tokens_with: TokensWith, storage: Storage, here: WorkspaceId
    ) -> None:
        many = [storage.workspaces.ensure(f"T{n}", bot_user_id=UserId("UBOT")).id for n in range(20)]
        for one in (here, *many):
            tokens_with("old").put(one, TOKEN)
        both = tokens_with("new", "old")

        def renew() -> None:
            for one in (here, *many):
                both.put(one, ROTATING)

        with at_once(renew):
            both.rekey()

        assert {both.get(one) for one in (here, *many)} == {ROTATING}
        assert both.rekey().key_id == NEW
        assert tokens_with("new").problem() is None


class TestBackup:
    """Copies of the database go where nobody thinks of tokens."""

    @pytest.fixture
    def file(self, tokens_with: TokensWith, storage: Storage, here: WorkspaceId, tmp_path: Path) -> Path:
        tokens_with("a").put(here, ROTATING)
        return back_up(storage.engine, tmp_path / "copy.db", now=NOW).file

    def test_a_backup_holds_no_token_and_no_key(self, file: Path) -> None:
        held = file.read_bytes()

        assert b"s3cret" not in held
        assert key_text("a").encode() not in held

    def test_it_opens_with_the_keys_that_stayed_behind(self, file: Path, here: WorkspaceId) -> None:
        with closing(open_storage(f"sqlite:///{file}", ids=uuid4, keys=keys_of("a"))) as copied:
            assert copied.tokens.get(here) == ROTATING
