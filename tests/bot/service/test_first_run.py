"""The first steps are put to one person, once; and nothing is started before somebody says where Baton may post."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.events import DealOpened, OwnerOffered
from bot.first_run import FirstRun, FirstStep, Stands
from bot.incoming import Arrival, PersonRef
from bot.model import ChannelId, DealStatus, UserId
from bot.outgoing import FIRST_STEPS, Kind, Outgoing
from bot.refusals import MayNotSpeak, NotAnAdmin
from bot.service import first_run, intake, publishing, settings
from tests.bot.making import ANA, LIV, NOW, OMAR, a_playbook, by
from tests.bot.service.conftest import PLAYBOOK, Office, won
from tests.bot.service.test_settings import set_team

TEAM = ChannelId("C0TEAM")


def silence(office: Office) -> None:
    """Let nobody have said yet where Baton may post."""
    home = office.storage.workspaces.get(office.workspace.id)
    assert home
    office.storage.workspaces.put(replace(home, rules=replace(home.rules, may_speak=False)))


def begin(office: Office, who: UserId | None = LIV) -> None:
    first_run.begin(office.desk, office.workspace.id, who, now=NOW)


def remembered(office: Office) -> FirstRun | None:
    with office.desk.work(office.workspace.id) as uow:
        return uow.first_run()


def stands(office: Office, step: FirstStep) -> Stands:
    return dict(first_run.show(office.desk, office.asked(LIV)).steps)[step]


def edits(office: Office) -> list[Outgoing]:
    return [each for each in office.sent(Kind.EDIT) if each.detail == FIRST_STEPS]


def test_whoever_let_baton_in_is_told_once_however_often_they_consent(office: Office) -> None:
    begin(office)
    begin(office)
    begin(office, ANA)

    (told,) = office.sent(Kind.FIRST_STEPS)
    assert (told.to_user, told.key, told.not_before) == (LIV, "first:1:ULIV", None)


def test_without_an_installer_the_first_admin_who_comes_by_is_told(office: Office) -> None:
    begin(office, None)
    assert office.sent(Kind.FIRST_STEPS) == []

    for who in (OMAR, LIV, LIV):
        first_run.greet(office.desk, office.asked(who))

    assert [each.to_user for each in office.sent(Kind.FIRST_STEPS)] == [LIV]


def test_a_workspace_that_was_at_work_before_is_not_bothered(office: Office) -> None:
    office.receive()
    begin(office)
    first_run.greet(office.desk, office.asked(LIV))

    assert remembered(office) is None
    assert office.sent(Kind.FIRST_STEPS) == []


def test_nor_is_one_in_which_somebody_settled_something(office: Office) -> None:
    set_team(office, TEAM)
    begin(office)

    assert office.sent(Kind.FIRST_STEPS) == []


def test_what_is_done_is_drawn_once_and_what_changes_nothing_is_not(office: Office) -> None:
    silence(office)
    begin(office)
    set_team(office, TEAM)
    set_team(office, TEAM)

    (edit,) = edits(office)
    assert (edit.edits, edit.key) == ("first:1:ULIV", "edit:first:1:ULIV:1")
    assert stands(office, FirstStep.CHANNEL) is Stands.DONE


def test_a_step_is_skipped_by_admins_alone_and_comes_back_as_done(office: Office) -> None:
    begin(office)
    with pytest.raises(NotAnAdmin):
        first_run.skip(office.desk, office.asked(OMAR), FirstStep.LEADS)
    first_run.skip(office.desk, office.asked(LIV), FirstStep.LEADS)
    first_run.skip(office.desk, office.asked(LIV), FirstStep.LEADS)

    assert stands(office, FirstStep.LEADS) is Stands.SKIPPED
    assert len(edits(office)) == 1


def test_choosing_a_channel_lets_baton_speak_and_so_does_doing_without_one(office: Office) -> None:
    silence(office)
    assert set_team(office, None).rules.may_speak is False
    assert set_team(office, TEAM).rules.may_speak

    silence(office)
    page = settings.page(office.desk, office.asked(LIV), settings.Allowed())
    assert settings.let_speak(office.desk, office.asked(LIV), page.seen).rules.may_speak


def test_before_that_a_won_deal_is_kept_and_nobody_hears_of_it(office: Office) -> None:
    silence(office)
    arrived = office.receive(won(owner=PersonRef("omar@example.com")))

    assert arrived.status is Arrival.ACCEPTED
    assert office.deal(arrived.deal_id).status is DealStatus.BACKLOG
    assert office.sent() == []
    assert office.receive(won(owner=PersonRef("omar@example.com"))).status is Arrival.KNOWN
    with pytest.raises(MayNotSpeak):
        intake.activate(office.desk, office.origin, count=1)
    assert office.sent() == []


def test_news_of_a_deal_that_is_kept_are_kept_too(office: Office) -> None:
    silence(office)
    arrived = office.receive()
    later = won(at=NOW + timedelta(hours=1), facts=replace(won().facts, promised_on=by("2027-01-04").on))
    intake.correct(office.desk, office.origin, later)

    assert office.deal(arrived.deal_id).facts.promised_on == by("2027-01-04").on
    assert office.sent() == []


def test_once_it_may_speak_what_was_kept_starts_with_the_owner_whom_the_crm_wanted(office: Office) -> None:
    silence(office)
    begin(office)
    kept = office.receive(won(owner=PersonRef("liv@example.com"))).deal_id
    assert first_run.show(office.desk, office.asked(LIV)).waiting == 1
    set_team(office, TEAM)

    intake.activate(office.desk, office.origin, count=1)

    deal = office.deal(kept)
    assert (deal.status, deal.seller_id) == (DealStatus.OPEN, ANA)
    assert deal.offer
    assert deal.offer.to == LIV
    assert {DealOpened, OwnerOffered} <= set(office.events(kept))
    assert stands(office, FirstStep.DEAL) is Stands.DONE


def test_the_next_digest_is_shown_as_it_would_be_and_seen_from_then_on(office: Office) -> None:
    begin(office)
    assert first_run.look_ahead(office.desk, office.asked(LIV))[0] is None
    office.receive()

    facts, at = first_run.look_ahead(office.desk, office.asked(OMAR))

    assert facts
    assert [line.kind for line in facts.lines][:1] == ["owner_offer"]
    assert at > NOW
    assert facts.day == at.date().isoformat()
    assert stands(office, FirstStep.PREVIEW) is Stands.DONE


def test_whoever_installs_settles_things_until_an_admin_does(office: Office) -> None:
    silence(office)
    begin(office, OMAR)
    assert first_run.show(office.desk, office.asked(OMAR)).is_lent
    assert set_team(office, TEAM, by=OMAR).rules.may_speak
    first_run.skip(office.desk, office.asked(OMAR), FirstStep.LEADS)

    settings.set_beginning(office.desk, office.asked(LIV, "k2"), 9, None)
    assert first_run.show(office.desk, office.asked(OMAR)).admins is None, "nothing was changed by that"
    set_team(office, ChannelId("C0OTHER"), seen=9)

    found = first_run.show(office.desk, office.asked(OMAR))
    assert (found.admins, found.is_lent) == ((LIV,), False)
    with pytest.raises(NotAnAdmin):
        set_team(office, TEAM, seen=9, by=OMAR)
    assert "admins=('ULIV',)" in (remembered(office) or FirstRun()).showed


def test_what_is_their_own_they_go_on_with_after_that_and_nobody_else_does(office: Office) -> None:
    begin(office, OMAR)
    set_team(office, TEAM)

    assert stands_to(office, OMAR, FirstStep.PRACTICE) is Stands.OPEN
    first_run.skip(office.desk, office.asked(OMAR), FirstStep.PRACTICE)
    assert stands_to(office, OMAR, FirstStep.PRACTICE) is Stands.SKIPPED
    for who, step in ((OMAR, FirstStep.LEADS), (ANA, FirstStep.PREVIEW)):
        with pytest.raises(NotAnAdmin):
            first_run.skip(office.desk, office.asked(who), step)


def test_a_playbook_put_in_force_is_an_admins_word_as_well(office: Office) -> None:
    begin(office, OMAR)
    newer, was = a_playbook(id="anew"), PLAYBOOK.id
    publishing.draft(office.desk, office.asked(LIV, "k1"), newer)
    publishing.publish(office.desk, office.asked(LIV, "k2"), newer.id, was=was, follows=False)

    assert first_run.show(office.desk, office.asked(OMAR)).admins == (LIV,)


@pytest.mark.parametrize("settler", [LIV, OMAR])
def test_let_in_again_by_somebody_else_it_is_lent_to_them_where_no_admin_spoke(office: Office, settler: UserId) -> None:
    begin(office, OMAR)
    set_team(office, TEAM, by=settler)
    with office.desk.work(office.workspace.id) as uow:
        uow.put_first_run(FirstRun(number=2))

    begin(office, ANA)

    assert (first_run.show(office.desk, office.asked(ANA)).admins is None) is (settler == OMAR)
    with pytest.raises(NotAnAdmin):
        set_team(office, None, seen=9, by=OMAR)


def test_an_installer_who_is_an_admin_speaks_as_one(office: Office) -> None:
    begin(office, LIV)
    assert not first_run.show(office.desk, office.asked(LIV)).is_lent
    set_team(office, TEAM)

    with office.desk.work(office.workspace.id) as uow:
        assert uow.workspace().rules.installer is None


def stands_to(office: Office, who: UserId, step: FirstStep) -> Stands:
    return dict(first_run.show(office.desk, office.asked(who)).steps)[step]
