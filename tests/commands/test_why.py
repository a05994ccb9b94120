"""Ask why: typed or pressed, told to the asker alone, with what ends it."""

from bot.events import StepKept
from messages import ids
from tests.bot.making import ANA, OMAR, at
from tests.commands.hall import Hall, button


def test_a_quiet_deal_says_why_it_is_quiet(hall: Hall) -> None:
    told = hall.types(ANA, "why")

    assert "Nothing is asked of anybody" in told.text
    assert "The next date is Tue 24 Nov: *contract*, <@UOMAR>." in told.text
    assert (
        "Nobody is asked before Mon 23 Nov 14:00; then <@UOMAR> in the channel about who owns this deal." in told.text
    )


def test_a_missed_step_is_told_with_what_comes_and_the_buttons_that_end_it(hall: Hall) -> None:
    hall.commit("order the pump", due="2026-11-24")
    hall.stand_still()

    told = hall.types(ANA, "why")

    assert "*order the pump is past its date*" in told.text
    assert "asked <@UANA> privately" in told.text
    assert "asked <@UANA> in the channel" in told.text
    hall.presses(ANA, told.button("Done", about="order the pump"))
    assert StepKept in hall.events()


def test_the_boards_button_says_the_same(hall: Hall) -> None:
    hall.commit("order the pump", due="2026-11-27")

    assert hall.presses(ANA, button(ids.SHOW_WHY, hall.deal)).text == hall.types(ANA, "why").text


def test_asking_changes_nothing(hall: Hall) -> None:
    hall.commit("order the pump", due="2026-11-24")
    hall.clock.at = at("2026-11-26 10:00")
    before = hall.events()

    hall.types(OMAR, "why")

    assert hall.events() == before


def test_each_reads_the_moments_of_their_own_wall(hall: Hall) -> None:
    mine, theirs = hall.types(ANA, "why").text, hall.types(OMAR, "why").text

    assert "before Mon 23 Nov 14:00" in mine
    assert "before Mon 23 Nov 13:00" in theirs


def test_outside_a_deals_channel_it_says_where_it_works(hall: Hall) -> None:
    assert hall.types(ANA, "why", channel="C0LUNCH").text
