"""People, groups, digests, playbooks, inputs and history are remembered, each by its workspace."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.events import DealImported, DealOpened, StepCommitted, Woken
from bot.ladder import DEFAULT_LADDER
from bot.model import Person, StepId, UserId, WorkspaceId
from bot.playbook import DueRule, FunctionRole, ItemRule, Playbook
from bot.ports import Conflict, DigestClock, DigestKind, Group
from storage.failure import StorageError
from storage.opening import Storage
from tests.storage.examples import ANA, NOW, OMAR, a_deal, due, id_of, recorded

ANA_HERSELF = Person(ANA, "Ana", "Europe/Helsinki", "ana@example.com", is_admin=True, locale="de-DE")


def a_playbook(version: str, kind: str = "saas") -> Playbook:
    return Playbook(
        id=version,
        kind=kind,
        title="Onboarding",
        owner_function="delivery",
        functions=(FunctionRole("delivery", "Delivery", usergroup="delivery"),),
        items=(ItemRule("brief", "sales", "Hand over the brief", "link", DueRule("won", 2), waits_for=("contract",)),),
        ladder=DEFAULT_LADDER,
    )


def a_clock(audience: str = "UANA", minutes: int = 0) -> DigestClock:
    return DigestClock(DigestKind.PERSON, audience, "Europe/Helsinki", NOW + timedelta(minutes=minutes))


def test_somebody_is_known_or_not_without_reading_everybody(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    with storage.work(elsewhere) as work:
        work.put_people([Person(OMAR, "Omar", "Europe/Berlin")])
    with storage.work(here) as work:
        work.put_people([Person(ANA, "Ana", "Europe/Berlin")])

        assert work.person(ANA) == Person(ANA, "Ana", "Europe/Berlin")
        assert work.person(OMAR) is None, "Of another workspace's people nothing is known."


def test_people_are_replaced_by_what_was_read_last(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.put_people([ANA_HERSELF, Person(OMAR, "Omar", "UTC")])
        work.put_people([replace(ANA_HERSELF, name="Ana B.", is_active=False)])
        work.put_people([])

    with storage.work(here) as work:
        people = work.people()

    assert people == {
        ANA: replace(ANA_HERSELF, name="Ana B.", is_active=False),
        OMAR: Person(OMAR, "Omar", "UTC"),
    }


def test_groups_are_replaced_as_a_whole(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.put_groups([Group("field", (ANA,)), Group("delivery", (OMAR, ANA))])
        work.put_groups([Group("delivery", (OMAR, ANA)), Group("empty", ())])
        assert list(work.groups()) == [Group("delivery", (OMAR, ANA)), Group("empty", ())]

        work.put_groups([])
        assert list(work.groups()) == []


def test_an_input_is_answered_once(storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId) -> None:
    with storage.work(here) as work:
        assert work.answered("press:1") is None
        work.answer("press:1", "kept", now=NOW)

    with pytest.raises(Conflict), storage.work(here) as work:
        work.answer("press:1", "kept twice", now=NOW)

    with storage.work(here) as work:
        assert work.answered("press:1") == "kept"
    with storage.work(elsewhere) as work:
        work.answer("press:1", "another", now=NOW)


def test_history_comes_oldest_first(storage: Storage, here: WorkspaceId) -> None:
    events = [
        DealOpened(ANA, "saas", 3),
        StepCommitted(StepId(id_of("call")), "call", ANA, due(), None),
        Woken(),
    ]
    deal = a_deal(here, seq=3)
    with storage.work(here) as work:
        work.add(deal, recorded(events), [])

    with storage.work(here) as work:
        assert list(work.history(deal.id)) == recorded(events)
        assert work.event(deal.id, 2) == recorded(events)[1]


def test_an_event_that_is_not_there_is_said_so(storage: Storage, here: WorkspaceId) -> None:
    deal = a_deal(here)

    with pytest.raises(StorageError, match="no event number 4"), storage.work(here) as work:
        work.event(deal.id, 4)


def test_events_of_a_span_come_with_their_deals(storage: Storage, here: WorkspaceId) -> None:
    hour = timedelta(hours=1)
    deals = [a_deal(here, name, seq=1) for name in ("before", "first", "last", "after")]
    moments = [NOW - timedelta(microseconds=1), NOW, NOW + hour - timedelta(microseconds=1), NOW + hour]
    with storage.work(here) as work:
        for deal, at in zip(deals, moments, strict=True):
            work.add(deal, recorded([DealImported()], at=at), [])

        found = work.events_between(NOW, NOW + hour)

    assert [(deal_id, each.at) for deal_id, each in found] == [
        (deals[1].id, moments[1]),
        (deals[2].id, moments[2]),
    ]


def test_the_newest_playbook_of_a_kind_is_found_and_the_first_is_the_default(
    storage: Storage, here: WorkspaceId
) -> None:
    with storage.work(here) as work:
        assert work.playbook(None) is None
        work.put_playbooks([a_playbook("v1"), a_playbook("s1", "site")], now=NOW)
        work.put_playbooks([a_playbook("v2")], now=NOW)
        work.put_playbooks([], now=NOW)

        assert work.playbook("saas") == a_playbook("v2")
        assert work.playbook("site") == a_playbook("s1", "site")
        assert work.playbook(None) == a_playbook("v2")
        assert work.playbook("unheard of") is None


def test_the_newest_of_each_kind_are_listed_by_title(storage: Storage, here: WorkspaceId) -> None:
    site = replace(a_playbook("s1", "site"), title="Installation")
    with storage.work(here) as work:
        work.put_playbooks([a_playbook("v1"), a_playbook("v2"), site], now=NOW)

        assert work.playbooks() == [site, a_playbook("v2")]


def test_an_older_playbook_becomes_the_newest_again(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        for version in ("v1", "v2", "v1"):
            work.put_playbooks([a_playbook(version)], now=NOW)

        assert work.playbook("saas") == a_playbook("v1")


def test_digests_come_when_their_moment_has_come(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.put_digests([a_clock("late", 5), a_clock("now"), a_clock("early", -5)])

        assert [clock.audience for clock in work.due_digests(now=NOW, limit=9)] == ["early", "now"]
        assert [clock.audience for clock in work.due_digests(now=NOW, limit=1)] == ["early"]
        assert [clock.audience for clock in work.digests()] == ["early", "late", "now"]


def test_ensuring_a_digest_leaves_its_moment_and_putting_moves_it(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.put_digests([a_clock(minutes=0)])
        work.ensure_digests([a_clock(minutes=7), a_clock("UOMAR", 7)])
        work.ensure_digests([])
        assert list(work.digests()) == [a_clock(minutes=0), a_clock("UOMAR", 7)]

        work.put_digests([a_clock(minutes=7)])
        assert a_clock(minutes=7) in work.digests()


def test_a_workspace_is_made_once_and_keeps_its_settings(storage: Storage) -> None:
    made = storage.workspaces.ensure("T9", bot_user_id=UserId("UBOT"), default_owner=ANA)
    changed = replace(made, team_channel="CTEAM", leadership_channel="CLEAD", default_owner=OMAR)
    storage.workspaces.put(changed)

    again = storage.workspaces.ensure("T9", bot_user_id=UserId("UNEW"), default_owner=ANA)

    assert again == replace(changed, bot_user_id="UNEW")
    assert storage.workspaces.find("T9") == storage.workspaces.get(made.id) == again
    with storage.work(made.id) as work:
        assert work.workspace() == again


def test_one_team_in_two_organisations_is_two_workspaces(storage: Storage) -> None:
    alone = storage.workspaces.ensure("T9", bot_user_id=UserId("UBOT"))
    inside = storage.workspaces.ensure("T9", bot_user_id=UserId("UBOT"), enterprise_id="E1")

    assert alone.id != inside.id
    assert storage.workspaces.find("T9", "E1") == inside
    assert {each.id for each in storage.workspaces.all()} == {alone.id, inside.id}


def test_a_workspace_from_before_slack_is_claimed_by_the_first_team(storage: Storage) -> None:
    early = storage.workspaces.ensure("unclaimed", bot_user_id=UserId("baton"))

    storage.workspaces.claim("unclaimed", "T9")
    storage.workspaces.claim("unclaimed", "T9")

    assert storage.workspaces.ensure("T9", bot_user_id=UserId("UBOT")) == replace(
        early, team_id="T9", bot_user_id="UBOT"
    )


def test_a_team_that_has_a_workspace_claims_no_other(storage: Storage) -> None:
    early = storage.workspaces.ensure("unclaimed", bot_user_id=UserId("baton"))
    mine = storage.workspaces.ensure("T9", bot_user_id=UserId("UBOT"))

    storage.workspaces.claim("unclaimed", "T9")

    assert storage.workspaces.find("T9") == mine
    assert storage.workspaces.find("unclaimed") == early


def test_an_unknown_workspace_is_said_so(storage: Storage) -> None:
    assert storage.workspaces.find("T404") is None
    assert storage.workspaces.get(WorkspaceId(id_of("nowhere"))) is None

    with pytest.raises(StorageError, match="no workspace"), storage.work(WorkspaceId(id_of("nowhere"))) as work:
        work.workspace()


def test_only_workspaces_with_something_due_are_looked_at(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    quiet = storage.workspaces.ensure("T3", bot_user_id=UserId("UBOT")).id
    with storage.work(here) as work:
        work.add(a_deal(here, next_review_at=NOW), [], [])
    with storage.work(elsewhere) as work:
        work.put_digests([a_clock()])
    with storage.work(quiet) as work:
        work.add(a_deal(quiet, next_review_at=NOW + timedelta(minutes=1)), [], [])

    assert set(storage.workspaces.due(now=NOW)) == {here, elsewhere}
