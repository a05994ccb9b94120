"""The sidebar as the server draws it."""

import pytest

from sandbox.page.sidebar import draw_sidebar, local_time
from tests.sandbox.page.house import ANA, OMAR, ROOM, House
from tests.sandbox.stage import MONDAY


@pytest.fixture
def house() -> House:
    return House()


def test_the_sidebar_lists_what_the_person_is_in_and_folds_the_rest(house: House) -> None:
    house.channel("COTHER", "other", OMAR)
    house.channel("COLD", "old", ANA, is_archived=True)
    house.channel("CSECRET", "secret", OMAR, is_private=True)

    drawn = draw_sidebar(house.visit())

    assert drawn.index('id="channels"') < drawn.index(">room<") < drawn.index("Other channels")
    assert drawn.index("Other channels") < drawn.index(">other<") < drawn.index("Archived (1)") < drawn.index(">old<")
    assert "secret" not in drawn


def test_the_place_in_view_is_marked_and_counts_as_read(house: House) -> None:
    house.chat(3)

    here, elsewhere = draw_sidebar(house.visit()), draw_sidebar(house.visit(channel="home"))

    assert f'id="to-{ROOM}" href="/?as={ANA}&amp;channel={ROOM}" aria-current="page"' in here
    assert "unread: " not in here
    assert '<span class="unseen">unread: </span>3' in elsewhere


def test_a_folded_group_stands_open_when_the_place_in_view_is_in_it(house: House) -> None:
    house.channel("COTHER", "other", OMAR)

    assert 'id="others" open' in draw_sidebar(house.visit(channel="COTHER"))
    assert 'id="others" open' not in draw_sidebar(house.visit())


def test_people_who_talk_to_each_other_find_it_among_the_direct_messages(house: House) -> None:
    direct = house.direct(ANA, OMAR)
    house.say(OMAR, "psst", direct)

    drawn = draw_sidebar(house.visit())

    assert drawn.index("Direct messages") < drawn.index(f'id="to-{direct.id}"')
    assert 'Omar &lt;Haddad&gt;</span><span class="dot personal">' in drawn


def test_group_conversations_stand_among_the_direct_messages(house: House) -> None:
    house.channel("G1", "mpdm-1", ANA, OMAR, is_mpim=True, is_private=True)

    drawn = draw_sidebar(house.visit())

    assert drawn.index("Direct messages") < drawn.index('id="to-G1"')


def test_everybody_can_be_been_and_those_whom_something_waits_for_are_marked(house: House) -> None:
    house.say(ANA, f"<@{OMAR}> please")

    drawn = draw_sidebar(house.visit())

    assert 'role="menuitemradio" aria-checked="true"' in drawn
    assert "10:00 in Helsinki" in drawn
    assert drawn.count("waiting for others: </span>1") == 1
    assert drawn.count("waiting: </span>1") == 1


@pytest.mark.parametrize(
    ("tz", "shown"),
    [
        ("Europe/Madrid", "09:00 in Madrid"),
        ("America/New_York", "03:00 in New York"),
        ("Asia/Kathmandu", "13:45 in Kathmandu"),
        ("Etc/UTC", "08:00 in UTC"),
        ("Nowhere/Land", "08:00 in Land"),
    ],
)
def test_local_time_is_told_with_its_city(tz: str, shown: str) -> None:
    assert local_time(tz, MONDAY) == shown
