"""People convert a deal's channel, have it shared, take its board down and change their address; the work goes on."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.stage import ACME, Stage, served

STEP = "call the customer"


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with served(tmp_path) as stage:
        stage.won()
        stage.settle()
        stage.press("jonas", "Accept", "will you own")
        yield stage


def admin(on: Stage, person: str = "jonas") -> str:
    somebody = on.people[person].id
    on.slack.change_person(somebody, is_admin=True)
    return somebody


def test_a_converted_channel_is_the_deals_channel_as_before(on: Stage) -> None:
    for is_private in (True, False):
        on.slack.act(admin(on), "convert_channel", channel=on.channel())
        assert on.channels("acme")[0]["is_private"] is is_private

        on.type("jonas", f"/deal next {STEP} {is_private} by tomorrow 12:00")
        assert any(f"{STEP} {is_private}" in each for each in on.read(on.channel()))

    assert "Acme EV site" in on.type("mei", "/deal list all")


def test_a_channel_with_another_id_is_written_to_and_its_old_buttons_work(on: Stage) -> None:
    on.type("jonas", f"/deal next {STEP} by tomorrow 12:00")
    before = on.channel()
    on.slack.act(on.people["jonas"].id, "move_channel", channel=before)
    on.settle()
    assert on.channel() != before

    on.press("jonas", "Done", STEP)

    said = on.read(on.channel())
    assert any(each.startswith("Done") and STEP in each for each in said)
    assert STEP not in on.board()
    assert "channel_not_found" not in on.log


def test_a_board_that_somebody_deleted_comes_back_once(on: Stage) -> None:
    before = on.board()
    take_down(on, before)

    (again,) = on.slack.until(lambda: pinned(on) or None, seconds=30) or []
    on.settle()
    assert again["text"].startswith(before.split("\n")[0])
    assert "Somebody deleted this message, so here it is once more. Deleted again, it stays away" in again["text"]
    on.type("jonas", f"/deal next {STEP} by tomorrow 12:00")
    assert STEP in on.board()
    assert "once more" not in on.board()

    take_down(on, on.board())
    on.type("jonas", f"/deal next {STEP} again by tomorrow 13:00")
    on.until(on.slack.now() + timedelta(minutes=5))

    assert pinned(on) == []
    assert any(f"{STEP} again" in each for each in on.read(on.channel()))
    assert STEP in on.type("jonas", "/deal")
    assert "Slack will not get" not in on.log


def test_a_checklist_comes_back_also_where_somebody_answered_below_it(on: Stage) -> None:
    sales = "*Sales checklist*: "
    on.people["jonas"].replies("Who has the keys?", to="Sales checklist", in_=on.channel())
    take_down(on, next(each for each in on.read(on.channel()) if each.startswith(sales)))

    def back() -> list[str]:
        return [each for each in on.read(on.channel()) if each.startswith(sales)]

    (again,) = on.slack.until(lambda: back() or None, seconds=30) or []
    assert "Somebody deleted this message" in again


def test_what_was_said_and_deleted_stays_away(on: Stage) -> None:
    on.type("jonas", f"/deal next {STEP} by tomorrow 12:00")
    for said in about_the_step(on):
        take_down(on, said)
    on.settle()
    assert about_the_step(on) == []

    on.type("jonas", f"/deal done {STEP}")

    (done,) = about_the_step(on)
    assert done.startswith("Done")


def about_the_step(on: Stage) -> list[str]:
    return [each for each in on.read(on.channel()) if STEP in each and each != on.board()]


def pinned(on: Stage) -> list[dict[str, str]]:
    return [each for each in on.slack.messages(on.channel()) if each["pinned"]]


def take_down(on: Stage, text: str) -> None:
    """Let an admin delete a message of Baton's, as Slack lets them."""
    (found,) = [each["ts"] for each in on.slack.messages(on.channel()) if each["text"] == text]
    on.slack.act(admin(on, "lena"), "delete_message", channel=on.channel(), ts=found)


def test_whose_address_changes_is_found_by_the_new_one(on: Stage) -> None:
    mei = on.people["mei"].id
    on.slack.change_person(mei, email="mei.chen@example.com")
    on.settle()

    on.won({**ACME, "id": "D-2", "account": {"name": "Birch"}, "seller": {"email": "mei.chen@example.com"}})
    on.settle()

    assert any(f"<@{mei}>" in each for each in on.read(on.channel("birch")))
