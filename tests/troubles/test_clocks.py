"""A clock that jumps: a day back, a month ahead and back again. Nothing is lost, nothing comes twice, nothing stands."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.journeys.stage import PATIENCE, Stage, stage
from tests.troubles.scene import Scene, opened

DAY = timedelta(days=1)


class WrongClock:
    """Tells the sandbox's time, as far off as a test wants it."""

    def __init__(self, on: Stage) -> None:
        self._on = on
        self.off_by = timedelta()
        self.url = ""

    def now(self) -> datetime:
        return self._on.slack.now() + self.off_by

    def jumps(self, by: timedelta) -> None:
        """Let it jump, and wait until Baton has looked at everything by that clock."""
        self.off_by += by
        since = self.now()

        def has_ticked(state: object) -> bool:
            ticked = state.get("ticked_at") if isinstance(state, dict) else None
            return ticked is not None and abs(datetime.fromisoformat(ticked) - since) < timedelta(hours=1)

        self._on.baton.wait_until(has_ticked, seconds=PATIENCE)


@contextmanager
def wrong_clock(on: Stage) -> Iterator[WrongClock]:
    clock = WrongClock(on)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"now": clock.now().isoformat()}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: a test's output is the application's."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    clock.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield clock
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[tuple[Scene, WrongClock]]:
    with stage(tmp_path) as on, wrong_clock(on) as clock:
        on.settings["BATON_CLOCK_URL"] = clock.url
        with on.serving():
            yield opened(on), clock


def test_set_back_by_a_day_people_are_served_and_answered_at_once(scene: tuple[Scene, WrongClock]) -> None:
    here, clock = scene
    here.commits()

    clock.jumps(-DAY)

    here.goes_on()
    clock.jumps(DAY)
    here.goes_on()


def test_a_month_ahead_for_a_while_says_nothing_twice(scene: tuple[Scene, WrongClock]) -> None:
    here, clock = scene
    here.commits()

    clock.jumps(31 * DAY)
    here.on.slack.advance(120)
    clock.jumps(-31 * DAY)

    here.goes_on()
    said = Counter(text for text in here.on.read(here.channel) if not text.startswith("Next step: "))
    assert not [text for text, times in said.items() if times > 1]
    assert "Incident" not in here.on.log
