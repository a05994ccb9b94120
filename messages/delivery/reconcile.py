"""Look in Slack for a message that may have been posted: found, surely not there, or not to be told."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from bot.ports import Posted
from messages.delivery.jobs import Job
from messages.delivery.looks import Look
from messages.delivery.marks import mark
from messages.delivery.outcomes import Failure, Later, Refused, Unsure
from messages.delivery.wire import Wire

SLACK_OFF_BY = 120.0
"""Seconds by which a replica's clock and the database's may both be ahead of Slack's; one of them may be far ahead."""


def find(job: Job, wire: Wire) -> Posted | Failure | None:
    """Return where the message stands, None when it is surely nowhere, or why nothing can be said yet.

    Only a complete look proves absence: every message since the first attempt, in the channel it was sent to.
    """
    row = job.row
    assert row.body is not None
    assert row.channel_id is not None
    # As far back as the others in doubt there need: the same look tells of them all.
    bodies = [row.body, *(each.body for each in wire.in_doubt(row.channel_id))]
    look = wire.look(
        row.channel_id, author=job.workspace.bot_user_id, oldest=oldest(bodies), after=timedelta(seconds=job.settle)
    )
    if not isinstance(look, Look):
        return _in_doubt(look)
    marked = mark(row.outgoing.key, job.workspace.secret)
    ts = look.first(marked)
    return Posted(row.channel_id, ts, is_line=marked in look.lines) if ts else None


def oldest(bodies: Iterable[str]) -> float:
    """Return the moment, in Slack's seconds, before which none of these can have been posted."""
    began = (json.loads(body).get("since") for body in bodies)
    return float(min(since for since in began if since is not None)) - SLACK_OFF_BY


def _in_doubt(said: Failure) -> Failure:
    """Keep the doubt: no failure to look says that the message is not there."""
    if isinstance(said, Later):
        return replace(said, in_doubt=True)
    if isinstance(said, Refused) and said.permanent:
        return Refused(f"{said.why} when looking for it: it may or may not have been posted", permanent=True)
    return Unsure(f"{said.why} when looking for it") if isinstance(said, Refused) else said
