"""A person's Home: published when they open it, and anew after whatever they do there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.model import UserId
from bot.rules.at_home import Shown
from bot.service.first_run import greet
from bot.service.home import publish
from commands.answers import Answer, Open, Quiet, Refused, Say
from commands.failure import served
from commands.keys import fitted
from commands.visit import Counter, Input, Visit
from messages import home, ids

Body = Mapping[str, Any]

MARK = "home|"
"""What a form is called, beside its kind, that was opened from a Home: followed by what was shown there."""


def register(app: App, counter: Counter) -> None:
    """Attach the listener; opening is answered once it is saved that the Home is to be published."""

    def opened(ack: Ack, event: dict[str, Any], context: BoltContext) -> None:
        if event.get("tab") == "home":
            given = Input(
                context.team_id or "", UserId(str(event["user"])), None, fitted("home", event.get("event_ts"))
            )
            # Whoever comes back sees what they had chosen, from its first page on.
            came_from = _shown(event.get("view"))
            refreshed(counter, given, replace(came_from, page=0) if came_from else Shown(), is_welcomed=True)
        ack()

    app.event("app_home_opened")(opened)


def refreshed(counter: Counter, given: Input, shown: Shown | None, *, is_welcomed: bool = False) -> None:
    """Have the Home of whoever did something there published anew; None: it was done elsewhere.

    ``is_welcomed``: they came by, and may be the first admin to do so.
    """
    if shown is None:
        return

    def serve(visit: Visit) -> Answer:
        publish(visit.desk, visit.asked, shown)
        if is_welcomed:
            greet(visit.desk, visit.asked)
        return Quiet()

    # An input of its own: what was refused is mostly a button that is older than what it is about, and drawn anew now.
    served(counter, replace(given, key=fitted("home", given.key), filled_in=""), serve)


def pressed_in(body: Body) -> Shown | None:
    """Return what is to be shown of the Home after a press in it; None: it was pressed somewhere else."""
    shown, action = _shown(body.get("view")), body["actions"][0]
    if shown is None or action["action_id"].partition(":")[0] != ids.HOME_SHOW:
        return shown
    chosen = action.get("selected_option") or action
    return Shown.read(str(chosen.get("value") or ""))


def submitted_from(view: Body) -> Shown | None:
    """Return what was shown of the Home from which a form was opened, if it was."""
    mark, _, rest = str(view.get("external_id") or "").partition(MARK)
    return Shown.read(rest.rpartition("|")[0]) if rest and not mark else None


def answered(answer: Answer, shown: Shown | None, trigger_id: str) -> Answer:
    """Return how an answer is given to whoever is in their Home, where no message can stand.

    What was done is seen by the Home itself; all other words stand in a form that asks nothing.
    """
    if shown is None or isinstance(answer, Quiet):
        return answer
    if isinstance(answer, Say | Refused):
        is_seen = isinstance(answer, Say) and answer.in_place
        return Quiet() if is_seen else Open(home.told(answer.message))
    # Slack has one form of a name at a time; a trigger comes but once.
    return Open({**answer.view, "external_id": f"{MARK}{shown}|{trigger_id}"}) if isinstance(answer, Open) else answer


def _shown(view: object) -> Shown | None:
    if not isinstance(view, Mapping) or view.get("type") != "home":
        return None
    return Shown.read(str(view.get("private_metadata") or ""))
