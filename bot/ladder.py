"""The default ladder: what each lapse does as it ages, unless a playbook says otherwise."""

from bot.playbook import Ladder, Rung, Rungs, Tell, Where

DAY = 8.0
"""One working day in working hours, for delays that are meant as days."""

DEFAULT_LADDER = Ladder(
    {
        "owner_not_accepted": Rungs(
            opens_after_hours=4,
            rungs=(
                Rung(tell=(Tell.HOLDER,), where=Where.CHANNEL),
                Rung(tell=(Tell.HOLDER, Tell.SELLER, Tell.LEAD), where=Where.CHANNEL, after_hours=DAY),
                Rung(tell=(Tell.LEAD,), where=Where.CHANNEL, after_hours=DAY, asks_decision=True),
                Rung(tell=(Tell.LEADERSHIP,), where=Where.LEADERSHIP, after_hours=DAY),
            ),
        ),
        "nothing_dated": Rungs(
            opens_after_hours=DAY,
            rungs=(
                Rung(tell=(Tell.HOLDER,), where=Where.PRIVATE),
                Rung(tell=(Tell.HOLDER,), where=Where.CHANNEL, after_hours=DAY),
                Rung(tell=(Tell.LEAD,), where=Where.CHANNEL, after_hours=DAY, asks_decision=True),
            ),
        ),
        "step_due": Rungs(opens_after_hours=0, rungs=(Rung(tell=(Tell.HOLDER,), where=Where.PRIVATE),)),
        "step_overdue": Rungs(
            opens_after_hours=0,
            rungs=(
                Rung(tell=(Tell.HOLDER,), where=Where.PRIVATE),
                Rung(tell=(Tell.HOLDER,), where=Where.CHANNEL, after_hours=2, next_morning=True),
                Rung(tell=(Tell.LEAD,), where=Where.CHANNEL, after_hours=DAY, asks_decision=True),
                Rung(tell=(Tell.LEADERSHIP,), where=Where.LEADERSHIP, after_hours=DAY),
            ),
        ),
        "item_due": Rungs(opens_after_hours=0, rungs=(Rung(tell=(Tell.HOLDER,), where=Where.PRIVATE),)),
        "item_overdue": Rungs(
            opens_after_hours=0,
            rungs=(
                Rung(tell=(Tell.HOLDER,), where=Where.CHANNEL, after_hours=4),
                Rung(tell=(Tell.HOLDER, Tell.LEAD), where=Where.CHANNEL, after_hours=DAY),
                Rung(tell=(Tell.HOLDER, Tell.LEAD, Tell.OWNER), where=Where.CHANNEL, after_hours=DAY),
                Rung(tell=(Tell.LEADERSHIP,), where=Where.LEADERSHIP, after_hours=DAY, gates_only=True),
            ),
        ),
        "done_not_accepted": Rungs(
            opens_after_hours=DAY,
            rungs=(
                Rung(tell=(Tell.HOLDER,), where=Where.PRIVATE),
                Rung(tell=(Tell.HOLDER,), where=Where.CHANNEL, after_hours=DAY),
                Rung(tell=(Tell.LEAD,), where=Where.CHANNEL, after_hours=DAY, asks_decision=True),
                Rung(tell=(Tell.LEADERSHIP,), where=Where.LEADERSHIP, after_hours=DAY, gates_only=True),
            ),
        ),
        "slipped_twice": Rungs(
            opens_after_hours=0,
            rungs=(
                Rung(tell=(Tell.HOLDER,), where=Where.PRIVATE, asks_decision=True),
                Rung(tell=(Tell.HOLDER,), where=Where.CHANNEL, after_hours=DAY, asks_decision=True),
                Rung(tell=(Tell.LEADERSHIP,), where=Where.LEADERSHIP, after_hours=DAY),
            ),
        ),
        "promise_at_risk": Rungs(
            opens_after_hours=0,
            rungs=(
                Rung(tell=(Tell.HOLDER, Tell.LEAD), where=Where.CHANNEL),
                Rung(tell=(Tell.LEAD,), where=Where.CHANNEL, after_hours=2 * DAY, asks_decision=True),
                Rung(tell=(Tell.LEADERSHIP,), where=Where.LEADERSHIP, after_hours=DAY),
            ),
        ),
        "silence": Rungs(
            opens_after_hours=5 * DAY,
            rungs=(
                Rung(tell=(Tell.HOLDER,), where=Where.PRIVATE, asks_decision=True),
                Rung(tell=(Tell.LEAD,), where=Where.CHANNEL, after_hours=2 * DAY, asks_decision=True),
            ),
        ),
        "customer_stale": Rungs(opens_after_hours=5 * DAY, rungs=(Rung(tell=(Tell.HOLDER,), where=Where.PRIVATE),)),
        "request_unanswered": Rungs(
            opens_after_hours=0,
            rungs=(
                Rung(tell=(Tell.HOLDER,), where=Where.PRIVATE),
                Rung(tell=(Tell.HOLDER,), where=Where.CHANNEL, after_hours=DAY),
                Rung(tell=(Tell.HOLDER, Tell.LEAD), where=Where.CHANNEL, after_hours=DAY),
                Rung(tell=(Tell.LEADERSHIP,), where=Where.LEADERSHIP, after_hours=DAY, gates_only=True),
            ),
        ),
        "owner_gone": Rungs(
            opens_after_hours=0,
            rungs=(
                Rung(tell=(Tell.HOLDER,), where=Where.CHANNEL, asks_decision=True),
                Rung(tell=(Tell.LEADERSHIP,), where=Where.LEADERSHIP, after_hours=DAY),
            ),
        ),
        "colleague_gone": Rungs(
            opens_after_hours=0,
            rungs=(
                Rung(tell=(Tell.HOLDER,), where=Where.PRIVATE),
                Rung(tell=(Tell.HOLDER, Tell.OWNER), where=Where.CHANNEL, after_hours=DAY),
                Rung(tell=(Tell.LEADERSHIP,), where=Where.LEADERSHIP, after_hours=DAY),
            ),
        ),
    }
)
"""Working hours and who is told, as docs/momentum.md tells it to people."""


def rungs_for(ladder: Ladder, kind: str) -> Rungs:
    """Return the rungs of a kind of lapse; those of the default where a ladder is older than the kind.

    Most kinds are simply not asked then. A request is: its first rung is what tells anybody of it.
    """
    return ladder.lapses.get(kind) or DEFAULT_LADDER.lapses[kind]
