"""People's own time at work: who may say it, who is told, and which deals are looked at anew."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model import Absence, DealId, PersonalTime, UserId, Week
from bot.outgoing import BOARD_ANEW, Kind
from bot.ports import DigestClock, DigestKind
from bot.refusals import NoSuchRegion, NoSuchWeek, NotAPerson, NotYours, StandInAway
from bot.service import own_time, settings
from tests.bot.making import ANA, FAYE, LIV, NOW, OMAR, PEOPLE, STRANGER, at
from tests.bot.service.conftest import Office

MONDAY, FRIDAY = date(2026, 11, 30), date(2026, 12, 4)
AWAY = Absence(MONDAY, FRIDAY, by=OMAR, stand_in=FAYE)
TICK = timedelta(seconds=5)
LATER = NOW + timedelta(minutes=1)


def go(
    office: Office, by: UserId = OMAR, user: UserId = OMAR, stand_in: UserId | None = FAYE, key: str = "k1"
) -> Absence:
    return own_time.away(office.desk, office.asked(by, key), user, first=MONDAY, last=FRIDAY, stand_in=stand_in)


def time_of(office: Office, user: UserId = OMAR) -> PersonalTime | None:
    with office.desk.work(office.workspace.id) as uow:
        return uow.people()[user].time


def looked_at(office: Office) -> list[DealId]:
    """Let a tick mark what is to be looked at anew, and return what is due then although it was not before."""
    with office.desk.work(office.workspace.id) as uow:
        before = uow.due_deals(now=LATER, limit=10)
    office.storage.looking_again.run(now=LATER)
    with office.desk.work(office.workspace.id) as uow:
        return [deal for deal in uow.due_deals(now=LATER, limit=10) if deal not in before]


def told(office: Office) -> dict[str, str]:
    return {str(row.to_user): (row.detail or "").partition(":")[0] for row in office.sent(Kind.ABSENCE)}


def test_who_goes_away_is_remembered_and_the_stand_in_hears_of_it(office: Office) -> None:
    assert go(office) == AWAY

    assert time_of(office) == PersonalTime(absences=(AWAY,))
    assert told(office) == {FAYE: "stand_in"}


def test_a_stand_in_gets_a_digest_although_nothing_was_ever_due_of_them(office: Office) -> None:
    go(office)

    with office.desk.work(office.workspace.id) as uow:
        (clock,) = uow.digests()
    assert (clock.kind, clock.audience) == (DigestKind.PERSON, FAYE)


def test_a_stand_in_reads_of_it_in_hours_of_their_own(office: Office) -> None:
    with office.desk.work(office.workspace.id) as uow:
        uow.put_people([replace(PEOPLE[FAYE], zone="America/Los_Angeles")])

    go(office)

    (row,) = office.sent(Kind.ABSENCE)
    assert row.not_before == datetime(2026, 11, 23, 16, tzinfo=UTC)


def test_who_is_marked_by_another_hears_of_it_too(office: Office) -> None:
    go(office, by=LIV)

    assert time_of(office) == PersonalTime(absences=(replace(AWAY, by=LIV),))
    assert told(office) == {FAYE: "stand_in", OMAR: "marked"}


def test_a_lead_of_a_deal_that_they_work_on_may_mark_them(office: Office, opened: DealId) -> None:
    go(office, by=FAYE, user=ANA, stand_in=None)

    assert time_of(office, ANA) == PersonalTime(absences=(replace(AWAY, by=FAYE, stand_in=None),))


def test_nobody_else_may(office: Office, opened: DealId) -> None:
    with pytest.raises(NotYours) as refused:
        go(office, by=ANA, user=OMAR)

    assert LIV in refused.value.may
    assert time_of(office) is None
    assert told(office) == {}


def test_a_stranger_is_nobody_who_could_be_away(office: Office) -> None:
    with pytest.raises(NotAPerson):
        go(office, by=LIV, user=STRANGER)


def test_a_refused_absence_leaves_no_trace(office: Office) -> None:
    go(office, by=FAYE, user=FAYE, stand_in=None)

    with pytest.raises(StandInAway):
        go(office, key="k2")

    assert time_of(office) is None
    assert told(office) == {}


def test_the_same_input_again_changes_and_tells_nothing(office: Office) -> None:
    go(office)
    own_time.back(office.desk, office.asked(OMAR, "k2"), OMAR)

    go(office)

    assert time_of(office) is None
    assert len(office.sent(Kind.ABSENCE)) == 2


def test_the_same_days_typed_again_tell_nobody_again(office: Office) -> None:
    """Whoever got no answer types it once more, and that is another input."""
    go(office)
    own_time.away(
        office.desk, office.asked(OMAR, "typed again"), OMAR, first=AWAY.first, last=AWAY.last, stand_in=AWAY.stand_in
    )

    assert time_of(office) == PersonalTime(absences=(AWAY,))
    assert len(office.sent(Kind.ABSENCE)) == 1


def test_who_is_back_is_asked_again_and_the_stand_in_is_thanked(office: Office) -> None:
    go(office)

    assert own_time.back(office.desk, office.asked(OMAR, "k2"), OMAR) == AWAY
    assert own_time.back(office.desk, office.asked(OMAR, "k2"), OMAR) is None

    assert time_of(office) is None
    assert told(office) == {FAYE: "relieved"}


def test_a_lead_can_take_it_back(office: Office) -> None:
    go(office)

    own_time.back(office.desk, office.asked(LIV, "k2"), OMAR)

    assert told(office) == {FAYE: "relieved", OMAR: "unmarked"}


def test_the_deals_of_who_goes_away_are_looked_at_anew(office: Office, opened: DealId) -> None:
    go(office)

    assert looked_at(office) == [opened]


def test_the_deals_of_whom_they_stand_in_for_are_looked_at_too(office: Office, opened: DealId) -> None:
    # Faye leads finance on it, so let somebody whom nothing ties to the deal stand in.
    eve = replace(PEOPLE[FAYE], id=UserId("UEVE"), name="Eve")
    with office.desk.work(office.workspace.id) as uow:
        uow.put_people([eve])
    go(office, stand_in=eve.id)
    assert looked_at(office) == [opened]
    with office.desk.work(office.workspace.id) as uow:
        uow.postpone(opened, until=NOW + timedelta(days=5))

    own_time.work_hours(office.desk, office.asked(eve.id, "k2"), Week(frozenset({0})))

    assert looked_at(office) == [opened]


def test_a_strangers_time_moves_no_deal_of_others(office: Office, opened: DealId) -> None:
    eve = replace(PEOPLE[FAYE], id=UserId("UEVE"), name="Eve")
    with office.desk.work(office.workspace.id) as uow:
        uow.put_people([eve])

    own_time.work_hours(office.desk, office.asked(eve.id), Week(frozenset({0})))

    assert looked_at(office) == []


def test_the_time_of_whom_everything_falls_back_on_moves_all_deals(office: Office, opened: DealId) -> None:
    own_time.work_hours(office.desk, office.asked(LIV), Week(frozenset({0})))

    assert looked_at(office) == [opened]


def test_hours_and_region_can_be_ones_own_or_everybodys(office: Office) -> None:
    own_time.work_hours(office.desk, office.asked(OMAR, "k1"), Week(frozenset({0})))
    assert own_time.live_in(office.desk, office.asked(OMAR, "k2"), "de_by") == "DE-BY"
    assert time_of(office) == PersonalTime(week=Week(frozenset({0})), region="DE-BY")

    own_time.work_hours(office.desk, office.asked(OMAR, "k3"), None)
    own_time.live_in(office.desk, office.asked(OMAR, "k4"), None)
    assert time_of(office) is None


def test_an_unknown_region_changes_nothing(office: Office) -> None:
    with pytest.raises(NoSuchRegion):
        own_time.live_in(office.desk, office.asked(OMAR), "Bavaria")

    assert time_of(office) is None


MONDAYS = tuple(MONDAY + timedelta(weeks=each) for each in range(60))


def test_hours_in_which_somebody_would_never_work_change_nothing(office: Office) -> None:
    settings.set_week(office.desk, office.asked(LIV), 0, week=None, region=None, days_off=MONDAYS)

    with pytest.raises(NoSuchWeek, match="has no working day within 400 days"):
        own_time.work_hours(office.desk, office.asked(OMAR, "k2"), Week(frozenset({0})))

    assert time_of(office) is None


def test_who_moves_has_their_deals_looked_at_and_a_digest_in_the_new_morning(office: Office, opened: DealId) -> None:
    with office.desk.work(office.workspace.id) as uow:
        uow.put_digests([DigestClock(DigestKind.PERSON, OMAR, "Europe/Berlin", NOW + timedelta(hours=20))])
        uow.put_time(OMAR, PersonalTime(region="DE-BY"))

    own_time.follow(office.desk, office.workspace.id, replace(PEOPLE[OMAR], zone="Asia/Tokyo"), now=NOW)

    assert looked_at(office) == [opened]
    assert time_of(office) == PersonalTime(region="DE-BY")
    with office.desk.work(office.workspace.id) as uow:
        (clock,) = [each for each in uow.digests() if each.audience == OMAR]
    assert clock.zone == "Asia/Tokyo"
    assert clock.next_review_at.astimezone(tz=None).minute == 30


@pytest.mark.parametrize("changes", [{"is_active": False}, {"is_guest": True}])
def test_who_leaves_has_their_deals_looked_at(office: Office, opened: DealId, changes: dict[str, bool]) -> None:
    own_time.follow(office.desk, office.workspace.id, replace(PEOPLE[OMAR], **changes), now=NOW)

    assert looked_at(office) == [opened]


def test_a_new_name_moves_no_deal(office: Office, opened: DealId) -> None:
    own_time.follow(office.desk, office.workspace.id, replace(PEOPLE[OMAR], name="Omar B."), now=NOW)

    assert looked_at(office) == []
    with office.desk.work(office.workspace.id) as uow:
        assert uow.people()[OMAR].name == "Omar B."


def test_quiet_that_ends_early_has_their_deals_looked_at(office: Office, opened: DealId) -> None:
    def hush(hours: int | None) -> None:
        until = NOW + timedelta(hours=hours) if hours else None
        own_time.hush(office.desk, office.workspace.id, OMAR, until, now=NOW)

    hush(4)
    assert time_of(office) == PersonalTime(quiet_until=NOW + timedelta(hours=4))
    hush(5)
    assert looked_at(office) == []
    hush(2)
    assert looked_at(office) == [opened]
    hush(None)
    assert time_of(office) is None


def test_quiet_of_somebody_unknown_is_nobodys(office: Office) -> None:
    own_time.hush(office.desk, office.workspace.id, STRANGER, NOW, now=NOW)

    with office.desk.work(office.workspace.id) as uow:
        assert STRANGER not in uow.people()


def test_the_board_of_their_deals_is_drawn_anew_when_they_go_and_when_they_are_back(
    office: Office, opened: DealId
) -> None:
    owner = office.deal(opened).owner_id
    before = len(office.sent(Kind.EDIT))

    go(office, by=owner, user=owner, stand_in=None)
    office.storage.looking_again.mark(now=NOW)
    back_at = NOW + timedelta(hours=1)
    own_time.back(office.desk, office.asked(owner, "k2", back_at), owner)
    office.storage.looking_again.mark(now=back_at)

    assert [row.detail for row in office.sent(Kind.EDIT)[before:]] == [BOARD_ANEW, BOARD_ANEW]


def test_the_board_is_drawn_anew_when_an_absence_begins_and_when_it_is_over(office: Office, opened: DealId) -> None:
    owner = office.deal(opened).owner_id
    first, last = date(2026, 12, 14), date(2026, 12, 18)
    own_time.away(office.desk, office.asked(owner, "k1"), owner, first=first, last=last, stand_in=None)
    office.storage.looking_again.mark(now=NOW)

    def drawn(now: datetime) -> int:
        before = len(office.sent(Kind.EDIT))
        office.storage.looking_again.mark(now=now)
        return len(office.sent(Kind.EDIT)) - before

    assert [drawn(at(f"2026-12-{day}")) for day in ("13 23:59", "14 00:00", "18 23:59", "19 00:00", "20 00:00")] == [
        0,
        1,
        0,
        1,
        0,
    ]


def test_the_board_of_others_stays_as_it_is(office: Office, opened: DealId) -> None:
    before = len(office.sent(Kind.EDIT))

    go(office, by=LIV, user=FAYE, stand_in=None)
    office.storage.looking_again.mark(now=NOW)

    assert office.deal(opened).owner_id != FAYE
    assert len(office.sent(Kind.EDIT)) == before
