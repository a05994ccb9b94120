"""Make the tape of a failure short and dull, while it still breaks the same invariant."""

from collections.abc import Callable, Sequence

Fails = Callable[[Sequence[int]], bool]


def shrunk(tape: Sequence[int], fails: Fails, *, tries: int = 400) -> list[int]:
    """Return a tape that still fails: cut at its end, and with as many zeros as can be had in ``tries`` runs."""
    left = [tries]

    def still(candidate: Sequence[int]) -> bool:
        left[0] -= 1
        return left[0] >= 0 and fails(candidate)

    return _dulled(_cut(list(tape), still), still)


def _cut(tape: list[int], still: Fails) -> list[int]:
    """Leave out the end: after it everything goes its dullest way."""
    keep, step = len(tape), len(tape) // 2
    while step:
        if keep - step >= 0 and still(tape[: keep - step]):
            keep -= step
        else:
            step //= 2
    return tape[:keep]


def _dulled(tape: list[int], still: Fails) -> list[int]:
    """Put zeros in the place of ever smaller pieces."""
    size = max(1, len(tape) // 2)
    while True:
        for at in range(0, len(tape), size):
            piece = tape[at : at + size]
            candidate = [*tape[:at], *([0] * len(piece)), *tape[at + size :]]
            if any(piece) and still(candidate):
                tape = candidate
        if size == 1:
            return tape
        size //= 2
