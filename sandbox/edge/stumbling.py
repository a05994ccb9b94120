"""The outermost edge of the sandbox: a mistake in its own code costs one request, and is told to its developer."""

import asyncio
import sys
import traceback
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def sound(work: Awaitable[T], on_bug: Callable[[str], T]) -> T:
    """Finish the work; if it stumbles, print the trace and let `on_bug` make the result of a line about it."""
    # Whoever tries out an app must not lose the workspace to our mistake.
    [outcome] = await asyncio.gather(work, return_exceptions=True)
    if isinstance(outcome, Exception):
        traceback.print_exception(outcome, file=sys.stderr)
        return on_bug(described(outcome))
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


def described(error: Exception) -> str:
    """Say in a line what went wrong, and where."""
    where = traceback.extract_tb(error.__traceback__)[-1:]
    place = "".join(f" at {frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in where)
    return f"{type(error).__name__}: {error}{place}"
