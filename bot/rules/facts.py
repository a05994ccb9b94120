"""The facts of a deal that a playbook requires: what is known of each, what people say of it, and what a CRM says later."""

from dataclasses import replace

from bot.model import Deal, Facts, Item
from bot.money import amount_of, written
from bot.rules.evidence import Given

AMOUNT, PROMISED_ON, URL = "amount", "promised_on", "url"
STANDARD = {AMOUNT: "amount_minor", PROMISED_ON: "promised_on", URL: "url"}
"""Facts that have a field of their own in what every CRM says; all others stand in ``custom``."""


def known(facts: Facts, name: str, crm_field: str | None = None) -> str | None:
    """Return what is known of a required fact, in the words of evidence; None: nothing."""
    if name == AMOUNT:
        return None if facts.amount_minor is None else written(facts.amount_minor, facts.currency)
    if name == PROMISED_ON:
        return facts.promised_on.isoformat() if facts.promised_on else None
    said = facts.url if name == URL else dict(facts.custom).get(crm_field or name)
    return (said or "").strip() or None


def learned(deal: Deal, item: Item, given: Given) -> Deal:
    """Return the deal with what a person said of the fact that a line asks for; other lines teach nothing."""
    if item.fact is None:
        return deal
    facts, field = deal.facts, field_of(item)
    if item.fact == AMOUNT:
        amount = amount_of(given.text)
        facts = replace(facts, amount_minor=amount[0], currency=amount[1]) if amount else facts
    elif item.fact == PROMISED_ON:
        facts = replace(facts, promised_on=given.on)
    elif item.fact == URL:
        facts = replace(facts, url=given.text)
    else:
        facts = replace(facts, custom=tuple({**dict(facts.custom), field: given.text}.items()))
    return replace(deal, facts=replace(facts, said_here=tuple(dict.fromkeys((*facts.said_here, field)))))


def field_of(item: Item) -> str:
    """Return the field of the deal's facts that a line asks for."""
    return STANDARD.get(item.fact or "") or item.crm_field or item.fact or ""


def label_of(item: Item) -> str:
    """Return what the fact is called that a line asks for."""
    return item.title.removeprefix(ASKED)


ASKED = "Say "
"""What the title of a line begins with that asks for a fact."""


def silent(new: Facts, old: Facts) -> Facts:
    """Return what a CRM says now, completed by what people said where it still says nothing."""
    theirs = dict(new.custom)
    ours = tuple(pair for pair in old.custom if pair[0] in old.said_here and pair[0] not in theirs)
    # A system that sends none of its own fields says nothing of them, and does not mean that they were emptied.
    custom = (*new.custom, *ours) if new.custom else old.custom
    return replace(new, custom=custom, said_here=tuple(name for name in old.said_here if not _says(new, name)))


def asked_changes(deal: Deal, new: Facts) -> tuple[tuple[str, str, str], ...]:
    """Return how the facts of the CRM's own that the playbook asked for change: called what, from what, to what."""
    asked = (item for item in deal.items if item.fact and item.fact not in STANDARD)
    pairs = ((item, known(deal.facts, field_of(item)), known(new, field_of(item))) for item in asked)
    return tuple((label_of(item), was or "", now or "") for item, was, now in pairs if was != now)


def said_here(deal: Deal, changes: tuple[tuple[str, str, str], ...]) -> tuple[str, ...]:
    """Return which of these changes replace the word of a person of ours."""
    names = {label_of(item): field_of(item) for item in deal.items if item.fact}
    return tuple(name for name, was, _ in changes if was and names.get(name, name) in deal.facts.said_here)


def _says(new: Facts, name: str) -> bool:
    return name in dict(new.custom) or (name in STANDARD.values() and getattr(new, name) is not None)
