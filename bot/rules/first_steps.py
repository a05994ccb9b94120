"""How the first steps stand, read from what was settled and what runs; only skips are remembered."""

from dataclasses import replace
from datetime import date

from bot.context import Context
from bot.first_run import FirstRun, FirstStep, FirstSteps, Stands
from bot.model import ChannelId, UserId
from bot.rules.own_time import MOST_NAMED
from bot.rules.permissions import INSTALLER, TABLE, Act, Kind, standing
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


def seen_by(found: FirstSteps, context: Context, reader: UserId) -> FirstSteps:
    """Return them as one reader sees them: what they may not settle names the admins whom to ask."""
    kind = standing(context, reader)
    # Whom Slack has not shown us yet is one or the other, and both may: they are known before they press anything.
    may = kind in TABLE[Act.SETTLE] or (kind is Kind.UNKNOWN and reader == context.installer)
    admins = None if may else context.admins()[:MOST_NAMED]
    return replace(found, admins=admins, is_lent=kind is INSTALLER)


def _stands(step: FirstStep, is_done: bool, skipped: set[FirstStep]) -> Stands:
    if is_done:
        return Stands.DONE
    return Stands.SKIPPED if step in skipped else Stands.OPEN
