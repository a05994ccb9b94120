"""Gates: no line begins without its keys, or the owner's word; whoever is faster, it comes to the same."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.events import Change, Event, ItemAccepted, ItemDone
from bot.gate_events import ItemReopened, ItemStartedAnyway
from bot.model import Deal, DealStatus, Item, ItemStatus, LapseKind, UserId
from bot.playbook import DueRule, ItemRule
from bot.refusals import ItemWaits, Missing, NotRunning, NotWaiting, NotYours, Refusal
from bot.rules import items
from bot.rules.chains import chains
from bot.rules.evidence import Proof
from bot.rules.gates import start_anyway
from bot.rules.reopening import reopen
from bot.rules.review import review
from tests.bot.making import (
    ANA,
    BERLIN,
    CONTEXT,
    FAYE,
    LIV,
    NOW,
    OMAR,
    STRANGER,
    a_deal,
    a_rule,
    at,
    away,
    by,
    event_of,
    kinds,
    with_times,
)

LATER = at("2026-12-02 11:00")
WHY = "the crew is booked for Monday"
RULES = (
    a_rule("permit", DueRule("won", 5), accepted_by="finance", is_gate=True),
    a_rule("grant", function="finance"),
    a_rule("install", DueRule("permit", 2), waits_for=("grant",), accepted_by="finance", is_gate=True),
    a_rule("invoice", DueRule("install", 1), function="finance"),
    a_rule("report", waits_for=("permit",)),
)


def laid(*rules: ItemRule, **changes: object) -> Deal:
    return items.lay_out(a_deal(**changes), rules or RULES, CONTEXT, now=NOW)


def item(deal: Deal, key: str) -> Item:
    return next(each for each in deal.items if each.key == key)


def done(deal: Deal, key: str, proof: str = "as agreed") -> Change:
    line = item(deal, key)
    return items.finish(deal, CONTEXT, item_id=line.id, by=line.holder_id, proof=Proof(proof), now=LATER)


def accepted(deal: Deal, key: str) -> Change:
    line = item(deal, key)
    return items.accept(deal, CONTEXT, item_id=line.id, by=deal.lead(line.accepted_by or ""), now=LATER)


def sent_back(deal: Deal, key: str) -> Change:
    line = item(deal, key)
    who = deal.lead(line.accepted_by or "")
    return items.send_back(deal, CONTEXT, item_id=line.id, by=who, reason="no address", now=LATER)


def reopened(deal: Deal, key: str) -> Change:
    return reopen(deal, CONTEXT, item_id=item(deal, key).id, by=ANA, reason="rejected", now=LATER)


def started(deal: Deal, key: str, who: UserId = ANA, why: str = WHY) -> Change:
    return start_anyway(deal, CONTEXT, item_id=item(deal, key).id, by=who, reason=why, now=LATER)


def statuses(deal: Deal) -> dict[str, str]:
    return {each.key: str(each.status) for each in deal.items}


def test_the_owner_lets_a_line_begin_and_it_is_said_why_and_without_what() -> None:
    deal = laid()

    change = started(deal, "install")

    install = item(change.deal, "install")
    assert (install.status, install.opened_at, install.without) == (ItemStatus.OPEN, LATER, ("grant", "permit"))
    assert kinds(change) == [ItemStartedAnyway]
    assert event_of(change, ItemStartedAnyway) == ItemStartedAnyway(
        install.id, "install", ANA, WHY, by("2026-12-04", BERLIN), OMAR, ("grant", "permit")
    )


def test_the_gate_itself_is_not_passed() -> None:
    change = started(laid(), "install")

    assert statuses(change.deal) == {
        "permit": "open",
        "grant": "open",
        "install": "open",
        "invoice": "waiting",
        "report": "waiting",
    }
    assert {chain[0].item.key for chain in chains(change.deal)} == {"permit", "install"}
    late = review(change.deal, CONTEXT, now=at("2026-12-30 11:00")).deal.lapses
    assert item(change.deal, "permit").id in {each.subject for each in late if each.kind is LapseKind.ITEM_OVERDUE}


def test_what_waits_for_the_line_that_began_does_not_need_the_same_word_again() -> None:
    deal = started(laid(), "install").deal
    deal = accepted(done(deal, "install").deal, "install").deal

    assert statuses(deal)["invoice"] == "open"
    assert statuses(deal)["report"] == "waiting"


def test_what_it_was_let_begin_without_holds_it_up_behind_no_line_that_had_ended() -> None:
    deal = laid(a_rule("permit"), a_rule("plan", waits_for=("permit",)), a_rule("install", waits_for=("plan",)))
    deal = reopened(done(done(deal, "permit").deal, "plan").deal, "permit").deal
    assert statuses(deal) == {"permit": "open", "plan": "done", "install": "waiting"}

    begun = started(deal, "install").deal

    assert items.waits_for(begun, item(begun, "install")) == ()
    again = reopened(done(begun, "permit").deal, "permit").deal
    assert statuses(again)["install"] == "open"


def test_what_it_was_let_begin_without_does_not_hold_it_up_when_that_is_reopened() -> None:
    deal = started(laid(), "install").deal
    deal = accepted(done(deal, "permit").deal, "permit").deal

    assert statuses(reopened(deal, "permit").deal) == statuses(deal) | {"permit": "open", "report": "waiting"}


@pytest.mark.parametrize("who", [OMAR, FAYE, LIV, STRANGER])
def test_only_the_owner_may(who: UserId) -> None:
    with pytest.raises(NotYours) as refused:
        started(laid(), "install", who)

    assert refused.value.may == (ANA,)


def test_whoever_decides_for_an_absent_owner_may() -> None:
    context = with_times(ana=away(stand_in=OMAR))
    deal = laid()

    change = start_anyway(deal, context, item_id=item(deal, "install").id, by=OMAR, reason=WHY, now=LATER)

    assert item(change.deal, "install").status is ItemStatus.OPEN


@pytest.mark.parametrize(
    ("deal", "key", "why", "refusal"),
    [
        (laid(), "permit", WHY, NotWaiting),
        (done(laid(), "grant").deal, "grant", WHY, NotWaiting),
        (laid(), "install", "  ", Missing),
        (replace(laid(), status=DealStatus.HELD), "install", WHY, NotRunning),
    ],
)
def test_what_cannot_begin_anyway_is_refused(deal: Deal, key: str, why: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        started(deal, key, why=why)


def test_a_gate_is_not_passed_by_a_button() -> None:
    deal = laid()

    with pytest.raises(ItemWaits) as refused:
        done(deal, "install")

    assert {each.key for each in refused.value.waits_for} == {"permit", "grant"}


# What holds whatever people do, in whatever order.


@st.composite
def playbooks(draw: st.DrawFn) -> tuple[ItemRule, ...]:
    """Draw up to seven lines, each of which may wait for some before it."""
    keys = [f"k{n}" for n in range(draw(st.integers(2, 7)))]
    found = []
    for n, key in enumerate(keys):
        waits = tuple(draw(st.sets(st.sampled_from(keys[:n]), max_size=3))) if n else ()
        due = DueRule(draw(st.sampled_from(["won", "promised", *keys[:n]])), draw(st.integers(-3, 5)))
        receiver = draw(st.sampled_from([None, "finance"]))
        found.append(a_rule(key, due, waits_for=waits, accepted_by=receiver, is_gate=draw(st.booleans())))
    return tuple(found)


Act = Callable[[Deal, str], Change]
ACTS: Sequence[Act] = (done, done, accepted, accepted, sent_back, reopened, started)


class Gates(RuleBasedStateMachine):
    """A checklist on which everybody does anything; what is recorded must explain how it stands."""

    @initialize(rules=playbooks())
    def lay_out(self, rules: tuple[ItemRule, ...]) -> None:
        self.deal = laid(*rules)
        self.log: list[Event] = []

    @rule(act=st.sampled_from(ACTS), place=st.integers(0, 6))
    def act(self, act: Callable[[Deal, str], Change], place: int) -> None:
        key = self.deal.items[place % len(self.deal.items)].key
        before = self.deal
        try:
            change = done(self.deal, key, f"proof {len(self.log)}") if act is done else act(self.deal, key)
        except Refusal:
            return
        self.deal = change.deal
        for event in change.events:
            self._had_its_keys(before, event)
        self.log.extend(change.events)

    def _had_its_keys(self, before: Deal, event: Event) -> None:
        """Nothing ends while something before it is open that the owner said nothing of."""
        if isinstance(event, ItemDone | ItemAccepted):
            line = next(each for each in before.items if each.id == event.item_id)
            assert not self._open_before(before, line)

    def _open_before(self, deal: Deal, line: Item, passed: frozenset[str] = frozenset()) -> set[str]:
        """Return what is unsettled anywhere before a line, by the plainest way; what the owner passed over is left out."""
        known = {each.key: each for each in deal.items}
        off = passed or frozenset(self._let_off(line))
        return {
            found
            for key in {*line.waits_for} - self._let_off(line) - off
            for found in ({key} if not items.is_settled(known[key]) else self._open_before(deal, known[key], off))
        }

    def _let_off(self, line: Item) -> set[str]:
        passed = [each for each in self.log if isinstance(each, ItemStartedAnyway) and each.item_id == line.id]
        return {title for each in passed for title in each.without}

    @invariant()
    def what_can_be_done_waits_for_nothing_and_what_waits_waits_for_something(self) -> None:
        for line in self.deal.items:
            if line.status in (ItemStatus.OPEN, ItemStatus.DONE) and not items.is_settled(line):
                assert not self._open_before(self.deal, line)
            if line.status is ItemStatus.WAITING:
                assert self._open_before(self.deal, line)
                assert line.due is None

    @invariant()
    def nothing_is_both_accepted_and_open(self) -> None:
        for line in self.deal.items:
            is_accepted = line.status is ItemStatus.ACCEPTED
            assert bool(line.accepted_at) == bool(line.accepted_by_id) == is_accepted
            mine = [each for each in self.log if getattr(each, "item_id", None) == line.id]
            ended = [each for each in mine if isinstance(each, ItemAccepted | ItemReopened)]
            assert is_accepted == bool(ended and isinstance(ended[-1], ItemAccepted))
            assert not (line.reopened and items.is_settled(line))

    @invariant()
    def evidence_is_never_lost(self) -> None:
        for line in self.deal.items:
            given = [each.proof for each in self.log if isinstance(each, ItemDone) and each.item_id == line.id]
            assert line.proof == (given[-1] if given else None)

    @invariant()
    def a_review_finds_nothing_that_waits_late(self) -> None:
        waiting = {each.id for each in self.deal.items if each.status is ItemStatus.WAITING}
        reviewed = review(self.deal, CONTEXT, now=at("2027-01-20 11:00")).deal
        assert not waiting & {each.subject for each in reviewed.lapses}


def test_whatever_people_do_no_gate_is_passed_without_its_keys() -> None:
    given_ = settings(
        max_examples=80, stateful_step_count=30, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )

    run_state_machine_as_test(Gates, settings=given_)


def behind(rules: Sequence[ItemRule], key: str) -> set[str]:
    """Return the lines that wait for a line, next to it or further on."""
    found = {key}
    for each in rules:
        if found & {*each.waits_for}:
            found.add(each.key)
    return found - {key}


def after(deal: Deal, act: Act, key: str) -> Deal | None:
    """Return the deal after an act; None where it is refused."""
    try:
        return act(deal, key).deal
    except Refusal:
        return None


@settings(max_examples=120, deadline=None)
@given(playbooks(), st.data())
def test_two_at_once_come_to_the_same_or_one_is_told_why_not(rules: tuple[ItemRule, ...], data: st.DataObject) -> None:
    """Reopening has its say like finishing: only where one line is behind the other does it matter who is faster."""
    keys = st.sampled_from([each.key for each in rules])
    acts = st.tuples(st.sampled_from(ACTS), keys)
    deal = laid(*rules)
    for act, key in data.draw(st.lists(acts, max_size=12)):
        deal = after(deal, act, key) or deal
    (one, this), (other, that) = data.draw(acts), data.draw(acts)
    first, second = after(deal, one, this), after(deal, other, that)
    if this == that or first is None or second is None:
        return

    forth, back = after(first, other, that), after(second, one, this)
    is_in_a_row = that in behind(rules, this) or this in behind(rules, that)

    if forth and back:
        assert standing(forth) == standing(back)
        assert is_in_a_row or let_off(forth) == let_off(back)
    else:
        assert is_in_a_row


def standing(deal: Deal) -> dict[str, tuple[object, ...]]:
    return {each.key: (each.status, each.due, each.proof, each.accepted_by_id) for each in deal.items}


def let_off(deal: Deal) -> dict[str, frozenset[str]]:
    """Return what each line was begun without: of a line before it only if that had not ended in that moment."""
    return {each.key: frozenset(each.without) for each in deal.items}


@settings(max_examples=60, deadline=None)
@given(playbooks(), st.data())
def test_whatever_was_reopened_on_the_way_all_of_it_can_be_ended(
    rules: tuple[ItemRule, ...], data: st.DataObject
) -> None:
    """No order of finishing, sending back and reopening leaves a line that nobody can end, or one that ended unseen."""
    keys = [each.key for each in rules]
    deal = laid(*rules)
    for act, key in data.draw(st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(keys)), max_size=25)):
        deal = after(deal, act, key) or deal

    ended = played(data, deal, [*((done, key) for key in keys), *((accepted, key) for key in keys)])

    assert all(items.is_settled(each) for each in ended.items)
    assert not any(each.reopened or each.sent_back for each in ended.items)


def played(data: st.DataObject, deal: Deal, acts: Sequence[tuple[Act, str]]) -> Deal:
    """Let these things be done in some order in which they can be; what cannot be done any more is left."""
    left = list(data.draw(st.permutations(acts)))
    while left:
        for each in left:
            act, key = each
            try:
                deal = act(deal, key).deal
            except Refusal:
                continue
            left.remove(each)
            break
        else:
            return deal
    return deal


@settings(max_examples=40, deadline=None)
@given(playbooks(), st.data())
def test_whoever_is_faster_it_comes_to_the_same(rules: tuple[ItemRule, ...], data: st.DataObject) -> None:
    ends = data.draw(st.sets(st.sampled_from([each.key for each in rules])))
    lets = data.draw(st.sets(st.sampled_from([each.key for each in rules]), max_size=2))
    acts = [*((done, key) for key in ends), *((accepted, key) for key in ends), *((started, key) for key in lets)]

    first, second = (played(data, laid(*rules), acts) for _ in range(2))

    assert statuses(first) == statuses(second)


@settings(max_examples=40, deadline=None)
@given(playbooks(), st.data())
def test_lines_are_reopened_in_any_order(rules: tuple[ItemRule, ...], data: st.DataObject) -> None:
    keys = [each.key for each in rules]
    ended = played(data, laid(*rules), [*((done, key) for key in keys), *((accepted, key) for key in keys)])
    assert all(items.is_settled(each) for each in ended.items)
    again = [(reopened, key) for key in data.draw(st.sets(st.sampled_from(keys)))]

    first, second = (played(data, ended, again) for _ in range(2))

    assert statuses(first) == statuses(second)
    assert {each.key for each in first.items if not items.is_settled(each)} == {key for _, key in again}
