"""What must hold for every request, whatever it was."""

import json
import re
from http import HTTPStatus
from urllib.parse import unquote_plus

from tests.fuzz.generator import CONNECTED
from tests.fuzz.shots import Door, Shot, Signing
from tests.fuzz.target import Result, Target

BROKEN = re.compile(rb"Traceback|File \"|site-packages|\.py\b|sqlalchemy|sqlite|psycopg|Error:|<html", re.IGNORECASE)
SLOWEST = 2.0
"""Seconds of the processor that one request may take; most take some milliseconds."""


def faults(shot: Shot, result: Result, target: Target) -> list[str]:
    """Return a sentence for everything that should not have been."""
    found = [f"it was answered {result.status}"] if _is_broken(result) else []
    found += [f"an incident was logged: {each}" for each in result.incidents]
    if result.seconds > SLOWEST:
        found.append(f"it took {result.seconds:.1f} s of the processor")
    if not shot.may_change and result.changes and not _is_harmless(shot, result):
        found.append(f"{result.changes} rows were written although it {_why(shot)}")
    if not shot.may_change and not shot.is_again and (calls := _calls(shot, result)):
        found.append(f"Slack was called although it {_why(shot)}: {', '.join(calls)}")
    if _is_answered_otherwise(shot, result) and result.first:
        found.append(f"it was answered {result.body[:200]!r} and before {result.first.body[:200]!r}")
    if _is_let_in(shot, result):
        found.append(f"it was answered {result.status} although it {_why(shot)}")
    return [*found, *_told(result, target)]


def _is_harmless(shot: Shot, result: Result) -> bool:
    """Tell whether what comes again may write something all the same.

    A CRM says again what could not be taken in before: that is what it should do. And what opened a form the first
    time may be refused the second time, which is noted as every refusal is. Of a connection it is noted when something
    came by it, also what is not believed, for the admins who look why nothing comes.
    """
    if shot.path == CONNECTED and result.is_only_noted:
        return True
    if shot.door is Door.CRM:
        return result.first is not None and result.first.status >= HTTPStatus.BAD_REQUEST
    return shot.is_again and result.is_only_noted


def _is_answered_otherwise(shot: Shot, result: Result) -> bool:
    """Tell whether what changed something got another answer the second time; a CRM is told that it is known."""
    first = result.first
    return bool(shot.is_again and shot.door is Door.SLACK and first and first.changes and result.body != first.body)


def _calls(shot: Shot, result: Result) -> list[str]:
    """Return the calls that tell of belief; somebody of a workspace that is not ours may be told so, where they ask to."""
    is_told = shot.is_foreign and shot.signing == Signing.GOOD
    asked = unquote_plus(shot.body.decode(errors="replace")) if is_told else ""
    return [each for each in result.calls if each not in asked]


def _is_broken(result: Result) -> bool:
    if result.status == HTTPStatus.SERVICE_UNAVAILABLE:
        return not _has_sentence(result.body)
    return not HTTPStatus.OK <= result.status < HTTPStatus.INTERNAL_SERVER_ERROR


def _has_sentence(body: bytes) -> bool:
    try:
        said = json.loads(body)
    except ValueError:
        return False
    return isinstance(said, dict) and bool(said.get("problem"))


def _is_let_in(shot: Shot, result: Result) -> bool:
    """Tell whether somebody was answered as if they were believed; Slack's unsigned check of an address is no door."""
    is_knocking = shot.door is not Door.OPEN and shot.verb == "POST" and shot.signing is not Signing.GOOD
    return is_knocking and result.status < HTTPStatus.BAD_REQUEST and b"ssl_check" not in shot.body


def _told(result: Result, target: Target) -> list[str]:
    answer = result.body + b"".join(f"{name}: {value}\n".encode() for name, value in result.headers)
    settings = target.world.settings
    secrets = [value for name, value in settings.items() if name.endswith(("_token", "_secret", "_keys"))]
    told = ["the answer holds a secret" for secret in secrets if secret.encode() in answer]
    inside = BROKEN.search(answer) if result.status >= HTTPStatus.BAD_REQUEST else None
    return [*told, *([f"the answer tells of our inside: {inside[0]!r}"] if inside else [])]


def _why(shot: Shot) -> str:
    if shot.is_again:
        return "had come before"
    if shot.is_foreign:
        return "is about another app or workspace"
    return f"was signed {shot.signing!s}" if shot.door is not Door.OPEN else "asks where nobody is let in"
