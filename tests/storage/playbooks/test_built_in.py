"""The playbooks that come with Baton hold what their work needs."""

from itertools import pairwise

import pytest

from bot.playbook import DueRule, ItemRule, Playbook
from bot.rules import planning
from bot.rules.owning import for_amount
from storage.playbooks.library import built_in

KEYS = {
    "saas-onboarding": "contract brief promises promises_ok stakeholders handoff_call intro billing_setup invoice1 "
    "provision tech_req kickoff plan support renewal golive rating",
    "site-installation": "scope site_control survey load utility permits permit incentive product deposit equip_inv "
    "safety site_ready schedule install inspect energise commission acceptance asbuilt final_inv claim service",
    "professional-services": "sow estimate promises scope_ok promises_ok capacity startup project_code access "
    "int_kickoff ext_kickoff invoice1 change support_path",
    "renewal-expansion": "renewal health stakeholders value open_issues billing_clean exec proposal decide contract "
    "amend provision expectation",
}
BLOCKS = {
    "saas-onboarding": {("brief", "kickoff"), ("promises_ok", "kickoff"), ("billing_setup", "golive")},
    "site-installation": {
        ("site_control", "survey"),
        ("load", "utility"),
        ("load", "permits"),
        ("incentive", "equip_inv"),
        ("product", "schedule"),
        ("permit", "install"),
        ("safety", "install"),
        ("site_ready", "install"),
        ("install", "inspect"),
        ("inspect", "energise"),
        ("energise", "commission"),
        ("commission", "acceptance"),
        ("acceptance", "final_inv"),
    },
    "professional-services": {
        ("scope_ok", "ext_kickoff"),
        ("promises_ok", "ext_kickoff"),
        ("capacity", "ext_kickoff"),
    },
    "renewal-expansion": {("decide", "contract"), ("contract", "amend"), ("contract", "provision")},
}
PLAYBOOKS = {playbook.kind: playbook for playbook in built_in()}

each = pytest.mark.parametrize("playbook", PLAYBOOKS.values(), ids=PLAYBOOKS)


def items(playbook: Playbook) -> dict[str, ItemRule]:
    return {item.key: item for item in playbook.items}


def reaches(playbook: Playbook, start: str, end: str) -> bool:
    """Whether ``end`` waits for ``start``, directly or along a chain."""
    before = planning.before(items(playbook)[end])
    return start in before or any(reaches(playbook, start, key) for key in before)


@each
def test_what_nobody_can_bill_or_drive_to_without_is_required(playbook: Playbook) -> None:
    required = {fact.key for fact in playbook.facts}

    assert {"amount", "billing_contact"} <= required
    assert ("site_address" in required) == (playbook.kind == "site-installation")


@each
def test_nothing_of_the_handover_is_forgotten(playbook: Playbook) -> None:
    assert set(items(playbook)) == set(KEYS[playbook.kind].split())


@each
def test_gates_hold_back_what_they_must(playbook: Playbook) -> None:
    gates = {item.key for item in playbook.items if item.is_gate}

    blocked = {(key, item.key) for item in playbook.items for key in item.waits_for if key in gates}

    assert blocked == BLOCKS[playbook.kind]


@each
def test_titles_are_short_enough_to_be_read_in_passing(playbook: Playbook) -> None:
    assert [item.title for item in playbook.items if not 3 <= len(item.title.split()) <= 9] == []


@each
def test_every_item_is_dated_and_says_what_proves_it(playbook: Playbook) -> None:
    assert [item.key for item in playbook.items if item.due is None or item.evidence == "none"] == []


@each
def test_every_function_has_a_lead_and_something_to_do(playbook: Playbook) -> None:
    assert {item.function for item in playbook.items} == {role.key for role in playbook.functions}
    assert all(role.usergroup for role in playbook.functions)


@each
def test_what_sales_hands_over_somebody_receives(playbook: Playbook) -> None:
    # Promises are answered one by one, which is a line of its own.
    handed_over = [item for item in playbook.items if item.function == "sales" and item.evidence != "promises"]
    assert all(item.accepted_by == playbook.owner_function for item in handed_over)


@each
def test_nothing_of_the_first_days_waits_behind_later_work(playbook: Playbook) -> None:
    found = items(playbook)

    for item in playbook.items:
        for key in item.waits_for:
            first, then = found[key].due, item.due
            if first and then and first.anchor == then.anchor:
                assert first.days <= then.days, f"{item.key} is due before {key}, which it waits for"


def test_the_owner_comes_from_who_must_make_the_promise_true() -> None:
    owners = {kind: playbook.owner_function for kind, playbook in PLAYBOOKS.items()}

    assert owners == {
        "saas-onboarding": "delivery",
        "professional-services": "delivery",
        "renewal-expansion": "success",
        "site-installation": "field",
    }


def test_a_large_renewal_is_owned_by_sales() -> None:
    renewal = PLAYBOOKS["renewal-expansion"]

    owners = {amount: for_amount(renewal, amount).owner_function for amount in (900_000, 5_000_000, 5_000_001, None)}

    assert owners == {900_000: "success", 5_000_000: "success", 5_000_001: "sales", None: "success"}


def test_the_steps_at_the_end_of_an_installation_cannot_be_swapped() -> None:
    order = ["load", "permits", "permit", "install", "inspect", "energise", "commission", "acceptance", "final_inv"]

    assert all(reaches(PLAYBOOKS["site-installation"], first, then) for first, then in pairwise(order))


def test_an_installation_counts_from_the_day_that_was_agreed() -> None:
    found = items(PLAYBOOKS["site-installation"])

    assert found["schedule"].evidence == "date"
    assert [found[key].due for key in ("safety", "install")] == [DueRule("schedule", -5), DueRule("schedule", 0)]


def test_going_live_is_due_on_the_promised_day() -> None:
    assert items(PLAYBOOKS["saas-onboarding"])["golive"].due == DueRule("promised", 0)


def test_the_usual_playbook_stands_first_and_the_others_by_name() -> None:
    assert list(PLAYBOOKS) == ["saas-onboarding", "professional-services", "renewal-expansion", "site-installation"]


@pytest.mark.parametrize(
    ("kind", "key", "least"),
    [
        ("saas-onboarding", "stakeholders", 3),
        ("site-installation", "survey", 4),
        ("renewal-expansion", "stakeholders", 2),
    ],
)
def test_what_is_counted_has_its_least(kind: str, key: str, least: int) -> None:
    assert items(PLAYBOOKS[kind])[key].at_least == least


@pytest.mark.parametrize(
    ("kind", "key", "parts"),
    [
        ("saas-onboarding", "brief", 6),
        ("saas-onboarding", "golive", 5),
        ("saas-onboarding", "rating", 5),
        ("renewal-expansion", "value", 3),
    ],
)
def test_a_form_asks_for_each_of_its_parts(kind: str, key: str, parts: int) -> None:
    assert len(items(PLAYBOOKS[kind])[key].parts) == parts


@each
def test_every_form_says_what_it_asks(playbook: Playbook) -> None:
    assert [item.key for item in playbook.items if item.evidence == "form" and len(item.parts) < 2] == []


def test_a_renewal_counts_back_from_the_day_on_which_the_contract_ends() -> None:
    found = items(PLAYBOOKS["renewal-expansion"])
    order = ["health", "value", "exec", "proposal", "decide", "contract"]

    back = [found[key].due for key in order]

    assert found["renewal"].evidence == "date"
    # Published in calendar days: 90, 60, 45, 30, 21 and 7 before it, five of seven of which are worked.
    assert back == [DueRule("renewal", -round(days * 5 / 7)) for days in (90, 60, 45, 30, 21, 7)]


def test_no_client_hears_a_date_before_there_is_a_team_for_it() -> None:
    assert reaches(PLAYBOOKS["professional-services"], "capacity", "ext_kickoff")
