"""A nudge that comes late, after an outage or a fault, waits for people's hours; everything else goes on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from bot.events import Nudged, Recorded, Reminded
from bot.model import BATON, Absence, Deal, LapseId, LapseKind, Person, PersonalTime, Week
from bot.outgoing import Kind, Outgoing
from bot.playbook import Where
from bot.unsaid import Unsaid
from storage.opening import Storage, open_migrated
from tests.messages.delivery.office import Office
from tests.storage.conftest import new_database, postgres_server

__all__ = ["postgres_server"]

HELSINKI = ZoneInfo("Europe/Helsinki")
FRIDAY, SATURDAY = 4, 5


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def storage(request: pytest.FixtureRequest) -> Iterator[Storage]:
    url = "sqlite://"
    if request.param == "postgres":
        url = new_database(request.getfixturevalue("postgres_server"), f"quiet_{uuid4().hex}")
    opened = open_migrated(url, ids=uuid4)
    yield opened
    opened.close()


def wall(office: Office) -> datetime:
    return office.clock.now().astimezone(HELSINKI)


def go_to(office: Office, clock: time, *, before: int = SATURDAY) -> None:
    """Let time pass until the wall of Ana's next working day shows it, of one ``before`` that day of the week."""
    day = wall(office).date() + timedelta(days=1)
    while day.weekday() >= before:
        day += timedelta(days=1)
    office.clock.pass_((datetime.combine(day, clock, HELSINKI) - wall(office)).total_seconds())


@pytest.fixture
def evening(office: Office) -> Deal:
    """Return a deal on whose Ana it has become half past six."""
    with office.storage.work(office.workspace.id) as uow:
        uow.put_people([Person(office.ana, "Ana", HELSINKI.key)])
    # Not on a Friday, whose next morning is Monday's.
    go_to(office, time(18, 30), before=FRIDAY)
    return office.deal()


def nudge(office: Office, deal: Deal, key: str = "nudge") -> None:
    """Decide a nudge for Ana, as if before six, and put it into the lane of the deal's channel."""
    event = Nudged(LapseId(uuid4()), LapseKind.STEP_OVERDUE, "call", 2, Where.CHANNEL, office.ana)
    row = Outgoing(key, Kind.NUDGE, f"deal:{deal.id}", deal_id=deal.id, in_channel_of=deal.id, seq=deal.seq + 1)
    recorded = Recorded(deal.seq + 1, office.clock.now(), BATON, event)
    with office.storage.work(office.workspace.id) as uow:
        uow.save(deal, replace(deal, seq=deal.seq + 1), [recorded], [row])


def test_a_nudge_that_missed_its_hours_is_said_in_the_morning(office: Office, evening: Deal) -> None:
    nudge(office, evening)

    office.deliver()
    assert office.texts(evening.channel_id) == []
    assert office.rows() == {"nudge": "pending"}
    assert office.column("nudge", "attempt") == 0
    assert (office.told, office.skipped, office.calls("chat.postMessage")) == ([], [], [])

    office.clock.pass_(13 * 3600 + 29 * 60)
    assert office.deliver() == 0

    office.clock.pass_(60)
    office.deliver()
    assert office.texts(evening.channel_id) == ["nudge"]
    assert wall(office).time().replace(microsecond=0) == time(8)


def test_its_lane_goes_on_without_it_and_in_the_morning_it_goes_first(office: Office, evening: Deal) -> None:
    nudge(office, evening)
    office.say(evening, "by night")
    office.drain(minutes=1)
    assert office.texts(evening.channel_id) == ["by night"]

    go_to(office, time(8))
    office.say(evening, "by day")
    office.drain(minutes=1)

    assert office.texts(evening.channel_id) == ["by night", "nudge", "by day"]


def test_nobody_waits_for_it_until_its_moment(office: Office, evening: Deal) -> None:
    nudge(office, evening)
    office.deliver()

    assert office.storage.outbox.waiting(business_now=office.clock.now()) == 0


def test_its_edits_wait_with_it_and_ask_for_it_no_more_until_then(office: Office, evening: Deal) -> None:
    nudge(office, evening)
    office.drain(minutes=1)
    redrawn = Outgoing("edit", Kind.EDIT, "edit:nudge", deal_id=evening.id, in_channel_of=evening.id, edits="nudge")
    office.send(redrawn)

    office.deliver()
    assert office.storage.outbox.waiting(business_now=office.clock.now()) == 0

    go_to(office, time(8))
    office.drain(minutes=1)
    assert office.rows() == {"nudge": "sent", "edit": "sent"}


def test_who_moves_the_clock_on_sees_it_at_once(office: Office, evening: Deal) -> None:
    """Business time may be moved, machine time not: the wait is counted in the one that people live by."""
    nudge(office, evening)
    office.deliver()
    machine = office.clock.machine()

    go_to(office, time(8))
    office.clock.stall((machine - office.clock.machine()).total_seconds())
    office.deliver()

    assert office.texts(evening.channel_id) == ["nudge"]


@pytest.mark.parametrize("fault", ["apply_then_drop", "drop_before"])
def test_one_in_doubt_is_looked_for_and_said_by_night_only_if_it_was_said_before(
    office: Office, evening: Deal, fault: str
) -> None:
    go_to(office, time(17, 59))
    office.inject(fault)
    nudge(office, evening)

    for _ in range(20):
        office.deliver()
        office.clock.pass_(30)
    was_said = fault == "apply_then_drop"
    assert [key for key, _ in office.told] == (["nudge"] if was_said else [])
    assert len(office.calls("chat.postMessage")) == 1
    assert office.rows()["nudge"] == ("sent" if was_said else "unknown")

    go_to(office, time(8))
    office.drain(minutes=5)
    assert office.texts(evening.channel_id) == ["nudge"]
    assert office.rows()["nudge"] == "sent"


def go_away(office: Office, *, days: int) -> None:
    """Let Ana be away from tomorrow on, which she said after the nudge was decided."""
    tomorrow = wall(office).date() + timedelta(days=1)
    absence = Absence(tomorrow, tomorrow + timedelta(days=days - 1), by=office.ana)
    with office.storage.work(office.workspace.id) as uow:
        uow.put_time(office.ana, PersonalTime(absences=(absence,)))


def test_a_private_question_is_kept_from_somebody_who_is_away_by_the_morning(office: Office, evening: Deal) -> None:
    event = Nudged(LapseId(uuid4()), LapseKind.STEP_OVERDUE, "call", 1, Where.PRIVATE, office.ana)
    row = Outgoing("nudge", Kind.NUDGE, f"dm:{office.ana}", deal_id=evening.id, to_user=office.ana, seq=evening.seq + 1)
    recorded = Recorded(evening.seq + 1, office.clock.now(), BATON, event)
    with office.storage.work(office.workspace.id) as uow:
        uow.save(evening, replace(evening, seq=evening.seq + 1), [recorded], [row])
    office.deliver()
    go_away(office, days=14)

    go_to(office, time(9))
    office.drain(minutes=1)

    assert office.rows() == {"nudge": "moot"}
    assert [why for _, why in office.skipped] == [Unsaid.ABSENT]
    assert office.calls("chat.postMessage") == []


def test_a_reminder_that_missed_its_hours_is_said_in_the_morning(office: Office, evening: Deal) -> None:
    """It asks as the question did that was put off; an outage must not bring it by night."""
    event = Reminded(LapseId(uuid4()), LapseKind.STEP_OVERDUE, "call", office.ana)
    row = Outgoing("again", Kind.TELL, f"dm:{office.ana}", deal_id=evening.id, to_user=office.ana, seq=evening.seq + 1)
    recorded = Recorded(evening.seq + 1, office.clock.now(), BATON, event)
    with office.storage.work(office.workspace.id) as uow:
        uow.save(evening, replace(evening, seq=evening.seq + 1), [recorded], [row])

    office.deliver()
    assert (office.rows(), office.calls("chat.postMessage")) == ({"again": "pending"}, [])

    go_to(office, time(8))
    office.deliver()
    assert office.rows() == {"again": "sent"}


def test_a_word_in_the_channel_is_said_whoever_left_since(office: Office, evening: Deal) -> None:
    nudge(office, evening)
    office.deliver()
    go_away(office, days=14)

    go_to(office, time(9))
    office.drain(minutes=1)

    assert office.texts(evening.channel_id) == ["nudge"]


def test_who_works_until_seven_is_asked_until_eight(office: Office, evening: Deal) -> None:
    """Half past six is late for others."""
    with office.storage.work(office.workspace.id) as uow:
        uow.put_time(office.ana, PersonalTime(week=Week(closes=time(19))))
    nudge(office, evening)

    office.deliver()

    assert office.texts(evening.channel_id) == ["nudge"]


def test_who_said_a_moment_ago_that_they_work_until_seven_is_asked_at_once(office: Office, evening: Deal) -> None:
    """A courier knows people for some seconds without looking; the sweep looks as soon as somebody's hours change."""
    courier = office.courier()
    office.say(evening, "by evening")
    courier.deliver_once()
    with office.storage.work(office.workspace.id) as uow:
        uow.put_time(office.ana, PersonalTime(week=Week(closes=time(19))))
    nudge(office, evening)

    courier.deliver_once()

    assert office.texts(evening.channel_id) == ["by evening", "nudge"]


def test_one_that_is_settled_in_the_night_is_not_said_in_the_morning(office: Office, evening: Deal) -> None:
    nudge(office, evening)
    office.deliver()
    office.moot["nudge"] = "it was settled before this could be said"

    go_to(office, time(8))
    office.drain(minutes=1)

    assert office.texts(evening.channel_id) == []
    assert office.rows() == {"nudge": "moot"}


def test_a_persons_digest_is_not_pressed_on_them_by_night(office: Office, evening: Deal) -> None:
    assert evening.owner_id == office.ana
    office.send(Outgoing("digest", Kind.DIGEST, f"dm:{office.ana}", to_user=office.ana))

    office.deliver()

    assert office.rows() == {"digest": "pending"}
    assert office.calls("conversations.open") == []


def quiet_for(office: Office, **span: int) -> None:
    """Let Slack say that Ana does not want to be disturbed from now on."""
    with office.storage.work(office.workspace.id) as uow:
        uow.put_time(office.ana, PersonalTime(quiet_until=office.clock.now() + timedelta(**span)))
    office.clock.stall(10)


def test_somebody_who_wants_quiet_since_a_nudge_was_decided_hears_it_when_that_is_over(office: Office) -> None:
    deal = at_work(office)
    nudge(office, deal)
    quiet_for(office, hours=2)

    office.deliver()
    assert office.texts(deal.channel_id) == []
    assert [(key, waits.why) for key, waits in office.held] == [("nudge", Unsaid.DO_NOT_DISTURB)]
    assert (office.told, office.skipped, office.column("nudge", "attempt")) == ([], [], 0)

    go_on(office, hours=2)
    assert office.texts(deal.channel_id) == ["nudge"]


def test_for_weeks_of_quiet_a_nudge_waits_one_morning(office: Office) -> None:
    deal = at_work(office)
    nudge(office, deal)
    quiet_for(office, days=21)
    office.deliver()
    assert office.texts(deal.channel_id) == []

    go_to(office, time(8))
    office.deliver()

    assert office.texts(deal.channel_id) == ["nudge"]
    assert len(office.held) == 1


def test_what_is_said_in_the_channel_does_not_wait_for_one_persons_quiet(office: Office) -> None:
    deal = at_work(office)
    quiet_for(office, hours=2)
    office.say(deal, "by day")

    office.deliver()

    assert office.texts(deal.channel_id) == ["by day"]


def at_work(office: Office) -> Deal:
    """Let it be ten o'clock on a working day of Ana's, followed by another one."""
    with office.storage.work(office.workspace.id) as uow:
        uow.put_people([Person(office.ana, "Ana", HELSINKI.key)])
    go_to(office, time(10), before=FRIDAY)
    return office.deal()


def go_on(office: Office, **span: int) -> None:
    office.clock.pass_(timedelta(**span).total_seconds())
    office.deliver()
