"""Forms above the page, and the Home tab."""

import pytest

from sandbox.drawing.views import draw_home, draw_view
from tests.sandbox.drawing.reading import ANA, Json, plain
from tests.sandbox.drawing.samples import BLOCKS, FIELDS, asking
from tests.sandbox.drawing.tree import CONTROLS, Node, name_of, tree

TITLE = plain("New step :tada:")


def form(*blocks: Json, depth: int = 1, errors: dict[str, str] | None = None, **more: object) -> Node:
    view: Json = {"id": "V1", "hash": "h1", "title": TITLE, "blocks": list(blocks), "state": {"values": {}}, **more}
    return tree(draw_view(view, ANA, depth=depth, errors=errors))


def does(page: Node) -> dict[str, str]:
    return {one.facts["data-do"]: name_of(one, page) for one in page.all("button") if "data-do" in one.facts}


def test_a_form_is_a_dialog_called_by_its_title() -> None:
    page = form(asking("plain_text_input"))

    dialog = page.one("dialog")
    assert name_of(dialog, page) == "New step 🎉"
    assert (dialog.facts["data-view-id"], dialog.facts["data-hash"], dialog.facts["data-depth"]) == ("V1", "h1", "1")
    assert "novalidate" in page.one("form").facts


def test_without_any_script_the_form_stands_open() -> None:
    assert "open" in form().one("dialog").facts


@pytest.mark.parametrize(
    ("blocks", "more", "buttons"),
    [
        ([asking("plain_text_input")], {}, {"submit": "Submit", "close": "Close"}),
        ([BLOCKS["divider"]], {}, {"close": "Close"}),
        ([BLOCKS["divider"]], {"submit": plain("Save it")}, {"submit": "Save it", "close": "Close"}),
        ([], {"close": plain("Not now")}, {"close": "Not now"}),
    ],
)
def test_a_form_can_be_sent_if_it_asks_for_something_or_says_so(
    blocks: list[Json], more: Json, buttons: dict[str, str]
) -> None:
    assert does(form(*blocks, **more)) == {"close-all": "Close", **buttons}


def test_a_form_can_be_kept_from_being_sent() -> None:
    page = form(submit=plain("Save"), submit_disabled=True)

    assert "disabled" in page.one("button", data_do="submit").facts


def test_a_form_on_others_has_a_way_back_and_a_way_out() -> None:
    page = form(depth=2)

    assert does(page) == {"back": "Back", "close-all": "Close all", "close": "Close"}
    assert page.one("dialog").facts["class"] == "modal stacked"


def test_fields_are_filled_with_the_forms_state() -> None:
    held = {"ask": {"do-plain_text_input": {"type": "plain_text_input", "value": "typed"}}}

    assert form(asking("plain_text_input"), state={"values": held}).one("input").facts["value"] == "typed"


def test_errors_stand_under_their_fields() -> None:
    page = form(asking("plain_text_input"), errors={"ask": "Too short."})

    assert page.one("p", class_="error").text == "Too short."
    assert page.one("input").facts["aria-invalid"] == "true"


def test_there_is_room_to_say_what_failed_as_a_whole() -> None:
    failure = form().one("p", class_="failure")

    assert failure.facts == {"class": "failure", "role": "alert", "hidden": ""}


def test_a_form_has_another_revision_when_it_shows_something_else() -> None:
    revs = [
        page.one("dialog").facts["data-rev"]
        for page in (
            form(),
            form(depth=2),
            form(title=plain("Other")),
            form(asking("plain_text_input")),
            form(asking("plain_text_input"), errors={"ask": "No."}),
            form(submit=plain("Save")),
            form(submit=plain("Save"), submit_disabled=True),
        )
    ]

    assert len(set(revs)) == len(revs)
    assert form().one("dialog").facts["data-rev"] == revs[0]


def test_every_control_of_a_form_is_called_something() -> None:
    page = form(*(asking(kind, block_id=f"b-{kind}") for kind in FIELDS), depth=3)

    assert [one.facts for one in page.all(*CONTROLS) if not name_of(one, page)] == []


def test_ids_in_a_form_are_each_there_once() -> None:
    page = form(*(asking(kind, block_id=f"b-{kind}") for kind in FIELDS), BLOCKS["actions"])

    ids = [one.facts["id"] for one in page.walk() if "id" in one.facts]
    assert len(ids) == len(set(ids))
    pointed = [
        one.facts[name]
        for one in page.walk()
        for name in ("for", "aria-labelledby", "aria-describedby")
        if name in one.facts
    ]
    assert {each for some in pointed for each in some.split()} <= set(ids)


def test_the_home_tab_shows_its_blocks_in_a_form_of_its_own() -> None:
    held = {"here": {"do-static_select": {"selected_option": {"value": "red"}}}}
    blocks = [{**BLOCKS["actions"], "block_id": "here"}, BLOCKS["header"]]
    page = tree(draw_home({"id": "VH", "blocks": blocks, "state": {"values": held}}, ANA))

    assert page.one("form").facts["data-view-id"] == "VH"
    assert "Header text 🎉" in page.text
    assert [one.text for one in page.all("option") if "selected" in one.facts] == ["Red 🔴"]
