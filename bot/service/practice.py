"""Practice: begun by one person for themselves, and ended by them or by the clock."""

from dataclasses import replace

from bot.consequences import outgoing
from bot.first_run import FirstRun, FirstStep
from bot.model import Deal, DealId, StepId, deal_id
from bot.ports import Conflict
from bot.practice import PracticeWords
from bot.refusals import Busy
from bot.rules import practice
from bot.service.desk import TRIES, Asked, Desk, Did, act, by_id, context_of, numbered
from bot.service.first_run import refresh


def begin(desk: Desk, asked: Asked, words: PracticeWords) -> Deal:
    """Open a practice deal; whoever has one that runs goes on with that."""
    for _ in range(TRIES):
        try:
            begun = _begun(desk, asked, words)
        except Conflict:
            continue
        desk.wake()
        return begun
    raise Busy


def end(desk: Desk, asked: Asked, of: DealId) -> Did:
    """End it now."""
    return act(desk, asked, by_id(of), lambda deal, _: practice.end(deal))


def _begun(desk: Desk, asked: Asked, words: PracticeWords) -> Deal:
    with desk.work(asked.workspace_id) as uow:
        running = uow.practice_of(asked.by)
        if running:
            return running
        context = practice.practised(context_of(uow), asked.by)
        before, change = practice.opened(
            words,
            context,
            deal_id=deal_id(asked.workspace_id, practice.SOURCE, asked.key),
            workspace_id=asked.workspace_id,
            step_id=StepId(desk.new_id()),
            short=desk.new_short(),
            by=context.able(asked.by),
            now=asked.now,
        )
        after, recorded = numbered(before, change, context, actor=asked.by, now=asked.now)
        # The same press once more, after it ended: it is over, and not begun anew.
        if not uow.add(after, recorded, outgoing(after, recorded, uow.workspace())):
            return uow.deal(after.id) or after
        run = uow.first_run() or FirstRun()
        uow.put_first_run(replace(run, seen=tuple(dict.fromkeys((*run.seen, FirstStep.PRACTICE)))))
        refresh(uow, now=asked.now)
        return after
