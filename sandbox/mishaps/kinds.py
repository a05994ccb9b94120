"""The table of everything that can go wrong: its name, its words for people, what it takes, and what happens."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sandbox.deliveries.outcome import Outcome
from sandbox.errors import Json, Refused
from sandbox.mishaps import calls, deliveries
from sandbox.mishaps.calls import Attempt
from sandbox.mishaps.deliveries import Parcel
from sandbox.web_api.answer import Answer

OnCall = Callable[[Attempt, str], Awaitable[Answer]]
OnDelivery = Callable[[Parcel, str], Awaitable[Outcome]]

CALLS, DELIVERIES, READING = "calls", "deliveries", "reading"
# By the end of the name, so that a reading method that is added can lag behind without a word here.
READS = re.compile(r".+\.(history|replies|list|info|members|lookupByEmail|conversations)")


@dataclass(frozen=True)
class Value:
    """What may follow the colon; the pattern bounds it too, so that nothing waits for ever or overflows."""

    pattern: str
    hint: str


VALUES = {
    "": Value("", "and nothing more"),
    "seconds": Value(r"[0-9]{1,8}(\.[0-9]{1,3})?", "with seconds of the workspace's time"),
    "real seconds": Value(r"[0-9]{1,3}(\.[0-9]{1,3})?", "with at most 999 seconds of real time"),
    "status": Value(r"[45][0-9]{2}", "with a status from 400 to 599"),
    "code": Value(r"[a-z][a-z0-9_]{0,79}", "with one of Slack's error codes, such as internal_error"),
    "messages": Value(r"[1-9][0-9]{0,5}", "with a whole number from 1"),
    "items": Value(r"[1-9][0-9]{0,5}", "with a whole number from 1"),
}


@dataclass(frozen=True)
class Kind:
    """One row: `takes` names the value that follows the colon, if any; `on_call`, `on_delivery` say where it applies."""

    do: str
    label: str
    takes: str = ""
    on_call: OnCall | None = None
    on_delivery: OnDelivery | None = None
    is_reading: bool = False

    @property
    def applies_to(self) -> list[str]:
        places = [READING if self.is_reading else CALLS] if self.on_call else []
        return places + ([DELIVERIES] if self.on_delivery else [])

    @property
    def spelled(self) -> str:
        return f"{self.do}:<{self.takes}>" if self.takes else self.do

    def shown(self) -> Json:
        return {"do": self.do, "label": self.label, "takes": self.takes, "applies_to": self.applies_to}


KINDS: dict[str, Kind] = {
    kind.do: kind
    for kind in (
        Kind("429", "Refused as too many (429)", "seconds", calls.refuse_as_too_many),
        Kind("status", "Refused with an HTTP status", "status", calls.fail),
        Kind("status_after", "Done, then answered with an HTTP status", "status", calls.apply_then_fail),
        Kind("error", "Refused with an error of Slack's", "code", calls.refuse),
        Kind("error_after", "Done, then answered with an error of Slack's", "code", calls.apply_then_refuse),
        Kind("unknown_method", "Refused as a method that is not there", "", calls.unknown_method),
        Kind("drop_before", "Connection cut before it is done", "", calls.drop),
        Kind("apply_then_drop", "Connection cut after it is done", "", calls.apply_then_drop),
        Kind("hang", "Slow: waits, is done, is answered", "real seconds", calls.hang),
        Kind("hang_before", "Never done, never answered", "", calls.never_answer),
        Kind("hang_after", "Done, never answered", "", calls.apply_then_never_answer),
        Kind("late", "Never answered, and done later", "seconds", calls.apply_late),
        Kind("double", "Twice instead of once", "", calls.double, deliveries.double),
        Kind("lose", "Lost without a trace", "", calls.lose, deliveries.lose),
        Kind("archive_first", "Somebody archives the channel just before", "", calls.archive_first),
        Kind("delete_first", "Somebody deletes the message just before", "", calls.delete_first),
        Kind("rename_first", "The person is renamed just before", "", calls.rename_first),
        Kind("revoke_first", "The token is revoked just before", "", calls.revoke_first),
        Kind("stale", "Reads what stood there a while ago", "seconds", calls.read_stale, is_reading=True),
        Kind("behind", "Reads without the newest messages", "messages", calls.read_behind, is_reading=True),
        Kind("short", "Reads pages shorter than asked", "items", calls.read_short, is_reading=True),
        Kind("lose_ack", "Heard, and the answer is lost", "", on_delivery=deliveries.lose_ack),
        Kind("delay", "Comes later", "seconds", on_delivery=deliveries.delay),
        Kind("reorder", "Is overtaken by the next one", "", on_delivery=deliveries.reorder),
        Kind("cut", "Connection cut before the answer", "", on_delivery=deliveries.cut),
        Kind("refresh", "Socket asked to come back before the answer", "", on_delivery=deliveries.refresh),
        Kind("warning", "Socket warned before the answer", "", on_delivery=deliveries.warn),
    )
}


def is_reading(method: str) -> bool:
    return READS.fullmatch(method) is not None


def read_kind(do: str) -> tuple[Kind, str]:
    """Read `name` or `name:value`; raises Refused with what would work."""
    name, colon, value = do.partition(":")
    kind = KINDS.get(name)
    if kind is None:
        raise Refused(f"There is no fault {do!r}; do is one of {', '.join(one.spelled for one in KINDS.values())}.")
    wanted = VALUES[kind.takes]
    # The colon is asked, not the value: "lose:" is a value that somebody forgot.
    if bool(colon) != bool(kind.takes) or not re.fullmatch(wanted.pattern, value):
        raise Refused(f"{do!r} makes no sense; write {kind.spelled!r} {wanted.hint}.")
    return kind, value
