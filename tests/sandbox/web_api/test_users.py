"""users.*, usergroups.* and dnd.*, through the real SDK."""

from slack_sdk import WebClient

from sandbox.client import SandboxClient
from tests.sandbox.stage import Stage, refused


def test_a_person_is_described_with_zone_and_offset(stage: Stage, slack: WebClient) -> None:
    ana = stage.person(tz="Europe/Helsinki", email="ana@example.com")

    user = slack.users_info(user=ana)["user"]

    assert (user["tz"], user["tz_offset"]) == ("Europe/Helsinki", 7200)
    assert (user["is_bot"], user["deleted"], user["is_restricted"]) == (False, False, False)
    assert user["profile"]["email"] == "ana@example.com"


def test_the_offset_follows_the_workspaces_clock(stage: Stage, slack: WebClient) -> None:
    # November in the workspace, whatever the season outside
    user = slack.users_info(user=stage.person(tz="America/New_York"))["user"]

    assert user["tz_offset"] == -5 * 3600


def test_of_somebody_without_a_zone_none_is_told(stage: Stage, slack: WebClient, client: SandboxClient) -> None:
    ana = stage.person(tz="Europe/Helsinki")
    client.change_person(ana, tz=None)

    assert not {"tz", "tz_label", "tz_offset"} & slack.users_info(user=ana)["user"].keys()


def test_someone_deactivated_has_no_zone(stage: Stage, slack: WebClient) -> None:
    user = slack.users_info(user=stage.person(deleted=True))["user"]

    assert user["deleted"]
    assert "tz" not in user


def test_guests_and_bots_are_marked(stage: Stage, slack: WebClient) -> None:
    guest = slack.users_info(user=stage.person(is_ultra_restricted=True))["user"]
    bot = slack.users_info(user=stage.bot)["user"]

    assert (guest["is_restricted"], guest["is_ultra_restricted"]) == (True, True)
    assert (bot["is_bot"], bot["profile"]["bot_id"][0]) == (True, "B")


def test_an_unknown_user_is_refused(slack: WebClient) -> None:
    with refused("user_not_found"):
        slack.users_info(user="U404")


def test_the_list_of_users_comes_in_pages(stage: Stage, slack: WebClient) -> None:
    made = [stage.person() for _ in range(3)]

    found = [one["id"] for page in slack.users_list(limit=2) for one in page["members"]]

    assert [one for one in found if one in made] == made
    assert found[0] == "USLACKBOT"


def test_people_are_found_by_email_in_any_case(stage: Stage, slack: WebClient) -> None:
    omar = stage.person(email="Omar@Example.com")

    assert slack.users_lookupByEmail(email="omar@example.com")["user"]["id"] == omar


def test_someone_deactivated_is_not_found_by_email(stage: Stage, slack: WebClient) -> None:
    stage.person(email="gone@example.com", deleted=True)

    with refused("users_not_found"):
        slack.users_lookupByEmail(email="gone@example.com")


def test_user_groups_are_listed_with_their_people_when_asked_for(
    stage: Stage, slack: WebClient, client: SandboxClient
) -> None:
    ana = stage.person()
    group = client.add_usergroup("finance", "Finance", [ana])

    plain = next(one for one in slack.usergroups_list()["usergroups"] if one["id"] == group["id"])
    full = slack.usergroups_list(include_users=True, include_count=True)["usergroups"][-1]

    assert (plain["handle"], "users" in plain) == ("finance", False)
    assert (full["users"], full["user_count"]) == ([ana], "1")
    assert slack.usergroups_users_list(usergroup=group["id"])["users"] == [ana]


def test_an_unknown_user_group_is_refused(slack: WebClient) -> None:
    with refused("no_such_subteam"):
        slack.usergroups_users_list(usergroup="S404")


def test_quiet_hours_are_told_for_one_and_for_many(stage: Stage, slack: WebClient) -> None:
    span = {"start": 1_795_000_000, "end": 1_795_030_000}
    quiet, busy = stage.person(dnd=span), stage.person()

    one = slack.dnd_info(user=quiet)
    team = slack.dnd_teamInfo(users=[quiet, busy])["users"]

    assert (one["dnd_enabled"], one["next_dnd_start_ts"]) == (True, span["start"])
    assert [team[user]["dnd_enabled"] for user in (quiet, busy)] == [True, False]


def test_quiet_hours_are_asked_for_at_most_fifty_people(slack: WebClient) -> None:
    with refused("too_many_users"):
        slack.dnd_teamInfo(users=[f"U{n}" for n in range(51)])


def test_of_someone_from_another_company_less_is_told(stage: Stage, slack: WebClient) -> None:
    stranger = stage.person(team="T0ELSEWHERE", email="far@example.org")

    user = slack.users_info(user=stranger, include_locale=True)["user"]

    assert (user["team_id"], user["profile"]["team"], user["is_stranger"]) == ("T0ELSEWHERE", "T0ELSEWHERE", True)
    assert "email" not in user["profile"]
    assert "locale" not in user
    with refused("users_not_found"):
        slack.users_lookupByEmail(email="far@example.org")


def test_the_locale_is_told_when_asked_for(stage: Stage, slack: WebClient) -> None:
    ana = stage.person()

    assert slack.users_info(user=ana, include_locale=True)["user"]["locale"] == "en-US"
    assert "locale" not in slack.users_info(user=ana)["user"]


def test_people_use_slack_in_languages_of_their_own(stage: Stage, slack: WebClient) -> None:
    mika = stage.person(locale="de-DE")

    assert slack.users_info(user=mika, include_locale=True)["user"]["locale"] == "de-DE"
    members = slack.users_list(include_locale=True)["members"]
    assert next(one for one in members if one["id"] == mika)["locale"] == "de-DE"


def test_quiet_hours_of_somebody_unknown_are_left_out_of_the_many(stage: Stage, slack: WebClient) -> None:
    ana = stage.person()

    assert list(slack.dnd_teamInfo(users=[ana, "U404"])["users"]) == [ana]
