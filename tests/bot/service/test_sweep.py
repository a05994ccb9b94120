"""The clock's use cases: what is due is looked at once, and each digest comes once for each local day."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.events import Nudged
from bot.model import Absence, ChannelId, DealId, PersonalTime, UserId
from bot.outgoing import DigestFacts, Kind, Outgoing
from bot.ports import DigestClock, DigestKind
from bot.rules.evidence import Proof
from bot.service import deals, sweep
from bot.service.desk import by_id, context_of, digests_for
from tests.bot.making import ANA, FAYE, HELSINKI, LIV, NOW, OMAR, PEOPLE, at, by
from tests.bot.service.conftest import Office, won


def look(office: Office, now: datetime) -> list[DealId]:
    """Sweep once."""
    found = list(sweep.due(office.desk, office.workspace.id, now=now))
    for deal_id in found:
        sweep.review(office.desk, office.workspace.id, deal_id, now=now)
    return found


def send(office: Office, now: datetime) -> list[Outgoing]:
    """Send what is due and return every digest so far."""
    for clock in sweep.due_digests(office.desk, office.workspace.id, now=now):
        sweep.send_digest(office.desk, office.workspace.id, clock, now=now)
    return office.sent(Kind.DIGEST)


def facts(row: Outgoing) -> DigestFacts:
    assert row.digest
    return row.digest


def commit(
    office: Office, deal_id: DealId, due: str, *, key: str = "k1", who: UserId = ANA, now: datetime = NOW
) -> None:
    deals.commit(
        office.desk, office.asked(who, key, now), by_id(deal_id), what=f"call {key}", due=by(due), consequence=None
    )


def test_a_deal_is_looked_at_when_it_is_due_and_not_before(office: Office, opened: DealId) -> None:
    hint = office.deal(opened).next_review_at
    assert hint

    assert look(office, hint - timedelta(seconds=1)) == []
    assert look(office, hint) == [opened]
    assert look(office, hint) == []


def test_a_sweep_nudges_once_however_often_it_comes(office: Office, opened: DealId) -> None:
    moment = at("2026-11-23 15:00")

    for minutes in range(5):
        look(office, moment + timedelta(minutes=minutes))

    assert office.events(opened).count(Nudged) == 1
    assert len(office.sent(Kind.NUDGE)) == 1


def test_a_deal_whose_review_fails_is_pushed_ahead(office: Office, opened: DealId) -> None:
    moment = at("2026-11-23 15:00")

    sweep.postpone(office.desk, office.workspace.id, opened, now=moment)

    assert sweep.due(office.desk, office.workspace.id, now=moment) == []
    assert sweep.due(office.desk, office.workspace.id, now=moment + timedelta(hours=1)) == [opened]


def test_a_deal_that_is_gone_is_nobodys_trouble(office: Office) -> None:
    sweep.review(office.desk, office.workspace.id, DealId(office.workspace.id), now=NOW)

    assert office.sent() == []


def test_a_person_gets_one_digest_for_each_local_day(office: Office, opened: DealId) -> None:
    commit(office, opened, "2026-11-24")

    assert send(office, at("2026-11-24 08:29")) == []
    (row,) = send(office, at("2026-11-24 08:30"))
    assert [line.about for line in facts(row).lines] == ["call k1"]
    assert (row.key, row.to_user, row.lane) == (f"digest:person:{ANA}:2026-11-24", ANA, f"dm:{ANA}")
    assert [each.key for each in send(office, at("2026-11-24 08:31"))] == [row.key]
    keys = [each.key for each in send(office, at("2026-11-25 08:31"))]
    assert keys.count(f"digest:person:{ANA}:2026-11-25") == 1


def test_a_person_who_travels_gets_no_second_digest_that_day(office: Office, opened: DealId) -> None:
    commit(office, opened, "2026-11-24")
    first = [row.to_user for row in send(office, at("2026-11-24 08:30"))]

    with office.desk.work(office.workspace.id) as uow:
        uow.put_people([replace(PEOPLE[ANA], zone="America/New_York")])
        uow.put_digests([DigestClock(DigestKind.PERSON, ANA, HELSINKI, NOW)])
    again = [row.to_user for row in send(office, at("2026-11-24 15:30"))]

    assert (first.count(ANA), again.count(ANA)) == (1, 1)


def test_an_empty_digest_is_silent_and_comes_again(office: Office, opened: DealId) -> None:
    commit(office, opened, "2026-12-02")

    send(office, at("2026-11-24 17:00"))

    assert [row for row in office.sent(Kind.DIGEST) if row.to_user == ANA] == []
    with office.desk.work(office.workspace.id) as uow:
        clocks = {clock.audience: clock.next_review_at for clock in uow.digests()}
    assert clocks[ANA] == at("2026-11-25 08:30")


def test_somebody_who_left_gets_no_digest(office: Office, opened: DealId) -> None:
    commit(office, opened, "2026-11-24")
    with office.desk.work(office.workspace.id) as uow:
        uow.put_people([replace(PEOPLE[ANA], is_active=False)])

    assert [row.to_user for row in send(office, at("2026-11-24 08:30"))] == []


def test_while_somebody_is_away_their_stand_in_gets_what_they_would_read(office: Office, opened: DealId) -> None:
    """Faye stands in for Ana. She works in New York and leads finance, so that she has a digest already."""
    commit(office, opened, "2026-11-24")
    away = Absence(date(2026, 11, 24), date(2026, 11, 24), by=LIV, stand_in=FAYE)
    with office.desk.work(office.workspace.id) as uow:
        uow.put_time(ANA, PersonalTime(absences=(away,)))

    rows = {row.to_user: facts(row).lines for row in send(office, at("2026-11-24 15:30"))}

    assert ANA not in rows
    assert [(line.about, line.instead_of) for line in rows[FAYE]] == [("call k1", ANA)]
    with office.desk.work(office.workspace.id) as uow:
        clocks = {clock.audience: clock.next_review_at for clock in uow.digests()}
    assert clocks[ANA] == at("2026-11-25 08:30")


def test_a_stand_in_who_had_no_digest_gets_one(office: Office, opened: DealId) -> None:
    away = Absence(date(2026, 11, 24), date(2026, 11, 24), by=LIV, stand_in=FAYE)
    with office.desk.work(office.workspace.id) as uow:
        uow.put_time(ANA, PersonalTime(absences=(away,)))
        deal = uow.deal(opened)
        assert deal
        alone = replace(deal, leads=(), items=(), offer=None)
        found = digests_for(alone, context_of(uow), at("2026-11-24 06:00"))

    assert {clock.audience for clock in found} == {ANA, FAYE}


def test_the_offered_one_sees_the_offer(office: Office, opened: DealId) -> None:
    rows = send(office, at("2026-11-24 08:30", "Europe/Berlin"))

    assert [facts(row).lines[0].kind for row in rows if row.to_user == OMAR] == ["owner_offer"]


@pytest.fixture
def channels(office: Office) -> Office:
    """Return the office with channels for the team and for leadership."""
    chosen = replace(office.workspace, team_channel=ChannelId("CTEAM"), leadership_channel=ChannelId("CLEAD"))
    office.storage.workspaces.put(chosen)
    sweep.register_channels(office.desk, office.workspace.id, now=NOW)
    return office


def test_channels_get_their_digest_at_ten_and_keep_their_moment(channels: Office) -> None:
    sweep.register_channels(channels.desk, channels.workspace.id, now=NOW + timedelta(days=3))

    with channels.desk.work(channels.workspace.id) as uow:
        clocks = [(clock.kind, clock.audience, clock.next_review_at) for clock in uow.digests()]
    assert clocks == [
        (DigestKind.LEADERSHIP, "CLEAD", at("2026-11-24 10:00")),
        (DigestKind.TEAM, "CTEAM", at("2026-11-24 10:00")),
    ]


def test_without_channels_there_is_nothing_to_register(office: Office) -> None:
    sweep.register_channels(office.desk, office.workspace.id, now=NOW)

    with office.desk.work(office.workspace.id) as uow:
        assert uow.digests() == []


def team_lines(office: Office, now: datetime) -> list[str]:
    (row,) = [each for each in send(office, now) if each.to_channel == "CTEAM"]
    assert row.lane == "channel:CTEAM"
    return [line.about for line in facts(row).lines]


@pytest.mark.parametrize(
    ("kept_at", "digest_at", "is_shown"),
    [
        ("2026-11-23 11:00", "2026-11-24 10:00", True),
        ("2026-11-27 11:00", "2026-11-30 10:00", True),
        ("2026-11-28 11:00", "2026-11-30 10:00", True),
    ],
)
def test_the_team_sees_what_was_kept_since_the_working_day_before(
    channels: Office, kept_at: str, digest_at: str, *, is_shown: bool
) -> None:
    deal_id = channels.receive().deal_id
    commit(channels, deal_id, "2026-12-04")
    step = channels.deal(deal_id).steps[0]
    with channels.desk.work(channels.workspace.id) as uow:
        uow.put_digests([DigestClock(DigestKind.TEAM, "CTEAM", HELSINKI, at(digest_at))])
    deals.keep(channels.desk, channels.asked(ANA, "done", at(kept_at)), by_id(deal_id), step_id=step.id)

    assert ("call k1" in team_lines(channels, at(digest_at))) is is_shown


def test_on_a_monday_morning_in_auckland_friday_is_the_day_before(channels: Office) -> None:
    zone = "Pacific/Auckland"
    deal_id = channels.receive().deal_id
    commit(channels, deal_id, "2026-12-04")
    step = channels.deal(deal_id).steps[0]
    monday = at("2026-11-30 10:00", zone)
    with channels.desk.work(channels.workspace.id) as uow:
        uow.put_digests([DigestClock(DigestKind.TEAM, "CTEAM", zone, monday)])
    kept = channels.asked(ANA, "done", at("2026-11-27 11:00", zone))
    deals.keep(channels.desk, kept, by_id(deal_id), step_id=step.id)

    assert team_lines(channels, monday) == ["call k1"]


def test_what_was_shown_yesterday_is_not_shown_again(channels: Office) -> None:
    deal_id = channels.receive().deal_id
    commit(channels, deal_id, "2026-12-04")
    step = channels.deal(deal_id).steps[0]
    deals.keep(channels.desk, channels.asked(ANA, "done", at("2026-11-23 11:00")), by_id(deal_id), step_id=step.id)

    send(channels, at("2026-11-24 10:00"))
    rows = send(channels, at("2026-11-25 10:00"))

    shown = [row.key for row in rows if row.to_channel == "CTEAM"]
    assert shown == ["digest:team:CTEAM:2026-11-24"]


def test_leadership_sees_open_decisions(channels: Office) -> None:
    channels.receive(won("D-2", seller=None))
    for days in range(4):
        look(channels, at("2026-11-24 17:30") + timedelta(days=days))
        tell_everything(channels, at("2026-11-24 17:30") + timedelta(days=days))

    rows = [row for row in send(channels, at("2026-11-27 10:00")) if row.to_channel == "CLEAD"]

    assert [[(line.kind, line.who) for line in facts(row).lines] for row in rows] == [[("decision", LIV)]]


def tell_everything(office: Office, now: datetime) -> None:
    from bot.service import delivery  # noqa: PLC0415 - only this story needs the courier's half

    for row in office.sent(Kind.NUDGE):
        delivery.told(office.desk, office.workspace.id, row, None, now)


@pytest.mark.parametrize(
    ("zone", "now", "is_stale"),
    [
        (HELSINKI, at("2026-11-24 23:59"), False),
        (HELSINKI, at("2026-11-25 00:01"), True),
        ("America/New_York", at("2026-11-25 00:01"), False),
    ],
)
def test_a_digest_is_stale_when_its_local_day_is_over(zone: str, now: datetime, *, is_stale: bool) -> None:
    assert sweep.is_stale(DigestFacts("person", "2026-11-24", zone, ()), now=now) is is_stale


def test_somebody_asked_to_accept_sees_it_in_their_digest(office: Office, opened: DealId) -> None:
    item = office.deal(opened).items[0]
    deals.finish_item(office.desk, office.asked(OMAR), by_id(opened), item_id=item.id, proof=Proof("p"))

    rows = send(office, at("2026-11-24 09:00", "America/New_York"))

    shown = [line.kind for row in rows if row.to_user == FAYE for line in facts(row).lines]
    assert "done_not_accepted" in shown
