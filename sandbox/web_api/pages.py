"""Cuts long lists into pages with Slack's cursors."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import TypeVar

from sandbox import limits
from sandbox.arguments import Arguments
from sandbox.errors import Json, SlackError

T = TypeVar("T")


def page(
    items: Sequence[T], args: Arguments, *, default: int = limits.PAGE, most: int = limits.LARGEST_PAGE
) -> tuple[list[T], Json]:
    """One page of the list, and the `response_metadata` that leads to the next."""
    start = _offset(args.text("cursor"), "at")
    size = args.whole("limit", default, most=most)
    rest = len(items) - start
    following = _cursor("at", start + size) if rest > size else ""
    return list(items[start : start + size]), {"response_metadata": {"next_cursor": following}}


def newest_first(items: Sequence[T], moment: Callable[[T], str], args: Arguments, most: int) -> tuple[list[T], Json]:
    """One page of a history; the cursor is a moment, so that new messages do not shift the pages."""
    before = _decoded(args.text("cursor"), "next_ts")
    left = sorted((one for one in items if not before or moment(one) < before), key=moment, reverse=True)
    size = min(args.whole("limit", limits.PAGE, most=10 * most), most)
    shown = left[:size]
    following = _cursor("next_ts", moment(shown[-1])) if len(left) > size else ""
    return shown, {"has_more": bool(following), "response_metadata": {"next_cursor": following}}


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


def _offset(cursor: str, name: str) -> int:
    value = _decoded(cursor, name)
    if value and not value.isdigit():
        raise SlackError("invalid_cursor")
    return int(value or 0)
