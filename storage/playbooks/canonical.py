"""A playbook as canonical JSON: the form that is stored as a row and hashed for its id."""

from dataclasses import replace
from hashlib import sha256
from json import dumps

from pydantic import TypeAdapter, ValidationError

from bot.playbook import Playbook
from storage.playbooks.problems import BadPlaybook, Problem

_PLAYBOOKS = TypeAdapter(Playbook)


def to_json(playbook: Playbook) -> str:
    """Return the playbook as JSON with its fields in one order, so that equal playbooks are equal text."""
    # There and back, so that a figure written 4 and one written 4.0 are the same text.
    plain = _PLAYBOOKS.dump_python(_PLAYBOOKS.validate_json(_PLAYBOOKS.dump_json(playbook)), mode="json")
    return dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Playbook:
    """Return what ``to_json`` wrote; fields that are younger than the row take their default."""
    try:
        return _PLAYBOOKS.validate_json(text)
    except ValidationError as error:
        message = "This stored playbook cannot be read; import its file again."
        raise BadPlaybook([Problem("stored playbook", 1, "", message)]) from error


def identified(playbook: Playbook) -> Playbook:
    """Give a playbook its id: the SHA-256 of its content, whatever file that came from."""
    content = to_json(replace(playbook, id="", source=""))
    return replace(playbook, id=sha256(content.encode()).hexdigest())
