"""What a log for machines would show of what is written meanwhile."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from commands.discretion import Discretion
from commands.seeing.lines import JsonLines


class _Keeping(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[dict[str, Any]] = []
        self.setFormatter(JsonLines(Discretion()))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(self.format(record)))


@contextmanager
def written() -> Iterator[list[dict[str, Any]]]:
    """Give the lines that are written until the block ends, by any thread."""
    keeping = _Keeping()
    logging.getLogger().addHandler(keeping)
    try:
        yield keeping.lines
    finally:
        logging.getLogger().removeHandler(keeping)
