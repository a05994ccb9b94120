"""Compares what Slack has with what had to be said, as inputs alone tell; it sees no table, no key and no event of ours."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tests.soak.digesting import Digests
from tests.soak.effects import Effect, effects
from tests.soak.history import History
from tests.soak.needing import Need, needs
from tests.soak.nudging import WIRE, Nudging, doubles
from tests.soak.publicly import Publicly
from tests.soak.reading import NUDGES, Told, read_all
from tests.soak.spans import Course, Span, course, spans
from tests.soak.story import DealStory, Heard, Input, Story
from tests.soak.timeline import Timeline
from tests.soak.town import DECISION, LINES, STAND_BY
from tests.soak.verdict import DOUBLE, EARLY, LOST, OVER, UNCALLED, WRONG, Verdict

ONCE = ("brief", "board", "offer")


@dataclass(frozen=True, slots=True)
class Understood:
    """One deal: what people did, what became of it, what was said of it, and what had to be asked."""

    way: Course
    effects: Sequence[Effect]
    told: Sequence[Told]
    spans: Sequence[Span]


@dataclass
class Judge:
    """One run's judge. ``unrested``: evenings that ended before all was said."""

    story: Story
    history: History
    timeline: Timeline
    unrested: Sequence[float] = ()

    def __post_init__(self) -> None:
        self.verdict = Verdict()
        self._end = self.timeline.marks[-1][1]

    def judge(self) -> Verdict:
        """Compare everything; each difference is one fault."""
        told = doubles(self._read(), self.verdict)
        deals = [self._understood(deal, [each for each in told if each.deal == deal.name]) for deal in self.story.deals]
        names = {user: name for name, user in self.story.ids.items()}
        publicly = Publicly(self.history, told, [span for each in deals for span in each.spans], names)
        publicly.judge(self.verdict)
        needed: list[Need] = []
        for each in deals:
            needed += self._deal(each, publicly)
        known = {deal.name for deal in self.story.deals} | {""}
        for one in told:
            if one.kind == "unknown" or one.deal not in known or (not one.deal and one.kind != "digest"):
                self.verdict.blame(UNCALLED, f"{one.kind} of {one.deal or 'no deal'}", one.said)
        digests = [each for each in told if each.kind == "digest"]
        Digests(self.history, self.timeline, self.unrested, self.story.ids, self.verdict).judge(
            digests, needed, end=self._end
        )
        return self.verdict

    def _read(self) -> list[Told]:
        deals = {f"deal-{deal.account.lower().replace(' ', '-')}": deal.name for deal in self.story.deals}
        steps = {each.what: deal.name for deal in self.story.deals for each in deal.inputs if each.act == "commit"}
        steps |= {
            each.otherwise: deal.name for deal in self.story.deals for each in deal.inputs if each.act == "decide"
        }
        return read_all(self.history, deals, steps)

    def _understood(self, deal: DealStory, told: Sequence[Told]) -> Understood:
        found, wrong = effects(deal, told)
        for each in wrong:
            said = (each.told.said,) if each.told else ()
            self.verdict.blame(LOST if each.is_lost else UNCALLED, f"the word about {each.what}", *said)
        way = course(deal, found, told, self.story.ids)
        return Understood(way, found, told, spans(way, told))

    def _deal(self, deal: Understood, publicly: Publicly) -> list[Need]:
        way, told = deal.way, deal.told
        self._opening(way, told)
        self._nudges(deal, publicly)
        self._settled(way, told)
        self._consequences(way, told)
        self._handover(way, told)
        self._promise(way, told)
        self._board(way, told)
        return list(needs(way, told, self.story.ids, deal.effects))

    def _opening(self, way: Course, told: Sequence[Told]) -> None:
        name = way.deal.name
        slug = f"deal-{way.deal.account.lower().replace(' ', '-')}-"
        rooms = [room for room in self.history.rooms if room.name.startswith(slug) and room.is_ours]
        if len(rooms) != 1:
            self.verdict.blame(DOUBLE if rooms else LOST, f"the channel of {name}: {[room.name for room in rooms]}")
            return
        counts = Counter(each.kind if each.kind != "checklist" else f"{each.what} checklist" for each in told)
        unlocked = way.taken.latest < self._end
        wanted = [*ONCE, "Sales checklist", *(["Finance checklist"] if unlocked else [])]
        for kind in wanted:
            if counts[kind] != 1:
                about = [each.said for each in told if each.kind == kind]
                self.verdict.blame(DOUBLE if counts[kind] else LOST, f"{kind} of {name}", *about)
        pinned = [each for each in told if each.kind == "board" and each.said.is_pinned]
        if len(pinned) != 1:
            self.verdict.blame(LOST, f"the pin of {name}")
        if not rooms[0].topic:
            self.verdict.blame(LOST, f"the topic of {name}")
        asked = [way.deal.seller, way.deal.offered, *([LINES["invoice"].holder] if unlocked else [])]
        asked += [STAND_BY] if way.given.latest < self._end else []
        absent = [who for who in asked if self.story.ids[who] not in rooms[0].members]
        if absent:
            self.verdict.blame(LOST, f"the invitation of {', '.join(absent)} to {name}")

    def _nudges(self, deal: Understood, publicly: Publicly) -> None:
        wanted, said = defaultdict(list), defaultdict(list)
        for span in deal.spans:
            wanted[span.kind, span.what].append(span)
        for each in deal.told:
            if each.kind in NUDGES:
                said[each.kind, each.what].append(each)
        nudging = Nudging(self.timeline, self.verdict, self._end, publicly)
        for subject in wanted.keys() | said.keys():
            nudging.judge(wanted[subject], said[subject], self.story.ids)

    def _settled(self, way: Course, told: Sequence[Told]) -> None:
        """Hold that a line that is settled when it first stands there was settled on its way, by somebody."""
        for each in told:
            if each.kind == "ended" and not any(self._may_settle(act, each) for act in way.deal.inputs):
                self.verdict.blame(OVER, f"a line about {way.deal.name}", each.said)

    def _may_settle(self, act: Input, told: Told) -> bool:
        is_recent = act.heard is Heard.MAYBE or self.timeline.later(act.answered, WIRE) >= told.said.at
        return act.heard is not Heard.NO and act.sent <= told.said.ts and is_recent

    def _consequences(self, way: Course, told: Sequence[Told]) -> None:
        """Hold that what was agreed otherwise is said with each decision that is asked for, and only then."""
        for step in way.steps:
            agreed = next((each.otherwise for each in way.deal.of("commit") if each.what == step.what), "")
            asked = (DECISION, "step_overdue", step.what)
            cards = [each for each in told if (each.where, each.kind, each.what) == asked]
            said = [each for each in told if each.kind == "consequence" and each.what == step.what]
            least = sum(each.said.ts < self.timeline.later(self._end, -60) for each in cards) if agreed else 0
            # A card may be moot by the time at which it would be sent; what was agreed is said all the same.
            most = max(len(cards), len(step.dates)) if agreed else 0
            if len(said) < least:
                self.verdict.blame(LOST, f"the consequence of {step.what}", *(each.said for each in cards))
            if len(said) > most:
                self.verdict.blame(DOUBLE, f"the consequence of {step.what}", *(each.said for each in said))

    def _handover(self, way: Course, told: Sequence[Told]) -> None:
        """Hold that the handover is called complete once, when its only gate was taken, and not before."""
        said = [each.said for each in told if each.kind == "complete"]
        if way.taken.latest < self._end and not said:
            self.verdict.blame(LOST, f"the handover of {way.deal.name}")
        if len(said) > 1:
            self.verdict.blame(DOUBLE, f"the handover of {way.deal.name}", *said)
        if said and said[0].at < way.taken.earliest:
            self.verdict.blame(EARLY, f"the handover of {way.deal.name}", said[0])

    def _promise(self, way: Course, told: Sequence[Told]) -> None:
        """Hold that what was promised is asked about as long as nobody said yes or no, and no longer."""
        answers = [*way.deal.of("agree"), *way.deal.of("refuse")]
        for question in (each for each in told if each.kind == "promise"):
            is_asked = "was promised this" in question.said.now
            if any(each.heard is Heard.YES for each in answers) and is_asked:
                self.verdict.blame(
                    WRONG, f"{question.what} of {way.deal.name} is answered and asked about", question.said
                )
            # Of a deal that was stopped nobody is asked anything any more.
            if not answers and not is_asked and way.choice != "stop":
                self.verdict.blame(WRONG, f"{question.what} of {way.deal.name} is asked of nobody", question.said)

    def _board(self, way: Course, told: Sequence[Told]) -> None:
        """Hold that the board, in the end, names the owner and the steps that stand."""
        board = next((each.said.now for each in told if each.kind == "board"), None)
        if board is None:
            return
        owner = self.story.ids[way.owner]
        if f"*Owner:* <@{owner}>" not in board and (
            way.answered.latest < self._end or way.answered.earliest > self._end
        ):
            self.verdict.blame(WRONG, f"the board of {way.deal.name} does not name {way.owner}")
        for step in way.steps:
            is_open = step.made.latest < self._end and step.ends.earliest > self._end
            if is_open and len(way.steps) < 6 and step.what not in board:
                self.verdict.blame(WRONG, f"the board of {way.deal.name} does not show {step.what}")
            if step.ends.latest < self._end and step.what in board:
                self.verdict.blame(WRONG, f"the board of {way.deal.name} still shows {step.what}")
