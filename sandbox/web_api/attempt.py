"""One call of a method that is known and of a caller who may: carries it out, or lets a fault have its way with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.edge.stumbling import sound
from sandbox.errors import Json
from sandbox.faults import Fault
from sandbox.mishaps.calls import Event
from sandbox.mishaps.past import as_of, without_newest
from sandbox.platform import Platform
from sandbox.web_api.answer import Answer
from sandbox.web_api.answering import answer_call, lost
from sandbox.web_api.befalling import HAPPENS
from sandbox.web_api.call import Method
from sandbox.world import World

# Slack's own word for a method that broke down: some of what was asked may have been done.
BROKEN_DOWN: Json = {"ok": False, "error": "fatal_error"}


@dataclass(frozen=True)
class Attempt:
    """`at` is when the call came; `caller` the workspace whose bot calls, None for the app itself."""

    platform: Platform
    method: Method
    arguments: Json
    caller: World | None
    at: datetime
    fault: Fault | None = None

    async def answered(self) -> Answer:
        """Carry it out, or as much of it as its fault allows, and write down what came of it."""
        return await sound(self._answered(), self._broken_down)

    async def _answered(self) -> Answer:
        mishap = self.fault.mishap.on_call if self.fault else None
        answer = await mishap(self, self.fault.value) if self.fault and mishap else self.apply()
        self.note(answer)
        return answer

    def apply(self, **instead: object) -> Answer:
        return answer_call(self.platform, self.caller, self.method, {**self.arguments, **instead})

    def feign(self) -> Answer:
        if self.caller is None:
            return self.apply()
        with lost(self.caller):
            return self.apply()

    def apply_later(self, seconds: float) -> None:
        async def apply() -> None:
            # Once more in the log, at its own moment: the first entry says what the app was told, which is nothing.
            self.note(self.apply(), at=self.platform.shared.clock.now(), is_late=True)

        self.platform.shared.timers.after(seconds, apply, is_awaited=True)

    def look_back(self, *, seconds: float = 0, messages: int = 0) -> Answer:
        if self.caller is None:
            return self.apply()
        team, epoch = self.caller.team, self.platform.shared.clock.epoch()
        with without_newest(team, messages) if messages else as_of(team, epoch - seconds):
            return self.apply()

    def befall(self, event: Event) -> None:
        if self.caller:
            HAPPENS[event](self.caller, self.arguments)

    def asked(self, name: str) -> str:
        return str(self.arguments.get(name) or "")

    def note(self, answer: Answer, *, at: datetime | None = None, **more: Any) -> None:
        if self.fault:
            more["fault"] = self.fault.do
        note_call(self.platform, self.method.name, at or self.at, self.arguments, answer, caller=self.caller, **more)

    def _broken_down(self, bug: str) -> Answer:
        answer = Answer(BROKEN_DOWN)
        self.note(answer, bug=bug)
        return answer


def note_call(
    platform: Platform,
    method: str,
    at: datetime,
    arguments: Json,
    answer: Answer,
    *,
    caller: World | None = None,
    **more: Any,
) -> None:
    """Write a call into the log, as the app sees it: what it was not told stands there neither."""
    platform.shared.traffic.log(
        "call",
        method,
        at=at.isoformat(),
        args=arguments,
        status=answer.ending or answer.status,
        answer=None if answer.ending else answer.body,
        team=caller.team.id if caller else None,
        **more,
    )
