"""Keeps warnings about forged requests from filling a screen; what is an error is still seen by whoever listens."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def silent() -> Iterator[None]:
    """Let nothing below an error be logged, and nothing be printed."""
    root = logging.getLogger()
    level, nobody = root.level, logging.NullHandler()
    # A logger without any handler prints warnings and errors as a last resort.
    root.addHandler(nobody)
    root.setLevel(logging.ERROR)
    try:
        yield
    finally:
        root.setLevel(level)
        root.removeHandler(nobody)
