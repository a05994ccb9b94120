"""What the menu of a message offers."""

import pytest

from sandbox.errors import Refused
from sandbox.page.message_menu import draw_message_menu
from sandbox.state.model import Shortcut
from tests.sandbox.page.house import ANA, OMAR, House


@pytest.fixture
def house() -> House:
    return House()


def menu(house: House, ts: str, as_: str = ANA) -> str:
    return str(draw_message_menu(house.visit(as_), ts))


def test_it_leads_into_the_thread_and_copies(house: House) -> None:
    message = house.say(OMAR, "see *this* & that")

    drawn = menu(house, message.ts)

    assert f"thread={message.ts}" in drawn
    assert 'data-copies="see this &amp; that"' in drawn
    assert f"https://sandbox.slack.com/archives/CROOM/p{message.ts.replace('.', '')}" in drawn


def test_a_reply_leads_into_the_thread_it_stands_in(house: House) -> None:
    root = house.say(OMAR, "root")
    reply = house.say(OMAR, "reply", thread_ts=root.ts)

    assert f"thread={root.ts}" in menu(house, reply.ts)


def test_it_pins_what_is_not_pinned_and_tells_who_pinned_what_is(house: House) -> None:
    message = house.say(OMAR, "x")
    assert "Pin to the channel" in menu(house, message.ts)

    house.pin(message, OMAR)

    assert "Pinned by Omar &lt;Haddad&gt;, Mon 23 Nov 2026, 09:00" in menu(house, message.ts)
    assert "/page/act/unpin" in menu(house, message.ts)


def test_only_ones_own_words_can_be_taken_back(house: House) -> None:
    message = house.say(OMAR, "x")

    for offer in ("Delete message", "Edit message"):
        assert offer in menu(house, message.ts, OMAR)
        assert offer not in menu(house, message.ts, ANA)


def test_it_holds_the_apps_shortcuts_for_messages(house: House) -> None:
    house.world.app.shortcuts["look"] = Shortcut("Look at it", "message", "look")
    house.world.app.shortcuts["new"] = Shortcut("New thing", "global", "new")

    drawn = menu(house, house.say(OMAR, "x").ts)

    assert 'name="callback_id" value="look"' in drawn
    assert "New thing" not in drawn


def test_a_message_that_is_gone_or_not_for_this_person_has_none(house: House) -> None:
    whisper = house.say(house.bot, "psst", ephemeral_to=OMAR)

    for ts in ("1.2", whisper.ts):
        with pytest.raises(Refused, match="gone"):
            menu(house, ts)
