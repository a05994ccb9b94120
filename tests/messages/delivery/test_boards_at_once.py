"""Forty deals that change at once have their boards redrawn at Slack's pace, whoever changed first, first."""

from datetime import datetime, timedelta
from itertools import pairwise

from bot.model import Deal
from bot.outgoing import Kind, Outgoing
from tests.messages.delivery.office import Office

DEALS = 40
A_MINUTE = timedelta(minutes=1)
AS_DOCUMENTED = timedelta(seconds=47)
MOST_A_MINUTE = 45
"""Slack gives fifty; what is left is for what people press beside the boards."""


def redraw(deal: Deal, change: int) -> Outgoing:
    board = f"board:{deal.short}"
    return Outgoing(
        f"edit:{board}:{change}", Kind.EDIT, f"edit:{board}", deal_id=deal.id, in_channel_of=deal.id, edits=board
    )


def with_boards(office: Office) -> list[Deal]:
    """Return deals with a board each, on a morning on which nothing is left to be said."""
    deals = []
    for n in range(DEALS):
        if n % 10 == 0:
            office.clock.pass_(60)
        deals.append(office.deal())
        office.say(deals[-1], f"board:{deals[-1].short}")
    office.drain(step=5)
    office.clock.pass_(120)
    return deals


def updates(office: Office) -> list[tuple[datetime, str]]:
    calls = [entry for entry in office.traffic() if entry["method"] == "chat.update"]
    assert all(entry["status"] == 200 for entry in calls)
    return [(datetime.fromisoformat(entry["at"]), str(entry["args"]["channel"])) for entry in calls]


def test_each_board_is_redrawn_once_within_slacks_pace_and_the_oldest_change_first(office: Office) -> None:
    deals = with_boards(office)
    for change in range(3):
        for deal in deals:
            office.send(redraw(deal, change))

    office.drain(step=1)

    told = updates(office)
    assert [channel for _, channel in told] == [deal.channel_id for deal in deals]
    assert [office.texts(deal.channel_id) for deal in deals] == [[f"edit:board:{deal.short}:2"] for deal in deals]
    moments = [at for at, _ in told]
    assert all(sum(since <= at < since + A_MINUTE for at in moments) <= MOST_A_MINUTE for since in moments)
    assert moments[-1] - moments[0] <= AS_DOCUMENTED


def test_a_board_that_changes_all_the_time_takes_no_other_ones_turn(office: Office) -> None:
    busy, *others = with_boards(office)
    for deal in (busy, *others):
        office.send(redraw(deal, 0))
    for change in range(1, 40):
        office.send(redraw(busy, change))
        office.deliver()
        office.clock.pass_(1)

    office.drain(step=1)

    told = [channel for _, channel in updates(office)]
    first = [told.index(str(deal.channel_id)) for deal in others]
    assert all(one < other for one, other in pairwise(first))
    assert office.texts(busy.channel_id) == [f"edit:board:{busy.short}:39"]
