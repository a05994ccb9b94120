"""What a digest shows: only what needs somebody, the most consequential first, and nothing when there is nothing."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID

from bot.context import Context
from bot.events import Decided, Event, Nudged, Recorded, StepKept, StepRescheduled
from bot.handovers import HandoverComplete
from bot.model import Deal, DealId, DealStatus, Item, ItemStatus, LapseKind, Lost, StepStatus, UserId
from bot.outgoing import DigestFacts, Line
from bot.rules.asking import asked
from bot.rules.changing import about
from bot.rules.items import receiver
from bot.rules.lapses import conditions
from bot.rules.ledger import ledger
from bot.rules.questions import is_private
from bot.rules.requests import requests, who_answers
from bot.rules.steps import in_force, open_steps, who_acts
from bot.working_time import at_local, is_working_day, local_day, next_working_day

Theirs = Mapping[str, object]
"""Facts that a line of a digest has beside what all of them have."""
Reads = Callable[[UserId, str | None], Theirs | None]
"""Tell what a line is to its reader that asks ``who`` for a function; None: it is somebody else's."""

PERSON_AT, TEAM_AT = time(8, 30), time(10)
"""Local times at which a person and a channel get their digest."""

MOST_LINES = 7
"""More lines than this are not read; the rest is counted."""

ORDER = (
    "decision",
    "owner_offer",
    "step_offer",
    "request",
    "counter",
    "colleague_gone",
    "promise_at_risk",
    "step_overdue",
    "item_overdue",
    "done_not_accepted",
    "step_due",
    "item_due",
    "to_accept",
    "nothing_dated",
    "customer_stale",
    "customer_unwritten",
    "waiting",
    "asked_for",
    "slipped",
    "decided",
    "handed_over",
    "kept",
    "figures",
)
"""The kinds of lines, by what happens if nobody looks."""

LATER = "item_later"
"""An open item that no day asks for yet."""

BESIDE = ("asked_for",)
"""What others have to do for a reader: it stands beside what needs them, and is no reason for a digest by itself."""

OF_DEAL = (
    LapseKind.COLLEAGUE_GONE,
    LapseKind.PROMISE_AT_RISK,
    LapseKind.NOTHING_DATED,
    LapseKind.CUSTOMER_STALE,
)
"""What is told of a deal as a whole, to whoever must act."""


HANDS_OVER = "whether to hand this deal over"
"""What the owner is asked about by whoever asks to own the deal."""


def clock_of(context: Context, who: UserId) -> time:
    """Return the local time at which a person wants their digest."""
    return context.time_of(who).digest_at or PERSON_AT


def nothing(context: Context, who: UserId, *, zone: str, now: datetime) -> DigestFacts | None:
    """Return the digest of a day on which nothing needs a person; None: they would rather read nothing then."""
    if not context.time_of(who).is_digest_daily:
        return None
    return DigestFacts("person", local_day(zone, now).isoformat(), zone, ())


def next_at(context: Context, who: UserId | None, clock: time, *, zone: str, now: datetime) -> datetime:
    """Return the next local ``clock`` after ``now`` on a day when ``who`` works and is there; None: the workspace."""
    calendar = context.calendar(who) if who else context.home()
    day = local_day(zone, now)
    if not is_working_day(calendar, day) or at_local(zone, day, clock) <= now:
        day = next_working_day(calendar, day)
    # One absence may end where another begins.
    while who and (away := context.absence(who, at_local(zone, day, clock))):
        day = next_working_day(calendar, away.last)
    return at_local(zone, day, clock)


def for_person(
    deals: Iterable[Deal], person: UserId, context: Context, *, zone: str, now: datetime
) -> DigestFacts | None:
    """Return one person's digest for their local day, or None when nothing needs them."""
    day = local_day(zone, now)
    lines = [line for deal in deals for line in person_lines(deal, person, context, day, now=now)]
    return _facts("person", day, zone, lines)


def for_team(
    deals: Iterable[Deal], recent: Iterable[tuple[Deal, Recorded]], *, zone: str, now: datetime
) -> DigestFacts | None:
    """Return the team's digest: open decisions, and what was kept and moved since the last one, deal by deal.

    A private deal is never mentioned outside its channel.
    """
    lines = [line for deal in deals if not deal.is_private for line in _decisions(deal, None)]
    told = [(deal, recorded) for deal, recorded in recent if not deal.is_private]
    lines += [line for deal, recorded in told for line in _recent(deal, recorded)]
    lines += _figures(told)
    return _facts("team", local_day(zone, now), zone, lines)


def for_leadership(deals: Iterable[Deal], *, zone: str, now: datetime) -> DigestFacts | None:
    """Return leadership's digest: the decisions nobody has taken. A private deal is never mentioned."""
    lines = [line for deal in deals if not deal.is_private for line in _decisions(deal, None)]
    return _facts("leadership", local_day(zone, now), zone, lines)


def arisen(deal: Deal, events: Iterable[Event]) -> tuple[Line, ...]:
    """Return what leadership's digest of the day must also say now: the decisions that these events ask for."""
    asked_for = {str(each.lapse_id) for each in events if isinstance(each, Nudged) and each.decider_id}
    if deal.is_private or not asked_for:
        return ()
    return tuple(line for line in _decisions(deal, None) if line.subject in asked_for)


def with_added(facts: DigestFacts, added: Sequence[Line]) -> DigestFacts:
    """Return a digest with what was added to it since; what is asked again, perhaps of another, stays one line."""
    # Put back in its old place, where its reader remembers it: a dictionary keeps the place of a key that comes again.
    newest = {(line.deal_id, line.subject): line for line in (*facts.lines, *added)}
    return replace(facts, lines=tuple(newest.values()))


def _facts(audience: str, day: date, zone: str, lines: list[Line]) -> DigestFacts | None:
    if all(line.kind in BESIDE for line in lines):
        return None
    ordered = sorted(lines, key=lambda line: (ORDER.index(line.kind), line.at is None, line.at, line.deal_name))
    return DigestFacts(audience, day.isoformat(), zone, tuple(ordered[:MOST_LINES]), max(0, len(ordered) - MOST_LINES))


def line_of(deal: Deal, kind: str, about: str, **more: object) -> Line:
    # A link to a channel that was deleted is drawn as no channel at all.
    channel_id = None if deal.channel_lost is Lost.GONE else deal.channel_id
    return Line(kind, deal.id, deal.facts.name, channel_id, about, **more)  # type: ignore[arg-type]


def _decisions(deal: Deal, reads: Reads | None) -> Iterator[Line]:
    for lapse in deal.lapses:
        if lapse.closed_at or lapse.decider_id is None:
            continue
        # What somebody was asked privately is nobody else's to read.
        if reads is None and is_private(deal, lapse):
            continue
        theirs: Theirs | None = reads(lapse.decider_id, None) if reads else {}
        if theirs is not None:
            facts: Theirs = {"at": lapse.opened_at, "who": lapse.decider_id, "asks": lapse.kind}
            what = {"subject": str(lapse.id), "generation": lapse.rung}
            yield line_of(deal, "decision", about(deal, lapse), **facts, **what, **theirs)


def _reader(deal: Deal, context: Context, person: UserId, now: datetime) -> Reads:
    """Return how to tell what of a deal is for one reader: their own, and that of whom they stand in for."""

    def reads(who: UserId, function: str | None) -> Theirs | None:
        turn = asked(deal, context, who, function, now=now)
        return {"instead_of": turn.instead_of} if turn.whom == person else None

    return reads


def person_lines(
    deal: Deal, person: UserId, context: Context, day: date, *, also_later: bool = False, now: datetime
) -> Iterator[Line]:
    """Return what of a deal needs a person on a day; ``also_later``: and what is theirs by another one."""
    if deal.status is not DealStatus.OPEN:
        return
    reads = _reader(deal, context, person, now)
    yield from _decisions(deal, reads)
    whom = deal.asked_about_owner()
    if deal.offer and whom and (theirs := reads(whom, None)) is not None:
        facts: Theirs = {"at": deal.offer.at, "who": deal.offer.by}
        about = HANDS_OVER if deal.offer.is_claim else "you were asked to own this deal"
        yield line_of(deal, "owner_offer", about, **facts, **theirs)
    yield from _offered_lines(deal, reads)
    yield from _request_lines(deal, reads)
    yield from _step_lines(deal, reads, day, now, also_later=also_later)
    wanted = conditions(deal, context, now=now)
    stuck = {each.subject for each in wanted if each.kind is LapseKind.DONE_NOT_ACCEPTED and each.since <= now}
    yield from _item_lines(deal, reads, day, now, stuck, also_later=also_later)
    for condition in wanted:
        is_now = condition.kind in OF_DEAL and condition.since <= now
        if is_now and (theirs := reads(condition.who, condition.function)) is not None:
            about = "no next step has a date" if condition.kind is LapseKind.NOTHING_DATED else condition.about
            # Nobody can say of what was never written whether it is still true.
            is_unwritten = condition.kind is LapseKind.CUSTOMER_STALE and deal.customer_line is None
            kind = "customer_unwritten" if is_unwritten else condition.kind.value
            # Whoever is asked does not stand in for them: they are what it is about.
            left: Theirs = {"who": condition.who} if condition.kind is LapseKind.COLLEAGUE_GONE else theirs
            yield line_of(deal, kind, about, at=condition.since, **left)


def _offered_lines(deal: Deal, reads: Reads) -> Iterator[Line]:
    """Ask again, each morning, whom a step is offered to: it has no clock that would."""
    for step in deal.steps:
        is_plain = step.status is StepStatus.OFFERED and step.request is None
        theirs = reads(step.by, None) if is_plain else None
        if theirs is not None:
            facts = {"subject": str(step.id), "at": step.made_at, "generation": step.generation, **theirs}
            yield line_of(deal, "step_offer", step.what, **facts)


def _request_lines(deal: Deal, reads: Reads) -> Iterator[Line]:
    """Tell whose turn it is that an answer is wanted, and the asker whom they wait for."""
    for step in requests(deal):
        assert step.request
        counter, asker = step.request.counter, step.request.by
        facts: Theirs = {"subject": str(step.id), "generation": step.generation}
        due = counter or step.due
        if (theirs := reads(who_answers(step), None)) is not None:
            whom = step.by if counter else asker
            yield line_of(deal, "counter" if counter else "request", step.what, at=due.at, who=whom, **facts, **theirs)
        elif (theirs := reads(asker, None)) is not None:
            yield line_of(deal, "asked_for", step.what, at=due.at, who=step.by, **facts, **theirs)


def _step_lines(deal: Deal, reads: Reads, day: date, now: datetime, *, also_later: bool) -> Iterator[Line]:
    for step in open_steps(deal):
        due, theirs = in_force(step), reads(who_acts(step), None)
        if theirs is None:
            continue
        facts = {"subject": str(step.id), "at": due.at, "generation": step.generation, **theirs}
        if due.at <= now:
            yield line_of(deal, "step_overdue", step.what, **facts)
        elif local_day(due.zone, due.at) <= day:
            yield line_of(deal, "waiting" if step.parked else "step_due", step.what, **facts)
        elif also_later:
            yield line_of(deal, "waiting_later" if step.parked else "step_later", step.what, **facts)


def _item_lines(
    deal: Deal, reads: Reads, day: date, now: datetime, stuck: Collection[UUID | None], *, also_later: bool
) -> Iterator[Line]:
    """Show what is due and late, and what waits to be accepted: ``stuck`` for so long that it holds others up."""
    for item in deal.items:
        facts: Theirs = {"subject": str(item.id), "generation": item.generation}
        if item.status is ItemStatus.OPEN:
            kind = item_kind(item, day, now)
            # Who is asked in whose place is worked out for lines that are shown only: most lines of most deals lie far ahead.
            theirs = reads(item.holder_id, item.function) if also_later or kind != LATER else None
            if theirs is not None:
                yield line_of(deal, kind, item.title, at=item.due.at if item.due else None, **facts, **theirs)
        elif item.status is ItemStatus.DONE and item.accepted_by:
            theirs = reads(receiver(deal, item), item.accepted_by)
            if theirs is not None:
                kind = LapseKind.DONE_NOT_ACCEPTED.value if item.id in stuck else "to_accept"
                yield line_of(deal, kind, item.title, at=item.done_at, who=item.done_by, **facts, **theirs)


def item_kind(item: Item, day: date, now: datetime) -> str:
    """Return of which kind the line of an open item is, on a day."""
    if item.due is None:
        return LATER
    if item.due.at <= now:
        return "item_overdue"
    return "item_due" if local_day(item.due.zone, item.due.at) <= day else LATER


def _figures(told: Iterable[tuple[Deal, Recorded]]) -> Iterator[Line]:
    """Add up what a deal's steps came to, where several did something; of one its own line says it."""
    by_deal: dict[DealId, list[tuple[Deal, Recorded]]] = {}
    for deal, recorded in told:
        by_deal.setdefault(deal.id, []).append((deal, recorded))
    for found in by_deal.values():
        figures = ledger(recorded for _, recorded in found)
        if figures.kept + figures.ours.all + figures.foreign > 1:
            yield line_of(found[-1][0], "figures", "", figures=figures)


def _recent(deal: Deal, recorded: Recorded) -> Iterator[Line]:
    event = recorded.event
    if isinstance(event, StepKept):
        yield line_of(deal, "kept", event.what, at=recorded.at)
    elif isinstance(event, StepRescheduled):
        yield line_of(deal, "slipped", event.what, at=event.due.at)
    elif isinstance(event, HandoverComplete):
        # The number alone: what it counts is said where it is drawn.
        yield line_of(deal, "handed_over", str(event.days), at=recorded.at)
    elif isinstance(event, Decided):
        yield line_of(deal, "decided", str(event.choice), at=recorded.at)
