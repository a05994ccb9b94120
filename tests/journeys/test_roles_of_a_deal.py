"""Who leads a deal and who hears of it: the CRM's word, a group in turn, and a private channel above an amount."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.stage import ACME, Stage, stage

PLAYBOOK = """\
kind: repair-visit
title: Repair visit
owner_function: field
private_above_minor: 1000000
functions:
  field: {label: Field crew, usergroup: crew, takes_turns: true}
  finance: {label: Finance, usergroup: finance, crm_field: billing_contact}
items:
  - {key: visit, function: field, title: Agree the visit date, due: won + 3, evidence: date}
  - {key: invoice, function: finance, title: Send the invoice, due: won + 5, evidence: number}
"""


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path, playbook=PLAYBOOK) as made:
        made.workspace.group("crew", made.people["jonas"], made.people["mei"])
        with made.serving():
            yield made


def won(on: Stage, customer: str, amount: int, **custom: str) -> Mapping[str, Any]:
    """Win a repair for a customer; return the channel that it gets."""
    named = {"id": f"D-{customer}", "name": f"{customer} gate", "account": {"name": customer}}
    on.won({**ACME, **named, "kind": "repair-visit", "amount_minor": amount, "custom": custom})
    on.settle()
    (only,) = on.channels(customer.lower())
    return dict(only)


def said(on: Stage, channel: Mapping[str, Any]) -> str:
    return "\n".join(on.read(str(channel["id"])))


def test_each_deal_finds_its_people_and_a_large_one_stays_among_them(on: Stage) -> None:
    ana, jonas, mei, lena = (on.people[name].id for name in ("ana", "jonas", "mei", "lena"))

    small = won(on, "Birch", 900_000)
    large = won(on, "Cedar", 4_800_000, billing_contact="Lena@example.com")
    other = won(on, "Dogwood", 900_000, billing_contact="max@example.com")

    assert [each["is_private"] for each in (small, large, other)] == [False, True, False]
    for channel, lead in ((small, jonas), (large, mei), (other, jonas)):
        assert f"<@{lead}>, will you own" in said(on, channel)
    assert [f"*Send the invoice*\n<@{payer}>" in said(on, small) for payer in (mei, lena)] == [True, False]
    assert f"*Send the invoice*\n<@{lena}>" in said(on, large)
    assert f"*Send the invoice*\n<@{mei}>" in said(on, other)
    missing = "Find max@example.com in Slack: the CRM names them as lead of Finance"
    assert missing in said(on, other)
    assert f"<@{ana}>" in said(on, other)
