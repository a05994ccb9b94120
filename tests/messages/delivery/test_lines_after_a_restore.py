"""After a restore a line that was lost is a line again, no line is drawn away, and of two copies the later one goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from bot.model import Deal
from messages.delivery.looking_back import later_copies
from messages.delivery.outcomes import Sent
from tests.messages.delivery.asking import ask, end, lines, morning, read, stored
from tests.messages.delivery.office import Office
from tests.messages.delivery.restoring import Back, Keep, keep, look

__all__ = ["keep", "morning"]

HOURS = 3600.0


@dataclass(frozen=True)
class Ana:
    """What Ana is asked and reads, in words of this test alone: her direct messages hold those of all others."""

    office: Office
    own: str

    def asked(self, deal: Deal, *words: str, lane: str = "burst") -> Deal:
        return ask(self.office, stored(self.office, deal.id), *(f"{word}-{self.own}" for word in words), word=lane)

    def did(self, deal: Deal, word: str) -> None:
        end(self.office, stored(self.office, deal.id), f"{word}-{self.own}")

    def read(self) -> list[str]:
        return [text.replace(f"-{self.own}", "") for text in read(self.office)]

    def back(self, lose: Back) -> "Ana":
        office = lose()
        look(office)
        return Ana(office, self.own)


@pytest.fixture
def she(morning: Office) -> Ana:
    return Ana(morning, uuid4().hex[:6])


def lost_line(she: Ana, keep: Keep, *, lane: str = "burst", wait: float = 30.0) -> tuple[Ana, Deal]:
    """Lose a question that had become a line of one from before the backup."""
    deal = she.asked(she.office.deal(), "a", lane=lane)
    she.office.deliver()
    lose = keep()
    she.office.clock.pass_(wait)
    she.asked(deal, "b", lane=lane)
    she.office.drain()
    assert she.read() == ["a + b"]
    return she.back(lose), deal


def test_a_line_that_is_decided_again_is_a_line_again(she: Ana, keep: Keep) -> None:
    she, deal = lost_line(she, keep)
    she.asked(deal, "b")

    she.office.drain()
    she.did(deal, "a")
    she.office.drain()

    assert she.read() == ["a (ended) + b"]
    assert lines(she.office) == [f"b-{she.own}"]
    assert she.office.calls("chat.postMessage") == []


def test_a_line_that_nobody_decides_again_is_not_drawn_away(she: Ana, keep: Keep) -> None:
    she, deal = lost_line(she, keep)
    she.did(deal, "a")

    she.office.drain()

    assert she.read() == ["a + b"]
    assert she.office.rows()[f"edit:a-{she.own}"] == "moot"


def test_a_new_question_does_not_join_what_holds_a_lost_line(she: Ana, keep: Keep) -> None:
    she, deal = lost_line(she, keep)
    she.asked(deal, "c")

    she.office.drain()

    assert she.read() == ["a + b", "c"]


def test_a_message_that_is_decided_again_takes_in_its_lines(she: Ana, keep: Keep) -> None:
    deal = she.asked(she.office.deal(), "before")
    lose = keep()
    she.asked(deal, "a", "b", lane="spared")
    she.office.deliver()
    she = she.back(lose)
    she.asked(deal, "b", "a", lane="spared")
    she.office.drain()

    she.did(deal, "b")
    she.office.drain()

    assert she.read() == ["before", "b (ended) + a"]
    assert lines(she.office) == [f"b-{she.own}"]
    assert [each for each in she.office.calls("chat.postMessage") if "before" not in each["text"]] == []


def test_a_line_of_a_message_from_long_before_the_backup_is_found(she: Ana, keep: Keep) -> None:
    she, deal = lost_line(she, keep, lane="spared", wait=3 * HOURS)
    she.asked(deal, "b", lane="spared")

    she.office.drain()

    assert she.read() == ["a + b"]
    assert she.office.calls("chat.postMessage") == []


@pytest.fixture
def doubled(office: Office, keep: Keep) -> tuple[Office, Deal, str]:
    """Say something of which a copy comes late, and lose all memory of it; with where the first one stands."""
    deal = office.deal()
    back = keep()
    office.say(deal, "a")
    office.deliver()
    first = standing(office, deal)[0]
    again = {"channel": str(deal.channel_id), "text": first["text"], "metadata": first["metadata"]}
    assert isinstance(office.slack.send("chat.postMessage", again), Sent)
    assert len(standing(office, deal)) == 2
    return back(), deal, first["ts"]


def standing(office: Office, deal: Deal) -> list[dict[str, Any]]:
    return [each for each in office.client.messages(str(deal.channel_id)) if each.get("metadata")]


@pytest.mark.parametrize("page", [0, 1])
def test_of_two_copies_of_what_nobody_remembers_the_later_one_goes(
    doubled: tuple[Office, Deal, str], page: int
) -> None:
    office, deal, first = doubled
    if page:
        office.inject(f"short:{page}", method="conversations.history", times=0)

    look(office)

    assert [each["ts"] for each in standing(office, deal)] == [first]
    assert len(office.calls("chat.delete")) == 1


@pytest.mark.parametrize(("trouble", "calls"), [("error:cant_delete_message", 1), ("status:500", 2)])
def test_a_copy_that_slack_will_not_delete_holds_nothing_up_for_long(
    doubled: tuple[Office, Deal, str], trouble: str, calls: int
) -> None:
    office, deal, _ = doubled
    office.inject(trouble, method="chat.delete", times=1)

    look(office)
    office.say(deal, "a", "b")
    office.drain()

    assert len(office.calls("chat.delete")) == calls
    assert office.rows() == {"a": "sent", "b": "sent"}


@pytest.mark.parametrize(
    ("seen", "copies"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"1.0": "a", "2.0": "b"}, [], id="two messages"),
        pytest.param({"1.0": "a", "2.0": "a"}, ["2.0"], id="two copies"),
        pytest.param({"9.0": "a", "10.0": "a"}, ["10.0"], id="compared as numbers"),
        pytest.param({"1.0": "a", "2.0": "a", "3.0": "a"}, ["3.0", "2.0"], id="three copies"),
        pytest.param({"1.0": "ab", "2.0": "b"}, ["2.0"], id="said alone, and a line of an older one"),
        pytest.param({"1.0": "b", "2.0": "ab"}, [], id="it says more than the older one"),
        pytest.param({"1.0": "a", "2.0": "b", "3.0": "ab"}, [], id="no one message says all of it"),
    ],
)
def test_a_copy_says_nothing_that_an_older_message_does_not_say(seen: Mapping[str, str], copies: list[str]) -> None:
    assert later_copies(seen) == copies
