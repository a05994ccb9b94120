"""What the traffic says about an app's deliveries: messages that came twice, and messages that were taken and lost."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]


def posts(traffic: Sequence[Json]) -> list[Json]:
    """Return the calls that posted a message and were answered with ok, oldest first."""
    return [
        entry
        for entry in traffic
        if entry["kind"] == "call" and entry["method"] == "chat.postMessage" and (entry["answer"] or {}).get("ok")
    ]


def doubled(traffic: Sequence[Json]) -> Iterator[str]:
    """Yield a sentence for each message that an app marked as one and that was posted more than once."""
    marks = Counter(mark for post in posts(traffic) if (mark := _mark(post)))
    words = {_mark(post): str(post["args"].get("text", "")) for post in posts(traffic)}
    for mark, times in marks.items():
        if times > 1:
            yield f"posted {times} times: {words[mark][:80]!r}"


def lost(traffic: Sequence[Json], standing: Mapping[str, Sequence[Json]]) -> Iterator[str]:
    """Yield a sentence for each message that was answered with ok and does not stand in its channel.

    ``standing`` holds the messages of each channel as people see them. Deleted messages do not count.
    """
    deleted = {(entry["args"].get("channel"), entry["args"].get("ts")) for entry in _calls(traffic, "chat.delete")}
    seen = {(channel, message["ts"]) for channel, messages in standing.items() for message in messages}
    for post in posts(traffic):
        where = (post["answer"]["channel"], post["answer"]["ts"])
        if where not in seen and where not in deleted:
            yield f"taken and not there: {str(post['args'].get('text', ''))[:80]!r}"


def _calls(traffic: Sequence[Json], method: str) -> Iterator[Json]:
    for entry in traffic:
        if entry["kind"] == "call" and entry["method"] == method and (entry["answer"] or {}).get("ok"):
            yield entry


def _mark(post: Json) -> str | None:
    payload = (post["args"].get("metadata") or {}).get("event_payload")
    return json.dumps(payload, sort_keys=True) if payload else None
