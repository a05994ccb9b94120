"""The heading of a place as the server draws it."""

from urllib.parse import unquote

import pytest

from sandbox.page.heading import draw_heading, title_of
from sandbox.state.model import Bookmark, Line
from tests.sandbox.page.house import ANA, OMAR, ROOM, House


@pytest.fixture
def house() -> House:
    return House()


@pytest.mark.parametrize(
    ("place", "title"), [(ROOM, "#room"), ("home", "App Home"), ("app", "App"), ("CSECRET", "secret")]
)
def test_a_place_has_a_title(house: House, place: str, title: str) -> None:
    house.channel("CSECRET", "secret", ANA, is_private=True)

    assert title_of(house.visit(channel=place)) == title


def test_direct_messages_are_called_by_who_else_is_in_them(house: House) -> None:
    direct = house.direct(ANA, OMAR)

    drawn = draw_heading(house.visit(channel=direct.id))

    assert title_of(house.visit(channel=direct.id)) == "Omar <Haddad>"
    assert "Direct messages with Omar &lt;Haddad&gt;" in drawn


def test_the_heading_tells_topic_members_and_pins(house: House) -> None:
    house.room.topic = Line("Live on *Monday* &amp; <@UANA>")
    for text in ("first", "second"):
        house.pin(house.say(OMAR, text))

    drawn = draw_heading(house.visit())

    assert "Live on Monday &amp; @Ana Silva" in drawn
    assert "2 members" in drawn
    assert "2 pinned" in drawn
    assert drawn.index("first") < drawn.index("second")


def test_the_only_pin_leads_straight_to_its_message(house: House) -> None:
    message = house.say(OMAR, "the board")
    house.pin(message)

    assert f"ts={message.ts}" in unquote(draw_heading(house.visit()))


def test_without_a_topic_the_purpose_stands_there(house: House) -> None:
    house.room.purpose = Line("To talk")

    assert "To talk" in draw_heading(house.visit())


def test_the_general_channel_cannot_be_left(house: House) -> None:
    assert "Leave this channel" in draw_heading(house.visit())

    house.room.is_general = True

    assert "Leave this channel" not in draw_heading(house.visit())


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://example.com/x", 'href="https://example.com/x" target="_blank"'),
        ("https://sandbox.slack.com/archives/CROOM/p1795420800000100", f'href="/?as={ANA}&amp;channel=CROOM&amp;ts='),
        ("javascript:alert(1)", "<span>🎯 Plan</span>"),
    ],
)
def test_bookmarks_lead_where_they_may(house: House, link: str, expected: str) -> None:
    house.room.bookmarks.append(Bookmark("Bk1", "Plan", link, "link", ":dart:", 1))

    assert expected in draw_heading(house.visit())
