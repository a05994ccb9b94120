"""docs/performance.md tells the rates that Baton keeps to."""

from collections.abc import Iterable

from bot.model import ChannelId
from bot.ports import Rate
from messages.delivery.rates import HISTORY, POST, rates
from storage.buckets import WINDOW
from tests.architecture.project import page, rows

HERE = ChannelId("C1")
TOLD = {
    "messages in one channel": [rates(POST, HERE)[0]],
    "messages in a workspace": [rates(POST, HERE)[1]],
    "redrawn messages": rates("chat.update", None),
    "invitations": rates("conversations.invite", None),
    "looks into a channel's history": rates(HISTORY, None),
    "new channels, topics and pins, each": [
        rate
        for method in ("conversations.create", "conversations.setTopic", "pins.add")
        for rate in rates(method, None)
    ],
}
PAGE = page("docs/performance.md")


def test_each_rate_that_is_told_is_kept_and_no_other() -> None:
    told = {what: (at_once, in_a_minute) for what, at_once, in_a_minute, _ in rows(PAGE, "## Slack is the limit")}

    assert told == {what: _figures(kept) for what, kept in TOLD.items()}


def test_the_seconds_that_are_counted_are_told() -> None:
    assert WINDOW == 62
    assert "those of sixty-two" in PAGE


def _figures(kept: Iterable[Rate]) -> tuple[str, str]:
    (same,) = {(f"{rate.burst:g}", f"{rate.a_minute}") for rate in kept}
    return same
