"""Chargers are sold that must run when a store opens: what goes wrong on the way is seen early, by whoever can act."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.journeys.stage import ACME, MONDAY, Stage, served

OPENING = "2027-01-25"
"""The plan of an installation that is won on Monday ends on the Friday before."""
LINE = "We install on 4 January; your chargers run when you open on the 25th."
NEW_LINE = "The city asks for a fire plan. You open on 1 February, with all twelve chargers."
PLAN_AFTER_THE_PERMITS = """
• then *Have the permits granted*, Operations: 15 working days
• then *Install, with photos and serial numbers*, Field crew: 1 working day
• then *Pass the final inspection*, Field crew: 5 working days
• then *Have the meter set and the site energised*, Operations: 5 working days
• then *Commission network, payment and a test session*, Field crew: 1 working day
• then *Get the customer's signed acceptance*, Field crew: 2 working days
""".strip().splitlines()
CHOICES = ["Continue", "Re-plan", "Hold", "Return to sales", "Stop"]
FINAL = "Send the final invoice"
UP_TO_THE_INVOICE = (
    ("lena", "Hand in the electrical", "City of Espoo, 2026-4630"),
    ("lena", "Have the permits granted", "permit-2026-4630.pdf"),
    ("jonas", "Finish risk assessment", "rams-acme.pdf"),
    ("jonas", "See that the site is ready", "site-cleared.jpg"),
    ("jonas", "Install, with photos", "photos-and-serials.zip"),
    ("jonas", "Pass the final inspection", "inspection-card.pdf"),
    ("lena", "Have the meter set", "2027-01-20"),
    ("jonas", "Commission network", "Session 77 charged 4.2 kWh"),
    ("jonas", "Get the customer's signed acceptance", "acceptance-signed.pdf"),
)


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with served(tmp_path, over_http=True, speed=20.0) as made:
        made.until(MONDAY + timedelta(hours=1))
        yield made


def at(day: int, hour: float = 10) -> datetime:
    """Return a moment, the days counted from the Monday on which the deal is won."""
    return datetime(2026, 11, 30, tzinfo=UTC) + timedelta(days=day, hours=hour)


def test_chargers_run_on_the_opening_day_that_everybody_was_told_and_finance_waited_for_nobody(on: Stage) -> None:
    the_first_week_goes_as_planned(on)
    the_model_is_gone_and_the_crew_hears_of_it(on)
    the_permits_are_refused_and_the_owner_hears_what_it_means(on)
    one_card_names_the_chain_one_person_and_the_choices(on)
    one_line_for_the_customer_changes_for_everybody(on)
    finance_is_asked_for_nothing_that_waits(on)
    the_invoice_goes_out_once_the_customer_has_signed(on)


def the_first_week_goes_as_planned(on: Stage) -> None:
    on.won({**ACME, "promised_on": OPENING})
    on.settle()
    assert said(on, "keep the date") == []
    on.press("jonas", "Accept", "will you own")
    on.type("jonas", "/deal next walk the site with the electrician by 15.12. 12:00")
    done(on, "ana", "Attach the signed scope", "scope-signed.pdf")
    done(on, "ana", "Get the landlord's permission", "permission.pdf, on site: Aino")
    done(on, "mei", "Send the deposit invoice", "INV-311")
    on.until(at(1))
    done(on, "lena", "Confirm stock", "12 chargers of 22 kW, in stock")
    done(on, "jonas", "Survey the site", "6")
    done(on, "jonas", "Confirm the install date", "2027-01-04")
    on.until(at(2))
    done(on, "jonas", "Calculate the load", "load.xlsx")
    done(on, "lena", "Hand in the application to the utility", "UT-88213")
    done(on, "lena", "Hand in the electrical", "City of Espoo, 2026-4417")
    on.type("ana", f"/deal customer {LINE}")
    assert LINE in on.board()


def the_model_is_gone_and_the_crew_hears_of_it(on: Stage) -> None:
    """Tell whoever accepted the chargers, and name the crew's day that hangs on them: its lead calls it off."""
    on.until(at(4))

    on.type("lena", "/deal reopen confirm stock because the supplier has no 22 kW chargers before February")

    told = said(on, "no 22 kW chargers")[-1]
    assert f"<@{on.people['jonas'].id}>" in told
    assert "Stays as it is: “Confirm the install date and crew with the site”" in told
    on.type("jonas", "/deal reopen confirm the install date because nobody knows when the chargers come")
    on.until(at(7))
    done(on, "lena", "Confirm stock", "12 chargers of 11 kW, here on 16 December")
    done(on, "jonas", "Confirm the install date", "2027-01-04")
    assert said(on, "keep the date") == []


def the_permits_are_refused_and_the_owner_hears_what_it_means(on: Stage) -> None:
    """Ten working days are lost, the opening day is missed by three: that is said at once, not in January."""
    on.until(at(8))

    on.type("lena", "/deal reopen hand in the electrical by 18.12. because the city refused them: no fire plan")

    (asked,) = said(on, "keep the date")
    jonas, lena = (on.people[name].id for name in ("jonas", "lena"))
    first, *chain = asked.splitlines()
    assert first.startswith(f"<@{jonas}>, can *Acme EV site* keep the date promised to Acme Oy, Mon 25 Jan 2027?")
    assert "Ready on Thu 28 Jan 2027 at this pace" in first
    assert chain[0] == f"• <@{lena}> moves first: *Hand in the electrical and building permits*, due Fri 18 Dec"
    assert chain[1:7] == PLAN_AFTER_THE_PERMITS
    assert "Have the permits granted" not in on.board().partition("*Next steps*")[2].partition("*Waiting*")[0]


def one_card_names_the_chain_one_person_and_the_choices(on: Stage) -> None:
    on.until(at(10, 15))

    (card,) = said(on, "please decide")
    lena = on.people["lena"]
    lines = card.splitlines()
    assert lines[0].startswith(f"<@{lena.id}>, please decide how *Acme EV site* goes on, by ")
    assert lines[1].startswith("• Mon 25 Jan 2027 was promised; ready on Thu 28 Jan 2027 at this pace, ")
    assert set(re.findall(r"<@(\w+)>", "\n".join(lines[:9]))) == {lena.id}
    offered = [each for each in CHOICES if lena.buttons(each, about="please decide", in_=on.channel())]
    assert offered == CHOICES


def one_line_for_the_customer_changes_for_everybody(on: Stage) -> None:
    on.press("lena", "Re-plan", "please decide", when="1.2.2027", reason="The city asks for a fire plan")
    assert "*Promised:* Monday 1 February 2027" in on.board()
    assert "at risk" not in on.board()

    on.type("ana", f"/deal customer {NEW_LINE}")

    assert [person for person in on.people if NEW_LINE not in on.type(person, "/deal")] == []
    assert NEW_LINE in on.board()
    assert LINE not in on.board()


def finance_is_asked_for_nothing_that_waits(on: Stage) -> None:
    """See that what Mei waits for stands beside her line, and that nothing else about it names her."""
    on.until(at(11, 20))

    (checklist,) = said(on, "*Finance checklist*")
    assert FINAL in checklist
    assert "Get the customer's signed acceptance" in checklist
    the_final_invoice_was_never_asked_for(on)


def the_final_invoice_was_never_asked_for(on: Stage) -> None:
    mei = on.people["mei"].id
    private = [each["id"] for each in on.slack.state()["channels"] if each["is_im"] and mei in each["members"]]
    told = [text for channel in private for text in on.read(channel)]
    assert [text for text in told if FINAL in text or "claim pack" in text] == []
    lines = [line for text in said(on, FINAL) for line in text.splitlines() if f"<@{mei}>" in line and FINAL in line]
    assert [line for line in lines if not line.startswith("⏳")] == []


def the_invoice_goes_out_once_the_customer_has_signed(on: Stage) -> None:
    """Weeks later than the first plan, and late in nobody's list: her clock begins with the customer's signature."""
    on.until(at(16))
    for n, (person, line, proof) in enumerate(UP_TO_THE_INVOICE[:-1]):
        done(on, person, line, proof)
        on.until(at((18, 32, 33, 35, 37, 44, 51, 52)[n]))
    the_final_invoice_was_never_asked_for(on)
    done(on, *UP_TO_THE_INVOICE[-1])

    # The day counts from the signature, not from the first plan: so she was never late.
    (checklist,) = said(on, "*Finance checklist*")
    mine = checklist.splitlines()
    assert "by Fri 22 Jan" in mine[mine.index(f"☐ *{FINAL}*") + 1]
    done(on, "mei", FINAL, "INV-4711")
    assert f"☐ *{FINAL}*" not in said(on, "*Finance checklist*")[-1]


def done(on: Stage, person: str, line: str, proof: str) -> None:
    """Mark a line as done with its evidence, and let the side that receives it accept it, where somebody must."""
    somebody = on.people[person]
    somebody.presses("Done", about=f"☐ *{line}", in_=on.channel()).heard()
    field = somebody.form.fields[0]
    answer = somebody.fills({field.block_id: proof}).submits()
    assert answer.ok
    assert answer.errors == {}
    on.settle()
    for asked in [text for text in said(on, "please check") if line in text and "says it is done" in text][-1:]:
        receiver = next(name for name, one in on.people.items() if asked.startswith(f"<@{one.id}>"))
        on.press(receiver, "Accept", line)


def said(on: Stage, words: str) -> list[str]:
    """Return what the channel reads in which these words stand."""
    return [text for text in on.read(on.channel()) if words in text]
