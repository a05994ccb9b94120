"""What each input came to: whether it took effect, and between which moments. An input in doubt is settled by Slack."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from tests.soak.reading import Told
from tests.soak.story import DealStory, Heard, Input

ANNOUNCED = frozenset(
    {
        "accept",
        "decline",
        "commit",
        "keep",
        "move",
        "park",
        "finish",
        "take",
        "updated",
        "decide",
        "promise",
        "refuse",
        "give",
    }
)
SILENT = {("finish", "invoice"), ("agree", "")}
"""Nobody has to accept the one, and the other changes the question that it answers: nothing more is said about either."""


@dataclass(frozen=True, slots=True)
class When:
    """Between which moments something happened; nobody outside can tell more."""

    earliest: float
    latest: float


NEVER = When(inf, inf)


@dataclass(frozen=True, slots=True)
class Effect:
    """An input that changed something."""

    input: Input
    when: When


@dataclass(frozen=True, slots=True)
class Miscount:
    """An input that was not announced though it took effect, or something announced more often than it happened."""

    what: str
    is_lost: bool
    told: Told | None = None


def effects(deal: DealStory, told: Sequence[Told]) -> tuple[list[Effect], list[Miscount]]:
    """Join the inputs of a deal with the words that Slack has about them, one for each."""
    found, wrong = [Effect(deal.won, When(deal.won.sent, deal.won.answered))], []
    words: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for each in told:
        if each.kind in ANNOUNCED and each.deal == deal.name:
            words[each.kind, _subject(each)].append(each)
    for name, inputs in _by_subject(deal):
        said = words.pop(name, [])
        happened = [each for each in inputs if each.heard is not Heard.NO]
        sure = sum(each.heard is Heard.YES for each in happened)
        if name in SILENT:
            # Whether it happened stands on the checklist, or in the question.
            found += [Effect(each, _when(each, None)) for each in happened]
            continue
        if len(said) < sure:
            wrong.append(Miscount(f"{name[0]} {name[1]} of {deal.name}", is_lost=True))
        wrong += [
            Miscount(f"{name[0]} {name[1]} of {deal.name}", is_lost=False, told=each) for each in said[len(happened) :]
        ]
        found += _paired(happened, said)
    for (act, subject), said in words.items():
        if (act, subject) not in {("commit", step) for step in _decided_steps(deal)}:
            wrong += [Miscount(f"{act} {subject} of {deal.name}", is_lost=False, told=each) for each in said]
    return sorted(found, key=lambda each: each.when.earliest), wrong


def _by_subject(deal: DealStory) -> Iterator[tuple[tuple[str, str], list[Input]]]:
    grouped: dict[tuple[str, str], list[Input]] = defaultdict(list)
    for each in deal.inputs:
        grouped[each.act, _named(each)].append(each)
    yield from grouped.items()


def _named(given: Input) -> str:
    """Return what the words about an input name; who owns a deal and what is decided is said of the deal."""
    if given.act == "take":
        return "invoice"
    return "" if given.act in ("accept", "decline", "decide", "agree") else given.what


def _subject(told: Told) -> str:
    return "" if told.kind in ("accept", "decline", "decide") else told.what


def _decided_steps(deal: DealStory) -> Iterator[str]:
    return (each.otherwise for each in deal.of("decide") if each.what == "continue")


def _paired(happened: Sequence[Input], said: Sequence[Told]) -> Iterator[Effect]:
    """Give each its words, in the order in which both came; one in doubt without words did not happen."""
    left = list(said)
    spare = len(said) - sum(each.heard is Heard.YES for each in happened)
    for each in happened:
        if each.heard is Heard.MAYBE:
            if spare <= 0:
                continue
            spare -= 1
        yield Effect(each, _when(each, left.pop(0) if left else None))


def _when(given: Input, told: Told | None) -> When:
    latest = given.answered if given.heard is Heard.YES else inf
    return When(given.sent, max(given.sent, min(latest, told.said.at if told else inf)))
