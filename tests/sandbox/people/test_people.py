"""Administrators add people, change what is known of them, and send them away."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient, SandboxRefused
from tests.sandbox.stage import HttpApp, Json, Stage, modal, sent_back

EVERY = ["user_change", "user_profile_changed", "user_status_changed", "dnd_updated_user", "team_join"]
_numbers = itertools.count(1)


@pytest.fixture
def heard(client: SandboxClient, http_app: HttpApp) -> Iterator[HttpApp]:
    """Let the app hear of everything about people."""
    client.configure_app(events=EVERY)
    yield http_app
    client.configure_app(events=[])


def channel_with(stage: Stage, guest: str) -> str:
    """Make a channel with the bot in it, into which a member brings this person; an app may not."""
    ana = stage.person()
    channel = stage.channel(ana)
    stage.client.act(ana, "invite", channel=channel, users=[guest])
    return channel


def told(heard: HttpApp) -> list[str]:
    return sorted(one["event"]["type"] for one in heard.payloads())


@pytest.mark.parametrize(
    ("facts", "events"),
    [
        ({"tz": "Asia/Tokyo"}, ["user_change"]),
        ({"locale": "de-DE"}, ["user_change"]),
        ({"is_admin": True}, ["user_change"]),
        ({"real_name": "Somebody Else"}, ["user_change", "user_profile_changed"]),
        ({"email": "new@example.com"}, ["user_change", "user_profile_changed"]),
        ({"status_text": "On site"}, ["user_change", "user_profile_changed", "user_status_changed"]),
        ({"dnd": {"start": 1, "end": 9_999_999_999}}, ["dnd_updated_user"]),
        ({"deleted": True}, ["user_change"]),
        ({"tz": "Etc/UTC"}, []),
        ({}, []),
    ],
)
def test_the_app_hears_of_what_became_different(
    stage: Stage, client: SandboxClient, heard: HttpApp, facts: dict[str, Any], events: list[str]
) -> None:
    ana = stage.person()
    client.wait(is_idle=True)
    heard.reset()

    client.change_person(ana, **facts)
    client.wait(is_idle=True)

    assert told(heard) == events


def test_a_renamed_person_is_told_of_by_the_new_name(stage: Stage, client: SandboxClient, heard: HttpApp) -> None:
    ana, name = stage.person(), f"renamed{next(_numbers)}"

    client.change_person(ana, name=name, real_name="Ana Renamed")
    client.wait(is_idle=True)

    changed = heard.payloads("user_change")[0]["event"]["user"]
    assert (changed["name"], changed["real_name"], changed["profile"]["real_name"]) == (
        name,
        "Ana Renamed",
        "Ana Renamed",
    )


@pytest.mark.parametrize(
    ("facts", "status", "words"),
    [
        ({"name": "two words"}, 400, "no name to be called by"),
        ({"name": ""}, 400, "no name to be called by"),
        ({"name": "slackbot"}, 409, "already"),
        ({"tz": 7}, 400, "tz is a text"),
        ({"is_admin": "yes"}, 400, "true or false"),
        ({"status_text": "x" * 101}, 400, "100 characters"),
        ({"status_expiration": "soon"}, 400, "unix seconds"),
        ({"dnd": "late"}, 400, "snoozed_until"),
        ({"dnd": {"daily": ["late", "early"]}}, 400, "22:00"),
        ({"team": "T0PARTNER"}, 400, "stays as it was"),
        ({"is_bot": True}, 400, "stays as it was"),
        ({"is_restricted": True, "is_admin": True}, 400, "no administrator"),
    ],
)
def test_a_change_that_cannot_be_is_sent_back_and_changes_nothing(
    stage: Stage, client: SandboxClient, slack: WebClient, facts: dict[str, Any], status: int, words: str
) -> None:
    ana = stage.person()
    before = slack.users_info(user=ana)["user"]

    with sent_back(status, words):
        client.change_person(ana, real_name="Changed", **facts)

    assert slack.users_info(user=ana)["user"] == before


def test_the_apps_own_bot_is_not_deactivated_but_uninstalled(stage: Stage, client: SandboxClient) -> None:
    with sent_back(400, "uninstall the app"):
        client.change_person(stage.bot, deleted=True)


def test_owners_are_administrators_too(stage: Stage, slack: WebClient) -> None:
    user = slack.users_info(user=stage.person(is_owner=True))["user"]

    assert (user["is_owner"], user["is_admin"]) == (True, True)


def test_somebody_deactivated_is_out_of_channels_groups_and_forms(
    stage: Stage, client: SandboxClient, slack: WebClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    group = client.add_usergroup(f"crew{next(_numbers)}", "Crew", [ana])["id"]
    http_app.answer = lambda said: slack.views_open(trigger_id=said["trigger_id"], view=modal()) and None
    client.command(ana, channel, "/form")

    client.change_person(ana, deleted=True)

    assert ana not in slack.conversations_members(channel=channel)["members"]
    assert slack.usergroups_users_list(usergroup=group)["users"] == []
    with sent_back(400, "deactivated"):
        client.views(ana)


def test_somebody_deactivated_can_do_nothing_and_is_written_to_by_nobody(stage: Stage, client: SandboxClient) -> None:
    ana, omar = stage.person(), stage.person()
    client.change_person(ana, deleted=True)

    with sent_back(400, "can do nothing"):
        client.message(ana, "general", "hello")
    with sent_back(400, "nobody can write to them"):
        client.message(omar, ana, "hello")
    with sent_back(400, "can be invited nowhere"):
        client.act(omar, "invite", channel=stage.channel(omar), users=[ana])


def test_who_comes_back_is_in_the_general_channel_again_and_nowhere_else(
    stage: Stage, client: SandboxClient, slack: WebClient
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    client.change_person(ana, deleted=True)

    client.change_person(ana, deleted=False)

    general = next(one for one in client.state()["channels"] if one["is_general"])
    assert ana in general["members"]
    assert ana not in slack.conversations_members(channel=channel)["members"]


def test_a_status_ends_by_itself_and_the_app_hears_of_it(stage: Stage, client: SandboxClient, heard: HttpApp) -> None:
    ana = stage.person()
    until = int(client.now().timestamp()) + 600
    client.change_person(ana, status_text="At lunch", status_emoji="taco", status_expiration=until)
    client.wait(is_idle=True)
    heard.reset()

    client.advance(599)
    assert told(heard) == []
    client.advance(2)
    client.wait(is_idle=True)

    profile = heard.payloads("user_status_changed")[0]["event"]["user"]["profile"]
    assert (profile["status_text"], profile["status_emoji"], profile["status_expiration"]) == ("", "", 0)


def test_somebody_may_have_no_time_zone_and_be_quiet_all_the_same(
    stage: Stage, client: SandboxClient, slack: WebClient
) -> None:
    ana = stage.person(tz="", dnd={"daily": ["22:00", "08:00"]})

    assert "tz" not in slack.users_info(user=ana)["user"]
    assert slack.dnd_info(user=ana)["dnd_enabled"] is True


def test_the_app_hears_when_a_snooze_begins_and_when_it_ends(
    stage: Stage, client: SandboxClient, heard: HttpApp
) -> None:
    ana = stage.person()
    client.change_person(ana, dnd={"snoozed_until": int(client.now().timestamp()) + 1800})
    client.wait(is_idle=True)
    client.advance(1801)
    client.wait(is_idle=True)

    told = [one["event"]["dnd_status"]["dnd_enabled"] for one in heard.payloads("dnd_updated_user")]
    assert told == [True, False]


def test_a_status_shows_until_it_ends(stage: Stage, client: SandboxClient, slack: WebClient) -> None:
    ana = stage.person()

    client.change_person(ana, status_text="On site", status_emoji="construction")

    profile = slack.users_info(user=ana)["user"]["profile"]
    assert (profile["status_text"], profile["status_emoji"]) == ("On site", ":construction:")


def test_a_stranger_shows_no_address_and_where_they_are_at_home(stage: Stage, slack: WebClient) -> None:
    eve = stage.person(team="T0PARTNER", email="eve@partner.example")

    user = slack.users_info(user=eve)["user"]

    assert (user["team_id"], user["profile"]["team"], user["is_stranger"]) == ("T0PARTNER", "T0PARTNER", True)
    assert "email" not in user["profile"]


def test_a_stranger_is_none_any_more_in_a_channel_that_is_then_shared(
    stage: Stage, client: SandboxClient, slack: WebClient
) -> None:
    ana, eve = stage.person(), stage.person(team="T0PARTNER")
    channel = stage.channel(ana)

    client.act(ana, "invite", channel=channel, users=[eve])
    assert slack.users_info(user=eve)["user"]["is_stranger"] is False
    assert slack.conversations_info(channel=channel)["channel"]["is_ext_shared"] is True

    client.act(eve, "leave", channel=channel)
    assert slack.users_info(user=eve)["user"]["is_stranger"] is True


def test_colleagues_are_not_said_to_be_strangers(stage: Stage, slack: WebClient) -> None:
    assert "is_stranger" not in slack.users_info(user=stage.person())["user"]


def test_strangers_press_buttons_and_use_no_commands_and_no_shortcuts(
    stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    eve = stage.person(team="T0PARTNER")
    channel = channel_with(stage, eve)
    elements = [{"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}]
    ts = stage.post(channel, blocks=[{"type": "actions", "elements": elements}])

    assert client.press(eve, channel, ts, "go")["ok"]
    assert client.command(eve, channel, "/echo hi")["error"] == "/echo is not a valid command."
    with sent_back(403, "another company"):
        client.shortcut(eve, "start")
    with sent_back(403, "another company"):
        client.open_home(eve)

    assert [one["user"]["team_id"] for one in http_app.payloads()] == ["T0PARTNER"]


def test_what_strangers_write_says_where_they_are_at_home(
    stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    eve = stage.person(team="T0PARTNER")
    channel = channel_with(stage, eve)
    client.configure_app(events=["message.channels"])
    client.message(eve, channel, "hello")
    client.configure_app(events=[])

    event = http_app.payloads("message")[0]["event"]
    assert (event["user_team"], event["source_team"]) == ("T0PARTNER", "T0PARTNER")


@pytest.mark.parametrize("facts", [{"is_restricted": True}, {"is_ultra_restricted": True}, {"team": "T0PARTNER"}])
def test_guests_and_strangers_see_only_where_they_are(
    stage: Stage, client: SandboxClient, facts: dict[str, Any]
) -> None:
    guest = stage.person(**facts)
    theirs, other = channel_with(stage, guest), stage.channel()

    seen = {one["id"] for one in client.state(guest)["channels"]}

    assert (theirs in seen, other in seen) == (True, False)
    with sent_back(404, "sees no channel"):
        client.join(guest, other)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"is_admin": True}, "no administrator"),
        ({"team": "T0PARTNER"}, "neither a guest nor"),
    ],
)
def test_nobody_is_a_guest_and_more(client: SandboxClient, facts: dict[str, Any], words: str) -> None:
    with sent_back(400, words):
        client.add_person(f"odd{next(_numbers)}", is_restricted=True, **facts)


@pytest.fixture
def crew(stage: Stage, client: SandboxClient) -> Json:
    ana, omar = stage.person(), stage.person()
    return client.add_usergroup(f"group{next(_numbers)}", "Crew", [ana, omar])


def test_the_app_hears_who_came_into_a_group_and_who_went(
    stage: Stage, client: SandboxClient, http_app: HttpApp, crew: Json
) -> None:
    (ana, omar), mei = crew["users"], stage.person()
    client.configure_app(events=["subteam_members_changed", "subteam_updated"])
    client.change_usergroup(crew["id"], users=[ana, mei])
    client.wait(is_idle=True)
    client.configure_app(events=[])

    (event,) = [one["event"] for one in http_app.payloads()]
    assert event["type"] == "subteam_members_changed"
    assert (event["added_users"], event["removed_users"]) == ([mei], [omar])


def test_a_group_that_is_switched_off_is_not_listed(
    client: SandboxClient, slack: WebClient, http_app: HttpApp, crew: Json
) -> None:
    client.configure_app(events=["subteam_updated"])
    client.change_usergroup(crew["id"], deleted=True, name="Old crew")
    client.wait(is_idle=True)
    client.configure_app(events=[])

    assert crew["id"] not in [one["id"] for one in slack.usergroups_list()["usergroups"]]
    changed = http_app.payloads("subteam_updated")[0]["event"]["subteam"]
    assert changed["name"] == "Old crew"
    assert changed["date_delete"] > 0


@pytest.mark.parametrize(
    ("facts", "status", "words"),
    [
        ({"handle": ""}, 400, "handle"),
        ({"users": ["U404"]}, 404, "U404"),
        ({"colour": "red"}, 400, "colour"),
    ],
)
def test_a_change_of_a_group_that_cannot_be_is_sent_back(
    client: SandboxClient, crew: Json, facts: dict[str, Any], status: int, words: str
) -> None:
    with sent_back(status, words):
        client.change_usergroup(crew["id"], **facts)


def test_handles_of_groups_are_unique(client: SandboxClient, crew: Json) -> None:
    with sent_back(409, "already"):
        client.add_usergroup(f"@{crew['handle']}", "Again")
    with sent_back(404, "S404"):
        client.change_usergroup("S404", name="x")


@pytest.mark.parametrize("locale", ["German", "de_DE", "de-de", ""])
def test_a_language_is_written_as_slack_writes_it(client: SandboxClient, locale: str) -> None:
    with pytest.raises(SandboxRefused, match="one like de-DE is"):
        client.add_person(f"speaker{next(_numbers)}", locale=locale)
