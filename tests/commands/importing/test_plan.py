"""Options, preset and header become one plan; what is typed wins over what the preset says."""

from dataclasses import replace
from typing import Any

import pytest

from commands.importing.plan import make_plan, owner_named, stage_key, stage_of
from commands.importing.presets import Field

MAVEN = [
    "opportunity_id",
    "sales_agent",
    "product",
    "account",
    "deal_stage",
    "engage_date",
    "close_date",
    "close_value",
]
WON_ROW = ["1C", "Moses", "GTX", "Cancity", "Won", "10/20/2016", "3/1/2017", "1054"]


def test_a_preset_says_all_there_is_to_say(desk: Any) -> None:
    plan = make_plan(replace(desk.options, preset="maven"), MAVEN)

    assert (plan.source, plan.currency, plan.date_form.written) == ("maven", "USD", "M/D/YYYY")
    assert plan.columns.get(Field.NAME, WON_ROW) == "Cancity · GTX"
    assert plan.columns.id == (0,)


def test_what_is_typed_wins_over_the_preset(desk: Any) -> None:
    typed = {"map": "name=product,won_at=engage_date", "currency": "eur", "source": "old crm", "id": "account,product"}
    plan = make_plan(replace(desk.options, preset="maven", date_format="D.M.YYYY", **typed), MAVEN)

    assert (plan.source, plan.currency, plan.date_form.written) == ("old crm", "EUR", "D.M.YYYY")
    assert plan.columns.get(Field.NAME, WON_ROW) == "GTX"
    assert plan.columns.get(Field.WON_AT, WON_ROW) == "10/20/2016"
    assert plan.columns.id == (3, 2)


def test_a_preset_that_does_not_fit_the_file_names_the_column_that_is_missing(desk: Any) -> None:
    with pytest.raises(Exception, match=r"no column “close_value”; did you mean “close value”\?"):
        make_plan(replace(desk.options, preset="maven"), [*MAVEN[:-1], "close value"])


@pytest.mark.parametrize("stage", ["Closed Won", "closed-won", "CLOSEDWON", " closed_won "])
def test_a_stage_is_the_same_however_it_is_spaced(stage: str) -> None:
    assert stage_key(stage) == "closedwon"


def test_a_row_without_a_stage_is_not_won_and_a_file_without_one_is(desk: Any) -> None:
    with_stage = make_plan(desk.options, ["name", "stage"])
    without = make_plan(desk.options, ["name"])

    assert [stage_of(["A", stage], with_stage) for stage in ("Won", "Lost", " ")] == [None, "Lost", "no stage"]
    assert stage_of(["A"], without) is None


def test_an_owner_is_named_by_slack_id_or_by_email(desk: Any) -> None:
    plan = make_plan(replace(desk.options, people={"ana@example.com": "UANA123"}), ["name"])

    assert owner_named("U024BE7LH", plan) == "U024BE7LH"
    assert owner_named("ANA@example.com", plan) == "UANA123"
    assert owner_named("Ana", plan) is None
