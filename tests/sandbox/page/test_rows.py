"""Messages become rows."""

from datetime import timedelta

import pytest

from sandbox.page.rows import Row, channel_rows, rev_of, thread_rows
from tests.sandbox.page.house import ANA, OMAR, House
from tests.sandbox.stage import actions


@pytest.fixture
def house() -> House:
    return House()


def rows(house: House, since: str = "") -> list[Row]:
    return channel_rows(house.world, house.room, house.room.messages.values(), house.visit().reader(), since)


def later(house: House, **span: float) -> None:
    house.world.clock.advance(timedelta(**span).total_seconds())


def test_a_new_day_has_a_heading_and_the_same_day_has_none(house: House) -> None:
    house.say(OMAR, "one")
    house.say(ANA, "two")
    later(house, days=1)
    house.say(OMAR, "three")

    assert ["day" in one.html for one in rows(house)] == [True, False, True]
    assert "Yesterday, Monday 23 November 2026" in rows(house)[0].html


def test_days_begin_at_midnight_where_the_reader_is(house: House) -> None:
    later(house, hours=14, minutes=30)  # 23:30 in Madrid
    house.say(OMAR, "one")
    later(house, hours=1)
    house.say(ANA, "two")

    assert ['class="day"' in one.html for one in rows(house)] == [True, True]


def test_what_someone_says_in_the_same_breath_needs_no_name(house: House) -> None:
    for text in ("one", "two"):
        house.say(OMAR, text)

    first, second = rows(house)

    assert ("Omar" in first.html, 'class="author"' in second.html) == (True, False)


@pytest.mark.parametrize("what", ["a pause", "another author", "a pin", "another name"])
def test_a_name_stands_again_after(house: House, what: str) -> None:
    house.say(OMAR, "one")
    later(house, minutes=6 if what == "a pause" else 0)
    second = house.say(ANA if what == "another author" else OMAR, "two")
    if what == "a pin":
        house.pin(second)
    if what == "another name":
        second.username = "Someone"

    assert 'class="author"' in rows(house)[1].html


def test_people_who_join_one_after_another_share_a_line(house: House) -> None:
    for user in (ANA, OMAR, house.bot):
        house.say(user, f"<@{user}> has joined the channel", subtype="channel_join")
    house.say(OMAR, "hello")

    joined, said = rows(house)

    assert "Ana Silva, Omar &lt;Haddad&gt; and App have joined the channel" in joined.html
    assert "hello" in said.html


def test_people_who_join_on_other_days_do_not_share_one(house: House) -> None:
    house.say(ANA, f"<@{ANA}> has joined the channel", subtype="channel_join")
    later(house, days=1)
    house.say(OMAR, f"<@{OMAR}> has joined the channel", subtype="channel_join")

    assert len(rows(house)) == 2


def test_a_line_stands_before_the_first_unread_message(house: House) -> None:
    first, *_ = house.chat(3)

    assert [one.is_first_unread for one in rows(house, since=first.ts)] == [False, True, False]
    assert not any(one.is_first_unread for one in rows(house))


def test_ones_own_message_is_never_the_first_unread(house: House) -> None:
    first = house.say(OMAR, "one")
    house.say(ANA, "mine")
    house.say(OMAR, "two")

    assert [one.is_first_unread for one in rows(house, since=first.ts)] == [False, False, True]


def test_what_the_reader_picked_in_a_message_stands_in_it(house: House) -> None:
    menu = {"type": "datepicker", "action_id": "day"}
    message = house.say(house.bot, "Pick", blocks=actions(menu))
    message.choices[ANA] = {"buttons": {"day": {"type": "datepicker", "selected_date": "2026-12-01"}}}

    assert 'value="2026-12-01"' in rows(house)[0].html
    assert "2026-12-01" not in channel_rows(house.world, house.room, [message], house.visit(OMAR).reader(), "")[0].html


def test_a_thread_has_ids_of_its_own_since_it_may_stand_beside_the_channel(house: House) -> None:
    root = house.say(OMAR, "root")

    (row,) = thread_rows(house.world, house.room, [root], house.visit().reader())

    assert f'id="t-{root.ts}"' in row.html
    assert f'id="m-{root.ts}"' in rows(house)[0].html


def test_a_mark_changes_with_what_is_drawn_and_only_then() -> None:
    assert rev_of("one") == rev_of("one") != rev_of("two")
    assert rev_of("lone surrogate \ud83d")
