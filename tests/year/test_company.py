"""People work in their own hours, on their own days, and not while they are away."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from storage.playbooks.library import built_in
from tests.year.company import HOMES, LEADER, Company, founded, lead_of
from tests.year.tempers import BAD, GOOD, MIXES

MOMENT = datetime(2027, 3, 3, 22, 0, tzinfo=UTC)


def test_people_live_in_three_zones(company: Company) -> None:
    assert {person.zone for person in company.context.people.values()} == {zone for _, zone in HOMES}


@pytest.mark.parametrize("mix", MIXES)
def test_a_company_has_people_of_its_mix_in_their_shares(mix: str) -> None:
    tempers = list(founded(mix, 1).tempers.values())

    for temper in MIXES[mix]:
        share = MIXES[mix].count(temper) / len(MIXES[mix])
        assert abs(tempers.count(temper) / len(tempers) - share) < 0.1


def test_the_companies_of_a_seed_have_the_same_people_away_on_the_same_days() -> None:
    assert founded("good", 1).away == founded("bad", 1).away
    assert founded("good", 1).away != founded("good", 2).away


def test_good_people_tell_of_every_absence_and_bad_ones_of_some() -> None:
    assert told(founded("good", 1)) > told(founded("bad", 1))


def told(company: Company) -> int:
    return sum(len(company.context.time_of(user).absences) for user in company.tempers)


def test_each_function_of_each_playbook_has_a_lead_and_the_owning_one_comes_first(company: Company) -> None:
    for playbook in built_in():
        leads = company.leads(playbook)
        assert leads[0] == (playbook.owner_function, lead_of(playbook.owner_function))
        assert {key for key, _ in leads} == {role.key for role in playbook.functions}


def test_nobody_works_at_night_or_while_they_are_away(company: Company) -> None:
    for user, absences in company.away.items():
        zone = ZoneInfo(company.context.calendar(user).zone)
        gone = datetime.combine(absences[0].first, time(12), tzinfo=zone)

        back = company.there(user, gone).astimezone(zone)

        assert back.date() > absences[0].last
        assert time(9) <= back.time() < time(17)
        assert back.weekday() < 5


def test_what_takes_an_hour_is_done_an_hour_of_work_later(company: Company) -> None:
    assert company.after(LEADER, MOMENT, 1) - company.after(LEADER, MOMENT, 0) == timedelta(hours=1)


def test_some_moment_between_two_is_a_moment_of_work(company: Company) -> None:
    for number in range(50):
        at = company.between(LEADER, MOMENT, MOMENT + timedelta(days=9), Random(number))
        assert company.there(LEADER, at) == at
        assert MOMENT <= at <= MOMENT + timedelta(days=9)


def test_where_no_moment_of_work_lies_between_it_is_the_first_one_after(company: Company) -> None:
    night = MOMENT + timedelta(minutes=1)

    at = company.between(LEADER, MOMENT, night, Random(1))

    assert at > night
    assert company.there(LEADER, at) == at


def test_public_holidays_are_those_of_each_country(company: Company) -> None:
    assert date(2027, 12, 6) in company.context.days_off["FI"]
    assert date(2027, 12, 6) not in company.context.days_off["DE"]


def test_the_longest_span_is_bounded() -> None:
    chance = Random(1)

    assert max(BAD.answers_after(chance) for _ in range(2000)) == BAD.answer_hours * 4
    assert sum(GOOD.is_late_by(chance) for _ in range(2000)) < sum(BAD.is_late_by(chance) for _ in range(2000))
