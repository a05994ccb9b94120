"""Trigger ids: the short right to open a form for the person who just did something."""

import time
from dataclasses import dataclass, field

from sandbox import limits
from sandbox.clock import Clock
from sandbox.errors import SlackError
from sandbox.state.ids import Ids


@dataclass
class Trigger:
    """`view_id` is the form in which the person acted, if it was one; `channel` the conversation they were in.

    `made_at` is the workspace's time, `began` that of the machine.
    """

    user: str
    made_at: float
    began: float
    view_id: str = ""
    channel: str = ""
    is_used: bool = False


@dataclass
class Triggers:
    """`patience` is how many real seconds an app may take beyond Slack's three: a busy machine is no fault of it."""

    ids: Ids
    clock: Clock
    patience: float = 0.0
    _made: dict[str, Trigger] = field(default_factory=dict)

    def make(self, user: str, view_id: str = "", channel: str = "") -> str:
        trigger = self.ids.trigger()
        self._made[trigger] = Trigger(user, self.clock.epoch(), time.monotonic(), view_id, channel)
        return trigger

    def use(self, trigger_id: str) -> Trigger:
        """Take the right, once and in time; raises Slack's error otherwise."""
        trigger = self._made.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        # Used comes before late: an app that opens two forms should read that, not that it was slow.
        if trigger.is_used:
            raise SlackError("exchanged_trigger_id")
        # In a hurried clock the app keeps its three real seconds.
        if self._age(trigger) > limits.TRIGGER_SECONDS * max(1.0, self.clock.speed):
            raise SlackError("expired_trigger_id")
        trigger.is_used = True
        return trigger

    def _age(self, trigger: Trigger) -> float:
        """Return how old it is in the workspace's seconds; those that a clock was moved by all count."""
        forgiven = min(self.patience, time.monotonic() - trigger.began) * self.clock.speed
        return self.clock.epoch() - trigger.made_at - forgiven
