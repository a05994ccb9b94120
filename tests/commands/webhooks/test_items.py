"""Another system ends or opens a line over HTTP: what is taken, and what is answered where it cannot be."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.incoming import Arrival, ItemNews, PersonRef, Unwon
from bot.model import DealStatus, ItemStatus
from bot.refusals import ItemWaits, NotYours, TooFew
from commands.people import People
from commands.webhooks.body import Invalid, read_body
from commands.webhooks.call import Receive
from commands.webhooks.failure import UnknownDeal
from commands.webhooks.receiving import receiver
from commands.webhooks.refused_items import fault_of
from messages.delivery.slack import Slack
from tests.bot.making import an_item
from tests.bot.service.conftest import Office, bare, office, template, won
from tests.commands.hall import HandClock

__all__ = ["bare", "office", "template"]

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def body(event: str = "item.done", **item: Any) -> dict[str, Any]:
    deal = {"id": "D-1", "name": "not needed"}
    return {"event": event, "occurred_at": "2026-11-22T10:00:00Z", "source": "erp", "deal": deal, "item": item}


def read(said: dict[str, Any]) -> ItemNews:
    news = read_body(json.dumps(said).encode(), now=NOW).incoming
    assert isinstance(news, ItemNews)
    return news


def test_a_body_says_which_line_of_which_deal_and_what_shows_it() -> None:
    news = read(body(key="permit", evidence=4711, by={"email": "Ana@Example.com"}, parts={"Who": "Kim"}))

    assert (news.source, news.external_id, news.key, news.is_done, news.text) == ("erp", "D-1", "permit", True, "4711")
    assert (news.by, news.parts, news.heard_at) == (PersonRef("ana@example.com"), (("Who", "Kim"),), NOW)


def test_the_example_of_the_documentation_is_taken_as_it_stands() -> None:
    page = (Path(__file__).parents[3] / "docs" / "operations.md").read_text(encoding="utf-8")
    (example,) = [each for each in re.findall(r"```json\n(.*?)```", page, re.DOTALL) if '"item.done"' in each]

    news = read_body(example.encode(), now=datetime(2027, 1, 1, tzinfo=UTC)).incoming

    assert isinstance(news, ItemNews)
    assert (news.key, news.text, news.by) == ("permits", "BP-2027-118", PersonRef("jonas@example.com"))


def test_a_deal_that_is_not_won_any_more_says_why_or_nothing() -> None:
    page = (Path(__file__).parents[3] / "docs" / "operations.md").read_text(encoding="utf-8")
    (example,) = [each for each in re.findall(r"```json\n(.*?)```", page, re.DOTALL) if '"deal.unwon"' in each]

    news = read_body(example.encode(), now=datetime(2027, 1, 1, tzinfo=UTC)).incoming

    assert news == Unwon("erp", "D-1042", "they buy elsewhere", datetime(2026, 12, 15, 13, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (body(), "item.key"),
        (body(key=""), "item.key"),
        (body(key="permit", evidence=[1]), "item.evidence"),
        (body("item.reopened", key="permit", reason=""), "item.reason"),
        ({**body(key="permit"), "deal": {}}, "deal.id"),
        ({**body(key="permit"), "item": "permit"}, "item"),
    ],
)
def test_a_body_that_says_less_is_refused_by_field(said: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(said)

    assert [fault.field for fault in refused.value.faults] == [field]


@pytest.fixture
def receive(office: Office) -> Receive:
    people = People(
        office.desk, lambda _: Slack("xoxb-made-up", base_url="http://127.0.0.1:9/api/"), default_zone="UTC"
    )
    taken = receiver(office.desk, people, HandClock(), office.workspace.id)
    taken("deal.won", won("D-1"))
    return taken


def test_a_line_is_ended_once_and_known_from_then_on(receive: Receive, office: Office) -> None:
    with office.desk.work(office.workspace.id) as uow:
        deal = uow.deal_from("erp", "D-1")
    assert deal
    line = next(item for item in deal.items if item.status is ItemStatus.OPEN)
    news = read(body(key=line.key, evidence="INV-4711"))

    answers = [receive("item.done", news) for _ in range(2)]

    assert [each.status for each in answers] == [Arrival.UPDATED, Arrival.KNOWN]
    assert {each.deal_id for each in answers} == {deal.id}


def test_a_line_that_is_not_there_is_a_fault_of_the_key_and_a_deal_that_is_not_is_unknown(receive: Receive) -> None:
    with pytest.raises(Invalid) as refused:
        receive("item.done", read(body(key="no_such_line")))
    assert [fault.field for fault in refused.value.faults] == ["item.key"]

    with pytest.raises(UnknownDeal):
        receive("item.done", read({**body(key="permit"), "source": "crm"}))


def test_what_no_body_can_mend_is_no_fault_of_a_field() -> None:
    assert fault_of(NotYours("finish it", ())) is None


def test_a_sentence_names_what_the_line_waits_for_or_how_many_it_wants() -> None:
    line = an_item("install", at_least=4)

    assert fault_of(ItemWaits(line, (an_item("permit"), an_item("site")))) == (
        "item.key",
        "item.key waits for permit, site; send it again once they are done.",
    )
    assert fault_of(TooFew(line, "3")) == ("item.evidence", "item.evidence must be 4 or more.")


def test_a_win_that_is_taken_back_holds_the_deal_once(receive: Receive, office: Office) -> None:
    early, late = (Unwon("erp", "D-1", "a mistake", at) for at in (NOW.replace(year=2020), NOW.replace(year=2027)))

    answers = [receive("deal.unwon", each).status for each in (early, late, late)]

    assert answers == [Arrival.KNOWN, Arrival.UPDATED, Arrival.KNOWN]
    with office.desk.work(office.workspace.id) as uow:
        deal = uow.deal_from("erp", "D-1")
    assert deal
    assert deal.status is DealStatus.HELD


def test_a_win_that_never_came_in_cannot_be_taken_back(receive: Receive) -> None:
    with pytest.raises(UnknownDeal):
        receive("deal.unwon", Unwon("erp", "D-9", "", NOW))
