"""What stands around each piece of the courier's work: one row's bug is no other row's."""

from collections.abc import Callable

Guard = Callable[[Callable[[], None]], object]
"""Run something, so that a bug in it is logged and goes no further."""


def plainly(work: Callable[[], None]) -> None:
    """Run something and let a bug through."""
    work()
