"""What Slack shows of a deal's channel is held against what is remembered: told once, and forgotten when it is back."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.consequences import outgoing
from bot.context import Context
from bot.events import (
    Change,
    ChannelBack,
    ChannelLost,
    ChannelMoved,
    ChannelRenamed,
    Event,
    Nudged,
    Recorded,
    StepCommitted,
)
from bot.model import BATON, ChannelId, Deal, DealChannel, Item, LapseId, LapseKind, Lost, StepId, UserId
from bot.outgoing import Kind, Outgoing
from bot.playbook import Where
from bot.rules import channels
from bot.rules.channels import Seen
from bot.rules.quiet import quiet_until
from tests.bot.making import ANA, CONTEXT, FAYE, GONE, HOME, LIV, NOW, OMAR, a_deal, an_item, at, by, id_of

DEAL = a_deal()
HERE = ChannelId("C1")
NAME = str(DEAL.channel_name)
KNOWN = DealChannel(DEAL.id, HERE, NAME)
ALL_WELL = Seen(NAME)


def seen(deal: Deal = DEAL, *, as_listed: Seen = ALL_WELL, where: ChannelId = HERE) -> Change:
    return channels.seen(deal, CONTEXT, channel_id=where, as_listed=as_listed)


def lost(
    deal: Deal = DEAL, why: Lost = Lost.ARCHIVED, *, where: ChannelId = HERE, context: Context = CONTEXT
) -> Change:
    return channels.lost(deal, context, channel_id=where, why=why)


@pytest.mark.parametrize(
    ("given", "listed", "events"),
    [
        (None, ALL_WELL, ()),
        (None, Seen(NAME, is_archived=True), (ChannelLost(HERE, Lost.ARCHIVED, ANA),)),
        (Lost.ARCHIVED, Seen(NAME, is_archived=True), ()),
        (Lost.REMOVED, Seen(NAME, is_archived=True), (ChannelLost(HERE, Lost.ARCHIVED, ANA),)),
        *((why, ALL_WELL, (ChannelBack(HERE),)) for why in Lost),
        (None, Seen("fire-site"), (ChannelRenamed(NAME, "fire-site"),)),
        (Lost.REMOVED, Seen("fire-site"), (ChannelBack(HERE), ChannelRenamed(NAME, "fire-site"))),
        (None, Seen(""), ()),
    ],
)
def test_what_slack_shows_is_taken_over(given: Lost | None, listed: Seen, events: tuple[Event, ...]) -> None:
    change = seen(replace(DEAL, channel_lost=given), as_listed=listed)

    assert change.events == events
    assert change.deal.channel_lost is (Lost.ARCHIVED if listed.is_archived else None)
    assert seen(change.deal, as_listed=listed) == Change(change.deal)


@pytest.mark.parametrize("why", list(Lost))
def test_a_loss_is_told_once_for_each_cause(why: Lost) -> None:
    once = lost(why=why)

    assert once.events == (ChannelLost(HERE, why, ANA),)
    assert lost(once.deal, why) == Change(once.deal)
    assert all(lost(once.deal, other).events for other in Lost if other is not why)


@pytest.mark.parametrize("deal", [a_deal(channel_id=None), a_deal(channel_id=ChannelId("C2"))])
def test_what_becomes_of_another_channel_is_nothing_to_a_deal(deal: Deal) -> None:
    assert lost(deal) == seen(deal, as_listed=Seen("other")) == Change(deal)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, ANA),
        ({"owner_id": GONE}, ANA),
        ({"owner_id": GONE, "seller_id": GONE}, OMAR),
        ({"owner_id": GONE, "seller_id": GONE, "leads": ()}, LIV),
        ({"owner_id": GONE, "seller_id": GONE, "leads": (), "is_private": True}, GONE),
        ({"owner_id": FAYE, "is_private": True}, FAYE),
    ],
)
def test_the_owner_is_told_or_the_next_who_can_act(changes: dict[str, object], told: UserId) -> None:
    (event,) = lost(a_deal(**changes)).events

    assert isinstance(event, ChannelLost)
    assert event.who == told


@pytest.mark.parametrize(
    ("known", "listed", "differs", "asked"),
    [
        (KNOWN, {HERE: ALL_WELL}, False, False),
        (KNOWN, {}, False, True),
        (KNOWN, {HERE: Seen(NAME, is_archived=True)}, True, False),
        (replace(KNOWN, lost=Lost.ARCHIVED), {HERE: Seen(NAME, is_archived=True)}, False, False),
        (replace(KNOWN, lost=Lost.ARCHIVED), {HERE: ALL_WELL}, True, False),
        (replace(KNOWN, lost=Lost.ARCHIVED), {}, False, True),
        (replace(KNOWN, lost=Lost.REMOVED), {}, False, True),
        (replace(KNOWN, lost=Lost.GONE), {}, False, False),
        (replace(KNOWN, lost=Lost.GONE), {HERE: ALL_WELL}, True, False),
        (KNOWN, {HERE: Seen("fire-site")}, True, False),
    ],
)
def test_only_what_differs_is_acted_upon_and_only_what_is_missing_is_asked_for(
    known: DealChannel, listed: dict[ChannelId, Seen], *, differs: bool, asked: bool
) -> None:
    assert bool(list(channels.news([known], listed))) is differs
    assert bool(channels.missing([known], listed)) is asked


@pytest.mark.parametrize(
    ("now", "why", "expected"),
    [
        (at("2026-11-23 08:00"), None, at("2026-11-23 09:00")),
        (at("2026-11-23 09:00"), None, at("2026-11-24 09:00")),
        (at("2026-11-27 12:00"), None, at("2026-11-30 09:00")),
        (at("2026-11-27 12:00"), Lost.ARCHIVED, at("2026-11-27 13:00")),
        (at("2026-11-27 12:00"), Lost.GONE, at("2026-11-27 13:00")),
        (at("2026-11-23 08:30"), Lost.REMOVED, at("2026-11-23 09:00")),
    ],
)
def test_channels_are_looked_at_each_working_morning_and_hourly_while_one_is_lost(
    now: datetime, why: Lost | None, expected: datetime
) -> None:
    assert channels.next_look(CONTEXT, [KNOWN, replace(KNOWN, lost=why)], now=now) == expected


def said(deal: Deal, event: Event) -> tuple[Outgoing, ...]:
    return outgoing(deal, [Recorded(1, NOW, BATON, event)], HOME)


@pytest.mark.parametrize("why", list(Lost))
def test_the_loss_is_told_in_private_and_nothing_else(why: Lost) -> None:
    change = lost(why=why)

    (row,) = said(change.deal, change.events[0])

    assert (row.kind, row.to_user, row.detail, row.in_channel_of) == (Kind.TELL, ANA, why, None)


def test_nobody_is_told_where_nobody_is_known() -> None:
    nobody = Context({}, BATON)

    change = lost(a_deal(leads=()), context=nobody)

    assert said(change.deal, change.events[0]) == ()


def test_a_new_name_is_nobodys_news() -> None:
    assert said(DEAL, ChannelRenamed("a", "b")) == ()


def test_a_channel_that_is_back_shows_how_things_stand() -> None:
    items: tuple[Item, ...] = (an_item(), an_item("bill", function="finance"))

    rows = said(a_deal(items=items), ChannelBack(HERE))

    assert {row.kind for row in rows} == {Kind.EDIT}
    assert [row.detail for row in rows] == ["board", "checklist:delivery", "checklist:finance"]


COMMITTED = StepCommitted(StepId(id_of("call")), "call", OMAR, by("2026-11-24"), None)
NUDGED = Nudged(LapseId(id_of("lapse")), LapseKind.STEP_OVERDUE, "call", 2, Where.CHANNEL, OMAR)


@pytest.mark.parametrize(("event", "to"), [(COMMITTED, ANA), (NUDGED, OMAR)])
def test_without_its_channel_a_deal_speaks_to_people(event: Event, to: UserId) -> None:
    (row,) = said(a_deal(channel_lost=Lost.GONE), event)

    assert (row.to_user, row.in_channel_of) == (to, None)


@pytest.mark.parametrize("why", [Lost.ARCHIVED, Lost.REMOVED])
def test_a_channel_that_may_come_back_is_spoken_to_all_the_same(why: Lost) -> None:
    assert {row.in_channel_of for row in said(a_deal(channel_lost=why), COMMITTED)} == {DEAL.id}


@pytest.mark.parametrize(
    ("event", "waits"), [(ChannelLost(HERE, Lost.ARCHIVED, ANA), True), (COMMITTED, False), (None, False)]
)
def test_a_loss_is_told_in_the_hours_of_the_one_who_is_told(event: Event | None, *, waits: bool) -> None:
    night = at("2026-11-23 22:00")

    until = quiet_until(Outgoing("k", Kind.TELL, None, to_user=ANA), event, CONTEXT, now=night)

    assert until == (at("2026-11-24 08:00") if waits else None)


@pytest.mark.parametrize("given", [None, *Lost])
def test_a_channel_with_another_id_is_the_same_one_and_there_again(given: Lost | None) -> None:
    change = channels.moved(replace(DEAL, channel_lost=given), was=HERE, is_now=ChannelId("C9"))

    assert change.deal == replace(DEAL, channel_id=ChannelId("C9"))
    assert change.events == (ChannelMoved(HERE, ChannelId("C9")),)


def test_another_channels_new_id_is_nothing_to_a_deal() -> None:
    assert channels.moved(DEAL, was=ChannelId("C2"), is_now=ChannelId("C9")) == Change(DEAL)
