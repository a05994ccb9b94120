"""A person presses buttons and picks in menus, in messages and views."""

from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from tests.sandbox.stage import WRITTEN, HttpApp, Json, Stage, actions, button, field_of, sent_back

OPTIONS: list[Json] = [{"text": {"type": "plain_text", "text": n.upper()}, "value": n} for n in ("a", "b")]


def test_a_pressed_button_reaches_the_app_with_its_message(
    stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    ts = stage.post(channel, "press", blocks=actions(button("go", "42", style="primary")))

    answer = client.press(ana, channel, ts, "go")

    sent = http_app.payloads("block_actions")[0]
    action = sent["actions"][0]
    assert answer["ok"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("go", "buttons", "42")
    assert (action["type"], action["style"], action["text"]["text"]) == ("button", "primary", "Go")
    assert (sent["user"]["id"], sent["channel"]["id"], sent["message"]["ts"]) == (ana, channel, ts)
    assert sent["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": channel,
        "is_ephemeral": False,
    }


def test_a_button_in_an_ephemeral_message_comes_without_the_message(
    stage: Stage, client: SandboxClient, slack: WebClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    blocks = actions(button())
    ts = slack.chat_postEphemeral(channel=channel, user=ana, text="x", blocks=blocks)["message_ts"]

    client.press(ana, channel, ts, "go")

    sent = http_app.payloads()[0]
    assert sent["container"]["is_ephemeral"]
    assert "message" not in sent


def test_a_button_in_a_thread_names_the_thread(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    parent = stage.post(channel)
    ts = stage.post(channel, "x", thread_ts=parent, blocks=actions(button()))

    client.press(ana, channel, ts, "go")

    assert http_app.payloads()[0]["container"]["thread_ts"] == parent


@pytest.mark.parametrize(
    ("element", "value", "picked"),
    [
        ({"type": "static_select", "options": OPTIONS}, "b", {"selected_option": OPTIONS[1]}),
        ({"type": "overflow", "options": OPTIONS}, "a", {"selected_option": OPTIONS[0]}),
        ({"type": "datepicker"}, "2026-12-01", {"selected_date": "2026-12-01"}),
        ({"type": "users_select"}, "USLACKBOT", {"selected_user": "USLACKBOT"}),
        ({"type": "checkboxes", "options": OPTIONS}, ["a"], {"selected_options": [OPTIONS[0]]}),
    ],
)
def test_what_is_picked_stands_in_the_action(
    stage: Stage, client: SandboxClient, http_app: HttpApp, element: Json, value: Any, picked: Json
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    ts = stage.post(channel, blocks=actions({"action_id": "pick", **element}))

    client.press(ana, channel, ts, "pick", value=value)

    action = http_app.payloads()[0]["actions"][0]
    assert {name: action[name] for name in picked} == picked


def test_what_a_person_picked_before_is_in_the_state_for_that_person_only(
    stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    ana, omar = stage.person(), stage.person()
    channel = stage.channel(ana, omar)
    ts = stage.post(channel, blocks=actions({"type": "datepicker", "action_id": "when"}, button()))

    client.press(ana, channel, ts, "when", value="2026-12-01")
    client.press(ana, channel, ts, "go")
    client.press(omar, channel, ts, "go")

    held = [one["state"]["values"]["buttons"]["when"]["selected_date"] for one in http_app.payloads()]
    assert held == ["2026-12-01", "2026-12-01", None]


def test_a_button_that_is_not_there_is_sent_back_with_those_that_are(stage: Stage, client: SandboxClient) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    ts = stage.post(channel, blocks=actions(button("done"), button("later")))

    with sent_back(404, "'go'", "done, later"):
        client.press(ana, channel, ts, "go")
    with sent_back(404, "sees no message"):
        client.press(ana, channel, "1.000001", "done")


def test_nobody_presses_in_what_another_person_alone_can_see(
    stage: Stage, client: SandboxClient, slack: WebClient
) -> None:
    ana, omar = stage.person(), stage.person()
    channel = stage.channel(ana, omar)
    shown = slack.chat_postEphemeral(channel=channel, user=ana, text="x", blocks=actions(button()))

    with sent_back(404, "sees no message"):
        client.press(omar, channel, shown["message_ts"], "go")


def test_an_app_that_fails_is_seen_to(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    ts = stage.post(channel, blocks=actions(button()))
    http_app.answer = lambda _: (500, "oops")

    answer = client.press(ana, channel, ts, "go")

    assert not answer["ok"]
    assert "trouble connecting" in answer["error"]


def test_a_button_in_the_home_tab_comes_with_the_view_and_no_channel(
    stage: Stage, client: SandboxClient, slack: WebClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    view = {"type": "home", "blocks": actions(button())}
    view_id = slack.views_publish(user_id=ana, view=view)["view"]["id"]

    client.press_view(ana, view_id, "go")

    sent = http_app.payloads()[0]
    assert sent["container"] == {"type": "view", "view_id": view_id}
    assert sent["view"]["id"] == view_id
    assert not {"channel", "message", "response_url"} & set(sent)


def test_an_input_reaches_the_app_only_when_it_dispatches(
    stage: Stage, client: SandboxClient, slack: WebClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    quiet, loud = field_of("quiet", WRITTEN), field_of("loud", WRITTEN, dispatch_action=True)
    view_id = slack.views_publish(user_id=ana, view={"type": "home", "blocks": [quiet, loud]})["view"]["id"]

    client.press_view(ana, view_id, "value", block_id="quiet", value="a")
    client.press_view(ana, view_id, "value", block_id="loud", value="b")

    sent = http_app.payloads()
    assert [one["actions"][0]["value"] for one in sent] == ["b"]
    assert sent[0]["view"]["state"]["values"]["quiet"]["value"]["value"] == "a"


def test_a_shortcut_on_a_message_carries_the_message(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    ts = stage.post(channel, "look")

    client.shortcut(ana, "make_step", channel, ts)

    sent = http_app.payloads("message_action")[0]
    assert (sent["callback_id"], sent["message"]["text"], sent["message_ts"]) == ("make_step", "look", ts)
    assert sent["response_url"]


def test_a_global_shortcut_has_no_channel(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    client.shortcut(stage.person(), "start")

    sent = http_app.payloads("shortcut")[0]
    assert sent["trigger_id"]
    assert "channel" not in sent
