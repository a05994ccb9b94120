"""What admins settle for everybody: who may, what is recorded, what a form that was drawn earlier may still change."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest

from bot.events import Nudged
from bot.model import ChannelId, DealId, UserId, Week
from bot.outgoing import Kind
from bot.playbook import Where
from bot.ports import Group, Workspace
from bot.refusals import CannotLead, KeptTooLong, NoSuchGroup, NoSuchRegion, NoSuchWeek, NotAnAdmin, SettledMeanwhile
from bot.service import own_time, settings, sweep
from bot.settled import Allowed, Leader, Setting, Settled
from tests.bot.making import ANA, FAYE, LIV, NOW, OMAR, PEOPLE, STRANGER, at
from tests.bot.service.conftest import Office, won
from tests.bot.service.test_own_time import looked_at

ALLOWED = Allowed(least=90, most=400)
MONDAY, FRIDAY = date(2026, 11, 30), date(2026, 12, 4)
TEAM, LEADERS = ChannelId("C0TEAM"), ChannelId("C0LEAD")


def page(office: Office, by: UserId = LIV) -> settings.Page:
    return settings.page(office.desk, office.asked(by), ALLOWED)


def home(office: Office) -> Workspace:
    return page(office).home


def last(office: Office) -> list[tuple[Setting, str, str, str]]:
    return [(each.what, each.about, each.was, each.now) for each in page(office).last]


def set_team(office: Office, team: ChannelId | None, seen: int = 0, by: UserId = LIV) -> Workspace:
    asked = office.asked(by, f"team:{team}:{by}")
    return settings.set_channels(office.desk, asked, seen, team=team, leadership=None)


def set_days_off(office: Office, *days_off: date) -> Workspace:
    return settings.set_week(office.desk, office.asked(LIV), 0, week=None, region=None, days_off=days_off)


def set_leads(office: Office, *leads: tuple[str, Leader]) -> Workspace:
    return settings.set_leads(office.desk, office.asked(LIV), page(office).seen, leads)


def test_every_change_is_recorded_with_who_made_it_from_what_to_what(office: Office) -> None:
    set_team(office, TEAM)
    set_team(office, LEADERS, seen=1)

    found = page(office)
    assert found.last == [
        Settled(2, NOW, LIV, Setting.TEAM_CHANNEL, "", TEAM, LEADERS),
        Settled(1, NOW, LIV, Setting.TEAM_CHANNEL, "", "", TEAM),
    ]
    assert (found.seen, found.home.team_channel) == (2, LEADERS)


def test_the_same_form_a_second_time_changes_and_records_nothing(office: Office) -> None:
    assert set_team(office, TEAM) == set_team(office, TEAM)

    assert len(page(office).last) == 1


def test_a_form_that_was_drawn_before_somebody_changed_the_same_thing_says_so(office: Office) -> None:
    set_team(office, TEAM)

    with pytest.raises(SettledMeanwhile) as refused:
        set_team(office, LEADERS)

    assert (refused.value.by, refused.value.at) == (LIV, NOW)
    assert home(office).team_channel == TEAM


def test_a_form_about_something_else_is_not_late(office: Office) -> None:
    set_team(office, TEAM)

    set_days_off(office, FRIDAY)

    assert (home(office).team_channel, home(office).days_off) == (TEAM, (FRIDAY,))


def test_what_was_emptied_by_somebody_else_does_not_come_back(office: Office) -> None:
    set_team(office, TEAM)
    set_team(office, None, seen=1)

    with pytest.raises(SettledMeanwhile):
        set_team(office, TEAM, seen=1)


def test_channels_that_were_chosen_here_are_known_as_chosen_also_where_there_is_none(office: Office) -> None:
    assert not home(office).rules.has_channels

    set_team(office, None)

    assert home(office).rules.has_channels


def test_the_week_moves_deals_and_is_spelled_for_the_record(office: Office, opened: DealId) -> None:
    week = Week(frozenset({0, 1}))

    after = settings.set_week(office.desk, office.asked(LIV), 0, week=week, region="fi", days_off=(FRIDAY, FRIDAY))

    assert (after.week, after.region, after.days_off) == (week, "FI", (FRIDAY,))
    assert office.storage.workspaces.get(office.workspace.id) == after
    assert looked_at(office) == [opened]
    assert set(last(office)) == {
        (Setting.WEEK, "", "", "0,1 09:00 17:00"),
        (Setting.REGION, "", "", "FI"),
        (Setting.DAYS_OFF, "", "", "2026-12-04"),
    }


def test_another_channel_moves_no_deal(office: Office, opened: DealId) -> None:
    set_team(office, TEAM)

    assert looked_at(office) == []


def test_days_off_that_leave_somebody_no_working_day_change_nothing(office: Office) -> None:
    own_time.work_hours(office.desk, office.asked(OMAR), Week(frozenset({0})))

    with pytest.raises(NoSuchWeek, match="has no working day within 400 days"):
        set_days_off(office, *(MONDAY + timedelta(weeks=each) for each in range(60)))

    assert (home(office).days_off, last(office)) == ((), [])


def test_a_region_without_holidays_changes_nothing(office: Office) -> None:
    with pytest.raises(NoSuchRegion):
        settings.set_week(office.desk, office.asked(LIV), 0, week=None, region="Atlantis", days_off=(FRIDAY,))

    assert home(office).days_off == ()


@pytest.mark.parametrize("by", [OMAR, STRANGER])
def test_nobody_but_an_admin_sees_or_changes_anything(office: Office, by: UserId) -> None:
    with pytest.raises(NotAnAdmin) as refused:
        page(office, by)
    with pytest.raises(NotAnAdmin):
        set_team(office, TEAM, by=by)

    assert refused.value.may == (LIV,)
    assert home(office).team_channel is None


def test_who_is_no_admin_any_more_changes_nothing_with_an_open_form(office: Office) -> None:
    with office.desk.work(office.workspace.id) as uow:
        uow.put_people([replace(PEOPLE[LIV], is_admin=False)])

    with pytest.raises(NotAnAdmin):
        set_team(office, TEAM)


def test_the_page_names_every_function_of_a_playbook_and_those_that_only_were_settled(office: Office) -> None:
    functions = dict(page(office).functions)
    assert {"delivery", "finance"} <= functions.keys()

    with office.desk.work(office.workspace.id) as uow:
        uow.put_workspace(replace(uow.workspace(), rules=replace(uow.workspace().rules, leads=(("old", Leader(ANA)),))))

    assert dict(page(office).functions)["old"] == "old"


def test_whoever_was_chosen_leads_the_next_deal_and_not_those_that_are_open(office: Office, opened: DealId) -> None:
    before = dict(office.deal(opened).leads)

    set_leads(office, ("finance", Leader(ANA)))

    assert dict(office.deal(opened).leads) == before
    fresh = office.deal(office.receive(won("D-2")).deal_id)
    assert dict(fresh.leads)["finance"] == ANA


def test_a_group_leads_new_deals_in_turn_one_person_at_a_time(office: Office) -> None:
    with office.desk.work(office.workspace.id) as uow:
        uow.put_groups([Group("money", (ANA, FAYE))])
    set_leads(office, ("finance", Leader(group="money")))

    found = [office.deal(office.receive(won(f"D-{n}")).deal_id) for n in range(2, 5)]

    assert [dict(deal.leads)["finance"] for deal in found] == [ANA, FAYE, ANA]


def test_whom_the_crm_names_comes_before_whom_admins_chose_and_who_left_is_passed_over(office: Office) -> None:
    set_leads(office, ("finance", Leader(ANA)), ("delivery", Leader(LIV)))
    with office.desk.work(office.workspace.id) as uow:
        uow.put_people([replace(PEOPLE[LIV], is_active=False)])

    deal = office.deal(office.receive(won("D-2")).deal_id)

    assert dict(deal.leads)["delivery"] == OMAR


@pytest.mark.parametrize("user", [STRANGER, UserId("UBOT")])
def test_who_cannot_be_asked_cannot_be_chosen(office: Office, user: UserId) -> None:
    with pytest.raises(CannotLead) as refused:
        set_leads(office, ("finance", Leader(user)))

    assert (refused.value.user_id, refused.value.function) == (user, "finance")


def test_a_group_that_slack_does_not_know_cannot_be_chosen(office: Office) -> None:
    with pytest.raises(NoSuchGroup) as refused:
        set_leads(office, ("finance", Leader(group="gone")))

    assert (refused.value.handle, refused.value.function) == ("gone", "finance")


@pytest.mark.parametrize(
    ("above", "kinds", "is_private"),
    [(None, (), False), (4_799_999, (), True), (4_800_000, (), False), (None, ("site",), True), (None, ("x",), False)],
)
def test_new_deals_are_private_as_settled(
    office: Office, above: int | None, kinds: tuple[str, ...], is_private: bool
) -> None:
    settings.set_visibility(office.desk, office.asked(LIV), 0, above_minor=above, kinds=kinds)

    assert office.deal(office.receive(won("D-2")).deal_id).is_private is is_private


def test_open_deals_stay_as_public_as_they_are(office: Office, opened: DealId) -> None:
    settings.set_visibility(office.desk, office.asked(LIV), 0, above_minor=0, kinds=())

    assert not office.deal(opened).is_private
    assert last(office) == [(Setting.PRIVATE_ABOVE, "", "", "0")]


@pytest.mark.parametrize("days", [89, 401])
def test_history_is_kept_within_what_the_operator_allows(office: Office, days: int) -> None:
    with pytest.raises(KeptTooLong) as refused:
        settings.set_retention(office.desk, office.asked(LIV), 0, history_days=days, erases=False, allowed=ALLOWED)

    assert (refused.value.least, refused.value.most) == (90, 400)


def test_how_long_things_are_kept_is_recorded(office: Office) -> None:
    after = settings.set_retention(
        office.desk, office.asked(LIV), 0, history_days=90, erases=True, allowed=Allowed(90, None)
    )

    assert (after.rules.history_days, after.rules.erases) == (90, True)
    assert set(last(office)) == {(Setting.HISTORY_DAYS, "", "", "90"), (Setting.ERASES, "", "", "yes")}


def late(office: Office, when: str) -> list[Nudged]:
    """Let an offer grow old until it is asked about where colleagues read it; return what was said at that moment."""
    deal_id = office.receive(won()).deal_id
    sweep.review(office.desk, office.workspace.id, deal_id, now=at(when))
    return [each.event for each in office.history(deal_id) if isinstance(each.event, Nudged)]


def test_a_workspace_begins_with_questions_that_only_their_person_reads(office: Office) -> None:
    settings.set_beginning(office.desk, office.asked(LIV), 0, MONDAY)

    (nudge,) = late(office, "2026-11-23 15:00")

    assert (nudge.where, nudge.also, nudge.is_beginning) == (Where.PRIVATE, (), True)
    assert [(row.to_user, row.in_channel_of) for row in office.sent(Kind.NUDGE)] == [(OMAR, None)]


@pytest.mark.parametrize("until", [date(2026, 11, 23), None])
def test_from_that_day_on_it_is_as_the_playbook_says(office: Office, until: date | None) -> None:
    settings.set_beginning(office.desk, office.asked(LIV), 0, MONDAY)
    settings.set_beginning(office.desk, office.asked(LIV, "k2"), 1, until)

    (nudge,) = late(office, "2026-11-23 15:00")

    assert (nudge.where, nudge.is_beginning) == (Where.CHANNEL, False)


def test_of_two_admins_at_once_both_are_recorded_and_neither_undoes_the_other(office: Office) -> None:
    start, refused = Barrier(2), list[SettledMeanwhile]()

    def choose(team: ChannelId) -> None:
        start.wait()
        try:
            set_team(office, team)
        except SettledMeanwhile as late:
            refused.append(late)

    threads = [Thread(target=choose, args=(each,)) for each in (TEAM, LEADERS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(refused) == 1
    assert len(page(office).last) == 1


def test_what_the_operator_says_of_removing_stays_theirs_until_admins_say_otherwise(office: Office) -> None:
    erasing = Allowed(90, 400, erases=True)
    for seen, (erases, kept) in enumerate([(True, None), (False, False), (True, True)]):
        after = settings.set_retention(
            office.desk, office.asked(LIV, str(seen)), seen, history_days=None, erases=erases, allowed=erasing
        )

        assert after.rules.erases is kept
        assert settings.page(office.desk, office.asked(LIV), erasing).erases is erases
