"""Questions to one person that come at once are one message: each is said once, none is lost, whatever happens."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bot.consequences import ANSWERED
from bot.events import Event, LapseClosed, Nudged, Recorded, StepKept
from bot.model import BATON, Deal, DealId, Lapse, LapseId, LapseKind, Person, StepId, UserId
from bot.outgoing import Kind, Outgoing
from bot.playbook import Where
from bot.rules.restraint import MOST_LINES
from messages.delivery.marks import mark, metadata, read_lines
from storage.opening import Storage, open_migrated
from storage.schema.boxes import outbox
from tests.messages.delivery.office import Office
from tests.storage.conftest import new_database, postgres_server

__all__ = ["postgres_server"]

HELSINKI = ZoneInfo("Europe/Helsinki")
SATURDAY = 5


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def storage(request: pytest.FixtureRequest) -> Iterator[Storage]:
    url = "sqlite://"
    if request.param == "postgres":
        url = new_database(request.getfixturevalue("postgres_server"), f"joining_{uuid4().hex}")
    opened = open_migrated(url, ids=uuid4)
    yield opened
    opened.close()


@pytest.fixture
def morning(office: Office) -> Office:
    """Let it be ten on a working day of Ana's."""
    with office.storage.work(office.workspace.id) as uow:
        uow.put_people([Person(office.ana, "Ana", HELSINKI.key)])
    wall = office.clock.now().astimezone(HELSINKI)
    day = wall.date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    office.clock.pass_((datetime.combine(day, time(10), HELSINKI) - wall).total_seconds())
    return office


def ask(office: Office, deal: Deal, *keys: str, to: UserId | None = None, word: str = "burst") -> Deal:
    """Decide questions about a deal for one person, all in one transaction."""
    to = to or office.ana
    recorded, rows, lapses = [], [], list(deal.lapses)
    for seq, key in enumerate(keys, deal.seq + 1):
        lapse = LapseId(uuid5(UUID(int=0), key))
        lapses.append(Lapse(lapse, LapseKind.STEP_OVERDUE, uuid5(lapse, "step"), office.clock.now(), 1))
        event = Nudged(lapse, LapseKind.STEP_OVERDUE, key, 1, Where.PRIVATE, to)
        recorded.append(Recorded(seq, office.clock.now(), BATON, event))
        rows.append(Outgoing(key, Kind.NUDGE, f"dm:{to}", deal_id=deal.id, to_user=to, seq=seq, gathers=f"{word}:{to}"))
    return save(office, deal, recorded, rows, lapses=tuple(lapses))


def end(office: Office, deal: Deal, key: str) -> Deal:
    """Let the step be done that a question is about, and the question be drawn anew."""
    lapse = next(each for each in deal.lapses if each.id == uuid5(UUID(int=0), key))
    assert lapse.subject
    what: list[Event] = [
        StepKept(StepId(lapse.subject), key, office.ana, on_time=False, as_first_dated=False),
        LapseClosed(lapse.id, lapse.kind, key),
    ]
    now = office.clock.now()
    recorded = [Recorded(seq, now, office.ana, each) for seq, each in enumerate(what, deal.seq + 1)]
    row = Outgoing(f"edit:{key}", Kind.EDIT, f"edit:{key}", deal_id=deal.id, detail=ANSWERED, edits=key)
    closed = tuple(replace(each, closed_at=now) if each is lapse else each for each in deal.lapses)
    return save(office, deal, recorded, [row], lapses=closed)


def save(
    office: Office, deal: Deal, recorded: list[Recorded], rows: list[Outgoing], *, lapses: tuple[Lapse, ...]
) -> Deal:
    after = replace(deal, seq=deal.seq + len(recorded), lapses=lapses)
    with office.storage.work(office.workspace.id) as uow:
        uow.save(deal, after, recorded, rows)
    return replace(after, version=deal.version + 1)


def read(office: Office) -> list[str]:
    """Return what was said in Ana's direct messages since her first question here."""
    return [each["text"].split(" for ")[0] for each in messages(office)]


def messages(office: Office) -> list[dict[str, Any]]:
    channel_id = office.slack.direct_channel(office.ana) or office.hasty.direct_channel(office.ana)
    assert channel_id
    with office.storage.engine.connect() as connection:
        began = connection.scalar(select(func.min(outbox.c.decided_at)))
    assert isinstance(began, datetime)
    found = office.client.messages(channel_id)
    return [each for each in found if each.get("metadata") and float(each["ts"]) >= began.timestamp()]


def stored(office: Office, deal_id: DealId) -> Deal:
    with office.storage.work(office.workspace.id) as uow:
        found = uow.deal(deal_id)
    assert found
    return found


def test_five_questions_about_three_deals_are_one_message(morning: Office) -> None:
    one, two, three = (morning.deal() for _ in range(3))
    ask(morning, one, "a", "b")
    ask(morning, two, "c")
    ask(morning, three, "d", "e")

    morning.deliver()

    assert read(morning) == ["a + b + c + d + e"]
    assert len(morning.calls("chat.postMessage")) == 1
    assert [key for key, _ in morning.told] == ["a", "b", "c", "d", "e"]
    assert len({posted for _, posted in morning.told}) == 1
    assert set(morning.rows().values()) == {"sent"}


def test_one_that_is_decided_within_the_minute_joins(morning: Office) -> None:
    deal = ask(morning, morning.deal(), "a")
    morning.deliver()
    morning.clock.pass_(59)
    ask(morning, deal, "b")

    morning.deliver()

    assert read(morning) == ["a + b"]


def test_one_that_is_decided_later_stands_alone_however_many_joined_meanwhile(morning: Office) -> None:
    deal = ask(morning, morning.deal(), "a")
    morning.deliver()
    for key in ("b", "c"):
        morning.clock.pass_(40)
        deal = ask(morning, deal, key)
        morning.deliver()

    assert read(morning) == ["a + b", "c"]


def test_what_was_spared_in_public_joins_one_message_all_day(morning: Office) -> None:
    deal = ask(morning, morning.deal(), "a", word="spared")
    morning.deliver()
    for key in ("b", "c"):
        morning.clock.pass_(7200)
        deal = ask(morning, deal, key, word="spared")
        morning.deliver()

    assert read(morning) == ["a + b + c"]


def test_different_words_never_meet(morning: Office) -> None:
    deal = ask(morning, morning.deal(), "a")
    ask(morning, deal, "b", word="spared")

    morning.deliver()

    assert read(morning) == ["a", "b"]


def test_a_message_that_is_full_takes_no_more(morning: Office) -> None:
    keys = [f"q{number}" for number in range(MOST_LINES + 2)]
    ask(morning, morning.deal(), *keys)

    morning.drain()

    assert sorted(len(text.split(" + ")) for text in read(morning)) == [2, MOST_LINES]


@pytest.mark.parametrize("fault", ["hang:1", "error_after:fatal_error", "status_after:500"])
def test_a_line_that_nobody_answered_for_is_found_by_its_mark_and_said_once(morning: Office, fault: str) -> None:
    deal = ask(morning, morning.deal(), "a")
    morning.deliver()
    morning.inject(fault, method="chat.update")
    ask(morning, deal, "b")

    morning.drain()

    assert read(morning) == ["a + b"]
    assert [key for key, _ in morning.told] == ["a", "b"]
    assert len(morning.calls("chat.postMessage")) == 1


def test_a_line_whose_call_was_lost_on_its_way_is_said_after_all(morning: Office) -> None:
    deal = ask(morning, morning.deal(), "a")
    morning.deliver()
    morning.inject("status:500", method="chat.update")
    ask(morning, deal, "b")

    morning.drain()

    assert read(morning) in (["a + b"], ["a", "b"])
    assert [key for key, _ in morning.told] == ["a", "b"]


@pytest.mark.parametrize("why", ["message_not_found", "edit_window_closed", "cant_update_message"])
def test_where_the_message_cannot_be_changed_the_question_stands_alone(morning: Office, why: str) -> None:
    deal = ask(morning, morning.deal(), "a")
    morning.deliver()
    morning.inject(f"error:{why}", method="chat.update")
    ask(morning, deal, "b")

    morning.drain()

    assert read(morning) == ["a", "b"]
    assert [key for key, _ in morning.told] == ["a", "b"]


def test_where_slack_takes_no_more_edits_a_question_is_rather_said_alone_than_late(morning: Office) -> None:
    deal = ask(morning, morning.deal(), "a")
    morning.deliver()
    morning.storage.outbox.hold(morning.workspace.id, "chat.update", until=morning.clock.now() + timedelta(minutes=30))
    ask(morning, deal, "b")

    morning.drain(minutes=3)

    assert read(morning) == ["a", "b"]


def test_a_message_in_doubt_takes_no_lines_until_it_was_looked_at_again(morning: Office) -> None:
    morning.inject("hang:1")
    deal = ask(morning, morning.deal(), "a", word="spared")
    morning.drain()
    morning.client.clear_faults()
    ask(morning, deal, "b", word="spared")

    morning.deliver()

    assert read(morning) == ["a", "b"]


def test_a_courier_that_dies_after_its_line_is_there_leaves_it_to_be_found(morning: Office) -> None:
    deal = ask(morning, morning.deal(), "a")
    morning.deliver()

    def die(outgoing: Outgoing) -> None:
        if outgoing.key == "b":
            raise KeyboardInterrupt

    morning.while_telling = die
    ask(morning, deal, "b")
    with pytest.raises(KeyboardInterrupt):
        morning.deliver()
    morning.while_telling = lambda _: None

    morning.clock.pass_(61)
    morning.drain()

    assert read(morning) == ["a + b"]
    assert [key for key, _ in morning.told] == ["a", "b"]


def test_an_answered_question_says_so_and_the_others_stay(morning: Office) -> None:
    deal = ask(morning, morning.deal(), "a", "b", "c")
    morning.deliver()
    end(morning, deal, "b")

    morning.deliver()

    assert read(morning) == ["a + b (ended) + c"]


def test_a_question_that_ended_before_it_could_be_drawn_anew_keeps_those_that_joined_since(morning: Office) -> None:
    deal = ask(morning, morning.deal(), "a")
    morning.deliver()
    deal = end(morning, deal, "a")
    ask(morning, deal, "b")

    morning.drain()

    assert read(morning) == ["a (ended) + b"]


def test_a_line_that_joins_while_the_message_is_drawn_without_it_is_drawn_again(morning: Office) -> None:
    deal = ask(morning, morning.deal(), "a")
    morning.deliver()
    end(morning, deal, "a")

    def join_meanwhile(outgoing: Outgoing) -> None:
        if outgoing.kind is Kind.EDIT and "b" not in morning.rows():
            ask(morning, stored(morning, deal.id), "b")
            morning.courier().deliver_once()

    morning.while_drawing = join_meanwhile
    morning.drain()

    assert read(morning) == ["a (ended) + b"]


def test_each_line_leaves_its_mark_in_the_message(morning: Office) -> None:
    ask(morning, morning.deal(), "a", "b")
    morning.deliver()

    (message,) = messages(morning)

    assert list(read_lines(message)) == [mark("b", morning.workspace.secret)]


def test_the_marks_of_lines_are_read_from_our_own_kind_of_metadata_only() -> None:
    assert list(read_lines({"metadata": metadata("one", "two", "three")})) == ["two", "three"]
    assert not read_lines({"metadata": metadata("one")})
    assert not read_lines({"metadata": {"event_type": "another", "event_payload": {"lines": "two"}}})
    assert not read_lines({})
