"""An event written by any earlier version can be read; one by a later version is refused in words."""

from typing import get_args

import pytest

from bot.events import ConsequenceDue, Event, StepCommitted, StepDropped, Woken
from bot.model import Consequence, StepId, UserId
from storage.event_log import UPCASTS, read_event, upcast
from storage.failure import StorageError
from tests.storage.examples import id_of


def test_an_event_is_read_by_its_name() -> None:
    dropped = read_event("StepDropped", 1, f'{{"step_id": "{id_of("call")}", "what": "call", "by": "UANA"}}')

    assert dropped == StepDropped(StepId(id_of("call")), "call", UserId("UANA"))
    assert read_event("Woken", 1, "{}") == Woken()


def test_a_payload_is_brought_up_to_date_one_version_at_a_time() -> None:
    upcasts = {
        ("Moved", 1): lambda payload: {**payload, "reason": "not said"},
        ("Moved", 2): lambda payload: {"why": payload.pop("reason"), **payload},
    }

    assert upcast("Moved", 1, {"to": "b"}, upcasts=upcasts, current={"Moved": 3}) == {"to": "b", "why": "not said"}
    assert upcast("Moved", 3, {"to": "b"}, upcasts=upcasts, current={"Moved": 3}) == {"to": "b"}


def test_every_earlier_version_of_every_event_has_a_way_up() -> None:
    needed = {(kind.__name__, version) for kind in get_args(Event) for version in range(1, kind.schema_version)}

    assert set(UPCASTS) == needed


@pytest.mark.parametrize(
    ("written", "consequence"), [("null", None), ('"the slot is lost"', Consequence(text="the slot is lost"))]
)
def test_a_consequence_from_before_there_were_kinds_is_free_words(
    written: str, consequence: Consequence | None
) -> None:
    due = '{"at": "2026-11-27T15:00:00Z", "zone": "UTC", "on": null}'
    payload = f'"step_id": "{id_of("call")}", "what": "call", "consequence": {written}'

    committed = read_event("StepCommitted", 1, f'{{{payload}, "by": "UANA", "due": {due}}}')

    assert isinstance(committed, StepCommitted)
    assert committed.consequence == consequence
    if consequence:
        assert read_event("ConsequenceDue", 1, f"{{{payload}}}") == ConsequenceDue(
            StepId(id_of("call")), "call", consequence
        )


@pytest.mark.parametrize(("name", "version"), [("Woken", 2), ("Unheard", 1)])
def test_what_a_newer_program_wrote_is_refused(name: str, version: int) -> None:
    with pytest.raises(StorageError, match=f"A newer Baton wrote the event {name}"):
        read_event(name, version, "{}")


def test_a_payload_that_does_not_fit_is_refused() -> None:
    with pytest.raises(StorageError, match="StepDropped cannot be read: 3 fields are wrong"):
        read_event("StepDropped", 1, "{}")
