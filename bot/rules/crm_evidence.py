"""Evidence that the CRM holds already: lines of the checklist that its fields end, and dates that it moves later."""

from dataclasses import replace
from datetime import date, datetime

from bot.context import Context
from bot.events import Change
from bot.model import Deal, DealStatus, Facts, Item, ItemStatus
from bot.rules.changing import LONGEST_TEXT, with_item
from bot.rules.items import counted_again, ended


def from_crm(deal: Deal, context: Context, *, was: Facts, now: datetime) -> Change:
    """End each open line whose field is filled, and follow a date that the CRM gave before; ``was``: what it said then.

    A line that somebody else ended, or ended otherwise, stays as it is: people know better than a field.
    """
    change = Change(deal)
    for key in [item.key for item in deal.items if item.crm_field]:
        change = _one(change, key, context, was, now)
    return change


def _one(change: Change, key: str, context: Context, was: Facts, now: datetime) -> Change:
    deal = change.deal
    item = next(each for each in deal.items if each.key == key)
    proof = _said(deal.facts, item)
    if proof is None or deal.status is not DealStatus.OPEN:
        return change
    day = _day(proof) if item.evidence == "date" else None
    is_news = proof != _said(was, item)
    # What was sent back stays open until something else is written there: the same would be sent back again.
    if item.status is ItemStatus.OPEN and (is_news or item.done_at is None):
        # The seller's word: what stands in the CRM about a sale, they answer for.
        done = ended(deal, context, item, by=deal.seller_id, proof=proof, proof_on=day, now=now)
        return Change(done.deal, (*change.events, *done.events))
    if day and is_news and item.done_at and item.proof == _said(was, item):
        moved = with_item(deal, replace(item, proof=proof, proof_on=day))
        return Change(counted_again(moved, context, anchor=key, now=now), change.events)
    return change


def _said(facts: Facts, item: Item) -> str | None:
    """Return what the item's field says; None where that is no evidence of the kind that is asked for."""
    said = dict(facts.custom).get(item.crm_field or "", "").strip()[:LONGEST_TEXT]
    return said if said and (item.evidence != "date" or _day(said)) else None


def _day(text: str) -> date | None:
    # CRMs give a day as 2026-06-30, and some with the hour behind it.
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
