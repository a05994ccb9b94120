"""What a rule may know of people: when they work, when they may be spoken to, and whether they can act."""

from datetime import time

import pytest

from bot.model import UserId
from bot.refusals import NotAPerson
from bot.working_time import Calendar
from tests.bot.making import ANA, BERLIN, CONTEXT, FAYE, GONE, GUEST, HELSINKI, LIV, NEW_YORK, OMAR, STRANGER


@pytest.mark.parametrize(("who", "zone"), [(ANA, HELSINKI), (OMAR, BERLIN), (FAYE, NEW_YORK), (STRANGER, HELSINKI)])
def test_everybody_works_in_their_own_zone_and_a_stranger_in_the_workspaces(who: UserId, zone: str) -> None:
    assert CONTEXT.calendar(who) == Calendar(zone)


def test_people_may_be_spoken_to_a_little_longer_than_they_work() -> None:
    assert CONTEXT.reachable(OMAR) == Calendar(BERLIN, opens=time(8), closes=time(18))


@pytest.mark.parametrize("who", [ANA, OMAR, FAYE, LIV])
def test_a_colleague_can_act(who: UserId) -> None:
    assert CONTEXT.is_able(who)
    assert CONTEXT.able(who) == who


@pytest.mark.parametrize("who", [GUEST, GONE, STRANGER])
def test_a_guest_a_former_colleague_and_a_stranger_cannot(who: UserId) -> None:
    assert not CONTEXT.is_able(who)
    with pytest.raises(NotAPerson) as refused:
        CONTEXT.able(who)

    assert refused.value.user_id == who
