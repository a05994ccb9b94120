"""Questions to one person that come at once are one message: the first is posted, the others become lines of it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.events import Recorded
from bot.model import Deal, DealId
from bot.outgoing import DIGEST, DigestFacts, Kind, Outgoing
from bot.ports import Outbox, Together, UnitOfWork, Work
from bot.redraws import ANSWERED
from bot.rules.digests import with_added
from bot.rules.endings import ending, line_ending
from bot.rules.restraint import BURST, MOST_LINES, joins_within
from messages.delivery.jobs import Delivered, Job, Result, parts
from messages.delivery.marks import mark, metadata
from messages.delivery.outcomes import Later, Refused, Sent, Unsure
from messages.delivery.wire import Wire
from messages.scene import Asked

UPDATE = "chat.update"
DELETED = "message_not_found"
GONE = frozenset({DELETED, "cant_update_message", "edit_window_closed", "is_inactive", "channel_not_found"})
AT_ONCE = 1.0
"""Seconds until a message is drawn again that another line joined while it was drawn: time for that one to arrive."""
HOLDS_MORE = "the message holds lines that were lost with a restore"


def gathered(job: Job, outbox: Outbox, work: Work) -> Job:
    """Return the job with the message that it joins or draws again, and all that this message asks."""
    together = _message(job, outbox)
    if together is None:
        return job
    if job.workspace.is_restored and _holds_more(job, together, work):
        # Drawn by what is known of it, it would lose a line: a question is said by itself, and an edit waits for none.
        return job if job.outgoing.kind is Kind.NUDGE else replace(job, moot=HOLDS_MORE)
    members = together.members
    facts = members[0].digest
    if facts:
        with work(job.row.workspace_id) as uow:
            facts = with_added(facts, uow.lines_added(together.key))
            endings = tuple(_endings(uow, facts))
        return replace(job, joins=together, scene=replace(job.scene, digest=facts, endings=endings))
    if job.outgoing.kind is Kind.NUDGE and job.outgoing not in members:
        members = (*members, job.outgoing)
    with work(job.row.workspace_id) as uow:
        asked = _asked(uow, members)
    return replace(job, joins=together, scene=replace(job.scene, asked=asked))


def _message(job: Job, outbox: Outbox) -> Together | None:
    outgoing = job.outgoing
    if outgoing.kind is Kind.EDIT and outgoing.edits and outgoing.detail in (ANSWERED, DIGEST):
        return outbox.together(job.row.workspace_id, outgoing.edits)
    # What is not said now takes no line of a message that others are joining.
    if outgoing.kind is Kind.NUDGE and outgoing.gathers and not (job.moot or job.held):
        return outbox.host(job.row, within=joins_within(outgoing.gathers), most=MOST_LINES)
    return None


def _holds_more(job: Job, together: Together, work: Work) -> bool:
    """Tell whether a message was seen after a restore with lines that the memory has lost, and not decided again."""
    known = {mark(each.key, job.workspace.secret) for each in together.members}
    with work(job.row.workspace_id) as uow:
        return not known.issuperset(uow.marks_at(together.posted))


def _asked(uow: UnitOfWork, members: Sequence[Outgoing]) -> tuple[Asked, ...]:
    """Read what each line is about: of several lines of one deal it is read once."""
    known = {deal_id: _read(uow, deal_id) for deal_id in {each.deal_id for each in members} if deal_id}
    found = []
    for each in members:
        if each.deal_id not in known:
            continue
        deal, history = known[each.deal_id]
        event = next((one for one in history if one.seq == each.seq), None)
        if deal and event:
            found.append(Asked(deal, event, ending(deal, history, event)))
    return tuple(found)


def _endings(uow: UnitOfWork, facts: DigestFacts) -> Iterator[Recorded | None]:
    """Read what ended each line of a digest; None: it still asks."""
    known = {deal_id: _read(uow, deal_id) for deal_id in {line.deal_id for line in facts.lines}}
    for line in facts.lines:
        deal, history = known[line.deal_id]
        yield line_ending(deal, history, line) if deal else None


def _read(uow: UnitOfWork, deal_id: DealId) -> tuple[Deal | None, Sequence[Recorded]]:
    return uow.deal(deal_id), uow.history(deal_id)


def join(job: Job, wire: Wire) -> Result | None:
    """Become a line of a message that stands already; None: it cannot be one, and is said by itself.

    Done twice it changes nothing more, and the message carries the mark of each of its lines: whether a line is there
    after an answer that never came is found out as for every message.
    """
    together = job.joins
    assert together is not None
    body = _body(job, together)
    said = wire.send(UPDATE, drawn(job, body), body=body, channel_id=together.posted.channel_id, joins=together.key)
    if isinstance(said, Sent):
        is_ours = said.channel_id in {"", together.posted.channel_id}
        return (
            Delivered(replace(together.posted, is_line=True)) if is_ours else Unsure("an answer about another channel")
        )
    if isinstance(said, Refused) and said.why in GONE:
        return None
    # Slack takes fewer edits than messages: rather one message more than a question that comes late.
    if isinstance(said, Later) and not said.in_doubt and not _may_wait(job, said.seconds):
        return None
    return said


def drawn(job: Job, body: str) -> dict[str, object]:
    """Return what draws a message of several questions anew, with the marks of them all."""
    together = job.joins
    assert together is not None
    secret = job.workspace.secret
    keys = [each.key for each in together.members if each.key != together.key]
    if job.outgoing.kind is Kind.NUDGE and job.outgoing.key not in keys:
        keys.append(job.outgoing.key)
    marks = metadata(mark(together.key, secret), *(mark(key, secret) for key in keys))
    where = {"channel": together.posted.channel_id, "ts": together.posted.ts}
    return where | parts(body) | {"parse": "none", "metadata": marks}


def is_outdone(job: Job, wire: Wire) -> bool:
    """Tell whether another line joined a message while it was drawn without it."""
    together = job.joins
    if together is None:
        return False
    now = wire.together(together.key)
    return now is not None and {each.key for each in now.members} != {each.key for each in together.members}


def _body(job: Job, together: Together) -> str:
    """Return the body, dated back to the message that it joins: there its mark is looked for."""
    drawn_now = json.loads(job.body())
    since = min(drawn_now["since"], float(together.posted.ts))
    return json.dumps(drawn_now | {"since": since, "joins": together.key}, ensure_ascii=False)


def _may_wait(job: Job, seconds: float) -> bool:
    decided = job.scene.event.at if job.scene.event else job.scene.now
    return (job.scene.now - decided).total_seconds() + seconds < BURST.total_seconds()
