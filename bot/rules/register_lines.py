"""The lines of a checklist that the register of promises speaks for: they stand as it says, and nobody ends them by hand."""

from datetime import datetime

from bot.context import Context
from bot.events import Change
from bot.model import Deal, Item, ItemStatus, UserId
from bot.promises import PromiseStatus, Register
from bot.rules.evidence import Given
from bot.rules.items import ANSWERED, TOLD, ended
from bot.rules.reopening import opened_again


def followed(change: Change, context: Context, *, by: UserId, now: datetime) -> Change:
    """Add to a change of the register what its lines become: done once it says so, open again once it does not."""
    # What sales has to say comes first: the other line waits for it, and may end in the same moment.
    for evidence in (TOLD, ANSWERED):
        for key in [item.key for item in change.deal.items if item.evidence == evidence]:
            change = _one(change, context, key, by=by, now=now)
    return change


def is_said(register: Register, evidence: str) -> bool:
    """Tell whether a line of this evidence is done.

    A declined promise is the seller's again, to put in other words or take back: until then neither side is done with it.
    """
    if not register.is_stated or register.having(PromiseStatus.DECLINED):
        return False
    return evidence == TOLD or not register.having(PromiseStatus.TOLD)


def line_of(deal: Deal, evidence: str) -> Item | None:
    """Return the first line that the register speaks for in this way; None: the playbook has none."""
    return next((item for item in deal.items if item.evidence == evidence), None)


def _one(change: Change, context: Context, key: str, *, by: UserId, now: datetime) -> Change:
    deal = change.deal
    item = next(each for each in deal.items if each.key == key)
    is_done = is_said(deal.register, item.evidence)
    if is_done and item.status is ItemStatus.OPEN:
        proof = _proof(deal.register, item.evidence)
        done = ended(deal, context, item, by=by, given=Given(proof), now=now)
        return Change(done.deal, (*change.events, *done.events))
    if not is_done and item.status in (ItemStatus.DONE, ItemStatus.ACCEPTED):
        # No word of anybody: it is kept with the line, and who wrote one may be erased.
        is_declined = bool(deal.register.having(PromiseStatus.DECLINED))
        why = "a promise was declined" if is_declined else "a promise waits for an answer"
        again = opened_again(deal, context, item, by=by, reason=why, now=now)
        return Change(again.deal, (*change.events, *again.events))
    return change


def _proof(register: Register, evidence: str) -> str:
    """Count, and quote nobody: what was promised stands in the register."""
    still = register.having(PromiseStatus.TOLD, PromiseStatus.ACCEPTED)
    if not still:
        return "none"
    return f"{len(still)} {'promise' if len(still) == 1 else 'promises'}{' accepted' if evidence == ANSWERED else ''}"
