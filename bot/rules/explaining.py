"""Why Baton says what it says about a deal: what was said, what was not, and what comes next. Changes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.context import Context
from bot.events import Nudged, NudgeHeld, NudgeSkipped, NudgeTold, Recorded, Snoozed
from bot.model import Deal, DealStatus, Due, ItemStatus, Lapse, LapseId, UserId
from bot.rules.changing import about
from bot.rules.preview import Foretold, foretell, of_open
from bot.rules.steps import in_force, open_steps, who_acts


@dataclass(frozen=True, slots=True)
class Word:
    """One word that was decided: when people had it, or why they never did; neither: it is on its way.

    ``held`` is what it waited for last on that way.
    """

    at: datetime
    nudge: Nudged
    told_at: datetime | None = None
    held: NudgeHeld | None = None
    skipped: NudgeSkipped | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """One open question with everything that was said about it, and what comes if nobody acts.

    ``put_off``: who wants to be asked later, while that moment is ahead.
    """

    lapse: Lapse
    about: str
    words: tuple[Word, ...]
    ahead: tuple[Foretold, ...]
    put_off: Snoozed | None = None


@dataclass(frozen=True, slots=True)
class NextDate:
    """The next moment that anybody gave."""

    due: Due
    what: str
    who: UserId


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a deal is as loud, or as quiet, as it is. ``first`` is the next word of all, where nothing is asked now."""

    asking: tuple[Asking, ...] = ()
    next_date: NextDate | None = None
    first: Foretold | None = None


def explain(deal: Deal, history: Sequence[Recorded], context: Context, *, now: datetime) -> Explained:
    """Return what is asked now, what was said and not said about it, and what comes, to whom and when."""
    if deal.status is not DealStatus.OPEN:
        return Explained()
    said, ahead = _said(history), of_open(deal, context, now=now)
    asking = tuple(
        Asking(each, about(deal, each), said.get(each.id, ()), ahead[each.id], _put_off(each, history))
        for each in deal.lapses
        if each.closed_at is None
    )
    first = None if asking else next(foretell(deal, context, now=now), None)
    return Explained(asking, min(_dates(deal, now), key=lambda each: each.due.at, default=None), first)


def _said(history: Sequence[Recorded]) -> dict[LapseId, tuple[Word, ...]]:
    """Return the words of each lapse, in the order in which they were decided."""
    words: dict[tuple[LapseId, int], Word] = {}
    for each in history:
        match each.event:
            case Nudged(lapse_id=lapse_id, rung=rung) as nudge:
                words[lapse_id, rung] = Word(each.at, nudge)
            case NudgeTold(lapse_id=lapse_id, rung=rung) if (lapse_id, rung) in words:
                words[lapse_id, rung] = replace(words[lapse_id, rung], told_at=each.at)
            case NudgeHeld(lapse_id=lapse_id, rung=rung) as held if (lapse_id, rung) in words:
                words[lapse_id, rung] = replace(words[lapse_id, rung], held=held)
            case NudgeSkipped(lapse_id=lapse_id, rung=rung) as skipped if (lapse_id, rung) in words:
                words[lapse_id, rung] = replace(words[lapse_id, rung], skipped=skipped)
    found: dict[LapseId, tuple[Word, ...]] = {}
    for (lapse_id, _), word in words.items():
        found[lapse_id] = (*found.get(lapse_id, ()), word)
    return found


def _put_off(lapse: Lapse, history: Sequence[Recorded]) -> Snoozed | None:
    events = (each.event for each in reversed(history) if lapse.snoozed_until)
    return next((each for each in events if isinstance(each, Snoozed) and each.lapse_id == lapse.id), None)


def _dates(deal: Deal, now: datetime) -> Iterator[NextDate]:
    for step in open_steps(deal):
        if in_force(step).at > now:
            yield NextDate(in_force(step), step.what, who_acts(step))
    for item in deal.items:
        if item.status is ItemStatus.OPEN and item.due and item.due.at > now:
            yield NextDate(item.due, item.title, item.holder_id)
