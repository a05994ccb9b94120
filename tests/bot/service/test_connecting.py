"""Who connects systems, gives them other secrets and removes them, and that each of it is told."""

from datetime import timedelta
from uuid import UUID

import pytest

from bot.connected import Connection
from bot.model import UserId
from bot.refusals import AlreadyConnected, NotAnAdmin, NotConnected, SettledMeanwhile, TooManyConnected
from bot.service import connecting, settings
from bot.service.connecting import MOST, OLD_LASTS
from bot.settled import Allowed, Setting
from tests.bot.making import LIV, NOW, OMAR
from tests.bot.service.conftest import Office

ERP = UUID(int=42)
LATER = NOW + timedelta(hours=1)


def connect(office: Office, source: str = "erp", *, by: UserId = LIV, number: int = 42) -> Connection:
    return connecting.connect(office.desk, office.asked(by), UUID(int=number), source, sealed="v1.a.x")


def told(office: Office) -> list[tuple[Setting, str, str, str]]:
    last = settings.page(office.desk, office.asked(LIV), Allowed()).last
    return [(each.what, each.about, each.was, each.now) for each in last]


def known(office: Office) -> list[Connection]:
    return list(connecting.systems(office.desk, office.asked(LIV))[0])


def test_a_system_is_connected_renewed_and_removed_and_each_is_told(office: Office) -> None:
    made = connect(office)
    renewed = connecting.renew(office.desk, office.asked(LIV, now=LATER), ERP, 1, sealed="v1.a.y")
    assert known(office) == [renewed]
    connecting.disconnect(office.desk, office.asked(LIV, now=LATER), ERP)

    assert (made.source, made.made_by, made.secret_at, made.old_until) == ("erp", LIV, NOW, None)
    assert (renewed.secret_at, renewed.old_until) == (LATER, LATER + OLD_LASTS)
    assert known(office) == []
    assert told(office) == [
        (Setting.CONNECTION, "erp", "yes", ""),
        (Setting.RENEWED, "erp", NOW.isoformat(), LATER.isoformat()),
        (Setting.CONNECTION, "erp", "", "yes"),
    ]


def test_the_settings_name_the_systems(office: Office) -> None:
    connect(office, "hubspot", number=1)
    connect(office, "erp", number=2)

    assert settings.page(office.desk, office.asked(LIV), Allowed()).systems == ("erp", "hubspot")


@pytest.mark.parametrize(("source", "number"), [("erp", 43), ("ERP", 43), ("other", 42)])
def test_a_name_or_a_form_that_is_known_connects_nothing_more(office: Office, source: str, number: int) -> None:
    connect(office)

    with pytest.raises(AlreadyConnected) as refused:
        connect(office, source, number=number)

    assert refused.value == AlreadyConnected("erp", LIV)
    assert len(known(office)) == len(told(office)) == 1


def test_a_name_is_free_again_once_its_system_is_removed(office: Office) -> None:
    connect(office)
    connecting.disconnect(office.desk, office.asked(LIV), ERP)

    assert connect(office, number=43).id == UUID(int=43)


def test_no_more_systems_than_one_message_shows(office: Office) -> None:
    for number in range(MOST):
        connect(office, f"erp{number}", number=number + 1)

    with pytest.raises(TooManyConnected):
        connect(office, "one-more", number=99)


def test_a_secret_that_somebody_may_know_ends_at_once(office: Office) -> None:
    connect(office)

    renewed = connecting.renew(office.desk, office.asked(LIV), ERP, 1, sealed="v1.a.y", keeps_old=False)

    assert renewed.old_until is None


def test_the_form_for_another_secret_works_once(office: Office) -> None:
    connect(office)
    connecting.renew(office.desk, office.asked(LIV, now=LATER), ERP, 1, sealed="v1.a.y")

    with pytest.raises(SettledMeanwhile):
        connecting.renew(office.desk, office.asked(LIV, now=LATER), ERP, 1, sealed="v1.a.z")

    assert len(told(office)) == 2


def test_nobody_but_an_admin_sees_or_changes_any_of_it(office: Office) -> None:
    connect(office)
    before = known(office), told(office)
    desk, asked = office.desk, office.asked(OMAR)

    for act in (
        lambda: connecting.systems(desk, asked),
        lambda: connecting.connect(desk, asked, UUID(int=43), "crm", sealed="v1.a.x"),
        lambda: connecting.renew(desk, asked, ERP, 1, sealed="v1.a.x"),
        lambda: connecting.disconnect(desk, asked, ERP),
    ):
        with pytest.raises(NotAnAdmin):
            act()

    assert (known(office), told(office)) == before


def test_what_is_not_there_any_more_cannot_be_changed(office: Office) -> None:
    with pytest.raises(NotConnected):
        connecting.renew(office.desk, office.asked(LIV), ERP, 0, sealed="v1.a.x")
    with pytest.raises(NotConnected):
        connecting.disconnect(office.desk, office.asked(LIV), ERP)

    assert told(office) == []
