"""The program's own auditor as one more witness: two hours after the last fault it finds nothing left undone."""

from collections.abc import Iterator, Mapping, Sequence

from bot.watching import Finding
from tests.simulation.judges.broken import Broken
from tests.simulation.story import Story


def left_undone(found: Mapping[str, Sequence[Finding]], story: Story) -> Iterator[Broken]:
    """Yield what the auditor finds in each team's workspace.

    Where people took a channel away, or the memory lost what it was told, something does stay undone.
    """
    excused = {deal.team for deal in story.deals.values() if deal.is_hurt or deal.is_shaken}
    for team, findings in found.items():
        for each in findings if team not in excused else ():
            yield Broken(
                "the auditor finds nothing", f"{each.fault} in {team}: {each.about} since {each.since:%a %H:%M}"
            )
