"""What became of every row, counted, and the few lines that say so."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

MOST_STAGES = 50
"""A column mapped as the stage by mistake may hold another value in every row."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Every row read is counted in exactly one of the others; ``new`` in a dry run are those that would be offered."""

    read: int
    new: int
    known: int
    older: int
    not_won: tuple[tuple[str, int], ...]
    rejected: tuple[tuple[str, int], ...]
    owners_not_found: int = 0
    rejects: Path | None = None
    notes: tuple[str, ...] = ()
    is_dry_run: bool = False

    def lines(self) -> list[str]:
        """Return the summary for people, one figure a line after the first."""
        would = "would go to" if self.is_dry_run else "in"
        lines = [f"{self.read:,} read, {self.new + self.known:,} {would} the backlog."]
        if self.known:
            lines.append(f"{self.new:,} new, {self.known:,} known already.")
        lines += [f"{count:,} not won: {stage}." for stage, count in self.not_won]
        if self.older:
            lines.append(f"{self.older:,} won before the date asked for.")
        lines += [f"{count:,} rejected: {reason}." for reason, count in self.rejected]
        if self.owners_not_found:
            lines.append(
                f"{self.owners_not_found:,} with an owner who was not found in Slack; the given owner owns them."
            )
        if self.rejects:
            lines.append(
                f"The rejected rows, each with its reason: {self.rejects}. Correct them there and import that file."
            )
        return [*lines, *self.notes]


@dataclass(slots=True)
class Tally:
    """The running count of one import."""

    read: int = 0
    new: int = 0
    known: int = 0
    older: int = 0
    owners_not_found: int = 0
    not_won: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)

    def count_not_won(self, stage: str) -> None:
        is_listed = stage in self.not_won or len(self.not_won) < MOST_STAGES
        self.not_won[stage if is_listed else "other stages"] += 1

    def summary(self, *, rejects: Path | None, notes: tuple[str, ...], is_dry_run: bool) -> Summary:
        """Return the count as it stands, the most frequent first."""
        return Summary(
            read=self.read,
            new=self.new,
            known=self.known,
            older=self.older,
            not_won=tuple(self.not_won.most_common()),
            rejected=tuple(self.rejected.most_common()),
            owners_not_found=self.owners_not_found,
            rejects=rejects,
            notes=notes,
            is_dry_run=is_dry_run,
        )
