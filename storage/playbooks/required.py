"""Find where the facts that a playbook requires contradict each other, or the rest of it."""

from collections.abc import Iterator

from bot.playbook import Anchor
from bot.rules.facts import STANDARD
from storage.playbooks.outline import ANCHORS, Outline, RequiredFact
from storage.playbooks.problems import quotable, suggest
from storage.playbooks.tree import Finding


def facts(outline: Outline) -> Iterator[Finding]:
    """Yield what no field of a required fact shows on its own."""
    first: dict[str, int] = {}
    for fact in outline.facts:
        if fact.key and first.setdefault(fact.key, fact.index) != fact.index:
            message = f"facts[{first[fact.key]}] asks for {quotable(fact.key)} already; keep one of them."
            yield Finding(("facts", fact.index, "key"), message)
        yield from _one(fact, outline)


def _one(fact: RequiredFact, outline: Outline) -> Iterator[Finding]:
    if fact.function and outline.functions and fact.function not in outline.functions:
        message = f"There is no function {quotable(fact.function)}; {suggest(fact.function, outline.functions)}"
        yield Finding(("facts", fact.index, "function"), message)
    if fact.anchor and fact.anchor not in ANCHORS:
        # A fact is wanted before work begins: nothing of the checklist has ended by then.
        yield Finding(("facts", fact.index, "due"), "A fact is due by a date that is known, such as won + 1.")
    elif fact.anchor == Anchor.WON and fact.days < 0:
        message = "This lies before the deal was won; count forward from it, such as won + 1."
        yield Finding(("facts", fact.index, "due"), message)
    for field in ("evidence", "crm_field"):
        if fact.key in STANDARD and field in fact.written:
            message = f"{fact.key} has a field of its own in what every CRM says; leave out this line."
            yield Finding(("facts", fact.index, field), message)
