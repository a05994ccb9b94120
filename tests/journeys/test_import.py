"""A list of won deals on the command line: counted, never twice, nothing lost without a reason, started when asked."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.journeys.stage import Stage, run, stage

SINCE = datetime(2026, 11, 23, 8, tzinfo=UTC)
HEADER = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value"
WON = [f"W{n},Ana,GTX Basic,Account {n},Won,11/1/2016,3/{n}/2017,{n}000" for n in range(1, 7)]
OPEN = ["E1,Ana,GTX Pro,Isdom,Engaging,11/25/2016,,", "L1,Ana,MG Special,Hottechi,Lost,11/1/2016,2/2/2017,0"]
BROKEN = [
    "B1,Ana,GTX Basic,Isdom,Won,11/1/2016,31/31/2017,500",
    "B2,Ana,GTX Basic,,Won,11/1/2016,3/3/2017,500",
    "B3,Ana,GTX Basic,Isdom,Won,11/1/2016,3/3/2017,a lot",
    "B4,Ana,GTX Basic",
    "B5,Ana,GTX Basic,S\udcf6hne,Won,11/1/2016,3/3/2017,500",
]
"""A date that is none, no account, no number, half a row, and a byte that is no UTF-8."""


def listed(folder: Path, *rows: str) -> str:
    """Write a list; return its path."""
    path = folder / "pipeline.csv"
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8", errors="surrogateescape")
    return str(path)


def imported(folder: Path, file: str, *options: str, **settings: str) -> list[str]:
    """Import a list; return what the operator reads."""
    database = {"DATABASE_URL": f"sqlite:///{folder}/baton.db"}
    ended = run("import", file, "--preset", "maven", *options, settings=database | settings)
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr
    return ended.stdout.splitlines()


def test_a_list_goes_to_the_backlog_once(tmp_path: Path) -> None:
    file = listed(tmp_path, *WON, *OPEN)

    tried = imported(tmp_path, file, "--dry-run")
    first = imported(tmp_path, file)
    again = imported(tmp_path, file)

    assert tried[0] == "8 read, 6 would go to the backlog."
    assert first == ["8 read, 6 in the backlog.", "1 not won: Engaging.", "1 not won: Lost."]
    assert again[:2] == ["8 read, 6 in the backlog.", "0 new, 6 known already."]


def test_a_list_from_before_slack_was_known_goes_to_the_first_workspace_that_is_named(tmp_path: Path) -> None:
    file = listed(tmp_path, *WON)

    imported(tmp_path, file)
    named = imported(tmp_path, file, "--workspace", "T024BE7LH")
    alone = imported(tmp_path, file)

    assert named[1] == alone[1] == "0 new, 6 known already."


def test_broken_rows_are_set_aside_with_their_reasons_and_come_in_once_corrected(tmp_path: Path) -> None:
    said = imported(tmp_path, listed(tmp_path, *WON[:2], *BROKEN))

    rejects = tmp_path / "pipeline.rejects.csv"
    lines = rejects.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    assert said[0] == "7 read, 2 in the backlog."
    assert sum(line.startswith("1 rejected: ") for line in said) == 5
    assert lines[0] == f"line,reason,{HEADER}"
    assert [line.partition(",")[0] for line in lines[1:]] == ["4", "5", "6", "7", "8"]
    rejects.write_text("\n".join((lines[0], lines[1].replace("31/31/2017", "3/31/2017"))), encoding="utf-8")
    assert imported(tmp_path, str(rejects))[0] == "1 read, 1 in the backlog."


def test_an_empty_file_is_counted_as_empty(tmp_path: Path) -> None:
    file = tmp_path / "pipeline.csv"
    file.write_bytes(b"")

    assert imported(tmp_path, str(file))[0] == "0 read, 0 in the backlog."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"PK\x03\x04\x00\x00", "This is no text in UTF-8: it holds NUL bytes.", id="a spreadsheet"),
        pytest.param(b"one,two\n1,2\n", "The file has no column “account”; there is “one”, “two”.", id="other columns"),
    ],
)
def test_a_file_that_is_no_such_list_is_told_in_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "pipeline.csv"
    file.write_bytes(content)

    database = {"DATABASE_URL": f"sqlite:///{tmp_path}/baton.db"}
    ended = run("import", str(file), "--preset", "maven", settings=database)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(sentence)
    assert len(ended.stderr.splitlines()) == 1


def test_the_newest_deals_are_started_with_clocks_from_now(tmp_path: Path) -> None:
    with stage(tmp_path) as on:
        said = imported(tmp_path, listed(tmp_path, *WON), "--activate", "2", **on.settings)

        assert said[-1] == "2 deals started, each with its channel."
        assert on.channels("account-6")
        assert on.channels("account-5")
        assert len(on.channels("account")) == 2
        assert "was due" not in on.board("account-6")
        with on.serving():
            on.settle()
            nothing_is_late(on)
            assert "GTX Basic" in on.type("ana", "/deal list backlog", "account-6")


def test_deals_are_started_after_a_loss_though_nobody_serves(tmp_path: Path) -> None:
    with stage(tmp_path) as on:
        imported(tmp_path, listed(tmp_path, *WON), **on.settings)
        with closing(sqlite3.connect(tmp_path / "baton.db")) as memory, memory:
            # As an operator marks it, and as it stands when calls of before can take effect no more.
            lost = "UPDATE workspace SET look_back_at = 1, restored_from = ?, restored_at = ?"
            memory.execute(lost, [int(at.timestamp() * 1_000_000) for at in (SINCE, SINCE + timedelta(hours=1))])

        said = imported(tmp_path, listed(tmp_path, *WON), "--activate", "1", **on.settings)

        assert said[-1] == "1 deals started, each with its channel."
        assert on.channels("account-6")


def nothing_is_late(on: Stage) -> None:
    texts = [text for channel in on.slack.state()["channels"] for text in on.read(channel["id"])]
    assert not [text for text in texts if "was due" in text or "Past its date" in text]


def test_a_list_that_came_before_any_slack_is_claimed_by_the_first(tmp_path: Path) -> None:
    imported(tmp_path, listed(tmp_path, *WON))

    with stage(tmp_path) as on, on.serving():
        shown = on.people["lena"].types("/deal list backlog", in_="general").shown

    assert shown.startswith("6 deals in the backlog")
