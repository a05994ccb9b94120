"""Is a deal ready to be worked on? What its playbook requires and its CRM does not say becomes lines of the checklist."""

from dataclasses import replace

from bot.model import Deal, Item
from bot.playbook import FactRule, ItemRule
from bot.rules.facts import AMOUNT, ASKED, PROMISED_ON, STANDARD, URL, known
from bot.rules.items import laid_out

SALES = "sales"
"""The function on whose checklist the seller is asked, where the playbook has one."""

KINDS = {AMOUNT: "amount", PROMISED_ON: "date", URL: "link"}
"""The evidence that a standard fact is; of the others the playbook says it."""


def asked_for(deal: Deal, rules: tuple[FactRule, ...]) -> tuple[Item, ...]:
    """Return a line for each required fact that nothing is known of, without its date yet."""
    return tuple(_line(deal, rule) for rule in rules if known(deal.facts, rule.key, rule.crm_field) is None)


def asking_for(deal: Deal, rule: FactRule) -> ItemRule:
    """Return the line of the checklist that asks for a required fact."""
    # A hyphen is in no key of a playbook, so that no line of its own can have this one.
    key, evidence = f"fact-{rule.key}", KINDS.get(rule.key, rule.evidence)
    return ItemRule(key, rule.function or _sellers(deal), f"{ASKED}{rule.label}", evidence, rule.due)


def _line(deal: Deal, rule: FactRule) -> Item:
    asked = asking_for(deal, rule)
    own = None if rule.key in STANDARD else rule.crm_field or rule.key
    line = replace(laid_out(deal, asked), fact=rule.key, crm_field=own)
    # By name and not by function: who sold it has asked the customer already, and no lead of sales has.
    return line if rule.function else replace(line, holder_id=deal.seller_id)


def _sellers(deal: Deal) -> str:
    keys = [key for key, _ in deal.functions]
    return SALES if SALES in keys or not keys else keys[0]
