"""Who is there, as Slack tells it; and sentences for the operator when it does not."""

import socket
from uuid import uuid4

import pytest

from bot.model import Person, UserId
from messages.delivery.directory import (
    SlackTrouble,
    check_app_token,
    find_by_email,
    find_by_id,
    person,
    read_groups,
    read_people,
    which_app,
    who_am_i,
)
from messages.delivery.slack import Slack
from sandbox.running import Sandbox
from tests.messages.delivery.office import Office

ZONE = "Europe/Helsinki"


def everybody(office: Office) -> dict[UserId, Person]:
    return {found.id: found for found in read_people(office.slack, default_zone=ZONE)}


def someone(office: Office, **facts: object) -> UserId:
    name = f"p{uuid4().hex[:8]}"
    return UserId(office.client.add_person(name, f"Name of {name}", **facts)["id"])


def test_a_person_is_read_with_name_zone_and_address(office: Office) -> None:
    found = everybody(office)[office.ana]

    assert (found.zone, found.email) == ("Europe/Helsinki", "ana@example.com")
    assert found.name.lower() == "ana"
    assert found.is_active
    assert not found.is_guest


def test_slack_is_asked_which_language_people_use(office: Office) -> None:
    found = find_by_id(office.slack, office.ana, default_zone=ZONE)

    assert everybody(office)[office.ana].locale == "en-US"
    assert found is not None
    assert found.locale == "en-US"
    assert person({"id": "U1", "profile": {}, "locale": ""}, ZONE)[0].locale is None


def test_bots_and_slackbot_are_left_out(office: Office) -> None:
    bot = someone(office, is_bot=True)

    found = everybody(office)

    assert not {bot, office.workspace.bot_user_id, "USLACKBOT"} & found.keys()


@pytest.mark.parametrize("mark", ["is_restricted", "is_ultra_restricted", "is_stranger"])
def test_guests_and_people_of_other_companies_are_outside(mark: str) -> None:
    member = {"id": "U1", "tz": ZONE, "profile": {"real_name": "Gus"}, mark: True}

    assert person(member, ZONE)[0].is_guest


def test_guests_admins_and_the_deactivated_are_told_apart(office: Office) -> None:
    guest = someone(office, is_restricted=True)
    admin = someone(office, is_admin=True)
    gone = someone(office, deleted=True)

    found = everybody(office)

    assert [found[each].is_guest for each in (guest, admin, gone)] == [True, False, False]
    assert [found[each].is_admin for each in (guest, admin, gone)] == [False, True, False]
    assert [found[each].is_active for each in (guest, admin, gone)] == [True, True, False]


def test_people_are_read_page_by_page(office: Office) -> None:
    several = {someone(office, tz=ZONE) for _ in range(5)}

    # The people of all tests here are more pages than a minute allows, and the workspace's clock stands still.
    found = read_people(office.slack, default_zone=ZONE, page=2, pause=office.client.advance)

    assert several <= {each.id for each in found}
    assert len({each.id for each in found}) == len(found)
    assert len(office.calls("users.list")) >= 3


def test_a_large_workspace_is_read_as_slowly_as_slack_asks(office: Office) -> None:
    waited: list[float] = []
    office.inject("429:7", method="users.list", times=2)

    found = read_people(office.slack, default_zone=ZONE, pause=waited.append)

    assert waited == [7.0, 7.0]
    assert office.ana in {each.id for each in found}


def test_people_who_cannot_be_read_are_trouble_in_a_sentence(office: Office) -> None:
    office.inject("error:missing_scope", method="users.list")

    with pytest.raises(SlackTrouble, match=r"users\.list.*missing_scope"):
        read_people(office.slack, default_zone=ZONE)


@pytest.mark.parametrize("tz", [None, "", "Mars/Olympus", "../etc/passwd"])
def test_whoever_has_no_usable_zone_gets_the_default(tz: str | None) -> None:
    found, has_zone = person({"id": "U1", "tz": tz}, ZONE)

    assert (found.zone, has_zone) == (ZONE, False)


@pytest.mark.parametrize(
    ("profile", "name"),
    [
        ({"display_name": "ana", "real_name": "Ana Ortiz"}, "ana"),
        ({"display_name": "", "real_name": "Ana Ortiz"}, "Ana Ortiz"),
        ({}, "U1"),
        (None, "U1"),
    ],
)
def test_a_person_is_called_what_others_see(profile: dict[str, str] | None, name: str) -> None:
    found, _ = person({"id": "U1", "profile": profile}, ZONE)

    assert found.name == name


def test_a_person_is_found_by_address(office: Office) -> None:
    found = find_by_email(office.slack, "ana@example.com", default_zone=ZONE)

    assert found
    assert found.id == office.ana


def test_an_address_that_nobody_has_finds_nobody(office: Office) -> None:
    assert find_by_email(office.slack, "nobody@example.com", default_zone=ZONE) is None


def test_without_the_scope_nobody_is_found_and_the_log_says_which(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.inject("error:missing_scope", method="users.lookupByEmail")

    assert find_by_email(office.slack, "ana@example.com", default_zone=ZONE) is None
    assert "users:read.email" in caplog.text


def test_a_failed_search_is_not_taken_for_nobody(office: Office) -> None:
    office.inject("status:500", method="users.lookupByEmail")

    with pytest.raises(SlackTrouble):
        find_by_email(office.slack, "ana@example.com", default_zone=ZONE)


def test_a_person_is_found_by_id(office: Office) -> None:
    found = find_by_id(office.slack, office.ana, default_zone=ZONE)

    assert found == everybody(office)[office.ana]


def test_a_stranger_and_a_bot_are_nobody(office: Office) -> None:
    bot = office.workspace.bot_user_id

    assert find_by_id(office.slack, UserId("UNOBODY"), default_zone=ZONE) is None
    assert find_by_id(office.slack, bot, default_zone=ZONE) is None


def test_a_person_who_could_not_be_asked_for_is_not_taken_for_nobody(office: Office) -> None:
    office.inject("status:500", method="users.info")

    with pytest.raises(SlackTrouble):
        find_by_id(office.slack, office.ana, default_zone=ZONE)


def test_groups_are_read_with_their_members(office: Office) -> None:
    handle = f"g{uuid4().hex[:6]}"
    office.client.add_usergroup(handle, "Field crew", [office.ana])

    found = {group.handle: group.members for group in read_groups(office.slack)}

    assert found[handle] == (office.ana,)


@pytest.mark.parametrize("fault", ["error:missing_scope", "error:plan_upgrade_required", "unknown_method"])
def test_a_workspace_without_groups_has_none(office: Office, fault: str) -> None:
    office.inject(fault, method="usergroups.list")

    assert read_groups(office.slack) == []


def test_groups_that_could_not_be_read_are_not_taken_for_none(office: Office) -> None:
    office.inject("status:500", method="usergroups.list", times=5)

    with pytest.raises(SlackTrouble):
        read_groups(office.slack, pause=list[float]().append)


def test_the_bot_knows_who_it_is(office: Office) -> None:
    found = who_am_i(office.slack)

    assert found.bot_user_id == office.workspace.bot_user_id
    assert (found.team_id, bool(found.team), bool(found.bot_id)) == (office.workspace.team_id, True, True)


def test_the_bot_knows_whose_app_it_is(office: Office) -> None:
    app_id = which_app(office.slack, who_am_i(office.slack).bot_id)

    assert app_id.startswith("A")


def test_an_app_that_slack_does_not_name_is_no_trouble(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    office.inject("error:missing_scope", method="bots.info")

    assert which_app(office.slack, who_am_i(office.slack).bot_id) == ""
    assert "missing_scope" in caplog.text


def test_a_wrong_token_is_told_with_the_setting_to_change_and_without_the_token(sandbox: Sandbox) -> None:
    wrong = Slack("xoxb-wrong-token", base_url=sandbox.api_url)

    with pytest.raises(SlackTrouble, match="SLACK_BOT_TOKEN") as trouble:
        who_am_i(wrong)

    assert "xoxb-wrong-token" not in str(trouble.value)


def test_a_wrong_address_is_told_with_the_setting_to_change() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    with pytest.raises(SlackTrouble, match="SLACK_API_URL"):
        who_am_i(Slack("xoxb-t", base_url=f"http://127.0.0.1:{port}/api/"))


def test_an_app_token_that_opens_socket_mode_is_no_trouble(sandbox: Sandbox) -> None:
    check_app_token(Slack(sandbox.app_token, base_url=sandbox.api_url))


def test_a_wrong_app_token_is_told_with_the_setting_to_change_and_without_the_token(sandbox: Sandbox) -> None:
    with pytest.raises(SlackTrouble, match="SLACK_APP_TOKEN") as trouble:
        check_app_token(Slack("xapp-made-up", base_url=sandbox.api_url))

    assert "xapp-made-up" not in str(trouble.value)


def test_a_slack_without_socket_mode_is_told_where_to_switch_it_on(office: Office, sandbox: Sandbox) -> None:
    office.inject("error:team_access_not_granted", method="apps.connections.open")

    with pytest.raises(SlackTrouble, match="team_access_not_granted"):
        check_app_token(Slack(sandbox.app_token, base_url=sandbox.api_url))


@pytest.mark.parametrize("fault", ["429:7", "error:internal_error", "status:503"])
def test_a_slack_that_is_busy_when_baton_starts_is_asked_again(office: Office, sandbox: Sandbox, fault: str) -> None:
    app, waited = Slack(sandbox.app_token, base_url=sandbox.api_url), list[float]()
    for method in ("auth.test", "bots.info", "apps.connections.open"):
        office.inject(fault, method=method)

    me = who_am_i(office.slack, pause=waited.append)

    assert which_app(office.slack, me.bot_id, pause=waited.append)
    check_app_token(app, pause=waited.append)
    assert waited == [7.0 if fault == "429:7" else 2.0] * 3


def test_a_slack_that_stays_busy_is_told_in_the_end(office: Office) -> None:
    office.inject("error:internal_error", method="auth.test", times=5)
    waited = list[float]()

    with pytest.raises(SlackTrouble, match="internal_error"):
        who_am_i(office.slack, pause=waited.append)

    assert len(waited) == 5


@pytest.mark.parametrize("error", ["invalid_auth", "missing_scope"])
def test_a_plain_no_is_told_at_once(office: Office, error: str) -> None:
    office.inject(f"error:{error}", method="auth.test")

    with pytest.raises(SlackTrouble, match=error):
        who_am_i(office.slack, pause=lambda _: pytest.fail("it waits for a token that stays wrong"))
