"""Reads JSON that strangers wrote: what it lets through can be kept, compared and written again."""

import json
import math
import re
from typing import Any, NoReturn

# Block Kit nests no deeper than about fifteen; Python itself gives up near a thousand, in the middle of something.
DEEPEST = 64
# JSON can write half of a surrogate pair, UTF-8 cannot.
HALF_A_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(text: str | bytes) -> Any:
    """Read a text; raises ValueError for what is no JSON, and for JSON that nests too deep or cannot be written again."""
    if isinstance(text, bytes):
        text = text.decode()
    try:
        value = json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except RecursionError as error:
        raise ValueError("It nests too deep.") from error
    if text.count("[") + text.count("{") > DEEPEST:
        _check_depth(value)
    if HALF_A_CHARACTER.search(text):
        # Raises UnicodeEncodeError, which is a ValueError, if a half was left alone.
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON.")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large.")
    return number


def _check_depth(value: Any) -> None:
    """Go down level by level, not by calling itself: this must work for exactly what is too deep for that."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise ValueError("It nests too deep.")
        level = [inner for one in level if isinstance(one, dict | list) for inner in _inside(one)]


def _inside(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value
