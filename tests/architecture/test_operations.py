"""docs/operations.md is true: its settings, its figures, and its examples, which are run."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bot.watching import Fault
from commands.settings import Settings
from commands.webhooks.signature import verify
from tests.architecture.project import ROOMS, files, page, rows

NONE = "\u2013"
SECRET = "a secret with spaces & signs"
GUIDE = page("docs/operations.md")


def fence(language: str) -> str:
    """Return the first example in a language: of JSON the one that the others send."""
    found: list[str] = re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    assert len(found) == 1 or language == "json"
    return found[0]


class Received(HTTPServer):
    """A server that believes nobody: it keeps the one request it gets."""

    headers: dict[str, str]
    body: bytes


class Receive(BaseHTTPRequestHandler):
    """Keeps a request and answers 202."""

    server: Received

    def do_POST(self) -> None:
        self.server.headers = {key.lower(): value for key, value in self.headers.items()} | {"path": self.path}
        self.server.body = self.rfile.read(int(self.headers["content-length"]))
        self.send_response(202)
        self.end_headers()
        self.wfile.write(b'{"status": "accepted"}')

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def receiving(port: int) -> Iterator[Received]:
    with Received(("127.0.0.1", port), Receive) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        yield server
        thread.join(10)


@pytest.mark.parametrize("language", ["sh", "python"])
def test_the_examples_of_a_signed_webhook_are_believed(language: str, tmp_path: Path, free_port: int) -> None:
    tools = {"sh": ("sh", "curl", "openssl"), "python": ()}[language]
    if missing := [tool for tool in tools if not shutil.which(tool)]:
        pytest.skip(f"the example needs {', '.join(missing)}")
    (tmp_path / "deal.json").write_text(fence("json"))
    example = fence(language).replace(":3000/", f":{free_port}/")

    with receiving(free_port) as server:
        run = subprocess.run(
            ["sh", "-c", example] if language == "sh" else [sys.executable, "-c", example],
            cwd=tmp_path,
            env=os.environ | {"BATON_WEBHOOK_SECRET": SECRET},
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )

    timestamp, signature = server.headers["x-baton-timestamp"], server.headers["x-baton-signature"]
    now = datetime.fromtimestamp(int(timestamp), UTC)
    assert "accepted" in run.stdout
    assert server.headers["path"] == "/webhooks/generic"
    assert server.body == fence("json").encode()
    assert verify(SECRET, timestamp=timestamp, signature=signature, body=server.body, now=now) is None


def test_the_settings_are_those_of_the_program_with_their_defaults() -> None:
    table = {row[0].strip("`"): row[1].strip("`") for row in rows(GUIDE, "## Settings")}

    expected = {
        name.upper(): NONE if field.default is None else str(field.default)
        for name, field in Settings.model_fields.items()
    }
    assert table == expected


def test_the_figures_are_those_of_the_program() -> None:
    explained = {row[0].strip("`").split("{")[0] for row in rows(GUIDE, "### Figures")}

    assert explained == set(re.findall(r'"(baton_\w+)"', page("commands/seeing/figures.py")))


def test_the_alerts_ask_for_figures_that_there_are() -> None:
    given = set(re.findall(r'"(baton_\w+)"', page("commands/seeing/figures.py")))
    asked = {name for row in rows(GUIDE, "### Alerts worth having") for name in re.findall(r"baton_\w+", row[0])}

    assert {name.removesuffix("_bucket").removesuffix("_count") for name in asked} <= given
    assert asked


def test_each_kind_of_finding_is_explained_with_what_helps() -> None:
    explained = {row[0].strip("`"): row[2] for row in rows(GUIDE, "### The audit")}

    assert set(explained) == set(Fault)
    assert all(explained.values())


def quoted(heading: str) -> list[str]:
    """Return what the first column of a table quotes from the program, in pieces where it stands for what differs."""
    cells = [row[0] for row in rows(GUIDE, heading) if row[0].startswith("`") and " " in row[0].split("`")[1]]
    return [piece for cell in cells for piece in re.split(r"\d[\d.]*|…", cell.split("`")[1]) if piece.strip(" :")]


@pytest.mark.parametrize("words", [*quoted("## Logs"), *quoted("## When something is wrong")])
def test_what_the_program_is_said_to_say_stands_in_it(words: str) -> None:
    assert any(words.strip(" :") in path.read_text(encoding="utf-8") for path in files(*ROOMS) if path.suffix == ".py")
