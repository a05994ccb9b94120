"""The mark that a message carries in its metadata, by which it is found again after an answer that never came."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

EVENT_TYPE = "baton_sent"
# 128 bits: the same ones make the UUID that Slack takes for a client_msg_id.
LENGTH = 32


def mark(key: str, secret: bytes) -> str:
    """Return what stands for an outbox key in Slack: every app and member may read it, nobody can make one."""
    return hmac.new(secret, key.encode(), hashlib.sha256).hexdigest()[:LENGTH]


def metadata(marked: str, *lines: str) -> dict[str, Any]:
    """Wrap a mark as message metadata, with those of messages that became lines of this one."""
    # One text: Slack's guide for metadata knows plain values alone.
    joined = {"lines": " ".join(lines)} if lines else {}
    return {"event_type": EVENT_TYPE, "event_payload": {"k": marked} | joined}


def client_msg_id(marked: str) -> str:
    """Return the same mark as the id that Slack's own programs give their messages."""
    return str(UUID(marked))


def read(message: Mapping[str, Any]) -> str | None:
    """Return the mark that a message carries, if it carries one."""
    found = message.get("metadata") or {}
    if found.get("event_type") != EVENT_TYPE:
        return None
    return (found.get("event_payload") or {}).get("k")


def read_lines(message: Mapping[str, Any]) -> Sequence[str]:
    """Return the marks of those messages that became lines of this one."""
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return str(payload.get("lines") or "").split() if read(message) else ()
