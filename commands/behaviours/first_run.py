"""The first steps: what can be pressed in their message beside the forms that stand elsewhere."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.first_run import FirstStep
from bot.refusals import NoSuchDeal
from bot.rules.own_time import check_admin
from bot.service import first_run, intake, settings
from bot.service.intake import Origin
from bot.working_time import local_day
from commands.answers import Answer, Say
from commands.visit import Visit
from messages import first_steps, ids
from messages.scene import Scene

A_WEEK = timedelta(days=7)


def show_pressed(visit: Visit, _value: str) -> Answer:
    """Show the first steps again, to an admin."""
    return Say(first_steps.first_steps(first_run.show(visit.desk, visit.asked), visit.counter.command))


def skip_pressed(visit: Visit, value: str) -> Answer:
    """Do without a step. Without a channel of the team's, this is what lets Baton speak."""
    step = _step(value)
    if step is FirstStep.CHANNEL:
        settings.let_speak(visit.desk, visit.asked, _seen(visit))
    else:
        first_run.skip(visit.desk, visit.asked, step)
    return _as_it_stands(visit)


def week_pressed(visit: Visit, _value: str) -> Answer:
    """Begin with private questions alone, for a week."""
    until = local_day(visit.around().zone, visit.now) + A_WEEK
    settings.set_beginning(visit.desk, visit.asked, _seen(visit), until)
    return _as_it_stands(visit)


def start_pressed(visit: Visit, _value: str) -> Answer:
    """Start the newest of the deals that waited; pressed twice, the next one as well."""
    check_admin(visit.around(), visit.user_id)
    intake.activate(visit.desk, Origin(visit.workspace_id, visit.user_id, visit.now), count=1)
    return _as_it_stands(visit)


def preview_pressed(visit: Visit, _value: str) -> Answer:
    """Show the visitor's next digest."""
    facts, at = first_run.look_ahead(visit.desk, visit.asked)
    context = visit.around()
    zone = context.calendar(visit.user_id).zone
    scene = Scene(None, None, context.people, at, visit.counter.command)
    return Say(first_steps.ahead(facts, at, zone, scene))


def _as_it_stands(visit: Visit) -> Answer:
    found = first_run.show(visit.desk, visit.asked)
    return Say(first_steps.first_steps(found, visit.counter.command), in_place=True)


def _seen(visit: Visit) -> int:
    return settings.page(visit.desk, visit.asked, visit.counter.allowed).seen


def _step(value: str) -> FirstStep:
    """Read which step a button is about; raise NoSuchDeal for what we never wrote."""
    try:
        return FirstStep(value)
    except ValueError as error:
        raise NoSuchDeal from error


PRESSED: Mapping[str, Callable[[Visit, str], Answer]] = {
    ids.FIRST_SHOW: show_pressed,
    ids.FIRST_SKIP: skip_pressed,
    ids.FIRST_WEEK: week_pressed,
    ids.FIRST_START: start_pressed,
    ids.FIRST_PREVIEW: preview_pressed,
}
