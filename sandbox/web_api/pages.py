"""Cuts long lists into pages with Slack's cursors."""

import base64
import binascii
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TypeVar

from sandbox import limits
from sandbox.edge.arguments import Arguments
from sandbox.errors import Json, SlackError

T = TypeVar("T")
LIST, HISTORY = "at", "next_ts"  # what a cursor says it leads on
ANY_NUMBER = 1_000_000
MOST_DIGITS = 10


def page(
    items: Sequence[T],
    args: Arguments,
    *,
    default: int = limits.PAGE,
    most: int = limits.LARGEST_PAGE,
    code: str = "invalid_limit",
) -> tuple[list[T], Json]:
    """One page of the list, and the `response_metadata` that leads to the next; `code` refuses a limit that is none."""
    start = _offset(args.text("cursor"))
    size = args.whole("limit", default, most=most, code=code)
    # An empty cursor, and never a missing one, is how Slack says that this was the last page.
    rest = len(items) - start
    following = _cursor(LIST, start + size) if rest > size else ""
    return list(items[start : start + size]), {"response_metadata": {"next_cursor": following}}


def newest_first(items: Iterable[T], moment: Callable[[T], str], args: Arguments, most: int) -> tuple[list[T], Json]:
    """One page of a history that comes newest first; a limit above `most` is lowered to it, as Slack does here.

    The cursor is a moment, so that new messages do not shift the pages. Of the items no more is read than the page
    takes: a channel may hold a hundred thousand messages.
    """
    before = _decoded(args.text("cursor"), HISTORY)
    left = (one for one in items if not before or moment(one) < before)
    size = min(args.whole("limit", limits.PAGE, most=ANY_NUMBER, code="invalid_arguments"), most)
    shown = list(islice(left, size + 1))
    following = _cursor(HISTORY, moment(shown[size - 1])) if len(shown) > size else ""
    return shown[:size], {"has_more": bool(following), "response_metadata": {"next_cursor": following}}


def _cursor(name: str, value: object) -> str:
    return base64.b64encode(f"{name}:{value}".encode()).decode()


def _decoded(cursor: str, name: str) -> str:
    if not cursor:
        return ""
    try:
        label, _, value = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, ValueError) as error:
        raise SlackError("invalid_cursor") from error
    if label != name or not value:
        raise SlackError("invalid_cursor")
    return value


def _offset(cursor: str) -> int:
    value = _decoded(cursor, LIST)
    if value and not (value.isascii() and value.isdigit() and len(value) < MOST_DIGITS):
        raise SlackError("invalid_cursor")
    return int(value or 0)
