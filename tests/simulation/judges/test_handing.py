"""What was handed on: who is asked about it, and what the channel must have read of it by the end."""

from typing import Any

import pytest

from bot.model import ChannelId
from tests.simulation.judges.handing import asked_of_another, untold
from tests.simulation.judges.ladders import CONTRACT
from tests.simulation.slack import BOT, Channel
from tests.simulation.story import DealStory, GivenStory, PromiseStory, TakenStory, Told
from tests.simulation.town import ANA, FAYE, OMAR

THEN, OFF = 1_000_000.0, 60.0
AT_ONCE = Told(THEN, THEN + 1)


@pytest.fixture
def deal() -> DealStory:
    """Return a deal with a promise and a line that was given to Omar."""
    return DealStory(
        "t11", "T1", ANA, OMAR, AT_ONCE, promises=[PromiseStory("training", AT_ONCE)], given=[GivenStory(OMAR, AT_ONCE)]
    )


def question(*waiting: str) -> dict[str, Any]:
    return {"kind": "say", "event": {"name": "PromiseTold", "what": "training"}, "waiting": list(waiting)}


def event(name: str, **values: str) -> dict[str, Any]:
    return {"kind": "say", "event": {"name": name, **values}}


GIVEN = event("ItemGiven", to=OMAR, what="")


def missing(deal: DealStory, *said: dict[str, Any], members: tuple[str, ...] = (ANA, OMAR)) -> list[str]:
    home = Channel(ChannelId("C1"), "deal-t11-abc234", BOT, {BOT, *members}, THEN)
    return [each.seen for each in untold(deal, home, said, said)]


def asked(deal: DealStory, who: str, after: float, instead_of: str | None = None) -> bool:
    said = {"about": CONTRACT, "who": who, "instead_of": instead_of}
    return not list(asked_of_another(deal, said, THEN + after, off=OFF))


def test_where_all_was_said_nothing_is_missing(deal: DealStory) -> None:
    assert missing(deal, question("training"), GIVEN) == []


def test_a_promise_that_nobody_is_asked_about_is_missed(deal: DealStory) -> None:
    assert missing(deal, question(), GIVEN) == ["t11: nobody is asked about training"]
    assert missing(deal, GIVEN) == ["t11: nobody is asked about training"]


def test_a_promise_that_has_its_answer_is_not_asked_about(deal: DealStory) -> None:
    deal.promises[0].answered = AT_ONCE

    assert missing(deal, question(), GIVEN) == []
    assert missing(deal, question("training"), GIVEN) == ["t11: training has its answer and is asked about"]


def test_who_declines_a_promise_and_who_takes_it_back_is_told_of(deal: DealStory) -> None:
    promise = deal.promises[0]
    promise.answered, promise.is_declined, promise.withdrawn = AT_ONCE, True, AT_ONCE

    said = (question(), GIVEN, event("PromiseDeclined", what="training"))
    assert missing(deal, *said) == ["t11: PromiseWithdrawn training was never said"]
    assert missing(deal, *said, event("PromiseWithdrawn", what="training")) == []


def test_of_what_nobody_is_sure_nothing_is_owed(deal: DealStory) -> None:
    deal.promises[0].told = Told(THEN)
    deal.given[0].told = Told(THEN, THEN + 30)

    assert deal.promises[0].waits is None
    assert deal.holder is None
    assert missing(deal) == []


def test_whoever_takes_a_deal_over_is_named_and_is_in_its_channel(deal: DealStory) -> None:
    deal.taken.append(TakenStory(FAYE, AT_ONCE, is_sure=True))
    said = (question("training"), GIVEN)

    assert deal.owner == FAYE
    assert missing(deal, *said) == [
        "t11: TookOver UFAYE was never said",
        "t11: UFAYE has to act there and was not invited",
    ]
    assert missing(deal, *said, event("TookOver", owner_id=FAYE), members=(ANA, OMAR, FAYE)) == []


def test_a_deal_that_may_have_been_taken_over_has_no_sure_owner(deal: DealStory) -> None:
    deal.taken.append(TakenStory(FAYE, AT_ONCE))

    assert deal.owner is None
    assert missing(deal, question("training"), GIVEN) == []


def test_a_line_is_asked_for_of_who_has_it_now(deal: DealStory) -> None:
    assert asked(deal, OMAR, after=OFF + 10)
    assert not asked(deal, ANA, after=OFF + 10)
    assert not asked(deal, FAYE, after=OFF + 10)


def test_a_word_to_the_one_before_may_have_been_on_its_way(deal: DealStory) -> None:
    assert asked(deal, ANA, after=OFF - 10)


def test_whoever_is_asked_for_somebody_absent_is_asked_for_them(deal: DealStory) -> None:
    assert asked(deal, FAYE, after=OFF + 10, instead_of=OMAR)
    assert not asked(deal, OMAR, after=OFF + 10, instead_of=ANA)


def test_nobody_is_blamed_where_nobody_knows_who_has_it(deal: DealStory) -> None:
    deal.given.append(GivenStory(FAYE, Told(THEN + 100)))

    assert asked(deal, ANA, after=1000.0)
