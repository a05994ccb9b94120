"""Teams: each workspace is found by both of its ids, and its client is its own."""

from uuid import UUID

import pytest

from bot.model import UserId, WorkspaceId
from bot.ports import Workspace
from commands.teams import Served, Teams
from messages.delivery.slack import Slack

HERE, THERE = WorkspaceId(UUID(int=1)), WorkspaceId(UUID(int=2))


def served(workspace_id: WorkspaceId, team: str, *, app_id: str = "A1") -> Served:
    slack = Slack(f"xoxb-{team}", base_url="http://127.0.0.1:9/api/")
    workspace = Workspace(workspace_id, team, UserId(f"U{team}BOT"))
    return Served(workspace, slack, f"xoxb-{team}", f"B{team}", app_id)


@pytest.fixture
def here() -> Served:
    return served(HERE, "T1")


@pytest.fixture
def there() -> Served:
    return served(THERE, "T2", app_id="")


def test_a_team_finds_its_own_workspace_and_client(here: Served, there: Served) -> None:
    teams = Teams([here, there])

    assert [teams.workspace_of(team) for team in ("T1", "T2", "T3")] == [HERE, THERE, None]
    assert teams.slack_for(HERE) is here.slack
    assert teams.slack_for(THERE) is there.slack
    assert (teams.author_in(HERE), teams.author_in(THERE)) == ("UT1BOT", "UT2BOT")


def test_bolt_is_given_the_token_of_that_team_and_no_other(here: Served, there: Served) -> None:
    given = [each.authorized for each in (here, there)]

    assert [each.bot_token for each in given] == ["xoxb-T1", "xoxb-T2"]
    assert [each.team_id for each in given] == ["T1", "T2"]
    assert [each.bot_user_id for each in given] == ["UT1BOT", "UT2BOT"]


def test_the_app_is_known_as_soon_as_one_workspace_names_it(here: Served, there: Served) -> None:
    assert Teams([there, here]).app_id() == "A1"
    assert Teams([there]).app_id() == ""


def test_no_token_stands_in_what_a_log_would_show(here: Served) -> None:
    assert "xoxb" not in repr(here)
