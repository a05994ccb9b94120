"""The report: figures of a span, and what stalls where, the longest first."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from bot.closed import Outcome
from bot.rules.report import Stalled
from bot.service.reporting import Reported
from bot.working_time import local_day
from messages import ids
from messages.blocks import Block, actions, button, section
from messages.escaping import Mrkdwn
from messages.message import Message, message
from messages.words import label, words

MOST_SHOWN = 5
MOST_PAIRS = 6


def show_report() -> Block:
    """Draw the way from a digest to the report of the last week; from there another button leads to the month's."""
    return button(label("button#report"), ids.REPORT_SHOW, "week")


def page(
    found: Reported,
    *,
    span: str,
    days: int,
    others: Sequence[tuple[str, int]],
    stalled_from: int,
    most: int,
    now: datetime,
) -> Message:
    """Show the figures with a page of what stalls; ``others`` are the spans that a button leads to, each with its days."""
    stalled = found.report.stalled[stalled_from : stalled_from + most]
    texts = [_figures(found, days, now), _stalls(found, stalled, stalled_from)]
    buttons = [button(label(f"button#report_{other}"), ids.REPORT, f"{other}|0") for other, _ in others]
    if found.report.stalled[stalled_from + most :]:
        buttons.append(button(label("button#more_that_stalls"), ids.REPORT_MORE, f"{span}|{stalled_from + most}"))
    return message(Mrkdwn("\n".join(texts)), [*map(section, texts), actions(*buttons)])


def _figures(found: Reported, days: int, now: datetime) -> Mrkdwn:
    report = found.report
    return words(
        "report#figures",
        days=days,
        won=report.won,
        handed_over=report.handed_over,
        closed=_closed(report.closed),
        kept=report.kept,
        in_time=report.in_time,
        moved=report.moved,
        by_others=report.moved_by_others,
        handed=report.handed[:MOST_PAIRS],
        more_pairs=len(report.handed[MOST_PAIRS:]),
        decided=report.decided,
        rescues=report.rescues,
        asked=len(report.asked),
        half=_days(report.waited[(len(report.waited) - 1) // 2]) if report.waited else 0,
        longest=_days(report.waited[-1]) if report.waited else 0,
        waited=(now - report.asked[0]).days if report.asked else 0,
        is_cut=found.is_cut,
    )


def _closed(closed: Sequence[tuple[Outcome, int]]) -> Mrkdwn:
    return Mrkdwn(", ".join(words(f"report#{outcome.name.lower()}", n=n) for outcome, n in closed))


def _days(wait: timedelta) -> int:
    """Return within how many days something came: one that began counts."""
    return max(1, ceil(wait / timedelta(days=1)))


def _stalls(found: Reported, shown: Sequence[Stalled], stalled_from: int) -> Mrkdwn:
    lines = [
        (each.deal.channel_id, each.deal.facts.name, each.what, local_day(each.deal.zone, each.since), each.all - 1)
        for each in shown
    ]
    return words("report#stalls", lines=lines, first=stalled_from + 1, all=len(found.report.stalled))
