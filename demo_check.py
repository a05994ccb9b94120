"""What the demo ends with: what people read, the figures, and a check of the invariants from the workspace's traffic."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.trying.audit import doubled, lost, posts
from sandbox.trying.person import Person
from sandbox.workspace import Workspace

OTHER_CHANNELS = ("general", "delivery-team", "leadership")
"""The channels that are no deal's."""


@dataclass(frozen=True)
class Played:
    """What was played: where, with whom, what people got done, each deal's timeline, and which steps were missed."""

    workspace: Workspace
    people: Mapping[str, Person]
    done: Counter[str]
    timelines: Mapping[str, str]
    missed: Sequence[str]


@dataclass(frozen=True)
class Traces:
    """What a play leaves behind, as the check reads it: no more than a Slack and its people have."""

    traffic: Sequence[Mapping[str, Any]]
    standing: Mapping[str, Sequence[Mapping[str, Any]]]
    timelines: Mapping[str, str]
    missed: Sequence[str]


def report(on: Played) -> int:
    """Print the transcripts, the figures and the check; return the status to exit with."""
    client = on.workspace.client
    standing = {each["id"]: client.messages(each["id"]) for each in client.state()["channels"]}
    left = Traces(client.traffic(), standing, on.timelines, on.missed)
    _print_transcripts(on)
    print("\n\nWhat happened\n")
    for name, figure in _figures(on, posts(left.traffic)).items():
        print(f"{name:18} {figure}")
    print("\nCheck of the invariants, from the workspace's traffic\n")
    findings = check(left)
    for invariant, wrong in findings.items():
        print(f"{invariant:28} {'holds' if not wrong else 'BROKEN: ' + '; '.join(wrong)}")
    return 1 if any(findings.values()) else 0


def check(left: Traces) -> dict[str, list[str]]:
    """Return what breaks each invariant, a sentence each; an invariant that holds has none."""
    traffic = left.traffic
    return {
        "one owner per deal": list(_owners(traffic)),
        "no two equal nudges": list(doubled(traffic)),
        "nothing lost": [*lost(traffic, left.standing), *_unsaid(posts(traffic), left.missed)],
        "no message for a done step": list(_for_done_steps(traffic)),
        "gapless events": [f"{name}: {gap}" for name, text in left.timelines.items() for gap in _gaps(text)],
    }


def _print_transcripts(on: Played) -> None:
    """Print each channel as a person would read it."""
    for channel in on.workspace.client.state()["channels"]:
        if told := on.workspace.transcript(channel["id"], zone="Europe/Madrid"):
            with_whom = next((name for name, one in on.people.items() if one.id in channel["members"]), "")
            place = f"Direct messages of {with_whom}" if channel["is_im"] else f"#{channel['name']}"
            print(f"\n\n=== {place} ===\n\n{told}")


IN_PRIVATE_AND_IN_PUBLIC = 2
NUDGE = re.compile(r"was due|^Due |will you own|needs your answer|what is the next step|waits on .* you wanted")
ESCALATION = re.compile(r"please decide|stands still")
STEP_MISSED = re.compile(r"^<@\w+>, \*(.+?)\* was due .* Done, a new date")
STEP_KEPT = re.compile(r"^Done: \*(.+?)\*, by")
STEP_MOVED = re.compile(r"^<@\w+> moved \*.+?\* from")
DIGEST = re.compile(r"^(\d+ things? needs? you|What needs somebody|\d+ things? for leadership)")
CHECKLIST = re.compile(r"^\*.+ checklist\*:")
OWNER = re.compile(r"\*Owner:\* ((?:<@\w+>[^<\n]*)+)")


def _figures(on: Played, said: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Count what people could read."""
    texts = [str(post["args"]["text"]) for post in said]

    def count(pattern: re.Pattern[str]) -> int:
        return sum(bool(pattern.search(text)) for text in texts)

    every = on.workspace.client.state()["channels"]
    channels = [each for each in every if not each["is_im"] and each["name"] not in OTHER_CHANNELS]
    return {
        "deals": on.done["deals"],
        "channels": len(channels),
        "owners": sum("owns *" in text and "now" in text for text in texts),
        "checklists": count(CHECKLIST),
        "items done": on.done["Done"],
        "steps kept": count(STEP_KEPT),
        "steps rescheduled": count(STEP_MOVED),
        "steps missed": len({found[1] for text in texts if (found := STEP_MISSED.search(text))}),
        "nudges": sum(bool(NUDGE.search(text)) and not DIGEST.search(text) for text in texts),
        "escalations": count(ESCALATION),
        "digests": count(DIGEST),
    }


def _owners(traffic: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Find boards that name no owner, or more than one besides whoever is asked."""
    for entry in traffic:
        text = str((entry.get("args") or {}).get("text", ""))
        if entry["kind"] == "call" and entry["method"] in {"chat.postMessage", "chat.update"} and "*Promised:*" in text:
            owners = OWNER.findall(text)
            if len(owners) != 1 or len(re.findall(r"<@\w+>", owners[0].split("(")[0])) != 1:
                yield f"a board names {owners or 'nobody'}"


def _unsaid(said: Sequence[Mapping[str, Any]], missed: Sequence[str]) -> Iterator[str]:
    """Find what the story must have led to and nobody was told: each missed step is asked about, then decided."""
    texts = [str(post["args"]["text"]) for post in said]
    for step in missed:
        asked = sum(bool(STEP_MISSED.search(text)) and step in text for text in texts)
        if asked < IN_PRIVATE_AND_IN_PUBLIC:
            yield f"“{step}” was missed and asked about {asked} times, not {IN_PRIVATE_AND_IN_PUBLIC}"
        if not any("please decide" in text and step in text for text in texts):
            yield f"“{step}” was missed and nobody was asked to decide"


def _for_done_steps(traffic: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Find nudges for a step that the channel had been told was done."""
    done: set[str] = set()
    for post in posts(traffic):
        text = str(post["args"]["text"])
        missed = STEP_MISSED.search(text)
        if missed and missed[1] in done:
            yield f"“{missed[1]}” was asked about after it was done"
        if kept := STEP_KEPT.search(text):
            done.add(kept[1])


def _gaps(timeline: str) -> list[str]:
    """Return what is missing in a numbered timeline."""
    numbers = [int(found) for found in re.findall(r"^(\d+)\. ", timeline, re.MULTILINE)]
    if not numbers:
        return ["no timeline"]
    missing = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
    return [f"{len(missing)} numbers are missing, first {missing[0]}"] if missing else []
