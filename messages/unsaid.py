"""Say why a nudge was not said, or not when its moment came."""

from bot.events import NudgeSkipped
from bot.unsaid import Unsaid

REASONS = {
    Unsaid.DONE: "it was done in time",
    Unsaid.DATED: "it has a new date",
    Unsaid.WAITING: "it waits on somebody else",
    Unsaid.ANSWERED: "it was answered",
    Unsaid.SUPERSEDED: "a later question took its place",
    Unsaid.SETTLED: "it was settled before",
    Unsaid.HANDED_ON: "somebody else has it now",
    Unsaid.STANDS_STILL: "the deal is on hold or over",
    Unsaid.QUIET_HOURS: "it was outside working hours",
    Unsaid.DO_NOT_DISTURB: "they did not want to be disturbed",
    Unsaid.SNOOZED: "a reminder was asked for later",
    Unsaid.ABSENT: "they were away",
    Unsaid.BUDGET: "they had been asked often enough that day",
    Unsaid.CHANNEL_GONE: "nothing can be said in the channel",
    Unsaid.PERSON_GONE: "Slack knows nobody there who can be told",
    Unsaid.REFUSED: "Slack did not take it",
}


def reason(skipped: NudgeSkipped) -> str:
    """Say why one was skipped; what was written before there were codes keeps its words."""
    return REASONS[skipped.code] if skipped.code else skipped.why
