"""What an admin settles in Slack: the page, the form behind each button, and what stands beside a field that is wrong."""

from datetime import date, time
from typing import Any

import pytest

from bot.model import Week
from bot.ports import Group, Workspace
from bot.service.desk import context_of
from bot.settled import HouseRules, Leader
from tests.commands.hall import Hall, Told

LIV, OMAR, ANA = "ULIV", "UOMAR", "UANA"


def home(hall: Hall) -> Workspace:
    found = hall.office.storage.workspaces.get(hall.office.workspace.id)
    assert found
    return found


def rules(hall: Hall) -> HouseRules:
    return home(hall).rules


def form(hall: Hall, about: str, who: str = LIV) -> Told:
    label = "Show…" if about == "Playbooks" else "Change…"
    return hall.presses(who, hall.types(LIV, "settings").button(label, about))


def fill_in(hall: Hall, about: str, *, who: str = LIV, view_id: str = "", **answers: str | None) -> Told:
    view = form(hall, about).view
    assert view
    return hall.submits(who, view, view_id=view_id, **answers)


def test_an_admin_reads_what_holds_and_who_changed_what(hall: Hall) -> None:
    assert "Nobody has changed anything here yet." in hall.types(LIV, "settings").said
    fill_in(hall, "Channels", team="C0TEAM")

    told = hall.types(LIV, "settings")

    assert "The team's digest: <#C0TEAM>" in told.said
    assert "<@ULIV> changed the channel of the team's digest, from nothing to <#C0TEAM>" in told.said


def test_each_button_tells_a_screen_reader_what_it_is_about(hall: Hall) -> None:
    labels = [each["accessibility_label"] for each in hall.types(LIV, "settings").buttons]

    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("about", "title"),
    [
        ("Channels", "Channels"),
        ("Who leads", "Who leads new deals"),
        ("Working week", "Week and days off"),
        ("Who sees", "Who sees new deals"),
        ("The first days", "The first days"),
        ("How long", "How long it is kept"),
    ],
)
def test_every_part_has_its_form_and_nobody_else_may_open_or_submit_it(hall: Hall, about: str, title: str) -> None:
    view = form(hall, about).view
    assert view
    assert view["title"]["text"] == title

    assert "Only an admin" in form(hall, about, who=OMAR).said
    assert "Only an admin" in hall.submits(OMAR, view).said
    assert rules(hall) == HouseRules()


def test_the_playbooks_are_behind_a_button_too(hall: Hall) -> None:
    assert "*Playbooks*" in form(hall, "Playbooks").said


def test_channels_are_chosen_and_given_up_again(hall: Hall) -> None:
    assert "Saved" in str(fill_in(hall, "Channels", team="C0TEAM", leadership="C0LEAD").view)
    assert (home(hall).team_channel, home(hall).leadership_channel) == ("C0TEAM", "C0LEAD")

    opened = form(hall, "Channels")
    assert opened.fields["leadership"]["initial_conversation"] == "C0LEAD"
    fill_in(hall, "Channels", leadership="")

    assert (home(hall).team_channel, home(hall).leadership_channel) == ("C0TEAM", None)


def test_the_week_holds_for_everybody_and_what_is_emptied_is_gone(hall: Hall) -> None:
    fill_in(hall, "Working week", hours="mon-thu 8-16", region="fi", days_off="24.12.\n2027-06-04")

    now = home(hall)
    assert (now.week, now.region) == (Week(frozenset(range(4)), time(8), time(16)), "FI")
    assert now.days_off == (date(2026, 12, 24), date(2027, 6, 4))
    owner = hall.deal.owner_id
    with hall.office.desk.work(hall.office.workspace.id) as uow:
        calendar = context_of(uow).calendar(owner)
    assert {date(2026, 12, 24), date(2026, 12, 6)} <= calendar.holidays
    assert form(hall, "Working week").fields["days_off"]["initial_value"] == "2026-12-24\n2027-06-04"
    fill_in(hall, "Working week", region="", days_off="")
    assert (home(hall).region, home(hall).days_off) == (None, ())


@pytest.mark.parametrize(
    ("form_of", "answers", "about", "sentence"),
    [
        ("Working week", {"hours": "fri-mon 17-9"}, "hours", "Work cannot begin"),
        ("Working week", {"region": "Atlantis"}, "region", "no public holidays"),
        ("Working week", {"days_off": "24.12.\nsomeday"}, "days_off", "“someday” is not a day"),
        ("Who leads", {"leader:finance": "USTRANGER"}, "leader:finance", "whom Slack does not show me"),
        ("Who leads", {"led_by:finance": "group:gone"}, "led_by:finance", "no user group @gone"),
        ("Who sees", {"above": "a lot"}, "above", "is not an amount"),
        ("How long", {"history": "12"}, "history", "90 to 1095 days"),
        ("How long", {"history": "long"}, "history", "90 to 1095 days"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_changed(
    hall: Hall, form_of: str, answers: dict[str, Any], about: str, sentence: str
) -> None:
    told = fill_in(hall, form_of, **answers)

    assert sentence in told.errors[about]
    assert (home(hall).week, rules(hall)) == (None, HouseRules())


def test_a_function_is_led_by_a_person_by_a_group_or_by_whom_the_playbook_names(hall: Hall) -> None:
    members = (hall.deal.owner_id,)
    with hall.office.desk.work(hall.office.workspace.id) as uow:
        uow.put_groups([Group("money", members)])

    fill_in(hall, "Who leads", **{"leader:delivery": ANA, "led_by:finance": "group:money"})
    assert dict(rules(hall).leads) == {"delivery": Leader(hall.deal.seller_id), "finance": Leader(group="money")}
    assert "one of @money, in turn" in hall.types(LIV, "settings").said

    # The person stays chosen in the form: what is said above them counts.
    fill_in(hall, "Who leads", **{"led_by:delivery": "playbook", "led_by:finance": "person"})
    assert rules(hall).leads == ()


def test_an_amount_is_read_as_people_write_it(hall: Hall) -> None:
    for text, minor in (("100k", 10_000_000), ("250 000 EUR", 25_000_000), ("99.50", 9_950), ("", None)):
        fill_in(hall, "Who sees", above=text)

        assert rules(hall).private_above_minor == minor
    assert "initial_value" not in form(hall, "Who sees").fields["above"]


def test_the_first_days_end_on_a_day(hall: Hall) -> None:
    fill_in(hall, "The first days", until="2026-11-30")

    assert rules(hall).private_until == date(2026, 11, 30)
    assert "Until Mon 30 Nov 2026 nobody is asked in a channel" in hall.types(LIV, "settings").said


def test_how_long_things_are_kept_is_chosen(hall: Hall) -> None:
    fill_in(hall, "How long", history="365", without="erase")

    assert (rules(hall).history_days, rules(hall).erases) == (365, True)


def test_the_same_form_submitted_twice_is_saved_once(hall: Hall) -> None:
    view = form(hall, "Channels").view
    assert view

    for _ in range(2):
        assert "Saved" in str(hall.submits(LIV, view, view_id="V1", team="C0TEAM").view)

    assert hall.types(LIV, "settings").said.count("changed the channel") == 1


def test_a_form_that_is_late_says_who_was_first(hall: Hall) -> None:
    late = form(hall, "Channels").view
    assert late
    fill_in(hall, "Channels", team="C0TEAM")

    told = hall.submits(LIV, late, team="C0OTHER")

    assert "changed this just now, after you opened the form" in told.errors["team"]
    assert home(hall).team_channel == "C0TEAM"


def test_a_form_that_carries_what_was_never_written_changes_nothing(hall: Hall) -> None:
    view = form(hall, "Channels").view
    assert view

    told = hall.submits(LIV, view | {"private_metadata": "newest"}, team="C0TEAM")

    assert "not here any more" in told.said
    assert home(hall).team_channel is None
