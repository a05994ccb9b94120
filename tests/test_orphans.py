"""A run that is killed leaves no worker behind."""

import signal
import subprocess
import sys
from pathlib import Path

PARENT = """
import subprocess, sys
worker = "from tests.orphans import end_with_parent; end_with_parent(); print('at work', flush=True); input()"
subprocess.run([sys.executable, "-c", worker], stdin=0)
"""


def test_a_worker_ends_when_its_parent_was_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]
    )
    with parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"at work\n"
        parent.send_signal(signal.SIGKILL)

        # Both write to it, so that it ends with the last of the two.
        assert parent.stdout.read() == b""
