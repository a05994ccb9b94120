"""People make channels, change them, come in and go out, each as far as they may."""

from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from tests.sandbox.stage import HttpApp, Stage, refused, sent_back

KINDS = ("rename", "archive", "unarchive", "deleted", "left")
EVERY = [f"{kind}_{what}" for kind in ("channel", "group") for what in KINDS]


@pytest.fixture
def heard(client: SandboxClient, http_app: HttpApp) -> Iterator[HttpApp]:
    client.configure_app(events=[*EVERY, "channel_created", "member_joined_channel", "member_left_channel"])
    yield http_app
    client.configure_app(events=[])


@pytest.fixture
def ana(stage: Stage) -> str:
    return stage.person()


@pytest.fixture
def channel(stage: Stage, client: SandboxClient, ana: str) -> str:
    """Give a channel that ana made, with the bot in it."""
    made = client.act(ana, "create_channel", name=stage.name(), members=[stage.bot])
    return str(made["channel"]["id"])


def drawn(client: SandboxClient, channel: str) -> dict[str, Any]:
    return next(one for one in client.state()["channels"] if one["id"] == channel)


def notes(client: SandboxClient, channel: str) -> list[str]:
    return [one["subtype"] for one in client.messages(channel) if one["subtype"]]


def test_a_channel_that_a_person_makes_has_them_in_it(
    stage: Stage, client: SandboxClient, ana: str, heard: HttpApp
) -> None:
    omar = stage.person()

    made = client.act(ana, "create_channel", name=stage.name(), members=[omar, ana])["channel"]

    assert made["members"] == [ana, omar]
    assert heard.payloads("channel_created")[0]["event"]["channel"]["creator"] == ana


def test_a_private_channel_comes_into_being_without_a_word(
    stage: Stage, client: SandboxClient, ana: str, heard: HttpApp
) -> None:
    made = client.act(ana, "create_channel", name=stage.name(), is_private=True)["channel"]

    assert made["is_private"]
    assert heard.payloads() == []


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("Deal Acme", 400, "lower-case"),
        ("--", 400, "letter or a digit"),
        ("x" * 81, 400, "80 characters"),
        ("_deal", 400, "begins with"),
        ("general", 409, "another name"),
    ],
)
def test_a_name_that_cannot_be_is_sent_back(
    client: SandboxClient, ana: str, channel: str, name: str, status: int, words: str
) -> None:
    with sent_back(status, words):
        client.act(ana, "create_channel", name=name)
    with sent_back(status, words):
        client.act(ana, "rename_channel", channel=channel, name=name)


def test_a_rename_is_told_and_noted(
    stage: Stage, client: SandboxClient, slack: WebClient, ana: str, channel: str, heard: HttpApp
) -> None:
    name = stage.name()

    client.act(ana, "rename_channel", channel=channel, name=name)

    assert slack.conversations_info(channel=channel)["channel"]["name"] == name
    assert heard.payloads("channel_rename")[0]["event"]["channel"]["name"] == name
    assert notes(client, channel)[-1] == "channel_name"


def test_the_name_it_has_already_is_no_change(client: SandboxClient, ana: str, channel: str, heard: HttpApp) -> None:
    client.act(ana, "rename_channel", channel=channel, name=drawn(client, channel)["name"])

    assert heard.payloads("channel_rename") == []


def test_a_channel_is_archived_and_comes_back(
    client: SandboxClient, slack: WebClient, ana: str, channel: str, heard: HttpApp
) -> None:
    client.act(ana, "archive_channel", channel=channel)
    with refused("is_archived"):
        slack.chat_postMessage(channel=channel, text="x")
    with sent_back(409, "archived already"):
        client.act(ana, "archive_channel", channel=channel)

    client.act(ana, "unarchive_channel", channel=channel)
    with sent_back(409, "not archived"):
        client.act(ana, "unarchive_channel", channel=channel)

    assert [one["event"]["type"] for one in heard.payloads()][-2:] == ["channel_archive", "channel_unarchive"]
    assert notes(client, channel)[-2:] == ["channel_archive", "channel_unarchive"]


def test_only_administrators_delete_a_channel_and_its_name_is_free_then(
    stage: Stage, client: SandboxClient, slack: WebClient, ana: str, channel: str, heard: HttpApp
) -> None:
    name = drawn(client, channel)["name"]
    with sent_back(403, "administrator"):
        client.act(ana, "delete_channel", channel=channel)

    client.act(stage.person(is_admin=True), "delete_channel", channel=channel)

    assert heard.payloads("channel_deleted")[0]["event"]["channel"] == channel
    with refused("channel_not_found"):
        slack.chat_postMessage(channel=channel, text="x")
    assert slack.conversations_create(name=name)["ok"]


def test_a_response_url_into_a_deleted_channel_leads_nowhere(
    stage: Stage, client: SandboxClient, ana: str, channel: str, http_app: HttpApp
) -> None:
    client.command(ana, channel, "/echo hi")
    hook = http_app.payloads()[0]["response_url"]
    client.act(stage.person(is_owner=True), "delete_channel", channel=channel)

    assert posted(hook) == 404


def posted(hook: str) -> int:
    """Answer at a response URL as an app does; gives the status."""
    try:
        with urlopen(Request(hook, b'{"text": "late"}', {"Content-Type": "application/json"})) as response:
            return int(response.status)
    except HTTPError as error:
        error.close()
        return error.code


@pytest.mark.parametrize("act", ["archive_channel", "delete_channel", "leave"])
def test_the_general_channel_stays(stage: Stage, client: SandboxClient, act: str) -> None:
    with sent_back(400, "#general"):
        client.act(stage.person(is_admin=True), act, channel="general")


@pytest.mark.parametrize(("act", "which"), [("set_topic", "topic"), ("set_purpose", "purpose")])
def test_topic_and_description_are_set_and_noted(
    client: SandboxClient, ana: str, channel: str, act: str, which: str
) -> None:
    client.act(ana, act, channel=channel, text="Acme EV site")

    assert drawn(client, channel)[which] == "Acme EV site"
    assert notes(client, channel)[-1] == f"channel_{which}"
    with sent_back(400, "250 characters"):
        client.act(ana, act, channel=channel, text="x" * 251)


def test_who_comes_in_and_who_brought_them(
    stage: Stage, client: SandboxClient, ana: str, channel: str, heard: HttpApp
) -> None:
    omar = stage.person()

    client.act(ana, "invite", channel=channel, users=[omar, ana])

    (event,) = [one["event"] for one in heard.payloads("member_joined_channel") if one["event"]["user"] == omar]
    assert event["inviter"] == ana
    assert drawn(client, channel)["members"].count(ana) == 1


def test_who_leaves_is_out_and_the_app_hears_of_it(
    stage: Stage, client: SandboxClient, ana: str, channel: str, heard: HttpApp
) -> None:
    client.act(ana, "leave", channel=channel)

    assert heard.payloads("member_left_channel")[0]["event"]["user"] == ana
    with sent_back(400, "not in"):
        client.act(ana, "leave", channel=channel)


def test_the_app_hears_who_put_it_out(
    stage: Stage, client: SandboxClient, slack: WebClient, ana: str, channel: str, heard: HttpApp
) -> None:
    client.act(ana, "remove", channel=channel, who=stage.bot)

    assert heard.payloads("channel_left")[0]["event"]["actor_id"] == ana
    with refused("not_in_channel"):
        slack.chat_postMessage(channel=channel, text="x")


@pytest.mark.parametrize(
    ("who", "status", "words"),
    [("themselves", 400, "leave instead"), ("somebody", 400, "is not in"), ("nobody", 404, "U404")],
)
def test_removals_that_cannot_be_are_sent_back(
    stage: Stage, client: SandboxClient, ana: str, channel: str, who: str, status: int, words: str
) -> None:
    target = {"themselves": ana, "somebody": stage.person(), "nobody": "U404"}[who]

    with sent_back(status, words):
        client.act(ana, "remove", channel=channel, who=target)


def test_nobody_is_put_out_of_the_general_channel(stage: Stage, client: SandboxClient, ana: str) -> None:
    with sent_back(400, "Everybody is in"):
        client.act(ana, "remove", channel="general", who=stage.person())


def test_a_single_channel_guest_is_in_one_channel(stage: Stage, client: SandboxClient, ana: str, channel: str) -> None:
    guest = stage.person(is_ultra_restricted=True)
    client.act(ana, "invite", channel=channel, users=[guest])
    second = client.act(ana, "create_channel", name=stage.name())["channel"]["id"]

    with sent_back(400, "single-channel guest"):
        client.act(ana, "invite", channel=second, users=[guest])


@pytest.mark.parametrize(
    ("act", "facts"),
    [
        ("create_channel", {"name": "by-a-guest"}),
        ("rename_channel", {"name": "by-a-guest"}),
        ("archive_channel", {}),
        ("unarchive_channel", {}),
        ("delete_channel", {}),
        ("invite", {"users": ["USLACKBOT"]}),
        ("remove", {"who": "USLACKBOT"}),
    ],
)
@pytest.mark.parametrize(
    ("kind", "words"), [({"is_restricted": True}, "guests cannot"), ({"team": "T0PARTNER"}, "another company")]
)
def test_guests_and_strangers_may_not(
    stage: Stage, client: SandboxClient, ana: str, channel: str, act: str, facts: dict[str, Any], kind: Any, words: str
) -> None:
    guest = stage.person(**kind)
    client.act(ana, "invite", channel=channel, users=[guest])
    where = {} if act == "create_channel" else {"channel": channel}

    with sent_back(403, words):
        client.act(guest, act, **where, **facts)


@pytest.mark.parametrize(
    ("reserved", "act", "facts"),
    [
        ("create_public", "create_channel", {"name": "mine"}),
        ("create_private", "create_channel", {"name": "mine", "is_private": True}),
        ("archive", "archive_channel", {}),
        ("invite", "invite", {"users": ["USLACKBOT"]}),
        ("kick", "remove", {"who": "USLACKBOT"}),
    ],
)
def test_what_is_kept_for_administrators_others_may_not(
    stage: Stage, client: SandboxClient, ana: str, channel: str, reserved: str, act: str, facts: dict[str, Any]
) -> None:
    team = client.state()["team"]["id"]
    client.change_workspace(team, reserved=[reserved])

    with sent_back(403, "only administrators"):
        client.act(ana, act, **({} if "name" in facts else {"channel": channel}), **facts)
    client.change_workspace(team, reserved=[])


def test_only_who_made_a_channel_and_administrators_rename_it(
    stage: Stage, client: SandboxClient, ana: str, channel: str
) -> None:
    omar, boss = stage.person(), stage.person(is_admin=True)
    client.act(ana, "invite", channel=channel, users=[omar, boss])

    with sent_back(403, "Only who made"):
        client.act(omar, "rename_channel", channel=channel, name=stage.name())
    assert client.act(boss, "rename_channel", channel=channel, name=stage.name())["ok"]


@pytest.mark.parametrize("act", ["join", "leave", "archive_channel", "set_topic"])
def test_direct_messages_are_no_channel(stage: Stage, client: SandboxClient, ana: str, act: str) -> None:
    omar = stage.person()
    direct = client.act(ana, "open_conversation", users=[omar])["channel"]

    if act == "join":
        assert client.act(ana, act, channel=direct)["ok"]  # one is in it already
        return
    with sent_back(400, "no channel"):
        client.act(ana, act, channel=direct, text="x")


def test_people_write_to_one_another_without_the_app(stage: Stage, client: SandboxClient, ana: str) -> None:
    omar = stage.person()

    sent = client.message(ana, omar, "lunch?")["message"]

    assert [one["text"] for one in client.messages(sent["channel"], omar)] == ["lunch?"]
    with sent_back(404, "to be seen"):
        client.messages(sent["channel"], stage.person())


def test_several_people_have_a_conversation_of_their_own(stage: Stage, client: SandboxClient, ana: str) -> None:
    others = [stage.person(), stage.person()]

    first = client.act(ana, "open_conversation", users=others)["channel"]

    assert client.act(others[0], "open_conversation", users=[ana, others[1]])["channel"] == first
    with sent_back(400, "1 to 8 others"):
        client.act(ana, "open_conversation", users=[ana])


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"colour": "red"}, "colour"),
        ({"reserved": ["breathe"]}, "'breathe'"),
        ({"reserved": "archive"}, "list of texts"),
        ({"edit_minutes": -1}, "number of minutes"),
        ({"scopes": ["fly"]}, "'fly'"),
    ],
)
def test_settings_that_cannot_be_are_sent_back(client: SandboxClient, facts: dict[str, Any], words: str) -> None:
    with sent_back(400, words):
        client.change_workspace(client.state()["team"]["id"], **facts)


def test_an_app_may_not_what_is_kept_for_administrators(stage: Stage, client: SandboxClient, slack: WebClient) -> None:
    team = client.state()["team"]["id"]
    client.change_workspace(team, reserved=["create_public"])

    with refused("restricted_action"):
        slack.conversations_create(name=stage.name())
    client.change_workspace(team, reserved=[])


def test_a_channel_is_converted_and_stays_the_same_one(stage: Stage, client: SandboxClient, channel: str) -> None:
    owner = stage.person(is_owner=True)
    client.act(owner, "join", channel=channel)

    client.act(owner, "convert_channel", channel=channel)
    assert drawn(client, channel)["is_private"]
    client.act(owner, "convert_channel", channel=channel)

    assert not drawn(client, channel)["is_private"]
    assert notes(client, channel)[-2:] == ["channel_convert_to_private", "channel_convert_to_public"]


def test_only_administrators_convert_a_channel(client: SandboxClient, ana: str, channel: str) -> None:
    with sent_back(403, "dministrators"):
        client.act(ana, "convert_channel", channel=channel)


def test_a_channel_that_is_about_to_be_shared_gets_another_id(
    client: SandboxClient, slack: WebClient, ana: str, channel: str, http_app: HttpApp
) -> None:
    client.configure_app(events=["channel_id_changed"])
    ts = slack.chat_postMessage(channel=channel, text="hello")["ts"]

    moved = str(client.act(ana, "move_channel", channel=channel)["channel"]["id"])

    client.configure_app(events=[])
    (news,) = [one["event"] for one in http_app.payloads("channel_id_changed")]
    assert (news["old_channel_id"], news["new_channel_id"]) == (channel, moved)
    with refused("channel_not_found"):
        slack.chat_postMessage(channel=channel, text="hello")
    assert slack.chat_update(channel=moved, ts=ts, text="hello again")["ok"]
