"""What arrived elsewhere is said in passing."""

import pytest

from sandbox.page.news import MOST, WORDS, heard_of, news_of
from tests.sandbox.page.house import ANA, OMAR, House


@pytest.fixture
def house() -> House:
    made = House()
    made.channel("COTHER", "other", ANA, OMAR)
    return made


def words(house: House, heard: str = "0", channel: str = "home") -> list[str]:
    return [one["words"] for one in news_of(house.visit(channel=channel, heard=heard))]


def test_direct_messages_and_mentions_are_news_and_chatter_is_not(house: House) -> None:
    house.say(house.bot, "just for you", house.direct(house.bot, ANA))
    house.say(OMAR, f"look <@{ANA}>")
    house.say(OMAR, "chatter")

    assert words(house) == ["App: just for you", "Omar <Haddad> in #room: look @Ana Silva"]


def test_a_long_message_ends_between_two_words_with_a_sign_that_more_follows(house: House) -> None:
    house.say(house.bot, "one question to each " * 20, house.direct(house.bot, ANA))

    (said,) = words(house)
    assert said.endswith("to each one question…")
    assert len(said) <= len("App: ") + WORDS


def test_the_place_in_view_makes_no_news(house: House) -> None:
    house.say(OMAR, f"look <@{ANA}>")

    assert words(house, channel="room") == []


def test_what_was_heard_of_is_not_said_again(house: House) -> None:
    message = house.say(OMAR, f"look <@{ANA}>")

    assert words(house, heard=message.ts) == []
    assert words(house, heard="") == []


def test_what_was_read_elsewhere_is_no_news(house: House) -> None:
    message = house.say(OMAR, f"look <@{ANA}>")
    house.room.last_read[ANA] = message.ts

    assert words(house) == []


def test_only_the_newest_few_are_said_at_once(house: House) -> None:
    for number in range(MOST + 2):
        house.say(OMAR, f"<@{ANA}> {number}")

    assert words(house)[-1].endswith(str(MOST + 1))
    assert len(words(house)) == MOST


def test_news_lead_to_where_they_are(house: House) -> None:
    house.say(house.bot, "hi", house.direct(house.bot, ANA))
    root = house.say(ANA, "root")
    house.say(OMAR, f"<@{ANA}>", thread_ts=root.ts)

    app, thread = news_of(house.visit(channel="home", heard="0"))

    assert "channel=app" in app["href"]
    assert f"thread={root.ts}" in thread["href"]


def test_this_moment_is_later_than_all_there_is(house: House) -> None:
    before = house.say(OMAR, "x").ts
    house.world.clock.advance(1)

    assert heard_of(house.visit()) > before
