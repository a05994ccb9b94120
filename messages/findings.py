"""What an audit found, for those who run Baton and for those who only use it: counts, never whose deal."""

from collections.abc import Mapping, Sequence

from bot.watching import Fault
from messages.words import counted

SAID: Mapping[Fault, tuple[str, str]] = {
    Fault.UNREVIEWED: ("deal that was not looked at in time", "deals that were not looked at in time"),
    Fault.UNASKED: (
        "overdue step or line that nobody was asked about",
        "overdue steps or lines that nobody was asked about",
    ),
    Fault.UNESCALATED: (
        "question that did not go on to the next person",
        "questions that did not go on to the next person",
    ),
    Fault.UNTOLD: ("reminder that never reached Slack", "reminders that never reached Slack"),
    Fault.FORGOTTEN: ("silent deal that nobody was asked about", "silent deals that nobody was asked about"),
    Fault.WITHOUT_CHANNEL: ("deal without its channel", "deals without their channels"),
    Fault.WITHOUT_OWNER: (
        "deal whose owner, or who has a line of its checklist, is not there any more",
        "deals whose owners, or who have lines of their checklists, are not there any more",
    ),
    Fault.IN_DOUBT: ("message that may or may not stand in Slack", "messages that may or may not stand in Slack"),
    Fault.UNSENT: ("message that has waited for hours", "messages that have waited for hours"),
    Fault.NO_DIGEST: ("digest that did not come", "digests that did not come"),
}


def phrases(counts: Mapping[Fault, int]) -> Sequence[str]:
    """Say each kind of finding with its number, in the order of the kinds."""
    return [counted(counts[fault], *SAID[fault]) for fault in Fault if counts.get(fault)]


def unpacked(text: str) -> Mapping[Fault, int]:
    """Read counts as the outbox keeps them until the message is drawn: ``untold=2,unasked=1``."""
    pairs = (pair.split("=") for pair in text.split(","))
    return {Fault(fault): int(count) for fault, count in pairs}
