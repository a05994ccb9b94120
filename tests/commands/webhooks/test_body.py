"""A body is taken as it is meant, or the fields at fault are named with what would work."""

import json
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incoming import Incoming, PersonRef
from bot.model import Facts, Promise
from commands.webhooks.body import Invalid, News, NotJson, read_body

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
WHOLE: dict[str, Any] = {
    "event": "deal.won",
    "occurred_at": "2026-11-22T12:00:00+02:00",
    "source": "erp",
    "deal": {
        "id": "D-1042",
        "name": "Acme EV site",
        "url": "https://crm.example.com/deals/1042?tab=1",
        "amount_minor": 4_800_000,
        "currency": "eur",
        "kind": "site-installation",
        "won_at": "2026-11-22T09:58:00Z",
        "promised_on": "2027-02-01",
        "account": {"id": "A-7", "name": "Acme Oy"},
        "seller": {"email": "Ana@example.com", "name": "Ana"},
        "owner": {"email": "omar@example.com"},
        "promises": [{"text": "Live before the store opens", "due_on": "2027-02-01"}, {"text": "A named contact"}],
        "custom": {"region": "north", "sites": 4, "is_key": True, "none": None, "tags": ["a", "ö"]},
    },
}


def read(body: Any) -> News:
    return read_body(json.dumps(body).encode(), now=NOW)


def with_deal(**deal: Any) -> dict[str, Any]:
    small = {"id": "D-1", "name": "Site", "account": {"name": "Acme"}}
    return {**WHOLE, "deal": {**small, **deal}}


def faults(body: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        read(body)
    return {fault.field: fault.problem for fault in refused.value.faults}


def test_a_whole_body_is_taken() -> None:
    assert read(WHOLE) == News(
        "deal.won",
        Incoming(
            source="erp",
            external_id="D-1042",
            kind="site-installation",
            occurred_at=datetime(2026, 11, 22, 10, 0, tzinfo=UTC),
            seller=PersonRef("ana@example.com", "Ana"),
            owner=PersonRef("omar@example.com"),
            facts=Facts(
                name="Acme EV site",
                account="Acme Oy",
                amount_minor=4_800_000,
                currency="EUR",
                url="https://crm.example.com/deals/1042?tab=1",
                won_at=datetime(2026, 11, 22, 9, 58, tzinfo=UTC),
                promised_on=date(2027, 2, 1),
                promises=(Promise("Live before the store opens", date(2027, 2, 1)), Promise("A named contact")),
                custom=(("region", "north"), ("sites", "4"), ("is_key", "true"), ("tags", '["a", "ö"]')),
            ),
        ),
    )


def test_what_is_not_said_may_be_left_out_null_or_empty() -> None:
    optional = ("url", "kind", "won_at", "promised_on", "currency", "amount_minor", "custom", "seller", "promises")
    nothing = read(with_deal()).incoming

    assert read(with_deal(**dict.fromkeys(optional))).incoming == nothing
    assert read(with_deal(url="", kind="", currency="", seller={"email": ""})).incoming == nothing


def test_what_is_not_known_is_ignored() -> None:
    assert read({**with_deal(color="red"), "more": [1]}) == read(with_deal())


def test_an_id_may_be_a_number() -> None:
    assert read(with_deal(id=1042)).incoming.external_id == "1042"


def test_control_characters_and_half_characters_are_cleaned() -> None:
    assert read(with_deal(name=" Acme\x00\n\u2028EV \ud800site ")).incoming.facts.name == "Acme EV \ufffdsite"


def test_text_is_taken_as_typed_whatever_it_would_do_elsewhere() -> None:
    name = "<!channel> *bold* `code` <@U123> 🚀 مرحبا"

    assert read(with_deal(name=name)).incoming.facts.name == name


@pytest.mark.parametrize(
    ("deal", "field", "problem"),
    [
        ({"id": ""}, "deal.id", "is empty"),
        ({"id": True}, "deal.id", "must be text in quotes, not true or false"),
        ({"id": "x" * 256}, "deal.id", "has 256 characters; at most 255 work"),
        ({"name": " \n"}, "deal.name", "is empty"),
        ({"name": 5}, "deal.name", "must be text in quotes, not a number"),
        ({"name": "x" * 10_001}, "deal.name", "has 10,001 characters; at most 10,000 work"),
        ({"account": None}, "deal.account", "must be an object"),
        ({"account": {}}, "deal.account.name", "is missing"),
        ({"url": "javascript:alert(1)"}, "deal.url", "is not a web address"),
        ({"url": "https://"}, "deal.url", "is not a web address"),
        ({"url": "https://a b"}, "deal.url", "is not a web address"),
        ({"amount_minor": -1, "currency": "EUR"}, "deal.amount_minor", "must lie between 0 and"),
        ({"amount_minor": 10**15 + 1, "currency": "EUR"}, "deal.amount_minor", "must lie between 0 and"),
        ({"amount_minor": 1.5, "currency": "EUR"}, "deal.amount_minor", "whole number in the smallest unit"),
        ({"amount_minor": "5", "currency": "EUR"}, "deal.amount_minor", "whole number in the smallest unit"),
        ({"amount_minor": True, "currency": "EUR"}, "deal.amount_minor", "whole number in the smallest unit"),
        ({"amount_minor": 5}, "deal.currency", "is missing: amount_minor means nothing without it"),
        ({"currency": "€"}, "deal.currency", "“€” is not a currency"),
        ({"won_at": "2026-11-22T10:00:00"}, "deal.won_at", "has no time zone"),
        ({"won_at": "yesterday"}, "deal.won_at", "“yesterday” is not a moment"),
        ({"won_at": "2026-11-22T25:00:00Z"}, "deal.won_at", "does not exist in the calendar"),
        ({"won_at": "0001-01-01T00:00:00+14:00"}, "deal.won_at", "outside the years 1970 to 2199"),
        ({"won_at": 1790000000}, "deal.won_at", "must be text in quotes, not a number"),
        ({"promised_on": "1.2.2027"}, "deal.promised_on", "one looks like 2027-02-01"),
        ({"promised_on": "2027-02-30"}, "deal.promised_on", "does not exist in the calendar"),
        ({"kind": "a kind"}, "deal.kind", "is no name"),
        ({"seller": "Ana"}, "deal.seller", "must be an object"),
        ({"seller": {"email": "Ana"}}, "deal.seller.email", "is not an email address"),
        ({"promises": {}}, "deal.promises", "must be a list"),
        ({"promises": [{"text": "a"}] * 101}, "deal.promises", "has 101 entries; at most 100 work"),
        ({"promises": [{"text": "a"}, {"due_on": "2027-02-01"}]}, "deal.promises.1.text", "is missing"),
        ({"custom": []}, "deal.custom", "must be an object of names and values, not a list"),
        ({"custom": {str(n): n for n in range(101)}}, "deal.custom", "has 101 entries; at most 100 work"),
        ({"custom": {"a": "x" * 10_001}}, "deal.custom", "has 10,001 characters"),
    ],
)
def test_a_field_at_fault_is_named_with_what_would_work(deal: dict[str, Any], field: str, problem: str) -> None:
    found = faults(with_deal(**deal))

    assert list(found) == [field]
    assert found[field].startswith(f"{field} ")
    assert problem in found[field]


def test_all_fields_at_fault_are_named_at_once() -> None:
    assert set(faults({"event": "deal.won", "source": "", "deal": {"id": "1"}})) == {
        "occurred_at",
        "source",
        "deal.name",
        "deal.account",
    }


def test_what_somebody_sent_is_quoted_short_and_never_read_as_a_template() -> None:
    problem = faults(with_deal(url="{sentence} {0} %s " + "x" * 500))["deal.url"]

    assert "“{sentence} {0} %s xxx" in problem
    assert len(problem) < 200


def test_news_from_the_future_would_outlive_every_correction() -> None:
    assert "lies in the future" in faults({**WHOLE, "occurred_at": "2026-11-23T12:00:01Z"})["occurred_at"]
    assert read({**WHOLE, "occurred_at": "2026-11-23T12:00:00Z"})


@pytest.mark.parametrize(
    ("event", "problem"),
    [
        (
            "deal.lost",
            "event “deal.lost” is not known; deal.won, deal.updated, deal.unwon, item.done and item.reopened are taken.",
        ),
        (None, "event is missing; deal.won, deal.updated, deal.unwon, item.done and item.reopened are taken."),
        (["deal.won"], "event is not text; deal.won, deal.updated, deal.unwon, item.done and item.reopened are taken."),
    ],
)
def test_another_event_is_answered_with_those_that_are_taken(event: Any, problem: str) -> None:
    assert faults({"event": event}) == {"event": problem}


@pytest.mark.parametrize("body", [[], "deal.won", 5, None, [WHOLE]])
def test_a_body_that_is_no_object_is_refused(body: Any) -> None:
    assert faults(body)[""].startswith("The body must be an object")


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "line 1, column 1"),
        (b'{"event":\n "deal.won",}', "line 2, column"),
        (b"event=deal.won", "line 1, column 1"),
        (b'{"a": "\xff"}', "byte 8 does not fit"),
        (b'{"a": NaN}', "number that cannot be read"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "number that cannot be read"),
        (b"[" * 200_000, "nested too deeply"),
    ],
)
def test_what_is_no_json_is_refused_with_the_place(raw: bytes, problem: str) -> None:
    with pytest.raises(NotJson, match=problem):
        read_body(raw, now=NOW)


TEXT = st.text(st.characters(), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(deal=st.fixed_dictionaries({}, optional=dict.fromkeys([*WHOLE["deal"], "\ud800"], JSON)))
def test_any_deal_is_taken_or_answered_with_fields(deal: dict[str, Any]) -> None:
    with suppress(Invalid):
        assert read({**WHOLE, "deal": {**WHOLE["deal"], **deal}}).incoming.facts.name.encode()


@given(some=JSON)
def test_any_json_in_any_place_is_taken_or_answered_with_fields(some: Any) -> None:
    for body in (some, *({**WHOLE, field: some} for field in (*WHOLE, "\ud800"))):
        with suppress(Invalid):
            assert read(body).incoming.facts.name.encode()
