"""What an audit finds is told to one person, once a day, without a word about whose deal it is."""

from datetime import timedelta

from sqlalchemy import select

from bot.outgoing import Kind
from bot.service import audit
from bot.watching import Fault
from messages.findings import phrases, unpacked
from storage.schema.boxes import outbox
from tests.bot.making import LIV, NOW
from tests.bot.service.conftest import Office

FOUND = {Fault.UNTOLD: 2, Fault.UNREVIEWED: 1}


def report(office: Office, found: dict[Fault, int], days: int = 0) -> None:
    audit.report(office.desk, office.workspace.id, found, now=NOW + timedelta(days=days))


def test_the_default_owner_hears_how_many_of_what_kind(office: Office) -> None:
    report(office, FOUND)

    (alert,) = office.sent(Kind.ALERT)
    assert (alert.to_user, alert.lane, alert.deal_id, alert.in_channel_of) == (LIV, f"dm:{LIV}", None, None)
    assert alert.detail == "audit:unreviewed=1,untold=2"
    assert office.rung == ["wake"]


def test_what_is_kept_is_read_back_as_it_was(office: Office) -> None:
    report(office, FOUND)

    (alert,) = office.sent(Kind.ALERT)
    assert unpacked((alert.detail or "").removeprefix("audit:")) == FOUND
    assert phrases(FOUND) == ["1 deal that was not looked at in time", "2 reminders that never reached Slack"]


def test_a_day_has_one_message_however_much_is_found_later(office: Office) -> None:
    for found in (FOUND, {Fault.UNSENT: 9}, FOUND):
        report(office, found)
    report(office, FOUND, days=1)

    assert len(office.sent(Kind.ALERT)) == 2


def test_where_nothing_is_found_nothing_is_said(office: Office) -> None:
    report(office, {})
    report(office, {Fault.UNSENT: 0})

    assert office.sent(Kind.ALERT) == []


def test_where_nobody_is_known_nobody_is_told(bare: Office) -> None:
    report(bare, FOUND)

    assert bare.sent(Kind.ALERT) == []


def test_its_own_lateness_is_counted(office: Office) -> None:
    report(office, FOUND)

    with office.storage.database.reading() as connection:
        assert connection.scalar(select(outbox.c.decided_at)) == NOW
