"""Counts are of whom was told, on their own day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.events import Decided, Event, ItemAccepted, ItemDone, Nudged, NudgeSkipped, Recorded, Rescued, StepKept
from bot.model import BATON, Choice, DealStatus, LapseKind, Rescue, UserId
from bot.outgoing import DigestFacts, Kind, Line, Outgoing
from bot.playbook import Where
from bot.rules.restraint import gathers
from tests.bot.making import NOW, a_deal, a_lapse, a_step, an_item, at
from tests.year.company import LEADER, Company, lead_of
from tests.year.tally import Tally, percentile, working_days

NOON, DAY = at("2027-03-03 12:00"), date(2027, 3, 3)
LEAD = lead_of("sales")
LAPSE = a_lapse()


def a_nudge(**changes: object) -> Nudged:
    given = {"rung": 1, "where": Where.PRIVATE, "who": LEADER}
    return Nudged(LAPSE.id, LapseKind.STEP_OVERDUE, "call", **(given | changes))  # type: ignore[arg-type]


def to(who: UserId) -> Outgoing:
    return Outgoing("n", Kind.NUDGE, "dm", to_user=who)


PUBLIC = Outgoing("n", Kind.NUDGE, "deal", in_channel_of=a_deal().id)


def test_a_nudge_counts_for_the_one_who_reads_it(company: Company) -> None:
    tally = Tally()
    tally.told(company, to(LEADER), a_nudge(), NOON, a_deal())

    assert (tally.nudges[LEADER, DAY], tally.public[LEADER, DAY], tally.messages[LEADER, DAY]) == (1, 0, 1)
    assert tally.by_kind[LapseKind.STEP_OVERDUE, 1] == 1
    assert not tally.escalations


def test_a_public_one_counts_for_the_one_who_is_to_decide(company: Company) -> None:
    tally = Tally()
    tally.told(company, PUBLIC, a_nudge(where=Where.CHANNEL, decider_id=LEAD, also=(LEAD,)), NOON, a_deal())

    assert tally.public[LEAD, DAY] == 1
    assert tally.asked[a_deal().id] == 1
    assert tally.escalations[a_deal().id] == 1


def test_private_nudges_of_one_minute_are_one_message(company: Company) -> None:
    tally = Tally()
    row = replace(to(LEADER), gathers=gathers(a_nudge(), LEADER))
    for seconds in (0, 30, 60, 61):
        tally.told(company, row, a_nudge(), NOON + timedelta(seconds=seconds), a_deal())

    assert tally.nudges[LEADER, DAY] == 4
    assert tally.messages[LEADER, DAY] == 2


def test_what_was_spared_joins_one_message_all_day(company: Company) -> None:
    tally, spared = Tally(), a_nudge(spared_on=DAY)
    for hours in (0, 2, 4):
        row = replace(to(LEADER), gathers=gathers(spared, LEADER))
        tally.told(company, row, spared, NOON + timedelta(hours=hours), a_deal())

    assert tally.messages[LEADER, DAY] == 1
    assert tally.spared == 3


def test_what_happened_to_a_deal_is_counted() -> None:
    tally, step = Tally(), a_step()
    events: tuple[Event, ...] = (
        StepKept(step.id, "call", LEADER, on_time=True, as_first_dated=False),
        Decided(Choice.HOLD, LEADER, "why", None, None, is_rescue=True),
        Rescued(LEADER, Rescue.TOOK_OVER),
        NudgeSkipped(LAPSE.id, 1, "it was settled"),
    )
    tally.saved(a_deal(status=DealStatus.CLOSED), [Recorded(n, NOW, BATON, each) for n, each in enumerate(events, 1)])

    assert (tally.on_time, tally.as_first_dated, tally.rescues) == (1, 0, 2)
    assert tally.choices == {"hold": 1}
    assert tally.skipped == {"it was settled": 1}
    assert tally.stands == {a_deal().id: DealStatus.CLOSED}
    assert tally.standing(DealStatus.OPEN) == 0


def test_a_done_line_waits_until_it_is_received_or_sent_back() -> None:
    tally, item = Tally(), an_item()
    done = ItemDone(item.id, "contract", LEADER, "4711", is_late=False)
    tally.saved(a_deal(), [Recorded(1, NOW, LEADER, done)])
    tally.saved(a_deal(), [Recorded(2, NOW + timedelta(days=2), LEAD, ItemAccepted(item.id, "contract", LEAD))])

    assert tally.waited == [2.0]


def test_digests_are_counted_with_their_lines_and_silent_ones_too() -> None:
    tally = Tally()
    lines = tuple(Line("item_due", a_deal().id, "Acme", None, "call") for _ in range(3))
    tally.read(LEADER, DAY, DigestFacts("person", "2027-03-03", "UTC", lines, more=2))
    tally.read(LEAD, DAY, None)
    tally.channel_read("team", None)

    assert tally.digests == {(LEADER, DAY): 3, (LEAD, DAY): 0}
    assert tally.beyond[LEADER, DAY] == 2
    assert tally.channel_digests == {"team": [0]}


@pytest.mark.parametrize(("share", "expected"), [(0.5, 5), (0.95, 10), (1.0, 10), (0.0, 1), (0.9, 9)])
def test_a_percentile_is_a_number_that_was_seen(share: float, expected: int) -> None:
    assert percentile(range(1, 11), share) == expected


def test_of_nothing_every_percentile_is_nothing() -> None:
    assert percentile([], 0.5) == 0


def test_a_working_day_is_one_on_which_somebody_is_there(company: Company) -> None:
    days = working_days(company, date(2027, 1, 1), date(2027, 12, 31))

    gone = company.away[LEADER][0]
    assert (LEADER, gone.first) not in days
    assert (LEADER, date(2027, 12, 6)) not in days
    assert 220 * len(company.tempers) < len(days) < 250 * len(company.tempers)
