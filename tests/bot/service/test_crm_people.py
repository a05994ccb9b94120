"""One answer about a person of another system holds for deals to come, and puts right those that wait."""

import pytest

from bot.crm_people import CrmPerson
from bot.events import ItemDone, OwnerOffered
from bot.incoming import PersonRef
from bot.model import DealId, ItemStatus, UserId
from bot.refusals import CannotStandFor, NotAnAdmin, NotNamed, SettledMeanwhile
from bot.roles import SellerFound
from bot.service import crm_people, settings
from bot.service.crm_people import AT_ONCE, Chosen
from bot.settled import Allowed, Setting
from tests.bot.making import ANA, FAYE, GUEST, LIV, OMAR
from tests.bot.service.conftest import Office, won

MAX = PersonRef("max@example.com", "Max")
KEY = "max@example.com"


def lost(office: Office, number: int = 1, **parts: PersonRef) -> DealId:
    return office.receive(won(f"D-{number}", **(parts or {"seller": MAX}))).deal_id


def known(office: Office) -> list[CrmPerson]:
    return list(crm_people.people(office.desk, office.asked(LIV))[0])


def choose(office: Office, user: UserId = FAYE, *, by: UserId = LIV, seen: int = 0, **more: bool) -> Chosen:
    return crm_people.choose(office.desk, office.asked(by), "erp", KEY, seen, user=user, **more)


def told(office: Office) -> list[tuple[Setting, str, str, str]]:
    last = settings.page(office.desk, office.asked(LIV), Allowed()).last
    return [(each.what, each.about, each.was, each.now) for each in last]


def looked_for(office: Office, deal_id: DealId) -> list[ItemStatus]:
    return [each.status for each in office.deal(deal_id).items if each.key.startswith("find-")]


def test_whom_a_system_names_and_nobody_knows_is_listed_with_how_many_deals_wait(office: Office) -> None:
    lost(office, 1)
    lost(office, 2)
    lost(office, 3, seller=PersonRef(name="Moritz"), owner=MAX)
    office.receive(won("D-4"))

    assert [(each.said, each.source, each.user, each.waiting) for each in known(office)] == [
        ("max@example.com", "erp", None, 3),
        ("Moritz", "erp", None, 1),
    ]
    page = settings.page(office.desk, office.asked(LIV), Allowed())
    assert (page.unknown, page.waiting) == (2, 4)


def test_one_answer_puts_right_every_deal_that_waits(office: Office) -> None:
    first, second = lost(office, 1), lost(office, 2, owner=MAX, seller=PersonRef("ana@example.com"))
    owner = office.deal(second).owner_id

    done = choose(office)

    assert (done.settled, done.waiting) == (2, 0)
    assert office.deal(first).seller_id == FAYE
    assert [looked_for(office, each) for each in (first, second)] == [[ItemStatus.DONE], [ItemStatus.DONE]]
    assert {ItemDone, SellerFound} <= set(office.events(first))
    assert OwnerOffered in office.events(second)[-3:] or office.deal(second).offer
    assert office.deal(second).owner_id == owner
    assert known(office)[0].waiting == 0
    assert told(office) == [(Setting.CRM_PERSON, "erp: max@example.com", "", FAYE)]


def test_deals_to_come_know_them_at_once(office: Office) -> None:
    lost(office, 1)
    choose(office, OMAR, is_stand_in=True)

    later = office.receive(won("D-2", seller=MAX)).deal_id

    assert office.deal(later).seller_id == OMAR
    assert looked_for(office, later) == []
    assert known(office)[0].is_stand_in


def test_the_people_of_another_system_are_others(office: Office) -> None:
    lost(office, 1)
    choose(office)

    elsewhere = office.receive(won("D-2", source="hubspot", seller=MAX)).deal_id

    assert office.deal(elsewhere).seller_id != FAYE
    assert {(each.source, each.user) for each in known(office)} == {("erp", FAYE), ("hubspot", None)}


def test_the_same_answer_again_changes_nothing_and_another_one_only_what_comes(office: Office) -> None:
    deal = lost(office, 1)
    choose(office)
    choose(office, seen=1)
    assert len(told(office)) == 1

    choose(office, OMAR, seen=1)

    assert office.deal(deal).seller_id == FAYE
    assert told(office)[0] == (Setting.CRM_PERSON, "erp: max@example.com", FAYE, OMAR)


def test_more_deals_than_one_answer_settles_are_left_for_the_same_answer_again(office: Office) -> None:
    for number in range(AT_ONCE + 2):
        lost(office, number)

    assert (choose(office).settled, known(office)[0].waiting) == (AT_ONCE, 2)
    assert (choose(office, seen=1).settled, known(office)[0].waiting) == (2, 0)


def test_of_two_admins_at_once_the_second_is_told(office: Office) -> None:
    lost(office, 1)
    choose(office, seen=0)

    with pytest.raises(SettledMeanwhile):
        choose(office, OMAR, seen=0)


def test_nobody_but_an_admin_and_nobody_who_cannot_act(office: Office) -> None:
    deal = lost(office, 1)

    with pytest.raises(NotAnAdmin):
        choose(office, by=ANA)
    with pytest.raises(NotAnAdmin):
        crm_people.people(office.desk, office.asked(ANA))
    with pytest.raises(CannotStandFor):
        choose(office, GUEST)
    with pytest.raises(NotNamed):
        crm_people.choose(office.desk, office.asked(LIV), "erp", "nobody", 0, user=FAYE)

    assert looked_for(office, deal) == [ItemStatus.OPEN]
    assert told(office) == []
