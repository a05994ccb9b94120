"""What the real SDK is told when Slack would not show its blocks: in messages, forms and Home tabs."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from tests.sandbox.block_kit.build import IMAGE, PLAIN, cell, grid, input_of, mrkdwn, plain, section, video
from tests.sandbox.stage import SECTION, HttpApp, Json, Stage, actions, button, field_of, modal, refused, sent_back

BAD: list[Json] = [
    {"type": "divider"},
    {"type": "header", "text": mrkdwn(9)},
    section(accessory=button(text=plain(76), style="warning")),
]
POINTERS = ["1/text/type", "2/accessory/text/text", "2/accessory/style"]


def told(answer: Json) -> list[str]:
    messages: list[str] = answer["response_metadata"]["messages"]
    return messages


def pointers(answer: Json) -> list[str]:
    assert all(message.startswith("[ERROR] ") for message in told(answer))
    return [message.rpartition("json-pointer:")[2].rstrip("]") for message in told(answer)]


Call = Callable[[WebClient, Stage, list[Json]], Any]


def post(slack: WebClient, stage: Stage, blocks: list[Json]) -> Any:
    return slack.chat_postMessage(channel=stage.channel(), text="x", blocks=blocks)


def post_ephemeral(slack: WebClient, stage: Stage, blocks: list[Json]) -> Any:
    ana = stage.person()
    return slack.chat_postEphemeral(channel=stage.channel(ana), user=ana, text="x", blocks=blocks)


def update(slack: WebClient, stage: Stage, blocks: list[Json]) -> Any:
    channel = stage.channel()
    return slack.chat_update(channel=channel, ts=stage.post(channel), text="x", blocks=blocks)


@pytest.mark.parametrize("call", [post, post_ephemeral, update])
def test_a_message_is_refused_with_all_faults_in_order(slack: WebClient, stage: Stage, call: Call) -> None:
    with refused("invalid_blocks") as answer:
        call(slack, stage, BAD)

    assert pointers(answer) == [f"/blocks/{pointer}" for pointer in POINTERS]
    assert told(answer)[0] == "[ERROR] unsupported type: mrkdwn [json-pointer:/blocks/1/text/type]"
    assert answer["errors"] == [message.removeprefix("[ERROR] ") for message in told(answer)]


@pytest.mark.parametrize("call", [post, post_ephemeral, update])
def test_a_message_that_keeps_the_rules_is_shown(slack: WebClient, stage: Stage, call: Call) -> None:
    call(slack, stage, [section(accessory=IMAGE), *actions(button())])


def test_attachments_are_held_to_the_same_rules(slack: WebClient, stage: Stage) -> None:
    with refused("invalid_attachments") as answer:
        slack.chat_postMessage(channel=stage.channel(), text="x", attachments=[{"text": "old"}, {"blocks": BAD}])

    assert pointers(answer) == [f"/attachments/1/blocks/{pointer}" for pointer in POINTERS]


def test_a_second_table_makes_the_attachments_invalid(slack: WebClient, stage: Stage) -> None:
    table = {"type": "table", "rows": grid(2, 2)}

    stage.post(stage.channel(), blocks=[table])
    with refused("invalid_attachments") as answer:
        slack.chat_postMessage(channel=stage.channel(), text="x", blocks=[table, table])

    assert told(answer) == ["only_one_table_allowed"]


def test_a_hundred_attachments_are_taken_and_no_more(slack: WebClient, stage: Stage) -> None:
    channel = stage.channel()

    slack.chat_postMessage(channel=channel, text="x", attachments=[{"text": "a"}] * 100)
    with refused("too_many_attachments"):
        slack.chat_postMessage(channel=channel, text="x", attachments=[{"text": "a"}] * 101)


def test_ten_contact_cards_are_not_too_many_but_nobody_knows_their_rules(slack: WebClient, stage: Stage) -> None:
    channel = stage.channel()

    with refused("invalid_blocks"):
        slack.chat_postMessage(channel=channel, text="x", blocks=[{"type": "contact_card"}] * 10)
    with refused("too_many_contact_cards"):
        slack.chat_postMessage(channel=channel, text="x", blocks=[{"type": "contact_card"}] * 11)


def test_blocks_may_not_be_too_much_together(slack: WebClient, stage: Stage) -> None:
    wordy = section(text=plain(3000), fields=[plain(2000)] * 10)

    stage.post(stage.channel(), blocks=[wordy] * 4)
    with refused("msg_blocks_too_long"):
        slack.chat_postMessage(channel=stage.channel(), text="x", blocks=[wordy] * 5)


@pytest.fixture
def granted(client: SandboxClient) -> Iterator[Callable[[str], None]]:
    """Grant the app one scope more, until the end of the test."""
    before = client.state()["app"]["scopes"]
    yield lambda scope: client.configure_app(scopes=[*before, scope]) and None
    client.configure_app(scopes=before)


def test_a_video_needs_a_scope(slack: WebClient, stage: Stage, granted: Callable[[str], None]) -> None:
    with refused("missing_scope") as answer:
        slack.chat_postMessage(channel=stage.channel(), text="x", blocks=[video()])
    assert answer["needed"] == "links.embed:write"

    granted("links.embed:write")
    stage.post(stage.channel(), blocks=[video()])


@pytest.fixture
def trigger(stage: Stage, client: SandboxClient, http_app: HttpApp) -> Callable[..., str]:
    """Let someone type a command, and give the right to open a form that comes with it."""

    def made(channel: str = "", person: str = "") -> str:
        ana = person or stage.person()
        client.command(ana, channel or stage.channel(ana), "/form")
        return str(http_app.heard[-1].payload["trigger_id"])

    return made


def test_a_form_is_refused_with_all_faults_in_order(slack: WebClient, trigger: Callable[..., str]) -> None:
    spoilt = modal(*BAD, private_metadata="x" * 3001, close=mrkdwn(1))

    with refused("invalid_arguments") as answer:
        slack.views_open(trigger_id=trigger(), view=spoilt)

    blocks = [f"/view/blocks/{pointer}" for pointer in POINTERS]
    assert pointers(answer) == [*blocks, "/view/private_metadata", "/view/close/type"]


def test_a_form_that_asks_for_files_needs_a_scope(
    slack: WebClient, trigger: Callable[..., str], granted: Callable[[str], None]
) -> None:
    asking = modal(input_of({"type": "file_input"}))

    with refused("missing_scope") as answer:
        slack.views_open(trigger_id=trigger(), view=asking)
    assert answer["needed"] == "files:read"

    granted("files:read")
    slack.views_open(trigger_id=trigger(), view=asking)


@pytest.mark.parametrize("field", ["title", "submit", "close"])
def test_a_home_tab_has_no_frame(slack: WebClient, stage: Stage, field: str) -> None:
    with refused("invalid_arguments") as answer:
        slack.views_publish(user_id=stage.person(), view={"type": "home", "blocks": SECTION, field: PLAIN})

    assert told(answer) == [f"[ERROR] invalid additional property: {field} [json-pointer:/view]"]


def test_a_home_tab_is_refused_with_pointers_into_the_view(slack: WebClient, stage: Stage) -> None:
    with refused("invalid_arguments") as answer:
        slack.views_publish(
            user_id=stage.person(), view={"type": "home", "blocks": [{"type": "markdown", "text": "x"}]}
        )

    assert told(answer) == ["[ERROR] unsupported type: markdown [json-pointer:/view/blocks/0/type]"]


def test_a_view_is_counted_in_bytes(slack: WebClient, stage: Stage) -> None:
    wordy = [section(text={"type": "mrkdwn", "text": "é" * 2800})] * 43

    slack.views_publish(user_id=stage.person(), view={"type": "home", "blocks": wordy})
    with refused("view_too_large"):
        slack.views_publish(user_id=stage.person(), view={"type": "home", "blocks": [*wordy, *wordy]})


def test_what_an_app_posts_to_a_response_url_is_held_to_the_rules(
    stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    http_app.answer = lambda _: {"text": "x", "blocks": BAD}
    ana = stage.person()

    answer = client.command(ana, stage.channel(ana), "/bad")

    assert "invalid_blocks" in answer["error"]


MENU = {"type": "conversations_select", "default_to_current_conversation": True}


def picked(view: Json, block: str) -> Any:
    return view["state"]["values"][block]["value"]["selected_conversation"]


def test_a_form_starts_from_the_conversation_in_which_it_was_opened(
    slack: WebClient, stage: Stage, trigger: Callable[..., str]
) -> None:
    ana = stage.person()
    channel = stage.channel(ana, is_private=True)
    public_only = field_of("public", {**MENU, "filter": {"include": ["public"]}})

    view = slack.views_open(trigger_id=trigger(channel, ana), view=modal(field_of("any", MENU), public_only))["view"]

    assert (picked(view, "any"), picked(view, "public")) == (channel, None)


def test_a_shortcut_on_a_message_opens_its_form_where_the_message_is(
    slack: WebClient, stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    client.shortcut(ana, "note", channel, stage.post(channel))
    right = http_app.payloads("message_action")[0]["trigger_id"]

    view = slack.views_open(trigger_id=right, view=modal(field_of("any", MENU)))["view"]

    assert picked(view, "any") == channel


def test_a_menu_in_a_message_starts_from_the_conversation_of_the_message(
    stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    ts = stage.post(channel, blocks=actions({**MENU, "action_id": "where"}, button()))

    client.press(ana, channel, ts, "go")

    held = http_app.payloads("block_actions")[0]["state"]["values"]["buttons"]["where"]
    assert held == {"type": "conversations_select", "selected_conversation": channel}


def test_a_button_for_some_people_is_not_there_for_others(
    stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    ana, omar = stage.person(), stage.person()
    channel = stage.channel(ana, omar)
    icon = {"type": "icon_button", "action_id": "drop", "icon": "trash", "text": PLAIN, "visible_to_user_ids": [ana]}
    ts = stage.post(channel, blocks=[{"type": "context_actions", "elements": [icon]}])

    client.press(ana, channel, ts, "drop")
    with sent_back(404, "does not see this button"):
        client.press(omar, channel, ts, "drop")

    assert [one["user"]["id"] for one in http_app.payloads("block_actions")] == [ana]


def test_a_person_picks_only_what_a_menu_offers(
    slack: WebClient, stage: Stage, client: SandboxClient, http_app: HttpApp, trigger: Callable[..., str]
) -> None:
    ana = stage.person()
    channel, secret = stage.channel(ana), stage.channel(is_private=True)
    view = slack.views_open(trigger_id=trigger(channel, ana), view=modal(field_of("any", MENU)))["view"]

    with sent_back(404, secret, "not offered here"):
        client.submit(ana, view["id"], {"any": {"value": secret}})
    client.submit(ana, view["id"], {"any": {"value": channel}})

    assert picked(http_app.payloads("view_submission")[0]["view"], "any") == channel


def test_what_is_typed_arrives_as_typed(
    slack: WebClient, stage: Stage, client: SandboxClient, http_app: HttpApp, trigger: Callable[..., str]
) -> None:
    ana = stage.person()
    form = modal(field_of("words", {"type": "plain_text_input"}))
    view = slack.views_open(trigger_id=trigger(person=ana), view=form)["view"]

    client.submit(ana, view["id"], {"words": {"value": "<@U1> & @channel"}})

    held = http_app.payloads("view_submission")[0]["view"]["state"]["values"]["words"]["value"]
    assert held == {"type": "plain_text_input", "value": "<@U1> & @channel"}


def test_cells_of_a_table_come_back_as_they_were_posted(slack: WebClient, stage: Stage) -> None:
    channel = stage.channel()
    table = {"type": "table", "block_id": "t", "rows": [[cell("a"), {"type": "raw_number", "value": 1, "text": "1"}]]}

    stage.post(channel, blocks=[table])

    assert stage.history(channel)[0]["blocks"] == [table]
