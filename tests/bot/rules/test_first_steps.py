"""How the first steps stand: what was settled and what runs says it, and a skip only where nothing else does."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from bot.first_run import FirstRun, FirstStep, FirstSteps, Stands
from bot.model import ChannelId, UserId, WorkspaceId
from bot.ports import Workspace
from bot.rules.first_steps import first_steps, seen_by
from bot.settled import HouseRules, Leader
from tests.bot.making import CONTEXT, LIV, OMAR

SILENT = Workspace(WorkspaceId(UUID(int=1)), "T1", UserId("UBOT"), rules=HouseRules(may_speak=False))
CHANNEL = replace(SILENT, team_channel=ChannelId("C1"), rules=HouseRules())
DONE, SKIPPED, OPEN = Stands.DONE, Stands.SKIPPED, Stands.OPEN


def standing(home: Workspace = SILENT, run: FirstRun | None = None, **more: Any) -> FirstSteps:
    given = {"has_deals": False, "waiting": 0} | more
    return first_steps(run or FirstRun(), home.rules, home.team_channel, **given)


def rules(**changes: Any) -> Workspace:
    return replace(CHANNEL, rules=HouseRules(**changes))


@pytest.mark.parametrize(
    ("step", "found", "stands"),
    [
        (FirstStep.CHANNEL, standing(), OPEN),
        (FirstStep.CHANNEL, standing(CHANNEL), DONE),
        # Whoever may speak without a channel was told so.
        (FirstStep.CHANNEL, standing(replace(SILENT, rules=HouseRules())), SKIPPED),
        # A channel that the operator named, and nobody let speak: the channel is chosen all the same.
        (FirstStep.CHANNEL, standing(replace(SILENT, team_channel=ChannelId("C1"))), DONE),
        (FirstStep.LEADS, standing(CHANNEL), OPEN),
        (FirstStep.LEADS, standing(rules(leads=(("field", Leader(UserId("U1"))),))), DONE),
        (FirstStep.LEADS, standing(run=FirstRun(skipped=(FirstStep.LEADS,))), SKIPPED),
        # Skipped first, and done after all.
        (
            FirstStep.LEADS,
            standing(rules(leads=(("field", Leader(UserId("U1"))),)), FirstRun(skipped=(FirstStep.LEADS,))),
            DONE,
        ),
        (FirstStep.BEGINNING, standing(CHANNEL), OPEN),
        # The week that is over was a beginning, too.
        (FirstStep.BEGINNING, standing(rules(private_until=date(2020, 1, 1))), DONE),
        (FirstStep.DEAL, standing(CHANNEL, waiting=3), OPEN),
        (FirstStep.DEAL, standing(CHANNEL, has_deals=True), DONE),
        (FirstStep.PREVIEW, standing(CHANNEL), OPEN),
        (FirstStep.PREVIEW, standing(run=FirstRun(seen=(FirstStep.PREVIEW,))), DONE),
        (FirstStep.PREVIEW, standing(run=FirstRun(skipped=(FirstStep.PREVIEW,))), SKIPPED),
    ],
)
def test_each_step_stands_as_the_workspace_does(step: FirstStep, found: FirstSteps, stands: Stands) -> None:
    assert dict(found.steps)[step] is stands


def test_one_thing_is_to_be_done_now_and_in_the_end_none() -> None:
    assert standing().next is FirstStep.CHANNEL
    assert standing(CHANNEL).next is FirstStep.LEADS
    assert standing(CHANNEL, FirstRun(skipped=tuple(FirstStep))).next is None


def test_a_step_that_is_done_out_of_turn_leaves_the_first_open_one_next() -> None:
    assert standing(CHANNEL, FirstRun(seen=(FirstStep.PREVIEW,)), has_deals=True).next is FirstStep.LEADS


@pytest.mark.parametrize(
    ("reader", "installer", "admins", "is_lent"),
    [
        (LIV, None, None, False),
        (LIV, LIV, None, False),
        (OMAR, OMAR, None, True),
        (OMAR, None, (LIV,), False),
        # Slack was too slow to say who let Baton in.
        (UserId("UNEW"), UserId("UNEW"), None, False),
        (UserId("UNEW"), None, (LIV,), False),
    ],
)
def test_whoever_may_not_settle_is_told_whom_to_ask(
    reader: UserId, installer: UserId | None, admins: tuple[UserId, ...] | None, *, is_lent: bool
) -> None:
    found = seen_by(standing(), replace(CONTEXT, installer=installer), reader)

    assert (found.admins, found.is_lent) == (admins, is_lent)


@pytest.mark.parametrize(
    ("home", "run", "next_one"),
    [
        (SILENT, FirstRun(), FirstStep.PRACTICE),
        (SILENT, FirstRun(seen=(FirstStep.PRACTICE,)), FirstStep.PREVIEW),
        (CHANNEL, FirstRun(seen=(FirstStep.PRACTICE,)), FirstStep.DEAL),
        (CHANNEL, FirstRun(skipped=(FirstStep.PRACTICE, FirstStep.DEAL, FirstStep.PREVIEW)), None),
    ],
)
def test_what_needs_an_admin_is_never_the_next_thing_for_somebody_else(
    home: Workspace, run: FirstRun, next_one: FirstStep | None
) -> None:
    found = seen_by(standing(home, run), CONTEXT, OMAR)

    assert found.next is next_one
    assert FirstStep.LEADS in found.open
