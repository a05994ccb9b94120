"""A person types a slash command: what the app gets, and what the person sees."""

import time

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from tests.sandbox.stage import SECTION, HttpApp, Stage, sent_back


def test_the_app_gets_the_documented_form(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()
    channel = stage.channel(ana)

    client.command(ana, channel, "/deal next Call them by Friday")

    sent = http_app.payloads()[0]
    assert (sent["command"], sent["text"]) == ("/deal", "next Call them by Friday")
    assert (sent["user_id"], sent["channel_id"], sent["team_id"][0]) == (ana, channel, "T")
    assert sent["is_enterprise_install"] == "false"
    assert sent["response_url"].startswith("http://127.0.0.1")
    assert len(sent["trigger_id"].split(".")) == 3


def test_private_channels_and_direct_messages_keep_their_names(
    stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    private = stage.channel(ana, is_private=True)

    client.command(ana, private, "/deal")
    client.command(ana, stage.bot, "/deal")

    assert [one["channel_name"] for one in http_app.payloads()] == ["privategroup", "directmessage"]


def test_picked_names_arrive_as_ids_and_everything_else_escaped(
    stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    name = next(one["name"] for one in client.state()["users"] if one["id"] == ana)
    channel = stage.channel(ana)
    channel_name = next(one["name"] for one in client.state()["channels"] if one["id"] == channel)

    client.command(ana, channel, f"/deal ask @{name}, <@{ana}> in #{channel_name} & <!channel> <@U404> @nobody")

    person, place = f"<@{ana}|{name}>", f"<#{channel}|{channel_name}>"
    assert http_app.payloads()[0]["text"] == (
        f"ask {person}, {person} in {place} &amp; &lt;!channel&gt; &lt;@U404&gt; @nobody"
    )


def test_a_command_that_wants_no_escaping_gets_the_text_as_typed(
    stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    client.configure_app(commands=[{"command": "/raw", "should_escape": False}])
    try:
        client.command(ana, stage.channel(ana), "/raw a < b & @you")
    finally:
        client.configure_app(commands=[])

    assert http_app.payloads()[0]["text"] == "a < b & @you"


def test_an_ack_with_text_is_seen_by_the_person_alone(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana, omar = stage.person(), stage.person()
    channel = stage.channel(ana, omar)
    http_app.answer = lambda _: (200, "done & dusted")

    answer = client.command(ana, channel, "/deal")

    assert (answer["ok"], answer["ack"]) == (True, {"text": "done & dusted"})
    assert (answer["shown"]["text"], answer["shown"]["is_ephemeral"]) == ("done & dusted", True)
    assert "done & dusted" in stage.texts(channel, ana)
    assert "done & dusted" not in stage.texts(channel, omar)
    assert "done & dusted" not in stage.texts(channel)


def test_an_ack_with_blocks_can_be_shown_in_the_channel_with_the_command_before_it(
    stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    http_app.answer = lambda _: {"response_type": "in_channel", "text": "all see it", "blocks": SECTION}

    client.command(ana, channel, "/deal list")

    assert stage.texts(channel) == ["/deal list", "all see it"]


def test_an_empty_ack_shows_nothing(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()

    answer = client.command(ana, stage.channel(ana), "/deal")

    assert (answer["ok"], answer["ack"], answer["shown"], answer["view"]) == (True, None, None, None)


def test_what_the_app_says_through_the_response_url_before_its_ack_is_shown_at_once(
    stage: Stage, client: SandboxClient, http_app: HttpApp, slack: WebClient
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)

    def whisper(_payload: object) -> None:
        slack.chat_postEphemeral(channel=channel, user=ana, text="psst")

    http_app.answer = whisper

    assert client.command(ana, channel, "/deal")["shown"]["text"] == "psst"


def test_a_form_opened_before_the_ack_is_on_top(
    stage: Stage, client: SandboxClient, http_app: HttpApp, slack: WebClient
) -> None:
    ana = stage.person()
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Hi"}, "blocks": SECTION}

    def open_form(payload: dict[str, str]) -> None:
        slack.views_open(trigger_id=payload["trigger_id"], view=view)

    http_app.answer = open_form

    assert client.command(ana, stage.channel(ana), "/deal won")["view"]["title"]["text"] == "Hi"


@pytest.mark.parametrize(("status", "error"), [(404, "http_client_error"), (500, "http_service_error")])
def test_an_app_that_answers_with_an_error_is_seen_to_fail(
    stage: Stage, client: SandboxClient, http_app: HttpApp, status: int, error: str
) -> None:
    ana = stage.person()
    http_app.answer = lambda _: (status, "oops")

    answer = client.command(ana, stage.channel(ana), "/deal")

    assert answer == {"ok": False, "error": f'/deal failed with the error "{error}"'}


@pytest.mark.usefixtures("impatient")
def test_an_app_that_is_too_slow_is_seen_to_fail(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()
    http_app.answer = lambda _: time.sleep(0.6)

    answer = client.command(ana, stage.channel(ana), "/deal")

    assert answer["error"] == '/deal failed with the error "operation_timeout"'


def test_when_nobody_listens_the_person_is_told(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()
    client.configure_app(request_url="")
    try:
        answer = client.command(ana, stage.channel(ana), "/deal")
    finally:
        client.configure_app(request_url=http_app.url)

    assert answer["error"] == '/deal failed with the error "dispatch_failed"'


def test_an_ack_that_slack_could_not_show_is_an_error(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()
    http_app.answer = lambda _: {"blocks": [{"type": "section"}]}

    answer = client.command(ana, stage.channel(ana), "/deal")

    assert answer["error"] == '/deal failed with the error "invalid_command_response" (invalid_blocks)'


def test_a_command_that_the_app_does_not_have_is_refused_as_in_slack(
    stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    client.configure_app(commands=[{"command": "/deal"}])
    try:
        answer = client.command(ana, stage.channel(ana), "/dael list")
    finally:
        client.configure_app(commands=[])

    assert answer == {"ok": False, "error": "/dael is not a valid command."}
    assert http_app.payloads() == []


def test_no_command_runs_in_an_archived_channel(
    stage: Stage, client: SandboxClient, slack: WebClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    slack.conversations_archive(channel=channel)

    assert not client.command(ana, channel, "/deal")["ok"]
    assert http_app.payloads() == []


def test_acts_that_cannot_be_are_sent_back_with_a_sentence(stage: Stage, client: SandboxClient) -> None:
    ana, gone = stage.person(), stage.person(deleted=True)
    channel = stage.channel(ana)
    hidden = stage.foreign_channel(is_private=True)

    with sent_back(400, "starts with a slash"):
        client.command(ana, channel, "deal")
    with sent_back(404, "U404"):
        client.command("U404", channel, "/deal")
    with sent_back(400, "deactivated"):
        client.command(gone, channel, "/deal")
    with sent_back(400, "is a bot"):
        client.command(stage.bot, channel, "/deal")
    with sent_back(404, "sees no channel"):
        client.command(ana, hidden, "/deal")
