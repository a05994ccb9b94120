"""The promises that the CRM lists enter the register, and follow its list; what was accepted never goes by itself."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import uuid5

from bot.context import Context
from bot.events import Change, Event
from bot.identity import PromiseId
from bot.model import Deal, DealStatus, Promise
from bot.promises import PromiseStatus, RegisteredPromise
from bot.registered import PromiseMissed, PromiseReworded, PromiseTold, PromiseWithdrawn
from bot.rules.again import same_words
from bot.rules.promises import LIVE, told_anew, with_promise, withdrawn
from bot.rules.register_lines import followed

Key = tuple[str, int]
"""The words of a promise, and the how manieth in these words it is."""


def registered(deal: Deal, context: Context, *, was: tuple[Promise, ...], now: datetime) -> Change:
    """Take over what changed in the CRM's list, in the seller's name; ``was``: the list that was taken over before.

    What people here made of a promise stands as long as the CRM says of it what it said before.
    """
    if deal.status not in (DealStatus.OPEN, DealStatus.HELD) or deal.facts.promises == was:
        return Change(deal)
    listed, before = dict(_keyed(deal.facts.promises)), dict(_keyed(was))
    change = Change(deal)
    for key, promise in listed.items():
        is_news = key not in before or before[key].due_on != promise.due_on
        change = _listed(change, key, promise, now, is_news=is_news)
    for key, known in _by_key(change.deal).items():
        if key not in listed:
            change = _no_longer(change, known)
    return followed(change, context, by=deal.seller_id, now=now)


def _listed(change: Change, key: Key, promise: Promise, now: datetime, *, is_news: bool) -> Change:
    deal = change.deal
    known = _by_key(deal).get(key) or _told_here(deal, promise.text)
    by, due_on = deal.seller_id, promise.due_on
    if known is None:
        promise_id = PromiseId(uuid5(deal.id, f"promise:{key[1]}:{key[0]}"))
        told = RegisteredPromise(promise_id, promise.text, by, now, due_on, crm=promise.text)
        return _with(change, told, PromiseTold(promise_id, promise.text, by, due_on, is_from_crm=True))
    found = replace(known, crm=promise.text, is_gone=False)
    if is_news and (known.status is PromiseStatus.WITHDRAWN or _is_dated_anew(known, due_on)):
        what = promise.text if known.status is PromiseStatus.WITHDRAWN else known.what
        anew = told_anew(found, what, due_on, by, now)
        return _with(change, anew, PromiseReworded(known.id, what, by, due_on, known.due_on, is_from_crm=True))
    return change if found == known else _with(change, found)


def _is_dated_anew(known: RegisteredPromise, due_on: date | None) -> bool:
    """Tell whether the CRM gives it another date. That it gives none any more is silence, and no news."""
    return due_on is not None and due_on != known.due_on


def _no_longer(change: Change, known: RegisteredPromise) -> Change:
    by = change.deal.seller_id
    if known.status in (PromiseStatus.TOLD, PromiseStatus.DECLINED):
        event = PromiseWithdrawn(known.id, known.what, by, "", is_from_crm=True)
        return _with(change, withdrawn(known, ""), event)
    if known.status is PromiseStatus.ACCEPTED and not known.is_gone:
        # Somebody may be at work on it: the CRM's silence tells them nothing, so people do.
        return _with(change, replace(known, is_gone=True), PromiseMissed(known.id, known.what, by))
    return change


def _with(change: Change, promise: RegisteredPromise, *events: Event) -> Change:
    return Change(with_promise(change.deal, promise), (*change.events, *events))


def _by_key(deal: Deal) -> Mapping[Key, RegisteredPromise]:
    theirs = [each for each in deal.register.promises if each.crm is not None]
    return dict(zip(_keys(each.crm or "" for each in theirs), theirs, strict=True))


def _told_here(deal: Deal, text: str) -> RegisteredPromise | None:
    """Return what a person told already in the words that the CRM comes with now."""
    told = (each for each in deal.register.having(*LIVE) if each.crm is None)
    return next((each for each in told if same_words(each.what, text)), None)


def _keyed(promises: tuple[Promise, ...]) -> Iterator[tuple[Key, Promise]]:
    return zip(_keys(each.text for each in promises), promises, strict=True)


def _keys(texts: Iterable[str]) -> Iterator[Key]:
    seen: Counter[str] = Counter()
    for text in texts:
        words = " ".join(text.split()).casefold()
        yield words, seen[words]
        seen[words] += 1
