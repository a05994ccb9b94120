"""The command line says yes to what makes sense, and no in a sentence, before anything has started."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sandbox.options import ELSEWHERE, PEOPLE, read


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return the sentence with which a command line is refused."""
    with pytest.raises(SystemExit) as ended:
        read(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr().err.splitlines()[-1]
    return said.removeprefix("python -m sandbox: error: ")


def test_who_asks_for_nothing_gets_three_people_real_time_and_a_free_port() -> None:
    options = read([])

    assert (options.host, options.port, options.request_url) == ("127.0.0.1", 0, "")
    assert (options.start, options.speed, options.seed) == (None, 1.0, "sandbox")
    assert (options.log, options.manifest, options.people) == (None, None, PEOPLE)


def test_everything_that_is_asked_for_is_taken(tmp_path: Path) -> None:
    manifest, people = tmp_path / "manifest.json", tmp_path / "people.json"
    manifest.write_text('{"display_information": {"name": "Echo"}}', encoding="utf-8")
    people.write_text('[{"name": "zoe", "tz": "Asia/Tokyo"}]', encoding="utf-8")

    options = read(
        [
            *("--port", "8900", "--request-url", "http://127.0.0.1:3000/slack/events"),
            *("--start", "2026-11-23T08:00:00Z", "--speed", "60", "--seed", "other"),
            *("--log", str(tmp_path / "log.jsonl"), "--manifest", str(manifest), "--people", str(people)),
        ]
    )

    assert (options.port, options.request_url) == (8900, "http://127.0.0.1:3000/slack/events")
    assert (options.start, options.speed, options.seed) == (datetime(2026, 11, 23, 8, tzinfo=UTC), 60.0, "other")
    assert options.log == tmp_path / "log.jsonl"
    assert options.manifest == {"display_information": {"name": "Echo"}}
    assert options.people == [{"name": "zoe", "tz": "Asia/Tokyo"}]


def test_a_moment_without_a_zone_is_in_universal_time() -> None:
    assert read(["--start", "2026-11-23T08:00"]).start == datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_nobody_may_be_there() -> None:
    assert read(["--people", "none"]).people == ()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_this_machine_may_be_named_as_it_likes(host: str) -> None:
    assert read(["--host", host]).host == host


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.7", "example.com", ""])
def test_any_other_address_is_refused_unless_told_twice(capsys: pytest.CaptureFixture[str], host: str) -> None:
    said = refusal(capsys, "--host", host)

    assert said.endswith(f"anyone there could act as everybody here. If you mean that, add {ELSEWHERE}.")
    assert read(["--host", host, ELSEWHERE]).host == host


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "many"], "'many' is no port; one is a number from 1 to 65535, or 0 for a free one"),
        (["--port", "65536"], "'65536' is no port;"),
        (["--port", "-1"], "'-1' is no port;"),
        (["--start", "tomorrow"], "'tomorrow' is no moment; write it like 2026-11-23T08:00:00Z"),
        (["--speed", "fast"], "'fast' is no speed; 1 is real time, 60 makes a minute a second"),
        (["--speed", "-1"], "A speed is a number from 0 (stopped) to 100000; 1 is real time."),
        (["--speed", "nan"], "A speed is a number from 0 (stopped)"),
        (["--request-url", "localhost:3000"], "'localhost:3000' is no URL; write it like http://127.0.0.1:3000"),
        (["--people", "nobody.json"], "nobody.json cannot be read (No such file or directory)"),
        (["--manifest", "nothing.json"], "nothing.json cannot be read (No such file or directory)"),
        (["--colour", "red"], "unrecognized arguments: --colour red"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert sentence in refusal(capsys, *arguments)


@pytest.mark.parametrize("option", ["--manifest", "--people"])
@pytest.mark.parametrize("content", ["{", "\ufeff{}x", '"text"', "7"])
def test_a_file_that_holds_something_else_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, option: str, content: str
) -> None:
    file = tmp_path / "file.json"
    file.write_text(content, encoding="utf-8")

    said = refusal(capsys, option, str(file))

    assert f"{file} " in said


@pytest.mark.parametrize("option", ["--manifest", "--people"])
def test_a_file_that_is_no_text_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path, option: str) -> None:
    file = tmp_path / "file.json"
    file.write_bytes(b"\xff\xfe\x00")

    assert f"{file} is no JSON" in refusal(capsys, option, str(file))


def test_the_three_people_are_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert [each["name"] for each in PEOPLE] == ["ana", "omar", "mei"]
    assert json.dumps(PEOPLE)
    with pytest.raises(SystemExit) as ended:
        read(["--help"])
    assert ended.value.code == 0
    assert ELSEWHERE in "".join(capsys.readouterr().out.split())
