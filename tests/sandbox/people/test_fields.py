"""What people have filled in goes along when they press something beside it."""

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from tests.sandbox.stage import WRITTEN, HttpApp, Json, Stage, actions, button, field_of, modal, sent_back

NOTE = field_of("note", WRITTEN)


def opened(slack: WebClient, client: SandboxClient, http_app: HttpApp, user: str, channel: str, ts: str) -> Json:
    """Open a form with a note and a button, by pressing a button in the message."""

    def open_form(payload: Json) -> None:
        if payload["actions"][0]["action_id"] == "open":
            slack.views_open(trigger_id=payload["trigger_id"], view=modal(NOTE, *actions(button())))

    http_app.answer = open_form
    view: Json = client.press(user, channel, ts, "open")["view"]
    return view


def test_a_press_in_a_form_carries_what_is_typed_in_its_fields(
    stage: Stage, client: SandboxClient, slack: WebClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    view = opened(slack, client, http_app, ana, channel, stage.post(channel, blocks=actions(button("open"))))

    client.press_view(ana, view["id"], "go", values={"note": {"value": "half done"}})

    state = http_app.payloads()[-1]["view"]["state"]["values"]
    assert state["note"]["value"] == {"type": "plain_text_input", "value": "half done"}


def test_a_press_in_a_message_carries_what_is_typed_in_its_fields(
    stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    ts = stage.post(channel, blocks=[NOTE, *actions(button())])

    client.press(ana, channel, ts, "go", values={"note": {"value": "by Friday"}})

    assert http_app.payloads()[0]["state"]["values"]["note"]["value"]["value"] == "by Friday"


def test_one_persons_fields_are_not_anothers(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana, mei = stage.person(), stage.person()
    channel = stage.channel(ana, mei)
    ts = stage.post(channel, blocks=[NOTE, *actions(button())])

    client.press(ana, channel, ts, "go", values={"note": {"value": "mine"}})
    client.press(mei, channel, ts, "go")

    assert http_app.payloads()[1]["state"]["values"]["note"]["value"]["value"] is None


@pytest.mark.parametrize(("values", "words"), [({"nope": {"value": "x"}}, "nope/value"), (["note"], "block_id")])
def test_fields_that_are_not_there_are_refused_in_a_sentence(
    stage: Stage, client: SandboxClient, values: Json, words: str
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    ts = stage.post(channel, blocks=[NOTE, *actions(button())])

    with sent_back(404 if isinstance(values, dict) else 400, words):
        client.press(ana, channel, ts, "go", values=values)
