"""What counts as unread, and what calls for someone."""

import pytest

from sandbox.page.unread import MOST, Tally, Unread, called_in, count
from tests.sandbox.page.house import ANA, OMAR, House


@pytest.fixture
def house() -> House:
    return House()


def test_what_others_wrote_since_one_last_read_counts(house: House) -> None:
    first, *_ = house.chat(3)
    house.room.last_read[ANA] = first.ts

    assert count(house.room, ANA) == Unread(2)


def test_ones_own_words_do_not_count(house: House) -> None:
    house.say(ANA, "mine")

    assert count(house.room, ANA) == Unread()


def test_comings_and_goings_do_not_count(house: House) -> None:
    house.say(OMAR, "<@UOMAR> has joined the channel", subtype="channel_join")

    assert count(house.room, ANA) == Unread()


def test_what_only_others_can_see_does_not_count(house: House) -> None:
    house.say(house.bot, "psst", ephemeral_to=OMAR)

    assert count(house.room, ANA) == Unread()
    assert count(house.room, OMAR) == Unread(1, is_personal=True)


def test_whoever_is_not_in_a_channel_has_nothing_unread_in_it(house: House) -> None:
    house.chat(2, house.channel("COTHER", "other", OMAR))

    assert count(house.team.channels["COTHER"], ANA) == Unread()


@pytest.mark.parametrize(("text", "is_personal"), [("hi", False), (f"hi <@{ANA}>", True), ("hi <!here>", True)])
def test_a_mention_is_personal(house: House, text: str, is_personal: bool) -> None:
    house.say(OMAR, text)

    assert count(house.room, ANA).is_personal is is_personal


def test_direct_messages_are_always_personal(house: House) -> None:
    direct = house.direct(house.bot, ANA)
    house.say(house.bot, "hi", direct)

    assert count(direct, ANA) == Unread(1, is_personal=True)


def test_replies_count_for_those_who_are_part_of_the_thread(house: House) -> None:
    root = house.say(OMAR, "root")
    house.room.last_read[ANA] = root.ts
    house.say(house.bot, "reply", thread_ts=root.ts)

    assert count(house.room, OMAR) == Unread(1)
    assert count(house.room, ANA) == Unread()


def test_a_reply_that_names_someone_counts_for_them(house: House) -> None:
    root = house.say(OMAR, "root")
    house.room.last_read[ANA] = root.ts
    house.say(OMAR, f"<@{ANA}> look", thread_ts=root.ts)

    assert count(house.room, ANA) == Unread(1, is_personal=True)


def test_counting_stops_where_nobody_wants_the_exact_number(house: House) -> None:
    house.chat(MOST + 50)

    assert count(house.room, ANA).count == MOST
    assert count(house.room, ANA).shown == "99+"


def test_those_whom_the_newest_messages_name_are_called(house: House) -> None:
    house.say(OMAR, f"<@{ANA}> and <@UNOBODY>")
    last = house.say(OMAR, f"<@{ANA}|ana> again, and myself <@{OMAR}>")

    assert called_in(house.room) == {ANA: last.ts}


def test_a_tally_counts_the_conversations_that_call_for_someone(house: House) -> None:
    house.say(OMAR, f"<@{ANA}>")
    house.say(OMAR, f"<@{ANA}> once more")
    house.say(house.bot, "hi", house.direct(house.bot, ANA))

    assert Tally().calls(house.team)[ANA] == 2
    assert Tally().calls(house.team)[OMAR] == 0


def test_nobody_is_called_from_an_archived_channel(house: House) -> None:
    house.say(OMAR, f"<@{ANA}>")
    house.room.is_archived = True

    assert Tally().calls(house.team)[ANA] == 0


def test_a_tally_hears_of_what_came_went_and_was_read(house: House) -> None:
    tally = Tally()
    message = house.say(OMAR, f"<@{ANA}>")
    assert tally.unread(house.room, ANA).count == tally.calls(house.team)[ANA] == 1

    house.say(OMAR, "more")
    assert tally.unread(house.room, ANA).count == 2

    house.room.last_read[ANA] = message.ts
    assert (tally.unread(house.room, ANA).count, tally.calls(house.team)[ANA]) == (1, 0)

    del house.room.messages[next(reversed(house.room.messages))]
    assert tally.unread(house.room, ANA).count == 0


def test_a_tally_does_not_count_again_what_is_as_it_was(house: House) -> None:
    tally = Tally()
    house.chat(3)

    before = tally.unread(house.room, ANA)

    assert tally.unread(house.room, ANA) is before
