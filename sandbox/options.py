"""The command line: what may be asked of `python -m sandbox`, and what is refused before anything starts."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sandbox.clock import check_speed
from sandbox.errors import Refused
from sandbox.running import HOST, SEED

Json = dict[str, Any]
HERE = (HOST, "localhost", "::1")
PORTS = range(65_536)
ELSEWHERE = "--yes-really-listen-elsewhere"
PEOPLE: tuple[Json, ...] = (
    {"name": "ana", "real_name": "Ana Silva", "email": "ana@example.com", "tz": "Europe/Madrid", "is_admin": True},
    {"name": "omar", "real_name": "Omar Haddad", "email": "omar@example.com", "tz": "Europe/Helsinki"},
    {"name": "mei", "real_name": "Mei Lin", "email": "mei@example.com", "tz": "America/New_York"},
)


@dataclass(frozen=True)
class Options:
    host: str
    port: int
    request_url: str
    start: datetime | None
    speed: float
    seed: str
    log: Path | None
    manifest: Json | None
    people: Sequence[Json]


def read(arguments: Sequence[str]) -> Options:
    """Read the command line; on a mistake, say so in a sentence on stderr and exit with status 2."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    # Whoever listens elsewhere hands tokens, and people to act as, to everybody on that network.
    if asked.host not in HERE and not asked.elsewhere:
        parser.error(
            f"{asked.host} can be reached from other machines, and anyone there could act as everybody here. "
            f"If you mean that, add {ELSEWHERE}."
        )
    return Options(
        host=asked.host,
        port=asked.port,
        request_url=asked.request_url or "",
        start=asked.start,
        speed=asked.speed,
        seed=asked.seed,
        log=asked.log,
        manifest=asked.manifest,
        people=asked.people,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="A local Slack workspace for one app. The first line on stdout is JSON with its credentials.",
    )
    add = parser.add_argument
    add("--port", type=_port, default=0, help="where to listen; a free port if not given")
    add("--request-url", type=_url, help="where the app listens, if it uses HTTP and not Socket Mode")
    add("--start", type=_moment, help="what time it is there, e.g. 2026-11-23T08:00:00Z; now if not given")
    add("--speed", type=_speed, default=1.0, help="how fast its clock runs: 1 is real time, 0 stands still")
    add("--seed", default=SEED, help="what ids and chance come from; the same seed gives the same again")
    add("--log", type=Path, metavar="FILE.jsonl", help="write all traffic to this file, a line of JSON each")
    add("--manifest", type=_manifest, metavar="FILE", help="the app's manifest as Slack takes it, in JSON")
    add("--people", type=_people, default=PEOPLE, metavar="FILE|none", help="who is there: a JSON list; none: nobody")
    # Spelled out and left out of the help's list: it is to be read in the refusal, not found by habit.
    add("--host", default=HOST, help=f"the address to listen on; any but this machine's own also needs {ELSEWHERE}")
    add(ELSEWHERE, dest="elsewhere", action="store_true", help=argparse.SUPPRESS)
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) not in PORTS:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; one is a number from 1 to 65535, or 0 for a free one")
    return int(text)


def _url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise argparse.ArgumentTypeError(f"{text!r} is no URL; write it like http://127.0.0.1:3000/slack/events")
    return text


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no moment; write it like 2026-11-23T08:00:00Z") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _speed(text: str) -> float:
    try:
        speed = float(text)
        check_speed(speed)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no speed; 1 is real time, 60 makes a minute a second") from error
    except Refused as refusal:
        raise argparse.ArgumentTypeError(refusal.sentence) from refusal
    return speed


def _manifest(path: str) -> Json:
    read = _json(path)
    if not isinstance(read, dict):
        raise argparse.ArgumentTypeError(f'{path} holds no manifest; one begins with {{"display_information": …}}')
    return read


def _people(path: str) -> Sequence[Json]:
    # A word and not an empty file: tests that let in their own people say so on one line.
    if path == "none":
        return ()
    read = _json(path)
    if not isinstance(read, list) or not all(isinstance(one, dict) for one in read):
        raise argparse.ArgumentTypeError(
            f'{path} lists no people; write [{{"name": "ana", "real_name": "Ana Silva", "tz": "Europe/Madrid"}}]'
        )
    return read


def _json(path: str) -> Any:
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{path} cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{path} is no JSON ({error})") from error
