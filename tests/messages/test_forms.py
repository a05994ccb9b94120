"""Forms ask for what the rules need, under names that the answers come back by."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.model import Choice, Consequence, Otherwise, Slip, WaitingOn
from bot.reopened import Reopened
from messages import forms, ids
from messages.blocks import Block
from messages.ids import Press
from messages.words import label
from tests.messages.catalogue import PRESS
from tests.messages.samples import FINN, NOW, OMAR, deal, item, moved_step, step


def asked(view: Block) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def required(view: Block) -> set[str]:
    return {block["block_id"] for block in view["blocks"] if block["type"] == "input" and not block["optional"]}


@pytest.mark.parametrize(
    ("view", "callback_id", "needs"),
    [
        (forms.next_step(PRESS), ids.FORM_NEXT, {"what", "when"}),
        (forms.reschedule(PRESS, moved_step()), ids.FORM_RESCHEDULE, {"when", "reason"}),
        (forms.waiting(PRESS, step()), ids.FORM_WAITING, {"on", "until"}),
        (forms.owner(PRESS), ids.FORM_OWNER, {"person"}),
        (forms.decline(PRESS), ids.FORM_DECLINE, {"reason"}),
        (forms.send_back(PRESS), ids.FORM_SEND_BACK, {"reason"}),
        (forms.won((("a", "A"),)), ids.FORM_WON, {"name", "account", "kind"}),
        (forms.decide(PRESS, Choice.CONTINUE, deal()), ids.FORM_DECIDE, {"what", "when", "code"}),
        (forms.decide(PRESS, Choice.REPLAN, deal()), ids.FORM_DECIDE, {"when", "code"}),
        (forms.decide(PRESS, Choice.HOLD, deal()), ids.FORM_DECIDE, {"until", "code"}),
        (forms.decide(PRESS, Choice.RETURN, deal()), ids.FORM_DECIDE, {"code"}),
        (forms.decide(PRESS, Choice.STOP, deal()), ids.FORM_DECIDE, {"code"}),
    ],
)
def test_a_form_needs_exactly_what_the_rule_needs(view: Block, callback_id: str, needs: set[str]) -> None:
    assert view["callback_id"] == callback_id
    assert required(view) == needs


@pytest.mark.parametrize(
    ("evidence", "field", "element"),
    [
        ("link", forms.PROOF, "url_text_input"),
        ("date", forms.PROOF_ON, "datepicker"),
        ("count", forms.PROOF, "number_input"),
        ("number", forms.PROOF, "plain_text_input"),
        ("file", forms.PROOF, "plain_text_input"),
        ("form", forms.PROOF, "plain_text_input"),
        ("text", forms.PROOF, "plain_text_input"),
    ],
)
def test_evidence_is_asked_for_in_its_kind(evidence: str, field: str, element: str) -> None:
    view = forms.item_done(PRESS, item(1, "a", "Scope", evidence=evidence))

    assert asked(view)[field]["type"] == element
    assert required(view) == {field}


def hint(view: Block) -> str:
    """Return what stands below the last question."""
    return str(view["blocks"][-1].get("hint", {}).get("text", ""))


def test_a_count_that_must_come_to_something_says_so_and_takes_no_less() -> None:
    photos = forms.item_done(PRESS, item(1, "a", "Survey", evidence="count", at_least=4))
    any_number = forms.item_done(PRESS, item(1, "a", "Survey", evidence="count"))

    assert (asked(photos)[forms.PROOF]["min_value"], hint(photos)) == ("4", "4 or more.")
    assert ("min_value" in asked(any_number)[forms.PROOF], hint(any_number)) == (False, "")


def test_a_form_with_parts_asks_for_each_of_them() -> None:
    brief = forms.item_done(PRESS, item(1, "a", "Brief", evidence="form", parts=("Terms", "Red <flags>")))

    assert [block["label"]["text"] for block in brief["blocks"][1:]] == ["Terms", "Red <flags>"]
    assert required(brief) == {"proof/0", "proof/1"}


def test_what_was_given_before_is_filled_in_already() -> None:
    parts, said = ("Terms", "Flags"), "Terms: 30 days\nFlags: none"
    brief = forms.item_done(PRESS, item(1, "a", "Brief", evidence="form", parts=parts, proof=said))
    number = forms.item_done(PRESS, item(1, "a", "Order", evidence="number", proof="order 4711"))
    address = forms.item_done(PRESS, item(1, "a", "Plan", evidence="link", proof="https://plan.example"))

    filled = [[element.get("initial_value") for element in asked(view).values()] for view in (brief, number, address)]
    assert filled == [["30 days", "none"], ["order 4711"], ["https://plan.example"]]


def test_a_line_that_was_reopened_says_why_in_the_form() -> None:
    why = Reopened(OMAR, NOW, "the permit was <rejected>")
    view = forms.item_done(PRESS, item(1, "a", "Permit", evidence="number", reopened=why))

    assert "Open again: “the permit was &lt;rejected&gt;”" in view["blocks"][0]["text"]["text"]


def test_as_many_and_as_long_parts_as_a_playbook_may_have_fit_below_the_question() -> None:
    many = tuple(f"{n} {'x' * 115}" for n in range(20))

    said = hint(forms.item_done(PRESS, item(1, "a", "Brief", evidence="form", parts=many)))

    assert said.startswith("A line for each of these, or a link to it: 0 x")
    assert len(said) <= 2000


@pytest.mark.parametrize("evidence", ["none", "", "something new"])
def test_a_line_without_evidence_may_be_left_empty(evidence: str) -> None:
    assert required(forms.item_done(PRESS, item(1, "a", "Scope", evidence=evidence))) == set()


def test_every_form_carries_what_its_button_carried() -> None:
    press = Press(deal().id, moved_step().id, 7, "hold")

    assert Press.read(forms.decide(press, Choice.HOLD, deal())["private_metadata"]) == press


def test_what_was_typed_already_is_filled_in() -> None:
    view = forms.next_step(PRESS, what="order\nthe pump", otherwise=Consequence(text="Mika decides"), when="soon")

    assert {name: one.get("initial_value") for name, one in asked(view).items()} == {
        "what": "order the pump",
        "when": "soon",
        "else": None,
        "person": None,
        "otherwise": "Mika decides",
    }


def test_who_and_what_was_agreed_otherwise_stands_in_the_form() -> None:
    view = forms.next_step(PRESS, otherwise=Consequence(Otherwise.STEP, FINN, "tell the customer"))

    assert asked(view)["else"]["initial_option"]["value"] == "step"
    assert asked(view)["person"]["initial_user"] == FINN
    assert asked(view)["otherwise"]["initial_value"] == "tell the customer"
    assert {option["value"] for option in asked(view)["else"]["options"]} == {str(kind) for kind in Otherwise}


def test_what_does_not_fit_is_cut_and_not_refused_by_slack() -> None:
    view = forms.won((), name="x" * 10_000, amount="9" * 10_000)

    assert len(asked(view)["name"]["initial_value"]) == forms.LONGEST_NAME
    assert len(asked(view)["amount"]["initial_value"]) == forms.LONGEST_WHEN


def test_who_must_move_is_chosen_beforehand_when_it_was_said() -> None:
    element = asked(forms.waiting(PRESS, step(), on=WaitingOn.CUSTOMER))["on"]

    assert element["initial_option"]["value"] == "customer"
    assert {option["value"] for option in element["options"]} == {str(party) for party in WaitingOn}


def test_the_first_playbook_is_chosen_beforehand() -> None:
    assert asked(forms.won((("b", "B"), ("a", "A"))))["kind"]["initial_option"]["value"] == "b"


def test_a_workspace_without_playbooks_is_not_asked_for_a_kind() -> None:
    assert "kind" not in asked(forms.won(()))


def test_every_moment_is_asked_in_words_with_examples() -> None:
    for view in (forms.next_step(PRESS), forms.reschedule(PRESS, step()), forms.decide(PRESS, Choice.HOLD, deal())):
        hints = [block["hint"]["text"] for block in view["blocks"] if block.get("block_id") in ("when", "until")]
        assert hints == [label("forms#when_hint")]


def test_a_rescheduled_step_shows_its_first_date_in_the_form() -> None:
    assert (
        "First date: Wednesday 25 November 2026" in forms.reschedule(PRESS, moved_step())["blocks"][0]["text"]["text"]
    )


def test_a_line_that_was_sent_back_says_why_in_the_form() -> None:
    view = forms.item_done(PRESS, replace(item(1, "a", "Scope"), sent_back="too short"))

    assert "Sent back: “too short”" in view["blocks"][0]["text"]["text"]


def test_the_opened_deal_replaces_the_form_that_opened_it() -> None:
    view = forms.opening(deal())

    assert "submit" not in view
    assert asked(view) == {}


@pytest.mark.parametrize(
    ("usual", "label"),
    [
        (None, "As the playbook says: the lead is asked"),
        (Consequence(Otherwise.LEAD), "As the playbook says: it goes to the lead"),
        (Consequence(Otherwise.DECIDE), "As the playbook says: the lead decides within a day"),
        (Consequence(text="the crane slot is released"), "As the playbook says: the crane slot is released"),
    ],
)
def test_the_first_thing_that_can_happen_otherwise_is_the_playbooks(usual: Consequence | None, label: str) -> None:
    view = forms.next_step(PRESS, usual=usual)

    assert asked(view)["else"]["options"][0]["text"]["text"] == label
    assert asked(view)["else"]["initial_option"]["value"] == "default"


@pytest.mark.parametrize(("days", "said"), [(14, "archived after 14 days."), (1, "archived after 1 day."), (0, None)])
def test_the_form_that_stops_a_deal_says_when_its_channel_is_archived(days: int, said: str | None) -> None:
    of = deal()
    view = forms.decide(PRESS, Choice.STOP, replace(of, ladder=replace(of.ladder, archive_after_days=days)))
    text = view["blocks"][0]["text"]["text"]

    assert text.endswith(said) if said else "archived" not in text


def test_a_form_for_another_date_says_who_is_asked_next_and_what_a_second_slip_brings() -> None:
    def next_of(view: Block) -> str:
        return str(view["blocks"][1]["elements"][0]["text"])

    of = step()
    slip = Slip(NOW, OMAR, was=of.due, now=replace(of.due, at=of.due.at + timedelta(days=1)), reason="r", is_early=True)
    ours, theirs = (replace(of, slips=(replace(slip, cause=cause),)) for cause in (WaitingOn.US, WaitingOn.CUSTOMER))

    assert f"<@{of.by}> is asked on that day." in next_of(forms.reschedule(PRESS, of))
    assert "the lead is asked how it goes on" in next_of(forms.reschedule(PRESS, ours))
    assert "the lead" not in next_of(forms.reschedule(PRESS, theirs)) + next_of(forms.reschedule(PRESS, of))
    assert "Until then nobody is asked" in next_of(forms.waiting(PRESS, of))


def test_a_line_that_may_have_none_takes_the_reason_instead() -> None:
    view = forms.item_done(PRESS, item(1, "a", "Grant", evidence="date", may_be_none=True))

    assert (set(asked(view)), required(view)) == ({forms.PROOF_ON, forms.NONE}, set())
