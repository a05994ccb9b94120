"""Runs a workspace of its own: `python -m sandbox [--port P] [--request-url URL] [--start ISO]`."""

import argparse
import json
import signal
import sys
from datetime import UTC, datetime

from sandbox.running import Sandbox

PEOPLE = (
    {"name": "ana", "real_name": "Ana Silva", "email": "ana@example.com", "tz": "Europe/Madrid", "is_admin": True},
    {"name": "omar", "real_name": "Omar Haddad", "email": "omar@example.com", "tz": "Europe/Helsinki"},
    {"name": "mei", "real_name": "Mei Lin", "email": "mei@example.com", "tz": "America/New_York"},
)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A local Slack workspace for one app.")
    parser.add_argument("--port", type=int, default=0, help="where to listen; a free port if not given")
    parser.add_argument("--request-url", help="where the app listens, if it uses HTTP and not Socket Mode")
    parser.add_argument("--start", type=_moment, help="what time it is there, e.g. 2026-11-23T08:00:00Z")
    options = parser.parse_args(arguments)
    try:
        sandbox = Sandbox.start(port=options.port, request_url=options.request_url, start=options.start)
    except OSError as error:
        parser.exit(1, f"Port {options.port} cannot be used ({error.strerror}); try another one.\n")
    # A shell that starts us in the background has the interrupt ignored; who asks us to end means it.
    for asked_to_end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked_to_end, signal.default_int_handler)
    with sandbox:
        for person in PEOPLE:
            sandbox.client.add_person(**person)
        sys.stdout.write(json.dumps(sandbox.describe()) + "\n")
        sys.stdout.flush()
        try:
            sandbox.wait()
        except KeyboardInterrupt:
            return 0
    return 0


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no moment; write it like 2026-11-23T08:00:00Z") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
