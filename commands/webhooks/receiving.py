"""Takes in what a CRM says of a deal: whom it names is asked of Slack first, outside of any transaction."""

from bot.incoming import Arrived, Incoming, ItemNews, Unwon
from bot.model import BATON, WorkspaceId
from bot.ports import Clock, Trouble
from bot.refusals import Busy, NoSuchDeal, Refusal
from bot.service import intake
from bot.service.desk import Desk
from bot.service.from_outside import hear, lose
from bot.service.intake import Origin
from commands.people import People
from commands.webhooks.body import FieldFault, Invalid
from commands.webhooks.call import Receive
from commands.webhooks.failure import Unavailable, UnknownDeal
from commands.webhooks.refused_items import fault_of


def receiver(desk: Desk, people: People, clock: Clock, workspace_id: WorkspaceId) -> Receive:
    """Return who takes in what comes for this workspace."""

    def receive(event: str, incoming: Incoming | ItemNews | Unwon) -> Arrived:
        origin = Origin(workspace_id, BATON, clock.now())
        try:
            if isinstance(incoming, ItemNews):
                return _of_item(desk, origin, incoming)
            if isinstance(incoming, Unwon):
                return lose(desk, origin, incoming)
            take = intake.receive if event == "deal.won" else intake.correct
            people.meet(workspace_id, incoming)
            return take(desk, origin, incoming)
        except NoSuchDeal as error:
            raise UnknownDeal from error
        except (Trouble, Busy) as error:
            raise Unavailable from error

    return receive


def _of_item(desk: Desk, origin: Origin, news: ItemNews) -> Arrived:
    try:
        return hear(desk, origin, news)
    except Refusal as error:
        fault = fault_of(error)
        if fault is None:
            raise
        raise Invalid(FieldFault(*fault)) from error
