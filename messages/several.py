"""One form for the evidence of many lines: each with a field of its own, and what is left empty stays open."""

import json
from collections.abc import Iterator, Mapping, Sequence

from bot.model import Deal, DealId, Item
from bot.refusals import PartMissing, Refusal
from bot.rules.evidence import Proof
from bot.rules.filling_in import Entry
from messages import ids
from messages.blocks import (
    MOST_VIEW_BLOCKS,
    Block,
    choice_input,
    context,
    date_input,
    field,
    modal,
    number_input,
    section,
    text_input,
    url_input,
)
from messages.escaping import Mrkdwn
from messages.forms import LONGEST, NONE, TYPED, View
from messages.ids import Press
from messages.speech import plain_words
from messages.words import label, words

MOST_PARTS = 10
"""A form that must say more is filled in elsewhere and linked to."""
ROOM = MOST_VIEW_BLOCKS - 2
MOST_BYTES = 200_000
"""Slack takes 250 KB of a form, counted as it is sent: one sign outside Latin letters may be twelve bytes of it."""
DRAWN, PART = ".", "/"
DONE = "done"
ANSWERS = (("later", "several#not_yet"), (DONE, "several#done"))


def form(deal: Deal, lines: Sequence[Item]) -> View:
    """Ask for the evidence of as many lines as one form holds, and say how many it does not."""
    blocks: list[Block] = [context(words("several#head", deal=deal.facts.name))]
    left = 0
    for item in lines:
        questions = list(asked(item, item.title))
        # Once one did not fit none follows, even a shorter one: what is left is the end of the list, and not holes in it.
        if left or len(blocks) + len(questions) > ROOM or _bytes([*blocks, *questions]) > MOST_BYTES:
            left += 1
        else:
            blocks += questions
    if left:
        blocks.append(context(words("several#more", n=left)))
    metadata = str(Press(deal.id))
    return modal(
        label("several#fill_in_several"),
        callback_id=ids.FORM_SEVERAL,
        metadata=metadata,
        submit=label("several#done"),
        blocks=blocks,
    )


def given(deal: Deal, filled_in: Mapping[str, str]) -> Sequence[Entry]:
    """Return the evidence of each line of the form that has some, in the order of the form."""
    by_id = {str(item.id): item for item in deal.items}
    found = []
    for drawn in dict.fromkeys(name.partition(PART)[0] for name in filled_in):
        item_id, _, generation = drawn.partition(DRAWN)
        item = by_id.get(item_id)
        proof = _proof(item, drawn, filled_in) if item else None
        if item and proof:
            found.append(Entry(item.id, proof, int(generation or 0)))
    return found


def nothing_given() -> str:
    """Say that a form came back empty."""
    return label("several#nothing_given")


def field_of(item: Item, fault: Refusal) -> str:
    """Return the field below which a fault of a line's evidence stands."""
    if not _in_parts(item):
        return _name(item)
    return _part(_name(item), item.parts.index(fault.part) if isinstance(fault, PartMissing) else 0)


def passed(deal_id: DealId, done: int, others: Sequence[str]) -> View:
    """Say, in place of the form, what was done and what somebody else was faster with; ``others`` are sentences."""
    return told(done, others) | {"private_metadata": str(Press(deal_id))}


def told(done: int, others: Sequence[str]) -> View:
    """Say the same of the lines of many deals."""
    blocks = [section(words("several#done", n=done)), *(section(words("several#passed", why=each)) for each in others)]
    return modal(
        label("several#fill_in_several"), callback_id=ids.FORM_SEVERAL, metadata="", submit=None, blocks=blocks
    )


def asked(item: Item, name: str) -> Iterator[Block]:
    """Ask in the item's kind, below its title, or what it is called here; a form that must say several things asks for each."""
    hint = words("several#line", due=item.due, sent_back=item.sent_back, at_least=item.at_least)
    if not _in_parts(item):
        yield field(_name(item), name, _element(item), hint=_below(item, hint), optional=True)
        yield from _or_none(item)
        return
    yield section(words("several#title", title=name, line=hint))
    for n, part in enumerate(item.parts):
        yield field(_part(_name(item), n), part, text_input(most=LONGEST), optional=True)
    yield from _or_none(item)


def _or_none(item: Item) -> Iterator[Block]:
    """Let why there is none be said below a line, where its playbook takes that for an answer."""
    if item.may_be_none:
        why = text_input(placeholder=label("forms#no_grant_is_open"), most=LONGEST)
        yield field(_no_such(_name(item)), label("forms#or_is_there_none_then"), why, optional=True)


def _bytes(blocks: Sequence[Block]) -> int:
    return len(json.dumps(blocks))


def _below(item: Item, hint: Mrkdwn) -> str | None:
    example = label(f"forms#{item.evidence}_hint") if item.evidence in TYPED else ""
    return " ".join(each for each in (example, plain_words(hint, {})) if each) or None


def _element(item: Item) -> Block:
    match item.evidence:
        case "" | "none":
            return choice_input([(value, label(name)) for value, name in ANSWERS], ANSWERS[0][0])
        case "date":
            return date_input()
        case "count":
            return number_input(item.at_least)
        case "link":
            return url_input(placeholder="https://…")
    return text_input(most=LONGEST)


def _proof(item: Item, name: str, filled_in: Mapping[str, str]) -> Proof | None:
    none = filled_in.get(_no_such(name), "").strip()
    if none:
        return Proof(none=none)
    if _in_parts(item):
        answers = [(part, filled_in.get(_part(name, n), "").strip()) for n, part in enumerate(item.parts)]
        return Proof(parts=tuple(answers)) if any(answer for _, answer in answers) else None
    text = filled_in.get(name, "").strip()
    if item.evidence in ("", "none"):
        return Proof() if text == DONE else None
    return Proof(text) if text else None


def _in_parts(item: Item) -> bool:
    return item.evidence == "form" and 0 < len(item.parts) <= MOST_PARTS


def _name(item: Item) -> str:
    """Name a line's field after what it was drawn from, as buttons do."""
    return f"{item.id}{DRAWN}{item.generation}"


def _no_such(name: str) -> str:
    return f"{name}{PART}{NONE}"


def _part(name: str, number: int) -> str:
    return f"{name}{PART}{number}"
