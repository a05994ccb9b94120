"""What a place shows, as the server draws it."""

import pytest

from sandbox.page.conversation import draw_place, mark_read, unread_since
from sandbox.state.model import SlashCommand, UserGroup
from tests.sandbox.page.house import ANA, OMAR, House


@pytest.fixture
def house() -> House:
    return House()


def test_an_empty_channel_says_that_it_begins_here(house: House) -> None:
    assert "This is where the channel begins." in draw_place(house.visit())


def test_empty_direct_messages_say_what_to_try(house: House) -> None:
    house.world.app.commands["/deal"] = SlashCommand("/deal")

    assert "Try /deal below." in draw_place(house.visit(channel="app"))


def test_older_messages_are_a_link_away(house: House) -> None:
    messages = house.chat(150)

    drawn = draw_place(house.visit())

    assert f"before={messages[50].ts}" in drawn
    assert "This is where the channel begins." not in drawn


def test_what_arrived_last_is_there_to_be_read_out(house: House) -> None:
    message = house.say(OMAR, "see *this* <@UANA>")

    assert f'data-newest="{message.ts}" data-words="Omar &lt;Haddad&gt;: see this @Ana Silva"' in draw_place(
        house.visit()
    )
    assert 'data-words=""' in draw_place(house.visit(OMAR))


def test_home_shows_what_the_app_published_for_this_person(house: House) -> None:
    house.world.forms.publish(ANA, {"type": "home", "blocks": [{"type": "divider"}]})

    assert "is-divider" in draw_place(house.visit(channel="home"))
    assert "App shows no Home tab yet" in draw_place(house.visit(OMAR, "home"))


def test_looking_at_a_channel_reads_it(house: House) -> None:
    last = house.chat(3)[-1]

    assert unread_since(house.visit()) == ""  # nothing was read before, so no line parts old from new
    mark_read(house.visit())

    assert house.room.last_read[ANA] == last.ts


def test_where_unread_messages_begin_is_known_until_they_are_read(house: House) -> None:
    first, *_ = house.chat(2)
    house.room.last_read[ANA] = first.ts

    assert unread_since(house.visit()) == first.ts
    mark_read(house.visit())
    assert unread_since(house.visit()) == ""


def test_reading_home_or_nothing_marks_nothing(house: House) -> None:
    mark_read(house.visit(channel="home"))
    mark_read(house.visit())

    assert house.room.last_read == {}


def test_groups_of_the_reader_count_as_their_own_mentions(house: House) -> None:
    house.team.usergroups["S1"] = UserGroup("S1", "crew", "The crew", [ANA], 1)
    house.say(OMAR, "hello <!subteam^S1>")

    assert '<span class="mention mine">@crew</span>' in draw_place(house.visit())
    assert '<span class="mention">@crew</span>' in draw_place(house.visit(OMAR))
