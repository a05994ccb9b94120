"""Why a line cannot be ended or opened as another system says: the field at fault and a sentence that helps its makers."""

from bot.refusals import (
    ItemWaits,
    Missing,
    NoSuchItem,
    NotEvidence,
    NotRunning,
    PartMissing,
    Refusal,
    SaidByRegister,
    TooFew,
    TooLong,
)
from bot.rules.evidence import EXAMPLE, EXAMPLES
from commands.importing.facts import quoted

EVIDENCE = "item.evidence"


def fault_of(error: Refusal) -> tuple[str, str] | None:
    """Return the field and the sentence; None: a refusal that no body can mend."""
    said: tuple[str, str] | None = None
    match error:
        case NoSuchItem(said=key):
            said = "item.key", f"item.key {quoted(key)} is no line of this deal; the playbook has the keys."
        case SaidByRegister(item=item):
            said = "item.key", f"item.key {item.key} follows the deal's promises; send them as deal.promises."
        case ItemWaits(waits_for=others):
            keys = ", ".join(other.key for other in others)
            said = "item.key", f"item.key waits for {keys}; send it again once they are done."
        case NotEvidence(item=item, given=given):
            works = EXAMPLES.get(item.evidence, EXAMPLE)
            said = EVIDENCE, f"item.evidence {quoted(given)} is no {item.evidence}; one that works: {works}."
        case TooFew(item=item):
            said = EVIDENCE, f"item.evidence must be {item.at_least} or more."
        case PartMissing(part=part):
            said = "item.parts", f"item.parts says nothing about {quoted(part)}."
        case Missing():
            said = EVIDENCE, "item.evidence is missing: this line asks for some."
        case TooLong(limit=limit):
            said = EVIDENCE, f"item.evidence is too long; at most {limit} characters work."
        case NotRunning(status=status):
            said = "deal", f"deal is {status.value}; nothing on it changes until its people go on."
    return said
