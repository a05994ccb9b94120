"""Response URLs: five answers in half an hour, as new messages or in place of the old one."""

import pytest
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.stage import SECTION, HttpApp, Json, Stage, actions, button


@pytest.fixture
def ana(stage: Stage) -> str:
    return stage.person()


@pytest.fixture
def channel(stage: Stage, ana: str) -> str:
    return stage.channel(ana)


@pytest.fixture
def hook(client: SandboxClient, http_app: HttpApp, ana: str, channel: str) -> WebhookClient:
    """Give the response URL of a command that Ana typed."""
    client.command(ana, channel, "/deal")
    return WebhookClient(http_app.payloads()[0]["response_url"])


def pressed(stage: Stage, http_app: HttpApp, ana: str, channel: str) -> tuple[str, WebhookClient]:
    """Press a button as Ana; gives the message and the response URL."""
    ts = stage.post(channel, "first", blocks=actions(button()))
    stage.client.press(ana, channel, ts, "go")
    return ts, WebhookClient(http_app.payloads("block_actions")[0]["response_url"])


def test_an_answer_is_for_the_person_alone_unless_it_says_in_channel(
    stage: Stage, ana: str, channel: str, hook: WebhookClient
) -> None:
    hook.send(text="only you")
    hook.send(text="all", response_type="in_channel")

    assert stage.texts(channel, ana) == ["only you", "all"]
    assert stage.texts(channel) == ["all"]


def test_the_sixth_answer_is_refused(hook: WebhookClient) -> None:
    statuses = [hook.send(text=str(n)).status_code for n in range(6)]

    assert statuses == [200] * 5 + [404]


def test_after_half_an_hour_the_url_is_dead(client: SandboxClient, hook: WebhookClient) -> None:
    client.advance(30 * 60 + 1)

    answer = hook.send(text="late")

    assert (answer.status_code, "expired_url" in answer.body) == (404, True)


def test_a_made_up_url_is_refused(hook: WebhookClient) -> None:
    answer = WebhookClient(hook.url + "x").send(text="hi")

    assert (answer.status_code, "invalid_url" in answer.body) == (404, True)


def test_the_pressed_message_is_replaced(stage: Stage, http_app: HttpApp, ana: str, channel: str) -> None:
    ts, hook = pressed(stage, http_app, ana, channel)

    hook.send(text="second", blocks=SECTION, replace_original=True)

    message = stage.history(channel)[0]
    assert (message["ts"], message["text"], message["blocks"][0]["type"]) == (ts, "second", "section")


def test_the_pressed_message_is_deleted(stage: Stage, http_app: HttpApp, ana: str, channel: str) -> None:
    ts, hook = pressed(stage, http_app, ana, channel)

    hook.send(delete_original=True)

    assert ts not in [one["ts"] for one in stage.history(channel)]


def test_without_replace_original_a_new_message_is_shown(
    stage: Stage, http_app: HttpApp, ana: str, channel: str
) -> None:
    _, hook = pressed(stage, http_app, ana, channel)

    hook.send(text="besides")

    assert stage.texts(channel, ana) == ["first", "besides"]


def test_an_ephemeral_message_is_replaced_and_stays_ephemeral(
    stage: Stage, slack: WebClient, http_app: HttpApp, client: SandboxClient, ana: str, channel: str
) -> None:
    ts = slack.chat_postEphemeral(channel=channel, user=ana, text="a", blocks=actions(button()))["message_ts"]
    client.press(ana, channel, ts, "go")

    WebhookClient(http_app.payloads()[0]["response_url"]).send(
        text="b", replace_original=True, response_type="in_channel"
    )

    assert stage.texts(channel, ana) == ["b"]
    assert stage.texts(channel) == []


def test_what_replaces_an_ephemeral_message_before_the_ack_is_what_the_person_saw(
    slack: WebClient, http_app: HttpApp, client: SandboxClient, ana: str, channel: str
) -> None:
    ts = slack.chat_postEphemeral(channel=channel, user=ana, text="a", blocks=actions(button()))["message_ts"]

    def replace(payload: Json) -> None:
        WebhookClient(payload["response_url"]).send(text="done", replace_original=True)

    http_app.answer = replace

    shown = client.press(ana, channel, ts, "go")["shown"]
    assert (shown["ts"], shown["text"]) == (ts, "done")


def test_the_message_that_an_ack_made_can_be_replaced(
    stage: Stage, http_app: HttpApp, client: SandboxClient, ana: str, channel: str
) -> None:
    http_app.answer = lambda _: (200, "working on it")
    client.command(ana, channel, "/deal")

    WebhookClient(http_app.payloads()[0]["response_url"]).send(text="done", replace_original=True)

    assert stage.texts(channel, ana) == ["done"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"response_type": "ephemeral"}, "no_text"),
        ({"text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"text": 1}, "invalid_payload"),
    ],
)
def test_content_that_slack_would_not_show_is_refused(hook: WebhookClient, body: Json, error: str) -> None:
    answer = hook.send_dict(body)

    assert (answer.status_code, error in answer.body) == (400, True)


def test_an_answer_reaches_a_channel_that_the_bot_is_not_in(
    stage: Stage, client: SandboxClient, http_app: HttpApp, ana: str
) -> None:
    channel = stage.foreign_channel(ana)
    client.command(ana, channel, "/deal")

    WebhookClient(http_app.payloads()[0]["response_url"]).send(text="hello", response_type="in_channel")

    assert stage.texts(channel) == ["hello"]


def test_every_use_is_in_the_traffic_log(client: SandboxClient, hook: WebhookClient) -> None:
    before = client.traffic()[-1]["number"]

    hook.send(text="logged")

    entry = client.traffic(before)[0]
    assert (entry["kind"], entry["args"]["text"], entry["status"]) == ("hook", "logged", 200)


def test_an_answer_may_go_into_a_thread(stage: Stage, ana: str, channel: str, hook: WebhookClient) -> None:
    root = stage.post(channel, "root")

    answer = hook.send_dict({"text": "below", "response_type": "in_channel", "thread_ts": root})

    below = stage.slack.conversations_replies(channel=channel, ts=root)["messages"]
    assert answer.status_code == 200
    assert [one["text"] for one in below] == ["root", "below"]


def test_a_thread_that_is_not_there_is_refused(stage: Stage, channel: str, hook: WebhookClient) -> None:
    answer = hook.send_dict({"text": "below", "thread_ts": "1.000001"})

    assert (answer.status_code, "thread_not_found" in answer.body) == (400, True)
    assert stage.texts(channel) == []


def test_what_was_refused_for_its_content_counts_as_a_use(hook: WebhookClient) -> None:
    statuses = [hook.send_dict({"text": ""}).status_code for _ in range(5)]

    assert statuses == [400] * 5
    assert hook.send(text="late").status_code == 404


def test_a_message_for_all_stays_one_when_it_is_replaced(
    stage: Stage, http_app: HttpApp, ana: str, channel: str
) -> None:
    _, hook = pressed(stage, http_app, ana, channel)

    hook.send(text="second", replace_original=True, response_type="ephemeral")

    assert stage.texts(channel) == ["second"]


def test_what_is_gone_cannot_be_replaced_and_is_said_anew(
    stage: Stage, http_app: HttpApp, ana: str, channel: str
) -> None:
    ts, hook = pressed(stage, http_app, ana, channel)
    stage.slack.chat_delete(channel=channel, ts=ts)

    hook.send(delete_original=True)
    hook.send(text="anew", replace_original=True)

    assert (stage.texts(channel), stage.texts(channel, ana)) == ([], ["anew"])


def test_the_urls_of_an_app_that_was_put_out_are_dead(sandbox: Sandbox, hook: WebhookClient) -> None:
    bot = sandbox._platform.first.bot
    token, bot.token = bot.token, ""
    try:
        answer = hook.send(text="still there?")
    finally:
        bot.token = token

    assert (answer.status_code, "invalid_url" in answer.body) == (404, True)
