"""Forms: opened, pushed, changed, filled in, submitted and closed; and the Home tab."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from tests.sandbox.stage import (
    SECTION,
    WRITTEN,
    HttpApp,
    Json,
    Stage,
    actions,
    button,
    field_of,
    modal,
    refused,
    sent_back,
)

NAME, NOTE = field_of("name", WRITTEN), field_of("note", WRITTEN, optional=True)


@pytest.fixture
def ana(stage: Stage) -> str:
    return stage.person()


Trigger = Callable[[], str]


@pytest.fixture
def trigger(stage: Stage, client: SandboxClient, http_app: HttpApp, ana: str) -> Trigger:
    """Type a command as Ana and hand over its trigger id, unused."""
    channel = stage.channel(ana)

    def made() -> str:
        client.command(ana, channel, "/deal")
        sent = str(http_app.payloads()[-1]["trigger_id"])
        http_app.heard.clear()
        return sent

    return made


def opened(slack: WebClient, trigger: Trigger, *blocks: Json, **more: Any) -> str:
    return str(slack.views_open(trigger_id=trigger(), view=modal(*blocks, **more))["view"]["id"])


def test_an_opened_form_is_on_top_for_its_person(
    slack: WebClient, client: SandboxClient, ana: str, trigger: Trigger
) -> None:
    view_id = opened(slack, trigger, NAME, private_metadata="secret", callback_id="won")

    view = client.views(ana)[-1]

    assert (view["id"], view["root_view_id"], view["previous_view_id"]) == (view_id, view_id, None)
    assert (view["private_metadata"], view["callback_id"]) == ("secret", "won")
    assert view["state"]["values"] == {"name": {"value": {"type": "plain_text_input", "value": None}}}


def test_a_trigger_is_good_once_and_for_three_seconds(
    slack: WebClient, client: SandboxClient, trigger: Trigger
) -> None:
    used, late = trigger(), trigger()
    slack.views_open(trigger_id=used, view=modal())

    with refused("exchanged_trigger_id"):
        slack.views_open(trigger_id=used, view=modal())
    with refused("invalid_trigger_id"):
        slack.views_open(trigger_id="1.2.x", view=modal())
    client.advance(4)
    with refused("expired_trigger_id"):
        slack.views_open(trigger_id=late, view=modal())


def test_a_hurried_clock_leaves_the_app_its_real_seconds(
    slack: WebClient, client: SandboxClient, trigger: Trigger
) -> None:
    client.set_speed(10_000)
    try:
        assert slack.views_open(trigger_id=trigger(), view=modal())["ok"]
    finally:
        client.set_speed(1)


def test_a_view_that_slack_would_refuse_leaves_the_trigger_unused(slack: WebClient, trigger: Trigger) -> None:
    good = trigger()

    with refused("invalid_arguments") as answer:
        slack.views_open(trigger_id=good, view=modal(title={"type": "plain_text", "text": "x" * 25}))

    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    assert slack.views_open(trigger_id=good, view=modal())["ok"]


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ({**modal(NAME), "submit": None}, "because the view has input blocks"),
        (modal(private_metadata="x" * 3001), "less than 3001"),
        (modal(callback_id="x" * 256), "less than 256"),
        (modal(*[{"type": "divider"}] * 101), "no more than 100"),
        ({"type": "modal", "blocks": SECTION}, "missing required field: title"),
        ({"type": "home", "blocks": SECTION}, "must be a valid enum value"),
        (modal(field_of("a", {**WRITTEN, "focus_on_load": True}), field_of("b", {**WRITTEN, "focus_on_load": True})),
         "focus_on_load"),
    ],
)  # fmt: skip
def test_a_view_is_refused_for(slack: WebClient, trigger: Trigger, view: Json, words: str) -> None:
    with refused("invalid_arguments") as answer:
        slack.views_open(trigger_id=trigger(), view=view)

    assert words in " ".join(answer["response_metadata"]["messages"])


def test_a_view_above_250_kilobytes_is_too_large(slack: WebClient, trigger: Trigger) -> None:
    heavy = [{"type": "section", "text": {"type": "plain_text", "text": "x" * 3000}}] * 90

    with refused("view_too_large"):
        slack.views_open(trigger_id=trigger(), view=modal(*heavy))


def test_forms_are_pushed_three_high(slack: WebClient, client: SandboxClient, ana: str, trigger: Trigger) -> None:
    root = opened(slack, trigger)
    second = slack.views_push(trigger_id=trigger(), view=modal())["view"]
    third = slack.views_push(trigger_id=trigger(), view=modal())["view"]

    assert [one["id"] for one in client.views(ana)] == [root, second["id"], third["id"]]
    assert (third["root_view_id"], third["previous_view_id"]) == (root, second["id"])
    with refused("push_limit_reached"):
        slack.views_push(trigger_id=trigger(), view=modal())


def test_pushing_without_an_open_form_finds_none(slack: WebClient, trigger: Trigger) -> None:
    with refused("not_found"):
        slack.views_push(trigger_id=trigger(), view=modal())


def test_opening_another_form_takes_the_first_away(
    slack: WebClient, client: SandboxClient, ana: str, trigger: Trigger
) -> None:
    opened(slack, trigger)
    second = opened(slack, trigger)

    assert [one["id"] for one in client.views(ana)] == [second]


def test_an_update_keeps_what_was_typed_and_checks_the_hash(
    slack: WebClient, client: SandboxClient, ana: str, trigger: Trigger, http_app: HttpApp
) -> None:
    http_app.answer = lambda payload: (
        {"response_action": "errors", "errors": {"name": "no"}} if payload.get("view") else None
    )
    view_id = opened(slack, trigger, NAME)
    client.submit(ana, view_id, {"name": {"value": "Acme"}})
    stale = client.views(ana)[-1]["hash"]

    updated = slack.views_update(view_id=view_id, hash=stale, view=modal(NAME, NOTE))["view"]

    assert updated["state"]["values"]["name"]["value"]["value"] == "Acme"
    with refused("hash_conflict"):
        slack.views_update(view_id=view_id, hash=stale, view=modal())


def test_an_update_finds_the_view_by_its_external_id(slack: WebClient, trigger: Trigger, stage: Stage) -> None:
    view_id = opened(slack, trigger, external_id=f"mine-{stage.name()}")
    external = slack.views_update(view_id=view_id, view=modal(external_id="other"))["view"]["external_id"]

    assert slack.views_update(external_id=external, view=modal(external_id="other"))["view"]["id"] == view_id
    with refused("not_found"):
        slack.views_update(external_id="nobody's", view=modal())
    with refused("duplicate_external_id"):
        slack.views_publish(user_id=stage.person(), view={"type": "home", "blocks": SECTION, "external_id": "other"})


def test_a_submitted_form_reaches_the_app_and_closes(
    slack: WebClient, client: SandboxClient, ana: str, trigger: Trigger, http_app: HttpApp
) -> None:
    view_id = opened(slack, trigger, NAME, NOTE, private_metadata="m")

    answer = client.submit(ana, view_id, {"name": {"value": "Acme <b>"}})

    sent = http_app.payloads("view_submission")[0]
    assert (answer["ok"], answer["closed"], answer["errors"], answer["view"]) == (True, True, {}, None)
    assert sent["view"]["state"]["values"]["name"]["value"] == {"type": "plain_text_input", "value": "Acme <b>"}
    assert sent["view"]["state"]["values"]["note"]["value"]["value"] is None
    assert (sent["view"]["private_metadata"], sent["user"]["id"], sent["response_urls"]) == ("m", ana, [])
    assert client.views(ana) == []


def test_a_required_field_left_empty_never_reaches_the_app(
    slack: WebClient, client: SandboxClient, ana: str, trigger: Trigger, http_app: HttpApp
) -> None:
    view_id = opened(slack, trigger, NAME)

    answer = client.submit(ana, view_id, {})

    assert (answer["closed"], answer["errors"]) == (False, {"name": "Please complete this required field."})
    assert http_app.payloads("view_submission") == []


def test_errors_from_the_app_keep_the_form_open(
    slack: WebClient, client: SandboxClient, ana: str, trigger: Trigger, http_app: HttpApp
) -> None:
    view_id = opened(slack, trigger, NAME)
    http_app.answer = lambda _: {"response_action": "errors", "errors": {"name": "Not that one."}}

    answer = client.submit(ana, view_id, {"name": {"value": "x"}})

    assert (answer["closed"], answer["errors"]) == (False, {"name": "Not that one."})
    assert answer["view"]["id"] == view_id


@pytest.mark.parametrize(
    "body",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "explode"},
        {"response_action": "update", "view": {"type": "modal"}},
    ],
)
def test_an_answer_that_slack_cannot_follow_is_seen_as_trouble(
    slack: WebClient, client: SandboxClient, ana: str, trigger: Trigger, http_app: HttpApp, body: Json
) -> None:
    view_id = opened(slack, trigger, NAME)
    http_app.answer = lambda _: body

    answer = client.submit(ana, view_id, {"name": {"value": "x"}})

    assert not answer["ok"]
    assert "trouble connecting" in answer["error"]
    assert client.views(ana)[-1]["id"] == view_id


def test_the_app_may_answer_with_another_form_in_its_place(
    slack: WebClient, client: SandboxClient, ana: str, trigger: Trigger, http_app: HttpApp
) -> None:
    view_id = opened(slack, trigger, NAME)
    http_app.answer = lambda _: {"response_action": "update", "view": modal(callback_id="second")}

    answer = client.submit(ana, view_id, {"name": {"value": "x"}})

    assert not answer["closed"]
    assert (answer["view"]["id"], answer["view"]["callback_id"]) == (view_id, "second")


def test_the_app_may_put_another_form_on_top_and_closing_it_shows_the_first(
    slack: WebClient, client: SandboxClient, ana: str, trigger: Trigger, http_app: HttpApp
) -> None:
    root = opened(slack, trigger, NAME)
    http_app.answer = lambda _: {"response_action": "push", "view": modal()}

    pushed = client.submit(ana, root, {"name": {"value": "x"}})["view"]
    http_app.answer = lambda _: None
    closed = client.submit(ana, pushed["id"])

    assert pushed["previous_view_id"] == root
    assert (closed["closed"], closed["view"]["id"]) == (True, root)


def test_the_app_may_clear_all_forms(
    slack: WebClient, client: SandboxClient, ana: str, trigger: Trigger, http_app: HttpApp
) -> None:
    opened(slack, trigger)
    top = slack.views_push(trigger_id=trigger(), view=modal())["view"]["id"]
    http_app.answer = lambda _: {"response_action": "clear"}

    assert client.submit(ana, top)["view"] is None
    assert client.views(ana) == []


def test_an_app_that_fails_leaves_the_form_open(
    slack: WebClient, client: SandboxClient, ana: str, trigger: Trigger, http_app: HttpApp
) -> None:
    view_id = opened(slack, trigger, NAME)
    http_app.answer = lambda _: (500, "")

    assert not client.submit(ana, view_id, {"name": {"value": "x"}})["ok"]
    assert client.views(ana)[-1]["id"] == view_id


def test_only_the_form_on_top_can_be_touched(
    slack: WebClient, client: SandboxClient, ana: str, trigger: Trigger
) -> None:
    root = opened(slack, trigger, NAME)
    slack.views_push(trigger_id=trigger(), view=modal())

    with sent_back(409, "lies under another one"):
        client.submit(ana, root, {"name": {"value": "x"}})
    with sent_back(404, "no form V404"):
        client.close(ana, "V404")


def test_a_field_that_is_not_there_is_sent_back_with_those_that_are(
    slack: WebClient, client: SandboxClient, ana: str, trigger: Trigger
) -> None:
    view_id = opened(slack, trigger, NAME)

    with sent_back(404, "nmae/value", "name/value"):
        client.submit(ana, view_id, {"nmae": {"value": "x"}})
    with sent_back(404, "nmae", "name/value"):
        client._post("/sandbox/act/submit", {"user": ana, "view_id": view_id, "values": {"nmae": "x"}})
    with sent_back(400, "block_id"):
        client._post("/sandbox/act/submit", {"user": ana, "view_id": view_id, "values": ["x"]})


def test_closing_tells_the_app_only_if_it_wants_to_know(
    slack: WebClient, client: SandboxClient, ana: str, trigger: Trigger, http_app: HttpApp
) -> None:
    client.close(ana, opened(slack, trigger))
    assert http_app.payloads("view_closed") == []

    client.close(ana, opened(slack, trigger, notify_on_close=True))

    closed = http_app.payloads("view_closed")[0]
    assert (closed["is_cleared"], closed["view"]["state"]) == (False, {"values": {}})
    assert client.views(ana) == []


def test_a_form_that_clears_on_close_takes_all_with_it(
    slack: WebClient, client: SandboxClient, ana: str, trigger: Trigger, http_app: HttpApp
) -> None:
    opened(slack, trigger, notify_on_close=True)
    view = modal(clear_on_close=True)
    top = slack.views_push(trigger_id=trigger(), view=view)["view"]["id"]

    client.close(ana, top)

    assert client.views(ana) == []
    assert http_app.payloads("view_closed")[0]["is_cleared"]


def test_a_picked_channel_brings_a_response_url_if_the_form_asks_for_one(
    slack: WebClient, client: SandboxClient, stage: Stage, ana: str, trigger: Trigger, http_app: HttpApp
) -> None:
    picker = {"type": "conversations_select", "response_url_enabled": True}
    channel = stage.channel(ana)
    view_id = opened(slack, trigger, field_of("where", picker))

    client.submit(ana, view_id, {"where": {"value": channel}})

    url = http_app.payloads("view_submission")[0]["response_urls"][0]
    assert (url["block_id"], url["action_id"], url["channel_id"]) == ("where", "value", channel)


def test_a_press_in_a_form_can_push_another(
    slack: WebClient, client: SandboxClient, ana: str, trigger: Trigger, http_app: HttpApp
) -> None:
    root = opened(slack, trigger, *actions(button("more")))

    def push(payload: Json) -> None:
        slack.views_push(trigger_id=payload["trigger_id"], view=modal())

    http_app.answer = push

    assert client.press_view(ana, root, "more")["view"]["previous_view_id"] == root


def test_the_home_tab_is_published_for_one_person_and_replaced(
    slack: WebClient, client: SandboxClient, stage: Stage
) -> None:
    ana, omar = stage.person(), stage.person()
    home = {"type": "home", "blocks": SECTION}

    first = slack.views_publish(user_id=ana, view=home)["view"]
    second = slack.views_publish(user_id=ana, view=home, hash=first["hash"])["view"]

    assert second["id"] == first["id"]
    assert client.home(ana)["hash"] == second["hash"]
    assert client.home(omar) is None
    with refused("hash_conflict"):
        slack.views_publish(user_id=ana, view=home, hash=first["hash"])


def test_a_home_tab_that_slack_would_refuse_is_refused(slack: WebClient, client: SandboxClient, stage: Stage) -> None:
    home = {"type": "home", "blocks": SECTION}
    ana = stage.person()

    with refused("invalid_arguments"):
        slack.views_publish(user_id="U404", view=home)
    with refused("invalid_arguments"):
        slack.views_publish(user_id=ana, view=modal())
    client.configure_app(home_tab_enabled=False)
    try:
        with refused("not_enabled"):
            slack.views_publish(user_id=ana, view=home)
    finally:
        client.configure_app(home_tab_enabled=True)


def test_a_home_tab_is_neither_submitted_nor_closed(slack: WebClient, client: SandboxClient, stage: Stage) -> None:
    ana = stage.person()
    view_id = slack.views_publish(user_id=ana, view={"type": "home", "blocks": SECTION})["view"]["id"]

    with sent_back(400, "not submitted"):
        client.submit(ana, view_id)
    with sent_back(400, "cannot be closed"):
        client.close(ana, view_id)
