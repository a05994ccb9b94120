"""What holds for whatever blocks an app sends."""

import json
import re
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from sandbox.block_kit.find import touchable
from sandbox.block_kit.values import HOLDS, first_values, stated
from sandbox.drawing.blocks import draw_blocks
from sandbox.drawing.messages import draw_message
from sandbox.drawing.surface import Where
from sandbox.page.filled import values_of
from tests.sandbox.drawing.inventing import WORDS, blocks
from tests.sandbox.drawing.reading import ANA, Json
from tests.sandbox.drawing.tree import CONTROLS, Node, name_of, tree

POINTERS = ("for", "aria-labelledby", "aria-describedby", "list")
FOLLOWED = re.compile(r"(?:https?:|mailto:|slack:|tel:|/\?)", re.IGNORECASE)


def html_of(made: list[Json], state: Mapping[str, Json] | None = None) -> str:
    return draw_blocks(made, ANA, surface="modal", where=Where("w"), state=state)


def sent_by(page: Node) -> dict[str, list[str]]:
    """Collect what a browser sends of the controls on the page."""
    sent: dict[str, list[str]] = {}
    for control in page.all("input", "select", "textarea"):
        if "name" in control.facts:
            sent.setdefault(control.facts["name"], []).extend(_values(control))
    return sent


def _values(control: Node) -> list[str]:
    if control.tag == "textarea":
        return [control.value]
    if control.tag == "select":
        options = control.all("option")
        return [next((one for one in options if "selected" in one.facts), options[0]).facts["value"]]
    if control.facts["type"] in ("checkbox", "radio"):
        return [control.facts["value"]] * ("checked" in control.facts)
    return [control.facts["value"]]


@given(blocks())
def test_every_control_is_called_something_that_can_be_read(made: list[Json]) -> None:
    page = tree(html_of(made))

    for control in page.all(*CONTROLS, "fieldset"):
        # A label of blanks is the app's own doing; to have one is ours.
        assert name_of(control, page) or _words_of_blanks(made)


def _words_of_blanks(made: list[Json]) -> bool:
    return bool(re.search(r'"text": "(?:\s|\\n)+"|_label": "(?:\s|\\n)+"', json.dumps(made, ensure_ascii=False)))


@given(blocks())
def test_ids_are_there_once_and_pointers_point_at_something(made: list[Json]) -> None:
    page = tree(html_of(made))

    ids = [one.facts["id"] for one in page.walk() if "id" in one.facts]
    assert len(ids) == len(set(ids))
    pointed = [one.facts[name] for one in page.walk() for name in POINTERS if name in one.facts]
    assert {each for some in pointed for each in some.split()} <= set(ids)


@given(blocks())
def test_nothing_runs_and_nothing_is_styled_inline(made: list[Json]) -> None:
    for node in tree(html_of(made)).walk():
        assert node.tag not in ("script", "style", "iframe", "object")
        assert not [name for name in node.facts if name.startswith("on") or name == "style"]
        assert FOLLOWED.match(node.facts.get("href", "/?"))
        assert node.facts.get("src", "https:").lower().startswith(("http:", "https:", "data:image/"))


@given(blocks())
def test_whatever_can_be_touched_names_its_block_and_its_action(made: list[Json]) -> None:
    page = tree(html_of(made))

    drawn = {
        (one.facts["data-block-id"], one.facts["data-action-id"])
        for one in page.walk()
        if "data-action-id" in one.facts
    }
    assert drawn == {(block["block_id"], element["action_id"]) for block, element in touchable(made)}


@given(blocks())
def test_fields_show_the_apps_first_values_whether_the_workspace_keeps_them_or_not(made: list[Json]) -> None:
    assert html_of(made) == html_of(made, first_values(made))


@given(blocks())
def test_a_form_sent_as_it_was_drawn_holds_what_it_held(made: list[Json]) -> None:
    """From the state to the page, through the browser, and back to the state: nothing is lost on the way."""
    held = first_values(made)

    filled = values_of(sent_by(tree(html_of(made))), made, ANA.tz)

    for block, element in touchable(made):
        if element["type"] in HOLDS:
            block_id, action_id = block["block_id"], element["action_id"]
            again = stated(element, filled[block_id][action_id])
            assert _ordered(again) == _ordered(held[block_id][action_id])


def _ordered(state: Json) -> Json:
    """Put picks in one order: a page shows them as they are offered, an app may list them as it likes."""
    return {name: sorted(value, key=str) if isinstance(value, list) else value for name, value in state.items()}


@given(blocks(), WORDS)
def test_an_error_is_shown_under_every_field_that_has_one(made: list[Json], words: str) -> None:
    inputs = [one["block_id"] for one in made if one["type"] == "input"]
    page = tree(draw_blocks(made, ANA, surface="modal", where=Where("w"), errors=dict.fromkeys(inputs, words)))

    shown = [one for one in page.all("p") if one.facts.get("class") == "error"]
    assert [one.text for one in shown] == [words] * len(inputs)
    assert not [one for one in shown if "hidden" in one.facts]


@given(blocks(), st.booleans())
def test_any_message_is_drawn_the_same_each_time(made: list[Json], is_reply: bool) -> None:
    message = {"user": "UIVY", "ts": "1795510800.000100", "text": "", "blocks": made}

    first, second = (draw_message(message, ANA, is_reply=is_reply) for _ in range(2))

    assert first == second
    assert tree(first).one("article")
