"""Evidence that the CRM holds already: lines of the checklist that its fields end, and dates that it moves later."""

from dataclasses import replace
from datetime import datetime

from bot.context import Context
from bot.events import Change
from bot.model import Deal, DealStatus, Facts, Item, ItemStatus
from bot.refusals import Refusal
from bot.rules.changing import LONGEST_TEXT, with_item
from bot.rules.evidence import Given, Proof, judged
from bot.rules.facts import known
from bot.rules.items import counted_again, ended


def from_crm(deal: Deal, context: Context, *, was: Facts, now: datetime) -> Change:
    """End each open line whose field is filled, and follow a date that the CRM gave before; ``was``: what it said then.

    A line that somebody else ended, or ended otherwise, stays as it is: people know better than a field.
    """
    change = Change(deal)
    for key in [item.key for item in deal.items if item.crm_field or item.fact]:
        change = _one(change, key, context, was, now)
    return change


def _one(change: Change, key: str, context: Context, was: Facts, now: datetime) -> Change:
    deal = change.deal
    item = next(each for each in deal.items if each.key == key)
    given = _said(deal.facts, item)
    if given is None or deal.status is not DealStatus.OPEN:
        return change
    before = _said(was, item)
    is_news = given != before
    # What was sent back stays open until something else is written there: the same would be sent back again.
    if item.status is ItemStatus.OPEN and (is_news or item.done_at is None):
        # The seller's word: what stands in the CRM about a sale, they answer for.
        done = ended(deal, context, item, by=deal.seller_id, given=given, now=now)
        return Change(done.deal, (*change.events, *done.events))
    is_their_own = given.on is not None and before is not None and item.proof == before.text
    # Of a fact the CRM has the last word, whoever said it first: everybody outside works from there. It is told aloud.
    if is_news and item.done_at and (item.fact or is_their_own):
        moved = with_item(deal, replace(item, proof=given.text, proof_on=given.on))
        return Change(counted_again(moved, context, anchor=key, now=now), change.events)
    return change


def _said(facts: Facts, item: Item) -> Given | None:
    """Return what the item's field says; None where that is no evidence of the kind that is asked for."""
    said = (known(facts, item.fact or "", item.crm_field) or "")[:LONGEST_TEXT]
    try:
        return judged(item, Proof(said)) if said else None
    except Refusal:
        # Nobody asked and nobody could be told: the line stays open, and who holds it is asked when it is due.
        return None
