"""What a line of the log is about: the workspace, the deal and the key at hand, whoever writes the line."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

_NOTHING: Mapping[str, str] = MappingProxyType({})
# Not a parameter that is handed down: the rules and the memory, which know nothing of logs, stand in between.
_AT_HAND: ContextVar[Mapping[str, str]] = ContextVar("at_hand", default=_NOTHING)


@contextmanager
def about(**fields: object) -> Iterator[None]:
    """Let every line that is written in this block, by this thread, carry the fields; inner blocks add to outer ones.

    Ids and keys only, never what people wrote. None is left out.
    """
    named = {name: str(value) for name, value in fields.items() if value is not None}
    before = _AT_HAND.set({**_AT_HAND.get(), **named})
    try:
        yield
    finally:
        _AT_HAND.reset(before)


def at_hand() -> Mapping[str, str]:
    """Return the fields of the blocks that this thread is in."""
    return _AT_HAND.get()
