"""What must be said because of what happened: to whom, in which order, each thing once."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from bot import events as happened
from bot import offered
from bot.addressing import lane_of, private
from bot.consequences import outgoing
from bot.events import Event, Recorded
from bot.model import (
    BATON,
    ChannelId,
    Choice,
    Consequence,
    Deal,
    DealStatus,
    ItemStatus,
    LapseKind,
    Offer,
    Otherwise,
    Parked,
    UserId,
    WaitingOn,
)
from bot.outgoing import Kind, Outgoing
from bot.playbook import Where
from tests.bot.making import ANA, FAYE, HOME, LIV, NOW, OMAR, a_deal, a_lapse, a_step, an_item, by, id_of

DEAL = a_deal()
ID = DEAL.id
STEP = a_step("call")
ITEM = an_item("contract", generation=3)
OFFER = Offer(OMAR, ANA, NOW)
A_DAY = timedelta(days=1)
LAPSE = a_lapse(subject=STEP.id)
SENT_BACK = happened.ItemSentBack(ITEM.id, "contract", FAYE, "r", None)
CHANNELLESS = replace(DEAL, channel_name=None, channel_id=None)
LEADERSHIP = replace(HOME, leadership_channel=ChannelId("CLEAD"))
OFFER_KEY = f"offer:{ID}:{NOW.isoformat()}"


def rows(deal: Deal, *events: Event, home: object = HOME, first: int = 7) -> tuple[Outgoing, ...]:
    recorded = [Recorded(n, NOW, BATON, event) for n, event in enumerate(events, first)]
    return outgoing(deal, recorded, home)  # type: ignore[arg-type]


def keys(found: Sequence[Outgoing]) -> list[str]:
    """Return the keys with the deal's id, and what an event's key adds to its number, left out."""
    return [re.sub(r"^(said:D:\d+):[0-9a-f]{8}$", r"\1", row.key.replace(str(ID), "D")) for row in found]


def nudged(
    where: Where, *, rung: int = 2, also: tuple[UserId, ...] = (), decider: UserId | None = None
) -> happened.Nudged:
    return happened.Nudged(LAPSE.id, LapseKind.STEP_OVERDUE, "call", rung, where, OMAR, also, decider)


def test_a_deal_opens_with_its_channel_people_brief_board_and_checklists_in_this_order() -> None:
    items = (
        an_item("contract", holder_id=OMAR),
        an_item("bill", function="finance", holder_id=FAYE, status=ItemStatus.WAITING),
        an_item("handover", function="sales", holder_id=ANA),
    )

    found = rows(a_deal(items=items, offer=OFFER), happened.DealOpened(ANA, "Site", 3), happened.OwnerOffered(OFFER))

    assert keys(found) == [
        "channel:D",
        "topic:D",
        f"invite:D:{ANA}",
        "brief:D",
        "board:D",
        "pin:D",
        f"invite:D:{OMAR}",
        "checklist:D:delivery",
        "checklist:D:sales",
        f"offer:D:{NOW.isoformat()}",
    ]
    assert {row.lane for row in found} == {lane_of(DEAL)}
    assert all(row.in_channel_of == ID and row.deal_id == ID for row in found)


def test_a_small_deal_speaks_to_people_instead() -> None:
    opened = rows(CHANNELLESS, happened.DealOpened(ANA, "Site", 0), happened.OwnerOffered(OFFER))

    assert [(row.kind, row.to_user, row.lane) for row in opened] == [
        (Kind.BRIEF, ANA, private(ANA)),
        (Kind.TELL, OMAR, private(OMAR)),
    ]


SAID: list[tuple[Event, list[str]]] = [
    (happened.OwnerDeclined(OMAR, ANA, "leave"), ["said:D:7"]),
    (happened.StepRescheduled(STEP.id, "call", ANA, STEP.due, STEP.due, "r", is_early=True, slips=1), ["said:D:7"]),
    (happened.StepParked(STEP.id, "call", ANA, Parked(WaitingOn.US, STEP.due, ANA, "")), ["said:D:7"]),
    (happened.StepKept(STEP.id, "call", ANA, on_time=True, as_first_dated=True), ["said:D:7"]),
    (happened.ConsequenceDue(STEP.id, "call", Consequence(text="the slot is released")), ["said:D:7"]),
    (happened.ConsequenceDue(STEP.id, "call", Consequence(Otherwise.LEAD)), []),
    (
        offered.StepOffered(STEP.id, "tell", FAYE, STEP.id, "call", STEP.due),
        [f"invite:D:{FAYE}", f"offered:{STEP.id}"],
    ),
    (offered.StepTurnedDown(STEP.id, "tell", FAYE, "away"), ["said:D:7"]),
    (offered.StepAsked(STEP.id, "crew", FAYE, ANA, STEP.due), []),
    (offered.StepCountered(STEP.id, "crew", FAYE, ANA, STEP.due, STEP.due, "r"), []),
    (offered.StepWithdrawn(STEP.id, "crew", ANA, FAYE, is_known=False), []),
    (happened.Woken(), ["said:D:7"]),
    (happened.FactsChanged((("url", "", "x"),)), ["said:D:7"]),
    (happened.FactsChanged((("promised_on", "", "x"),)), ["topic:D:7", "said:D:7"]),
    (happened.Decided(Choice.HOLD, ANA, "r", None, None, is_rescue=False), ["said:D:7"]),
    (happened.Decided(Choice.REPLAN, ANA, "r", None, date(2027, 1, 1), is_rescue=False), ["topic:D:7", "said:D:7"]),
    (happened.OwnerAccepted(OMAR, ANA), [f"invite:D:{OMAR}", "topic:D:7", "said:D:7"]),
    (happened.OwnerOffered(OFFER), [f"invite:D:{OMAR}", f"offer:D:{NOW.isoformat()}"]),
    (happened.StepCommitted(STEP.id, "call", FAYE, STEP.due, None), [f"invite:D:{FAYE}", f"step:{STEP.id}"]),
    (happened.ItemSentBack(ITEM.id, "contract", FAYE, "r", None), ["said:D:7"]),
    (happened.ItemAdded(ITEM.id, "contract", ANA), ["said:D:7"]),
    (happened.ItemAccepted(ITEM.id, "contract", FAYE), []),
    (happened.ItemDone(ITEM.id, "contract", OMAR, "", is_late=False), []),
    (happened.StepDropped(STEP.id, "call", ANA), []),
    (happened.LapseOpened(LAPSE.id, LAPSE.kind, "call"), []),
    (happened.LapseClosed(LAPSE.id, LAPSE.kind, "call"), []),
    (happened.ChannelOpened(ChannelId("C1"), "deal"), []),
]


@pytest.mark.parametrize(("event", "expected"), SAID)
def test_what_is_said_in_the_channel_about_each_event(event: Event, expected: list[str]) -> None:
    found = [row for row in rows(a_deal(items=(ITEM,), steps=(STEP,)), event) if row.kind is not Kind.EDIT]

    assert keys(found) == expected
    assert all(row.seq == 7 for row in found if row.kind in (Kind.SAY, Kind.TOPIC))


def test_another_event_of_the_same_number_is_another_message_and_the_same_event_the_same() -> None:
    deal = a_deal(items=(ITEM,))
    woken, said, again = (rows(deal, event)[0].key for event in (happened.Woken(), SENT_BACK, replace(SENT_BACK)))

    assert woken != said == again


@pytest.mark.parametrize(
    ("event", "edits"),
    [
        (happened.StepKept(STEP.id, "call", ANA, on_time=True, as_first_dated=True), [f"step:{STEP.id}"]),
        (happened.StepDropped(STEP.id, "call", ANA), [f"step:{STEP.id}"]),
        (happened.StepCommitted(STEP.id, "call", FAYE, STEP.due, None), []),
        (happened.ItemDone(ITEM.id, "contract", OMAR, "", is_late=False), ["checklist:D:delivery"]),
        (happened.ItemAccepted(ITEM.id, "contract", FAYE), ["checklist:D:delivery", f"done:{ITEM.id}:2"]),
        (happened.ItemSentBack(ITEM.id, "contract", FAYE, "r", None), ["checklist:D:delivery", f"done:{ITEM.id}:2"]),
        (happened.OwnerAccepted(OMAR, ANA, NOW), ["offer:D:" + NOW.isoformat()]),
        (happened.OwnerDeclined(OMAR, ANA, "leave", NOW), ["offer:D:" + NOW.isoformat()]),
        (happened.OwnerAccepted(OMAR, ANA), []),
        (happened.OwnerOffered(Offer(FAYE, ANA, NOW + A_DAY), OFFER), ["offer:D:" + NOW.isoformat()]),
        (happened.OwnerOffered(OFFER), []),
        (happened.LapseOpened(LAPSE.id, LAPSE.kind, "call"), []),
    ],
)
def test_what_stands_in_the_channel_is_redrawn(event: Event, edits: list[str]) -> None:
    found = [row for row in rows(a_deal(items=(ITEM,), steps=(STEP,)), event) if row.kind is Kind.EDIT]

    assert [str(row.edits).replace(str(ID), "D") for row in found] == ["board:D", *edits]
    assert all(row.key == f"edit:{row.edits}:7" and row.lane == f"edit:{row.edits}" for row in found)


def test_what_waits_for_a_line_is_redrawn_with_it_where_its_function_has_begun() -> None:
    waits = {"status": ItemStatus.WAITING, "waits_for": (ITEM.key, "permit")}
    field = (an_item("crew", function="field", **waits), an_item("van", function="field", holder_id=FAYE))
    finance = an_item("invoice", function="finance", **waits)
    event = happened.ItemDone(ITEM.id, "contract", OMAR, "", is_late=False)

    found = [str(row.edits) for row in rows(a_deal(items=(ITEM, *field, finance)), event) if row.kind is Kind.EDIT]

    assert [each.rpartition(":")[2] for each in found[1:]] == ["delivery", "field"]


def test_at_the_opening_only_those_are_invited_whose_function_can_begin() -> None:
    later = an_item("invoice", function="finance", holder_id=FAYE, status=ItemStatus.WAITING, waits_for=(ITEM.key,))
    first, second = an_item("a", holder_id=OMAR), an_item("b", holder_id=LIV, status=ItemStatus.WAITING)

    found = rows(a_deal(items=(first, second, later)), happened.DealOpened(ANA, "Site", 1))

    assert [row.to_user for row in found if row.kind is Kind.INVITE] == [ANA, OMAR, LIV]
    assert [row.detail for row in found if row.kind is Kind.CHECKLIST] == ["delivery"]


@pytest.mark.parametrize("is_private", [False, True])
def test_when_its_first_line_can_begin_a_functions_people_are_invited_and_read_why(*, is_private: bool) -> None:
    lines = (
        an_item("invoice", function="finance", holder_id=FAYE),
        an_item("report", function="finance", holder_id=LIV, status=ItemStatus.WAITING, waits_for=("invoice",)),
    )
    event = happened.ItemUnlocked(lines[0].id, "invoice", FAYE, None)

    found = rows(a_deal(items=lines, is_private=is_private), event)

    assert [(row.kind, row.to_user) for row in found if row.kind is not Kind.EDIT] == [
        (Kind.INVITE, FAYE),
        (Kind.INVITE, LIV),
        (Kind.CHECKLIST, None),
        (Kind.TELL, FAYE),
    ]


@pytest.mark.parametrize(
    "event",
    [
        happened.DealImported(),
        happened.NudgeTold(LAPSE.id, 1),
        happened.NudgeSkipped(LAPSE.id, 1, "gone"),
    ],
)
def test_what_nobody_would_see_is_not_drawn(event: Event) -> None:
    assert rows(DEAL, event) == ()


def test_an_offer_and_its_edit_share_a_key() -> None:
    assert rows(DEAL, happened.OwnerOffered(OFFER))[1].key == OFFER_KEY
    assert rows(DEAL, happened.OwnerAccepted(OMAR, ANA, OFFER.at))[-1].edits == OFFER_KEY


def test_unlocking_invites_the_function_gives_it_its_checklist_and_tells_the_holder() -> None:
    deal = a_deal(items=(replace(ITEM, function="finance", holder_id=FAYE),))

    found = rows(deal, happened.ItemUnlocked(ITEM.id, "contract", FAYE, None))

    assert keys(found) == [
        f"invite:D:{FAYE}",
        "checklist:D:finance",
        f"unlocked:{ITEM.id}:3",
        "edit:board:D:7",
        "edit:checklist:D:finance:7",
    ]
    assert (found[2].kind, found[2].to_user, found[2].lane) == (Kind.TELL, FAYE, f"dm:{FAYE}")


@pytest.mark.parametrize(("deal", "kind", "to"), [(DEAL, Kind.SAY, None), (CHANNELLESS, Kind.TELL, FAYE)])
def test_the_receiving_side_is_asked_to_accept(deal: Deal, kind: Kind, to: UserId | None) -> None:
    deal = replace(deal, items=(replace(ITEM, accepted_by="finance"),))

    found = rows(deal, happened.ItemDone(ITEM.id, "contract", OMAR, "", is_late=False))

    asked = next(row for row in found if row.key == f"done:{ITEM.id}:3")
    assert (asked.kind, asked.to_user) == (kind, to)


@pytest.mark.parametrize(
    ("deal", "event", "home", "to_user", "to_channel", "lane"),
    [
        (DEAL, nudged(Where.PRIVATE), HOME, OMAR, None, f"dm:{OMAR}"),
        (DEAL, nudged(Where.PRIVATE, decider=LIV), HOME, LIV, None, f"dm:{LIV}"),
        (DEAL, nudged(Where.CHANNEL), HOME, None, None, f"deal:{ID}"),
        (CHANNELLESS, nudged(Where.CHANNEL), HOME, OMAR, None, f"dm:{OMAR}"),
        (CHANNELLESS, nudged(Where.CHANNEL, also=(FAYE,), decider=FAYE), HOME, FAYE, None, f"dm:{FAYE}"),
        (DEAL, nudged(Where.LEADERSHIP, also=(LIV,)), LEADERSHIP, None, "CLEAD", "channel:CLEAD"),
        (DEAL, nudged(Where.LEADERSHIP, also=(LIV,)), HOME, LIV, None, f"dm:{LIV}"),
        (DEAL, nudged(Where.LEADERSHIP), HOME, LIV, None, f"dm:{LIV}"),
        (replace(DEAL, is_private=True), nudged(Where.LEADERSHIP, also=(FAYE,)), LEADERSHIP, FAYE, None, f"dm:{FAYE}"),
        (replace(DEAL, is_private=True), nudged(Where.LEADERSHIP, also=(LIV,)), LEADERSHIP, None, None, f"deal:{ID}"),
    ],
)
def test_a_nudge_goes_where_its_rung_speaks(
    deal: Deal, event: happened.Nudged, home: object, to_user: UserId | None, to_channel: str | None, lane: str
) -> None:
    (row,) = [each for each in rows(deal, event, home=home) if each.kind is Kind.NUDGE]

    assert (row.key, row.detail) == (f"nudge:{LAPSE.id}:2", f"{LAPSE.id}:2")
    assert (row.to_user, row.to_channel, row.lane, row.seq) == (to_user, to_channel, lane, 7)


def test_everybody_named_in_the_channel_can_read_it() -> None:
    found = rows(DEAL, nudged(Where.CHANNEL, also=(FAYE, LIV), decider=FAYE))

    *invited, asked, board = found
    assert [(row.kind, row.to_user) for row in invited] == [(Kind.INVITE, each) for each in (OMAR, FAYE, LIV)]
    assert asked.kind is Kind.NUDGE
    assert (board.kind, board.detail) == (Kind.EDIT, "board")


def test_a_board_that_says_what_comes_is_redrawn_when_it_has_come() -> None:
    found = rows(DEAL, nudged(Where.PRIVATE))

    assert [(row.kind, row.detail) for row in found][-1] == (Kind.EDIT, "board")


def test_nobody_is_invited_into_a_private_deal_by_a_nudge_unless_they_work_on_it() -> None:
    deal = a_deal(is_private=True, lapses=(replace(LAPSE, decider_id=FAYE),))

    found = rows(deal, nudged(Where.CHANNEL, also=(FAYE, LIV), decider=FAYE))

    assert [row.to_user for row in found if row.kind is Kind.INVITE] == [OMAR, FAYE]


def test_of_a_deal_in_the_backlog_nobody_hears() -> None:
    deal = a_deal(status=DealStatus.BACKLOG, channel_name=None)

    assert rows(deal, happened.FactsChanged((("url", "", "x"),))) == ()


def test_no_key_comes_twice() -> None:
    deal = a_deal(items=(an_item("a", holder_id=ANA, function="sales"),), steps=(STEP,), offer=Offer(ANA, OMAR, NOW))
    every = [event for event, _ in SAID if getattr(event, "item_id", None) is None]

    found = rows(deal, happened.DealOpened(ANA, "Site", 1), happened.OwnerOffered(Offer(ANA, OMAR, NOW)), *every)

    assert len({row.key for row in found}) == len(found)


def test_each_row_has_one_destination() -> None:
    deal = a_deal(items=(ITEM,), steps=(STEP,))
    events: list[Event] = [event for event, _ in SAID] + [nudged(where) for where in Where]

    for row in rows(deal, *events, home=LEADERSHIP):
        invites = row.kind is Kind.INVITE
        assert sum(each is not None for each in (row.in_channel_of, row.to_user, row.to_channel)) == 1 + invites


def test_two_opened_deals_share_no_key() -> None:
    other = a_deal(id=UUID(int=9))

    one = {row.key for row in rows(DEAL, happened.DealOpened(ANA, "Site", 1))}
    two = {row.key for row in rows(other, happened.DealOpened(ANA, "Site", 1))}

    assert not one & two


def test_a_dropped_step_that_is_replaced_is_redrawn_and_the_new_one_said() -> None:
    new = a_step("again", by=ANA, due=by("2026-12-01"))

    found = rows(
        a_deal(steps=(STEP, new)),
        happened.StepDropped(STEP.id, "call", OMAR),
        happened.StepCommitted(new.id, "again", ANA, new.due, None),
    )

    assert keys(found) == [f"invite:D:{ANA}", f"step:{id_of('again')}", "edit:board:D:8", f"edit:step:{STEP.id}:8"]


@pytest.mark.parametrize(("chaser", "is_told"), [(ANA, False), (FAYE, True)])
def test_whoever_is_to_chase_without_having_said_so_is_told_in_private(chaser: UserId, *, is_told: bool) -> None:
    event = happened.StepParked(STEP.id, "call", ANA, Parked(WaitingOn.CUSTOMER, STEP.due, chaser, ""))
    found = outgoing(a_deal(steps=(STEP,)), (Recorded(7, NOW, ANA, event),), HOME)

    told = [row.to_user for row in found if row.kind is Kind.TELL]
    invited = [row.to_user for row in found if row.kind is Kind.INVITE]
    assert told == invited == ([FAYE] if is_told else [])


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (offered.StepTurnedDown(STEP.id, "crew", FAYE, "no", OMAR), [OMAR, ANA]),
        (offered.StepTurnedDown(STEP.id, "crew", FAYE, "no", ANA), [ANA]),
        (offered.StepTurnedDown(STEP.id, "crew", ANA, "no", OMAR), [OMAR]),
        (offered.StepWithdrawn(STEP.id, "crew", ANA, FAYE, is_known=True), [FAYE]),
        (offered.StepWithdrawn(STEP.id, "crew", FAYE, FAYE, is_known=True), []),
    ],
)
def test_what_becomes_of_a_request_is_said_to_those_it_concerns_alone(event: Event, told: list[UserId]) -> None:
    found = rows(DEAL, event)

    assert [row.to_user for row in found if row.kind is Kind.TELL] == told
    assert not [row for row in found if row.kind is Kind.SAY]


@pytest.mark.parametrize(("is_private", "invited"), [(True, [FAYE]), (False, [])])
def test_whoever_is_asked_about_a_private_deal_is_invited(*, is_private: bool, invited: list[UserId]) -> None:
    found = rows(replace(DEAL, is_private=is_private), offered.StepAsked(STEP.id, "crew", FAYE, ANA, STEP.due))

    assert [row.to_user for row in found if row.kind is Kind.INVITE] == invited
