"""One form takes the evidence of many lines, each in its kind, within what Slack lets a form hold."""

from dataclasses import replace
from typing import Any

import pytest

from bot.model import Item
from bot.refusals import NotEvidence, PartMissing
from bot.rules.evidence import Proof
from messages import several
from messages.blocks import Block
from tests.messages.limits import wrong_with
from tests.messages.samples import deal, due, item

LINK = item(1, "scope", "Signed scope", evidence="link", due=due(4, month=12))
COUNT = item(2, "photos", "Photos", evidence="count", at_least=3)
BRIEF = item(
    3, "brief", "Handover brief", evidence="form", parts=("Terms", "Risks"), sent_back="no dates", generation=2
)
PLAIN = item(4, "call", "Kick-off call", evidence="none")
DATE = item(5, "visit", "Site visit", evidence="date")
LINES = (LINK, COUNT, BRIEF, PLAIN, DATE)


def fields(view: Block) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def of(*lines: Item) -> Any:
    return deal(items=lines)


def test_each_line_is_asked_in_its_kind_and_none_must_be_filled_in() -> None:
    asked = fields(several.form(deal(), LINES))

    assert [each["element"]["type"] for each in asked.values()] == [
        "url_text_input",
        "number_input",
        "plain_text_input",
        "plain_text_input",
        "static_select",
        "datepicker",
    ]
    assert all(each["optional"] for each in asked.values())


def test_what_must_be_said_in_parts_has_a_field_for_each_below_its_title() -> None:
    blocks = several.form(deal(), [BRIEF])["blocks"]

    assert blocks[1]["text"]["text"] == "*Handover brief*\nSent back: “no dates”"
    assert [block["label"]["text"] for block in blocks[2:]] == ["Terms", "Risks"]


def test_what_somebody_wrote_is_shown_below_a_field_as_they_wrote_it() -> None:
    (asked,) = fields(several.form(deal(), [item(1, "a", "A", evidence="text", sent_back="<b> & *more*")])).values()

    assert asked["hint"]["text"] == "A sentence is enough. Sent back: “<b> & *more*”"


def test_what_is_filled_in_comes_back_as_evidence_and_what_is_empty_does_not() -> None:
    values = dict(
        zip(fields(several.form(deal(), LINES)), ["https://x.example", "", "30 days", "", "done", ""], strict=True)
    )

    entries = several.given(of(*LINES), values)

    assert [(each.item_id, each.proof, each.generation) for each in entries] == [
        (LINK.id, Proof("https://x.example"), 0),
        (BRIEF.id, Proof(parts=(("Terms", "30 days"), ("Risks", ""))), 2),
        (PLAIN.id, Proof(), 0),
    ]


def test_a_line_that_needs_no_evidence_is_done_only_where_that_is_chosen() -> None:
    (name,) = fields(several.form(deal(), [PLAIN]))

    assert several.given(of(PLAIN), {name: "later"}) == []
    assert len(several.given(of(PLAIN), {name: "done"})) == 1


def test_what_belongs_to_no_line_of_the_deal_is_let_be() -> None:
    (name,) = fields(several.form(deal(), [LINK]))

    assert several.given(of(COUNT), {name: "https://x.example", "more": "x"}) == []


def test_a_line_that_may_be_none_asks_why_below_it_and_that_is_its_evidence() -> None:
    grant = item(7, "incentive", "Grant", evidence="date", may_be_none=True)
    names = list(fields(several.form(deal(), [grant])))

    assert len(names) == 2
    assert several.given(of(grant), {names[0]: "", names[1]: ""}) == []
    (entry,) = several.given(of(grant), {names[0]: "", names[1]: "no grant is open"})
    assert entry.proof == Proof(none="no grant is open")


def test_a_form_in_parts_may_be_none_as_a_whole() -> None:
    brief = replace(BRIEF, may_be_none=True)
    *parts, none = fields(several.form(deal(), [brief]))

    (entry,) = several.given(of(brief), {**dict.fromkeys(parts, ""), none: "nothing was handed over"})

    assert len(parts) == 2
    assert entry.proof == Proof(none="nothing was handed over")


def test_a_fault_stands_below_the_field_that_it_is_about() -> None:
    asked = list(fields(several.form(deal(), [LINK, BRIEF])))

    assert several.field_of(LINK, NotEvidence(LINK, "x")) == asked[0]
    assert several.field_of(BRIEF, PartMissing(BRIEF, "Risks")) == asked[2]


@pytest.mark.parametrize("parts", [(), ("Terms", "Risks", "Dates"), tuple(f"Part {n}" for n in range(30))])
def test_however_many_lines_there_are_slack_takes_the_form_and_what_is_left_out_is_said(parts: tuple[str, ...]) -> None:
    many = [item(n, f"k{n}", "T" * 200, evidence="form", parts=parts) for n in range(120)]

    view = several.form(deal(), many)

    shown = {each.partition(".")[0] for each in fields(view)}
    assert wrong_with(view) == []
    assert f"and {120 - len(shown)} more of yours" in view["blocks"][-1]["elements"][0]["text"]


def test_what_others_were_faster_with_is_said_in_place_of_the_form() -> None:
    view = several.passed(deal().id, 2, ["“Photos” is done already: Omar, 3 minutes ago."])

    assert [block["text"]["text"] for block in view["blocks"]] == [
        "2 lines are done.",
        "“Photos” is done already: Omar, 3 minutes ago.",
    ]
    assert wrong_with(view) == []
