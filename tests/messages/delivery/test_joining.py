"""Questions to one person that come at once are one message: each is said once, none is lost, whatever happens."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from bot.outgoing import Kind, Outgoing
from bot.rules.restraint import MOST_LINES
from messages.delivery.marks import mark, metadata, read_lines
from storage.opening import Storage, open_migrated
from tests.messages.delivery.asking import ask, end, lines, messages, morning, read, stored
from tests.messages.delivery.office import Office
from tests.storage.conftest import new_database, postgres_server

__all__ = ["morning", "postgres_server"]

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


def test_five_questions_about_three_deals_are_one_message(morning: Office) -> None:
    one, two, three = (morning.deal() for _ in range(3))
    ask(morning, one, "a", "b")
    ask(morning, two, "c")
    ask(morning, three, "d", "e")

    morning.deliver()

    assert read(morning) == ["a + b + c + d + e"]
    assert len(morning.calls("chat.postMessage")) == 1
    assert [key for key, _ in morning.told] == ["a", "b", "c", "d", "e"]
    assert len({posted.ts for _, posted in morning.told if posted}) == 1
    assert lines(morning) == ["b", "c", "d", "e"]
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
    assert lines(morning) == ["b"]
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
