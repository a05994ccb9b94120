"""The edge forgives what a run let loose, and nothing else."""

import pytest

from bot.ports import Conflict
from storage.failure import StorageError
from tests.simulation.database import InjectedError
from tests.simulation.edges import Edge


@pytest.fixture
def blamed() -> list[str]:
    return []


@pytest.fixture
def edge(blamed: list[str]) -> Edge:
    return Edge(lambda _, seen: blamed.append(seen))


def test_work_that_goes_well_is_told_so(edge: Edge, blamed: list[str]) -> None:
    assert edge(lambda: None)
    assert blamed == []


def test_a_fault_that_the_run_let_loose_is_forgiven(edge: Edge, blamed: list[str]) -> None:
    def fail() -> None:
        raise InjectedError("The database fails: busy.")

    assert not edge(fail)
    assert blamed == []


@pytest.mark.parametrize("trouble", [StorageError("The database is gone."), Conflict()])
def test_a_fault_that_nobody_let_loose_is_blamed(edge: Edge, blamed: list[str], trouble: Exception) -> None:
    def fail() -> None:
        raise trouble

    assert not edge(fail)
    assert len(blamed) == 1


def test_a_bug_ends_the_run(edge: Edge) -> None:
    def fail() -> None:
        raise KeyError("no such lapse")

    with pytest.raises(KeyError):
        edge(fail)
