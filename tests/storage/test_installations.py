"""A workspace is let in, sleeps when Baton was taken out of it, and goes on when it is let in again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.installed import Asleep, Installation, Token
from bot.model import ChannelId, UserId, WorkspaceId
from bot.ports import DigestClock, DigestKind
from storage.engine import Database
from storage.keeping.losses import mark_lost_in
from storage.opening import Storage, open_storage
from storage.schema.workspaces import installation
from tests.storage.conftest import numbered_ids
from tests.storage.examples import NOW, a_deal
from tests.storage.secrets.conftest import keys_of
from tests.storage.test_dead_rows import of_deal

LATER = NOW + timedelta(days=1)
TOKEN, NEXT = Token("xoxb-first"), Token("xoxe.xoxb-1-next", "xoxe-1-next", LATER)


@pytest.fixture
def storage(url: str) -> Iterator[Storage]:
    """Open the database with keys: without them no token is kept."""
    opened = open_storage(url, ids=numbered_ids(), keys=keys_of("a"))
    yield opened
    opened.close()


def given(team: str = "T1", token: Token = TOKEN, **changes: Any) -> Installation:
    facts = {"bot_user_id": UserId("UBOT"), "by": UserId("UANA"), "app_id": "A1", "scopes": ("chat:write",)}
    return Installation(team_id=team, token=token, **(facts | changes))


def let_in(storage: Storage, at: datetime = NOW, **changes: Any) -> WorkspaceId:
    return storage.installations.take_in(given(**changes), now=at)


def busy(storage: Storage, here: WorkspaceId) -> None:
    """Let something be due in every way in which something can."""
    with storage.work(here) as work:
        deal = a_deal(here, channel_id=ChannelId("C1"), channel_name="deal-acme", next_review_at=NOW)
        assert work.add(deal, (), [of_deal("brief", deal.id)])
        work.ensure_digests([DigestClock(DigestKind.TEAM, "C9", "UTC", NOW)])


def at_work(storage: Storage) -> set[WorkspaceId]:
    """Return where anything is decided, said, looked at or audited now."""
    claimed = storage.outbox.claim(now=LATER, business_now=LATER, lease_for=0.0, limit=8)
    found = {row.workspace_id for row in claimed}
    audited = storage.auditing.workspaces()
    return found | {*storage.workspaces.due(now=LATER), *storage.channel_looks.due(now=LATER), *audited}


def test_a_workspace_that_is_let_in_is_served_by_its_own_token(storage: Storage) -> None:
    here, elsewhere = let_in(storage), let_in(storage, team="T2", token=NEXT)

    served = {each.workspace.team_id: each for each in storage.installations.served()}

    assert {team: each.workspace.id for team, each in served.items()} == {"T1": here, "T2": elsewhere}
    assert served["T1"].app_id == "A1"
    assert (storage.tokens.get(here), storage.tokens.get(elsewhere)) == (TOKEN, NEXT)


def test_what_was_consented_to_and_by_whom_is_remembered(storage: Storage) -> None:
    let_in(storage, scopes=("chat:write", "commands"), enterprise_id="E1")

    with Database(storage.engine).reading() as connection:
        row = connection.execute(select(installation)).mappings().one()

    assert (row["enterprise_id"], row["installed_by"], row["installed_at"]) == ("E1", "UANA", NOW)
    assert row["scopes"] == ("chat:write", "commands")


def test_whoever_installs_first_is_asked_where_nobody_else_can_be_found(storage: Storage) -> None:
    here = let_in(storage)
    let_in(storage, by=UserId("UOMAR"))

    found = storage.workspaces.get(here)

    assert found
    assert found.default_owner == "UANA"


def test_the_next_installation_finds_the_same_workspace_also_when_the_company_joined_an_enterprise(
    storage: Storage,
) -> None:
    first = let_in(storage)

    assert let_in(storage, token=NEXT, enterprise_id="E1") == first
    assert storage.tokens.get(first) == NEXT


def test_its_mark_changes_with_the_token_and_shows_nothing_of_it(storage: Storage) -> None:
    let_in(storage)
    (before,) = storage.installations.served()
    let_in(storage, token=NEXT)
    (after,) = storage.installations.served()

    assert before.token_mark != after.token_mark
    assert "xox" not in repr((before, after))


def test_where_it_was_taken_out_everything_stops_and_elsewhere_everything_goes_on(storage: Storage) -> None:
    here, elsewhere = let_in(storage), let_in(storage, team="T2")
    for each in (here, elsewhere):
        busy(storage, each)
    assert at_work(storage) == {here, elsewhere}

    assert storage.installations.sleep(here, Asleep.UNINSTALLED, now=NOW)

    assert at_work(storage) == {elsewhere}
    assert [each.workspace.id for each in storage.installations.served()] == [elsewhere]
    assert [(each.id, why) for each, why in storage.installations.asleep()] == [(here, Asleep.UNINSTALLED)]


def test_what_waits_where_it_sleeps_is_no_delay_that_an_operator_should_hear_of(storage: Storage) -> None:
    here = let_in(storage)
    busy(storage, here)
    storage.installations.sleep(here, Asleep.UNINSTALLED, now=NOW)

    pulse = storage.watching.pulse(now=LATER, machine=LATER)

    assert (pulse.due_look, pulse.lag) == (None, timedelta())


@pytest.mark.parametrize(
    "wakes", [lambda storage, _: let_in(storage, LATER), lambda storage, here: storage.installations.wake(here)]
)
def test_where_it_is_let_in_again_everything_goes_on(storage: Storage, wakes: Any) -> None:
    here = let_in(storage)
    busy(storage, here)
    storage.installations.sleep(here, Asleep.REVOKED, now=NOW)

    wakes(storage, here)

    assert at_work(storage) == {here}
    assert storage.installations.asleep() == []
    # Slack took the bot out of every channel: they are looked at before anything is due there.
    assert list(storage.channel_looks.due(now=NOW)) == [here]


def test_falling_asleep_and_waking_happen_once(storage: Storage) -> None:
    here = let_in(storage)

    reasons = (Asleep.REVOKED, Asleep.NOT_RENEWED, Asleep.UNINSTALLED, Asleep.UNINSTALLED, Asleep.REVOKED)
    assert [storage.installations.sleep(here, why, now=NOW) for why in reasons] == [True, False, True, False, False]
    # Slack tells of the token, too, when an app is taken out, in any order.
    assert [why for _, why in storage.installations.asleep()] == [Asleep.UNINSTALLED]
    assert [storage.installations.wake(here) for _ in range(2)] == [True, False]


def test_news_of_an_earlier_end_do_not_end_what_was_begun_since(storage: Storage) -> None:
    here = let_in(storage, LATER)

    assert not storage.installations.sleep(here, Asleep.UNINSTALLED, now=LATER, told_at=NOW)
    assert storage.installations.sleep(here, Asleep.UNINSTALLED, now=LATER, told_at=LATER + timedelta(seconds=1))


def test_a_workspace_of_one_token_sleeps_and_wakes_as_well(storage: Storage) -> None:
    here = storage.workspaces.ensure("T1", bot_user_id=UserId("UBOT")).id

    assert storage.installations.sleep(here, Asleep.UNINSTALLED, now=NOW, told_at=NOW)
    assert storage.installations.wake(here)
    assert list(storage.installations.served()) == []


def test_a_restored_memory_looks_back_only_where_somebody_can_be_asked(storage: Storage) -> None:
    here, elsewhere = let_in(storage), let_in(storage, team="T2")
    mark_lost_in(storage.database, since=NOW, now=LATER, machine=LATER)
    storage.installations.sleep(here, Asleep.UNINSTALLED, now=LATER)

    assert [each.workspace_id for each in storage.looking_back.losses()] == [elsewhere]

    storage.installations.wake(here)

    assert {each.workspace_id for each in storage.looking_back.losses()} == {here, elsewhere}
