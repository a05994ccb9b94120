"""People act by what they see: they type, press, pick, reply and react, and the app hears what Slack would send it."""

import pytest

from sandbox.client import SandboxRefused
from sandbox.trying.controls import Control
from sandbox.trying.person import TOUCHES, Answer, Person
from sandbox.trying.screen import NotThere, Redrawn
from sandbox.workspace import Workspace
from tests.sandbox.stage import Json
from tests.sandbox.trying.conftest import Script, actions, button, section


def menu(kind: str, label: str, *options: str, action_id: str = "menu") -> Json:
    listed = [{"text": {"type": "plain_text", "text": each}, "value": each.lower()} for each in options]
    made: Json = {"type": kind, "action_id": action_id}
    if kind != "overflow":
        made["placeholder"] = {"type": "plain_text", "text": label}
    return made | ({"options": listed} if options else {})


def labelled(action_id: str, label: str) -> Json:
    return {**button(action_id), "text": {"type": "plain_text", "text": label}}


def test_what_begins_with_a_slash_is_a_command_and_the_rest_a_message(ana: Person, app: Script) -> None:
    ana.types("/deal help me")
    answer = ana.types("hello")

    assert [heard["text"] for heard in app.http.payloads() if heard.get("command") == "/deal"] == ["help me"]
    assert ana.look().messages[-1]["ts"] == answer.ts


def test_what_only_they_are_shown_is_in_the_answer_and_on_the_screen(ana: Person, app: Script) -> None:
    app.http.answer = lambda _: {"text": "*Only* for <@U1>", "response_type": "ephemeral"}

    answer = ana.types("/deal")

    assert (answer.ok, answer.shown) == (True, "*Only* for <@U1>")
    ana.sees("(only visible to you): *Only* for @U1")


def test_what_went_wrong_is_said_by_slack_until_the_next_act(ana: Person, app: Script) -> None:
    app.http.answer = lambda _: (500, "no")

    answer = ana.types("/deal")

    assert not answer.ok
    with pytest.raises(NotThere, match="did not hear what was done"):
        answer.heard()
    ana.sees('Slack says: /deal failed with the error "http_service_error"')
    ana.types("never mind")
    ana.does_not_see("Slack says")


def test_the_newest_button_with_a_label_is_pressed(ana: Person, app: Script) -> None:
    app.says("x", *actions(labelled("old", "Done")))
    app.says("x", *actions(labelled("new", "Done")))

    ana.presses("Done")

    (pressed,) = app.heard("block_actions")
    assert pressed["actions"][0]["action_id"] == "new"


def test_of_equal_buttons_the_one_beside_the_words_is_pressed(ana: Person, app: Script) -> None:
    first, second = (section(text, accessory=labelled(text[:4], "Done")) for text in ("Call Ana", "Send it"))
    app.says("x", first, second)

    ana.presses("Done", about="Send")

    (pressed,) = app.heard("block_actions")
    assert pressed["actions"][0]["action_id"] == "Send"
    assert len(ana.buttons("Done")) == 2


def redrawn(app: Script, ts: str, action_id: str) -> None:
    drawn = [{**block, "block_id": action_id} for block in actions(labelled(action_id, "Done"))]
    app.slack.chat_update(channel=app.channel, ts=ts, text="x", blocks=drawn)


def test_a_button_that_was_seen_and_is_gone_is_said_to_be_gone(ana: Person, app: Script) -> None:
    ts = app.says("x", *actions(labelled("first", "Done")))
    seen = ana.sees_button("Done")
    redrawn(app, ts, "second")

    with pytest.raises(Redrawn, match="'Done' is gone by now"):
        ana.pushes(seen)
    assert app.heard("block_actions") == []


def test_a_message_that_is_redrawn_under_the_finger_is_looked_at_again(ana: Person, app: Script) -> None:
    ts = app.says("x", *actions(labelled("first", "Done")))

    def push(button: Control) -> Answer:
        if button.action_id == "first":
            redrawn(app, ts, "second")
        return ana.pushes(button)

    assert ana.finds(lambda: ana.sees_button("Done"), push).ok
    (pressed,) = app.heard("block_actions")
    assert pressed["actions"][0]["action_id"] == "second"


def test_a_message_that_is_redrawn_at_every_touch_is_the_apps_fault(ana: Person, app: Script) -> None:
    ts = app.says("x", *actions(labelled("first", "Done")))
    touched: list[str] = []

    def push(button: Control) -> Answer:
        touched.append(button.action_id)
        redrawn(app, ts, f"again-{len(touched)}")
        return ana.pushes(button)

    with pytest.raises(Redrawn):
        ana.finds(lambda: ana.sees_button("Done"), push)
    assert len(touched) == TOUCHES


def test_a_row_of_buttons_is_about_its_whole_message(ana: Person, app: Script) -> None:
    app.says("about the crane", *actions(button("go")))

    assert [each.words for each in ana.buttons("Go", about="crane")] == ["about the crane"]
    assert ana.buttons("Go", about="pump") == []


def test_words_are_found_as_they_are_read_and_as_they_were_sent(ana: Person, app: Script) -> None:
    app.says(f"<@{ana.id}>, will you?", *actions(button("go")))

    assert ana.buttons("Go", about="@Ana Silva, will")
    assert ana.buttons("Go", about=f"<@{ana.id}>")


def test_two_aim_at_one_button_and_press_it_later(ana: Person, app: Script) -> None:
    app.says("x", *actions(button("go")))
    seen = ana.sees_button("Go")
    app.says("y", *actions(button("newer")))

    assert ana.pushes(seen).ok

    assert app.heard("block_actions")[0]["actions"][0]["action_id"] == "go"


@pytest.mark.parametrize("kind", ["static_select", "overflow"])
def test_an_option_is_picked_by_its_words(ana: Person, app: Script, kind: str) -> None:
    app.says("x", *actions(menu(kind, "Choose", "Today", "Tomorrow")))

    ana.picks("Tomorrow")

    action = app.heard("block_actions")[0]["actions"][0]
    assert action["selected_option"]["value"] == "tomorrow"


def test_of_several_menus_the_named_one_is_picked_from(ana: Person, app: Script) -> None:
    both = [menu("static_select", each, "Yes", "No", action_id=each.lower()) for each in ("First", "Second")]
    app.says("x", *actions(*both))

    ana.picks("No", from_="First")

    assert app.heard("block_actions")[0]["actions"][0]["action_id"] == "first"


def test_a_person_is_picked_as_themselves_or_by_name(ana: Person, app: Script, workspace: Workspace) -> None:
    omar = workspace.person(f"omar-of-{ana.id.lower()}", f"Omar {ana.id}")
    app.says("x", *actions(menu("users_select", "Who?")))

    ana.picks(omar, from_="Who?")
    ana.picks(f"Omar {ana.id}", from_="Who?")

    assert [each["actions"][0]["selected_user"] for each in app.heard("block_actions")] == [omar.id, omar.id]


def test_what_an_app_offers_to_who_types_is_picked(ana: Person, app: Script) -> None:
    offer = {"text": {"type": "plain_text", "text": "Acme Oy"}, "value": "A-7"}

    def answer(payload: Json) -> Json | None:
        return {"options": [offer]} if payload.get("type") == "block_suggestion" else None

    app.http.answer = answer
    app.says("x", *actions(menu("external_select", "Customer")))

    ana.picks("Acme Oy", from_="Customer")

    assert app.heard("block_suggestion")[0]["value"] == "Acme Oy"
    assert app.heard("block_actions")[0]["actions"][0]["selected_option"]["value"] == "A-7"


def test_a_reply_joins_the_thread_of_the_newest_message_with_the_words(ana: Person, app: Script) -> None:
    asked = app.says("Is it done?")
    app.says("And this?", thread_ts=asked)

    ana.replies("yes", to="Is it done")
    ana.replies("that too", to="And this")

    replies = [each for each in ana.look().messages if each["thread_ts"]]
    assert [(each["text"], each["thread_ts"]) for each in replies[1:]] == [("yes", asked), ("that too", asked)]
    ana.sees("↳ Ana Silva: that too")


def test_a_reaction_is_seen_at_the_message(ana: Person, app: Script) -> None:
    app.says("Well done")

    ana.reacts(":tada:", to="Well done")

    ana.sees("Well done :tada: 1")


def test_people_edit_pin_and_delete_what_they_find_by_its_words(ana: Person, app: Script) -> None:
    ana.types("helo")
    ana.edits("helo", to="hello")
    ana.sees("hello (edited)")
    ana.pins("hello")
    assert ana.look().newest("hello")["pinned"]  # type: ignore[index]

    ana.deletes("hello")

    ana.does_not_see("hello")


def test_people_come_and_go(ana: Person, app: Script, workspace: Workspace) -> None:
    mei = workspace.person(f"mei-of-{ana.id.lower()}", "Mei Lin")
    ana.invites(mei, to=app.channel)
    mei.sees("Mei Lin has joined", in_=app.channel)

    mei.leaves(app.channel)

    ana.sees("Mei Lin has left")
    mei.joins(app.channel)
    assert mei.types("back again").ok


def test_a_shortcut_is_used_by_its_callback_on_a_message_and_without_one(ana: Person, app: Script) -> None:
    shortcuts = [
        {"name": "Make a step", "type": "message", "callback_id": "step", "description": "x"},
        {"name": "New deal", "type": "global", "callback_id": "deal", "description": "x"},
    ]
    ana._client.configure_app(shortcuts=shortcuts)
    app.says("Call the host")

    ana.uses("step", on="Call the host")
    ana.uses("deal")

    assert app.heard("message_action")[0]["message"]["text"] == "Call the host"
    assert app.heard("shortcut")[0]["callback_id"] == "deal"


def test_a_message_to_the_app_opens_their_direct_messages(ana: Person, app: Script) -> None:
    with pytest.raises(NotThere, match="has not written"):
        ana.direct()

    ana.types("psst", in_="app")

    assert ana.direct().startswith("D")
    ana.sees("--- Direct messages with Helper ---")
    assert ana.look().messages[-1]["text"] == "psst"


def test_who_may_not_do_something_is_told_why(ana: Person, workspace: Workspace) -> None:
    other = workspace.person(f"other-than-{ana.id.lower()}")
    workspace.channel(f"secret-of-{ana.id.lower()}", other, is_private=True)

    with pytest.raises(SandboxRefused, match="sees no channel"):
        ana.types("hello", in_=f"secret-of-{ana.id.lower()}")
