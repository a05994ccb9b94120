"""What somebody says is done, in words: the next step or item they mean, and the evidence that came with it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.context import Context
from bot.model import Deal, Item, ItemStatus, StepStatus, UserId
from bot.refusals import NoOpenStep, Refusal, WhichItem, WhichStep
from bot.rules import steps
from bot.rules.again import is_lately
from bot.rules.evidence import Proof, judged
from bot.rules.items import may_finish
from bot.rules.meant import Thing, closest, typed_again

WITH = "with"
TOLD_APART = ("link", "number", "count", "date")
"""Evidence that can be told from a name without a word between them; any sentence could be the end of a title."""

ReadDay = Callable[[str], date | None]


@dataclass(frozen=True, slots=True)
class Meant:
    """A step or an item, and what was given as evidence."""

    thing: Thing
    proof: Proof = field(default_factory=Proof)


def meant_as_done(deal: Deal, context: Context, *, said: str, by: UserId, read_day: ReadDay, now: datetime) -> Meant:
    """Return the one step or item that ``by`` says is done.

    Without words it is their step. All of the words may be a name; else what stands behind ``with`` is the evidence, or
    the last words where they are evidence of the kind that the item they leave over asks for. Where that fits several
    or none, WhichItem (or WhichStep, where there is no item) is raised, and nothing is changed.
    """
    if not said.strip():
        return Meant(steps.meant_as_done(deal, context, said=said, by=by, now=now))
    own, lately = _own(deal, context, by, now), _lately(deal, by, now)
    if again := typed_again(said, own, lately):
        return Meant(again)
    if found := closest(said, own):
        return Meant(_only(found, said))
    if meant := _with_evidence(said, own, lately, read_day):
        return meant
    # What somebody else holds, or waits, or is done, is found last: the rule says why it cannot be done by them.
    if len(others := closest(said, deal.items)) == 1:
        return Meant(others[0])
    if not others and (meant := _with_evidence(said, deal.items, (), read_day)):
        return meant
    raise _unclear(own, said)


def _own(deal: Deal, context: Context, by: UserId, now: datetime) -> tuple[Thing, ...]:
    """Return what is open and theirs to end."""
    own_items = (item for item in deal.items if item.status is ItemStatus.OPEN)
    return (
        *(step for step in steps.open_steps(deal) if by in steps.may_change(deal, context, step, now)),
        *(item for item in own_items if by in may_finish(deal, context, item, now=now)),
    )


def _lately(deal: Deal, by: UserId, now: datetime) -> tuple[Thing, ...]:
    kept = (s for s in deal.steps if s.status is StepStatus.KEPT and s.ended_by == by)
    given = (i for i in deal.items if i.status in (ItemStatus.DONE, ItemStatus.ACCEPTED) and i.done_by == by)
    return (
        *(step for step in kept if step.ended_at and is_lately(step.ended_at, now)),
        *(item for item in given if item.done_at and is_lately(item.done_at, now)),
    )


def _with_evidence(said: str, things: tuple[Thing, ...], lately: tuple[Thing, ...], read_day: ReadDay) -> Meant | None:
    """Part the words into a name and evidence, the longest name first."""
    for name, evidence, is_said in _parted(said):
        again = typed_again(name, things, lately)
        found = (again,) if again else closest(name, things)
        if len(found) == 1 and isinstance(found[0], Item):
            proof = Proof(evidence, read_day(evidence) if found[0].evidence == "date" else None)
            if is_said or _fits(found[0], proof):
                return Meant(found[0], proof)
    return None


def _parted(said: str) -> Iterator[tuple[str, str, bool]]:
    """Give each way to part words into name and evidence, and whether the word between them says so."""
    words = said.split()
    # A title may hold the word as well: the later one parts.
    for at in range(len(words) - 2, 0, -1):
        if words[at].casefold() == WITH:
            yield " ".join(words[:at]), " ".join(words[at + 1 :]), True
    for at in range(len(words) - 1, 0, -1):
        yield " ".join(words[:at]), " ".join(words[at:]), False


def _fits(item: Item, proof: Proof) -> bool:
    # A date may be several words, “1 Dec”; a number of several could be the end of the name.
    if item.evidence not in TOLD_APART or (item.evidence != "date" and " " in proof.text):
        return False
    with suppress(Refusal):
        return bool(judged(item, proof).text)
    return False


def _only(found: tuple[Thing, ...], said: str) -> Thing:
    if len(found) == 1:
        return found[0]
    raise _unclear(found, said)


def _unclear(things: tuple[Thing, ...], said: str) -> Refusal:
    found = tuple(each for each in things if isinstance(each, Item))
    kept = tuple(each for each in things if not isinstance(each, Item))
    if found:
        return WhichItem(found, said, kept)
    return WhichStep(kept, said) if kept else NoOpenStep()
