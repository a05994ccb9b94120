"""A token that rotates is renewed by one process, and what Slack gave last is what is kept."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from bot.installed import Asleep, Installation, Token
from bot.model import UserId, WorkspaceId
from storage.engine import Database
from storage.opening import Storage
from storage.secrets.renewing import Renewing
from tests.storage.examples import NOW
from tests.storage.secrets.conftest import TokensWith

ENDS, SOON, LEASE = NOW + timedelta(hours=12), NOW + timedelta(hours=10), NOW + timedelta(minutes=2)
OLD = Token("xoxe.xoxb-1-old", "xoxe-1-old", SOON)
NEW = Token("xoxe.xoxb-1-new", "xoxe-1-new", ENDS)

RenewingWith = Callable[..., Renewing]


@pytest.fixture
def renewing_with(database: Database, tokens_with: TokensWith) -> RenewingWith:
    return lambda *names: Renewing(database, tokens_with(*names))


@pytest.fixture
def renewing(renewing_with: RenewingWith, tokens_with: TokensWith, here: WorkspaceId) -> Renewing:
    """Return who renews, in a workspace whose token is over soon."""
    tokens_with("a").put(here, OLD)
    return renewing_with("a")


def test_a_token_is_due_when_it_is_nearly_over(renewing: Renewing, here: WorkspaceId) -> None:
    assert list(renewing.due(by=SOON - timedelta(seconds=1))) == []
    assert list(renewing.due(by=SOON)) == [here]


def test_one_that_lasts_is_never_due(renewing: Renewing, tokens_with: TokensWith, here: WorkspaceId) -> None:
    tokens_with("a").put(here, Token("xoxb-lasts"))

    assert list(renewing.due(by=ENDS + timedelta(days=999))) == []


def test_whoever_sleeps_needs_none(renewing: Renewing, storage: Storage, here: WorkspaceId) -> None:
    storage.installations.sleep(here, Asleep.UNINSTALLED, now=NOW)

    assert list(renewing.due(by=ENDS)) == []


def test_while_one_process_renews_no_other_does(renewing: Renewing, here: WorkspaceId) -> None:
    taken = [renewing.take(here, by=SOON, now=NOW, until=LEASE) for _ in range(2)]

    assert taken == [OLD, None]


def test_of_many_that_try_at_once_one_renews(renewing: Renewing, here: WorkspaceId) -> None:
    start, taken = Barrier(6), list[Token | None]()

    def attempt() -> None:
        start.wait()
        taken.append(renewing.take(here, by=SOON, now=NOW, until=LEASE))

    threads = [Thread(target=attempt) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert [each for each in taken if each] == [OLD]


def test_after_one_that_died_another_goes_on(renewing: Renewing, here: WorkspaceId) -> None:
    renewing.take(here, by=SOON, now=NOW, until=LEASE)

    assert renewing.take(here, by=SOON, now=LEASE, until=LEASE + timedelta(minutes=2)) == OLD


def test_a_renewed_token_is_kept_and_not_renewed_again(
    renewing: Renewing, tokens_with: TokensWith, here: WorkspaceId
) -> None:
    renewing.take(here, by=SOON, now=NOW, until=LEASE)

    assert renewing.put(here, NEW, instead_of=OLD)

    assert tokens_with("a").get(here) == NEW
    # It was seen as due before: by now the token is another.
    assert renewing.take(here, by=SOON, now=LEASE, until=LEASE) is None


def test_what_came_too_late_does_not_replace_a_new_installation(
    renewing: Renewing, tokens_with: TokensWith, here: WorkspaceId
) -> None:
    renewing.take(here, by=SOON, now=NOW, until=LEASE)
    installed = Token("xoxe.xoxb-1-again", "xoxe-1-again", ENDS)
    tokens_with("a").put(here, installed)

    assert not renewing.put(here, NEW, instead_of=OLD)
    assert tokens_with("a").get(here) == installed


def test_where_everything_is_gone_by_then_nothing_comes_back(
    renewing: Renewing, tokens_with: TokensWith, here: WorkspaceId
) -> None:
    renewing.take(here, by=SOON, now=NOW, until=LEASE)
    tokens_with("a").forget(here)

    assert not renewing.put(here, NEW, instead_of=OLD)
    assert tokens_with("a").get(here) is None


def test_keys_that_change_meanwhile_lose_no_token(
    renewing: Renewing, renewing_with: RenewingWith, tokens_with: TokensWith, here: WorkspaceId
) -> None:
    renewing.take(here, by=SOON, now=NOW, until=LEASE)
    tokens_with("b", "a").rekey()

    assert renewing_with("b", "a").put(here, NEW, instead_of=OLD)
    assert tokens_with("b").get(here) == NEW


def test_workspaces_renew_their_own(
    renewing: Renewing, tokens_with: TokensWith, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    theirs = Token("xoxe.xoxb-1-theirs", "xoxe-1-theirs", SOON)
    tokens_with("a").put(elsewhere, theirs)

    assert renewing.take(here, by=SOON, now=NOW, until=LEASE) == OLD
    assert renewing.take(elsewhere, by=SOON, now=NOW, until=LEASE) == theirs
    renewing.put(here, NEW, instead_of=OLD)

    assert tokens_with("a").get(elsewhere) == theirs


def test_an_installation_ends_what_an_earlier_process_had_begun(
    storage: Storage, renewing: Renewing, tokens_with: TokensWith, here: WorkspaceId
) -> None:
    renewing.take(here, by=SOON, now=NOW, until=LEASE)
    given = Installation("T1", UserId("UBOT"), OLD, UserId("UANA"))
    tokens_with("a").put(here, given.token)

    assert renewing.take(here, by=SOON, now=NOW, until=LEASE) == OLD
