"""Make a failing series of requests as short as it can be, and its last request as plain as it can be."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.fuzz.shots import Shot

Fails = Callable[[Sequence[Shot]], bool]
TRIES = 300


def shrunk(shots: Sequence[Shot], fails: Fails, *, tries: int = TRIES) -> tuple[Shot, ...]:
    """Leave out requests that the failure does not need; the last one is the one that fails, and stays."""
    *before, last = shots
    size = max(len(before), 1)
    while size and tries > 0:
        at = 0
        while at < len(before) and tries > 0:
            without = [*before[:at], *before[at + size :]]
            tries -= 1
            if fails([*without, last]):
                before = without
            else:
                at += size
        size //= 2
    return (*before, _plain(before, last, fails))


def _plain(before: Sequence[Shot], last: Shot, fails: Fails) -> Shot:
    """Cut the body of the last request in half for as long as it still fails, and leave out its odd headers."""
    bare = replace(last, headers=last.headers[:1])
    last = bare if fails([*before, bare]) else last
    while last.body:
        halves = (last.body[: len(last.body) // 2], last.body[len(last.body) // 2 :])
        shorter = next((each for half in halves if fails([*before, each := replace(last, body=half)])), None)
        if shorter is None or shorter.body == last.body:
            break
        last = shorter
    return last
