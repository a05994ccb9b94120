"""The summary says what became of every row, most frequent first."""

from pathlib import Path

from commands.importing.counting import Tally


def test_the_summary_reads_from_the_whole_to_the_rest() -> None:
    tally = Tally(read=8_800, new=4_000, known=238, older=2)
    tally.not_won.update({"Lost": 2_473, "Engaging": 2_080})
    tally.rejected.update({"bad date": 7})

    summary = tally.summary(rejects=Path("deals.rejects.csv"), notes=("Take note.",), is_dry_run=False)

    assert summary.lines() == [
        "8,800 read, 4,238 in the backlog.",
        "4,000 new, 238 known already.",
        "2,473 not won: Lost.",
        "2,080 not won: Engaging.",
        "2 won before the date asked for.",
        "7 rejected: bad date.",
        "The rejected rows, each with its reason: deals.rejects.csv. Correct them there and import that file.",
        "Take note.",
    ]
