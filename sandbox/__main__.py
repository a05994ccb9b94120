"""Runs a workspace of its own: `python -m sandbox --help` lists what can be asked of it."""

import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TextIO

from sandbox.client import SandboxRefused
from sandbox.options import Options, read
from sandbox.running import Sandbox

ENDED, MISTAKE = 0, 2


class CannotStart(Exception):  # noqa: N818 - a sentence for whoever typed the command, no fault of the program
    """What was asked for cannot be had; the sentence says why."""


def main(arguments: Sequence[str]) -> int:
    # A shell that starts us in the background has the interrupt ignored; who asks us to end means it.
    for asked_to_end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked_to_end, signal.default_int_handler)
    try:
        with running(read(arguments)) as sandbox:
            sys.stdout.write(json.dumps(sandbox.describe()) + "\n")
            sys.stdout.flush()
            sandbox.wait()
    except CannotStart as problem:
        sys.stderr.write(f"{problem}\n")
        return MISTAKE
    except KeyboardInterrupt:
        return ENDED
    return ENDED


@contextmanager
def running(options: Options) -> Iterator[Sandbox]:
    """Run a workspace as asked, with its people in it; raises CannotStart."""
    with ExitStack() as stack:
        log = stack.enter_context(_log(options)) if options.log else None
        sandbox = stack.enter_context(_started(options, log))
        try:
            if options.manifest is not None:
                sandbox.client.apply_manifest(options.manifest)
            for person in options.people:
                sandbox.client.add_person(**{"name": "", **person})
        except SandboxRefused as refusal:
            raise CannotStart(refusal.sentence) from refusal
        yield sandbox


def _log(options: Options) -> TextIO:
    assert options.log is not None
    try:
        return options.log.open("w", encoding="utf-8")
    except OSError as error:
        raise CannotStart(f"{options.log} cannot be written ({error.strerror}); name another file.") from error


def _started(options: Options, log: TextIO | None) -> Sandbox:
    try:
        return Sandbox.start(
            host=options.host,
            port=options.port,
            request_url=options.request_url,
            start=options.start,
            speed=options.speed,
            seed=options.seed,
            log=log,
        )
    except OSError as error:
        where = f"Port {options.port} on {options.host}"
        # The error's own words name the address once more, twice in brackets.
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise CannotStart(f"{where} cannot be used ({reason}); try another one.") from error


if __name__ == "__main__":
    status = main(sys.argv[1:])
    sys.stdout.flush()
    # Deliveries that still wait for a silent app hold threads, and Python would wait for those until they give up.
    os._exit(status)
