"""A playbook written as text reads as the same playbook."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.playbook import FunctionCalendar, Playbook
from bot.week import Week
from storage.playbooks.canonical import from_json, to_json
from storage.playbooks.library import built_in
from storage.playbooks.pasted import Pasted
from storage.playbooks.reading import read
from storage.playbooks.wording import PLACEHOLDER
from storage.playbooks.writing import to_yaml

TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=60).filter(
    lambda text: text == text.strip() != ""
)
WELCOMES = TEXTS.map(lambda text: PLACEHOLDER.sub("{account}", text))
"""What nobody has in braces is refused where it is read, so that no playbook holds it."""


@pytest.mark.parametrize("playbook", built_in(), ids=lambda each: each.kind)
def test_what_comes_with_baton_is_the_same_version_after_it_was_pasted(playbook: Playbook) -> None:
    assert Pasted().read(to_yaml(playbook)) == replace(playbook, source="this workspace")


@given(title=TEXTS, label=TEXTS, welcome=WELCOMES)
@example(title="{}", label="{}", welcome="{ {account} }")
def test_whatever_people_call_things_survives(title: str, label: str, welcome: str) -> None:
    given_ = built_in()[0]
    roles = (replace(given_.functions[0], label=label[:40].strip()), *given_.functions[1:])
    playbook = replace(given_, title=title, functions=roles, welcome=welcome, channel_above_minor=5, is_private=True)

    assert replace(read(to_yaml(playbook), source=playbook.source), id=playbook.id) == playbook


CALENDARS = st.builds(
    FunctionCalendar,
    week=st.none()
    | st.builds(Week, st.frozensets(st.integers(0, 6), min_size=1), st.just(time(7)), st.just(time(16, 30))),
    region=st.sampled_from([None, "FI", "DE-BY"]),
    holidays=st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), min_size=1, max_size=5).map(sorted).map(tuple),
)


@given(st.dictionaries(st.sampled_from(["sales", "field", "finance"]), CALENDARS))
def test_calendars_of_functions_survive(own: dict[str, FunctionCalendar]) -> None:
    site = next(each for each in built_in() if each.kind == "site-installation")
    playbook = replace(site, ladder=replace(site.ladder, calendars=own))

    again = read(to_yaml(playbook), source=playbook.source)

    assert replace(again, id=playbook.id) == playbook
    assert from_json(to_json(again)) == again


def test_each_line_of_the_checklist_is_one_line_and_says_no_more_than_it_must(right: str) -> None:
    text = to_yaml(read(right, source="x"))

    assert all(line.startswith(("- {key: ", " ", "#")) or ":" in line or not line for line in text.split("\n"))
    assert "accepted_by: ''" not in text
    assert "is_gate: false" not in text
