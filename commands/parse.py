"""The text after the slash → a typed request, or one sentence with an example that works. Pure."""

import re
from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches

from bot.model import UserId, WaitingOn
from bot.money import TIMES
from bot.service.reading import Scope
from commands import of_gates, of_items, of_promises, reading_roles, reports
from commands.discretion import without_tokens
from commands.endings import CLOSE_EXAMPLE, LESSONS_EXAMPLE, read_close, read_lessons
from commands.requests import (
    Ask,
    Away,
    Back,
    Checklist,
    Customer,
    Decide,
    Digest,
    Done,
    Glance,
    Help,
    History,
    Hours,
    ListDeals,
    Next,
    PlaybookOf,
    Region,
    Request,
    Reschedule,
    SetUp,
    Snooze,
    Waiting,
    Why,
    Won,
)
from commands.spelling import KEYWORDS, MENTION, SHOWN, UsageError, cut, parted, unescape, unquoted

LONGEST_WHEN = 8
"""No way to say a moment has more words."""

EXAMPLES = {
    "next": "next order the pump by fri 15:00 else the crane slot is lost",
    "done": "done order the pump",
    "reschedule": "reschedule order the pump mon because the supplier is late",
    "waiting": "waiting order the pump on customer until fri because the permit is missing",
    "ask": "ask @mei lend us the crane crew by fri",
    **reading_roles.EXAMPLES,
    "checklist": "checklist delivery",
    **of_gates.EXAMPLES,
    "customer": "customer the crane comes on Tuesday",
    "won": "won Acme EV site 48000 EUR",
    "list": "list stalled",
    "history": "history",
    "playbook": "playbook",
    "why": "why",
    "snooze": "snooze thu because the crane comes on Thursday",
    "decide": "decide",
    "close": CLOSE_EXAMPLE,
    "lessons": LESSONS_EXAMPLE,
    "report": reports.EXAMPLE,
    "away": "away from mon until fri stand-in @mei",
    "back": "back",
    "hours": "hours mon-fri 9-17",
    "region": "region DE-BY",
    "digest": "digest 7:30",
    "settings": "settings",
    "help": "help",
    **of_items.EXAMPLES,
    **of_promises.EXAMPLES,
}
"""One line that works for each subcommand, without the slash command's own name; help is written from these."""

ALIASES = {"move": "reschedule", "leads": "lead", "?": "help", **of_items.ALIASES}
INVISIBLE = "\u200b\u200e\u200f\u2066\u2067\u2068\u2069\ufeff"


_CHASED = re.compile(r"(?<!\S)chased by <@(?P<id>[UW][A-Z0-9]+)(?:\|[^<>]*)?>(?!\S)", re.IGNORECASE)
_WAITS = re.compile(
    r"(?:(?<!\S)on |^)(?:the )?(?P<party>customer|client|us|third[ -]?party|3rd[ -]party)(?!\S)", re.IGNORECASE
)
_MONEY = r"[€$£¥₹₺₩]|zł|Kč|euros?|EUR|USD|GBP|SEK|NOK|DKK|CHF|PLN|CZK|INR|AUD|CAD|JPY"
# Tonnes and metres stand in names of deals: a "t" is thousands only where the currency follows at once.
_TIMES = "|".join([*(rf"{word}\.?" for word in sorted(TIMES, key=len, reverse=True) if word != "t"), r"t(?=€|EUR)"])
_AMOUNT = re.compile(
    rf"(?<!\S)(?P<before>{_MONEY})? ?(?P<number>\d{{1,3}}(?:[ .,'\u2019]\d{{3}})+(?:[.,]\d{{1,2}})?|\d+(?:[.,]\d{{1,2}})?)"
    rf" ?(?P<times>{_TIMES})? ?(?P<after>{_MONEY})?$",
    re.IGNORECASE,
)


def parse(text: str) -> Request:
    """Return the request that the text after the slash command means; nothing typed is a glance at the deal.

    Words that a subcommand has no use for are let be. Raises UsageError.
    """
    # A token pasted by mistake would stand in the channel, and in the deal's history for ever.
    first, _, rest = " ".join(without_tokens(text).split()).partition(" ")
    word = first.lower().strip(INVISIBLE + ":")
    if not word:
        return Glance()
    reader = _READERS.get(ALIASES.get(word, word))
    if reader is None:
        raise _unknown(word)
    return reader(rest)


def split_reschedule(rest: str, understands: Callable[[str], bool]) -> tuple[str, str | None]:
    """Part the step from the new time: the longest end of ``rest`` that is understood as a time is the time.

    Without one, all of it is the step and the time is None.
    """
    words = rest.split()
    for start in range(max(0, len(words) - LONGEST_WHEN), len(words)):
        when = " ".join(words[start:])
        if understands(when):
            return unquoted(" ".join(words[:start])), when
    return unquoted(rest), None


def _next(rest: str) -> Next:
    """Take what happens otherwise from a reading that keeps people: whoever is named there is the one to act."""
    request = _committed(unescape(rest))
    named = _committed(unescape(rest, keeps_people=True)) if request.otherwise else request
    return replace(request, otherwise=named.otherwise or request.otherwise)


def _committed(text: str) -> Next:
    """Take the last "by" before the consequence, which may hold a "by" of its own."""
    by = KEYWORDS["by"].search(text)
    otherwise = KEYWORDS["else"].search(text, by.end() if by else 0)
    head = text[: otherwise.start()] if otherwise else text
    consequence = text[otherwise.end() :].strip() if otherwise else None
    last_by = max(KEYWORDS["by"].finditer(head), key=re.Match.start, default=None)
    if last_by is None:
        return Next(unquoted(head), None, consequence)
    return Next(unquoted(head[: last_by.start()]), head[last_by.end() :].strip(), consequence)


def _done(rest: str) -> Done:
    return Done(unquoted(unescape(rest)))


def _reschedule(rest: str) -> Reschedule:
    return Reschedule(*parted(unescape(rest), "because"))


def _snooze(rest: str) -> Snooze:
    when, because = parted(unescape(rest), "because")
    return Snooze(unquoted(when).removeprefix("until ") or None, because)


def _waiting(rest: str) -> Waiting:
    """Take whoever is to ask again out first: a mention is a person only until it is put into words."""
    chaser = _CHASED.search(rest)
    if chaser:
        parked = _parked(f"{rest[: chaser.start()]} {rest[chaser.end() :]}")
        return replace(parked, chaser=UserId(chaser["id"]))
    return _parked(rest)


def _parked(rest: str) -> Waiting:
    head, because = parted(" ".join(unescape(rest).split()), "because")
    head, until = parted(head, "until")
    on = _WAITS.search(head)
    if on and not head[on.end() :]:
        return Waiting(unquoted(head[: on.start()]), _party(on["party"]), until, because)
    what, somebody = parted(head, "on")
    if on or somebody:
        after = head[on.end() :].strip() if on else somebody or ""
        raise UsageError("no_party", EXAMPLES["waiting"], said=cut(after))
    return Waiting(unquoted(what), None, until, because)


def _party(word: str) -> WaitingOn:
    if word.lower() in {"customer", "client"}:
        return WaitingOn.CUSTOMER
    return WaitingOn.US if word.lower() == "us" else WaitingOn.THIRD_PARTY


def _ask(rest: str) -> Ask:
    """Take whom is asked from the front; the last "by" splits, since there may be one in what is asked for."""
    person = MENTION.match(rest)
    text = unescape(rest[person.end() :] if person else rest).strip()
    by = max(KEYWORDS["by"].finditer(text), key=re.Match.start, default=None)
    what, when = (text[: by.start()], text[by.end() :].strip()) if by else (text, None)
    return Ask(UserId(person[1]) if person else None, unquoted(what), when)


def _checklist(rest: str) -> Checklist:
    return Checklist(unquoted(unescape(rest)).lower() or None)


def _won(rest: str) -> Won:
    """Take figures at the end for the amount if they look like money: the 2 of "Phase 2" is part of the name."""
    text = unescape(rest)
    amount = _AMOUNT.search(text, max(0, len(text) - SHOWN))
    if amount and (amount["before"] or amount["after"] or amount["times"] or len(amount["number"]) > len("999")):
        return Won(unquoted(text[: amount.start()]) or None, amount[0].strip())
    return Won(unquoted(text) or None, None)


def _list(rest: str) -> ListDeals:
    word = rest.lower()
    if word not in ("", *Scope):
        nearest = get_close_matches(word, list(Scope), n=1)
        raise UsageError("no_list", f"list {nearest[0] if nearest else Scope.STALLED}", said=cut(unescape(rest)))
    return ListDeals(Scope(word or Scope.MINE))


def _help(rest: str) -> Help:
    return Help(more=rest.lower() in {"more", "all"})


_READERS: dict[str, Callable[[str], Request]] = {
    "next": _next,
    "done": _done,
    "reschedule": _reschedule,
    "waiting": _waiting,
    "ask": _ask,
    "owner": reading_roles.owner,
    "lead": reading_roles.lead,
    "give": reading_roles.give,
    "checklist": _checklist,
    **of_gates.READERS,
    "customer": lambda rest: Customer(unquoted(unescape(rest))),
    "won": _won,
    "list": _list,
    "history": lambda _: History(),
    "why": lambda _: Why(),
    "playbook": lambda _: PlaybookOf(),
    "snooze": _snooze,
    "decide": lambda _: Decide(),
    "close": read_close,
    "lessons": read_lessons,
    "report": reports.read_report,
    # Who is meant is read by whoever asks: a person must stay a person.
    "away": Away,
    "back": Back,
    "hours": lambda rest: Hours(unescape(rest)),
    "region": lambda rest: Region(unescape(rest)),
    "digest": lambda rest: Digest(unescape(rest)),
    "settings": lambda rest: SetUp(rest.strip().casefold()),
    "help": _help,
    **of_items.READERS,
    **of_promises.READERS,
}


def _unknown(word: str) -> UsageError:
    said = cut(unescape(word))
    nearest = get_close_matches(word, [*EXAMPLES, *ALIASES], n=1)
    if not nearest:
        return UsageError("unknown", EXAMPLES["help"], said=said)
    return UsageError("nearly", EXAMPLES[ALIASES.get(nearest[0], nearest[0])], said=said, nearest=nearest[0])
