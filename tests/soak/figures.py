"""The figures of a soak, as lines; the last of them say whether it held."""

from collections.abc import Sequence

from tests.soak.fleet import Fleet
from tests.soak.history import History
from tests.soak.run import Run
from tests.soak.verdict import DOUBLE, LOST, SORTS, Verdict


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that so large a share of all does not exceed; 0 where there is none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def stuck(fleet: Fleet) -> int:
    """Return how many messages wait in the end; as Baton says of itself, for only it can know."""
    return max((int(each.get("waiting", 0)) for each in fleet.conditions()), default=1)


def lines(run: Run, history: History, verdict: Verdict, *, waiting: int, minutes: float) -> list[str]:
    """Return the figures, a line each; a run without a fault ends in zeros."""
    fleet, story = run.on.fleet, run.on.story
    others = {sort: verdict.count(sort) for sort in SORTS if sort not in (LOST, DOUBLE)}
    nudges = sum(count for kind, count in verdict.counts.items() if kind[-1].isdigit())
    rungs = ", ".join(f"{kind} {count}" for kind, count in sorted(verdict.counts.items()) if kind[-1].isdigit())
    kind = run.on.database.partition("://")[0].partition("+")[0]
    return [
        f"seed               {run.plan.seed}",
        f"minutes            {minutes:.1f}",
        f"replicas           {fleet.count} on {kind}",
        f"kills              {fleet.kills}",
        f"stops              {fleet.stops}",
        f"ended by itself    {fleet.ended.total()}, when Slack could not be asked at the start",
        f"somebody served    {run.on.timeline.share_served():.0%} of the time",
        f"deals              {len(story.deals)}",
        f"inputs             {run.acts} by people, {story.refused} refused, {story.unclear} unanswered",
        f"deliveries         {history.deliveries}",
        f"calls              {history.calls}, {history.faults} calls and deliveries gone wrong",
        f"messages           {len(history.said)}, {nudges} of them nudges, {verdict.counts['digest']} digests",
        f"rungs              {rungs}",
        f"taken back         {history.deleted}",
        f"digests excused    {verdict.counts['digest excused']}",
        f"lateness p50       {percentile(verdict.lateness, 0.5):.1f} s",
        f"lateness p99       {percentile(verdict.lateness, 0.99):.1f} s",
        *(f"{sort:<18} {count}" for sort, count in others.items()),
        f"lost               {verdict.count(LOST)}",
        f"double             {verdict.count(DOUBLE)}",
        f"stuck              {waiting}",
    ]
