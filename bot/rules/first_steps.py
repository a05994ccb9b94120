"""How the first steps stand, read from what was settled and what runs; only skips are remembered."""

from datetime import date

from bot.first_run import FirstRun, FirstStep, FirstSteps, Stands
from bot.model import ChannelId
from bot.settled import HouseRules


def first_steps(
    run: FirstRun, rules: HouseRules, team_channel: ChannelId | None, *, has_deals: bool, waiting: int
) -> FirstSteps:
    """Return what the message shows; ``waiting`` is how many won deals were kept until Baton may speak."""
    done = {
        FirstStep.CHANNEL: team_channel is not None,
        FirstStep.LEADS: bool(rules.leads),
        FirstStep.BEGINNING: rules.private_until is not None,
        FirstStep.PRACTICE: False,
        FirstStep.DEAL: has_deals,
        FirstStep.PREVIEW: False,
    }
    # Whoever may speak without a channel was told so by an admin: that is how this step is skipped.
    skipped = {*run.skipped, *((FirstStep.CHANNEL,) if rules.may_speak else ())}
    until = rules.private_until
    return FirstSteps(
        tuple((step, _stands(step, done[step] or step in run.seen, skipped)) for step in FirstStep),
        may_speak=rules.may_speak,
        team_channel=team_channel,
        leads=len(rules.leads),
        private_until=until.isoformat() if isinstance(until, date) else "",
        waiting=waiting,
    )


def _stands(step: FirstStep, is_done: bool, skipped: set[FirstStep]) -> Stands:
    if is_done:
        return Stands.DONE
    return Stands.SKIPPED if step in skipped else Stands.OPEN
