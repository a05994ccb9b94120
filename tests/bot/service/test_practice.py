"""Practice: the real rules within minutes, for one person alone; it ends by itself, and nothing ever counts it."""

from datetime import datetime, timedelta

import pytest

from bot.events import Nudged
from bot.first_run import FirstStep, Stands
from bot.model import BATON, ChannelId, Deal, DealStatus, UserId
from bot.outgoing import Kind
from bot.playbook import Where
from bot.ports import DigestKind, Wanted
from bot.practice import PracticeEnded, PracticeWords
from bot.refusals import NotAPerson
from bot.rules import practice as rules
from bot.rules import telling
from bot.rules.auditing import findings
from bot.rules.practice import A_MOMENT, AFTERWARDS, IDLE, LONGEST
from bot.service import deals, first_run, practice, reading, reporting, requests, sweep
from bot.service.desk import act, by_id
from bot.service.reading import Scope
from bot.working_time import local_day
from storage.auditing import Auditing
from tests.bot.making import ANA, LIV, NOW, OMAR, by
from tests.bot.service.conftest import Office
from tests.bot.service.test_first_run import silence

WORDS = PracticeWords("Practice deal", "Practice customer", "Practice", "practice: call the customer")
NIGHT = NOW.replace(hour=2) + timedelta(days=5)
"""On a Saturday, when nobody is ever asked anything."""


def begin(office: Office, who: UserId = LIV, at: datetime = NOW, key: str = "k1") -> Deal:
    return practice.begin(office.desk, office.asked(who, key, at), WORDS)


def look(office: Office, deal: Deal, at: datetime) -> Deal:
    """Let the clock look, and whatever it says be told."""
    here = office.workspace.id
    sweep.review(office.desk, here, deal.id, now=at)
    for lapse in office.deal(deal.id).lapses:
        if lapse.rung and lapse.told_at is None:
            told = office.asked(BATON, f"told:{lapse.id}:{lapse.rung}", at)
            act(
                office.desk,
                told,
                by_id(deal.id),
                lambda deal, _, one=lapse: telling.told(deal, lapse_id=one.id, rung=one.rung, now=at),
            )
    return office.deal(deal.id)


def asked(office: Office, deal: Deal) -> list[tuple[Where, UserId, bool]]:
    nudges = [each.event for each in office.history(deal.id) if isinstance(each.event, Nudged)]
    return [(each.where, each.decider_id or each.who, each.decider_id is not None) for each in nudges]


@pytest.mark.parametrize("start", [NOW, NIGHT], ids=["at work", "on a Saturday night"])
def test_what_is_ignored_is_asked_privately_then_in_the_channel_then_decided(office: Office, start: datetime) -> None:
    deal = begin(office, at=start)
    stories = [asked(office, look(office, deal, start + n * A_MOMENT)) for n in range(4)]

    private, public = (Where.PRIVATE, LIV, False), (Where.CHANNEL, LIV, False)
    assert stories == [[], [private], [private, public], [private, public, (Where.CHANNEL, LIV, True)]]


def test_a_decision_is_awaited_until_practice_ends_and_no_working_day_longer(office: Office) -> None:
    deal = begin(office)
    for n in range(4):
        look(office, deal, NOW + n * A_MOMENT)

    (asked_for,) = [each for each in office.deal(deal.id).lapses if each.decider_id]
    assert asked_for.decide_by == rules.over_at(office.deal(deal.id)) == NOW + IDLE


def test_its_channel_is_private_and_nobody_else_is_invited_or_told(office: Office) -> None:
    deal = begin(office)
    for n in range(40):
        look(office, deal, NOW + n * A_MOMENT)

    about = [each for each in office.sent() if each.deal_id == deal.id]
    assert {each.to_user for each in about} <= {None, LIV}
    assert all(each.to_channel is None for each in about)
    assert deal.is_private
    assert deal.channel_name == f"practice-{deal.short}"
    assert not any(each.gathers for each in about)


def test_nobody_else_can_be_drawn_into_it(office: Office) -> None:
    deal = begin(office)

    with pytest.raises(NotAPerson):
        requests.ask(
            office.desk,
            office.asked(LIV, "k2"),
            by_id(deal.id),
            to=OMAR,
            what="help me",
            due=by("2026-12-04"),
        )


def test_it_begins_before_anybody_said_where_to_post_and_once_for_each_person(office: Office) -> None:
    silence(office)
    first = begin(office)

    assert begin(office, key="k2").id == first.id
    assert begin(office, ANA, key="k3").id != first.id
    assert dict(first_run.show(office.desk, office.asked(LIV)).steps)[FirstStep.PRACTICE] is Stands.DONE


@pytest.mark.parametrize(
    ("minutes", "is_over"),
    [(0, False), (IDLE.seconds // 60 - 1, False), (IDLE.seconds // 60, True), (600, True)],
)
def test_it_ends_when_nobody_does_anything(office: Office, minutes: int, is_over: bool) -> None:
    deal = look(office, begin(office), NOW + timedelta(minutes=minutes))

    assert (deal.status is DealStatus.CLOSED) is is_over
    assert (PracticeEnded in office.events(deal.id)) is is_over


def test_it_ends_soon_after_its_step_is_done(office: Office) -> None:
    deal, done = begin(office), NOW + timedelta(minutes=1)
    deals.keep(office.desk, office.asked(LIV, "k2", done), by_id(deal.id), step_id=deal.steps[0].id)

    assert look(office, deal, done + AFTERWARDS - timedelta(seconds=1)).status is DealStatus.OPEN
    assert look(office, deal, done + AFTERWARDS).status is DealStatus.CLOSED


def test_it_ends_in_any_case(office: Office) -> None:
    deal = begin(office)
    assert rules.over_at(office.deal(deal.id)) == NOW + IDLE
    assert LONGEST > IDLE


def test_it_ends_by_a_press_once_and_its_channel_is_put_away_behind_the_last_word(office: Office) -> None:
    deal = begin(office)
    assert practice.end(office.desk, office.asked(LIV, "k2"), deal.id).recorded
    assert not practice.end(office.desk, office.asked(LIV, "k3"), deal.id).recorded

    last = [each for each in office.sent() if each.deal_id == deal.id][-2:]
    assert [each.kind for each in last] == [Kind.SAY, Kind.ARCHIVE]
    assert last[0].lane == last[1].lane
    assert last[1].not_before == NOW + timedelta(minutes=1)
    ended = office.deal(deal.id)
    assert (ended.next_review_at, [each.closed_at for each in ended.lapses if each.closed_at is None]) == (None, [])


def test_no_list_digest_report_or_figure_knows_it(office: Office) -> None:
    deal = begin(office)
    for n in range(4):
        look(office, deal, NOW + n * A_MOMENT)
    here = office.workspace.id

    for scope in Scope:
        assert reading.listed(office.desk, here, scope, LIV) == ([], 0)
    assert first_run.look_ahead(office.desk, office.asked(LIV, "k5"))[0] is None
    report = reporting.reported(office.desk, here, days=7, by=LIV, now=NOW + timedelta(hours=1))
    empty = reporting.reported(office.desk, here, days=7, by=LIV, now=NOW - timedelta(days=30))
    assert report.report == empty.report
    with office.desk.work(here) as uow:
        assert uow.deals_around(LIV, limit=10) == []
        assert uow.stopped(LIV, limit=10) == []
        assert uow.events_between(NOW - timedelta(days=1), NOW + timedelta(days=1)) == []
        assert uow.count(Wanted(statuses=tuple(DealStatus))) == 0
        assert [each for each in uow.digests() if each.kind is DigestKind.PERSON] == []
        assert uow.deal(deal.id)


@pytest.mark.parametrize("start", [NOW, NIGHT], ids=["at work", "on a Saturday night"])
def test_no_audit_finds_fault_with_it(office: Office, start: datetime) -> None:
    deal, audits = begin(office, at=start), Auditing(office.storage.database)
    for n in range(31):
        at = start + n * A_MOMENT
        look(office, deal, at)
        found = findings(audits.evidence(office.workspace.id, now=at, machine=at), now=at)
        assert [each for each in found if str(deal.id) in each.about] == []


def test_it_takes_nothing_from_the_budget_of_the_day(office: Office) -> None:
    deal = begin(office)
    for n in range(4):
        look(office, deal, NOW + n * A_MOMENT)

    with office.desk.work(office.workspace.id) as uow:
        assert uow.take_public(LIV, local_day("Europe/Helsinki", NOW), most=1)


def test_a_channel_that_it_has_is_answered_for(office: Office) -> None:
    deal = begin(office)
    told = office.asked(BATON, "opened")
    act(
        office.desk,
        told,
        by_id(deal.id),
        lambda deal, _: telling.channel_opened(deal, channel_id=ChannelId("C0PRACTICE"), name="practice-x"),
    )
    with office.desk.work(office.workspace.id) as uow:
        found = uow.deal_in(ChannelId("C0PRACTICE"))
    assert found
    assert found.is_practice
