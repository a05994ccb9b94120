"""Say why a nudge was not said, or not when its moment came."""

from bot.events import NudgeSkipped
from bot.unsaid import Unsaid
from messages.words import label


def why_unsaid(code: Unsaid) -> str:
    return label(f"unsaid#{code.name.lower()}")


def reason(skipped: NudgeSkipped) -> str:
    """Say why one was skipped; what was written before there were codes keeps its words."""
    return why_unsaid(skipped.code) if skipped.code else skipped.why
