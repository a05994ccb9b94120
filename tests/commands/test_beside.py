"""Each refusal that a form can meet is about one of its fields, under the words that the rules use."""

import ast

import pytest

from bot.refusals import (
    AlreadyOwner,
    Busy,
    Missing,
    NotAPerson,
    NotEvidence,
    NotLater,
    PartMissing,
    Refusal,
    TooFew,
    TooLong,
    Unable,
)
from commands.beside import WORDS, fields_of
from commands.when import NotUnderstood
from messages import forms, own_time_forms, settings_forms
from tests.architecture.project import modules
from tests.bot.making import ANA, an_item, by

ASKING = {"said": 0, "fitting": 0, "Missing": 0, "TooLong": 0, "_given": 1}
"""Who names what is missing or too long, and in which argument."""


def named() -> set[str]:
    """Return what the rules and the ways in call the answers they ask for."""
    calls = [
        node
        for _, tree in modules("bot/rules", "commands/behaviours")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKING
    ]
    arguments = [each.args[ASKING[each.func.id]] for each in calls if isinstance(each.func, ast.Name) and each.args]
    return {each.value for each in arguments if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def test_everything_that_is_asked_for_has_its_fields() -> None:
    assert named() - set(WORDS) == set()


@pytest.mark.parametrize(
    ("error", "fields"),
    [
        (NotUnderstood("soonish"), (forms.WHEN, forms.UNTIL, settings_forms.DAYS_OFF)),
        (NotLater(by("2026-11-24")), (forms.WHEN, forms.UNTIL, settings_forms.DAYS_OFF)),
        (NotAPerson(ANA, Unable.GUEST), (forms.PERSON, own_time_forms.WHO)),
        (AlreadyOwner(ANA), (forms.PERSON, own_time_forms.WHO)),
        (Missing("why it moves", "rain"), (forms.REASON,)),
        (TooLong("what you will do", 500, 501), (forms.WHAT,)),
        (NotEvidence(an_item(evidence="link"), "drive"), (forms.PROOF, forms.PROOF_ON)),
        (TooFew(an_item(evidence="count", at_least=4), "3"), (forms.PROOF, forms.PROOF_ON)),
        (PartMissing(an_item(parts=("What", "Who decides")), "Who decides"), ("proof/1", forms.PROOF)),
        (TooLong("something new", 500, 501), ()),
        (Busy(), ()),
    ],
)
def test_a_refusal_is_about_its_fields(error: Refusal | NotUnderstood, fields: tuple[str, ...]) -> None:
    assert fields_of(error) == fields
