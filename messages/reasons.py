"""Words for the codes by which figures tell why something was decided, and whose doing a slip was."""

from collections.abc import Sequence

from bot.model import Reason, WaitingOn
from messages.words import label

CAUSES = (
    (str(WaitingOn.US), "reasons#us"),
    (str(WaitingOn.CUSTOMER), "reasons#caused_by_the_customer"),
    (str(WaitingOn.THIRD_PARTY), "reasons#caused_by_a_third_party"),
)


def reason_choices() -> Sequence[tuple[str, str]]:
    return [(str(code), label(f"reasons#{code.name.lower()}")) for code in Reason]


def cause_choices() -> Sequence[tuple[str, str]]:
    return [(cause, label(name)) for cause, name in CAUSES]


def coded(code: Reason) -> str | None:
    """Say a code in the middle of a sentence; what fits no code is said in the decider's own words alone."""
    return None if code is Reason.OTHER else label(f"reasons#{code.name.lower()}_within")


def foreign(cause: WaitingOn) -> str | None:
    """Say in a sentence on whose side a slip was caused; None: on ours, which needs no saying."""
    return None if cause is WaitingOn.US else label(f"reasons#up_to_{cause.name.lower()}")
