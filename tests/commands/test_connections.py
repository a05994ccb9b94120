"""Admins connect systems in Slack: the list, the forms, a secret that is shown once, and who may none of it."""

from dataclasses import replace
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from bot.connected import Connection
from bot.settled import Allowed
from commands.visit import Connecting
from tests.commands.hall import Hall, Told, counter_of, listening

LIV, OMAR = "ULIV", "UOMAR"


@pytest.fixture
def connecting(hall: Hall) -> Hall:
    """Return a hall in which systems can be connected; the nth secret is "secret-n"."""
    numbers = count(1)
    means = Connecting(
        lambda source, id_: f"https://baton.example.com/webhooks/{source}/{id_.hex}",
        lambda: f"secret-{next(numbers)}",
        lambda workspace, id_, text: f"sealed for {workspace} {id_}: {len(text)}",
    )
    counter = replace(counter_of(hall.office, hall.clock), connecting=means, allowed=Allowed(connects=True))
    return replace(hall, app=listening(counter, hall.wire))


def known(hall: Hall) -> list[Connection]:
    with hall.office.desk.work(hall.office.workspace.id) as work:
        return list(work.connections())


def listed(hall: Hall, who: str = LIV) -> Told:
    return hall.types(who, "settings connections")


def form(hall: Hall, label: str = "Connect a CRM…", *, about: str = "", who: str = LIV) -> Any:
    told = hall.presses(who, listed(hall).button(label, about))
    return told.view or told.said


def connect(hall: Hall, name: str = "erp") -> Told:
    return hall.submits(LIV, form(hall), source=name)


def shown(told: Told) -> str:
    assert told.view, told.said
    return "\n".join(each["text"]["text"] for each in told.view["blocks"])


def test_the_settings_lead_to_the_systems(connecting: Hall) -> None:
    page = connecting.types(LIV, "settings")
    assert "None is connected" in page.said
    told = connecting.presses(LIV, page.button("Show…", "Systems"))
    assert "deals come by `/deal won` or from a list" in told.said

    connect(connecting)

    assert "*Systems that tell of won deals*\nerp" in connecting.types(LIV, "settings").said


def test_connecting_shows_the_address_and_the_secret_this_once(connecting: Hall) -> None:
    words = shown(connect(connecting))

    (made,) = known(connecting)
    address = f"https://baton.example.com/webhooks/erp/{made.id.hex}"
    assert f"```{address}```" in words
    assert "```secret-1```" in words
    assert "shown only now" in words
    again = listed(connecting)
    assert address in again.said
    assert "secret-1" not in str(again)
    assert "changed whether erp is connected, from nothing to yes" in connecting.types(LIV, "settings").said


@pytest.mark.parametrize("name", ["", "e r p", "erp/../x", "-erp", "é", "x" * 41, "erp?", "%00"])
def test_a_name_that_cannot_stand_in_an_address_is_refused_beside_its_field(connecting: Hall, name: str) -> None:
    told = connect(connecting, name)

    assert "erp" in told.errors["source"]
    assert known(connecting) == []


def test_the_same_form_again_connects_nothing_more_and_tells_no_second_secret(connecting: Hall) -> None:
    view = form(connecting)
    connecting.submits(LIV, view, source="erp")
    again = connecting.submits(LIV, view, source="erp")

    assert "erp is connected already" in again.errors["source"]
    assert "secret-2" not in str(again)
    assert len(known(connecting)) == 1


def test_another_secret_leaves_the_old_one_a_day_unless_somebody_may_know_it(connecting: Hall) -> None:
    connect(connecting)

    words = shown(connecting.submits(LIV, form(connecting, "New secret…", about="erp")))
    assert "```secret-2```" in words
    assert "The old secret is good until" in words
    (renewed,) = known(connecting)
    assert renewed.old_until
    assert "The one before it is good until" in listed(connecting).said

    words = shown(connecting.submits(LIV, form(connecting, "New secret…", about="erp"), old="end"))
    assert "```secret-3```" in words
    assert "The old secret" not in words
    assert known(connecting)[0].old_until is None
    assert "changed the secret of erp, from the one of" in connecting.types(LIV, "settings").said


def test_a_system_is_removed_after_it_was_asked_about_once_more(connecting: Hall) -> None:
    connect(connecting)
    view = form(connecting, "Remove…", about="erp")
    assert known(connecting)

    assert "removes another one: erp" in connecting.submits(LIV, view, name="crm").errors["name"]
    assert known(connecting)
    assert "is not connected any more" in shown(connecting.submits(LIV, view, name="ERP"))

    assert known(connecting) == []
    assert "not connected any more" in connecting.submits(LIV, view, name="erp").said


def test_nobody_but_an_admin_may_any_of_it(connecting: Hall) -> None:
    connect(connecting)
    views = [form(connecting), form(connecting, "New secret…"), form(connecting, "Remove…")]
    before = known(connecting)

    assert "Only an admin" in listed(connecting, OMAR).said
    for label in ("Connect a CRM…", "New secret…", "Remove…"):
        assert "Only an admin" in form(connecting, label, who=OMAR)
    for view in views:
        told = connecting.submits(OMAR, view, source="crm", name="erp")
        assert "Only an admin" in told.said
        assert "secret-" not in str(told)
    assert known(connecting) == before


@pytest.mark.parametrize("carried", ["", "x", "|", f"{UUID(int=9).hex}|x", UUID(int=9).hex])
def test_what_we_never_wrote_is_refused(connecting: Hall, carried: str) -> None:
    for label in ("New secret…", "Remove…"):
        connect(connecting, f"erp-{label[:3].strip()}")
        view = form(connecting, label) | {"private_metadata": carried}
        assert connecting.submits(LIV, view, name="erp").errors
    assert len(known(connecting)) == 2


def test_without_keys_it_is_said_why_no_system_can_be_connected(hall: Hall) -> None:
    assert "Systems that tell" not in hall.types(LIV, "settings").said

    assert "BATON_ENCRYPTION_KEYS" in listed(hall).said
