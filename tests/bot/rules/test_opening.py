"""Opening a won deal: somebody owns it at once, somebody is asked to, and newer facts never undo what people did."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.events import Change, DealImported, DealOpened, FactsChanged, ItemAdded, OwnerOffered
from bot.incoming import Incoming, PersonRef
from bot.model import Deal, DealId, DealStatus, Facts, ItemStatus, Offer, Promise, UserId
from bot.playbook import DueRule
from bot.rules import opening
from bot.rules.opening import Cast
from tests.bot.making import (
    ANA,
    CONTEXT,
    FAYE,
    GONE,
    GUEST,
    LIV,
    NOW,
    OMAR,
    STRANGER,
    WORKSPACE,
    a_deal,
    a_playbook,
    a_rule,
    by,
    id_of,
    kinds,
)

FACTS = Facts("Acme EV site", "Acme Oy", 4_800_000, "EUR", promised_on=date(2027, 2, 1))
LEADS = (("delivery", OMAR), ("finance", FAYE))
PLAYBOOK = a_playbook(
    a_rule("kick-off", DueRule("won", 2)), a_rule("bill", function="finance", waits_for=("kick-off",))
)


def incoming(facts: Facts = FACTS, **changes: object) -> Incoming:
    given = {"source": "erp", "external_id": "D-1", "kind": "site", "facts": facts, "occurred_at": NOW}
    return Incoming(**(given | changes))  # type: ignore[arg-type]


def registered() -> Change:
    return opening.register(
        incoming(), PLAYBOOK, CONTEXT, deal_id=DealId(id_of("acme")), workspace_id=WORKSPACE, short="k3v9q2", seller=ANA
    )


def start(cast: Cast, *, deal: Deal | None = None, **playbook: object) -> Change:
    given = replace(PLAYBOOK, **playbook)  # type: ignore[arg-type]
    return opening.start(deal or registered().deal, given, cast, CONTEXT, now=NOW)


def test_a_registered_deal_has_an_owner_and_no_clock() -> None:
    change = registered()

    deal = change.deal
    assert (deal.status, deal.owner_id, deal.seller_id) == (DealStatus.BACKLOG, ANA, ANA)
    assert (deal.next_review_at, deal.channel_name, deal.items) == (None, None, ())
    assert change.events == (DealImported(),)


def test_a_deal_of_no_kind_gets_its_playbooks() -> None:
    change = opening.register(
        incoming(kind=None),
        PLAYBOOK,
        CONTEXT,
        deal_id=DealId(id_of("x")),
        workspace_id=WORKSPACE,
        short="s",
        seller=ANA,
    )

    assert change.deal.kind == "site"


def test_a_started_deal_belongs_to_its_seller_until_somebody_accepts() -> None:
    change = start(Cast(ANA, None, LEADS))

    deal = change.deal
    assert (deal.status, deal.owner_id, deal.offer) == (DealStatus.OPEN, ANA, Offer(OMAR, ANA, NOW))
    assert (deal.opened_at, deal.owned_at, deal.next_review_at) == (NOW, NOW, NOW)
    assert change.events == (DealOpened(ANA, "Site", 2), OwnerOffered(Offer(OMAR, ANA, NOW)))


def test_a_started_deal_snapshots_its_playbook() -> None:
    deal = start(Cast(ANA, None, LEADS)).deal

    assert (deal.playbook_id, deal.playbook_name, deal.ladder) == ("p1", "Site", PLAYBOOK.ladder)
    assert deal.functions == (("delivery", "Delivery"), ("finance", "Finance"))
    assert [each.status for each in deal.items] == [ItemStatus.OPEN, ItemStatus.WAITING]
    assert [each.holder_id for each in deal.items] == [OMAR, FAYE]
    assert deal.channel_name == "deal-acme-oy-k3v9q2"


@pytest.mark.parametrize(
    ("cast", "offered"),
    [
        (Cast(ANA, FAYE, LEADS), FAYE),
        (Cast(ANA, None, LEADS), OMAR),
        (Cast(ANA, GUEST, LEADS), OMAR),
        (Cast(ANA, GONE, LEADS), OMAR),
        (Cast(ANA, ANA, LEADS), None),
        (Cast(OMAR, None, LEADS), None),
        (Cast(ANA, None, ()), None),
        (Cast(ANA, STRANGER, ()), None),
    ],
)
def test_whom_the_crm_names_is_asked_else_the_lead(cast: Cast, offered: UserId | None) -> None:
    offer = start(cast).deal.offer

    assert (offer.to if offer else None) == offered


def test_without_a_seller_the_default_owner_owns_it() -> None:
    deal = start(Cast(None, None, LEADS)).deal

    assert (deal.owner_id, deal.seller_id) == (LIV, LIV)


def test_starting_twice_changes_nothing() -> None:
    once = start(Cast(ANA, None, LEADS)).deal

    again = start(Cast(OMAR, None, LEADS), deal=once)

    assert (again.deal, again.events) == (once, ())


@pytest.mark.parametrize(("amount", "is_named"), [(None, False), (99, False), (100, True)])
def test_a_small_deal_gets_no_channel(amount: int | None, *, is_named: bool) -> None:
    deal = replace(registered().deal, facts=replace(FACTS, amount_minor=amount))

    started = start(Cast(ANA, None, LEADS), deal=deal, channel_above_minor=100).deal

    assert (started.channel_name is not None) is is_named


def test_a_private_playbook_makes_private_deals() -> None:
    assert start(Cast(ANA, None, LEADS), is_private=True).deal.is_private


@pytest.mark.parametrize(
    ("above", "amount", "is_private"),
    [
        (None, 4_800_000, False),
        (4_799_999, 4_800_000, True),
        (4_800_000, 4_800_000, False),
        (1, None, False),
    ],
)
def test_a_deal_above_an_amount_is_private(above: int | None, amount: int | None, is_private: bool) -> None:
    deal = replace(registered().deal, facts=replace(FACTS, amount_minor=amount))

    started = start(Cast(ANA, None, LEADS), deal=deal, private_above_minor=above).deal

    assert started.is_private == is_private


def test_somebody_missing_becomes_a_line_of_the_owner() -> None:
    change = opening.name_missing(a_deal(), "owner", PersonRef("max@example.com", "Max"), CONTEXT, now=NOW)
    again = opening.name_missing(change.deal, "owner", PersonRef("max@example.com", "Max"), CONTEXT, now=NOW)

    (item,) = change.deal.items
    assert (item.holder_id, item.status, item.due) == (ANA, ItemStatus.OPEN, by("2026-11-24"))
    assert item.title == "Find max@example.com in Slack: the CRM names them as owner"
    assert change.events == (ItemAdded(item.id, item.title, ANA),)
    assert (again.deal, again.events) == (change.deal, ())


KNOWN = a_deal(facts=FACTS, source_at=NOW, offer=Offer(OMAR, ANA, NOW))
NEWER = NOW + timedelta(minutes=1)


def test_newer_facts_are_taken_over_and_named() -> None:
    change = opening.update(
        KNOWN, replace(FACTS, amount_minor=5_000_000, promised_on=date(2027, 3, 1)), occurred_at=NEWER
    )

    assert change.deal == replace(KNOWN, facts=change.deal.facts, source_at=NEWER)
    assert change.events == (
        FactsChanged((("amount_minor", "4800000", "5000000"), ("promised_on", "2027-02-01", "2027-03-01"))),
    )


@pytest.mark.parametrize("occurred_at", [NOW, NOW - timedelta(days=1)])
def test_older_news_changes_nothing(occurred_at: datetime) -> None:
    change = opening.update(KNOWN, replace(FACTS, name="Old name"), occurred_at=occurred_at)

    assert (change.deal, change.events) == (KNOWN, ())


@pytest.mark.parametrize(
    "silent",
    [Facts("", ""), Facts("Acme EV site", "Acme Oy"), replace(FACTS, currency=None), replace(FACTS, promised_on=None)],
)
def test_silence_about_a_field_is_no_news(silent: Facts) -> None:
    assert opening.update(KNOWN, silent, occurred_at=NEWER).events == ()


def test_an_amount_of_nothing_is_an_amount() -> None:
    change = opening.update(KNOWN, replace(FACTS, amount_minor=0), occurred_at=NEWER)

    assert change.deal.facts.amount_minor == 0


@pytest.mark.parametrize(
    ("facts", "change"),
    [
        (replace(FACTS, promises=(Promise("Live in May"),)), ("promises", "0", "1")),
        (replace(FACTS, custom=(("region", "north"),)), ("details", "", "changed")),
        (replace(FACTS, won_at=datetime(2026, 11, 1, tzinfo=UTC)), ("won_at", "", "2026-11-01 00:00:00+00:00")),
    ],
)
def test_every_kind_of_news_is_an_event(facts: Facts, change: tuple[str, str, str]) -> None:
    assert opening.update(KNOWN, facts, occurred_at=NEWER).events == (FactsChanged((change,)),)


def test_news_never_moves_owner_offer_or_checklist() -> None:
    deal = start(Cast(ANA, None, LEADS)).deal

    changed = opening.update(deal, replace(FACTS, name="Acme II"), occurred_at=NEWER)

    assert kinds(changed) == [FactsChanged]
    assert (changed.deal.owner_id, changed.deal.offer, changed.deal.items) == (deal.owner_id, deal.offer, deal.items)
