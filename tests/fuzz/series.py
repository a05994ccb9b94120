"""Many requests at a program, in rounds that each begin with the same memory, and what was seen of them."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from multiprocessing import get_context

from tests.fuzz.generator import Generator
from tests.fuzz.judge import faults
from tests.fuzz.quiet import silent
from tests.fuzz.recording import World
from tests.fuzz.shots import Shot, Signing
from tests.fuzz.target import Result, Target, standing
from tests.orphans import end_with_parent

ROUND = 500
"""Requests in a round: enough for one to find what others left behind, few enough to look through when one fails."""


@dataclass(frozen=True)
class Failure:
    """Where it broke: the requests of the round up to and with the one that broke, and what was seen."""

    seed: str
    shots: tuple[Shot, ...]
    seen: tuple[str, ...]


@dataclass
class Tally:
    """What came of many requests."""

    fired: Counter[str] = field(default_factory=Counter)
    trusted: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    failures: list[Failure] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return sum(self.fired.values())

    def note(self, shot: Shot, result: Result) -> None:
        trust = "again" if shot.is_again else "foreign" if shot.is_foreign else shot.signing.value
        self.fired[f"{shot.door} {shot.kind}"] += 1
        self.trusted[f"{shot.door} {trust}"] += 1
        self.answered[f"{shot.door} {result.status}"] += 1
        self.changed[f"{shot.door} {trust}"] += bool(result.changes)
        self.slowest = max(self.slowest, result.seconds)

    def add(self, other: "Tally") -> None:
        self.fired += other.fired
        self.trusted += other.trusted
        self.answered += other.answered
        self.changed += other.changed
        self.slowest = max(self.slowest, other.slowest)
        self.failures += other.failures


def play(world: World, seed: str, requests: int, jobs: int) -> Iterator[Tally]:
    """Fire so many requests from several processes; each round has a seed of its own. Tell what came of them so far."""
    rounds = [f"{seed}:{number}" for number in range(-(-requests // ROUND))]
    pieces = max(jobs, -(-len(rounds) // PIECE))
    parts = [rounds[first::pieces] for first in range(pieces)]
    told = Tally()
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=end_with_parent) as pool:
        for done in as_completed([pool.submit(part, world, each) for each in parts if each]):
            told.add(done.result())
            yield told


PIECE = 40
"""Rounds that a process plays before it says what came of them: few enough to see a long run move on."""


def part(world: World, seeds: Sequence[str]) -> Tally:
    """Play some rounds in this process."""
    told = Tally()
    with silent(), standing(world) as target:
        for seed in seeds:
            asyncio.run(play_round(target, seed, told))
    return told


async def play_round(target: Target, seed: str, told: Tally, length: int = ROUND) -> None:
    """Play one round; it ends where something breaks."""
    fired: list[Shot] = []
    target.restore()
    for shot in Generator(target.world, seed).series(length):
        fired.append(shot)
        result = await target.fire(shot)
        told.note(shot, result)
        if seen := faults(shot, result, target):
            told.failures.append(Failure(seed, tuple(fired), tuple(seen)))
            return


async def replay(target: Target, shots: Iterable[Shot]) -> list[tuple[Shot, Result, list[str]]]:
    """Fire requests at a fresh memory; return each with its answer and with what should not have been."""
    target.restore()
    came = []
    for shot in shots:
        result = await target.fire(shot)
        came.append((shot, result, faults(shot, result, target)))
    return came


def lines(told: Tally, *, seconds: float, jobs: int) -> list[str]:
    """Return the figures, for people."""
    rate = told.requests / seconds if seconds else 0
    believed = sum(number for name, number in told.trusted.items() if name.endswith(f" {Signing.GOOD.value}"))
    return [
        f"Sent: {_counted(told.fired)}",
        f"Signed: {_counted(told.trusted)}",
        f"Answered: {_counted(told.answered)}",
        f"Changed something: {_counted(told.changed)}",
        f"The slowest took {told.slowest:.2f} s of the processor.",
        f"{believed:,} were as they should be; {told.requests - believed:,} were forged, foreign or sent again.",
        f"{told.requests:,} requests in {seconds:,.0f} s by {jobs} processes, {rate:,.0f} a second.",
        f"{len(told.failures):,} broke an invariant.",
    ]


def _counted(numbers: Counter[str]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in sorted(numbers.items()) if number)


def clock() -> float:
    return time.monotonic()
