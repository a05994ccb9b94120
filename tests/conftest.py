"""What every test may rely on: no way out of this machine, no setting of this machine, a browser where one is promised."""

import os
import socket
import sys
from collections.abc import Generator
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import settings

PROMISE = "BATON_BROWSER"
OURS = ("SLACK_", "BATON_")
OTHERS = ("DATABASE_URL", "HOST", "PORT", "PUBLIC_URL", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
LONG = {"journeys", "soak"}
"""Folders of tests that play with whole programs."""
REACHING_OUT = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})

settings.register_profile("quick", max_examples=30, deadline=None, print_blob=True)
settings.register_profile("ci", max_examples=100, deadline=None, print_blob=True)
settings.load_profile("quick")

# Now, and not in a fixture: what is imported or started for a whole session must not see them either.
for name in [name for name in os.environ if name.upper().startswith(OURS) or name.upper() in OTHERS]:
    # The promise is about the tests; those who share the work of running them need it as well.
    if name != PROMISE:
        del os.environ[name]


class ReachedOut(AssertionError):  # noqa: N818 - what the test did, not a fault of the program
    """A test spoke to another machine."""


def stay_here(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse a connection to any machine but this one, whichever library asks for it."""
    if event in REACHING_OUT:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if host is not None and not is_here(host):
        raise ReachedOut(f"A test wanted to reach {host!r}. Tests speak to this machine only: start the sandbox.")


def is_here(host: object) -> bool:
    """Tell whether a host, as a socket takes it, is this machine."""
    text = host.decode() if isinstance(host, bytes) else host
    if not isinstance(text, str) or text in {"", "localhost"}:
        return True
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


sys.addaudithook(stay_here)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have each worker begin with its share of what takes long, the longest first: at the end one would be alone with it.

    Worked out by each worker for itself, and by all alike: pytest-xdist gives them slices of one list, as below.
    """
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    # By files: what tests share within one is made once, as long as one worker has them all.
    slow = sorted(filter(_takes_long, files), key=lambda path: not any(map(_takes_minutes, files[path])))
    quick = [item for path, tests in files.items() if path not in slow for item in tests]
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    left, dealt = len(items), list[pytest.Item]()
    for worker in range(workers):
        size = left // (workers - worker)
        own = [item for path in slow[worker::workers] for item in files[path]]
        fill = max(0, size - len(own))
        dealt += [*own, *quick[:fill]]
        quick, left = quick[fill:], left - size
    items[:] = dealt


def _takes_long(path: Path) -> bool:
    return bool(LONG.intersection(path.parts))


def _takes_minutes(item: pytest.Item) -> bool:
    return item.get_closest_marker("minutes") is not None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where a browser is promised, a browser test that skips has failed."""
    report = yield
    if os.environ.get(PROMISE) == "required" and report.skipped and item.get_closest_marker("browser"):
        report.outcome = "failed"
        report.longrepr = f"{PROMISE}=required, and yet this test was skipped: {report.longrepr}"
    return report


@pytest.fixture
def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
