"""Who may do what: every cell of the table in docs/permissions.md, put to the rules themselves."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path

import pytest

from bot.closed import Closing, Outcome
from bot.context import Context
from bot.identity import PromiseId
from bot.model import (
    Choice,
    Deal,
    DealStatus,
    ItemStatus,
    LapseKind,
    Offer,
    Person,
    PersonalTime,
    Request,
    StepId,
    StepStatus,
    UserId,
)
from bot.promises import Register, RegisteredPromise
from bot.refusals import AlreadyOwner, NotAnAdmin, NothingToSnooze, NotInChannel, NotYours, OnlyColleagues
from bot.rules import (
    closing,
    customer,
    gates,
    giving,
    items,
    leading,
    offers,
    own_time,
    owner,
    promises,
    reopening,
    requests,
    snoozing,
    steps,
)
from bot.rules.deciding import Verdict, decide
from bot.rules.evidence import Proof
from bot.rules.moving_over import may_move
from bot.rules.permissions import ANYBODY, TABLE, Act, Kind, check, let_in, may_find
from tests.architecture.project import ROOT, page, rows
from tests.bot.making import HELSINKI, NOW, a_deal, a_lapse, a_step, an_item, away, by, id_of

PAGE = "docs/permissions.md"
IS_WRITING = os.environ.get("GOLDEN") == "write"
LATER = by("2026-11-27")

PEOPLE: Mapping[Kind, UserId] = {kind: UserId(f"U{kind.name}") for kind in Kind}
OTHER = UserId("UOTHER")
"""A colleague who stands wherever somebody must, while another one's cell is looked at."""
OUTSIDE: Mapping[Kind, dict[str, object] | None] = {
    Kind.GUEST: {"is_guest": True},
    Kind.OUTSIDER: {"is_guest": True, "company": "T9"},
    Kind.UNKNOWN: None,
    Kind.GONE: {"is_active": False},
}
"""What Slack says of those who are no colleagues; of a bot it is nothing."""
WITHOUT_A_DEAL = (Act.OPEN_DEAL, Act.LOOK_AROUND, Act.OWN_LISTS, Act.OWN_TIME, Act.MARK_AWAY, Act.SETTLE)


def _people() -> Iterator[Person]:
    for kind, user in (*PEOPLE.items(), (Kind.COLLEAGUE, OTHER)):
        facts = OUTSIDE.get(kind, {})
        if facts is not None:
            yield Person(user, kind.name, HELSINKI, is_admin=kind is Kind.ADMIN, **facts)  # type: ignore[arg-type]


CONTEXT = Context(
    {person.id: person for person in _people()},
    default_owner=OTHER,
    zone=HELSINKI,
    installer=PEOPLE[Kind.INSTALLER],
)


def the_deal(theirs: UserId, **changes: object) -> Deal:
    """Return a deal in which there is something of everything, and all that is somebody's is of ``theirs``."""
    lead = PEOPLE[Kind.LEAD]
    told = RegisteredPromise(PromiseId(id_of("promise")), "training", theirs, NOW)
    given = {
        "owner_id": PEOPLE[Kind.OWNER],
        "seller_id": PEOPLE[Kind.SELLER],
        "leads": (("delivery", lead), ("finance", lead), ("sales", lead)),
        "offer": Offer(theirs, theirs, NOW),
        "steps": (
            a_step("call", by=theirs),
            a_step("offered", by=theirs, status=StepStatus.OFFERED),
            a_step("asked", by=OTHER, status=StepStatus.OFFERED, request=Request(theirs, NOW)),
            a_step("of a member", by=PEOPLE[Kind.MEMBER]),
        ),
        "items": (
            an_item("open", holder_id=theirs, given_by=OTHER),
            an_item("done", holder_id=theirs, status=ItemStatus.DONE, done_by=OTHER, accepted_by="finance"),
            an_item("ended", holder_id=theirs, status=ItemStatus.ACCEPTED, done_by=OTHER),
            an_item("waits", holder_id=theirs, status=ItemStatus.WAITING, waits_for=("open",)),
            an_item("told", function="sales", holder_id=theirs, evidence="promises"),
            an_item("answered", function="finance", holder_id=theirs, evidence="promises_answered"),
        ),
        "lapses": (
            a_lapse(decider_id=PEOPLE[Kind.DECIDER]),
            a_lapse(LapseKind.DONE_NOT_ACCEPTED, id_of("done"), decider_id=PEOPLE[Kind.DECIDER]),
            a_lapse(LapseKind.OWNER_NOT_ACCEPTED, decider_id=PEOPLE[Kind.DECIDER]),
        ),
        "register": Register((told,)),
    }
    return a_deal(**(given | changes))


Do = Callable[[Deal, UserId], object]


def _act(rule: Callable[..., object], **given: object) -> Do:
    """Return what puts a rule to a deal for one person at the moment that counts here."""

    def do(deal: Deal, who: UserId) -> object:
        return rule(deal, CONTEXT, by=who, now=NOW, **given)

    return do


def _snooze(deal: Deal, who: UserId) -> object:
    line = deal.items[0]
    late = replace(line, due=by("2026-11-20"), first_due=by("2026-11-20"), opened_at=by("2026-11-16").at)
    asked = a_lapse(LapseKind.ITEM_OVERDUE, line.id, told_at=NOW)
    put = replace(deal, items=(late, *deal.items[1:]), lapses=(*deal.lapses, asked))
    return snoozing.snooze(put, CONTEXT, by=who, until=by("2026-11-24"), reason="rain", now=NOW)


def _take_over(deal: Deal, who: UserId) -> object:
    """Take over from an owner who is away; whoever may only ask for the deal did not."""
    absent = with_absent(deal.owner_id, deal.steps[0].by)
    change = owner.take_over(deal, absent, by=who, now=NOW)
    if change.deal.owner_id != who:
        raise NotYours("take over", ())
    return change


def with_absent(who: UserId, stand_in: UserId) -> Context:
    if who not in CONTEXT.people:
        return CONTEXT
    absent = replace(CONTEXT.people[who], time=PersonalTime(absences=(away(stand_in),)))
    return replace(CONTEXT, people={**CONTEXT.people, who: absent})


def _answer_promise(deal: Deal, who: UserId) -> object:
    told = replace(deal.register.promises[0], by=OTHER)
    asked = replace(deal, register=Register((told,)))
    return promises.accept(asked, CONTEXT, promise_id=told.id, by=who, now=NOW)


def _close_or_reopen(deal: Deal, who: UserId) -> object:
    verdict = closing.Verdict(Outcome.NOT, "the customer left")
    closed = closing.close(deal, CONTEXT, verdict, recorded=(), by=who, now=NOW).deal
    assert isinstance(closed.closing, Closing)
    return closing.reopen(closed, CONTEXT, by=who, reason="a fault", now=NOW)


def _both(*rules: Do) -> Do:
    return lambda deal, who: [rule(deal, who) for rule in rules]


STEP, ITEM = partial(_act, step_id=id_of("call")), partial(_act, item_id=id_of("open"))
TRIES: Mapping[Act, Do] = {
    Act.OPEN_DEAL: lambda _, who: check(Act.OPEN_DEAL, CONTEXT, who),
    Act.SEE_DEAL: lambda deal, who: let_in(deal, CONTEXT, who),
    Act.COMMIT: _act(steps.commit, step_id=StepId(id_of("new")), what="measure", due=LATER, consequence=None),
    Act.FINISH_STEP: STEP(steps.keep),
    Act.MOVE_STEP: STEP(steps.reschedule, due=LATER, reason="rain"),
    Act.PARK_STEP: STEP(steps.park, on="customer", until=LATER, reason="they sign"),
    Act.ASK: _act(requests.ask, step_id=StepId(id_of("new")), to=OTHER, what="lend us the crane", due=LATER),
    Act.ANSWER_REQUEST: _both(
        _act(offers.take_on, step_id=id_of("offered"), what="offered", due=LATER),
        _act(offers.turn_down, step_id=id_of("offered"), reason="on leave"),
    ),
    Act.SETTLE_REQUEST: _act(requests.withdraw, step_id=id_of("asked")),
    Act.FINISH_ITEM: ITEM(items.finish, proof=Proof("signed")),
    Act.ACCEPT_ITEM: _act(items.accept, item_id=id_of("done")),
    Act.SEND_BACK: _act(items.send_back, item_id=id_of("done"), reason="a page is missing"),
    Act.REOPEN_ITEM: _act(reopening.reopen, item_id=id_of("ended"), reason="rejected"),
    Act.START_ANYWAY: _act(gates.start_anyway, item_id=id_of("waits"), reason="booked"),
    Act.GIVE_ITEM: ITEM(giving.give, to=OTHER),
    Act.HAND_BACK: ITEM(giving.hand_back, reason="at another site"),
    Act.OFFER_OWNER: _act(owner.offer, to=OTHER),
    Act.ACCEPT_OWNER: _act(owner.accept),
    Act.DECLINE_OWNER: _act(owner.decline, reason="on leave"),
    Act.WITHDRAW_OFFER: _act(owner.withdraw),
    Act.TAKE_OVER: _take_over,
    Act.CHANGE_LEAD: _act(leading.hand_over, function="delivery", to=OTHER),
    Act.DECIDE: _act(decide, verdict=Verdict(Choice.STOP, "the customer left"), step_id=StepId(id_of("new"))),
    Act.CLOSE: _close_or_reopen,
    Act.SNOOZE: _snooze,
    Act.CUSTOMER_LINE: _act(customer.write, what="the crane comes on Tuesday"),
    Act.TELL_PROMISE: _act(promises.tell, promise_id=PromiseId(id_of("new")), what="a manual", due_on=None),
    Act.CHANGE_PROMISE: _both(
        _act(promises.reword, promise_id=id_of("promise"), what="training for two", due_on=None),
        _act(promises.withdraw, promise_id=id_of("promise"), reason="agreed"),
    ),
    Act.ANSWER_PROMISE: _answer_promise,
    Act.MOVE_PLAYBOOK: lambda deal, who: may_move(deal, CONTEXT, who, now=NOW),
    Act.LOOK_AROUND: lambda _, who: check(Act.LOOK_AROUND, CONTEXT, who),
    Act.OWN_LISTS: lambda _, who: check(Act.OWN_LISTS, CONTEXT, who),
    Act.OWN_TIME: lambda _, who: check(Act.OWN_TIME, CONTEXT, who),
    Act.MARK_AWAY: lambda deal, who: own_time.may_mark(CONTEXT, who, OTHER, tuple(dict(deal.leads).values())),
    Act.SETTLE: lambda _, who: own_time.check_admin(CONTEXT, who),
}
"""How each thing is done, by the rule that decides about it."""


def in_words(act: Act, kind: Kind) -> str:
    if kind not in TABLE[act]:
        return "no"
    return "theirs" if kind is Kind.GUEST and act not in WITHOUT_A_DEAL else "yes"


def drawn() -> list[list[str]]:
    return [[act.value, *(in_words(act, kind) for kind in Kind)] for act in Act]


def cells() -> Mapping[tuple[Act, Kind], str]:
    """Return the table as people read it."""
    return {
        (Act(row[0]), kind): said
        for row in rows(page(PAGE), "## The table")
        for kind, said in zip(Kind, row[1:], strict=True)
    }


def may(act: Act, deal: Deal, who: UserId) -> bool:
    """Do it as a use case does: somebody is let near the deal first, and then the rule is asked."""
    try:
        if act not in WITHOUT_A_DEAL:
            let_in(deal, CONTEXT, who)
        TRIES[act](deal, who)
    except (NotYours, OnlyColleagues, NotInChannel, NotAnAdmin):
        return False
    except NothingToSnooze:
        return act is not Act.SNOOZE
    except AlreadyOwner:
        return act is not Act.TAKE_OVER
    return True


def test_the_page_says_what_the_table_says() -> None:
    if IS_WRITING:
        _write()

    assert rows(page(PAGE), "## The table") == drawn()


def _write() -> None:
    path = Path(ROOT / PAGE)
    above, below = path.read_text(encoding="utf-8").split("## The table\n\n", 1)
    head = below.splitlines()[:2]
    after = below.partition("\n\n")[2]
    table = [*head, *("| " + " | ".join(row) + " |" for row in drawn())]
    path.write_text(f"{above}## The table\n\n" + "\n".join(table) + f"\n\n{after}", encoding="utf-8")


def test_everything_that_can_be_done_is_tried_here() -> None:
    assert set(TRIES) == set(Act) == set(TABLE)


CELLS = sorted(product(Act, Kind))


@pytest.mark.parametrize(("act", "kind"), CELLS)
def test_every_cell_is_what_the_rules_answer(act: Act, kind: Kind) -> None:
    who = PEOPLE[kind]
    theirs = who if kind in (Kind.HOLDER, Kind.GUEST) else PEOPLE[Kind.HOLDER]

    assert may(act, the_deal(theirs), who) == (cells()[act, kind] != "no")


@pytest.mark.parametrize(("act", "kind"), CELLS)
def test_a_private_deal_is_for_those_who_work_on_it(act: Act, kind: Kind) -> None:
    who = PEOPLE[kind]
    theirs = who if kind in (Kind.HOLDER, Kind.GUEST) else PEOPLE[Kind.HOLDER]
    is_in = kind not in (Kind.COLLEAGUE, Kind.ADMIN, Kind.INSTALLER) or act in WITHOUT_A_DEAL

    assert may(act, the_deal(theirs, is_private=True), who) == (is_in and cells()[act, kind] != "no")


@pytest.mark.parametrize(("act", "kind"), [each for each in CELLS if each[1] in OUTSIDE])
def test_who_is_outside_now_is_not_what_they_were_before(act: Act, kind: Kind) -> None:
    """Owner, seller, lead, decider: whoever became a guest is asked for what is theirs, and the others for nothing."""
    who = PEOPLE[kind]
    leads = (("delivery", who), ("finance", who), ("sales", who))
    asked = tuple(replace(each, decider_id=who) for each in the_deal(who).lapses)
    former = the_deal(who, owner_id=who, seller_id=who, leads=leads, lapses=asked)

    assert may(act, former, who) == (cells()[act, kind] != "no")


@pytest.mark.parametrize("act", [act for act in Act if Kind.GUEST in TABLE[act] and act not in WITHOUT_A_DEAL])
def test_a_guest_may_do_nothing_in_a_deal_that_is_none_of_theirs(act: Act) -> None:
    assert not may(act, the_deal(PEOPLE[Kind.HOLDER]), PEOPLE[Kind.GUEST])


@pytest.mark.parametrize("act", [act for act in Act if act not in (*WITHOUT_A_DEAL, Act.SEE_DEAL)])
def test_a_guest_who_works_on_a_deal_may_not_touch_what_is_another_ones(act: Act) -> None:
    guest = PEOPLE[Kind.GUEST]
    deal = the_deal(PEOPLE[Kind.HOLDER])
    working = replace(deal, steps=(*deal.steps, a_step("of the guest", by=guest)))

    assert not may(act, working, guest)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.OUTSIDER, Kind.UNKNOWN, Kind.GONE)])
def test_whoever_speaks_in_the_channel_of_a_private_deal_is_in_it(kind: Kind) -> None:
    deal = the_deal(OTHER, is_private=True)

    let_in(deal, CONTEXT, PEOPLE[kind], deal.channel_id)


@pytest.mark.parametrize("kind", [Kind.OUTSIDER, Kind.UNKNOWN, Kind.GONE])
def test_no_channel_lets_in_who_is_no_colleague(kind: Kind) -> None:
    deal = the_deal(OTHER)

    with pytest.raises(OnlyColleagues) as refused:
        let_in(deal, CONTEXT, PEOPLE[kind], deal.channel_id)
    assert refused.value.kind == kind


@pytest.mark.parametrize(
    ("kind", "of_all", "of_private", "of_theirs"),
    [
        (Kind.COLLEAGUE, True, False, True),
        (Kind.ADMIN, True, False, True),
        (Kind.GUEST, False, False, True),
        (Kind.OUTSIDER, False, False, False),
        (Kind.UNKNOWN, False, False, False),
        (Kind.GONE, False, False, False),
    ],
)
def test_what_somebody_may_come_upon(kind: Kind, *, of_all: bool, of_private: bool, of_theirs: bool) -> None:
    who = PEOPLE[kind]

    assert may_find(the_deal(OTHER), CONTEXT, who) is of_all
    assert may_find(the_deal(OTHER, is_private=True), CONTEXT, who) is of_private
    assert may_find(the_deal(who, is_private=True), CONTEXT, who) is of_theirs


def test_who_stands_in_may_do_what_the_absent_may() -> None:
    holder, mate = PEOPLE[Kind.HOLDER], PEOPLE[Kind.COLLEAGUE]
    context = with_absent(holder, mate)

    done = items.finish(the_deal(holder), context, item_id=id_of("open"), by=mate, proof=Proof("signed"), now=NOW)

    assert done.deal.items[0].done_by == mate


def test_a_refusal_names_nobody_who_could_not_do_it_either() -> None:
    gone = PEOPLE[Kind.GONE]
    deal = the_deal(gone, status=DealStatus.OPEN)

    with pytest.raises(NotYours) as refused:
        items.finish(deal, CONTEXT, item_id=id_of("open"), by=OTHER, proof=Proof("signed"), now=NOW)

    assert gone not in refused.value.may
    assert PEOPLE[Kind.LEAD] in refused.value.may


def test_anybody_of_the_workspace_is_none_from_outside() -> None:
    assert not set(ANYBODY) & set(OUTSIDE)
