"""Lines that a machine can read and a person too, and none of them gives a secret away."""

import json
import logging
import sys
import threading
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.discretion import HIDDEN, Discretion, guard
from commands.seeing.lines import JsonLines, LogFormat, TextLines, begin, write_as
from messages.tracing import about

TOKEN = "xoxb-" + "1234567890-" * 3 + "abc"
ANSWER = "https://hooks.slack.com/actions/T1/22/33abc"
WRITTEN = 1_795_341_600.25
"""Machine time of every line here: 22 November 2026, 10:00 UTC and a quarter of a second."""


def record(message: object, *arguments: object, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("commands.tick", logging.ERROR, "here.py", 1, message, arguments, info)
    made.created = WRITTEN
    return made


def read(line: str) -> dict[str, Any]:
    assert "\n" not in line
    found = json.loads(line)
    assert isinstance(found, dict)
    return found


def in_json(*given: object, error: BaseException | None = None, hide: Discretion | None = None) -> dict[str, Any]:
    return read(JsonLines(hide or Discretion()).format(record(given[0], *given[1:], error=error)))


def in_text(*given: object, error: BaseException | None = None) -> str:
    return TextLines(Discretion()).format(record(given[0], *given[1:], error=error))


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """Return a logger of its own; the program's hook for what nobody catches is put back."""
    hooks, levels = (sys.excepthook, threading.excepthook), {n: logging.getLogger(n).level for n in LEVELLED}
    made = logging.Logger("a test's own")  # noqa: LOG001 - nobody else may hear of it
    yield made
    sys.excepthook, threading.excepthook = hooks
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


LEVELLED = ("apscheduler", "baton", "commands", "messages", "storage")


def test_a_line_for_machines_says_when_how_bad_where_what_and_about_what() -> None:
    with about(workspace="W1", deal="D1", key="nudge:1:2"):
        line = in_json("Slack will not get %s (%s): %.2f", "nudge:1:2", "nudge", 1.5)

    assert line == {
        "time": "2026-11-22T10:00:00.250Z",
        "level": "error",
        "from": "commands.tick",
        "event": "Slack will not get … (…): …",
        "text": "Slack will not get nudge:1:2 (nudge): 1.50",
        "workspace": "W1",
        "deal": "D1",
        "key": "nudge:1:2",
    }


def test_a_line_for_people_says_the_same() -> None:
    with about(deal="D1", key="K"):
        line = in_text("Deal %s could not be reviewed", "D1")

    assert line == "2026-11-22T10:00:00.250Z ERROR commands.tick: Deal D1 could not be reviewed [deal=D1 key=K]"


def test_a_traceback_is_one_field_of_its_line() -> None:
    with pytest.raises(KeyError) as caught:
        {}["lost"]
    line, text = in_json("Incident", error=caught.value), in_text("Incident", error=caught.value)

    assert line["trace"].startswith("Traceback")
    assert line["trace"].endswith("KeyError: 'lost'")
    assert text.splitlines()[1] == "Traceback (most recent call last):"


@pytest.mark.parametrize("around", ['"{}"', "'{}'", "<{}>", '{{"url": "{}"}}', "{}\\", '\\"{}\\"', "{}\n{}"])
@pytest.mark.parametrize("secret", [TOKEN, ANSWER, f"Authorization: Bearer {TOKEN}"])
def test_a_line_stays_json_where_a_secret_is_cut_out(secret: str, around: str) -> None:
    said = around.replace("{}", secret).replace("{{", "{").replace("}}", "}")

    with about(key=said):
        line = in_json("given: %s", said)

    assert HIDDEN in line["text"]
    assert HIDDEN in line["key"]
    assert "33abc" not in json.dumps(line)
    assert "1234567890-1234567890" not in json.dumps(line)


@given(st.text(max_size=40), st.text(min_size=8, max_size=30), st.text(max_size=40))
def test_whatever_is_written_is_one_line_of_json_without_the_secret(before: str, secret: str, after: str) -> None:
    hide = Discretion([secret])

    line = in_json("%s", f"{before}{secret}{after}", hide=hide)

    assert secret not in line["text"].replace(HIDDEN, "") or secret in f"{before}{after}"


def test_secrets_in_a_traceback_are_hidden_too() -> None:
    with pytest.raises(ValueError, match="invalid literal") as caught:
        int(f"Slack said no to {TOKEN}")
    line, text = in_json("Incident", error=caught.value), in_text("Incident", error=caught.value)

    assert TOKEN not in json.dumps(line)
    assert TOKEN not in text


def test_what_somebody_wrote_cannot_forge_a_line() -> None:
    text = in_text("%s was said", "all is well\n2026-11-22 INFO baton: nothing\r\x1b[2J")

    assert text.count("\n") == 0
    assert "all is well\\n2026" in text
    assert "\x1b" not in text


def test_a_line_with_a_slip_in_it_is_written_all_the_same() -> None:
    assert in_json("%d deals", "three")["text"] == "'%d deals' (TypeError while it was written)"
    assert "'%d deals' (TypeError" in in_text("%d deals", "three")


def test_a_percent_sign_that_stands_for_itself_is_left_alone() -> None:
    assert in_json("95 %% of %s", "it")["event"] == "95 %% of …"


def test_a_log_begins_as_text_and_becomes_what_the_settings_ask_for(
    logger: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(logger, Discretion())
    logger.error("first %s", TOKEN)
    write_as(logger, LogFormat.JSON, Discretion())
    logger.error("second %s", TOKEN)

    first, second = capsys.readouterr().err.splitlines()
    assert first.endswith(f"ERROR a test's own: first {HIDDEN}")
    assert read(second)["text"] == f"second {HIDDEN}"


def test_libraries_are_heard_from_warnings_on_and_we_from_the_first_word(logger: logging.Logger) -> None:
    begin(logger, Discretion())

    assert logger.level == logging.WARNING
    assert {name: logging.getLogger(name).level for name in LEVELLED} == {
        "apscheduler": logging.ERROR,
        "baton": logging.INFO,
        "commands": logging.INFO,
        "messages": logging.INFO,
        "storage": logging.INFO,
    }


def test_what_nobody_caught_is_written_in_the_same_form(logger: logging.Logger) -> None:
    begin(logger, Discretion())
    write_as(logger, LogFormat.JSON, Discretion())
    told = StringIO()
    logger.handlers[0].setStream(told)  # type: ignore[attr-defined]
    fault = ValueError(f"no {TOKEN}")

    sys.excepthook(ValueError, fault, None)

    line = read(told.getvalue().strip())
    assert (line["level"], line["event"]) == ("critical", "Incident: nobody caught this")
    assert TOKEN not in line["trace"]


def test_what_hides_already_is_not_wrapped_again(logger: logging.Logger) -> None:
    begin(logger, Discretion())
    formatter = JsonLines(Discretion())
    logger.handlers[0].setFormatter(formatter)

    guard(logger, Discretion())

    assert logger.handlers[0].formatter is formatter
