"""Menus that the app fills while a person types, fields filled by label, dialogs that ask to confirm, links."""

from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from tests.sandbox.stage import WRITTEN, HttpApp, Json, Stage, actions, button, field_of, modal, sent_back

MENU: Json = {"type": "external_select", "action_id": "deal", "min_query_length": 2}
ACME: Json = {"text": {"type": "plain_text", "text": "Acme Oy"}, "value": "d1"}
GROUPS: Json = {"option_groups": [{"label": {"type": "plain_text", "text": "Open"}, "options": [ACME]}]}
CONFIRM: Json = {
    "title": {"type": "plain_text", "text": "Sure?"},
    "text": {"type": "plain_text", "text": "It cannot be undone."},
    "confirm": {"type": "plain_text", "text": "Do it"},
    "deny": {"type": "plain_text", "text": "No"},
}


@pytest.fixture
def ana(stage: Stage) -> str:
    return stage.person()


@pytest.fixture
def channel(stage: Stage, ana: str) -> str:
    return stage.channel(ana)


def asked(client: SandboxClient, ana: str, channel: str, ts: str, query: str = "acm") -> Json:
    return client.act(ana, "suggest", channel=channel, ts=ts, action_id="deal", block_id="buttons", query=query)


def opened(slack: WebClient, client: SandboxClient, http_app: HttpApp, ana: str, channel: str, *blocks: Json) -> Json:
    """Open a form with these blocks by a slash command; the app answers nothing else afterwards."""
    http_app.answer = lambda said: slack.views_open(trigger_id=said["trigger_id"], view=modal(*blocks)) and None
    view: Json = client.command(ana, channel, "/form")["view"]
    http_app.reset()
    return view


def test_the_app_is_asked_with_what_was_typed(
    stage: Stage, client: SandboxClient, ana: str, channel: str, http_app: HttpApp
) -> None:
    ts = stage.post(channel, blocks=actions(MENU))
    http_app.answer = lambda _said: {"options": [ACME]}

    answer = asked(client, ana, channel, ts)

    sent = http_app.payloads("block_suggestion")[0]
    assert answer["options"] == [ACME]
    assert (sent["value"], sent["action_id"], sent["block_id"]) == ("acm", "deal", "buttons")
    assert (sent["message"]["ts"], sent["channel"]["id"]) == (ts, channel)
    assert "trigger_id" not in sent


def test_in_a_form_the_form_goes_along(
    stage: Stage, client: SandboxClient, slack: WebClient, ana: str, channel: str, http_app: HttpApp
) -> None:
    view = opened(slack, client, http_app, ana, channel, field_of("deal", {**MENU, "action_id": "deal"}))
    http_app.answer = lambda _said: GROUPS

    answer = client.act(ana, "suggest", view_id=view["id"], action_id="deal", query="acme")

    assert answer["option_groups"] == GROUPS["option_groups"]
    assert http_app.payloads("block_suggestion")[0]["view"]["id"] == view["id"]


def test_too_little_typed_is_not_asked_about(
    stage: Stage, client: SandboxClient, ana: str, channel: str, http_app: HttpApp
) -> None:
    ts = stage.post(channel, blocks=actions(MENU))

    assert asked(client, ana, channel, ts, "a")["needs"] == 2
    assert http_app.payloads() == []


@pytest.mark.parametrize("offered", [{"options": [ACME]}, GROUPS])
def test_what_is_picked_by_value_carries_the_apps_own_words(
    stage: Stage, client: SandboxClient, ana: str, channel: str, http_app: HttpApp, offered: Json
) -> None:
    ts = stage.post(channel, blocks=actions(MENU))
    http_app.answer = lambda said: offered if said["type"] == "block_suggestion" else None
    asked(client, ana, channel, ts)

    client.press(ana, channel, ts, "deal", value="d1")

    assert http_app.payloads("block_actions")[0]["actions"][0]["selected_option"] == ACME


@pytest.mark.parametrize("answer", [{"options": [{"value": "x"}]}, {}, {"options": [], "option_groups": []}])
def test_options_that_slack_would_not_show_are_refused_with_the_reason(
    stage: Stage, client: SandboxClient, ana: str, channel: str, http_app: HttpApp, answer: Json
) -> None:
    ts = stage.post(channel, blocks=actions(MENU))
    http_app.answer = lambda _said: answer

    assert "options that Slack would not show" in asked(client, ana, channel, ts)["error"]


def test_an_app_that_does_not_answer_leaves_the_menu_empty(
    stage: Stage, client: SandboxClient, ana: str, channel: str, http_app: HttpApp
) -> None:
    ts = stage.post(channel, blocks=actions(MENU))
    http_app.answer = lambda _said: (500, "")

    assert "trouble connecting" in asked(client, ana, channel, ts)["error"]


def test_other_menus_are_not_the_apps_to_fill(stage: Stage, client: SandboxClient, ana: str, channel: str) -> None:
    ts = stage.post(channel, blocks=actions({"type": "users_select", "action_id": "deal"}))

    with sent_back(400, "not of a users_select"):
        asked(client, ana, channel, ts)


def test_a_form_is_filled_in_by_its_labels(
    stage: Stage, client: SandboxClient, slack: WebClient, ana: str, channel: str, http_app: HttpApp
) -> None:
    view = opened(
        slack, client, http_app, ana, channel, field_of("what", WRITTEN), field_of("when", {"type": "datepicker"})
    )

    client.submit(ana, view["id"], {"What": "Ship it", " when": "2026-12-01"})

    values = http_app.payloads("view_submission")[0]["view"]["state"]["values"]
    assert values["what"]["value"]["value"] == "Ship it"
    assert values["when"]["value"]["selected_date"] == "2026-12-01"


def test_two_fields_of_one_label_are_told_apart_by_id(
    stage: Stage, client: SandboxClient, slack: WebClient, ana: str, channel: str, http_app: HttpApp
) -> None:
    one, two = field_of("a", WRITTEN), field_of("b", WRITTEN)
    two["label"] = one["label"]
    view = opened(slack, client, http_app, ana, channel, one, two)

    with sent_back(409, "2 fields"):
        client.submit(ana, view["id"], {"A": "x"})
    assert client.submit(ana, view["id"], {"a": {"value": "x"}, "b": {"value": "y"}})["closed"]


def test_formatted_text_is_typed_as_in_a_message(
    stage: Stage, client: SandboxClient, slack: WebClient, ana: str, channel: str, http_app: HttpApp
) -> None:
    view = opened(slack, client, http_app, ana, channel, field_of("note", {"type": "rich_text_input"}))

    client.submit(ana, view["id"], {"Note": f"for <@{ana}>"})

    held = http_app.payloads("view_submission")[0]["view"]["state"]["values"]["note"]["value"]["rich_text_value"]
    assert held["elements"][0]["elements"][1] == {"type": "user", "user_id": ana}


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "users_select"}, "U404"),
        ({"type": "channels_select"}, "C404"),
        ({"type": "conversations_select", "filter": {"include": ["im"]}}, "C"),
        ({"type": "static_select", "options": [ACME]}, "d2"),
        ({"type": "datepicker"}, "tomorrow"),
    ],
)
def test_what_a_menu_does_not_offer_cannot_be_picked(
    stage: Stage, client: SandboxClient, ana: str, channel: str, http_app: HttpApp, element: Json, value: str
) -> None:
    ts = stage.post(channel, blocks=actions({"action_id": "pick", **element}))

    with sent_back(400 if element["type"] == "datepicker" else 404):
        client.press(ana, channel, ts, "pick", value=channel if value == "C" else value)
    assert http_app.payloads() == []


@pytest.mark.parametrize(("confirmed", "times"), [(True, 1), (None, 1), (False, 0)])
def test_who_thinks_better_of_it_presses_nothing(
    stage: Stage, client: SandboxClient, ana: str, channel: str, http_app: HttpApp, confirmed: Any, times: int
) -> None:
    ts = stage.post(channel, blocks=actions(button("go", confirm=CONFIRM)))

    answer = client.act(ana, "press", channel=channel, ts=ts, action_id="go", confirmed=confirmed)

    assert len(http_app.payloads("block_actions")) == times
    assert answer.get("confirmed", True) is (confirmed is not False)


@pytest.mark.parametrize(
    ("element", "value"),
    [
        (button("go", url="https://example.com/a"), None),
        ({"type": "overflow", "action_id": "go", "options": [{**ACME, "url": "https://example.com/a"}]}, "d1"),
    ],
)
def test_a_link_opens_and_the_app_is_told_as_well(
    stage: Stage, client: SandboxClient, ana: str, channel: str, http_app: HttpApp, element: Json, value: Any
) -> None:
    ts = stage.post(channel, blocks=actions(element))

    answer = client.press(ana, channel, ts, "go", value=value)

    assert answer["opens"] == "https://example.com/a"
    assert len(http_app.payloads("block_actions")) == 1


def test_an_app_that_takes_no_interactions_is_told_of_none(
    stage: Stage, client: SandboxClient, ana: str, channel: str, http_app: HttpApp
) -> None:
    ts = stage.post(channel, blocks=actions(button()))
    client.configure_app(is_interactive=False)
    answer = client.press(ana, channel, ts, "go")
    client.configure_app(is_interactive=True)

    assert "not configured to handle interactive responses" in answer["error"]
    assert http_app.payloads() == []


def test_the_cross_closes_all_forms_and_tells_once_of_the_lowest(
    stage: Stage, client: SandboxClient, slack: WebClient, ana: str, channel: str, http_app: HttpApp
) -> None:
    low = opened(slack, client, http_app, ana, channel, *modal(notify_on_close=True)["blocks"], *actions(button()))
    slack.views_update(view_id=low["id"], view=modal(*actions(button()), notify_on_close=True))
    http_app.answer = lambda said: (
        slack.views_push(trigger_id=said["trigger_id"], view=modal(notify_on_close=True)) and None
        if said["type"] == "block_actions"
        else None
    )
    top = client.press_view(ana, low["id"], "go")["view"]

    client.act(ana, "close", view_id=top["id"], all=True)

    (told,) = http_app.payloads("view_closed")
    assert (told["view"]["id"], told["is_cleared"]) == (low["id"], True)
    assert client.views(ana) == []
