"""How the process is, as one look found it, and how that is said to whoever asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.watching import NO_TIME, Pulse


@dataclass(frozen=True, slots=True)
class Condition:
    """How the process is. Without ``problems`` it is ready; each is a sentence.

    ``is_quiet``: nothing is due and nothing waits to be sent.
    """

    ticked_at: datetime | None
    pulse: Pulse
    is_quiet: bool
    problems: Sequence[str] = ()
    look_lag: timedelta = NO_TIME
    """For how long a deal or a digest has waited to be looked at."""

    def in_words(self) -> Mapping[str, Any]:
        """Return what the readiness page says; ``status`` is the gravest problem, for whoever shows one line."""
        return {
            "status": next(iter(self.problems), "ready"),
            "reasons": list(self.problems),
            "ticked_at": self.ticked_at.isoformat() if self.ticked_at else None,
            "waiting": self.pulse.waiting,
            "lag_seconds": self.pulse.lag.total_seconds(),
            "quiet": self.is_quiet,
            "next_at": self.pulse.comes_at.isoformat() if self.pulse.comes_at else None,
        }
