"""Won deals on their way in: any number of deliveries opens one, and nobody is lost on the way."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier

import pytest

from bot.events import DealImported, DealOpened, FactsChanged, ItemAdded, ItemDone, OwnerOffered
from bot.incoming import Arrival, Arrived, PersonRef
from bot.model import DealId, DealStatus, Facts, UserId
from bot.outgoing import Kind
from bot.playbook import DueRule, FunctionRole
from bot.ports import Backlogged, Group
from bot.refusals import NoSuchDeal
from bot.service import intake
from tests.bot.making import ANA, BERLIN, FAYE, LIV, NOW, OMAR, a_playbook, a_rule, at, by, id_of
from tests.bot.service.conftest import PLAYBOOK, Office, won

LATER = NOW + timedelta(hours=1)


def titles(office: Office, deal_id: DealId) -> list[str]:
    return [item.title for item in office.deal(deal_id).items if item.key.startswith("find-")]


def test_a_won_deal_is_opened_owned_and_offered(office: Office) -> None:
    arrived = office.receive()

    deal = office.deal(arrived.deal_id)
    assert arrived.status is Arrival.ACCEPTED
    assert (deal.status, deal.owner_id, deal.seller_id) == (DealStatus.OPEN, ANA, ANA)
    assert deal.offer
    assert deal.offer.to == OMAR
    assert deal.leads == (("delivery", OMAR), ("finance", FAYE))
    assert office.events(deal.id) == [DealImported, DealOpened, OwnerOffered]
    assert next(row.kind for row in office.sent()) is Kind.OPEN_CHANNEL


def test_the_same_deal_again_is_known(office: Office) -> None:
    first = office.receive()
    sent = office.sent()

    second = office.receive(now=LATER)

    assert second == Arrived(Arrival.KNOWN, first.deal_id)
    assert (len(office.deals()), office.sent()) == (1, sent)


def test_many_deliveries_at_once_open_one_deal(office: Office) -> None:
    start = Barrier(4)

    def deliver(_: int) -> Arrived:
        start.wait(timeout=10)
        return office.receive()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(deliver, range(4)))

    assert sorted(each.status for each in answers) == [Arrival.ACCEPTED, *[Arrival.KNOWN] * 3]
    assert len({each.deal_id for each in answers}) == len(office.deals()) == 1
    assert len(office.sent(Kind.OPEN_CHANNEL)) == 1


def test_newer_facts_are_taken_over_and_older_ones_are_not(office: Office) -> None:
    deal_id = office.receive().deal_id

    newer = office.receive(won(at=LATER, facts=Facts("Acme II", "Acme Oy")))
    older = office.receive(won(at=NOW + timedelta(minutes=5), facts=Facts("Acme 0", "Acme Oy")))

    assert [newer.status, older.status] == [Arrival.UPDATED, Arrival.KNOWN]
    assert office.deal(deal_id).facts == Facts("Acme II", "Acme Oy", 4_800_000, "EUR")
    assert office.events(deal_id).count(FactsChanged) == 1


def test_a_promised_date_that_comes_later_dates_what_counts_from_it(office: Office) -> None:
    with office.desk.work(office.workspace.id) as uow:
        uow.put_playbooks([a_playbook(a_rule("site", DueRule("promised", -5)), id="p2")], now=LATER)
    deal_id = office.receive().deal_id
    assert office.deal(deal_id).items[0].due is None

    office.receive(won(at=LATER, facts=Facts("Acme", "Acme Oy", promised_on=date(2027, 2, 1))))

    assert office.deal(deal_id).items[0].due == by("2027-01-25", BERLIN)


def test_a_correction_of_a_deal_nobody_told_us_of_is_refused(office: Office) -> None:
    with pytest.raises(NoSuchDeal):
        intake.correct(office.desk, office.origin, won())

    assert office.deals() == []


def test_a_correction_of_a_known_deal_is_taken_over(office: Office) -> None:
    deal_id = office.receive().deal_id

    arrived = intake.correct(office.desk, office.origin, won(at=LATER, facts=Facts("Acme II", "")))

    assert arrived == Arrived(Arrival.UPDATED, deal_id)
    assert office.deal(deal_id).facts.account == "Acme Oy"


@pytest.mark.parametrize(
    ("seller", "expected", "missing"),
    [
        (PersonRef("ANA@Example.com "), ANA, []),
        (PersonRef("max@example.com", "Max"), LIV, ["Find max@example.com in Slack: the CRM names them as seller"]),
        (PersonRef(name="Max"), LIV, ["Find Max in Slack: the CRM names them as seller"]),
        (PersonRef("gone@example.com"), LIV, ["Find gone@example.com in Slack: the CRM names them as seller"]),
        (PersonRef("gus@example.org"), LIV, ["Find gus@example.org in Slack: the CRM names them as seller"]),
        (PersonRef(), LIV, []),
        (None, LIV, []),
    ],
)
def test_a_seller_who_is_not_found_is_a_line_and_somebody_owns_the_deal(
    office: Office, seller: PersonRef | None, expected: UserId, missing: list[str]
) -> None:
    deal_id = office.receive(won(seller=seller)).deal_id

    assert office.deal(deal_id).owner_id == expected
    assert titles(office, deal_id) == missing
    assert office.events(deal_id).count(ItemAdded) == len(missing)


@pytest.mark.parametrize(
    ("ref", "offered"), [(PersonRef("faye@example.com"), FAYE), (PersonRef("max@example.com"), OMAR)]
)
def test_whom_the_crm_names_is_asked_to_own_it(office: Office, ref: PersonRef, offered: UserId) -> None:
    deal_id = office.receive(won(owner=ref)).deal_id

    deal = office.deal(deal_id)
    assert deal.offer
    assert deal.offer.to == offered
    assert len(titles(office, deal_id)) == (offered == OMAR)


def test_whoever_brings_a_deal_by_hand_is_its_seller(office: Office) -> None:
    origin = replace(office.origin, by=FAYE)

    deal_id = intake.receive(office.desk, origin, won(seller=None)).deal_id

    assert office.deal(deal_id).seller_id == FAYE


def test_an_unknown_kind_gets_the_first_playbook(office: Office) -> None:
    deal = office.deal(office.receive(won(kind="unheard-of")).deal_id)

    assert (deal.kind, deal.playbook_id) == ("unheard-of", PLAYBOOK.id)


def test_without_any_playbook_nothing_is_opened(bare: Office) -> None:
    with pytest.raises(intake.NoPlaybook):
        bare.receive()

    assert bare.deals() == []


def backlog(office: Office, *sellers: str) -> list[DealId]:
    ids = [DealId(id_of(f"b{n}")) for n in range(len(sellers))]
    rows = [
        Backlogged(
            id_,
            "csv",
            f"B-{n}",
            f"short{n}",
            "site",
            Facts(f"Deal {n}", "Acme", won_at=NOW - timedelta(days=n)),
            seller,
            LIV,
        )
        for n, (id_, seller) in enumerate(zip(ids, sellers, strict=True))
    ]
    with office.desk.work(office.workspace.id) as uow:
        uow.add_backlog(rows, now=NOW)
    return ids


def test_the_newest_of_the_backlog_are_started_with_clocks_from_now(office: Office) -> None:
    ids = backlog(office, "Ana", "Omar", "Ana")

    started = intake.activate(office.desk, office.origin, count=2)

    assert [deal.id for deal in started] == ids[:2]
    assert [(deal.owner_id, deal.opened_at) for deal in started] == [(ANA, NOW), (OMAR, NOW)]
    assert len(office.sent(Kind.OPEN_CHANNEL)) == 2
    assert [deal.id for deal in office.deals(DealStatus.BACKLOG)] == ids[2:]


def test_activating_goes_on_where_it_stopped(office: Office) -> None:
    backlog(office, "Ana", "Omar")

    counts = [len(intake.activate(office.desk, office.origin, count=1)) for _ in range(3)]

    assert counts == [1, 1, 0]


@pytest.mark.parametrize("name", ["Max", "Gone", "Gus"])
def test_a_seller_of_the_backlog_who_is_not_found_is_a_line(office: Office, name: str) -> None:
    (deal_id,) = backlog(office, name)

    intake.activate(office.desk, office.origin, count=1)

    assert office.deal(deal_id).owner_id == LIV
    assert titles(office, deal_id) == [f"Find {name} in Slack: the CRM names them as seller"]


def test_of_news_about_the_backlog_nobody_hears(office: Office) -> None:
    (deal_id,) = backlog(office, "Ana")

    news = won("B-0", source="csv", at=at("2026-12-01 09:00"), facts=Facts("Deal 0 renamed", "Acme"))
    arrived = office.receive(news)

    assert (arrived.status, office.sent()) == (Arrival.UPDATED, [])
    assert office.deal(deal_id).status is DealStatus.BACKLOG


def test_the_kind_that_deals_have_by_default_is_offered_first(bare: Office) -> None:
    usual = replace(PLAYBOOK, id="p2", kind="usual", title="Usual")
    other = replace(PLAYBOOK, id="p3", kind="other", title="Another")
    with bare.desk.work(bare.workspace.id) as uow:
        uow.put_playbooks([usual, other], now=NOW)

    assert intake.kinds(bare.desk, bare.workspace.id) == [("usual", "Usual"), ("other", "Another")]


def test_without_playbooks_there_are_no_kinds_to_choose_from(bare: Office) -> None:
    assert intake.kinds(bare.desk, bare.workspace.id) == []


def with_roles(office: Office, *roles: FunctionRole) -> None:
    """Let deals of the kind be led by these from now on."""
    with office.desk.work(office.workspace.id) as uow:
        uow.put_groups([Group("delivery", (OMAR, FAYE))])
        uow.put_playbooks([a_playbook(a_rule(), id="p2", functions=roles)], now=NOW)


def test_deals_go_to_the_members_of_a_group_in_turn(office: Office) -> None:
    with_roles(office, FunctionRole("delivery", "Delivery", "delivery", takes_turns=True))

    ids = [office.receive(won(f"D-{n}")).deal_id for n in range(3)]
    again = office.receive(won("D-0", facts=Facts("Acme EV site II", "Acme Oy"), at=LATER))

    assert again.status is Arrival.UPDATED
    assert [office.deal(each).lead("delivery") for each in ids] == [OMAR, FAYE, OMAR]
    assert [office.deal(each).items[0].holder_id for each in ids] == [OMAR, FAYE, OMAR]


def test_whom_the_crm_names_leads_the_deal(office: Office) -> None:
    with_roles(office, FunctionRole("delivery", "Delivery", "delivery", crm_field="pm"))
    facts = Facts("Acme", "Acme Oy", custom=(("pm", "faye@example.com"),))

    deal = office.deal(office.receive(won(facts=facts)).deal_id)

    assert deal.lead("delivery") == FAYE
    assert deal.offer
    assert deal.offer.to == FAYE


@pytest.mark.parametrize("is_backlog", [False, True])
def test_a_lead_whom_nobody_knows_becomes_a_line_of_the_owner(office: Office, is_backlog: bool) -> None:
    with_roles(office, FunctionRole("delivery", "Delivery", "delivery", crm_field="pm"))
    facts = Facts("Acme", "Acme Oy", custom=(("pm", "max@example.com"),))
    if is_backlog:
        row = Backlogged(DealId(id_of("b")), "csv", "B-1", "short1", "site", facts, "Ana", LIV)
        with office.desk.work(office.workspace.id) as uow:
            uow.add_backlog([row], now=NOW)
        (opened,) = intake.activate(office.desk, office.origin, count=1)
    else:
        opened = office.deal(office.receive(won(facts=facts)).deal_id)

    assert opened.lead("delivery") == OMAR
    assert [item.title for item in opened.items][1:] == [
        "Find max@example.com in Slack: the CRM names them as lead of Delivery"
    ]


def test_a_large_deal_is_opened_in_private(office: Office) -> None:
    with office.desk.work(office.workspace.id) as uow:
        uow.put_playbooks([replace(PLAYBOOK, id="p2", private_above_minor=1_000_000)], now=NOW)

    large = office.receive(won("D-1", facts=Facts("Acme", "Acme Oy", 4_800_000, "EUR"))).deal_id
    small = office.receive(won("D-2", facts=Facts("Bolt", "Bolt Oy", 900_000, "EUR"))).deal_id

    assert [office.deal(each).is_private for each in (large, small)] == [True, False]


def test_a_date_of_the_crm_ends_its_line_and_moves_what_counts_from_it(office: Office) -> None:
    renewal = a_rule("renewal", DueRule("won", 1), evidence="date", crm_field="renewal_date")
    with office.desk.work(office.workspace.id) as uow:
        uow.put_playbooks([a_playbook(renewal, a_rule("audit", DueRule("renewal", -5)), id="p2")], now=NOW)

    deal_id = office.receive(won(facts=said(renewal_date="2027-02-01"))).deal_id
    opened = office.deal(deal_id)
    office.receive(won(at=LATER, facts=said(renewal_date="2027-03-01")), now=LATER)

    assert [item.due for item in opened.items][1] == by("2027-01-25", BERLIN)
    assert office.deal(deal_id).items[1].due == by("2027-02-22", BERLIN)
    assert office.events(deal_id).count(ItemDone) == 1
    assert office.events(deal_id).count(FactsChanged) == 1


def said(**custom: str) -> Facts:
    return Facts("Acme", "Acme Oy", custom=tuple(custom.items()))
