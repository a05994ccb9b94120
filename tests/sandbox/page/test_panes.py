"""What stands below, beside and above the messages, as the server draws it."""

import pytest

from sandbox.page.composer import draw_composer
from sandbox.page.forms import draw_form
from sandbox.page.memory import Problem
from sandbox.page.thread import MOST, draw_thread
from sandbox.state.model import SlashCommand
from tests.sandbox.page.echo import form
from tests.sandbox.page.house import ANA, OMAR, ROOM, House


@pytest.fixture
def house() -> House:
    return House()


@pytest.mark.parametrize(
    ("what", "shown"),
    [
        ("a member", "Message #room or type /deal"),
        ("archived", "This channel is archived"),
        ("not a member", "Join channel"),
        ("home", ""),
        ("app", "Message App or type /deal"),
    ],
)
def test_who_may_write_has_a_field_and_others_are_told_why_not(house: House, what: str, shown: str) -> None:
    house.world.app.commands["/deal"] = SlashCommand("/deal")
    house.room.is_archived = what == "archived"
    if what == "not a member":
        house.room.members.remove(ANA)

    drawn = draw_composer(house.visit(channel=what if what in ("home", "app") else ROOM))

    assert shown in drawn
    assert bool(drawn) == bool(shown)


def test_a_thread_shows_its_message_and_replies(house: House) -> None:
    root = house.say(OMAR, "root")
    for text in ("one", "two"):
        house.say(ANA, text, thread_ts=root.ts)

    drawn = draw_thread(house.visit(thread=root.ts))

    assert drawn.index("root") < drawn.index("2 replies") < drawn.index("one") < drawn.index("two")
    assert f'name="thread_ts" value="{root.ts}"' in drawn


def test_a_very_long_thread_shows_its_end_and_counts_them_all(house: House) -> None:
    root = house.say(OMAR, "root")
    for number in range(MOST + 10):
        house.say(ANA, f"reply {number}.", thread_ts=root.ts)

    drawn = draw_thread(house.visit(thread=root.ts))

    assert f"{MOST + 10} replies" in drawn
    assert ("reply 9." in drawn, "reply 10." in drawn) == (False, True)


def test_nobody_replies_in_a_channel_they_only_read(house: House) -> None:
    root = house.say(OMAR, "root")
    house.room.members.remove(ANA)

    assert "Reply in this thread" not in draw_thread(house.visit(thread=root.ts))


def test_no_thread_is_drawn_as_nothing(house: House) -> None:
    assert draw_thread(house.visit()) == ""


def test_the_form_on_top_is_drawn_for_its_person_alone(house: House) -> None:
    house.world.forms.open(ANA, form())
    house.world.forms.push(ANA, form("Another form"))

    drawn = draw_form(house.visit())

    assert ("Another form</h2>" in drawn, 'data-depth="2"' in drawn) == (True, True)
    assert draw_form(house.visit(OMAR)) == ""


def test_what_is_wrong_with_a_form_stands_under_its_field_until_the_app_draws_it_anew(house: House) -> None:
    view = house.world.forms.open(ANA, form())
    house.memory.problems[view.id] = Problem(view.hash, {"name": "Not that one."})
    assert "Not that one." in draw_form(house.visit())

    house.world.forms.update(view, form())

    assert "Not that one." not in draw_form(house.visit())
