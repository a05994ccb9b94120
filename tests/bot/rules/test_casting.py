"""Whom the CRM names leads, else a named person, else one of a group: the first, or one in turn."""

from collections.abc import Sequence
from itertools import count

import pytest

from bot.context import Context
from bot.incoming import PersonRef
from bot.model import Facts, UserId
from bot.playbook import FunctionRole, Playbook
from bot.rules.casting import by_email, leads, unknown
from tests.bot.making import ANA, CONTEXT, FAYE, GONE, GUEST, NOW, OMAR, STRANGER, TIM, a_playbook, away, with_times

CREW = {"crew": (OMAR, FAYE, ANA)}


def playbook(**role: object) -> Playbook:
    return a_playbook(functions=(FunctionRole("delivery", "Delivery", **role),))  # type: ignore[arg-type]


def said(**custom: str) -> Facts:
    return Facts("Acme EV site", "Acme Oy", custom=tuple(custom.items()))


def lead(
    played: Playbook,
    facts: Facts | None = None,
    *,
    turn: int = 0,
    groups: dict[str, Sequence[UserId]] | None = None,
    context: Context = CONTEXT,
) -> UserId | None:
    found = leads(played, facts or said(), context, groups or dict(CREW), lambda _: turn, now=NOW)
    return dict(found).get("delivery")


@pytest.mark.parametrize(
    ("role", "who"),
    [
        ({}, None),
        ({"email": "FAYE@example.com "}, FAYE),
        ({"email": "nobody@example.com"}, None),
        ({"usergroup": "crew"}, OMAR),
        ({"usergroup": "crew", "takes_turns": True}, OMAR),
        ({"usergroup": "nobody"}, None),
        ({"usergroup": "nobody", "takes_turns": True}, None),
    ],
)
def test_a_function_is_led_by_its_person_or_by_the_first_of_its_group(
    role: dict[str, object], who: UserId | None
) -> None:
    assert lead(playbook(**role)) == who


def test_the_owning_function_comes_first() -> None:
    first, second = FunctionRole("sales", "Sales", email="ana@example.com"), FunctionRole("delivery", "D", "crew")

    found = leads(a_playbook(functions=(first, second)), said(), CONTEXT, CREW, lambda _: 0, now=NOW)

    assert found == (("delivery", OMAR), ("sales", ANA))


@pytest.mark.parametrize("custom", ["faye@example.com", " Faye@Example.com "])
def test_whom_the_crm_names_comes_before_everybody_else(custom: str) -> None:
    role = playbook(usergroup="crew", crm_field="pm")

    assert lead(role, said(pm=custom)) == FAYE
    assert list(unknown(role, said(pm=custom), CONTEXT)) == []


@pytest.mark.parametrize("custom", [{}, {"pm": ""}, {"pm": "  "}, {"other": "faye@example.com"}])
def test_where_the_crm_says_nothing_the_group_leads_and_nobody_is_missed(custom: dict[str, str]) -> None:
    role = playbook(usergroup="crew", crm_field="pm")

    assert lead(role, said(**custom)) == OMAR
    assert list(unknown(role, said(**custom), CONTEXT)) == []


@pytest.mark.parametrize(
    ("named", "ref"),
    [
        ("zoe@example.com", PersonRef(email="zoe@example.com")),
        ("gus@example.org", PersonRef(email="gus@example.org")),
        ("Faye", PersonRef(name="Faye")),
    ],
)
def test_whom_the_crm_names_and_nobody_here_is_is_missed_and_the_group_leads(named: str, ref: PersonRef) -> None:
    role = playbook(usergroup="crew", crm_field="pm")

    assert lead(role, said(pm=named)) == OMAR
    assert [missing for _, missing in unknown(role, said(pm=named), CONTEXT)] == [ref]


def test_a_group_leads_in_turn() -> None:
    turns = count()
    role = playbook(usergroup="crew", takes_turns=True)

    found = [leads(role, said(), CONTEXT, CREW, lambda _: next(turns), now=NOW) for _ in range(4)]

    assert [dict(each)["delivery"] for each in found] == [OMAR, FAYE, ANA, OMAR]


def test_who_cannot_lead_has_no_turn() -> None:
    crew = {"crew": (GONE, GUEST, STRANGER, FAYE, ANA)}
    role = playbook(usergroup="crew", takes_turns=True)

    assert [lead(role, turn=turn, groups=dict(crew)) for turn in range(3)] == [FAYE, ANA, FAYE]


def test_who_is_away_is_passed_over_unless_all_are() -> None:
    role = playbook(usergroup="crew", takes_turns=True)
    crew: dict[str, Sequence[UserId]] = {"crew": (TIM, FAYE)}

    one = with_times(tim=away())
    both = with_times(tim=away(), faye=away())

    assert [lead(role, turn=turn, groups=crew, context=one) for turn in range(2)] == [FAYE, FAYE]
    assert [lead(role, turn=turn, groups=crew, context=both) for turn in range(2)] == [TIM, FAYE]


def test_nobody_takes_a_turn_where_the_group_is_not_asked() -> None:
    asked: list[str] = []

    def take(handle: str) -> int:
        asked.append(handle)
        return 0

    roles = (
        FunctionRole("delivery", "Delivery", "crew", crm_field="pm", takes_turns=True),
        FunctionRole("finance", "Finance", "crew"),
        FunctionRole("field", "Field", "nobody", takes_turns=True),
    )
    leads(a_playbook(functions=roles), said(pm="faye@example.com"), CONTEXT, CREW, take, now=NOW)
    assert asked == []

    leads(a_playbook(functions=roles), said(), CONTEXT, CREW, take, now=NOW)
    assert asked == ["crew"]


@pytest.mark.parametrize("ref", [None, PersonRef(), PersonRef(name="Ana"), PersonRef(email="gus@example.org")])
def test_nobody_is_found_by_name_and_no_guest_by_address(ref: PersonRef | None) -> None:
    assert by_email(CONTEXT, ref) is None
