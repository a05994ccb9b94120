"""The fleet keeps its replicas going, and kills and stops them so that mostly somebody lives."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.soak.fleet import Fleet, fleet

SERVES = """
import json, os, http.server
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"path": self.path, "waiting": 0, "setting": os.environ["SETTING"]}).encode())
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
"""
ENDS = "raise SystemExit(2)"


@contextmanager
def running(folder: Path, program: str, *, count: int = 2, pace: float = 0.2) -> Iterator[tuple[Fleet, list[int]]]:
    lives: list[int] = []
    command = (sys.executable, "-c", program)
    given = {"settings": {"SETTING": "given"}, "folder": folder, "seed": "1", "lives": lives.append}
    with fleet(count=count, pace=pace, command=command, **given) as crew:
        yield crew, lives


def patiently(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline, "what the test waits for did not happen"
        time.sleep(0.02)


def test_it_starts_them_and_knows_when_they_serve(tmp_path: Path) -> None:
    with running(tmp_path, SERVES) as (crew, lives):
        patiently(lambda: crew.serving() == 2)

        assert len(crew.ports()) == 2
        assert [each["setting"] for each in crew.conditions()] == ["given", "given"]
        patiently(lambda: lives[-1] == 2)


def test_while_it_is_rough_they_are_killed_and_stopped_and_come_back(tmp_path: Path) -> None:
    with running(tmp_path, SERVES) as (crew, lives):
        patiently(lambda: crew.serving() == 2)
        crew.rough()
        patiently(lambda: crew.kills >= 2 and crew.stops >= 2)
        crew.calm()
        patiently(lambda: crew.serving() == 2)

        struck = crew.kills + crew.stops
        assert min(lives) < 2
        time.sleep(0.5)
        assert crew.kills + crew.stops == struck


def test_what_is_down_stays_down_until_the_block_ends(tmp_path: Path) -> None:
    with running(tmp_path, SERVES) as (crew, _):
        patiently(lambda: crew.serving() == 2)
        with crew.down():
            time.sleep(0.3)
            assert (crew.serving(), crew.ports()) == (0, [])
        patiently(lambda: crew.serving() == 2)

        assert crew.kills == 2


def test_one_that_ends_by_itself_is_counted_and_started_again(tmp_path: Path) -> None:
    with running(tmp_path, ENDS, count=1) as (crew, _):
        patiently(lambda: crew.ended[2] >= 2)


@pytest.mark.parametrize("count", [1, 3])
def test_how_long_they_are_stopped_is_sometimes_longer_than_a_lease(tmp_path: Path, count: int) -> None:
    crew = Fleet({}, tmp_path, count, "1", lambda _: None)
    stops = [crew._stop_seconds() for _ in range(2000)]

    assert (max(stops) > 60) is (count > 1)
    assert sum(each <= 2 for each in stops) > 1700
