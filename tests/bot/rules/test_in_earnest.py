"""What practice says of a real deal is what the real rules would do, in the person's own week."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from bot.events import Nudged
from bot.model import LapseId, LapseKind, PersonalTime, Week
from bot.playbook import Where
from bot.rules.in_earnest import InEarnest, in_earnest
from bot.working_time import at_local
from tests.bot.making import ANA, CONTEXT, NOW, PEOPLE, a_deal

DEAL = replace(a_deal(), opened_at=NOW, is_practice=True, is_private=True)


def nudge(rung: int, kind: LapseKind = LapseKind.STEP_OVERDUE) -> Nudged:
    return Nudged(LapseId(UUID(int=1)), kind, "call", rung, Where.PRIVATE, ANA)


def clock(found: InEarnest | None) -> str:
    assert found
    return f"{found.at:%a %d %b %H:%M}"


def local(text: str) -> str:
    day = datetime.fromisoformat(text)
    return f"{at_local(PEOPLE[DEAL.seller_id].zone, day.date(), day.time()):%a %d %b %H:%M}"


@pytest.mark.parametrize(
    ("rung", "moment"),
    # Begun on a Monday: due on Tuesday evening, said aloud on Wednesday at ten, decided a working day later.
    [(1, "2026-11-24T17:00"), (2, "2026-11-25T10:00"), (3, "2026-11-26T10:00")],
)
def test_each_question_has_its_real_moment(rung: int, moment: str) -> None:
    assert clock(in_earnest(DEAL, nudge(rung), CONTEXT)) == local(moment)


def test_it_goes_by_the_week_of_whoever_practises() -> None:
    short = PersonalTime(week=Week(frozenset({0, 3})))
    people = {**PEOPLE, DEAL.seller_id: replace(PEOPLE[DEAL.seller_id], time=short)}

    assert clock(in_earnest(DEAL, nudge(1), replace(CONTEXT, people=people))) == local("2026-11-26T17:00")


def test_of_what_the_default_ladder_has_not_nothing_is_said() -> None:
    assert in_earnest(DEAL, nudge(9), CONTEXT) is None
    assert in_earnest(DEAL, nudge(1, LapseKind.SILENCE), CONTEXT) is None
