"""Which messages of a channel are shown."""

import pytest

from sandbox.page.window import AT_ONCE, MOST, window
from tests.sandbox.page.house import ANA, OMAR, House


@pytest.fixture
def house() -> House:
    return House()


def texts(house: House, **asked: str) -> list[str]:
    return [one.text for one in window(house.room, ANA, **asked).messages]


def test_a_short_channel_is_shown_whole_and_in_order(house: House) -> None:
    house.chat(3)

    shown = window(house.room, ANA)

    assert [one.text for one in shown.messages] == ["line 0", "line 1", "line 2"]
    assert (shown.has_older, shown.has_newer) == (False, False)


def test_a_long_channel_shows_its_newest_hundred(house: House) -> None:
    house.chat(AT_ONCE + 1)

    shown = window(house.room, ANA)

    assert len(shown.messages) == AT_ONCE
    assert (shown.messages[0].text, shown.has_older) == ("line 1", True)


def test_exactly_a_hundred_messages_have_none_before_them(house: House) -> None:
    house.chat(AT_ONCE)

    assert window(house.room, ANA).has_older is False


def test_going_back_adds_a_hundred_and_keeps_the_rest(house: House) -> None:
    messages = house.chat(AT_ONCE * 3)

    shown = window(house.room, ANA, before=messages[AT_ONCE * 2].ts)

    assert (shown.messages[0].text, shown.messages[-1].text) == ("line 100", "line 299")
    assert (shown.has_older, shown.has_newer) == (True, False)


def test_whoever_goes_far_back_loses_sight_of_the_newest(house: House) -> None:
    messages = house.chat(MOST + AT_ONCE * 2)

    shown = window(house.room, ANA, before=messages[AT_ONCE].ts)

    assert (len(shown.messages), shown.messages[0].text) == (MOST, "line 0")
    assert (shown.has_older, shown.has_newer) == (False, True)


def test_a_message_to_point_out_stands_among_those_before_and_after_it(house: House) -> None:
    messages = house.chat(AT_ONCE * 4)

    shown = texts(house, goal=messages[150].ts)

    assert (shown[0], "line 150" in shown, shown[-1]) == ("line 50", True, "line 399")


def test_replies_stand_in_their_thread_alone(house: House) -> None:
    root = house.say(OMAR, "root")
    house.say(OMAR, "reply", thread_ts=root.ts)

    assert texts(house) == ["root"]


def test_a_reply_that_went_to_the_channel_too_stands_there(house: House) -> None:
    root = house.say(OMAR, "root")
    house.say(OMAR, "for all", thread_ts=root.ts, is_broadcast=True)

    assert texts(house) == ["root", "for all"]


def test_a_reply_whose_thread_is_gone_is_not_lost(house: House) -> None:
    house.say(OMAR, "left over", thread_ts="1.000000")

    assert texts(house) == ["left over"]


def test_what_is_only_for_others_is_not_shown(house: House) -> None:
    house.say(house.bot, "psst", ephemeral_to=OMAR)
    house.say(house.bot, "for you", ephemeral_to=ANA)

    assert texts(house) == ["for you"]
