"""The doorkeeper serves what the memory says: who is let in, who leaves, who sleeps and who comes back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from bot.installed import Asleep, Installation, Token
from bot.model import UserId, WorkspaceId
from commands.doorkeeper import ASK_AGAIN_AFTER, Doorkeeper
from commands.one_door import OneDoor
from commands.teams import Served, Teams
from messages.delivery.outcomes import Later, Outcome, Sent
from messages.delivery.slack import Slack
from storage.opening import Storage, open_migrated
from storage.secrets.keys import read_keys

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


@dataclass
class Standing:
    """A clock that stands until it is moved."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def machine(self) -> datetime:
        return self.at


class OfToken(Slack):
    """A Slack that knows which tokens are good, and tells who asked."""

    def __init__(self, token: str, good: set[str], shut: Callable[[], object]) -> None:
        super().__init__(token, base_url="http://127.0.0.1:9/")
        self.token, self._good, self._shut = token, good, shut

    def ask(self, method: str, arguments: Mapping[str, Any]) -> Outcome:  # noqa: ARG002 - whatever it is
        if self.token in self._good:
            return Sent({"ok": True})
        self._shut()
        return Later(60.0, "account_inactive")


@dataclass
class House:
    """A doorkeeper with a real memory; ``good`` are the tokens that Slack takes."""

    storage: Storage
    clock: Standing = field(default_factory=Standing)
    teams: Teams = field(default_factory=Teams)
    good: set[str] = field(default_factory=set)
    furnished: list[WorkspaceId] = field(default_factory=list)
    begun: list[tuple[WorkspaceId, UserId]] = field(default_factory=list)

    def keeper(self, teams: Teams | None = None) -> Doorkeeper:
        return Doorkeeper(
            self.storage.installations,
            self.storage.tokens,
            teams or self.teams,
            self.clock,
            lambda token, shut: OfToken(token, self.good, shut),
            self.furnished.append,
            lambda here, by: self.begun.append((here, by)),
        )

    def given(self, team: str, token: str) -> Installation:
        self.good.add(token)
        return Installation(team, UserId(f"U{team}"), Token(token), UserId("UANA"), app_id="A1")

    def tokens_in_use(self, teams: Teams | None = None) -> dict[str, str]:
        return {each.workspace.team_id: each.token for each in (teams or self.teams).all()}


@pytest.fixture
def house(tmp_path: Path) -> Any:
    keys = read_keys(KEY, entropy=lambda size: uuid4().bytes[:size])
    storage = open_migrated(f"sqlite:///{tmp_path}/baton.db", ids=uuid4, keys=keys)
    yield House(storage)
    storage.close()


def test_whoever_lets_baton_in_is_served_at_once_by_their_own_token(house: House) -> None:
    keeper = house.keeper()

    keeper.let_in(house.given("T1", "xoxb-one"))
    keeper.let_in(house.given("T2", "xoxb-two"))

    assert house.tokens_in_use() == {"T1": "xoxb-one", "T2": "xoxb-two"}
    assert [house.teams.workspace_of(team) for team in ("T1", "T2")] == house.furnished
    assert house.teams.app_id() == "A1"
    assert house.begun == [(here, "UANA") for here in house.furnished]


def test_installed_again_it_goes_on_with_the_new_token(house: House) -> None:
    keeper = house.keeper()
    keeper.let_in(house.given("T1", "xoxb-one"))
    before = house.teams.of_team("T1")

    keeper.let_in(house.given("T1", "xoxb-newer"))

    after = house.teams.of_team("T1")
    assert before
    assert after
    assert before.workspace.id == after.workspace.id
    assert (after.token, after.authorized.bot_token) == ("xoxb-newer", "xoxb-newer")


def test_another_replica_serves_a_team_as_soon_as_it_is_asked_about_it(house: House) -> None:
    there = Teams()
    house.keeper(there)
    house.keeper().let_in(house.given("T1", "xoxb-one"))

    assert there.workspace_of("T1") == house.furnished[0]
    assert there.workspace_of("T2") is None


def test_a_client_lives_as_long_as_its_token(house: House) -> None:
    keeper = house.keeper()
    keeper.let_in(house.given("T1", "xoxb-one"))
    (first,) = house.teams.all()

    keeper.run()

    (second,) = house.teams.all()
    assert first.slack is second.slack


def test_where_it_was_taken_out_nobody_is_served_and_no_token_is_kept(house: House) -> None:
    keeper = house.keeper()
    keeper.let_in(house.given("T1", "xoxb-one"))
    keeper.let_in(house.given("T2", "xoxb-two"))
    here = house.furnished[0]

    for why in (Asleep.REVOKED, Asleep.UNINSTALLED, Asleep.UNINSTALLED):
        keeper.leave("T1", why, told_at=NOW + MINUTE)

    assert house.tokens_in_use() == {"T2": "xoxb-two"}
    assert house.storage.tokens.get(here) is None
    assert house.teams.authorized("T1").bot_token is None
    assert isinstance(house.teams.slack_for(here).send("chat.postMessage", {}), Later)
    assert [why for _, why in house.storage.installations.asleep()] == [Asleep.UNINSTALLED]


def test_news_that_come_late_do_not_end_a_new_installation(house: House) -> None:
    keeper = house.keeper()
    keeper.let_in(house.given("T1", "xoxb-one"))

    keeper.leave("T1", Asleep.UNINSTALLED, told_at=NOW - MINUTE)

    assert house.tokens_in_use() == {"T1": "xoxb-one"}


def test_news_of_a_team_that_was_never_here_are_let_be(house: House) -> None:
    house.keeper().leave("T9", Asleep.UNINSTALLED, told_at=NOW)

    assert house.storage.installations.asleep() == []


def test_where_slack_takes_the_token_no_more_it_sleeps_until_that_is_good_again(house: House) -> None:
    keeper = house.keeper()
    keeper.let_in(house.given("T1", "xoxb-one"))
    keeper.run()
    house.good.clear()

    house.teams.slack_for(house.furnished[0]).ask("auth.test", {})
    assert house.tokens_in_use() == {}

    house.clock.at += ASK_AGAIN_AFTER
    keeper.run()
    assert house.tokens_in_use() == {}

    house.good.add("xoxb-one")
    house.clock.at += MINUTE
    keeper.run()
    assert house.tokens_in_use() == {}, "Slack is not asked with every tick"

    house.clock.at += ASK_AGAIN_AFTER
    keeper.run()
    assert house.tokens_in_use() == {"T1": "xoxb-one"}


def one_door(house: House) -> tuple[OneDoor, WorkspaceId]:
    workspace = house.storage.workspaces.ensure("T1", bot_user_id=UserId("UBOT"))
    slack = OfToken("xoxb-one", house.good, lambda: None)
    return OneDoor(house.storage.installations, Served(workspace, slack, "xoxb-one"), house.clock), workspace.id


def asleep(house: House) -> list[WorkspaceId]:
    return [each.id for each, _ in house.storage.installations.asleep()]


def test_with_one_token_it_sleeps_when_it_is_taken_out_and_wakes_when_the_token_is_good(house: House) -> None:
    door, here = one_door(house)

    door.leave("T1", Asleep.UNINSTALLED, told_at=NOW)
    assert asleep(house) == [here]

    house.clock.at += ASK_AGAIN_AFTER
    door.run()
    assert asleep(house) == [here]

    house.good.add("xoxb-one")
    house.clock.at += ASK_AGAIN_AFTER
    door.run()
    assert asleep(house) == []


def test_with_one_token_others_that_leave_are_no_concern(house: House) -> None:
    door, _ = one_door(house)

    door.leave("T2", Asleep.UNINSTALLED, told_at=NOW)

    assert asleep(house) == []
    assert UUID(int=0) not in asleep(house)
