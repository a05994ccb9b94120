"""A board or a checklist that somebody deleted is posted once more, pinned, once and never twice; anything else stays away."""

from datetime import timedelta

import pytest

from bot.model import Deal, DealStatus, Lost
from bot.outgoing import Kind, Outgoing
from bot.redraws import board_anew
from tests.bot.making import an_item
from tests.messages.delivery.office import Office

A_LINE = an_item(function="field")
POST, UPDATE, PIN = "chat.postMessage", "chat.update", "pins.add"


def with_board(office: Office, **changes: object) -> Deal:
    deal = office.deal(**changes)
    office.say(deal, f"board:{deal.id}", kind=Kind.BOARD)
    office.deliver()
    return deal


def take_down(office: Office, deal: Deal) -> None:
    """Delete what our bot said last in the deal's channel, as an admin of the workspace can."""
    assert deal.channel_id
    ours = [each for each in office.client.messages(deal.channel_id) if each.get("metadata")]
    office.client.change_person(office.ana, is_admin=True)
    office.client.act(office.ana, "delete_message", channel=deal.channel_id, ts=ours[-1]["ts"])


def edit(office: Office, deal: Deal, because: str) -> None:
    office.send(board_anew(deal.id, because))


def boards(office: Office, deal: Deal) -> list[str]:
    return [each.replace(str(deal.id), "it") for each in office.texts(deal.channel_id)]


def pinned(office: Office, deal: Deal) -> int:
    assert deal.channel_id
    return len([each for each in office.client.messages(deal.channel_id) if each["pinned"]])


def test_an_edit_that_finds_the_board_deleted_has_it_posted_and_pinned_once_more(office: Office) -> None:
    deal = with_board(office)
    take_down(office, deal)

    edit(office, deal, "1")
    office.drain()

    assert boards(office, deal) == ["board:it:anew"]
    assert pinned(office, deal) == 1
    assert office.rows()[f"edit:board:{deal.id}:1"] == "moot"


def test_what_changes_from_then_on_is_drawn_where_it_stands_now(office: Office) -> None:
    deal = with_board(office)
    take_down(office, deal)
    edit(office, deal, "1")
    office.drain()

    edit(office, deal, "2")
    office.drain()

    assert boards(office, deal) == ["edit:board:it:2"]


def test_what_changes_while_it_is_on_its_way_waits_for_it(office: Office) -> None:
    deal = with_board(office)
    take_down(office, deal)
    edit(office, deal, "1")
    office.inject("429:5", method=POST)
    office.deliver()
    assert boards(office, deal) == []

    edit(office, deal, "2")
    office.drain()

    assert boards(office, deal) == ["edit:board:it:2"]


def test_what_is_merely_not_ours_any_more_stands_there_still(office: Office) -> None:
    deal = with_board(office)
    office.inject("error:cant_update_message", method=UPDATE)

    edit(office, deal, "1")
    office.drain()

    assert boards(office, deal) == ["board:it"]


def test_deleted_again_it_stays_away(office: Office) -> None:
    deal = with_board(office)
    for because in ("1", "2", "3"):
        if boards(office, deal):
            take_down(office, deal)
        edit(office, deal, because)
        office.drain()

    assert boards(office, deal) == []
    assert len(office.calls(POST)) == 2


def test_a_checklist_comes_back_without_a_pin(office: Office) -> None:
    deal = office.deal(items=(A_LINE,))
    key = f"checklist:{deal.id}:field"
    office.say(deal, key, kind=Kind.CHECKLIST)
    office.deliver()
    take_down(office, deal)

    office.send(_edit_of(deal, key))
    office.drain()

    assert boards(office, deal) == ["checklist:it:field:anew"]
    assert pinned(office, deal) == 0


def test_a_checklist_that_has_no_lines_any_more_stays_away(office: Office) -> None:
    deal = office.deal()
    key = f"checklist:{deal.id}:field"
    office.say(deal, key, kind=Kind.CHECKLIST)
    office.deliver()
    take_down(office, deal)

    office.send(_edit_of(deal, key))
    office.drain()

    assert boards(office, deal) == []


@pytest.mark.parametrize("kind", [Kind.SAY, Kind.BRIEF])
def test_anything_else_that_was_deleted_stays_away(office: Office, kind: Kind) -> None:
    deal = office.deal()
    office.say(deal, "step:1", kind=kind)
    office.deliver()
    take_down(office, deal)

    office.send(_edit_of(deal, "step:1"))
    office.drain()

    assert boards(office, deal) == []


@pytest.mark.parametrize("changes", [{"status": DealStatus.CLOSED}, {"channel_lost": Lost.ARCHIVED}])
def test_of_a_deal_that_is_over_or_has_lost_its_channel_nothing_comes_back(
    office: Office, changes: dict[str, object]
) -> None:
    deal = with_board(office, **changes)
    take_down(office, deal)

    edit(office, deal, "1")
    office.drain()

    assert boards(office, deal) == []


@pytest.mark.parametrize("fault", ["apply_then_drop", "drop_before", "status:500", "429:2"])
@pytest.mark.parametrize("method", [POST, UPDATE, PIN])
def test_whatever_goes_wrong_on_the_way_there_is_one(office: Office, fault: str, method: str) -> None:
    deal = with_board(office)
    take_down(office, deal)
    office.inject(fault, method=method)

    edit(office, deal, "1")
    office.drain()

    assert len(boards(office, deal)) == 1
    assert pinned(office, deal) == 1


def test_two_who_notice_at_once_post_one(office: Office) -> None:
    deal = with_board(office)
    take_down(office, deal)
    nested: list[int] = []

    def meanwhile(_: Outgoing) -> None:
        if not nested:
            nested.append(1)
            # Another process comes by: a second edit, of another lane, finds the same and posts it.
            office.send(_edit_of(deal, f"board:{deal.id}", lane="other"))
            office.deliver()

    office.while_finding = meanwhile
    edit(office, deal, "1")
    office.drain()

    assert nested
    assert len(boards(office, deal)) == 1
    assert len(office.calls(POST)) == 2


def test_who_dies_after_noticing_notices_again(office: Office) -> None:
    deal = with_board(office)
    take_down(office, deal)
    died: list[int] = []

    def die(_: Outgoing) -> None:
        if len(died) < 2:
            died.append(1)
            raise RuntimeError("killed")

    office.while_finding = die
    edit(office, deal, "1")
    for _ in range(2):
        with pytest.raises(RuntimeError):
            office.drain()
    office.drain()

    assert boards(office, deal) == ["board:it:anew"]


def test_one_of_which_a_copy_may_stand_there_is_left_to_whoever_looks(office: Office) -> None:
    """The answer to the first post was lost: until somebody has looked, which of two copies stays is open."""
    deal = office.deal()
    office.say(deal, f"board:{deal.id}", kind=Kind.BOARD)
    office.inject("apply_then_drop")
    office.drain()
    take_down(office, deal)

    edit(office, deal, "1")
    office.drain(minutes=2)
    assert boards(office, deal) == []
    office.clock.pass_(timedelta(minutes=12).total_seconds())
    office.deliver()
    edit(office, deal, "2")
    office.drain()

    assert boards(office, deal) == ["board:it:anew"]


def _edit_of(deal: Deal, key: str, lane: str = "") -> Outgoing:
    name = f"edit:{key}:{lane or 'x'}"
    return Outgoing(name, Kind.EDIT, lane or f"edit:{key}", deal_id=deal.id, in_channel_of=deal.id, edits=key)
