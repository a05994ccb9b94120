"""Nobody is asked in public more than twice a day, whatever deals do, and nothing that fires is lost over it."""

from collections import Counter
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.events import LapseOpened, Nudged, Recorded
from bot.model import BATON, DealId, LapseId, LapseKind, UserId
from bot.outgoing import Kind
from bot.playbook import Where
from bot.rules.restraint import MOST_PUBLIC
from bot.service import delivery, sweep
from bot.service.budget import within_budget
from bot.working_time import local_day
from tests.bot.making import ANA, CONTEXT, FAYE, NOW, OMAR, STRANGER, a_deal, at, id_of
from tests.bot.service.conftest import Office, won

PEOPLE = st.sampled_from([ANA, OMAR, FAYE, STRANGER])
NUDGES = st.builds(
    Nudged,
    lapse_id=st.integers(0, 9).map(lambda n: LapseId(id_of(str(n)))),
    kind=st.sampled_from(LapseKind),
    about=st.just("call"),
    rung=st.integers(1, 4),
    where=st.sampled_from(Where),
    who=PEOPLE,
    also=st.lists(PEOPLE, max_size=2).map(tuple),
    decider_id=st.none() | PEOPLE,
)
FIRINGS = st.lists(st.tuples(st.integers(0, 72), st.lists(NUDGES, max_size=6)), max_size=12)
"""What deals want to say, hour by hour."""


class Ledger:
    """What people have left, as the database counts it."""

    def __init__(self) -> None:
        self.taken: Counter[tuple[UserId, date]] = Counter()

    def take(self, who: UserId, day: date) -> bool:
        if self.taken[who, day] >= MOST_PUBLIC:
            return False
        self.taken[who, day] += 1
        return True


@given(FIRINGS)
def test_nobody_is_asked_in_public_more_than_twice_a_day(firings: list[tuple[int, list[Nudged]]]) -> None:
    ledger, read, said = Ledger(), Counter[tuple[UserId, date]](), 0
    for hours, nudges in firings:
        now = NOW + timedelta(hours=hours)
        for each in within_budget(a_deal(), recorded(nudges, now), CONTEXT, ledger.take, now=now):
            assert isinstance(each.event, Nudged)
            asked = each.event.decider_id or each.event.who
            said += 1
            if each.event.where is Where.CHANNEL:
                read[asked, local_day(CONTEXT.calendar(asked).zone, now)] += 1

    assert max(read.values(), default=0) <= MOST_PUBLIC
    assert said == sum(len(nudges) for _, nudges in firings)


@given(st.lists(NUDGES, max_size=8))
def test_what_spared_on_keeps_everything_but_its_place_and_its_listeners(nudges: list[Nudged]) -> None:
    before = recorded(nudges, NOW)

    after = within_budget(a_deal(), before, CONTEXT, lambda *_: False, now=NOW)

    assert [each.seq for each in after] == [each.seq for each in before]
    for was, now in zip(before, after, strict=True):
        assert isinstance(was.event, Nudged)
        assert isinstance(now.event, Nudged)
        assert (now.event.lapse_id, now.event.rung) == (was.event.lapse_id, was.event.rung)
        assert (now.event.who, now.event.decider_id) == (was.event.who, was.event.decider_id)
        assert (now.event.spared_on is not None) == (was.event.where is Where.CHANNEL)


def test_people_are_taken_from_in_one_order_so_that_two_deals_never_wait_for_each_other() -> None:
    asked: list[UserId] = []
    nudges = [a_nudge(OMAR), a_nudge(ANA), a_nudge(FAYE)]

    within_budget(a_deal(), recorded(nudges, NOW), CONTEXT, lambda who, _: not asked.append(who), now=NOW)

    assert asked == sorted(asked)


def test_the_day_is_the_one_of_whoever_is_asked() -> None:
    days: list[date] = []
    late = at("2026-11-24 00:30")

    nudges = [a_nudge(ANA), a_nudge(FAYE)]
    within_budget(a_deal(), recorded(nudges, late), CONTEXT, lambda _, day: not days.append(day), now=late)

    assert days == [date(2026, 11, 24), date(2026, 11, 23)]


def test_what_asks_nobody_in_public_takes_nothing() -> None:
    opened = Recorded(1, NOW, BATON, LapseOpened(LapseId(id_of("late")), LapseKind.STEP_OVERDUE, "call"))

    assert within_budget(a_deal(), [opened], CONTEXT, lambda *_: False, now=NOW) == (opened,)


def test_of_five_deals_that_are_late_at_once_two_say_so_in_public(office: Office) -> None:
    found = five_late(office)

    rows = office.sent(Kind.NUDGE)

    public = [row for row in rows if row.in_channel_of]
    spared = [row for row in rows if row.to_user == OMAR]
    assert (len(public), len(spared)) == (2, 3)
    assert {row.deal_id for row in rows} == set(found)


def test_the_history_says_why_a_question_was_not_put_in_public(office: Office) -> None:
    found = five_late(office)

    nudged = [each.event for deal_id in found for each in office.history(deal_id) if isinstance(each.event, Nudged)]

    assert [each.spared_on for each in nudged].count(date(2026, 11, 23)) == 3
    assert {each.where for each in nudged if each.spared_on} == {Where.PRIVATE}


def test_another_day_begins_with_a_whole_budget(office: Office) -> None:
    found = five_late(office)
    told(office, at("2026-11-23 15:01"))

    for deal_id in found:
        sweep.review(office.desk, office.workspace.id, deal_id, now=at("2026-11-24 15:30"))

    tomorrow = [row for row in office.sent(Kind.NUDGE) if (row.detail or "").endswith(":2")]
    assert len([row for row in tomorrow if row.in_channel_of]) == 2


def a_nudge(who: UserId) -> Nudged:
    return Nudged(LapseId(id_of(who)), LapseKind.STEP_OVERDUE, "call", 2, Where.CHANNEL, who)


def recorded(nudges: list[Nudged], now: datetime) -> list[Recorded]:
    return [Recorded(seq, now, BATON, each) for seq, each in enumerate(nudges, 1)]


def five_late(office: Office) -> list[DealId]:
    """Let Omar be offered five deals, and be late with his answer to all of them."""
    found = [office.receive(won(f"D-{n}")).deal_id for n in range(5)]
    for deal_id in found:
        sweep.review(office.desk, office.workspace.id, deal_id, now=at("2026-11-23 15:00"))
    return found


def told(office: Office, now: datetime) -> None:
    """Let Slack have every nudge."""
    for row in office.sent(Kind.NUDGE):
        delivery.told(office.desk, office.workspace.id, row, None, now)
