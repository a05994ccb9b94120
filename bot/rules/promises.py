"""The register of promises: sales tells each one, or that there is none; the side that delivers accepts or declines it."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from bot.context import Context
from bot.events import Change, Event
from bot.identity import PromiseId
from bot.model import Deal, UserId
from bot.promises import PromiseStatus, RegisteredPromise
from bot.refusals import ChangedSince, NoSuchDeal, PromiseAnswered, PromisesStand
from bot.registered import (
    NothingPromised,
    PromiseAccepted,
    PromiseDeclined,
    PromiseReworded,
    PromiseTold,
    PromiseWithdrawn,
)
from bot.rules.again import same_words
from bot.rules.changing import allowed, running, said
from bot.rules.customer import outdated
from bot.rules.items import ANSWERED, TOLD
from bot.rules.permissions import Act, Concerned, who
from bot.rules.register_lines import followed, line_of

LIVE = (PromiseStatus.TOLD, PromiseStatus.ACCEPTED, PromiseStatus.DECLINED)
"""Promises that somebody counts on, or must still settle."""


def tell(
    deal: Deal, context: Context, *, promise_id: PromiseId, what: str, due_on: date | None, by: UserId, now: datetime
) -> Change:
    """Register a promise. In the same words it is the same one: told with another date, it is told anew."""
    running(deal)
    allowed(by, "tell what was promised", *tellers(deal, context, now=now))
    words = _worded(what)
    for each in deal.register.having(*LIVE):
        if same_words(each.what, words):
            return reword(deal, context, promise_id=each.id, what=each.what, due_on=due_on, by=by, now=now)
    told = RegisteredPromise(promise_id, words, by, now, due_on)
    event = PromiseTold(promise_id, words, by, due_on)
    return followed(Change(with_promise(deal, told), (event,)), context, by=by, now=now)


def tell_none(deal: Deal, context: Context, *, by: UserId, now: datetime) -> Change:
    """State that nothing was promised beyond the contract; said once more it changes nothing."""
    running(deal)
    allowed(by, "say that nothing was promised", *tellers(deal, context, now=now))
    standing = deal.register.having(*LIVE)
    if standing:
        raise PromisesStand(standing)
    if deal.register.none_at:
        return Change(deal)
    stated = replace(deal, register=replace(deal.register, none_by=by, none_at=now))
    return followed(Change(stated, (NothingPromised(by),)), context, by=by, now=now)


def accept(deal: Deal, context: Context, *, promise_id: UUID, by: UserId, now: datetime) -> Change:
    """Take a promise on for the side that delivers it. Pressed twice by one person it is accepted once."""
    promise = _to_answer(deal, context, promise_id, "accept", by, now)
    if (promise.status, promise.answered_by) == (PromiseStatus.ACCEPTED, by):
        return Change(deal)
    accepted = _answered(promise, PromiseStatus.ACCEPTED, by, None, now)
    event = PromiseAccepted(promise.id, promise.what, by)
    return followed(Change(with_promise(deal, accepted), (event,)), context, by=by, now=now)


def decline(deal: Deal, context: Context, *, promise_id: UUID, by: UserId, reason: str, now: datetime) -> Change:
    """Say that it cannot be delivered so, and why. It goes back to whoever told it, and what the customer hears is old."""
    promise = _to_answer(deal, context, promise_id, "decline", by, now)
    why = said("why it cannot be delivered", reason, example="the crew is in Turku until March")
    declined = _answered(promise, PromiseStatus.DECLINED, by, why, now)
    event = PromiseDeclined(promise.id, promise.what, by, promise.by, why)
    return _moved(with_promise(deal, declined), event, context, by, now)


def reword(
    deal: Deal, context: Context, *, promise_id: UUID, what: str, due_on: date | None, by: UserId, now: datetime
) -> Change:
    """Tell a promise anew, in other words or for another date: it waits for an answer again, whatever it had.

    The same words and date change nothing, unless it was declined: then the same is asked once more.
    """
    promise = _to_change(deal, context, promise_id, "change", by, now)
    words = _worded(what)
    is_same = (promise.what, promise.due_on) == (words, due_on)
    if is_same and promise.status is not PromiseStatus.DECLINED:
        return Change(deal)
    event = PromiseReworded(promise.id, words, by, due_on, promise.due_on)
    return _moved(with_promise(deal, told_anew(promise, words, due_on, by, now)), event, context, by, now)


def withdraw(deal: Deal, context: Context, *, promise_id: UUID, by: UserId, reason: str, now: datetime) -> Change:
    """Take a promise back, with a reason: the customer was told of it. It stays in the register."""
    running(deal)
    if promise_of(deal, promise_id).status is PromiseStatus.WITHDRAWN:
        return Change(deal)
    promise = _to_change(deal, context, promise_id, "withdraw", by, now)
    why = said("why it counts no longer", reason, example="the customer agreed to do without it")
    event = PromiseWithdrawn(promise.id, promise.what, by, why, promise.status is PromiseStatus.ACCEPTED)
    return _moved(with_promise(deal, withdrawn(promise, why)), event, context, by, now)


def tellers(deal: Deal, context: Context, *, now: datetime) -> tuple[UserId, ...]:
    """Return who may tell what was promised; who holds the line about it is one of them."""
    return who(Act.TELL_PROMISE, deal, context, _telling(deal), now=now)


def changers(deal: Deal, context: Context, promise: RegisteredPromise, *, now: datetime) -> tuple[UserId, ...]:
    """Return who may tell a promise anew or take it back: it is theirs who told it."""
    telling = _telling(deal)
    concerned = replace(telling, theirs=(promise.by, *telling.theirs))
    return who(Act.CHANGE_PROMISE, deal, context, concerned, now=now)


def receiver(deal: Deal) -> UserId:
    """Return the one person who is asked for an answer."""
    line = line_of(deal, ANSWERED)
    return line.holder_id if line else deal.lead(receiving(deal))


def receiving(deal: Deal) -> str:
    """Return the function that answers: the one whose line it is, else the one that owns the deal."""
    line = line_of(deal, ANSWERED)
    return line.function if line else next((key for key, _ in deal.functions), "")


def receivers(deal: Deal, context: Context, promise: RegisteredPromise, *, now: datetime) -> tuple[UserId, ...]:
    """Return who may answer: the lead of the function that delivers, the owner unless it is their own, stand-ins."""
    function = receiving(deal)
    # The seller owns a deal until somebody accepts it: their own promises are for the others to judge.
    is_own = deal.owner_id in (promise.by, deal.seller_id)
    leads = (deal.lead(function) if function else deal.owner_id,)
    concerned = Concerned((receiver(deal),), leads, function=function or None, is_owners=is_own)
    return who(Act.ANSWER_PROMISE, deal, context, concerned, now=now)


def promise_of(deal: Deal, promise_id: UUID) -> RegisteredPromise:
    """Return a promise of the deal; a button for one that is not there points to another deal."""
    for each in deal.register.promises:
        if each.id == promise_id:
            return each
    raise NoSuchDeal


def as_promised(deal: Deal, promise_id: UUID, generation: int | None) -> Deal:
    """Return the deal unless the promise was told anew since a button was drawn; what has an answer explains itself."""
    promise = promise_of(deal, promise_id)
    if generation is not None and promise.status is PromiseStatus.TOLD and promise.generation != generation:
        raise ChangedSince(promise.what)
    return deal


def with_promise(deal: Deal, promise: RegisteredPromise) -> Deal:
    """Return the deal with this promise in its old place, or at the end. The first one to be answered asks the channel."""
    register = deal.register
    known = {each.id: each for each in register.promises} | {promise.id: promise}
    was_asking, asks = register.having(PromiseStatus.TOLD), promise.status is PromiseStatus.TOLD
    asked = register.asked + 1 if asks and not was_asking else register.asked
    return replace(
        deal, register=replace(register, promises=tuple(known.values()), none_by=None, none_at=None, asked=asked)
    )


def told_anew(
    promise: RegisteredPromise, what: str, due_on: date | None, by: UserId, now: datetime
) -> RegisteredPromise:
    """Return a promise that waits for an answer to its new words."""
    return replace(
        promise,
        what=what,
        due_on=due_on,
        by=by,
        at=now,
        status=PromiseStatus.TOLD,
        answered_by=None,
        answered_at=None,
        reason=None,
        is_gone=False,
        generation=promise.generation + 1,
    )


def withdrawn(promise: RegisteredPromise, why: str) -> RegisteredPromise:
    """Return a promise that counts no longer; who had answered it stays known."""
    return replace(promise, status=PromiseStatus.WITHDRAWN, reason=why, generation=promise.generation + 1)


def _answered(
    promise: RegisteredPromise, status: PromiseStatus, by: UserId, why: str | None, now: datetime
) -> RegisteredPromise:
    return replace(
        promise, status=status, answered_by=by, answered_at=now, reason=why, generation=promise.generation + 1
    )


def _moved(deal: Deal, event: Event, context: Context, by: UserId, now: datetime) -> Change:
    """Let what the customer hears be old, since what it was written upon is not what it was."""
    return followed(Change(outdated(deal, now=now), (event,)), context, by=by, now=now)


def _to_answer(deal: Deal, context: Context, promise_id: UUID, to: str, by: UserId, now: datetime) -> RegisteredPromise:
    running(deal)
    promise = promise_of(deal, promise_id)
    is_same = to == "accept" and (promise.status, promise.answered_by) == (PromiseStatus.ACCEPTED, by)
    if promise.status is not PromiseStatus.TOLD and not is_same:
        raise PromiseAnswered(promise)
    allowed(by, f"{to} “{promise.what}”", *receivers(deal, context, promise, now=now))
    return promise


def _to_change(deal: Deal, context: Context, promise_id: UUID, to: str, by: UserId, now: datetime) -> RegisteredPromise:
    running(deal)
    promise = promise_of(deal, promise_id)
    if promise.status is PromiseStatus.WITHDRAWN:
        raise PromiseAnswered(promise)
    allowed(by, f"{to} “{promise.what}”", *changers(deal, context, promise, now=now))
    return promise


def _telling(deal: Deal) -> Concerned:
    line = line_of(deal, TOLD)
    function = line.function if line else "sales"
    return Concerned((line.holder_id,) if line else (), (deal.lead(function),), function=function)


def _worded(what: str) -> str:
    return said("what was promised", what, example="training for twelve people")
