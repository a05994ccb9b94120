"""What closed deals taught is found newest first, only of those that are closed, and only in their own workspace."""

from datetime import timedelta

import pytest

from bot.closed import Closing, Outcome, Summary, Taught
from bot.figures import Ledger
from bot.model import DealStatus, WorkspaceId
from storage.opening import Storage
from tests.storage.examples import ANA, NOW, a_deal

NOTHING = Summary(None, None, None, None, 0, 0, 0, 0, Ledger(), 0, 0, 0)


def closing(days: int, lessons: str = "ask first") -> Closing:
    return Closing(Outcome.DELIVERED, ANA, NOW + timedelta(days=days), "", lessons, NOTHING)


def keep(storage: Storage, where: WorkspaceId, name: str, closed: Closing | None, **changes: object) -> None:
    deal = a_deal(where, name, **{"status": DealStatus.CLOSED, "closing": closed, "short": name, **changes})
    with storage.work(where) as work:
        assert work.add(deal, (), ())


def taught(storage: Storage, where: WorkspaceId, most: int = 10) -> list[Taught]:
    with storage.work(where) as work:
        return list(work.taught(most=most))


def test_the_newest_come_first_and_only_as_many_as_are_asked_for(storage: Storage, here: WorkspaceId) -> None:
    for name, days in (("one", 1), ("three", 3), ("two", 2)):
        keep(storage, here, name, closing(days, f"lesson {name}"))

    assert [each.closing.lessons for each in taught(storage, here)] == ["lesson three", "lesson two", "lesson one"]
    assert [each.closing.lessons for each in taught(storage, here, most=1)] == ["lesson three"]


def test_it_says_whose_they_are(storage: Storage, here: WorkspaceId) -> None:
    keep(storage, here, "one", closing(1), is_private=True, channel_id=None)

    (found,) = taught(storage, here)

    assert (found.name, found.account, found.kind) == ("Acme EV site", "Acme Oy", "site-installation")
    assert (found.is_private, found.channel_id, found.closing) == (True, None, closing(1))


@pytest.mark.parametrize(
    "changes",
    [{"closed": closing(1, "")}, {"closed": None}, {"closed": closing(1), "status": DealStatus.OPEN}],
    ids=["nothing learned", "never closed", "taken up again"],
)
def test_what_teaches_nothing_yet_is_left_out(storage: Storage, here: WorkspaceId, changes: dict[str, object]) -> None:
    keep(storage, here, "one", **changes)  # type: ignore[arg-type]

    assert taught(storage, here) == []


def test_no_workspace_learns_from_another(storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId) -> None:
    keep(storage, here, "one", closing(1))

    assert taught(storage, elsewhere) == []
