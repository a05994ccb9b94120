"""conversations.*: channels made, named, filled and archived, through the real SDK."""

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from tests.sandbox.stage import Stage, refused


def test_who_creates_a_channel_is_its_member(stage: Stage, slack: WebClient) -> None:
    name = stage.name()

    made = slack.conversations_create(name=name)["channel"]

    assert (made["name"], made["is_private"], made["is_member"]) == (name, False, True)
    assert made["creator"] == stage.bot
    assert slack.conversations_members(channel=made["id"])["members"] == [stage.bot]


def test_a_private_channel_is_made_with_the_flag_as_the_sdk_sends_it(stage: Stage, slack: WebClient) -> None:
    made = slack.conversations_create(name=stage.name(), is_private=True)["channel"]

    assert (made["is_private"], made["is_group"], made["is_channel"]) == (True, True, False)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "invalid_name_required"),
        ("x" * 81, "invalid_name_maxlength"),
        ("---", "invalid_name_punctuation"),
        ("Acme", "invalid_name_specials"),
        ("acme deal", "invalid_name_specials"),
        ("käse", "invalid_name_specials"),
        ("general", "name_taken"),
    ],
)
def test_a_name_that_slack_would_not_take_is_refused(slack: WebClient, name: str, code: str) -> None:
    with refused(code):
        slack.conversations_create(name=name)


def test_the_name_of_an_archived_channel_stays_taken(stage: Stage, slack: WebClient) -> None:
    name = stage.name()
    channel = slack.conversations_create(name=name)["channel"]["id"]
    slack.conversations_archive(channel=channel)

    with refused("name_taken"):
        slack.conversations_create(name=name)


def test_the_name_of_a_private_channel_that_nobody_told_the_bot_of_is_taken_too(
    stage: Stage, slack: WebClient, client: SandboxClient
) -> None:
    name = stage.name()
    client.add_channel(name, stage.person(), is_private=True)

    with refused("name_taken"):
        slack.conversations_create(name=name)


def test_a_renamed_channel_remembers_its_old_name(stage: Stage, slack: WebClient) -> None:
    channel, name = stage.channel(), stage.name()
    before = slack.conversations_info(channel=channel)["channel"]["name"]

    renamed = slack.conversations_rename(channel=channel, name=name)["channel"]

    assert (renamed["name"], renamed["previous_names"]) == (name, [before])


def test_only_members_rename(stage: Stage, slack: WebClient) -> None:
    with refused("not_in_channel"):
        slack.conversations_rename(channel=stage.foreign_channel(), name=stage.name())


def test_archiving_twice_and_unarchiving_twice_is_refused(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()

    slack.conversations_archive(channel=channel)
    with refused("already_archived"):
        slack.conversations_archive(channel=channel)
    slack.conversations_unarchive(channel=channel)
    with refused("not_archived"):
        slack.conversations_unarchive(channel=channel)


def test_the_general_channel_cannot_be_archived_or_left(stage: Stage, slack: WebClient, client: SandboxClient) -> None:
    general = next(one["id"] for one in client.state()["channels"] if one["is_general"])
    slack.conversations_join(channel=general)

    with refused("cant_archive_general"):
        slack.conversations_archive(channel=general)
    with refused("cant_leave_general"):
        slack.conversations_leave(channel=general)


def test_joining_twice_is_a_warning(stage: Stage, slack: WebClient) -> None:
    channel = stage.foreign_channel()

    first, second = (slack.conversations_join(channel=channel) for _ in range(2))

    assert "warning" not in first.data
    assert second["warning"] == "already_in_channel"


def test_a_private_channel_cannot_be_joined_uninvited(stage: Stage, slack: WebClient) -> None:
    with refused("channel_not_found"):
        slack.conversations_join(channel=stage.foreign_channel(is_private=True))


def test_leaving_takes_the_bot_out_and_leaving_again_says_so(stage: Stage, slack: WebClient) -> None:
    channel = stage.foreign_channel()
    slack.conversations_join(channel=channel)

    slack.conversations_leave(channel=channel)

    assert stage.bot not in slack.conversations_members(channel=channel)["members"]
    assert slack.conversations_leave(channel=channel)["not_in_channel"]


def test_a_kicked_person_is_out(stage: Stage, slack: WebClient) -> None:
    ana = stage.person()
    channel = stage.channel(ana)

    slack.conversations_kick(channel=channel, user=ana)

    assert ana not in slack.conversations_members(channel=channel)["members"]
    with refused("not_in_channel"):
        slack.conversations_kick(channel=channel, user=ana)
    with refused("cant_kick_self"):
        slack.conversations_kick(channel=channel, user=stage.bot)


def test_topic_and_purpose_are_kept_with_who_set_them(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()

    slack.conversations_setTopic(channel=channel, topic="now")
    slack.conversations_setPurpose(channel=channel, purpose="why")

    shown = slack.conversations_info(channel=channel)["channel"]
    assert (shown["topic"]["value"], shown["purpose"]["value"]) == ("now", "why")
    assert shown["topic"]["creator"] == stage.bot


def test_a_topic_has_at_most_250_characters(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()

    slack.conversations_setTopic(channel=channel, topic="x" * 250)
    with refused("too_long"):
        slack.conversations_setTopic(channel=channel, topic="x" * 251)


def test_several_people_are_invited_at_once(stage: Stage, slack: WebClient) -> None:
    people = [stage.person() for _ in range(3)]
    channel = stage.channel()

    slack.conversations_invite(channel=channel, users=people)

    assert slack.conversations_members(channel=channel)["members"] == [stage.bot, *people]


def test_one_wrong_invitation_stops_all_unless_forced(stage: Stage, slack: WebClient) -> None:
    ana = stage.person()
    channel = stage.channel()

    with refused("user_not_found") as answer:
        slack.conversations_invite(channel=channel, users=[ana, "U404"])
    assert answer["errors"] == [{"user": "U404", "ok": False, "error": "user_not_found"}]
    assert ana not in slack.conversations_members(channel=channel)["members"]

    forced = slack.conversations_invite(channel=channel, users=[ana, "U404"], force=True)
    assert forced["errors"] == answer["errors"]
    assert ana in slack.conversations_members(channel=channel)["members"]


def test_whom_slack_lets_no_bot_invite_is_refused(stage: Stage, slack: WebClient) -> None:
    inside, gone, guest = stage.person(), stage.person(deleted=True), stage.person(is_restricted=True)
    channel = stage.channel(inside)

    for user, code in [
        (inside, "already_in_channel"),
        (gone, "cant_invite"),
        (guest, "user_is_restricted"),
        (stage.bot, "cant_invite_self"),
        ("", "no_user"),
    ]:
        with refused(code):
            slack.conversations_invite(channel=channel, users=user)


def test_a_single_channel_guest_comes_into_one_channel_only(stage: Stage, slack: WebClient) -> None:
    guest = stage.person(is_ultra_restricted=True)
    stage.channel(guest)

    with refused("ura_max_channels"):
        slack.conversations_invite(channel=stage.channel(), users=guest)


def test_at_most_a_hundred_people_are_invited_in_one_call(stage: Stage, slack: WebClient) -> None:
    with refused("invalid_arguments"):
        slack.conversations_invite(channel=stage.channel(), users=[f"U{n}" for n in range(101)])


def test_nobody_is_invited_into_an_archived_channel(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    slack.conversations_archive(channel=channel)

    with refused("is_archived"):
        slack.conversations_invite(channel=channel, users=stage.person())


def test_opening_direct_messages_twice_gives_the_same_conversation(stage: Stage, slack: WebClient) -> None:
    ana = stage.person()

    first = slack.conversations_open(users=ana)
    again = slack.conversations_open(users=ana, return_im=True)

    assert first["channel"] == {"id": again["channel"]["id"]}
    assert (again["already_open"], again["channel"]["user"]) == (True, ana)


def test_several_people_share_one_group_conversation(stage: Stage, slack: WebClient) -> None:
    ana, omar = stage.person(), stage.person()

    channel = slack.conversations_open(users=[ana, omar])["channel"]

    assert channel["is_mpim"]
    assert slack.conversations_open(users=[omar, ana])["channel"]["id"] == channel["id"]


def test_direct_messages_that_slack_would_not_open_are_refused(stage: Stage, slack: WebClient) -> None:
    gone = stage.person(deleted=True)
    crowd = [stage.person() for _ in range(9)]

    for users, code in [
        ("U404", "user_not_found"),
        (gone, "user_disabled"),
        (crowd, "too_many_users"),
        (stage.bot, "not_enough_users"),
    ]:
        with refused(code):
            slack.conversations_open(users=users)
    with refused("users_list_not_supplied"):
        slack.api_call("conversations.open")
    with refused("channel_not_found"):
        slack.conversations_open(users=stage.person(), prevent_creation=True)


def test_a_bot_cannot_open_direct_messages_with_a_bot(stage: Stage, slack: WebClient) -> None:
    with refused("cannot_dm_bot"):
        slack.conversations_open(users=stage.person(is_bot=True))


def test_a_new_channel_has_nothing_unread_and_tells_its_newest_line(stage: Stage, slack: WebClient) -> None:
    made = slack.conversations_create(name=stage.name())["channel"]

    assert (made["unread_count"], made["latest"]["subtype"]) == (0, "channel_join")
    assert made["last_read"] == made["latest"]["ts"]


def test_direct_messages_tell_what_the_bot_has_not_read(stage: Stage, slack: WebClient, client: SandboxClient) -> None:
    ana = stage.person()
    direct = slack.conversations_open(users=ana)["channel"]["id"]
    client.message(ana, direct, "hello?")

    shown = slack.conversations_info(channel=direct)["channel"]

    assert (shown["unread_count"], shown["latest"]["text"]) == (1, "hello?")


def test_a_channel_with_people_of_another_company_is_shared(
    stage: Stage, slack: WebClient, client: SandboxClient
) -> None:
    stranger = stage.person(team="T0ELSEWHERE")
    channel = stage.foreign_channel(stage.person(), stranger)

    shown = slack.conversations_info(channel=channel)["channel"]

    assert (shown["is_shared"], shown["is_ext_shared"]) == (True, True)
    assert shown["shared_team_ids"][1:] == ["T0ELSEWHERE"]


def test_somebody_met_in_a_shared_channel_can_be_written_to(stage: Stage, slack: WebClient) -> None:
    stranger = stage.person(team="T0ELSEWHERE")
    with refused("user_not_visible"):
        slack.conversations_open(users=stranger)
    stage.foreign_channel(stage.person(), stage.bot, stranger)

    assert slack.conversations_open(users=stranger)["channel"]["id"].startswith("D")


def test_people_who_share_a_channel_across_companies_can_talk_as_a_group(stage: Stage, slack: WebClient) -> None:
    ana, stranger = stage.person(), stage.person(team="T0ELSEWHERE")
    stage.foreign_channel(ana, stage.bot, stranger)

    assert slack.conversations_open(users=[ana, stranger])["channel"]["is_mpim"]


def test_a_topic_is_taken_away_with_an_empty_one(stage: Stage, slack: WebClient) -> None:
    channel = stage.channel()
    slack.conversations_setTopic(channel=channel, topic="now")

    slack.conversations_setTopic(channel=channel, topic="")

    assert slack.conversations_info(channel=channel)["channel"]["topic"]["value"] == ""
    with refused("invalid_arguments"):
        slack.api_call("conversations.setTopic", params={"channel": channel})


def test_a_first_single_channel_guest_is_let_in(stage: Stage, slack: WebClient) -> None:
    guest = stage.person(is_ultra_restricted=True)
    channel = stage.channel()

    slack.conversations_invite(channel=channel, users=guest)

    assert guest in slack.conversations_members(channel=channel)["members"]


def test_every_wrong_invitation_is_named_with_its_own_error(stage: Stage, slack: WebClient) -> None:
    ana = stage.person()
    channel = stage.channel(ana)

    with refused("user_not_found") as answer:
        slack.conversations_invite(channel=channel, users=["U404", ana, stage.bot], force=True)

    assert [one["error"] for one in answer["errors"]] == ["user_not_found", "already_in_channel", "cant_invite_self"]
