"""Find where the parts of a playbook contradict each other."""

from collections.abc import Iterator
from typing import get_args

from bot.playbook import Anchor
from storage.playbooks import wording
from storage.playbooks.calendars import calendars
from storage.playbooks.cycles import cycles
from storage.playbooks.ladders import ladders
from storage.playbooks.outline import ANCHORS, Entry, Outline
from storage.playbooks.problems import quotable, suggest
from storage.playbooks.required import facts
from storage.playbooks.schema import Evidence
from storage.playbooks.tree import Finding, Path

OF_REGISTER = ("promises", "promises_answered")
DATELESS = frozenset(get_args(Evidence)) - {"date"}


def disagreements(outline: Outline) -> Iterator[Finding]:
    """Yield everything that no field shows on its own."""
    yield from _functions(outline)
    yield from _keys(outline)
    for entry in outline.entries:
        yield from _roles(entry, outline)
        yield from _waiting(entry, outline)
        yield from _due(entry, outline)
        yield from _evidence(entry)
    yield from _gates(outline)
    yield from _circles(outline)
    yield from facts(outline)
    yield from calendars(outline)
    yield from ladders(outline)


def _functions(outline: Outline) -> Iterator[Finding]:
    for key, role in outline.functions.items():
        if not wording.KEY.fullmatch(key):
            message = "A function's key is up to 40 of a-z, 0-9 and _, starting with a letter, such as field_crew."
            yield Finding(("functions", key), message)
        if role.get("usergroup") and role.get("email"):
            yield Finding(("functions", key, "email"), "The lead comes from usergroup or from email; keep one of them.")
        if role.get("takes_turns") is True and not role.get("usergroup"):
            message = "Only a group can take turns; give this function a usergroup, or leave the line out."
            yield Finding(("functions", key, "takes_turns"), message)
    if outline.owner_function:
        yield from _known_function(outline.owner_function, outline, ("owner_function",))
    for at, word in enumerate(outline.owners):
        if word:
            yield from _known_function(word, outline, ("owner_by_amount", at, "function"))


def _known_function(word: str, outline: Outline, path: Path) -> Iterator[Finding]:
    # Without any function the missing table is the one thing to say.
    if outline.functions and word not in outline.functions:
        yield Finding(path, f"There is no function {quotable(word)}; {suggest(word, outline.functions)}")


def _keys(outline: Outline) -> Iterator[Finding]:
    for entry in outline.entries:
        path: Path = ("items", entry.index, "key")
        if entry.key in ANCHORS:
            yield Finding(path, f"{entry.key} is what due rules count from; give the item another key.")
        elif entry.key and outline.keys[entry.key] is not entry:
            first = outline.keys[entry.key].index
            yield Finding(path, f"items[{first}] has the key {quotable(entry.key)} already; give each item its own.")


def _roles(entry: Entry, outline: Outline) -> Iterator[Finding]:
    if entry.function:
        yield from _known_function(entry.function, outline, ("items", entry.index, "function"))
    if entry.accepted_by:
        path: Path = ("items", entry.index, "accepted_by")
        yield from _known_function(entry.accepted_by, outline, path)
        if entry.accepted_by == entry.function:
            message = "The function that does this cannot also receive it; name another one, or leave the line out."
            yield Finding(path, message)


def _waiting(entry: Entry, outline: Outline) -> Iterator[Finding]:
    for at, word in enumerate(entry.waits_for):
        path: Path = ("items", entry.index, "waits_for", at)
        if word and word not in outline.keys:
            others = set(outline.keys) - {entry.key or ""}
            yield Finding(path, f"There is no item {quotable(word)} to wait for; {suggest(word, others)}")
        elif word and word in entry.waits_for[:at]:
            yield Finding(path, f"{quotable(word)} is in this list twice; keep it once.")


def _due(entry: Entry, outline: Outline) -> Iterator[Finding]:
    path: Path = ("items", entry.index, "due")
    if not entry.anchor or entry.anchor == Anchor.PROMISED:
        return
    if entry.anchor == Anchor.WON:
        if entry.days < 0:
            yield Finding(path, "This lies before the deal was won; count forward from it, such as won + 1.")
    elif entry.anchor not in outline.keys:
        words = {*ANCHORS, *outline.keys} - {entry.key or ""}
        yield Finding(
            path, f"There is nothing called {quotable(entry.anchor)} to count from; {suggest(entry.anchor, words)}"
        )
    elif entry.days < 0 and (outline.keys[entry.anchor].evidence or "none") in DATELESS:
        message = f"Only a date can be counted back from; give the item {entry.anchor} the line evidence: date."
        yield Finding(path, message)


def _evidence(entry: Entry) -> Iterator[Finding]:
    for field, kind in (("at_least", "count"), ("parts", "form")):
        if field in entry.written and entry.evidence in {*get_args(Evidence), None} - {kind}:
            yield Finding(("items", entry.index, field), f"This goes with a {kind} only; write evidence: {kind}.")
    if "may_be_none" in entry.written and entry.evidence in ("none", None):
        message = "There is no evidence that could be none; write what it is, such as evidence: text."
        yield Finding(("items", entry.index, "may_be_none"), message)
    for field in ("accepted_by", "crm_field", "may_be_none"):
        if entry.evidence in OF_REGISTER and field in entry.written:
            message = "The deal's promises end this item, each answered by itself; leave this line out."
            yield Finding(("items", entry.index, field), message)
    if "crm_field" in entry.written and entry.evidence not in OF_REGISTER:
        yield from _crm_field(entry)


def _crm_field(entry: Entry) -> Iterator[Finding]:
    path: Path = ("items", entry.index, "crm_field")
    if entry.evidence == "none" or "evidence" not in entry.written:
        yield Finding(path, "There is no evidence to take from the CRM; write what it is, such as evidence: date.")
    if entry.waits_for or (entry.anchor and entry.anchor not in ANCHORS):
        # A field that was filled long ago would end the item in the moment in which somebody could begin.
        yield Finding(path, "What waits for other items is ended by people; leave out this line, or the waiting.")


def _gates(outline: Outline) -> Iterator[Finding]:
    waited_for = {word for entry in outline.entries for word in entry.waits_for}
    if waited_for - set(outline.keys):
        return  # a misspelt word may well have meant the gate, and is reported where it stands
    for entry in outline.entries:
        if entry.is_gate and entry.key and entry.key not in waited_for:
            message = f"Nothing waits for this gate; add waits_for: [{quotable(entry.key)}] to the item it holds back."
            yield Finding(("items", entry.index, "is_gate"), message)


def _circles(outline: Outline) -> Iterator[Finding]:
    waits = {key: [word for word in entry.waits_for if word] for key, entry in outline.keys.items()}
    counts = {key: [entry.anchor] if entry.anchor else [] for key, entry in outline.keys.items()}
    both = {key: [*waits[key], *counts[key]] for key in outline.keys}
    found = [
        *_circle(waits, outline, "waits_for", "These items wait for each other"),
        *_circle(counts, outline, "due", "These due rules count from each other"),
    ]
    # An item that counts from one that waits for it would never get a date.
    # Only where neither is a circle by itself: each of those is one of both, and would be told twice.
    yield from found or _circle(both, outline, "due", "These items wait for and count from each other")


def _circle(edges: dict[str, list[str]], outline: Outline, field: str, what: str) -> Iterator[Finding]:
    for circle in cycles(edges):
        trail = " → ".join(map(quotable, circle))
        yield Finding(("items", outline.keys[circle[0]].index, field), f"{what}: {trail}; take one of them out.")
