"""People are read once and remembered, and whoever decides never decides by people as they were."""

from dataclasses import replace
from uuid import UUID

import pytest

from bot.model import Person, PersonalTime, UserId, WorkspaceId
from storage import people_mark
from storage.keeping.erasure import erase
from storage.opening import Storage, open_storage
from tests.benchmarks.measuring import asked
from tests.storage.conftest import numbered_ids
from tests.storage.examples import ANA, NOW, OMAR

ANA_HERSELF = Person(ANA, "Ana", "Europe/Helsinki", "ana@example.com")
OMAR_HIMSELF = Person(OMAR, "Omar", "Europe/Berlin")
ANA_LEFT = replace(ANA_HERSELF, is_active=False)
BOTH = {ANA: ANA_HERSELF, OMAR: OMAR_HIMSELF}


@pytest.fixture(autouse=True)
def known(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.put_people(list(BOTH.values()))
    assert names(storage, here) == ["Ana", "Omar"]


def names(storage: Storage, here: WorkspaceId) -> list[str]:
    with storage.prompt_look(here) as look:
        return sorted(person.name for person in look.people().values() if person.is_active)


def reads_of_people(storage: Storage, here: WorkspaceId) -> int:
    with asked(storage.engine) as seen:
        names(storage, here)
    return sum("FROM person" in each for each in seen.statements)


def test_people_who_have_not_changed_are_not_read_again(storage: Storage, here: WorkspaceId) -> None:
    assert reads_of_people(storage, here) == 0


def test_whoever_left_has_left_for_the_very_next_one_who_decides(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.put_people([ANA_LEFT])

    assert reads_of_people(storage, here) == 1
    assert names(storage, here) == ["Omar"]


def test_another_process_sees_it_too(storage: Storage, here: WorkspaceId) -> None:
    url = storage.engine.url.render_as_string(hide_password=False)
    other = open_storage(url, ids=numbered_ids())
    with other.work(here) as work:
        work.put_people([ANA_LEFT])
    other.close()

    assert names(storage, here) == ["Omar"]


def test_what_somebody_told_of_their_time_counts_at_once(storage: Storage, here: WorkspaceId) -> None:
    own = PersonalTime(region="DE-BY")
    with storage.work(here) as work:
        work.put_time(ANA, own)
        assert work.people()[ANA].time == own

    with storage.work(here) as work:
        assert work.people()[ANA].time == own


def test_who_was_erased_is_nobody_at_once(storage: Storage, here: WorkspaceId) -> None:
    erase(storage.database, here, ANA, new_id=UUID(int=7), now=NOW)

    assert names(storage, here) == ["Omar"]
    with storage.prompt_look(here) as look:
        assert ANA not in look.people()


def test_a_change_is_seen_within_its_transaction_and_is_none_when_that_fails(
    storage: Storage, here: WorkspaceId
) -> None:
    def leave_and_fail() -> None:
        with storage.work(here) as work:
            work.put_people([ANA_LEFT])
            assert not work.people()[ANA].is_active
            raise LookupError

    with pytest.raises(LookupError):
        leave_and_fail()

    assert names(storage, here) == ["Ana", "Omar"]
    with storage.work(here) as work:
        work.put_people([replace(OMAR_HIMSELF, is_active=False)])
    assert names(storage, here) == ["Ana"]


def test_others_do_not_see_what_is_not_committed(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.put_people([ANA_LEFT])
        assert len(work.people()) == len(BOTH)
        seen_by_others = names(storage, here)

    assert seen_by_others == ["Ana", "Omar"]
    assert names(storage, here) == ["Omar"]


def test_a_change_between_two_looks_of_one_transaction_is_remembered_under_no_wrong_mark(
    storage: Storage, here: WorkspaceId
) -> None:
    forget(storage, here)
    with storage.prompt_look(here) as look:
        assert look.workspace().id == here
        with storage.work(here) as work:
            work.put_people([ANA_LEFT])
        look.people()

    assert names(storage, here) == ["Omar"]


def test_what_is_known_already_is_not_written_again(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.put_time(ANA, PersonalTime(region="DE-BY"))
    with asked(storage.engine) as seen, storage.work(here) as work:
        work.put_people(list(BOTH.values()))

    assert not [each for each in seen.statements if each.startswith(("INSERT", "UPDATE"))]


def test_nobody_can_change_what_others_read(storage: Storage, here: WorkspaceId) -> None:
    with storage.prompt_look(here) as look, pytest.raises(TypeError):
        look.people()[UserId("U9")] = ANA_HERSELF  # type: ignore[index] # this is what must fail


def test_each_workspace_has_its_own(storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId) -> None:
    with storage.work(elsewhere) as work:
        assert not work.people()
        work.put_people([replace(OMAR_HIMSELF, name="Another Omar")])

    assert names(storage, elsewhere) == ["Another Omar"]
    assert names(storage, here) == ["Ana", "Omar"]


def test_the_people_of_many_workspaces_are_not_remembered_for_ever() -> None:
    remembered = people_mark.Remembered()
    for number in range(people_mark.MOST_WORKSPACES + 1):
        remembered.put(WorkspaceId(UUID(int=number)), "mark", BOTH)

    kept = [n for n in range(people_mark.MOST_WORKSPACES + 1) if remembered.get(WorkspaceId(UUID(int=n)), "mark")]

    assert kept == [people_mark.MOST_WORKSPACES]


def forget(storage: Storage, here: WorkspaceId) -> None:
    """Have the next one read people anew."""
    with storage.database.writing() as connection:
        people_mark.mark_anew(connection, here)
