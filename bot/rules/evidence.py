"""Evidence is held to the kind that the playbook asks for: a link is a link, and a count is a count."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.model import Item
from bot.money import amount_of
from bot.refusals import Missing, NotEvidence, PartMissing, TooFew
from bot.rules.changing import said

MOST_WORDS = 8
"""A number may have a word or two around it; whoever writes a sentence says something else."""
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
"""Days outside are slips of a key; nobody's calendar could be counted from them."""

EXAMPLES: Mapping[str, str] = {
    "link": "https://files.example.com/contract",
    "file": "https://files.example.com/contract.pdf",
    "number": "INV-4711",
    "date": "2026-12-01",
    "count": "4",
    "amount": "48000 EUR",
}
EXAMPLE = "order 4711"

_ADDRESS = re.compile(r"https?://[^\s/?#<>|\"]+[^\s<>|\"]*", re.IGNORECASE)
_FILE_NAME = re.compile(r"\w{2,}\.(?=\w*[a-z])\w{2,5}(?!\w)", re.IGNORECASE)
_COUNT = re.compile(r"\d{1,9}(?:[.,]\d{1,4})?(?!\w)")
_NONE = re.compile(r"none(?:[\s:,.-]+(?P<why>.*))?", re.IGNORECASE | re.DOTALL)
# An hour may stand behind a day: that is how CRMs write one.
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:.*)?")


@dataclass(frozen=True, slots=True)
class Proof:
    """What was given as evidence, before it is judged.

    ``on`` is a day that was picked. ``parts`` are a form's answers, each beside the part as the playbook spells it. ``none`` says why there is none.
    """

    text: str = ""
    on: date | None = None
    parts: tuple[tuple[str, str], ...] = ()
    none: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """Evidence that is what it says: its words as they are kept, and the day, where it is one."""

    text: str
    on: date | None = None


def judged(item: Item, proof: Proof) -> Given:
    """Return the evidence as it is kept; raise a refusal that says what the playbook asks for instead."""
    if item.evidence in ("", "none"):
        return Given(proof.text.strip())
    if item.may_be_none and (none := _none(proof)):
        return none
    if item.evidence == "date":
        return _date(item, proof)
    if item.evidence == "form" and item.parts:
        return Given(_form(item, proof))
    text = said("the evidence", proof.text, example=EXAMPLES.get(item.evidence, EXAMPLE))
    if not _IS.get(item.evidence, _says_something)(text):
        raise NotEvidence(item, text)
    if item.evidence == "count" and item.at_least and _how_many(text) < item.at_least:
        raise TooFew(item, text)
    return Given(text)


def _none(proof: Proof) -> Given | None:
    """Return that there is none, where that was said: by its own field, or by a text that begins with the word."""
    text = f"none: {proof.none.strip()}" if proof.none.strip() else proof.text.strip()
    found = _NONE.fullmatch(text)
    if found is None:
        return None
    said("why there is none", found["why"], example="none: no grant is open to this customer")
    return Given(text)


def _date(item: Item, proof: Proof) -> Given:
    text = proof.text.strip()
    if proof.on is None and not text:
        raise Missing("the evidence", EXAMPLES["date"])
    on = proof.on or _day(text)
    if on is None or not EARLIEST <= on <= LATEST:
        raise NotEvidence(item, text or str(on))
    return Given(on.isoformat(), on)


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _form(item: Item, proof: Proof) -> str:
    """Return a form's answers, a line for each part; the filled-in form may lie elsewhere, too, and be linked to."""
    text = proof.text.strip()
    if not proof.parts and is_address(text):
        return said("the evidence", text, example=EXAMPLES["link"])
    answers = {part.casefold(): answer for part, answer in proof.parts} or spelled_out(item, text)
    return "\n".join(f"{part}: {_answer(item, part, answers)}" for part in item.parts)


def _answer(item: Item, part: str, answers: Mapping[str, str]) -> str:
    answer = answers.get(part.casefold(), "")
    if not _says_something(answer):
        raise PartMissing(item, part)
    return said(part, answer, example=EXAMPLE)


def spelled_out(item: Item, text: str) -> dict[str, str]:
    """Read answers from one text, as somebody types them: each in a line that begins with its part."""
    found = {}
    for part in item.parts:
        answer = re.search(rf"^\W*{re.escape(part)}[ \t]*[:=][ \t]*(.*)$", text, re.IGNORECASE | re.MULTILINE)
        if answer:
            found[part.casefold()] = answer[1]
    return found


def is_address(text: str) -> bool:
    """Tell whether a text is one web address and nothing else."""
    return bool(_ADDRESS.fullmatch(text))


def _is_file(text: str) -> bool:
    """Take a link to it, such as Slack's own, or a name: some files lie where no link leads."""
    return bool(_ADDRESS.search(text) or _FILE_NAME.search(text))


def _is_number(text: str) -> bool:
    return any(each.isdecimal() for each in text) and len(text.split()) <= MOST_WORDS


def _says_something(text: str) -> bool:
    return any(each.isalnum() for each in text)


def _how_many(text: str) -> float:
    found = _COUNT.match(text)
    assert found is not None
    return float(found[0].replace(",", "."))


_IS: Mapping[str, Callable[[str], bool]] = {
    "link": is_address,
    "file": _is_file,
    "number": _is_number,
    # A bare figure is none: nobody knows in which currency it was meant.
    "amount": lambda text: amount_of(text) is not None,
    "count": lambda text: bool(_COUNT.match(text)),
}
"""What a text must be to be evidence of a kind; of the others it must say something."""
