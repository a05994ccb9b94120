"""An app beside the sandbox, in a process of its own: it starts, is asked for its state, and is gone afterwards."""

import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from sandbox.trying.beside import GRACE, NotSettled, beside, free_port

SERVER = """
import http.server, json, os
class Handler(http.server.BaseHTTPRequestHandler):
    asked = 0
    def do_GET(self):
        Handler.asked += 1
        body = json.dumps({"asked": Handler.asked, "name": os.environ.get("NAME"), "old": os.environ.get("OLD_NAME")})
        self.send_response(503 if Handler.asked < 2 else 200)
        self.end_headers()
        self.wfile.write(body.encode())
    def log_message(self, *args):
        print("asked", flush=True)
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
"""


def python(code: str) -> Sequence[str]:
    return [sys.executable, "-c", code]


def test_an_app_is_waited_for_until_it_is_settled_and_ends_with_the_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLD_NAME", "of somebody else")
    states = []

    with beside(python(SERVER), {"NAME": "ours"}, log=tmp_path / "log", forget=("OLD_",)) as app:
        app.wait_until(lambda state: states.append(state) is None and state.get("asked", 0) >= 3)

    assert states[-1] == {"asked": 3, "name": "ours", "old": None}
    assert app.process.returncode is not None
    assert "asked" in (tmp_path / "log").read_text()


def test_an_app_that_ends_is_told_with_its_last_words(tmp_path: Path) -> None:
    failing = python("import sys; sys.exit('the database is locked')")

    with (
        beside(failing, {}, log=tmp_path / "log") as app,
        pytest.raises(NotSettled, match="the database is locked"),
    ):
        app.wait_until(bool)


def test_everything_is_inherited_that_is_not_to_be_forgotten(tmp_path: Path) -> None:
    with beside(python("import os; print(sorted(os.environ))"), {"NEW": "1"}, log=tmp_path / "log") as app:
        app.process.wait(30)

    said = (tmp_path / "log").read_text()
    assert [name for name in ("PATH", "NEW", "PORT") if f"'{name}'" not in said] == []
    assert os.environ.get("NEW") is None


STUBBORN = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: print("no", flush=True))
print("up", flush=True)
while True:
    time.sleep(60)
"""


def test_an_app_that_will_not_end_is_ended(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with beside(python(STUBBORN), {}, log=log) as app:
        while "up" not in log.read_text():
            time.sleep(0.01)
        begun = time.monotonic()

    assert app.process.returncode == -signal.SIGKILL
    assert GRACE <= time.monotonic() - begun < 3 * GRACE
    assert "no" in log.read_text()


def test_an_app_that_ends_when_asked_is_not_waited_for(tmp_path: Path) -> None:
    with beside(python("import time; time.sleep(60)"), {}, log=tmp_path / "log") as app:
        assert app.process.poll() is None

    assert app.process.returncode == -signal.SIGTERM


def test_an_app_that_says_nothing_of_its_state_is_waited_for_until_it_listens(tmp_path: Path) -> None:
    mute = SERVER.replace("self.wfile.write(body.encode())", "self.wfile.write(b'hello')")
    states: list[object] = []

    with beside(python(mute), {}, log=tmp_path / "log") as app:
        app.wait_until_it_listens()
        app.wait_until(lambda state: states.append(state) is None and len(states) >= 2)

    assert states == [{}, {}]


def test_an_app_that_never_listens_is_told_with_its_last_words(tmp_path: Path) -> None:
    busy = python("import time; print('still thinking', flush=True); time.sleep(60)")

    with beside(busy, {}, log=tmp_path / "log") as app, pytest.raises(NotSettled, match="did not settle"):
        app.wait_until_it_listens(seconds=0.2)


def test_a_free_port_is_one_that_no_connection_is_given_meanwhile() -> None:
    given = Path("/proc/sys/net/ipv4/ip_local_port_range")
    lowest = int(given.read_text().split()[0]) if given.exists() else 32_768

    assert all(1024 <= free_port() < lowest for _ in range(50))
