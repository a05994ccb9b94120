"""People who act at random: they accept, commit, keep, move, wait, decide, and more often let things lapse."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any

from sandbox.block_kit.find import touchable
from sandbox.client import SandboxClient, SandboxRefused
from tests.simulation.hours import wall
from tests.soak.days import whole_day, working_day
from tests.soak.story import DealStory, Heard, Input, Story
from tests.soak.town import DELIVERY, FINANCE, LINES, SELLER, STAND_BY, ZONES

Json = Mapping[str, Any]
Chance = tuple[float, Callable[[], Input]]
UNSURE = "we cannot say whether it was saved"
NAMED = ("commit", "keep", "move", "park", "promise", "agree")
"""Acts whose answers quote the words of what they are about."""
GOOD = ("Noted: *", "Done: *", "Accepted: *", "owns *", "The channel is told.")
"""How answers begin that tell of something done."""
ALREADY = {"keep": "is done already", "finish": "is done already", "take": "is accepted already"}
"""What may be done twice without harm, and what tells those who were not answered that it had been done."""
MOST_STEPS = 3
DECIDES = re.compile(r"<@(\w+)>, please decide (who owns|how) \*")


@dataclass
class People:
    """Act on one deal at a time; whoever calls holds that nobody else acts on it meanwhile."""

    slack: SandboxClient
    now: Callable[[], float]
    story: Story
    dice: Random
    name: str
    _count: int = 0
    _channels: dict[str, str] = field(default_factory=dict)

    def act(self, deal: DealStory) -> str:
        """Do one of the things that people do; return what it was, empty where there was nothing to do."""
        channel = self._channel(deal)
        if channel is None:
            return ""
        said = self.slack.messages(channel)
        acts: list[Chance] = [*self._about_owner(deal, channel, said), *self._about_steps(deal, channel, said)]
        acts += [*self._about_lines(deal, channel, said), *self._decisions(deal, channel, said)]
        acts += [*self._about_promises(deal, channel, said), *self._giving(deal, channel)]
        weights = [weight for weight, _ in acts]
        if not acts or self.dice.random() > sum(weights):
            return ""
        ((_, chosen),) = self.dice.choices(acts, weights)
        done = chosen()
        deal.inputs.append(done)
        self.story.count(done.heard)
        return done.act

    # What could be done, each with how likely somebody does it now.

    def _about_owner(self, deal: DealStory, channel: str, said: Sequence[Json]) -> Iterator[Chance]:
        if any(deal.of("accept")) or any(deal.of("decline")):
            return
        accept, decline = _button(said, "owner.accept"), _button(said, "owner.decline")
        if accept:
            yield 0.05, partial(self._press, deal.offered, channel, accept, "accept", "owns *")
        if decline:
            yield 0.01, partial(self._decline, deal.offered, channel, decline)

    def _about_steps(self, deal: DealStory, channel: str, said: Sequence[Json]) -> Iterator[Chance]:
        steps = open_steps(deal)
        if len(steps) < MOST_STEPS:
            yield 0.12, partial(self._commit, deal, channel)
        for step in steps:
            what, by = step.what, step.by
            yield 0.02, partial(self._type, by, channel, f"done {what}", "keep", "Done: *", what=what)
            button = _button(said, "step.done", about=f"*{what}*")
            if button:
                yield 0.02, partial(self._press, by, channel, button, "keep", "Done: *", what=what)
            yield 0.05, partial(self._move, channel, step)
            yield 0.03, partial(self._park, channel, step)

    def _about_lines(self, deal: DealStory, channel: str, said: Sequence[Json]) -> Iterator[Chance]:
        for key, by, where in (("contract", SELLER, "Sales checklist"), ("invoice", FINANCE, "Finance checklist")):
            button = _button(said, "item.done", about=where)
            if button and not any(each.what == key for each in deal.of("finish")):
                yield 0.02, partial(self._press, by, channel, button, "finish", "Done: *", what=key)
        button = _button(said, "item.accept", about="please check")
        if button and not any(deal.of("take")):
            yield 0.1, partial(self._press, DELIVERY, channel, button, "take", "Accepted: *", what="contract")

    def _about_promises(self, deal: DealStory, channel: str, said: Sequence[Json]) -> Iterator[Chance]:
        """Tell of one promise in a deal, so that one question is about it alone; whoever delivers says yes or no."""
        told = next((each for each in deal.of("promise")), None)
        if told is None:
            yield 0.08, partial(self._promise, channel)
        accept, decline = _button(said, "promise.accept"), _button(said, "promise.decline")
        if told and told.heard is Heard.YES and not any(deal.of("agree")) and not any(deal.of("refuse")):
            if accept:
                good = "Accepted: *"
                yield 0.05, partial(self._press, DELIVERY, channel, accept, "agree", good, what=told.what)
            if decline:
                yield 0.03, partial(self._refuse, channel, decline, told.what)

    def _giving(self, deal: DealStory, channel: str) -> Iterator[Chance]:
        """Give the contract's line to one named person, once."""
        if not any(deal.of("give")) and not any(each.what == "contract" for each in deal.of("finish")):
            text = f"give {LINES['contract'].title} to <@{self._id(STAND_BY)}>"
            good = "The channel is told."
            yield 0.06, partial(self._type, SELLER, channel, text, "give", good, what="contract")

    def _decisions(self, deal: DealStory, channel: str, said: Sequence[Json]) -> Iterator[Chance]:
        if any(deal.of("decide")):
            return
        names = {who: name for name, who in self.story.ids.items()}
        for message in said:
            asked = DECIDES.match(str(message["text"]))
            stop, goes_on = _button([message], "deal.decide:stop"), _button([message], "deal.decide:continue")
            if asked and stop:
                yield 0.02, partial(self._decide, names[asked[1]], channel, stop, "stop", {})
            if asked and goes_on:
                yield 0.08, partial(self._go_on, names[asked[1]], channel, goes_on)

    # How it is done, and what is heard of it.

    def _commit(self, deal: DealStory, channel: str) -> Input:
        by = self.dice.choice((deal.offered, deal.seller, DELIVERY))
        what, (due, is_day, words) = self._step_name(), self._due(by)
        otherwise = f"consequence of {what}" if self.dice.random() < 0.4 else ""
        text = f"next {what} by {words}{f' else {otherwise}' if otherwise else ''}"
        return self._type(
            by, channel, text, "commit", "Noted: *", what=what, due=due, is_day=is_day, otherwise=otherwise
        )

    def _promise(self, channel: str) -> Input:
        what = f"promise {self._step_name().removeprefix('step ')}"
        return self._type(SELLER, channel, f"promise {what}", "promise", "Noted: *", what=what)

    def _refuse(self, channel: str, button: Json, what: str) -> Input:
        reason = {"reason": {"value": "the crew is elsewhere"}}
        return self._form(DELIVERY, channel, button, "refuse", reason, what=what)

    def _move(self, channel: str, step: Input) -> Input:
        due, is_day, words = self._due(step.by, later_than=step.due)
        text = f"reschedule {step.what} {words} because the site is closed"
        return self._type(step.by, channel, text, "move", "Noted: *", what=step.what, due=due, is_day=is_day)

    def _park(self, channel: str, step: Input) -> Input:
        until, is_day, words = self._due(step.by, later_than=step.due)
        text = f"waiting {step.what} on customer until {words}"
        return self._type(step.by, channel, text, "park", "Noted: *", what=step.what, due=until, is_day=is_day)

    def _decline(self, by: str, channel: str, button: Json) -> Input:
        return self._form(by, channel, button, "decline", {"reason": {"value": "on leave"}})

    def _decide(self, by: str, channel: str, button: Json, choice: str, fields: Json, **more: Any) -> Input:
        values = {**fields, "reason": {"value": "the customer said so"}}
        return self._form(by, channel, button, "decide", values, what=choice, **more)

    def _go_on(self, by: str, channel: str, button: Json) -> Input:
        """Decide that it goes on; the step is theirs whose step stood still, else the owner's."""
        what, (due, is_day, words) = self._step_name(), self._due(by)
        fields = {"what": {"value": what}, "when": {"value": words}}
        return self._decide(by, channel, button, "continue", fields, due=due, is_day=is_day, otherwise=what)

    def _type(self, by: str, channel: str, text: str, act: str, good: str, **more: Any) -> Input:
        return self._heard(act, by, lambda: self.slack.command(self._id(by), channel, f"/deal {text}"), good, **more)

    def _press(self, by: str, channel: str, button: Json, act: str, good: str, **more: Any) -> Input:
        def press() -> Json:
            return self.slack.press(self._id(by), channel, button["ts"], button["action_id"], button["block_id"])

        return self._heard(act, by, press, good, **more)

    def _form(self, by: str, channel: str, button: Json, act: str, values: Json, **more: Any) -> Input:
        """Press, fill in, submit. A press alone changes nothing, so only the submission can be in doubt."""
        sent = self.now()
        opened = self.slack.press(self._id(by), channel, button["ts"], button["action_id"], button["block_id"])
        view = opened.get("view")
        if not opened["ok"] or not view:
            return Input(act, by, sent, self.now(), Heard.NO, **more)
        sent = self.now()
        try:
            answer = self.slack.submit(self._id(by), view["id"], values)
        except SandboxRefused:
            return Input(act, by, sent, self.now(), Heard.NO, **more)
        heard = Heard.MAYBE if not answer["ok"] else Heard.NO if answer["errors"] else Heard.YES
        return Input(act, by, sent, self.now(), heard, **more)

    def _heard(self, act: str, by: str, do: Callable[[], Json], good: str, **more: Any) -> Input:
        """Do it, and sometimes once more: to be sure, or because people press twice."""
        sent, good = self.now(), good + (more["what"] if act in NAMED else "")
        heard = _understood(_tried(do), good)
        if act in ALREADY and self.dice.random() < (0.5 if heard is Heard.MAYBE else 0.15):
            again = _tried(do)
            if heard is Heard.MAYBE and (_understood(again, good) is Heard.YES or ALREADY[act] in _words(again)):
                heard = Heard.YES
        return Input(act, by, sent, self.now(), heard, **more)

    def _id(self, name: str) -> str:
        return self.story.ids[name]

    def _channel(self, deal: DealStory) -> str | None:
        if deal.name not in self._channels:
            prefix = f"deal-{deal.account.lower().replace(' ', '-')}-"
            for each in self.slack.state()["channels"]:
                if each["name"].startswith(prefix):
                    self._channels[deal.name] = each["id"]
        return self._channels.get(deal.name)

    def _step_name(self) -> str:
        self._count += 1
        return f"step {self.name}{self._count:03}"

    def _due(self, by: str, *, later_than: float = 0.0) -> tuple[float, bool, str]:
        """Choose a moment that somebody could mean: a clock time soon, or a whole day."""
        zone = ZONES[by]
        at = max(self.now(), later_than)
        if self.dice.random() < 0.3:
            day = working_day(wall(zone, at).date(), self.dice.randint(1, 2))
            return whole_day(zone, day), True, day.isoformat()
        moment = wall(zone, at + self.dice.uniform(2400, 6 * 3600)).replace(second=0, microsecond=0)
        return moment.timestamp(), False, f"{moment:%Y-%m-%d %H:%M}"


def open_steps(deal: DealStory) -> list[Input]:
    """Return the steps that whoever acts takes for open, each with the date in force and nobody in doubt about it."""
    steps: dict[str, Input] = {}
    for each in deal.inputs:
        before = (
            steps.pop(each.what, None) if each.act in ("keep", "move", "park") and each.heard is not Heard.NO else None
        )
        if each.act == "commit" and each.heard is Heard.YES:
            steps[each.what] = each
        elif before and each.act != "keep" and each.heard is Heard.YES:
            steps[each.what] = Input("commit", before.by, 0, 0, Heard.YES, each.what, each.due, each.is_day)
    return list(steps.values())


def _tried(do: Callable[[], Json]) -> Json:
    """Do it; where the button went away between the look and the press, nothing was done."""
    try:
        return do()
    except SandboxRefused as refusal:
        return {"ok": True, "shown": {"text": refusal.sentence}}


def _words(answer: Json) -> str:
    return str((answer.get("shown") or {}).get("text", "")) if answer["ok"] else ""


def _understood(answer: Json, good: str) -> Heard:
    """Take the words for what they say; whoever was told nothing does not know, nor who was told of something else.

    That is the late answer to what they did before: it says nothing about this.
    """
    shown = _words(answer)
    if good in shown:
        return Heard.YES
    is_of_something_else = any(each in shown for each in GOOD)
    return Heard.MAYBE if not shown or UNSURE in shown or is_of_something_else else Heard.NO


def _button(said: Sequence[Json], action_id: str, *, about: str = "") -> Json | None:
    """Find the newest button of a kind in a message that is about something."""
    for message in reversed(said):
        if about in str(message["text"]):
            for block, element in touchable(list(message.get("blocks") or [])):
                if element.get("action_id") == action_id:
                    return {"ts": message["ts"], "action_id": action_id, "block_id": block["block_id"]}
    return None
