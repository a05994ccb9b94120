"""Two days of one deal as it should have gone, for tests that then spoil it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from tests.soak.history import History, Room, Said
from tests.soak.judge import Judge
from tests.soak.story import DealStory, Heard, Input, Story
from tests.soak.timeline import Timeline
from tests.soak.town import LEADERSHIP, TEAM, ZONES
from tests.soak.verdict import Verdict

SPEED = 30.0
IDS = {name: f"U{name.upper()}" for name in ZONES}
HOME, DEAL, STEP = "C1", "Deal 001", "step a001"
ROOMS = (
    Room(HOME, "deal-account-001-abc234", is_ours=True, members=frozenset(IDS.values()), topic="Omar owns it"),
    Room("C2", TEAM, is_ours=False, members=frozenset()),
    Room("C3", LEADERSHIP, is_ours=False, members=frozenset()),
    *(Room(f"D{name}", "", is_ours=False, members=frozenset(), person=user) for name, user in IDS.items()),
)
ANA, OMAR, LIV = (f"<@{IDS[name]}>" for name in ("ana", "omar", "liv"))


def at(clock: str, day: int = 30) -> float:
    """Return a moment of Monday the 30th, or of Tuesday the 1st."""
    hour, minute = clock.split(":")
    return datetime(2026, 11 if day == 30 else 12, day, int(hour), int(minute), tzinfo=UTC).timestamp()


BEGINS, END = at("7:00"), at("23:30", 1)


def timeline(*, speed: float = SPEED, calm: str = "17:00") -> Timeline:
    """Return an even one, with somebody alive all the time."""
    made = Timeline([(0.0, BEGINS), ((END - BEGINS) / speed, END)], [(0.0, 2)])
    made.calm_from = made.real(at(calm))
    return made


def said(when: float, text: str, channel: str = HOME, *, mark: str = "", now: str = "", pinned: bool = False) -> Said:
    """Say something; without a mark of its own it is like nothing else."""
    return Said(channel, when, when, text, mark or f"{channel}:{when}:{text}", now=now or text, is_pinned=pinned)


def inputs() -> list[Input]:
    """Return what people did: Omar took the deal, Ana committed and let it lapse."""
    return [
        Input("accept", "omar", at("8:00"), at("8:01"), Heard.YES),
        Input("commit", "ana", at("8:10"), at("8:11"), Heard.YES, STEP, due=at("13:00")),
    ]


def story(*more: Input) -> Story:
    """Return the story of the one deal."""
    won = Input("won", "crm", at("7:05"), at("7:06"), Heard.YES, "1001")
    return Story(IDS, [DealStory(DEAL, "Account 001", "quick", "ana", "omar", won, [*inputs(), *more])])


OPENING = (
    said(at("7:07"), f"Won: *{DEAL}* for Account 001, €1,001."),
    said(at("7:08"), f"{DEAL}\n*Owner:* {ANA}", now=f"{DEAL}\n*Owner:* {OMAR}\n{STEP}", pinned=True),
    said(at("7:09"), "*Sales checklist*: 0 of 1 done"),
    said(at("7:10"), f"{OMAR}, will you own *{DEAL}* for Account 001? {ANA} asks."),
)
ACCEPTED = said(at("8:02"), f"{OMAR} owns *{DEAL}* now, after {ANA}.")
COMMITTED = said(at("8:12"), f"Next step: *{STEP}*, {ANA}, by Monday 30 November 2026, 14:00 CET.")
PRIVATELY = said(at("13:01"), f"{ANA}, *{STEP}* was due Mon 30 Nov 14:00. Done, a new date?", "Dana")
OPENLY = said(at("14:02"), f"{ANA}, *{STEP}* was due Mon 30 Nov 14:00. Done, a new date?")
CARD = said(at("15:03"), f"{OMAR}, please decide how *{DEAL}* goes on.\n• *{STEP}*, {ANA}: was due")
LEADERS_HEAR = said(at("8:04", 1), f"{LIV}, *{DEAL}* for Account 001 stands still.\n• *{STEP}*, {ANA}: was due", "C3")
LINE_DUE = Said("Dana", at("8:01", 1), at("8:01", 1), f"Due Tue 1 Dec: *Attach the contract*, {ANA}.", "line", DEAL)
DIGESTS = {
    "omar": said(at("6:31", 1), "1 thing needs you, Tue 1 Dec 2026", "Domar"),
    "ana": said(at("7:31", 1), "2 things need you, Tue 1 Dec 2026", "Dana"),
    "team": said(at("8:01", 1), "What needs somebody, Tue 1 Dec 2026", "C2"),
    "leadership": said(at("8:02", 1), "1 thing for leadership, Tue 1 Dec 2026", "C3"),
}
GOOD = (*OPENING, ACCEPTED, COMMITTED, PRIVATELY, OPENLY, CARD, LEADERS_HEAR, LINE_DUE, *DIGESTS.values())


def judged(
    messages: Iterable[Said], *more: Input, rooms: Iterable[Room] = ROOMS, over: Timeline | None = None
) -> Verdict:
    """Let the judge see these messages, after these further inputs."""
    return Judge(story(*more), History(list(rooms), list(messages)), over or timeline()).judge()


def sorts(verdict: Verdict) -> list[str]:
    return sorted({each.sort for each in verdict.faults})


def without(*gone: Said) -> list[Said]:
    return [each for each in GOOD if each not in gone]


def moved(one: Said, clock: str, day: int = 30) -> list[Said]:
    """Return the good history with one message said at another time."""
    return [*without(one), replace(one, ts=at(clock, day), at=at(clock, day))]
