"""The audit trail, which is an output like any message: no number is missing, and each input is in it once."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.simulation.judges.broken import Broken
from tests.simulation.story import DealStory, Story, Told

QUESTION = (
    "SELECT deal.external_id, deal.seq, event.seq, event.name, event.payload FROM event"
    " JOIN deal ON deal.workspace_id = event.workspace_id AND deal.id = event.deal_id"
    " ORDER BY deal.external_id, event.seq"
)
"""All that the trail says, with what each deal believes to be its last number."""

KEPT = (
    "SELECT key FROM outbox WHERE instr(coalesce(error, '') || coalesce(body, ''), :secret)"
    " UNION ALL SELECT name FROM event WHERE instr(payload, :secret)"
)
"""Where something that nobody may read is kept."""


NAMED = ("Step", "CustomerLine", "Promise")
"""What is known by its words, which nobody uses twice."""
BY_PERSON = {"ItemGiven": "to", "TookOver": "owner_id"}
"""What is known by who got it; nobody gets it twice, unless a try that nobody waited for comes late."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as the trail has it."""

    deal: str
    last: int
    seq: int
    name: str
    payload: str

    @property
    def about(self) -> tuple[str, Any]:
        """Return what it says happened, to what."""
        named_by = "what" if self.name.startswith(NAMED) else BY_PERSON.get(self.name)
        return self.name, json.loads(self.payload).get(named_by) if named_by else None


def holes(entries: Sequence[Entry]) -> Iterator[Broken]:
    """Yield the deals whose numbers do not run from one to the last."""
    of_deal: dict[str, list[Entry]] = defaultdict(list)
    for each in entries:
        of_deal[each.deal].append(each)
    for deal, theirs in of_deal.items():
        if [each.seq for each in theirs] != list(range(1, theirs[0].last + 1)):
            yield Broken("seq has no gap", f"{deal}: {[each.seq for each in theirs]} of {theirs[0].last}")


def untold(entries: Sequence[Entry], story: Story) -> Iterator[Broken]:
    """Yield the inputs that the trail has not, or more than once."""
    found = Counter((each.deal, *each.about) for each in entries if each.name in INPUTS)
    for deal in story.deals.values():
        for (name, what), told in _inputs(deal):
            times = found[deal.id, name, what]
            if times > 1 or (times == 0 and told.is_certain and not deal.is_shaken):
                yield Broken("every state change has one event", f"{deal.id}: {name} {what or ''} {times} times")


INPUTS = frozenset(
    {
        "DealOpened",
        "OwnerAccepted",
        "StepCommitted",
        "StepKept",
        "ItemDone",
        "ItemAccepted",
        "CustomerLineWritten",
        "PromiseTold",
        "PromiseAccepted",
        "PromiseDeclined",
        "PromiseWithdrawn",
        *BY_PERSON,
    }
)


def _inputs(deal: DealStory) -> Iterator[tuple[tuple[str, str | None], Told]]:
    yield ("DealOpened", None), deal.won
    if deal.answer and deal.accepts:
        yield ("OwnerAccepted", None), deal.answer
    for step in deal.steps.values():
        yield ("StepCommitted", step.what), step.made
        if step.kept:
            yield ("StepKept", step.what), step.kept
    for name, told in (("ItemDone", deal.finished), ("ItemAccepted", deal.accepted)):
        for each in told.values():
            yield (name, None), each
    for line in deal.lines:
        # A try that nobody waited for may come after other words, and is new again then.
        if line.told.is_prompt:
            yield ("CustomerLineWritten", line.what), line.told
    yield from _handed_on(deal)


def _handed_on(deal: DealStory) -> Iterator[tuple[tuple[str, str | None], Told]]:
    """Yield the promises and their answers, and who got the contract's line or the deal itself."""
    for promise in deal.promises:
        yield ("PromiseTold", promise.what), promise.told
        if promise.answered:
            yield ("PromiseDeclined" if promise.is_declined else "PromiseAccepted", promise.what), promise.answered
        if promise.withdrawn:
            yield ("PromiseWithdrawn", promise.what), promise.withdrawn
    for given in deal.given:
        if given.told.is_prompt:
            yield ("ItemGiven", given.to), given.told
    for taken in deal.taken:
        if taken.is_sure and taken.told.is_prompt:
            yield ("TookOver", taken.by), taken.told
