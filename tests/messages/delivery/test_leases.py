"""A courier that was paused, or loses its lease, sends nothing it may no longer send."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest

from bot.ports import Outbox
from tests.messages.delivery.office import Office


@dataclass
class Hindered:
    """An outbox in which something comes between at the moment of the mark before the call."""

    outbox: Outbox
    marked: Callable[[bool], bool]

    def to_wire(self, *args: Any, **named: Any) -> bool:
        return self.marked(self.outbox.to_wire(*args, **named))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.outbox, name)


def hinder(office: Office, marked: Callable[[bool], bool]) -> None:
    office.storage = replace(office.storage, outbox=cast("Outbox", Hindered(office.storage.outbox, marked)))


def test_a_pause_between_the_mark_and_the_call_sends_nothing(office: Office) -> None:
    deal, whole = office.deal(), office.storage
    office.say(deal, "a")

    def slowly(is_ours: bool) -> bool:
        office.clock.stall(57)
        return is_ours

    hinder(office, slowly)
    office.courier().deliver_once()
    assert office.calls("chat.postMessage") == []

    office.storage = whole
    office.drain()
    assert office.texts(deal.channel_id) == ["a"]


def test_a_lease_that_another_took_sends_nothing(office: Office) -> None:
    office.say(office.deal(), "a")

    hinder(office, lambda _: False)
    office.courier().deliver_once()

    assert office.calls("chat.postMessage") == []


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
