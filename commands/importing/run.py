"""Import a list: read, judge, hand over in batches, count. The only place that knows the order of these."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from bot.ports import Backlogged
from commands.importing.counting import Summary, Tally
from commands.importing.deals import read_won, to_backlog
from commands.importing.failure import BadRow, Reason
from commands.importing.options import Options
from commands.importing.plan import Plan, make_plan, stage_of
from commands.importing.progress import Progress, Silent
from commands.importing.reading import Reading, Row, open_list
from commands.importing.rejects import Rejects
from commands.importing.seen import Seen

BATCH = 1_000
TOLD_EVERY = 500

Add = Callable[[Sequence[Backlogged]], int]
"""Put deals into the backlog and return how many of them were new."""


@dataclass(slots=True)
class Run:
    """One import while it runs."""

    plan: Plan
    reading: Reading
    rejects: Rejects
    seen: Seen
    progress: Progress
    tally: Tally = field(default_factory=Tally)

    def tell(self) -> None:
        self.progress.at(self.tally.read, self.reading.bytes_read, self.reading.size)

    def deals(self, *, shorts: Callable[[], str], now: datetime) -> Iterator[Backlogged]:
        """Yield the won deals in the order of the file, at most as many as asked for; count all other rows."""
        taken = 0
        for row in self.reading.rows():
            self.tally.read += 1
            if self.tally.read % TOLD_EVERY == 0:
                self.tell()
            try:
                deal = self._judge(row, shorts=shorts, now=now)
            except BadRow as fault:
                self.tally.rejected[fault.reason] += 1
                self.rejects.add(row, fault)
                continue
            if deal is not None:
                yield deal
                taken += 1
                if taken == self.plan.options.limit:
                    return

    def _judge(self, row: Row, *, shorts: Callable[[], str], now: datetime) -> Backlogged | None:
        """Return the deal; None for a row that is not asked for, which is counted. Raise BadRow for a broken one."""
        if row.fault:
            raise row.fault
        if (stage := stage_of(row.cells, self.plan)) is not None:
            self.tally.count_not_won(stage)
            return None
        self.reading.check(row)
        won = read_won(row.cells, self.plan, now=now)
        if _is_older(won.facts.won_at, self.plan.options.won_since):
            self.tally.older += 1
            return None
        deal = to_backlog(row, won, self.plan, self.seen, short=shorts())
        self.tally.owners_not_found += not won.is_owner_found
        return deal


def run(
    options: Options, *, add: Add, shorts: Callable[[], str], now: datetime, progress: Progress | None = None
) -> Summary:
    """Import a file and return what became of its rows; raise CannotImport when the file as a whole cannot work.

    Batches that were added stay added, and running again changes nothing for them. A dry run adds nothing, but writes
    the rejected rows.
    """
    with open_list(options.path, options.encoding) as reading:
        if not reading.header:
            note = f"{options.path.name} is empty: a list needs a header line and a line for each deal."
            return Tally().summary(rejects=None, notes=(note,), is_dry_run=options.is_dry_run)
        plan = make_plan(options, reading.header)
        with Seen() as seen, Rejects(options.path, reading.header, options.rejects) as rejects:
            one = Run(plan, reading, rejects, seen, progress or Silent())
            for batch in _batches(one.deals(shorts=shorts, now=now)):
                new = len(batch) if options.is_dry_run else add(batch)
                one.tally.new += new
                one.tally.known += len(batch) - new
            one.tell()
        notes = () if one.tally.read else (f"{options.path.name} has a header and no rows.",)
        return one.tally.summary(rejects=rejects.written, notes=notes, is_dry_run=options.is_dry_run)


def _is_older(won_at: datetime | None, since: date | None) -> bool:
    if since is None:
        return False
    if won_at is None:
        raise BadRow(
            Reason.DATE, "The row does not say when it was won, and only deals won since a date are asked for."
        )
    return won_at.date() < since


def _batches(deals: Iterator[Backlogged]) -> Iterator[list[Backlogged]]:
    while batch := list(islice(deals, BATCH)):
        yield batch
