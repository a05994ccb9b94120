"""What should have been nudged: the spans in which something that should have happened had not, from inputs alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

from tests.simulation.hours import A_DAY, asked_by, ten_next_morning, wall, worked_by
from tests.soak.days import half_day, opening, whole_day, working_day
from tests.soak.effects import NEVER, Effect, When
from tests.soak.history import Said
from tests.soak.reading import Told
from tests.soak.story import DealStory
from tests.soak.town import CHANNEL, DECISION, DELIVERY, LADDERS, LEADER, LINES, STAND_BY, ZONES, Rung

SPREAD = 24 * 3600.0
"""Seconds that the same working hours may end earlier in another zone."""


@dataclass(frozen=True, slots=True)
class Span:
    """A lapse. From ``opens`` on its first rung counts; after ``ends`` nothing is said of it any more.

    A span that ``may_be`` need not have been: what it hangs on lies between two moments on both sides of a border.
    """

    deal: str
    kind: str
    what: str
    who: str
    opens: When
    ends: When
    rungs: Sequence[Rung]
    is_day: bool = False
    may_be: bool = False

    @property
    def zone(self) -> str:
        return ZONES[self.who]

    def ready(self, rung: int, said: float | None) -> float:
        """Return when a rung may be said at the earliest, the one before it having been said then."""
        rule = self.rungs[rung - 1]
        base = self.opens.earliest if said is None else said
        if rule.is_next_morning and self.is_day and said is not None:
            return ten_next_morning(self.zone, base)
        return asked_by(self.zone, base, rule.after) if rule.after else base

    def due(self, rung: int, said: float | None) -> float:
        """Return from when on it had to be said."""
        if said is None:
            late = replace(self, opens=When(self.opens.latest, self.opens.latest))
            return late.ready(rung, None) if self.opens.latest < inf else inf
        return self.ready(rung, said)


@dataclass(frozen=True, slots=True)
class Step:
    """A next step: from when it was there, its dates as they followed each other, and its end.

    ``twice`` is when it was moved a second time by our own doing.
    """

    what: str
    by: str
    made: When
    dates: Sequence["Dated"]
    ends: When
    twice: When = NEVER


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in force from ``since`` on. One of a step that waits reminds nobody before it has come."""

    due: float
    is_day: bool
    since: When
    is_parked: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """How a deal went: who owned it from when, its steps, its lines and its end."""

    deal: DealStory
    opened: When
    answered: When
    is_accepted: bool
    steps: Sequence[Step]
    finished: Mapping[str, When]
    taken: When
    given: When
    decided: When
    choice: str
    ends: When

    @property
    def owner(self) -> str:
        return self.deal.offered if self.is_accepted else self.deal.seller


def course(deal: DealStory, found: Sequence[Effect], told: Sequence[Told], ids: Mapping[str, str]) -> Course:
    """Put the effects of a deal together."""
    names = {user: name for name, user in ids.items()}
    by_act = {act: [each for each in found if each.input.act == act] for act in {each.input.act for each in found}}
    answers = by_act.get("accept", []) + by_act.get("decline", [])
    decided = by_act.get("decide", [])[:1]
    choice = decided[0].input.what if decided else ""
    ends = decided[0].when if choice == "stop" else NEVER
    steps = [_step(each, by_act, ends) for each in by_act.get("commit", [])]
    if choice == "continue":
        steps = _continued(deal, decided[0], steps, told, names)
    opened = found[0].when if found[0].input is deal.won else When(deal.won.sent, deal.won.answered)
    return Course(
        deal,
        opened,
        _sooner(answers[0].when if answers else NEVER, ends, _expired(deal, opened, told)),
        bool(by_act.get("accept")),
        steps,
        {each.input.what: each.when for each in by_act.get("finish", [])},
        by_act["take"][0].when if by_act.get("take") else NEVER,
        by_act["give"][0].when if by_act.get("give") else NEVER,
        decided[0].when if decided else NEVER,
        choice,
        ends,
    )


def _expired(deal: DealStory, opened: When, told: Sequence[Told]) -> When:
    """Return when the offer that nobody answered ended: once its ladder is climbed and a working day went by, as was said.

    It ends the question as an answer does. One that was said too early ends nothing here, and what follows is untrue.
    """
    said = next((each.said.at for each in told if (each.kind, each.deal) == ("expired", deal.name)), inf)
    kind = LADDERS[deal.kind]["owner_not_accepted"]
    hours = kind.opens_after + sum(rung.after for rung in kind.rungs) + A_DAY
    # By whose calendar each rung counts is not asked here: those of the town are less than a day apart.
    earliest = worked_by(ZONES[deal.offered], opened.earliest, hours) - SPREAD
    return When(earliest, said) if earliest < said < inf else NEVER


def _step(made: Effect, by_act: Mapping[str, Sequence[Effect]], ends: When) -> Step:
    what = made.input.what
    moves = [each for act in ("move", "park") for each in by_act.get(act, []) if each.input.what == what]
    dates, own = [Dated(made.input.due, made.input.is_day, made.when)], made.input.due
    for each in sorted(moves, key=lambda one: one.when.earliest):
        is_parked = each.input.act == "park"
        # Whoever waits asks again at that moment, but never before the step's own date.
        if not is_parked or each.input.due > own:
            dates.append(Dated(each.input.due, each.input.is_day, each.when, is_parked))
        own = own if is_parked else each.input.due
    kept = [each.when for each in by_act.get("keep", []) if each.input.what == what]
    in_turn = sorted(dates, key=lambda each: each.since.earliest)
    return Step(what, made.input.by, made.when, in_turn, _sooner(*kept, ends), _twice(made, moves))


def _twice(made: Effect, moves: Sequence[Effect]) -> When:
    """Return when a step was moved later once too often by us; whoever moved one that waited moved it for the customer."""
    own, slips, waits = made.input.due, [], False
    for each in sorted(moves, key=lambda one: one.when.earliest):
        is_move = each.input.act == "move"
        if is_move and each.input.due > own and not waits:
            slips.append(each.when)
        own, waits = (each.input.due, False) if is_move else (own, True)
    return slips[1] if len(slips) > 1 else NEVER


def _sooner(*moments: When) -> When:
    return min(moments, key=lambda each: each.earliest, default=NEVER)


def _continued(
    deal: DealStory, decided: Effect, steps: Sequence[Step], told: Sequence[Told], names: Mapping[str, str]
) -> list[Step]:
    """Add the step that a decision began, and let those end that it was about, as far as anybody can tell."""
    name, when = decided.input.otherwise, decided.when
    said = next((each for each in told if each.kind == "commit" and each.what == name), None)
    cards = [each for each in told if (each.where, each.deal, each.kind) == (DECISION, deal.name, "step_overdue")]
    asked = {
        (step.what, card.who)
        for step in steps
        for card in cards
        if card.what == step.what and step.dates[-1].due < card.said.at < when.latest
    }
    ended = []
    for step in steps:
        is_asked_about = step.dates[-1].due < when.latest or step.twice.earliest < when.latest
        if step.ends.earliest > when.earliest and is_asked_about:
            decider = next((user for user, name in names.items() if name == decided.input.by), "")
            sure = (step.what, decider) in asked and step.ends is NEVER
            step = replace(step, ends=When(when.earliest, when.latest if sure else max(step.ends.latest, when.latest)))  # noqa: PLW2901
        ended.append(step)
    if said is None:
        return ended
    dated = Dated(decided.input.due, decided.input.is_day, when)
    return [*ended, Step(name, names.get(said.who, deal.seller), when, (dated,), NEVER)]


def spans(way: Course, told: Sequence[Told]) -> list[Span]:
    """Return every lapse of a deal. What was said is asked only for what a delay counts from."""
    found = [*_owner(way), *_merged(_nothing_dated(way))]
    for step in way.steps:
        found += [*_of_step(way, step), *_moved_twice(way, step)]
    for key in LINES:
        found += [*_of_line(way, key, told), *_handed_in(way, key)]
    return [each for each in found if each.opens.earliest < each.ends.latest]


def _rungs(way: Course, kind: str) -> Sequence[Rung]:
    return LADDERS[way.deal.kind][kind].rungs


def _opens_after(way: Course, kind: str, who: str, since: When) -> When:
    hours, zone = LADDERS[way.deal.kind][kind].opens_after, ZONES[who]
    latest = worked_by(zone, since.latest, hours) if since.latest < inf else inf
    return When(worked_by(zone, since.earliest, hours), latest)


def _owner(way: Course) -> Iterator[Span]:
    """Ask until there is an answer; whoever decides that it goes on may thereby have the question asked afresh."""
    kind, who = "owner_not_accepted", way.deal.offered
    rungs = _rungs(way, kind)
    first = Span(way.deal.name, kind, "", who, _opens_after(way, kind, who, way.opened), way.answered, rungs)
    if way.choice != "continue" or way.decided.latest >= way.answered.latest:
        yield first
        return
    yield replace(first, ends=When(way.decided.earliest, way.answered.latest))
    again = _opens_after(way, kind, who, way.decided)
    yield replace(first, opens=again, may_be=True)


def _merged(gaps: Iterator[Span]) -> list[Span]:
    """Take gaps for one that end with the same step: which of the ends before it began it is not always known."""
    found: dict[When, Span] = {}
    for gap in gaps:
        same = found.get(gap.ends)
        if same:
            opens = When(min(same.opens.earliest, gap.opens.earliest), max(same.opens.latest, gap.opens.latest))
            gap = replace(gap, opens=opens, may_be=same.may_be and gap.may_be)  # noqa: PLW2901
        found[gap.ends] = gap
    return list(found.values())


def _nothing_dated(way: Course) -> Iterator[Span]:
    """Find the gaps: from the end of the last step, or from the answer about the owner, to the next step."""
    kind = "nothing_dated"
    for since in [way.answered, *(step.ends for step in way.steps)]:
        if since.earliest == inf or since.latest < way.answered.earliest or since.earliest >= way.ends.earliest:
            continue
        if any(step.made.latest <= since.earliest and step.ends.earliest > since.latest for step in way.steps):
            continue
        after = [step.made for step in way.steps if step.made.latest > since.earliest]
        is_sure = since.earliest >= way.answered.latest or since == way.answered
        is_sure &= not any(step.made.earliest < since.latest and step.ends.latest > since.latest for step in way.steps)
        opens = _opens_after(way, kind, way.owner, since)
        # A later answer of the one asked, or a decision, begins the count anew; then this gap is not told of.
        yield Span(
            way.deal.name, kind, "", way.owner, opens, _sooner(*after, way.ends), _rungs(way, kind), may_be=not is_sure
        )


def _of_step(way: Course, step: Step) -> Iterator[Span]:
    for dated, following in zip(step.dates, [*step.dates[1:], None], strict=True):
        ends = _sooner(following.since if following else NEVER, step.ends)
        due = When(max(dated.due, dated.since.earliest), max(dated.due, dated.since.earliest))
        name = (way.deal.name, step.what, step.by)
        kind = "step_overdue"
        yield Span(name[0], kind, name[1], name[2], due, ends, _rungs(way, kind), is_day=dated.is_day)
        morning = opening(ZONES[step.by], dated.due)
        if not dated.is_parked and dated.since.earliest < morning < dated.due:
            over = When(min(dated.due, ends.earliest), min(dated.due, ends.latest))
            kind = "step_due"
            may_be = dated.since.latest >= morning
            yield Span(name[0], kind, name[1], name[2], When(morning, morning), over, _rungs(way, kind), may_be=may_be)


def _moved_twice(way: Course, step: Step) -> Iterator[Span]:
    """Have the lead asked how a step goes on that keeps moving; whoever decided about the deal may have answered it."""
    kind = "slipped_twice"
    ends = step.ends
    if way.choice == "continue":
        ends = When(min(ends.earliest, way.decided.earliest), ends.latest)
    yield Span(way.deal.name, kind, step.what, _leads(way, step.by), step.twice, ends, _rungs(way, kind))


def _leads(way: Course, by: str) -> str:
    """Return who decides when somebody's own word does not hold: never they themselves."""
    return next(each for each in (DELIVERY, way.owner, LEADER) if each != by)


def _of_line(way: Course, key: str, told: Sequence[Told]) -> Iterator[Span]:
    line = LINES[key]
    since = way.taken if line.waits_for else way.opened
    if since.earliest == inf:
        return
    ends, due = _sooner(way.finished.get(key, NEVER), way.ends), line_due(way, key)
    for holder, got, until in held(way, key, ends):
        morning = opening(ZONES[holder], due)
        opens = morning if since.earliest < morning else due
        begins = When(max(opens, got.earliest), max(opens, got.latest))
        first = Span(way.deal.name, "item_due", key, holder, begins, until, _rungs(way, "item_due"))
        yield first
        reminded = [each for each in _reminders(way, key, told) if got.earliest <= each.ts]
        if reminded:
            # The public word counts from the private one, if that came later than the due moment.
            counts = When(max(due, reminded[0].ts), max(due, reminded[0].ts))
            rungs = [each for each in _rungs(way, "item_overdue") if line.is_gate or each.where == CHANNEL]
            yield replace(first, kind="item_overdue", opens=counts, rungs=rungs)


def held(way: Course, key: str, ends: When) -> Iterator[tuple[str, When, When]]:
    """Yield who holds a line from when until when: whoever it was given to is asked from the first word on."""
    holder = LINES[key].holder
    if key != "contract" or way.given.earliest >= ends.latest:
        yield holder, When(0.0, 0.0), ends
        return
    yield holder, When(0.0, 0.0), _sooner(way.given, ends)
    yield STAND_BY, way.given, ends


def _reminders(way: Course, key: str, told: Sequence[Told]) -> Iterator[Said]:
    return (each.said for each in told if (each.kind, each.what, each.deal) == ("item_due", key, way.deal.name))


def _handed_in(way: Course, key: str) -> Iterator[Span]:
    """Ask whoever receives a done line to accept it; a decision that the deal goes on may have it asked afresh."""
    kind, who, done = "done_not_accepted", LINES[key].receiver, way.finished.get(key, NEVER)
    if not who or done.earliest == inf:
        return
    ends = _sooner(way.taken, way.ends)
    first = Span(way.deal.name, kind, key, who, _half_day_after(way, kind, who, done), ends, _rungs(way, kind))
    if way.choice != "continue" or way.decided.latest <= done.earliest or way.decided.latest >= ends.latest:
        yield first
        return
    yield replace(first, ends=When(way.decided.earliest, ends.latest))
    yield replace(first, opens=_half_day_after(way, kind, who, way.decided), may_be=True)


def _half_day_after(way: Course, kind: str, who: str, since: When) -> When:
    """Return when a delay of a day or more lets a lapse open: as the morning or the afternoon begins."""
    opens = _opens_after(way, kind, who, since)
    if LADDERS[way.deal.kind][kind].opens_after < A_DAY:
        return opens
    return When(*(half_day(ZONES[who], each) if each < inf else inf for each in (opens.earliest, opens.latest)))


def line_due(way: Course, key: str) -> float:
    """Return when a line is due: so many working days from the opening; one that waited has the next day at least."""
    line = LINES[key]
    zone = ZONES[line.holder]
    due = whole_day(zone, working_day(wall(zone, way.opened.earliest).date(), line.days))
    if not line.waits_for:
        return due
    return max(due, whole_day(zone, working_day(wall(zone, way.taken.earliest).date(), 1)))
