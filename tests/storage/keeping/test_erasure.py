"""A person who is erased is in no text any more, and every row and every sum is still there."""

import hmac
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.closed import Closing, DealClosed, Outcome, Summary
from bot.events import (
    DealOpened,
    Decided,
    Event,
    ItemDone,
    Nudged,
    OwnerAccepted,
    OwnerDeclined,
    Recorded,
    StepCommitted,
    StepKept,
    StepRescheduled,
)
from bot.figures import Ledger
from bot.identity import drafts_of
from bot.model import (
    BATON,
    Absence,
    Choice,
    Consequence,
    Deal,
    DealStatus,
    ItemId,
    ItemStatus,
    LapseId,
    LapseKind,
    Offer,
    Parked,
    Person,
    PersonalTime,
    StepId,
    StepStatus,
    UserId,
    WaitingOn,
    WorkspaceId,
)
from bot.outgoing import DigestFacts, Kind, Line, Outgoing
from bot.playbook import Where
from bot.ports import Conflict, DigestClock, DigestKind, Group
from storage.keeping.erasure import StillNeeded, erase
from storage.keeping.hiding import ERASED, WORDS_ERASED, Hiding, digest_of
from storage.opening import Storage
from storage.schema.boxes import outbox
from tests.storage.examples import NOW, OMAR, PIA, a_deal, a_lapse, a_message, a_step, an_item, due, id_of
from tests.storage.rows import everything

EVE = UserId("U0EVE00")
NEAR = UserId("U0EVE001")
"""Somebody else, whose id begins like hers."""
PEOPLE = [
    Person(EVE, "Eve Määttä", "Europe/Helsinki", email="eve@example.com"),
    Person(NEAR, "Eve", "Europe/Helsinki", email="not-eve@example.com"),
    Person(PIA, "Pia", "Europe/Helsinki"),
]
NEW_ID = UUID(int=0xABCDEF0123456789ABCDEF0123456789)
NOTHING = Summary(None, None, None, None, 0, 0, 0, 0, Ledger(), 0, 0, 0)
SECRET = "Her ex-husband's number is 555"
STEP, ITEM, LAPSE = StepId(id_of("call")), ItemId(id_of("contract")), LapseId(id_of("silence"))
HISTORY: list[tuple[UserId, Event]] = [
    (EVE, DealOpened(EVE, "Site", 2)),
    (EVE, StepCommitted(STEP, SECRET, EVE, due(), Consequence(text="tell eve@example.com"))),
    (EVE, StepRescheduled(STEP, SECRET, EVE, due(), due(), "I am ill", is_early=True, slips=1)),
    (BATON, Nudged(LAPSE, LapseKind.STEP_OVERDUE, SECRET, 1, Where.PRIVATE, EVE)),
    (OMAR, StepKept(STEP, SECRET, EVE, on_time=True, as_first_dated=True)),
    (EVE, ItemDone(ITEM, "Contract", EVE, "open", is_late=False)),
    (OMAR, Decided(Choice.STOP, OMAR, "Eve Määttä left, ask EVE MÄÄTTÄ or U0EVE001", None, None, is_rescue=False)),
    (EVE, OwnerDeclined(EVE, OMAR, "no time")),
    (OMAR, OwnerAccepted(OMAR, was=EVE)),
]


@pytest.fixture
def deal(storage: Storage, here: WorkspaceId) -> Deal:
    """Store a deal that is over, on which she worked, and everything around it that names her."""
    step = a_step(
        by=EVE, what=SECRET, consequence=Consequence(text="tell eve@example.com"), status=StepStatus.KEPT, ended_by=EVE
    )
    item = an_item(holder_id=EVE, status=ItemStatus.DONE, proof="open", done_by=EVE)
    lapse = a_lapse(decider_id=EVE, closed_at=NOW)
    stored = a_deal(
        here,
        seller_id=EVE,
        owner_id=OMAR,
        status=DealStatus.STOPPED,
        steps=(step,),
        items=(item,),
        lapses=(lapse,),
        leads=(("sales", EVE), ("field", PIA)),
        seq=len(HISTORY),
    )
    recorded = [Recorded(n, NOW, actor, event) for n, (actor, event) in enumerate(HISTORY, 1)]
    line = Line("step_due", stored.id, "Acme", None, SECRET, who=EVE)
    digest = DigestFacts("person", "2026-11-22", "UTC", (line,))
    with storage.work(here) as work:
        work.put_people(PEOPLE)
        work.put_groups([Group("field", (EVE, PIA))])
        work.add(stored, recorded, [a_message(f"invite:1:{EVE}", f"dm:{EVE}", to_user=EVE)])
        work.send([Outgoing(f"digest:person:{EVE}:1", Kind.DIGEST, f"dm:{EVE}", to_user=EVE, digest=digest)])
        work.put_digests([DigestClock(DigestKind.PERSON, str(EVE), "UTC", NOW)])
        work.answer(f"press:{EVE}:1.2", "1-2", now=NOW)
    return stored


def all_text(storage: Storage) -> str:
    with storage.engine.connect() as connection:
        return repr(everything(connection))


def erase_eve(storage: Storage, here: WorkspaceId, now: Any = NOW) -> UserId:
    return erase(storage.database, here, EVE, new_id=NEW_ID, now=now).alias


def test_her_id_name_address_and_words_are_nowhere(storage: Storage, here: WorkspaceId, deal: Deal) -> None:
    erase_eve(storage, here)

    found = all_text(storage).replace(NEAR, "").replace("not-eve@example.com", "")
    for trace in (EVE, "Määttä", "eve@example.com", SECRET, "I am ill", "no time"):
        assert trace not in found


def test_no_row_is_lost_and_every_one_can_still_be_read(storage: Storage, here: WorkspaceId, deal: Deal) -> None:
    with storage.engine.connect() as connection:
        before = {name: len(rows) for name, rows in everything(connection).items()}

    alias = erase_eve(storage, here)

    with storage.engine.connect() as connection:
        after = {name: len(rows) for name, rows in everything(connection).items()}
    assert after == before | {"digest_clock": 0, "erased": 1}
    with storage.work(here) as work:
        found = work.deal(deal.id)
        events = [each.event for each in work.history(deal.id)]
    assert found is not None
    assert (found.seller_id, found.owner_id, found.steps[0].by) == (alias, OMAR, alias)
    assert [type(event) for event in events] == [type(event) for _, event in HISTORY]
    assert events[4] == replace(HISTORY[4][1], by=alias, what=WORDS_ERASED)  # type: ignore[call-arg, type-var]


def test_what_she_taught_and_what_ended_of_hers_is_hidden_from_who_reads_it_later(
    storage: Storage, here: WorkspaceId
) -> None:
    taught = Closing(Outcome.DELIVERED, EVE, NOW, "I am ill", "ask Eve Määttä first", NOTHING)
    closed = DealClosed(taught.outcome, EVE, taught.reason, taught.lessons, NOTHING, dropped=(SECRET,))
    committed = StepCommitted(STEP, SECRET, EVE, due(), None)
    recorded = [Recorded(n, NOW, EVE, event) for n, event in enumerate((committed, closed), 1)]
    over = a_deal(here, owner_id=OMAR, seller_id=OMAR, status=DealStatus.CLOSED, closing=taught, seq=2)
    with storage.work(here) as work:
        work.put_people(PEOPLE)
        work.add(over, recorded, ())

    alias = erase_eve(storage, here)

    with storage.work(here) as work:
        (found,) = work.taught(most=5)
        read = work.history(over.id)[1].event
    assert found.closing == replace(taught, by=alias, reason=WORDS_ERASED, lessons=WORDS_ERASED)
    assert read == replace(closed, by=alias, reason=WORDS_ERASED, lessons=WORDS_ERASED, dropped=(WORDS_ERASED,))


def test_an_alias_stands_for_her_and_says_so(storage: Storage, here: WorkspaceId, deal: Deal) -> None:
    alias = erase_eve(storage, here)

    assert alias == "UERASEDABCDEF012345"
    with storage.work(here) as work:
        people = work.people()
    assert EVE not in people
    assert people[alias] == Person(alias, ERASED, "UTC", is_active=False)


def test_a_word_of_hers_that_is_also_one_of_the_programs_changes_only_where_she_wrote_it(
    storage: Storage, here: WorkspaceId, deal: Deal
) -> None:
    erase_eve(storage, here)

    with storage.work(here) as work:
        found = work.deal(deal.id)
    assert found is not None
    assert found.items[0].proof == WORDS_ERASED
    assert found.items[0].title == "contract"
    assert found.steps[0].slips == deal.steps[0].slips


def test_others_keep_their_words_but_for_her_name_and_address(storage: Storage, here: WorkspaceId, deal: Deal) -> None:
    erase_eve(storage, here)

    with storage.work(here) as work:
        decided = work.event(deal.id, 7).event
        people = work.people()
    assert isinstance(decided, Decided)
    assert decided.reason == f"{ERASED} left, ask {ERASED} or U0EVE001"
    assert people[NEAR] == PEOPLE[1]


def test_what_was_on_its_way_to_her_is_not_sent(storage: Storage, here: WorkspaceId, deal: Deal) -> None:
    erase_eve(storage, here)

    assert storage.outbox.waiting(business_now=NOW) == 0
    with storage.engine.connect() as connection:
        assert set(connection.scalars(select(outbox.c.state))) == {"moot"}


def test_slack_cannot_bring_her_back(storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId, deal: Deal) -> None:
    alias = erase_eve(storage, here)

    for workspace in (here, elsewhere):
        with storage.work(workspace) as work:
            work.put_people(PEOPLE)

    with storage.work(here) as work:
        assert set(work.people()) == {alias, NEAR, PIA}
    with storage.work(elsewhere) as work:
        assert set(work.people()) == {EVE, NEAR, PIA}


def test_no_id_that_stands_in_a_row_tells_whether_somebody_was_erased(storage: Storage, here: WorkspaceId) -> None:
    """A list of ids can be tried one by one by whoever holds an export: only the workspace's secret makes a digest."""
    with storage.work(here) as work:
        work.put_people(PEOPLE)
    erase_eve(storage, here)

    with storage.engine.connect() as connection:
        (row,) = everything(connection)["erased"]
    known = {here.bytes, here.hex.encode(), str(here).encode(), b""}
    guesses = {hmac.new(key, EVE.encode(), "sha256").hexdigest() for key in known}

    assert str(row).count(digest_of(secret_of(storage, here), EVE)) == 1
    assert not any(guess in str(row) for guess in guesses)


def test_two_workspaces_know_the_same_person_by_different_digests(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    assert digest_of(secret_of(storage, here), EVE) != digest_of(secret_of(storage, elsewhere), EVE)


def secret_of(storage: Storage, workspace_id: WorkspaceId) -> str:
    found = storage.workspaces.get(workspace_id)
    assert found
    return found.secret.decode()


def test_another_workspace_keeps_her(storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId, deal: Deal) -> None:
    with storage.work(elsewhere) as work:
        work.add(a_deal(elsewhere, "other", owner_id=EVE), [], [])

    erase_eve(storage, here)

    with storage.work(elsewhere) as work:
        found = work.deal_from("erp", "other")
    assert found is not None
    assert found.owner_id == EVE


def test_erasing_again_takes_what_came_since_under_the_same_alias(
    storage: Storage, here: WorkspaceId, deal: Deal
) -> None:
    alias = erase_eve(storage, here)
    with storage.work(here) as work:
        work.answer(f"press:{EVE}:3.4", "nothing", now=NOW)

    again = erase(storage.database, here, EVE, new_id=UUID(int=1), now=NOW + timedelta(days=1))

    assert (again.alias, again.rows) == (alias, 1)
    assert erase(storage.database, here, EVE, new_id=UUID(int=1), now=NOW).rows == 0


def test_whoever_decides_at_the_same_time_looks_again(storage: Storage, here: WorkspaceId, deal: Deal) -> None:
    with storage.work(here) as work:
        before = work.deal(deal.id)
    assert before is not None

    erase_eve(storage, here)

    with pytest.raises(Conflict), storage.work(here) as work:
        work.save(before, replace(before, kind="other"), [], [])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"owner_id": EVE}, "deals they own: 1"),
        ({"owner_id": EVE, "status": DealStatus.HELD}, "deals they own: 1"),
        ({"offer": Offer(EVE, PIA, NOW)}, "deals offered to them: 1"),
        ({"steps": (a_step(by=EVE),)}, "open next steps: 1"),
        ({"steps": (a_step(by=EVE, status=StepStatus.OFFERED),)}, "or that they chase: 1"),
        (
            {"steps": (a_step(by=PIA, parked=Parked(WaitingOn.CUSTOMER, due(), EVE, "")),)},
            "or that they chase: 1",
        ),
        ({"items": (an_item(holder_id=EVE),)}, "open items: 1"),
        ({"items": (an_item(holder_id=EVE, status=ItemStatus.WAITING),)}, "open items: 1"),
        ({"lapses": (a_lapse(decider_id=EVE),)}, "open decisions: 1"),
    ],
)
def test_nobody_is_erased_while_work_hangs_on_them(
    storage: Storage, here: WorkspaceId, changes: dict[str, Any], sentence: str
) -> None:
    with storage.work(here) as work:
        work.add(a_deal(here, **changes), [], [])

    with pytest.raises(StillNeeded, match=rf"U0EVE00 cannot be erased .*{sentence}.* Hand it over first"):
        erase_eve(storage, here)

    assert EVE in all_text(storage)


def test_a_deal_that_goes_on_has_its_owner_in_her_place_as_lead(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.add(a_deal(here, owner_id=OMAR, leads=(("sales", EVE), ("field", PIA))), [], [])

    erase_eve(storage, here)

    with storage.work(here) as work:
        found = work.deal_from("erp", "acme")
    assert found is not None
    assert found.lead("sales") == OMAR
    assert found.lead("field") == PIA


def test_she_is_nobodys_default_any_more(storage: Storage, here: WorkspaceId) -> None:
    home = storage.workspaces.get(here)
    assert home is not None
    storage.workspaces.put(replace(home, default_owner=EVE))

    erase_eve(storage, here)

    after = storage.workspaces.get(here)
    assert after is not None
    assert after.default_owner is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_text_that_does_not_name_them_stays_as_it_is(before: str, after: str) -> None:
    hiding = Hiding(EVE, UserId("UERASED1"), "Eve Määttä", "eve@example.com", frozenset())

    assert hiding.hidden("reason", f"{before} {after}") == f"{before} {after}"
    assert EVE not in hiding.hidden("reason", f"{before} {EVE} {after}")
    assert hiding.hidden("reason", f"{before} <@{EVE}> {after}") == f"{before} <@UERASED1> {after}"


def test_she_stands_in_for_nobody_and_her_own_time_is_gone(storage: Storage, here: WorkspaceId, deal: Deal) -> None:
    away = Absence(date(2026, 12, 1), date(2026, 12, 4), by=EVE, stand_in=EVE)
    with storage.work(here) as work:
        work.put_time(EVE, PersonalTime(region="DE-BY"))
        work.put_time(PIA, PersonalTime(absences=(away, replace(away, by=PIA, stand_in=NEAR))))
        work.look_again(EVE, at=NOW)

    gone = erase(storage.database, here, EVE, new_id=NEW_ID, now=NOW)

    with storage.work(here) as work:
        people = work.people()
    assert people[gone.alias].time is None
    assert people[PIA].time == PersonalTime(
        absences=(replace(away, by=gone.alias, stand_in=None), replace(away, by=PIA, stand_in=NEAR))
    )
    assert EVE not in all_text(storage).replace(NEAR, "")


def test_a_form_that_was_put_aside_for_them_is_forgotten_and_nobody_elses(storage: Storage, here: WorkspaceId) -> None:
    keys = [f"{drafts_of(user)}typed:1" for user in (EVE, OMAR)]
    with storage.work(here) as uow:
        for key in keys:
            uow.answer(key, '{"what": "words that were never sent"}', now=NOW)

    erase(storage.database, here, EVE, new_id=UUID(int=77), now=NOW)

    with storage.work(here) as uow:
        assert [uow.answered(key) is None for key in keys] == [True, False]
