"""Forms as people fill them in: by label, leaving alone what they do not care about, and told what is wrong under a field."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from sandbox.trying.form import shown
from sandbox.trying.person import Person
from sandbox.trying.screen import NotThere
from tests.sandbox.stage import Json
from tests.sandbox.trying.conftest import SOON, WRITTEN, Script, button, field_of


def choice(*options: str) -> list[Json]:
    return [{"text": {"type": "plain_text", "text": each}, "value": each.lower()} for each in options]


def typed(ana: Person, *, into: str = "/form") -> Person:
    ana.types(into)
    return ana


def submitted(app: Script) -> Json:
    (heard,) = app.heard("view_submission")
    return {block: each["value"] for block, each in heard["view"]["state"]["values"].items()}


def test_fields_are_filled_in_by_label_and_by_block_id(ana: Person, app: Script) -> None:
    app.opens(field_of("what", WRITTEN), field_of("why", WRITTEN))

    typed(ana).fills({"What": "call", "why": "because"}).submits()

    values = submitted(app)
    assert (values["what"]["value"], values["why"]["value"]) == ("call", "because")
    assert not ana.has_form


def test_what_the_app_filled_in_stays_unless_somebody_writes_over_it(ana: Person, app: Script) -> None:
    app.opens(
        field_of("what", {**WRITTEN, "initial_value": "call the host"}),
        field_of("why", {**WRITTEN, "initial_value": "asked to"}),
        field_of("maybe", WRITTEN, optional=True),
        field_of("how", WRITTEN),
    )

    typed(ana).fills({"Why": "promised"}).fills_the_rest()
    values = ana.form.values
    ana.submits()

    assert values == {
        "What": "call the host",
        "Why": "promised",
        "Maybe": "",
        "How": "Order 4711, filed as contract.pdf",
    }
    assert submitted(app)["what"]["value"] == "call the host"


@pytest.mark.parametrize(
    ("element", "answer", "held"),
    [
        pytest.param({"type": "datepicker"}, date(2026, 12, 1), {"selected_date": "2026-12-01"}, id="a date"),
        pytest.param({"type": "datepicker"}, datetime(2026, 12, 1, 9, tzinfo=UTC), {"selected_date": "2026-12-01"}),
        pytest.param({"type": "timepicker"}, time(9, 5), {"selected_time": "09:05"}, id="a time"),
        pytest.param({"type": "timepicker"}, datetime(2026, 12, 1, 9, 5, tzinfo=UTC), {"selected_time": "09:05"}),
        pytest.param(
            {"type": "datetimepicker"},
            datetime(2026, 12, 1, tzinfo=UTC),
            {"selected_date_time": 1796083200},
            id="a moment",
        ),
        pytest.param({"type": "number_input", "is_decimal_allowed": False}, 5, {"value": "5"}, id="a number"),
        pytest.param({"type": "email_text_input"}, "a@b.example", {"value": "a@b.example"}, id="an address"),
    ],
)
def test_answers_are_given_as_python_has_them(
    ana: Person, app: Script, element: Json, answer: Any, held: dict[str, Any]
) -> None:
    app.opens(field_of("it", element))

    typed(ana).fills({"It": answer}).submits()

    assert held.items() <= submitted(app)["it"].items()


def test_options_are_picked_by_their_words(ana: Person, app: Script) -> None:
    app.opens(
        field_of("one", {"type": "static_select", "options": choice("Red", "Blue")}),
        field_of("some", {"type": "checkboxes", "options": choice("Day", "Night", "Noon")}),
    )

    typed(ana).fills({"One": "Blue", "Some": ["Day", "Noon"]})

    assert ana.form.values == {"One": "Blue", "Some": "Day, Noon"}
    ana.submits()
    assert [each["value"] for each in submitted(app)["some"]["selected_options"]] == ["day", "noon"]


def test_people_and_channels_are_given_as_themselves_or_by_name(ana: Person, app: Script) -> None:
    app.opens(
        field_of("who", {"type": "users_select"}),
        field_of("all", {"type": "multi_users_select"}),
        field_of("where", {"type": "channels_select"}),
    )

    typed(ana).fills({"Who": "@Ana Silva", "All": [ana], "Where": "#general"})
    ana.submits()

    values = submitted(app)
    assert values["who"]["selected_user"].startswith("U")
    assert values["all"]["selected_users"] == [ana.id]
    assert values["where"]["selected_channel"].startswith("C")


def test_the_form_says_what_is_wrong_under_which_field(ana: Person, app: Script) -> None:
    app.opens(field_of("what", WRITTEN), field_of("why", WRITTEN, optional=True))
    typed(ana)

    answer = ana.submits()

    assert answer.errors == {"what": "Please complete this required field."}
    assert ana.form.errors == {"What": "Please complete this required field."}
    ana.sees("What: _ ! Please complete this required field. Why (optional): _ [Save]")


def test_what_the_app_refuses_stands_under_the_field_until_it_takes_it(ana: Person, app: Script) -> None:
    app.opens(field_of("what", WRITTEN))
    typed(ana).fills({"What": "nonsense"})
    app.http.answer = lambda _: {"response_action": "errors", "errors": {"what": "Sense, please."}}
    ana.submits()
    assert ana.form.errors == {"What": "Sense, please."}

    app.http.answer = lambda _: None
    ana.fills({"What": "sense"}).submits()

    assert not ana.has_form
    ana.does_not_see("Sense, please.")


def test_a_form_that_nobody_opened_is_missed(ana: Person, place: str) -> None:
    hasty = Person(ana._client, ana.id, patience=SOON).goes(place)

    with pytest.raises(NotThere, match="There is no form to be seen"):
        hasty.fills({"What": "x"})


@pytest.mark.parametrize("name", ["Nothing like it", "what"])
def test_a_field_that_is_not_there_or_there_twice_is_missed_with_those_that_are(
    ana: Person, app: Script, name: str
) -> None:
    twins = [{**field_of(f"b{number}", WRITTEN), "label": {"type": "plain_text", "text": "What"}} for number in (1, 2)]
    app.opens(*twins)
    typed(ana)

    with pytest.raises(NotThere, match=f"'Form' has no field '{name}', or several. Its fields: 'What', 'What'"):
        ana.fills({name: "x"})
    assert ana.fills({"b2": "x"}).form.values == {"What": "x"}


def test_what_is_picked_in_a_form_tells_the_app_at_once_and_keeps_the_rest(ana: Person, app: Script) -> None:
    kind = {"type": "static_select", "options": choice("Red", "Blue")}
    app.opens(field_of("what", WRITTEN), field_of("kind", kind, dispatch_action=True))
    typed(ana).fills({"What": "call"})
    app.http.answer = lambda _: None

    ana.picks("Blue")

    (pressed,) = app.heard("block_actions")
    assert pressed["view"]["state"]["values"]["what"]["value"]["value"] == "call"
    assert ana.form.values == {"What": "call", "Kind": "Blue"}


def test_a_form_is_closed_and_the_one_below_is_there_again(ana: Person, app: Script) -> None:
    app.opens(field_of("what", WRITTEN), notify_on_close=True)
    typed(ana)
    assert ana.form.title == "Form"

    ana.closes()

    assert not ana.has_form
    assert len(app.heard("view_closed")) == 1


def test_what_stands_in_a_field_is_told_in_words() -> None:
    red, blue = choice("Red", "Blue")

    assert [shown(each) for each in (None, "", [], 5, red, [red, blue])] == ["", "", "", "5", "Red", "Red, Blue"]


def test_a_field_of_a_kind_that_needs_thought_is_left_to_who_fills_it_in(ana: Person, app: Script) -> None:
    app.opens(field_of("what", {"type": "rich_text_input"}), {"type": "actions", "elements": [button()]})
    typed(ana)

    with pytest.raises(ValueError, match="no answer that fits every rich_text_input"):
        ana.fills_the_rest()
