"""Finding one's way: the filter of the sidebar, folds, the keyboard."""

import pytest
from playwright.sync_api import Page, expect

from sandbox.client import SandboxClient
from tests.sandbox.page.conftest import Room, Visits

pytestmark = pytest.mark.browser


@pytest.fixture
def page(room: Room, visit: Visits) -> Page:
    return visit(room.ana, room.channel)


def test_ctrl_k_finds_a_channel_and_enter_goes_there(page: Page, room: Room) -> None:
    room.open(room.ana, name=f"needle-{room.number}")
    expect(page.get_by_role("link", name=f"needle-{room.number}")).to_be_visible()

    page.keyboard.press("Control+k")
    expect(page.get_by_label("Find a channel")).to_be_focused()
    page.keyboard.type(f"needle-{room.number}")
    expect(page.locator(".places .entry:visible")).to_have_count(1)
    page.keyboard.press("Enter")

    expect(page.locator("#heading h1")).to_have_text(f"needle-{room.number}")
    expect(page.get_by_label("Find a channel")).to_have_value("")
    expect(page.get_by_role("link", name=room.name)).to_be_visible()


def test_what_nothing_is_called_is_said_and_escape_forgets_it(page: Page, room: Room) -> None:
    find = page.get_by_label("Find a channel")

    find.fill("no such channel")
    expect(page.get_by_text("Nothing is called that.")).to_be_visible()
    find.press("Escape")

    expect(page.get_by_role("link", name=room.name)).to_be_visible()


def test_a_filter_stays_while_the_workspace_changes(page: Page, room: Room) -> None:
    page.get_by_label("Find a channel").fill("general")
    expect(page.get_by_role("link", name=room.name)).to_be_hidden()

    room.post("something new")

    expect(page.locator("#messages")).to_contain_text("something new")
    expect(page.get_by_role("link", name=room.name)).to_be_hidden()


def test_archived_channels_lie_under_a_fold(page: Page, room: Room) -> None:
    name = f"old-{room.number}"
    room.slack.conversations_archive(channel=room.open(room.ana, name=name))
    fold = page.get_by_text("Archived (")
    expect(fold).to_be_visible()
    expect(page.get_by_role("link", name=name)).to_be_hidden()

    fold.click()
    page.get_by_role("link", name=name).click()

    expect(page.locator("#below")).to_contain_text("This channel is archived")


def test_the_skip_link_leads_to_the_message_field(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Message", exact=True)).to_be_focused()


def test_a_form_gives_the_keyboard_back_to_where_it_was(page: Page) -> None:
    field = page.get_by_label("Message", exact=True)
    field.fill("/form")
    field.press("Enter")
    expect(page.get_by_role("dialog").get_by_label("Name")).to_be_focused()

    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(field).to_be_focused()


def test_the_arrow_leads_one_form_back_and_the_cross_closes_all(page: Page, room: Room, client: SandboxClient) -> None:
    client.command(room.ana, room.channel, "/form")
    below = page.get_by_role("dialog", name="A few questions")
    above = page.get_by_role("dialog", name="Another form")
    below.get_by_role("button", name="Another form").click()

    above.get_by_role("button", name="Back").click()
    expect(below).to_be_visible()
    expect(above).to_have_count(0)

    below.get_by_role("button", name="Another form").click()
    above.get_by_role("button", name="Close all").click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    assert client.views(room.ana) == []


def test_an_option_that_the_app_finds_is_picked(page: Page, room: Room, client: SandboxClient) -> None:
    client.command(room.ana, room.channel, "/pick")
    form = page.get_by_role("dialog", name="Pick")

    form.get_by_label("City", exact=False).first.press_sequentially("ber")
    expect(form.locator("datalist option")).to_have_count(2)
    form.get_by_label("City").first.fill("Bergen")
    form.locator("[data-block=cities] summary").click()
    form.locator("[data-block=cities] [type=search]").press_sequentially("mad")
    form.get_by_label("Madrid").check()
    expect(form.locator("[data-block=cities] summary")).to_contain_text("Madrid")
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)

    sent = next(one for one in reversed(client.traffic()) if one["method"] == "view_submission")
    values = sent["args"]["view"]["state"]["values"]
    assert values["city"]["value"]["selected_option"]["value"] == "bergen"
    assert [one["value"] for one in values["cities"]["value"]["selected_options"]] == ["madrid"]
