"""Shows a workspace for a moment as it stood before, as a read that was answered by a copy lagging behind does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sandbox.state.model import Channel
from sandbox.state.team import Team


@contextmanager
def as_of(team: Team, epoch: float) -> Iterator[None]:
    """Hide what was made after this moment: channels and messages. What has changed since shows as it is now."""
    # Slack names moments of channels in whole seconds: one made in this second is as new as its messages.
    known = {one.id: _cut(one, epoch) for one in team.channels.values() if one.created <= epoch}
    with _channels(team, known):
        yield


@contextmanager
def without_newest(team: Team, count: int) -> Iterator[None]:
    """Hide so many messages in each channel, the newest ones."""
    known = {one.id: _keeping(one, len(one.messages) - count) for one in team.channels.values()}
    with _channels(team, known):
        yield


@contextmanager
def _channels(team: Team, shown: dict[str, Channel]) -> Iterator[None]:
    # Nothing is awaited while a call is carried out, so nobody else ever sees these.
    kept, team.channels = team.channels, shown
    try:
        yield
    finally:
        team.channels = kept


def _cut(channel: Channel, epoch: float) -> Channel:
    newest = next(reversed(channel.messages), "0")
    # Most channels have been quiet; only those that have not are copied.
    if float(newest) <= epoch:
        return channel
    return _keeping(channel, sum(1 for ts in channel.messages if float(ts) <= epoch))


def _keeping(channel: Channel, count: int) -> Channel:
    """Make a copy that holds only its first messages, which are the oldest ones."""
    kept = dict(list(channel.messages.items())[: max(count, 0)])
    replies = {ts: [one for one in answers if one in kept] for ts, answers in channel.replies.items() if ts in kept}
    pins = [pin for pin in channel.pins if pin.ts in kept]
    return replace(channel, messages=kept, replies=replies, pins=pins)
