"""Every block of Slack is drawn, with all that it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.block_kit.blocks import BLOCKS as KNOWN
from sandbox.block_kit.blocks import check_blocks
from sandbox.block_kit.checks import Report
from sandbox.drawing.blocks import BLOCKS, draw_blocks
from sandbox.drawing.surface import SurfaceKind, Where
from tests.sandbox.drawing.reading import ANA, Json, mrkdwn_text, plain, reading
from tests.sandbox.drawing.samples import BLOCKS as SAMPLES
from tests.sandbox.drawing.samples import CARD, PICTURE, PRESSED, SHOWN, asking, with_id
from tests.sandbox.drawing.tree import Node, tree

DRAWN_APART = {"divider"}


def drawn(*blocks: Json, surface: SurfaceKind = "message", errors: dict[str, str] | None = None) -> Node:
    named = [with_id(one, f"b{index}") for index, one in enumerate(blocks)]
    return tree(draw_blocks(named, ANA, surface=surface, where=Where("w"), errors=errors))


def test_every_block_that_the_sandbox_takes_can_be_drawn() -> None:
    assert set(KNOWN) <= set(BLOCKS) | DRAWN_APART
    assert set(SAMPLES) == set(BLOCKS) | DRAWN_APART


@pytest.mark.parametrize("kind", [kind for kind in SAMPLES if kind != "file"])
def test_the_samples_are_blocks_that_slack_takes(kind: str) -> None:
    report = Report()

    check_blocks([SAMPLES[kind]], KNOWN[kind].surfaces[0], report)

    assert report.messages == []


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_block_shows_all_that_it_says(kind: str) -> None:
    page = drawn(SAMPLES[kind])

    assert [words for words in SHOWN[kind] if words not in page.text] == []
    (block,) = [one for one in page.inside if isinstance(one, Node)]
    assert block.facts["class"] == f"block is-{kind.replace('_', '-')}"
    assert block.facts["data-block"] == SAMPLES[kind].get("block_id", "b0")


@pytest.mark.parametrize("kind", SAMPLES)
def test_pictures_in_a_block_have_words(kind: str) -> None:
    for picture in drawn(SAMPLES[kind]).all("img"):
        assert picture.facts["alt"] in ("A cat", "Video words")
        assert picture.facts["referrerpolicy"] == "no-referrer"


def test_blocks_keep_their_order() -> None:
    page = drawn(SAMPLES["header"], SAMPLES["divider"], SAMPLES["section"])

    assert [one.tag for one in page.inside if isinstance(one, Node)] == ["div", "hr", "div"]


def test_a_block_that_nobody_knows_is_a_labelled_box_with_all_that_came() -> None:
    page = drawn({"type": "hologram", "beam": "<wide>", "text": "é"})

    assert page.one("summary").text == "A hologram block, which this page does not know"
    assert '"beam": "<wide>"' in page.one("pre").text
    assert '"text": "é"' in page.one("pre").text


def test_a_block_without_a_type_is_drawn_too() -> None:
    assert "nameless" in drawn({"beam": 1}).text


@given(st.text(min_size=1))
def test_whatever_an_app_writes_stays_text(words: str) -> None:
    blocks: list[Json] = [
        {"type": "header", "text": plain(words, emoji=False)},
        {"type": "section", "text": plain(words, emoji=False), "accessory": {**PRESSED["button"], "value": words}},
        {"type": "input", "label": plain(words), "element": {"type": "plain_text_input", "initial_value": words}},
        {"type": words, "words": words},
        {**PICTURE, "alt_text": words},
    ]

    page = drawn(*blocks)

    # Whatever browsers make of NUL and carriage returns, no tag comes of it.
    assert {one.tag for one in page.walk()} <= {
        *["div", "h3", "button", "label", "input", "p", "details", "summary", "pre", "figure", "img", "br"],
        "",
    }


def test_a_sections_accessory_stands_beside_its_text() -> None:
    page = drawn({"type": "section", "text": plain("Text"), "accessory": PRESSED["button"]})

    (block,) = [one for one in page.inside if isinstance(one, Node)]
    assert [one.facts["class"] for one in block.inside if isinstance(one, Node)] == ["said", "accessory"]


def test_mrkdwn_in_blocks_knows_bare_names_unless_it_is_verbatim() -> None:
    loose = drawn({"type": "section", "text": mrkdwn_text("@here")})
    verbatim = drawn({"type": "section", "text": mrkdwn_text("@here", verbatim=True)})

    assert len(loose.all("span")) == 1
    assert verbatim.all("span") == []


def test_a_picture_that_cannot_be_fetched_shows_its_words() -> None:
    page = drawn({"type": "image", "image_url": "javascript:alert(1)", "alt_text": "A <plan>"})

    assert page.all("img") == []
    assert page.one("span", role="img").facts["aria-label"] == "A <plan>"


def test_a_picture_may_be_a_file_of_the_workspace() -> None:
    page = drawn({"type": "image", "slack_file": {"url": "https://files.example/1.png"}, "alt_text": "Plan"})

    assert page.one("img").facts["src"] == "https://files.example/1.png"


def test_a_files_id_alone_is_no_address() -> None:
    assert drawn({"type": "image", "slack_file": {"id": "F1"}, "alt_text": "Plan"}).text == "🖼 Plan"


class TestInputBlocks:
    def test_the_label_belongs_to_the_field(self) -> None:
        page = drawn(asking("plain_text_input"))

        assert page.one("label").text == "The question"
        assert page.one("label").facts["for"] == page.one("input").facts["id"]

    def test_optional_fields_say_so_and_others_are_required(self) -> None:
        wanted, optional = drawn(asking("datepicker")), drawn(asking("datepicker", optional=True))

        assert wanted.one("input").facts["aria-required"] == "true"
        assert "aria-required" not in optional.one("input").facts
        assert optional.one("label").text == "The question (optional)"

    def test_an_error_stands_under_its_field_and_is_said_with_it(self) -> None:
        block = asking("static_select", hint=plain("Take your time"))
        page = drawn(block, surface="modal", errors={"ask": "Choose <one>."})

        field = page.one("select")
        said = [page.by_id(one).text for one in field.facts["aria-describedby"].split()]
        assert said == ["Take your time", "Choose <one>."]
        assert field.facts["aria-invalid"] == "true"
        assert page.one("p", class_="error").text == "Choose <one>."
        assert "hidden" not in page.one("p", class_="error").facts

    def test_without_an_error_its_place_is_hidden(self) -> None:
        page = drawn(asking("checkboxes"), errors={"other": "Not yours."})

        assert "hidden" in page.one("p", class_="error").facts
        assert "aria-invalid" not in page.one("fieldset").facts

    @pytest.mark.parametrize("kind", ["checkboxes", "radio_buttons", "multi_users_select"])
    def test_a_field_of_several_controls_points_at_its_label(self, kind: str) -> None:
        page = drawn(asking(kind))

        assert "for" not in page.one("label", id="w-0-label").facts
        assert page.one("fieldset").facts["aria-labelledby"] == "w-0-label"


class TestTables:
    def test_the_first_row_is_the_heading(self) -> None:
        page = drawn(SAMPLES["table"])

        assert [(one.text, one.facts["scope"]) for one in page.all("th")] == [("Table head", "col"), ("Amount", "col")]
        assert [one.text for one in page.all("td")] == ["rich words", "5 EUR"]

    def test_columns_are_aligned_as_the_app_says_and_numbers_to_the_right(self) -> None:
        numbers = [{"type": "raw_number", "value": 5, "text": "5"}] * 3
        page = drawn(
            {"type": "table", "rows": [[], numbers], "column_settings": [{"align": "center"}, {"align": "left"}]}
        )

        assert [one.facts.get("class") for one in page.all("td")] == ["center", "right", "right"]

    def test_a_column_can_be_the_heading_of_its_rows(self) -> None:
        page = drawn(SAMPLES["data_table"])

        assert page.one("th", scope="row").text == "Ivy"
        assert page.one("caption").text == "Data caption"

    def test_a_wide_table_can_be_scrolled_by_keyboard(self) -> None:
        box = drawn(SAMPLES["table"]).one("div", class_="scrolls")

        assert (box.facts["tabindex"], box.facts["aria-label"]) == ("0", "Table")

    @pytest.mark.parametrize("rows", [[], [[]]])
    def test_a_table_of_nothing_is_drawn(self, rows: list[list[Json]]) -> None:
        assert drawn({"type": "table", "rows": rows}).text == ""


class TestCharts:
    def test_bars_span_from_the_lowest_to_the_highest_number(self) -> None:
        bars = drawn(SAMPLES["data_visualization"]).all("meter")

        assert [(one.facts["min"], one.facts["max"], one.facts["value"]) for one in bars] == [
            ("-1", "3", "3"),
            ("-1", "3", "-1"),
        ]

    def test_a_pie_tells_each_share(self) -> None:
        segments = [{"label": "Won", "value": 3}, {"label": "Lost", "value": 1}]
        page = drawn({"type": "data_visualization", "title": "Deals", "chart": {"type": "pie", "segments": segments}})

        assert [one.text.strip() for one in page.all("td")] == ["3 (75%)", "1 (25%)"]

    def test_a_chart_of_zeroes_has_room_for_its_bars(self) -> None:
        series = [{"name": "Deals", "data": [{"label": "May", "value": 0}]}]
        shown = {"type": "line", "series": series, "axis_config": {"categories": ["May"]}}

        bar = drawn({"type": "data_visualization", "title": "None", "chart": shown}).one("meter")

        assert (bar.facts["min"], bar.facts["max"]) == ("0.0", "1.0")


class TestFrames:
    def test_what_stands_in_a_frame_has_ids_of_its_own(self) -> None:
        inner = [
            {"type": "actions", "elements": [PRESSED["button"]]},
            {"type": "actions", "elements": [PRESSED["button"]]},
        ]
        page = drawn({"type": "container", "title": plain("Frame"), "child_blocks": inner}, inner[0])

        assert [one.facts["id"] for one in page.all("button")] == ["w-0-0-0", "w-0-1-0", "w-1-0"]

    @pytest.mark.parametrize(("collapsed", "is_open"), [({}, True), ({"default_collapsed": True}, False)])
    def test_a_frame_that_folds_is_as_open_as_the_app_says(self, collapsed: Json, *, is_open: bool) -> None:
        page = drawn({**SAMPLES["container"], "is_collapsible": True, **collapsed})

        assert ("open" in page.one("details").facts) == is_open

    def test_a_frames_title_may_be_rich(self) -> None:
        block = {"type": "container", "rich_text_title": SAMPLES["rich_text"], "child_blocks": []}

        assert "rich words" in drawn(block).text

    def test_a_buttons_press_in_a_carousel_names_its_card(self) -> None:
        page = drawn({"type": "carousel", "elements": [CARD, {**CARD, "block_id": "second"}]})

        assert [one.facts["data-block-id"] for one in page.all("button")] == ["card", "second"]

    def test_a_card_may_be_as_small_as_its_title(self) -> None:
        assert drawn({"type": "card", "title": plain("Small")}).text == "Small"

    def test_a_status_that_nobody_knows_is_shown_as_it_came(self) -> None:
        assert "resting" in drawn({"type": "task_card", "task_id": "1", "title": "T", "status": "resting"}).text


def test_an_icon_button_is_there_only_for_those_who_may_see_it() -> None:
    block = [with_id({"type": "context_actions", "elements": [PRESSED["icon_button"]]})]

    for user, shown in (("UANA", 1), ("UIVY", 0)):
        page = tree(draw_blocks(block, reading(user), surface="message", where=Where("w")))
        assert len(page.all("button")) == shown
