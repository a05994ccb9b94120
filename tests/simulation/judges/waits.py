"""Waits: after a 429 nobody calls that method of that workspace before the time that Slack named is over."""

from dataclasses import dataclass, field

from tests.simulation.hub import Actor


@dataclass(frozen=True, slots=True)
class Wait:
    """What Slack said to one call, and which thread heard it."""

    method: str
    since: float
    until: float
    heard_by: Actor | None


@dataclass
class Waits:
    """The waits of one workspace. ``broken``: by how many seconds each call came too soon, and which call it was.

    ``is_kept``: whoever hears of a wait can write it down. A database that fails then loses it, and so does one that is
    put back to an earlier moment.
    """

    is_kept: bool = True
    broken: list[tuple[float, str]] = field(default_factory=list)
    _waits: list[Wait] = field(default_factory=list)

    def limited(self, at: float, method: str, seconds: float, by: Actor | None) -> None:
        """Hear Slack ask for a wait."""
        self._waits.append(Wait(method, at, at + seconds, by))

    def called(self, at: float, method: str, by: Actor | None) -> None:
        """See a call that reaches Slack."""
        self._waits = [each for each in self._waits if each.until > at]
        for wait in self._waits:
            if wait.method == method and self.is_kept and not _is_excused(wait, at, by):
                self.broken.append((wait.until - at, f"{method} {at - wait.since:.0f} s after a 429"))

    def too_soon(self, *, off: float) -> list[str]:
        """Return the calls that came too soon by more than clocks may differ."""
        return [what for early, what in self.broken if early > off]


def _is_excused(wait: Wait, at: float, by: Actor | None) -> bool:
    """Tell whether the wait may never have been written down, or the call was on its way before it was."""
    if by is not wait.heard_by and (at <= wait.since or _stood_still(by, since=wait.since)):
        return True
    heard = wait.heard_by.process if wait.heard_by else None
    return heard is not None and (not heard.is_alive or heard.paused_until > wait.since)


def _stood_still(by: Actor | None, *, since: float) -> bool:
    return by is not None and by.process is not None and by.process.paused_until > since
