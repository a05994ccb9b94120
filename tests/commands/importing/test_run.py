"""An import ends with a summary, whatever the file holds, and a second one changes nothing."""

import tracemalloc
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.model import Facts, UserId
from bot.ports import Backlogged
from commands.importing.counting import Summary
from commands.importing.failure import CannotImport, Reason
from commands.importing.run import BATCH

MAVEN = """opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
1C1I7A6R,Moses Frase,GTX Plus Basic,Cancity,Won,10/20/2016,3/1/2017,1054
Z063OYW0,Darcel Schlecht,GTXPro,Isdom,Lost,10/25/2016,3/11/2017,0
XNVPBCRT,Darcel Schlecht,MG Special,,Engaging,10/25/2016,,
EC4QE1BX,Darcel Schlecht,MG Special,,Prospecting,,,
"""


def whole(summary: Summary) -> bool:
    parts = sum(n for _, n in summary.not_won) + sum(n for _, n in summary.rejected)
    return summary.read == summary.new + summary.known + summary.older + parts


def test_the_maven_file_needs_no_mapping(desk: Any) -> None:
    summary = desk.imports(MAVEN, preset="maven")

    assert summary.lines() == [
        "4 read, 1 in the backlog.",
        "1 not won: Lost.",
        "1 not won: Engaging.",
        "1 not won: Prospecting.",
    ]
    deal = desk.backlog.only()
    assert (deal.source, deal.external_id, deal.seller_name) == ("maven", "1C1I7A6R", "Moses Frase")
    assert deal.facts == Facts(
        name="Cancity · GTX Plus Basic",
        account="Cancity",
        amount_minor=105_400,
        currency="USD",
        won_at=datetime(2017, 3, 1, 12, tzinfo=UTC),
    )


def test_a_second_run_adds_nothing_and_says_so(desk: Any, rows: Callable[[int], str]) -> None:
    first = desk.imports(rows(30))
    before = dict(desk.backlog.deals)
    second = desk.again()

    assert (first.new, first.known) == (30, 0)
    assert (second.new, second.known) == (0, 30)
    assert "0 new, 30 known already." in second.lines()
    assert desk.backlog.deals == before


def test_the_same_file_from_another_folder_adds_nothing(desk: Any, rows: Callable[[int], str], tmp_path: Path) -> None:
    desk.imports(rows(3))
    (tmp_path / "moved").mkdir()
    moved = tmp_path / "moved" / "other name.csv"
    desk.path.rename(moved)

    assert desk.again(path=moved).known == 3


def test_without_an_id_column_rows_are_known_by_what_they_say(desk: Any) -> None:
    text = "account,amount,won_at\nAcme,5,2026-01-01\nAcme,5,2026-01-01\nAcme,6,2026-01-01\n"
    assert desk.imports(text).new == 3
    assert desk.again().known == 3

    same_said_otherwise = "won_at;amount;account\n2026-01-01;5.00;Acme\n"
    assert desk.imports(same_said_otherwise).known == 1


def test_an_id_may_be_made_from_several_columns(desk: Any) -> None:
    desk.imports("name,country,number\nA,FI,1\nB,SE,1\nC,F|I,1\n", id="country,number")

    assert set(desk.backlog.by_id) == {"FI | 1", "SE | 1", r"F\|I | 1"}


def test_two_systems_may_use_the_same_ids(desk: Any, rows: Callable[[int], str]) -> None:
    desk.imports(rows(2), source="north")

    assert desk.again(source="south").new == 2


def test_deals_are_handed_over_in_batches(desk: Any, rows: Callable[[int], str]) -> None:
    desk.imports(rows(2 * BATCH + 1))

    assert desk.backlog.batches == [BATCH, BATCH, 1]


def test_a_dry_run_adds_nothing(desk: Any, rows: Callable[[int], str]) -> None:
    summary = desk.imports(rows(3), is_dry_run=True)

    assert desk.backlog.deals == {}
    assert summary.lines()[0] == "3 read, 3 would go to the backlog."


def test_a_limit_takes_the_first_won_deals_and_the_same_ones_again(desk: Any, rows: Callable[[int], str]) -> None:
    assert desk.imports(rows(9), limit=4).new == 4
    assert desk.again(limit=4).known == 4
    assert set(desk.backlog.by_id) == {"D-0", "D-1", "D-2", "D-3"}


def test_only_deals_won_since_a_date_are_taken(desk: Any) -> None:
    text = "name,won_at\nA,2026-01-01\nB,2025-12-31\nC,\n"

    summary = desk.imports(text, won_since=date(2026, 1, 1))

    assert (summary.new, summary.older) == (1, 1)
    assert summary.rejected == (("bad date", 1),)
    assert whole(summary)


@pytest.mark.parametrize("stage", ["Won", "closed won", "CLOSED_WON", "closedwon"])
def test_what_counts_as_won_is_what_crms_call_it(desk: Any, stage: str) -> None:
    assert desk.imports(f"name,stage\nA,{stage}\nB,Lost\nC,\n").not_won == (("Lost", 1), ("no stage", 1))


def test_what_counts_as_won_can_be_said(desk: Any) -> None:
    assert desk.imports("name,stage\nA,gewonnen\nB,won\n", won_values=("Gewonnen",)).not_won == (("won", 1),)


def test_the_given_owner_owns_what_the_file_gives_to_nobody(desk: Any) -> None:
    text = "id,name,owner\n1,A,UOMAR12\n2,B,Ana@Example.com\n3,C,gone@example.com\n4,D,\n"

    summary = desk.imports(text, people={"ana@example.com": UserId("UANA123")})

    owners = {number: deal.owner_id for number, deal in desk.backlog.by_id.items()}
    assert owners == {"1": "UOMAR12", "2": "UANA123", "3": "UOWNER1", "4": "UOWNER1"}
    assert summary.owners_not_found == 1
    assert any("owner who was not found" in line for line in summary.lines())


def test_every_fact_that_is_mapped_arrives(desk: Any) -> None:
    text = (
        "id;name;account;amount;currency;won_at;promised_on;url;kind;seller\n"
        "1;Site;Acme;1.054,50;eur;2026-01-02;2026-03-01;https://crm.example/1;site-installation;Ana\n"
    )

    desk.imports(text, kinds=("saas-onboarding", "site-installation"))

    deal = desk.backlog.only()
    assert (deal.kind, deal.seller_name, deal.short) == ("site-installation", "Ana", "short1")
    assert deal.facts == Facts(
        name="Site",
        account="Acme",
        amount_minor=105_450,
        currency="EUR",
        url="https://crm.example/1",
        won_at=datetime(2026, 1, 2, 12, tzinfo=UTC),
        promised_on=date(2026, 3, 1),
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,A,Acme,5,EUR,soon,,,,", Reason.DATE),
        ("1,A,Acme,5,EUR,2031-01-01,,,,", Reason.DATE),
        ("1,A,Acme,5,EUR,,31.12.,,,", Reason.DATE),
        ("1,A,,5,EUR,,,,,", Reason.NO_ACCOUNT),
        ("1,A,Acme,lots,EUR,,,,,", Reason.AMOUNT),
        ("1,A,Acme,-5,EUR,,,,,", Reason.AMOUNT),
        ("1,A,Acme,5,euros,,,,,", Reason.CURRENCY),
        ("1,A,Acme,5,EUR,,,javascript:alert(1),,", Reason.URL),
        ("1,A,Acme,5,EUR,,,,boat,", Reason.KIND),
        (",A,Acme,5,EUR,,,,,", Reason.NO_ID),
        ("1," + "x" * 10_001 + ",Acme,5,EUR,,,,,", Reason.TOO_LONG),
        ("x" * 256 + ",A,Acme,5,EUR,,,,,", Reason.TOO_LONG),
        ("D,A,Acme,5,EUR,,,,,", Reason.SAME_ID),
        ("1,A,Acme", Reason.WIDTH),
        ('1,"A"b,Acme,5,EUR,,,,,', Reason.BROKEN),
    ],
)
def test_a_broken_row_is_rejected_for_its_reason_and_costs_no_other(desk: Any, row: str, reason: Reason) -> None:
    header = "id,name,account,amount,currency,won_at,promised_on,url,kind,seller\n"

    summary = desk.imports(
        f"{header}D,First,Acme,1,EUR,,,,,\n{row}\nE,Last,Acme,1,EUR,,,,,\n", kinds=("saas-onboarding",)
    )

    assert summary.rejected == ((str(reason), 1),)
    assert set(desk.backlog.by_id) == {"D", "E"}
    assert desk.rejected()[0][0] == "3"
    assert whole(summary)


def test_a_row_in_another_encoding_is_rejected_and_read_once_the_encoding_is_said(desk: Any) -> None:
    text = "id,name\n1,Plain\n2,S\u00f6der\n".encode("cp1252")

    assert desk.imports(text).rejected == ((str(Reason.ENCODING), 1),)
    assert desk.again(encoding="cp1252").new == 1
    assert desk.backlog.by_id["2"].facts.name == "Söder"


def test_an_unreadable_row_that_is_not_won_anyway_is_only_counted(desk: Any) -> None:
    summary = desk.imports("name,stage\nS\u00f6der,Lost\n".encode("cp1252"))

    assert (summary.not_won, summary.rejected) == ((("Lost", 1),), ())


@pytest.mark.parametrize(
    ("content", "note"), [(b"", "is empty"), (b"\n\n", "is empty"), (b"name\n", "a header and no rows")]
)
def test_a_file_without_rows_ends_with_a_summary_that_says_so(desk: Any, content: bytes, note: str) -> None:
    summary = desk.imports(content)

    assert summary.lines()[0] == "0 read, 0 in the backlog."
    assert note in summary.lines()[1]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"limit": 0}, "1 or more"),
        ({"currency": "euro"}, "EUR is"),
        ({"decimal": "'"}, "a comma"),
        ({"owner_id": UserId("omar")}, "not a Slack user id"),
        ({"kinds": ("boat",)}, "has no playbook; boat have one"),
        ({"date_format": "MM/YY"}, "not a form of date"),
        ({"preset": "x"}, "not a preset"),
        ({"map": "name=nmae"}, "did you mean “name”"),
        ({"source": "x" * 300}, "short name"),
    ],
)
def test_options_that_cannot_work_stop_the_import_before_the_first_row(
    desk: Any, rows: Callable[[int], str], options: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CannotImport, match=sentence):
        desk.imports(rows(3), **options)

    assert desk.backlog.deals == {}


def test_a_stage_column_mapped_by_mistake_does_not_fill_the_summary(desk: Any, rows: Callable[[int], str]) -> None:
    summary = desk.imports(rows(200), map="stage=id")

    assert len(summary.not_won) == 51
    assert summary.not_won[0] == ("other stages", 150)


def test_progress_is_told_as_it_goes_and_at_the_end(desk: Any, rows: Callable[[int], str]) -> None:
    told: list[tuple[int, int, int]] = []

    class Watcher:
        def at(self, rows: int, bytes_read: int, size: int) -> None:
            told.append((rows, bytes_read, size))

    desk.imports(rows(1_200), progress=Watcher())

    assert [rows for rows, _, _ in told] == [500, 1_000, 1_200]
    assert told[-1][1] == told[-1][2] == desk.path.stat().st_size


LEAST_KEPT = 32
"""Bytes: whatever is kept of a row needs more, be it one short text in a list."""


def held(work: Callable[[], object]) -> int:
    """Return the most bytes that Python held for it at one moment."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_long_file_needs_no_more_memory_than_a_short_one(desk: Any) -> None:
    def peak(n: int) -> int:
        desk.path.write_text("id,name\n" + "".join(f"{i},Site\n" for i in range(n)))
        summaries: list[Summary] = []
        peak = held(lambda: summaries.append(desk.again(is_dry_run=True)))
        assert [each.new for each in summaries] == [n]
        return peak

    peak(100)
    assert peak(24_000) - peak(4_000) < LEAST_KEPT * 20_000


def test_as_many_rejected_rows_need_no_more_memory_either(desk: Any) -> None:
    def peak(n: int) -> int:
        desk.path.write_text("id,name\n" + "only one cell\n" * n)
        summaries: list[Summary] = []
        peak = held(lambda: summaries.append(desk.again()))
        assert [each.rejected for each in summaries] == [((str(Reason.WIDTH), n),)]
        return peak

    peak(100)
    assert peak(24_000) - peak(4_000) < LEAST_KEPT * 20_000


def test_what_was_added_before_the_backlog_failed_is_known_at_the_next_run(
    desk: Any, rows: Callable[[int], str]
) -> None:
    add = desk.backlog.add

    def add_one_batch(batch: Sequence[Backlogged]) -> int:
        if desk.backlog.batches:
            raise ConnectionError
        return int(add(batch))

    desk.backlog.add = add_one_batch
    with pytest.raises(ConnectionError):
        desk.imports(rows(BATCH + 5))

    desk.backlog.add = add
    assert (summary := desk.again()).known == BATCH
    assert summary.new == 5
