"""Words for the codes by which figures tell why something was decided, and whose doing a slip was."""

from collections.abc import Sequence

from bot.model import Reason, WaitingOn
from messages.words import PARTY

REASONS = {
    Reason.CUSTOMER: "The customer changed their mind",
    Reason.PEOPLE: "We lack people",
    Reason.SCOPE: "Price or scope is open",
    Reason.WAITING: "We wait for the customer",
    Reason.THIRD_PARTY: "A third party is late",
    Reason.OTHER: "Something else",
}
CAUSES = (
    (str(WaitingOn.US), "Ours"),
    (str(WaitingOn.CUSTOMER), "Caused by the customer"),
    (str(WaitingOn.THIRD_PARTY), "Caused by a third party"),
)


def reason_choices() -> Sequence[tuple[str, str]]:
    return [(str(code), label) for code, label in REASONS.items()]


def coded(code: Reason) -> str | None:
    """Say a code in the middle of a sentence; what fits no code is said in the decider's own words alone."""
    return None if code is Reason.OTHER else REASONS[code][0].lower() + REASONS[code][1:]


def foreign(cause: WaitingOn) -> str | None:
    """Say on whose side a slip was caused; None: on ours, which needs no saying."""
    return None if cause is WaitingOn.US else PARTY[cause]
