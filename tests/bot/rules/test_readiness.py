"""What a playbook requires and a CRM lacks: a line for the seller, which the CRM or a person ends, and who is right later."""

from dataclasses import replace
from datetime import date

import pytest

from bot.events import Change, FactsChanged, ItemDone
from bot.model import Deal, DealStatus, Facts, Item, ItemStatus, UserId
from bot.playbook import DueRule, FactRule, FunctionRole
from bot.refusals import NotEvidence, NotYours
from bot.rules import items, opening
from bot.rules.crm_evidence import from_crm
from bot.rules.evidence import Proof
from bot.rules.facts import field_of, known, label_of
from bot.rules.opening import Cast
from tests.bot.making import ANA, CONTEXT, FAYE, HELSINKI, LIV, NOW, OMAR, a_deal, a_playbook, a_rule, at, by, event_of

DUE = DueRule("won", 1)
AMOUNT = FactRule("amount", "the amount", DUE)
PROMISED = FactRule("promised_on", "the promised date", DUE)
URL = FactRule("url", "the link to the CRM", DUE)
BILLING = FactRule("billing", "the billing contact", DUE, crm_field="Billing__c")
SITE = FactRule("site", "the site address", DueRule("won", 2), function="finance")
EVERYTHING = (AMOUNT, PROMISED, URL, BILLING, SITE)
SALES = FunctionRole("sales", "Sales", email="liv@example.com")
LEADS = (("delivery", OMAR), ("finance", FAYE), ("sales", LIV))
LATER, LATER_STILL = at("2026-11-25 11:00"), at("2026-11-26 11:00")
BARE = Facts("Acme EV site", "Acme Oy")


def opened(facts: Facts = BARE, *required: FactRule, **changes: object) -> Deal:
    waiting = a_deal(
        facts=facts, status=DealStatus.BACKLOG, items=(), functions=(), leads=(), opened_at=None, **changes
    )
    base = a_playbook(a_rule("install", DueRule("promised", -5)))
    playbook = replace(base, functions=(*base.functions, SALES), facts=required or EVERYTHING)
    return opening.start(waiting, playbook, Cast(ANA, None, LEADS), CONTEXT, now=NOW).deal


def asked(deal: Deal) -> dict[str, Item]:
    return {item.fact: item for item in deal.items if item.fact}


def say(deal: Deal, fact: str, proof: Proof, who: UserId = ANA) -> Change:
    return items.finish(deal, CONTEXT, item_id=asked(deal)[fact].id, by=who, proof=proof, now=LATER)


def told(deal: Deal, facts: Facts) -> tuple[FactsChanged | None, Deal]:
    """Let the CRM say something newer, as the intake takes it in."""
    change = opening.update(deal, facts, occurred_at=LATER_STILL)
    dated = items.redated(change.deal, CONTEXT, was=deal.facts.promised_on, now=LATER_STILL)
    done = from_crm(dated, CONTEXT, was=deal.facts, now=LATER_STILL)
    news = [each for each in change.events if isinstance(each, FactsChanged)]
    return (news[0] if news else None), done.deal


def test_what_is_missing_becomes_an_item_with_a_clock_in_front_of_the_checklist() -> None:
    deal = opened()

    assert [item.title for item in deal.items] == [
        *("Say the amount", "Say the promised date", "Say the link to the CRM"),
        *("Say the billing contact", "Say the site address", "install"),
    ]
    assert {item.status for item in deal.items} == {ItemStatus.OPEN}
    assert [item.due for item in deal.items[:3]] == [by("2026-11-24")] * 3
    assert [item.evidence for item in deal.items[:5]] == ["amount", "date", "link", "text", "text"]


def test_it_is_the_sellers_by_name_unless_the_playbook_names_a_function() -> None:
    lines = asked(opened())

    assert (lines["billing"].holder_id, lines["billing"].function) == (ANA, "sales")
    assert (lines["site"].holder_id, lines["site"].function) == (FAYE, "finance")


def test_where_sales_has_no_checklist_it_stands_on_the_one_that_owns_deals() -> None:
    waiting = a_deal(facts=BARE, status=DealStatus.BACKLOG, items=())
    deal = opening.start(waiting, a_playbook(facts=(BILLING,)), Cast(ANA, None, LEADS), CONTEXT, now=NOW).deal

    assert (asked(deal)["billing"].holder_id, asked(deal)["billing"].function) == (ANA, "delivery")


def test_nobody_is_asked_for_what_the_crm_says() -> None:
    facts = Facts(
        *("Acme EV site", "Acme Oy", 0, "EUR", "https://crm.example/1"),
        promised_on=date(2027, 2, 1),
        custom=(("Billing__c", "kim@acme.example"), ("site", "  ")),
    )

    assert [*asked(opened(facts))] == ["site"]


@pytest.mark.parametrize(
    ("fact", "facts", "proof"),
    [
        ("amount", replace(BARE, amount_minor=4_800_050, currency="EUR"), "48000.50 EUR"),
        ("promised_on", replace(BARE, promised_on=date(2027, 2, 1)), "2027-02-01"),
        ("url", replace(BARE, url="https://crm.example/1"), "https://crm.example/1"),
        ("billing", replace(BARE, custom=(("Billing__c", " Kim, kim@acme.example "),)), "Kim, kim@acme.example"),
    ],
)
def test_the_crm_ends_it_by_filling_the_field(fact: str, facts: Facts, proof: str) -> None:
    deal = told(opened(), facts)[1]

    line = asked(deal)[fact]
    assert (line.status, line.proof, line.done_by) == (ItemStatus.DONE, proof, ANA)
    assert sum(item.status is ItemStatus.DONE for item in deal.items) == 1
    assert deal.facts.said_here == ()


@pytest.mark.parametrize(
    ("fact", "proof", "wanted"),
    [
        ("amount", Proof("€48,000"), {"amount_minor": 4_800_000, "currency": "EUR"}),
        ("promised_on", Proof(on=date(2027, 2, 1)), {"promised_on": date(2027, 2, 1)}),
        ("url", Proof("https://crm.example/1"), {"url": "https://crm.example/1"}),
        ("billing", Proof("Kim"), {"custom": (("Billing__c", "Kim"),)}),
    ],
)
def test_a_person_says_it_and_the_deal_knows(fact: str, proof: Proof, wanted: dict[str, object]) -> None:
    change = say(opened(), fact, proof)

    assert event_of(change, ItemDone)
    facts, line = change.deal.facts, asked(change.deal)[fact]
    assert facts == replace(BARE, **wanted, said_here=(field_of(line),))  # type: ignore[arg-type]
    assert known(facts, fact, line.crm_field)


def test_a_promised_date_that_is_said_dates_what_counts_from_it() -> None:
    deal = opened()
    assert deal.items[-1].due is None

    said = say(deal, "promised_on", Proof(on=date(2027, 2, 1))).deal

    assert said.items[-1].due == by("2027-01-25", HELSINKI if said.items[-1].holder_id == ANA else "Europe/Berlin")


@pytest.mark.parametrize(("fact", "text"), [("amount", "48000"), ("amount", "much"), ("url", "in the CRM")])
def test_what_is_not_what_was_asked_for_is_refused_and_nothing_is_learned(fact: str, text: str) -> None:
    with pytest.raises(NotEvidence):
        say(opened(), fact, Proof(text))


def test_a_stranger_to_the_deal_cannot_say_it() -> None:
    with pytest.raises(NotYours):
        say(opened(), "billing", Proof("Kim"), FAYE)


def test_what_a_person_said_outlives_a_crm_that_says_nothing_about_it() -> None:
    deal = say(say(opened(), "billing", Proof("Kim")).deal, "amount", Proof("5 EUR")).deal

    news, after = told(deal, Facts("Acme EV site", "Acme Oy", custom=(("tier", "gold"),)))

    assert news == FactsChanged((("details", "", "changed"),))
    assert dict(after.facts.custom) == {"tier": "gold", "Billing__c": "Kim"}
    assert (after.facts.amount_minor, after.facts.said_here) == (500, ("Billing__c", "amount_minor"))


def test_the_crms_later_word_holds_and_it_is_told_whose_word_it_replaces() -> None:
    deal = say(say(opened(), "billing", Proof("Kim")).deal, "amount", Proof("5 EUR")).deal
    news, after = told(deal, Facts("Acme EV site", "Acme Oy", 700, "EUR", custom=(("Billing__c", "Lee"),)))

    assert news == FactsChanged(
        (("amount_minor", "500", "700"), ("the billing contact", "Kim", "Lee")), ("amount_minor", "the billing contact")
    )
    assert [asked(after)[fact].proof for fact in ("amount", "billing")] == ["7.00 EUR", "Lee"]
    assert (asked(after)["billing"].done_at, after.facts.said_here) == (LATER, ())


def test_a_crm_that_says_the_same_makes_it_its_own_without_a_word() -> None:
    deal = say(opened(), "billing", Proof("Kim")).deal

    news, after = told(deal, Facts("Acme EV site", "Acme Oy", custom=(("Billing__c", "Kim"),)))

    assert news == FactsChanged((("details", "", "changed"),))
    assert after.facts.said_here == ()
    assert asked(after)["billing"] == asked(deal)["billing"]


def test_a_required_fact_is_named_when_the_crm_fills_or_changes_it() -> None:
    first, deal = told(opened(), replace(BARE, custom=(("Billing__c", "Kim"),)))
    assert first == FactsChanged((("the billing contact", "", "Kim"),))

    again = opening.update(deal, replace(BARE, custom=(("Billing__c", "Lee"),)), occurred_at=at("2026-11-27 09:00"))

    assert event_of(again, FactsChanged) == FactsChanged((("the billing contact", "Kim", "Lee"),))


def test_a_line_is_called_by_what_it_asks_for() -> None:
    assert label_of(asked(opened())["site"]) == "the site address"
