"""What a deal came to: its dates, lines, steps and how often somebody else had to act, read from what happened to it."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.closed import Outcome, Summary
from bot.events import Decided, Event, FactsChanged, Nudged, NudgeSkipped, NudgeTold, Recorded, Rescued
from bot.handovers import HandoverComplete
from bot.model import Deal
from bot.playbook import Where
from bot.rules.first_pass import at_gates, first_pass
from bot.rules.items import is_settled
from bot.rules.ledger import ledger
from bot.working_time import local_day

PROMISED = "promised_on"


def came_to(deal: Deal, recorded: Sequence[Recorded], outcome: Outcome) -> Summary:
    """Add up a deal as it is closed; whoever reads the timeline can check each figure."""
    events = [each.event for each in recorded]
    passed, gates = first_pass(deal, recorded), at_gates(recorded)
    won = deal.facts.won_at or deal.opened_at
    return Summary(
        won_on=local_day(deal.zone, won) if won else None,
        promised_first=_first_promised(deal, events),
        promised_last=deal.facts.promised_on,
        delivered_on=_delivered_on(deal) if outcome is Outcome.DELIVERED else None,
        lines=len(deal.items),
        settled=sum(map(is_settled, deal.items)),
        accepted=sum(each.accepted for each in passed),
        at_once=sum(each.first_time for each in passed),
        steps=ledger(recorded),
        escalations=_escalations(events),
        decisions=sum(isinstance(each, Decided) for each in events),
        handover_days=next((each.days for each in reversed(events) if isinstance(each, HandoverComplete)), None),
        begun_anyway=gates.started_anyway,
        pairs=passed,
        rescues=sum(isinstance(each, Rescued) or (isinstance(each, Decided) and each.is_rescue) for each in events),
    )


def _first_promised(deal: Deal, events: Iterable[Event]) -> date | None:
    """Return the date that was promised first: what the first change of it says was there before."""
    for event in events:
        if isinstance(event, FactsChanged):
            moved = next((was for name, was, _ in event.changes if name == PROMISED and was), None)
            if moved:
                return date.fromisoformat(moved)
        if isinstance(event, Decided) and event.was_promised_on:
            return event.was_promised_on
    return deal.facts.promised_on


def _delivered_on(deal: Deal) -> date | None:
    """Return the day on which the last gate was settled, else the last line of a deal that has no gates."""
    gates = [item for item in deal.items if item.is_gate] or deal.items
    settled = [item.accepted_at or item.done_at for item in gates if is_settled(item)]
    return max((local_day(deal.zone, at) for at in settled if at), default=None)


def _escalations(events: Sequence[Event]) -> int:
    """Count the questions that brought in somebody besides the one who must act, and that were said."""
    asked = {(each.lapse_id, each.rung) for each in events if isinstance(each, Nudged) and _brings_in_others(each)}
    skipped = {(each.lapse_id, each.rung) for each in events if isinstance(each, NudgeSkipped)}
    # What was given up may have been said after all.
    return len(asked - (skipped - {(each.lapse_id, each.rung) for each in events if isinstance(each, NudgeTold)}))


def _brings_in_others(nudged: Nudged) -> bool:
    is_other_decider = nudged.decider_id is not None and nudged.decider_id != nudged.who
    return bool(nudged.also) or is_other_decider or nudged.where is Where.LEADERSHIP
