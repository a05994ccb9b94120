"""What was handed on: each promise is asked about until it has its answer, and a line and a deal ask who has them now."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.simulation.judges.broken import Broken
from tests.simulation.judges.ladders import CONTRACT, whose
from tests.simulation.slack import Channel
from tests.simulation.story import DealStory

LOST, NAMES = "nothing is lost", "whoever has it is asked"


def asked_of_another(deal: DealStory, event: Mapping[str, Any], at: float, *, off: float) -> Iterator[Broken]:
    """Look at a question about the contract: it must be put to who holds it, or held it until a moment ago."""
    if event["about"] != CONTRACT or not all(each.told.is_prompt for each in deal.given):
        return
    got = [(0.0, deal.seller), *((each.told.sent_at, each.to) for each in deal.given)]
    ends = [*(each.told.answered_at or at for each in deal.given), at]
    holders = {who for (since, who), until in zip(got, ends, strict=True) if since <= at and until + off >= at}
    if whose(event) not in holders:
        yield Broken(NAMES, f"{whose(event)} about the contract of {deal.id}, which is with {sorted(holders)}")


def untold(
    deal: DealStory, home: Channel, first: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]
) -> Iterator[Broken]:
    """Yield what the channel should have read by the end and has not. ``first``: as it was said; ``now``: as it stands."""
    said = {(each["event"]["name"], _about(each["event"])) for each in first if "event" in each}
    for name, about in _to_say(deal):
        if (name, about) not in said:
            yield Broken(LOST, f"{deal.id}: {name} {about} was never said")
    yield from _question(deal, [each["waiting"] for each in now if "waiting" in each])
    for who in (deal.owner, deal.holder):
        if who and who not in home.members:
            yield Broken(LOST, f"{deal.id}: {who} has to act there and was not invited")


def _to_say(deal: DealStory) -> Iterator[tuple[str, str]]:
    for promise in deal.promises:
        # Who takes one on changes the question, and nothing more is said of it.
        if promise.is_declined and promise.answered and promise.answered.is_certain:
            yield "PromiseDeclined", promise.what
        if promise.withdrawn and promise.withdrawn.is_certain:
            yield "PromiseWithdrawn", promise.what
    yield from (("ItemGiven", each.to) for each in deal.given if each.told.is_prompt)
    yield from (("TookOver", each.by) for each in deal.taken if each.is_sure and each.told.is_prompt)


def _question(deal: DealStory, asks: Sequence[Sequence[str]]) -> Iterator[Broken]:
    """Hold that every promise without an answer is asked about somewhere, and none that has one is asked about anywhere."""
    asked = {what for each in asks for what in each}
    for promise in deal.promises:
        if promise.waits is True and promise.what not in asked:
            yield Broken(LOST, f"{deal.id}: nobody is asked about {promise.what}")
        if promise.waits is False and promise.what in asked:
            yield Broken("the board shows what is", f"{deal.id}: {promise.what} has its answer and is asked about")


def _about(event: Mapping[str, Any]) -> str | None:
    about: str | None = event.get("what") or event.get("owner_id") or event.get("to")
    return about
