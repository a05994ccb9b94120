"""The right to open a form: for whoever acted, once, and for three seconds by the app's own watch."""

from datetime import timedelta

import pytest

from sandbox.clock import Clock
from sandbox.deliveries.triggers import Triggers
from sandbox.errors import SlackError
from sandbox.state.ids import Ids
from tests.sandbox.stage import MONDAY


@pytest.fixture
def clock() -> Clock:
    return Clock(MONDAY, speed=0)


@pytest.fixture
def triggers(clock: Clock) -> Triggers:
    return Triggers(Ids(), clock)


def test_a_trigger_says_who_acted_and_where(triggers: Triggers) -> None:
    used = triggers.use(triggers.make("UANA", "VFORM"))

    assert (used.user, used.view_id) == ("UANA", "VFORM")


def test_a_trigger_that_was_never_made_is_invalid(triggers: Triggers) -> None:
    with pytest.raises(SlackError, match="invalid_trigger_id"):
        triggers.use("1.2.abc")


@pytest.mark.parametrize(("seconds", "is_in_time"), [(0, True), (3, True), (3.001, False), (60, False)])
def test_a_trigger_lives_three_seconds(clock: Clock, triggers: Triggers, seconds: float, is_in_time: bool) -> None:
    made = triggers.make("UANA")
    clock.move_to(MONDAY + timedelta(seconds=seconds))

    if is_in_time:
        assert triggers.use(made).is_used
        return
    with pytest.raises(SlackError, match="expired_trigger_id"):
        triggers.use(made)


def test_a_used_trigger_is_called_used_even_when_it_is_late_too(clock: Clock, triggers: Triggers) -> None:
    made = triggers.make("UANA")
    triggers.use(made)
    clock.advance(60)

    with pytest.raises(SlackError, match="exchanged_trigger_id"):
        triggers.use(made)


def test_a_trigger_that_came_too_late_stays_unused(clock: Clock, triggers: Triggers) -> None:
    made = triggers.make("UANA")
    clock.advance(60)

    for _ in range(2):
        with pytest.raises(SlackError, match="expired_trigger_id"):
            triggers.use(made)


def test_in_a_hurried_clock_the_app_keeps_its_seconds(triggers: Triggers, clock: Clock) -> None:
    made = triggers.make("UANA")
    clock.set_speed(1000)

    assert triggers.use(made).is_used


def test_two_people_have_rights_of_their_own(triggers: Triggers) -> None:
    first, second = triggers.make("UANA"), triggers.make("UMEI")
    triggers.use(first)

    assert (first != second, triggers.use(second).user) == (True, "UMEI")


@pytest.mark.parametrize(
    ("took", "moved", "is_in_time"), [(10, 0, True), (22, 0, True), (24, 0, False), (0, 10, False), (10, 4, False)]
)
def test_patience_forgives_a_slow_app_and_no_clock_that_was_moved(took: float, moved: float, is_in_time: bool) -> None:
    clock = Clock(MONDAY)
    triggers = Triggers(Ids(), clock, patience=20.0)
    made = triggers.make("UANA")
    triggers._made[made].began -= took

    clock.advance(took + moved)

    if is_in_time:
        assert triggers.use(made).is_used
        return
    with pytest.raises(SlackError, match="expired_trigger_id"):
        triggers.use(made)
