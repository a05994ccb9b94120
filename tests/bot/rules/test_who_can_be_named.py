"""Nobody new is asked for anything, or given anything, who is a guest, of another company, gone, or no person at all."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from bot.context import Context
from bot.incoming import PersonRef
from bot.model import Absence, Consequence, Otherwise, Person, StepId, UserId, WaitingOn
from bot.refusals import CannotStandIn, NotAPerson, Unable
from bot.rules import casting, giving, leading, own_time, owner, requests, steps
from bot.rules.otherwise import checked
from bot.rules.practice import practised
from tests.bot.making import (
    ANA,
    CONTEXT,
    GONE,
    GUEST,
    HELSINKI,
    NOW,
    OMAR,
    STRANGER,
    a_deal,
    a_step,
    an_item,
    by,
    id_of,
)

PARTNER = UserId("UPARTNER")
PARTNERS = Person(PARTNER, "Pia", HELSINKI, "pia@partner.example", is_guest=True, company="T9")
AROUND = replace(CONTEXT, people={**CONTEXT.people, PARTNER: PARTNERS})
DEAL = a_deal(
    owner_id=ANA,
    leads=(("delivery", ANA),),
    items=(an_item("contract", holder_id=ANA),),
    steps=(a_step("call", by=ANA),),
)
AWAY = Absence(date(2026, 11, 30), date(2026, 12, 4), ANA)
LATER = by("2026-11-27")

Name = Callable[[Context, UserId], object]
WAYS: Mapping[str, Name] = {
    "give a line": lambda around, to: giving.give(DEAL, around, item_id=id_of("contract"), to=to, by=ANA, now=NOW),
    "ask for a step": lambda around, to: requests.ask(
        DEAL, around, step_id=StepId(id_of("new")), to=to, what="help", by=ANA, due=LATER, now=NOW
    ),
    "else somebody does a step": lambda around, to: checked(Consequence(Otherwise.STEP, to, "tell"), around),
    "else somebody decides": lambda around, to: checked(Consequence(Otherwise.DECIDE, to), around),
    "let somebody chase": lambda around, to: steps.park(
        DEAL,
        around,
        step_id=id_of("call"),
        by=ANA,
        on=WaitingOn.CUSTOMER,
        until=LATER,
        reason="",
        chaser=to,
        now=NOW,
    ),
    "offer the deal": lambda around, to: owner.offer(DEAL, around, to=to, by=ANA, now=NOW),
    "hand a lead over": lambda around, to: leading.hand_over(DEAL, around, function="delivery", to=to, by=ANA, now=NOW),
    "name a stand-in": lambda around, to: own_time.away(
        around, ANA, replace(AWAY, stand_in=to), today=date(2026, 11, 23)
    ),
}
"""Every way in which a person names another one."""

UNABLE = {
    GUEST: Unable.GUEST,
    PARTNER: Unable.OUTSIDER,
    GONE: Unable.GONE,
    STRANGER: Unable.UNKNOWN,
    UserId("UBOT"): Unable.UNKNOWN,
}


@pytest.mark.parametrize(("way", "who"), sorted(product(WAYS, UNABLE)))
def test_whoever_cannot_be_asked_is_refused_by_what_they_are(way: str, who: UserId) -> None:
    with pytest.raises((NotAPerson, CannotStandIn)) as refused:
        WAYS[way](AROUND, who)

    assert (refused.value.user_id, refused.value.why) == (who, UNABLE[who])


@pytest.mark.parametrize("way", sorted(WAYS))
def test_a_colleague_can_be_named(way: str) -> None:
    assert WAYS[way](AROUND, OMAR)


@pytest.mark.parametrize("way", sorted(set(WAYS) - {"name a stand-in"}))
def test_into_practice_nobody_is_drawn_and_it_says_that_it_is_practice(way: str) -> None:
    with pytest.raises(NotAPerson) as refused:
        WAYS[way](practised(AROUND, ANA), OMAR)

    assert refused.value.why is Unable.NOT_HERE


@pytest.mark.parametrize("who", [GUEST, PARTNER, GONE])
def test_whom_a_crm_or_a_playbook_names_is_passed_over_where_they_cannot_be_asked(who: UserId) -> None:
    email = AROUND.people[who].email
    ref = PersonRef(email=email)

    assert casting.by_email(AROUND, ref) is None
    assert casting.meant(AROUND, ref, {str(email).casefold(): who}) is None
