"""Somebody else leads, holds or owns: every way in which that reads, for the catalogue."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot import refusals as r
from bot.events import Event, Nudged, OwnerDeclined, OwnerOffered
from bot.model import Deal, DealStatus, ItemStatus, LapseKind, Offer
from bot.outgoing import DigestFacts, Kind, Line, Outgoing
from bot.playbook import Where
from bot.roles import ItemGiven, ItemHandedBack, LeadHandedOver, OfferExpired, OfferWithdrawn, TookOver
from bot.rules.colleague_gone import gone_id
from bot.rules.digests import HANDS_OVER
from messages import giving, leading, replies
from messages.rendering import render
from tests.messages.samples import ANA, FINN, LAPSE, LIV, NOW, OMAR, PEOPLE, ZONE, deal, lapsed, reword, scene

Say = Callable[[str], str]
ASKED_AT = datetime(2026, 11, 30, 7, tzinfo=UTC)
CLAIM = Offer(FINN, FINN, ASKED_AT, is_claim=True)
SCOPE, DEPOSIT = deal().items[0], deal().items[4]
LINES = tuple(item.id for item in deal().items if item.function == "sales")

LED = LeadHandedOver("sales", FINN, ANA, ANA, LINES)
SAID: dict[str, Event] = {
    "led": LED,
    "led_by_another": LeadHandedOver("sales", FINN, ANA, LIV, LINES[:1]),
    "given": ItemGiven(SCOPE.id, SCOPE.title, FINN, ANA, ANA, SCOPE.due),
    "given_by_another": ItemGiven(DEPOSIT.id, DEPOSIT.title, LIV, OMAR, FINN, DEPOSIT.due),
    "given_taken": ItemGiven(DEPOSIT.id, DEPOSIT.title, OMAR, OMAR, FINN, None),
    "handed_back": ItemHandedBack(
        DEPOSIT.id, DEPOSIT.title, LIV, FINN, "I am at a fair until Monday", OMAR, DEPOSIT.due
    ),
    "offer_withdrawn": OfferWithdrawn(ANA, OMAR, ANA, ASKED_AT),
    "claim_withdrawn": OfferWithdrawn(FINN, FINN, OMAR, ASKED_AT),
    "took_over": TookOver(LIV, OMAR, has_left=False),
    "took_over_for_good": TookOver(OMAR, ANA, has_left=True, offered_at=ASKED_AT),
    "claimed": OwnerOffered(CLAIM),
    "claim_declined": OwnerDeclined(OMAR, OMAR, "I finish it on Friday", ASKED_AT, FINN),
    "offer_expired": OfferExpired(OMAR, ANA, LIV, ASKED_AT),
    "claim_expired": OfferExpired(FINN, OMAR, LIV, ASKED_AT, is_claim=True),
    "led_for_the_first_time": LeadHandedOver("field", FINN, None, OMAR, ()),
}


def _led(say: Say) -> Iterator[tuple[str, Any]]:
    of: Deal = reword(deal(leads=(("sales", ANA), ("field", LIV))), say)
    yield "leads", leading.leads(of)
    yield "leads_held", leading.leads(replace(of, status=DealStatus.HELD))
    yield "form_lead", leading.lead_form(of, "sales")
    decides = reword(lapsed(LapseKind.NOTHING_DATED, None, deal(), decider_id=FINN, rung=3), say)
    yield "said_led_with_a_decision", leading.handed_over(LED, scene(of=decides))


def _given(say: Say) -> Iterator[tuple[str, Any]]:
    held = replace(SCOPE, holder_id=FINN, given_by=ANA)
    of: Deal = reword(deal(items=(held, *deal().items[1:])), say)
    event = reword(SAID["given"], say)
    yield "said_given_and_theirs", giving.given(event, scene(of=of))
    yield "glance_given", replies.glance(of, FINN, PEOPLE, NOW)
    yield "form_give", giving.give_form(of, of.items[:2])
    yield "form_give_this", giving.give_form(of, (), chosen=of.items[0])
    yield "form_hand_back", giving.hand_back_form(of, of.items[0])


def _claimed(say: Say) -> Iterator[tuple[str, Any]]:
    of: Deal = reword(lapsed(LapseKind.OWNER_NOT_ACCEPTED, None, deal(offer=CLAIM)), say)
    yield "board_claimed", render(Outgoing("key", Kind.BOARD, None), scene(of=of))
    yield "said_claimed_and_open", render(Outgoing("key", Kind.SAY, None), scene(SAID["claimed"], of))
    yield "edit_claim", render(Outgoing("key", Kind.EDIT, None, detail="offer"), scene(of=of))
    yield "glance_claimed", replies.glance(of, OMAR, PEOPLE, NOW)
    for name, viewer in (("owner", OMAR), ("claimer", FINN), ("stranger", LIV)):
        yield f"owner_claimed_{name}", replies.owner(of, viewer)
    for rung, who in ((1, OMAR), (2, OMAR), (3, LIV)):
        event = Nudged(
            LAPSE,
            LapseKind.OWNER_NOT_ACCEPTED,
            "who owns this deal",
            rung,
            Where.CHANNEL,
            OMAR,
            decider_id=who if rung > 2 else None,
        )
        asked = replace(of, lapses=(replace(of.lapses[0], rung=rung, decider_id=event.decider_id),))
        yield f"nudge_claimed_{rung}", render(Outgoing("key", Kind.NUDGE, None), scene(event, asked))
    line = Line("owner_offer", of.id, of.facts.name, of.channel_id, HANDS_OVER, at=ASKED_AT, who=FINN)
    facts = DigestFacts("person", "2026-11-30", ZONE, (line,))
    yield "digest_claimed", render(Outgoing("key", Kind.DIGEST, None, digest=facts), scene())


def _gone(say: Say) -> Iterator[tuple[str, Any]]:
    of: Deal = reword(lapsed(LapseKind.OWNER_GONE, None, deal(), rung=1, decider_id=LIV), say)
    for rung, where, decider in ((1, Where.CHANNEL, LIV), (2, Where.LEADERSHIP, None)):
        also = (FINN,) if rung > 1 else ()
        event = Nudged(LAPSE, LapseKind.OWNER_GONE, "who owns this deal", rung, where, LIV, also, decider)
        yield f"nudge_owner_gone_{rung}", render(Outgoing("key", Kind.NUDGE, None), scene(event, of))
    yield "board_owner_gone", render(Outgoing("key", Kind.BOARD, None), scene(of=of))


def _colleague_gone(say: Say) -> Iterator[tuple[str, Any]]:
    """Finn has left: he led finance, and held a line of sales that Ana gave him."""
    given = replace(SCOPE, holder_id=FINN, given_by=ANA, status=ItemStatus.OPEN)
    led = deal(leads=(("sales", ANA), ("finance", FINN)), items=(given, *deal().items[1:]))
    of: Deal = reword(lapsed(LapseKind.COLLEAGUE_GONE, gone_id(led, FINN), led, rung=1), say)
    for rung, where, also in ((1, Where.PRIVATE, ()), (2, Where.CHANNEL, (OMAR,)), (3, Where.LEADERSHIP, (LIV,))):
        event = Nudged(LAPSE, LapseKind.COLLEAGUE_GONE, "who takes over", rung, where, ANA, also, instead_of=FINN)
        yield f"nudge_colleague_gone_{rung}", render(Outgoing("key", Kind.NUDGE, None), scene(event, of))
    asked = Nudged(LAPSE, LapseKind.COLLEAGUE_GONE, "who takes over", 1, Where.PRIVATE, ANA, instead_of=FINN)
    for name, leads in (("leads", (("sales", FINN), ("finance", FINN))), ("item", (("sales", ANA),))):
        theirs = replace(of, leads=leads)
        yield f"nudge_colleague_gone_{name}", render(Outgoing("key", Kind.NUDGE, None), scene(asked, theirs))
    yield "board_colleague_gone", render(Outgoing("key", Kind.BOARD, None), scene(of=of))
    line = Line("colleague_gone", of.id, of.facts.name, of.channel_id, "who takes over", at=ASKED_AT, who=FINN)
    facts = DigestFacts("person", "2026-11-30", ZONE, (line,))
    yield "digest_colleague_gone", render(Outgoing("key", Kind.DIGEST, None, digest=facts), scene())


def refused() -> dict[str, r.Refusal]:
    return {"not_given": r.NotGiven(SCOPE, ANA)}


PARTS = (_led, _given, _claimed, _gone, _colleague_gone)
