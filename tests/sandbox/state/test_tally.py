"""Counting what is unread, without going through the messages."""

from hypothesis import given
from hypothesis import strategies as st

from sandbox.state.model import Channel, Message
from sandbox.state.tally import Tally
from sandbox.state.team import seen

PEOPLE = ("U1", "U2", "U3")
MOMENTS = st.integers(1, 30).map(lambda number: f"{number:04}.000000")
MESSAGES = st.lists(
    st.builds(
        Message,
        ts=MOMENTS,
        channel=st.just("C1"),
        user=st.sampled_from(PEOPLE),
        ephemeral_to=st.sampled_from(("", "", *PEOPLE)),
    ),
    max_size=20,
)


def counted(channel: Channel, since: str, reader: str) -> int:
    """Count by looking at every message, which is what the tally spares."""
    return sum(one.ts > since and one.user != reader and seen(one, reader) for one in channel.messages.values())


@given(MESSAGES, st.lists(MOMENTS, max_size=10), MOMENTS, st.sampled_from(PEOPLE))
def test_it_counts_what_a_look_at_every_message_would(
    messages: list[Message], taken: list[str], since: str, reader: str
) -> None:
    channel = Channel("C1", "deals", "U1", 0)
    for message in messages:
        channel.put(message)
    for ts in taken:
        if ts in channel.messages:
            channel.take(ts)

    assert channel.tally.after(since, reader) == counted(channel, since, reader)


def test_who_has_read_nothing_has_everything_before_them() -> None:
    tally = Tally()
    tally.add("1.0", "U1")
    tally.add("2.0", "U2")

    assert tally.after("", "U1") == 1
    assert tally.after("", "U9") == 2


def test_taking_away_what_was_never_there_changes_nothing() -> None:
    tally = Tally()
    tally.add("1.0", "U1")

    tally.remove("2.0", "U1")

    assert tally.after("", "U2") == 1


def test_a_message_that_gives_way_leaves_its_place_among_the_others() -> None:
    channel = Channel("C1", "deals", "U1", 0)
    for ts in ("1.0", "2.0"):
        channel.put(Message(ts, "C1", "U1"))

    channel.put(Message("1.0", "C1", "USLACKBOT", subtype="tombstone"))

    assert list(channel.messages) == ["1.0", "2.0"]
    assert channel.tally.after("", "U1") == 1
