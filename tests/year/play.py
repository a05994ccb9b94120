"""One year of one company: deals come in, people work on them, digests are read."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from bot.events import Recorded
from bot.incoming import Incoming
from bot.model import DealId, DealStatus, Facts, UserId
from bot.playbook import Playbook
from bot.rules import digests, opening
from bot.rules.members import members
from bot.rules.opening import Cast
from bot.working_time import is_working_day, local_day
from storage.playbooks.library import built_in
from tests.year.company import HOME, LEADER, YEAR, Company, founded
from tests.year.conduct import Conduct
from tests.year.tally import Tally
from tests.year.world import World

FIRST = date(YEAR, 1, 4)
A_YEAR = timedelta(days=361)
NAMED = 0.7
KINDS = ("saas-onboarding", "site-installation")
"""What the company sells; the figures that are published come from these two kinds of deals."""
"""Of the deals, those whose owner the CRM names; the others are offered to a lead."""


@dataclass(frozen=True)
class Played:
    """What came of a year: its figures, and how much was judged on the way."""

    mix: str
    company: Company
    tally: Tally
    first: date
    last: date
    judged: int


def play(mix: str, seed: int, deals: int, length: timedelta = A_YEAR) -> Played:
    """Play a company of a mix for so long; raises BrokenError when something did not hold."""
    company = founded(mix, seed)
    world = World(company)
    year = Year(world, Conduct(world, seed), seed)
    begins = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
    playbooks = [each for each in built_in() if each.kind in KINDS]
    for number in range(deals):
        year.expect(number, playbooks[number % len(playbooks)], begins, length)
    year.open_digests(begins)
    world.run(begins + length)
    return Played(mix, company, world.tally, FIRST, (begins + length).date(), world.watch.seen)


class Year:
    """When deals are won, and when people read what Baton sends every morning."""

    def __init__(self, world: World, conduct: Conduct, seed: int) -> None:
        self.world, self.conduct, self.seed = world, conduct, seed
        self._numbers: dict[object, int] = {}
        self._since: list[tuple[DealId, Recorded]] = []
        world.on_events = self._hear

    def expect(self, number: int, playbook: Playbook, begins: datetime, length: timedelta) -> None:
        """Let a deal be won some time, in its seller's working hours."""
        chance = Random(f"{self.seed}:won:{number}")
        seller = chance.choice(self.world.company.sellers)
        at = self.world.company.after(seller, begins + length * 0.95 * chance.random(), 0.5)
        self.world.at(at, lambda now: self._win(number, playbook, seller, chance, now))

    def _win(self, number: int, playbook: Playbook, seller: UserId, chance: Random, now: datetime) -> None:
        company = self.world.company
        id_ = DealId(uuid5(UUID(int=self.seed), f"deal:{number}"))
        self._numbers[id_] = number
        promised = local_day("UTC", now) + timedelta(days=chance.randint(30, 75))
        known = (("billing_contact", "Kim Lee"), ("site_address", "Harbour Road 7"))
        facts = Facts(f"Deal {number}", f"Customer {number}", 10_000_00, "EUR", promised_on=promised, custom=known)
        incoming = Incoming("crm", f"D-{number}", playbook.kind, facts, now)
        named = chance.choice(company.owners) if chance.random() < NAMED else None
        taken = opening.register(
            incoming, playbook, company.context, deal_id=id_, workspace_id=HOME.id, short=f"s{number}", seller=seller
        )
        cast = Cast(seller, named, company.leads(playbook))
        self.world.add(
            number, taken.deal, opening.start(taken.deal, playbook, cast, company.context, now=now), now, by=seller
        )

    def open_digests(self, begins: datetime) -> None:
        """Let everybody's digest come every working morning, and those of the team and of leadership."""
        for who in self.world.company.tempers:
            self._ahead(who, begins)
        zone = self.world.company.context.calendar(LEADER).zone
        self.world.at(
            digests.next_at(self.world.company.context, LEADER, digests.TEAM_AT, zone=zone, now=begins), self._team
        )

    def _ahead(self, who: UserId, now: datetime) -> None:
        context = self.world.company.context
        zone = context.calendar(who).zone
        at = digests.next_at(context, who, digests.PERSON_AT, zone=zone, now=now)
        self.world.at(at, lambda moment: self._person(who, moment))

    def _person(self, who: UserId, now: datetime) -> None:
        context = self.world.company.context
        zone = context.calendar(who).zone
        day = local_day(zone, now)
        if context.absence(who, now) is None and is_working_day(context.calendar(who), day):
            theirs = [
                deal for deal in self.world.deals.values() if deal.status is DealStatus.OPEN and who in members(deal)
            ]
            facts = digests.for_person(theirs, who, context, zone=zone, now=now)
            self.world.tally.read(who, day, facts)
            if facts:
                self.conduct.read(who, facts, self._numbers, now)
        self._ahead(who, now)

    def _team(self, now: datetime) -> None:
        context, deals = self.world.company.context, list(self.world.deals.values())
        zone = context.calendar(LEADER).zone
        recent = [(self.world.deals[self._numbers[id_]], recorded) for id_, recorded in self._since]
        self._since.clear()
        self.world.tally.channel_read("team", digests.for_team(deals, recent, zone=zone, now=now))
        self.world.tally.channel_read("leadership", digests.for_leadership(deals, zone=zone, now=now))
        self.world.at(digests.next_at(context, LEADER, digests.TEAM_AT, zone=zone, now=now), self._team)

    def _hear(self, number: int, recorded: tuple[Recorded, ...], now: datetime) -> None:
        """Keep what happened for the team's digest, and let people plan."""
        deal = self.world.deals[number]
        self._since.extend((deal.id, each) for each in recorded)
        self.conduct.heard(number, recorded, now)
