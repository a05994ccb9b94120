"""What can go wrong with a call of the Web API, on its way there, in Slack, and on its way back."""

import asyncio
from typing import Literal, Protocol

from sandbox.errors import Json
from sandbox.web_api.answer import Answer, too_many

Event = Literal["archive", "delete_message", "rename_person", "revoke_token"]


class Attempt(Protocol):
    """A call that a fault got hold of; what becomes of it is written down when its answer is there."""

    def apply(self, **instead: object) -> Answer:
        """Carry it out now, with these arguments in the place of its own."""

    def feign(self) -> Answer:
        """Answer as if it had been carried out, and leave no trace."""

    def apply_later(self, seconds: float) -> None:
        """Carry it out when so much time of the workspace has gone by."""

    def look_back(self, *, seconds: float = 0, messages: int = 0) -> Answer:
        """Carry it out on what stood there so long or so many messages ago."""

    def befall(self, event: Event) -> None:
        """Let this happen first to what the call is about; nothing, if it is about no such thing."""

    def note(self, answer: Answer) -> None:
        """Write down one more answer than the one that is returned."""

    def asked(self, name: str) -> str:
        """Read one of its arguments."""


NOTHING: Json = {}


async def refuse_as_too_many(_attempt: Attempt, seconds: str) -> Answer:
    return too_many(int(float(seconds)))


async def fail(_attempt: Attempt, status: str) -> Answer:
    return Answer({"ok": False, "error": "internal_error"}, int(status))


async def apply_then_fail(attempt: Attempt, status: str) -> Answer:
    attempt.apply()
    return Answer({"ok": False, "error": "internal_error"}, int(status))


async def refuse(_attempt: Attempt, code: str) -> Answer:
    return Answer({"ok": False, "error": code})


async def apply_then_refuse(attempt: Attempt, code: str) -> Answer:
    """Slack says of internal_error and fatal_error that some of it may have been done."""
    attempt.apply()
    return Answer({"ok": False, "error": code})


# Slack withdraws methods, and some workspaces never had them: an app should do without.
async def unknown_method(_attempt: Attempt, _value: str) -> Answer:
    return Answer({"ok": False, "error": "unknown_method"})


# A dropped connection is what the SDK tries again by itself, and so posts twice; a timeout it does not.
async def drop(_attempt: Attempt, _value: str) -> Answer:
    return Answer(NOTHING, ending="dropped")


async def apply_then_drop(attempt: Attempt, _value: str) -> Answer:
    attempt.apply()
    return Answer(NOTHING, ending="dropped")


async def hang(attempt: Attempt, seconds: str) -> Answer:
    # In real time, and before the call is carried out: a caller that gives up meanwhile has caused it all the same.
    await asyncio.sleep(float(seconds))
    return attempt.apply()


async def never_answer(_attempt: Attempt, _value: str) -> Answer:
    return Answer(NOTHING, ending="unanswered")


async def apply_then_never_answer(attempt: Attempt, _value: str) -> Answer:
    attempt.apply()
    return Answer(NOTHING, ending="unanswered")


# The worst of them: whoever looks right after the timeout finds nothing, tries again, and then there are two.
async def apply_late(attempt: Attempt, seconds: str) -> Answer:
    attempt.apply_later(float(seconds))
    return Answer(NOTHING, ending="unanswered")


async def double(attempt: Attempt, _value: str) -> Answer:
    attempt.note(attempt.apply())
    return attempt.apply()


async def lose(attempt: Attempt, _value: str) -> Answer:
    return attempt.feign()


async def read_stale(attempt: Attempt, seconds: str) -> Answer:
    return attempt.look_back(seconds=float(seconds))


async def read_behind(attempt: Attempt, messages: str) -> Answer:
    return attempt.look_back(messages=int(messages))


async def read_short(attempt: Attempt, items: str) -> Answer:
    asked = attempt.asked("limit")
    wanted = int(asked) if asked.isascii() and asked.isdigit() else 0
    # A limit that the method refuses is left to it; none, or 0, means that the method chooses.
    return attempt.apply(limit=min(wanted or int(items), int(items)))


async def archive_first(attempt: Attempt, _value: str) -> Answer:
    attempt.befall("archive")
    return attempt.apply()


async def delete_first(attempt: Attempt, _value: str) -> Answer:
    attempt.befall("delete_message")
    return attempt.apply()


async def rename_first(attempt: Attempt, _value: str) -> Answer:
    attempt.befall("rename_person")
    return attempt.apply()


async def revoke_first(attempt: Attempt, _value: str) -> Answer:
    # Who calls was found out before the token died; Slack asks that last.
    attempt.befall("revoke_token")
    return Answer({"ok": False, "error": "token_revoked"})
