"""Trigger ids: the short right to open a form for the person who just did something."""

from dataclasses import dataclass, field

from sandbox import limits
from sandbox.clock import Clock
from sandbox.errors import SlackError
from sandbox.state.ids import Ids


@dataclass
class Trigger:
    """`view_id` is the form in which the person acted, if it was one; `channel` the conversation they were in."""

    user: str
    made_at: float
    view_id: str = ""
    channel: str = ""
    is_used: bool = False


@dataclass
class Triggers:
    ids: Ids
    clock: Clock
    _made: dict[str, Trigger] = field(default_factory=dict)

    def make(self, user: str, view_id: str = "", channel: str = "") -> str:
        trigger = self.ids.trigger()
        self._made[trigger] = Trigger(user, self.clock.epoch(), view_id, channel)
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
        if self.clock.epoch() - trigger.made_at > limits.TRIGGER_SECONDS * max(1.0, self.clock.speed):
            raise SlackError("expired_trigger_id")
        trigger.is_used = True
        return trigger
