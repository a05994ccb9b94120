"""Whose clocks read what is drawn just now: an hour that means two moments to its readers is told with its zone."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from zoneinfo import ZoneInfo

_READERS: ContextVar[frozenset[str]] = ContextVar("readers", default=frozenset())


@contextmanager
def read_in(zones: Iterable[str]) -> Iterator[None]:
    """Draw everything inside for people who live in these zones."""
    token = _READERS.set(frozenset(zones))
    try:
        yield
    finally:
        _READERS.reset(token)


def is_ambiguous(local: datetime) -> bool:
    """Tell whether somebody's clock shows another hour at that moment.

    Asked of the moment, not of the zones: Helsinki and Athens never differ, and New York and London do so by another
    hour for three weeks of March.
    """
    return any(local.astimezone(ZoneInfo(zone)).utcoffset() != local.utcoffset() for zone in _READERS.get())
