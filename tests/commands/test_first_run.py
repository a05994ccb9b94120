"""The first steps as an admin meets them: the buttons, what each does, and the words that say so."""

from dataclasses import replace

import pytest

from bot.first_run import FirstStep
from bot.model import ChannelId, DealStatus
from bot.outgoing import Kind
from bot.service import first_run
from tests.bot.making import LIV, OMAR
from tests.bot.service.conftest import won
from tests.commands.hall import Hall, Told


@pytest.fixture
def silent(hall: Hall) -> Hall:
    """Return a hall in which nobody has said yet where Baton may post."""
    home = hall.office.storage.workspaces.get(hall.office.workspace.id)
    assert home
    hall.office.storage.workspaces.put(replace(home, rules=replace(home.rules, may_speak=False)))
    with hall.office.desk.work(home.id) as uow:
        uow.put_first_run(first_run.FirstRun())
    return hall


def steps(hall: Hall, who: str = LIV) -> Told:
    return hall.presses(who, hall.types(LIV, "settings").button("Show…", "First steps"), ephemeral=True)


def primary(told: Told) -> list[str]:
    return [each["text"]["text"] for each in told.buttons if each.get("style") == "primary"]


def test_one_button_stands_out_and_the_words_promise_what_is_true(silent: Hall) -> None:
    told = steps(silent)

    assert "I post nowhere until you say so." in told.said
    assert primary(told) == ["Choose the channel"]
    assert "Only an admin" in steps(silent, OMAR).said


def test_the_first_admin_at_the_settings_is_told_and_nobody_after(silent: Hall) -> None:
    silent.types(OMAR, "settings")
    silent.types(LIV, "settings")
    silent.types(LIV, "settings")

    assert [each.to_user for each in silent.office.sent(Kind.FIRST_STEPS)] == [LIV]


def test_the_channel_is_chosen_in_the_form_that_the_settings_have(silent: Hall) -> None:
    opened = silent.presses(LIV, steps(silent).button("Choose the channel"))
    assert opened.view
    silent.submits(LIV, opened.view, team="C0TEAM")

    told = steps(silent)
    assert "Done: <#C0TEAM>" in told.said
    assert "I post nowhere" not in told.said
    assert primary(told) == ["Choose who leads"]


def test_everything_can_be_skipped_and_each_skip_says_so_in_place(silent: Hall) -> None:
    told = silent.presses(LIV, steps(silent).button("Go on without one"), ephemeral=True)
    assert told.is_in_place
    assert "Done without one" in told.said
    for _ in range(len(FirstStep)):
        skips = [each for each in told.buttons if each["text"]["text"] == "Skip"]
        if not skips:
            break
        told = silent.presses(LIV, skips[0], ephemeral=True)

    assert "That is all." in told.said
    assert told.buttons == []
    assert "Skipped: whom the playbook names leads" in told.said


def test_a_week_in_private_is_one_press(silent: Hall) -> None:
    told = silent.presses(LIV, steps(silent).button("Begin in private"), ephemeral=True)

    assert "until Mon 30 Nov 2026 each question comes to its person alone" in told.said
    assert "The first days" in silent.types(LIV, "settings").said


def test_a_deal_that_waits_is_started_by_the_button(silent: Hall) -> None:
    kept = silent.office.receive(won("D-2")).deal_id
    assert "1 won deal came in meanwhile and waits." in steps(silent).said
    assert not [each for each in steps(silent).buttons if each["text"]["text"] == "Enter a won deal"]
    home = silent.office.storage.workspaces.get(silent.office.workspace.id)
    assert home
    spoken = replace(home, team_channel=ChannelId("C0TEAM"), rules=replace(home.rules, may_speak=True))
    silent.office.storage.workspaces.put(spoken)

    button = {"type": "button", "action_id": "first.start", "value": ""}
    assert "Only an admin" in silent.presses(OMAR, button).said
    silent.presses(LIV, button)

    assert silent.office.deal(kept).status is DealStatus.OPEN


def test_a_deal_entered_by_hand_before_that_is_kept_and_says_so(silent: Hall) -> None:
    view = silent.types(OMAR, "won Rocket 1000 EUR").view
    assert view
    told = silent.submits(OMAR, view)

    assert "*Rocket* is kept, and nobody was told" in str(told.view)
    assert [deal.facts.name for deal in silent.office.deals(DealStatus.BACKLOG)] == ["Rocket"]


def test_the_preview_is_for_whoever_presses(silent: Hall) -> None:
    told = silent.presses(OMAR, {"type": "button", "action_id": "first.preview", "value": "preview"})

    assert "Your next digest, on" in told.said
    assert "2 things need you, Tue 24 Nov 2026" in told.said


def test_a_step_that_we_never_wrote_is_refused(silent: Hall) -> None:
    told = silent.presses(LIV, {"type": "button", "action_id": "first.skip", "value": "everything"})

    assert "not here any more" in told.said


@pytest.fixture
def lent(silent: Hall) -> Hall:
    """Return a hall that somebody let Baton into who is no admin."""
    with silent.office.desk.work(silent.office.workspace.id) as uow:
        uow.put_first_run(first_run.FirstRun(number=2))
    first_run.begin(silent.office.desk, silent.office.workspace.id, OMAR, now=silent.clock.at)
    return silent


def shown(hall: Hall, who: str) -> Told:
    return hall.presses(who, {"type": "button", "action_id": "first.show", "value": "show"})


def test_whoever_installed_can_do_all_of_it_without_being_an_admin(lent: Hall) -> None:
    kept = lent.office.receive(won("D-2")).deal_id
    assert "yours to choose until an admin" in shown(lent, OMAR).said
    opened = lent.presses(OMAR, shown(lent, OMAR).button("Choose the channel"))
    assert opened.view
    lent.submits(OMAR, opened.view, team="C0TEAM")
    told = lent.presses(OMAR, shown(lent, OMAR).button("Skip"), ephemeral=True)
    told = lent.presses(OMAR, told.button("Begin in private"), ephemeral=True)
    told = lent.presses(OMAR, told.button("Skip", "4. A practice deal"), ephemeral=True)
    told = lent.presses(OMAR, {"type": "button", "action_id": "first.start", "value": ""}, ephemeral=True)
    assert lent.office.deal(kept).status is DealStatus.OPEN
    told = lent.presses(OMAR, told.button("Skip"), ephemeral=True)

    assert "That is all." in told.said
    assert "Only an admin" not in told.said


def test_after_an_admin_changed_something_it_names_them_and_offers_no_button_of_theirs(lent: Hall) -> None:
    opened = lent.presses(LIV, shown(lent, LIV).button("Choose who leads"))
    assert opened.view
    old = shown(lent, OMAR).button("Choose the channel")
    week = lent.presses(LIV, shown(lent, LIV).button("Begin in private"), ephemeral=True)
    assert "each question comes to its person alone" in week.said

    told = shown(lent, OMAR)
    assert f"ask <@{LIV}> to type `/deal settings`" in told.said
    assert [each["text"]["text"] for each in told.buttons] == ["Practise", "Skip", "Show it"]
    assert "Only an admin" in lent.presses(OMAR, old).said
    assert "Only an admin" in shown(lent, "UANA").said
