"""The panels behind the scenes: traffic and faults."""

import pytest
from playwright.sync_api import Page, expect

from sandbox.client import SandboxClient
from tests.sandbox.page.conftest import Room, Visits

pytestmark = pytest.mark.browser


@pytest.fixture
def page(room: Room, visit: Visits) -> Page:
    return visit(room.ana, room.channel)


@pytest.fixture
def faults(page: Page, client: SandboxClient) -> Page:
    """Open the faults panel; whatever a test left in force is cleared."""
    client.clear_faults()
    page.get_by_role("button", name="Faults", exact=True).click()
    return page


def test_a_fault_is_added_happens_and_is_cleared(faults: Page, room: Room) -> None:
    faults.get_by_label("What happens").select_option("error")
    faults.get_by_label("Code").fill("internal_error")
    faults.get_by_label("To which method").fill("chat.postMessage")
    faults.get_by_label("Only when its text contains").fill(f"number {room.number}")
    faults.get_by_role("button", name="Add the fault").click()
    expect(faults.locator(".rules")).to_contain_text("Refused with an error of Slack's (internal_error), once")

    with pytest.raises(Exception, match="internal_error"):
        room.post(f"number {room.number}")
    expect(faults.locator(".rules")).to_contain_text("happened once")

    faults.get_by_role("button", name="Clear all faults").click()
    expect(faults.get_by_text("Nothing goes wrong on purpose.")).to_be_visible()


def test_a_fault_asks_only_for_what_it_takes(faults: Page) -> None:
    kind = faults.get_by_label("What happens")

    kind.select_option("double")
    expect(faults.locator("#fault-value")).to_be_hidden()

    kind.select_option("delay")
    expect(faults.get_by_label("Seconds")).to_be_visible()


def test_what_is_typed_into_the_panel_stays_while_the_workspace_changes(faults: Page, room: Room) -> None:
    faults.get_by_label("To which method").fill("views.op")

    room.post("something new")

    expect(faults.locator("#messages")).to_contain_text("something new")
    expect(faults.get_by_label("To which method")).to_have_value("views.op")


def test_a_fault_that_makes_no_sense_is_refused_in_a_sentence(faults: Page) -> None:
    faults.get_by_label("To which method").fill("chat.postMesage")
    faults.get_by_role("button", name="Add the fault").click()

    expect(faults.locator(".notice")).to_contain_text("did you mean chat.postMessage")


def test_a_person_is_renamed_from_the_panel(faults: Page, room: Room) -> None:
    faults.get_by_label("Who").select_option(room.omar)
    faults.get_by_label("New name").fill(f"Omar the {room.number}th")
    faults.get_by_role("button", name="Rename").click()

    expect(faults.get_by_label("Who")).to_contain_text(f"Omar the {room.number}th")


def test_whoever_is_deactivated_is_nobody_to_be(faults: Page, room: Room) -> None:
    faults.get_by_label("Who").select_option(room.omar)
    faults.get_by_role("button", name="Deactivate").click()
    expect(faults.get_by_label("Who")).not_to_contain_text(room.name_of("omar"))

    faults.locator(".switcher").click()

    expect(faults.get_by_role("menuitemradio", name=room.name_of("omar"))).to_have_count(0)


def test_a_channel_is_archived_and_brought_back(faults: Page, room: Room) -> None:
    faults.get_by_role("button", name=f"Archive #{room.name}").click()
    expect(faults.locator("#below")).to_contain_text("This channel is archived")

    faults.get_by_role("button", name=f"Bring #{room.name} back").click()
    expect(faults.get_by_label("Message", exact=True)).to_be_visible()


def test_one_panel_gives_way_to_the_other_and_closes(page: Page) -> None:
    page.get_by_role("button", name="Traffic", exact=True).click()
    expect(page.get_by_role("heading", name="Traffic")).to_be_visible()

    page.get_by_role("button", name="Faults", exact=True).click()
    expect(page.get_by_role("heading", name="Faults")).to_be_visible()
    expect(page.get_by_role("heading", name="Traffic")).to_have_count(0)

    page.get_by_role("button", name="Close the faults panel").click()
    expect(page.locator("#panel")).to_be_hidden()


def test_the_log_is_sifted_while_someone_types(page: Page, room: Room, client: SandboxClient) -> None:
    room.post(f"needle {room.number}")
    room.post("hay")
    page.get_by_role("button", name="Traffic", exact=True).click()
    search = page.get_by_label("Only traffic that contains")

    search.press_sequentially(f"needle {room.number}")

    expect(page.locator(".entries li")).to_have_count(1)
    expect(search).to_be_focused()
    expect(search).to_have_value(f"needle {room.number}")


def test_an_open_payload_stays_open_while_the_log_grows(page: Page, room: Room) -> None:
    room.post("the one to read")
    page.get_by_role("button", name="Traffic", exact=True).click()
    number = room.client.traffic()[-1]["number"]
    entry = page.locator(f".entries li[value='{number}']")
    entry.locator("summary").click()
    expect(entry.locator("pre").first).to_contain_text("the one to read")

    room.post("and another")

    expect(page.locator(f".entries li[value='{number + 1}']")).to_be_visible()
    expect(entry.locator("pre").first).to_be_visible()


def test_calls_that_change_nothing_show_too(page: Page, room: Room) -> None:
    page.get_by_role("button", name="Traffic", exact=True).click()
    page.get_by_label("Which traffic to show").select_option("call")
    expect(page.locator(".entries li").first).to_be_visible()

    room.slack.auth_test()

    expect(page.locator(".entries li").first).to_contain_text("auth.test")
