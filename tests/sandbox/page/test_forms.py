"""People fill in forms."""

import pytest
from playwright.sync_api import APIResponse, Locator, Page, Route, expect

from sandbox.client import SandboxClient
from tests.sandbox.page.conftest import Room, Visits
from tests.sandbox.stage import Json

pytestmark = pytest.mark.browser


@pytest.fixture
def page(room: Room, visit: Visits, client: SandboxClient) -> Page:
    """Look at an open form."""
    client.command(room.ana, room.channel, "/form")
    return visit(room.ana, room.channel)


@pytest.fixture
def form(page: Page) -> Locator:
    return page.get_by_role("dialog", name="A few questions")


def submitted(client: SandboxClient) -> Json:
    sent = next(one for one in reversed(client.traffic()) if one["method"] == "view_submission")
    values: Json = sent["args"]["view"]["state"]["values"]
    return values


def test_a_submitted_form_closes_and_the_app_has_it(page: Page, form: Locator) -> None:
    form.get_by_label("Name").fill("Acme <b>& sons</b>")
    form.get_by_role("button", name="Save").click()

    expect(form).to_have_count(0)
    expect(page.locator(".message .text")).to_contain_text("Saved: Acme")


def test_an_error_of_the_app_shows_under_its_field_and_all_that_was_typed_stays(form: Locator) -> None:
    form.get_by_label("Name").fill("bad")
    form.get_by_label("Note").fill("still here")
    form.get_by_role("button", name="Save").click()

    name = form.get_by_label("Name")
    expect(form.locator("[data-block=name] .error")).to_have_text("Not that one, please.")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_value("bad")
    expect(form.get_by_label("Note")).to_have_value("still here")


def test_a_required_field_is_asked_for_before_the_app_hears_of_it(form: Locator) -> None:
    form.get_by_role("button", name="Save").click()

    expect(form.locator("[data-block=name] .error")).to_have_text("Please complete this required field.")


def test_an_error_goes_away_when_it_is_mended(form: Locator) -> None:
    form.get_by_role("button", name="Save").click()
    expect(form.locator(".error:visible")).to_have_count(1)

    form.get_by_label("Name").fill("good")
    form.get_by_role("button", name="Save").click()

    expect(form).to_have_count(0)


def test_what_is_mended_before_the_answer_is_here_is_sent_after_it(page: Page, form: Locator) -> None:
    """The workspace tells the page of the errors by itself, and may do so before the answer to the press arrives."""
    held: list[tuple[Route, APIResponse]] = []
    page.route("**/page/act/submit*", lambda route: held.append((route, route.fetch())), times=1)
    form.get_by_label("Name").fill("bad")
    form.get_by_role("button", name="Save").click()
    expect(form.locator("[data-block=name] .error")).to_have_text("Not that one, please.")

    form.get_by_label("Name").fill("good")
    form.get_by_role("button", name="Save").dblclick()
    [(route, answer)] = held
    route.fulfill(response=answer)

    expect(form).to_have_count(0)
    expect(page.locator(".message .text")).to_have_text("Saved: good")


def test_each_kind_of_field_gives_its_value(form: Locator, room: Room, client: SandboxClient) -> None:
    form.get_by_label("Name").fill("Acme")
    form.get_by_label("Colour").select_option("green")
    form.get_by_label("Person").select_option(room.omar)
    form.get_by_label("Day").fill("2026-12-01")
    form.get_by_label("Hour").fill("17:30")
    form.get_by_label("Moment").fill("2026-12-01T09:00")
    form.get_by_role("group", name="Several").get_by_label("Red").check()
    form.get_by_role("radiogroup", name="One").get_by_label("Red").check()
    form.get_by_label("Number").fill("7")
    form.locator("[data-block=people] summary").click()
    form.get_by_role("group", name="People").get_by_label(room.name_of("ana")).check()
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)

    values = {block: held["value"] for block, held in submitted(client).items()}
    assert values["name"]["value"] == "Acme"
    assert values["note"]["value"] is None
    assert values["colour"]["selected_option"]["value"] == "green"
    assert values["person"]["selected_user"] == room.omar
    assert values["day"]["selected_date"] == "2026-12-01"
    assert values["hour"]["selected_time"] == "17:30"
    assert values["moment"]["selected_date_time"] == 1_796_112_000  # 09:00 in Madrid
    assert [one["value"] for one in values["several"]["selected_options"]] == ["red"]
    assert values["one"]["selected_option"]["value"] == "red"
    assert values["number"]["value"] == "7"
    assert values["people"]["selected_users"] == [room.ana]


def test_first_values_stand_in_the_fields(form: Locator) -> None:
    expect(form.get_by_label("Day")).to_have_value("2026-11-27")
    expect(form.get_by_role("radiogroup", name="One").get_by_label("Green")).to_be_checked()


def test_a_form_above_another_gives_it_back_with_what_was_typed(page: Page, form: Locator) -> None:
    form.get_by_label("Name").fill("half done")
    form.get_by_role("button", name="Another form").click()
    above = page.get_by_role("dialog", name="Another form")
    expect(above.get_by_label("Name")).to_have_value("")

    above.get_by_role("button", name="Not now").click()

    expect(form.get_by_label("Name")).to_have_value("half done")


def test_escape_closes_the_form(page: Page, form: Locator, room: Room, client: SandboxClient) -> None:
    page.keyboard.press("Escape")

    expect(form).to_have_count(0)
    assert client.views(room.ana) == []


def test_the_keyboard_starts_in_the_first_field_and_stays_in_the_form(page: Page, form: Locator) -> None:
    expect(form.get_by_label("Name")).to_be_focused()

    for _ in range(40):
        page.keyboard.press("Tab")
        inside = page.evaluate("!document.activeElement.closest('#bar, #sidebar, #place')")
        assert inside


def test_typing_is_not_disturbed_by_what_happens_meanwhile(form: Locator, room: Room, page: Page) -> None:
    form.get_by_label("Name").press_sequentially("half")
    room.post("something new")
    expect(page.locator("#messages").get_by_text("something new")).to_be_attached()

    page.keyboard.type(" and half")

    expect(form.get_by_label("Name")).to_have_value("half and half")


def test_a_form_that_is_open_for_someone_else_is_not_seen(room: Room, visit: Visits, client: SandboxClient) -> None:
    client.command(room.ana, room.channel, "/form")

    assert visit(room.omar, room.channel).get_by_role("dialog").count() == 0
