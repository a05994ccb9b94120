"""What a year comes to: counts by person and day, by deal, and by kind; nothing here knows the kinds beforehand."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.events import Decided, ItemAccepted, ItemDone, ItemSentBack, Nudged, NudgeSkipped, Recorded, Rescued, StepKept
from bot.model import Deal, DealId, DealStatus, ItemId, LapseKind, UserId
from bot.outgoing import DigestFacts, Outgoing
from bot.rules.restraint import joins_within
from bot.working_time import is_working_day, local_day
from tests.year.company import Company

A_DAY = timedelta(days=1)

PersonDay = tuple[UserId, date]


@dataclass
class Tally:
    """Counts of one year of one company."""

    nudges: Counter[PersonDay] = field(default_factory=Counter)
    public: Counter[PersonDay] = field(default_factory=Counter)
    messages: Counter[PersonDay] = field(default_factory=Counter)
    by_kind: Counter[tuple[LapseKind, int]] = field(default_factory=Counter)
    escalations: Counter[DealId] = field(default_factory=Counter)
    asked: Counter[DealId] = field(default_factory=Counter)
    decided: Counter[DealId] = field(default_factory=Counter)
    choices: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    digests: dict[PersonDay, int] = field(default_factory=dict)
    beyond: Counter[PersonDay] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    channel_digests: dict[str, list[int]] = field(default_factory=dict)
    happened: Counter[str] = field(default_factory=Counter)
    looks: int = 0
    on_time: int = 0
    as_first_dated: int = 0
    rescues: int = 0
    spared: int = 0
    waited: list[float] = field(default_factory=list)
    stands: dict[DealId, DealStatus] = field(default_factory=dict)
    _done_at: dict[ItemId, datetime] = field(default_factory=dict)
    _hosts: dict[str, datetime] = field(default_factory=dict)

    def saved(self, deal: Deal, recorded: Sequence[Recorded]) -> None:
        """Count what happened to a deal."""
        self.stands[deal.id] = deal.status
        for each in recorded:
            event = each.event
            self.happened[type(event).__name__] += 1
            if isinstance(event, Decided):
                self.decided[deal.id] += 1
                self.choices[event.choice] += 1
                self.rescues += event.is_rescue
            elif isinstance(event, NudgeSkipped):
                self.skipped[str(event.code or event.why)] += 1
            elif isinstance(event, StepKept):
                self.on_time += event.on_time
                self.as_first_dated += event.as_first_dated
            elif isinstance(event, Rescued):
                self.rescues += 1
            elif isinstance(event, ItemDone):
                self._done_at[event.item_id] = each.at
            elif isinstance(event, ItemAccepted | ItemSentBack):
                self.waited.append((each.at - self._done_at.pop(event.item_id, each.at)) / A_DAY)

    def told(self, company: Company, row: Outgoing, nudge: Nudged, now: datetime, deal: Deal) -> None:
        """Count a nudge for the one who is to act on it, on their own day."""
        who = row.to_user or nudge.decider_id or nudge.who
        day = (who, local_day(company.context.calendar(who).zone, now))
        self.nudges[day] += 1
        self.by_kind[nudge.kind, nudge.rung] += 1
        if nudge.decider_id:
            self.asked[deal.id] += 1
        # Somebody besides the one who must act is brought in.
        if nudge.also:
            self.escalations[deal.id] += 1
        if row.to_user is None:
            self.public[day] += 1
            self.messages[day] += 1
            return
        self.spared += nudge.spared_on is not None
        word = row.gathers or row.key
        host = self._hosts.get(word)
        # What may join a message that stands already is a line of it, and pings nobody once more.
        if host is None or now - host > joins_within(word):
            self.messages[day] += 1
            self._hosts[word] = now

    def read(self, who: UserId, day: date, facts: DigestFacts | None) -> None:
        """Count one person's digest; None: it stayed silent."""
        self.digests[who, day] = len(facts.lines) if facts else 0
        if facts:
            self.beyond[who, day] = facts.more
            self.lines.update(line.kind for line in facts.lines)

    def channel_read(self, audience: str, facts: DigestFacts | None) -> None:
        """Count the digest of a channel."""
        self.channel_digests.setdefault(audience, []).append(len(facts.lines) if facts else 0)

    def standing(self, status: DealStatus) -> int:
        """Return how many deals stand so."""
        return list(self.stands.values()).count(status)


def percentile(numbers: Iterable[float], share: float) -> float:
    """Return the number that ``share`` (0 to 1) of all are not above."""
    ordered = sorted(numbers)
    if not ordered:
        return 0
    return ordered[min(len(ordered) - 1, max(0, -int(-share * len(ordered) // 1) - 1))]


def working_days(company: Company, first: date, last: date) -> list[PersonDay]:
    """Return every day on which somebody is at work: those on which nobody said a word to them count as well."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [
        (user, day)
        for user, gone in company.away.items()
        for day in days
        if is_working_day(company.context.calendar(user), day)
        and not any(each.first <= day <= each.last for each in gone)
    ]
