"""Drawn messages and forms in a real browser that runs no script: what HTML alone gives to keyboard and screen reader."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import sandbox.page
from sandbox.drawing.messages import draw_message
from sandbox.drawing.views import draw_view
from sandbox.page.routes import STYLES
from tests.sandbox.drawing.reading import ANA, Json, option, plain
from tests.sandbox.drawing.samples import BLOCKS, FIELDS, PRESSED, asking, with_id

pytestmark = pytest.mark.browser
CSS = Path(sandbox.page.__file__).parent / "css"
STYLE = "".join((CSS / f"{name}.css").read_text() for name in STYLES)
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def bare(browser: Browser) -> Iterator[Page]:
    """Give a page on a phone without any script."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def show(page: Page, html: str) -> Page:
    page.set_content(
        f"<!doctype html><meta name=viewport content='width=device-width'><style>{STYLE}</style><main>{html}</main>"
    )
    return page


def message(*elements: Json, ts: str = "1795510800.000100") -> str:
    blocks = [with_id({"type": "actions", "elements": [one]}, f"b{index}") for index, one in enumerate(elements)]
    return draw_message({"user": "UIVY", "ts": ts, "text": "", "blocks": blocks}, ANA)


def form(*blocks: Json, errors: dict[str, str] | None = None) -> str:
    return draw_view({"id": "V1", "title": plain("A form"), "blocks": list(blocks)}, ANA, depth=1, errors=errors)


def test_a_form_can_be_filled_by_its_labels(bare: Page) -> None:
    kinds = ("plain_text_input", "static_select", "datepicker", "checkboxes", "multi_users_select")
    blocks = [asking(kind, block_id=kind, label=plain(f"Your {kind}")) for kind in kinds]
    page = show(bare, form(*blocks))

    page.get_by_label("Your plain_text_input").fill("Acme")
    page.get_by_label("Your static_select").select_option("Red 🔴")
    page.get_by_label("Your datepicker").fill("2026-12-01")
    page.get_by_role("group", name="Your checkboxes").get_by_label("Blue").check()

    expect(page.get_by_role("dialog", name="A form")).to_be_visible()
    expect(page.get_by_label("Your static_select")).to_have_value("red")
    expect(page.get_by_role("checkbox", name="Blue")).to_be_checked()


def test_a_menu_of_several_opens_and_is_ticked_by_keyboard(bare: Page) -> None:
    page = show(bare, form(asking("multi_users_select", label=plain("Who comes?"))))
    box = page.get_by_role("checkbox", name="Echo")
    expect(box).to_be_hidden()

    page.locator("summary").focus()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")

    expect(box).to_be_focused()
    expect(box).to_be_checked()


def test_an_overflow_menu_opens_by_keyboard(bare: Page) -> None:
    page = show(bare, message(PRESSED["overflow"]))

    page.locator("summary[aria-label='More actions']").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")

    expect(page.get_by_role("button", name="Edit")).to_be_focused()
    expect(page.get_by_role("link", name="See it")).to_be_visible()


def test_radio_buttons_of_two_messages_keep_to_themselves(bare: Page) -> None:
    radios = {**FIELDS["radio_buttons"], "options": [option("red"), option("blue")]}
    page = show(bare, message(radios) + message(radios, ts="1795510801.000100"))

    page.get_by_label("Red").first.check()

    expect(page.get_by_label("Blue").last).to_be_checked()


def test_an_error_is_part_of_what_a_field_says(bare: Page) -> None:
    page = show(bare, form(asking("plain_text_input", hint=plain("Up to 80")), errors={"ask": "Too short."}))

    field = page.get_by_label("The question")
    expect(field).to_have_accessible_description("Up to 80 Too short.")
    expect(field).to_have_accessible_name("The question")
    expect(field).to_have_attribute("aria-invalid", "true")


def test_the_keyboard_cannot_go_on_typing_past_the_apps_limit(bare: Page) -> None:
    page = show(bare, form(asking("plain_text_input", element={**FIELDS["plain_text_input"], "max_length": 10})))

    page.get_by_label("The question").fill("")
    page.get_by_label("The question").press_sequentially("twelve chars")

    expect(page.get_by_label("The question")).to_have_value("twelve cha")


def test_a_wide_table_is_scrolled_and_not_the_page(bare: Page) -> None:
    cells = [{"type": "raw_text", "text": f"Column {index}"} for index in range(12)]
    page = show(
        bare, draw_message({"user": "UIVY", "ts": "1.0", "blocks": [{"type": "table", "rows": [cells, cells]}]}, ANA)
    )

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize(
    "kind", [kind for kind in BLOCKS if kind not in ("image", "card", "carousel", "video", "file")]
)
def test_no_block_is_wider_than_a_phone(bare: Page, kind: str) -> None:
    page = show(bare, draw_message({"user": "UIVY", "ts": "1.0", "blocks": [with_id(BLOCKS[kind])]}, ANA))

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize(
    "word", ["x" * 400, "https://a.example/" + "y" * 400, "`" + "z" * 400 + "`", "```" + "c" * 400 + "```"]
)
def test_a_word_without_end_is_broken(bare: Page, word: str) -> None:
    page = show(bare, draw_message({"user": "UIVY", "ts": "1.0", "text": word}, ANA))

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
