"""The customer line: its owner is asked once it is old, or the promised date another one, and not before."""

from collections.abc import Iterator

from tests.simulation import hours
from tests.simulation.judges.broken import Broken
from tests.simulation.story import DealStory, Told

OLD_AFTER = 40.0
"""Working hours, copied by hand from the agreed ladder."""


def asked_too_soon(deal: DealStory, zone: str, at: float, *, off: float) -> Iterator[Broken]:
    """Look at a word about the line: it must not be fresh, as far as its writers and the CRM know."""
    if not deal.lines or not all(each.told.is_prompt for each in deal.lines):
        return
    written = deal.lines[-1].told
    changes = (*(each.told for each in deal.news), *_taken_back(deal))
    is_outdated = any(each.answered_at is None or each.answered_at > written.sent_at for each in changes)
    is_old = hours.worked(zone, written.sent_at - off, at + off) >= OLD_AFTER
    if written.answered_at and at > written.answered_at + off and not is_old and not is_outdated:
        passed = hours.worked(zone, written.sent_at, at)
        yield Broken(
            "no rung before its time", f"customer_stale of {deal.id}, {passed:.1f} h after {deal.lines[-1].what}"
        )


def _taken_back(deal: DealStory) -> Iterator[Told]:
    """Yield the promises that count no longer as they were told: what the customer hears was written upon them."""
    for each in deal.promises:
        if each.answered and each.is_declined:
            yield each.answered
        if each.withdrawn:
            yield each.withdrawn
