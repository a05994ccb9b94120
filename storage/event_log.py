"""An event and its row: tagged with its class and schema version, older payloads brought up to date on the way out."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from bot.events import Event, Recorded
from storage.failure import StorageError

Payload = dict[str, Any]
Upcast = Callable[[Payload], Payload]


def _with_kind(payload: Payload) -> Payload:
    """Read a consequence from before there were kinds of them: free words."""
    words = payload["consequence"]
    return payload | {"consequence": {"text": words} if isinstance(words, str) else None}


UPCASTS: Mapping[tuple[str, int], Upcast] = {("StepCommitted", 1): _with_kind, ("ConsequenceDue", 1): _with_kind}
"""For (event, version): how a payload of that version becomes one of the next."""

_ADAPTERS: Mapping[str, TypeAdapter[Event]] = {kind.__name__: TypeAdapter(kind) for kind in get_args(Event)}
_VERSIONS: Mapping[str, int] = {kind.__name__: kind.schema_version for kind in get_args(Event)}


def event_values(recorded: Recorded) -> dict[str, Any]:
    """Return an event's row without its workspace and deal."""
    name = type(recorded.event).__name__
    return {
        "seq": recorded.seq,
        "at": recorded.at,
        "actor": recorded.actor,
        "name": name,
        "schema_version": recorded.event.schema_version,
        "payload": _ADAPTERS[name].dump_json(recorded.event).decode(),
    }


def read_recorded(row: Mapping[Any, Any]) -> Recorded:
    """Build an event from its row, whatever version wrote it; raise StorageError for one that is not known."""
    event = read_event(row["name"], row["schema_version"], row["payload"])
    return Recorded(seq=row["seq"], at=row["at"], actor=row["actor"], event=event)


def read_event(name: str, version: int, payload: str) -> Event:
    if name not in _ADAPTERS or version > _VERSIONS[name]:
        raise StorageError(f"A newer Baton wrote the event {name}, version {version}. Run that version, or newer.")
    try:
        if version == _VERSIONS[name]:
            return _ADAPTERS[name].validate_json(payload)
        return _ADAPTERS[name].validate_python(upcast(name, version, from_json(payload)))
    except ValidationError as error:
        raise StorageError(f"The event {name} cannot be read: {error.error_count()} fields are wrong.") from error


def upcast(
    name: str,
    version: int,
    payload: Payload,
    *,
    upcasts: Mapping[tuple[str, int], Upcast] = UPCASTS,
    current: Mapping[str, int] = _VERSIONS,
) -> Payload:
    """Bring a payload up to the current version, one version at a time."""
    for step in range(version, current[name]):
        payload = upcasts[name, step](payload)
    return payload
