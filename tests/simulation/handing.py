"""People who hand work on: what sales promised, a line of the checklist, and a deal whose owner is away."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.model import Deal, UserId
from bot.service import promises, roles
from bot.service.desk import Did
from tests.simulation import hours
from tests.simulation.hub import Hub
from tests.simulation.inputs import Act, Inputs
from tests.simulation.story import DealStory, GivenStory, PromiseStory, Story, TakenStory, Told
from tests.simulation.town import ANA, LEADS, OMAR, ZONES

TRIES = 3
MOST_PROMISES = 3
SURELY = 2 * 3600.0
"""Seconds by which a day may begin or end elsewhere than on the wall: no clock of a replica is off by more."""
Pick = Callable[[Deal], Mapping[str, Any] | None]
"""Say what an input is about, in the ids that the deal has for it; None: it is not there."""
Choice = Callable[[], None]
Use = Callable[..., Did]


@dataclass(frozen=True, slots=True)
class Handing:
    """``asking`` returns an input about a deal, ``looking`` one about something in it."""

    hub: Hub
    inputs: Inputs
    story: Story
    asking: Callable[..., Act]
    looking: Callable[..., Act]

    def choices(self, deal: DealStory, number: Callable[[], int]) -> Iterator[Choice]:
        """Yield what could be handed on in a deal just now."""
        if len(deal.promises) < MOST_PROMISES:
            yield lambda: self.promise(deal, number())
        # Of what was told at its first try nothing is on its way any more that would tell it anew.
        for each in deal.promises:
            if each.told.is_prompt and each.withdrawn is None:
                # Few deals come as far as to a promise taken back: whoever can does.
                yield from (
                    [partial(self.withdraw, deal, each)] * 3 if each.answered else [partial(self.answer, deal, each)]
                )
        if "contract" not in deal.finished and self._may_hold(deal):
            yield lambda: self.give(deal)
        if self._is_away(deal):
            # Absences are rare, and whoever meets one acts.
            yield from [lambda: self.take_over(deal)] * 3

    def promise(self, deal: DealStory, number: int) -> None:
        """Tell what the customer was promised beyond the contract."""
        told = PromiseStory(f"promise {number}", Told(self.hub.now))
        deal.promises.append(told)
        self._insist(told.told, lambda: self.asking(deal, ANA, promises.tell, what=told.what, due_on=None))
        self.hub.counts["input: promised"] += told.told.is_certain

    def answer(self, deal: DealStory, promise: PromiseStory) -> None:
        """Take a promise on, or say no to it, for the side that delivers."""
        promise.answered, promise.is_declined = Told(self.hub.now), self.hub.chance.below(3) == 1
        use: Use = promises.decline if promise.is_declined else promises.accept
        given = {"reason": "the crew is in Turku"} if promise.is_declined else {}

        def pick(found: Deal) -> Mapping[str, Any] | None:
            there = (each for each in found.register.promises if each.what == promise.what)
            return next(({"promise_id": each.id, "generation": each.generation} for each in there), None)

        self._insist(promise.answered, lambda: self.looking(deal, OMAR, use, pick, **given))
        self.hub.counts["input: promise answered"] += promise.answered.is_certain

    def withdraw(self, deal: DealStory, promise: PromiseStory) -> None:
        """Take a promise back, whatever was said to it."""
        promise.withdrawn = Told(self.hub.now)

        def pick(found: Deal) -> Mapping[str, Any] | None:
            return next(
                ({"promise_id": each.id} for each in found.register.promises if each.what == promise.what), None
            )

        why = "they agreed to do without"
        self._insist(promise.withdrawn, lambda: self.looking(deal, ANA, promises.withdraw, pick, reason=why))
        self.hub.counts["input: promise withdrawn"] += promise.withdrawn.is_certain

    def give(self, deal: DealStory) -> None:
        """Give the contract's line to one named person, or back to whoever leads sales."""
        given = GivenStory(self.hub.chance.pick(self._may_hold(deal)), Told(self.hub.now))
        deal.given.append(given)
        self._insist(given.told, lambda: self.looking(deal, ANA, roles.give_item, the_contract, to=given.to))
        self.hub.counts["input: line given"] += given.told.is_certain

    def take_over(self, deal: DealStory) -> None:
        """Own a deal in place of an owner who is away: whoever leads a function may, and nobody has to be asked."""
        had_before = {each.by for each in deal.taken}
        able = [lead for lead in LEADS if lead != deal.owner and lead not in had_before]
        taken, was = TakenStory(self.hub.chance.pick(able), Told(self.hub.now)), deal.owner
        self._insist(taken.told, lambda: self.asking(deal, taken.by, roles.take_over))
        moments = (taken.told.sent_at, taken.told.answered_at or self.hub.now)
        taken.is_sure = was is not None and all(self.is_surely_away(deal.team, was, at) for at in moments)
        deal.taken.append(taken)
        self.hub.counts["input: took over"] += taken.is_sure and taken.told.is_certain

    def is_surely_away(self, team: str, who: UserId, at: float) -> bool:
        """Tell whether all that was said of somebody's absence leaves no doubt that they are away at a moment."""
        theirs = [each for each in self.story.absences if (each.team, each.who) == (team, who)]
        if not theirs or not all(each.told.is_prompt for each in theirs):
            return False
        days = (hours.wall(ZONES[who], moment).date() for moment in (at - SURELY, at + SURELY))
        # A later one takes the place of what it overlaps with.
        return all(theirs[-1].first <= day <= theirs[-1].last for day in days)

    def _is_away(self, deal: DealStory) -> bool:
        """Tell whether people take the owner for absent, and somebody is left to take over."""
        owner = deal.owner
        is_known = owner is not None and self.is_surely_away(deal.team, owner, self.hub.now)
        return is_known and len({owner, *(each.by for each in deal.taken)}) < len(LEADS)

    @staticmethod
    def _may_hold(deal: DealStory) -> list[UserId]:
        """Return who can get the contract's line: nobody a second time, and nobody while it is not known who holds it."""
        had_before = {deal.holder, *(each.to for each in deal.given)}
        return [lead for lead in LEADS if lead not in had_before] if deal.holder else []

    def _insist(self, told: Told, asks: Callable[[], Act]) -> None:
        """Try it up to three times: each press is one of its own."""
        for _ in range(TRIES):
            if self.inputs.sure(told, asks()):
                return


def the_contract(found: Deal) -> Mapping[str, Any] | None:
    """Say which line is about the contract."""
    return next(({"item_id": each.id} for each in found.items if each.key == "contract"), None)
