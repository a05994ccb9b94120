"""Why a nudge was not said, or not at the moment it was meant for: codes, the words for which are chosen on the way out."""

from enum import StrEnum


class Unsaid(StrEnum):
    """What kept a nudge from being said."""

    DONE = "done"
    DATED = "dated"
    WAITING = "waiting"
    ANSWERED = "answered"
    SUPERSEDED = "superseded"
    SETTLED = "settled"
    HANDED_ON = "handed_on"
    STANDS_STILL = "stands_still"
    QUIET_HOURS = "quiet_hours"
    DO_NOT_DISTURB = "do_not_disturb"
    SNOOZED = "snoozed"
    ABSENT = "absent"
    BUDGET = "budget"
    BEGINNING = "beginning"
    CHANNEL_GONE = "channel_gone"
    PERSON_GONE = "person_gone"
    REFUSED = "refused"
