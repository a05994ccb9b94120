"""A list goes to the workspace that is named, to the token's, to the only one, or waits for the first Slack."""

from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest

from bot.model import BATON, UserId, WorkspaceId
from bot.ports import Workspace
from bot.settled import HouseRules
from commands.importing.failure import CannotImport
from commands.importing.home import NOBODY, UNCLAIMED, check_whose, find_home
from commands.settings import WrongSettings

EVE, OMAR = UserId("UEVE"), UserId("UOMAR")


@dataclass
class Known:
    """The workspaces of a database, by team."""

    homes: dict[str, Workspace] = field(default_factory=dict)

    def all(self) -> list[Workspace]:
        return list(self.homes.values())

    def ensure(self, team_id: str, *, bot_user_id: UserId, is_silent: bool = False) -> Workspace:
        rules = HouseRules(may_speak=not is_silent)
        made = Workspace(WorkspaceId(UUID(int=len(self.homes) + 1)), team_id, bot_user_id, rules=rules)
        return self.homes.setdefault(team_id, made)

    def claim(self, was: str, team_id: str) -> None:
        if was in self.homes and team_id not in self.homes:
            self.homes[team_id] = replace(self.homes.pop(was), team_id=team_id)

    def put(self, changed: Workspace) -> None:
        self.homes[changed.team_id] = changed


def known(*teams: str) -> Known:
    homes = Known()
    for team in teams:
        homes.ensure(team, bot_user_id=BATON)
    return homes


def find(homes: Known, *, team: str = "", owner: str = "", token: str = "") -> Workspace:
    of_token = (lambda: homes.ensure(token, bot_user_id=UserId("UBOT"))) if token else None
    return find_home(homes, team=team, owner=owner, of_token=of_token)


def test_a_workspace_that_is_named_is_taken_whatever_the_token_says() -> None:
    homes = known("T1", "T2")

    assert find(homes, team="T2", token="T1") is homes.homes["T2"]


def test_a_name_that_nobody_knows_yet_makes_a_workspace_known() -> None:
    homes = known("T1")

    made = find(homes, team="T9")
    assert (made.team_id, made.rules.may_speak) == ("T9", False)
    assert set(homes.homes) == {"T1", "T9"}


def test_without_a_name_the_token_tells() -> None:
    assert find(known("T1", "T2"), token="T2").team_id == "T2"


def test_without_either_the_only_one_is_meant() -> None:
    homes = known("T1")

    assert find(homes) is homes.homes["T1"]


def test_of_several_one_must_be_named() -> None:
    with pytest.raises(CannotImport, match="--workspace T…"):
        find(known("T1", "T2"))


def test_before_any_slack_a_list_waits_for_the_first_that_comes() -> None:
    homes = known()

    first, again = find(homes), find(homes)

    assert first is again
    assert (first.team_id, first.default_owner) == (UNCLAIMED, None)


def test_the_first_slack_that_is_named_takes_what_waited() -> None:
    homes = known()
    waited = find(homes)

    claimed = find(homes, team="T1")

    assert claimed.id == waited.id
    assert set(homes.homes) == {"T1"}


def test_what_waited_is_not_mixed_into_a_workspace_that_was_there() -> None:
    homes = known("T1", UNCLAIMED)

    find(homes, team="T1")

    assert set(homes.homes) == {"T1", UNCLAIMED}


@pytest.mark.parametrize("team", ["", "T1"])
def test_an_owner_that_is_given_becomes_the_workspaces(team: str) -> None:
    homes = known("T1")

    assert find(homes, team=team, owner=EVE).default_owner == EVE
    assert homes.homes["T1"].default_owner == EVE


def test_an_owner_that_stands_is_kept_when_none_is_given() -> None:
    homes = known("T1")
    homes.put(replace(homes.homes["T1"], default_owner=OMAR))

    assert find(homes).default_owner == OMAR


def test_nobody_is_a_person_of_no_slack() -> None:
    """A backlog row needs an owner; this one is never told anything, since no list of people holds them."""
    assert NOBODY == "U000000000"


def test_a_database_that_another_workspace_was_served_from_is_refused() -> None:
    served = Known()
    served.ensure("T2", bot_user_id=UserId("UBOT"))

    with pytest.raises(WrongSettings, match=r"DATABASE_URL is the database of the workspace T2.*is of T1"):
        check_whose(served.all(), "T1")


def test_its_own_workspace_and_lists_that_wait_are_no_others() -> None:
    there = known("T9", UNCLAIMED)
    there.ensure("T1", bot_user_id=UserId("UBOT"))

    check_whose(there.all(), "T1")
