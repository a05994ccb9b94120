"""What the page's forms send becomes what people do."""

import pytest

from sandbox.errors import Json, Refused
from sandbox.page.acts import act
from tests.sandbox.page.echo import button, form
from tests.sandbox.page.house import ANA, OMAR, ROOM, House
from tests.sandbox.stage import actions, played


@pytest.fixture
def house() -> House:
    return House()


def do(house: House, what: str, channel: str = ROOM, as_: str = ANA, **sent: str) -> Json:
    fields = {key: [value] for key, value in sent.items()}
    return played(act(house.visit(as_, channel), what, fields))


def texts(house: House, channel: str = ROOM) -> list[str]:
    return [one.text for one in house.team.channels[channel].messages.values()]


def last(house: House) -> Json:
    entry: Json = house.platform.shared.traffic.entries[-1]
    return entry


def test_what_is_written_is_said(house: House) -> None:
    do(house, "say", text="  one\r\ntwo ")

    assert texts(house) == ["one\ntwo"]


def test_what_begins_with_a_slash_is_a_command(house: House) -> None:
    answer = do(house, "say", text="/nope at all")

    assert answer["error"].startswith("/nope")
    assert (last(house)["method"], texts(house)) == ("command", [])


def test_a_reply_is_said_in_its_thread(house: House) -> None:
    root = house.say(OMAR, "root")

    do(house, "say", text="reply", thread_ts=root.ts)

    assert house.room.replies[root.ts] == [next(reversed(house.room.messages))]


def test_a_command_in_a_thread_is_refused_as_slack_does(house: House) -> None:
    root = house.say(OMAR, "root")

    assert "not supported in threads" in do(house, "say", text="/x y", thread_ts=root.ts)["error"]


def test_nobody_writes_in_the_home_tab(house: House) -> None:
    with pytest.raises(Refused, match="Home tab"):
        do(house, "say", "home", text="hello")


def test_the_first_direct_message_to_the_app_opens_the_conversation(house: House) -> None:
    do(house, "say", "app", text="hello")

    direct = house.team.direct_messages([house.bot, ANA])
    assert direct is not None
    assert texts(house, direct.id) == ["hello"]


def test_a_press_takes_along_what_stands_in_the_other_fields(house: House) -> None:
    menu = {"type": "datepicker", "action_id": "day"}
    message = house.say(house.bot, "Go?", blocks=actions(button("go", "Go"), menu))

    do(house, "press", ts=message.ts, block_id="buttons", action_id="go", value="go", **{"buttons|day": "2026-12-01"})

    assert last(house)["args"]["values"] == {"buttons": {"day": "2026-12-01"}}
    assert last(house)["args"]["value"] == "go"


def test_a_pick_is_a_press_with_what_was_picked(house: House) -> None:
    message = house.say(house.bot, "When?", blocks=actions({"type": "datepicker", "action_id": "day"}))

    do(house, "press", ts=message.ts, block_id="buttons", action_id="day", **{"buttons|day": "2026-12-01"})

    assert last(house)["args"]["value"] == "2026-12-01"
    assert message.choices[ANA]["buttons"]["day"]["selected_date"] == "2026-12-01"


def test_what_is_gone_cannot_be_pressed(house: House) -> None:
    with pytest.raises(Refused, match="message is gone"):
        do(house, "press", ts="1.2", block_id="b", action_id="a")
    with pytest.raises(Refused, match="form is closed"):
        do(house, "submit", view_id="V1")


def test_a_form_that_is_not_filled_in_says_what_is_missing_and_forgets_it_when_it_is(house: House) -> None:
    view = house.world.forms.open(ANA, form())

    given = {"view_id": view.id, "day|value": "2026-12-01", "one|value": "red"}

    do(house, "submit", **given)
    assert house.memory.problems[view.id].errors == {"name": "Please complete this required field."}

    do(house, "submit", **given, **{"name|value": "Acme"})
    assert house.memory.problems == {}


def test_one_form_is_closed_or_all_of_them(house: House) -> None:
    house.world.forms.open(ANA, form())
    top = house.world.forms.push(ANA, form("Another"))
    do(house, "close", view_id=top.id)
    assert len(house.team.views_of(ANA)) == 1

    top = house.world.forms.push(ANA, form("Another"))
    do(house, "close_all", view_id=top.id)
    assert house.team.views_of(ANA) == []


def test_a_press_in_the_home_tab_is_one_in_a_view(house: House) -> None:
    blocks = actions(button("go", "Go"))
    view = house.world.forms.publish(ANA, {"type": "home", "blocks": blocks})

    answer = do(house, "press_view", "home", view_id=view.id, block_id="buttons", action_id="go")

    assert (last(house)["method"], answer["ok"]) == ("press_view", False)  # there is no app to hear of it


def test_a_reaction_is_added_and_taken_back(house: House) -> None:
    message = house.say(OMAR, "x")

    do(house, "react", ts=message.ts, name="tada")
    assert message.reactions == {"tada": [ANA]}

    do(house, "react", ts=message.ts, name="tada")
    assert message.reactions.get("tada", []) == []


def test_a_message_is_pinned_and_unpinned(house: House) -> None:
    message = house.say(OMAR, "x")

    do(house, "pin", ts=message.ts)
    assert [one.ts for one in house.room.pins] == [message.ts]

    do(house, "unpin", ts=message.ts)
    assert house.room.pins == []


def test_ones_own_words_are_changed_and_taken_back(house: House) -> None:
    message = house.say(ANA, "x")
    do(house, "edit", ts=message.ts, text="y")
    assert "y" in texts(house)

    do(house, "delete", ts=message.ts)
    assert message.ts not in house.room.messages


def test_people_join_and_leave_the_channel_in_view(house: House) -> None:
    do(house, "leave")
    assert ANA not in house.room.members

    do(house, "join")
    assert ANA in house.room.members


def test_the_channel_in_view_is_archived_and_brought_back(house: House) -> None:
    do(house, "archive")
    assert house.room.is_archived

    do(house, "unarchive")
    assert not house.room.is_archived


def test_only_ones_own_whispers_are_put_away(house: House) -> None:
    mine = house.say(house.bot, "for ana", ephemeral_to=ANA)
    others = house.say(house.bot, "for omar", ephemeral_to=OMAR)
    said = house.say(OMAR, "for all")

    for message in (mine, others, said):
        do(house, "dismiss", ts=message.ts)

    assert texts(house) == ["for omar", "for all"]


@pytest.mark.parametrize("ts", ["", "known"])
def test_a_shortcut_starts_in_the_workspace_or_at_a_message(house: House, ts: str) -> None:
    message = house.say(OMAR, "x")

    do(house, "shortcut", callback_id="look", ts=message.ts if ts else "")

    assert last(house)["args"] == {
        "user": ANA,
        "callback_id": "look",
        "ts": message.ts if ts else "",
        "channel": ROOM if ts else "",
    }


def test_opening_home_tells_the_app(house: House) -> None:
    do(house, "open_home", "home")

    assert last(house)["method"] == "open_home"


def test_people_do_nothing_that_the_page_does_not_offer(house: House) -> None:
    with pytest.raises(Refused, match="do not 'fly'"):
        do(house, "fly")


def test_nobody_does_nothing(house: House) -> None:
    house.team.users.clear()

    with pytest.raises(Refused, match="Nobody is here yet"):
        do(house, "say", text="hello")
