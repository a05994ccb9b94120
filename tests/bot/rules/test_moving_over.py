"""A deal goes over to a newer version of its playbook: what is done stays, what is new has a clock from now."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import ItemUnlocked
from bot.ladder import DEFAULT_LADDER
from bot.model import Deal, DealStatus, Facts, Item, ItemStatus, PlaybookId, UserId, Week
from bot.playbook import DueRule, FactRule, FunctionCalendar, FunctionRole, ItemRule, Ladder, Playbook
from bot.promises import Register
from bot.refusals import NotRunning, NotYours
from bot.rules import items
from bot.rules.differing import difference
from bot.rules.evidence import Proof
from bot.rules.moving_over import may_move, move
from bot.versions import Altered, Difference, ItemDropped, OtherDays, PlaybookMoved
from tests.bot.making import ANA, CONTEXT, FAYE, LIV, NOW, OMAR, a_deal, a_playbook, a_rule, at, by, event_of, kinds

LATER = at("2026-12-02 10:00")
SCOPE = a_rule("scope", DueRule("won", 1), function="finance", evidence="file", accepted_by="delivery", is_gate=True)
VISIT = a_rule("visit", DueRule("won", 3), evidence="date", waits_for=("scope",))
PARTS = a_rule("parts", DueRule("won", 10))
OLD = a_playbook(SCOPE, VISIT, PARTS, id="old")


def newer(*rules: ItemRule, **changes: object) -> Playbook:
    return a_playbook(*rules, id="new", **changes)


def started(**changes: object) -> Deal:
    """Return a deal of the old version as it stood when it was opened."""
    deal = a_deal(playbook_id=PlaybookId("old"), **changes)
    return items.lay_out(deal, OLD.items, CONTEXT, now=NOW)


def item(deal: Deal, key: str) -> Item:
    return next(each for each in deal.items if each.key == key)


def moved(deal: Deal, to: Playbook, leads: dict[str, UserId] | None = None) -> Deal:
    return move(deal, OLD, to, CONTEXT, leads=leads or {}, by=ANA, now=LATER).deal


def finished(deal: Deal, key: str) -> Deal:
    """Let a line be done, and accepted where somebody must."""
    line = item(deal, key)
    deal = items.finish(deal, CONTEXT, item_id=line.id, by=line.holder_id, proof=Proof("plan.pdf"), now=NOW).deal
    return items.accept(deal, CONTEXT, item_id=line.id, by=OMAR, now=NOW).deal if line.accepted_by else deal


class TestDifference:
    def test_equal_versions_differ_in_nothing(self) -> None:
        assert difference(OLD, replace(OLD, id="new", source="elsewhere.yaml")) == Difference()

    def test_lines_are_new_gone_or_said_otherwise(self) -> None:
        later = replace(VISIT, due=DueRule("won", 5))
        permit = a_rule("permit")

        found = difference(OLD, newer(SCOPE, later, permit))

        assert found == Difference(added=(permit,), dropped=(PARTS,), altered=(Altered(VISIT, later),))

    def test_functions_go_by_their_names(self) -> None:
        roles = (FunctionRole("delivery", "Delivery"), FunctionRole("field", "Field crew"))

        found = difference(OLD, newer(*OLD.items, functions=roles))

        assert (found.functions_added, found.functions_dropped) == (("Field crew",), ("Finance",))

    def test_clocks_are_named_that_differ(self) -> None:
        rungs = DEFAULT_LADDER.lapses["step_due"]
        ladder = Ladder({**DEFAULT_LADDER.lapses, "step_due": replace(rungs, opens_after_hours=9)}, otherwise="lead")

        assert difference(OLD, newer(*OLD.items, ladder=ladder)).ladder == ("step_due", "otherwise")

    def test_what_is_settled_at_the_opening_is_told_apart(self) -> None:
        roles = tuple(replace(role, usergroup="others", email=None) for role in OLD.functions)

        found = difference(OLD, newer(*OLD.items, functions=roles, welcome="Hello", is_private=True))

        assert found == Difference(opening=("is_private", "welcome", "leads"))

    def test_functions_are_named_that_work_on_other_days(self) -> None:
        six = FunctionCalendar(Week(frozenset(range(6))))
        was, now = (Ladder(DEFAULT_LADDER.lapses, calendars=own) for own in ({"finance": six}, {"delivery": six}))

        found = difference(replace(OLD, ladder=was), newer(*OLD.items, ladder=now))

        assert found == Difference(calendars=(OtherDays("finance", None), OtherDays("delivery", six)))


def test_open_lines_of_a_function_that_works_on_other_days_now_count_anew_and_others_do_not() -> None:
    seven = FunctionCalendar(Week(frozenset(range(7))))
    to = newer(*OLD.items, ladder=replace(DEFAULT_LADDER, calendars={"delivery": seven}))
    deal = started()

    after = moved(deal, to)

    parts = item(after, "parts")
    assert parts.first_due == by("2026-12-07", "Europe/Berlin")
    assert parts.due == by("2026-12-03", "Europe/Berlin")
    assert item(after, "scope").due == item(deal, "scope").due


ADDRESS = FactRule("site_address", "the site address", DueRule("won", 1))


def test_what_the_newer_version_must_know_is_asked_of_the_seller_with_a_clock_from_now() -> None:
    change = move(started(), OLD, newer(*OLD.items, facts=(ADDRESS,)), CONTEXT, leads={}, by=ANA, now=LATER)

    asked = item(change.deal, "fact-site_address")
    assert (asked.holder_id, asked.status, asked.due) == (ANA, ItemStatus.OPEN, by("2026-12-03"))
    assert [rule.title for rule in event_of(change, PlaybookMoved).difference.added] == ["Say the site address"]


def test_what_is_known_already_is_not_asked() -> None:
    facts = replace(a_deal().facts, custom=(("site_address", "Quay 3"),))

    after = moved(started(facts=facts), newer(*OLD.items, facts=(ADDRESS,)))

    assert [each.key for each in after.items] == [each.key for each in started().items]


def test_what_nobody_must_know_any_more_is_asked_no_longer() -> None:
    was = replace(OLD, facts=(ADDRESS,))
    deal = move(started(), OLD, replace(was, id="was"), CONTEXT, leads={}, by=ANA, now=NOW).deal

    change = move(deal, was, newer(*OLD.items), CONTEXT, leads={}, by=ANA, now=LATER)

    assert "fact-site_address" not in {each.key for each in change.deal.items}
    assert event_of(change, ItemDropped).title == "Say the site address"


@pytest.mark.parametrize(("none_at", "status"), [(NOW, ItemStatus.DONE), (None, ItemStatus.OPEN)])
def test_a_line_of_the_register_stands_as_the_register_says(none_at: datetime | None, status: ItemStatus) -> None:
    line = a_rule("promises", DueRule("won", 1), evidence="promises")
    deal = started(register=Register(none_by=ANA if none_at else None, none_at=none_at))

    assert item(moved(deal, newer(*OLD.items, line)), "promises").status is status


def test_what_is_done_stays_with_its_evidence_whatever_the_newer_version_says() -> None:
    deal = finished(started(), "scope")

    after = moved(deal, newer(replace(SCOPE, evidence="number", title="other"), VISIT, PARTS))
    gone = moved(deal, newer(replace(VISIT, waits_for=()), PARTS))

    assert item(after, "scope") == item(gone, "scope") == item(deal, "scope")


def test_evidence_that_waits_for_its_receiver_stays_too() -> None:
    deal = started()
    scope = item(deal, "scope")
    deal = items.finish(deal, CONTEXT, item_id=scope.id, by=FAYE, proof=Proof("plan.pdf"), now=NOW).deal

    assert item(moved(deal, newer(replace(VISIT, waits_for=()))), "scope") == item(deal, "scope")


def test_open_lines_keep_their_first_date_and_count_anew() -> None:
    deal = started()

    after = item(moved(deal, newer(SCOPE, VISIT, replace(PARTS, due=DueRule("won", 12)))), "parts")

    assert (after.first_due, after.due) == (by("2026-12-07", "Europe/Berlin"), by("2026-12-09", "Europe/Berlin"))


def test_a_newer_date_that_is_past_already_leaves_until_the_next_working_day() -> None:
    after = item(moved(started(), newer(SCOPE, VISIT, replace(PARTS, due=DueRule("won", 2)))), "parts")

    assert after.due == by("2026-12-03", "Europe/Berlin")


def test_what_the_versions_say_alike_is_left_as_people_made_it() -> None:
    deal = started()
    held = replace(item(deal, "parts"), holder_id=LIV, due=by("2026-12-20"))
    deal = replace(deal, items=tuple(held if each.key == "parts" else each for each in deal.items))

    after = item(moved(deal, newer(SCOPE, VISIT, replace(PARTS, title="Load all parts"))), "parts")

    assert (after.title, after.holder_id, after.due) == ("Load all parts", LIV, held.due)


def test_a_line_that_another_function_does_now_is_held_by_its_lead() -> None:
    after = item(moved(started(), newer(SCOPE, VISIT, replace(PARTS, function="finance"))), "parts")

    assert (after.function, after.holder_id) == ("finance", FAYE)


def test_new_lines_have_a_clock_from_now() -> None:
    after = item(moved(started(), newer(*OLD.items, a_rule("permit", DueRule("won", 2)))), "permit")

    assert (after.status, after.due, after.first_due) == (ItemStatus.OPEN, *[by("2026-12-04", "Europe/Berlin")] * 2)


def test_new_lines_that_count_back_from_the_promise_do_so() -> None:
    after = item(moved(started(), newer(*OLD.items, a_rule("call", DueRule("promised", -5)))), "call")

    assert after.due == by("2027-01-25", "Europe/Berlin")


def test_an_open_line_waits_for_a_gate_that_is_new() -> None:
    gate = a_rule("permit", is_gate=True)

    after = moved(started(), newer(SCOPE, VISIT, replace(PARTS, waits_for=("permit",)), gate))

    parts = item(after, "parts")
    assert (parts.status, parts.due, parts.first_due) == (ItemStatus.WAITING, None, by("2026-12-07", "Europe/Berlin"))


def test_a_line_unlocks_whose_gate_is_gone_and_its_holder_is_told() -> None:
    change = move(started(), OLD, newer(SCOPE, replace(VISIT, waits_for=())), CONTEXT, leads={}, by=ANA, now=LATER)

    assert item(change.deal, "visit").status is ItemStatus.OPEN
    assert kinds(change) == [PlaybookMoved, ItemDropped, ItemUnlocked]
    assert event_of(change, ItemDropped).title == "parts"  # type: ignore[union-attr]


def test_lines_that_only_this_deal_has_stay() -> None:
    deal, own = items.added(started(), CONTEXT, key="find-seller", title="Find kim", holder=ANA, now=NOW)

    assert item(moved(deal, newer(a_rule("permit"))), "find-seller") == own


def test_a_line_that_comes_back_does_not_answer_to_its_old_buttons() -> None:
    deal = replace(started(), seq=40)
    without = moved(deal, newer(SCOPE, VISIT))
    again = move(without, newer(SCOPE, VISIT), replace(OLD, id="third"), CONTEXT, leads={}, by=ANA, now=LATER).deal

    assert item(again, "parts").id == item(deal, "parts").id
    assert item(again, "parts").generation > 40 > item(deal, "parts").generation


def test_a_field_of_the_crm_that_is_filled_already_ends_a_new_line() -> None:
    facts = Facts("Acme", "Acme Oy", custom=(("renews_on", "2027-05-01"),))
    rule = a_rule("renewal", evidence="date", crm_field="renews_on")

    assert item(moved(started(facts=facts), newer(*OLD.items, rule)), "renewal").proof_on == date(2027, 5, 1)


def test_clocks_functions_and_name_are_the_newer_versions() -> None:
    roles = (FunctionRole("field", "Field crew"), FunctionRole("delivery", "Projects"))
    ladder = Ladder(DEFAULT_LADDER.lapses, longest_snooze_days=2)
    to = newer(PARTS, functions=roles, ladder=ladder, title="Site 2", owner_function="delivery")

    after = moved(finished(started(), "scope"), to, {"field": LIV})

    assert (after.ladder, after.playbook_id, after.playbook_name) == (ladder, "new", "Site 2")
    # Finance did the scope, and is named for it although the newer version knows no such function.
    assert after.functions == (("delivery", "Projects"), ("field", "Field crew"), ("finance", "Finance"))
    assert after.leads == (("delivery", OMAR), ("field", LIV), ("finance", FAYE))


def test_the_event_tells_what_changed_on_this_deal_and_what_was_done_already() -> None:
    deal = finished(started(), "scope")
    permit = a_rule("permit")
    to = newer(replace(SCOPE, title="Scope"), replace(VISIT, waits_for=()), permit, welcome="Hello")

    told = event_of(move(deal, OLD, to, CONTEXT, leads={}, by=ANA, now=LATER), PlaybookMoved)

    changes = Difference((permit,), (PARTS,), (Altered(VISIT, replace(VISIT, waits_for=())),))
    assert told == PlaybookMoved(ANA, "Site", PlaybookId("old"), PlaybookId("new"), changes, ("scope",))


def test_a_second_time_changes_nothing() -> None:
    to = newer(PARTS)
    once = moved(started(), to)

    assert move(once, OLD, to, CONTEXT, leads={}, by=ANA, now=LATER) == move(
        once, to, to, CONTEXT, leads={}, by=ANA, now=LATER
    )
    assert moved(once, to) is once


@pytest.mark.parametrize("status", [DealStatus.BACKLOG, DealStatus.STOPPED, DealStatus.CLOSED])
def test_a_deal_that_does_not_run_stays_where_it_is(status: DealStatus) -> None:
    with pytest.raises(NotRunning):
        moved(started(status=status), newer(PARTS))


def test_a_deal_on_hold_goes_over_too() -> None:
    assert moved(started(status=DealStatus.HELD), newer(PARTS)).playbook_id == "new"


@pytest.mark.parametrize("who", [ANA, LIV])
def test_the_owner_and_admins_may_move_a_deal(who: UserId) -> None:
    may_move(a_deal(), CONTEXT, who, now=NOW)


def test_others_may_not_and_read_who_can() -> None:
    with pytest.raises(NotYours) as refused:
        may_move(a_deal(), CONTEXT, FAYE, now=NOW)

    assert refused.value.may == (ANA, LIV)


KEYS = ("scope", "visit", "parts", "permit", "power")


@st.composite
def versions(draw: st.DrawFn) -> tuple[ItemRule, ...]:
    """Draw a checklist in which a line waits only for lines before it."""
    rules: list[ItemRule] = []
    for key in draw(st.lists(st.sampled_from(KEYS), unique=True, min_size=1)):
        before = tuple(draw(st.lists(st.sampled_from([rule.key for rule in rules]), unique=True)) if rules else ())
        days, accepted_by = draw(st.integers(0, 20)), draw(st.sampled_from([None, "finance"]))
        rules.append(a_rule(key, DueRule("won", days), waits_for=before, accepted_by=accepted_by))
    return tuple(rules)


@given(old=versions(), new=versions(), done=st.sets(st.sampled_from(KEYS)))
def test_whatever_changes_no_evidence_is_lost_and_no_gate_is_passed(
    old: tuple[ItemRule, ...], new: tuple[ItemRule, ...], done: set[str]
) -> None:
    was, to = a_playbook(*old, id="old"), newer(*new)
    deal = items.lay_out(a_deal(playbook_id=PlaybookId("old")), old, CONTEXT, now=NOW)
    for key in sorted(done & {each.key for each in deal.items if each.status is ItemStatus.OPEN}):
        line = item(deal, key)
        deal = items.finish(deal, CONTEXT, item_id=line.id, by=line.holder_id, proof=Proof("x"), now=NOW).deal

    after = move(deal, was, to, CONTEXT, leads={}, by=ANA, now=LATER).deal

    given_before = [each for each in deal.items if each.proof]
    assert [each for each in after.items if each.proof] == given_before
    assert {each.key for each in after.items} == {rule.key for rule in new} | {each.key for each in given_before}
    for each in after.items:
        is_open = each.status is ItemStatus.OPEN
        assert is_open == (each.proof is None and not items.waits_for(after, each))
        assert (each.due is not None) >= is_open
        assert not is_open or each.due is None or each.due.at > LATER or each.due == each.first_due
