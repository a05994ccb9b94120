"""A courier that was paused, or loses its lease, sends nothing it may no longer send."""

import pytest

from tests.messages.delivery.office import Office


@pytest.mark.parametrize("stall", [55.0, 59.0, 61.0, 300.0])
def test_a_pause_before_the_call_sends_nothing_from_the_old_lease(office: Office, stall: float) -> None:
    deal = office.deal()
    office.say(deal, "a")

    def pause(_: object) -> None:
        office.while_drawing = lambda _: None
        office.clock.stall(stall)

    office.while_drawing = pause
    office.courier().deliver_once()
    assert office.calls("chat.postMessage") == []

    office.drain()
    assert office.texts(deal.channel_id) == ["a"]


def test_a_short_pause_is_no_reason_to_start_over(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a")
    office.while_drawing = lambda _: office.clock.stall(20)

    assert office.courier().deliver_once() == 1

    assert office.texts(deal.channel_id) == ["a"]


def test_who_wakes_up_after_another_took_over_neither_sends_nor_writes(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a")

    def overtaken(_: object) -> None:
        office.while_drawing = lambda _: None
        office.clock.stall(61)
        office.deliver()

    office.while_drawing = overtaken
    office.courier().deliver_once()

    assert office.texts(deal.channel_id) == ["a"]
    assert office.rows() == {"a": "sent"}
    assert len(office.calls("chat.postMessage")) == 1


def test_who_wakes_up_after_the_call_and_after_another_claimed_leaves_one_message(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a")

    def overtaken(_: object) -> None:
        office.while_telling = lambda _: None
        office.clock.stall(61)
        office.deliver()

    office.while_telling = overtaken
    office.courier().deliver_once()
    office.drain()

    assert office.texts(deal.channel_id) == ["a"]
    assert office.rows() == {"a": "sent"}


def test_two_couriers_in_turn_send_each_message_once(office: Office) -> None:
    deals = [office.deal() for _ in range(3)]
    for number, deal in enumerate(deals):
        office.say(deal, *(f"{number}{letter}" for letter in "abcde"))
    one, other = office.courier(), office.courier()

    while one.deliver_once(2) + other.deliver_once(2):
        pass

    for number, deal in enumerate(deals):
        assert office.texts(deal.channel_id) == [f"{number}{letter}" for letter in "abcde"]


def test_a_courier_told_to_stop_gives_back_what_it_has_not_begun(office: Office) -> None:
    deals = [office.deal() for _ in range(3)]
    for deal in deals:
        office.say(deal, f"for {deal.short}")
    courier = office.courier()
    office.while_telling = lambda _: setattr(courier, "is_stopping", True)

    courier.deliver_once()

    assert sorted(office.rows().values()) == ["pending", "pending", "sent"]
    assert office.courier().deliver_once() == 2
