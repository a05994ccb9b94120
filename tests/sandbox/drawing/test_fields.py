"""The fields that people fill in: real controls, filled with what they hold, limited as the app asks."""

import pytest

from tests.sandbox.drawing.drawn import element_drawn, field_drawn
from tests.sandbox.drawing.reading import Json, option, plain, reading
from tests.sandbox.drawing.samples import FIELDS
from tests.sandbox.drawing.tree import Node, name_of

LINES = {
    "plain_text_input": ("text", "as <typed>"),
    "email_text_input": ("email", "ana@a.example"),
    "url_text_input": ("url", "https://a.example"),
    "number_input": ("number", "2.5"),
    "datepicker": ("date", "2026-11-27"),
    "timepicker": ("time", "17:00"),
    "datetimepicker": ("datetime-local", "2026-11-24T10:00"),
}
ONE_OF = {
    "static_select": ("blue", ["Colour", "Red 🔴", "Blue"]),
    "users_select": ("UIVY", ["Choose…", "Ivy <Stone>", "Ana Silva", "Echo"]),
    "conversations_select": (
        "G1",
        ["Choose…", "#general", "#secret", "Ivy <Stone>", "Echo", "Ana Silva, Ivy <Stone>"],
    ),
    "channels_select": ("C1", ["Choose…", "#general"]),
}
SEVERAL_OF = {
    "multi_static_select": (["red"], "Red"),
    "multi_external_select": (["far"], "Far away"),
    "multi_users_select": (["UIVY", "UANA"], "Ivy <Stone>, Ana Silva"),
    "multi_conversations_select": (["D1"], "Ivy <Stone>"),
    "multi_channels_select": (["C1"], "#general"),
}


def chosen(page: Node) -> list[str]:
    ticked = [one.facts["value"] for one in page.all("input") if "checked" in one.facts]
    return ticked + [one.facts["value"] for one in page.all("option") if "selected" in one.facts]


@pytest.mark.parametrize("kind", LINES)
def test_a_field_is_a_browsers_own_control_with_the_apps_first_value(kind: str) -> None:
    control = field_drawn(kind).one("input")

    assert (control.facts["type"], control.facts["value"]) == LINES[kind]
    assert control.facts["name"] == f"ask|do-{kind}"
    assert (control.facts["data-action-id"], control.facts["data-block-id"]) == (f"do-{kind}", "ask")


@pytest.mark.parametrize(
    ("kind", "held", "value"),
    [
        ("plain_text_input", {"value": "typed since"}, "typed since"),
        ("plain_text_input", {"value": None}, ""),
        ("number_input", {"value": "0"}, "0"),
        ("datepicker", {"selected_date": None}, ""),
        ("timepicker", {"selected_time": "08:15"}, "08:15"),
        ("datetimepicker", {"selected_date_time": 1795507200}, "2026-11-24T09:00"),
        ("external_select", {"selected_option": option("near", "Near by")}, "Near by"),
        ("external_select", {"selected_option": None}, ""),
    ],
)
def test_what_people_put_in_goes_before_the_apps_first_value(kind: str, held: Json, value: str) -> None:
    assert field_drawn(kind, held=held).all("input")[0].facts["value"] == value


@pytest.mark.parametrize(
    ("kind", "held", "values"),
    [
        ("static_select", {"selected_option": option("red")}, ["red"]),
        ("static_select", {"selected_option": None}, []),
        ("users_select", {"selected_user": "UBOT"}, ["UBOT"]),
        ("radio_buttons", {"selected_option": option("red")}, ["red"]),
        ("checkboxes", {"selected_options": [option("blue"), option("red")]}, ["red", "blue"]),
        ("checkboxes", {"selected_options": []}, []),
        ("multi_users_select", {"selected_users": ["UBOT"]}, ["UBOT"]),
        ("multi_external_select", {"selected_options": [option("a"), option("b")]}, ["a", "b"]),
    ],
)
def test_what_people_chose_is_chosen(kind: str, held: Json, values: list[str]) -> None:
    assert chosen(field_drawn(kind, held=held)) == values


@pytest.mark.parametrize("kind", ONE_OF)
def test_a_menu_offers_its_choices_and_shows_the_chosen_one(kind: str) -> None:
    value, texts = ONE_OF[kind]
    page = field_drawn(kind)

    assert chosen(page) == [value]
    assert [one.text for one in page.all("option")] == texts


@pytest.mark.parametrize("kind", SEVERAL_OF)
def test_a_menu_of_several_unfolds_and_says_what_is_chosen(kind: str) -> None:
    values, shown = SEVERAL_OF[kind]
    page = field_drawn(kind)

    assert chosen(page) == values
    assert page.one("summary").text == shown
    assert {one.facts["name"] for one in page.all("input") if one.facts["type"] == "checkbox"} == {f"ask|do-{kind}"}


def test_a_menu_of_several_with_nothing_chosen_shows_its_placeholder() -> None:
    page = field_drawn("multi_users_select", initial_users=None, placeholder=plain("Who comes?"))

    assert page.one("summary").text == "Who comes?"
    assert page.one("details").facts["data-most"] == "2"


def test_groups_of_choices_keep_their_headings() -> None:
    groups = [
        {"label": plain("Warm"), "options": [option("red")]},
        {"label": plain("Cold"), "options": [option("blue")]},
    ]

    assert [
        one.facts["label"] for one in field_drawn("static_select", options=None, option_groups=groups).all("optgroup")
    ] == [
        "Warm",
        "Cold",
    ]
    assert [one.text for one in field_drawn("multi_static_select").all("p") if one.text][:2] == ["Warm", "Cold"]


@pytest.mark.parametrize(
    ("include", "offered"),
    [
        (["public"], ["#general"]),
        (["private", "mpim"], ["#secret", "Ana Silva, Ivy <Stone>"]),
        (["im"], ["Ivy <Stone>", "Echo"]),
    ],
)
def test_a_menu_of_conversations_offers_the_kinds_that_the_app_asks_for(include: list[str], offered: list[str]) -> None:
    page = field_drawn("conversations_select", filter={"include": include})

    assert [one.text for one in page.all("option")][1:] == offered


def test_a_menu_of_conversations_can_leave_apps_out() -> None:
    page = field_drawn("conversations_select", filter={"include": ["im"], "exclude_bot_users": True})

    assert [one.text for one in page.all("option")][1:] == ["Ivy <Stone>"]


@pytest.mark.parametrize(("kind", "control"), [("checkboxes", "checkbox"), ("radio_buttons", "radio")])
def test_a_few_choices_stand_side_by_side_with_their_notes(kind: str, control: str) -> None:
    page = field_drawn(kind)

    assert [(one.facts["type"], one.facts["value"]) for one in page.all("input")] == [
        (control, "red"),
        (control, "blue"),
    ]
    assert [one.text for one in page.all("label")[1:]] == ["Red 🔴", "Bluelike the sea"]


def test_choices_may_be_formatted() -> None:
    formatted = {"text": {"type": "mrkdwn", "text": "*Red*"}, "value": "red"}

    assert field_drawn("checkboxes", options=[formatted], initial_options=None).one("b").text == "Red"


class TestWriting:
    def test_limits_are_kept_by_the_browser(self) -> None:
        control = field_drawn("plain_text_input", min_length=3).one("input")

        assert (control.facts["maxlength"], control.facts["minlength"]) == ("80", "3")
        assert control.facts["placeholder"] == "Name it"

    @pytest.mark.parametrize("value", ["", "two\nlines", "\nbegins with a break", "</textarea><b>", " spaced  out "])
    def test_several_lines_are_kept_to_the_letter(self, value: str) -> None:
        page = field_drawn("plain_text_input", multiline=True, initial_value=value)

        assert page.one("textarea").value == value

    @pytest.mark.parametrize(("is_decimal", "step", "keyboard"), [(True, "any", "decimal"), (False, "1", "numeric")])
    def test_numbers_are_whole_unless_the_app_takes_decimals(
        self, *, is_decimal: bool, step: str, keyboard: str
    ) -> None:
        facts = field_drawn("number_input", is_decimal_allowed=is_decimal).one("input").facts

        assert (facts["step"], facts["inputmode"], facts["min"], facts["max"]) == (step, keyboard, "1", "9")

    def test_rich_text_is_shown_as_lines(self) -> None:
        items = [{"type": "rich_text_section", "elements": [{"type": "text", "text": one}]} for one in ("one", "two")]
        rich = {
            "type": "rich_text",
            "elements": [items[0], {"type": "rich_text_list", "style": "bullet", "elements": items}],
        }

        assert field_drawn("rich_text_input", initial_value=rich).one("textarea").value == "one\n• one\n• two"

    def test_a_rich_field_is_as_tall_as_the_app_asks(self) -> None:
        assert field_drawn("rich_text_input", initial_value=None, min_lines=9).one("textarea").facts["rows"] == "9"


class TestMoments:
    def test_a_moment_is_asked_for_in_the_readers_zone(self) -> None:
        control = field_drawn("datetimepicker", reading(tz="Asia/Kathmandu")).one("input")

        assert (control.facts["value"], control.facts["data-tz"]) == ("2026-11-24T14:45", "Asia/Kathmandu")

    def test_a_time_with_a_zone_of_its_own_says_which(self) -> None:
        assert "Europe/Madrid" in field_drawn("timepicker").text


class TestSearching:
    def test_a_field_that_the_app_fills_says_when_to_ask(self) -> None:
        control = field_drawn("external_select").one("input")

        assert control.facts["data-min-query-length"] == "2"
        assert control.facts["data-value"] == "far"

    def test_what_was_found_before_is_offered_again(self) -> None:
        page = field_drawn("external_select")

        assert page.one("datalist").facts["id"] == page.one("input").facts["list"]
        assert page.one("option").facts == {"value": "Far away", "data-value": "far"}

    def test_several_are_searched_for_in_a_field_of_their_own(self) -> None:
        search = field_drawn("multi_external_select", min_query_length=1).one("input", type="search")

        assert search.facts["data-min-query-length"] == "1"
        assert "name" not in search.facts


def test_a_file_cannot_be_given_and_the_field_says_so() -> None:
    assert "Files cannot be given" in field_drawn("file_input").text


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("static_select", "change"),
        ("checkboxes", "change"),
        ("multi_users_select", "change"),
        ("datepicker", "change"),
        ("plain_text_input", "on_enter_pressed"),
    ],
)
def test_outside_a_form_a_new_value_is_told_at_once(kind: str, told: str) -> None:
    page = element_drawn(FIELDS[kind])

    assert [one.facts["data-dispatch"] for one in page.walk() if "data-dispatch" in one.facts] == [told]


def test_in_a_form_a_value_waits_for_the_form() -> None:
    assert "data-dispatch" not in field_drawn("static_select").one("select").facts


def test_a_field_says_which_typing_is_told() -> None:
    config = {"trigger_actions_on": ["on_character_entered", "on_enter_pressed"]}
    page = element_drawn({**FIELDS["plain_text_input"], "dispatch_action_config": config})

    assert page.one("input").facts["data-dispatch"] == "on_character_entered on_enter_pressed"


def test_the_keyboard_begins_where_the_app_wants_it() -> None:
    assert "autofocus" in field_drawn("plain_text_input", focus_on_load=True).one("input").facts
    assert "autofocus" not in field_drawn("plain_text_input").one("input").facts


@pytest.mark.parametrize("kind", [kind for kind in FIELDS if kind != "file_input"])
def test_every_control_is_called_something(kind: str) -> None:
    for page in (field_drawn(kind), element_drawn(FIELDS[kind])):
        for control in page.all("input", "select", "textarea", "summary", "fieldset"):
            assert name_of(control, page), f"<{control.tag} {control.facts}> has no name"


@pytest.mark.parametrize("kind", FIELDS)
def test_in_a_form_a_field_is_called_by_its_label(kind: str) -> None:
    page = field_drawn(kind)
    controls = page.all("select", "textarea", "fieldset") or page.all("input")

    assert [name_of(one, page) for one in controls] == ["The question"] * len(controls)
