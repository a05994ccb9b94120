"""Show by which version of its playbook a deal goes, what a newer one changes, and go over to it."""

from bot.refusals import NoNewerPlaybook, NotYours
from bot.rules.moving_over import may_move
from bot.service import moving_over
from bot.service.desk import by_id
from bot.service.moving_over import Standing
from commands.answers import Answer, Open, Quiet, Say
from commands.fields import Fields
from commands.requests import PlaybookOf
from commands.visit import Visit, fitting, pointed
from messages import forms, versions

LONGEST_REASON = forms.LONGEST


def typed(visit: Visit, _request: PlaybookOf) -> Answer:
    """Tell which version it is, and whether there is a newer one."""
    return Say(versions.standing(moving_over.see(visit.desk, visit.asked, visit.here())))


def difference_pressed(visit: Visit, value: str) -> Answer:
    """Show what the newest version changes on this deal, with the button to go over for whoever may."""
    press = pointed(value)
    seen = moving_over.see(visit.desk, visit.asked, by_id(press.deal_id))
    if seen.to is None:
        raise NoNewerPlaybook(seen.deal.playbook_name or seen.deal.kind)
    return Open(versions.difference_form(press, seen, may_move=_may(visit, seen), command=visit.counter.command))


def move_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Let the deal go over to the version whose difference stands in the form."""
    press = pointed(metadata)
    reason = fitting("the reason", fields.text(forms.REASON), LONGEST_REASON)
    moving_over.move_over(visit.desk, visit.asked, by_id(press.deal_id), to=press.extra, reason=reason)
    return Quiet()


def _may(visit: Visit, seen: Standing) -> bool:
    try:
        may_move(seen.deal, seen.context, visit.user_id, now=visit.now)
    except NotYours:
        return False
    return True
