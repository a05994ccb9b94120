"""The fences around the tests hold."""

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"
SKIPPED = """
import pytest

@pytest.mark.browser
def test_the_page():
    pytest.skip("there is no Chromium here")
"""


def test_a_connection_to_another_machine_is_refused_with_a_sentence() -> None:
    with (
        socket.socket() as probe,
        pytest.raises(AssertionError, match=r"reach '192\.0\.2\.1'. Tests speak to this machine"),
    ):
        probe.connect(("192.0.2.1", 80))


def test_the_name_of_another_machine_is_not_even_looked_up() -> None:
    with pytest.raises(AssertionError, match="slack"):
        socket.getaddrinfo("slack.example", 443)


def test_libraries_cannot_reach_out_either() -> None:
    with pytest.raises(AssertionError, match="api"):
        urllib.request.urlopen("http://api.slack.example/", timeout=1)


def test_nothing_is_sent_to_another_machine_without_a_connection() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as probe, pytest.raises(AssertionError, match="reach"):
        probe.sendto(b"hello", ("192.0.2.1", 53))


def test_this_machine_can_be_reached(free_port: int) -> None:
    with socket.create_server(("localhost", free_port)), socket.create_connection(("localhost", free_port)) as made:
        assert made.getpeername()[1] == free_port


@pytest.mark.parametrize("name", ["SLACK_", "BATON_", "DATABASE_URL", "HTTP_PROXY", "HTTPS_PROXY"])
def test_no_setting_of_this_machine_reaches_a_test(name: str) -> None:
    assert not [found for found in os.environ if found.upper().startswith(name) and found != "BATON_BROWSER"]


@pytest.mark.parametrize(("promise", "expected"), [("required", "1 failed"), ("", "1 skipped")])
def test_where_a_browser_is_promised_no_test_of_it_may_skip(promise: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST.read_text())
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser\n")
    (tmp_path / "test_page.py").write_text(SKIPPED)

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env=os.environ | {"BATON_BROWSER": promise, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert expected in run.stdout
    assert "there is no Chromium here" in run.stdout
